//! What a failed call means: the system's and the engine's words, and what to do about them.

use crate::engine::docker::endpoint::Endpoint;
use crate::engine::docker::tls;
use crate::engine::error::EngineError;
use crate::model::capabilities::Capability;
use crate::model::text::sanitise_lines;
use hyper::StatusCode;
use serde::Deserialize;
use std::error::Error;
use std::io;
use tokio_rustls::rustls;

/// Longest message of an engine that is kept, in characters.
const MESSAGE_LIMIT: usize = 2_000;

/// An error status as an error. A restricted socket proxy answers with a status of its own and no `{"message": …}`;
/// the engine itself says 404 of an object it does not have, and `page not found` of a route it does not know.
pub(super) fn of_status(status: StatusCode, body: &[u8], capability: Capability) -> EngineError {
    let message = engine_message(body);
    let is_engine = message
        .as_deref()
        .is_some_and(|message| message != "page not found");
    let not_allowed = match status {
        // The engine's own 403: a network that is in use, or its own.
        StatusCode::FORBIDDEN if capability == Capability::Networks => !is_engine,
        StatusCode::FORBIDDEN | StatusCode::METHOD_NOT_ALLOWED => true,
        // The engine's own 501: the log driver of this one container cannot be read.
        StatusCode::NOT_FOUND | StatusCode::NOT_IMPLEMENTED => !is_engine,
        _ => false,
    };
    if not_allowed {
        return EngineError::NotAllowed {
            capability,
            status: status.as_u16(),
        };
    }
    if status == StatusCode::BAD_REQUEST && contains(body, b"HTTP request to an HTTPS server") {
        return EngineError::Unreachable {
            reason: "the endpoint speaks TLS".to_owned(),
            hint: Some(
                "set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem"
                    .to_owned(),
            ),
        };
    }
    EngineError::Refused {
        status: status.as_u16(),
        message: message.unwrap_or_else(|| foreign_message(status, body)),
    }
}

/// `{"message": "…"}`, as engines write errors.
fn engine_message(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        message: String,
    }
    let body: Body = serde_json::from_slice(body).ok()?;
    (!body.message.trim().is_empty()).then(|| words(&body.message))
}

/// What something that is no engine says: its text where it is short and no page, else what the status means.
fn foreign_message(status: StatusCode, body: &[u8]) -> String {
    let text = words(&String::from_utf8_lossy(body));
    if text.is_empty() || text.starts_with('<') || text.len() > 200 {
        let reason = status.canonical_reason().unwrap_or("error");
        format!("{} {}", status.as_u16(), reason.to_lowercase())
    } else {
        text
    }
}

/// Text of an engine in one line.
pub(super) fn words(text: &str) -> String {
    let text: String = text.chars().take(MESSAGE_LIMIT).collect();
    sanitise_lines(&text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// The system's words for an error, without its number: `permission denied`.
pub(super) fn io_words(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

/// Why no connection came about.
pub(super) fn of_connect(endpoint: &Endpoint, error: &io::Error) -> EngineError {
    if let Some(tls_error) = find::<rustls::Error>(error) {
        return tls::failure(tls_error);
    }
    let hint = match (endpoint, error.kind()) {
        (Endpoint::Unix(_), io::ErrorKind::PermissionDenied) => Some(
            "your user may not use the socket: join the group `docker` (`sudo usermod -aG docker $USER`, then log in \
             anew), or run a rootless engine",
        ),
        (Endpoint::Unix(_), io::ErrorKind::NotFound) => Some(
            "no engine runs here, or it listens elsewhere: start it (`sudo systemctl start docker`), or name its \
             endpoint with -H or DOCKER_HOST",
        ),
        (Endpoint::Unix(_), io::ErrorKind::ConnectionRefused) => Some(
            "the socket is there but the engine is not: start it (`sudo systemctl start docker`)",
        ),
        (Endpoint::Unix(_), io::ErrorKind::NotADirectory) => Some("the path is wrong"),
        (Endpoint::Tcp { .. }, io::ErrorKind::ConnectionRefused) => {
            Some("nothing listens on this port: is it the engine's, and is the engine running")
        }
        (
            Endpoint::Tcp { .. },
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable,
        ) => Some("the host cannot be reached over the network"),
        (
            Endpoint::Tcp { tls: Some(_), .. },
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset,
        ) => Some(
            "the endpoint ended the TLS handshake: does it speak TLS, and does it accept our certificate",
        ),
        // The resolver's errors have no kind of their own.
        (Endpoint::Tcp { .. }, _) if error.to_string().contains("lookup") => {
            Some("check the host's name")
        }
        _ => None,
    };
    EngineError::Unreachable {
        reason: io_words(error),
        hint: hint.map(str::to_owned),
    }
}

/// Why a connection that stood did not bring a whole answer.
pub(super) fn of_http(error: &hyper::Error) -> EngineError {
    if let Some(tls_error) = find::<rustls::Error>(error) {
        return tls::failure(tls_error);
    }
    if error.is_parse() {
        return EngineError::Protocol("it is not HTTP".to_owned());
    }
    let reason = match find::<io::Error>(error) {
        Some(io_error) if io_error.kind() != io::ErrorKind::UnexpectedEof => io_words(io_error),
        _ => "the connection was closed in the middle of the answer".to_owned(),
    };
    EngineError::Unreachable { reason, hint: None }
}

/// The first error of this type among the causes. `io::Error` hides what it carries from `source`.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(current) = next {
        if let Some(found) = current.downcast_ref::<E>() {
            return Some(found);
        }
        next = match current
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => {
                let inner: &(dyn Error + 'static) = inner;
                Some(inner)
            }
            None => current.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> EngineError {
        of_status(
            StatusCode::from_u16(status).unwrap(),
            body.as_bytes(),
            Capability::Logs,
        )
    }

    fn refused(status: u16, message: &str) -> EngineError {
        EngineError::Refused {
            status,
            message: message.to_owned(),
        }
    }

    fn not_allowed(status: u16) -> EngineError {
        EngineError::NotAllowed {
            capability: Capability::Logs,
            status,
        }
    }

    #[test]
    fn the_engines_own_404_is_a_missing_object() {
        assert_eq!(
            of(404, r#"{"message":"No such container: nope"}"#),
            refused(404, "No such container: nope")
        );
        assert_eq!(
            of(
                404,
                r#"{"cause":"no such container","message":"no container with name or ID \"x\" found","response":404}"#
            ),
            refused(404, "no container with name or ID \"x\" found")
        );
    }

    #[test]
    fn a_proxys_refusal_takes_the_capability_away() {
        assert_eq!(of(403, "<html>403 Forbidden</html>"), not_allowed(403));
        assert_eq!(
            of(403, r#"{"message":"authorization denied by plugin"}"#),
            not_allowed(403)
        );
        assert_eq!(of(404, "404 page not found\n"), not_allowed(404));
        assert_eq!(of(404, r#"{"message":"page not found"}"#), not_allowed(404));
        assert_eq!(of(405, ""), not_allowed(405));
        assert_eq!(of(501, "not implemented"), not_allowed(501));
    }

    #[test]
    fn a_log_driver_that_cannot_be_read_is_no_matter_of_the_endpoint() {
        let message = "configured logging driver does not support reading";
        assert_eq!(
            of(501, &format!(r#"{{"message":"{message}"}}"#)),
            refused(501, message)
        );
    }

    #[test]
    fn a_page_of_a_gateway_is_named_by_its_status() {
        assert_eq!(of(502, "<html>…</html>"), refused(502, "502 bad gateway"));
    }

    #[test]
    fn a_socket_that_may_not_be_used_names_the_group_and_the_other_way() {
        let endpoint = Endpoint::Unix("/var/run/docker.sock".into());
        let error = of_connect(&endpoint, &io::Error::from_raw_os_error(13));
        assert_eq!(error.to_string(), "permission denied");
        let hint = error.hint().unwrap();
        assert!(
            hint.contains("usermod -aG docker") && hint.contains("rootless"),
            "{hint}"
        );
    }

    #[test]
    fn messages_stay_in_one_harmless_line() {
        assert_eq!(
            of(
                500,
                "{\"message\":\"driver failed:\\n\\u001b[31mport taken\"}"
            ),
            refused(500, "driver failed: port taken")
        );
    }

    #[test]
    fn a_plain_request_to_a_tls_port_says_so() {
        let error = of(400, "Client sent an HTTP request to an HTTPS server.\n");
        assert!(
            error.hint().unwrap().contains("DOCKER_TLS_VERIFY"),
            "{error}"
        );
    }
}
