//! Compose files as the lists need them: which project is meant, which services it has, or what is wrong with it.

use crate::compose::diagnostic::{Report, Severity};
use crate::compose::load::{LoadRequest, Loaded, Skip, load};
use crate::compose::options::{Asked, AskedBy, ProjectOptions, resolve};
use crate::compose::origin::Files;
use crate::compose::remote::Remote;
use crate::compose::sources::{Limited, Sources};
use crate::compose::surroundings::Surroundings;
use crate::plan::news::ProjectMsg;
use crate::plan::reading::Reading;
use crate::plan::work::ProjectLabels;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why it cannot be told which project is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectError {
    /// What was found; errors among it.
    pub report: Report,
    /// The files that it speaks of.
    pub files: Files,
}

/// All errors, one below the other.
impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.report.diagnostics.iter();
        let errors = all.filter(|one| one.severity == Severity::Error);
        for (number, error) in errors.enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}", error.located(&self.files))?;
        }
        Ok(())
    }
}

impl std::error::Error for ProjectError {}

/// The project of the working directory, or the one that `-f` or `COMPOSE_FILE` names; `None` where nothing was named
/// and there is no file.
///
/// # Errors
/// A file that was named does not exist, or a name that was given is not normal. What is wrong inside the files stands
/// in [`ProjectMsg::reading`].
pub fn here(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<Option<ProjectMsg>, ProjectError> {
    let request = LoadRequest {
        asked: asked.clone(),
        ..request()
    };
    let loaded = load(&request, sources, surroundings);
    if loaded.options.is_nothing_found {
        // Nothing to show is no fault; what else is wrong hangs on it.
        return Ok(None);
    }
    if !loaded.is_resolved {
        return Err(ProjectError {
            report: loaded.report,
            files: loaded.files,
        });
    }
    let name = [&loaded.name, &fallback_name(&loaded.options)]
        .into_iter()
        .find(|name| !name.is_empty())
        .cloned();
    Ok(Some(ProjectMsg {
        is_here: true,
        ..project(name.unwrap_or_default(), loaded)
    }))
}

/// Whether it can be told which project is meant; the files themselves are not read.
///
/// # Errors
/// As [`here`].
pub fn check(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<(), ProjectError> {
    let sources = Limited::new(sources);
    let mut found = ProjectError::default();
    let (files, report) = (&mut found.files, &mut found.report);
    let options = resolve(asked, surroundings, &sources, files, report);
    if found.report.failed() && !options.is_nothing_found {
        return Err(found);
    }
    Ok(())
}

/// A project known by the labels of its containers: its directory and files, which may lie on another machine. Whoever
/// made the containers wrote the labels: nothing but regular files is read.
pub fn by_labels(
    labels: &ProjectLabels,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> ProjectMsg {
    if let Some(reason) = missing(labels, sources) {
        return ProjectMsg {
            reading: Reading::Missing(reason),
            ..ProjectMsg::unread(labels)
        };
    }
    let request = LoadRequest {
        asked: Asked {
            files: labels.files().map(str::to_owned).collect(),
            project_name: Some(labels.name.clone()),
            project_directory: Some(PathBuf::from(&labels.working_dir)),
            env_files: labels.env_files().map(PathBuf::from).collect(),
            by: AskedBy::Labels,
            ..Asked::default()
        },
        running: labels.services.clone(),
        ..request()
    };
    let loaded = load(&request, sources, surroundings);
    ProjectMsg {
        working_dir: labels.working_dir.clone(),
        ..project(labels.name.clone(), loaded)
    }
}

/// What a list needs: two services that want one name for their containers hinder only whoever makes them.
fn request() -> LoadRequest {
    LoadRequest {
        skip: Skip {
            container_names: true,
            ..Skip::default()
        },
        ..LoadRequest::default()
    }
}

/// Why the files that labels name are not to be had here.
fn missing(labels: &ProjectLabels, sources: &dyn Sources) -> Option<String> {
    if labels.files().next().is_none() {
        return Some("its containers do not say which file they come from".to_owned());
    }
    let reason = |file: &str| {
        let path = Path::new(file);
        if file == "-" {
            Some("its file was read from standard input".to_owned())
        } else if Remote::of(file).is_some() {
            Some(format!(
                "`{file}` is not on this machine, and nothing is fetched"
            ))
        } else if sources.is_file(path) {
            None
        } else if sources.exists(path) {
            Some(format!("`{file}` is no regular file"))
        } else if sources.is_dir(Path::new(&labels.working_dir)) {
            Some(format!("`{file}` is not there any more"))
        } else {
            Some(format!("`{}` is not on this machine", labels.working_dir))
        }
    };
    labels.files().find_map(reason)
}

fn project(name: String, loaded: Loaded) -> ProjectMsg {
    let directory = loaded.options.working_dir.clone();
    ProjectMsg {
        name,
        working_dir: directory.display().to_string(),
        files: loaded
            .options
            .files
            .iter()
            .map(|file| file.path.display().to_string())
            .collect(),
        reading: Reading::of_loaded(loaded, &directory),
        is_here: false,
    }
}

/// The project's name, even where its files cannot be read: given, or from its directory.
fn fallback_name(options: &ProjectOptions) -> String {
    let given = options.given_name.as_ref();
    given.map_or_else(|| options.fallback_name.clone(), |given| given.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sources::Memory;

    fn surroundings() -> Surroundings {
        Surroundings {
            cwd: "/srv/shop".into(),
            ..Surroundings::default()
        }
    }

    fn services(project: &ProjectMsg) -> String {
        project.reading.services().join(" ")
    }

    #[test]
    fn the_project_of_here_leaves_out_what_needs_a_profile() {
        let sources = Memory::default().with(
            "/srv/shop/compose.yaml",
            "services: {web: {image: a}, debug: {image: b, profiles: [dev]}}",
        );
        let names = |surroundings: &Surroundings| {
            let project = here(&Asked::default(), surroundings, &sources)
                .unwrap()
                .unwrap();
            (project.name.clone(), services(&project))
        };
        assert_eq!(
            names(&surroundings()),
            ("shop".to_owned(), "web".to_owned())
        );
        let with = surroundings().with("COMPOSE_PROFILES", "x, dev");
        assert_eq!(names(&with).1, "web debug");
        assert_eq!(
            here(&Asked::default(), &surroundings(), &Memory::default()),
            Ok(None)
        );
    }

    #[test]
    fn services_that_are_off_are_kept_with_their_profiles() {
        let sources = Memory::default().with(
            "/srv/shop/compose.yaml",
            "services: {web: {image: a}, debug: {image: b, profiles: [dev, test]}}",
        );
        let project = here(&Asked::default(), &surroundings(), &sources);
        let reading = project.unwrap().unwrap().reading;
        let off = vec![(
            "debug".to_owned(),
            vec!["dev".to_owned(), "test".to_owned()],
        )];
        assert_eq!(reading.desired().unwrap().off, off);
    }

    #[test]
    fn a_broken_file_keeps_its_projects_name_and_tells_all_errors() {
        let text = "services:\n  web:\n    image: a\n    prots: []\n  db:\n    imgae: b\n";
        let sources = Memory::default().with("/srv/shop/compose.yaml", text);
        let project = here(&Asked::default(), &surroundings(), &sources)
            .unwrap()
            .unwrap();
        assert_eq!(project.name, "shop");
        let told = project.reading.problem_lines().join("\n");
        assert!(told.starts_with("compose.yaml:4:5: "), "{told}");
        assert!(told.contains("\n4 |     prots: []\n  |     ^\n"), "{told}");
        assert!(
            told.contains("ports") && told.contains("\ncompose.yaml:6:5: "),
            "{told}"
        );
        assert!(
            project
                .reading
                .problem()
                .unwrap()
                .starts_with("compose.yaml:4:5: ")
        );
    }

    fn labels() -> ProjectLabels {
        ProjectLabels {
            name: "shop".to_owned(),
            working_dir: "/x".to_owned(),
            config_files: "/x/compose.yaml".to_owned(),
            ..ProjectLabels::default()
        }
    }

    fn found(labels: &ProjectLabels, sources: &Memory) -> ProjectMsg {
        by_labels(labels, &surroundings(), sources)
    }

    #[test]
    fn labels_name_the_project_its_files_and_its_variables() {
        let sources = Memory::default()
            .with(
                "/x/compose.yaml",
                "name: other\nservices: {a: {image: \"${IMAGE:?}\"}}",
            )
            .with("/x/more.yaml", "services: {b: {image: b}}")
            .with("/y/own.env", "IMAGE=i");
        let labels = ProjectLabels {
            config_files: "/x/compose.yaml,/x/more.yaml".to_owned(),
            env_files: "/y/own.env".to_owned(),
            ..labels()
        };
        let project = found(&labels, &sources);
        assert_eq!(project.name, "shop");
        assert_eq!(services(&project), "a b", "{:?}", project.reading.problem());
    }

    #[test]
    fn a_service_that_has_containers_is_on_with_all_that_it_needs() {
        let text = "services:
  web: {image: a}
  debug: {image: b, profiles: [dev], depends_on: [probe]}
  probe: {image: c, profiles: [dev]}
  other: {image: d, profiles: [dev]}
";
        let sources = Memory::default().with("/x/compose.yaml", text);
        assert_eq!(services(&found(&labels(), &sources)), "web");
        let labels = ProjectLabels {
            services: vec!["debug".to_owned(), "gone".to_owned()],
            ..labels()
        };
        assert_eq!(services(&found(&labels, &sources)), "web debug probe");
    }

    #[test]
    fn why_files_are_not_to_be_had_is_said() {
        let reason = |files: &str, sources: &Memory| {
            let labels = ProjectLabels {
                config_files: files.to_owned(),
                ..labels()
            };
            found(&labels, sources).reading
        };
        let missing = |text: &str| Reading::Missing(text.to_owned());
        let (none, beside) = (Memory::default(), Memory::default().with("/x/other", ""));
        assert_eq!(
            reason("/x/compose.yaml", &none),
            missing("`/x` is not on this machine")
        );
        assert_eq!(
            reason("/x/compose.yaml", &beside),
            missing("`/x/compose.yaml` is not there any more")
        );
        assert_eq!(
            reason("-", &beside),
            missing("its file was read from standard input")
        );
        assert_eq!(
            reason("oci://host/shop:1", &beside),
            missing("`oci://host/shop:1` is not on this machine, and nothing is fetched")
        );
        assert_eq!(
            reason("", &beside),
            missing("its containers do not say which file they come from")
        );
    }

    #[test]
    fn what_labels_lead_to_is_never_fetched() {
        for include in ["https://h/x.git", "oci://h/x:1", "git@h:x/y"] {
            let text = format!("include: [\"{include}\"]\nservices: {{a: {{image: a}}}}");
            let sources = Memory::default().with("/x/compose.yaml", text);
            let reading = found(&labels(), &sources).reading;
            let told = reading.problem_lines().join("\n");
            assert!(told.contains("nothing is fetched"), "{told}");
        }
    }
}
