//! Texts of ours in paths and queries.

use crate::engine::request::ListFilter;
use crate::engine::{EngineError, Result};
use crate::model::text::sanitise;
use hyper::StatusCode;
use std::fmt::Write as _;

/// Escapes what is no letter, digit, or mark that means nothing in an address: detach keys are `ctrl-p,ctrl-q`, but also
/// `ctrl-@` or `ctrl-]`.
pub(super) fn query_value(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A name as one segment of a path. `what` it is of, for the words of a refusal.
pub(super) fn name_segment(what: &str, name: &str) -> Result<String> {
    match name {
        "" | "." | ".." => Err(EngineError::Refused {
            status: StatusCode::NOT_FOUND.as_u16(),
            message: format!("no such {what}: {}", sanitise(name)),
        }),
        name => Ok(query_value(name)),
    }
}

/// An image's name in a path, where its slashes stay.
pub(super) fn image_path(name: &str) -> Result<String> {
    let parts: Result<Vec<String>> = name
        .split('/')
        .map(|part| name_segment("image", part))
        .collect();
    Ok(parts?.join("/"))
}

/// A list's query, begun by `mark` where there is anything to ask.
pub(super) fn filter(mark: char, filter: &ListFilter) -> String {
    if filter.labels.is_empty() {
        return String::new();
    }
    let labels: Vec<String> = filter
        .labels
        .iter()
        .map(|(key, value)| match value {
            Some(value) => format!("{key}={value}"),
            None => key.clone(),
        })
        .collect();
    let filters = serde_json::json!({ "label": labels }).to_string();
    format!("{mark}filters={}", query_value(&filters))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 of RFC 4648 section 5, padded: credentials in a header.
pub(super) fn base64_url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = 0_usize;
        for index in 0..3 {
            group = group << 8 | chunk.get(index).copied().map_or(0, usize::from);
        }
        for index in 0..4 {
            let digit = ALPHABET.get(group >> (18 - 6 * index) & 63);
            text.push(match digit {
                Some(digit) if index <= chunk.len() => char::from(*digit),
                _ => '=',
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{fb}\u{ff}", "w7vDvw=="),
        ] {
            assert_eq!(base64_url(bytes.as_bytes()), text, "{bytes:?}");
        }
        assert_eq!(base64_url(&[0xfb, 0xff]), "-_8=");
    }

    #[test]
    fn no_name_changes_the_route() {
        assert_eq!(
            image_path("reg:5000/a/b:1@sha256:0").as_deref(),
            Ok("reg%3A5000/a/b%3A1%40sha256%3A0")
        );
        for name in ["", "..", "a/../b", "a//b", "/a"] {
            assert!(image_path(name).is_err(), "{name}");
        }
        assert_eq!(name_segment("volume", "a/b?c").as_deref(), Ok("a%2Fb%3Fc"));
        assert!(name_segment("volume", "..").is_err());
    }

    #[test]
    fn a_list_is_narrowed_down_by_labels() {
        assert_eq!(filter('?', &ListFilter::default()), "");
        let mut asked = ListFilter::label("a.b", "c");
        asked.labels.push(("d".to_owned(), None));
        assert_eq!(
            filter('&', &asked),
            "&filters=%7B%22label%22%3A%5B%22a.b%3Dc%22%2C%22d%22%5D%7D"
        );
    }
}
