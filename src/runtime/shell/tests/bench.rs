//! What the loop stands on in its tests: a machine that counts, a screen in memory, keys and signals from a script.

use super::super::*;
use crate::app::key::Key;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::cell::RefCell;
use std::rc::Rc;
use tokio::sync::mpsc::{self, Sender};

/// Counts what it is told; `q` quits, `s` suspends, `k` redraws at once; news of a host redraws soon.
#[derive(Default)]
pub(super) struct Scripted {
    pub(super) seen: Rc<RefCell<Vec<Msg>>>,
    pub(super) ticks: bool,
    pub(super) redraw: Redraw,
}

impl Machine for Scripted {
    fn update(&mut self, msg: Msg, _: Timestamp) -> Effects {
        self.seen.borrow_mut().push(msg.clone());
        let effect =
            match &msg {
                Msg::Key(key) if *key == Key::char('q') => Some(Effect::Quit),
                Msg::Key(key) if *key == Key::char('s') => Some(Effect::Suspend(Foreground::Stop)),
                Msg::Key(key) if *key == Key::char('E') => Some(Effect::Suspend(
                    Foreground::Shell("local".into(), "c".into()),
                )),
                Msg::Key(key) if *key == Key::char('a') => Some(Effect::Suspend(
                    Foreground::Attach("local".into(), "c".into()),
                )),
                Msg::Key(key) if *key == Key::char('y') => Some(Effect::Copy("text".to_owned())),
                Msg::Key(_) => return Effects::redraw(),
                _ => None,
            };
        Effects {
            list: effect.into_iter().collect(),
            redraw: self.redraw,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, _: Timestamp) {
        let text = self.seen.borrow().len().to_string();
        frame
            .buffer_mut()
            .set_string(0, 0, text, ratatui::style::Style::new());
    }

    fn wants_tick(&self) -> bool {
        self.ticks
    }
}

pub(super) struct Canvas {
    terminal: Terminal<TestBackend>,
    log: Rc<RefCell<Vec<String>>>,
    stuck: Rc<RefCell<bool>>,
}

impl Surface for Canvas {
    fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.log.borrow_mut().push("frame".to_owned());
        self.terminal.draw(view).map(|_| ()).unwrap();
        Ok(())
    }
    fn is_busy(&self) -> bool {
        *self.stuck.borrow()
    }
    async fn drained(&mut self) -> io::Result<()> {
        while *self.stuck.borrow() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.log.borrow_mut().push(format!("{columns}x{rows}"));
        Ok(())
    }
    fn repaint(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn set_mouse(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }
    fn copy(&mut self, _: &str) -> Result<&'static str, String> {
        Ok("this way")
    }
    fn leave(&mut self) {
        self.log.borrow_mut().push("leave".to_owned());
    }
    fn resume(&mut self) -> io::Result<(u16, u16)> {
        self.log.borrow_mut().push("resume".to_owned());
        Ok((90, 30))
    }
}

pub(super) struct Typed(mpsc::Receiver<Msg>, Rc<RefCell<Vec<String>>>);

impl Input for Typed {
    async fn next(&mut self) -> Option<io::Result<Msg>> {
        self.0.recv().await.map(Ok)
    }
    fn ready(&mut self) -> Option<io::Result<Msg>> {
        self.0.try_recv().ok().map(Ok)
    }
    fn pause(&mut self) {
        self.1.borrow_mut().push("pause".to_owned());
    }
    fn resume(&mut self) {
        self.1.borrow_mut().push("read".to_owned());
    }
}

pub(super) struct Sent(mpsc::Receiver<Signal>);

impl Signals for Sent {
    async fn next(&mut self) -> Signal {
        match self.0.recv().await {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }
    async fn stop(&mut self) -> Result<(), String> {
        Ok(())
    }
}

pub(super) struct Nobody;

impl Perform for Nobody {
    fn perform(&mut self, _: Effect) {}
    fn open(&mut self, what: Foreground) -> Opening {
        if matches!(what, Foreground::Attach(..)) {
            return Box::pin(async { Err("no such container".to_owned()) });
        }
        Box::pin(async {
            let program: Program = Box::pin(async {
                tokio::time::sleep(Duration::from_mins(1)).await;
                Ok(Some(7))
            });
            Ok(program)
        })
    }
}

pub(super) struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }
}

pub(super) struct Bench {
    pub(super) shell: Shell<Scripted, Canvas, Typed, Sent, Nobody, Still>,
    pub(super) keys: Sender<Msg>,
    pub(super) news: Sender<Msg>,
    pub(super) signals: Sender<Signal>,
    pub(super) log: Rc<RefCell<Vec<String>>>,
    pub(super) seen: Rc<RefCell<Vec<Msg>>>,
    pub(super) stuck: Rc<RefCell<bool>>,
}

impl Bench {
    pub(super) fn new(machine: Scripted) -> Self {
        let (keys, typed) = mpsc::channel(1000);
        let (news, messages) = mpsc::channel(1000);
        let (signals, sent) = mpsc::channel(8);
        let (log, stuck) = (Rc::default(), Rc::default());
        Self {
            seen: Rc::clone(&machine.seen),
            shell: Shell {
                machine,
                surface: Canvas {
                    terminal: Terminal::new(TestBackend::new(80, 24)).unwrap(),
                    log: Rc::clone(&log),
                    stuck: Rc::clone(&stuck),
                },
                input: Typed(typed, Rc::clone(&log)),
                signals: Sent(sent),
                perform: Nobody,
                clock: Still,
                pace: Pace::new(false),
                messages,
                next_tick: Instant::now() + TICK,
                frames: 0,
                opening: None,
            },
            keys,
            news,
            signals,
            log,
            stuck,
        }
    }

    pub(super) fn press(&self, keys: &str) {
        for key in Key::parse_script(keys).unwrap() {
            self.keys.try_send(Msg::Key(key)).unwrap();
        }
    }

    pub(super) fn ticks(&self) -> usize {
        self.seen
            .borrow()
            .iter()
            .filter(|msg| **msg == Msg::Tick)
            .count()
    }
}
