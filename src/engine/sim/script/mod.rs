//! Programs of simulated containers: a subset of the POSIX shell, as busybox's `sh` runs it, so that one
//! `sh -c "…"` does the same on a real engine and here.
//!
//! [`parse`](parse::parse) turns text into a [`Program`]: a flat list of operations with relative jumps, so that a run
//! ([`vm::Vm`]) can stop at any command (a `sleep`, a child, a `wait`) and go on later. What is not understood fails
//! like a program: a message on standard error and exit code 2 or 127; nothing panics and nothing runs for ever in one
//! go. Knows no container: all it needs of the world comes through [`host::Host`].

pub(super) mod arithmetic;
pub(super) mod builtins;
pub(super) mod condition;
pub(super) mod expand;
pub(super) mod files;
pub(super) mod host;
pub(super) mod inout;
pub(super) mod lex;
pub(super) mod parse;
pub(super) mod parse_simple;
pub(super) mod pattern;
pub(super) mod printing;
pub(super) mod run;
pub(super) mod simulation;
pub(super) mod vm;

pub use simulation::size;
use std::sync::Arc;

/// Why a script of an image cannot be read, in the shell's words.
///
/// # Errors
/// The syntax error.
pub fn check_script(text: &str) -> Result<(), String> {
    parse::parse(text)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// A parsed script.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Program {
    /// Run from the first to past the last.
    pub(super) ops: Vec<Op>,
}

/// One operation. Jumps count from their own position.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    /// Assignments, a command with arguments, redirections.
    Simple(Arc<Simple>),
    /// Always.
    Jump(isize),
    /// Where the last status is not 0.
    IfFailed(isize),
    /// Where the last status is 0.
    IfOk(isize),
    /// `!`
    Negate,
    /// Sets `$?`.
    Status(i64),
    /// `… &`
    Background(Arc<Program>),
    /// `( … )`
    Subshell(Arc<Program>),
    /// `a | b`: run one after the other, each with the output of the one before.
    Pipeline(Arc<[Arc<Program>]>),
    /// Begins `for`.
    ForStart(Vec<Word>),
    /// Takes the next word, or leaves the loop.
    ForNext(String, isize),
    /// Leaves `for` by `break`.
    ForPop,
    /// `case`: jumps to the arm of the first pattern that matches, else past all.
    Case(Word, Vec<(Vec<Word>, isize)>, isize),
    /// `name() { … }`
    Define(String, Arc<Program>),
}

/// A simple command.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Simple {
    pub(super) assignments: Vec<(String, Word)>,
    pub(super) words: Vec<Word>,
    pub(super) redirections: Vec<Redirection>,
}

/// `2>>file`, `>&2`, `<file`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Redirection {
    /// 0, 1 or 2.
    pub(super) descriptor: u8,
    pub(super) kind: RedirectionKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum RedirectionKind {
    /// `>`
    Write(Word),
    /// `>>`
    Append(Word),
    /// `<`
    Read(Word),
    /// `>&N`
    Copy(u8),
}

/// A word before its expansion.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Word {
    pub(super) parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Text. Quoted text is kept apart, since `""` is a word and a quoted pattern character is none.
    Text { text: String, quoted: bool },
    /// `$name`, `${name:-word}`, …
    Variable {
        name: String,
        change: Option<Change>,
        quoted: bool,
    },
    /// `$((…))`
    Arithmetic(Word),
    /// `$(…)`
    Command { program: Arc<Program>, quoted: bool },
}

/// What `${name…}` does beyond the value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// `${#name}`
    Length,
    /// `-`, `+`, `=`, `?`; with a colon an empty value counts as unset.
    Instead { sign: char, colon: bool, word: Word },
    /// `#`, `##`, `%`, `%%`: removes a matching beginning or end.
    Strip {
        end: bool,
        longest: bool,
        word: Word,
    },
}

impl Word {
    /// The text of a word that is nothing but unquoted text: keywords are only those.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [
                Part::Text {
                    text,
                    quoted: false,
                },
            ] => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
