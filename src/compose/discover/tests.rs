use super::*;
use crate::compose::sources::Memory;

fn at(cwd: &str) -> Surroundings {
    Surroundings {
        cwd: cwd.into(),
        ..Surroundings::default()
    }
}

fn files(paths: &[&str]) -> Memory {
    paths.iter().fold(Memory::default(), |files, path| {
        files.with(*path, "services: {}")
    })
}

fn found(asked: &Asked, surroundings: &Surroundings, sources: &Memory) -> (Vec<String>, String) {
    let found = discover(asked, surroundings, sources).unwrap();
    let paths = found
        .files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    (paths, found.directory.display().to_string())
}

#[test]
fn names_have_an_order_and_several_are_a_warning() {
    let sources = files(&[
        "/s/docker-compose.yaml",
        "/s/docker-compose.yml",
        "/s/compose.yml",
    ]);
    let project = discover(&Asked::default(), &at("/s"), &sources).unwrap();
    assert_eq!(project.files, [PathBuf::from("/s/compose.yml")]);
    assert_eq!(project.warnings.len(), 1);
}

#[test]
fn an_override_is_looked_for_beside_the_file_in_its_own_order() {
    let sources = files(&[
        "/s/compose.yaml",
        "/s/docker-compose.override.yaml",
        "/s/compose.override.yaml",
        "/s/compose.override.yml",
    ]);
    let (paths, _) = found(&Asked::default(), &at("/s/sub/deep"), &sources);
    assert_eq!(paths, ["/s/compose.yaml", "/s/compose.override.yml"]);
}

#[test]
fn the_first_parent_with_a_file_ends_the_walk() {
    let sources = files(&["/compose.yaml", "/s/docker-compose.yaml"]);
    let (paths, directory) = found(&Asked::default(), &at("/s/sub"), &sources);
    assert_eq!(
        (paths.as_slice(), directory.as_str()),
        (["/s/docker-compose.yaml".to_owned()].as_slice(), "/s")
    );
}

#[test]
fn files_that_are_named_switch_discovery_off() {
    let sources = files(&[
        "/s/compose.yaml",
        "/s/compose.override.yaml",
        "/t/a.yaml",
        "/s/b.yaml",
    ]);
    let asked = Asked {
        files: vec!["../t/a.yaml".to_owned(), "b.yaml".to_owned()],
        ..Asked::default()
    };
    let (paths, directory) = found(&asked, &at("/s"), &sources);
    assert_eq!(paths, ["/t/a.yaml", "/s/b.yaml"]);
    assert_eq!(directory, "/t");
    let elsewhere = Asked {
        project_directory: Some("/p".into()),
        ..asked
    };
    assert_eq!(found(&elsewhere, &at("/s"), &sources).1, "/p");
}

#[test]
fn standard_input_has_the_current_directory() {
    let asked = Asked {
        files: vec!["-".to_owned()],
        ..Asked::default()
    };
    assert_eq!(found(&asked, &at("/s"), &Memory::default()).1, "/s");
}

#[test]
fn compose_file_names_files_with_its_separator_from_the_environment_or_dot_env() {
    let sources = files(&["/s/compose.yaml", "/s/a.yaml", "/s/b.yaml"]);
    let surroundings = at("/s").with("COMPOSE_FILE", "a.yaml:b.yaml");
    assert_eq!(
        found(&Asked::default(), &surroundings, &sources).0,
        ["/s/a.yaml", "/s/b.yaml"]
    );
    let sources = sources.with(
        "/s/.env",
        "COMPOSE_FILE=b.yaml,a.yaml\nCOMPOSE_PATH_SEPARATOR=,\n",
    );
    assert_eq!(
        found(&Asked::default(), &at("/s"), &sources).0,
        ["/s/b.yaml", "/s/a.yaml"]
    );
}

#[test]
fn missing_files_are_told_in_composes_words() {
    let sources = files(&["/s/compose.yaml"]);
    let error = |asked: &Asked, surroundings: &Surroundings| {
        discover(asked, surroundings, &sources)
            .unwrap_err()
            .to_string()
    };
    let nope = Asked {
        files: vec!["nope.yaml".to_owned()],
        ..Asked::default()
    };
    assert_eq!(
        error(&nope, &at("/s")),
        "compose file \"/s/nope.yaml\" is invalid: open /s/nope.yaml: no such file or directory"
    );
    assert_eq!(
        error(
            &Asked::default(),
            &at("/s").with("COMPOSE_FILE", "nope.yaml")
        ),
        "compose file \"nope.yaml\" set by COMPOSE_FILE environment variable is invalid: stat /s/nope.yaml: no such file \
         or directory"
    );
    assert_eq!(
        error(
            &Asked::default(),
            &at("/s").with("COMPOSE_FILE", "compose.yaml:")
        ),
        "compose file \"\" set by COMPOSE_FILE environment variable is invalid: /s is a directory"
    );
    assert_eq!(
        error(&Asked::default(), &at("/t")),
        "no configuration file provided: not found"
    );
}

#[test]
fn a_given_name_must_be_normal_and_the_flag_wins() {
    let sources = files(&["/s/compose.yaml"]).with("/s/.env", "COMPOSE_PROJECT_NAME=fromfile\n");
    let name = |asked: &Asked, surroundings: &Surroundings| {
        discover(asked, surroundings, &sources).map(|found| found.given_name)
    };
    let flag = Asked {
        project_name: Some("flag".to_owned()),
        ..Asked::default()
    };
    let variable = at("/s").with("COMPOSE_PROJECT_NAME", "variable");
    assert_eq!(name(&flag, &variable), Ok(Some("flag".to_owned())));
    assert_eq!(
        name(&Asked::default(), &variable),
        Ok(Some("variable".to_owned()))
    );
    assert_eq!(
        name(&Asked::default(), &at("/s")),
        Ok(Some("fromfile".to_owned()))
    );
    let disabled = at("/s").with("COMPOSE_DISABLE_ENV_FILE", "1");
    assert_eq!(name(&Asked::default(), &disabled), Ok(None));
    let bad = Asked {
        project_name: Some("Foo Bar".to_owned()),
        ..Asked::default()
    };
    assert_eq!(
        name(&bad, &at("/s")),
        Err(DiscoverError::Name("Foo Bar".to_owned()))
    );
}

#[test]
fn the_current_directorys_dot_env_beats_the_projects() {
    let sources = files(&["/s/compose.yaml"])
        .with("/s/.env", "A=project\nB=project\n")
        .with("/s/sub/.env", "A=current\n");
    let variables = discover(&Asked::default(), &at("/s/sub"), &sources)
        .unwrap()
        .variables;
    assert_eq!(
        [variables["A"].as_str(), variables["B"].as_str()],
        ["current", "project"]
    );
}

#[test]
fn env_files_that_are_named_replace_the_default_one_and_the_later_wins() {
    let sources = files(&["/s/compose.yaml"])
        .with("/s/.env", "A=default\n")
        .with("/s/one", "B=1\nC=1\n")
        .with("/s/two", "C=2\n");
    let asked = Asked {
        env_files: vec!["one".into(), "two".into()],
        ..Asked::default()
    };
    let variables = discover(&asked, &at("/s"), &sources).unwrap().variables;
    assert_eq!(variables.get("A"), None);
    assert_eq!(
        [variables["B"].as_str(), variables["C"].as_str()],
        ["1", "2"]
    );
}

#[test]
fn names_are_normalised_as_compose_does() {
    for (name, expected) in [
        ("My.Proj_X-1", "myproj_x-1"),
        ("Bad_Name!", "bad_name"),
        ("___", ""),
        ("-a b/c!", "abc"),
    ] {
        assert_eq!(normalised_name(name), expected);
    }
}
