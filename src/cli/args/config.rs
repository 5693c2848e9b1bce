//! `config` and its options: those of Compose under its names, and our own.

use clap::Args;
use std::path::PathBuf;

/// `config`
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Config {
    /// Only these services and what they depend on, whatever their profiles
    #[arg(value_name = "SERVICE")]
    pub selected: Vec<String>,
    /// yaml or json; with --variables: table, json, yaml
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<String>,
    /// Write into a file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Only check, print nothing
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    /// Each field with the file, line and column that it comes from, and through what
    #[arg(long, help_heading = "Output", conflicts_with_all = ["format", "output"])]
    pub origins: bool,
    /// The same as --format json; with --origins, those as JSON
    #[arg(long, help_heading = "Output", conflicts_with = "format")]
    pub json: bool,

    /// What to print in place of the project.
    #[command(flatten)]
    pub listed: Listed,

    /// Leave variables as they are written
    #[arg(long, help_heading = "Reading")]
    pub no_interpolate: bool,
    /// Leave out what Compose fills in: names, default networks, ...
    #[arg(long, help_heading = "Reading")]
    pub no_normalize: bool,
    /// Leave paths relative
    #[arg(long, help_heading = "Reading")]
    pub no_path_resolution: bool,
    /// Do not check whether what services refer to is there
    #[arg(long, help_heading = "Reading")]
    pub no_consistency: bool,
    /// Do not read the env files of services
    #[arg(long, help_heading = "Reading")]
    pub no_env_resolution: bool,
    /// Pin images to digests: refused, it takes a registry
    #[arg(long, help_heading = "Reading")]
    pub resolve_image_digests: bool,
    /// An override file with digests of images: refused, it takes a registry
    #[arg(long, help_heading = "Reading")]
    pub lock_image_digests: bool,
}

/// Lists of a project. Of several the first in this order counts, as in Compose.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Listed {
    /// Names of services
    #[arg(long, help_heading = "Lists")]
    pub services: bool,
    /// Names of volumes
    #[arg(long, help_heading = "Lists")]
    pub volumes: bool,
    /// Names of networks
    #[arg(long, help_heading = "Lists")]
    pub networks: bool,
    /// Models
    #[arg(long, help_heading = "Lists")]
    pub models: bool,
    /// Hashes of services, by which Compose knows that a container is up to date; `*` for all
    #[arg(long, value_name = "SERVICE", help_heading = "Lists")]
    pub hash: Option<String>,
    /// Profiles
    #[arg(long, help_heading = "Lists")]
    pub profiles: bool,
    /// Images
    #[arg(long, help_heading = "Lists")]
    pub images: bool,
    /// Variables that the files use, with their defaults
    #[arg(long, help_heading = "Lists")]
    pub variables: bool,
    /// Variables that the files are filled in with
    #[arg(long, help_heading = "Lists")]
    pub environment: bool,
}
