//! Docker's own configuration: `$DOCKER_CONFIG/config.json`, as far as it says which engine and how.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::hosts::error::HostsError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Largest file of docker's that is read.
pub(super) const FILE_LIMIT: u64 = 4 << 20;
/// What docker takes where nothing is set.
const DEFAULT_DETACH_KEYS: &str = "ctrl-p,ctrl-q";

/// What is used of `config.json`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ConfigFile {
    pub(super) current_context: String,
    detach_keys: String,
    #[serde(rename = "HttpHeaders")]
    pub(super) http_headers: BTreeMap<String, String>,
}

/// `$DOCKER_CONFIG`, else `~/.docker`.
pub(super) fn folder(surroundings: &Surroundings) -> Option<PathBuf> {
    match surroundings.get_filled("DOCKER_CONFIG") {
        Some(path) => Some(surroundings.cwd.join(path)),
        None => Some(surroundings.home.as_ref()?.join(".docker")),
    }
}

/// Where docker's configuration is looked for: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`.
pub fn config_path(surroundings: &Surroundings) -> Option<PathBuf> {
    Some(folder(surroundings)?.join("config.json"))
}

/// Reads `config.json`; a missing one is empty.
pub(super) fn read(
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<ConfigFile, HostsError> {
    let Some(path) = folder(surroundings).map(|folder| folder.join("config.json")) else {
        return Ok(ConfigFile::default());
    };
    match sources.read(&path, FILE_LIMIT) {
        Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => Ok(ConfigFile::default()),
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map_err(|error| HostsError::malformed(&path, &error))
        }
        Err(error) if is_absent(&error) => Ok(ConfigFile::default()),
        Err(error) => Err(HostsError::unreadable(&path, &error)),
    }
}

pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// The keys that leave an attached container running, as docker's configuration has them: `ctrl-p,ctrl-q` by default.
///
/// # Errors
/// A configuration that cannot be read.
pub fn detach_keys(
    surroundings: &Surroundings,
    sources: &dyn Sources,
) -> Result<String, HostsError> {
    let config = read(surroundings, sources)?;
    let keys = crate::model::text::sanitise(config.detach_keys.trim());
    Ok(if keys.is_empty() {
        DEFAULT_DETACH_KEYS.to_owned()
    } else {
        keys
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sources::Memory;

    fn home() -> Surroundings {
        Surroundings {
            home: Some("/home/deploy".into()),
            cwd: "/srv".into(),
            ..Surroundings::default()
        }
    }

    #[test]
    fn detach_keys_come_from_dockers_configuration() {
        let files = Memory::default().with(
            "/home/deploy/.docker/config.json",
            r#"{"detachKeys":"ctrl-@","auths":{"x":{}}}"#,
        );
        assert_eq!(detach_keys(&home(), &files), Ok("ctrl-@".to_owned()));
        assert_eq!(
            detach_keys(&home(), &Memory::default()),
            Ok("ctrl-p,ctrl-q".to_owned())
        );
        let elsewhere = home().with("DOCKER_CONFIG", "conf");
        let files = Memory::default().with("/srv/conf/config.json", r#"{"detachKeys":"a"}"#);
        assert_eq!(detach_keys(&elsewhere, &files), Ok("a".to_owned()));
    }

    #[test]
    fn a_malformed_configuration_is_located() {
        let files = Memory::default().with(
            "/home/deploy/.docker/config.json",
            "{\n  \"currentContext\": \"x\",\n  oops\n}",
        );
        assert_eq!(
            detach_keys(&home(), &files).unwrap_err().to_string(),
            "cannot read /home/deploy/.docker/config.json:3:3: key must be a string"
        );
    }
}
