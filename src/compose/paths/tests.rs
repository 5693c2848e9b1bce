use super::*;
use crate::compose::sketch::{at, phrases, show, tree};
use crate::compose::sources::Memory;

fn resolved(text: &str, working_dir: &str, home: Option<&str>) -> (Tree, Vec<String>) {
    let mut tree = tree(text);
    let mut report = Report::default();
    resolve(
        &mut tree,
        Path::new(working_dir),
        home.map(Path::new),
        &mut report,
    );
    (tree, phrases(&report))
}

#[test]
fn paths_of_services_jobs_and_hooks_become_absolute() {
    let container = "{build: {context: ., additional_contexts: {a: ../a, b: \"service:b\", c: \"docker-image://x\"}, \
                     ssh: {default: ~, k: ~/.ssh/id}}, env_file: [{path: ./e}], label_file: [l], \
                     volumes: [{type: bind, source: ./x/../y, target: t}, {type: volume, source: v}, ./short:/s]}";
    let absolute = "{build: {context: /w/p, additional_contexts: {a: /w/a, b: service:b, c: docker-image://x}, \
                    ssh: {default: ~, k: /home/me/.ssh/id}}, env_file: [{path: /w/p/e}], label_file: [/w/p/l], \
                    volumes: [{type: bind, source: /w/p/y, target: t}, {type: volume, source: v}, ./short:/s]}";
    let container = container.replace("default: ~", "default: null");
    let text = format!(
        "services: {{s: {{pre_start: [{container}]}}, t: {container}}}\njobs: {{j: {container}}}"
    );
    let (tree, errors) = resolved(&text, "/w/p", Some("/home/me"));
    assert_eq!(errors, Vec::<String>::new());
    for way in ["services t", "services s pre_start 0", "jobs j"] {
        assert_eq!(show(at(&tree, way)), absolute, "{way}");
    }
}

#[test]
fn paths_of_resources_become_absolute_where_they_are_paths() {
    let (tree, _) = resolved(
        "configs: {c: {file: ./c}, d: {content: ./c}}\nsecrets: {s: {file: 'C:\\s'}}\n\
         volumes: {v: {driver: local, driver_opts: {o: bind, device: ./d}}, w: {driver_opts: {o: bind, device: ./d}}, \
         x: {driver: local, driver_opts: {o: \"bind,ro\", device: ./d}}, y: ~}",
        "/w",
        None,
    );
    assert_eq!(
        show(&tree),
        "{configs: {c: {file: /w/c}, d: {content: ./c}}, secrets: {s: {file: C:\\s}}, \
         volumes: {v: {driver: local, driver_opts: {o: bind, device: /w/d}}, w: {driver_opts: {o: bind, device: ./d}}, \
         x: {driver: local, driver_opts: {o: bind,ro, device: ./d}}, y: ~}}"
    );
}

#[test]
fn a_build_elsewhere_is_no_path() {
    for context in [
        "https://x/y.git#main",
        "github.com/x/y",
        "git@x:y",
        "service:b",
        "ssh://x",
    ] {
        let text = format!("services: {{a: {{build: {{context: \"{context}\"}}}}}}");
        let (tree, _) = resolved(&text, "/w", None);
        assert_eq!(show(at(&tree, "services a build context")), context);
    }
}

#[test]
fn absolute_paths_stay_as_they_are_and_relative_ones_are_cleaned() {
    for (source, expected) in [
        ("/a/../b/", "/a/../b/"),
        ("./a//b/../c/", "/w/a/c"),
        ("../../x", "/x"),
        (".", "/w"),
        ("~x/y", "/h/x/y"),
        ("~", "/h"),
        (r"\\\\.\\pipe\\x", r"\\.\pipe\x"),
    ] {
        let text = format!("services: {{a: {{volumes: [{{type: bind, source: \"{source}\"}}]}}}}");
        let (tree, _) = resolved(&text, "/w", Some("/h"));
        let way = "services a volumes 0 source";
        assert_eq!(show(at(&tree, way)), expected, "{source}");
    }
}

#[test]
fn without_a_home_a_tilde_is_a_name_and_a_warning() {
    let (tree, warnings) = resolved("secrets: {s: {file: ~/x}}", "/w", None);
    assert_eq!(show(at(&tree, "secrets s file")), "/w/~/x");
    assert_eq!(
        warnings,
        ["cannot expand '~', because the environment lacks HOME"]
    );
}

#[test]
fn a_relative_directory_gives_relative_paths() {
    let (tree, _) = resolved(
        "services: {a: {env_file: [{path: ./e}]}}",
        "sub/../other",
        None,
    );
    assert_eq!(show(at(&tree, "services a env_file 0 path")), "other/e");
}

#[test]
fn a_bind_mount_needs_a_source() {
    let (_, errors) = resolved(
        "services: {a: {volumes: [{type: bind, target: /x}]}}",
        "/w",
        None,
    );
    assert_eq!(
        errors,
        [r#"1:26 invalid mount config for type "bind": field Source must not be empty"#]
    );
}

#[test]
fn watched_paths_lose_their_first_link() {
    let mut tree = tree("services: {a: {develop: {watch: [{path: /w/link/x}, {path: /w/x}]}}}");
    let sources = Memory::default().with_link("/w/link", "/real");
    follow_links(&mut tree, &sources);
    assert_eq!(
        show(at(&tree, "services a develop watch")),
        "[{path: /real/x}, {path: /w/x}]"
    );
}
