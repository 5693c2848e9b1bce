//! Commands: what a container runs, and how its health is asked for.

use crate::compose::decode::Decoder;
use crate::compose::model::Text;
use crate::compose::model::record::{Field, serialize_as_json};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};
use crate::compose::words;

/// A command and its arguments. `None` is the image's; an empty list clears that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command(pub Option<Vec<Text>>);

impl Command {
    /// Its words; `None` for the image's.
    pub fn words(&self) -> Option<&[Text]> {
        self.0.as_deref()
    }
}

impl Field for Command {
    /// Compose's JSON always has it, as `null` where it is the image's.
    fn is_omitted(&self, style: Style) -> bool {
        style == Style::Yaml && self.0.is_none()
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        self.words().map_or(Shape::Null, Shape::texts)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Text(text) => match words::split(text) {
                Ok(words) => Some(Self(Some(words.into_iter().map(Text::from).collect()))),
                Err(error) => decoder.fail_with(tree, error, |diagnostic| {
                    diagnostic
                        .why(error.why)
                        .hint("write the words as a list: `[\"sh\", \"-c\", \"…\"]`")
                }),
            },
            Value::List(items) => Some(Self(Some(decoder.items(items, Text::decode)))),
            _ => decoder.expected(tree, "[]string"),
        }
    }
}

serialize_as_json!(Command);

/// How a container is asked whether it is healthy: `["CMD", …]`, `["CMD-SHELL", …]` or `["NONE"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthTest(pub Vec<Text>);

impl Field for HealthTest {
    fn is_omitted(&self, _: Style) -> bool {
        self.0.is_empty()
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::texts(&self.0)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Text(text) => Some(Self(vec!["CMD-SHELL".into(), text.clone()])),
            Value::List(items) => Some(Self(decoder.items(items, Text::decode))),
            _ => decoder.fail(
                tree,
                format_args!("unexpected value type {} for healthcheck.test", tree.kind()),
            ),
        }
    }
}

serialize_as_json!(HealthTest);
