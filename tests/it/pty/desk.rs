//! A terminal with a program in it, and somebody before it who reads and types.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a busy machine; a test that waits this long has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(40);

/// What is started, and where.
pub(crate) struct Setup {
    program: String,
    words: Vec<String>,
    variables: Vec<(String, String)>,
    size: (u16, u16),
    is_stuck: bool,
}

impl Setup {
    /// Our binary in a terminal of 80×24, with a home of its own.
    pub(crate) fn new(words: &[&str]) -> Self {
        Self::other(env!("CARGO_BIN_EXE_stacktui"), words)
    }

    /// Another program.
    pub(crate) fn other(program: &str, words: &[&str]) -> Self {
        let kept = ["PATH", "DOCKER_HOST", "LLVM_PROFILE_FILE"];
        let mut variables: Vec<_> = std::env::vars()
            .filter(|(name, _)| kept.contains(&name.as_str()))
            .collect();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LC_ALL", "C.UTF-8"),
            ("TZ", "UTC"),
        ] {
            variables.push((name.to_owned(), value.to_owned()));
        }
        Self {
            program: program.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            variables,
            size: (80, 24),
            is_stuck: false,
        }
    }

    /// Columns and rows.
    pub(crate) const fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// A variable; the last one of a name counts.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A variable that is not there.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// Nothing is read before [`Desk::read_on`]: a stopped terminal, a line that hangs.
    pub(crate) const fn stuck(mut self) -> Self {
        self.is_stuck = true;
        self
    }

    pub(crate) fn start(self) -> Desk {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system()
            .openpty(pty_size(self.size))
            .expect("a pseudo-terminal");
        let modes = modes(pair.master.as_ref());
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.words);
        command.env_clear();
        command.env("HOME", home.path());
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).expect("a process");
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let (sender, events) = channel();
        let (read, wait) = channel();
        read_on(
            pair.master.try_clone_reader().unwrap(),
            sender.clone(),
            wait,
        );
        if !self.is_stuck {
            read.send(()).unwrap();
        }
        wait_on(child, sender);
        Desk {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            slave: Some(pair.slave),
            pid,
            events,
            emulator: emulator(self.size),
            raw: Vec::new(),
            code: None,
            modes,
            modes_at_the_end: String::new(),
            read,
            home,
        }
    }
}

enum Event {
    Bytes(Vec<u8>),
    Ended(u32),
    Closed,
}

fn read_on(mut reader: Box<dyn Read + Send>, sender: Sender<Event>, wait: Receiver<()>) {
    thread::spawn(move || {
        if wait.recv().is_err() {
            return;
        }
        let mut buffer = vec![0; 64 << 10];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if sender.send(Event::Bytes(buffer[..count].to_vec())).is_err() {
                return;
            }
        }
        let _ = sender.send(Event::Closed);
    });
}

fn wait_on(mut child: Box<dyn Child + Send + Sync>, sender: Sender<Event>) {
    thread::spawn(move || {
        let code = child.wait().map_or(u32::MAX, |status| status.exit_code());
        let _ = sender.send(Event::Ended(code));
    });
}

const fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn emulator((columns, rows): (u16, u16)) -> vt100::Parser {
    let [columns, rows] = [columns, rows].map(|number| NonZeroU16::new(number).unwrap());
    vt100::Parser::new(rows, columns, 200)
}

/// Echo, lines, signals: how the terminal treats what is typed and printed.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// The terminal. Dropped, the program in it is killed.
pub(crate) struct Desk {
    master: Box<dyn MasterPty + Send>,
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Box<dyn Write + Send>,
    pid: Pid,
    events: Receiver<Event>,
    pub(crate) emulator: vt100::Parser,
    raw: Vec<u8>,
    code: Option<u32>,
    modes: String,
    modes_at_the_end: String,
    read: Sender<()>,
    pub(crate) home: TempDir,
}

impl Drop for Desk {
    fn drop(&mut self) {
        if self.code.is_none() {
            // A shell's jobs get a hang-up by it.
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Desk {
    /// What is on the screen, a line a row, without blanks at their ends.
    pub(crate) fn text(&self) -> String {
        let text = self.emulator.screen().contents();
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        lines.join("\n")
    }

    /// Every byte that was printed so far, since this was asked last.
    pub(crate) fn take_raw(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.raw)
    }

    /// Every byte that was printed so far and not taken.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Reads until something is so.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !is_so(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Disconnected) => self.fail(what, "everything ended"),
                Err(RecvTimeoutError::Timeout) => self.fail(what, "the deadline passed"),
            }
            if self.code.is_some() && self.slave.is_some() && !is_so(self) {
                // It has ended without it; what it printed last is still to be read.
                self.close();
                if !is_so(self) {
                    self.fail(what, "the program ended");
                }
            }
        }
    }

    #[track_caller]
    fn fail(&self, what: &str, why: &str) -> ! {
        panic!(
            "never {what}: {why}; exit code {:?}, the screen:\n{}",
            self.code,
            self.text()
        )
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Bytes(bytes) => {
                self.emulator.process(&bytes);
                self.raw.extend_from_slice(&bytes);
            }
            Event::Ended(code) => self.code = Some(code),
            Event::Closed => {}
        }
    }

    /// Reads until the screen shows `text`.
    #[track_caller]
    pub(crate) fn see(&mut self, text: &str) {
        self.until(&format!("`{text}` on the screen"), |desk| {
            desk.text().contains(text)
        });
    }

    /// The screen, once nothing was printed for a while.
    pub(crate) fn settled(&mut self) -> String {
        let deadline = Instant::now() + DEADLINE;
        while !self.listen(Duration::from_millis(700)).is_empty() {
            assert!(
                Instant::now() < deadline,
                "it never rests:\n{}",
                self.text()
            );
        }
        self.text()
    }

    /// Of the program that was started.
    pub(crate) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// What is printed within this time: for what must not be.
    pub(crate) fn listen(&mut self, time: Duration) -> Vec<u8> {
        let end = Instant::now() + time;
        let before = self.raw.len();
        while let Ok(event) = self
            .events
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.take(event);
        }
        self.raw[before..].to_vec()
    }

    /// Types.
    pub(crate) fn type_in(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let (width, height) = (columns.max(1), rows.max(1));
        self.emulator.screen_mut().set_size(
            NonZeroU16::new(height).unwrap(),
            NonZeroU16::new(width).unwrap(),
        );
        self.master.resize(pty_size((columns, rows))).unwrap();
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Echo, lines, signals are as they were before the program started.
    pub(crate) fn has_its_modes_back(&self) -> bool {
        let now = if self.slave.is_none() {
            &self.modes_at_the_end
        } else {
            &modes(self.master.as_ref())
        };
        *now == self.modes
    }

    /// Waits until keys come one by one: it has taken the terminal.
    #[track_caller]
    pub(crate) fn until_its_modes_change(&self) {
        until_so("takes the terminal", || !self.has_its_modes_back());
    }

    /// `/dev/pts/7`
    pub(crate) fn name(&self) -> String {
        self.master.tty_name().unwrap().display().to_string()
    }

    /// Has another program change the terminal, as a shell does: `stty sane`.
    pub(crate) fn stty(&self, words: &str) {
        let status = Command::new("stty")
            .args(["-F", &self.name()])
            .args(words.split(' '))
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// The line works again.
    pub(crate) fn read_on(&self) {
        self.read.send(()).unwrap();
    }

    /// Waits for the end while nothing is read; the exit code.
    #[track_caller]
    pub(crate) fn ended_unread(&mut self) -> u32 {
        let event = self.events.recv_timeout(DEADLINE);
        let Ok(Event::Ended(code)) = event else {
            panic!("it does not end");
        };
        self.code = Some(code);
        code
    }

    /// Waits for the end; the exit code. The terminal stays as the program left it.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> u32 {
        self.until("the end", |desk| desk.code.is_some());
        self.close();
        self.code.unwrap()
    }

    /// Reads what was printed last: the line ends when nobody holds our end of it any more.
    fn close(&mut self) {
        self.modes_at_the_end = modes(self.master.as_ref());
        self.slave = None;
        let deadline = Instant::now() + DEADLINE;
        while let Ok(event) = self
            .events
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            if matches!(event, Event::Closed) {
                break;
            }
            self.take(event);
        }
    }

    /// The terminal is as a shell expects it: nothing switched on, the cursor there, what was on it before as well.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are as before");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is the terminal's"
        );
        assert!(
            !screen.inverse() && !screen.bold() && screen.fgcolor() == vt100::Color::Default,
            "the pen is put down"
        );
        assert!(self.has_its_modes_back(), "was {}", self.modes);
    }
}

/// Waits for what nothing tells of when it comes to be so.
#[track_caller]
pub(crate) fn until_so(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < deadline, "it never {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Two screens are the same.
#[track_caller]
pub(crate) fn same(one: &str, other: &str) {
    assert!(one == other, "now:\n{one}\nbefore:\n{other}");
}
