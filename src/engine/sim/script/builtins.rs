//! The commands that every simulated image has: the shell's own. Those of the simulation
//! and busybox's tools stand in `simulation` and `files`.

use super::host::Host;
use super::parse::parse;
use super::vm::{Flow, Vm};
use super::{condition, files};
use crate::model::exit::signal_number;

impl Vm {
    /// Runs a command by name.
    pub(super) fn command(&mut self, arguments: &[String], host: &mut dyn Host) -> Flow {
        let Some((name, rest)) = arguments.split_first() else {
            return Flow::Done(0);
        };
        if let Some(flow) = self.shell_command(name, rest, host) {
            return flow;
        }
        if let Some((script, used)) = host.program(arguments) {
            return self.image_program(&script, used, arguments);
        }
        let name = name
            .strip_prefix("/bin/")
            .or_else(|| name.strip_prefix("/usr/bin/"))
            .unwrap_or(name);
        if let Some(flow) = self.simulation_command(name, rest, host) {
            return flow;
        }
        if let Some(flow) = self.tool(name, rest, host) {
            return flow;
        }
        self.complain(&format!("sh: {name}: not found"), host);
        Flow::Done(127)
    }

    fn image_program(&self, script: &str, used: usize, arguments: &[String]) -> Flow {
        let Ok(program) = parse(script) else {
            return Flow::Done(2);
        };
        let mut child = self.launch(program);
        child.arguments = arguments
            .get(used.saturating_sub(1)..)
            .unwrap_or_default()
            .to_vec();
        Flow::Start(Box::new(child), arguments.join(" "))
    }

    /// What only the shell itself can do.
    fn shell_command(&mut self, name: &str, rest: &[String], host: &mut dyn Host) -> Option<Flow> {
        let code = |status: i64| {
            rest.first().map_or(status, |text| {
                text.parse::<i64>().map_or(2, |code| code & 0xff)
            })
        };
        Some(match name {
            ":" | "true" => Flow::Done(0),
            "false" => Flow::Done(1),
            "exit" => Flow::Exit(code(self.status)),
            "return" => Flow::Return(code(self.status)),
            "wait" => Flow::Jobs(rest.first().and_then(|pid| pid.parse().ok())),
            "trap" => self.trap(rest, host),
            "read" => Flow::Read(
                rest.iter()
                    .filter(|word| !word.starts_with('-'))
                    .cloned()
                    .collect(),
            ),
            "export" | "local" | "readonly" => {
                for word in rest {
                    let (variable, value) = match word.split_once('=') {
                        Some((variable, value)) => (variable, Some(value)),
                        None => (word.as_str(), None),
                    };
                    if let Some(value) = value {
                        self.variables.insert(variable.to_owned(), value.to_owned());
                    }
                    if name == "export" {
                        self.exported.insert(variable.to_owned());
                    }
                }
                Flow::Done(0)
            }
            "unset" => {
                for word in rest {
                    self.variables.remove(word);
                    self.functions.remove(word);
                }
                Flow::Done(0)
            }
            "set" => {
                self.set(rest);
                Flow::Done(0)
            }
            "shift" => {
                let count = rest
                    .first()
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(1)
                    .min(self.arguments.len().saturating_sub(1));
                self.arguments.drain(1..=count);
                Flow::Done(0)
            }
            "eval" => self.run_text(&rest.join(" "), host),
            "." | "source" => {
                let path = rest.first().map_or("", String::as_str);
                let Some(text) = host.read_file(path) else {
                    self.complain(&format!("sh: .: can't open '{path}'"), host);
                    return Some(Flow::Exit(2));
                };
                self.run_text(&text, host)
            }
            "exec" if rest.is_empty() => Flow::Done(0),
            "exec" => {
                // What takes this one's place has no traps, but keeps ignoring what was ignored.
                self.traps.retain(|_, trap| trap.is_none());
                match self.command(rest, host) {
                    Flow::Start(child, _) => Flow::Become(child),
                    Flow::Done(status) => Flow::Exit(status),
                    Flow::Sleep { span, wakes } => {
                        self.exiting_after_wait();
                        Flow::Sleep { span, wakes }
                    }
                    other => other,
                }
            }
            "command" if rest.first().is_some_and(|word| word == "-v") => {
                let known = rest.get(1).is_some_and(|name| self.knows(name, host));
                if known {
                    self.out(&format!("{}\n", rest[1]), host);
                }
                Flow::Done(if known { 0 } else { 127 })
            }
            "command" | "env" if rest.first().is_some_and(|word| !word.contains('=')) => {
                self.command(rest, host)
            }
            "sh" | "ash" | "/bin/sh" | "/bin/ash" | "/bin/busybox" => self.shell(rest, host),
            "test" | "[" => self.test(name, rest, host),
            _ => return None,
        })
    }

    /// After the wait that follows, the process ends.
    fn exiting_after_wait(&mut self) {
        self.frames.clear();
        self.interactive = false;
    }

    pub(super) fn run_text(&mut self, text: &str, host: &mut dyn Host) -> Flow {
        match parse(text) {
            Ok(program) => Flow::Run(program),
            Err(error) => {
                self.complain(&error.to_string(), host);
                Flow::Done(2)
            }
        }
    }

    fn knows(&self, name: &str, host: &mut dyn Host) -> bool {
        host.program(&[name.to_owned()]).is_some()
            || self.functions.contains_key(name)
            || TOOLS.contains(&name)
            || files::TOOLS.contains(&name)
    }

    /// `sh -c "…"`, `sh file`, `sh`.
    fn shell(&mut self, rest: &[String], host: &mut dyn Host) -> Flow {
        let mut rest = rest;
        let mut exits_on_failure = false;
        while let Some((option, tail)) = rest.split_first() {
            match option.as_str() {
                "sh" | "ash" | "-x" | "-u" | "-i" | "-l" => {}
                "-e" => exits_on_failure = true,
                "-c" | "-ec" | "-ce" | "-xc" | "-exc" => {
                    exits_on_failure |= option.contains('e');
                    let text = tail.first().map_or("", String::as_str);
                    let Ok(program) = parse(text).map_err(|error| {
                        self.complain(&error.to_string(), host);
                    }) else {
                        return Flow::Done(2);
                    };
                    let mut child = self.launch(program);
                    child.exits_on_failure = exits_on_failure;
                    child.arguments = vec![tail.get(1).map_or("sh", String::as_str).to_owned()];
                    child.arguments.extend(tail.iter().skip(2).cloned());
                    return Flow::Start(Box::new(child), format!("sh -c {text}"));
                }
                _ => break,
            }
            rest = tail;
        }
        let Some(path) = rest.first() else {
            let mut child = Self::interactive(self.variables.clone());
            child.streams = self.streams.clone();
            child.depth = self.depth + 1;
            return Flow::Start(Box::new(child), "sh".to_owned());
        };
        let Some(text) = host.read_file(path) else {
            self.complain(
                &format!("sh: can't open '{path}': No such file or directory"),
                host,
            );
            return Flow::Done(2);
        };
        let Ok(program) = parse(&text).map_err(|error| {
            self.complain(&error.to_string(), host);
        }) else {
            return Flow::Done(2);
        };
        let mut child = self.launch(program);
        child.arguments = rest.to_vec();
        Flow::Start(Box::new(child), format!("sh {}", rest.join(" ")))
    }

    fn set(&mut self, rest: &[String]) {
        for (index, word) in rest.iter().enumerate() {
            match word.as_str() {
                "--" => {
                    self.arguments.truncate(1);
                    self.arguments.extend(rest.iter().skip(index + 1).cloned());
                    return;
                }
                option if option.starts_with('-') => {
                    self.exits_on_failure |= option.contains('e');
                }
                option if option.starts_with('+') => {
                    self.exits_on_failure &= !option.contains('e');
                }
                _ => {
                    self.arguments.truncate(1);
                    self.arguments.extend(rest.iter().skip(index).cloned());
                    return;
                }
            }
        }
    }

    fn trap(&mut self, rest: &[String], host: &mut dyn Host) -> Flow {
        let Some((action, signals)) = rest.split_first() else {
            return Flow::Done(0);
        };
        let mut status = 0;
        for signal in signals {
            let number = match signal.as_str() {
                "0" | "EXIT" => Some(0),
                text => signal_number(text),
            };
            let Some(number) = number else {
                self.complain(
                    &format!("sh: trap: {signal}: invalid signal specification"),
                    host,
                );
                status = 1;
                continue;
            };
            if action == "-" {
                self.traps.remove(&number);
            } else if action.is_empty() {
                self.traps.insert(number, None);
            } else {
                match parse(action) {
                    Ok(program) => {
                        self.traps.insert(number, Some(program));
                    }
                    Err(error) => {
                        self.complain(&error.to_string(), host);
                        return Flow::Done(2);
                    }
                }
            }
        }
        Flow::Done(status)
    }

    fn test(&mut self, name: &str, rest: &[String], host: &mut dyn Host) -> Flow {
        let inner = match (name, rest.split_last()) {
            ("[", Some((last, inner))) if last == "]" => inner,
            ("[", _) => {
                self.complain("sh: missing ]", host);
                return Flow::Done(2);
            }
            _ => rest,
        };
        match condition::evaluate(inner, host) {
            Ok(value) => Flow::Done(i64::from(!value)),
            Err(message) => {
                self.complain(&format!("sh: {message}"), host);
                Flow::Done(2)
            }
        }
    }

    /// Writes to the command's standard output.
    pub(super) fn out(&mut self, text: &str, host: &mut dyn Host) {
        let target = self.streams.out.clone();
        self.write(&target, text, host);
    }
}

/// Names for `command -v`.
pub(super) const TOOLS: [&str; 16] = [
    "sh", "ash", "sleep", "true", "false", "test", "[", "exit", "trap", "wait", "read", "env",
    "export", "eval", "set", "kill",
];
