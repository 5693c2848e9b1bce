//! Ports, of which one short form may be many.

use super::lists::insert_text;
use super::{Forms, default_text, entries};
use crate::compose::path::Segment;
use crate::compose::port_spec::{self, Port};
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::verbs;

/// More ports than this from ranges are no use to anybody, and only a burden for the machine: two times all there are.
pub(super) const MOST: usize = 2 * 65536;

/// `IP:HOST:CONTAINER/PROTOCOL`.
pub(super) fn ports(forms: &mut Forms<'_>, tree: &mut Tree) {
    let Some(list) = tree.list() else {
        return forms.wrong_type("port", tree);
    };
    let mut long = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let spec = match &item.value {
            Value::Map(_) => {
                long.push(item.clone());
                continue;
            }
            Value::Text(text) => text.to_string(),
            Value::Int(number) if verbs::type_name(&item.value) == "int" => number.to_string(),
            _ => {
                forms.wrong_type("port", item);
                continue;
            }
        };
        // What no longer counts is not read either.
        let Some(left) = forms.ports_left else {
            return;
        };
        let problem = match port_spec::parse(&spec) {
            Ok(ports) if ports.len() > left => {
                forms.ports_left = None;
                format!("more than {MOST} ports in all, from {spec} on")
            }
            Ok(ports) => {
                forms.ports_left = Some(left - ports.len());
                long.extend(ports.iter().map(|port| {
                    let map = Value::Map(fields(port, item));
                    Tree::new(map, item.origin.clone())
                }));
                continue;
            }
            Err(_) if forms.ignore_errors && item.as_str().is_some() => return,
            Err(problem) => problem,
        };
        forms.path.push(Segment::Index(index));
        forms.error(problem, item);
        forms.path.pop();
    }
    tree.value = Value::List(long);
}

fn fields(port: &Port, from: &Tree) -> Map {
    let mut map = entries([("mode", default_text("ingress"))]);
    insert_text(&mut map, "host_ip", &port.host_ip, from);
    // Compose leaves a zero out, and then misses it.
    if port.target != 0 {
        let target = Value::Int(port.target.into());
        map.insert("target".into(), Tree::new(target, from.origin.clone()));
    }
    insert_text(&mut map, "published", &port.published, from);
    map.insert(
        "protocol".into(),
        Tree::text(port.protocol, from.origin.clone()),
    );
    map
}
