//! Files that are put into containers: configs, secrets, and files with variables.

use crate::compose::decode::Decoder;
use crate::compose::model::record::{Record, record};
use crate::compose::model::units::{FileMode, OptOut};
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Member, Style};
use crate::compose::tree::Tree;

record! {
    /// A config or secret as a container uses it.
    pub struct FileReference {
        /// Its name in the project.
        source: Text,
        /// Where it is put. Empty, for a config: `/<source>`.
        target: Text,
        /// Whose it is.
        uid: Text,
        /// Of which group.
        gid: Text,
        /// Its permissions.
        mode: Option<FileMode>,
        .. extensions
    }
}

record! {
    /// A file with variables.
    pub struct EnvFile {
        /// Where.
        path: Text,
        /// Whether it has to be there.
        required: OptOut,
        /// `raw`: without quotes, comments and interpolation.
        format: Text,
    }
}

record! {
    /// Where a config or secret comes from: a file, a variable or, for a config, the project itself.
    pub struct FileObject {
        /// Its full name.
        name: Text,
        /// A file.
        file: Text,
        /// A variable of the environment.
        environment: Text,
        /// What is in it.
        content: Text,
        /// Whether others made it.
        external: bool,
        /// Its labels.
        labels: Mapping<Text>,
        /// Who stores it.
        driver: Text,
        /// Options of that.
        driver_opts: Mapping<Text>,
        /// Who fills in its template.
        template_driver: Text,
        .. extensions
    }
}

/// A config of the project. Its content is printed unless it comes from a variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config(pub FileObject);

/// A secret of the project. Its content is never printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Secret(pub FileObject);

/// A file object some of whose content is not for printing.
macro_rules! file_object {
    ($name:ident, $hides_content:expr) => {
        impl Record for $name {
            fn set(&mut self, key: &str, tree: &Tree, decoder: &mut Decoder<'_>) -> bool {
                self.0.set(key, tree, decoder)
            }

            fn members<'a>(&'a self, style: Style, members: &mut Vec<Member<'a>>) {
                let first = members.len();
                self.0.members(style, members);
                let hides_content: fn(&FileObject) -> bool = $hides_content;
                if hides_content(&self.0)
                    && let Some(at) = members
                        .iter()
                        .skip(first)
                        .position(|(key, _)| key == "content")
                {
                    members.remove(first + at);
                }
            }
        }

        crate::compose::model::record::record_is_field!($name);
    };
}

file_object!(Config, |object| !object.environment.is_empty());
file_object!(Secret, |_| true);
