//! The command line.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Every stack that runs on a server, live on one screen, and every container in hand.
///
/// Without a command it shows the screen. Options stand before the command; after it, its own letters count.
#[derive(Clone, Debug, Default, Parser)]
#[command(
    name = "stacktui",
    version,
    propagate_version = false,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Targets of commands: STACK/SERVICE, STACK/SERVICE/N, STACK/, a container's name or id. A bare word is \
                  a service where a project is in force (-f, -p, COMPOSE_FILE, or a compose file here or above), \
                  else a stack, then a container.\n\nExit codes: 0 done, 1 failed, refused or wrong usage, \
                  2 a fault of stacktui, 130 and 143 ended by a signal."
)]
pub struct Cli {
    /// Options of all commands.
    #[command(flatten)]
    pub options: Options,
    /// What to do; nothing: show the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options before the command.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct Options {
    /// Engine to connect to: `unix:///path`, `tcp://host:port`
    #[arg(short = 'H', long, value_name = "URL", help_heading = "Engine")]
    pub host: Vec<String>,
    /// Docker context to use
    #[arg(short, long, value_name = "NAME", help_heading = "Engine")]
    pub context: Option<String>,
    /// Simulated engine with a sample server; nothing real is touched
    #[arg(long, help_heading = "Engine")]
    pub demo: bool,
    /// Other ids and times in the demo
    #[arg(
        long,
        value_name = "N",
        env = "STACKTUI_DEMO_SEED",
        hide_env = true,
        help_heading = "Engine"
    )]
    pub demo_seed: Option<u64>,

    /// Compose file; several are merged
    #[arg(short, long, value_name = "FILE", help_heading = "Project")]
    pub file: Vec<String>,
    /// Project name
    #[arg(short, long, value_name = "NAME", help_heading = "Project")]
    pub project_name: Option<String>,
    /// Directory that the project's paths count from
    #[arg(long, value_name = "DIR", help_heading = "Project")]
    pub project_directory: Option<PathBuf>,
    /// File of variables in place of .env
    #[arg(long, value_name = "FILE", help_heading = "Project")]
    pub env_file: Vec<PathBuf>,
    /// Profile to enable
    #[arg(long, value_name = "NAME", help_heading = "Project")]
    pub profile: Vec<String>,

    /// Change nothing: no act, no shell, no file saved
    #[arg(long)]
    pub read_only: bool,
    /// Print the plan of an act and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Show stopped containers of no stack too
    #[arg(short, long)]
    pub all: bool,

    /// Settings file; keys and themes are looked for beside it
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    pub config: Option<PathBuf>,
    /// Theme: auto, dark, light, sixteen, mono, or one of your own
    #[arg(long, value_name = "NAME", help_heading = "Settings")]
    pub theme: Option<String>,
    /// Colours
    #[arg(
        long,
        value_name = "WHEN",
        help_heading = "Settings",
        conflicts_with = "no_color"
    )]
    pub color: Option<When>,
    /// No colours
    #[arg(long, help_heading = "Settings")]
    pub no_color: bool,
    /// Only ASCII in what the program itself draws
    #[arg(long, help_heading = "Settings")]
    pub ascii: bool,
    /// Fewer bytes to the terminal
    #[arg(long, help_heading = "Settings")]
    pub low_bandwidth: bool,
    /// Write what the program does into a file: error, warn, info, debug, trace
    #[arg(long, value_name = "LEVEL", help_heading = "Settings")]
    pub log_level: Option<Level>,
    /// That file; without it stacktui.log in the state folder
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    pub log_file: Option<PathBuf>,

    /// Colours, as Compose calls it: never, always, auto
    #[arg(
        long,
        value_name = "WHEN",
        help_heading = "Of Compose, taken for its sake"
    )]
    pub ansi: Option<When>,
    /// Progress output: taken, has no effect
    #[arg(
        long,
        value_name = "TYPE",
        help_heading = "Of Compose, taken for its sake"
    )]
    pub progress: Option<String>,
    /// Calls at the same time: taken, has no effect
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        help_heading = "Of Compose, taken for its sake"
    )]
    pub parallel: Option<i64>,
    /// Names with underscores: taken, has no effect
    #[arg(long, help_heading = "Of Compose, taken for its sake")]
    pub compatibility: bool,
    /// Resources of no service too: taken, has no effect
    #[arg(long, help_heading = "Of Compose, taken for its sake")]
    pub all_resources: bool,
}

/// When to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// As the surroundings say.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    /// As settings write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// How much goes into the log file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(words: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("stacktui").chain(words.split_whitespace()))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn letters_mean_what_their_place_says() {
        let Some(Command::Logs(logs)) = parse("-f compose.yaml logs -f -n 5 api").unwrap().command
        else {
            panic!("logs is meant");
        };
        assert!(logs.follow && logs.tail == "5" && logs.targets == ["api"]);
        let cli = parse("-f a.yaml -f b.yaml rm -f -v shop/api").unwrap();
        assert_eq!(cli.options.file.len(), 2);
        assert!(matches!(cli.command, Some(Command::Rm(rm)) if rm.force && rm.volumes));
    }

    #[test]
    fn options_stand_before_the_command_only() {
        for words in ["ps --demo", "stop --dry-run shop/", "start --read-only x"] {
            assert!(parse(words).is_err(), "{words}");
        }
        assert!(parse("--demo --read-only --dry-run -H unix:///x ps -A --json").is_ok());
    }

    #[test]
    fn project_options_of_compose_are_taken() {
        let words = "--ansi never --progress plain --parallel -1 --compatibility --all-resources --profile a --profile b \
                     --env-file x.env --project-directory /srv -p shop ps";
        assert!(parse(words).is_ok());
    }
}
