//! The labels by which Compose, and this program, know what is a project's.

use super::{COMPOSE_VERSION, Context, map};
use crate::compose::hash;
use crate::compose::model::Text;
use crate::compose::model::service::Service;
use crate::model::labels;
use crate::model::observed::{Container, Platform};
use std::collections::BTreeMap;

/// Labels of a container. `deployed` is what is hashed, `service` what the project says.
pub(super) fn of_container(
    context: &Context<'_>,
    name: &str,
    service: &Service,
    deployed: &Service,
    number: u64,
    replaces: Option<&Container>,
) -> BTreeMap<String, String> {
    let project = context.project;
    let mut labels = map(&service.container.labels);
    let mut set = |key: &str, value: String| {
        labels.insert(key.to_owned(), value);
    };
    set(labels::PROJECT, project.name.to_string());
    set(labels::SERVICE, name.to_owned());
    set(labels::VERSION, COMPOSE_VERSION.to_owned());
    set(labels::ONEOFF, "False".to_owned());
    set(labels::NUMBER, number.to_string());
    set(labels::CONFIG_HASH, hash::service(deployed));
    let directory = project.working_directory.display();
    set(labels::WORKING_DIR, directory.to_string());
    set(labels::CONFIG_FILES, paths(&project.files));
    if !context.options.env_files.is_empty() {
        set(labels::ENVIRONMENT_FILES, paths(&context.options.env_files));
    }
    let dependencies: Vec<String> = service
        .depends_on
        .iter()
        .map(|(name, one)| format!("{name}:{}:{}", one.condition, one.restart))
        .collect();
    set(labels::DEPENDS_ON, dependencies.join(","));
    let image = super::image_name(project, name, service);
    if let Some(image) = context.images.get(&image) {
        let wanted = Platform::parse(&service.container.platform);
        let (digest, _) = image.content_digest(wanted.as_ref());
        set(labels::IMAGE, digest.to_string());
    }
    let volumes = image_volumes(context, deployed);
    if !volumes.is_empty() {
        set(labels::IMAGE_VOLUMES, volumes);
    }
    if replaces.is_some() {
        let former = match &*service.container_name {
            "" => format!("{name}{}{number}", super::container::separator(context)),
            name => name.to_owned(),
        };
        set(labels::REPLACE, former);
    }
    labels
}

/// Labels of a network or volume, over its own.
pub(super) fn of_resource(
    context: &Context<'_>,
    kind: &str,
    key: &str,
    own: &crate::compose::model::Mapping<Text>,
    hash: String,
) -> BTreeMap<String, String> {
    let mut labels = map(own);
    for (name, value) in [
        (labels::PROJECT, context.project.name.to_string()),
        (kind, key.to_owned()),
        (labels::VERSION, COMPOSE_VERSION.to_owned()),
        (labels::CONFIG_HASH, hash),
    ] {
        labels.insert(name.to_owned(), value);
    }
    labels
}

fn paths(paths: &[std::path::PathBuf]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(",")
}

/// `target=digest` of each image that is mounted, sorted.
fn image_volumes(context: &Context<'_>, deployed: &Service) -> String {
    let mut volumes: Vec<String> = deployed
        .container
        .volumes
        .iter()
        .filter(|mount| &*mount.kind == "image")
        .filter_map(|mount| {
            let (digest, _) = context.images.get(&mount.source)?.content_digest(None);
            Some(format!("{}={digest}", mount.target))
        })
        .collect();
    volumes.sort();
    volumes.join(",")
}
