//! What is mounted: in the short form (`Binds`) where that says all, for it makes missing directories; else with options.

use super::{Context, Findings, files, image_name, map};
use crate::compose::model::files::FileObject;
use crate::compose::model::mount::{BindOptions, Mount, VolumeOptions};
use crate::compose::model::service::Service;
use crate::engine::spec::{BindSpec, ImageMountSpec, MountSpec, TmpfsSpec, VolumeMountSpec};
use crate::model::observed::Container;
use indexmap::IndexMap;

/// Binds and mounts of a container. A target is mounted once, by what comes last; configs and secrets take none away.
pub(super) fn mounts(
    context: &Context<'_>,
    name: &str,
    service: &Service,
    replaces: Option<&Container>,
    findings: &mut Findings,
) -> (Vec<String>, Vec<MountSpec>) {
    let mut all: IndexMap<String, MountSpec> = IndexMap::new();
    let mut volumes: Vec<&Mount> = service.container.volumes.iter().collect();
    for old in replaces.iter().flat_map(|old| &old.mounts) {
        if old.kind == "tmpfs" {
            continue;
        }
        let image = image_name(context.project, name, service);
        let is_of_image = context
            .images
            .get(&image)
            .is_some_and(|image| image.config.volumes.contains(&old.target));
        let before = volumes.len();
        volumes.retain(|mount| *mount.target != *old.target || !mount.source.is_empty());
        if is_of_image || volumes.len() < before {
            let mount = MountSpec {
                kind: old.kind.clone(),
                source: if old.kind == "volume" {
                    old.name.clone()
                } else {
                    old.source.clone()
                },
                target: old.target.clone(),
                read_only: old.read_only,
                ..MountSpec::default()
            };
            all.insert(old.target.clone(), mount);
        }
    }
    for mount in volumes {
        all.insert(mount.target.to_string(), with_options(context, mount));
    }
    for mount in files::mounts(context, service, findings) {
        all.entry(mount.target.clone()).or_insert(mount);
    }
    let mut binds = Vec::new();
    let mut mounts = Vec::new();
    for mount in all.into_values() {
        match short(context, service, &mount) {
            Some(bind) => binds.push(bind),
            None => mounts.push(mount),
        }
    }
    (binds, mounts)
}

/// A file of the host, for a config or a secret.
pub(super) fn file(object: &FileObject, target: String, bind: Option<BindSpec>) -> MountSpec {
    MountSpec {
        kind: "bind".to_owned(),
        source: object.file.to_string(),
        target,
        read_only: true,
        bind,
        ..MountSpec::default()
    }
}

/// `source:target:options`, where that is enough: a path of the host or a volume of the project that the service names
/// itself.
fn short(context: &Context<'_>, service: &Service, mount: &MountSpec) -> Option<String> {
    let written = service
        .container
        .volumes
        .iter()
        .find(|written| *written.target == *mount.target)?;
    let is_enough = match mount.kind.as_str() {
        "bind" => !written.bind.as_ref().is_some_and(bind_needs_options),
        "volume" => {
            let mut volumes = context.project.volumes.values();
            volumes.any(|volume| *volume.name == *mount.source)
                && !written.volume.as_ref().is_some_and(volume_needs_options)
        }
        _ => false,
    };
    if !is_enough {
        return None;
    }
    let mut options = if written.read_only { "ro" } else { "rw" }.to_owned();
    let selinux = written.bind.as_ref().map_or("", |bind| &bind.selinux);
    if !selinux.is_empty() {
        options = format!("{options},{selinux}");
    }
    Some(format!("{}:{}:{options}", mount.source, mount.target))
}

fn bind_needs_options(bind: &BindOptions) -> bool {
    !bind.create_host_path.0 || !bind.propagation.is_empty() || !bind.recursive.is_empty()
}

fn volume_needs_options(volume: &VolumeOptions) -> bool {
    !volume.labels.is_empty() || !volume.subpath.is_empty() || volume.nocopy
}

fn with_options(context: &Context<'_>, mount: &Mount) -> MountSpec {
    let source = match (&*mount.kind, context.project.volumes.get(&mount.source)) {
        ("volume", Some(volume)) => volume.name.to_string(),
        _ => mount.source.to_string(),
    };
    let is = |kind: &str| &*mount.kind == kind;
    MountSpec {
        kind: mount.kind.to_string(),
        source,
        target: mount.target.to_string(),
        read_only: mount.read_only,
        consistency: mount.consistency.to_string(),
        bind: mount.bind.as_ref().filter(|_| is("bind")).map(bind),
        volume: mount
            .volume
            .as_ref()
            .filter(|_| is("volume"))
            .map(|volume| VolumeMountSpec {
                no_copy: volume.nocopy,
                labels: map(&volume.labels),
                subpath: volume.subpath.to_string(),
            }),
        tmpfs: mount
            .tmpfs
            .as_ref()
            .filter(|_| is("tmpfs"))
            .map(|tmpfs| TmpfsSpec {
                size_bytes: tmpfs.size.0,
                mode: tmpfs.mode,
            }),
        image: mount
            .image
            .as_ref()
            .filter(|_| is("image"))
            .map(|image| ImageMountSpec {
                subpath: image.subpath.to_string(),
            }),
    }
}

fn bind(bind: &BindOptions) -> BindSpec {
    BindSpec {
        propagation: bind.propagation.to_string(),
        non_recursive: &*bind.recursive == "disabled",
        create_mountpoint: bind.create_host_path.0,
        read_only_non_recursive: &*bind.recursive == "writable",
        read_only_force_recursive: &*bind.recursive == "readonly",
    }
}
