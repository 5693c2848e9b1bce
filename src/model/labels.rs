//! The labels that orchestrators write, and what they say.
//!
//! Compose's meaning: compose-facts section 2; Swarm's and the kubelet's: their own documentation.

use crate::model::ids::Manager;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Labels of one object.
pub type Labels = BTreeMap<Arc<str>, Arc<str>>;

/// `com.docker.compose.project`
pub const PROJECT: &str = "com.docker.compose.project";
/// `com.docker.compose.service`
pub const SERVICE: &str = "com.docker.compose.service";
/// `com.docker.compose.container-number`
pub const NUMBER: &str = "com.docker.compose.container-number";
/// `com.docker.compose.oneoff`: `True` on containers of `run`.
pub const ONEOFF: &str = "com.docker.compose.oneoff";
/// `com.docker.compose.depends_on`: `db:service_healthy:true,…`
pub const DEPENDS_ON: &str = "com.docker.compose.depends_on";
/// `com.docker.compose.project.working_dir`
pub const WORKING_DIR: &str = "com.docker.compose.project.working_dir";
/// `com.docker.compose.project.config_files`, joined by commas.
pub const CONFIG_FILES: &str = "com.docker.compose.project.config_files";
/// `com.docker.compose.version`
pub const VERSION: &str = "com.docker.compose.version";
/// `com.docker.compose.config-hash`
pub const CONFIG_HASH: &str = "com.docker.compose.config-hash";

/// `com.docker.compose.image`: what a container's image was when it was made.
pub const IMAGE: &str = "com.docker.compose.image";
/// `com.docker.compose.image-volume-digest`: what the images were that are mounted into it.
pub const IMAGE_VOLUMES: &str = "com.docker.compose.image-volume-digest";
/// `com.docker.compose.network`: a network's key in its project.
pub const NETWORK: &str = "com.docker.compose.network";
/// `com.docker.compose.volume`: a volume's key in its project.
pub const VOLUME: &str = "com.docker.compose.volume";
/// `com.docker.compose.project.environment_file`, joined by commas: only with files that were named.
pub const ENVIRONMENT_FILES: &str = "com.docker.compose.project.environment_file";
/// `com.docker.compose.replace`: the name of what a container was made to replace, without its project.
pub const REPLACE: &str = "com.docker.compose.replace";
/// `com.docker.compose.hook`: of a container that runs before a service starts.
pub const HOOK: &str = "com.docker.compose.hook";

/// Where a container belongs, read from its labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Who made it.
    pub manager: Manager,
    /// The stack's name.
    pub stack: Arc<str>,
    /// The service's name.
    pub service: Arc<str>,
}

/// Reads where a container belongs; `name` is the container's own, used for the loose ones.
pub fn belonging(labels: &Labels, name: &str) -> Belonging {
    let get = |key: &str| labels.get(key).filter(|value| !value.is_empty()).cloned();
    if let Some(project) = get(PROJECT) {
        let service = get(SERVICE).unwrap_or_else(|| Arc::from(name));
        return Belonging {
            manager: Manager::Compose,
            stack: project,
            service,
        };
    }
    if let Some(service) = get("com.docker.swarm.service.name") {
        let stack = get("com.docker.stack.namespace");
        let short = stack.as_deref().and_then(|stack| {
            service
                .strip_prefix(stack)?
                .strip_prefix('_')
                .map(Arc::from)
        });
        return Belonging {
            manager: Manager::Swarm,
            stack: stack.unwrap_or_else(|| Arc::from("swarm")),
            service: short.unwrap_or(service),
        };
    }
    if labels
        .keys()
        .any(|key| key.starts_with("com.docker.swarm."))
    {
        return Belonging {
            manager: Manager::Swarm,
            stack: Arc::from("swarm"),
            service: Arc::from(name),
        };
    }
    if labels.keys().any(|key| key.starts_with("io.kubernetes.")) {
        return Belonging {
            manager: Manager::Kubernetes,
            stack: get("io.kubernetes.pod.namespace").unwrap_or_else(|| Arc::from("kubernetes")),
            service: get("io.kubernetes.pod.name").unwrap_or_else(|| Arc::from(name)),
        };
    }
    Belonging {
        manager: Manager::Loose,
        stack: Arc::from("loose"),
        service: Arc::from(name),
    }
}

/// Whether Compose v1 (the Python one) made it: it wrote versions `1.…` and no `com.docker.compose.image`… label set of v2.
pub fn is_compose_v1(labels: &Labels) -> bool {
    labels
        .get(VERSION)
        .is_some_and(|version| version.starts_with("1."))
}

/// One entry of the `depends_on` label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The service depended on.
    pub service: Arc<str>,
    /// `service_started`, `service_healthy`, `service_completed_successfully`; others as they came.
    pub condition: Arc<str>,
    /// Whether the dependent restarts with it.
    pub restart: bool,
}

/// Reads the `depends_on` label leniently: old entries have one or two parts (then: restart true).
pub fn dependencies(labels: &Labels) -> Vec<Dependency> {
    let Some(text) = labels.get(DEPENDS_ON) else {
        return Vec::new();
    };
    text.split(',')
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let mut parts = entry.split(':');
            Dependency {
                service: Arc::from(parts.next().unwrap_or_default()),
                condition: Arc::from(parts.next().unwrap_or("service_started")),
                restart: parts.next().is_none_or(|word| word == "true"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(entries: &[(&str, &str)]) -> Labels {
        entries
            .iter()
            .map(|(key, value)| (Arc::from(*key), Arc::from(*value)))
            .collect()
    }

    #[test]
    fn each_manager_is_recognised() {
        let of = |entries: &[(&str, &str)]| {
            let found = belonging(&labels(entries), "box");
            (
                found.manager,
                found.stack.to_string(),
                found.service.to_string(),
            )
        };
        assert_eq!(
            of(&[(PROJECT, "shop"), (SERVICE, "api")]),
            (Manager::Compose, "shop".into(), "api".into())
        );
        assert_eq!(
            of(&[
                ("com.docker.stack.namespace", "shop"),
                ("com.docker.swarm.service.name", "shop_api")
            ]),
            (Manager::Swarm, "shop".into(), "api".into())
        );
        assert_eq!(
            of(&[
                ("io.kubernetes.pod.namespace", "kube-system"),
                ("io.kubernetes.pod.name", "dns")
            ]),
            (Manager::Kubernetes, "kube-system".into(), "dns".into())
        );
        assert_eq!(of(&[]), (Manager::Loose, "loose".into(), "box".into()));
    }

    #[test]
    fn old_depends_on_entries_are_read() {
        let found = dependencies(&labels(&[(
            DEPENDS_ON,
            "db:service_healthy:false,cache,init:service_completed_successfully",
        )]));
        let read: Vec<_> = found
            .iter()
            .map(|entry| (&*entry.service, &*entry.condition, entry.restart))
            .collect();
        assert_eq!(
            read,
            [
                ("db", "service_healthy", false),
                ("cache", "service_started", true),
                ("init", "service_completed_successfully", true)
            ]
        );
    }
}
