use super::*;

fn name(asked: &Asked, surroundings: &Surroundings, sources: &Memory) -> Option<String> {
    quiet(asked, surroundings, sources)
        .given_name
        .map(|given| given.name)
}

fn flag(name: &str) -> Asked {
    Asked {
        project_name: Some(name.to_owned()),
        ..Asked::default()
    }
}

#[test]
fn the_option_wins_over_the_variable_and_the_shell_over_dot_env() {
    let sources = files(&["/s/compose.yaml"]).with("/s/.env", "COMPOSE_PROJECT_NAME=dotenv\n");
    let shell = at("/s").with("COMPOSE_PROJECT_NAME", "shell");
    let name = |asked: &Asked, from: &Surroundings| name(asked, from, &sources);
    assert_eq!(name(&flag("flag"), &shell).as_deref(), Some("flag"));
    assert_eq!(name(&flag(""), &shell).as_deref(), Some("shell"));
    assert_eq!(
        name(&Asked::default(), &at("/s")).as_deref(),
        Some("dotenv")
    );
    let empty = at("/s").with("COMPOSE_PROJECT_NAME", "");
    assert_eq!(name(&Asked::default(), &empty), None);
}

#[test]
fn a_given_name_must_be_normal() {
    let sources = files(&["/s/compose.yaml"]);
    let words = "must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start \
                 with a letter or number";
    assert_eq!(
        told(&flag("Foo Bar"), &at("/s"), &sources),
        [format!("error: invalid project name \"Foo Bar\": {words}")]
    );
    let shell = at("/s").with("COMPOSE_PROJECT_NAME", "_x");
    assert_eq!(
        told(&Asked::default(), &shell, &sources),
        [format!("error: invalid project name \"_x\": {words}")]
    );
    assert_eq!(told(&flag("ok"), &shell, &sources), [] as [&str; 0]);
}

#[test]
fn the_directorys_name_is_made_normal() {
    for (directory, expected) in [
        ("/srv/My.Proj_X-1", "myproj_x-1"),
        ("/srv/_-9a B", "9ab"),
        ("/srv/___", ""),
        ("/srv/Ünï", "n"),
        ("/", ""),
    ] {
        let file = format!("{directory}/compose.yaml");
        let options = quiet(&Asked::default(), &at(directory), &files(&[&file]));
        assert_eq!(options.fallback_name, expected, "{directory}");
    }
}

#[test]
fn a_link_to_the_directory_gives_its_own_name_and_a_warning_of_it() {
    let sources = files(&["/s/link/compose.yaml"]).with_link("/s/link", "/t/real");
    let options = quiet(&Asked::default(), &at("/s/link"), &sources);
    assert_eq!(options.fallback_name, "link");
    assert_eq!(
        options.fallback_warning.unwrap().phrase,
        "project has been loaded without an explicit name from a symlink. Using name \"link\""
    );
    let moved = files(&["/s/app/compose.yaml"]).with_link("/s/app", "/private/s/app");
    let options = quiet(&Asked::default(), &at("/s/app"), &moved);
    assert_eq!(options.fallback_warning, None);
}
