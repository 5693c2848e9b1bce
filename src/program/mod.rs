//! The screen put together: state machine, view and shell, started from what the command line asked for.

mod start;

pub use start::start;

use crate::app::clock::Clock;
use crate::app::effect::Effects;
use crate::app::keymap::Keymap;
use crate::app::msg::{Msg, ProjectMsg};
use crate::app::state::Circumstances;
use crate::app::{self, App};
use crate::config::settings::Settings;
use crate::config::theme::Theme;
use crate::model::time::Timestamp;
use crate::runtime::{self, Capabilities, Destination, Errand, Machine, RunOptions, Tools};
use crate::ui;
use jiff::tz::TimeZone;
use ratatui::Frame;
use std::io;

/// What a run of the screen is started with.
pub struct Start {
    /// Settings in force.
    pub settings: Settings,
    /// Keys in force.
    pub keymap: Keymap,
    /// How everything is painted.
    pub theme: Theme,
    /// How it is painted on a background that turns out to be dark or light.
    pub on_background: Option<OnBackground>,
    /// What the terminal can do.
    pub capabilities: Capabilities,
    /// The engine to begin with.
    pub destination: Destination,
    /// What work is done with.
    pub tools: Tools,
    /// What is special about where it runs.
    pub circumstances: Circumstances,
    /// Reads the compose files of here, away from the loop.
    pub projects: Box<dyn FnOnce() -> Vec<ProjectMsg> + Send>,
}

/// A look for each kind of background; which it is the terminal is asked.
#[derive(Clone, Debug)]
pub struct OnBackground {
    /// On a dark one.
    pub dark: Theme,
    /// On a light one.
    pub light: Theme,
}

/// Shows the screen until it is left; the program's exit code.
///
/// # Errors
/// The terminal cannot be used; it is as it was.
pub fn show(start: Start) -> io::Result<u8> {
    let mouse = start.settings.mouse;
    // The zone is read from files: after the first frame is soon enough, times of logs come later than that.
    let clock = Clock::new(TimeZone::UTC);
    let (host, _) = &start.destination;
    let app = App::new(
        host.clone(),
        start.settings,
        start.keymap,
        clock,
        start.circumstances,
    );
    let projects = start.projects;
    let errands: Vec<Errand> = vec![
        Box::new(|| vec![Msg::Zone(TimeZone::system())]),
        Box::new(move || vec![Msg::Projects(projects())]),
    ];
    let asks_background = start.on_background.is_some();
    let machine = Program {
        app,
        theme: start.theme,
        on_background: start.on_background,
    };
    runtime::run(
        machine,
        RunOptions {
            capabilities: start.capabilities,
            mouse,
            asks_background,
            destination: start.destination,
            tools: start.tools,
            errands,
        },
    )
}

/// State and look together: what the loop turns.
pub struct Program {
    /// The state.
    pub app: App,
    /// The look.
    pub theme: Theme,
    /// What the look becomes when the terminal tells its background; once.
    pub on_background: Option<OnBackground>,
}

impl Machine for Program {
    fn update(&mut self, msg: Msg, now: Timestamp) -> Effects {
        if let Msg::Background { is_light } = msg
            && let Some(look) = self.on_background.take()
        {
            self.theme = if is_light { look.light } else { look.dark };
        }
        app::update(&mut self.app, msg, now)
    }

    fn draw(&self, frame: &mut Frame<'_>, _now: Timestamp) {
        ui::view(&self.app.screen(), &self.theme, frame);
    }

    fn wants_tick(&self) -> bool {
        self.app.wants_tick()
    }
}
