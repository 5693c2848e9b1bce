//! `ports:` of a service.

use super::values::{Context, Read};
use crate::compose::node::{Fault, Node};
use crate::engine::PortBinding;

/// The bindings of replica `index` (from 0): of a range of public ports each replica gets its own.
pub(super) fn ports(node: &Node, index: u16, context: &Context<'_>) -> Read<Vec<PortBinding>> {
    let mut bindings = Vec::new();
    for item in node.items().unwrap_or_default() {
        if item.entries().is_some() {
            let field = |name: &str| item.get(name).map(|value| context.text(value)).transpose();
            let target = field("target")?.unwrap_or_default();
            let published = field("published")?.unwrap_or_default();
            let protocol = field("protocol")?.unwrap_or_default();
            let ip = field("host_ip")?.unwrap_or_default();
            bindings.extend(
                expanded(&ip, &published, &target, &protocol, index)
                    .ok_or_else(|| Fault::new(item.span, "invalid port"))?,
            );
        } else {
            let text = context.text(item)?;
            bindings.extend(
                short(&text, index)
                    .ok_or_else(|| Fault::new(item.span, format!("invalid port `{text}`")))?,
            );
        }
    }
    Ok(bindings)
}

/// `[[IP:]PUBLIC:]PRIVATE[/PROTOCOL]`
fn short(text: &str, index: u16) -> Option<Vec<PortBinding>> {
    let (rest, protocol) = text.split_once('/').unwrap_or((text, ""));
    let (rest, private) = rest.rsplit_once(':').unwrap_or(("", rest));
    let (ip, public) = rest.rsplit_once(':').unwrap_or(("", rest));
    let ip = ip.trim_start_matches('[').trim_end_matches(']');
    expanded(ip, public, private, protocol, index)
}

fn expanded(
    ip: &str,
    public: &str,
    private: &str,
    protocol: &str,
    index: u16,
) -> Option<Vec<PortBinding>> {
    let (first, last) = range(private)?;
    let binding = |public: Option<u16>, private: u16| PortBinding {
        ip: ip.to_owned(),
        public: public.map(Into::into),
        private,
        protocol: if protocol.is_empty() {
            "tcp".to_owned()
        } else {
            protocol.to_owned()
        },
    };
    if public.is_empty() {
        return Some(
            (first..=last)
                .map(|private| binding(None, private))
                .collect(),
        );
    }
    let (low, high) = range(public)?;
    if first == last {
        let own = low.checked_add(index).filter(|port| *port <= high);
        return Some(vec![binding(Some(own.unwrap_or(low)), first)]);
    }
    (high - low == last - first).then(|| {
        (first..=last)
            .zip(low..=high)
            .map(|(private, public)| binding(Some(public), private))
            .collect()
    })
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low <= high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(short_form: &str, index: u16) -> Vec<String> {
        short(short_form, index)
            .unwrap_or_default()
            .iter()
            .map(|port| {
                format!(
                    "{}:{:?}->{}/{}",
                    port.ip,
                    port.public.map(|public| public.first),
                    port.private,
                    port.protocol
                )
            })
            .collect()
    }

    #[test]
    fn all_short_forms_are_read() {
        assert_eq!(text("80", 0), [":None->80/tcp"]);
        assert_eq!(text("8080:80", 3), [":Some(8080)->80/tcp"]);
        assert_eq!(
            text("127.0.0.1:53:53/udp", 0),
            ["127.0.0.1:Some(53)->53/udp"]
        );
        assert_eq!(text("[::1]:1:2", 0), ["::1:Some(1)->2/tcp"]);
        assert_eq!(text("8081-8082:80", 1), [":Some(8082)->80/tcp"]);
        assert_eq!(
            text("1-2:11-12", 0),
            [":Some(1)->11/tcp", ":Some(2)->12/tcp"]
        );
        assert!(text("x:80", 0).is_empty());
        assert!(text("1-3:11-12", 0).is_empty());
    }
}
