//! Messages in, effects out, compared as plain data; no engine, no screen.

mod acts;
mod following;
mod host;
mod words;

use super::update;
use crate::app::App;
use crate::app::clock::Clock;
use crate::app::effect::{Effect, Effects};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::msg::{HostMsg, Msg};
use crate::app::state::Circumstances;
use crate::config::settings::Settings;
use crate::model::event::{EngineEvent, EventKind};
use crate::model::ids::{Epoch, HostId, InstanceId};
use crate::model::labels;
use crate::model::observed::{Container, Details, EngineState, Health, Snapshot};
use crate::model::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// Now, at the beginning of each test.
const START: Timestamp = Timestamp::from_seconds(1_768_478_400);

/// The state machine and its clock.
struct Machine {
    app: App,
    now: Timestamp,
}

impl Machine {
    /// Connected to an engine with these containers, on a screen of 120×36.
    fn with(containers: Vec<Container>) -> Self {
        let mut machine = Self::unconnected(Settings::default());
        machine.send(HostMsg::Snapshot(
            Epoch(1),
            Snapshot {
                containers,
                ..Snapshot::default()
            },
        ));
        machine
    }

    fn unconnected(settings: Settings) -> Self {
        let app = App::new(
            HostId::from("web01"),
            settings,
            Keymap::default(),
            Clock::new(jiff::tz::TimeZone::UTC),
            Circumstances::default(),
        );
        let mut machine = Self { app, now: START };
        machine.update(Msg::Resize(120, 36));
        machine
    }

    fn update(&mut self, msg: Msg) -> Effects {
        update(&mut self.app, msg, self.now)
    }

    fn send(&mut self, news: HostMsg) -> Effects {
        self.update(Msg::Host(HostId::from("web01"), news))
    }

    /// Presses keys; the effects of the last.
    fn press(&mut self, script: &str) -> Effects {
        let keys = Key::parse_script(script).unwrap();
        let all = keys.into_iter().map(|key| self.update(Msg::Key(key)));
        all.last().unwrap_or_default()
    }

    fn pass(&mut self, span: Duration) -> Effects {
        self.now = self.now.after(span);
        self.update(Msg::Tick)
    }

    /// The name of what is selected.
    fn selected(&self) -> String {
        let selected = self.app.selected();
        selected.map(|id| self.app.name_of(&id)).unwrap_or_default()
    }

    /// Names of the rows of the list.
    fn rows(&self) -> Vec<String> {
        let rows = self.app.list.rows().iter();
        rows.map(|node| self.app.name_of(&node.id)).collect()
    }

    fn last_notice(&self) -> String {
        let last = self.app.notices.last();
        last.map(|notice| notice.text.clone()).unwrap_or_default()
    }
}

/// A running container of a Compose stack with its details.
fn container(project: &str, service: &str) -> Container {
    let name = format!("{project}-{service}-1");
    Container {
        id: InstanceId::from(format!("{name:z<64}")),
        name: Arc::from(name.as_str()),
        image: Arc::from("test:1"),
        image_id: Arc::from("sha256:1"),
        created_at: None,
        state: EngineState::Running,
        health: Health::None,
        labels: [
            (labels::PROJECT, project),
            (labels::SERVICE, service),
            (labels::NUMBER, "1"),
        ]
        .map(|(key, value)| (Arc::from(key), Arc::from(value)))
        .into(),
        ports: Vec::new(),
        details: Some(Arc::new(Details {
            started_at: Some(START.before(Duration::from_hours(1))),
            ..Details::default()
        })),
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    }
}

/// The same in another state.
fn in_state(mut container: Container, state: EngineState, exit_code: i64) -> Container {
    container.state = state;
    let mut details = container.details.as_deref().cloned().unwrap_or_default();
    details.exit_code = exit_code;
    details.finished_at = Some(START.before(Duration::from_mins(1)));
    container.details = Some(Arc::new(details));
    container
}

/// The same without its inspection.
fn listed(mut container: Container) -> Container {
    container.details = None;
    container
}

fn event(container: &Container, kind: EventKind, at: Timestamp) -> EngineEvent {
    EngineEvent {
        at,
        object: "container".to_owned(),
        id: container.id.to_string(),
        kind,
        attributes: container.labels.clone(),
    }
}

/// The effects without what is read of stats.
fn without_stats(effects: Effects) -> Vec<Effect> {
    let list = effects.list.into_iter();
    list.filter(|effect| !matches!(effect, Effect::Sample(..)))
        .collect()
}
