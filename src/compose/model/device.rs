//! Devices of the host.

use crate::compose::decode::Decoder;
use crate::compose::model::record::{Field, record, serialize_as_json};
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::{Tree, Value};

record! {
    /// A device of the host, or the name of one in the container device interface: `vendor.com/class=name`.
    pub struct Device {
        /// On the host.
        source: Text,
        /// In the container.
        target: Text,
        /// `r`, `w`, `m`.
        permissions: Text,
        .. extensions
    }
}

record! {
    /// Devices by what they can do.
    pub struct DeviceRequest {
        /// What they can: `gpu`.
        capabilities: Vec<Text>,
        /// Who drives them: `nvidia`.
        driver: Text,
        /// How many.
        count: DeviceCount,
        /// Which ones.
        device_ids: Vec<Text>,
        /// Options of the driver.
        options: Mapping<Text>,
    }
}

/// How many devices; -1: all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceCount(pub i64);

impl Field for DeviceCount {
    fn is_omitted(&self, _: Style) -> bool {
        self.0 == 0
    }

    fn shape(&self, style: Style) -> Shape<'_> {
        self.0.shape(style)
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &tree.value {
            Value::Text(text) if text.eq_ignore_ascii_case("all") => Some(Self(-1)),
            Value::Text(text) => match text.parse() {
                Ok(count) => Some(Self(count)),
                Err(_) => decoder.fail(
                    tree,
                    format_args!(
                        "invalid value {text:?}, the only value allowed is 'all' or a number"
                    ),
                ),
            },
            _ => i64::decode(tree, decoder).map(Self),
        }
    }
}

serialize_as_json!(DeviceCount);
