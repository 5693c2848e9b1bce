//! Env files: `.env`, `--env-file`, `env_file` and `label_file`, as Compose reads them.
//!
//! `NAME=value`, also with `export` before and `:` in place of `=`; values without quotes, in `'…'` (taken as they are)
//! or in `"…"` (with escapes), the latter two over several lines; `${…}` is filled in except in `'…'`. A name alone takes
//! the value of the surroundings.

mod escapes;
pub mod raw;
#[cfg(test)]
mod tests;

use crate::compose::go;
use crate::compose::node::{Fault, Span};
use crate::compose::template::{self, Use};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub use raw::parse_raw;

/// Asked for the value of a variable.
pub type Lookup<'l> = dyn FnMut(&str) -> Option<Arc<str>> + 'l;

/// Bytes of all values of a file once they are filled in.
const MAX_TOTAL: usize = 16 << 20;

/// Faults that are kept; more help nobody.
const MAX_FAULTS: usize = 50;

/// One variable that a file sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name. Empty where a file ends with a name alone: to Compose that is a value without a name.
    pub name: Arc<str>,
    /// Its value; `None` where the name stands alone and nobody knows a value: it sets nothing then.
    pub value: Option<Arc<str>>,
    /// From the name to the end of the value.
    pub span: Span,
    /// The value as written, with its quotes; `None` where the name stands alone.
    pub value_span: Option<Span>,
    /// The variables that went into the value.
    pub uses: Vec<Use>,
}

/// What a file says, and what of it cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// In order; a later line of the same name wins.
    pub lines: Vec<Line>,
    /// In order. Compose says the first one only.
    pub faults: Vec<Fault>,
}

/// Reads a file. `lookup` is asked first for each variable, then the lines before.
///
/// # Errors
/// The first fault, in Compose's words: what follows `failed to read FILE: `.
pub fn parse(text: &str, lookup: &mut Lookup<'_>) -> Result<Vec<Line>, Fault> {
    parse_after(text, lookup, &mut |_| None)
}

/// The same for one of several files: `earlier` is asked last, for what the files before this one set. A line of this
/// file hides it from the lines behind, as it does in Compose.
///
/// # Errors
/// As for [`parse`].
pub fn parse_after(
    text: &str,
    lookup: &mut Lookup<'_>,
    earlier: &mut Lookup<'_>,
) -> Result<Vec<Line>, Fault> {
    let mut read = read(text, lookup, earlier);
    if read.faults.is_empty() {
        Ok(read.lines)
    } else {
        Err(read.faults.swap_remove(0))
    }
}

/// Reads a file as far as it can be read. `lookup` is asked first for each variable, then the lines before, then
/// `earlier`: what files before this one set, which it can override.
pub fn read(text: &str, lookup: &mut Lookup<'_>, earlier: &mut Lookup<'_>) -> Read {
    let begin = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader {
        text,
        at: begin,
        line: 1,
        cursor: Cursor::default(),
        known: HashMap::new(),
        total: 0,
        read: Read::default(),
        lookup,
        earlier,
    };
    reader.run();
    reader.read
}

/// The variables of a file, `outer` being those of the surroundings, which win; what cannot be read is left out.
pub fn variables(text: &str, outer: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut lookup = |name: &str| outer.get(name).map(|value| Arc::from(value.as_str()));
    let set = read(text, &mut lookup, &mut |_| None).lines;
    set.into_iter()
        .filter_map(|line| Some((line.name.to_string(), line.value?.to_string())))
        .collect()
}

struct Reader<'a, 'l> {
    text: &'a str,
    /// How far it is read, in bytes.
    at: usize,
    /// The line as Compose counts it for its messages, which is not always the line.
    line: usize,
    cursor: Cursor,
    known: HashMap<Arc<str>, Arc<str>>,
    total: usize,
    read: Read,
    lookup: &'a mut Lookup<'l>,
    earlier: &'a mut Lookup<'l>,
}

/// Where a statement stands and what it is.
struct Statement {
    start: usize,
    end: usize,
    name: Arc<str>,
    value: Option<Written>,
}

/// A value as written.
struct Written {
    /// With its quotes.
    start: usize,
    end: usize,
    text: String,
    /// Not in `'…'`.
    has_variables: bool,
}

/// A fault before its place is made a span: from, to, what.
type Wrong = (usize, usize, String);

impl<'a> Reader<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn run(&mut self) {
        while self.skip_blanks() && self.read.faults.len() < MAX_FAULTS {
            let start = self.at;
            let line = self.line;
            let result = self.statement().and_then(|statement| self.take(statement));
            if let Err((from, to, message)) = result {
                let span = self.cursor.span(self.text, start, from, to);
                self.read.faults.push(Fault::new(span, message));
                if self.total > MAX_TOTAL {
                    return;
                }
                // What was a syntax fault is left out up to the end of its line.
                if self.at == start {
                    let length = self
                        .rest()
                        .find('\n')
                        .map_or(self.rest().len(), |at| at + 1);
                    self.at += length;
                    self.line = line + 1;
                }
            }
        }
    }

    /// To the next statement; `false` at the end.
    fn skip_blanks(&mut self) -> bool {
        loop {
            let rest = self.rest();
            let length = rest.len() - rest.trim_start().len();
            self.line += newlines(rest.get(..length).unwrap_or_default());
            self.at += length;
            let rest = self.rest();
            if !rest.starts_with('#') {
                return !rest.is_empty();
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn statement(&mut self) -> Result<Statement, Wrong> {
        let all = self.rest();
        let source = without_export(all);
        let start = self.at + all.len() - source.len();
        if source.is_empty() {
            return Err((self.at, self.text.len(), "zero length string".to_owned()));
        }
        let Some((length, ends_line)) = self.name(source, start)? else {
            // Without anything behind it, what looks like a name is a value to Compose.
            return self.value(start, start, Arc::from(""));
        };
        let written = source.get(..length).unwrap_or_default();
        let name = written.trim_end();
        let behind = start + length + 1;
        if name.contains(' ') {
            let message = format!("line {}: key cannot contain a space", self.line);
            return Err((start, start + name.len(), message));
        }
        if !ends_line {
            return self.value(start, behind, Arc::from(name));
        }
        if !written.contains(' ') {
            self.line += 1;
        }
        self.at = behind;
        Ok(Statement {
            start,
            end: start + name.len(),
            name: Arc::from(name),
            value: None,
        })
    }

    /// The length of a name as written, and whether its line ends behind it; `None` where nothing ends it.
    fn name(&self, source: &str, start: usize) -> Result<Option<(usize, bool)>, Wrong> {
        for (at, character) in source.char_indices() {
            match character {
                '=' | ':' => return Ok(Some((at, false))),
                '\n' => return Ok(Some((at, true))),
                '_' | '.' | '-' | '[' | ']' => {}
                other if is_blank(other) || is_letter(other) || other.is_numeric() => {}
                other => {
                    let line = source.split('\n').next().unwrap_or_default();
                    let message = format!(
                        "line {}: unexpected character {} in variable name {}",
                        self.line,
                        go::quote(other.encode_utf8(&mut [0; 4])),
                        go::quote(line)
                    );
                    let at = start + at;
                    return Err((at, at + other.len_utf8(), message));
                }
            }
        }
        Ok(None)
    }

    /// The value that begins at `behind`, or at the first character after it that is no blank.
    fn value(
        &mut self,
        statement: usize,
        behind: usize,
        name: Arc<str>,
    ) -> Result<Statement, Wrong> {
        let rest = self.text.get(behind..).unwrap_or_default();
        let source = rest.trim_start_matches(is_blank);
        let start = behind + rest.len() - source.len();
        let quote = source.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (written, next) = if let Some(quote) = quote {
            self.quoted(source, start, quote)?
        } else {
            self.line += 1;
            let line = source.split('\n').next().unwrap_or_default();
            let value = line.split(" #").next().unwrap_or_default().trim_end();
            let written = Written {
                start,
                end: start + value.len(),
                text: value.to_owned(),
                has_variables: true,
            };
            (written, (start + line.len() + 1).min(self.text.len()))
        };
        self.at = next;
        Ok(Statement {
            start: statement,
            end: written.end.max(statement),
            name,
            value: Some(written),
        })
    }

    /// A value in quotes, and where the next statement begins: right behind it.
    fn quoted(
        &mut self,
        source: &str,
        start: usize,
        quote: char,
    ) -> Result<(Written, usize), Wrong> {
        let mut text = String::new();
        let mut is_escaped = false;
        let mut lines = 0;
        for (at, character) in source.char_indices().skip(1) {
            lines += usize::from(character == '\n');
            if character == quote && !is_escaped {
                self.line += lines;
                let end = start + at + 1;
                let is_double = quote == '"';
                let written = Written {
                    start,
                    end,
                    text: if is_double {
                        escapes::expand(&text)
                    } else {
                        text
                    },
                    has_variables: is_double,
                };
                return Ok((written, end));
            }
            if character == '\\' && !is_escaped {
                is_escaped = true;
                continue;
            }
            if is_escaped && character != quote {
                text.push('\\');
            }
            is_escaped = false;
            text.push(character);
        }
        let first = source.split('\n').next().unwrap_or_default();
        let message = format!(
            "line {}: unterminated quoted value {first}",
            self.line + lines
        );
        Err((start, start + first.len(), message))
    }

    /// Fills in the value and sets the variable.
    fn take(&mut self, statement: Statement) -> Result<(), Wrong> {
        let Statement {
            start,
            end,
            name,
            value,
        } = statement;
        let mut uses = Vec::new();
        let mut span = None;
        let value = match value {
            None => (self.lookup)(&name),
            Some(written) => {
                span = Some((written.start, written.end));
                let text = if written.has_variables {
                    let filled = template::substitute(&written.text, &mut |name| {
                        (self.lookup)(name)
                            .or_else(|| self.known.get(name).cloned())
                            .or_else(|| (self.earlier)(name))
                    })
                    .map_err(|error| (written.start, written.end, error.to_string()))?;
                    uses = filled.uses;
                    filled.text
                } else {
                    written.text
                };
                self.total += text.len();
                if self.total > MAX_TOTAL {
                    let message = format!(
                        "values longer than {} MiB once their variables are filled in",
                        MAX_TOTAL >> 20
                    );
                    return Err((written.start, written.end, message));
                }
                Some(Arc::from(text))
            }
        };
        if let Some(value) = &value {
            self.known.insert(Arc::clone(&name), Arc::clone(value));
        }
        let whole = self.cursor.span(self.text, start, start, end);
        let value_span = span.map(|(from, to)| self.cursor.span(self.text, start, from, to));
        self.read.lines.push(Line {
            name,
            value,
            span: whole,
            value_span,
            uses,
        });
        Ok(())
    }
}

/// Line and column of places that only go forward, so that each character is looked at once.
#[derive(Default)]
struct Cursor {
    at: usize,
    lines: u32,
    columns: u32,
}

impl Cursor {
    /// A span of a statement; the cursor stays at its beginning.
    fn span(&mut self, text: &str, statement: usize, start: usize, end: usize) -> Span {
        self.advance(text, statement);
        let mut here = Self { ..*self };
        here.advance(text, start);
        Span {
            line: here.lines + 1,
            column: here.columns + 1,
            start,
            end,
        }
    }

    fn advance(&mut self, text: &str, to: usize) {
        for character in text.get(self.at..to).unwrap_or_default().chars() {
            if character == '\n' {
                self.lines += 1;
                self.columns = 0;
            } else {
                self.columns += 1;
            }
        }
        self.at = self.at.max(to);
    }
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// A blank within a line.
const fn is_blank(character: char) -> bool {
    matches!(
        character,
        '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}'
    )
}

/// A letter as Unicode's category says: no mark and no circled letter, which are alphabetic too.
fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    if !character.is_alphabetic()
        || matches!(character, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
    {
        return false;
    }
    // A mark makes one character with the letter before it, as two letters do that are marks by their use only.
    let is_mark_by_use = matches!(character, '\u{e33}' | '\u{eb3}');
    let mut pair = String::from("a");
    pair.push(character);
    is_mark_by_use || pair.graphemes(true).count() == 2
}

/// What follows `export` and a blank.
fn without_export(source: &str) -> &str {
    match source.strip_prefix("export") {
        Some(rest) if rest.starts_with(['\t', '\n', '\u{c}', '\r', ' ']) => {
            rest.trim_start_matches(is_blank)
        }
        _ => source,
    }
}
