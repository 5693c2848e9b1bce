//! Logs of several containers as one, by time, without holding more than a batch of each.

use super::Range;
use crate::engine::{Engine, EngineError, Items, LogsRequest};
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::Container;
use crate::model::time::Timestamp;
use futures_util::StreamExt;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The merge.
pub(super) struct Merge {
    engine: Arc<dyn Engine>,
    sources: Vec<Source>,
}

struct Source {
    id: InstanceId,
    request: LogsRequest,
    stream: Stream,
    waiting: VecDeque<LogLine>,
    /// Of the last line taken; one without a time counts as this one's neighbour.
    last: Timestamp,
    /// Lines of that very moment.
    at_last: usize,
    failure: Option<EngineError>,
}

enum Stream {
    NotOpened,
    Open(Items<Vec<LogLine>>),
    Ended,
}

impl Merge {
    pub(super) fn begin(engine: &Arc<dyn Engine>, containers: &[&Container], range: Range) -> Self {
        let sources = containers
            .iter()
            .map(|container| Source {
                id: container.id.clone(),
                request: LogsRequest {
                    follow: false,
                    tail: range.tail,
                    since: range.since,
                    until: range.until,
                    tty: container
                        .details
                        .as_ref()
                        .is_some_and(|details| details.tty),
                },
                stream: Stream::NotOpened,
                waiting: VecDeque::new(),
                last: Timestamp::default(),
                at_last: 0,
                failure: None,
            })
            .collect();
        Self {
            engine: Arc::clone(engine),
            sources,
        }
    }

    /// The oldest line of all.
    pub(super) async fn next(&mut self) -> Option<(InstanceId, LogLine)> {
        for source in &mut self.sources {
            source.fill(&self.engine).await;
        }
        let source = self
            .sources
            .iter_mut()
            .filter(|source| !source.waiting.is_empty())
            .min_by_key(|source| source.time())?;
        let line = source.waiting.pop_front()?;
        let at = line.at.unwrap_or(source.last);
        source.at_last = if at == source.last {
            source.at_last + 1
        } else {
            1
        };
        source.last = at;
        Some((source.id.clone(), line))
    }

    pub(super) fn failures(&self) -> Vec<(&InstanceId, &EngineError)> {
        self.sources
            .iter()
            .filter_map(|source| Some((&source.id, source.failure.as_ref()?)))
            .collect()
    }

    /// The time of each container's last line, where there was one, and how many lines were of that moment. Those that
    /// cannot be read are left out.
    pub(super) fn into_seen(self) -> BTreeMap<InstanceId, Option<(Timestamp, usize)>> {
        self.sources
            .into_iter()
            .filter(|source| source.failure.is_none())
            .map(|source| {
                let seen = (source.at_last > 0).then_some((source.last, source.at_last));
                (source.id, seen)
            })
            .collect()
    }
}

impl Source {
    fn time(&self) -> Timestamp {
        self.waiting
            .front()
            .and_then(|line| line.at)
            .unwrap_or(self.last)
    }

    /// Reads on until a line waits or none comes any more.
    async fn fill(&mut self, engine: &Arc<dyn Engine>) {
        while self.waiting.is_empty() {
            match &mut self.stream {
                Stream::Ended => return,
                Stream::NotOpened => match engine.logs(&self.id, self.request.clone()).await {
                    Ok(stream) => self.stream = Stream::Open(stream),
                    Err(error) => self.fail(error),
                },
                Stream::Open(stream) => match stream.next().await {
                    Some(Ok(lines)) => self.waiting.extend(lines),
                    Some(Err(error)) => self.fail(error),
                    None => self.stream = Stream::Ended,
                },
            }
        }
    }

    fn fail(&mut self, error: EngineError) {
        self.failure = Some(error);
        self.stream = Stream::Ended;
    }
}
