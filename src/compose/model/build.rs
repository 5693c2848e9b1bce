//! How an image is built.

use crate::compose::decode::Decoder;
use crate::compose::model::files::FileReference;
use crate::compose::model::hosts::ExtraHosts;
use crate::compose::model::record::{Field, record, serialize_as_json};
use crate::compose::model::ulimit::Ulimit;
use crate::compose::model::units::Bytes;
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Shape, Style};
use crate::compose::tree::Tree;

record! {
    /// How an image is built.
    pub struct Build {
        /// Directory or URL of what the build may use.
        context: Text,
        /// The build's file, in the context.
        dockerfile: Text,
        /// The build's file itself.
        dockerfile_inline: Text,
        /// Privileges that the build may take.
        entitlements: Vec<Text>,
        /// Arguments of the build. `None`: without a value.
        args: Mapping<Option<Text>>,
        /// Whether and how provenance is attested.
        provenance: Text,
        /// Whether and how a bill of materials is attested.
        sbom: Text,
        /// SSH keys and agents that the build may use.
        ssh: SshKeys,
        /// Labels of the image.
        labels: Mapping<Text>,
        /// Where layers may come from.
        cache_from: Vec<Text>,
        /// Where layers go to.
        cache_to: Vec<Text>,
        /// Build all layers anew.
        no_cache: bool,
        /// Build the layers of these stages anew.
        no_cache_filter: Vec<Text>,
        /// Contexts by name.
        additional_contexts: Mapping<Text>,
        /// Ask the registry for newer base images.
        pull: bool,
        /// Host names for the build.
        extra_hosts: ExtraHosts,
        /// Isolation of the build, on Windows.
        isolation: Text,
        /// Network of the build.
        network: Text,
        /// The stage that is built.
        target: Text,
        /// Secrets that the build may use.
        secrets: Vec<FileReference>,
        /// Size of `/dev/shm` while building.
        shm_size: Bytes,
        /// Further names of the image.
        tags: Vec<Text>,
        /// Limits while building.
        ulimits: Mapping<Ulimit>,
        /// Platforms to build for.
        platforms: Vec<Text>,
        /// Build with all privileges.
        privileged: bool,
        .. extensions
    }
}

/// SSH keys and agents by id: a path, or `None` for the agent that is running.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SshKeys(pub Mapping<Text>);

impl Field for SshKeys {
    fn is_omitted(&self, _: Style) -> bool {
        self.0.is_empty()
    }

    /// Texts of `id` or `id: path`. Compose's JSON fails at the latter.
    fn shape(&self, _: Style) -> Shape<'_> {
        let key = |(id, path): (&Text, &Text)| {
            if path.is_empty() {
                Shape::text(id.to_string())
            } else {
                Shape::text(format!("{id}: {path}"))
            }
        };
        Shape::List(self.0.iter().map(key).collect())
    }

    fn decode(tree: &Tree, decoder: &mut Decoder<'_>) -> Option<Self> {
        Mapping::decode(tree, decoder).map(Self)
    }
}

serialize_as_json!(SshKeys);
