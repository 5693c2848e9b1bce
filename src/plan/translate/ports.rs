//! Ports: published ones, and those that only networks see.

use super::Findings;
use crate::compose::model::service::Service;
use crate::engine::spec::{ContainerPort, HostPorts, PortBinding};
use std::net::IpAddr;

/// `ports`.
pub(super) fn published(service: &Service, findings: &mut Findings) -> Vec<PortBinding> {
    let mut bindings = Vec::new();
    for port in &service.ports {
        let mut refuse = |phrase: String| findings.refuse(&["ports"], phrase);
        let Ok(private) = u16::try_from(port.target) else {
            refuse(format!(
                "invalid port '{}': value out of range",
                port.target
            ));
            continue;
        };
        let ip = match &*port.host_ip {
            "" => String::new(),
            text => {
                let Ok(address) = text.parse::<IpAddr>() else {
                    refuse(format!("ParseAddr({text:?}): unable to parse IP"));
                    continue;
                };
                address.to_string()
            }
        };
        let public = match &*port.published {
            "" => None,
            text => {
                let Some(ports) = HostPorts::parse(text) else {
                    refuse(format!("invalid port range: {text}"));
                    continue;
                };
                Some(ports)
            }
        };
        bindings.push(PortBinding {
            ip,
            public,
            private,
            protocol: port.protocol.to_lowercase(),
        });
    }
    bindings
}

/// `expose`: `80`, `80/udp`, `80-90/tcp`.
pub(super) fn exposed(service: &Service, findings: &mut Findings) -> Vec<ContainerPort> {
    let mut ports = Vec::new();
    for entry in &service.expose {
        let (range, protocol) = entry.split_once('/').unwrap_or((entry, ""));
        let Some(range) = HostPorts::parse(range) else {
            findings.refuse(&["expose"], format!("invalid port range: {entry}"));
            continue;
        };
        ports.extend((range.first..=range.last).map(|number| ContainerPort {
            number,
            protocol: protocol.to_lowercase(),
        }));
    }
    ports
}
