//! Reading files: the only door from the rest of the program to the file system, so that loading can be tested without
//! one and a preview can shadow a file that is not yet saved.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Where files come from. Synchronous: callers on an async task move it to a blocking thread.
pub trait Sources: Send + Sync {
    /// The whole file. Refuses what is no regular file and what is larger than `limit` bytes
    /// ([`io::ErrorKind::FileTooLarge`]); never blocks on a pipe.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Whether a regular file stands there (links followed).
    fn is_file(&self, path: &Path) -> bool;
    /// Whether a directory stands there (links followed).
    fn is_dir(&self, path: &Path) -> bool;
    /// Names in a directory, sorted.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
}

/// The largest compose or environment file that is read.
pub const FILE_LIMIT: u64 = 4 << 20;

/// Files in memory, for tests.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds or replaces a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }
}

impl Sources for Memory {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit {
            Err(io::ErrorKind::FileTooLarge.into())
        } else {
            Ok(bytes.clone())
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.files
            .keys()
            .any(|file| file.starts_with(path) && file != path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = self
            .files
            .keys()
            .filter_map(|file| {
                file.strip_prefix(path)
                    .ok()?
                    .iter()
                    .next()?
                    .to_str()
                    .map(str::to_owned)
            })
            .collect();
        names.dedup();
        if names.is_empty() {
            Err(io::ErrorKind::NotFound.into())
        } else {
            Ok(names)
        }
    }
}
