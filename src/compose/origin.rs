//! Where a value comes from: the file and place where it is written, and what it went through on its way.

use crate::compose::node::Span;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file among [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where its value is written; `None`: nowhere, it is a default or comes from the environment alone.
    pub at: Option<Place>,
    /// Where its key is written, in a mapping.
    pub key: Option<Place>,
    /// What it went through, in the order in which that happened.
    pub through: Vec<Via>,
}

/// A way by which a value comes to where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// An alias, `*name`, stands here; the value is written at its anchor.
    Alias(Place),
    /// A merge key, `<<`, stands here.
    MergeKey(Place),
    /// A variable, in the text or by its name alone.
    Variable {
        /// Its name.
        name: Arc<str>,
        /// Who gave its value.
        source: VariableSource,
    },
    /// It took the place of a value of an earlier file, which stands here.
    Override(Place),
    /// The `extends` of a service, which stands here.
    Extends {
        /// The service that was extended.
        service: Arc<str>,
        /// Where `extends` stands.
        at: Place,
    },
    /// An `include`, which stands here.
    Include(Place),
    /// An env file, which is named here (the value stands in it).
    EnvFile(Place),
    /// A label file, which is named here (the value stands in it).
    LabelFile(Place),
    /// Nobody wrote it: Compose's default.
    Default,
    /// Nobody wrote it: it follows from what stands here (`depends_on` from `links`, …).
    Implied(Place),
}

/// Who gave a variable its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableSource {
    /// The environment of the process: the shell.
    Shell,
    /// A line of `.env`, or of a file of `--env-file`.
    File(Place),
    /// The default in the expression itself: `${X:-this}`.
    Fallback,
    /// Compose: `COMPOSE_PROJECT_NAME`.
    Compose,
    /// Nobody: it is not set.
    Unset,
}

impl VariableSource {
    /// The line of the file that gave it.
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::File(place) => Some(*place),
            _ => None,
        }
    }
}

impl Origin {
    /// Written at a place.
    pub const fn at(place: Place) -> Self {
        Self {
            at: Some(place),
            key: None,
            through: Vec::new(),
        }
    }

    /// A default.
    pub fn default_value() -> Self {
        Self {
            at: None,
            key: None,
            through: vec![Via::Default],
        }
    }

    /// What follows from another value.
    pub fn implied_by(other: &Self) -> Self {
        Self {
            at: None,
            key: None,
            through: other.at.map(Via::Implied).into_iter().collect(),
        }
    }

    /// The same, after one more way.
    #[must_use]
    pub fn via(mut self, via: Via) -> Self {
        self.through.push(via);
        self
    }

    /// Where to point at: the value, else its key.
    pub fn place(&self) -> Option<Place> {
        self.at.or(self.key)
    }
}

/// A file that was read, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Absolute; `-` for standard input.
    pub path: PathBuf,
    /// All of it, as read.
    pub text: Arc<str>,
}

/// All files of a project, each read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(Vec<SourceFile>);

impl Files {
    /// Adds a file; one that is there already keeps its number and its text.
    pub fn add(&mut self, path: &Path, text: impl Into<Arc<str>>) -> FileId {
        if let Some(known) = self.find(path) {
            return known;
        }
        let id = FileId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(SourceFile {
            path: path.to_owned(),
            text: text.into(),
        });
        id
    }

    /// The number of a file that was added.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        let at = self.0.iter().position(|file| file.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// A file by its number.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.0.get(usize::try_from(id.0).ok()?)
    }

    /// In the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.0.iter()
    }
}
