use super::*;
use crate::compose::environment::Variable;
use crate::compose::origin::VariableSource;
use crate::compose::sketch::{at, phrases, show, tree};

fn normalized(text: &str) -> Tree {
    let mut tree = tree(text);
    let mut environment = Environment::default();
    let variable = Variable {
        value: "here".into(),
        source: VariableSource::Shell,
    };
    environment.set("SET", variable);
    let mut report = Report::default();
    apply(&mut tree, "p", &environment, &mut report);
    assert_eq!(phrases(&report), Vec::<String>::new(), "{text}");
    tree
}

fn service(text: &str) -> String {
    show(at(
        &normalized(&format!("services: {{a: {text}}}")),
        "services a",
    ))
}

#[test]
fn who_names_no_network_is_in_the_default_one() {
    let tree = normalized(
        "services: {a: {}, b: {networks: {}}, c: {networks: {n: ~}}, d: {network_mode: host}, e: {provider: {}}}\njobs: {j: {}}",
    );
    assert_eq!(
        show(&tree),
        "{services: {a: {networks: {default: ~}}, b: {networks: {default: ~}}, c: {networks: {n: ~}}, \
         d: {network_mode: host}, e: {provider: {}}}, jobs: {j: {networks: {default: ~}}}, \
         networks: {default: {name: p_default}}}"
    );
    let tree = normalized("services: {c: {networks: {n: ~}}}\nnetworks: {n: ~}");
    assert_eq!(show(at(&tree, "networks")), "{n: {name: p_n}}");
}

#[test]
fn resources_are_called_after_their_keys() {
    let tree = normalized(
        "volumes: {v: ~, w: {name: x}, y: {external: true}, z: {external: \"1\"}}\nsecrets: {s: {file: f}}\nconfigs: {c: {name: ~}}",
    );
    assert_eq!(
        show(&tree),
        "{volumes: {v: {name: p_v}, w: {name: x}, y: {external: true, name: y}, z: {external: \"1\", name: z}}, \
         secrets: {s: {file: f, name: p_s}}, configs: {c: {name: p_c}}}"
    );
}

#[test]
fn links_namespaces_and_volumes_of_others_are_dependencies() {
    let started =
        |restart| format!("{{condition: service_started, restart: {restart}, required: true}}");
    let (yes, no) = (started(true), started(false));
    for (text, expected) in [
        (
            "links: [b, \"c:d\", \"e:f:g\"]",
            format!("b: {yes}, c: {yes}, e:f:g: {yes}"),
        ),
        (
            "ipc: \"service:b\", pid: \"service:c\", uts: host",
            format!("b: {yes}, c: {yes}"),
        ),
        (
            "volumes_from: [\"b:ro\", \"container:c\"]",
            format!("b: {no}"),
        ),
        ("volumes_from: [b], links: [b]", format!("b: {yes}")),
    ] {
        let tree = normalized(&format!("services: {{a: {{{text}}}}}"));
        let dependencies = show(at(&tree, "services a depends_on"));
        assert_eq!(dependencies, format!("{{{expected}}}"), "{text}");
    }
    let written = "{depends_on: {b: {condition: x}}, links: [b], network_mode: none}";
    assert_eq!(service(written), written);
}

#[test]
fn an_implied_dependency_points_at_what_implies_it() {
    let tree = normalized("services:\n  a:\n    links:\n    - b");
    let origin = &at(&tree, "services a depends_on b").origin;
    assert!(matches!(origin.through.as_slice(), [Via::Implied(place)] if place.span.line == 4));
}

#[test]
fn variables_named_alone_get_their_values_from_outside() {
    for (text, expected) in [
        (
            "environment: {SET: ~, NO: ~, A: b}",
            "environment: {SET: here, NO: ~, A: b}",
        ),
        (
            "environment: [SET, NO, A=b]",
            "environment: [SET=here, NO, A=b]",
        ),
        (
            "build: {dockerfile: d, context: c, args: {SET: ~, NO: ~}}",
            "build: {dockerfile: d, context: c, args: {SET: here}}",
        ),
        (
            "build: {dockerfile: d, context: c, args: [SET, NO, A=b]}",
            "build: {dockerfile: d, context: c, args: [SET=here, A=b]}",
        ),
    ] {
        let text = format!("{{network_mode: none, {text}}}");
        let expected = format!("{{network_mode: none, {expected}}}");
        assert_eq!(service(&text.replace('~', "null")), expected);
    }
    let tree = normalized("services: {a: {environment: [SET]}}");
    let origin = &at(&tree, "services a environment 0").origin;
    assert!(matches!(origin.through.as_slice(), [Via::Variable { .. }]));
}

#[test]
fn a_build_has_a_context_and_a_dockerfile() {
    for (text, expected) in [
        ("{}", "{context: ., dockerfile: Dockerfile}"),
        (
            "{context: x, dockerfile_inline: y}",
            "{context: x, dockerfile_inline: y}",
        ),
    ] {
        let tree = normalized(&format!("services: {{a: {{build: {text}}}}}"));
        assert_eq!(show(at(&tree, "services a build")), expected);
    }
}

#[test]
fn policies_and_targets_have_one_spelling() {
    assert_eq!(
        service(
            "{network_mode: none, pull_policy: if_not_present, volumes: [{target: /a/../b/}, {target: \"\"}]}"
        ),
        "{network_mode: none, pull_policy: missing, volumes: [{target: /b}, {target: .}]}"
    );
}

#[test]
fn a_hook_before_the_start_takes_over_what_its_service_says_of_a_container() {
    let tree = normalized(
        "services:\n  a:\n    image: i\n    user: u\n    volumes: [{target: /v}]\n    ports: [{target: 1}]\n    restart: always\n    x-own: 1\n    \
         environment: {A: 1, SET: ~}\n    dns: [d, e]\n    cap_add: [X]\n    networks: {n: {aliases: [q]}}\n    \
         pre_start:\n    - {}\n    - {image: j, environment: {A: 2}, dns: [e, f], cap_add: [X, Y], networks: {n: {aliases: [r]}, m: ~}, volumes: [{target: /w/}]}",
    );
    let hook = |number| {
        let hook = at(&tree, &format!("services a pre_start {number}"));
        let mut keys: Vec<String> = hook
            .map()
            .unwrap()
            .iter()
            .map(|(key, value)| format!("{key}: {}", show(value)))
            .collect();
        keys.sort();
        keys.join(", ")
    };
    assert_eq!(
        hook(0),
        "cap_add: [X], dns: [d, e], environment: {A: 1, SET: here}, image: i, networks: {n: {aliases: [q]}}, user: u"
    );
    assert_eq!(
        hook(1),
        "cap_add: [X, Y], dns: [d, e, f], environment: [A=2, SET=here], image: j, \
         networks: {n: {aliases: [q, r]}, m: ~}, user: u, volumes: [{target: /w/}]"
    );
    assert_eq!(
        at(&tree, "services a pre_start 0 user")
            .origin
            .at
            .unwrap()
            .span
            .line,
        4
    );
}

#[test]
fn hooks_take_over_no_more_than_memory_has() {
    let list: Vec<String> = (0..1000).map(|number| format!("V{number}=x")).collect();
    let hooks = vec!["{}"; 1000].join(",");
    let mut tree = tree(&format!(
        "services: {{a: {{environment: [{}], pre_start: [{hooks}]}}}}",
        list.join(",")
    ));
    let mut report = Report::default();
    apply(&mut tree, "p", &Environment::default(), &mut report);
    assert!(report.failed());
}

#[test]
fn a_normal_tree_stays_as_it_is() {
    let tree = normalized(
        "services: {a: {build: {}, links: [b], environment: {SET: ~}}, b: {pull_policy: if_not_present}}\nvolumes: {v: ~}",
    );
    let mut again = tree.clone();
    apply(
        &mut again,
        "p",
        &Environment::default(),
        &mut Report::default(),
    );
    assert_eq!(again, tree);
}
