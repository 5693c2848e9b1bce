//! The commands, one file each.

pub mod act;
pub mod config;
pub mod generate;
pub mod info;
pub mod logs;
pub mod ps;
mod ps_compose;
pub mod settings;

use crate::cli::Verbs;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::ops::Entry;

/// Does a command to its end.
///
/// # Errors
/// Whatever it ends in other than well.
pub fn run(entry: &Entry, command: &Verbs, console: &mut Console) -> Result<(), CliError> {
    if !matches!(command, Verbs::Generate(_)) {
        for warning in &entry.loaded.warnings {
            console.warn(&warning.to_string());
        }
    }
    match command {
        Verbs::Settings(args) => settings::run(&entry.loaded, args, console),
        Verbs::Generate(what) => generate::run(what, console),
        Verbs::Config(args) => config::run(entry, args, console),
        Verbs::Ps(args) => block_on(ps::run(entry, args, console)),
        Verbs::Logs(args) => block_on(logs::run(entry, args, console)),
        Verbs::Act(act) => block_on(act::run(entry, act, console)),
        Verbs::Info(args) => block_on(info::run(entry, args, console)),
    }
}

fn block_on(work: impl Future<Output = Result<(), CliError>>) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("cannot start: {error}")))?;
    let done = runtime.block_on(work);
    // A call that still hangs must not hold up the end.
    runtime.shutdown_background();
    done
}
