//! What comes after the past: through restarts, and of containers that come later.

use super::print::Printer;
use super::{Range, Whose};
use crate::app::domain::Host;
use crate::cli::error::CliError;
use crate::cli::look::containers;
use crate::model::ids::{Epoch, InstanceId};
use crate::model::time::Timestamp;
use crate::ops::watch::{self, WatchHandle};
use crate::ops::{Entry, Outlet, engine_now, logs, our_now};
use crate::plan::news::{HostMsg, LogQuery, LogSource, LogsMsg};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// Batches that wait for the terminal. Full: the engine waits.
const WAITING: usize = 64;

pub(super) struct Live {
    host: Host,
    whose: Whose,
    range: Range,
    /// Last line's time of those whose past was printed, and how many lines were of that moment.
    seen: BTreeMap<InstanceId, Option<(Timestamp, usize)>>,
    followed: BTreeSet<InstanceId>,
}

impl Live {
    pub(super) fn new(
        host: Host,
        whose: Whose,
        range: Range,
        seen: BTreeMap<InstanceId, Option<(Timestamp, usize)>>,
    ) -> Self {
        Self {
            host,
            whose,
            range,
            seen,
            followed: BTreeSet::new(),
        }
    }

    /// Follows until `--until`, or for ever; ctrl-c ends the process.
    pub(super) async fn run(
        mut self,
        entry: &Entry,
        printer: &mut Printer<'_>,
    ) -> Result<(), CliError> {
        let (id, connector) = entry.destination()?;
        debug_assert_eq!(id, self.host.id);
        let (handle, seat) = watch::channel();
        let (news_sender, mut news) = mpsc::channel(WAITING);
        let (lines_sender, mut lines) = mpsc::channel(WAITING);
        let outlet: Outlet<LogsMsg> = Outlet::from(lines_sender);
        // Above the epoch of the first look, so that nothing of it counts as newer.
        let watching = watch::watch(
            connector,
            seat,
            Outlet::from(news_sender),
            CancellationToken::new(),
            Epoch(2),
        );
        tokio::pin!(watching);
        let mut follows: FuturesUnordered<BoxFuture<'static, ()>> = FuturesUnordered::new();
        follows.extend(self.begin(&handle, &outlet, printer));
        let end = self
            .range
            .until
            .map(|until| Instant::now() + engine_now(&self.host.engine).age(until));
        loop {
            tokio::select! {
                biased;
                Some(msg) = lines.recv() => self.print(msg, printer)?,
                Some(msg) = news.recv() => {
                    self.take(msg, printer);
                    follows.extend(self.begin(&handle, &outlet, printer));
                }
                Some(()) = follows.next() => {}
                () = &mut watching => return Ok(()),
                () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => return Ok(()),
            }
        }
    }

    /// Follows whoever is meant and is not followed yet.
    fn begin(
        &mut self,
        handle: &WatchHandle,
        outlet: &Outlet<LogsMsg>,
        printer: &mut Printer<'_>,
    ) -> Vec<BoxFuture<'static, ()>> {
        // That nothing is left of a target is no fault: it may come again.
        let ids = self.whose.ids(&self.host).unwrap_or_default();
        let new: Vec<InstanceId> = ids
            .into_iter()
            .filter(|id| !self.followed.contains(id))
            .collect();
        let chosen = containers(&self.host, &new);
        printer.learn(&chosen);
        let mut follows: Vec<BoxFuture<'static, ()>> = Vec::new();
        for container in chosen {
            let Some(details) = &container.details else {
                continue;
            };
            self.followed.insert(container.id.clone());
            let (since, seen) = match self.seen.get(&container.id) {
                Some(Some((last, seen))) => (Some(*last), *seen),
                // Nothing was wanted of its past.
                Some(None) if self.range.tail == Some(0) => (None, 0),
                // Its past was empty, or it is new: all of it is new.
                _ => (Some(self.range.since.unwrap_or_default()), 0),
            };
            let query = LogQuery {
                host: self.host.id.clone(),
                instances: vec![LogSource {
                    instance_id: container.id.clone(),
                    tty: details.tty,
                    since,
                    seen,
                }],
                tail: 0,
            };
            follows.push(Box::pin(logs::follow(
                query,
                handle.clone(),
                outlet.clone(),
                CancellationToken::new(),
            )));
        }
        follows
    }

    fn print(&self, msg: LogsMsg, printer: &mut Printer<'_>) -> Result<(), CliError> {
        match msg {
            LogsMsg::Lines(batch) => {
                for line in &batch.lines {
                    let is_late = self
                        .range
                        .until
                        .is_some_and(|until| line.at.is_some_and(|at| at > until));
                    if !is_late {
                        printer.print(&batch.instance_id, line)?;
                    }
                }
                printer.flush()?;
            }
            LogsMsg::Failed(id, words) => {
                let name = super::name(&self.host, &id);
                printer.warn(&format!("cannot read the log of `{name}`: {words}"));
            }
            LogsMsg::CaughtUp(_) | LogsMsg::Ended(_) => {}
        }
        Ok(())
    }

    fn take(&mut self, msg: HostMsg, printer: &mut Printer<'_>) {
        let host = &mut self.host;
        match msg {
            HostMsg::Snapshot(epoch, snapshot) => host.take_snapshot(epoch, snapshot),
            HostMsg::Inspected(epoch, containers) => host.take_inspected(epoch, containers),
            HostMsg::Event(epoch, event) => host.take_event(epoch, event),
            HostMsg::Engine(epoch, info) => host.take_engine(epoch, info),
            HostMsg::Lost(error) => {
                let reasons: Vec<&str> = error
                    .tried
                    .iter()
                    .map(|attempt| attempt.reason.as_str())
                    .collect();
                printer.warn(&format!(
                    "the connection to `{}` is lost ({}); trying again",
                    host.id,
                    reasons.join(", ")
                ));
                return;
            }
            HostMsg::Connecting | HostMsg::PastEvents(..) | HostMsg::NotAllowed(..) => return,
        }
        host.refresh(our_now(), false);
    }
}
