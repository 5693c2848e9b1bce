//! A fault of the program's own: the terminal is given back, and what happened can be read.
//!
//! The program has no key that makes it panic. So this test binary starts itself in a terminal, with a machine that does.

use super::desk::{Desk, Setup};
use futures_util::future::BoxFuture;
use ratatui::Frame;
use ratatui::style::Style;
use stacktui::app::effect::{Effect, Effects};
use stacktui::app::key::Key;
use stacktui::app::msg::Msg;
use stacktui::config::settings::Settings;
use stacktui::model::time::Timestamp;
use stacktui::ops::{Connected, Connector};
use stacktui::plan::news::{HostError, HostMsg};
use stacktui::runtime::{self, Capabilities, Machine, RunOptions, Tools};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

const ROLE: &str = "STACKTUI_TEST_PANIC";

struct Clumsy {
    lines: Vec<String>,
    falls: bool,
}

impl Machine for Clumsy {
    fn update(&mut self, msg: Msg, _: Timestamp) -> Effects {
        let mut list = Vec::new();
        match msg {
            Msg::Key(key) if key == Key::char('u') => panic!("a fault in an update"),
            Msg::Key(key) if key == Key::char('d') => self.falls = true,
            Msg::Key(key) if key == Key::char('q') => list.push(Effect::Quit),
            Msg::Key(key) => self.lines.push(format!("key {key}")),
            Msg::Host(_, HostMsg::Lost(error)) => {
                self.lines
                    .push(format!("lost: {}", error.hint.unwrap_or_default()));
            }
            _ => {}
        }
        Effects {
            list,
            ..Effects::redraw()
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, _: Timestamp) {
        assert!(!self.falls, "a fault while drawing");
        frame.buffer_mut().set_string(0, 0, "it runs", Style::new());
        for (row, line) in (1..).zip(&self.lines) {
            frame.buffer_mut().set_string(0, row, line, Style::new());
        }
    }

    fn wants_tick(&self) -> bool {
        false
    }
}

struct Faulty;

impl Connector for Faulty {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        panic!("a fault in a task")
    }
}

/// What is started in the terminal; nothing otherwise.
#[test]
#[expect(clippy::exit, reason = "the harness has no way to end with our code")]
fn clumsy() {
    if std::env::var_os(ROLE).is_none() {
        return;
    }
    runtime::install_panic_hook();
    let get = |name: &str| std::env::var(name).ok();
    let options = RunOptions {
        capabilities: Capabilities::detect(&get, &Settings::default()).unwrap(),
        mouse: true,
        destination: ("local".into(), Arc::new(Faulty)),
        tools: Tools {
            destinations: Arc::new(|_| Ok(("local".into(), Arc::new(Faulty)))),
            contexts: Arc::new(Vec::new),
            projects: Arc::new(stacktui::plan::news::ProjectMsg::unread),
            projects_on: Arc::new(|_| Vec::new()),
            directory: PathBuf::from("."),
            read_only: false,
            detach_keys: String::new(),
            term: "xterm".to_owned(),
        },
        asks_background: false,
        errands: vec![Box::new(|| panic!("a fault in an errand"))],
    };
    let machine = Clumsy {
        lines: Vec::new(),
        falls: false,
    };
    let ended = catch_unwind(AssertUnwindSafe(|| runtime::run(machine, options)));
    std::process::exit(match ended {
        Ok(code) => i32::from(code.unwrap()),
        Err(_) => 2,
    });
}

fn start() -> Desk {
    let this = std::env::current_exe().unwrap();
    let mut desk = Setup::other(
        this.to_str().unwrap(),
        &["--exact", "pty::panics::clumsy", "--nocapture"],
    )
    .with(ROLE, "1")
    .start();
    desk.see("it runs");
    desk
}

#[test]
fn a_panic_of_the_screen_gives_the_terminal_back_before_it_is_reported() {
    for (key, words) in [
        ("u", "a fault in an update"),
        ("d", "a fault while drawing"),
    ] {
        let mut desk = start();
        desk.type_in(key);
        assert_eq!(desk.ended(), 2);
        desk.is_clean();
        let text = desk.text();
        assert!(text.contains(words), "{text}");
        assert!(text.contains("panics.rs"), "where it happened: {text}");
        assert!(!text.contains("it runs"), "the screen is gone: {text}");
        let (row, column) = desk.emulator.screen().cursor_position();
        assert_eq!(
            (usize::from(row), column),
            (text.trim_end().lines().count(), 0),
            "the shell's prompt comes below the report:\n{text}"
        );
    }
}

#[test]
fn a_panic_of_a_task_is_news_on_the_screen_which_goes_on() {
    let mut desk = start();
    desk.see("a fault in a task");
    desk.type_in("j");
    desk.see("key j");
    let screen = desk.emulator.screen();
    assert!(screen.alternate_screen());
    assert!(desk.text().starts_with("it runs\n"), "{}", desk.text());
    assert!(!desk.text().contains("panicked at"), "{}", desk.text());
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
}
