//! From text to operations.

use super::lex::MAX_DEPTH;
use super::{Op, Program};
use std::fmt;
use std::sync::Arc;

/// Why a script cannot be read, in the words of busybox's shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) struct SyntaxError(String);

impl SyntaxError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sh: syntax error: {}", self.0)
    }
}

/// Longer scripts are refused.
const MAX_SCRIPT_BYTES: usize = 64 << 10;

/// Reads a whole script.
pub(in crate::engine::sim) fn parse(text: &str) -> Result<Arc<Program>, SyntaxError> {
    if text.len() > MAX_SCRIPT_BYTES {
        return Err(SyntaxError::new("script too long"));
    }
    parse_nested(text, 0)
}

pub(super) fn parse_nested(text: &str, depth: usize) -> Result<Arc<Program>, SyntaxError> {
    if depth > MAX_DEPTH {
        return Err(SyntaxError::new("nested too deeply"));
    }
    let mut parser = Parser::new(text, depth);
    let fragment = parser.list(&[])?;
    parser.skip_lines();
    match parser.peek() {
        None => Ok(fragment.finish()),
        Some(character) => Err(SyntaxError::new(format!("unexpected \"{character}\""))),
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
}

/// Operations under construction, with the places that `break` and `continue` leave open.
#[derive(Default)]
pub(super) struct Fragment {
    pub(super) ops: Vec<Op>,
    pub(super) breaks: Vec<usize>,
    pub(super) continues: Vec<usize>,
}

impl Fragment {
    fn append(&mut self, other: Self) {
        let base = self.ops.len();
        self.ops.extend(other.ops);
        self.breaks.extend(other.breaks.iter().map(|at| at + base));
        self.continues
            .extend(other.continues.iter().map(|at| at + base));
    }

    /// `break` outside a loop does nothing.
    pub(super) fn finish(self) -> Arc<Program> {
        Arc::new(Program { ops: self.ops })
    }

    pub(super) fn push(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len() - 1
    }

    /// Makes the jump at `from` lead to `to`.
    fn aim(&mut self, from: usize, to: usize) {
        let offset = distance(from, to);
        if let Some(Op::Jump(at) | Op::IfFailed(at) | Op::IfOk(at) | Op::ForNext(_, at)) =
            self.ops.get_mut(from)
        {
            *at = offset;
        }
    }
}

fn distance(from: usize, to: usize) -> isize {
    isize::try_from(to).unwrap_or(isize::MAX) - isize::try_from(from).unwrap_or(0)
}

pub(super) type Parsed = Result<Fragment, SyntaxError>;

impl<'a> Parser<'a> {
    pub(super) const fn new(text: &'a str, depth: usize) -> Self {
        Self { text, at: 0, depth }
    }

    /// Commands up to one of `ends` (not taken), to `)` or the end of the text.
    fn list(&mut self, ends: &[&str]) -> Parsed {
        let mut all = Fragment::default();
        loop {
            self.skip_lines();
            if self.peek().is_none_or(|character| character == ')')
                || self.rest().starts_with(";;")
                || ends.contains(&self.peek_plain())
            {
                return Ok(all);
            }
            let one = self.and_or()?;
            self.skip_blanks();
            if !self.rest().starts_with("&&") && self.eat("&") {
                all.push(Op::Background(one.finish()));
            } else {
                all.append(one);
                if !self.rest().starts_with(";;") {
                    self.eat(";");
                }
            }
        }
    }

    fn and_or(&mut self) -> Parsed {
        let mut all = self.pipeline()?;
        loop {
            self.skip_blanks();
            let on_failure = if self.eat("&&") {
                true
            } else if self.eat("||") {
                false
            } else {
                return Ok(all);
            };
            self.skip_lines();
            let next = self.pipeline()?;
            let jump = all.push(if on_failure {
                Op::IfFailed(0)
            } else {
                Op::IfOk(0)
            });
            all.append(next);
            let end = all.ops.len();
            all.aim(jump, end);
        }
    }

    fn pipeline(&mut self) -> Parsed {
        self.skip_blanks();
        let negated = self.peek_plain() == "!";
        if negated {
            self.eat("!");
        }
        let mut first = self.command()?;
        self.skip_blanks();
        if self.rest().starts_with('|') && !self.rest().starts_with("||") {
            let mut stages = vec![std::mem::take(&mut first).finish()];
            while self.rest().starts_with('|') && !self.rest().starts_with("||") {
                self.eat("|");
                self.skip_lines();
                stages.push(self.command()?.finish());
                self.skip_blanks();
            }
            first.push(Op::Pipeline(stages.into()));
        }
        if negated {
            first.push(Op::Negate);
        }
        Ok(first)
    }

    pub(super) fn command(&mut self) -> Parsed {
        self.skip_blanks();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(SyntaxError::new("nested too deeply"));
        }
        let parsed = if self.eat("(") {
            let inner = self.list(&[])?;
            self.expect_text(")")?;
            let mut all = Fragment::default();
            all.push(Op::Subshell(inner.finish()));
            Ok(all)
        } else {
            match self.peek_plain() {
                "if" => self.if_command(),
                "while" => self.while_command(true),
                "until" => self.while_command(false),
                "for" => self.for_command(),
                "case" => self.case_command(),
                "{" => {
                    self.eat("{");
                    let inner = self.list(&["}"])?;
                    self.expect("}")?;
                    Ok(inner)
                }
                word @ ("then" | "do" | "done" | "fi" | "else" | "elif" | "esac" | "}" | "in") => {
                    Err(SyntaxError::new(format!("unexpected \"{word}\"")))
                }
                _ => self.simple(),
            }
        };
        self.depth -= 1;
        parsed
    }

    fn if_command(&mut self) -> Parsed {
        self.at += self.peek_plain().len();
        let mut all = self.list(&["then"])?;
        self.expect("then")?;
        let unless = all.push(Op::IfFailed(0));
        all.append(self.list(&["elif", "else", "fi"])?);
        let past = all.push(Op::Jump(0));
        let otherwise = all.ops.len();
        all.aim(unless, otherwise);
        match self.peek_plain() {
            "elif" => all.append(self.if_command()?),
            "else" => {
                self.eat("else");
                all.append(self.list(&["fi"])?);
                self.expect("fi")?;
            }
            _ => {
                all.push(Op::Status(0));
                self.expect("fi")?;
            }
        }
        let end = all.ops.len();
        all.aim(past, end);
        Ok(all)
    }

    fn while_command(&mut self, positive: bool) -> Parsed {
        self.at += self.peek_plain().len();
        let mut all = self.list(&["do"])?;
        self.expect("do")?;
        let leave = all.push(if positive {
            Op::IfFailed(0)
        } else {
            Op::IfOk(0)
        });
        let mut body = self.list(&["done"])?;
        self.expect("done")?;
        let (breaks, continues) = (
            std::mem::take(&mut body.breaks),
            std::mem::take(&mut body.continues),
        );
        let base = all.ops.len();
        all.append(body);
        let back = all.push(Op::Jump(0));
        all.aim(back, 0);
        let end = all.push(Op::Status(0));
        all.aim(leave, end);
        for at in breaks {
            all.aim(base + at, end);
        }
        for at in continues {
            all.aim(base + at, 0);
        }
        Ok(all)
    }

    fn for_command(&mut self) -> Parsed {
        self.eat("for");
        self.skip_blanks();
        let name = self.name()?;
        self.skip_lines();
        let mut words = Vec::new();
        if self.peek_plain() == "in" {
            self.eat("in");
            self.skip_blanks();
            while let Some(word) = self.word()? {
                words.push(word);
                self.skip_blanks();
            }
        }
        self.eat(";");
        self.skip_lines();
        self.expect("do")?;
        let mut all = Fragment::default();
        all.push(Op::ForStart(words));
        let next = all.push(Op::ForNext(name, 0));
        let mut body = self.list(&["done"])?;
        self.expect("done")?;
        let (breaks, continues) = (
            std::mem::take(&mut body.breaks),
            std::mem::take(&mut body.continues),
        );
        let base = all.ops.len();
        all.append(body);
        let back = all.push(Op::Jump(0));
        all.aim(back, next);
        let pop = all.push(Op::ForPop);
        for at in breaks {
            all.aim(base + at, pop);
        }
        for at in continues {
            all.aim(base + at, next);
        }
        let end = all.ops.len();
        all.aim(next, end);
        Ok(all)
    }

    fn case_command(&mut self) -> Parsed {
        self.eat("case");
        self.skip_blanks();
        let subject = self.needed_word()?;
        self.skip_lines();
        self.expect("in")?;
        let mut all = Fragment::default();
        let head = all.push(Op::Status(0));
        let (mut arms, mut exits) = (Vec::new(), Vec::new());
        loop {
            self.skip_lines();
            if self.peek_plain() == "esac" {
                self.eat("esac");
                break;
            }
            self.eat("(");
            let mut patterns = Vec::new();
            loop {
                self.skip_blanks();
                patterns.push(self.needed_word()?);
                self.skip_blanks();
                if !self.eat("|") {
                    break;
                }
            }
            self.expect_text(")")?;
            arms.push((patterns, distance(head, all.ops.len())));
            let body = self.list(&["esac"])?;
            all.append(body);
            exits.push(all.push(Op::Jump(0)));
            self.eat(";;");
        }
        let end = all.ops.len();
        for exit in exits {
            all.aim(exit, end);
        }
        if let Some(op) = all.ops.get_mut(head) {
            *op = Op::Case(subject, arms, distance(head, end));
        }
        Ok(all)
    }
}
