//! Names that a container can resolve without a name server.

use crate::compose::decode::Decoder;
use crate::compose::model::record::{Field, serialize_as_json};
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};

/// Host names and their addresses. Printed as a sorted list of `host=address`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraHosts(pub Mapping<Vec<Text>>);

impl ExtraHosts {
    /// `host<separator>address`, sorted.
    pub fn lines(&self, separator: char) -> Vec<String> {
        let mut lines: Vec<String> = self
            .0
            .iter()
            .flat_map(|(host, addresses)| {
                addresses
                    .iter()
                    .map(move |address| format!("{host}{separator}{address}"))
            })
            .collect();
        lines.sort();
        lines
    }

    fn add(&mut self, host: &str, addresses: impl Iterator<Item = Text>) {
        self.0.entry(host.into()).or_default().extend(addresses);
    }
}

impl Field for ExtraHosts {
    fn is_omitted(&self, _: Style) -> bool {
        self.0.is_empty()
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::List(self.lines('=').into_iter().map(Shape::text).collect())
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        let mut hosts = Self::default();
        match &tree.value {
            Value::Map(entries) => {
                for (host, value) in entries {
                    let addresses = match &value.value {
                        Value::Null => vec![Text::default()],
                        Value::Text(text) => vec![text.clone()],
                        Value::List(items) => items.iter().map(Decoder::display).collect(),
                        _ => {
                            return decoder.fail(
                                value,
                                "unexpected value type map[string]interface {} for extra_hosts entry",
                            );
                        }
                    };
                    hosts.add(host, addresses.into_iter());
                }
            }
            Value::List(items) => {
                for item in items {
                    let line = Decoder::display(item);
                    let Some((host, addresses)) =
                        line.split_once('=').or_else(|| line.split_once(':'))
                    else {
                        return decoder.fail(
                            item,
                            format_args!("invalid additional host, missing IP: {line}"),
                        );
                    };
                    hosts.add(host, addresses.split(',').map(Text::from));
                }
            }
            _ => return decoder.expected(tree, "types.HostsList"),
        }
        for (host, addresses) in &mut hosts.0 {
            if host.is_empty() || host.contains([':', '=']) {
                return decoder.fail(tree, format_args!("bad host name '{host}'"));
            }
            for address in addresses {
                if let Some(bare) = without_brackets(address) {
                    *address = bare.into();
                }
            }
        }
        Some(hosts)
    }
}

serialize_as_json!(ExtraHosts);

/// `[::1]` → `::1`.
fn without_brackets(address: &str) -> Option<&str> {
    let bare = address.strip_prefix('[')?.strip_suffix(']')?;
    (!bare.is_empty()).then_some(bare)
}
