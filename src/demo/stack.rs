//! One compose file, as a stack: what Compose adds to its containers.

use super::Demo;
use super::fields::Dependency;
use super::service::{Service, action, read};
use super::values::{Context, Read};
use crate::compose::node::{Fault, Node};
use crate::compose::options::normalised_name;
use crate::engine::sim::{Need, Planned};
use crate::model::labels;
use crate::plan::news::ProjectMsg;
use crate::plan::reading::Reading;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The Compose that has made the stacks.
const COMPOSE_VERSION: &str = "2.40.3";

struct Stack<'a> {
    project: String,
    directory: String,
    services: BTreeMap<&'a str, Service>,
}

/// Adds the stack of one file; `folder` is its directory's name.
pub(super) fn add(demo: &mut Demo, folder: &str, root: &Node, context: &Context<'_>) -> Read<()> {
    let project = match root.get("name") {
        Some(name) => normalised_name(&context.text(name)?),
        None => normalised_name(folder),
    };
    let directory = format!("/srv/{folder}");
    let entries = root
        .get("services")
        .and_then(Node::entries)
        .ok_or_else(|| Fault::new(root.span, "there are no `services`"))?;
    let mut stack = Stack {
        project,
        directory,
        services: BTreeMap::new(),
    };
    let mut hashes = BTreeMap::new();
    for entry in entries {
        let service = read(&entry.value, &stack.project, &stack.directory, context)?;
        stack.services.insert(&entry.key.text, service);
        hashes.insert(&*entry.key.text, hash(&entry.value));
    }
    demo.projects.push(ProjectMsg {
        name: stack.project.clone(),
        working_dir: stack.directory.clone(),
        files: vec![stack.file()],
        reading: Reading::Unread,
        is_here: false,
    });
    let is_created = match root.get("x-demo").and_then(|demo| demo.get("created")) {
        Some(created) => context.truth(created)?,
        None => true,
    };
    if !is_created {
        return Ok(());
    }
    for entry in entries {
        let name = &*entry.key.text;
        stack.check(name, entry.key_span)?;
        let hash = hashes.get(name).cloned().unwrap_or_default();
        stack.create(demo, name, &hash);
    }
    Ok(())
}

impl Stack<'_> {
    fn file(&self) -> String {
        format!("{}/compose.yaml", self.directory)
    }

    /// Names of a service's containers.
    fn names(&self, service: &str) -> Vec<String> {
        let Some(found) = self.services.get(service) else {
            return Vec::new();
        };
        match &found.container_name {
            Some(name) => vec![name.clone()],
            None => (1..=found.specs.len())
                .map(|number| format!("{}-{service}-{number}", self.project))
                .collect(),
        }
    }

    fn check(&self, service: &str, span: crate::compose::node::Span) -> Read<()> {
        let unknown = self.services.get(service).and_then(|found| {
            found
                .depends_on
                .iter()
                .find(|dependency| !self.services.contains_key(dependency.service.as_str()))
        });
        match unknown {
            Some(Dependency { service: other, .. }) => Err(Fault::new(
                span,
                format!("service `{service}` depends on undefined service `{other}`"),
            )),
            None => Ok(()),
        }
    }

    fn create(&self, demo: &mut Demo, name: &str, hash: &str) {
        let Some(service) = self.services.get(name) else {
            return;
        };
        if service.has_profile {
            return;
        }
        let needs: Vec<Need> = service
            .depends_on
            .iter()
            .flat_map(|dependency| {
                self.names(&dependency.service)
                    .into_iter()
                    .map(|container| dependency.need(container))
            })
            .collect();
        let depends_on = service
            .depends_on
            .iter()
            .map(|dependency| {
                format!(
                    "{}:{}:{}",
                    dependency.service, dependency.condition, dependency.restart
                )
            })
            .collect::<Vec<_>>()
            .join(",");
        for (index, (spec, container)) in service.specs.iter().zip(self.names(name)).enumerate() {
            let mut spec = spec.clone();
            let number = (index + 1).to_string();
            let own = [
                (labels::PROJECT, self.project.as_str()),
                (labels::SERVICE, name),
                (labels::NUMBER, number.as_str()),
                (labels::ONEOFF, "False"),
                (labels::DEPENDS_ON, depends_on.as_str()),
                (labels::WORKING_DIR, self.directory.as_str()),
                (labels::CONFIG_FILES, self.file().as_str()),
                (labels::CONFIG_HASH, hash),
                (labels::VERSION, COMPOSE_VERSION),
            ]
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
            spec.request.labels.extend(own);
            spec.request.name.clone_from(&container);
            let mut networks = self.networks(service, name).into_iter();
            if let Some((network, aliases)) = networks.next() {
                spec.request.network = network;
                spec.request.aliases = aliases;
            }
            spec.more_networks = networks.collect();
            for (after, verb) in &service.history {
                demo.scenario
                    .actions
                    .push((*after, action(verb, &container)));
            }
            demo.scenario.containers.push(Planned {
                spec,
                needs: needs.clone(),
                stays_created: false,
            });
        }
    }

    /// Networks of a service by their engine's name, with the aliases that Compose gives.
    fn networks(&self, service: &Service, name: &str) -> Vec<(String, Vec<String>)> {
        if let Some(mode) = &service.network_mode {
            return vec![(mode.clone(), Vec::new())];
        }
        let default = [("default".to_owned(), Vec::new())];
        let keys = if service.networks.is_empty() {
            default.as_slice()
        } else {
            &service.networks
        };
        keys.iter()
            .map(|(key, aliases)| {
                let mut all = vec![name.to_owned()];
                all.extend(aliases.iter().cloned());
                (format!("{}_{key}", self.project), all)
            })
            .collect()
    }
}

/// Changes when the service does. Not Compose's value: that comes with the loader.
fn hash(node: &Node) -> String {
    let digest = Sha256::digest(content(node).as_bytes());
    let mut text = String::with_capacity(64);
    for byte in digest {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A node's content without its places.
fn content(node: &Node) -> String {
    if let Some(entries) = node.entries() {
        let parts: Vec<String> = entries
            .iter()
            .map(|entry| format!("{:?}:{}", entry.key.text, content(&entry.value)))
            .collect();
        return format!("{{{}}}", parts.join(","));
    }
    match node.items() {
        Some(items) => format!(
            "[{}]",
            items.iter().map(content).collect::<Vec<_>>().join(",")
        ),
        None => format!("{:?}", node.text()),
    }
}
