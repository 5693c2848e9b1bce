//! What is mounted into a container, in the form with options (`Mounts`).

use super::wire::wire;
use std::collections::BTreeMap;

wire! {
    /// One of `HostConfig.Mounts`.
    pub struct MountSpec {
        /// `bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`.
        kind: String => "Type",
        /// A path of the host, a volume's name, an image; empty, for a volume: one without a name.
        source: String => "Source",
        /// Path in the container.
        target: String => "Target",
        /// Not writable.
        read_only: bool => "ReadOnly",
        /// `consistent`, `cached`, `delegated`.
        consistency: String => "Consistency",
        /// Options of a path of the host.
        bind: Option<BindSpec> => "BindOptions",
        /// Options of a volume.
        volume: Option<VolumeMountSpec> => "VolumeOptions",
        /// Options of memory.
        tmpfs: Option<TmpfsSpec> => "TmpfsOptions",
        /// Options of an image.
        image: Option<ImageMountSpec> => "ImageOptions",
    }
}

wire! {
    /// Options of a path of the host.
    pub struct BindSpec {
        /// `rprivate`, `rshared`, …
        propagation: String => "Propagation",
        /// Mounts below it stay behind. From API 1.40 on.
        non_recursive: bool => "NonRecursive",
        /// A missing directory is made. From API 1.42 on.
        create_mountpoint: bool => "CreateMountpoint",
        /// Mounts below it are writable though it is not. From API 1.44 on.
        read_only_non_recursive: bool => "ReadOnlyNonRecursive",
        /// Fails where mounts below it cannot be made read-only. From API 1.44 on.
        read_only_force_recursive: bool => "ReadOnlyForceRecursive",
    }
}

wire! {
    /// Options of a volume.
    pub struct VolumeMountSpec {
        /// An empty one is not filled with what the image has there.
        no_copy: bool => "NoCopy",
        /// Labels of a volume that is made for it.
        labels: BTreeMap<String, String> => "Labels",
        /// A path in it. From API 1.45 on.
        subpath: String => "Subpath",
    }
}

wire! {
    /// Options of memory.
    pub struct TmpfsSpec {
        /// How much; 0: no limit.
        size_bytes: i64 => "SizeBytes",
        /// Permissions of its root.
        mode: u32 => "Mode",
    }
}

wire! {
    /// Options of an image. From API 1.48 on.
    pub struct ImageMountSpec {
        /// A path in it.
        subpath: String => "Subpath",
    }
}
