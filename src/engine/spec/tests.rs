//! The JSON of what is to be made.

use super::*;
use serde_json::json;

fn written(spec: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(spec).unwrap()
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(
        written(&ContainerSpec::default()),
        json!({"HostConfig": {"ExtraHosts": [], "PortBindings": {}}})
    );
    assert_eq!(written(&NetworkSpec::default()), json!({}));
    assert_eq!(written(&VolumeSpec::default()), json!({}));
    assert_eq!(written(&EndpointSpec::default()), json!({}));
}

#[test]
fn an_empty_entrypoint_is_sent_as_one() {
    let spec = ContainerSpec {
        entrypoint: Some(Vec::new()),
        init: Some(false),
        masked_paths: Some(Vec::new()),
        ..ContainerSpec::default()
    };
    assert_eq!(
        written(&spec),
        json!({"Entrypoint": [], "HostConfig": {
            "Init": false, "MaskedPaths": [], "ExtraHosts": [], "PortBindings": {},
        }})
    );
}

#[test]
fn a_published_port_is_exposed_and_may_be_one_of_a_range() {
    let port = |public, ip: &str| PortBinding {
        ip: ip.to_owned(),
        public,
        private: 80,
        protocol: String::new(),
    };
    let spec = ContainerSpec {
        ports: vec![
            port(HostPorts::parse("8080-8090"), ""),
            port(Some(81.into()), "127.0.0.1"),
            port(None, ""),
        ],
        exposed: vec![ContainerPort {
            number: 53,
            protocol: "udp".to_owned(),
        }],
        ..ContainerSpec::default()
    };
    assert_eq!(
        written(&spec),
        json!({
            "ExposedPorts": {"53/udp": {}, "80/tcp": {}},
            "HostConfig": {"ExtraHosts": [], "PortBindings": {"80/tcp": [
                {"HostIp": "", "HostPort": "8080-8090"},
                {"HostIp": "127.0.0.1", "HostPort": "81"},
                {"HostIp": "", "HostPort": ""},
            ]}},
        })
    );
    assert_eq!(HostPorts::parse("9-8"), None);
    assert_eq!(HostPorts::parse("x"), None);
}

#[test]
fn a_variable_without_a_value_is_its_name_alone() {
    let mut env: Env = [("A", "b=c")].into_iter().collect();
    env.0.push(("GONE".to_owned(), None));
    assert_eq!(written(&env), json!(["A=b=c", "GONE"]));
}

#[test]
fn spans_of_a_health_check_are_nanoseconds() {
    let health = HealthSpec {
        test: vec!["NONE".to_owned()],
        interval: Some(std::time::Duration::from_millis(1500)),
        retries: Some(0),
        ..HealthSpec::default()
    };
    assert_eq!(
        written(&health),
        json!({"Test": ["NONE"], "Interval": 1_500_000_000_u64})
    );
}
