//! `GET /events`.

use crate::engine::docker::clock;
use crate::engine::docker::json_lines::JsonLines;
use crate::engine::docker::lax;
use crate::engine::docker::transport::BodyStream;
use crate::engine::request::EventsRequest;
use crate::engine::{EngineError, Items};
use crate::model::event::{EngineEvent, EventKind};
use crate::model::labels::Labels;
use crate::model::observed::Health;
use crate::model::time::Timestamp;
use futures_util::stream;
use serde::Deserialize;
use std::collections::VecDeque;
use std::fmt::Write as _;

/// The query, with `?`; empty without any.
pub(super) fn query(request: &EventsRequest) -> String {
    let mut query = String::new();
    for (name, moment) in [("since", request.since), ("until", request.until)] {
        if let Some(moment) = moment {
            let mark = if query.is_empty() { '?' } else { '&' };
            let _infallible = write!(query, "{mark}{name}={}", seconds(moment));
        }
    }
    query
}

/// A moment as the API takes it: seconds and nanoseconds.
pub(super) fn seconds(moment: Timestamp) -> String {
    format!(
        "{}.{:09}",
        moment.seconds(),
        moment.0.rem_euclid(1_000_000_000)
    )
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    #[serde(rename = "Type", deserialize_with = "lax::text")]
    object: String,
    #[serde(rename = "Action", deserialize_with = "lax::text")]
    action: String,
    #[serde(deserialize_with = "lax::text")]
    status: String,
    #[serde(rename = "Actor", deserialize_with = "lax::value")]
    actor: Actor,
    #[serde(rename = "id", deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::value")]
    time: i64,
    #[serde(rename = "timeNano", deserialize_with = "lax::value")]
    time_nanos: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Actor {
    #[serde(rename = "ID", deserialize_with = "lax::text")]
    id: String,
    #[serde(rename = "Attributes", deserialize_with = "lax::labels")]
    attributes: Labels,
}

/// Reads one line; `None` for what is no event at all.
fn event(line: &[u8]) -> Option<EngineEvent> {
    let message: Message = serde_json::from_str(&String::from_utf8_lossy(line)).ok()?;
    let or = |first: String, second: String| if first.is_empty() { second } else { first };
    let action = or(message.action, message.status);
    let object = or(message.object, "container".to_owned());
    if action.is_empty() {
        return None;
    }
    let at = match (message.time_nanos, message.time) {
        (0, 0) => clock::now(),
        (0, seconds) => Timestamp::from_seconds(seconds),
        (nanos, _) => Timestamp(nanos),
    };
    Some(EngineEvent {
        at,
        object,
        id: or(message.actor.id, message.id),
        kind: kind(&action, &message.actor.attributes),
        attributes: message.actor.attributes,
    })
}

/// What the action says. Podman's own words stand beside docker's.
fn kind(action: &str, attributes: &Labels) -> EventKind {
    if let Some(rest) = action.strip_prefix("health_status") {
        let word = rest.trim_start_matches([':', ' ']);
        let word = match word {
            "" => attributes
                .get("health_status")
                .or_else(|| attributes.get("healthStatus"))
                .map_or("", |word| &**word),
            word => word,
        };
        return EventKind::Health(Health::from_word(word));
    }
    match action {
        "create" => EventKind::Create,
        "start" => EventKind::Start,
        "die" | "died" => EventKind::Die {
            exit_code: attributes
                .get("exitCode")
                .or_else(|| attributes.get("containerExitCode"))
                .and_then(|code| code.parse().ok()),
        },
        "kill" => EventKind::Kill {
            signal: attributes
                .get("signal")
                .map_or_else(|| "9".to_owned(), ToString::to_string),
        },
        "stop" => EventKind::Stop,
        "restart" => EventKind::Restart,
        "pause" => EventKind::Pause,
        "unpause" => EventKind::Unpause,
        "destroy" | "remove" => EventKind::Destroy,
        "rename" => EventKind::Rename,
        "oom" => EventKind::Oom,
        "update" => EventKind::Update,
        other => EventKind::Other(other.to_owned()),
    }
}

/// The events of a body as they come.
pub(super) fn items(body: BodyStream) -> Items<EngineEvent> {
    struct State {
        body: Option<BodyStream>,
        lines: JsonLines,
        ready: VecDeque<EngineEvent>,
    }
    let state = State {
        body: Some(body),
        lines: JsonLines::default(),
        ready: VecDeque::new(),
    };
    Box::pin(stream::unfold(state, |mut state| async move {
        loop {
            if let Some(event) = state.ready.pop_front() {
                return Some((Ok(event), state));
            }
            let mut take = |line: &[u8]| state.ready.extend(event(line));
            match state.body.as_mut()?.next().await {
                Some(Ok(bytes)) => state.lines.push(&bytes, &mut take),
                Some(Err(error)) => {
                    state.body = None;
                    return Some((Err::<_, EngineError>(error), state));
                }
                None => {
                    state.body = None;
                    state.lines.finish(&mut take);
                    if state.ready.is_empty() {
                        return None;
                    }
                }
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(text: &str) -> Option<EventKind> {
        event(text.as_bytes()).map(|event| event.kind)
    }

    #[test]
    fn a_die_carries_its_exit_code_and_its_labels() {
        let read = event(
            br#"{"status":"die","id":"abc","Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":
               {"exitCode":"137","name":"shop-api-1","com.docker.compose.project":"shop"}},
               "scope":"local","time":1764000000,"timeNano":1764000000123456789}"#,
        )
        .unwrap();
        assert_eq!(
            read.kind,
            EventKind::Die {
                exit_code: Some(137)
            }
        );
        assert_eq!((read.name(), read.id.as_str()), ("shop-api-1", "abc"));
        assert_eq!(read.at, Timestamp(1_764_000_000_123_456_789));
        assert!(read.attributes.contains_key(crate::model::labels::PROJECT));
    }

    #[test]
    fn health_is_read_by_its_prefix_in_each_spelling() {
        for text in [
            r#"{"Type":"container","Action":"health_status: healthy"}"#,
            r#"{"Type":"container","Action":"health_status","Actor":{"Attributes":{"health_status":"healthy"}}}"#,
        ] {
            assert_eq!(
                kind_of(text),
                Some(EventKind::Health(Health::Healthy)),
                "{text}"
            );
        }
    }

    #[test]
    fn unknown_types_and_actions_are_kept() {
        let read = event(br#"{"Type":"pod","Action":"teleport","Actor":7,"time":5}"#).unwrap();
        assert_eq!(
            (read.object.as_str(), read.kind),
            ("pod", EventKind::Other("teleport".to_owned()))
        );
        assert_eq!(kind_of("{}"), None);
        assert_eq!(kind_of("no json"), None);
    }

    #[test]
    fn moments_are_sent_with_nanoseconds() {
        let request = EventsRequest {
            since: Some(Timestamp(1_500_000_000_000_000_007)),
            until: Some(Timestamp::from_seconds(1_600_000_000)),
        };
        assert_eq!(
            query(&request),
            "?since=1500000000.000000007&until=1600000000.000000000"
        );
        assert_eq!(query(&EventsRequest::default()), "");
    }
}
