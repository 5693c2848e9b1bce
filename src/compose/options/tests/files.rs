use super::*;

#[test]
fn names_have_an_order_and_several_are_a_warning() {
    let sources = files(&[
        "/s/docker-compose.yaml",
        "/s/docker-compose.yml",
        "/s/compose.yml",
    ]);
    let (options, told) = answer(&Asked::default(), &at("/s"), &sources);
    assert_eq!(paths(&options), ["/s/compose.yml"]);
    assert_eq!(
        told,
        [
            "warning: Found multiple config files with supported names: /s/compose.yml, /s/docker-compose.yml, \
             /s/docker-compose.yaml",
            "warning: Using /s/compose.yml"
        ]
    );
}

#[test]
fn an_override_is_looked_for_beside_the_file_in_its_own_order() {
    let sources = files(&[
        "/s/compose.yaml",
        "/s/sub/compose.override.yml",
        "/s/docker-compose.override.yaml",
    ]);
    let options = quiet(&Asked::default(), &at("/s/sub/deep"), &sources);
    assert_eq!(
        paths(&options),
        ["/s/compose.yaml", "/s/docker-compose.override.yaml"]
    );
    let sources = sources
        .with("/s/compose.override.yaml", "")
        .with("/s/compose.override.yml", "");
    let (options, told) = answer(&Asked::default(), &at("/s/sub"), &sources);
    assert_eq!(
        paths(&options),
        ["/s/compose.yaml", "/s/compose.override.yml"]
    );
    assert_eq!(
        told[1..],
        ["warning: Using /s/compose.override.yml".to_owned()]
    );
}

#[test]
fn the_first_parent_with_a_file_ends_the_walk() {
    let sources = files(&["/compose.yaml", "/s/docker-compose.yaml"]);
    let options = quiet(&Asked::default(), &at("/s/sub"), &sources);
    assert_eq!(paths(&options), ["/s/docker-compose.yaml"]);
    assert_eq!(options.working_dir, Path::new("/s"));
}

#[test]
fn files_that_are_named_switch_discovery_off() {
    let sources = files(&[
        "/s/compose.yaml",
        "/s/compose.override.yaml",
        "/t/a.yaml",
        "/s/b.yaml",
    ]);
    let mut asked = asked(&["../t/a.yaml", "b.yaml"]);
    let variable = at("/s").with("COMPOSE_FILE", "compose.yaml");
    let options = quiet(&asked, &variable, &sources);
    assert_eq!(paths(&options), ["/t/a.yaml", "/s/b.yaml"]);
    assert_eq!(options.working_dir, Path::new("/t"));
    asked.project_directory = Some("../p".into());
    let options = quiet(&asked, &at("/s"), &sources);
    assert_eq!(options.working_dir, Path::new("/p"));
    assert_eq!(paths(&options), ["/t/a.yaml", "/s/b.yaml"]);
    assert_eq!(options.fallback_name, "p");
}

#[test]
fn a_project_directory_that_is_empty_is_none_and_need_not_exist() {
    let sources = files(&["/s/compose.yaml"]);
    let within = |directory: &str| {
        let asked = Asked {
            project_directory: Some(directory.into()),
            ..Asked::default()
        };
        quiet(&asked, &at("/s"), &sources)
    };
    assert_eq!(within("").working_dir, Path::new("/s"));
    let options = within("nope/./x/..");
    assert_eq!(options.working_dir, Path::new("/s/nope"));
    assert_eq!(paths(&options), ["/s/compose.yaml"]);
}

#[test]
fn standard_input_has_the_directory_of_the_first_file_else_the_current_one() {
    let sources = files(&["/s/x/a.yaml"]).with_input("services: {}");
    let options = quiet(&asked(&["-"]), &at("/s"), &sources);
    assert_eq!(options.working_dir, Path::new("/s"));
    assert!(options.files[0].is_input());
    assert_eq!(options.files[0].read(&sources).unwrap(), b"services: {}");
    let options = quiet(&asked(&["-", "x/a.yaml"]), &at("/s"), &sources);
    assert_eq!(options.working_dir, Path::new("/s/x"));
}

#[test]
fn compose_file_names_files_of_the_current_directory() {
    let sources = files(&["/s/compose.yaml", "/s/a.yaml", "/s/b.yaml", "/s/sub/a.yaml"]);
    let surroundings = at("/s").with("COMPOSE_FILE", "a.yaml:b.yaml");
    let options = quiet(&Asked::default(), &surroundings, &sources);
    assert_eq!(paths(&options), ["/s/a.yaml", "/s/b.yaml"]);
    let elsewhere = Asked {
        project_directory: Some("sub".into()),
        ..Asked::default()
    };
    let options = quiet(&elsewhere, &surroundings, &sources);
    assert_eq!(paths(&options), ["/s/a.yaml", "/s/b.yaml"]);
    assert_eq!(options.working_dir, Path::new("/s/sub"));
}

#[test]
fn compose_file_may_stand_in_dot_env_with_its_separator() {
    let sources = files(&["/s/x/a.yaml", "/s/b.yaml"]).with(
        "/s/.env",
        "COMPOSE_FILE=x/a.yaml,b.yaml\nCOMPOSE_PATH_SEPARATOR=,\n",
    );
    let options = quiet(&Asked::default(), &at("/s"), &sources);
    assert_eq!(paths(&options), ["/s/x/a.yaml", "/s/b.yaml"]);
    assert_eq!(options.working_dir, Path::new("/s/x"));
    assert!(matches!(
        &options.files[0].by,
        FileFrom::Variable { entry, source: VariableSource::File(_) } if entry == "x/a.yaml"
    ));
}

#[test]
fn a_screen_reads_no_file_from_its_keyboard() {
    let asked = Asked {
        by: AskedBy::Screen,
        ..asked(&["-"])
    };
    assert_eq!(
        told(&asked, &at("/s"), &files(&[])),
        ["error: standard input is not read: the keyboard is there"]
    );
}

#[test]
fn every_file_that_is_missing_is_told_in_composes_words() {
    let sources = files(&["/s/compose.yaml", "/s/sub/x"]);
    assert_eq!(
        told(&asked(&["nope.yaml", "", "sub"]), &at("/s"), &sources),
        [
            "error: compose file \"/s/nope.yaml\" is invalid: open /s/nope.yaml: no such file or directory",
            "error: compose file \"/s\" is invalid: /s is a directory",
            "error: compose file \"/s/sub\" is invalid: /s/sub is a directory",
        ]
    );
    assert_eq!(
        told(
            &Asked::default(),
            &at("/s").with("COMPOSE_FILE", "nope.yaml:"),
            &sources
        ),
        [
            "error: compose file \"nope.yaml\" set by COMPOSE_FILE environment variable is invalid: stat \
             /s/nope.yaml: no such file or directory",
            "error: compose file \"\" set by COMPOSE_FILE environment variable is invalid: /s is a directory",
        ]
    );
    let directory = files(&["/s/compose.yaml/x"]);
    assert_eq!(
        told(&Asked::default(), &at("/s"), &directory),
        [
            "error: compose file \"/s/compose.yaml\" found by default file discovery is invalid: /s/compose.yaml is \
             a directory"
        ]
    );
    let (options, told) = answer(&Asked::default(), &at("/t"), &sources);
    assert_eq!(told, ["error: no configuration file provided: not found"]);
    assert!(options.is_nothing_found);
    assert_eq!(options.fallback_name, "t");
}

#[test]
fn what_was_meant_is_guessed() {
    let sources = files(&[
        "/s/prod.yaml",
        "/t/docker-compose.prod.yml",
        "/s/sub/compose.yml",
    ]);
    let hint = |asked: &Asked, cwd: &str| {
        let mut report = Report::default();
        resolve(
            asked,
            &at(cwd),
            &sources,
            &mut Files::default(),
            &mut report,
        );
        report.diagnostics.remove(0).hint.unwrap()
    };
    assert_eq!(
        hint(&asked(&["prud.yaml"]), "/s"),
        "there is `/s/prod.yaml`"
    );
    assert_eq!(
        hint(&asked(&["sub"]), "/s"),
        "its file is `/s/sub/compose.yml`"
    );
    assert_eq!(
        hint(&Asked::default(), "/t"),
        "there is `docker-compose.prod.yml` here: name it with `-f docker-compose.prod.yml`"
    );
}

#[test]
fn nothing_remote_is_fetched() {
    let sources = files(&["/s/a.yaml"]);
    let both = asked(&["oci://host/x", "a.yaml", "git@host:x"]);
    let (options, told) = answer(&both, &at("/s/sub").with("HOME", "/h"), &sources);
    assert_eq!(
        told[0],
        "error: failed to pull OCI resource \"oci://host/x\""
    );
    assert_eq!(told[2], "error: failed to access repository at git@host:x");
    assert_eq!(options.working_dir, Path::new("/s/sub"));
    let url = told_of_url(&sources);
    assert_eq!(
        url,
        "nothing is fetched: it is taken for the path of a file"
    );
}

fn told_of_url(sources: &Memory) -> String {
    let mut report = Report::default();
    let url = asked(&["https://host/compose.yaml"]);
    resolve(&url, &at("/s"), sources, &mut Files::default(), &mut report);
    report.diagnostics.remove(0).why.unwrap()
}
