//! Containers of no stack.

use super::Demo;
use super::service::{action, read};
use super::values::{Context, Read};
use crate::compose::node::Node;
use crate::engine::sim::Planned;

/// Adds the containers of `loose.yaml`: named after their services, on the default bridge.
pub(super) fn add(demo: &mut Demo, root: &Node, context: &Context<'_>) -> Read<()> {
    let services = root.get("services").and_then(Node::entries);
    for entry in services.unwrap_or_default() {
        let name = entry.key.text.to_string();
        let service = read(&entry.value, "", "/srv", context)?;
        for (index, mut spec) in service.specs.into_iter().enumerate() {
            spec.request.name = if index == 0 {
                name.clone()
            } else {
                format!("{name}-{}", index + 1)
            };
            for (after, verb) in &service.history {
                let action = action(verb, &spec.request.name);
                demo.scenario.actions.push((*after, action));
            }
            demo.scenario.containers.push(Planned {
                spec,
                ..Planned::default()
            });
        }
    }
    Ok(())
}
