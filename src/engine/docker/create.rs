//! The body of `POST /containers/create`.

use crate::engine::CreateRequest;
use crate::engine::request::{HealthRequest, PortBinding};
use bollard::models::{
    ContainerCreateBody, EndpointSettings, HealthConfig, HostConfig, NetworkingConfig,
    PortBinding as HostPort, RestartPolicy, RestartPolicyNameEnum,
};
use bollard::query_parameters::{CreateContainerOptions, CreateContainerOptionsBuilder};
use std::collections::HashMap;
use std::time::Duration;

/// bollard's form of a request. What is absent stays absent, so that the engine's defaults hold.
pub(super) fn body(
    request: CreateRequest,
) -> (Option<CreateContainerOptions>, ContainerCreateBody) {
    let options = not_empty(request.name)
        .map(|name| CreateContainerOptionsBuilder::new().name(&name).build());
    let network = not_empty(request.network);
    let aliases = Some(request.aliases).filter(|aliases| !aliases.is_empty());
    let networking_config = network.clone().zip(aliases).map(|(network, aliases)| {
        let endpoint = EndpointSettings {
            aliases: Some(aliases),
            ..EndpointSettings::default()
        };
        NetworkingConfig {
            endpoints_config: Some(HashMap::from([(network, endpoint)])),
        }
    });
    let exposed: Vec<String> = request.ports.iter().map(key).collect();
    let host_config = HostConfig {
        memory: i64::try_from(request.memory_limit_bytes)
            .ok()
            .filter(|bytes| *bytes > 0),
        restart_policy: policy(&request.restart_policy),
        port_bindings: bindings(&request.ports),
        network_mode: network,
        ..HostConfig::default()
    };
    let body = ContainerCreateBody {
        image: Some(request.image),
        entrypoint: Some(request.entrypoint).filter(|words| !words.is_empty()),
        cmd: Some(request.command).filter(|words| !words.is_empty()),
        env: Some(
            request
                .env
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
        ),
        labels: Some(request.labels.into_iter().collect()),
        tty: Some(request.tty),
        open_stdin: Some(request.open_stdin),
        stop_signal: request.stop_signal,
        stop_timeout: request
            .stop_timeout
            .map(|span| i64::try_from(span.as_secs()).unwrap_or(i64::MAX)),
        healthcheck: request.health.map(health),
        exposed_ports: Some(exposed).filter(|ports| !ports.is_empty()),
        host_config: Some(host_config),
        networking_config,
        ..ContainerCreateBody::default()
    };
    (options, body)
}

fn not_empty(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn key(port: &PortBinding) -> String {
    let protocol = match port.protocol.as_str() {
        "" => "tcp",
        protocol => protocol,
    };
    format!("{}/{protocol}", port.private)
}

fn bindings(ports: &[PortBinding]) -> Option<HashMap<String, Option<Vec<HostPort>>>> {
    if ports.is_empty() {
        return None;
    }
    let mut bindings = HashMap::new();
    for port in ports {
        bindings
            .entry(key(port))
            .or_insert_with(|| Some(Vec::new()))
            .get_or_insert_default()
            .push(HostPort {
                host_ip: not_empty(port.ip.clone()),
                host_port: Some(
                    port.public
                        .map_or_else(String::new, |public| public.to_string()),
                ),
            });
    }
    Some(bindings)
}

fn policy(policy: &crate::model::observed::RestartPolicy) -> Option<RestartPolicy> {
    let name = match policy.name.as_str() {
        "" => return None,
        "always" => RestartPolicyNameEnum::ALWAYS,
        "unless-stopped" => RestartPolicyNameEnum::UNLESS_STOPPED,
        "on-failure" => RestartPolicyNameEnum::ON_FAILURE,
        _ => RestartPolicyNameEnum::NO,
    };
    Some(RestartPolicy {
        name: Some(name),
        maximum_retry_count: i64::try_from(policy.maximum_retries)
            .ok()
            .filter(|count| *count > 0),
    })
}

fn health(request: HealthRequest) -> HealthConfig {
    let nanos = |span: Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
    HealthConfig {
        test: Some(request.test).filter(|words| !words.is_empty()),
        interval: request.interval.map(nanos),
        timeout: request.timeout.map(nanos),
        retries: request
            .retries
            .map(|count| i64::try_from(count).unwrap_or(i64::MAX)),
        start_period: request.start_period.map(nanos),
        start_interval: None,
    }
}
