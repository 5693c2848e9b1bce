//! Lines, indentation, and where long lines are broken.

use super::order::sorted;
use super::scalar::{Analysis, Quoting, analyze, is_break, is_printable, quoting};
use crate::compose::go;
use crate::compose::print::shape::{Member, Shape};
use crate::compose::print::time;

/// A line is broken at the first single space beyond this column.
const WIDTH: usize = 80;

/// A key that is longer, in bytes, is written after a question mark.
const LONGEST_SIMPLE_KEY: usize = 128;

/// Writes a document.
pub(super) struct Emitter {
    out: String,
    /// Characters in this line so far.
    column: usize,
    /// What was written last separates.
    is_after_blank: bool,
    /// There is nothing but indentation in this line, dashes and question marks among it.
    is_in_indentation: bool,
}

impl Default for Emitter {
    fn default() -> Self {
        Self {
            out: String::new(),
            column: 0,
            is_after_blank: true,
            is_in_indentation: true,
        }
    }
}

impl Emitter {
    pub(super) fn document(&mut self, shape: &Shape<'_>) {
        match shape {
            Shape::Record(_) | Shape::Map(_) | Shape::List(_) => self.node(shape, None),
            _ => self.node(shape, Some(0)),
        }
        self.indent(0);
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// A value in a group that is indented so far; `None`: in none.
    fn node(&mut self, shape: &Shape<'_>, outer: Option<usize>) {
        let inner = outer.map_or(0, |outer| outer + 2);
        match shape {
            Shape::Null => self.plain("null", inner),
            Shape::Bool(value) => self.plain(if *value { "true" } else { "false" }, inner),
            Shape::Int(value) => self.plain(&value.to_string(), inner),
            Shape::Single(value) => self.plain(&special_name(go::format_float32(*value)), inner),
            Shape::Double(value) => self.plain(&special_name(go::format_float(*value)), inner),
            Shape::Time(value) => self.plain(&time::rfc3339(value), inner),
            Shape::Text(text) => self.text(text, analyze(text), false, inner),
            Shape::List(items) if items.is_empty() => self.indicator("[]", true),
            Shape::Record(members) | Shape::Map(members) if members.is_empty() => {
                self.indicator("{}", true);
            }
            Shape::List(items) => self.list(items, inner),
            Shape::Record(members) => members.iter().for_each(|member| self.member(member, inner)),
            Shape::Map(entries) => sorted(entries)
                .into_iter()
                .for_each(|member| self.member(member, inner)),
        }
    }

    fn list(&mut self, items: &[Shape<'_>], indent: usize) {
        for item in items {
            self.indent(indent);
            self.mark('-');
            self.node(item, Some(indent));
        }
    }

    fn member(&mut self, (key, value): &Member<'_>, indent: usize) {
        self.indent(indent);
        let analysis = analyze(key);
        if analysis.has_breaks || key.len() > LONGEST_SIMPLE_KEY {
            self.mark('?');
            self.text(key, analysis, false, indent + 2);
            self.indent(indent);
            self.mark(':');
        } else {
            self.text(key, analysis, true, indent + 2);
            self.indicator(":", false);
        }
        self.node(value, Some(indent));
    }

    /// A text, whose further lines are indented so far.
    fn text(&mut self, text: &str, analysis: Analysis, is_simple_key: bool, indent: usize) {
        let fold = (!is_simple_key).then_some(indent);
        match quoting(text, analysis, is_simple_key) {
            Quoting::Plain => self.plain_or_folded(text, fold),
            Quoting::Single => self.single(text, fold, indent),
            Quoting::Double => self.double(text, fold),
            Quoting::Literal => self.literal(text, indent),
        }
    }

    fn plain(&mut self, text: &str, indent: usize) {
        self.plain_or_folded(text, Some(indent));
    }

    fn plain_or_folded(&mut self, text: &str, fold: Option<usize>) {
        if !self.is_after_blank {
            self.put(' ');
        }
        let mut is_after_space = false;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let is_space = character == ' ';
            match fold {
                Some(indent)
                    if is_space
                        && !is_after_space
                        && self.column > WIDTH
                        && characters.peek() != Some(&' ') =>
                {
                    self.indent(indent);
                }
                _ => self.put(character),
            }
            if !is_space {
                self.is_in_indentation = false;
            }
            is_after_space = is_space;
        }
        self.is_after_blank = false;
        self.is_in_indentation = false;
    }

    fn single(&mut self, text: &str, fold: Option<usize>, indent: usize) {
        self.indicator("'", true);
        let mut is_after_space = false;
        let mut is_after_break = false;
        let mut characters = text.chars().enumerate().peekable();
        while let Some((number, character)) = characters.next() {
            if character == ' ' {
                let next = characters.peek().map(|(_, next)| *next);
                match fold {
                    Some(indent)
                        if !is_after_space
                            && self.column > WIDTH
                            && number > 0
                            && next.is_some_and(|next| next != ' ') =>
                    {
                        self.indent(indent);
                    }
                    _ => self.put(character),
                }
                is_after_space = true;
            } else if is_break(character) {
                if !is_after_break && character == '\n' {
                    self.line_break();
                }
                self.copy_break(character);
                is_after_break = true;
            } else {
                if is_after_break {
                    self.indent(indent);
                }
                if character == '\'' {
                    self.put('\'');
                }
                self.put(character);
                self.is_in_indentation = false;
                is_after_space = false;
                is_after_break = false;
            }
        }
        self.indicator("'", false);
    }

    fn double(&mut self, text: &str, fold: Option<usize>) {
        self.indicator("\"", true);
        // The library asks for the mark at the beginning of the text at each of its characters.
        let is_marked = text.starts_with('\u{feff}');
        let mut is_after_space = false;
        let mut characters = text.chars().enumerate().peekable();
        while let Some((number, character)) = characters.next() {
            let needs_escape = is_marked
                || !is_printable(character)
                || is_break(character)
                || matches!(character, '"' | '\\');
            if needs_escape {
                self.escape(character);
                is_after_space = false;
                continue;
            }
            let next = characters.peek().map(|(_, next)| *next);
            match fold {
                Some(indent)
                    if character == ' '
                        && !is_after_space
                        && self.column > WIDTH
                        && number > 0
                        && next.is_some() =>
                {
                    self.indent(indent);
                    if next == Some(' ') {
                        self.put('\\');
                    }
                }
                _ => self.put(character),
            }
            is_after_space = character == ' ';
        }
        self.indicator("\"", false);
    }

    fn escape(&mut self, character: char) {
        let code = u32::from(character);
        let escape = match character {
            '\0' => "\\0".to_owned(),
            '\u{7}' => "\\a".to_owned(),
            '\u{8}' => "\\b".to_owned(),
            '\t' => "\\t".to_owned(),
            '\n' => "\\n".to_owned(),
            '\u{b}' => "\\v".to_owned(),
            '\u{c}' => "\\f".to_owned(),
            '\r' => "\\r".to_owned(),
            '\u{1b}' => "\\e".to_owned(),
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\u{85}' => "\\N".to_owned(),
            '\u{a0}' => "\\_".to_owned(),
            '\u{2028}' => "\\L".to_owned(),
            '\u{2029}' => "\\P".to_owned(),
            _ if code <= 0xff => format!("\\x{code:02X}"),
            _ if code <= 0xffff => format!("\\u{code:04X}"),
            _ => format!("\\U{code:08X}"),
        };
        escape.chars().for_each(|character| self.put(character));
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.indicator("|", true);
        if text.starts_with(' ') {
            self.indicator("2", false);
        }
        let mut from_end = text.chars().rev();
        match (from_end.next().is_some_and(is_break), from_end.next()) {
            (false, _) => self.indicator("-", false),
            (true, None) => self.indicator("+", false),
            (true, Some(before)) if is_break(before) => self.indicator("+", false),
            (true, Some(_)) => {}
        }
        self.line_break();
        self.is_after_blank = true;
        let mut is_after_break = true;
        for character in text.chars() {
            if is_break(character) {
                self.copy_break(character);
                is_after_break = true;
            } else {
                if is_after_break {
                    self.indent(indent);
                }
                self.put(character);
                self.is_in_indentation = false;
                is_after_break = false;
            }
        }
    }

    /// A dash, a question mark or a colon that counts as indentation.
    fn mark(&mut self, mark: char) {
        let was_in_indentation = self.is_in_indentation;
        self.indicator(mark.encode_utf8(&mut [0; 4]), true);
        self.is_in_indentation = was_in_indentation;
    }

    fn indicator(&mut self, indicator: &str, needs_blank: bool) {
        if needs_blank && !self.is_after_blank {
            self.put(' ');
        }
        indicator.chars().for_each(|character| self.put(character));
        self.is_after_blank = false;
        self.is_in_indentation = false;
    }

    /// Goes to this column, in a new line unless this one has nothing yet.
    fn indent(&mut self, indent: usize) {
        let is_taken = self.column > indent || (self.column == indent && !self.is_after_blank);
        if !self.is_in_indentation || is_taken {
            self.line_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.is_after_blank = true;
    }

    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn line_break(&mut self) {
        self.copy_break('\n');
    }

    fn copy_break(&mut self, character: char) {
        self.out.push(character);
        self.column = 0;
        self.is_in_indentation = true;
    }
}

/// Go's names of what is no number, as YAML has them.
fn special_name(number: String) -> String {
    match &*number {
        "NaN" => ".nan".to_owned(),
        "+Inf" => ".inf".to_owned(),
        "-Inf" => "-.inf".to_owned(),
        _ => number,
    }
}
