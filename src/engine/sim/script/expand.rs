//! Expansion: from words to the arguments of a command.

use super::host::Host;
use super::vm::{Outcome, Streams, Target, Vm};
use super::{Change, Part, Redirection, RedirectionKind, Word, arithmetic, pattern};
use std::sync::Arc;

/// An expansion that failed: the shell's words.
type Expanded<T> = Result<T, String>;

/// Arguments under construction: unquoted values are split at blanks.
#[derive(Default)]
struct Fields {
    done: Vec<String>,
    current: Option<String>,
}

impl Fields {
    fn text(&mut self, text: &str) {
        self.current.get_or_insert_default().push_str(text);
    }

    fn split(&mut self, text: &str) {
        let mut pieces = text.split([' ', '\t', '\n']);
        if let Some(first) = pieces.next()
            && !first.is_empty()
        {
            self.text(first);
        }
        for piece in pieces {
            self.done.extend(self.current.take());
            if !piece.is_empty() {
                self.text(piece);
            }
        }
    }

    fn end(mut self) -> Vec<String> {
        self.done.extend(self.current.take());
        self.done
    }
}

/// Whether a word runs a command.
pub(super) fn has_command(word: &Word) -> bool {
    word.parts
        .iter()
        .any(|part| matches!(part, Part::Command { .. }))
}

impl Vm {
    /// Words as arguments.
    pub(super) fn fields(&mut self, words: &[Word], host: &mut dyn Host) -> Expanded<Vec<String>> {
        let mut all = Vec::new();
        for word in words {
            let mut fields = Fields::default();
            for part in &word.parts {
                match part {
                    Part::Text { text, .. } => fields.text(text),
                    Part::Variable {
                        name,
                        change: None,
                        quoted: true,
                    } if name == "@" => {
                        let arguments: Vec<String> =
                            self.arguments.iter().skip(1).cloned().collect();
                        for (index, argument) in arguments.iter().enumerate() {
                            if index > 0 {
                                fields.done.extend(fields.current.take());
                            }
                            fields.text(argument);
                        }
                    }
                    part => {
                        let quoted = matches!(
                            part,
                            Part::Variable { quoted: true, .. }
                                | Part::Command { quoted: true, .. }
                                | Part::Arithmetic(_)
                        );
                        let value = self.part(part, host)?;
                        if quoted {
                            fields.text(&value);
                        } else {
                            fields.split(&value);
                        }
                    }
                }
            }
            all.extend(fields.end());
        }
        Ok(all)
    }

    /// A word as one text, unsplit: assignments, patterns, redirections.
    pub(super) fn single(&mut self, word: &Word, host: &mut dyn Host) -> Expanded<String> {
        let mut text = String::new();
        for part in &word.parts {
            text.push_str(&self.part(part, host)?);
        }
        Ok(text)
    }

    fn part(&mut self, part: &Part, host: &mut dyn Host) -> Expanded<String> {
        match part {
            Part::Text { text, .. } => Ok(text.clone()),
            Part::Variable { name, change, .. } => self.variable(name, change.as_ref(), host),
            Part::Arithmetic(expression) => {
                let text = self.single(expression, host)?;
                let lookup = |name: &str| self.variables.get(name).cloned();
                arithmetic::evaluate(&text, &lookup)
                    .map(|value| value.to_string())
                    .map_err(str::to_owned)
            }
            Part::Command { program, .. } => {
                if self.depth > super::lex::MAX_DEPTH {
                    return Err("nested too deeply".to_owned());
                }
                let mut child = self.fork(Arc::clone(program));
                child.is_nested = true;
                child.streams.out = Target::Captured;
                let outcome = child.run(host);
                self.status = match outcome {
                    Outcome::Exit(code) => code,
                    _ => 1,
                };
                let output = child.take_captured();
                Ok(output.trim_end_matches('\n').to_owned())
            }
        }
    }

    fn variable(
        &mut self,
        name: &str,
        change: Option<&Change>,
        host: &mut dyn Host,
    ) -> Expanded<String> {
        let value = self.lookup(name, host);
        let Some(change) = change else {
            return Ok(value.unwrap_or_default());
        };
        match change {
            Change::Length => Ok(value.unwrap_or_default().chars().count().to_string()),
            Change::Strip { end, longest, word } => {
                let wanted = self.single(word, host)?;
                Ok(pattern::strip(
                    &value.unwrap_or_default(),
                    &wanted,
                    *end,
                    *longest,
                ))
            }
            Change::Instead { sign, colon, word } => {
                let value = value.filter(|value| !colon || !value.is_empty());
                match (sign, value) {
                    ('+', Some(_)) => self.single(word, host),
                    ('+', None) => Ok(String::new()),
                    (_, Some(value)) => Ok(value),
                    ('=', None) => {
                        let value = self.single(word, host)?;
                        self.variables.insert(name.to_owned(), value.clone());
                        Ok(value)
                    }
                    ('?', None) => {
                        let message = self.single(word, host)?;
                        let message = if message.is_empty() {
                            "parameter not set".to_owned()
                        } else {
                            message
                        };
                        Err(format!("{name}: {message}"))
                    }
                    (_, None) => self.single(word, host),
                }
            }
        }
    }

    fn lookup(&self, name: &str, host: &mut dyn Host) -> Option<String> {
        match name {
            "?" => Some(self.status.to_string()),
            "$" => Some(self.pid.to_string()),
            "!" => (self.last_job > 0).then(|| self.last_job.to_string()),
            "#" => Some(self.arguments.len().saturating_sub(1).to_string()),
            "-" => Some(String::new()),
            "@" | "*" => Some(
                self.arguments
                    .iter()
                    .skip(1)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            "RANDOM" => Some(host.random(0, 32_767).to_string()),
            // Of the simulation: seconds since the container's start.
            "UPTIME" => Some(host.uptime().as_secs().to_string()),
            _ => match name.parse::<usize>() {
                Ok(index) => self.arguments.get(index).cloned(),
                Err(_) => self.variables.get(name).cloned(),
            },
        }
    }

    /// The streams of a command; `None` where a file cannot be opened (said already).
    pub(super) fn redirected(
        &mut self,
        redirections: &[Redirection],
        host: &mut dyn Host,
    ) -> Expanded<Option<Streams>> {
        let mut streams = self.streams.clone();
        for redirection in redirections {
            let (word, append) = match &redirection.kind {
                RedirectionKind::Copy(from) => {
                    let source = if *from == 2 {
                        streams.error.clone()
                    } else {
                        streams.out.clone()
                    };
                    if redirection.descriptor == 2 {
                        streams.error = source;
                    } else {
                        streams.out = source;
                    }
                    continue;
                }
                RedirectionKind::Read(word) => {
                    let path = self.single(word, host)?;
                    let text = if path == "/dev/null" {
                        Some(String::new())
                    } else {
                        host.read_file(&path)
                    };
                    let Some(text) = text else {
                        self.complain(&format!("sh: can't open {path}: no such file"), host);
                        return Ok(None);
                    };
                    streams.input = Some(Arc::from(text));
                    continue;
                }
                RedirectionKind::Write(word) => (word, false),
                RedirectionKind::Append(word) => (word, true),
            };
            let path = self.single(word, host)?;
            let target = match path.as_str() {
                "/dev/null" => Target::Null,
                "/dev/stdout" | "/proc/1/fd/1" | "/proc/self/fd/1" => Target::Out,
                "/dev/stderr" | "/proc/1/fd/2" | "/proc/self/fd/2" => Target::Error,
                _ => {
                    if !host.write_file(&path, "", append) {
                        self.complain(
                            &format!("sh: can't create {path}: nonexistent directory"),
                            host,
                        );
                        return Ok(None);
                    }
                    Target::File(path)
                }
            };
            if redirection.descriptor == 2 {
                streams.error = target;
            } else {
                streams.out = target;
            }
        }
        Ok(Some(streams))
    }
}
