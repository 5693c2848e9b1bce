//! A person at the screen, played: the real loop, state machine, view and work, over a simulated engine, under a clock
//! that runs as fast as it is waited for.

#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on fails by panicking"
)]

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::effect::Effect;
use crate::app::key::Key;
use crate::app::msg::{Mouse, MouseKind, Msg};
use crate::compose::sources::Memory;
use crate::engine::sim::SimEngine;
use crate::model::ids::HostId;
use crate::model::time::Timestamp;
use crate::plan::news::ProjectMsg;
use crate::program::Program;
use crate::runtime::rehearsal::Exit;
pub use crate::testing::setup::Setup;
use crate::testing::stage::{self, Notes, Stage};
use crate::testing::tools::{self, Files};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::{self, Sender};
use tokio::task::LocalSet;
use tokio::time::sleep;

/// When sessions begin: 2026-01-15 12:00:00 UTC.
pub(super) const START: Timestamp = Timestamp::from_seconds(1_768_478_400);
/// Between two keys of a script.
const TYPING: Duration = Duration::from_millis(20);
/// Long enough for frames, batches of log lines and inspections that follow an event.
const BREATH: Duration = Duration::from_millis(250);
/// Waiting longer than this is a fault.
const PATIENCE: Duration = Duration::from_mins(5);

/// A running program and the person before it.
pub struct Session {
    // Dropped first: its tasks need the runtime.
    local: LocalSet,
    runtime: tokio::runtime::Runtime,
    /// The engine.
    pub engine: SimEngine,
    program: Rc<RefCell<Program>>,
    notes: Rc<RefCell<Notes>>,
    ended: Rc<Cell<Option<Exit>>>,
    input: Sender<Msg>,
    keys: usize,
    typing: Duration,
    directory: TempDir,
    files: Arc<Mutex<Files>>,
}

impl Session {
    /// The program over [`super::server::shop`] at 120×36, after everything was listed.
    pub fn new() -> Self {
        Self::start(Setup::default())
    }

    /// The same at another size.
    pub fn sized(width: u16, height: u16) -> Self {
        Self::start(Setup {
            size: (width, height),
            ..Setup::default()
        })
    }

    /// The program as it was set up, after everything was listed.
    pub fn start(setup: Setup) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let local = LocalSet::new();
        let engine = SimEngine::new(&setup.scenario, START, 7);
        if setup.starts_away {
            engine.drop_connection();
        }
        let host = HostId::from("web01");
        let app = App::new(
            host.clone(),
            setup.settings,
            setup.keymap,
            Clock::new(jiff::tz::TimeZone::UTC),
            setup.circumstances,
        );
        let program = Rc::new(RefCell::new(Program {
            app,
            theme: setup.theme,
            on_background: None,
        }));
        let notes = Rc::new(RefCell::new(Notes {
            size: setup.size,
            ..Notes::default()
        }));
        let ended = Rc::new(Cell::new(None));
        let (input, typed) = mpsc::channel(64);
        let directory = TempDir::new().expect("a directory");
        let files = Arc::new(Mutex::new(Files {
            here: setup.projects.clone(),
            on_disk: setup.files,
        }));
        let tools = tools::tools(
            &setup.contexts,
            directory.path(),
            setup.is_guarded,
            Arc::clone(&files),
        );
        let destination = tools::destination(host, &engine, setup.is_guarded);
        let stage = Stage {
            program: Rc::clone(&program),
            notes: Rc::clone(&notes),
            ended: Rc::clone(&ended),
            engine: Arc::new(engine.clone()),
            typed,
            start: START,
        };
        local.block_on(&runtime, async move {
            stage.open(tools, destination, setup.projects);
        });
        let mut session = Self {
            local,
            runtime,
            engine,
            program,
            notes,
            ended,
            input,
            keys: 0,
            typing: TYPING,
            directory,
            files,
        };
        session.until_idle();
        session
    }

    fn pass(&self, span: Duration) {
        self.local
            .block_on(&self.runtime, async { sleep(span).await });
    }

    /// Presses keys as scripts write them: `jj<enter>r`.
    pub fn press(&mut self, script: &str) {
        let keys = Key::parse_script(script).unwrap_or_else(|| panic!("no keys: {script}"));
        for key in keys {
            self.keys += 1;
            self.send(Msg::Key(key));
        }
    }

    /// From now on keys come faster than frames.
    pub const fn hurry(&mut self) {
        self.typing = Duration::from_millis(1);
    }

    /// Types text, which counts as no key.
    pub fn type_text(&mut self, text: &str) {
        for character in text.chars() {
            self.send(Msg::Key(Key::char(character)));
        }
    }

    /// Clicks on the first cell of this text on the screen.
    pub fn click(&mut self, text: &str) {
        let (column, row) = self.place_of(text);
        self.send(Msg::Mouse(Mouse {
            column,
            row,
            kind: MouseKind::Press,
        }));
    }

    /// Another size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.send(Msg::Resize(columns, rows));
        self.until_idle();
    }

    /// Something that happens to the program.
    pub fn send(&mut self, msg: Msg) {
        assert!(self.ended.get().is_none(), "the program has ended");
        self.input.try_send(msg).expect("the program listens");
        self.pass(self.typing);
    }

    /// Lets everything happen that is under way, and checks that what is on the screen is what should be there.
    pub fn until_idle(&mut self) {
        let mut waited = Duration::ZERO;
        loop {
            self.pass(BREATH);
            waited += BREATH;
            if self.notes.borrow().pending.is_empty() {
                break;
            }
            assert!(
                waited < PATIENCE,
                "work does not end: {:?}\n{}",
                self.notes.borrow().pending,
                self.screen()
            );
        }
        self.assert_drawn();
    }

    /// Lets time pass.
    pub fn advance(&mut self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
        self.assert_drawn();
    }

    /// Waits until this text is on the screen.
    pub fn until(&mut self, text: &str) {
        self.until_so(text, |screen| screen.contains(text));
    }

    /// Waits until the screen is so.
    pub fn until_so(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let mut waited = Duration::ZERO;
        while !is_so(&self.screen()) {
            assert!(
                waited < PATIENCE,
                "never on the screen: {what}\n{}",
                self.screen()
            );
            self.pass(BREATH);
            waited += BREATH;
        }
    }

    /// What is on the screen now.
    pub fn screen(&self) -> String {
        stage::text(&self.notes.borrow().frame)
    }

    /// What is on the screen now, as a picture.
    pub fn picture(&self) -> String {
        let program = self.program.borrow();
        crate::ui::svg::svg(&self.notes.borrow().frame, &program.theme)
    }

    /// The first line of the screen that holds this text.
    pub fn line(&self, text: &str) -> String {
        let screen = self.screen();
        let found = screen.lines().find(|line| line.contains(text));
        found.map_or_else(
            || panic!("not on the screen: {text}\n{screen}"),
            str::to_owned,
        )
    }

    /// The row of this name in the list; empty where there is none.
    pub fn row(&self, name: &str) -> String {
        let screen = self.screen();
        let rows = screen.lines().filter_map(|line| {
            let line = line.trim_start_matches('│');
            line.split('│').next()
        });
        let is_it = |row: &&str| {
            let mut words = row.split_whitespace();
            let signs = |word: &&str| word.chars().all(|sign| "▲●○◑◔‖·?▾▸".contains(sign));
            let first = words.next();
            let rest = words.find(|word| !signs(word));
            first.is_some_and(|word| signs(&word)) && rest == Some(name)
        };
        rows.into_iter().find(is_it).unwrap_or_default().to_owned()
    }

    /// Asserts that all of these are on the screen.
    pub fn expect(&self, texts: &[&str]) {
        let screen = self.screen();
        for text in texts {
            assert!(screen.contains(text), "not on the screen: {text}\n{screen}");
        }
    }

    /// Asserts that none of these is on the screen.
    pub fn expect_not(&self, texts: &[&str]) {
        let screen = self.screen();
        for text in texts {
            assert!(!screen.contains(text), "on the screen: {text}\n{screen}");
        }
    }

    /// What the selection is called, as the detail pane has it.
    pub fn selected(&self) -> String {
        let program = self.program.borrow();
        program.app.screen().headline.title
    }

    /// What the notices of this run say, oldest first.
    pub fn notices(&self) -> Vec<String> {
        let program = self.program.borrow();
        let all = program.app.notices.iter();
        all.map(|notice| notice.text.clone()).collect()
    }

    /// Keys pressed so far.
    pub const fn keys(&self) -> usize {
        self.keys
    }

    /// Frames drawn so far.
    pub fn frames(&self) -> usize {
        self.notes.borrow().frames
    }

    /// What the state machine asked for since this was called last.
    pub fn effects(&self) -> Vec<Effect> {
        std::mem::take(&mut self.notes.borrow_mut().effects)
    }

    /// What is typed into the next shell or attached terminal.
    pub fn will_type(&mut self, text: &str) {
        text.clone_into(&mut self.notes.borrow_mut().typing);
    }

    /// What shells and attached terminals printed.
    pub fn printed(&self) -> String {
        self.notes.borrow().printed.clone()
    }

    /// Whether the program was left.
    pub fn has_quit(&self) -> bool {
        self.ended.get() == Some(Exit::Quit)
    }

    /// The projects of here and the files that labels name are others from now on, once they are read again.
    pub fn set_files(&mut self, here: Vec<ProjectMsg>, on_disk: Option<Memory>) {
        *self.files.lock().expect("nobody panicked") = Files { here, on_disk };
    }

    /// Names of the files that were saved.
    pub fn saved(&self) -> Vec<String> {
        let entries = self.directory.path().read_dir().expect("a directory");
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().display().to_string()));
        names.collect()
    }

    /// Asks the engine something.
    pub fn ask<T>(&self, question: impl AsyncFnOnce(SimEngine) -> T) -> T {
        let engine = self.engine.clone();
        self.local.block_on(&self.runtime, question(engine))
    }

    /// The state of a container, in the engine's word; `gone` where it is not there.
    pub fn state_of(&self, name: &str) -> String {
        use crate::engine::Observe;
        self.ask(async |engine| {
            let found = engine.inspect_container(name).await;
            found.map_or_else(
                |_| "gone".to_owned(),
                |container| container.state.word().to_owned(),
            )
        })
    }

    /// Column and row of a text.
    pub fn place_of(&self, text: &str) -> (u16, u16) {
        let screen = self.screen();
        for (row, line) in screen.lines().enumerate() {
            if let Some((before, _)) = line.split_once(text) {
                let column = unicode_width::UnicodeWidthStr::width(before);
                let small = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
                return (small(column), small(row));
            }
        }
        panic!("not on the screen: {text}\n{screen}")
    }

    /// The frame that should be there now.
    fn wanted(&self) -> String {
        let program = self.program.borrow();
        let (width, height) = self.notes.borrow().size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        crate::ui::draw(&program.app.screen(), &program.theme, &mut buffer);
        stage::text(&buffer)
    }

    fn assert_drawn(&mut self) {
        if self.ended.get().is_some() {
            return;
        }
        // A frame of data may be due within its window.
        let mut waited = Duration::ZERO;
        while self.screen() != self.wanted() && waited < BREATH {
            self.pass(Duration::from_millis(10));
            waited += Duration::from_millis(10);
        }
        let (shown, due) = (self.screen(), self.wanted());
        if shown != due {
            let mut told = String::new();
            for (shown, due) in shown.lines().zip(due.lines()) {
                if shown != due {
                    let _ = writeln!(told, "shown {shown}\ndue   {due}");
                }
            }
            panic!("the screen was not drawn anew:\n{told}");
        }
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
