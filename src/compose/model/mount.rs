//! What is mounted into a container.

use crate::compose::model::record::record;
use crate::compose::model::units::{Bytes, OptOut};
use crate::compose::model::{Mapping, Text};

record! {
    /// A mount.
    pub struct Mount {
        /// `bind`, `volume`, `tmpfs`, `image`, `cluster` or `npipe`.
        kind: Text => "type",
        /// A path of the host, a volume of the project, an image. Empty, for a volume: one without a name.
        source: Text,
        /// Where in the container.
        target: Text,
        /// Whether it cannot be written.
        read_only: bool,
        /// How strictly both sides agree: `consistent`, `cached`, `delegated`.
        consistency: Text,
        /// Options of a path of the host.
        bind: Option<BindOptions>,
        /// Options of a volume.
        volume: Option<VolumeOptions>,
        /// Options of memory.
        tmpfs: Option<TmpfsOptions>,
        /// Options of an image.
        image: Option<ImageOptions>,
        .. extensions
    }
}

record! {
    /// Options of a path of the host.
    pub struct BindOptions {
        /// How it is labelled for `SELinux`: `z` (shared) or `Z` (private).
        selinux: Text,
        /// How mounts below it are shared: `rprivate`, `rshared`, ….
        propagation: Text,
        /// Whether a missing directory is made.
        create_host_path: OptOut,
        /// Whether mounts below it come along: `enabled`, `disabled`, `writable`, `readonly`.
        recursive: Text,
        .. extensions
    }
}

record! {
    /// Options of a volume.
    pub struct VolumeOptions {
        /// Labels of a volume without a name.
        labels: Mapping<Text>,
        /// Whether an empty one is not filled with what the image has there.
        nocopy: bool,
        /// A path in it.
        subpath: Text,
        .. extensions
    }
}

record! {
    /// Options of memory.
    pub struct TmpfsOptions {
        /// How much.
        size: Bytes,
        /// Permissions of the mount's root.
        mode: u32,
        .. extensions
    }
}

record! {
    /// Options of an image.
    pub struct ImageOptions {
        /// A path in it.
        subpath: Text,
        .. extensions
    }
}
