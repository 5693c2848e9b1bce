//! How a typed record is declared: its members once, in Compose's order, for decoding and for both printers.

use crate::compose::decode::Decoder;
use crate::compose::print::shape::{Member, Shape, Style};
use crate::compose::tree::Tree;

/// A type that a member of the model can have.
pub trait Field: Default {
    /// Whether the printer leaves it out: Go's `omitempty`.
    fn is_omitted(&self, style: Style) -> bool;

    /// It as a printer sees it.
    fn shape(&self, style: Style) -> Shape<'_>;

    /// From the tree. `None`: it is not of this type, and the decoder knows why.
    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self>;
}

/// A type with named members.
pub trait Record: Default {
    /// Sets a member from the tree. False: it has none of this name.
    fn set(&mut self, key: &str, tree: &Tree, decoder: &mut Decoder<'_>) -> bool;

    /// All members that are printed, in order.
    fn members<'a>(&'a self, style: Style, members: &mut Vec<Member<'a>>);

    /// Whether nothing of it is set.
    fn is_unset(&self) -> bool {
        let mut members = Vec::new();
        self.members(Style::Yaml, &mut members);
        members.is_empty()
    }
}

/// Declares a record. After a member's type, `=>` and
/// - a literal: its key, where that is not its name;
/// - `always`: it is printed even when empty (a literal may follow);
/// - `capital` and a literal: the same, in JSON under that literal, which Compose writes with a capital letter;
/// - `inline`: its members are members of this one.
///
/// `..` at the end gives it `extensions`, the `x-` keys.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$about:meta])* $field:ident : $type:ty $(=> $rule:tt $($key:literal)?)?, )*
            $(.. $(#[$extensions_meta:meta])* $extensions:ident)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$about])* pub $field: $type, )*
            $(
                $(#[$extensions_meta])*
                /// Keys that begin with `x-`: for other tools.
                pub $extensions: crate::compose::model::extensions::Extensions,
            )?
        }

        impl crate::compose::model::record::Record for $name {
            fn set(
                &mut self,
                key: &str,
                tree: &crate::compose::tree::Tree,
                decoder: &mut crate::compose::decode::Decoder<'_>,
            ) -> bool {
                $( crate::compose::model::record::set!(
                    self, $field, key, tree, decoder $(, $rule $($key)?)?
                ); )*
                $( if key.starts_with("x-") {
                    self.$extensions.add(key, tree);
                    return true;
                } )?
                false
            }

            fn members<'a>(
                &'a self,
                style: crate::compose::print::shape::Style,
                members: &mut Vec<crate::compose::print::shape::Member<'a>>,
            ) {
                $( crate::compose::model::record::member!(
                    self, $field, style, members $(, $rule $($key)?)?
                ); )*
                $( self.$extensions.members(style, members); )?
            }
        }

        crate::compose::model::record::record_is_field!($name);
    };
}

/// A record as a field, and for serde.
macro_rules! record_is_field {
    ($name:ident) => {
        impl crate::compose::model::record::Field for $name {
            /// Go's JSON never leaves out a struct, its YAML does when nothing of it is set.
            fn is_omitted(&self, style: crate::compose::print::shape::Style) -> bool {
                style == crate::compose::print::shape::Style::Yaml
                    && crate::compose::model::record::Record::is_unset(self)
            }

            fn shape(
                &self,
                style: crate::compose::print::shape::Style,
            ) -> crate::compose::print::shape::Shape<'_> {
                let mut members = Vec::new();
                crate::compose::model::record::Record::members(self, style, &mut members);
                crate::compose::print::shape::Shape::Record(members)
            }

            fn decode(
                tree: &crate::compose::tree::Tree,
                decoder: &mut crate::compose::decode::Decoder<'_>,
            ) -> Option<Self> {
                decoder.record(tree)
            }
        }

        crate::compose::model::record::serialize_as_json!($name);
    };
}

/// `serde::Serialize` of a field: Compose's JSON.
macro_rules! serialize_as_json {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use crate::compose::model::record::Field as _;
                self.shape(crate::compose::print::shape::Style::Json)
                    .serialize(serializer)
            }
        }
    };
}

/// One member of [`Record::set`].
macro_rules! set {
    ($self:ident, $field:ident, $key:ident, $tree:ident, $decoder:ident, inline) => {
        if crate::compose::model::record::Record::set(&mut $self.$field, $key, $tree, $decoder) {
            return true;
        }
    };
    ($self:ident, $field:ident, $key:ident, $tree:ident, $decoder:ident $(, always)?) => {
        crate::compose::model::record::set!(
            $self,
            $field,
            $key,
            $tree,
            $decoder,
            named(stringify!($field))
        );
    };
    ($self:ident, $field:ident, $key:ident, $tree:ident, $decoder:ident, capital $name:literal) => {
        crate::compose::model::record::set!($self, $field, $key, $tree, $decoder);
    };
    ($self:ident, $field:ident, $key:ident, $tree:ident, $decoder:ident, named ($name:expr)) => {
        if $key == $name {
            $decoder.member(&mut $self.$field, $tree);
            return true;
        }
    };
    ($self:ident, $field:ident, $key:ident, $tree:ident, $decoder:ident, $(always)? $name:literal) => {
        crate::compose::model::record::set!($self, $field, $key, $tree, $decoder, named($name));
    };
}

/// One member of [`Record::members`].
macro_rules! member {
    ($self:ident, $field:ident, $style:ident, $members:ident, inline) => {
        crate::compose::model::record::Record::members(&$self.$field, $style, $members);
    };
    ($self:ident, $field:ident, $style:ident, $members:ident) => {
        crate::compose::model::record::add_member(
            $members,
            stringify!($field),
            &$self.$field,
            $style,
        );
    };
    ($self:ident, $field:ident, $style:ident, $members:ident, $name:literal) => {
        crate::compose::model::record::add_member($members, $name, &$self.$field, $style);
    };
    ($self:ident, $field:ident, $style:ident, $members:ident, always) => {
        crate::compose::model::record::keep_member(
            $members,
            stringify!($field),
            &$self.$field,
            $style,
        );
    };
    ($self:ident, $field:ident, $style:ident, $members:ident, always $name:literal) => {
        crate::compose::model::record::keep_member($members, $name, &$self.$field, $style);
    };
    ($self:ident, $field:ident, $style:ident, $members:ident, capital $name:literal) => {
        crate::compose::model::record::keep_member(
            $members,
            match $style {
                crate::compose::print::shape::Style::Json => $name,
                crate::compose::print::shape::Style::Yaml => stringify!($field),
            },
            &$self.$field,
            $style,
        );
    };
}

pub(in crate::compose) use {member, record, record_is_field, serialize_as_json, set};

/// Adds a member unless it is empty.
pub(in crate::compose) fn add_member<'a, F: Field>(
    members: &mut Vec<Member<'a>>,
    key: &'static str,
    field: &'a F,
    style: Style,
) {
    if !field.is_omitted(style) {
        keep_member(members, key, field, style);
    }
}

/// Adds a member.
pub(in crate::compose) fn keep_member<'a, F: Field>(
    members: &mut Vec<Member<'a>>,
    key: &'static str,
    field: &'a F,
    style: Style,
) {
    members.push((key.into(), field.shape(style)));
}
