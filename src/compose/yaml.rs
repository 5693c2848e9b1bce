//! From text to [`Node`]s. The only file that names the parser crate.
//!
//! What it decides beyond the parser, as Compose's loader does: duplicate keys are refused, keys are scalars, merge
//! keys (`<<`) are resolved, and aliases that would blow up when written out are refused.

use crate::compose::node::{Entry, Fault, Node, Scalar, Span, Value};
use granit_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Nodes of one document with all aliases written out; real files stay far below.
const MAX_WEIGHT: usize = 200_000;
/// Collections in collections. Later stages go down as deep as a document does.
const MAX_DEPTH: usize = 200;

/// Reads all documents of a text; an empty text has none.
///
/// # Errors
/// The first fault, with its place.
pub fn parse(text: &str) -> Result<Vec<Node>, Fault> {
    check_version(text)?;
    let mut builder = Builder {
        text,
        documents: Vec::new(),
        stack: Vec::new(),
        anchors: HashMap::new(),
    };
    for next in Parser::new_from_str(text) {
        let (event, span) =
            next.map_err(|error| Fault::new(point(error.marker(), text), error.info()))?;
        builder.take(event, range(&span, text))?;
    }
    Ok(builder.documents)
}

fn point(marker: &Marker, text: &str) -> Span {
    let offset = marker.byte_offset().unwrap_or(text.len()).min(text.len());
    Span {
        line: number(marker.line()),
        column: number(marker.col()).saturating_add(1),
        start: offset,
        end: offset,
    }
}

fn range(span: &granit_parser::Span, text: &str) -> Span {
    let start = point(&span.start, text);
    let end = span
        .byte_range()
        .map_or(start.start, |bytes| bytes.end.min(text.len()));
    Span { end, ..start }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// A collection that is still open.
struct Open {
    span: Span,
    tag: Option<Arc<str>>,
    anchor: usize,
    weight: usize,
    /// In brackets, or in something in brackets.
    is_flow: bool,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<Entry>,
        /// Position in `entries` by key.
        known: HashMap<Arc<str>, usize>,
        key: Option<(Scalar, Span)>,
        /// Values of `<<`, with its place.
        merges: Vec<(Node, Span)>,
    },
}

struct Builder<'t> {
    text: &'t str,
    documents: Vec<Node>,
    stack: Vec<Open>,
    /// Finished anchors of this document; `None` while its value is being read.
    anchors: HashMap<usize, Option<Node>>,
}

type Taken = Result<(), Fault>;

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Taken {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.check_scalar(style, span)?;
                let scalar = Scalar {
                    // The parser writes an empty value as `~` of no length.
                    text: if style == ScalarStyle::Plain && span.start == span.end {
                        Arc::from("")
                    } else {
                        Arc::from(text)
                    },
                    is_plain: style == ScalarStyle::Plain,
                };
                let node = Node {
                    value: Value::Scalar(scalar),
                    span,
                    tag: tag_text(tag),
                    alias: None,
                    weight: 1,
                };
                if anchor > 0 {
                    self.anchors.insert(anchor, Some(node.clone()));
                }
                self.place(node)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(span, anchor, tag_text(tag), Content::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                let content = Content::Mapping {
                    entries: Vec::new(),
                    known: HashMap::new(),
                    key: None,
                    merges: Vec::new(),
                };
                self.open(span, anchor, tag_text(tag), content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(Some(node)) => {
                    let node = Node {
                        alias: Some(span),
                        ..node.clone()
                    };
                    self.place(node)
                }
                Some(None) => Err(Fault::new(span, "anchor contains itself")),
                None => Err(Fault::new(span, "unknown anchor")),
            },
            Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What the reader of Compose refuses and ours would take.
    fn check_scalar(&self, style: ScalarStyle, span: Span) -> Taken {
        let source = self.text.get(span.start..span.end).unwrap_or_default();
        let is_flow = self.stack.last().is_some_and(|open| open.is_flow);
        match style {
            ScalarStyle::Plain if is_flow && source.starts_with(':') => {
                Err(Fault::new(span, "did not find expected node content"))
            }
            ScalarStyle::DoubleQuoted if has_escaped_slash(source) => {
                Err(Fault::new(span, "found unknown escape character"))
            }
            _ => Ok(()),
        }
    }

    fn open(
        &mut self,
        span: Span,
        anchor: usize,
        tag: Option<Arc<str>>,
        content: Content,
    ) -> Taken {
        if self.stack.len() >= MAX_DEPTH {
            return Err(Fault::new(
                span,
                format!("exceeded max depth of {MAX_DEPTH}"),
            ));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
        let begins = self.text.get(span.start..).unwrap_or_default();
        let is_inside = self.stack.last().is_some_and(|open| open.is_flow);
        self.stack.push(Open {
            span,
            tag,
            anchor,
            weight: 1,
            is_flow: is_inside || begins.starts_with(['[', '{']),
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Taken {
        let Some(open) = self.stack.pop() else {
            return Ok(());
        };
        let value = match open.content {
            Content::Sequence(items) => Value::Sequence(Arc::new(items)),
            Content::Mapping {
                mut entries,
                mut known,
                merges,
                ..
            } => {
                for (node, at) in merges {
                    merge(&mut entries, &mut known, &node, at)?;
                }
                Value::Mapping(Arc::new(entries))
            }
        };
        let node = Node {
            value,
            span: Span {
                end: end.end.max(open.span.end),
                ..open.span
            },
            tag: open.tag,
            alias: None,
            weight: open.weight,
        };
        if open.anchor > 0 {
            self.anchors.insert(open.anchor, Some(node.clone()));
        }
        self.place(node)
    }

    /// Puts a finished node where it belongs: a key, a value, an item, or a document.
    fn place(&mut self, node: Node) -> Taken {
        let Some(open) = self.stack.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        if open.weight > MAX_WEIGHT {
            let at = node.alias.unwrap_or(node.span);
            return Err(Fault::new(
                at,
                format!("more than {MAX_WEIGHT} values once the aliases are written out"),
            ));
        }
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping {
                entries,
                known,
                key,
                merges,
            } => match key.take() {
                None => {
                    let at = node.alias.unwrap_or(node.span);
                    let Value::Scalar(scalar) = node.value else {
                        return Err(Fault::new(at, "a key must be a single text"));
                    };
                    *key = Some((scalar, at));
                }
                Some((scalar, at)) if scalar.is_plain && &*scalar.text == "<<" => {
                    if let Some((_, first)) = merges.first() {
                        return Err(defined_twice("<<", at, first.line));
                    }
                    merges.push((node, at));
                }
                Some((scalar, at)) => {
                    if let Some(first) = known.get(&scalar.text).and_then(|&at| entries.get(at)) {
                        return Err(defined_twice(&scalar.text, at, first.key_span.line));
                    }
                    known.insert(Arc::clone(&scalar.text), entries.len());
                    entries.push(Entry {
                        key: scalar,
                        key_span: at,
                        value: node,
                        merged: None,
                    });
                }
            },
        }
        Ok(())
    }
}

fn defined_twice(key: &str, at: Span, first: u32) -> Fault {
    let message = format!("mapping key \"{key}\" already defined at line {first}");
    Fault::new(at, message)
}

/// Only version 1.1 may be asked for.
fn check_version(text: &str) -> Taken {
    let lines = text.lines().zip(1_u32..);
    for (line, number) in
        lines.take_while(|(line, _)| line.is_empty() || line.starts_with(['%', '#']))
    {
        let version = line.strip_prefix("%YAML").map(str::trim);
        if version.is_some_and(|version| !version.starts_with("1.1")) {
            let span = Span {
                line: number,
                column: 1,
                ..Span::default()
            };
            return Err(Fault::new(span, "found incompatible YAML document"));
        }
    }
    Ok(())
}

/// `\/`, an escape of JSON that YAML 1.1 does not have.
fn has_escaped_slash(source: &str) -> bool {
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        if character == '\\' && characters.next() == Some('/') {
            return true;
        }
    }
    false
}

/// Adds the entries of a merged mapping, or of several; what is there already wins, and an earlier one over a later.
fn merge(
    entries: &mut Vec<Entry>,
    known: &mut HashMap<Arc<str>, usize>,
    node: &Node,
    at: Span,
) -> Taken {
    let sources = match &node.value {
        Value::Mapping(_) => std::slice::from_ref(node),
        Value::Sequence(items) => items.as_slice(),
        Value::Scalar(_) => &[],
    };
    let all_mappings = sources.iter().all(|source| source.entries().is_some());
    if !all_mappings || matches!(node.value, Value::Scalar(_)) {
        return Err(Fault::new(
            node.alias.unwrap_or(node.span),
            "map merge requires map or sequence of maps as the value",
        ));
    }
    for entry in sources.iter().filter_map(Node::entries).flatten() {
        if !known.contains_key(&entry.key.text) {
            known.insert(Arc::clone(&entry.key.text), entries.len());
            entries.push(Entry {
                merged: Some(at),
                ..entry.clone()
            });
        }
    }
    Ok(())
}

/// `!reset`, `!!str`: as written.
fn tag_text(tag: Option<Cow<'_, Tag>>) -> Option<Arc<str>> {
    tag.map(|tag| Arc::from(tag.original()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Node {
        parse(text).unwrap().remove(0)
    }

    fn fault(text: &str) -> String {
        let fault = parse(text).unwrap_err();
        fault.located("compose.yaml", text).to_string()
    }

    #[test]
    fn places_are_lines_columns_and_bytes() {
        let text = "# ä\nservices:\n  api:\n    image: \"ä/b\" # why\n";
        let node = one(text);
        let image = node
            .get("services")
            .and_then(|node| node.get("api")?.get("image"))
            .unwrap();
        assert_eq!(image.text(), Some("ä/b"));
        assert_eq!((image.span.line, image.span.column), (4, 12));
        assert_eq!(text.get(image.span.start..image.span.end), Some("\"ä/b\""));
    }

    #[test]
    fn null_is_told_from_text() {
        let node = one("a:\nb: ~\nc: ''\nd: null\ne: \"null\"\n");
        let nulls: Vec<bool> = node
            .entries()
            .unwrap()
            .iter()
            .map(|entry| entry.value.is_null())
            .collect();
        assert_eq!(nulls, [true, true, false, true, false]);
    }

    #[test]
    fn merge_keys_fill_what_is_missing_in_their_order() {
        let node = one(
            "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 3\nw: {<<: *x}\n",
        );
        let values = |name: &str| -> Vec<String> {
            let entries = node.get(name).unwrap().entries().unwrap();
            entries
                .iter()
                .map(|entry| format!("{}={}", entry.key.text, entry.value.text().unwrap()))
                .collect()
        };
        assert_eq!(values("z"), ["a=3", "b=1", "c=2"]);
        assert_eq!(values("w"), ["a=1", "b=1"]);
        let merged = node.get("z").unwrap().entries().unwrap()[1].merged;
        assert_eq!(merged.map(|span| span.line), Some(4));
    }

    #[test]
    fn an_alias_knows_both_places() {
        let node = one("a: &a text\nb: *a\n");
        let alias = node.get("b").unwrap();
        assert_eq!(alias.text(), Some("text"));
        assert_eq!((alias.span.line, alias.alias.unwrap().line), (1, 2));
    }

    #[test]
    fn tags_are_kept_as_written() {
        let node = one("a: !reset null\nb: !override [1]\nc: !!str 5\n");
        let tag = |key: &str| node.get(key).unwrap().tag.clone().unwrap().to_string();
        assert_eq!(
            [tag("a"), tag("b"), tag("c")],
            ["!reset", "!override", "!!str"]
        );
    }

    #[test]
    fn faults_show_the_line_and_the_place() {
        assert_eq!(
            fault("a: 1\nb: 2\n\"a\": 3\n"),
            "compose.yaml:3:1: mapping key \"a\" already defined at line 1\n3 | \"a\": 3\n  | ^"
        );
        for (text, place) in [
            ("a: b: c\n", "compose.yaml:1:"),
            ("a:\n\t- b\n", "compose.yaml:2:"),
            ("a: *nope\n", "compose.yaml:1:4: "),
            ("a: [1\n", "compose.yaml:"),
            ("<<: 3\n", "compose.yaml:1:5: map merge requires"),
            ("? [a]\n: b\n", "compose.yaml:1:3: a key must be"),
            ("a: &x [*x]\n", "compose.yaml:1:8: anchor contains itself"),
            (
                "x: &x {}\na: {<<: *x, <<: *x}\n",
                "compose.yaml:2:13: mapping key \"<<\" already",
            ),
            ("a: \"b\\/c\"\n", "compose.yaml:1:4: found unknown escape"),
            ("a: {b: ::1}\n", "compose.yaml:1:8: did not find expected"),
            (
                "%YAML 1.2\n---\na: 1\n",
                "compose.yaml:1:1: found incompatible",
            ),
        ] {
            assert!(fault(text).starts_with(place), "{}", fault(text));
        }
    }

    #[test]
    fn an_alias_bomb_is_refused_and_many_aliases_are_not() {
        use std::fmt::Write as _;
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let inner = vec![format!("*a{}", level - 1); 10].join(", ");
            writeln!(bomb, "a{level}: &a{level} [{inner}]").unwrap();
        }
        assert!(fault(&bomb).contains("aliases"), "{}", fault(&bomb));
        let mut many = "x: &x {a: 1, b: [1, 2]}\n".to_owned();
        for number in 0..500 {
            writeln!(many, "k{number}: *x").unwrap();
        }
        assert!(parse(&many).is_ok());
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        for deep in [
            format!("a: {}{}\n", "[".repeat(5000), "]".repeat(5000)),
            format!("{}a\n", "- ".repeat(5000)),
        ] {
            assert!(parse(&deep).is_err());
        }
        assert_eq!(one("a: ::1\n").get("a").unwrap().text(), Some("::1"));
    }

    #[test]
    fn documents_and_nothing_are_told_apart() {
        assert_eq!(parse("").unwrap().len(), 0);
        assert_eq!(parse("# only words\n").unwrap().len(), 0);
        assert_eq!(parse("a: 1\n---\nb: 2\n").unwrap().len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[a-c:&*<\\-\\[\\]{},'\"!|>#? \n\t~]{0,60}") {
            let _ = parse(&text);
        }
    }
}
