//! Advice for a text that is no YAML: Compose's words for what the parser found, why it is so, and what to do.

use crate::compose::node::{Fault, Span};
use crate::model::text::nearest;
use std::borrow::Cow;

/// Lines longer than this are not repeated in a message.
const MOST_SHOWN: usize = 60;

/// What to say of a fault.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Advice {
    /// Compose's words, where they differ from the parser's.
    pub(super) said: Option<String>,
    pub(super) why: Option<Cow<'static, str>>,
    pub(super) hint: Option<String>,
    /// Another place that belongs to it, and what stands there.
    pub(super) related: Option<(Span, &'static str)>,
}

impl Advice {
    fn new(why: impl Into<Cow<'static, str>>, hint: impl Into<String>) -> Self {
        Self {
            why: Some(why.into()),
            hint: Some(hint.into()),
            ..Self::default()
        }
    }

    fn said(mut self, said: impl Into<String>) -> Self {
        self.said = Some(said.into());
        self
    }
}

/// Of a fault in a text.
pub(super) fn of(fault: &Fault, text: &str) -> Advice {
    let message = fault.message.as_str();
    let has = |part: &str| message.contains(part);
    let line = line_at(text, fault.span.line);
    // In characters; what stands at the fault, to the end of the line.
    let before = usize::try_from(fault.span.column.saturating_sub(1)).unwrap_or(0);
    let rest: String = line.chars().skip(before).collect();
    if has("tab") && (has("disallowed") || has("cannot") || has("found a tab")) {
        Advice::new("YAML takes no tabs for indentation", "indent with spaces")
            .said("found character that cannot start any token")
    } else if has("mapping values are not allowed") {
        colon(line)
    } else if let Some(character) = between(message, "unexpected character: `", "'") {
        Advice::new(
            format!("a text without quotes cannot begin with `{character}`"),
            quoted(rest.trim_end()).map_or_else(
                || "put it in quotes".to_owned(),
                |text| format!("put it in quotes: `{text}`"),
            ),
        )
        .said("found character that cannot start any token")
    } else if has("unclosed quote") {
        Advice::new(
            "the quote that begins here has no end",
            "close it at the end of the text",
        )
        .said("found unexpected end of stream")
    } else if has("unknown escape character") {
        Advice::new(
            "between double quotes, `\\` begins an escape",
            "write two of them, `\\\\`, or use single quotes",
        )
        .said("found unknown escape character")
    } else if has("block sequence entries are not allowed") {
        Advice::new(
            "a list cannot begin behind its key",
            "begin it on the next line, or write it as `[…]`",
        )
    } else if has("expected key") || has("'-' indicator") {
        misplaced_line(line)
    } else if has("unknown anchor") {
        unknown_anchor(rest.trim_start_matches('*'), text)
    } else if has("anchor contains itself") {
        Advice::new(
            "the alias stands inside of what it names",
            "write the values out, or name a smaller part",
        )
        .said("cycle detected")
    } else if has("already defined at line") {
        let mut advice = Advice::new(
            "a key may be in a mapping once",
            "merge the two, or take one of them out",
        );
        let first = message
            .rsplit(' ')
            .next()
            .and_then(|line| line.parse().ok());
        advice.related = first.map(|line| (start_of(text, line), "it stands here first"));
        advice
    } else if has("map merge requires") {
        Advice::new(
            "`<<` takes a mapping in, or a list of mappings",
            "name a mapping by its anchor, as in `<<: *defaults`",
        )
    } else if has("once the aliases are written out") {
        Advice::new(
            "aliases of aliases multiply, and no real project is that large",
            "write fewer aliases into what other aliases name",
        )
        .said("document contains excessive aliasing")
    } else if has("recursion limit") {
        Advice::new("it nests too deeply", "take some of the levels out")
    } else if is_about_brackets(message) {
        brackets(fault, text, line, &rest)
    } else {
        Advice {
            hint: Some("look for a wrong indentation, and for an open quote or bracket".to_owned()),
            ..Advice::default()
        }
    }
}

/// A `:` where none may be: in a text, or on a line that is too deep.
fn colon(line: &str) -> Advice {
    let line = line.trim();
    let Some((key, value)) = line
        .split_once(": ")
        .filter(|(_, value)| value.contains(':'))
    else {
        return Advice::new(
            "the line above has a value already, so that no key can stand below it",
            "indent the line as the line above",
        );
    };
    Advice::new(
        "in a text without quotes, `: ` begins a value",
        quoted(value).map_or_else(
            || "put the text in quotes".to_owned(),
            |value| format!("put the text in quotes: `{key}: {value}`"),
        ),
    )
}

/// A text in double quotes, where it is short and simple.
fn quoted(text: &str) -> Option<String> {
    let is_plain = !text.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | '`'));
    (is_plain && text.chars().count() <= MOST_SHOWN && !text.is_empty())
        .then(|| format!("\"{text}\""))
}

/// A line that is indented neither as the lines of the mapping above it nor as one below them.
fn misplaced_line(line: &str) -> Advice {
    if line.trim_start().starts_with("- ") {
        return Advice::new(
            "an item of a list stands among keys",
            "write a key for the list above it, or take the `- ` out",
        );
    }
    Advice::new(
        "no line above it is indented as this one",
        "indent it exactly as the lines that it belongs with",
    )
}

fn unknown_anchor(rest: &str, text: &str) -> Advice {
    let name: &str = rest
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
        .next()
        .unwrap_or_default();
    let names = text
        .split_whitespace()
        .filter_map(|word| word.strip_prefix('&'));
    let hint = nearest(name, names).map_or_else(
        || {
            format!(
                "give the value that is meant a name: `&{name}` before it, further up in the file"
            )
        },
        |near| format!("did you mean `*{near}`?"),
    );
    Advice::new(format!("no value before it is named `&{name}`"), hint)
        .said(format!("unknown anchor '{name}' referenced"))
}

fn is_about_brackets(message: &str) -> bool {
    [
        "flow",
        "bracket",
        "EOF",
        "eof",
        "illegal placement of ':'",
        "node content",
        "[{",
    ]
    .iter()
    .any(|part| message.contains(part))
}

/// Between `[` and `]`, or `{` and `}`.
fn brackets(fault: &Fault, text: &str, line: &str, rest: &str) -> Advice {
    if line.contains("${") && line.contains('{') && !rest.is_empty() {
        let mut advice = Advice::new(
            "between `{` and `}`, or `[` and `]`, a variable needs quotes",
            "put it in quotes: `\"${…}\"`",
        );
        advice.said = words_of_flow(fault);
        return advice;
    }
    let Some((open, bracket)) = open_bracket(text, fault.span.start) else {
        return Advice::new(
            "between brackets, `,` divides the values",
            "put texts with `,`, `:`, `[`, `]`, `{` or `}` in them in quotes",
        );
    };
    let close = if bracket == '[' { ']' } else { '}' };
    let mut advice = Advice::new(
        format!("the `{bracket}` before it is still open"),
        format!("close it with `{close}`, or put a text with brackets or `,` in it in quotes"),
    );
    advice.said = Some(format!("did not find expected ',' or '{close}'"));
    advice.related = Some((open, "it is opened here"));
    advice
}

fn words_of_flow(fault: &Fault) -> Option<String> {
    let close = ["'}'", "']'"]
        .iter()
        .find(|close| fault.message.contains(**close))?;
    Some(format!("did not find expected ',' or {close}"))
}

/// The innermost bracket that is open at a place, as far as quotes and comments tell.
fn open_bracket(text: &str, end: usize) -> Option<(Span, char)> {
    let mut open: Vec<(Span, char)> = Vec::new();
    let mut quote = None;
    let mut is_comment = false;
    let mut last = '\n';
    let (mut line, mut column) = (1, 0);
    for (start, character) in text.char_indices() {
        if start >= end && end > 0 {
            break;
        }
        column += 1;
        let begins = matches!(last, ' ' | '\t' | '\n' | '[' | '{' | ',');
        match character {
            '\n' => {
                (line, column, is_comment) = (line + 1, 0, false);
            }
            _ if is_comment => {}
            '"' | '\'' if quote == Some(character) => quote = None,
            '"' | '\'' if quote.is_none() && begins => quote = Some(character),
            _ if quote.is_some() => {}
            '#' if matches!(last, ' ' | '\t' | '\n') => is_comment = true,
            '[' | '{' if begins => {
                let span = Span {
                    line,
                    column,
                    start,
                    end: start + 1,
                };
                open.push((span, character));
            }
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
        last = character;
    }
    open.pop()
}

fn line_at(text: &str, number: u32) -> &str {
    let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    text.lines().nth(index).unwrap_or_default()
}

/// The first character of a line that is no blank.
fn start_of(text: &str, line: u32) -> Span {
    let blanks = line_at(text, line)
        .chars()
        .take_while(|c| *c == ' ')
        .count();
    Span {
        line,
        column: u32::try_from(blanks + 1).unwrap_or(1),
        start: 0,
        end: 0,
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.rsplit_once(after).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::yaml;

    fn hint(text: &str) -> String {
        of(&yaml::parse(text).unwrap_err(), text).hint.unwrap()
    }

    #[test]
    fn each_fault_has_a_hint_of_its_own() {
        for (text, expected) in [
            ("a:\n\tb: c\n", "indent with spaces"),
            (
                "a: echo b: c\n",
                "put the text in quotes: `a: \"echo b: c\"`",
            ),
            ("a: b\n  c: d\n", "indent the line as the line above"),
            ("a: @b\n", "put it in quotes: `\"@b\"`"),
            ("a: \"b\n", "close it at the end of the text"),
            (
                "a: \"\\q\"\n",
                "write two of them, `\\\\`, or use single quotes",
            ),
            (
                "a: - b\n",
                "begin it on the next line, or write it as `[…]`",
            ),
            (
                "a:\n  b: c\n d: e\n",
                "indent it exactly as the lines that it belongs with",
            ),
            (
                "a:\n  b: c\n  - d\n",
                "write a key for the list above it, or take the `- ` out",
            ),
            ("a: &base b\nc: *bsae\n", "did you mean `*base`?"),
            (
                "a: [b\nc: d\n",
                "close it with `]`, or put a text with brackets or `,` in it in quotes",
            ),
            ("a: {b: ${X}, c: d}\n", "put it in quotes: `\"${…}\"`"),
        ] {
            assert_eq!(hint(text), expected, "{text}");
        }
    }

    #[test]
    fn an_open_bracket_is_found_past_quotes_and_comments() {
        let text = "a: \"[\" # {\nb: it's [\nc: [d, {e: f}\ng: h";
        let (open, bracket) = open_bracket(text, text.len()).unwrap();
        assert_eq!((open.line, open.column, bracket), (3, 4, '['));
    }
}
