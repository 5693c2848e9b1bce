//! An inspection as text for people: the engine's own order, indented, secrets masked, harmless.

use crate::engine::error::EngineError;
use crate::model::secret;
use crate::model::text::sanitise;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// JSON that keeps the order of its keys (`serde_json::Value` sorts them).
enum Node {
    Leaf(serde_json::Value),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// Indents an inspection. Each text of the form `NAME=value` in a list (variables, arguments, podman's command line)
/// is masked as [`secret::masked`] says.
pub(super) fn render(body: &[u8]) -> Result<String, EngineError> {
    let mut node: Node = serde_json::from_str(&String::from_utf8_lossy(body))
        .map_err(|error| EngineError::Protocol(format!("the inspection: {error}")))?;
    mask(&mut node);
    let text = serde_json::to_string_pretty(&node)
        .map_err(|error| EngineError::Protocol(format!("the inspection: {error}")))?;
    Ok(text.lines().map(sanitise).collect::<Vec<_>>().join("\n"))
}

fn mask(node: &mut Node) {
    match node {
        Node::Leaf(_) => {}
        Node::Object(entries) => entries.iter_mut().for_each(|(_, node)| mask(node)),
        Node::List(items) => {
            for item in items {
                if let Node::Leaf(serde_json::Value::String(text)) = item {
                    if let Some((name, value)) = text.split_once('=') {
                        *text = format!("{name}={}", secret::masked(name, value));
                    }
                } else {
                    mask(item);
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Nodes;
        impl<'de> Visitor<'de> for Nodes {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
                Ok(Node::Leaf(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
                Ok(Node::Leaf(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
                Ok(Node::Leaf(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
                Ok(Node::Leaf(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Node, E> {
                Ok(Node::Leaf(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Leaf(serde_json::Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Node::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = access.next_entry()? {
                    entries.push(entry);
                }
                Ok(Node::Object(entries))
            }
        }
        deserializer.deserialize_any(Nodes)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(value) => value.serialize(serializer),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::secret::MASK;

    #[test]
    fn the_engines_order_stays_and_secrets_do_not() {
        let text = render(
            br#"{"Z":1,"A":{"Env":["DB_PASSWORD=hunter2","PATH=/bin","URL=http://a:b@c/"],"Empty":[],"Big":1.5},"N":null}"#,
        )
        .unwrap();
        let expected = format!(
            r#"{{
  "Z": 1,
  "A": {{
    "Env": [
      "DB_PASSWORD={MASK}",
      "PATH=/bin",
      "URL=http://a:{MASK}@c/"
    ],
    "Empty": [],
    "Big": 1.5
  }},
  "N": null
}}"#
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn control_characters_do_not_pass() {
        let text = render("{\"a\":\"x\\u001b[2J\u{9b}1m\u{202e}\"}".as_bytes()).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
    }
}
