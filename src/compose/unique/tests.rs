use super::*;
use crate::compose::sketch::{at, phrases, show, tree};

fn unique(text: &str) -> (Tree, Vec<String>) {
    let mut tree = tree(text);
    let mut report = Report::default();
    apply(&mut tree, &mut report);
    (tree, phrases(&report))
}

fn of_service(key: &str, value: &str) -> String {
    let (tree, errors) = unique(&format!("services: {{a: {{{key}: {value}}}}}"));
    assert_eq!(errors, Vec::<String>::new(), "{key}: {value}");
    show(at(&tree, &format!("services a {key}")))
}

#[test]
fn the_last_one_counts_in_the_place_of_the_first() {
    for (key, list, expected) in [
        ("environment", "[A=1, B, A=2, B=]", "[A=2, B=]"),
        ("tmpfs", "[/a, /b, /a]", "[/a, /b]"),
        ("expose", "[80, \"80\", 81]", "[\"80\", 81]"),
        (
            "volumes",
            "[\"aa:/x\", \"./b:/y\", {target: /x}]",
            "[{target: /x}, ./b:/y]",
        ),
        ("volumes", "[\"a1:/x\", \"b1:/x/\"]", "[a1:/x, b1:/x/]"),
        (
            "devices",
            "[/a, \"/b:/a\", {source: x, target: /a}]",
            "[{source: x, target: /a}]",
        ),
        ("env_file", "[a, {path: a}]", "[{path: a}]"),
        (
            "configs",
            "[c, {source: c}, {source: d, target: /c}]",
            "[{source: d, target: /c}]",
        ),
        (
            "secrets",
            "[s, {source: t, target: /run/secrets/s}]",
            "[{source: t, target: /run/secrets/s}]",
        ),
        (
            "build",
            "{tags: [a, b, a], args: [A=1, A=2]}",
            "{tags: [a, b], args: [A=2]}",
        ),
        ("deploy", "{labels: [a=1, a=2]}", "{labels: [a=2]}"),
        ("networks", "{n: {aliases: [x, x]}}", "{n: {aliases: [x]}}"),
    ] {
        assert_eq!(of_service(key, list), expected, "{key}: {list}");
    }
}

#[test]
fn ports_are_the_same_by_address_ports_and_protocol() {
    for (list, expected) in [
        ("[80, \"80\", \"1:80\"]", "[\"80\", 1:80]"),
        (
            "[{target: 80}, {target: 80, protocol: tcp, mode: host}]",
            "[{target: 80, protocol: tcp, mode: host}]",
        ),
        (
            "[{target: 80}, {target: 80, protocol: udp}]",
            "[{target: 80}, {target: 80, protocol: udp}]",
        ),
        // A number and its text are two.
        (
            "[{target: 80, published: 1}, {target: 80, published: \"1\"}]",
            "[{target: 80, published: 1}, {target: 80, published: \"1\"}]",
        ),
    ] {
        assert_eq!(of_service("ports", list), expected, "{list}");
    }
}

#[test]
fn other_lists_keep_what_they_have() {
    for (key, list) in [("group_add", "[a, a]"), ("extra_hosts", "[h=1, h=2]")] {
        assert_eq!(of_service(key, list), list);
    }
    let (tree, _) =
        unique("jobs: {j: {volumes: [\"a1:/x\", \"b1:/x\"]}}\nnetworks: {n: {labels: [a=1, a=2]}}");
    assert_eq!(
        show(&tree),
        "{jobs: {j: {volumes: [a1:/x, b1:/x]}}, networks: {n: {labels: [a=2]}}}"
    );
}

#[test]
fn who_takes_a_place_remembers_who_had_it() {
    let (tree, _) = unique("services:\n  a:\n    dns:\n    - x\n    - x");
    let origin = &at(&tree, "services a dns 0").origin;
    assert_eq!(origin.at.unwrap().span.line, 5);
    assert!(matches!(origin.through.as_slice(), [Via::Override(place)] if place.span.line == 4));
}

#[test]
fn items_without_an_identity_are_errors() {
    let text = "services:\n  a:\n    environment: [A, {B: 1}]\n    volumes: [{type: bind}, \"\"]\n    devices: [{source: x}]\n    \
                ports: [{published: 1}]\n    env_file: [{required: true}]\n    expose: [1.5]";
    let (_, errors) = unique(text);
    assert_eq!(
        errors,
        [
            "5:15 service device services.a.devices.[0] is missing a mount target",
            "7:16 environment path attribute services.a.env_file.[0] is missing",
            "3:22 services.a.environment.[1]: unexpected type map[string]interface {}",
            "8:14 services.a.expose.[0]: unsupported expose value %!s(float64=1.5)",
            "6:13 service ports services.a.ports.[0] is missing a target port",
            "4:15 service volume services.a.volumes.[0] is missing a mount target",
            "4:29 invalid empty volume spec",
        ]
    );
}
