//! A service as its containers are made from it. What the project says of other services is said of their containers
//! there, so a container carries the hash of this, not of what `config --hash` hashes.

use crate::compose::model::Text;
use crate::compose::model::files::FileReference;
use crate::compose::model::mount::Mount;
use crate::compose::model::service::Service;
use crate::compose::project::Project;
use thiserror::Error;

/// Why a service cannot be deployed as it is. The words are Compose's.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DeployedError {
    /// It shares something with a service that has no container.
    #[error("cannot share {what} with service {service}: container missing")]
    ContainerMissing {
        /// What it shares.
        what: &'static str,
        /// With whom.
        service: Text,
    },
}

/// A service of a project as its containers are made from it. `first_container` knows, for the name of a service, the
/// full id of its first container by name.
///
/// # Errors
/// It shares something with a service that has no container.
pub fn deployed(
    service: &Service,
    project: &Project,
    first_container: &dyn Fn(&str) -> Option<Text>,
) -> Result<Service, DeployedError> {
    let mut deployed = service.clone();
    let container = &mut deployed.container;
    let id_of = |service: &str, what| {
        first_container(service).ok_or_else(|| DeployedError::ContainerMissing {
            what,
            service: service.into(),
        })
    };
    for from in &mut container.volumes_from {
        // How it may be used is lost here.
        let mut parts = from.split(':');
        let name = parts.next().unwrap_or_default();
        *from = match (name, parts.next()) {
            ("container", Some(container)) => container.into(),
            _ => id_of(name, "volume")?,
        };
    }
    let shared = [
        (&mut container.network_mode, "network namespace"),
        (&mut container.ipc, "IPC namespace"),
        (&mut container.pid, "PID namespace"),
    ];
    for (mode, what) in shared {
        if let Some(service) = mode
            .strip_prefix("service:")
            .filter(|name| !name.is_empty())
        {
            *mode = format!("container:{}", id_of(service, what)?).into();
        }
    }
    for mount in &mut container.volumes {
        if &*mount.kind == "image"
            && let Some(source) = project.services.get(&mount.source)
        {
            mount.source = image_name(project, &mount.source, source);
        }
    }
    if container.use_api_socket {
        add_api_socket(&mut deployed);
    }
    Ok(deployed)
}

/// The engine's socket, and the credentials of whoever starts the container.
fn add_api_socket(service: &mut Service) {
    const SOCKET: &str = "/var/run/docker.sock";
    const DIRECTORY: &str = "/run/secrets/docker";
    let container = &mut service.container;
    container.volumes.push(Mount {
        kind: "bind".into(),
        source: SOCKET.into(),
        target: SOCKET.into(),
        ..Mount::default()
    });
    container
        .environment
        .entry("DOCKER_CONFIG".into())
        .or_insert_with(|| Some(DIRECTORY.into()));
    container.configs.push(FileReference {
        source: "#apisocket".into(),
        target: format!("{DIRECTORY}/config.json").into(),
        ..FileReference::default()
    });
}

/// The image of a service. What is only built is named after project and service.
pub fn image_name(project: &Project, name: &str, service: &Service) -> Text {
    if service.container.image.is_empty() {
        return format!("{}-{name}", project.name).into();
    }
    service.container.image.clone()
}
