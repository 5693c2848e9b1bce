//! All that an engine has of a project, in as few requests as there are kinds of things: lists tell enough to plan by.

use crate::compose::hash;
use crate::compose::project::Project;
use crate::engine::{EngineError, ListFilter, Observe, Result};
use crate::model::labels;
use crate::model::observed::{EngineInfo, Image, Network, Observed, Volume};
use futures_util::future::{ready, try_join, try_join4};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

/// Inspections at a time.
const AT_ONCE: usize = 8;

/// What a project's files name, and the engine may have without the project's label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Images of its services and of their hooks, and those that are mounted.
    pub images: BTreeSet<Arc<str>>,
    /// Full names of its networks.
    pub networks: BTreeSet<Arc<str>>,
    /// Full names of its volumes.
    pub volumes: BTreeSet<Arc<str>>,
}

impl Declared {
    /// Of the services that are on.
    pub fn of(project: &Project) -> Self {
        let mut images = BTreeSet::new();
        for (name, service) in &project.services {
            if service.provider.is_some() {
                continue;
            }
            images.insert(hash::image_name(project, name, service));
            let hooks = service.pre_start.iter().map(|hook| &hook.container.image);
            images.extend(hooks.filter(|image| !image.is_empty()).cloned());
            for mount in &service.container.volumes {
                if &*mount.kind == "image" {
                    let other = project.services.get(&mount.source);
                    images.insert(other.map_or_else(
                        || Arc::clone(&mount.source),
                        |other| hash::image_name(project, &mount.source, other),
                    ));
                }
            }
        }
        let networks = project.networks.values().map(|one| Arc::clone(&one.name));
        let volumes = project.volumes.values().map(|one| Arc::clone(&one.name));
        Self {
            images,
            networks: networks.collect(),
            volumes: volumes.collect(),
        }
    }
}

/// Looks once: three lists, one inspection an image, and one for each network and volume that the project's label does
/// not find. `engine_info` is what the last ping told.
///
/// # Errors
/// The first call that failed.
pub async fn observe(
    engine: &dyn Observe,
    engine_info: EngineInfo,
    project: &str,
    declared: &Declared,
) -> Result<Observed> {
    let filter = || ListFilter::label(labels::PROJECT, project);
    let (mut containers, mut networks, mut volumes, images) = try_join4(
        engine.find_containers(filter()),
        engine.list_networks(filter()),
        engine.list_volumes(filter()),
        images(engine, &declared.images),
    )
    .await?;
    let known: BTreeSet<_> = networks.iter().map(|one| Arc::clone(&one.name)).collect();
    let foreign_networks = found(declared.networks.difference(&known), |name| async move {
        let network = absent_is_none(engine.inspect_network(name).await)?;
        // The engine takes the beginning of an id, too.
        Ok(network.filter(|network: &Network| *network.name == *name || *network.id == *name))
    });
    let known: BTreeSet<_> = volumes.iter().map(|one| Arc::clone(&one.name)).collect();
    let foreign_volumes = found(declared.volumes.difference(&known), |name| async move {
        absent_is_none(engine.inspect_volume(name).await)
    });
    let (foreign_networks, foreign_volumes): (Vec<Network>, Vec<Volume>) =
        try_join(foreign_networks, foreign_volumes).await?;
    networks.extend(foreign_networks);
    volumes.extend(foreign_volumes);
    containers.sort_by(|left, right| left.name.cmp(&right.name));
    networks.sort_by(|left, right| (&left.name, &left.id).cmp(&(&right.name, &right.id)));
    volumes.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(Observed {
        engine: engine_info,
        project: Arc::from(project),
        containers,
        networks,
        volumes,
        images,
    })
}

async fn images(
    engine: &dyn Observe,
    names: &BTreeSet<Arc<str>>,
) -> Result<BTreeMap<Arc<str>, Image>> {
    let images: Vec<(Arc<str>, Image)> = found(names.iter(), |name| async move {
        let image = absent_is_none(engine.inspect_image(name).await)?;
        Ok(image.map(|image| (Arc::from(name), image)))
    })
    .await?;
    Ok(images.into_iter().collect())
}

/// Those of the names that are there, a few at a time.
async fn found<'a, T, F>(
    names: impl Iterator<Item = &'a Arc<str>>,
    look: impl Fn(&'a str) -> F,
) -> Result<Vec<T>>
where
    F: Future<Output = Result<Option<T>>>,
{
    stream::iter(names.map(|name| look(name)))
        .buffered(AT_ONCE)
        .try_filter_map(|found| ready(Ok(found)))
        .try_collect()
        .await
}

fn absent_is_none<T>(answer: Result<T, EngineError>) -> Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sim::{Image as SimImage, Scenario, SimEngine};
    use crate::engine::{ContainerSpec, Engine, NetworkSpec, VolumeSpec};
    use crate::model::time::Timestamp;

    #[tokio::test(start_paused = true)]
    async fn a_project_is_seen_with_what_others_made_for_it() {
        let scenario = Scenario {
            images: vec![SimImage {
                name: "other:1".to_owned(),
                ..SimImage::default()
            }],
            ..Scenario::default()
        };
        let engine = SimEngine::new(&scenario, Timestamp::from_seconds(1_790_000_000), 1);
        let labels: BTreeMap<String, String> =
            [(labels::PROJECT.to_owned(), "p".to_owned())].into();
        let network = |name: &str, is_own: bool| NetworkSpec {
            name: name.to_owned(),
            labels: if is_own {
                labels.clone()
            } else {
                BTreeMap::new()
            },
            ..NetworkSpec::default()
        };
        for (name, is_own) in [("p_own", true), ("theirs", false), ("strange", false)] {
            engine.create_network(network(name, is_own)).await.unwrap();
        }
        let volume = VolumeSpec {
            name: "theirs".to_owned(),
            ..VolumeSpec::default()
        };
        engine.create_volume(volume).await.unwrap();
        for (name, labels) in [
            ("0123456789ab_p-a-1", labels.clone()),
            ("stranger", BTreeMap::new()),
        ] {
            let spec = ContainerSpec {
                name: name.to_owned(),
                image: "stacktui/test:1".to_owned(),
                labels,
                ..ContainerSpec::default()
            };
            engine.create_container(spec).await.unwrap();
        }
        let names = |names: &[&str]| names.iter().map(|name| Arc::from(*name)).collect();
        let declared = Declared {
            images: names(&["stacktui/test:1", "gone:1"]),
            networks: names(&["p_own", "theirs", "p_new"]),
            volumes: names(&["theirs", "p_data"]),
        };
        let info = EngineInfo::default();
        let seen = observe(&engine, info, "p", &declared).await.unwrap();
        let names: Vec<&str> = seen.containers.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["0123456789ab_p-a-1"]);
        assert!(seen.containers[0].loose_end().is_some());
        let names: Vec<_> = seen
            .networks
            .iter()
            .map(|one| (&*one.name, one.project()))
            .collect();
        assert_eq!(names, [("p_own", Some("p")), ("theirs", None)]);
        assert_eq!(seen.volumes.len(), 1);
        let images: Vec<&str> = seen.images.keys().map(|name| &**name).collect();
        assert_eq!(images, ["stacktui/test:1"]);
    }
}
