//! One look at an engine, for commands that end: the same calls as a watch makes, without staying.
#![expect(
    clippy::disallowed_methods,
    reason = "the engine's clock is ours plus its offset"
)]

use crate::engine::{Engine, EngineError, EventsRequest};
use crate::model::event::EngineEvent;
use crate::model::observed::{Container, EngineInfo};
use crate::model::time::Timestamp;
use crate::ops::watch::{Connected, PAST_DOCKER, PAST_PODMAN};
use futures_util::{StreamExt, stream};
use std::time::{Duration, SystemTime};
use tokio::time::timeout;

/// Inspections at the same time.
const INSPECTIONS: usize = 8;
/// What past events may take: without them the rest is still true.
const PAST_LIMIT: Duration = Duration::from_secs(2);
/// What a call may take.
const LIMIT: Duration = Duration::from_secs(30);

/// What was seen.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// The engine.
    pub info: EngineInfo,
    /// All containers, with details but for those that vanished meanwhile.
    pub containers: Vec<Container>,
    /// Events as far as the engine keeps them, oldest first.
    pub past: Vec<EngineEvent>,
    /// What could not be seen, in the engine's words.
    pub missing: Vec<String>,
}

/// Looks at everything.
///
/// # Errors
/// The list cannot be read. A container that cannot be inspected stays as the list shows it.
pub async fn glance(connected: &Connected) -> Result<Glance, EngineError> {
    let engine = connected.engine.as_ref();
    let info = match &connected.info {
        Some(info) => info.clone(),
        None => limited(engine.ping()).await?,
    };
    let (listed, past) = tokio::join!(
        limited(engine.list_containers()),
        timeout(PAST_LIMIT, past_events(engine, &info))
    );
    let mut seen = Glance {
        info,
        ..Glance::default()
    };
    match past {
        Ok(Ok(past)) => seen.past = past,
        Ok(Err(error)) => seen.missing.push(format!("past events: {error}")),
        Err(_) => seen
            .missing
            .push("past events: no answer in time".to_owned()),
    }
    let inspected: Vec<_> = stream::iter(listed?)
        .map(|listed| async move {
            let answer = limited(engine.inspect_container(listed.id.as_str())).await;
            (listed, answer)
        })
        .buffered(INSPECTIONS)
        .collect()
        .await;
    for (listed, answer) in inspected {
        match answer {
            Ok(mut container) => {
                // Names and ports as the list has them, in its order.
                container.ports = listed.ports;
                container.image = listed.image;
                seen.containers.push(container);
            }
            Err(error) if error.is_not_found() => {}
            Err(error) if error.is_lost() => return Err(error),
            Err(error) => {
                let words = format!("details: {error}");
                if !seen.missing.contains(&words) {
                    seen.missing.push(words);
                }
                seen.containers.push(listed);
            }
        }
    }
    Ok(seen)
}

/// The engine's clock now; up to a second behind.
pub fn engine_now(info: &EngineInfo) -> Timestamp {
    Timestamp(our_now().0.saturating_add(info.clock_offset_nanos))
}

/// This machine's clock now.
pub fn our_now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::default().after(since)
}

async fn past_events(
    engine: &dyn Engine,
    info: &EngineInfo,
) -> Result<Vec<EngineEvent>, EngineError> {
    let now = engine_now(info);
    let span = if info.is_podman {
        PAST_PODMAN
    } else {
        PAST_DOCKER
    };
    let request = EventsRequest {
        since: Some(now.before(span)),
        until: Some(now),
    };
    let mut events = engine.events(request).await?;
    let mut past = Vec::new();
    while let Some(event) = events.next().await {
        past.push(event?);
    }
    Ok(past)
}

async fn limited<T>(call: impl Future<Output = Result<T, EngineError>>) -> Result<T, EngineError> {
    let seconds = LIMIT.as_secs();
    timeout(LIMIT, call)
        .await
        .unwrap_or(Err(EngineError::Timeout { seconds }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::fake::{Fake, container};
    use crate::model::capabilities::Capability;
    use crate::model::observed::Port;
    use std::sync::Arc;

    fn connected(fake: &Arc<Fake>) -> Connected {
        Connected {
            engine: Arc::<Fake>::clone(fake),
            info: None,
            endpoint: "fake".to_owned(),
            chosen_by: "a test".to_owned(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_containers_are_seen_with_details_and_the_lists_ports() {
        let port = Port {
            private: 80,
            public: Some(8080),
            ip: "0.0.0.0".to_owned(),
            protocol: "tcp".to_owned(),
        };
        let mut first = container("a");
        first.ports = vec![port.clone()];
        let fake = Fake::with(vec![first, container("b")]);
        let seen = glance(&connected(&fake)).await.unwrap();
        assert_eq!(seen.containers.len(), 2);
        assert!(seen.containers.iter().all(|one| one.details.is_some()));
        assert_eq!(seen.containers[0].ports, [port]);
        assert_eq!(seen.missing, Vec::<String>::new());
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_proxy_forbids_is_said_and_the_rest_is_seen() {
        let fake = Fake::with(vec![container("a"), container("b")]);
        let denied = |capability| EngineError::NotAllowed {
            capability,
            status: 403,
        };
        fake.fail("past", denied(Capability::Events));
        fake.fail("inspect a", denied(Capability::Containers));
        fake.fail("inspect b", denied(Capability::Containers));
        let seen = glance(&connected(&fake)).await.unwrap();
        assert_eq!(seen.containers.len(), 2);
        assert_eq!(
            seen.missing,
            [
                "past events: this endpoint does not allow events (403)",
                "details: this endpoint does not allow listing containers (403)",
            ]
        );
    }
}
