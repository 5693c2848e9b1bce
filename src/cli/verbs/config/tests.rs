use super::*;
use crate::cli::args::{Cli, Command};
use crate::cli::console::tests::console;
use crate::cli::process::asked;
use crate::compose::sources::Memory;
use crate::compose::surroundings::Surroundings;
use crate::config::load as settings;
use crate::hosts::Choice;
use clap::Parser;
use std::sync::{Arc, OnceLock};

const SHOP: &str = "\
services:
  web: {image: 'shop:${TAG:-1}', volumes: ['data:/v'], command: 'a$$b'}
  db: {build: ., profiles: [full], depends_on: [web]}
volumes: {data: {}, unused: {}}
";

/// What a run of `stacktui WORDS` in `/srv/shop` prints, and says.
fn ran(files: &Memory, words: &str) -> (Result<(), CliError>, String, String) {
    ran_with(files, words, &[])
}

fn ran_with(
    files: &Memory,
    words: &str,
    variables: &[(&str, &str)],
) -> (Result<(), CliError>, String, String) {
    let words = std::iter::once("stacktui").chain(words.split_whitespace());
    let cli = Cli::try_parse_from(words).unwrap();
    let Some(Command::Config(args)) = cli.command else {
        panic!("config is meant");
    };
    let mut surroundings = Surroundings {
        cwd: "/srv/shop".into(),
        ..Surroundings::default()
    };
    for (name, value) in variables {
        surroundings = surroundings.with(*name, *value);
    }
    let mut loaded = settings(&surroundings, files, None, &Vec::new()).unwrap();
    loaded.settings.read_only = cli.options.read_only;
    let entry = Entry {
        loaded,
        surroundings: Arc::new(surroundings),
        sources: Arc::new(files.clone()),
        choice: Choice::default(),
        demo: false,
        demo_seed: 1,
        asked: asked(&cli.options),
        simulated: OnceLock::new(),
    };
    let (mut console, out, err) = console();
    let done = run(&entry, &args, &mut console);
    (done, out.text(), err.text())
}

fn shop() -> Memory {
    Memory::default().with("/srv/shop/compose.yaml", SHOP)
}

/// What is printed where nothing is said.
fn printed(words: &str) -> String {
    let (done, out, err) = ran(&shop(), words);
    assert_eq!((done, err.as_str()), (Ok(()), ""), "{words}");
    out
}

#[test]
fn the_project_is_printed_so_that_it_can_be_read_again() {
    let yaml = printed("config");
    assert!(
        yaml.starts_with("name: shop\nservices:\n  web:\n"),
        "{yaml}"
    );
    assert!(yaml.contains("- a$$b\n"), "{yaml}");
    let again = Memory::default().with("/srv/shop/compose.yaml", yaml.as_str());
    assert_eq!(ran(&again, "config").1, yaml);
    let json = printed("config --format json");
    assert_eq!(json, printed("config --json"));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["services"]["web"]["image"], "shop:1");
    assert!(!json.ends_with('\n'), "as Compose");
}

#[test]
fn a_service_that_is_named_is_enabled_and_brings_its_dependencies() {
    let yaml = printed("config db");
    assert!(
        yaml.contains("\n  db:\n") && yaml.contains("\n  web:\n"),
        "{yaml}"
    );
    let only = printed("--profile full config web");
    assert!(!only.contains("\n  db:\n"), "{only}");
    let (done, out, err) = ran(&shop(), "config nope");
    assert_eq!((done, out.as_str()), (Err(CliError::Told), ""));
    assert!(err.starts_with("error: no such service: nope"), "{err}");
}

#[test]
fn lists_have_one_item_a_line() {
    for (words, expected) in [
        ("config --services", "web\n"),
        ("config --services nope", "web\n"),
        ("--profile full config --services", "db\nweb\n"),
        ("config --no-interpolate --services", "db\nweb\n"),
        ("config --volumes", "data\n"),
        ("config --volumes --services", "web\n"),
        ("--all-resources config --volumes", "data\nunused\n"),
        ("config --networks", "default\n"),
        ("config --models", ""),
        ("config --profiles", "full\n"),
        ("config --images", "shop:1\n"),
        ("config --images db", "shop-db\nshop:1\n"),
        ("config --images --no-interpolate", "shop:${TAG:-1}\n"),
        (
            "--compatibility --profile full config --images",
            "shop_db\nshop:1\n",
        ),
        ("config --services -q", "web\n"),
        ("config -q", ""),
        ("config --environment -q", ""),
    ] {
        assert_eq!(printed(words), expected, "{words}");
    }
    assert_eq!(
        printed("config --environment"),
        "COMPOSE_PROJECT_NAME=shop\nPWD=/srv/shop\n"
    );
}

#[test]
fn images_of_hooks_follow_those_of_their_service_and_those_of_jobs_come_last() {
    let files = Memory::default().with(
        "/srv/shop/compose.yaml",
        "services: {b: {image: x, pre_start: [{image: h}, {image: x}]}, a: {image: z}}
jobs: {j: {build: ., triggers: {manual: true}}, p: {image: y, profiles: [p], triggers: {manual: true}}}",
    );
    assert_eq!(ran(&files, "config --images a").1, "z\nshop-j\n");
    let all = ran(&files, "--profile p config --images").1;
    assert_eq!(all, "z\nx\nh\nshop-j\ny\n");
}

#[test]
fn hashes_are_of_services_that_are_on() {
    let all = printed("--profile full config --hash *");
    let lines: Vec<&str> = all.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("db ") && lines[0].len() == "db ".len() + 64);
    assert_eq!(printed("config --hash web,web"), format!("{}\n", lines[1]));
    assert_eq!(printed("config --hash web db"), format!("{}\n", lines[1]));
    let (done, _, err) = ran(&shop(), "config --hash web,db");
    assert_eq!(done, Err(CliError::Told));
    assert_eq!(
        err,
        "error: no such service: db\n  none of its profiles is enabled\n"
    );
    assert!(printed("config --hash=").starts_with("name: shop\n"));
}

#[test]
fn a_hash_needs_the_env_files_of_its_service_only() {
    let files = Memory::default().with(
        "/srv/shop/compose.yaml",
        "services: {a: {image: x, depends_on: [b]}, b: {image: x, env_file: gone.env}}",
    );
    assert_eq!(ran(&files, "config --hash a").0, Ok(()));
    for words in [
        "config --hash b",
        "config --hash *",
        "config -q",
        "config a",
    ] {
        let (done, _, err) = ran(&files, words);
        assert_eq!(done, Err(CliError::Told), "{words}");
        assert!(
            err.contains("env file /srv/shop/gone.env not found"),
            "{err}"
        );
    }
    for words in ["config --services", "config -q --no-env-resolution"] {
        assert_eq!(ran(&files, words).0, Ok(()), "{words}");
    }
}

#[test]
fn the_standard_platform_counts_in_the_hash_of_what_is_built() {
    let hash = |platform| {
        let variables = &[("DOCKER_DEFAULT_PLATFORM", platform)];
        ran_with(&shop(), "--profile full config --hash db", variables).1
    };
    assert_ne!(hash("linux/amd64"), hash("linux/arm64"));
    assert_eq!(hash(""), printed("--profile full config --hash db"));
}

#[test]
fn variables_are_told_with_what_stands_in_for_them() {
    let files = Memory::default().with(
        "/srv/shop/compose.yaml",
        "services: {a: {image: 'x:$T${U:?must be}${V:-${W:-d}}${X:+y}', command: '$$N ${Z-}', ports: ['${T}']}}",
    );
    let text = |words| {
        let (done, out, err) = ran(&files, words);
        assert_eq!((done, err.as_str()), (Ok(()), ""), "{words}");
        out
    };
    let table = "\
NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE
T                   false                                   \n\
U                   true                                    \n\
V                   false               ${W:-d}             \n\
W                   false               d                   \n\
X                   false                                   y
Z                   false                                   \n";
    assert_eq!(text("config --variables"), table);
    assert_eq!(text("config --variables --format table -q"), table);
    let json = text("config --variables --format json");
    assert_eq!(json, text("config --variables --json"));
    assert!(
        json.starts_with(
            "{\n    \"T\": {\n        \"Name\": \"T\",\n        \"DefaultValue\": \"\",\n"
        ),
        "{json}"
    );
    assert!(json.ends_with("    }\n}\n\n"), "{json}");
    let yaml = text("config --variables --format yaml");
    assert!(
        yaml.contains(
            "X:\n    name: X\n    defaultvalue: \"\"\n    presencevalue: 'y'\n    required: false\n"
        ),
        "{yaml}"
    );
    assert_eq!(text("config --variables --format yaml -q"), "");
    let (done, ..) = ran(&files, "config --variables --format {{.}}");
    assert!(
        done.unwrap_err()
            .to_string()
            .starts_with("error: format value \"{{.}}\" could not be parsed: parsing failed\n")
    );
}

#[test]
fn uses_of_one_variable_are_put_together() {
    for (command, expected) in [
        (
            r#"["${A:-1}","${A:-2}"]"#,
            "A                   false               1                   ",
        ),
        (
            r#"["${A:-1}${A:-2}"]"#,
            "A                   false               2                   ",
        ),
        (
            r#"["$A","${A:-2}"]"#,
            "A                   false               2                   ",
        ),
        (
            r#"["${A:-1}","${A:+2}","${A:?x}"]"#,
            "A                   true                1                   2",
        ),
        (
            r#"["${A:-${A:-3}}"]"#,
            "A                   false               ${A:-3}             ",
        ),
    ] {
        let text = format!("services: {{a: {{image: x, command: {command}}}}}");
        let files = Memory::default().with("/srv/shop/compose.yaml", text);
        let out = ran(&files, "config --variables").1;
        assert_eq!(out.lines().nth(1), Some(expected), "{command}");
    }
}

#[test]
fn without_interpolation_the_tree_is_printed_as_it_is_written() {
    let (done, out, err) = ran(&shop(), "config --no-interpolate web");
    assert_eq!(done, Ok(()));
    assert_eq!(
        err,
        "warning: service filtering is not applied when --no-interpolate is set, the full model will be rendered\n"
    );
    for part in [
        "image: shop:${TAG:-1}",
        "command: a$$b",
        "unused:",
        "  db:\n",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[test]
fn every_error_is_told_with_its_place_and_warnings_too() {
    let text = "services:\n  a: {image: 'x:${NOPE}', imag: y}\n  b: {image: x, prts: []}\n";
    let files = Memory::default().with("/srv/shop/compose.yaml", text);
    let (done, out, err) = ran(&files, "config");
    assert_eq!((done, out.as_str()), (Err(CliError::Told), ""));
    assert!(err.starts_with("warning: "), "{err}");
    for part in [
        "The \"NOPE\" variable is not set. Defaulting to a blank string.",
        "error: /srv/shop/compose.yaml:2:27: ",
        "error: /srv/shop/compose.yaml:3:17: ",
        "2 |   a: {image: 'x:${NOPE}', imag: y}\n  |                           ^",
    ] {
        assert!(err.contains(part), "{part} in {err}");
    }
}

#[test]
fn two_services_cannot_have_one_container_name() {
    let text =
        "services:\n  a: {image: x, container_name: cc}\n  b: {image: x, container_name: cc}\n";
    let files = Memory::default().with("/srv/shop/compose.yaml", text);
    let (done, _, err) = ran(&files, "config -q");
    assert_eq!(done, Err(CliError::Told));
    assert!(
        err.starts_with(
            "error: /srv/shop/compose.yaml:3:33: services.b: container name \"cc\" is already in use by service a\n"
        ),
        "{err}"
    );
    for words in ["config -q --no-consistency", "config --services"] {
        assert_eq!(ran(&files, words).0, Ok(()), "{words}");
    }
    let off = text.replace("b: {", "b: {profiles: [p], ");
    let files = Memory::default().with("/srv/shop/compose.yaml", off);
    assert_eq!(ran(&files, "config -q").0, Ok(()));
}

#[test]
fn digests_and_unknown_formats_are_refused_by_name() {
    let error = |words: &str| ran(&shop(), words).0.unwrap_err().to_string();
    for option in ["--resolve-image-digests", "--lock-image-digests"] {
        let error = error(&format!("config {option} -q"));
        assert!(
            error.starts_with(&format!("error: `{option}` is not supported")),
            "{error}"
        );
    }
    assert!(error("config --format xml -q").starts_with("error: unsupported format \"xml\""));
    assert!(error("--read-only config -o x").starts_with("error: no file is written"));
}

#[test]
fn each_field_knows_where_it_comes_from() {
    let files = shop()
        .with("/srv/shop/.env", "# of the shop\nTAG=7\n")
        .with(
            "/srv/shop/compose.override.yaml",
            "services:\n  web: {restart: always}\n",
        );
    let (done, out, err) = ran(&files, "config --origins");
    assert_eq!((done, err.as_str()), (Ok(()), ""));
    let line = |field: &str| {
        let line = out
            .lines()
            .find(|line| line.starts_with(&format!("{field} = ")));
        line.unwrap_or_else(|| panic!("{field} in {out}"))
    };
    let image = line("services.web.image");
    assert!(
        image.starts_with("services.web.image = \"shop:7\" "),
        "{image}"
    );
    assert!(
        image.ends_with("  # compose.yaml:2:16, ${TAG} of .env:2:1"),
        "{image}"
    );
    let restart = line("services.web.restart");
    assert!(
        restart.contains("  # compose.override.yaml:2:18"),
        "{restart}"
    );
    assert!(!out.contains("services.db"), "{out}");
    let json = ran(&files, "config --origins --json").1;
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    let path = serde_json::json!(["services", "web", "image"]);
    let image = all
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["path"] == path)
        .unwrap();
    assert_eq!(image["at"]["file"], "/srv/shop/compose.yaml");
    assert_eq!(image["at"]["column"], 16);
    let variable = &image["through"][0];
    assert_eq!(variable["kind"], "variable");
    assert_eq!(
        (&variable["from"], &variable["at"]["line"]),
        (&"file".into(), &2.into())
    );
}

#[test]
fn fields_below_a_merge_key_know_it_and_those_that_an_override_adds_do_not() {
    let text = "\
x-labels: &labels {team: a}
x-all: &all
  labels: {x: y}
services:
  a: {image: x, <<: *all}
  b: {image: x, labels: *labels}
";
    let over = "services: {b: {labels: {own: z}}}\n";
    let files = Memory::default()
        .with("/srv/shop/compose.yaml", text)
        .with("/srv/shop/compose.override.yaml", over);
    let out = ran(&files, "config --origins").1;
    for (field, origin) in [
        (
            "services.a.labels.x",
            "compose.yaml:3:15, merge key at compose.yaml:5:17",
        ),
        (
            "services.b.labels.team",
            "compose.yaml:1:26, alias at compose.yaml:6:25",
        ),
        ("services.b.labels.own", "compose.override.yaml:1:30"),
    ] {
        let line = out
            .lines()
            .find(|line| line.starts_with(&format!("{field} = ")));
        let line = line.unwrap_or_else(|| panic!("{field} in {out}"));
        assert!(line.ends_with(&format!("  # {origin}")), "{line}");
    }
}
