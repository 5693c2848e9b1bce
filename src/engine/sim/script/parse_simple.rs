//! Simple commands: assignments, words, redirections.

use super::parse::{Fragment, Parsed, Parser, SyntaxError};
use super::{Op, Redirection, RedirectionKind, Simple, Word};
use std::sync::Arc;

impl Parser<'_> {
    pub(super) fn simple(&mut self) -> Parsed {
        let mut simple = Simple::default();
        loop {
            self.skip_blanks();
            if let Some(redirection) = self.redirection()? {
                simple.redirections.push(redirection);
                continue;
            }
            if simple.words.is_empty()
                && let Some(name) = self.assignment()
            {
                let value = self.word()?.unwrap_or_default();
                simple.assignments.push((name, value));
                continue;
            }
            match self.word()? {
                Some(word) => simple.words.push(word),
                None => break,
            }
            if simple.words.len() == 1 && self.rest().starts_with("()") {
                return self.function(&simple);
            }
        }
        if simple == Simple::default() {
            return Err(match self.peek() {
                Some(character) => SyntaxError::new(format!("unexpected \"{character}\"")),
                None => SyntaxError::new("unexpected end of file"),
            });
        }
        let mut all = Fragment::default();
        match simple.words.first().and_then(Word::plain) {
            Some("break") => {
                let at = all.push(Op::Jump(1));
                all.breaks.push(at);
            }
            Some("continue") => {
                let at = all.push(Op::Jump(1));
                all.continues.push(at);
            }
            _ => {
                all.push(Op::Simple(Arc::new(simple)));
            }
        }
        Ok(all)
    }

    pub(super) fn function(&mut self, head: &Simple) -> Parsed {
        let name = head
            .words
            .first()
            .and_then(Word::plain)
            .ok_or_else(|| SyntaxError::new("bad function name"))?
            .to_owned();
        self.eat("()");
        self.skip_lines();
        let body = self.command()?.finish();
        let mut all = Fragment::default();
        all.push(Op::Define(name, body));
        Ok(all)
    }

    /// `NAME=` where it stands here, taken.
    pub(super) fn assignment(&mut self) -> Option<String> {
        let rest = self.rest();
        let (name, _) = rest.split_once('=')?;
        let good = !name.is_empty()
            && !name.starts_with(|first: char| first.is_ascii_digit())
            && name
                .chars()
                .all(|character| character == '_' || character.is_ascii_alphanumeric());
        let name = good.then(|| name.to_owned())?;
        self.at += name.len() + 1;
        Some(name)
    }

    pub(super) fn redirection(&mut self) -> Result<Option<Redirection>, SyntaxError> {
        let rest = self.rest();
        let digit = rest
            .chars()
            .next()
            .and_then(|first| first.to_digit(10))
            .filter(|_| matches!(rest.as_bytes().get(1), Some(b'<' | b'>')));
        let sign_at = self.at + usize::from(digit.is_some());
        let reads = match self.text.as_bytes().get(sign_at) {
            Some(b'<') => true,
            Some(b'>') => false,
            _ => return Ok(None),
        };
        self.at = sign_at + 1;
        let descriptor = digit.map_or(u8::from(!reads), |digit| u8::try_from(digit).unwrap_or(1));
        if self.rest().starts_with('<') {
            return Err(SyntaxError::new("here documents are not simulated"));
        }
        let append = !reads && self.eat(">");
        if !append && self.eat("&") {
            let target = self.needed_word()?;
            let copied = target
                .plain()
                .and_then(|text| text.parse::<u8>().ok())
                .filter(|number| *number <= 2)
                .ok_or_else(|| SyntaxError::new("bad fd number"))?;
            return Ok(Some(Redirection {
                descriptor,
                kind: RedirectionKind::Copy(copied),
            }));
        }
        self.skip_blanks();
        let target = self.needed_word()?;
        let kind = match (reads, append) {
            (true, _) => RedirectionKind::Read(target),
            (false, true) => RedirectionKind::Append(target),
            (false, false) => RedirectionKind::Write(target),
        };
        Ok(Some(Redirection { descriptor, kind }))
    }

    pub(super) fn needed_word(&mut self) -> Result<Word, SyntaxError> {
        self.word()?.ok_or_else(|| match self.peek() {
            None => SyntaxError::new("unexpected end of file"),
            Some('\n') => SyntaxError::new("unexpected newline"),
            Some(character) => SyntaxError::new(format!("unexpected \"{character}\"")),
        })
    }

    pub(super) fn name(&mut self) -> Result<String, SyntaxError> {
        let word = self.needed_word()?;
        word.plain()
            .map(str::to_owned)
            .ok_or_else(|| SyntaxError::new("bad for loop variable"))
    }

    /// Takes a keyword.
    pub(super) fn expect(&mut self, keyword: &str) -> Result<(), SyntaxError> {
        self.skip_lines();
        if self.peek_plain() == keyword {
            self.at += keyword.len();
            return Ok(());
        }
        Err(SyntaxError::new(match self.peek() {
            None => format!("unexpected end of file (expecting \"{keyword}\")"),
            Some(character) => format!("unexpected \"{character}\" (expecting \"{keyword}\")"),
        }))
    }

    /// Takes an operator.
    pub(super) fn expect_text(&mut self, text: &str) -> Result<(), SyntaxError> {
        self.skip_lines();
        if self.eat(text) {
            return Ok(());
        }
        Err(SyntaxError::new(format!(
            "unexpected end of file (expecting \"{text}\")"
        )))
    }
}
