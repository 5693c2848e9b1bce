//! From what was asked for to the endpoints to try.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::engine::docker::{ConnectOptions, Endpoint, Limits, TlsFiles};
use crate::hosts::address::{self, DEFAULT_SOCKET};
use crate::hosts::config_file;
use crate::hosts::contexts::{self, DEFAULT};
use crate::hosts::error::HostsError;
use crate::hosts::headers;
use crate::model::ids::HostId;
use crate::model::text::sanitise;
use std::path::PathBuf;

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// `-H`
    pub host: Option<String>,
    /// `-c`
    pub context: Option<String>,
}

/// An engine to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostSpec {
    /// What it is called: `local`, a context's name, or the host of its address.
    pub id: HostId,
    /// Where to try, in order; several only for the default search.
    pub candidates: Vec<Endpoint>,
    /// Which setting chose it: `-H`, `DOCKER_HOST`, `context web01 (DOCKER_CONTEXT)`.
    pub chosen_by: String,
    /// How to talk to it.
    pub options: ConnectOptions,
}

/// Resolves, by docker's precedence: `-H`, `-c`, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context of
/// `config.json`, then the sockets where engines usually listen. An empty variable is an unset one.
///
/// # Errors
/// A setting that is in force and cannot be used; one that is not in force is not looked at.
pub fn resolve(
    choice: &Choice,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<HostSpec, HostsError> {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (host, context) = (filled(&choice.host), filled(&choice.context));
    if host.is_some() && context.is_some() {
        return Err(HostsError::HostAndContext);
    }
    if let Some(host) = host {
        return of_address(&host, "-H", surroundings, sources);
    }
    if let Some(name) = context {
        return of_context(&name, "-c", surroundings, sources);
    }
    if let Some(host) = surroundings.get_filled("DOCKER_HOST") {
        return of_address(host, "DOCKER_HOST", surroundings, sources);
    }
    if let Some(name) = surroundings.get_filled("DOCKER_CONTEXT") {
        return of_context(name, "DOCKER_CONTEXT", surroundings, sources);
    }
    let current = config_file::read(surroundings, sources)?.current_context;
    if current.is_empty() {
        return default_search(
            "default; no -H, no DOCKER_HOST, no context set",
            surroundings,
            sources,
        );
    }
    of_context(&current, "current in config.json", surroundings, sources)
}

/// The name of the context in force without `-H` and `-c`.
pub(super) fn current_context(
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<String, HostsError> {
    if surroundings.get_filled("DOCKER_HOST").is_some() {
        return Ok(DEFAULT.to_owned());
    }
    if let Some(name) = surroundings.get_filled("DOCKER_CONTEXT") {
        return Ok(name.to_owned());
    }
    let current = config_file::read(surroundings, sources)?.current_context;
    Ok(if current.is_empty() {
        DEFAULT.to_owned()
    } else {
        current
    })
}

fn of_address(
    url: &str,
    chosen_by: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<HostSpec, HostsError> {
    let endpoint = address::parse(url, tls(surroundings, sources))?;
    Ok(HostSpec {
        id: HostId::from(endpoint.host_name()),
        candidates: vec![endpoint],
        chosen_by: chosen_by.to_owned(),
        options: options(surroundings, sources)?,
    })
}

fn of_context(
    name: &str,
    chosen_by: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<HostSpec, HostsError> {
    if name == DEFAULT {
        // The default context is what the environment says.
        return match surroundings.get_filled("DOCKER_HOST") {
            Some(host) => of_address(
                host,
                &format!("DOCKER_HOST (context default, {chosen_by})"),
                surroundings,
                sources,
            ),
            None => default_search(
                &format!("context default ({chosen_by})"),
                surroundings,
                sources,
            ),
        };
    }
    let endpoint = contexts::endpoint(name, surroundings, sources)?;
    let name = sanitise(name);
    Ok(HostSpec {
        chosen_by: format!("context {name} ({chosen_by})"),
        id: HostId::from(name),
        candidates: vec![endpoint],
        options: options(surroundings, sources)?,
    })
}

fn default_search(
    chosen_by: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<HostSpec, HostsError> {
    let mut paths = vec![PathBuf::from(DEFAULT_SOCKET)];
    if let Some(home) = &surroundings.home {
        paths.push(home.join(".docker/run/docker.sock"));
    }
    let runtime = match (surroundings.get_filled("XDG_RUNTIME_DIR"), surroundings.uid) {
        (Some(path), _) => Some(PathBuf::from(path)),
        // Where logins do not set it, it still stands there.
        (None, Some(uid)) => Some(PathBuf::from(format!("/run/user/{uid}"))),
        (None, None) => None,
    };
    if let Some(runtime) = runtime {
        paths.push(runtime.join("docker.sock"));
        paths.push(runtime.join("podman/podman.sock"));
    }
    paths.push(PathBuf::from("/run/podman/podman.sock"));
    Ok(HostSpec {
        id: HostId::from("local"),
        candidates: paths.into_iter().map(Endpoint::Unix).collect(),
        chosen_by: chosen_by.to_owned(),
        options: options(surroundings, sources)?,
    })
}

/// `DOCKER_TLS_VERIFY` and `DOCKER_TLS`: on with any value, as docker/cli takes them. Of the files in
/// `DOCKER_CERT_PATH` (else docker's folder) our own certificate may be missing; the authority may not, if it is to be
/// checked by it.
fn tls(surroundings: &Surroundings, sources: &dyn Sources) -> Option<TlsFiles> {
    let verify = surroundings.get_filled("DOCKER_TLS_VERIFY").is_some();
    if !verify && surroundings.get_filled("DOCKER_TLS").is_none() {
        return None;
    }
    let folder = match surroundings.get_filled("DOCKER_CERT_PATH") {
        Some(path) => surroundings.cwd.join(path),
        None => config_file::folder(surroundings)?,
    };
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let has_identity = sources.is_file(&certificate) || sources.is_file(&key);
    Some(TlsFiles {
        ca: Some(folder.join("ca.pem")),
        identity: has_identity.then_some((certificate, key)),
        verify,
    })
}

/// `DOCKER_API_VERSION` and the headers of each request.
fn options(
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<ConnectOptions, HostsError> {
    let headers = match surroundings.get_filled("DOCKER_CUSTOM_HEADERS") {
        Some(text) => headers::parse(text)?,
        // Where docker's configuration is not what chose the engine, a fault in it is no reason to fail.
        None => config_file::read(surroundings, sources)
            .unwrap_or_default()
            .http_headers
            .into_iter()
            .collect(),
    };
    Ok(ConnectOptions {
        api_version: surroundings
            .get_filled("DOCKER_API_VERSION")
            .map(str::to_owned),
        headers,
        limits: Limits::default(),
    })
}

#[cfg(test)]
mod tests;
