//! What a file says to Swarm alone. Compose takes it, warns, and does nothing with it; so do we, in its words.

use super::{entries, items};
use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::go;
use crate::compose::path::FieldPath;
use crate::compose::tree::Tree;

/// What is heeded by Swarm alone, wherever it stands in a service; that it stands there is enough.
const OF_SERVICES: &[(&[&str], &str)] = &[
    (
        &["credential_spec"],
        "credential_spec is only supported when running Windows containers under Swarm",
    ),
    (
        &["deploy", "endpoint_mode"],
        "deploy.endpoint_mode only applies to Swarm's routing mesh",
    ),
    (
        &["deploy", "labels"],
        "deploy.labels are only applied to Swarm services",
    ),
    (
        &["deploy", "mode"],
        "deploy.mode is only honored in Swarm mode",
    ),
    (
        &["deploy", "placement"],
        "deploy.placement is only honored by the Swarm scheduler",
    ),
    (
        &["deploy", "rollback_config"],
        "deploy.rollback_config only applies to rolling updates in Swarm mode",
    ),
    (
        &["deploy", "update_config"],
        "deploy.update_config only applies to rolling updates in Swarm mode",
    ),
];

/// The like, in the definitions of a section.
const OF_RESOURCES: &[(&str, &str, &str)] = &[
    (
        "configs",
        "labels",
        "configs[].labels are only applied to Swarm config objects",
    ),
    (
        "secrets",
        "driver_opts",
        "secrets[].driver_opts is only honored by Swarm secret drivers",
    ),
    (
        "secrets",
        "labels",
        "secrets[].labels are only applied to Swarm secret objects",
    ),
];

/// Warns of each of them in a merged model, service by service.
pub fn swarm_only(model: &Tree, report: &mut Report) {
    for (section, key, words) in OF_RESOURCES {
        for (name, resource) in entries(model.get(section)) {
            if let Some(value) = resource.get(key) {
                let phrase = format!("{section}.{name}.{key}: {words}");
                report.add(about(value, phrase, &[section, name, key]));
            }
        }
    }
    for (name, service) in entries(model.get("services")) {
        for (field, told, value) in of_service(service) {
            let phrase = format!("service {}: {told}", go::quote(name));
            let path: Vec<&str> = ["services", name].into_iter().chain(field).collect();
            report.add(about(value, phrase, &path));
        }
    }
}

fn about(value: &Tree, phrase: String, path: &[&str]) -> Diagnostic {
    Diagnostic::warning(phrase)
        .from_origin(&value.origin)
        .about(&FieldPath::of(path))
}

/// A field of a service, what Compose tells of it, and its value.
type Finding<'t> = (Vec<&'t str>, String, &'t Tree);

fn of_service(service: &Tree) -> Vec<Finding<'_>> {
    let mut found: Vec<Finding<'_>> = Vec::new();
    for (field, words) in OF_SERVICES {
        let value = field.iter().try_fold(service, |value, key| value.get(key));
        if let Some(value) = value {
            found.push((
                field.to_vec(),
                format!("{}: {words}", field.join(".")),
                value,
            ));
        }
    }
    for section in ["configs", "secrets"] {
        for file in items(service.get(section)) {
            for key in ["uid", "gid", "mode"] {
                if let Some(value) = file.get(key) {
                    let told = format!(
                        "{section}.{}.{key}: {key} is not supported outside Swarm mode and will be ignored",
                        shown(file.get("source")),
                    );
                    found.push((vec![section], told, value));
                }
            }
        }
    }
    for port in items(service.get("ports")) {
        if let Some(mode) = port
            .get("mode")
            .filter(|mode| mode.as_str() == Some("host"))
        {
            let told = format!(
                "ports[{}/{}].mode: ports[].mode: host is only honored by the Swarm routing mesh",
                shown(port.get("target")),
                shown(port.get("protocol")),
            );
            found.push((vec!["ports"], told, mode));
        }
    }
    for mount in items(service.get("volumes")) {
        if let Some(kind) = mount
            .get("type")
            .filter(|kind| kind.as_str() == Some("cluster"))
        {
            let told = format!(
                "volumes[{}].type: volumes[].type: cluster (CSI) volumes are only supported in Swarm mode",
                shown(mount.get("source")),
            );
            found.push((vec!["volumes"], told, kind));
        }
    }
    for (key, value) in entries(service.get("storage_opt")) {
        let told = format!("storage_opt.{key}: not honored by this runtime outside Swarm mode");
        found.push((vec!["storage_opt", key], told, value));
    }
    found.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    found
}

/// As `%v` prints it.
fn shown(value: Option<&Tree>) -> String {
    value.map_or_else(|| "<nil>".to_owned(), |value| go::display(&value.value))
}
