//! Whatever happens, in whatever order: the state machine and the view keep their word.
//!
//! `PROPTEST_CASES=20000 cargo test --test it properties` looks longer.

mod arbitrary;

use arbitrary::{Happening, happenings};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use stacktui::app::clock::Clock;
use stacktui::app::effect::{Effect, Effects};
use stacktui::app::keymap::Keymap;
use stacktui::app::msg::{Msg, TaskMsg};
use stacktui::app::state::Circumstances;
use stacktui::app::view::RowId;
use stacktui::app::{App, update};
use stacktui::config::settings::Settings;
use stacktui::config::theme::Theme;
use stacktui::model::ids::{HostId, SubscriptionId, TaskId};
use stacktui::model::time::Timestamp;
use stacktui::plan::StepState;
use stacktui::plan::news::ProjectMsg;
use stacktui::plan::work::{Outcome, Work};
use std::time::Duration;

/// The whole program but for its loop and its engine.
struct World {
    app: App,
    now: Timestamp,
    size: (u16, u16),
    theme: Theme,
    /// What was asked for and not answered.
    asked: Vec<(TaskId, Work)>,
    followed: Option<SubscriptionId>,
}

impl World {
    fn new(circumstances: Circumstances, read_only: bool) -> Self {
        let settings = Settings {
            log_buffer_bytes: 20_000,
            read_only,
            ..Settings::default()
        };
        let app = App::new(
            HostId::from("web01"),
            settings,
            Keymap::default(),
            Clock::new(jiff::tz::TimeZone::UTC),
            circumstances,
        );
        Self {
            app,
            now: arbitrary::START,
            size: (80, 24),
            theme: Theme::default(),
            asked: Vec::new(),
            followed: None,
        }
    }

    fn happens(&mut self, happening: Happening) -> Effects {
        let msg = match happening {
            Happening::Msg(msg) => msg,
            // Answers are about what was asked for, mostly.
            Happening::Answer(index) => {
                if self.asked.is_empty() {
                    return Effects::default();
                }
                let (id, work) = self.asked.remove(index % self.asked.len());
                Msg::Task(id, TaskMsg::Done(Ok(answer(work))))
            }
            Happening::Lines(news) => match self.followed {
                Some(subscription) => Msg::Logs(subscription, news),
                None => return Effects::default(),
            },
            Happening::Time(span) => {
                self.now = self.now.after(span);
                Msg::Tick
            }
            Happening::Back(span) => {
                self.now = self.now.before(span);
                Msg::Tick
            }
        };
        if let Msg::Resize(width, height) = msg {
            self.size = (width, height);
        }
        let effects = update(&mut self.app, msg, self.now);
        for effect in &effects.list {
            match effect {
                Effect::Run(id, _, work) => self.asked.push((*id, work.clone())),
                Effect::Follow(subscription, _) => self.followed = Some(*subscription),
                Effect::Unfollow(subscription) if self.followed == Some(*subscription) => {
                    self.followed = None;
                }
                _ => {}
            }
        }
        effects
    }

    /// The selection is a row that is there.
    fn check_selection(&self) {
        let Some(id) = self.app.selected() else {
            return;
        };
        let host = self.app.host().expect("a host");
        let is_there = match &id {
            RowId::Stack(id) => host.stacks().iter().any(|stack| stack.id == *id),
            RowId::Service(id) => {
                let mut services = host.stacks().iter().flat_map(|stack| &stack.services);
                services.any(|service| service.id == *id)
            }
            RowId::Instance(id) => host.instance(id).is_some(),
        };
        assert!(is_there, "{id:?} is selected and not there");
    }

    /// The frame can be drawn, and each of its rows is as wide as the screen.
    fn check_frame(&self) {
        let (width, height) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let screen = self.app.screen();
        assert!(screen.list.rows.len() <= usize::from(height));
        let cursor = stacktui::ui::draw(&screen, &self.theme, &mut buffer);
        assert_eq!(buffer.area, Rect::new(0, 0, width, height));
        if let Some((x, y)) = cursor {
            assert!(
                x < width && y < height,
                "the cursor is at {x},{y} of {width}x{height}"
            );
        }
        for y in 0..height {
            let mut x = 0;
            while x < width {
                let symbol = buffer[(x, y)].symbol();
                assert!(!symbol.contains(char::is_control), "{symbol:?}");
                x += symbol.cell_width().max(1);
            }
            assert_eq!(x, width, "something hangs over the edge in row {y}");
        }
    }
}

fn answer(work: Work) -> Outcome {
    match work {
        Work::Apply(plan) => Outcome::Applied(vec![StepState::Done; plan.steps.len()]),
        Work::Inspect(id) => Outcome::Inspected(id, None),
        Work::InspectText(id) => Outcome::InspectText(id, "{\n  \"Id\": 1\n}".to_owned()),
        Work::Top(id) => Outcome::Top(id, arbitrary::processes()),
        Work::LastLines(id, _) => Outcome::LastLines(id, Vec::new()),
        Work::Resync => Outcome::Resynced,
        Work::Contexts => Outcome::Contexts(arbitrary::contexts()),
        Work::Project(labels) => Outcome::Project(ProjectMsg::unread(&labels)),
        Work::SaveFile { name, .. } => Outcome::Saved(name),
    }
}

fn config() -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 60;
    }
    config.failure_persistence = None;
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_that_happens_breaks_the_screen(
        all in prop::collection::vec(happenings(), 1..80),
        is_ascii: bool,
        is_thrifty: bool,
    ) {
        let circumstances = Circumstances {
            is_ascii,
            is_thrifty,
            own_container: Some("a0a0a0a0a0a0".to_owned()),
            ..Circumstances::default()
        };
        let mut world = World::new(circumstances, false);
        for happening in all {
            world.happens(happening);
            world.check_selection();
            world.check_frame();
        }
    }

    #[test]
    fn read_only_asks_for_nothing_that_writes(
        all in prop::collection::vec(happenings(), 1..120),
    ) {
        let mut world = World::new(Circumstances::default(), true);
        for happening in all {
            for effect in world.happens(happening).list {
                let writes = matches!(
                    effect,
                    Effect::Run(_, _, Work::Apply(_) | Work::SaveFile { .. })
                        | Effect::Suspend(
                            stacktui::app::effect::Foreground::Shell(..)
                                | stacktui::app::effect::Foreground::Attach(..)
                        )
                );
                prop_assert!(!writes, "{effect:?}");
            }
        }
    }

    #[test]
    fn a_screen_that_nothing_happens_to_is_not_drawn(
        all in prop::collection::vec(happenings(), 1..60),
    ) {
        let mut world = World::new(Circumstances::default(), false);
        for happening in all {
            world.happens(happening);
        }
        // Late and foreign news change nothing.
        let stray = [
            Msg::Logs(SubscriptionId(9_999), stacktui::app::msg::LogsMsg::Ended("x".into())),
            Msg::Stats("web01".into(), Vec::new()),
            Msg::Focus(true),
        ];
        for msg in stray {
            let effects = world.happens(Happening::Msg(msg));
            prop_assert_eq!(effects, Effects::default());
        }
        world.happens(Happening::Time(Duration::from_secs(1)));
    }
}
