//! The detail pane: its headline, and the body of its tab.

mod charts;
mod config;
mod env;
mod events;
mod problem;
mod top;

use crate::app::chrome::plural;
use crate::app::domain::words;
use crate::app::layout::table_rows;
use crate::app::logs::level::Level;
use crate::app::logs::rows::Room;
use crate::app::state::App;
use crate::app::stats::Series;
use crate::app::view::{Body, Headline, Line, RowId, Tab, Tone, line};
use crate::model::ids::Manager;
use crate::model::status::Status;
use crate::model::units;

impl App {
    /// What the detail pane says of its object, whatever the tab.
    pub(super) fn headline(&self) -> Headline {
        let Some(id) = self.selected() else {
            return Headline::default();
        };
        let instances = self.instances_of(&id);
        let state = self.state_line(&id);
        let mut gauges = Line::new();
        let (cpu, memory) = self.usage(&instances);
        if let Some(cpu) = cpu {
            gauges.push((Tone::Dim, "cpu ".to_owned()));
            gauges.push((Tone::Normal, format!("{}  ", units::percent(cpu))));
        }
        if let Some(memory) = memory {
            gauges.push((Tone::Dim, "mem ".to_owned()));
            gauges.push((Tone::Normal, units::memory(memory)));
            let limit = match instances.as_slice() {
                [only] => self
                    .instance(only)
                    .and_then(|one| one.container.details.as_ref())
                    .map(|one| one.memory_limit_bytes),
                _ => None,
            };
            if let Some(limit) = limit.filter(|limit| *limit > 0) {
                gauges.push((Tone::Dim, format!(" of {}", units::bytes(limit))));
            }
            let fresh = || {
                instances
                    .iter()
                    .filter_map(|one| self.stats.fresh(one, self.engine_now()))
            };
            let points = || {
                instances
                    .iter()
                    .filter_map(|one| self.stats.get(one))
                    .map(Series::last)
            };
            let rate = |value: f32| coarse(f64::from(value));
            gauges.push((Tone::Dim, "  net ".to_owned()));
            let received = rate(points().map(|point| point.received_bytes).sum());
            let sent = rate(points().map(|point| point.sent_bytes).sum());
            let (down, up) = if self.surroundings.is_ascii {
                ("in ", "out ")
            } else {
                ("↓", "↑")
            };
            gauges.push((Tone::Normal, format!("{down}{received} {up}{sent}")));
            gauges.push((Tone::Dim, "  pids ".to_owned()));
            gauges.push((
                Tone::Normal,
                fresh().map(|sample| sample.pids).sum::<u64>().to_string(),
            ));
        }
        Headline {
            title: self.name_of(&id),
            state,
            gauges,
            corner: self.corner(),
        }
    }

    fn state_line(&self, id: &RowId) -> Line {
        let now = self.engine_now();
        let tone = |status: &Status| match status {
            status if status.is_failing() => Tone::Bad,
            Status::Starting | Status::Degraded | Status::Other(_) | Status::Paused => Tone::Warn,
            Status::Running | Status::Healthy => Tone::Good,
            _ => Tone::Dim,
        };
        let Some(status) = self.status_of(id) else {
            return Line::new();
        };
        let text = match id {
            RowId::Instance(id) => self
                .instance(id)
                .map(|one| words::instance_headline(one, now))
                .unwrap_or_default(),
            RowId::Service(id) => match self
                .domain
                .service(id)
                .map(|service| service.instances.as_slice())
            {
                Some([only]) => self
                    .instance(only)
                    .map(|one| words::instance_headline(one, now))
                    .unwrap_or_default(),
                Some([]) => format!("not created · in {}", self.file_of(&id.stack)),
                Some(many) => {
                    let up = self.domain.service(id).map_or(0, |service| service.up);
                    let worst = many
                        .iter()
                        .filter_map(|id| self.instance(id))
                        .min_by_key(|one| one.status.rank());
                    let worst = worst
                        .map(|one| words::instance_headline(one, now))
                        .unwrap_or_default();
                    // Of the worst what is not said of all.
                    let word = status.word();
                    let worst = worst
                        .strip_prefix(word)
                        .map_or_else(|| format!(" · {worst}"), str::to_owned);
                    format!("{word} · {up} of {} run{worst}", many.len())
                }
                None => String::new(),
            },
            RowId::Stack(id) => {
                let Some(stack) = self.domain.stack(id) else {
                    return Line::new();
                };
                if let Some(problem) = stack.reading.problem() {
                    // What stands in the rows below is not said twice.
                    let words = if self.layout.problem.height > 0 {
                        "its file has errors"
                    } else {
                        problem
                    };
                    return vec![
                        (tone(&status), format!("{} · ", status.word())),
                        (Tone::Warn, words.to_owned()),
                    ];
                }
                let count = stack.services.len();
                let services = plural(count, "service");
                let what = match id.manager {
                    Manager::Loose => format!("{} of no stack", plural(count, "container")),
                    Manager::Swarm => format!("{services} · managed by Swarm"),
                    Manager::Kubernetes => format!("{services} · managed by Kubernetes"),
                    Manager::Compose if stack.is_compose_v1 => {
                        format!("{services} · Compose v1 · {}", self.file_of(id))
                    }
                    Manager::Compose => format!("{services} · {}", self.file_of(id)),
                };
                format!("{} · {what}", status.word())
            }
        };
        line(tone(&status), text)
    }

    /// Where a stack's file stands, as short as it is clear.
    fn file_of(&self, id: &crate::model::ids::StackId) -> String {
        let stack = self.domain.stack(id);
        let files = stack
            .map(|stack| stack.config_files.join(", "))
            .unwrap_or_default();
        if files.is_empty() {
            "its file is not known".to_owned()
        } else {
            files
        }
    }

    /// What stands on the border below.
    fn corner(&self) -> String {
        match self.detail.tab {
            Tab::Logs => {
                let mut parts = Vec::new();
                if self.logs.level != Level::Other {
                    parts.push(self.logs.level.filter_word().to_owned());
                }
                if self.logs.search.is_some() {
                    let (at, of) = self.logs.hit_position();
                    parts.push(format!("{at} of {of} hits"));
                }
                if self.logs.ring.evicted() > 0 {
                    parts.push(format!(
                        "{} older dropped",
                        units::count(self.logs.ring.evicted())
                    ));
                }
                if self.logs.is_following() {
                    // A count would change with each line: at the far end of a slow line that costs more than it tells.
                    parts.push("following".to_owned());
                } else if self.logs.unseen() == 0 {
                    parts.push("scrolled".to_owned());
                } else {
                    parts.push(format!("+{} new", units::count(self.logs.unseen())));
                }
                if !self.surroundings.is_thrifty {
                    parts.push(format!(
                        "{} lines",
                        units::count(self.logs.ring.len() as u64)
                    ));
                }
                parts.join(" · ")
            }
            Tab::Env => "v reveal".to_owned(),
            _ => String::new(),
        }
    }

    /// The content of the tab.
    pub(super) fn body(&self) -> Body {
        let Some(id) = self.selected() else {
            return Body::Message(line(Tone::Dim, "nothing is selected"));
        };
        match self.detail.tab {
            Tab::Logs => self.logs_body(&id),
            Tab::Stats => self.charts_body(&id),
            Tab::Env => self.env_body(&id),
            Tab::Config => self.config_body(&id),
            Tab::Events => self.events_body(&id),
            Tab::Top => self.top_body(&id),
        }
    }

    /// Room of the log pane.
    pub(super) const fn log_room(&self) -> Room {
        Room {
            width: self.layout.body.width,
            height: self.layout.body.height,
        }
    }

    fn logs_body(&self, id: &RowId) -> Body {
        if self.logs.ring.is_empty() {
            if matches!(id, RowId::Stack(stack) if stack.manager == Manager::Loose) {
                return Body::Message(line(
                    Tone::Dim,
                    "choose one of the containers to see its log",
                ));
            }
            if self.instances_of(id).is_empty() {
                return Body::Message(line(Tone::Dim, "no container, so no log"));
            }
            let host = self.host();
            let missing = host.and_then(|host| {
                host.capabilities
                    .missing(crate::model::capabilities::Capability::Logs)
            });
            if let Some(reason) = missing {
                return Body::Message(line(Tone::Warn, reason.to_owned()));
            }
            if let Some(failure) = self
                .logs
                .sources
                .iter()
                .find_map(|source| source.failure.as_ref())
            {
                return Body::Message(line(Tone::Warn, failure.clone()));
            }
            let text = if self.logs.is_caught_up {
                "it has written nothing yet"
            } else {
                "reading the log…"
            };
            return Body::Message(line(Tone::Dim, text));
        }
        let rows = self.logs.rows(self.log_room(), &self.clock);
        if rows.is_empty() {
            let word = self.logs.level.filter_word();
            return Body::Message(line(
                Tone::Dim,
                format!("no line passes the filter `{word}` (L changes it)"),
            ));
        }
        Body::Logs(rows)
    }

    /// First visible row of a tab's table with titles, and how many there is room for.
    fn table_window(&self, id: &RowId, tab: Tab, rows: usize, has_note: bool) -> (usize, usize) {
        let height = usize::from(table_rows(self.layout.body.height, true, has_note));
        let scroll = self.detail.scrolls.get(&(id.clone(), tab));
        let first = scroll
            .copied()
            .unwrap_or(0)
            .min(rows.saturating_sub(height));
        (first, height)
    }

    /// First visible line of a tab that scrolls by lines, kept inside the text.
    pub(super) fn scroll_of(&self, id: &RowId, tab: Tab, lines: usize) -> usize {
        let scroll = self
            .detail
            .scrolls
            .get(&(id.clone(), tab))
            .copied()
            .unwrap_or(0);
        scroll.min(lines.saturating_sub(usize::from(self.layout.body.height)))
    }
}

/// A rate that flickers little: below 1 K as `0`, else as bytes.
fn coarse(bytes: f64) -> String {
    let bytes = units::whole(bytes);
    if bytes < 1_000 {
        "0".to_owned()
    } else {
        units::bytes(bytes)
    }
}
