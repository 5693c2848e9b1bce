//! The one loop: signals, then the person, then a frame that is due, then everybody else.
//!
//! It knows the state machine, the screen, the input and the work only by their traits, so that the tests drive all of it
//! under a clock of their own.

use crate::app::effect::{Effect, Effects, Foreground, Redraw};
use crate::app::msg::{HostMsg, Msg};
use crate::model::time::Timestamp;
use crate::runtime::input::Input;
use crate::runtime::pace::Pace;
use crate::runtime::signals::{Signal, Signals};
use ratatui::Frame;
use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until, timeout_at};

/// Messages handled in one turn before looking at the input again.
const BATCH: usize = 256;
/// Between two ticks.
const TICK: Duration = Duration::from_secs(1);
/// Exit code of SIGINT.
const INTERRUPTED: u8 = 130;
/// An update of this length is a fault worth a line in the log.
const SLOW_UPDATE: Duration = Duration::from_millis(5);

/// What the loop drives: state, its changes, its look.
pub trait Machine {
    /// Something happened.
    fn update(&mut self, msg: Msg, now: Timestamp) -> Effects;
    /// Draws the state as it is.
    fn draw(&self, frame: &mut Frame<'_>, now: Timestamp);
    /// Whether something on the screen shows a running time.
    fn wants_tick(&self) -> bool;
}

/// Where frames go.
pub(crate) trait Surface {
    /// Draws one frame.
    fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()>;
    /// The last one has not left yet.
    fn is_busy(&self) -> bool;
    /// Waits until it has. Cancel safe.
    fn drained(&mut self) -> impl Future<Output = io::Result<()>>;
    /// There is another size.
    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()>;
    /// The next frame draws everything.
    fn repaint(&mut self) -> io::Result<()>;
    /// Has the mouse reported.
    fn set_mouse(&mut self, on: bool) -> io::Result<()>;
    /// Puts text on the clipboard; says by which way.
    fn copy(&mut self, text: &str) -> Result<&'static str, String>;
    /// Gives the terminal back.
    fn leave(&mut self);
    /// Takes it again; its size.
    fn resume(&mut self) -> io::Result<(u16, u16)>;
}

/// A program in a container that has the terminal; its exit code. Dropped, it gives the terminal back.
pub(crate) type Program = Pin<Box<dyn Future<Output = Result<Option<i64>, String>>>>;
/// A program that is being started, with our screen still there: an error is then a notice and no flicker.
pub(crate) type Opening = Pin<Box<dyn Future<Output = Result<Program, String>>>>;

/// Who does what the state machine asks for.
pub(crate) trait Perform {
    /// Starts it; the answer comes as a message.
    fn perform(&mut self, effect: Effect);
    /// Starts what shall have the terminal.
    fn open(&mut self, what: Foreground) -> Opening;
}

/// Wall time.
pub(crate) trait Clock {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// As the person wished.
    Quit,
    /// By a signal, or because the terminal went away; the exit code.
    Signal(u8),
}

/// All ends of the loop.
pub(crate) struct Shell<M, S, I, G, P, C> {
    pub(crate) machine: M,
    pub(crate) surface: S,
    pub(crate) input: I,
    pub(crate) signals: G,
    pub(crate) perform: P,
    pub(crate) clock: C,
    pub(crate) pace: Pace,
    pub(crate) messages: Receiver<Msg>,
    pub(crate) next_tick: Instant,
    pub(crate) frames: u64,
    pub(crate) opening: Option<Opening>,
}

enum Turn {
    Opened(Result<Program, String>),
    Signal(Signal),
    Input(Option<io::Result<Msg>>),
    Frame,
    Message(Option<Msg>),
    Tick,
}

impl<M: Machine, S: Surface, I: Input, G: Signals, P: Perform, C: Clock> Shell<M, S, I, G, P, C> {
    /// Runs until something ends it.
    ///
    /// # Errors
    /// The terminal failed otherwise than by going away.
    pub(crate) async fn run(&mut self) -> io::Result<Exit> {
        loop {
            self.draw_if_due()?;
            let owed = self.pace.due().filter(|_| !self.surface.is_busy());
            let turn = tokio::select! {
                biased;
                signal = self.signals.next() => Turn::Signal(signal),
                input = self.input.next() => Turn::Input(input),
                () = sleep_until(owed.unwrap_or_else(Instant::now)), if owed.is_some() => Turn::Frame,
                drained = self.surface.drained(), if self.surface.is_busy() => {
                    drained?;
                    Turn::Frame
                }
                opened = opened(&mut self.opening), if self.opening.is_some() => Turn::Opened(opened),
                msg = self.messages.recv() => Turn::Message(msg),
                () = sleep_until(self.next_tick), if self.machine.wants_tick() => Turn::Tick,
            };
            let exit = match turn {
                Turn::Frame => None,
                Turn::Opened(opened) => {
                    self.opening = None;
                    match opened {
                        Ok(program) => match self.give_away(Some(program)).await? {
                            Away::Back(result) => self.handle(Msg::Resumed(result)).await?,
                            Away::Ended(exit) => Some(exit),
                        },
                        Err(reason) => self.handle(Msg::Resumed(Err(reason))).await?,
                    }
                }
                Turn::Signal(signal) => self.signal(signal).await?,
                Turn::Input(None | Some(Err(_))) => Some(Exit::Signal(129)),
                Turn::Input(Some(Ok(msg))) => self.person(msg).await?,
                Turn::Message(Some(msg)) => self.batch(msg).await?,
                // The senders live as long as the tasks; all gone is the end.
                Turn::Message(None) => Some(Exit::Quit),
                Turn::Tick => {
                    self.next_tick = Instant::now() + TICK;
                    self.handle(Msg::Tick).await?
                }
            };
            if let Some(exit) = exit {
                return Ok(exit);
            }
        }
    }

    /// Takes messages and input, without drawing, until a host is listed or cannot be, at most for this long.
    ///
    /// # Errors
    /// As [`Shell::run`].
    pub(crate) async fn await_list(&mut self, patience: Duration) -> io::Result<Option<Exit>> {
        let deadline = Instant::now() + patience;
        loop {
            let turn = async {
                tokio::select! {
                    biased;
                    input = self.input.next() => Turn::Input(input),
                    msg = self.messages.recv() => Turn::Message(msg),
                }
            };
            let exit = match timeout_at(deadline, turn).await {
                Err(_elapsed) => return Ok(None),
                Ok(Turn::Input(Some(Ok(msg)))) => self.person(msg).await?,
                Ok(Turn::Message(Some(msg))) => {
                    let is_list =
                        matches!(msg, Msg::Host(_, HostMsg::Snapshot(..) | HostMsg::Lost(_)));
                    let exit = self.handle(msg).await?;
                    if is_list {
                        return Ok(exit);
                    }
                    exit
                }
                // What has ended ends the loop that follows.
                Ok(_) => return Ok(None),
            };
            if exit.is_some() {
                return Ok(exit);
            }
        }
    }

    /// Draws the frame that is due, without going through the timer, which is exact to a millisecond only.
    pub(crate) fn draw_if_due(&mut self) -> io::Result<()> {
        if self.surface.is_busy() || self.pace.due().is_none_or(|due| due > Instant::now()) {
            return Ok(());
        }
        let now = self.clock.now();
        self.surface.draw(|frame| self.machine.draw(frame, now))?;
        self.pace.drawn(Instant::now());
        self.frames += 1;
        Ok(())
    }

    async fn signal(&mut self, signal: Signal) -> io::Result<Option<Exit>> {
        match signal {
            Signal::End(code) => return Ok(Some(Exit::Signal(code))),
            Signal::Stop => {
                // Nobody asked by a key, so nobody waits for an answer.
                match self.give_away(None).await? {
                    Away::Ended(exit) => return Ok(Some(exit)),
                    Away::Back(Err(reason)) => tracing::info!("not stopped: {reason}"),
                    Away::Back(Ok(_)) => {}
                }
            }
            Signal::Continued => {
                let size = self.surface.resume()?;
                return self.handle(Msg::Resize(size.0, size.1)).await;
            }
        }
        Ok(None)
    }

    /// A message of the person's; of a burst of sizes only the last counts.
    async fn person(&mut self, mut msg: Msg) -> io::Result<Option<Exit>> {
        loop {
            let next = match msg {
                Msg::Resize(..) => self.input.ready(),
                _ => None,
            };
            if let Msg::Resize(columns, rows) = msg
                && !matches!(next, Some(Ok(Msg::Resize(..))))
            {
                self.surface.resize(columns, rows)?;
                self.pace.owe(Redraw::Now, Instant::now());
            }
            let superseded = matches!((&msg, &next), (Msg::Resize(..), Some(Ok(Msg::Resize(..)))));
            if !superseded && let Some(exit) = self.handle(msg).await? {
                return Ok(Some(exit));
            }
            msg = match next {
                None => return Ok(None),
                Some(Err(_)) => return Ok(Some(Exit::Signal(129))),
                Some(Ok(next)) => next,
            };
        }
    }

    /// This message and those that wait behind it, at most [`BATCH`].
    async fn batch(&mut self, first: Msg) -> io::Result<Option<Exit>> {
        let mut msg = first;
        for _ in 0..BATCH {
            if let Some(exit) = self.handle(msg).await? {
                return Ok(Some(exit));
            }
            msg = match self.messages.try_recv() {
                Ok(next) => next,
                Err(_) => break,
            };
        }
        Ok(None)
    }

    /// Updates the state and does what follows from it.
    pub(crate) async fn handle(&mut self, msg: Msg) -> io::Result<Option<Exit>> {
        let mut queue = VecDeque::from([msg]);
        while let Some(msg) = queue.pop_front() {
            let begun = Instant::now();
            let effects = self.machine.update(msg, self.clock.now());
            let took = begun.elapsed();
            if took > SLOW_UPDATE {
                tracing::warn!("an update took {took:?}");
            }
            self.pace.owe(effects.redraw, Instant::now());
            for effect in effects.list {
                match effect {
                    Effect::Quit => return Ok(Some(Exit::Quit)),
                    Effect::Repaint => self.surface.repaint()?,
                    Effect::Mouse(on) => self.surface.set_mouse(on)?,
                    Effect::Copy(text) => queue.push_back(Msg::Copied(self.surface.copy(&text))),
                    Effect::Suspend(Foreground::Stop) => match self.give_away(None).await? {
                        Away::Back(result) => queue.push_back(Msg::Resumed(result)),
                        Away::Ended(exit) => return Ok(Some(exit)),
                    },
                    // The newest wins: one that was still being started is dropped.
                    Effect::Suspend(what) => self.opening = Some(self.perform.open(what)),
                    other => self.perform.perform(other),
                }
            }
        }
        Ok(None)
    }

    /// Gives the terminal to a program, or to the shell that started us, and takes it back, whole. Meanwhile everything
    /// goes on, undrawn: news that nobody takes would hold up the engine's streams.
    async fn give_away(&mut self, program: Option<Program>) -> io::Result<Away> {
        if program.is_none()
            && let Err(reason) = self.signals.may_stop()
        {
            return Ok(Away::Back(Err(reason)));
        }
        self.input.pause();
        self.surface.leave();
        let result = match program {
            None => self.signals.stop().await.map(|()| None),
            Some(mut program) => {
                loop {
                    tokio::select! {
                        biased;
                        signal = self.signals.next() => match signal {
                            // ctrl-c outside of raw mode: leaves the program, not us.
                            Signal::End(INTERRUPTED) => break Ok(None),
                            Signal::End(code) => return Ok(Away::Ended(Exit::Signal(code))),
                            Signal::Stop | Signal::Continued => {}
                        },
                        result = &mut program => break result,
                        msg = self.messages.recv() => match msg {
                            Some(msg) => self.handle_undrawn(msg),
                            None => return Ok(Away::Ended(Exit::Quit)),
                        },
                    }
                }
            }
        };
        let (columns, rows) = self.surface.resume()?;
        self.input.resume();
        self.handle_undrawn(Msg::Resize(columns, rows));
        self.pace.owe(Redraw::Now, Instant::now());
        Ok(Away::Back(result))
    }

    /// Updates the state while the terminal is another's; what would need it is left out.
    fn handle_undrawn(&mut self, msg: Msg) {
        for effect in self.machine.update(msg, self.clock.now()).list {
            match effect {
                Effect::Quit
                | Effect::Repaint
                | Effect::Mouse(_)
                | Effect::Copy(_)
                | Effect::Suspend(_) => {}
                other => self.perform.perform(other),
            }
        }
    }
}

/// What became of a start; never ready where nothing is being started.
async fn opened(opening: &mut Option<Opening>) -> Result<Program, String> {
    match opening {
        Some(opening) => opening.await,
        None => std::future::pending().await,
    }
}

/// How giving the terminal away ended.
enum Away {
    /// It is ours again; what the program left behind.
    Back(Result<Option<i64>, String>),
    /// We end ourselves.
    Ended(Exit),
}

#[cfg(test)]
mod tests;
