//! The words of Compose 5.6.1 for single errors, as it printed them, and what ours add.

use super::validate;
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::node::Span;
use crate::compose::origin::{Files, Origin, Place, Via};
use crate::compose::tree::{Map, Tree, Value};
use serde_json::{Value as Json, json};
use std::path::Path;

fn tree(json: &Json) -> Tree {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(is_true) => Value::Bool(*is_true),
        Json::Number(number) => number.as_i64().map_or_else(
            || Value::Float(number.as_f64().unwrap_or(f64::INFINITY)),
            |number| Value::Int(number.into()),
        ),
        Json::String(text) => Value::Text(text.as_str().into()),
        Json::Array(items) => Value::List(items.iter().map(tree).collect()),
        Json::Object(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| (key.as_str().into(), tree(value)))
                .collect(),
        ),
    };
    Tree::new(value, Origin::default())
}

fn findings(json: &Json) -> Vec<Diagnostic> {
    let mut report = Report::default();
    validate(&tree(json), "F", &mut report);
    report.diagnostics
}

fn phrases(json: &Json) -> Vec<String> {
    findings(json)
        .into_iter()
        .map(|diagnostic| diagnostic.phrase.replacen("validating F: ", "", 1))
        .collect()
}

/// The phrases for one service `a`.
fn of_service(json: &Json) -> Vec<String> {
    phrases(&json!({"services": {"a": json}}))
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn single_errors_have_the_words_of_compose() {
    for (service, phrase) in [
        (json!({"foo": 1}), "services.a.foo false schema"),
        (
            json!({"build": {"foo": 1}}),
            "services.a.build additional properties 'foo' not allowed",
        ),
        (
            json!({"pre_start": [{"foo": 1}]}),
            "services.a.pre_start.0.foo false schema",
        ),
        (json!({"command": {}}), "services.a.command must be a null"),
        (json!({"ports": "80"}), "services.a.ports must be a array"),
        (
            json!({"networks": "a"}),
            "services.a.networks must be a array",
        ),
        (
            json!({"networks": {"a": 5}}),
            "services.a.networks.a must be a mapping",
        ),
        (
            json!({"logging": "a"}),
            "services.a.logging must be a mapping",
        ),
        (
            json!({"deploy": "a"}),
            "services.a.deploy must be a mapping or null",
        ),
        (
            json!({"labels": {"a": []}}),
            "services.a.labels.a must be a boolean, null, number or string",
        ),
        (
            json!({"cpu_percent": 101}),
            "services.a.cpu_percent must be a string",
        ),
        (
            json!({"cpu_percent": 1.5}),
            "services.a.cpu_percent must be a string",
        ),
        (
            json!({"ulimits": {"nofile": {"soft": 1}}}),
            "services.a.ulimits.nofile must be a integer or string",
        ),
        (
            json!({"ulimits": {"nofile": {"soft": 1, "hard": 2, "foo": 3}}}),
            "services.a.ulimits.nofile additional properties 'foo' not allowed",
        ),
        (
            json!({"gpus": "some"}),
            "services.a.gpus value must be 'all'",
        ),
        (json!({"gpus": 1}), "services.a.gpus must be a string"),
        (
            json!({"cgroup": "x"}),
            "services.a.cgroup value must be one of 'host', 'private'",
        ),
        (
            json!({"volumes": [{"type": "tmpfs", "target": "/x", "tmpfs": {"size": -1}}]}),
            "services.a.volumes.0.tmpfs.size must be greater than or equal to 0",
        ),
        (
            json!({"volumes": [{"target": "/x"}]}),
            "services.a.volumes.0 must be a string",
        ),
        (
            json!({"depends_on": ["b", "b"]}),
            "services.a.depends_on items at 0 and 1 are equal",
        ),
        (
            json!({"dns": ["b", "b"]}),
            "services.a.dns must be a string",
        ),
        (
            json!({"group_add": [1, 1.0]}),
            "services.a.group_add items at 0 and 1 are equal",
        ),
        (
            json!({"depends_on": {"b": {}}}),
            "services.a.depends_on.b missing property 'condition'",
        ),
        (
            json!({"develop": {"watch": [{}]}}),
            "services.a.develop.watch.0 missing properties 'path', 'action'",
        ),
        (
            json!({"container_name": "'s"}),
            "services.a.container_name '\\'s' does not match pattern '[a-zA-Z0-9][a-zA-Z0-9_.-]+'",
        ),
        (json!(null), "services.a must be a mapping"),
    ] {
        assert_eq!(of_service(&service), [phrase], "{service}");
    }
    let triggers = json!({"services": {}, "jobs": {"j": {"triggers": {}}}});
    assert_eq!(
        phrases(&triggers),
        ["jobs.j.triggers missing property 'manual'"]
    );
    assert_eq!(
        phrases(&json!({"foo": 1})),
        [" additional properties 'foo' not allowed"]
    );
    assert_eq!(
        phrases(&json!({"services": {"a b": {}}})),
        ["services additional properties 'a b' not allowed"]
    );
}

#[test]
fn what_compose_accepts_is_accepted() {
    for service in [
        json!({"x-foo": {"a": [{"b": 1}]}, "deploy": null, "develop": null, "command": null, "pid": null}),
        json!({"networks": {"a": null}, "models": {"a b": 5}, "ulimits": {"NoFile": []}}),
        json!({"gpus": [{"foo": 1}], "storage_opt": {"a": {"b": []}}, "cpu_count": 2.0}),
        json!({"provider": {"type": "a", "options": {"a": [1, "b", true]}}, "pull_policy": "every_1d12h"}),
        json!({"environment": {"A": null, "B": 1.5, "C": true}, "expose": [80, "80"], "ports": [80, "80", {"target": 80}]}),
    ] {
        assert_eq!(of_service(&service), Vec::<String>::new(), "{service}");
    }
}

#[test]
fn every_independent_error_is_found_and_no_other() {
    // Compose's own walk takes all keys of a service for unknown when one has a wrong value.
    let service = json!({
        "image": 5, "foo": 1, "ports": [{"target": [], "bar": 1}], "build": {"context": ".", "tags": "x"},
        "restart": "no"
    });
    assert_eq!(
        of_service(&service),
        [
            "services.a.build.tags must be a array",
            "services.a.foo false schema",
            "services.a.image must be a string",
            "services.a.ports.0 additional properties 'bar' not allowed",
            "services.a.ports.0.target must be a integer or string",
        ]
    );
}

#[test]
fn infinite_numbers_are_found_wherever_they_are() {
    let mut map = Map::new();
    map.insert(
        "x-a".into(),
        Tree::new(
            Value::List(vec![
                Tree::default(),
                Tree::new(Value::Float(f64::NEG_INFINITY), Origin::default()),
                Tree::new(Value::Float(f64::NAN), Origin::default()),
            ]),
            Origin::default(),
        ),
    );
    let mut report = Report::default();
    validate(
        &Tree::new(Value::Map(map), Origin::default()),
        "F",
        &mut report,
    );
    let found: Vec<(String, String)> = report
        .diagnostics
        .into_iter()
        .map(|found| (found.phrase, found.path.unwrap_or_default().to_string()))
        .collect();
    let expected = [("-Inf", "x-a.1"), ("NaN", "x-a.2")].map(|(name, path)| {
        (
            format!("validating F: json: unsupported value: {name}"),
            path.to_owned(),
        )
    });
    assert_eq!(found, expected);
}

#[test]
fn a_file_of_nothing_but_errors_is_cut() {
    let keys: serde_json::Map<String, Json> = (0..5000)
        .map(|number| (format!("key{number}"), json!(1)))
        .collect();
    let found = findings(&json!({"services": {"a": keys}}));
    assert_eq!(found.len(), 101);
    assert_eq!(
        found.last().map(|last| last.phrase.as_str()),
        Some("validating F: 4900 more errors")
    );
}

#[test]
fn equal_items_are_found_in_long_lists_and_deep_ones_are_no_trouble() {
    let mut items: Vec<Json> = (0..50_000)
        .map(|number| json!(format!("A={number}")))
        .collect();
    items.push(json!("A=7"));
    assert_eq!(
        of_service(&json!({"cap_add": items})),
        ["services.a.cap_add items at 7 and 50000 are equal"]
    );
    let mut deep = json!([]);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let found = of_service(&json!({"cap_add": [deep, deep]}));
    assert_eq!(
        found,
        [
            "services.a.cap_add.0 must be a string",
            "services.a.cap_add.1 must be a string"
        ]
    );
}

#[test]
fn unknown_keys_point_at_the_key_and_wrong_values_at_the_value() {
    let mut files = Files::default();
    let file = files.add(Path::new("/compose.yaml"), "");
    let place = |line| Place {
        file,
        span: Span {
            line,
            column: 1,
            start: 0,
            end: 0,
        },
    };
    let with = |value, key, at| {
        Tree::new(
            value,
            Origin {
                at: Some(place(at)),
                key: Some(place(key)),
                through: Vec::new(),
            },
        )
    };
    let map = |entries: Vec<(&str, Tree)>| {
        Value::Map(
            entries
                .into_iter()
                .map(|(key, tree)| (key.into(), tree))
                .collect(),
        )
    };
    let service = map(vec![
        ("imgae", with(Value::Text("a".into()), 3, 4)),
        ("image", with(Value::Int(5), 5, 6)),
        ("ports", with(Value::Null, 7, 8)),
        (
            "models",
            with(map(vec![("m", with(Value::Int(1), 9, 10))]), 11, 12),
        ),
    ]);
    let services = map(vec![("a", with(service, 1, 2))]);
    let project = map(vec![("services", Tree::new(services, Origin::default()))]);
    let mut report = Report::default();
    validate(&Tree::new(project, Origin::default()), "F", &mut report);
    let lines: Vec<Option<u32>> = report
        .diagnostics
        .iter()
        .map(|found| found.at.map(|at| at.span.line))
        .collect();
    assert_eq!(lines, [Some(3), Some(6), Some(7), Some(10)]);
    assert_eq!(
        report.diagnostics[0].hint.as_deref(),
        Some("did you mean `image`?")
    );
}

#[test]
fn every_error_says_what_to_do() {
    for (service, hint) in [
        (json!({"enviroment": {}}), "did you mean `environment`?"),
        (
            json!({"dockerfile": "a"}),
            "`dockerfile` is a key of `build`",
        ),
        (
            json!({"volume_driver": "a"}),
            "use `driver` of a volume below the top-level `volumes`",
        ),
        (json!({"x_a": 1}), "keys of your own begin with `x-`: `x-a`"),
        (json!({"quux": 1}), "keys of your own begin with `x-`"),
        (
            json!({"ports": "80:80"}),
            "make it a list: `ports: [\"80:80\"]`",
        ),
        (json!({"image": 5}), "put it in quotes: `image: \"5\"`"),
        (
            json!({"stop_grace_period": 10}),
            "write `stop_grace_period: 10s`: a duration has a unit",
        ),
        (json!({"restart": true}), "write `restart: unless-stopped`"),
        (
            json!({"ports": null}),
            "give it a value, as in `ports: [\"8080:80\"]`, or take it out",
        ),
        (
            json!({"depends_on": {"b": {}}}),
            "add `condition: service_healthy`",
        ),
        (
            json!({"depends_on": {"b": {"condition": "healthy"}}}),
            "did you mean `condition: service_healthy`?",
        ),
        (
            json!({"use_api_socket": "true"}),
            "write `use_api_socket: true`, without quotes",
        ),
        (
            json!({"b": {"image": "a"}}),
            "is `b` a service of its own? then its name stands as far left as the other's",
        ),
    ] {
        let found = findings(&json!({"services": {"a": service}}));
        let hints: Vec<_> = found.iter().map(|found| found.hint.as_deref()).collect();
        assert_eq!(hints, [Some(hint)], "{service}");
        assert!(found.iter().all(|found| found.why.is_some()));
    }
    let found = findings(&json!({"web": {"image": "a"}}));
    assert_eq!(
        found[0].hint.as_deref(),
        Some("a service stands below `services`: indent `web` there")
    );
}

#[test]
fn one_mistake_that_is_used_twice_is_one_finding() {
    let mut files = Files::default();
    let file = files.add(Path::new("/compose.yaml"), "");
    let place = |line| Place {
        file,
        span: Span {
            line,
            ..Span::default()
        },
    };
    let service = |merge| {
        let origin = Origin {
            at: Some(place(2)),
            key: Some(place(2)),
            through: vec![Via::MergeKey(place(merge))],
        };
        let mut map = Map::new();
        map.insert("foo".into(), Tree::new(Value::Bool(true), origin));
        Tree::new(Value::Map(map), Origin::default())
    };
    let mut services = Map::new();
    services.insert("a".into(), service(5));
    services.insert("b".into(), service(8));
    let mut project = Map::new();
    project.insert(
        "services".into(),
        Tree::new(Value::Map(services), Origin::default()),
    );
    let mut report = Report::default();
    validate(
        &Tree::new(Value::Map(project), Origin::default()),
        "F",
        &mut report,
    );
    let related: Vec<Vec<u32>> = report
        .diagnostics
        .iter()
        .map(|found| found.related.iter().map(|(at, _)| at.span.line).collect())
        .collect();
    assert_eq!(related, [[5, 8]]);
}
