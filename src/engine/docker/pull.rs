//! `POST /images/create`: a stream of JSON lines, the last of which may be an error.

use crate::engine::docker::encode::{base64_url, query_value};
use crate::engine::docker::json_lines::JsonLines;
use crate::engine::docker::transport::{BodyStream, ask};
use crate::engine::docker::{DockerEngine, lax, refusal};
use crate::engine::{EngineError, Items, PullProgress, PullRequest, RegistryAuth, Result};
use crate::model::capabilities::Capability;
use futures_util::stream;
use hyper::Method;
use hyper::header::HeaderValue;
use serde::Deserialize;
use std::collections::VecDeque;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    #[serde(deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::text")]
    status: String,
    #[serde(rename = "progressDetail", deserialize_with = "lax::value")]
    detail: Detail,
    #[serde(deserialize_with = "lax::raw_text")]
    error: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail {
    #[serde(deserialize_with = "lax::value")]
    current: Option<u64>,
    #[serde(deserialize_with = "lax::value")]
    total: Option<u64>,
}

impl DockerEngine {
    pub(super) async fn pull(&self, request: PullRequest) -> Result<Items<PullProgress>> {
        let (name, tag) = parts(&request.image);
        let mut route = format!(
            "/images/create?fromImage={}&tag={}",
            query_value(name),
            query_value(tag)
        );
        if !request.platform.is_empty() {
            route = format!("{route}&platform={}", query_value(&request.platform));
        }
        let mut post = ask(Method::POST, &self.path(&route), None)?;
        if let Some(auth) = &request.auth {
            let value = HeaderValue::from_str(&header(auth))
                .map_err(|error| EngineError::Protocol(error.to_string()))?;
            post.headers_mut().insert("x-registry-auth", value);
        }
        let body = self.transport().open(post, Capability::Images).await?;
        Ok(items(body))
    }
}

fn header(auth: &RegistryAuth) -> String {
    let value = if auth.identity_token.is_empty() {
        serde_json::json!({
            "username": auth.username,
            "password": auth.password,
            "serveraddress": auth.server,
        })
    } else {
        serde_json::json!({
            "identitytoken": auth.identity_token,
            "serveraddress": auth.server,
        })
    };
    base64_url(value.to_string().as_bytes())
}

/// A name, and its digest or tag.
fn parts(image: &str) -> (&str, &str) {
    if let Some((name, digest)) = image.split_once('@') {
        let bare = match name.rsplit_once(':') {
            Some((bare, tag)) if !tag.contains('/') => bare,
            _ => name,
        };
        return (bare, digest);
    }
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, "latest"),
    }
}

struct State {
    body: BodyStream,
    lines: JsonLines,
    ready: VecDeque<Result<PullProgress>>,
    ended: bool,
}

fn items(body: BodyStream) -> Items<PullProgress> {
    let state = State {
        body,
        lines: JsonLines::default(),
        ready: VecDeque::new(),
        ended: false,
    };
    Box::pin(stream::unfold(state, |mut state| async move {
        loop {
            if let Some(item) = state.ready.pop_front() {
                if item.is_err() {
                    state.ready.clear();
                    state.ended = true;
                }
                return Some((item, state));
            }
            if state.ended {
                return None;
            }
            let State {
                body,
                lines,
                ready,
                ended,
            } = &mut state;
            match body.next().await {
                Some(Ok(bytes)) => lines.push(&bytes, |line| ready.push_back(item(line))),
                Some(Err(error)) => ready.push_back(Err(error)),
                None => {
                    lines.finish(|line| ready.push_back(item(line)));
                    *ended = true;
                }
            }
        }
    }))
}

fn item(line: &[u8]) -> Result<PullProgress> {
    let text = String::from_utf8_lossy(line);
    let line: Line = serde_json::from_str(&text)
        .map_err(|error| EngineError::Protocol(format!("a line of the pull: {error}")))?;
    if !line.error.is_empty() {
        return Err(EngineError::Refused {
            status: 500,
            message: refusal::words(&line.error),
        });
    }
    Ok(PullProgress {
        layer: line.id,
        status: line.status,
        current: line.detail.current,
        total: line.detail.total,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_tags_and_digests() {
        for (image, expected) in [
            ("postgres", ("postgres", "latest")),
            ("postgres:16", ("postgres", "16")),
            ("reg:5000/a", ("reg:5000/a", "latest")),
            ("reg:5000/a:1", ("reg:5000/a", "1")),
            ("a:1@sha256:00", ("a", "sha256:00")),
            ("reg:5000/a@sha256:00", ("reg:5000/a", "sha256:00")),
        ] {
            assert_eq!(parts(image), expected, "{image}");
        }
    }

    #[test]
    fn a_line_is_progress_or_the_end() {
        let progress = item(
            br#"{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"1a2b"}"#,
        );
        assert_eq!(
            progress,
            Ok(PullProgress {
                layer: "1a2b".to_owned(),
                status: "Downloading".to_owned(),
                current: Some(5),
                total: Some(9),
            })
        );
        let failed = item(br#"{"errorDetail":{"message":"x"},"error":"no\nspace"}"#);
        assert_eq!(failed.unwrap_err().to_string(), "no space");
    }
}
