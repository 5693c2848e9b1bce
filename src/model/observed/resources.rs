//! Networks, volumes and images as an engine shows them.

use crate::model::labels::{self, Labels};
use crate::model::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Full id.
    pub id: Arc<str>,
    /// Its name. Engines below API 1.44 may have several of one name.
    pub name: Arc<str>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// `local`, `swarm`, `global`.
    pub scope: String,
    /// `bridge`, `overlay`, `host`, …
    pub driver: String,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Without a way out.
    pub internal: bool,
    /// Containers outside of Swarm may join.
    pub attachable: bool,
    /// With addresses of version 6.
    pub enable_ipv6: bool,
    /// Ranges of addresses, as `subnet` or `subnet gateway`.
    pub pools: Vec<Pool>,
    /// All labels.
    pub labels: Labels,
    /// Full ids of the containers in it that run. Only an inspection tells.
    pub members: Option<Vec<Arc<str>>>,
}

/// A range of addresses of a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// The network: `172.20.0.0/16`.
    pub subnet: String,
    /// The gateway's address.
    pub gateway: String,
    /// The part from which containers get theirs.
    pub ip_range: String,
}

/// One volume. Its name is its identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// Its name.
    pub name: Arc<str>,
    /// When it was made; engines need not say.
    pub created_at: Option<Timestamp>,
    /// `local`, …
    pub driver: String,
    /// Options of the driver.
    pub options: BTreeMap<String, String>,
    /// Where its data is on the host.
    pub mountpoint: String,
    /// All labels.
    pub labels: Labels,
}

/// One image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// `sha256:…`: of its configuration, or of its index where the engine stores images by containerd.
    pub id: Arc<str>,
    /// `postgres:16`, …
    pub tags: Vec<Arc<str>>,
    /// `postgres@sha256:…`: what the registry calls it.
    pub digests: Vec<Arc<str>>,
    /// When it was built.
    pub created_at: Option<Timestamp>,
    /// When it last got a tag here, by a pull, a build or `tag`; only an inspection tells.
    pub tagged_at: Option<Timestamp>,
    /// Of its layers, or of what the engine counts as its own.
    pub size_bytes: u64,
    /// What it is for; only an inspection tells.
    pub platform: Platform,
    /// Its labels.
    pub labels: Labels,
    /// What its containers are made with; only an inspection tells.
    pub config: ImageConfig,
    /// What it has for several platforms; empty below API 1.48, and with the classic store.
    pub manifests: Vec<Manifest>,
}

/// Operating system and processor.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Platform {
    /// `linux`
    pub os: String,
    /// `amd64`, `arm64`, …
    pub architecture: String,
    /// `v7`, …; mostly empty.
    pub variant: String,
}

/// One of the images behind an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `sha256:…`
    pub id: Arc<str>,
    /// What it is for.
    pub platform: Platform,
    /// Its content is here.
    pub is_available: bool,
    /// `image`, `attestation`, …
    pub kind: String,
}

/// What an image gives its containers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageConfig {
    /// Variables, in order. Secrets unmasked: mask where shown.
    pub env: Vec<(String, String)>,
    /// `ENTRYPOINT`
    pub entrypoint: Vec<String>,
    /// `CMD`
    pub command: Vec<String>,
    /// `VOLUME`: a container gets an anonymous volume at each where nothing is mounted.
    pub volumes: Vec<String>,
    /// `EXPOSE`: `80/tcp`.
    pub exposed: Vec<String>,
    /// `USER`
    pub user: String,
    /// `WORKDIR`
    pub working_dir: String,
    /// `STOPSIGNAL`; empty: `SIGTERM`.
    pub stop_signal: String,
    /// The command of `HEALTHCHECK`; empty without one. Podman does not tell.
    pub health_test: Vec<String>,
}

impl Platform {
    /// Reads `linux/arm64/v8`, `linux/arm64`, `arm64`; `None` where nothing is said.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let (os, rest) = match *parts.as_slice() {
            [""] | [] => return None,
            [os @ ("linux" | "windows" | "darwin" | "freebsd")] => {
                return Some(Self::new(os, "", ""));
            }
            [architecture] => ("linux", vec![architecture]),
            [os, ref rest @ ..] => (os, rest.to_vec()),
        };
        let variant = rest.get(1).copied().unwrap_or_default();
        Some(Self::new(
            os,
            rest.first().copied().unwrap_or_default(),
            variant,
        ))
    }

    /// That of this program, in an engine's words.
    pub fn here() -> Self {
        Self::new(std::env::consts::OS, std::env::consts::ARCH, "")
    }

    fn new(os: &str, architecture: &str, variant: &str) -> Self {
        let architecture = match architecture {
            "x86_64" | "x86-64" => "amd64",
            "aarch64" => "arm64",
            "x86" | "i386" | "i686" => "386",
            "armhf" | "armel" => "arm",
            "powerpc64" => "ppc64le",
            other => other,
        };
        Self {
            os: os.to_owned(),
            architecture: architecture.to_owned(),
            variant: variant.to_owned(),
        }
    }

    /// Whether what is for `other` does where this is asked for.
    pub fn takes(&self, other: &Self) -> bool {
        let same = |wanted: &str, had: &str| wanted.is_empty() || had.is_empty() || wanted == had;
        // Every arm64 is `v8`, said or not.
        same(&self.os, &other.os)
            && same(&self.architecture, &other.architecture)
            && same(&self.variant, &other.variant)
    }
}

impl Image {
    /// What identifies the content that runs on a platform (`None`: this program's, as Compose has it), and whether the
    /// image has that: of an index the id of the one that fits, else the image's own. Compose writes it as the label
    /// `com.docker.compose.image`.
    pub fn content_digest(&self, wanted: Option<&Platform>) -> (&str, bool) {
        if self.manifests.is_empty() {
            return (
                &self.id,
                wanted.is_none_or(|wanted| wanted.takes(&self.platform)),
            );
        }
        let here = Platform::here();
        let wanted = wanted.unwrap_or(&here);
        let there: Vec<&Manifest> = self
            .manifests
            .iter()
            .filter(|one| one.kind == "image" && one.is_available)
            .collect();
        let is_known = |one: &Manifest| one.platform != Platform::default();
        let fits = |one: &&&Manifest| is_known(one) && wanted.takes(&one.platform);
        match (there.iter().find(fits), there.as_slice()) {
            (Some(one), _) => (&one.id, true),
            (None, [one]) => (&one.id, !is_known(one) && wanted.takes(&self.platform)),
            (None, _) => (&self.id, false),
        }
    }
}

impl Network {
    /// Compose's hash of what it was made from.
    pub fn config_hash(&self) -> Option<&str> {
        label(&self.labels, labels::CONFIG_HASH)
    }

    /// The project whose it is.
    pub fn project(&self) -> Option<&str> {
        label(&self.labels, labels::PROJECT)
    }

    /// Its key in the project's file.
    pub fn key(&self) -> Option<&str> {
        label(&self.labels, labels::NETWORK)
    }
}

impl Volume {
    /// Compose's hash of what it was made from.
    pub fn config_hash(&self) -> Option<&str> {
        label(&self.labels, labels::CONFIG_HASH)
    }

    /// The project whose it is.
    pub fn project(&self) -> Option<&str> {
        label(&self.labels, labels::PROJECT)
    }

    /// Its key in the project's file.
    pub fn key(&self) -> Option<&str> {
        label(&self.labels, labels::VOLUME)
    }
}

fn label<'a>(labels: &'a Labels, key: &str) -> Option<&'a str> {
    labels.get(key).map(|value| &**value)
}
