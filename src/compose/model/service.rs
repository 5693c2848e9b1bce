//! Services.

use crate::compose::model::build::Build;
use crate::compose::model::container::Container;
use crate::compose::model::dependency::Dependency;
use crate::compose::model::deploy::Deploy;
use crate::compose::model::develop::Develop;
use crate::compose::model::healthcheck::Healthcheck;
use crate::compose::model::hook::{Exec, PreStart};
use crate::compose::model::port::Port;
use crate::compose::model::record::record;
use crate::compose::model::{Mapping, Text};

record! {
    /// A service.
    pub struct Service {
        /// Profiles that switch it on; none: it is always on.
        profiles: Vec<Text>,
        /// How it is deployed.
        deploy: Option<Deploy>,
        /// What happens when sources change.
        develop: Option<Develop>,
        /// When its containers are started again: `no`, `always`, `on-failure[:n]`, `unless-stopped`.
        restart: Text,
        /// How many containers.
        scale: Option<i64>,
        /// Whether its output is shown in the foreground.
        attach: Option<bool>,
        /// Name of its only container.
        container_name: Text,
        /// Who runs it instead of a container.
        provider: Option<Provider>,
        /// Containers outside of the project that it knows by name.
        external_links: Vec<Text>,
        /// Services that it knows by another name: `service:alias`.
        links: Vec<Text>,
        /// What runs before it starts.
        pre_start: Vec<PreStart>,
        /// What runs in its containers after they started.
        post_start: Vec<Exec>,
        /// What runs in its containers before they stop.
        pre_stop: Vec<Exec>,
        /// Its container.
        container: Container => inline,
        /// How its image is built.
        build: Option<Build>,
        /// Services it needs.
        depends_on: Mapping<Dependency>,
        /// Ports that only networks see.
        expose: Vec<Text>,
        /// How its health is found out.
        healthcheck: Option<Healthcheck>,
        /// Ports of the host.
        ports: Vec<Port>,
        /// Whether its standard input stays open.
        stdin_open: bool,
        /// Whether it has a terminal.
        tty: bool,
        .. extensions
    }
}

impl Service {
    /// How many containers it has.
    pub fn replicas(&self) -> usize {
        let replicas = self
            .scale
            .or_else(|| self.deploy.as_ref().and_then(|deploy| deploy.replicas))
            .unwrap_or(1);
        usize::try_from(replicas).unwrap_or(0)
    }

    /// Its networks: by priority, the highest first, then by name.
    pub fn networks_by_priority(&self) -> Vec<&Text> {
        let mut networks: Vec<_> = self.container.networks.iter().collect();
        networks.sort_by_key(|(name, endpoint)| {
            let priority = endpoint.as_ref().map_or(0, |endpoint| endpoint.priority);
            (std::cmp::Reverse(priority), *name)
        });
        networks.into_iter().map(|(name, _)| name).collect()
    }
}

record! {
    /// Who runs a service instead of a container.
    pub struct Provider {
        /// Its program: `docker-<type>` or `<type>`.
        kind: Text => "type",
        /// Its options, each perhaps several times.
        options: Mapping<Vec<Text>>,
        .. extensions
    }
}
