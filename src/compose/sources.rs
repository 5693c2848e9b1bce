//! Reading files: the only door from the rest of the program to the file system, so that loading can be tested without
//! one and a preview can shadow a file that is not yet saved.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// A file that a person named, which may be a pipe or a device too (`/dev/null`, `<(command)`). Waits for its end.
    fn read_named(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.read(path, limit)
    }
    /// Standard input, where there is one. Waits for its end.
    fn read_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        let _ = limit;
        Err(io::ErrorKind::NotFound.into())
    }
    /// Whether anything stands there: a file, a directory, a pipe, a device (links followed).
    fn exists(&self, path: &Path) -> bool {
        self.is_file(path) || self.is_dir(path)
    }
    /// The path with all links followed; `None` where that cannot be told.
    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }
}

/// The largest compose or environment file that is read.
pub const FILE_LIMIT: u64 = 4 << 20;

/// The most that is read for one project in all.
pub const TOTAL_LIMIT: u64 = 64 << 20;

/// Sources that give no more than so many bytes in all.
pub struct Limited<'a> {
    sources: &'a dyn Sources,
    left: AtomicU64,
    is_untrusted: bool,
}

impl<'a> Limited<'a> {
    /// [`TOTAL_LIMIT`] of these.
    pub fn new(sources: &'a dyn Sources) -> Self {
        Self::with_limit(sources, TOTAL_LIMIT)
    }

    /// The same where no person named the files: whatever names them, pipes, devices and standard input are not read.
    pub fn untrusted(sources: &'a dyn Sources) -> Self {
        Self {
            is_untrusted: true,
            ..Self::new(sources)
        }
    }

    fn with_limit(sources: &'a dyn Sources, limit: u64) -> Self {
        Self {
            sources,
            left: AtomicU64::new(limit),
            is_untrusted: false,
        }
    }

    fn counted(
        &self,
        limit: u64,
        read: impl FnOnce(u64) -> io::Result<Vec<u8>>,
    ) -> io::Result<Vec<u8>> {
        let left = self.left.load(Ordering::Relaxed);
        let too_much = || {
            let reason = "the files of this project are larger than 64 MiB in all";
            io::Error::new(io::ErrorKind::FileTooLarge, reason)
        };
        let bytes = match read(limit.min(left)) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge && left < limit => {
                return Err(too_much());
            }
            read => read?,
        };
        self.left
            .store(left.saturating_sub(bytes.len() as u64), Ordering::Relaxed);
        Ok(bytes)
    }
}

impl Sources for Limited<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.counted(limit, |limit| self.sources.read(path, limit))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.sources.is_file(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.sources.is_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.sources.list(path)
    }

    fn read_named(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if self.is_untrusted {
            return self.read(path, limit);
        }
        self.counted(limit, |limit| self.sources.read_named(path, limit))
    }

    fn read_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        if self.is_untrusted {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.counted(limit, |limit| self.sources.read_input(limit))
    }

    fn exists(&self, path: &Path) -> bool {
        self.sources.exists(path)
    }

    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        self.sources.real_path(path)
    }
}

/// Files in memory, for tests.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
    links: BTreeMap<PathBuf, PathBuf>,
    input: Option<Vec<u8>>,
}

impl Memory {
    /// Adds or replaces a file.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// What [`Sources::read_input`] gives.
    #[must_use]
    pub fn with_input(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.input = Some(text.into());
        self
    }

    /// What [`Sources::real_path`] answers for one path. Nothing else follows it: give the files under both.
    #[must_use]
    pub fn with_link(mut self, path: impl Into<PathBuf>, real: impl Into<PathBuf>) -> Self {
        self.links.insert(path.into(), real.into());
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
    fn read_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        match &self.input {
            Some(bytes) if bytes.len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(bytes) => Ok(bytes.clone()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        Some(
            self.links
                .get(path)
                .cloned()
                .unwrap_or_else(|| path.to_owned()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_project_have_a_limit_in_all() {
        let files = Memory::default().with("/a", "12345").with("/b", "12345");
        let limited = Limited::with_limit(&files, 9);
        assert!(limited.read(Path::new("/a"), 5).is_ok());
        let error = limited.read(Path::new("/b"), 5).unwrap_err();
        assert!(error.to_string().contains("in all"), "{error}");
        let error = limited.read(Path::new("/b"), 3).unwrap_err();
        assert!(!error.to_string().contains("in all"), "{error}");
    }
}
