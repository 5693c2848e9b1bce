use super::*;
use crate::compose::diagnostic::Severity;
use crate::compose::origin::Via;
use crate::compose::sketch::{at, phrases, show, tree};

fn canonical(text: &str, ignore_errors: bool) -> (Tree, Vec<String>) {
    let mut tree = tree(text);
    let mut report = Report::default();
    apply(&mut tree, ignore_errors, &mut report);
    (tree, phrases(&report))
}

/// A key of the service `a`, in long form.
fn long(key: &str, value: &str) -> String {
    let (tree, errors) = canonical(&format!("services: {{a: {{{key}: {value}}}}}"), false);
    assert_eq!(errors, Vec::<String>::new(), "{key}: {value}");
    show(at(&tree, &format!("services a {key}")))
}

#[test]
fn short_forms_of_a_service_become_long_ones() {
    for (key, short, expected) in [
        ("build", "./x", "{context: ./x}"),
        (
            "build",
            "{sbom: true, provenance: max}",
            "{sbom: true, provenance: max}",
        ),
        (
            "build",
            "{additional_contexts: [a=./a, b=docker-image://x=y], ssh: [default, k=/id]}",
            "{additional_contexts: {a: ./a, b: docker-image://x=y}, ssh: {default: ~, k: /id}}",
        ),
        (
            "build",
            "{secrets: [s, {source: t}]}",
            "{secrets: [{source: s}, {source: t}]}",
        ),
        (
            "depends_on",
            "[b]",
            "{b: {condition: service_started, required: true}}",
        ),
        (
            "depends_on",
            "{b: {condition: service_healthy}, c: {required: false}}",
            "{b: {condition: service_healthy, required: true}, c: {required: false, condition: service_started}}",
        ),
        ("dns", "1.1.1.1", "[1.1.1.1]"),
        ("label_file", "l", "[l]"),
        ("env_file", "e", "[{path: e, required: true}]"),
        (
            "env_file",
            "[e, {path: f, required: false}]",
            "[{path: e, required: true}, {path: f, required: false}]",
        ),
        ("extends", "b", "{service: b}"),
        ("gpus", "all", "[{count: all}]"),
        ("networks", "[n, m]", "{n: ~, m: ~}"),
        ("models", "[m]", "{m: ~}"),
        ("configs", "[c]", "[{source: c}]"),
        ("secrets", "[s]", "[{source: s}]"),
        ("ulimits", "{nproc: 3}", "{nproc: 3}"),
        (
            "develop",
            "{watch: [{path: a, ignore: b, include: c}]}",
            "{watch: [{path: a, ignore: [b], include: [c]}]}",
        ),
        (
            "devices",
            "[/dev/a, \"/dev/b:/dev/c\", \"/d:/e:r\"]",
            "[{source: /dev/a, target: /dev/a, permissions: rwm}, {source: /dev/b, target: /dev/c, permissions: rwm}, \
             {source: /d, target: /e, permissions: r}]",
        ),
        (
            "ports",
            "[80, \"127.0.0.1:81:82/udp\", {target: 3}]",
            "[{mode: ingress, target: 80, protocol: tcp}, \
             {mode: ingress, host_ip: 127.0.0.1, target: 82, published: \"81\", protocol: udp}, {target: 3}]",
        ),
        (
            "volumes",
            "[\"./a:/b/:ro,z\", \"v1:/c\", /dd, \"w1:/e:nocopy\", v]",
            "[{type: bind, source: ./a, target: /b, read_only: true, bind: {selinux: z, create_host_path: true}}, \
             {type: volume, source: v1, target: /c, volume: {}}, {type: volume, target: /dd, volume: {}}, \
             {type: volume, source: w1, target: /e, volume: {nocopy: true}}, {type: volume, target: v}]",
        ),
    ] {
        assert_eq!(long(key, short), expected, "{key}: {short}");
    }
}

#[test]
fn jobs_and_hooks_before_the_start_are_containers_too() {
    let text = "services: {a: {pre_start: [{networks: [n], ports: [80]}], post_start: [{environment: [A]}]}}\n\
                jobs: {j: {dns: d, triggers: {schedule: [\"@daily\", {cron: x}]}}}";
    let (tree, _) = canonical(text, false);
    assert_eq!(
        show(&tree),
        "{services: {a: {pre_start: [{networks: {n: ~}, ports: [{mode: ingress, target: 80, protocol: tcp}]}], \
         post_start: [{environment: [A]}]}}, \
         jobs: {j: {dns: [d], triggers: {schedule: [{cron: @daily}, {cron: x}]}}}}"
    );
}

#[test]
fn what_is_made_from_a_short_form_stands_where_that_stands() {
    let (tree, _) = canonical("services:\n  a:\n    ports:\n      - 80:81", false);
    let port = |key| &at(&tree, &format!("services a ports 0 {key}")).origin;
    for key in ["target", "published", "protocol"] {
        let place = port(key).at.unwrap();
        assert_eq!((place.span.line, place.span.column), (4, 9), "{key}");
    }
    assert_eq!(port("mode"), &Origin::default_value());
    let (tree, _) = canonical(
        "services: {a: {networks: [n], volumes: [\"v1:/d\"]}}",
        false,
    );
    let network = &at(&tree, "services a networks n").origin;
    assert_eq!(network.key.unwrap().span.column, 27);
    let kind = &at(&tree, "services a volumes 0 type").origin;
    assert!(matches!(kind.through.as_slice(), [Via::Implied(_)]));
}

#[test]
fn forms_that_do_not_parse_are_all_errors_at_their_places() {
    let text = "services:\n  a:\n    ports: [\"x:1\", 1.5, \"80/q\"]\n    volumes: [\":/a\"]\n    devices: [\"a:b:c:d\"]\n    \
                build: {ssh: [k], additional_contexts: [x], ulimits: {n: \"1\"}}\n    gpus: 1";
    let (_, errors) = canonical(text, false);
    assert_eq!(
        errors,
        [
            "6:45 services.a.build.additional_contexts: invalid value x, expected key=value",
            "6:19 invalid ssh key \"k\"",
            "6:62 services.a.build.ulimits.n: invalid type string for ulimits",
            "5:15 confusing device mapping, please use long syntax: a:b:c:d",
            "7:11 services.a.gpus: invalid type int for gpus",
            "3:13 invalid hostPort: x",
            "3:20 services.a.ports: invalid type float64 for port",
            "3:25 invalid proto: q",
            "4:15 invalid spec: :/a: empty section between colons",
        ]
    );
}

#[test]
fn what_is_not_filled_in_stays_as_it_is() {
    let text = "services: {a: {ports: [\"80:80\", \"${A}:1\"], volumes: [\"${A\", \"v1:/d\"], ulimits: {n: \"${N}\"}, \
                build: {additional_contexts: [\"${C}\"], ssh: [\"${K}\"]}, devices: [\"a:b:c:d\"]}}";
    let (tree, errors) = canonical(text, true);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(
        show(at(&tree, "services a")),
        "{ports: [80:80, ${A}:1], volumes: [{type: volume, volume: {}}, \
         {type: volume, source: v1, target: /d, volume: {}}], ulimits: {n: ${N}}, \
         build: {additional_contexts: [${C}], ssh: [${K}]}, devices: [{source: \"\", target: \"\", permissions: rwm}]}"
    );
}

#[test]
fn the_old_name_of_what_is_external_is_taken_with_a_warning() {
    let mut tree = tree(
        "networks: {n: {external: {name: x}}, m: {external: {name: y}, name: z}}\nvolumes: {v: ~}",
    );
    let mut report = Report::default();
    apply(&mut tree, false, &mut report);
    assert_eq!(
        show(&tree),
        "{networks: {n: {external: true, name: x}, m: {external: true, name: z}}, volumes: {v: ~}}"
    );
    let errors = report
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|found| found.phrase.as_str()).collect();
    assert_eq!(
        errors,
        ["networks.m: name and external.name conflict; only use name"]
    );
    assert_eq!(
        report.diagnostics.first().unwrap().phrase,
        "networks.n: external.name is deprecated. Please set name and external: true"
    );
}

#[test]
fn a_canonical_tree_stays_as_it_is() {
    let text = "services: {a: {build: ., ports: [80-82], volumes: [\"./a:/b\"], depends_on: [b], env_file: e, gpus: all}}";
    let (mut tree, _) = canonical(text, false);
    let before = tree.clone();
    apply(&mut tree, false, &mut Report::default());
    assert_eq!(tree, before);
}

#[test]
fn ranges_make_no_more_ports_than_anybody_needs() {
    let ranges: Vec<String> = (1..20).map(|first| format!("\"{first}-65535\"")).collect();
    let (tree, errors) = canonical(
        &format!("services: {{a: {{ports: [{}]}}}}", ranges.join(",")),
        false,
    );
    assert!(at(&tree, "services a ports").list().unwrap().len() <= ports::MOST);
    assert_eq!(
        errors.first().unwrap(),
        "1:44 more than 131072 ports in all, from 3-65535 on"
    );
}
