//! What a process hands on and takes in: children, pipelines, standard input.

use super::host::{Host, Input};
use super::vm::{MAX_FRAMES, Outcome, Target, Vm, Waiting};
use std::sync::Arc;

impl Vm {
    pub(super) fn start(
        &mut self,
        mut child: Self,
        command: String,
        host: &mut dyn Host,
    ) -> Option<Outcome> {
        if child.depth > MAX_FRAMES {
            return self.fail("can't fork: Resource temporarily unavailable", host);
        }
        if self.is_nested {
            child.is_nested = true;
            self.status = child.run_nested(host);
            self.captured.push_str(&child.captured);
            return None;
        }
        let pid = host.spawn(child, command);
        Some(self.wait_for(Waiting::Child(pid)))
    }

    /// Starts the next stage of a pipeline; `input` is what the one before wrote, `None` for the first.
    pub(super) fn next_stage(&mut self, mut input: Option<String>, host: &mut dyn Host) {
        while let Some(stage) = self.stages.pop_front() {
            let mut child = self.fork(stage);
            if let Some(text) = input.take() {
                child.streams.input = Some(Arc::from(text));
            }
            if !self.stages.is_empty() {
                child.streams.out = Target::Captured;
            }
            if !self.is_nested {
                let pid = host.spawn(child, self.arguments.join(" "));
                self.waiting = Some(Waiting::Child(pid));
                return;
            }
            self.status = child.run_nested(host);
            let output = child.take_captured();
            if self.stages.is_empty() {
                self.captured.push_str(&output);
            }
            input = Some(output);
        }
    }

    /// Runs to the end without waiting for anything: for `$(…)`, whose `sleep`s take no time here.
    pub(super) fn run_nested(&mut self, host: &mut dyn Host) -> i64 {
        self.is_nested = true;
        match self.run(host) {
            Outcome::Exit(code) => code,
            _ => 1,
        }
    }

    pub(super) fn read_input(&mut self, host: &mut dyn Host) -> bool {
        let line = match self.streams.input.take() {
            Some(text) if text.is_empty() => Input::End,
            Some(text) => {
                let (line, rest) = text.split_once('\n').unwrap_or((&text, ""));
                let line = line.to_owned();
                self.streams.input = Some(Arc::from(rest));
                Input::Line(line)
            }
            None => host.read_line(),
        };
        let (line, status) = match line {
            Input::Nothing => return false,
            Input::End => (String::new(), 1),
            Input::Line(line) => (line, 0),
        };
        let names = self.reads_into.take().unwrap_or_default();
        let mut rest = line.trim();
        for (index, name) in names.iter().enumerate() {
            let (value, tail) = if index + 1 == names.len() {
                (rest, "")
            } else {
                rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
            };
            self.variables.insert(name.clone(), value.to_owned());
            rest = tail.trim_start();
        }
        self.status = status;
        true
    }

    pub(super) fn copy_input(&mut self, host: &mut dyn Host) -> bool {
        loop {
            match host.read_line() {
                Input::Line(line) => {
                    let target = self.streams.out.clone();
                    self.write(&target, &format!("{line}\n"), host);
                }
                Input::Nothing => return false,
                Input::End => {
                    self.copies_input = false;
                    self.status = 0;
                    return true;
                }
            }
        }
    }
}
