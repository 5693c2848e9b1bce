//! The run of a process: one operation after the other, until it must wait.

use super::host::{Host, Input};
use super::parse::parse;
use super::vm::{Flow, Frame, FrameKind, MAX_FRAMES, Outcome, Vm, Waiting};
use super::{Op, Program, RedirectionKind, Simple, pattern};
use crate::model::log::LogStream;
use std::sync::Arc;

/// Commands that a process may run before others get their turn.
const SLICE: usize = 500;
/// A process whose variables are larger is out of memory, whatever the limit.
const MAX_HELD_BYTES: u64 = 16 << 20;

impl Vm {
    /// Runs until it must wait.
    pub(in crate::engine::sim) fn run(&mut self, host: &mut dyn Host) -> Outcome {
        match self.waiting.take() {
            Some(Waiting::Sleep { .. }) => self.status = 0,
            Some(Waiting::Input) if self.copies_input => {
                if !self.copy_input(host) {
                    return self.wait_for(Waiting::Input);
                }
            }
            Some(Waiting::Input) if self.reads_into.is_some() => {
                if !self.read_input(host) {
                    return self.wait_for(Waiting::Input);
                }
            }
            Some(Waiting::Input) | None => {}
            // Nobody told that it may go on.
            Some(waiting) => return self.wait_for(waiting),
        }
        for _ in 0..SLICE {
            if self.frames.len() < MAX_FRAMES
                && let Some(signal) = self.pending.pop_front()
            {
                if let Some(Some(program)) = self.traps.get(&signal).cloned() {
                    let kind = FrameKind::Trap(self.status);
                    self.frames.push(Frame {
                        program,
                        at: 0,
                        kind,
                    });
                }
                continue;
            }
            let Some(frame) = self.frames.last_mut() else {
                if let Some(outcome) = self.out_of_frames(host) {
                    return outcome;
                }
                continue;
            };
            let program = Arc::clone(&frame.program);
            let Some(op) = program.ops.get(frame.at) else {
                self.end_frame();
                continue;
            };
            let at = frame.at;
            frame.at += 1;
            if let Some(outcome) = self.step(op, at, host) {
                return outcome;
            }
        }
        if self.is_nested {
            // A loop without end inside `$(…)`.
            return Outcome::Exit(1);
        }
        Outcome::Yield
    }

    pub(super) fn wait_for(&mut self, waiting: Waiting) -> Outcome {
        let outcome = if waiting == Waiting::Input {
            Outcome::Input
        } else {
            Outcome::Wait
        };
        self.waiting = Some(waiting);
        outcome
    }

    pub(super) fn end_frame(&mut self) {
        match self.frames.pop().map(|frame| frame.kind) {
            Some(FrameKind::Trap(status)) => self.status = status,
            Some(FrameKind::Function(arguments)) => self.arguments = arguments,
            Some(FrameKind::Main) | None => {}
        }
    }

    /// All is run: the next command of an interactive shell, or the end.
    pub(super) fn out_of_frames(&mut self, host: &mut dyn Host) -> Option<Outcome> {
        if let Some(code) = self.exiting {
            return Some(Outcome::Exit(code));
        }
        if !self.interactive {
            return self.exit(self.status);
        }
        if !self.prompted {
            self.prompted = true;
            host.write(LogStream::Stdout, "/ # ");
        }
        match host.read_line() {
            Input::Nothing => Some(self.wait_for(Waiting::Input)),
            Input::End => self.exit(self.status),
            Input::Line(line) => {
                self.prompted = false;
                match parse(&line) {
                    Ok(program) => self.push(program, FrameKind::Main),
                    Err(error) => {
                        self.status = 2;
                        self.complain(&error.to_string(), host);
                    }
                }
                None
            }
        }
    }

    /// Ends the process, after its `EXIT` trap.
    pub(super) fn exit(&mut self, code: i64) -> Option<Outcome> {
        self.exiting = Some(code);
        self.frames.clear();
        if let Some(Some(program)) = self.traps.remove(&0) {
            self.push(program, FrameKind::Main);
            return None;
        }
        Some(Outcome::Exit(code))
    }

    pub(super) fn push(&mut self, program: Arc<Program>, kind: FrameKind) {
        self.frames.push(Frame {
            program,
            at: 0,
            kind,
        });
    }

    pub(super) fn jump(&mut self, from: usize, offset: isize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.at = from.saturating_add_signed(offset);
        }
    }

    pub(super) fn step(&mut self, op: &Op, at: usize, host: &mut dyn Host) -> Option<Outcome> {
        match op {
            Op::Simple(simple) => return self.simple(simple, at, host),
            Op::Jump(offset) => self.jump(at, *offset),
            Op::IfFailed(offset) if self.status != 0 => self.jump(at, *offset),
            Op::IfOk(offset) if self.status == 0 => self.jump(at, *offset),
            Op::IfFailed(_) | Op::IfOk(_) => {}
            Op::Negate => self.status = i64::from(self.status == 0),
            Op::Status(status) => self.status = *status,
            Op::Background(program) => {
                let mut child = self.fork(Arc::clone(program));
                if self.is_nested {
                    self.status = child.run_nested(host);
                } else {
                    child.streams.input = Some(Arc::from(""));
                    self.last_job = host.spawn(child, self.arguments.join(" "));
                    self.jobs.push(self.last_job);
                    self.status = 0;
                }
            }
            Op::Subshell(program) => {
                let child = self.fork(Arc::clone(program));
                return self.start(child, self.arguments.join(" "), host);
            }
            Op::Pipeline(stages) => {
                self.stages = stages.iter().cloned().collect();
                self.next_stage(None, host);
                return self.waiting.is_some().then_some(Outcome::Wait);
            }
            Op::ForStart(words) => match self.fields(words, host) {
                Ok(fields) => self.loops.push(fields.into_iter()),
                Err(message) => return self.fail(&message, host),
            },
            Op::ForNext(name, end) => {
                if let Some(value) = self.loops.last_mut().and_then(Iterator::next) {
                    self.variables.insert(name.clone(), value);
                } else {
                    self.loops.pop();
                    self.jump(at, *end);
                }
            }
            Op::ForPop => {
                self.loops.pop();
            }
            Op::Case(subject, arms, end) => {
                let subject = match self.single(subject, host) {
                    Ok(subject) => subject,
                    Err(message) => return self.fail(&message, host),
                };
                let mut target = *end;
                'arms: for (patterns, offset) in arms {
                    for wanted in patterns {
                        let Ok(wanted) = self.single(wanted, host) else {
                            continue;
                        };
                        if pattern::matches(&wanted, &subject) {
                            target = *offset;
                            break 'arms;
                        }
                    }
                }
                self.status = 0;
                self.jump(at, target);
            }
            Op::Define(name, program) => {
                self.functions.insert(name.clone(), Arc::clone(program));
                self.status = 0;
            }
        }
        None
    }

    /// An expansion failed: a shell that is not interactive ends with 2.
    pub(super) fn fail(&mut self, message: &str, host: &mut dyn Host) -> Option<Outcome> {
        self.complain(&format!("sh: {message}"), host);
        self.status = 2;
        if self.interactive {
            self.frames.clear();
            None
        } else {
            self.exit(2)
        }
    }

    pub(super) fn simple(
        &mut self,
        simple: &Simple,
        at: usize,
        host: &mut dyn Host,
    ) -> Option<Outcome> {
        let prepared = self
            .fields(&simple.words, host)
            .and_then(|fields| Ok((fields, self.redirected(&simple.redirections, host)?)));
        let (fields, streams) = match prepared {
            Ok(prepared) => prepared,
            Err(message) => return self.fail(&message, host),
        };
        let Some(streams) = streams else {
            self.status = 1;
            return None;
        };
        let mut saved = Vec::new();
        for (name, word) in &simple.assignments {
            match self.single(word, host) {
                Ok(value) => {
                    saved.push((name.clone(), self.variables.get(name).cloned()));
                    self.variables.insert(name.clone(), value);
                }
                Err(message) => return self.fail(&message, host),
            }
        }
        if !saved.is_empty() {
            let held = self.held_bytes();
            if held > MAX_HELD_BYTES || !host.may_hold(held) {
                return Some(Outcome::OutOfMemory);
            }
        }
        if fields.is_empty() {
            // The status of an assignment is that of its last `$(…)`, which has set it, else 0.
            if !simple
                .assignments
                .iter()
                .any(|(_, word)| super::expand::has_command(word))
            {
                self.status = 0;
            }
            return None;
        }
        if let Some(program) = self.functions.get(&fields[0]).cloned() {
            if self.frames.len() >= MAX_FRAMES {
                return self.fail("functions nested too deeply", host);
            }
            let mut arguments = fields;
            if let (Some(first), Some(own)) = (arguments.first_mut(), self.arguments.first()) {
                first.clone_from(own);
            }
            let outer = std::mem::replace(&mut self.arguments, arguments);
            self.push(program, FrameKind::Function(outer));
            return None;
        }
        let is_plain = fields[0] != "exec";
        // What stands before a command is exported to it.
        let lent: Vec<String> = saved
            .iter()
            .map(|(name, _)| name.clone())
            .filter(|name| self.exported.insert(name.clone()))
            .collect();
        let outer = std::mem::replace(&mut self.streams, streams);
        let flow = self.command(&fields, host);
        let inner = std::mem::replace(&mut self.streams, outer);
        let inner_input = inner.input.clone();
        if fields.len() == 1 && !is_plain {
            // `exec >file` holds for the rest of the shell.
            self.streams = inner;
        }
        if is_plain {
            for name in lent {
                self.exported.remove(&name);
            }
            for (name, value) in saved.into_iter().rev() {
                match value {
                    Some(value) => self.variables.insert(name, value),
                    None => self.variables.remove(&name),
                };
            }
        }
        let reads_file = simple
            .redirections
            .iter()
            .any(|redirection| matches!(redirection.kind, RedirectionKind::Read(_)));
        let outcome = if reads_file && matches!(flow, Flow::Read(_)) {
            let outer = std::mem::replace(&mut self.streams.input, inner_input);
            let outcome = self.follow(flow, host);
            self.streams.input = outer;
            outcome
        } else {
            self.follow(flow, host)
        };
        if outcome.is_none() && self.exits_on_failure && self.status != 0 && !self.is_tested(at) {
            return self.exit(self.status);
        }
        outcome
    }

    /// Whether the next operation looks at the status: `-e` does not count then.
    pub(super) fn is_tested(&self, at: usize) -> bool {
        self.frames.last().is_some_and(|frame| {
            matches!(
                frame.program.ops.get(at + 1),
                Some(Op::IfFailed(_) | Op::IfOk(_) | Op::Negate)
            )
        })
    }

    pub(super) fn held_bytes(&self) -> u64 {
        self.variables
            .values()
            .map(|value| value.len() as u64)
            .sum()
    }

    pub(super) fn follow(&mut self, flow: Flow, host: &mut dyn Host) -> Option<Outcome> {
        match flow {
            Flow::Done(status) => self.status = status,
            Flow::Sleep { .. } if self.is_nested => self.status = 0,
            Flow::Sleep { span, wakes } => {
                self.waiting = Some(Waiting::Sleep { wakes });
                return Some(Outcome::Sleep(span));
            }
            Flow::Forever | Flow::Copy | Flow::Read(_) if self.is_nested => self.status = 1,
            Flow::Forever => return Some(self.wait_for(Waiting::Forever)),
            Flow::Jobs(None) if self.jobs.is_empty() => self.status = 0,
            Flow::Jobs(None) => return Some(self.wait_for(Waiting::Jobs)),
            Flow::Jobs(Some(pid)) if self.jobs.contains(&pid) => {
                return Some(self.wait_for(Waiting::Job(pid)));
            }
            Flow::Jobs(Some(pid)) => self.status = self.ended_jobs.remove(&pid).unwrap_or(127),
            Flow::Exit(code) => return self.exit(code),
            Flow::Return(code) => {
                self.status = code;
                while let Some(frame) = self.frames.last() {
                    let ends = matches!(frame.kind, FrameKind::Function(_));
                    self.end_frame();
                    if ends {
                        break;
                    }
                }
                self.status = code;
            }
            Flow::Read(names) => {
                self.reads_into = Some(names);
                if !self.read_input(host) {
                    return Some(self.wait_for(Waiting::Input));
                }
            }
            Flow::Copy => {
                self.copies_input = true;
                if !self.copy_input(host) {
                    return Some(self.wait_for(Waiting::Input));
                }
            }
            Flow::Run(program) if self.frames.len() >= MAX_FRAMES => {
                drop(program);
                return self.fail("nested too deeply", host);
            }
            Flow::Run(program) => self.push(program, FrameKind::Main),
            Flow::Start(child, command) => return self.start(*child, command, host),
            Flow::Become(next) => {
                let (pid, nested) = (self.pid, self.is_nested);
                *self = *next;
                (self.pid, self.is_nested) = (pid, nested);
            }
        }
        None
    }
}
