//! A real engine over HTTP. The only folder that names bollard and hyper.
//!
//! Reading is ours, over [`transport`]: small types that let one unknown value take nothing else away ([`lax`]), and
//! streams in bounded memory. Changes of what runs go through bollard's requests over the same transport ([mod@write]),
//! changes whose records are ours through requests of our own ([mod@change]).

mod archive;
mod change;
mod clock;
mod convert;
mod encode;
pub mod endpoint;
mod events;
mod inspect;
mod inspect_text;
mod json_lines;
mod lax;
mod line_assembler;
mod logs;
mod pull;
mod read;
mod refusal;
mod resources;
mod session;
mod stats;
mod tls;
mod transport;
mod unframe;
mod version;
mod write;

pub use endpoint::{ConnectOptions, Endpoint, Limits, TlsFiles};

use crate::engine::{EngineError, Result};
use crate::model::api_version::ApiVersion;
use crate::model::capabilities::Capability;
use crate::model::observed::EngineInfo;
use crate::model::text::sanitise;
use hyper::header::{HeaderMap, SERVER};
use hyper::{Method, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use transport::Transport;

/// A Docker engine, or Podman by its Docker-compatible API. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct DockerEngine {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Transport,
    /// Set where `DOCKER_API_VERSION` names one.
    wanted: Option<ApiVersion>,
    /// As negotiated by the last ping, packed: an engine may come back with another.
    version: AtomicU32,
}

impl DockerEngine {
    /// Reads the TLS files of the endpoint, asks `/_ping`, and negotiates the version. Keeps no connection open.
    ///
    /// # Errors
    /// What makes the endpoint unusable: [`EngineError::Unreachable`] with the system's words and a hint.
    pub async fn connect(
        endpoint: &Endpoint,
        options: &ConnectOptions,
    ) -> Result<(Self, EngineInfo)> {
        let wanted = match &options.api_version {
            None => None,
            Some(text) => {
                Some(
                    ApiVersion::parse(text).ok_or_else(|| EngineError::Unreachable {
                        reason: format!("DOCKER_API_VERSION is `{}`", sanitise(text)),
                        hint: Some("unset it, or write it as `1.44`".to_owned()),
                    })?,
                )
            }
        };
        let transport = {
            let (endpoint, options) = (endpoint.clone(), options.clone());
            tokio::task::spawn_blocking(move || Transport::new(&endpoint, &options))
                .await
                .map_err(|error| EngineError::Protocol(error.to_string()))??
        };
        let engine = Self {
            inner: Arc::new(Inner {
                transport,
                wanted,
                version: AtomicU32::new(version::packed(wanted.unwrap_or(version::OLDEST))),
            }),
        };
        let info = engine.ask_ping().await?;
        Ok((engine, info))
    }

    fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    fn version(&self) -> ApiVersion {
        version::unpacked(self.inner.version.load(Ordering::Relaxed))
    }

    /// A route of the negotiated version.
    fn path(&self, route: &str) -> String {
        format!("/v{}{route}", self.version())
    }

    async fn ask_ping(&self) -> Result<EngineInfo> {
        let limits = self.transport().limits;
        let answer = self
            .transport()
            .call(
                transport::request(Method::GET, "/_ping")?,
                limits.ping,
                Capability::Info,
            )
            .await;
        let headers = match answer {
            Ok(answer) => answer.headers,
            // A proxy may forbid it and still let the version through.
            Err(EngineError::NotAllowed { .. }) => {
                let request = transport::request(Method::GET, "/version")?;
                self.transport()
                    .call(request, limits.ping, Capability::Info)
                    .await?
                    .headers
            }
            Err(error) => return Err(error),
        };
        let engine = header(&headers, "api-version")
            .and_then(ApiVersion::parse)
            .ok_or_else(|| {
                EngineError::Protocol(
                    "it does not say which API it speaks: is it an engine".to_owned(),
                )
            })?;
        let version = version::negotiate(engine, self.inner.wanted)?;
        self.inner
            .version
            .store(version::packed(version), Ordering::Relaxed);
        Ok(EngineInfo {
            version: server_version(&headers),
            api_version: version.to_string(),
            is_podman: headers.contains_key("libpod-api-version"),
            clock_offset_nanos: self.transport().clock_offset_nanos(),
            ..EngineInfo::default()
        })
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `Docker/20.10.24+dfsg1 (linux)` → `20.10.24+dfsg1`; empty where it says nothing of the kind.
fn server_version(headers: &HeaderMap) -> String {
    let server = header(headers, SERVER.as_str()).unwrap_or_default();
    match server.split_once('/') {
        Some(("Docker" | "Libpod", rest)) => sanitise(rest.split(' ').next().unwrap_or_default()),
        _ => String::new(),
    }
}

/// An id or name as a segment of a path. Anything else cannot be a container's, and would change the route.
fn segment(id: &str) -> Result<&str> {
    let is_name = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        && !id.starts_with('.');
    if is_name {
        Ok(id)
    } else {
        Err(EngineError::Refused {
            status: StatusCode::NOT_FOUND.as_u16(),
            message: format!("no such container: {}", sanitise(id)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_name_never_reaches_a_path() {
        for id in ["", "a/b", "..", "a?x=1", "a b", "é"] {
            assert!(
                segment(id).is_err_and(|error| error.is_not_found()),
                "{id:?}"
            );
        }
        assert_eq!(segment("shop-api_1.x"), Ok("shop-api_1.x"));
    }
}
