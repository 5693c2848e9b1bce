//! Files that are put into containers.

use std::fmt;

/// A file for `PUT /containers/{id}/archive`. Directories on the way are made.
#[derive(Clone, PartialEq, Eq)]
pub struct FileSpec {
    /// Where, absolute.
    pub path: String,
    /// What is in it. May be secret.
    pub content: Vec<u8>,
    /// Its permissions.
    pub mode: u32,
    /// Whose it is; `None`: root's.
    pub uid: Option<u32>,
    /// Of which group; `None`: root's.
    pub gid: Option<u32>,
    /// Where an owner is named: the engine may make it the container's user's (`copyUIDGID`), as Compose asks it to.
    pub takes_user: bool,
}

/// Without the content.
impl fmt::Debug for FileSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileSpec")
            .field("path", &self.path)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}
