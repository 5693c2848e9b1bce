use super::*;

fn with_env_files(given: &[&str]) -> Asked {
    Asked {
        env_files: given.iter().map(PathBuf::from).collect(),
        ..Asked::default()
    }
}

#[test]
fn the_shell_counts_more_than_dot_env_and_the_current_directory_more_than_the_projects() {
    let sources = files(&["/s/compose.yaml"])
        .with("/s/.env", "A=project\nB=project\nC=${A}-c\nD=project\n")
        .with("/s/sub/.env", "A=current\nD=current");
    let surroundings = at("/s/sub").with("D", "shell");
    let options = quiet(&Asked::default(), &surroundings, &sources);
    let values = ["A", "B", "C", "D"].map(|name| variable(&options, name));
    assert_eq!(values, ["current", "project", "current-c", "shell"]);
    assert_eq!(variable(&options, "PWD"), "/s/sub");
}

#[test]
fn the_directory_of_a_named_file_has_the_only_dot_env() {
    let sources = files(&["/s/other/c.yaml"])
        .with("/s/.env", "A=current\n")
        .with("/s/other/.env", "B=other\n");
    let options = quiet(&asked(&["other/c.yaml"]), &at("/s"), &sources);
    let values = ["A", "B"].map(|name| variable(&options, name));
    assert_eq!(values, ["(unset)", "other"]);
    let by_variable = at("/s").with("COMPOSE_FILE", "other/c.yaml");
    let options = quiet(&Asked::default(), &by_variable, &sources);
    let values = ["A", "B"].map(|name| variable(&options, name));
    assert_eq!(values, ["current", "other"]);
}

#[test]
fn env_files_that_are_named_replace_the_default_one_and_the_later_wins() {
    let sources = files(&["/s/compose.yaml"])
        .with("/s/.env", "A=default\n")
        .with("/s/one", "B=1\nC=1\n")
        .with("/s/two", "C=2\nD=${B}${C}\n");
    let surroundings = at("/s");
    let options = quiet(
        &with_env_files(&["one", "./x/../two"]),
        &surroundings,
        &sources,
    );
    let values = ["A", "B", "C", "D"].map(|name| variable(&options, name));
    assert_eq!(values, ["(unset)", "1", "2", "12"]);
    assert_eq!(
        options.env_files,
        [PathBuf::from("/s/one"), PathBuf::from("/s/two")]
    );
    let listed = surroundings.with("COMPOSE_ENV_FILES", ",one,,");
    let options = quiet(&Asked::default(), &listed, &sources);
    assert_eq!(options.env_files, [PathBuf::from("/s/one")]);
    assert_eq!(variable(&options, "C"), "1");
}

#[test]
fn a_list_of_env_files_in_a_file_has_no_effect() {
    let sources =
        files(&["/s/compose.yaml", "/s/x.env"]).with("/s/.env", "A=1\nCOMPOSE_ENV_FILES=x.env\n");
    let options = quiet(&Asked::default(), &at("/s"), &sources);
    assert_eq!(variable(&options, "A"), "1");
    assert_eq!(options.env_files, [] as [PathBuf; 0]);
}

#[test]
fn dot_env_can_be_switched_off_even_by_itself() {
    let plain = files(&["/s/compose.yaml"]).with("/s/.env", "A=1\n");
    let off = at("/s").with("COMPOSE_DISABLE_ENV_FILE", "1");
    let options = quiet(&Asked::default(), &off, &plain);
    assert_eq!(variable(&options, "A"), "(unset)");
    let itself = plain.with("/s/.env", "A=1\nCOMPOSE_DISABLE_ENV_FILE=true\n");
    let options = quiet(&Asked::default(), &at("/s"), &itself);
    assert_eq!(variable(&options, "A"), "(unset)");
    let odd = at("/s").with("COMPOSE_DISABLE_ENV_FILE", "maybe");
    assert_eq!(
        told(&Asked::default(), &odd, &itself),
        ["error: strconv.ParseBool: parsing \"maybe\": invalid syntax"]
    );
}

#[test]
fn settings_of_compose_count_as_the_shells_above_their_own_line_too() {
    let sources = files(&["/s/compose.yaml"])
        .with(
            "/s/one",
            "A=${COMPOSE_X-early}\nCOMPOSE_X=1\nB=${COMPOSE_X}\n",
        )
        .with("/s/two", "COMPOSE_X=2\n");
    let options = quiet(&with_env_files(&["one", "two"]), &at("/s"), &sources);
    let values = ["A", "B", "COMPOSE_X"].map(|name| variable(&options, name));
    assert_eq!(values, ["2", "2", "2"]);
}

#[test]
fn a_variable_knows_the_line_that_gave_it() {
    let sources = files(&["/s/compose.yaml"]).with("/s/.env", "# x\nA=1\n");
    let mut files = Files::default();
    let options = resolve(
        &Asked::default(),
        &at("/s").with("B", "2"),
        &sources,
        &mut files,
        &mut Report::default(),
    );
    let source = |name| options.environment.get(name).unwrap().source.clone();
    let VariableSource::File(place) = source("A") else {
        panic!("a file gave it");
    };
    assert_eq!(files.get(place.file).unwrap().path, Path::new("/s/.env"));
    assert_eq!(source("B"), VariableSource::Shell);
}

#[test]
fn env_files_that_cannot_be_read_are_told_in_composes_words() {
    let sources = files(&["/s/compose.yaml"]);
    assert_eq!(
        told(&with_env_files(&["nope", ""]), &at("/s"), &sources),
        [
            "error: couldn't find env file: /s/nope",
            "error: /s is a directory"
        ]
    );
    let mut report = Report::default();
    let home = with_env_files(&["~/x"]);
    resolve(
        &home,
        &at("/s").with("HOME", "/h"),
        &sources,
        &mut Files::default(),
        &mut report,
    );
    assert_eq!(
        report.diagnostics[0].phrase,
        "couldn't find env file: /s/~/x"
    );
    assert!(report.diagnostics[0].why.is_some());
    let odd = sources.with("/s/.env/x", "A=1\n");
    assert_eq!(told(&Asked::default(), &at("/s"), &odd), [] as [&str; 0]);
    let large = files(&["/s/compose.yaml"]).with("/s/.env", vec![b'#'; 5 << 20]);
    let told = told(&Asked::default(), &at("/s"), &large);
    assert!(told[0].starts_with("error: open /s/.env: "), "{told:?}");
    assert_eq!(told.len(), 1);
}

#[test]
fn a_variable_of_dot_env_that_is_not_set_is_a_warning_at_its_line() {
    let sources = files(&["/s/compose.yaml"]).with("/s/.env", "B=1\nA=$B${NOPE}${C-}\n");
    let (mut read, mut report) = (Files::default(), Report::default());
    let options = resolve(
        &Asked::default(),
        &at("/s"),
        &sources,
        &mut read,
        &mut report,
    );
    assert_eq!(variable(&options, "A"), "1");
    let [warning] = report.diagnostics.as_slice() else {
        panic!("one warning: {report:?}");
    };
    assert_eq!(
        warning.located(&read).to_string(),
        "/s/.env:2:3: The \"NOPE\" variable is not set. Defaulting to a blank string.\n2 | A=$B${NOPE}${C-}\n  |   ^"
    );
}
