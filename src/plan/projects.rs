//! Compose files as the lists need them: which project is meant, which services it has, or what is wrong with it.

use crate::compose::discover::{Asked, DiscoverError, Found, discover};
use crate::compose::outline::{fallback_name, outline};
use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::plan::news::ProjectMsg;
use std::path::{Path, PathBuf};

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
) -> Result<Option<ProjectMsg>, DiscoverError> {
    match discover(asked, surroundings, sources) {
        Ok(found) => Ok(Some(project(&found, surroundings, sources, true))),
        Err(DiscoverError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A project known by the labels of its containers: its directory and files, which may lie on another machine.
pub fn by_labels(
    name: &str,
    working_dir: &str,
    config_files: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> ProjectMsg {
    let files: Vec<PathBuf> = config_files
        .split(',')
        .filter(|file| !file.is_empty())
        .map(PathBuf::from)
        .collect();
    let is_missing = files.is_empty() || files.iter().any(|file| !sources.is_file(file));
    let found = Found {
        files,
        directory: PathBuf::from(working_dir),
        given_name: Some(name.to_owned()),
        variables: surroundings.variables.clone(),
        warnings: Vec::new(),
    };
    if is_missing {
        return ProjectMsg {
            name: name.to_owned(),
            working_dir: working_dir.to_owned(),
            files: found.files.iter().map(|file| shown(file)).collect(),
            services: Ok(Vec::new()),
            is_here: false,
            is_missing,
        };
    }
    project(&found, surroundings, sources, false)
}

fn project(
    found: &Found,
    surroundings: &Surroundings,
    sources: &dyn Sources,
    is_here: bool,
) -> ProjectMsg {
    let profiles: Vec<String> = found
        .variables
        .get("COMPOSE_PROFILES")
        .or_else(|| surroundings.variables.get("COMPOSE_PROFILES"))
        .map(|list| list.split(',').map(|name| name.trim().to_owned()).collect())
        .unwrap_or_default();
    let read = outline(found, sources);
    ProjectMsg {
        name: read
            .as_ref()
            .map_or_else(|_| fallback_name(found), |outline| outline.name.clone()),
        working_dir: shown(&found.directory),
        files: found.files.iter().map(|file| shown(file)).collect(),
        services: read.map(|outline| {
            outline
                .enabled(&profiles)
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
