//! Sessions: `exec` and `attach`.

use super::container::{Container, Key, Output, Phase};
use super::health::not_found;
use super::spec::Image;
use super::{Answer, Refusal, World};
use crate::engine::request::{AttachRequest, ExecRequest};
use crate::engine::sim::script::files::TOOLS;
use crate::engine::sim::script::host::Input;
use crate::engine::sim::tty::{Tty, Typed};
use crate::model::event::EventKind;
use crate::model::log::LogStream;
use std::collections::VecDeque;
use std::task::Poll;
use std::time::Duration;

/// Number of a session in its world.
pub(in crate::engine::sim) type SessionId = u64;

/// What a client that does not read may leave behind.
const MAX_OUTPUT_BYTES: usize = 1 << 20;

pub(super) struct Session {
    key: Key,
    /// The process of `exec`; `None`: attached to the main one.
    pid: Option<u32>,
    /// Columns and rows.
    size: Option<(u16, u16)>,
    takes_input: bool,
    tty: Tty,
    output: VecDeque<u8>,
    lines: VecDeque<String>,
    input_ended: bool,
    ended: bool,
    exit_code: Option<i64>,
}

impl Session {
    fn new(key: Key, size: Option<(u16, u16)>, detach_keys: &str) -> Self {
        Self {
            key,
            pid: None,
            size,
            takes_input: true,
            tty: Tty::new(size.is_some(), detach_keys),
            output: VecDeque::new(),
            lines: VecDeque::new(),
            input_ended: false,
            ended: false,
            exit_code: None,
        }
    }

    fn print(&mut self, text: &str) {
        if self.ended {
            return;
        }
        if self.size.is_some() {
            self.output.extend(text.replace('\n', "\r\n").bytes());
        } else {
            self.output.extend(text.bytes());
        }
        while self.output.len() > MAX_OUTPUT_BYTES {
            self.output.pop_front();
        }
    }
}

impl World {
    pub(in crate::engine::sim) fn exec(
        &mut self,
        reference: &str,
        request: &ExecRequest,
    ) -> Answer<SessionId> {
        let key = self.find(reference)?;
        self.fault("exec", key)?;
        let Some(container) = self.containers.get(&key) else {
            return Ok(0);
        };
        match container.phase {
            Phase::Running => {}
            Phase::Paused => {
                return Err(Refusal::new(
                    409,
                    format!("Container {reference} is paused, unpause the container before exec"),
                ));
            }
            Phase::Restarting => {
                return Err(Refusal::new(
                    409,
                    format!(
                        "Container {} is restarting, wait until the container is running",
                        container.id
                    ),
                ));
            }
            Phase::Created | Phase::Exited => {
                return Err(Refusal::new(
                    409,
                    format!("Container {} is not running", container.id),
                ));
            }
        }
        if request.command.is_empty() {
            return Err(Refusal::new(400, "No exec command specified"));
        }
        let is_known = is_known_command(&request.command, self.images.get(&container.config.image));
        let exec_id = self.rng.hex_id();
        for action in ["exec_create", "exec_start"] {
            let text = format!("{action}: {}", request.command.join(" "));
            self.event(key, EventKind::Other(text), &[("execID", &exec_id)]);
        }
        let id = self.number();
        let mut session = Session::new(key, request.terminal, &request.detach_keys);
        if is_known {
            let pid = self.spawn(
                key,
                None,
                &request.command,
                Output::Session(id),
                exec_id,
                Duration::from_millis(1),
            );
            self.add_variables(key, pid, &request.env);
            session.pid = Some(pid);
        } else {
            let program = request.command.first().cloned().unwrap_or_default();
            session.print(&format!("{}\r\n", not_found(&program)));
            session.ended = true;
            session.exit_code = Some(126);
        }
        self.sessions.insert(id, session);
        Ok(id)
    }

    pub(in crate::engine::sim) fn attach(
        &mut self,
        reference: &str,
        request: &AttachRequest,
    ) -> Answer<SessionId> {
        let key = self.find(reference)?;
        self.fault("attach", key)?;
        let Some(container) = self.containers.get(&key) else {
            return Ok(0);
        };
        match container.phase {
            Phase::Running | Phase::Created => {}
            Phase::Paused => {
                return Err(Refusal::new(
                    409,
                    format!(
                        "Container {reference} is paused. Unpause the container before attach."
                    ),
                ));
            }
            Phase::Restarting => {
                return Err(Refusal::new(
                    409,
                    format!(
                        "Container {reference} is restarting. Wait for the container to start."
                    ),
                ));
            }
            Phase::Exited => {
                return Err(Refusal::new(
                    409,
                    format!("Container {} is not running", container.id),
                ));
            }
        }
        let mut session = Session::new(
            key,
            container.config.tty.then_some(request.size),
            &request.detach_keys,
        );
        session.takes_input = request.input && container.config.open_stdin;
        let id = self.number();
        self.sessions.insert(id, session);
        Ok(id)
    }

    /// Typed bytes arrive.
    pub(in crate::engine::sim) fn session_input(&mut self, id: SessionId, bytes: &[u8]) {
        let Some(session) = self.sessions.get_mut(&id).filter(|session| !session.ended) else {
            return;
        };
        let mut echo = Vec::new();
        let typed = session.tty.input(bytes, &mut echo);
        if session.takes_input {
            session.output.extend(echo);
        }
        let (key, pid) = (session.key, session.pid.unwrap_or(1));
        for one in typed {
            match one {
                Typed::Detach => {
                    self.session_ended(id, None);
                    return;
                }
                Typed::Line(line) => self.feed(id, Some(line)),
                Typed::Interrupt => self.interrupt(id, key, pid),
                Typed::End => self.feed(id, None),
            }
        }
        self.touch();
        self.wake_readers(key, id);
    }

    /// ctrl-c goes to all processes of the session; to the main one it is a signal as any other.
    fn interrupt(&mut self, id: SessionId, key: Key, leader: u32) {
        if self
            .sessions
            .get(&id)
            .is_some_and(|session| session.pid.is_none())
        {
            self.signal_process(key, 1, 2);
            return;
        }
        let pids: Vec<u32> = self
            .containers
            .get(&key)
            .map_or_else(Vec::new, |container| {
                container
                    .processes
                    .iter()
                    .filter(|(pid, process)| {
                        process.output == Output::Session(id) && **pid != leader
                    })
                    .map(|(pid, _)| *pid)
                    .collect()
            });
        for pid in pids.into_iter().rev().chain([leader]) {
            self.signal_process(key, pid, 2);
        }
    }

    pub(super) fn feed(&mut self, id: SessionId, line: Option<String>) {
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        if session.pid.is_some() {
            match line {
                Some(line) => session.lines.push_back(line),
                None => session.input_ended = true,
            }
        } else if session.takes_input
            && let Some(container) = self.containers.get_mut(&session.key)
            && container.input.len() < 1_000
        {
            container.input.push_back(line);
        }
    }

    /// Nothing more will be typed.
    pub(in crate::engine::sim) fn close_input(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        session.input_ended = true;
        let key = session.key;
        if let Some(rest) = session.tty.rest() {
            self.feed(id, Some(rest));
        }
        self.wake_readers(key, id);
    }

    fn wake_readers(&mut self, key: Key, id: SessionId) {
        let is_attached = self
            .sessions
            .get(&id)
            .is_some_and(|session| session.pid.is_none());
        let output = if is_attached {
            Output::Log
        } else {
            Output::Session(id)
        };
        let pids: Vec<u32> = self
            .containers
            .get(&key)
            .map_or_else(Vec::new, |container| {
                container
                    .processes
                    .iter()
                    .filter(|(_, process)| process.output == output && process.wants_input)
                    .map(|(pid, _)| *pid)
                    .collect()
            });
        for pid in pids {
            self.wake(key, pid);
        }
    }

    pub(super) fn session_line(&mut self, id: SessionId) -> Input {
        match self.sessions.get_mut(&id) {
            Some(session) => match session.lines.pop_front() {
                Some(line) => Input::Line(line),
                None if session.input_ended => Input::End,
                None => Input::Nothing,
            },
            None => Input::End,
        }
    }

    pub(super) fn session_size(&self, id: SessionId) -> Option<(u16, u16)> {
        self.sessions.get(&id)?.size
    }

    /// The client's terminal has another size.
    pub(in crate::engine::sim) fn session_resize(&mut self, id: SessionId, size: (u16, u16)) {
        if let Some(session) = self.sessions.get_mut(&id)
            && session.size.is_some()
        {
            session.size = Some(size);
        }
    }

    pub(super) fn session_output(&mut self, id: SessionId, _stream: LogStream, text: &str) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.print(text);
        }
    }

    pub(super) fn attached_output(&mut self, key: Key, _stream: LogStream, text: &str) {
        for session in self.sessions.values_mut() {
            if session.key == key && session.pid.is_none() {
                session.print(text);
            }
        }
    }

    pub(super) fn session_ended(&mut self, id: SessionId, code: Option<i64>) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.ended = true;
            session.exit_code = code;
        }
        self.touch();
    }

    /// The container ended: so do its sessions. An `exec` was killed with it.
    pub(super) fn end_sessions(&mut self, key: Key) {
        for session in self.sessions.values_mut() {
            if session.key == key && !session.ended {
                session.ended = true;
                session.exit_code = session.pid.map(|_| 137);
            }
        }
    }

    /// Output since the last call, and whether that was all.
    pub(in crate::engine::sim) fn session_take(
        &mut self,
        id: SessionId,
        most: usize,
    ) -> (Vec<u8>, bool) {
        match self.sessions.get_mut(&id) {
            Some(session) => {
                let count = session.output.len().min(most);
                let bytes = session.output.drain(..count).collect();
                (bytes, session.ended && session.output.is_empty())
            }
            None => (Vec::new(), true),
        }
    }

    /// Its exit code, once it has ended.
    pub(in crate::engine::sim) fn session_exit(&self, id: SessionId) -> Poll<Option<i64>> {
        match self.sessions.get(&id) {
            Some(session) if !session.ended => Poll::Pending,
            Some(session) => Poll::Ready(session.exit_code),
            None => Poll::Ready(None),
        }
    }

    /// The client is gone. The process of an exec lives on, as on a real engine, but its input ends.
    pub(in crate::engine::sim) fn session_drop(&mut self, id: SessionId) {
        self.close_input(id);
        if self
            .sessions
            .get(&id)
            .is_some_and(|session| session.ended || session.pid.is_none())
        {
            self.sessions.remove(&id);
        }
    }
}

/// Whether the engine would find the program.
pub(super) fn is_known_command(argv: &[String], image: Option<&Image>) -> bool {
    let Some(first) = argv.first() else {
        return false;
    };
    if image.is_some_and(|image| image_program(argv, image).is_some()) {
        return true;
    }
    let bare = first
        .strip_prefix("/bin/")
        .or_else(|| first.strip_prefix("/usr/bin/"))
        .unwrap_or(first);
    let of_the_shell = [
        "sh", "ash", "busybox", "sleep", "true", "false", "test", "[", "serve", "connects",
        "resolve",
    ];
    of_the_shell.contains(&bare) || TOOLS.contains(&bare)
}

/// The image's script for a command: the longest beginning of it that the image names.
pub(super) fn image_program(command: &[String], image: &Image) -> Option<(String, usize)> {
    (1..=command.len().min(6)).rev().find_map(|length| {
        let beginning = command.get(..length)?.join(" ");
        image
            .programs
            .get(&beginning)
            .map(|script| (script.clone(), length))
    })
}

impl Container {
    /// Number, parent, start and command of each process, for `top`.
    pub(in crate::engine::sim) fn process_rows(
        &self,
    ) -> Vec<(u32, u32, crate::model::time::Timestamp, String)> {
        self.processes
            .iter()
            .map(|(pid, process)| {
                (
                    *pid,
                    process.parent.unwrap_or(0),
                    process.started_at,
                    process.command.clone(),
                )
            })
            .collect()
    }
}
