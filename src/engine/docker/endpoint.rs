//! Where an engine listens, and how it is talked to.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// One address of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A Unix socket.
    Unix(PathBuf),
    /// A TCP port, plain or with TLS.
    Tcp {
        /// Name or address, without brackets.
        host: String,
        /// Port.
        port: u16,
        /// `None`: plain.
        tls: Option<TlsFiles>,
    },
}

/// The files of a TLS connection (PEM).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// Who signs the engine's certificate; `None`: the system's authorities.
    pub ca: Option<PathBuf>,
    /// Our own certificate and its key; `None`: none is shown.
    pub identity: Option<(PathBuf, PathBuf)>,
    /// Whether the engine's certificate is checked.
    pub verify: bool,
}

impl Endpoint {
    /// What its address is called: the host, or `local` for a socket.
    pub fn host_name(&self) -> &str {
        match self {
            Self::Unix(_) => "local",
            Self::Tcp { host, .. } => host,
        }
    }
}

impl fmt::Display for Endpoint {
    /// As docker writes it: `unix:///var/run/docker.sock`, `tcp://web01:2376`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Tcp { host, port, .. } if host.contains(':') => {
                write!(f, "tcp://[{host}]:{port}")
            }
            Self::Tcp { host, port, .. } => write!(f, "tcp://{host}:{port}"),
        }
    }
}

/// What else is set for talking to an engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectOptions {
    /// `DOCKER_API_VERSION`: speak exactly this version instead of the newest that both know.
    pub api_version: Option<String>,
    /// `DOCKER_CUSTOM_HEADERS`, else `HttpHeaders` of docker's configuration: sent with each request.
    pub headers: Vec<(String, String)>,
    /// Time limits.
    pub limits: Limits,
}

/// How long one call may take, its body included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands, TLS included.
    pub connect: Duration,
    /// `/_ping`.
    pub ping: Duration,
    /// Any other reading call; of a stream: until it begins.
    pub read: Duration,
    /// A change that has no time of its own (start, kill, remove, …).
    pub write: Duration,
    /// What a stop or restart may take beyond the container's grace.
    pub beyond_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            ping: Duration::from_secs(5),
            read: Duration::from_secs(30),
            write: Duration::from_mins(2),
            beyond_grace: Duration::from_secs(30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_shown_as_docker_writes_it() {
        let tcp = |host: &str| Endpoint::Tcp {
            host: host.to_owned(),
            port: 2375,
            tls: None,
        };
        let shown = [
            Endpoint::Unix("/run/x.sock".into()),
            tcp("web01"),
            tcp("::1"),
        ]
        .map(|endpoint| endpoint.to_string());
        assert_eq!(
            shown,
            ["unix:///run/x.sock", "tcp://web01:2375", "tcp://[::1]:2375"]
        );
    }
}
