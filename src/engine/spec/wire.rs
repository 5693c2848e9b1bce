//! How a record of the Engine API is declared: each field once, with the name that it has in JSON.

use std::collections::BTreeMap;

/// Whether a field says nothing, and is left out of the request.
pub(super) trait Unset {
    /// It was not set.
    fn is_unset(&self) -> bool;
}

impl<T> Unset for Option<T> {
    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T> Unset for Vec<T> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Unset for BTreeMap<K, V> {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

impl Unset for String {
    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! unset_is {
    ($($value:literal: $($type:ty),+;)+) => {
        $($(impl Unset for $type {
            fn is_unset(&self) -> bool {
                *self == $value
            }
        })+)+
    };
}

unset_is! {
    false: bool;
    0: u16, u32, i64, u64;
}

/// Declares a record; `=>` names a field in JSON.
macro_rules! wire {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$about:meta])* $field:ident : $type:ty => $key:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$about])* pub $field: $type, )*
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use crate::engine::spec::wire::Unset as _;
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !self.$field.is_unset() {
                        map.serialize_entry($key, &self.$field)?;
                    }
                )*
                map.end()
            }
        }
    };
}
pub(super) use wire;
