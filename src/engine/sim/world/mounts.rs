//! What a container has mounted, worked out when it is made: volumes that are not there are made for it.

use super::World;
use super::resources::mountpoint;
use super::spec::Image;
use crate::engine::spec::{ContainerSpec, VolumeSpec};
use crate::model::observed::Mount;

impl World {
    pub(super) fn mounts_of(&mut self, spec: &ContainerSpec, image: &Image) -> Vec<Mount> {
        let mut mounts = Vec::new();
        for bind in &spec.binds {
            let mut parts = bind.split(':');
            let source = parts.next().unwrap_or_default();
            let Some(target) = parts.next() else {
                continue;
            };
            let is_read_only = parts.any(|options| options.split(',').any(|one| one == "ro"));
            mounts.push(if source.starts_with('/') {
                path("bind", source, target, is_read_only)
            } else {
                self.volume_mount(source, target, is_read_only, &VolumeSpec::default())
            });
        }
        for mount in &spec.mounts {
            mounts.push(if mount.kind == "volume" {
                let template = VolumeSpec {
                    labels: mount
                        .volume
                        .as_ref()
                        .map(|volume| volume.labels.clone())
                        .unwrap_or_default(),
                    ..VolumeSpec::default()
                };
                self.volume_mount(&mount.source, &mount.target, mount.read_only, &template)
            } else {
                path(&mount.kind, &mount.source, &mount.target, mount.read_only)
            });
        }
        mounts.extend(
            spec.tmpfs
                .keys()
                .map(|target| path("tmpfs", "", target, false)),
        );
        for from in &spec.volumes_from {
            let name = from.split(':').next().unwrap_or_default();
            let other = self.find(name).ok();
            let other = other.and_then(|key| self.containers.get(&key));
            mounts.extend(other.iter().flat_map(|other| other.config.mounts.clone()));
        }
        for target in &image.volumes {
            if !mounts.iter().any(|mount| mount.target == *target) {
                mounts.push(self.volume_mount("", target, false, &VolumeSpec::default()));
            }
        }
        mounts
    }

    /// A volume by name; without one, a new one.
    fn volume_mount(
        &mut self,
        name: &str,
        target: &str,
        read_only: bool,
        template: &VolumeSpec,
    ) -> Mount {
        let is_anonymous = name.is_empty();
        let name = if is_anonymous {
            self.rng.hex_id()
        } else {
            name.to_owned()
        };
        let spec = VolumeSpec {
            name: name.clone(),
            ..template.clone()
        };
        self.ensure_volume(spec, is_anonymous);
        Mount {
            kind: "volume".to_owned(),
            source: mountpoint(&name),
            name,
            target: target.to_owned(),
            read_only,
        }
    }
}

fn path(kind: &str, source: &str, target: &str, read_only: bool) -> Mount {
    Mount {
        kind: kind.to_owned(),
        source: source.to_owned(),
        name: String::new(),
        target: target.to_owned(),
        read_only,
    }
}
