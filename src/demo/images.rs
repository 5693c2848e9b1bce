//! `images.yaml`: what the images of the sample server are.

use super::fields::health;
use super::values::{Context, Read};
use crate::compose::node::{Fault, Node};
use crate::engine::sim::{Image, check_script};
use std::collections::BTreeMap;

pub(super) fn images(root: &Node) -> Read<Vec<Image>> {
    root.entries()
        .unwrap_or_default()
        .iter()
        .map(|entry| image(&entry.key.text, &entry.value))
        .collect()
}

fn image(name: &str, node: &Node) -> Read<Image> {
    // Scripts and lists have dollars of their own.
    let empty = BTreeMap::new();
    let plain = Context::new(&empty);
    let mut image = Image {
        name: name.to_owned(),
        ..Image::default()
    };
    for entry in node.entries().unwrap_or_default() {
        let value = &entry.value;
        match &*entry.key.text {
            "cmd" => image.command = plain.command(value)?,
            "entrypoint" => image.entrypoint = plain.command(value)?,
            "env" => image.env = plain.pairs(value)?,
            "exposed" => {
                for port in value.items().unwrap_or_default() {
                    image.exposed.push(plain.number(port)?);
                }
            }
            "healthcheck" => image.health = health(value, &plain)?,
            "stop_signal" => image.stop_signal = Some(plain.text(value)?),
            "programs" => {
                for program in value.entries().unwrap_or_default() {
                    let script = program.value.text().unwrap_or_default().to_owned();
                    check_script(&script).map_err(|error| Fault::new(program.value.span, error))?;
                    image.programs.insert(program.key.text.to_string(), script);
                }
            }
            "lists" => {
                for list in value.entries().unwrap_or_default() {
                    let lines = list
                        .value
                        .items()
                        .unwrap_or_default()
                        .iter()
                        .filter_map(Node::text)
                        .map(str::to_owned)
                        .collect();
                    image.lists.insert(list.key.text.to_string(), lines);
                }
            }
            other => {
                return Err(Fault::new(
                    entry.key_span,
                    format!("images have no `{other}` here"),
                ));
            }
        }
    }
    Ok(image)
}
