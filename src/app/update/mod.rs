//! One message in, effects out.

mod actions;
mod host;
mod modals;
mod mouse;
mod moves;
mod prompt;
mod settle;
mod task;

use crate::app::action::Action;
use crate::app::effect::{Effects, Redraw};
use crate::app::key::Key;
use crate::app::keymap::Resolution;
use crate::app::layout::Focus;
use crate::app::msg::{LogsMsg, Msg};
use crate::app::state::App;
use crate::app::view::{Tab, Tone};
use crate::model::ids::SubscriptionId;
use crate::model::sample::Sample;
use crate::model::time::Timestamp;
use std::time::Duration;

/// Between two changes of the figures in rows and headers, where bytes are dear.
const THRIFTY_FIGURES: Duration = Duration::from_secs(5);

/// Takes a message. `now` is our clock. Bounded and synchronous: whatever takes time is an effect.
pub fn update(app: &mut App, message: Msg, now: Timestamp) -> Effects {
    app.now = now;
    let mut effects = match message {
        Msg::Key(key) => app.key(key),
        Msg::Paste(text) => app.paste(&text),
        Msg::Mouse(mouse) => app.mouse(mouse),
        Msg::Resize(width, height) => {
            app.size = (width, height);
            app.refit();
            for warning in std::mem::take(&mut app.surroundings.warnings) {
                app.notify(Tone::Warn, warning, None);
            }
            Effects::redraw()
        }
        Msg::Host(id, news) => app.host_news(&id, news),
        Msg::Logs(subscription, news) => app.log_news(subscription, news),
        Msg::Stats(id, samples) if id == app.host && !samples.is_empty() => {
            app.take_samples(samples)
        }
        // The look is another's.
        Msg::Background { .. } => Effects::redraw(),
        // Of stats: late news of an engine that was left.
        Msg::Stats(..) | Msg::Focus(_) => Effects::default(),
        Msg::Task(id, news) => app.task_news(id, news),
        Msg::Projects(projects) => {
            app.domain.take_here(&projects);
            app.regroup(true);
            Effects {
                list: Vec::new(),
                redraw: Redraw::Soon,
            }
        }
        Msg::Resumed(result) => app.resumed(result),
        Msg::Copied(result) => {
            match result {
                Ok(way) => app.notify(Tone::Good, format!("copied ({way})"), None),
                Err(reason) => app.notify(Tone::Bad, format!("cannot copy: {reason}"), None),
            }
            Effects::redraw()
        }
        Msg::Zone(zone) => {
            app.clock.set_zone(zone);
            Effects {
                list: Vec::new(),
                redraw: Redraw::Soon,
            }
        }
        Msg::Tick => app.tick(),
    };
    let settled = app.settle();
    effects.merge(settled);
    effects
}

impl App {
    fn key(&mut self, key: Key) -> Effects {
        // From the first key on the cursor is the person's.
        self.last_key_at = Some(self.now);
        if key == Key::ctrl('c') {
            return self.perform(Action::QuitNow);
        }
        if !self.modals.is_empty() {
            return self.modal_key(key);
        }
        if self.prompt.is_some() {
            return self.prompt_key(key);
        }
        self.pending_keys.push(key);
        let keys = std::mem::take(&mut self.pending_keys);
        match self.keymap.resolve(&keys) {
            Resolution::Action(action) => self.try_action(action),
            Resolution::Pending(_) => {
                self.pending_keys = keys;
                Effects::redraw()
            }
            // The key that ends a sequence in nothing is dropped with it.
            Resolution::Unbound => Effects::redraw(),
        }
    }

    /// Does an action, or says why not.
    pub(super) fn try_action(&mut self, action: Action) -> Effects {
        match self.available(action) {
            Ok(()) => self.perform(action),
            Err(reason) => {
                self.notify(Tone::Warn, action.refusal(&reason), None);
                Effects::redraw()
            }
        }
    }

    fn log_news(&mut self, subscription: SubscriptionId, news: LogsMsg) -> Effects {
        if self.logs.subscription != Some(subscription) {
            return Effects::default();
        }
        let visible = match news {
            LogsMsg::Lines(batch) => {
                let changed = self.logs.take(batch);
                // A view that does not follow shows only the count of what came.
                changed && self.detail.tab == Tab::Logs && self.layout.detail.is_some()
            }
            LogsMsg::CaughtUp(_) => !std::mem::replace(&mut self.logs.is_caught_up, true),
            LogsMsg::Ended(_) => false,
            LogsMsg::Failed(id, reason) => {
                let source = self
                    .logs
                    .sources
                    .iter_mut()
                    .find(|source| source.instance_id == id);
                if let Some(source) = source {
                    source.failure = Some(reason);
                }
                true
            }
        };
        Effects {
            list: Vec::new(),
            redraw: if visible { Redraw::Soon } else { Redraw::No },
        }
    }

    fn take_samples(&mut self, samples: Vec<Sample>) -> Effects {
        let mut is_new = false;
        for sample in samples {
            is_new |= self.stats.get(&sample.instance_id).is_none();
            self.stats.take(sample);
        }
        let every = if self.surroundings.is_thrifty {
            THRIFTY_FIGURES
        } else {
            Duration::ZERO
        };
        let shown = self.stats.publish(self.now, every) || is_new || self.detail.tab == Tab::Stats;
        Effects {
            list: Vec::new(),
            redraw: if shown { Redraw::Soon } else { Redraw::No },
        }
    }

    fn resumed(&mut self, result: Result<Option<i64>, String>) -> Effects {
        match result {
            Ok(Some(0)) => self.notify(Tone::Good, "the shell ended", None),
            Ok(Some(code)) => {
                let meaning = crate::model::exit::meaning(code);
                self.notify(
                    Tone::Warn,
                    format!("the shell ended with {code} ({meaning})"),
                    None,
                );
            }
            Ok(None) => {}
            Err(reason) => self.notify(Tone::Bad, reason, None),
        }
        Effects::one(crate::app::effect::Effect::Repaint)
    }

    fn tick(&mut self) -> Effects {
        self.ticks = self.ticks.wrapping_add(1);
        self.regroup(self.is_calm());
        let mut effects = Effects {
            list: Vec::new(),
            redraw: Redraw::Soon,
        };
        // Processes change without events.
        if self.detail.tab == Tab::Top
            && self.ticks.is_multiple_of(3)
            && self.focus_is_shown(Focus::Detail)
        {
            effects.merge(self.fetch(true));
        }
        effects
    }

    /// No key for two seconds: rows may move.
    pub(super) fn is_calm(&self) -> bool {
        self.last_key_at
            .is_none_or(|at| at.age(self.now).as_millis() >= 2_000)
    }

    pub(super) const fn focus_is_shown(&self, focus: Focus) -> bool {
        match focus {
            Focus::List => self.layout.list.is_some(),
            Focus::Containers => self.layout.containers.is_some(),
            Focus::Detail => self.layout.detail.is_some(),
        }
    }
}

#[cfg(test)]
mod tests;
