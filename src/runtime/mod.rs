//! The shell of the screen: the only owner of the terminal, the tasks and the clock.
//!
//! [`run`] takes the terminal, draws the first frame and then turns in one loop ([`Machine`] is what it drives) until the
//! person quits, a signal comes or the terminal goes away; the terminal is then as it was before.

pub mod capabilities;
mod clipboard;
mod crew;
#[cfg(unix)]
mod decode;
mod foreground;
mod input;
#[cfg(unix)]
mod job;
mod keyboard;
mod pace;
mod screen;
mod shell;
mod signals;
mod tasks;
pub mod terminal;

pub use capabilities::Capabilities;
pub use crew::{Destination, FindDestination, ReadProjects, Tools};
pub use shell::Machine;
pub use terminal::{check_terminal, install_panic_hook};

/// The parts of the loop, for the tests that play a person before it.
#[cfg(feature = "testing")]
pub(crate) mod rehearsal {
    pub(crate) use super::crew::Crew;
    pub(crate) use super::input::Input;
    pub(crate) use super::pace::Pace;
    pub(crate) use super::shell::{
        Clock, Exit, Opening, Perform, Program as Foreground, Shell, Surface,
    };
    pub(crate) use super::signals::{Signal, Signals};
}

use crate::app::effect::Redraw;
use crate::app::msg::Msg;
use crate::model::time::Timestamp;
use crew::Crew;
use input::{Input, TerminalInput};
use pace::Pace;
use ratatui::Frame;
use ratatui::layout::Size;
use shell::{Clock, Exit, Shell, Surface};
use signals::{ProcessSignals, Signals};
use std::io::{self, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use terminal::TerminalGuard;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Something to find out at the start, away from the loop; may read files.
pub type Errand = Box<dyn FnOnce() -> Vec<Msg> + Send>;

/// What a run of the screen is given.
pub struct RunOptions {
    /// What the terminal can do.
    pub capabilities: Capabilities,
    /// Report the mouse from the start.
    pub mouse: bool,
    /// Ask the terminal for its background: the answer, if one comes, is [`Msg::Background`].
    pub asks_background: bool,
    /// The engine to begin with.
    pub destination: Destination,
    /// What work is done with.
    pub tools: Tools,
    /// Done at the start, beside connecting.
    pub errands: Vec<Errand>,
}

/// Messages that wait for the loop. Full: the sender waits, and with it the engine's stream that it reads.
const MESSAGES: usize = 1024;

/// Shows the screen until it is left; the exit code of the program. `machine` is given the terminal's size as its first
/// message.
///
/// # Errors
/// The terminal cannot be used; it is as it was.
pub fn run<M: Machine>(machine: M, options: RunOptions) -> io::Result<u8> {
    // Away from the loop, on one thread: it keeps up with what an engine can send, each more would have a heap of its own,
    // and a server of 64 cores must not give the program 64 stacks.
    let workers = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(4)
        .thread_name("stacktui")
        .enable_all()
        .build()?;
    let handle = workers.handle().clone();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let worker = std::thread::Builder::new()
        .name("stacktui".to_owned())
        .spawn(move || {
            // The end of the sender is the end of the work.
            let _ended = workers.block_on(ended);
            // A thread that waits for a file must not hold up the end.
            workers.shutdown_background();
        })?;
    // The loop has this thread and its own poll: between a key and its frame no other thread has to wake up.
    let result = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run_loop(machine, options, &handle));
    drop(end);
    if worker.join().is_err() {
        tracing::error!("the thread that works failed");
    }
    result
}

async fn run_loop<M: Machine>(machine: M, options: RunOptions, workers: &Handle) -> io::Result<u8> {
    let RunOptions {
        capabilities,
        mouse,
        asks_background,
        destination,
        tools,
        errands,
    } = options;
    let signals = ProcessSignals::new()?;
    let (sender, messages) = mpsc::channel(MESSAGES);
    // Connects while the terminal is set up and drawn on.
    let crew = Crew::start(tools, destination, sender.clone(), workers);
    run_errands(errands, &sender, workers);
    drop(sender);
    // Before the size is asked for: one that comes in between is told.
    #[cfg_attr(
        not(unix),
        expect(unused_mut, reason = "only asked where answers are read")
    )]
    let mut input = TerminalInput::new()?;
    #[cfg_attr(
        not(unix),
        expect(unused_mut, reason = "only asked where answers are read")
    )]
    let mut guard = TerminalGuard::enter(mouse)?;
    #[cfg(unix)]
    if asks_background {
        guard.send(input::ASK.as_bytes())?;
        input.asked();
    }
    let size = guard.size();
    let mut shell = Shell {
        machine,
        surface: Screen {
            guard,
            capabilities,
        },
        input,
        signals,
        perform: crew,
        clock: SystemClock,
        pace: Pace::new(capabilities.thrifty),
        messages,
        next_tick: Instant::now() + Duration::from_secs(1),
        frames: 0,
        opening: None,
    };
    let ended = begin(&mut shell, size).await;
    shell.input.pause();
    shell.surface.leave();
    let written = shell.surface.guard.written();
    tracing::debug!("{} frames, {written} bytes to the terminal", shell.frames);
    // Whatever happened to the terminal: a step that was begun is not dropped.
    let ended_by = finish(shell.perform, shell.signals).await;
    let code = match ended {
        Ok(Exit::Quit) => 0,
        Ok(Exit::Signal(code)) => code,
        Err(error) if is_gone(&error) => HUNG_UP,
        Err(error) => return Err(error),
    };
    Ok(ended_by.unwrap_or(code))
}

async fn begin<M: Machine>(
    shell: &mut Shell<M, Screen, TerminalInput, ProcessSignals, Crew, SystemClock>,
    size: Size,
) -> io::Result<Exit> {
    if let Some(exit) = shell.handle(Msg::Resize(size.width, size.height)).await? {
        return Ok(exit);
    }
    if let Some(exit) = shell.await_list(FIRST_LIST).await? {
        return Ok(exit);
    }
    shell.pace.owe(Redraw::Now, Instant::now());
    shell.run().await
}

/// An engine of this machine lists its containers within a few milliseconds: they are then on the first frame. One that
/// takes longer is not waited for.
const FIRST_LIST: Duration = Duration::from_millis(25);

/// Lets plans end after the step that runs; another signal ends the waiting, and is the exit code then.
async fn finish(mut crew: Crew, mut signals: ProcessSignals) -> Option<u8> {
    if crew.unfinished() > 0 {
        say("finishing the step that was begun; ctrl-c leaves it to the engine");
    }
    tokio::select! {
        () = crew.finish() => None,
        code = async {
            loop {
                if let signals::Signal::End(code) = signals.next().await {
                    break code;
                }
            }
        } => Some(code),
    }
}

/// The screen was left; the person waits and should know why. A terminal that is gone is no fault.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// They end by themselves.
fn run_errands(errands: Vec<Errand>, sender: &mpsc::Sender<Msg>, workers: &Handle) {
    for errand in errands {
        let sender = sender.clone();
        workers.spawn(async move {
            match tokio::task::spawn_blocking(errand).await {
                Ok(news) => {
                    for msg in news {
                        if sender.send(msg).await.is_err() {
                            return;
                        }
                    }
                }
                Err(error) => tracing::error!("an errand failed: {error}"),
            }
        });
    }
}

/// The user that the program runs as; `None` where the system has no such number.
pub fn user_id() -> Option<u32> {
    #[cfg(unix)]
    return Some(rustix::process::getuid().as_raw());
    #[cfg(not(unix))]
    None
}

/// Exit code of SIGHUP.
const HUNG_UP: u8 = 129;

/// The terminal went away, rather than misbehaving.
fn is_gone(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::WriteZero | io::ErrorKind::NotConnected
    ) || (cfg!(unix) && error.raw_os_error() == Some(EIO))
}

/// Wall time of the system.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::default().after(since)
    }
}

/// The real terminal as the loop sees it.
struct Screen {
    guard: TerminalGuard,
    capabilities: Capabilities,
}

impl Surface for Screen {
    fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.guard.draw(view)
    }

    fn is_busy(&self) -> bool {
        self.guard.is_busy()
    }

    async fn drained(&mut self) -> io::Result<()> {
        self.guard.drained().await
    }

    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.guard.resize(Size::new(columns, rows))
    }

    fn repaint(&mut self) -> io::Result<()> {
        self.guard.repaint()
    }

    fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.guard.set_mouse(on)
    }

    fn copy(&mut self, text: &str) -> Result<&'static str, String> {
        let (bytes, way) = clipboard::copy(text, self.capabilities)?;
        self.guard
            .send(&bytes)
            .map_err(|error| format!("the terminal failed: {error}"))?;
        Ok(way)
    }

    fn leave(&mut self) {
        self.guard.leave();
    }

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        let size = self.guard.resume()?;
        Ok((size.width, size.height))
    }
}
