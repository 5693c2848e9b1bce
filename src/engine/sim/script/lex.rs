//! Reading words: quotes, `$…`, operators. The parser asks for what it expects; there is no separate token list, since
//! in a shell what a character means depends on where it stands.

use super::parse::{Parser, SyntaxError, parse_nested};
use super::{Change, Part, Word};

/// Deepest nesting of `$(…)`, `${…}`, `( … )` and compound commands.
pub(super) const MAX_DEPTH: usize = 40;

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Skips blanks, continued lines and comments, but not line ends.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\r') => {
                    self.bump();
                }
                Some('\\') if self.rest().starts_with("\\\n") => self.at += 2,
                Some('#') => {
                    while self.peek().is_some_and(|character| character != '\n') {
                        self.bump();
                    }
                }
                _ => return,
            }
        }
    }

    /// Skips blanks and line ends.
    pub(super) fn skip_lines(&mut self) {
        loop {
            self.skip_blanks();
            if !self.eat("\n") {
                return;
            }
        }
    }

    /// The unquoted word that stands here, without taking it; keywords are found by this.
    pub(super) fn peek_plain(&self) -> &str {
        let rest = self.rest();
        let end = rest
            .find(|character: char| {
                character.is_whitespace() || ";&|()<>\"'\\$`".contains(character)
            })
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// One word; `None` where none begins.
    pub(super) fn word(&mut self) -> Result<Option<Word>, SyntaxError> {
        let mut word = Word::default();
        while let Some(character) = self.peek() {
            match character {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    self.bump();
                    let rest = self.rest();
                    let Some(end) = rest.find('\'') else {
                        return Err(SyntaxError::new("unterminated quoted string"));
                    };
                    let text = rest.get(..end).unwrap_or_default().to_owned();
                    self.at += end + 1;
                    word.parts.push(Part::Text { text, quoted: true });
                }
                '"' => {
                    self.bump();
                    self.double_quoted(&mut word)?;
                }
                '\\' => {
                    self.bump();
                    match self.bump() {
                        Some('\n') | None => {}
                        Some(character) => word.parts.push(Part::Text {
                            text: character.to_string(),
                            quoted: true,
                        }),
                    }
                }
                '$' => self.dollar(&mut word, false)?,
                '`' => self.backquoted(&mut word, false)?,
                _ => {
                    self.bump();
                    push_plain(&mut word, character);
                }
            }
        }
        Ok((!word.parts.is_empty()).then_some(word))
    }

    fn double_quoted(&mut self, word: &mut Word) -> Result<(), SyntaxError> {
        let mut text = String::new();
        let mut pushed = false;
        loop {
            match self.peek() {
                None => return Err(SyntaxError::new("unterminated quoted string")),
                Some('"') => {
                    self.bump();
                    if !text.is_empty() || !pushed {
                        word.parts.push(Part::Text { text, quoted: true });
                    }
                    return Ok(());
                }
                Some('\\') => {
                    self.bump();
                    match self.bump() {
                        Some('\n') | None => {}
                        Some(character @ ('"' | '\\' | '$' | '`')) => text.push(character),
                        Some(character) => {
                            text.push('\\');
                            text.push(character);
                        }
                    }
                }
                Some(mark @ ('$' | '`')) => {
                    if !text.is_empty() {
                        word.parts.push(Part::Text {
                            text: std::mem::take(&mut text),
                            quoted: true,
                        });
                    }
                    pushed = true;
                    if mark == '$' {
                        self.dollar(word, true)?;
                    } else {
                        self.backquoted(word, true)?;
                    }
                }
                Some(character) => {
                    self.bump();
                    text.push(character);
                }
            }
        }
    }

    /// `$name`, `${…}`, `$((…))`, `$(…)`, or a plain dollar.
    fn dollar(&mut self, word: &mut Word, quoted: bool) -> Result<(), SyntaxError> {
        self.bump();
        if self.eat("((") {
            let inner = self.balanced("))")?;
            let expression = self.nested_word(&inner)?;
            word.parts.push(Part::Arithmetic(expression));
        } else if self.eat("(") {
            let inner = self.balanced(")")?;
            let program = parse_nested(&inner, self.depth + 1)?;
            word.parts.push(Part::Command { program, quoted });
        } else if self.eat("{") {
            let part = self.braced(quoted)?;
            word.parts.push(part);
        } else {
            let rest = self.rest();
            let length = match rest.chars().next() {
                Some('0'..='9' | '?' | '$' | '!' | '#' | '@' | '*' | '-') => 1,
                Some(first) if first == '_' || first.is_ascii_alphabetic() => rest
                    .find(|character: char| character != '_' && !character.is_ascii_alphanumeric())
                    .unwrap_or(rest.len()),
                _ => 0,
            };
            if length == 0 {
                word.parts.push(Part::Text {
                    text: "$".to_owned(),
                    quoted: true,
                });
            } else {
                let name = rest.get(..length).unwrap_or_default().to_owned();
                self.at += length;
                word.parts.push(Part::Variable {
                    name,
                    change: None,
                    quoted,
                });
            }
        }
        Ok(())
    }

    fn backquoted(&mut self, word: &mut Word, quoted: bool) -> Result<(), SyntaxError> {
        self.bump();
        let rest = self.rest();
        let Some(end) = rest.find('`') else {
            return Err(SyntaxError::new("EOF in backquote substitution"));
        };
        let inner = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end + 1;
        let program = parse_nested(&inner, self.depth + 1)?;
        word.parts.push(Part::Command { program, quoted });
        Ok(())
    }

    /// What stands between `${` and `}`.
    fn braced(&mut self, quoted: bool) -> Result<Part, SyntaxError> {
        let inner = self.balanced("}")?;
        let bad = || SyntaxError::new("bad substitution");
        if let Some(name) = inner.strip_prefix('#').filter(|name| !name.is_empty()) {
            return Ok(Part::Variable {
                name: name.to_owned(),
                change: Some(Change::Length),
                quoted,
            });
        }
        let length = inner
            .find(|character: char| character != '_' && !character.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let (name, rest) = inner.split_at(length);
        let (name, rest) = match (name.is_empty(), rest.chars().next()) {
            (true, Some(mark @ ('?' | '@' | '*' | '!' | '$'))) => (
                mark.to_string(),
                rest.get(mark.len_utf8()..).unwrap_or_default(),
            ),
            (true, _) => return Err(bad()),
            (false, _) => (name.to_owned(), rest),
        };
        let change = match rest.chars().next() {
            None => None,
            Some(mark @ ('#' | '%')) => {
                let rest = rest.get(1..).unwrap_or_default();
                let longest = rest.starts_with(mark);
                let text = if longest {
                    rest.get(1..).unwrap_or_default()
                } else {
                    rest
                };
                Some(Change::Strip {
                    end: mark == '%',
                    longest,
                    word: self.nested_word(text)?,
                })
            }
            Some(_) => {
                let (colon, rest) = match rest.strip_prefix(':') {
                    Some(rest) => (true, rest),
                    None => (false, rest),
                };
                let sign = rest.chars().next().ok_or_else(bad)?;
                if !matches!(sign, '-' | '+' | '=' | '?') {
                    return Err(bad());
                }
                Some(Change::Instead {
                    sign,
                    colon,
                    word: self.nested_word(rest.get(1..).unwrap_or_default())?,
                })
            }
        };
        Ok(Part::Variable {
            name,
            change,
            quoted,
        })
    }

    /// A piece of text as one word: blanks in it are text, `$…` and quotes count.
    fn nested_word(&self, text: &str) -> Result<Word, SyntaxError> {
        if self.depth + 1 > MAX_DEPTH {
            return Err(SyntaxError::new("nested too deeply"));
        }
        let mut parser = Parser::new(text, self.depth + 1);
        let mut word = Word::default();
        loop {
            if let Some(part) = parser.word()? {
                word.parts.extend(part.parts);
            }
            match parser.bump() {
                Some(character) => push_plain(&mut word, character),
                None => return Ok(word),
            }
        }
    }

    /// Takes text up to `close` at the same level of parentheses, braces and quotes.
    fn balanced(&mut self, close: &str) -> Result<String, SyntaxError> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            if depth == 0 && self.rest().starts_with(close) {
                let inner = self.text.get(start..self.at).unwrap_or_default().to_owned();
                self.at += close.len();
                return Ok(inner);
            }
            match self.bump() {
                None => {
                    return Err(SyntaxError::new(format!(
                        "unexpected end of file (expecting \"{close}\")"
                    )));
                }
                Some('\\') => {
                    self.bump();
                }
                Some('\'') if close != "}" => {
                    while self.bump().is_some_and(|character| character != '\'') {}
                }
                Some('"') => {
                    while let Some(character) = self.bump() {
                        match character {
                            '"' => break,
                            '\\' => {
                                self.bump();
                            }
                            _ => {}
                        }
                    }
                }
                Some('(' | '{') => depth += 1,
                Some(')' | '}') => depth = depth.saturating_sub(1),
                Some(_) => {}
            }
        }
    }
}

fn push_plain(word: &mut Word, character: char) {
    if let Some(Part::Text {
        text,
        quoted: false,
    }) = word.parts.last_mut()
    {
        text.push(character);
    } else {
        word.parts.push(Part::Text {
            text: character.to_string(),
            quoted: false,
        });
    }
}
