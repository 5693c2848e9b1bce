//! `config`: the project as it is read, and lists of what is in it.

use crate::cli::args::Config;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::ops::Entry;

/// Prints what was asked for.
///
/// # Errors
/// The project cannot be read, or something that was asked for is not there.
pub fn run(entry: &Entry, args: &Config, console: &mut Console) -> Result<(), CliError> {
    let _ = (entry, args, console);
    Err(CliError::new("projects cannot be read yet"))
}
