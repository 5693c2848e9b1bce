//! The command line.

mod commands;
mod config;

use clap::{Args, Parser, ValueEnum};
pub use commands::{
    Command, Format, Generate, Generated, Info, Kill, Logs, Ps, Restart, Rm, SettingsArgs, Stop,
    Targets,
};
pub use config::{Config, Listed};
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
    #[arg(long, value_name = "DIR", value_parser = any_path, help_heading = "Project")]
    pub project_directory: Option<PathBuf>,
    /// File of variables in place of .env; of several, the later counts
    #[arg(long, value_name = "FILE", value_parser = any_path, help_heading = "Project")]
    pub env_file: Vec<PathBuf>,
    /// Profile to enable; `*` enables all
    #[arg(long, value_name = "NAME", help_heading = "Project")]
    pub profile: Vec<String>,
    /// Networks, volumes, configs, secrets and models that no service uses, too
    #[arg(long, help_heading = "Project")]
    pub all_resources: bool,
    /// Names with underscores, as Compose 1 had them
    #[arg(long, help_heading = "Project")]
    pub compatibility: bool,

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
        value_parser = ["auto", "tty", "plain", "json", "quiet", "none"],
        hide_possible_values = true,
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
}

/// A path that may be empty: what that means is Compose's to say.
#[expect(clippy::unnecessary_wraps, reason = "what clap expects of a parser")]
fn any_path(text: &str) -> Result<PathBuf, std::convert::Infallible> {
    Ok(PathBuf::from(text))
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
    fn config_takes_the_options_of_compose() {
        let words = "--profile a config --format json --hash * --services --volumes --networks --models --profiles --images \
                     --variables --environment --no-interpolate --no-normalize --no-path-resolution --no-consistency \
                     --no-env-resolution -q -o out.yaml a b";
        let Some(Command::Config(config)) = parse(words).unwrap().command else {
            panic!("config is meant");
        };
        assert_eq!(config.selected, ["a", "b"]);
        assert_eq!(config.listed.hash.as_deref(), Some("*"));
        assert!(config.listed.services && config.quiet && config.no_env_resolution);
        for words in [
            "config -f x",
            "config --profile a",
            "config --origins --format json",
        ] {
            assert!(parse(words).is_err(), "{words}");
        }
        assert!(parse("config --origins --json").is_ok());
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
        let empty = [
            "stacktui",
            "--env-file",
            "",
            "--project-directory",
            "",
            "ps",
        ];
        assert!(Cli::try_parse_from(empty).is_ok());
    }
}
