//! What the shell's loop stands on in tests: a screen in memory, keys from a script, a clock that waits for nobody.

use crate::app::effect::{Effect, Effects, Redraw};
use crate::app::msg::{Msg, TaskMsg};
use crate::engine::Engine;
use crate::model::ids::TaskId;
use crate::model::time::Timestamp;
use crate::ops::exec::{self, Terminal as Size};
use crate::plan::news::{Foreground, ProjectMsg};
use crate::plan::work::WorkError;
use crate::program::Program;
use crate::runtime::rehearsal::{
    Clock, Crew, Exit, Input, Opening, Pace, Perform, Shell, Signal, Signals, Surface,
};
use crate::runtime::{Destination, Machine, Tools};
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::Instant;

/// What was seen from outside during a run.
#[derive(Default)]
pub(super) struct Notes {
    /// What the state machine asked for, in order.
    pub(super) effects: Vec<Effect>,
    /// Work that has not answered yet.
    pub(super) pending: BTreeSet<TaskId>,
    /// What is typed into the next shell or attached terminal.
    pub(super) typing: String,
    /// What it printed.
    pub(super) printed: String,
    /// Size at which the terminal is taken back.
    pub(super) size: (u16, u16),
    /// Frames drawn.
    pub(super) frames: usize,
    /// The last of them.
    pub(super) frame: Buffer,
}

/// What the loop and the test share.
pub(super) struct Stage {
    pub(super) program: Rc<RefCell<Program>>,
    pub(super) notes: Rc<RefCell<Notes>>,
    pub(super) ended: Rc<Cell<Option<Exit>>>,
    pub(super) engine: Arc<dyn Engine>,
    pub(super) typed: Receiver<Msg>,
    pub(super) start: Timestamp,
}

/// Messages that wait for the loop, as in the program.
const MESSAGES: usize = 1024;

impl Stage {
    /// Starts the loop as a local task; the program's own way, but for the terminal.
    #[expect(
        clippy::expect_used,
        reason = "a test that cannot go on fails by panicking"
    )]
    pub(super) fn open(self, tools: Tools, destination: Destination, projects: Vec<ProjectMsg>) {
        let (sender, messages) = mpsc::channel(MESSAGES);
        sender
            .try_send(Msg::Projects(projects))
            .expect("room for the files of here");
        let (width, height) = self.notes.borrow().size;
        let terminal = match Terminal::new(TestBackend::new(width, height)) {
            Ok(terminal) => terminal,
            Err(never) => match never {},
        };
        let crew = Crew::start(tools, destination, sender, &Handle::current());
        let now = Instant::now();
        let mut shell = Shell {
            machine: Watched {
                program: self.program,
                notes: Rc::clone(&self.notes),
            },
            surface: MemoryScreen {
                terminal,
                notes: Rc::clone(&self.notes),
            },
            input: Script(self.typed),
            signals: Calm,
            perform: Played {
                crew,
                engine: self.engine,
                notes: self.notes,
            },
            clock: Virtual {
                start: self.start,
                origin: now,
            },
            pace: Pace::new(false),
            messages,
            next_tick: now + Duration::from_secs(1),
            frames: 0,
            opening: None,
        };
        let ended = self.ended;
        tokio::task::spawn_local(async move {
            let exit = match shell.handle(Msg::Resize(width, height)).await {
                Ok(Some(exit)) => Ok(exit),
                Ok(None) => {
                    shell.pace.owe(Redraw::Now, Instant::now());
                    shell.run().await
                }
                Err(error) => Err(error),
            };
            ended.set(Some(exit.expect("the screen in memory works")));
        });
    }
}

/// State and look, shared with the test.
struct Watched {
    program: Rc<RefCell<Program>>,
    notes: Rc<RefCell<Notes>>,
}

impl Machine for Watched {
    fn update(&mut self, msg: Msg, now: Timestamp) -> Effects {
        let ended = match &msg {
            Msg::Task(id, TaskMsg::Done(_) | TaskMsg::Panicked(_)) => Some(*id),
            _ => None,
        };
        let effects = self.program.borrow_mut().update(msg, now);
        let mut notes = self.notes.borrow_mut();
        for effect in &effects.list {
            if let Effect::Run(id, ..) = effect {
                notes.pending.insert(*id);
            }
        }
        if let Some(id) = ended {
            notes.pending.remove(&id);
        }
        notes.effects.extend(effects.list.iter().cloned());
        effects
    }

    fn draw(&self, frame: &mut Frame<'_>, now: Timestamp) {
        self.program.borrow().draw(frame, now);
    }

    fn wants_tick(&self) -> bool {
        self.program.borrow().wants_tick()
    }
}

/// A terminal in memory.
struct MemoryScreen {
    terminal: Terminal<TestBackend>,
    notes: Rc<RefCell<Notes>>,
}

impl Surface for MemoryScreen {
    fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.notes.borrow_mut().frames += 1;
        match self.terminal.draw(view) {
            Ok(frame) => {
                // The whole frame: what is sent of it is the real screen's business, and tested there.
                self.notes.borrow_mut().frame = frame.buffer.clone();
                Ok(())
            }
            Err(never) => match never {},
        }
    }

    fn is_busy(&self) -> bool {
        false
    }

    async fn drained(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.notes.borrow_mut().size = (columns, rows);
        self.terminal.backend_mut().resize(columns, rows);
        Ok(())
    }

    fn repaint(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_mouse(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &str) -> Result<&'static str, String> {
        Ok("memory")
    }

    fn leave(&mut self) {}

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.notes.borrow().size)
    }
}

/// A person, played by a test.
struct Script(Receiver<Msg>);

impl Input for Script {
    async fn next(&mut self) -> Option<io::Result<Msg>> {
        self.0.recv().await.map(Ok)
    }

    fn ready(&mut self) -> Option<io::Result<Msg>> {
        self.0.try_recv().ok().map(Ok)
    }

    fn pause(&mut self) {}

    fn resume(&mut self) {}
}

/// No signal ever comes.
struct Calm;

impl Signals for Calm {
    async fn next(&mut self) -> Signal {
        std::future::pending().await
    }

    async fn stop(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// Wall time that goes with tokio's.
struct Virtual {
    start: Timestamp,
    origin: Instant,
}

impl Clock for Virtual {
    fn now(&self) -> Timestamp {
        self.start.after(self.origin.elapsed())
    }
}

/// The real crew; only what would take the real terminal is played.
struct Played {
    crew: Crew,
    engine: Arc<dyn Engine>,
    notes: Rc<RefCell<Notes>>,
}

impl Perform for Played {
    fn perform(&mut self, effect: Effect) {
        self.crew.perform(effect);
    }

    fn open(&mut self, what: Foreground) -> Opening {
        let engine = Arc::clone(&self.engine);
        let notes = Rc::clone(&self.notes);
        let terminal = Size {
            size: notes.borrow().size,
            term: "xterm".to_owned(),
            detach_keys: String::new(),
        };
        Box::pin(async move {
            let words = |error: WorkError| error.message;
            let (session, is_shell) = match &what {
                Foreground::Shell(_, id) => (
                    exec::shell(engine.as_ref(), id, &terminal)
                        .await
                        .map_err(words)?,
                    true,
                ),
                Foreground::Attach(_, id) => (
                    exec::attach(engine.as_ref(), id, &terminal)
                        .await
                        .map_err(words)?
                        .session,
                    false,
                ),
                Foreground::Stop => return Err("nothing to open".to_owned()),
            };
            let program: crate::runtime::rehearsal::Foreground =
                Box::pin(play(session, is_shell, notes));
            Ok(program)
        })
    }
}

/// Types the script and reads what is printed: of a shell all of it, of an attached terminal the first of it.
async fn play(
    mut session: Box<dyn crate::engine::Session>,
    is_shell: bool,
    notes: Rc<RefCell<Notes>>,
) -> Result<Option<i64>, String> {
    let Some(mut ends) = session.take_ends() else {
        return Err("the session has no ends".to_owned());
    };
    let typing = std::mem::take(&mut notes.borrow_mut().typing);
    let failed = |error: io::Error| error.to_string();
    ends.input
        .write_all(typing.as_bytes())
        .await
        .map_err(failed)?;
    ends.input.flush().await.map_err(failed)?;
    let mut bytes = vec![0; 4096];
    loop {
        let count = ends.output.read(&mut bytes).await.map_err(failed)?;
        let text = String::from_utf8_lossy(bytes.get(..count).unwrap_or_default()).into_owned();
        notes.borrow_mut().printed.push_str(&text);
        if count == 0 || !is_shell {
            break;
        }
    }
    if is_shell {
        session.exit_code().await.map_err(|error| error.to_string())
    } else {
        Ok(None)
    }
}

/// A buffer as lines of text, without the blanks at their ends.
pub(super) fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut skip = 0;
        let mut row = String::new();
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            skip = symbol.cell_width().saturating_sub(1);
            row.push_str(symbol);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}
