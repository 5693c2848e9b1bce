//! Networks, volumes and images, read leniently.

use crate::engine::docker::lax;
use crate::engine::error::EngineError;
use crate::model::labels::Labels;
use crate::model::observed::{Image, ImageConfig, Manifest, Network, Platform, Pool, Volume};
use crate::model::text::sanitise;
use crate::model::time::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct NetworkItem {
    #[serde(deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::text")]
    name: String,
    #[serde(deserialize_with = "lax::text")]
    created: String,
    #[serde(deserialize_with = "lax::text")]
    scope: String,
    #[serde(deserialize_with = "lax::text")]
    driver: String,
    #[serde(rename = "EnableIPv6", deserialize_with = "lax::value")]
    enable_ipv6: bool,
    #[serde(deserialize_with = "lax::value")]
    internal: bool,
    #[serde(deserialize_with = "lax::value")]
    attachable: bool,
    #[serde(deserialize_with = "lax::labels")]
    options: Labels,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
    #[serde(rename = "IPAM", deserialize_with = "lax::value")]
    ipam: Ipam,
    #[serde(deserialize_with = "lax::keys")]
    containers: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Ipam {
    #[serde(deserialize_with = "lax::list")]
    config: Vec<PoolItem>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct PoolItem {
    #[serde(deserialize_with = "lax::text")]
    subnet: String,
    #[serde(deserialize_with = "lax::text")]
    gateway: String,
    #[serde(rename = "IPRange", deserialize_with = "lax::text")]
    ip_range: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct VolumeItem {
    #[serde(deserialize_with = "lax::text")]
    name: String,
    #[serde(deserialize_with = "lax::text")]
    created_at: String,
    #[serde(deserialize_with = "lax::text")]
    driver: String,
    #[serde(deserialize_with = "lax::labels")]
    options: Labels,
    #[serde(deserialize_with = "lax::text")]
    mountpoint: String,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct ImageItem {
    #[serde(deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::list")]
    repo_tags: Vec<String>,
    #[serde(deserialize_with = "lax::list")]
    repo_digests: Vec<String>,
    /// Seconds in the list, a time in the inspection.
    #[serde(deserialize_with = "lax::text")]
    created: String,
    #[serde(deserialize_with = "lax::value")]
    size: u64,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
    #[serde(deserialize_with = "lax::text")]
    os: String,
    #[serde(deserialize_with = "lax::text")]
    architecture: String,
    #[serde(deserialize_with = "lax::text")]
    variant: String,
    #[serde(deserialize_with = "lax::value")]
    metadata: Metadata,
    #[serde(deserialize_with = "lax::value")]
    config: Config,
    #[serde(deserialize_with = "lax::list")]
    manifests: Vec<ManifestItem>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Metadata {
    #[serde(deserialize_with = "lax::text")]
    last_tag_time: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Config {
    #[serde(deserialize_with = "lax::list")]
    env: Vec<String>,
    #[serde(deserialize_with = "lax::list")]
    entrypoint: Vec<String>,
    #[serde(deserialize_with = "lax::list")]
    cmd: Vec<String>,
    #[serde(deserialize_with = "lax::keys")]
    volumes: Vec<String>,
    #[serde(deserialize_with = "lax::keys")]
    exposed_ports: Vec<String>,
    #[serde(deserialize_with = "lax::text")]
    user: String,
    #[serde(deserialize_with = "lax::text")]
    working_dir: String,
    #[serde(deserialize_with = "lax::text")]
    stop_signal: String,
    #[serde(deserialize_with = "lax::labels")]
    labels: Labels,
    #[serde(deserialize_with = "lax::value")]
    healthcheck: Healthcheck,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Healthcheck {
    #[serde(deserialize_with = "lax::list")]
    test: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct ManifestItem {
    #[serde(rename = "ID", deserialize_with = "lax::text")]
    id: String,
    #[serde(deserialize_with = "lax::text")]
    kind: String,
    #[serde(deserialize_with = "lax::value")]
    available: bool,
    #[serde(deserialize_with = "lax::value")]
    image_data: ImageData,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct ImageData {
    #[serde(deserialize_with = "lax::value")]
    platform: PlatformItem,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlatformItem {
    #[serde(deserialize_with = "lax::text")]
    os: String,
    #[serde(deserialize_with = "lax::text")]
    architecture: String,
    #[serde(deserialize_with = "lax::text")]
    variant: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct VolumeList {
    #[serde(deserialize_with = "lax::list")]
    volumes: Vec<VolumeItem>,
}

/// Reads `GET /networks`.
pub(super) fn networks(body: &[u8]) -> Result<Vec<Network>, EngineError> {
    let items = list::<NetworkItem>(body, "networks")?;
    Ok(items
        .into_iter()
        .filter(|item| !item.id.is_empty())
        .map(|item| Network {
            members: None,
            ..network_of(item)
        })
        .collect())
}

/// Reads `GET /networks/{id}`.
pub(super) fn network(body: &[u8]) -> Result<Network, EngineError> {
    let item: NetworkItem = whole(body, "the network")?;
    known(&item.id, "the network")?;
    Ok(network_of(item))
}

/// Reads `GET /volumes`.
pub(super) fn volumes(body: &[u8]) -> Result<Vec<Volume>, EngineError> {
    let list: VolumeList = whole(body, "the list of volumes")?;
    Ok(list
        .volumes
        .into_iter()
        .filter(|item| !item.name.is_empty())
        .map(volume_of)
        .collect())
}

/// Reads `GET /volumes/{name}`.
pub(super) fn volume(body: &[u8]) -> Result<Volume, EngineError> {
    let item: VolumeItem = whole(body, "the volume")?;
    known(&item.name, "the volume")?;
    Ok(volume_of(item))
}

/// Reads `GET /images/json`.
pub(super) fn images(body: &[u8]) -> Result<Vec<Image>, EngineError> {
    let items = list::<ImageItem>(body, "images")?;
    Ok(items
        .into_iter()
        .filter(|item| !item.id.is_empty())
        .map(image_of)
        .collect())
}

/// Reads `GET /images/{name}/json`.
pub(super) fn image(body: &[u8]) -> Result<Image, EngineError> {
    let item: ImageItem = whole(body, "the image")?;
    known(&item.id, "the image")?;
    Ok(image_of(item))
}

fn whole<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, EngineError> {
    // What is read leniently needs the text itself.
    let text = String::from_utf8_lossy(body);
    serde_json::from_str(&text).map_err(|error| EngineError::Protocol(format!("{what}: {error}")))
}

fn list<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<Vec<T>, EngineError> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str::<Option<Vec<IgnoredAny>>>(&text)
        .map_err(|error| EngineError::Protocol(format!("the list of {what}: {error}")))?;
    Ok(lax::items(&text))
}

fn known(id: &str, what: &str) -> Result<(), EngineError> {
    if id.is_empty() {
        return Err(EngineError::Protocol(format!("{what} has no name")));
    }
    Ok(())
}

fn network_of(item: NetworkItem) -> Network {
    Network {
        id: item.id.into(),
        name: item.name.into(),
        created_at: Timestamp::parse(&item.created),
        scope: item.scope,
        driver: item.driver,
        options: texts(&item.options),
        internal: item.internal,
        attachable: item.attachable,
        enable_ipv6: item.enable_ipv6,
        pools: item
            .ipam
            .config
            .into_iter()
            .map(|pool| Pool {
                subnet: pool.subnet,
                gateway: pool.gateway,
                ip_range: pool.ip_range,
            })
            .collect(),
        labels: item.labels,
        members: Some(item.containers.into_iter().map(Arc::from).collect()),
    }
}

fn volume_of(item: VolumeItem) -> Volume {
    Volume {
        name: item.name.into(),
        created_at: Timestamp::parse(&item.created_at),
        driver: item.driver,
        options: texts(&item.options),
        mountpoint: item.mountpoint,
        labels: item.labels,
    }
}

fn image_of(item: ImageItem) -> Image {
    let created_at = match item.created.parse() {
        Ok(seconds) => Some(Timestamp::from_seconds(seconds)),
        Err(_) => Timestamp::parse(&item.created),
    };
    let named = |names: Vec<String>| -> Vec<Arc<str>> {
        names
            .iter()
            .filter(|name| !name.starts_with("<none>"))
            .map(|name| Arc::from(sanitise(name)))
            .collect()
    };
    let labels = if item.config.labels.is_empty() {
        item.labels
    } else {
        item.config.labels
    };
    Image {
        id: item.id.into(),
        tags: named(item.repo_tags),
        digests: named(item.repo_digests),
        created_at,
        // A year 1 says that it never was.
        tagged_at: Timestamp::parse(&item.metadata.last_tag_time).filter(|time| time.seconds() > 0),
        size_bytes: item.size,
        platform: Platform {
            os: item.os,
            architecture: item.architecture,
            variant: item.variant,
        },
        labels,
        config: ImageConfig {
            env: item
                .config
                .env
                .iter()
                .map(|entry| {
                    let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
                    (sanitise(name), sanitise(value))
                })
                .collect(),
            entrypoint: sanitised(&item.config.entrypoint),
            command: sanitised(&item.config.cmd),
            volumes: item.config.volumes,
            exposed: item.config.exposed_ports,
            user: item.config.user,
            working_dir: item.config.working_dir,
            stop_signal: item.config.stop_signal,
            health_test: sanitised(&item.config.healthcheck.test),
        },
        manifests: item
            .manifests
            .into_iter()
            .map(|one| Manifest {
                id: one.id.into(),
                platform: Platform {
                    os: one.image_data.platform.os,
                    architecture: one.image_data.platform.architecture,
                    variant: one.image_data.platform.variant,
                },
                is_available: one.available,
                kind: one.kind,
            })
            .collect(),
    }
}

fn texts(labels: &Labels) -> BTreeMap<String, String> {
    labels
        .iter()
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect()
}

fn sanitised(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| sanitise(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_read_from_list_and_inspection() {
        let listed = images(
            br#"[{"Id":"sha256:1","RepoTags":["a:1","<none>:<none>"],"RepoDigests":null,"Created":1790000000,
                "Size":7,"Labels":{"a":"b"}},{"Id":""},7]"#,
        )
        .unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(*listed[0].tags, ["a:1".into()]);
        assert_eq!(
            listed[0].created_at,
            Some(Timestamp::from_seconds(1_790_000_000))
        );
        let image = image(
            br#"{"Id":"sha256:2","Created":"2026-11-24T07:40:40.5Z","Os":"linux","Architecture":"amd64",
                "Metadata":{"LastTagTime":"0001-01-01T00:00:00Z"},
                "Config":{"Env":["A=b=c"],"Volumes":{"/data":{}},"ExposedPorts":null,"Labels":{"x":"y"},
                "Healthcheck":{"Test":["CMD","x"]}},
                "Manifests":[{"ID":"sha256:3","Kind":"image","Available":true,
                "ImageData":{"Platform":{"os":"linux","architecture":"arm64"}}}]}"#,
        )
        .unwrap();
        assert_eq!(image.config.volumes, ["/data"]);
        assert_eq!(image.tagged_at, None);
        assert_eq!(image.manifests[0].platform.architecture, "arm64");
        let arm = Platform::parse("linux/arm64/v8");
        assert_eq!(image.content_digest(arm.as_ref()), ("sha256:3", true));
    }

    #[test]
    fn lists_of_nothing_are_empty() {
        assert_eq!(networks(b"null"), Ok(Vec::new()));
        assert_eq!(volumes(br#"{"Volumes":null}"#), Ok(Vec::new()));
        assert_eq!(images(b"[]"), Ok(Vec::new()));
        assert!(networks(b"{}").is_err());
        assert!(network(b"{}").is_err());
    }

    #[test]
    fn only_an_inspection_tells_who_is_in_a_network() {
        let text = br#"{"Id":"n","Name":"a_default","EnableIPv6":true,"Options":{"mtu":1400},
            "IPAM":{"Config":[{"Subnet":"10.0.0.0/24"}]},"Containers":{"c1":{"Name":"x"}}}"#;
        let shown = network(text).unwrap();
        assert_eq!(shown.members.as_deref(), Some(&["c1".into()][..]));
        assert_eq!(shown.options["mtu"], "1400");
        assert_eq!(shown.pools[0].subnet, "10.0.0.0/24");
        let listed = networks(&[b"[", &text[..], b"]"].concat()).unwrap();
        assert_eq!(listed[0].members, None);
    }
}
