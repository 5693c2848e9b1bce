//! The states of services and containers: the only place that knows a state's word, glyph and rank.

use crate::model::observed::{Container, EngineState, Health};
use crate::model::time::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// A state as people see it, everywhere the same: list, header, log, command line, JSON.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Ends again and again, and is started again by its policy.
    CrashLoop,
    /// Its health check says so.
    Unhealthy,
    /// Ended badly, or could not start.
    Failed,
    /// Fewer replicas run than wanted, none fails. Only of services and stacks.
    Degraded,
    /// Its health check has no verdict yet, or a start of ours is under way.
    Starting,
    /// A state that this version does not know, in the engine's word.
    Other(Arc<str>),
    /// Frozen.
    Paused,
    /// Runs, has no health check.
    Running,
    /// Runs, and its health check passes.
    Healthy,
    /// Ended with 0, and was not meant to run on.
    Done,
    /// Not running, on purpose.
    Stopped,
    /// In the file, not on the engine.
    NotCreated,
}

/// What a state is painted as; the theme has a style for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// `state.failing`
    Failing,
    /// `state.starting`
    Starting,
    /// `state.running`
    Running,
    /// `state.stopped`
    Stopped,
    /// `state.paused`
    Paused,
    /// `state.absent`
    Absent,
}

impl Status {
    /// The word, in lower case.
    pub fn word(&self) -> &str {
        match self {
            Self::CrashLoop => "crash loop",
            Self::Unhealthy => "unhealthy",
            Self::Failed => "failed",
            Self::Degraded => "degraded",
            Self::Starting => "starting",
            Self::Other(word) => word,
            Self::Paused => "paused",
            Self::Running => "running",
            Self::Healthy => "healthy",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::NotCreated => "not created",
        }
    }

    /// One column wide.
    pub const fn glyph(&self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Self::CrashLoop | Self::Unhealthy | Self::Failed, false) => "▲",
            (Self::CrashLoop | Self::Unhealthy | Self::Failed, true) => "!",
            (Self::Degraded, false) => "◑",
            (Self::Degraded, true) => "%",
            (Self::Starting, false) => "◔",
            (Self::Starting, true) => "~",
            (Self::Other(_), _) => "?",
            (Self::Paused, false) => "‖",
            (Self::Paused, true) => "=",
            (Self::Running | Self::Healthy, false) => "●",
            (Self::Running | Self::Healthy, true) => "*",
            (Self::Done | Self::Stopped, false) => "○",
            (Self::Done | Self::Stopped, true) => "o",
            (Self::NotCreated, false) => "·",
            (Self::NotCreated, true) => ".",
        }
    }

    /// What it is painted as.
    pub const fn token(&self) -> Token {
        match self {
            Self::CrashLoop | Self::Unhealthy | Self::Failed => Token::Failing,
            Self::Degraded | Self::Starting | Self::Other(_) => Token::Starting,
            Self::Paused => Token::Paused,
            Self::Running | Self::Healthy => Token::Running,
            Self::Done | Self::Stopped => Token::Stopped,
            Self::NotCreated => Token::Absent,
        }
    }

    /// 0 is worst; also the order of the list (failing first) and of the roll-up.
    pub const fn rank(&self) -> u8 {
        match self {
            Self::CrashLoop => 0,
            Self::Unhealthy => 1,
            Self::Failed => 2,
            Self::Degraded => 3,
            Self::Starting => 4,
            Self::Other(_) => 5,
            Self::Paused => 6,
            Self::Running => 7,
            Self::Healthy => 8,
            Self::Done => 9,
            Self::Stopped => 10,
            Self::NotCreated => 11,
        }
    }

    /// Counted in the header; what `n` goes to.
    pub const fn is_failing(&self) -> bool {
        matches!(self, Self::CrashLoop | Self::Unhealthy | Self::Failed)
    }

    /// Counts as running in `2/3`.
    pub const fn is_up(&self) -> bool {
        matches!(
            self,
            Self::Running | Self::Healthy | Self::Starting | Self::Paused
        )
    }

    /// Does not count in `2/3`: finished or stopped on purpose.
    pub const fn is_at_rest(&self) -> bool {
        matches!(self, Self::Done | Self::Stopped)
    }

    /// The state of a container. First match wins, in the order of the words of the screens page, section 2.
    pub fn of(
        container: &Container,
        history: &History,
        start_in_progress: bool,
        now: Timestamp,
    ) -> Self {
        let details = container.details.as_deref();
        let looping = match container.state {
            EngineState::Restarting => true,
            EngineState::Running => {
                let restarted = details.is_some_and(|details| {
                    details.restart_count >= 3
                        && details
                            .started_at
                            .is_some_and(|at| at.age(now) < Duration::from_mins(1))
                });
                restarted || history.restarts_within(Duration::from_mins(5), now) >= 3
            }
            _ => false,
        };
        match &container.state {
            EngineState::Paused => return Self::Paused,
            _ if looping => return Self::CrashLoop,
            EngineState::Other(word) => return Self::Other(word.clone()),
            EngineState::Running => {
                return match container.health {
                    Health::Unhealthy => Self::Unhealthy,
                    Health::Starting => Self::Starting,
                    Health::Healthy => Self::Healthy,
                    Health::None | Health::Other(_) => Self::Running,
                };
            }
            _ if start_in_progress => return Self::Starting,
            EngineState::Dead => return Self::Failed,
            EngineState::Removing => return Self::Stopped,
            EngineState::Created => {
                let failed = details
                    .is_some_and(|details| !details.error.is_empty() || details.exit_code != 0);
                return if failed { Self::Failed } else { Self::Stopped };
            }
            EngineState::Exited | EngineState::Restarting => {}
        }
        let exit_code = container.exit_code().unwrap_or(0);
        let oom_killed = details.is_some_and(|details| details.oom_killed);
        let keeps_running = details.is_some_and(|details| details.restart_policy.keeps_running());
        match exit_code {
            _ if oom_killed => Self::Failed,
            _ if history.stopped_on_purpose => Self::Stopped,
            143 | 137 => Self::Stopped,
            0 if keeps_running => Self::Stopped,
            0 => Self::Done,
            _ => Self::Failed,
        }
    }

    /// The state of a service from those of its replicas; `wanted` is what the file asks for, where known.
    pub fn of_service<'a>(
        replicas: impl IntoIterator<Item = &'a Self>,
        wanted: Option<usize>,
    ) -> Self {
        let replicas: Vec<&Self> = replicas.into_iter().collect();
        let Some(worst) = replicas.iter().min_by_key(|status| status.rank()) else {
            return Self::NotCreated;
        };
        let up = replicas.iter().filter(|status| status.is_up()).count();
        let short = wanted.unwrap_or(replicas.len()) > up && up > 0;
        if short && !worst.is_failing() {
            Self::Degraded
        } else {
            (*worst).clone()
        }
    }

    /// The worst of several: the state of a stack from those of its services. A stack of which some services were never
    /// created and others run is degraded.
    pub fn roll_up<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let parts: Vec<&Self> = parts.into_iter().collect();
        let Some(worst) = parts.iter().min_by_key(|status| status.rank()) else {
            return Self::NotCreated;
        };
        let up = parts.iter().any(|status| status.is_up());
        let absent = parts.iter().any(|status| **status == Self::NotCreated);
        if up && absent && worst.rank() > Self::Degraded.rank() {
            Self::Degraded
        } else {
            (*worst).clone()
        }
    }
}

/// What a container's past events tell about its present state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// A `stop` or a `kill` came before the last `die`, and no start since.
    pub stopped_on_purpose: bool,
    /// Starts that followed a `die` without a request, newest last; at most [`History::KEPT`].
    restarts: VecDeque<Timestamp>,
    /// A stop or kill was seen since the last start.
    stop_requested: bool,
    /// A `die` was seen since the last start.
    died: bool,
    /// When a signal came that need not end anything.
    signalled_at: Option<Timestamp>,
    /// Exit code of the last `die`.
    last_exit_code: Option<i64>,
}

impl History {
    const KEPT: usize = 16;
    /// A signal that need not end anything did so when the end came within this time.
    const SIGNAL_WORKS: Duration = Duration::from_secs(5);

    /// A `kill` or `stop` event; they come before or after the `die`.
    pub fn saw_stop(&mut self) {
        self.stop_requested = true;
        if self.died {
            self.stopped_on_purpose = true;
        }
    }

    /// A `kill` event with a signal that programs use to read their configuration anew, and the like.
    pub const fn saw_signal(&mut self, at: Timestamp) {
        self.signalled_at = Some(at);
    }

    /// A `die` event.
    pub fn saw_die(&mut self, at: Timestamp, exit_code: Option<i64>) {
        self.died = true;
        let by_signal = self
            .signalled_at
            .is_some_and(|signalled| signalled.age(at) < Self::SIGNAL_WORKS);
        self.stopped_on_purpose = self.stop_requested || by_signal;
        self.last_exit_code = exit_code.or(self.last_exit_code);
    }

    /// With what it ended last, as far as events tell.
    pub const fn last_exit_code(&self) -> Option<i64> {
        self.last_exit_code
    }

    /// A `start` event. By policy if it follows a `die` that nobody asked for.
    pub fn saw_start(&mut self, at: Timestamp) {
        if self.died && !self.stop_requested {
            if self.restarts.len() == Self::KEPT {
                self.restarts.pop_front();
            }
            self.restarts.push_back(at);
        }
        self.died = false;
        self.signalled_at = None;
        self.stop_requested = false;
        self.stopped_on_purpose = false;
    }

    /// A person started or restarted it: the old rhythm says nothing of the new run.
    pub fn forget_restarts(&mut self) {
        self.restarts.clear();
    }

    /// Starts by policy seen within this span before `now`.
    pub fn restarts_within(&self, span: Duration, now: Timestamp) -> usize {
        self.restarts.iter().filter(|at| at.age(now) < span).count()
    }

    /// Starts by policy seen, oldest first.
    pub fn restarts(&self) -> impl Iterator<Item = Timestamp> {
        self.restarts.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn an_end_is_on_purpose_where_a_stop_came_before_or_after_it() {
        for stop_first in [true, false] {
            let mut history = History::default();
            history.saw_start(at(0));
            if stop_first {
                history.saw_stop();
            }
            history.saw_die(at(5), Some(3));
            if !stop_first {
                history.saw_stop();
            }
            assert!(history.stopped_on_purpose, "{stop_first}");
            assert_eq!(history.last_exit_code(), Some(3));
            history.saw_start(at(9));
            assert!(!history.stopped_on_purpose);
            assert_eq!(history.restarts().count(), 0);
        }
    }

    #[test]
    fn a_signal_to_read_the_configuration_anew_explains_an_end_only_at_once() {
        for (died_at, on_purpose) in [(101, true), (4_000, false)] {
            let mut history = History::default();
            history.saw_start(at(0));
            history.saw_signal(at(100));
            history.saw_die(at(died_at), Some(129));
            assert_eq!(history.stopped_on_purpose, on_purpose, "{died_at}");
        }
    }
}
