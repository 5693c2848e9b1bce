//! Addresses of engines, as `-H`, `DOCKER_HOST` and contexts write them.

use crate::engine::docker::{Endpoint, TlsFiles};
use crate::hosts::error::HostsError;
use crate::model::text::sanitise;
use std::path::PathBuf;

/// The socket of an engine that a system package installs.
pub const DEFAULT_SOCKET: &str = "/var/run/docker.sock";
const PLAIN_PORT: u16 = 2375;
const TLS_PORT: u16 = 2376;

/// Reads `unix://PATH`, `tcp://HOST:PORT`, `http://…`, `https://…`, `HOST:PORT` (docker's short form) or an absolute
/// path. `tls` is used for TCP only; `https` has TLS even without.
///
/// # Errors
/// [`HostsError::Ssh`] for `ssh://`, [`HostsError::Address`] for anything else that is no address.
pub fn parse(url: &str, tls: Option<TlsFiles>) -> Result<Endpoint, HostsError> {
    let url = url.trim();
    let wrong = |reason: &str, hint: Option<&str>| HostsError::Address {
        url: sanitise(url),
        reason: reason.to_owned(),
        hint: hint.map(str::to_owned),
    };
    let Some((scheme, rest)) = url.split_once("://") else {
        return match url {
            "" => Err(wrong("it is empty", None)),
            path if path.starts_with('/') => Ok(Endpoint::Unix(PathBuf::from(path))),
            address => tcp(address, tls).map_err(|reason| wrong(&reason, None)),
        };
    };
    match scheme {
        "unix" => match rest {
            "" => Ok(Endpoint::Unix(PathBuf::from(DEFAULT_SOCKET))),
            path if path.starts_with('/') => Ok(Endpoint::Unix(PathBuf::from(path))),
            _ => Err(wrong(
                "the path of the socket must be absolute",
                Some("write three slashes: `unix:///var/run/docker.sock`"),
            )),
        },
        "tcp" | "http" => tcp(rest, tls).map_err(|reason| wrong(&reason, None)),
        "https" => {
            let tls = tls.unwrap_or(TlsFiles {
                verify: true,
                ..TlsFiles::default()
            });
            tcp(rest, Some(tls)).map_err(|reason| wrong(&reason, None))
        }
        "ssh" => Err(HostsError::Ssh {
            url: sanitise(url),
            destination: ssh_destination(rest),
        }),
        "npipe" => Err(wrong(
            "named pipes cannot be used yet",
            Some("let the engine listen on tcp://127.0.0.1:2375, and use that"),
        )),
        "fd" => Err(wrong("only the engine itself can listen on `fd://`", None)),
        _ => Err(wrong(
            &format!("the scheme `{}` is not known", sanitise(scheme)),
            Some("use unix:///PATH, tcp://HOST:PORT, or HOST:PORT"),
        )),
    }
}

fn tcp(address: &str, tls: Option<TlsFiles>) -> Result<Endpoint, String> {
    let address = address.strip_suffix('/').unwrap_or(address);
    if address.contains(['/', '?', '#']) {
        return Err("a path after the port cannot be used".to_owned());
    }
    if address.contains('@') {
        return Err("a user before the host cannot be used".to_owned());
    }
    let (host, port) = match address.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest
                .split_once(']')
                .ok_or("the bracket of its address is not closed")?;
            match rest.strip_prefix(':') {
                Some(port) => (host, Some(port)),
                None if rest.is_empty() => (host, None),
                None => return Err("after the bracket there must be `:PORT`".to_owned()),
            }
        }
        None if address.matches(':').count() > 1 => {
            return Err("an IPv6 address stands in brackets".to_owned());
        }
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    let port = match port {
        None | Some("") if tls.is_some() => TLS_PORT,
        None | Some("") => PLAIN_PORT,
        Some(port) => port
            .parse()
            .ok()
            .filter(|port| *port != 0)
            .ok_or_else(|| format!("`{}` is no port", sanitise(port)))?,
    };
    let is_host =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'%');
    if !host.bytes().all(is_host) {
        return Err(format!("`{}` is no host name", sanitise(host)));
    }
    let host = if host.is_empty() { "localhost" } else { host };
    Ok(Endpoint::Tcp {
        host: host.to_owned(),
        port,
        tls,
    })
}

/// `user@host:22/path` → `-p 22 user@host`.
fn ssh_destination(rest: &str) -> String {
    let authority = rest.split('/').next().unwrap_or_default();
    let text = match authority.rsplit_once(':') {
        Some((host, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty() =>
        {
            format!("-p {port} {host}")
        }
        _ => authority.to_owned(),
    };
    sanitise(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        parse(url, None).map_or_else(|error| error.to_string(), |endpoint| endpoint.to_string())
    }

    #[test]
    fn each_spelling_of_docker_is_read() {
        let pairs = [
            ("unix:///run/x.sock", "unix:///run/x.sock"),
            ("unix://", "unix:///var/run/docker.sock"),
            ("/run/x.sock", "unix:///run/x.sock"),
            ("tcp://web01:1234", "tcp://web01:1234"),
            ("tcp://web01", "tcp://web01:2375"),
            ("tcp://", "tcp://localhost:2375"),
            ("tcp://[::1]:99/", "tcp://[::1]:99"),
            ("web01:2375", "tcp://web01:2375"),
            (":4243", "tcp://localhost:4243"),
            ("https://web01", "tcp://web01:2376"),
        ];
        for (url, expected) in pairs {
            assert_eq!(shown(url), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        let pairs = [
            ("", "`` is no address of an engine: it is empty"),
            ("unix://x", "the path of the socket must be absolute"),
            ("tcp://web01:port", "`port` is no port"),
            ("tcp://web01:0", "`0` is no port"),
            ("tcp://web01:99999", "`99999` is no port"),
            ("tcp://::1:22", "an IPv6 address stands in brackets"),
            ("tcp://a b", "`a b` is no host name"),
            ("ftp://x", "the scheme `ftp` is not known"),
            ("tcp://x/base", "a path after the port cannot be used"),
        ];
        for (url, expected) in pairs {
            assert!(shown(url).contains(expected), "{url}: {}", shown(url));
        }
    }

    #[test]
    fn ssh_says_what_to_do_until_it_comes() {
        let error = parse("ssh://deploy@web01:2222", None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ssh://deploy@web01:2222`: engines over SSH cannot be used yet"
        );
        assert!(
            error
                .hint()
                .unwrap()
                .contains("docker.sock -p 2222 deploy@web01`"),
            "{:?}",
            error.hint()
        );
    }
}
