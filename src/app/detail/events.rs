//! The Events tab: what the engine reported of an object, newest first.

use crate::app::state::App;
use crate::app::view::{Body, RowId, Tab, Table, Tone, line};
use crate::model::capabilities::Capability;
use crate::model::event::{EngineEvent, EventKind};
use crate::model::labels;
use crate::model::observed::Health;

impl App {
    /// The events of an object, newest first.
    fn events_of<'a>(&'a self, id: &'a RowId) -> impl Iterator<Item = &'a EngineEvent> {
        let instances = self.instances_of(id);
        let concerns = move |event: &&EngineEvent| {
            let label = |key: &str| event.attributes.get(key).map(|value| &**value);
            instances.iter().any(|one| one.as_str() == event.id)
                || match id {
                    RowId::Stack(id) => label(labels::PROJECT) == Some(&id.name),
                    RowId::Service(id) => {
                        label(labels::PROJECT) == Some(&id.stack.name)
                            && label(labels::SERVICE) == Some(&id.name)
                    }
                    RowId::Instance(_) => false,
                }
        };
        self.host()
            .into_iter()
            .flat_map(|host| host.events().rev())
            .filter(concerns)
            .filter(|event| is_telling(event))
    }

    /// How many events an object has.
    pub(in crate::app) fn events_length(&self, id: &RowId) -> usize {
        self.events_of(id).count()
    }

    pub(super) fn events_body(&self, id: &RowId) -> Body {
        if let Some(reason) = self
            .host()
            .and_then(|host| host.capabilities.missing(Capability::Events))
        {
            return Body::Message(line(Tone::Warn, reason.to_owned()));
        }
        let total = self.events_length(id);
        if total == 0 {
            return Body::Message(line(
                Tone::Dim,
                "no events; the engine keeps few of the past",
            ));
        }
        let (first, height) = self.table_window(id, Tab::Events, total, false);
        let stamp = |event: &EngineEvent| {
            let text = self.clock.stamp(event.at);
            text.split('.').next().unwrap_or_default().to_owned()
        };
        let row = |event: &EngineEvent| {
            let tone = match &event.kind {
                EventKind::Die { exit_code } if *exit_code != Some(0) => Tone::Bad,
                EventKind::Oom | EventKind::Health(Health::Unhealthy) => Tone::Bad,
                EventKind::Health(Health::Healthy) | EventKind::Start => Tone::Good,
                EventKind::Destroy | EventKind::Kill { .. } => Tone::Warn,
                _ => Tone::Normal,
            };
            vec![
                (Tone::Dim, stamp(event)),
                (tone, event.kind.words()),
                (Tone::Normal, format!("{} {}", event.object, event.name())),
            ]
        };
        Body::Table(Table {
            titles: ["time", "event", "object"].map(str::to_owned).to_vec(),
            rows: self
                .events_of(id)
                .skip(first)
                .take(height)
                .map(row)
                .collect(),
            cursor: None,
            note: String::new(),
        })
    }
}

/// Health checks run as execs: those would fill the tab.
fn is_telling(event: &EngineEvent) -> bool {
    !matches!(&event.kind, EventKind::Other(text) if text.starts_with("exec_") || text == "top" || text == "resize")
}
