//! The command line: what was asked for, and the commands that need no screen.
//!
//! Data goes to the standard output, everything else to the standard error. [`begin`] does a command and tells the exit
//! code, or hands back what the screen is to be started with.

pub mod args;
pub mod console;
pub mod error;
pub mod look;
pub mod process;
mod table;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod verbs;
mod when;

use crate::ops::Entry;
use crate::plan::act::{ActOptions, Verb, signal};
use args::{Cli, Command, Options, Targets};
use clap::Parser;
use clap::error::ErrorKind;
use console::Console;
pub use error::CliError;
use std::ffi::OsString;
use std::io::Write as _;
use std::time::Duration;
use verbs::act::Act;

/// What is to be done now.
#[derive(Debug)]
pub enum Begun {
    /// A command was done: the exit code.
    Done(u8),
    /// No command: the screen is wanted.
    Screen(Box<Entry>),
}

/// Reads the arguments, the program's name first, and does what needs no screen.
pub fn begin(arguments: impl IntoIterator<Item = OsString>) -> Begun {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let is_asked_for = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            // As Compose: wrong usage is 1, where clap has 2. A closed output is no fault.
            let _ = error.print();
            return Begun::Done(u8::from(!is_asked_for));
        }
    };
    match prepare(cli) {
        Ok((entry, None)) => Begun::Screen(Box::new(entry)),
        Ok((entry, Some(command))) => {
            let mut console = Console::of_process(&entry.loaded.settings, &entry.surroundings);
            let done = verbs::run(&entry, &command, &mut console);
            let done = done.and_then(|()| Ok(console.out.flush()?));
            Begun::Done(done.map_or_else(|error| tell(&error), |()| 0))
        }
        Err(error) => Begun::Done(tell(&error)),
    }
}

/// Says what went wrong, unless it was said, and answers with the exit code.
pub fn tell(error: &CliError) -> u8 {
    if let CliError::Failed { .. } = error {
        // Nobody to tell it to is no reason to fail in another way.
        let _ = writeln!(std::io::stderr(), "{error}");
    }
    error.code()
}

fn prepare(cli: Cli) -> Result<(Entry, Option<Verbs>), CliError> {
    let command = cli
        .command
        .map(|command| verb(command, &cli.options))
        .transpose()?;
    let entry = process::entry(cli.options)?;
    Ok((entry, command))
}

/// A command, understood.
#[derive(Debug)]
pub enum Verbs {
    /// `ps`
    Ps(args::Ps),
    /// `logs`
    Logs(args::Logs),
    /// Everything that changes containers.
    Act(Act),
    /// `config`
    Config(Box<args::Config>),
    /// `info`
    Info(args::Info),
    /// `settings`
    Settings(args::SettingsArgs),
    /// `generate`
    Generate(args::Generated),
}

fn verb(command: Command, options: &Options) -> Result<Verbs, CliError> {
    let act = |verb: Verb, targets: Targets| Act {
        verb,
        targets: targets.targets,
        options: ActOptions::default(),
        alone: false,
        stop_first: false,
        yes: false,
        dry_run: options.dry_run,
    };
    let grace = |seconds: Option<u32>| ActOptions {
        grace: seconds.map(|seconds| Duration::from_secs(u64::from(seconds))),
    };
    Ok(match command {
        Command::Ps(args) => Verbs::Ps(args),
        Command::Logs(args) => Verbs::Logs(args),
        Command::Config(args) => Verbs::Config(args),
        Command::Info(args) => Verbs::Info(args),
        Command::Settings(args) => Verbs::Settings(args),
        Command::Generate(args) => Verbs::Generate(args.what),
        Command::Start(targets) => Verbs::Act(act(Verb::Start, targets)),
        Command::Pause(targets) => Verbs::Act(act(Verb::Pause, targets)),
        Command::Unpause(targets) => Verbs::Act(act(Verb::Unpause, targets)),
        Command::Stop(args) => Verbs::Act(Act {
            options: grace(args.timeout),
            ..act(Verb::Stop, args.targets)
        }),
        Command::Restart(args) => Verbs::Act(Act {
            options: grace(args.timeout),
            alone: args.no_deps,
            ..act(Verb::Restart, args.targets)
        }),
        Command::Kill(args) => {
            let signal = signal(&args.signal).ok_or_else(|| {
                CliError::new(format!("`{}` is no signal", args.signal))
                    .with_hint("write `SIGTERM`, `TERM` or `15`; `kill -l` lists them")
            })?;
            Verbs::Act(act(Verb::Kill { signal }, args.targets))
        }
        Command::Rm(args) => Verbs::Act(Act {
            stop_first: args.stop,
            yes: args.force,
            ..act(
                Verb::Remove {
                    force: false,
                    volumes: args.volumes,
                },
                args.targets,
            )
        }),
    })
}
