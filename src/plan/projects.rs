//! Compose files as the lists need them: which project is meant, which services it has, or what is wrong with it.

use crate::compose::diagnostic::{Report, Severity};
use crate::compose::options::{Asked, ProjectOptions, resolve};
use crate::compose::origin::Files;
use crate::compose::outline::{fallback_name, outline};
use crate::compose::sources::{Limited, Sources};
use crate::compose::surroundings::Surroundings;
use crate::plan::news::ProjectMsg;
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
/// in [`ProjectMsg::services`].
pub fn here(
    asked: &Asked,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<Option<ProjectMsg>, ProjectError> {
    let sources = Limited::new(sources);
    let mut found = ProjectError::default();
    let (files, report) = (&mut found.files, &mut found.report);
    let options = resolve(asked, surroundings, &sources, files, report);
    if options.is_nothing_found {
        // Nothing to show is no fault; what else is wrong hangs on it.
        return Ok(None);
    }
    if found.report.failed() {
        return Err(found);
    }
    Ok(Some(project(&options, &sources, true)))
}

/// A project known by the labels of its containers: its directory and files, which may lie on another machine.
pub fn by_labels(
    name: &str,
    working_dir: &str,
    config_files: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> ProjectMsg {
    let sources = Limited::new(sources);
    let files: Vec<String> = config_files
        .split(',')
        .filter(|file| !file.is_empty())
        .map(str::to_owned)
        .collect();
    let is_missing = files.is_empty() || files.iter().any(|file| !sources.is_file(Path::new(file)));
    if is_missing {
        return ProjectMsg {
            name: name.to_owned(),
            working_dir: working_dir.to_owned(),
            files,
            services: Ok(Vec::new()),
            is_here: false,
            is_missing,
        };
    }
    let asked = Asked {
        files,
        project_name: Some(name.to_owned()),
        project_directory: Some(PathBuf::from(working_dir)),
        is_untrusted: true,
        ..Asked::default()
    };
    let (mut read, mut report) = (Files::default(), Report::default());
    let options = resolve(&asked, surroundings, &sources, &mut read, &mut report);
    project(&options, &sources, false)
}

fn project(options: &ProjectOptions, sources: &dyn Sources, is_here: bool) -> ProjectMsg {
    let read = outline(options, sources);
    ProjectMsg {
        name: read
            .as_ref()
            .map_or_else(|_| fallback_name(options), |outline| outline.name.clone()),
        working_dir: shown(&options.working_dir),
        files: options.files.iter().map(|file| shown(&file.path)).collect(),
        services: read.map(|outline| {
            outline
                .enabled(&options.profiles)
                .map(|service| service.name.clone())
                .collect()
        }),
        is_here,
        is_missing: false,
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
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

    #[test]
    fn the_project_of_here_leaves_out_what_needs_a_profile() {
        let sources = Memory::default().with(
            "/srv/shop/compose.yaml",
            "services: {web: {}, debug: {profiles: [dev]}}",
        );
        let names = |surroundings: &Surroundings| {
            let project = here(&Asked::default(), surroundings, &sources)
                .unwrap()
                .unwrap();
            (project.name, project.services.unwrap().join(" "))
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
    fn a_broken_file_keeps_its_projects_name() {
        let sources = Memory::default().with("/srv/shop/compose.yaml", "services: [\n");
        let project = here(&Asked::default(), &surroundings(), &sources)
            .unwrap()
            .unwrap();
        assert_eq!(project.name, "shop");
        assert!(project.services.unwrap_err().starts_with("compose.yaml:"));
    }

    #[test]
    fn files_that_are_gone_are_told() {
        let project = by_labels(
            "shop",
            "/gone",
            "/gone/compose.yaml",
            &surroundings(),
            &Memory::default(),
        );
        assert!(project.is_missing);
        assert_eq!(project.services, Ok(Vec::new()));
        let sources = Memory::default().with("/x/compose.yaml", "name: other\nservices: {a: {}}");
        let project = by_labels("shop", "/x", "/x/compose.yaml", &surroundings(), &sources);
        assert_eq!(
            (project.name.as_str(), project.services),
            ("shop", Ok(vec!["a".to_owned()]))
        );
    }
}
