//! Fields of plain types: texts, numbers, lists and mappings of others.

use crate::compose::boolean;
use crate::compose::decode::Decoder;
use crate::compose::go;
use crate::compose::model::record::{Field, Record};
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};

impl Field for Text {
    fn is_omitted(&self, _: Style) -> bool {
        self.is_empty()
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::text(&**self)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Text(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string().into()),
            _ => decoder.expected(tree, "string"),
        }
    }
}

impl Field for bool {
    fn is_omitted(&self, _: Style) -> bool {
        !self
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::Bool(*self)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Bool(value) => Some(*value),
            Value::Text(text) => match boolean::parse(text) {
                Some((value, warning)) => {
                    decoder.warn(tree, warning);
                    Some(value)
                }
                None => decoder.fail(tree, format_args!("invalid boolean: {text}")),
            },
            _ => decoder.expected(tree, "bool"),
        }
    }
}

/// Whole numbers. A number with a fraction loses it, one that is too large its upper bits, as in Compose.
macro_rules! whole_number {
    ($type:ty, $go:literal, $is_signed:literal) => {
        impl Field for $type {
            fn is_omitted(&self, _: Style) -> bool {
                *self == 0
            }

            fn shape(&self, _: Style) -> Shape<'_> {
                Shape::Int(i128::from(*self))
            }

            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "Compose does the same; not every type loses a sign"
            )]
            fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
                let number = match &tree.value {
                    Value::Int(number) => *number,
                    Value::Float(number) => i128::from(go::truncate(*number)),
                    Value::Text(text) if $is_signed => match go::parse_int("ParseInt", text) {
                        Ok(number) => i128::from(number),
                        Err(error) => return decoder.fail(tree, error),
                    },
                    _ => return decoder.expected(tree, $go),
                };
                if number < 0 && !$is_signed {
                    return decoder.overflows(tree, number);
                }
                Some(number as Self)
            }
        }
    };
}

whole_number!(i64, "int64", true);
whole_number!(u16, "uint16", false);
whole_number!(u32, "uint32", false);
whole_number!(u64, "uint64", false);

impl Field for f32 {
    fn is_omitted(&self, _: Style) -> bool {
        *self == 0.0
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::Single(*self)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "32 bits are what Compose keeps"
    )]
    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Int(number) => Some(*number as Self),
            Value::Float(number) => Some(*number as Self),
            Value::Text(text) => match go::parse_float32(text) {
                Ok(number) => Some(number),
                Err(error) => decoder.fail(tree, error),
            },
            _ => decoder.expected(tree, "float32"),
        }
    }
}

/// A pointer in Go: it shows whenever it is there, however empty what it points at is.
impl<F: Field> Field for Option<F> {
    fn is_omitted(&self, _: Style) -> bool {
        self.is_none()
    }

    fn shape(&self, style: Style) -> Shape<'_> {
        self.as_ref()
            .map_or(Shape::Null, |field| field.shape(style))
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        if tree.is_null() {
            return Some(None);
        }
        F::decode(tree, decoder).map(Some)
    }
}

impl Field for Vec<Text> {
    fn is_omitted(&self, _: Style) -> bool {
        self.is_empty()
    }

    fn shape(&self, _: Style) -> Shape<'_> {
        Shape::texts(self)
    }

    /// A text alone is a list of one.
    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Text(text) => Some(vec![text.clone()]),
            Value::List(items) => Some(decoder.items(items, |item, decoder| match &item.value {
                Value::Float(_) => Some(Decoder::display(item)),
                _ => Text::decode(item, decoder),
            })),
            _ => decoder.expected(tree, "[]string"),
        }
    }
}

impl<R: Record + Field> Field for Vec<R> {
    fn is_omitted(&self, _: Style) -> bool {
        self.is_empty()
    }

    fn shape(&self, style: Style) -> Shape<'_> {
        Shape::List(self.iter().map(|item| item.shape(style)).collect())
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::List(items) => Some(decoder.items(items, R::decode)),
            _ => decoder.expected(tree, "[]interface {}"),
        }
    }
}

/// What the entries of a mapping can be, and what stands for null and in the form `key=value`.
pub trait Entry: Sized {
    /// An entry as a printer sees it.
    fn entry_shape(&self, style: Style) -> Shape<'_>;

    /// From the tree.
    fn decode_entry(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self>;

    /// From the list form, where this has one: what follows the `=`, if there is one.
    fn from_listed(value: Option<&str>) -> Option<Self> {
        let _ = value;
        None
    }
}

impl Entry for Text {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        self.shape(style)
    }

    fn decode_entry(tree: &Tree, _: &mut Decoder<'_>) -> Option<Self> {
        Some(match &tree.value {
            Value::Null => Self::default(),
            Value::Text(text) => text.clone(),
            _ => Decoder::display(tree),
        })
    }

    fn from_listed(value: Option<&str>) -> Option<Self> {
        Some(value.unwrap_or_default().into())
    }
}

impl Entry for Option<Text> {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        self.shape(style)
    }

    fn decode_entry(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        if tree.is_null() {
            return Some(None);
        }
        Text::decode_entry(tree, decoder).map(Some)
    }

    fn from_listed(value: Option<&str>) -> Option<Self> {
        Some(value.map(Text::from))
    }
}

impl Entry for Vec<Text> {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        self.shape(style)
    }

    fn decode_entry(tree: &Tree, _: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::List(items) => Some(items.iter().map(Decoder::display).collect()),
            _ => Some(vec![Decoder::display(tree)]),
        }
    }
}

impl<R: Record + Field> Entry for R {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        self.shape(style)
    }

    fn decode_entry(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        if tree.is_null() {
            return Some(Self::default());
        }
        Self::decode(tree, decoder)
    }
}

impl<R: Record + Field> Entry for Option<R> {
    fn entry_shape(&self, style: Style) -> Shape<'_> {
        self.shape(style)
    }

    fn decode_entry(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        Self::decode(tree, decoder)
    }
}

impl<E: Entry> Field for Mapping<E> {
    fn is_omitted(&self, _: Style) -> bool {
        self.is_empty()
    }

    fn shape(&self, style: Style) -> Shape<'_> {
        Shape::Map(
            self.iter()
                .map(|(key, value)| ((&**key).into(), value.entry_shape(style)))
                .collect(),
        )
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Map(entries) => Some(decoder.entries(entries, E::decode_entry)),
            Value::List(items) => decoder.listed(tree, items),
            _ => decoder.expected(tree, "map[string]interface {}"),
        }
    }
}
