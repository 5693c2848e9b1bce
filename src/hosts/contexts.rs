//! Docker contexts: `$DOCKER_CONFIG/contexts/meta/<sha256 of the name>/meta.json`, and beside them the TLS files.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::engine::docker::{Endpoint, TlsFiles};
use crate::hosts::address;
use crate::hosts::config_file::{self, FILE_LIMIT};
use crate::hosts::error::HostsError;
use crate::hosts::resolve::{self, Choice};
use crate::model::text::sanitise;
use crate::plan::work::ContextChoice;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The context that stands for the environment and the default socket.
pub const DEFAULT: &str = "default";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Meta {
    name: String,
    endpoints: BTreeMap<String, MetaEndpoint>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct MetaEndpoint {
    #[serde(rename = "Host")]
    host: String,
    #[serde(rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
}

/// Where the context of this name leads.
///
/// # Errors
/// [`HostsError::UnknownContext`] with those that exist, a malformed file with its place, or an address that is none.
pub(super) fn endpoint(
    name: &str,
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<Endpoint, HostsError> {
    let unknown = || HostsError::UnknownContext {
        name: sanitise(name),
        known: names(surroundings, sources),
    };
    let folder = config_file::folder(surroundings).ok_or_else(unknown)?;
    let digest = digest(name);
    let path = meta_path(&folder, &digest);
    let meta = match sources.read(&path, FILE_LIMIT) {
        Ok(bytes) => parse(&path, &bytes)?,
        Err(error) if config_file::is_absent(&error) => return Err(unknown()),
        Err(error) => return Err(HostsError::unreadable(&path, &error)),
    };
    of_meta(&meta, &folder, &digest, sources)
}

fn of_meta(
    meta: &Meta,
    folder: &Path,
    digest: &str,
    sources: &dyn Sources,
) -> Result<Endpoint, HostsError> {
    let docker = meta
        .endpoints
        .get("docker")
        .ok_or_else(|| HostsError::NoEndpoint {
            name: sanitise(&meta.name),
            path: meta_path(folder, digest).display().to_string(),
        })?;
    // A context for the local engine may leave its address out.
    let host = match docker.host.as_str() {
        "" => "unix://",
        host => host,
    };
    address::parse(host, tls(folder, digest, docker, sources))
}

/// TLS where there are files, or where the context says not to check (docker/cli does the same).
fn tls(
    folder: &Path,
    digest: &str,
    endpoint: &MetaEndpoint,
    sources: &dyn Sources,
) -> Option<TlsFiles> {
    let folder = folder.join("contexts/tls").join(digest).join("docker");
    let file = |name: &str| Some(folder.join(name)).filter(|path| sources.is_file(path));
    let files = TlsFiles {
        ca: file("ca.pem"),
        identity: file("cert.pem").zip(file("key.pem")),
        verify: !endpoint.skip_tls_verify,
    };
    let is_used = files.ca.is_some() || files.identity.is_some() || !files.verify;
    is_used.then_some(files)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Meta, HostsError> {
    serde_json::from_slice(bytes).map_err(|error| HostsError::malformed(path, &error))
}

fn meta_path(folder: &Path, digest: &str) -> PathBuf {
    folder.join("contexts/meta").join(digest).join("meta.json")
}

/// The name of its folder.
pub(super) fn digest(name: &str) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(name.as_bytes()) {
        let _infallible = write!(text, "{byte:02x}");
    }
    text
}

/// Names of the contexts that can be read, sorted.
fn names(surroundings: &Surroundings, sources: &dyn Sources) -> Vec<String> {
    all(surroundings, sources)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

/// All contexts but the default one, by name, with where they lead.
fn all(
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Vec<(String, Result<Endpoint, HostsError>)> {
    let Some(folder) = config_file::folder(surroundings) else {
        return Vec::new();
    };
    let digests = sources
        .list(&folder.join("contexts/meta"))
        .unwrap_or_default();
    let mut found: Vec<_> = digests
        .iter()
        .filter_map(|digest| {
            let path = meta_path(&folder, digest);
            let bytes = sources.read(&path, FILE_LIMIT).ok()?;
            Some(match parse(&path, &bytes) {
                Ok(meta) => {
                    let endpoint = of_meta(&meta, &folder, digest, sources);
                    (sanitise(&meta.name), endpoint)
                }
                // Its name stands in the file only.
                Err(error) => (digest.get(..12).unwrap_or(digest).to_owned(), Err(error)),
            })
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// What can be chosen: `default` first, then docker's contexts by name. One that cannot be used says why in place of
/// its endpoint. The current one is that which is in force without `-H` and `-c`.
pub fn context_choices(surroundings: &Surroundings, sources: &dyn Sources) -> Vec<ContextChoice> {
    let current = resolve::current_context(surroundings, sources).unwrap_or_default();
    let default = Choice {
        context: Some(DEFAULT.to_owned()),
        ..Choice::default()
    };
    let default = resolve::resolve(&default, surroundings, sources).map(|spec| {
        spec.candidates
            .first()
            .map_or_else(String::new, ToString::to_string)
    });
    let rest = all(surroundings, sources)
        .into_iter()
        .map(|(name, endpoint)| (name, endpoint.map(|endpoint| endpoint.to_string())));
    std::iter::once((DEFAULT.to_owned(), default))
        .chain(rest)
        .map(|(name, endpoint)| ContextChoice {
            is_current: name == current,
            endpoint: endpoint.unwrap_or_else(|error| error.to_string()),
            name,
        })
        .collect()
}
