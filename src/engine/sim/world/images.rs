//! Images: those that are here, and those that a registry has.

use super::network::image_id;
use super::resources::matches;
use super::spec::{HealthSpec, Image};
use super::{Answer, Refusal, World};
use crate::engine::request::ListFilter;
use crate::model::event::EventKind;
use crate::model::observed::{self, ImageConfig, Platform};
use crate::model::text::sanitise;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The platform of images that name none, and of the engine.
const PLATFORM: &str = "linux/amd64";

impl Image {
    /// Its id: another one for another content of the same name.
    pub(super) fn id(&self) -> String {
        match self.revision {
            0 => image_id(&self.name),
            revision => image_id(&format!("{}#{revision}", self.name)),
        }
    }

    fn platform(&self) -> &str {
        match self.platform.as_str() {
            "" => PLATFORM,
            platform => platform,
        }
    }

    fn shown(&self) -> observed::Image {
        let id = self.id();
        let name = self.name.split(':').next().unwrap_or_default();
        observed::Image {
            digests: vec![Arc::from(format!("{}@{}", sanitise(name), image_id(&id)))],
            id: Arc::from(id),
            tags: vec![Arc::from(sanitise(&self.name))],
            size_bytes: 8 << 20,
            platform: Platform::parse(self.platform()).unwrap_or_default(),
            config: ImageConfig {
                env: self.env.clone(),
                entrypoint: self.entrypoint.clone(),
                command: self.command.clone(),
                volumes: self.volumes.clone(),
                exposed: self
                    .exposed
                    .iter()
                    .map(|port| format!("{port}/tcp"))
                    .collect(),
                stop_signal: self.stop_signal.clone().unwrap_or_default(),
                health_test: HealthSpec::merge(None, self.health.as_ref())
                    .map(|health| health.test)
                    .unwrap_or_default(),
                ..ImageConfig::default()
            },
            ..observed::Image::default()
        }
    }
}

fn tagged(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    let tag = if last.contains([':', '@']) {
        ""
    } else {
        ":latest"
    };
    format!("{name}{tag}")
}

impl World {
    /// The image of a create request, for the platform that it asks for.
    pub(super) fn image_for(&self, name: &str, platform: &str) -> Answer<Image> {
        let Some(image) = self.image(name) else {
            return Err(Refusal::new(
                404,
                format!("No such image: {}", tagged(name)),
            ));
        };
        let has = Platform::parse(image.platform()).unwrap_or_default();
        match Platform::parse(platform) {
            Some(wanted) if !wanted.takes(&has) => Err(Refusal::new(
                404,
                format!(
                    "image with reference {name} was found but does not match the specified platform: wanted \
                     {platform}, actual: {}",
                    image.platform()
                ),
            )),
            _ => Ok(image.clone()),
        }
    }

    /// By name or id.
    fn image(&self, reference: &str) -> Option<&Image> {
        let by_name = self.images.get(reference);
        by_name
            .or_else(|| self.images.get(&tagged(reference)))
            .or_else(|| self.images.values().find(|image| image.id() == reference))
    }

    pub(in crate::engine::sim) fn images(&self, filter: &ListFilter) -> Vec<observed::Image> {
        // Simulated images have no labels.
        if !matches(&BTreeMap::new(), filter) {
            return Vec::new();
        }
        self.images.values().map(Image::shown).collect()
    }

    pub(in crate::engine::sim) fn inspect_image(&self, reference: &str) -> Answer<observed::Image> {
        self.image(reference)
            .map(Image::shown)
            .ok_or_else(|| Refusal::new(404, format!("No such image: {}", tagged(reference))))
    }

    /// Looks a pull up: what it is of, and whether it is here as it is there.
    pub(in crate::engine::sim) fn begin_pull(&mut self, reference: &str) -> Answer<(Image, bool)> {
        let name = tagged(reference);
        self.fault_at("pull", &name)?;
        let Some(image) = self.registry.get(&name).cloned() else {
            let bare = name.split([':', '@']).next().unwrap_or_default();
            return Err(Refusal::new(
                404,
                format!(
                    "pull access denied for {bare}, repository does not exist or may require 'docker login'"
                ),
            ));
        };
        let is_here = self
            .images
            .get(&name)
            .is_some_and(|here| here.id() == image.id());
        Ok((image, is_here))
    }

    pub(in crate::engine::sim) fn finish_pull(&mut self, image: Image) {
        let name = image.name.clone();
        self.images.insert(name.clone(), image);
        let attributes = [("name".into(), name.as_str().into())]
            .into_iter()
            .collect();
        let kind = EventKind::Other("pull".to_owned());
        self.note("image", name, kind, attributes);
    }

    pub(in crate::engine::sim) fn remove_image(
        &mut self,
        reference: &str,
        force: bool,
    ) -> Answer<()> {
        let Some(image) = self.image(reference) else {
            return Err(Refusal::new(
                404,
                format!("No such image: {}", tagged(reference)),
            ));
        };
        let (name, id) = (image.name.clone(), image.id());
        self.fault_at("remove image", &name)?;
        let user = self.containers.values().find(|container| {
            container.image_id == id && (container.counts_as_running() || !force)
        });
        if let Some(user) = user {
            let is = if user.counts_as_running() {
                "cannot be forced) - container is using its referenced image"
            } else {
                "must force) - container is using its referenced image"
            };
            return Err(Refusal::new(
                409,
                format!(
                    "conflict: unable to remove repository reference \"{name}\" ({is}: {}",
                    user.short_id()
                ),
            ));
        }
        self.images.remove(&name);
        let attributes = [("name".into(), name.as_str().into())]
            .into_iter()
            .collect();
        let kind = EventKind::Other("delete".to_owned());
        self.note("image", name, kind, attributes);
        Ok(())
    }
}
