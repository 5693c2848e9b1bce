//! The commands and their own options.

use crate::cli::args::config::Config;
use clap::{ArgAction, Args, Subcommand, ValueEnum};

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// List stacks, services and containers, failing first
    Ps(Ps),
    /// Print logs, merged by time
    Logs(Logs),
    /// Start containers, dependencies first
    Start(Targets),
    /// Stop containers, dependants first
    Stop(Stop),
    /// Restart containers, and the dependants that ask for it
    Restart(Restart),
    /// Freeze containers
    Pause(Targets),
    /// Let frozen containers go on
    Unpause(Targets),
    /// Send a signal to containers
    Kill(Kill),
    /// Remove stopped containers
    Rm(Rm),
    /// Read the project and print it in its canonical form
    Config(Box<Config>),
    /// Say which engine is used, who chose it, and where files are
    Info(Info),
    /// Print the settings in force
    Settings(SettingsArgs),
    /// Write files that belong to the program
    Generate(Generate),
}

/// `ps`
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Ps {
    /// Only these: STACK/, STACK/SERVICE, a container
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Show stopped containers of no stack too
    #[arg(short, long)]
    pub all: bool,
    /// The whole host, also where a project is in force
    #[arg(short = 'A', long)]
    pub all_projects: bool,
    /// One JSON array with an object a container
    #[arg(long, conflicts_with_all = ["format", "quiet"])]
    pub json: bool,
    /// table, or json as Compose prints it: an object a line
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Only ids
    #[arg(short, long)]
    pub quiet: bool,
}

/// Forms of `ps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// As Compose prints it.
    Json,
}

/// `logs`
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Logs {
    /// Whose: STACK/, STACK/SERVICE, a container; without any, the project's in force
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Stay for what comes, through restarts
    #[arg(short, long)]
    pub follow: bool,
    /// Last lines of each container to begin with
    #[arg(
        short = 'n',
        long,
        value_name = "N",
        default_value = "all",
        allow_negative_numbers = true
    )]
    pub tail: String,
    /// From this moment on: 10m, 1h30m, 2026-11-24T07:40:00Z, seconds since 1970
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Up to this moment
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// With the time of each line
    #[arg(short, long)]
    pub timestamps: bool,
    /// No colours
    #[arg(long)]
    pub no_color: bool,
    /// Without the name before each line
    #[arg(long)]
    pub no_log_prefix: bool,
}

/// Containers to act on.
#[derive(Args, Clone, Debug, Default)]
pub struct Targets {
    /// STACK/SERVICE, STACK/SERVICE/N, STACK/, a container's name or id
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
}

/// `stop`
#[derive(Args, Clone, Debug, Default)]
pub struct Stop {
    /// Whom.
    #[command(flatten)]
    pub targets: Targets,
    /// Seconds until SIGKILL in place of each container's own
    #[arg(short = 't', long, value_name = "SECONDS")]
    pub timeout: Option<u32>,
}

/// `restart`
#[derive(Args, Clone, Debug, Default)]
pub struct Restart {
    /// Whom.
    #[command(flatten)]
    pub targets: Targets,
    /// Seconds until SIGKILL in place of each container's own
    #[arg(short = 't', long, value_name = "SECONDS")]
    pub timeout: Option<u32>,
    /// Leave out dependants that say `restart: true`
    #[arg(long)]
    pub no_deps: bool,
}

/// `kill`
#[derive(Args, Clone, Debug, Default)]
pub struct Kill {
    /// Whom.
    #[command(flatten)]
    pub targets: Targets,
    /// Signal by name or number
    #[arg(short = 's', long, value_name = "SIGNAL", default_value = "SIGKILL")]
    pub signal: String,
}

/// `rm`
#[derive(Args, Clone, Debug, Default)]
pub struct Rm {
    /// Whom.
    #[command(flatten)]
    pub targets: Targets,
    /// Do not ask
    #[arg(short, long, action = ArgAction::SetTrue)]
    pub force: bool,
    /// Stop what runs first
    #[arg(short, long)]
    pub stop: bool,
    /// Remove anonymous volumes of the containers too
    #[arg(short, long)]
    pub volumes: bool,
}

/// `info`
#[derive(Args, Clone, Debug, Default)]
pub struct Info {
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `settings`
#[derive(Args, Clone, Debug, Default)]
pub struct SettingsArgs {
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// With where each comes from
    #[arg(long)]
    pub origins: bool,
    /// The defaults instead, as a file to begin with
    #[arg(long, conflicts_with_all = ["json", "origins"])]
    pub default: bool,
}

/// `generate`
#[derive(Args, Clone, Debug)]
pub struct Generate {
    /// What.
    #[command(subcommand)]
    pub what: Generated,
}

/// What can be generated.
#[derive(Clone, Debug, Subcommand)]
pub enum Generated {
    /// The manual page, for `man`
    Man,
    /// Completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// The table of actions and keys, in Markdown
    Keys,
    /// The default settings, as a file to begin with
    Settings,
}
