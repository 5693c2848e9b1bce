//! The short form of a port: `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, with ranges on both sides.

use std::net::IpAddr;

/// A port of a container, and where it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The address of the host; empty for all.
    pub host_ip: String,
    /// The port of the host, or a range to choose from (`8000-8010`); empty for one that is free.
    pub published: String,
    /// The port of the container.
    pub target: u16,
    /// `tcp`, `udp` or `sctp`.
    pub protocol: &'static str,
}

/// Reads a short form; a range gives a port each, in the order of Compose: by the text of the container's port.
///
/// # Errors
/// In Compose's words.
pub fn parse(spec: &str) -> Result<Vec<Port>, String> {
    let (host_ip, host, container) = parts(spec);
    let (container, protocol) = container.split_once('/').unwrap_or((container, ""));
    if container.is_empty() {
        return Err(format!("no port specified: {spec}<empty>"));
    }
    let protocol = match protocol.to_lowercase().as_str() {
        "" | "tcp" => "tcp",
        "udp" => "udp",
        "sctp" => "sctp",
        other => return Err(format!("invalid proto: {other}")),
    };
    let host_ip = address(host_ip)?;
    let (first, last) =
        range(container).ok_or_else(|| format!("invalid containerPort: {container}"))?;
    let published = if host.is_empty() {
        None
    } else {
        Some(range(host).ok_or_else(|| format!("invalid hostPort: {host}"))?)
    };
    if let Some((from, to)) = published
        && to - from != last - first
        && first != last
    {
        return Err(format!(
            "invalid ranges specified for container and host Ports: {container} and {host}"
        ));
    }
    let mut ports: Vec<Port> = (first..=last)
        .map(|target| Port {
            host_ip: host_ip.to_owned(),
            published: match published {
                None => String::new(),
                Some((from, to)) if first == last && from != to => format!("{from}-{to}"),
                Some((from, _)) => (from + (target - first)).to_string(),
            },
            target,
            protocol,
        })
        .collect();
    ports.sort_by_cached_key(|port| format!("{}/", port.target));
    Ok(ports)
}

/// Address, host's part and container's part. An address may have colons of its own.
fn parts(spec: &str) -> (&str, &str, &str) {
    let Some((front, container)) = spec.rsplit_once(':') else {
        return ("", "", spec);
    };
    match front.rsplit_once(':') {
        Some((address, host)) => (address, host, container),
        None => ("", front, container),
    }
}

/// The address without the brackets of IPv6.
fn address(text: &str) -> Result<&str, String> {
    let bare = match text.strip_prefix('[') {
        None => text,
        Some(inner) => {
            let problem = match inner.split_once(']') {
                None => "missing ']' in address",
                Some((ip, "")) if ip.contains('[') => "unexpected '[' in address",
                Some((ip, "")) => return known(ip),
                Some((_, rest)) if rest.starts_with(':') => "too many colons in address",
                Some(_) => "missing port in address",
            };
            return Err(format!(
                "invalid IP address {text}: address {text}:: {problem}"
            ));
        }
    };
    known(bare)
}

fn known(ip: &str) -> Result<&str, String> {
    if ip.is_empty() || is_ip(ip) {
        Ok(ip)
    } else {
        Err(format!("invalid IP address: {ip}"))
    }
}

/// Whether it is an address, without a zone.
pub fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

/// `80`, or `80-90` with the smaller one first.
fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(spec: &str) -> String {
        match parse(spec) {
            Err(error) => error,
            Ok(ports) => ports
                .iter()
                .map(|port| {
                    let Port {
                        host_ip,
                        published,
                        target,
                        protocol,
                    } = port;
                    format!("{host_ip}|{published}|{target}|{protocol}")
                })
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    #[test]
    fn one_port_has_an_address_a_host_port_and_a_protocol_or_not() {
        for (spec, expected) in [
            ("3000", "||3000|tcp"),
            ("8000:80", "|8000|80|tcp"),
            ("6060:6061/UDP", "|6060|6061|udp"),
            ("80/", "||80|tcp"),
            (":80", "||80|tcp"),
            ("::80", "||80|tcp"),
            ("127.0.0.1:8001:81", "127.0.0.1|8001|81|tcp"),
            ("127.0.0.1::81", "127.0.0.1||81|tcp"),
            ("[::1]:80:81", "::1|80|81|tcp"),
            ("::1:80:81", "::1|80|81|tcp"),
            ("+80:81", "|80|81|tcp"),
            ("0:80", "|0|80|tcp"),
        ] {
            assert_eq!(read(spec), expected, "{spec}");
        }
    }

    #[test]
    fn ranges_of_one_length_go_in_pairs_by_the_text_of_the_port() {
        assert_eq!(read("3000-3001"), "||3000|tcp ||3001|tcp");
        assert_eq!(read("18-20:8-10"), "|20|10|tcp |18|8|tcp |19|9|tcp");
        assert_eq!(read("8000-8010:80"), "|8000-8010|80|tcp");
        assert_eq!(read("80-80:90"), "|80|90|tcp");
    }

    #[test]
    fn what_is_no_port_is_said_in_the_words_of_compose() {
        for (spec, expected) in [
            ("", "no port specified: <empty>"),
            ("80:", "no port specified: 80:<empty>"),
            ("80/foo", "invalid proto: foo"),
            ("abc:80", "invalid hostPort: abc"),
            ("99999:80", "invalid hostPort: 99999"),
            ("90-80", "invalid containerPort: 90-80"),
            ("-5", "invalid containerPort: -5"),
            ("1-3-5:80", "invalid hostPort: 1-3-5"),
            ("65535-65536", "invalid containerPort: 65535-65536"),
            (
                "80-85:80-82",
                "invalid ranges specified for container and host Ports: 80-82 and 80-85",
            ),
            ("999.1.1.1:80:80", "invalid IP address: 999.1.1.1"),
            ("localhost:80:80", "invalid IP address: localhost"),
            (
                "[::1:80:80",
                "invalid IP address [::1: address [::1:: missing ']' in address",
            ),
            (
                "[::1]x:80:80",
                "invalid IP address [::1]x: address [::1]x:: missing port in address",
            ),
            (
                "[::1]",
                "invalid IP address [: address [:: missing ']' in address",
            ),
        ] {
            assert_eq!(read(spec), expected, "{spec}");
        }
    }
}
