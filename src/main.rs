//! The program: reads what was asked for, does it or shows the screen, and ends with its exit code.

use stacktui::cli::{self, Begun};
use stacktui::{program, runtime};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// A fault of the program itself.
const FAULT: u8 = 2;

fn main() -> ExitCode {
    let reports = color_eyre::config::HookBuilder::default()
        .display_env_section(false)
        .panic_section("this is a fault of stacktui")
        .install();
    if let Err(error) = reports {
        tracing::debug!("no reports of panics: {error}");
    }
    runtime::install_panic_hook();
    // The report was printed by the hook.
    let code = catch_unwind(AssertUnwindSafe(run)).unwrap_or(FAULT);
    ExitCode::from(code)
}

fn run() -> u8 {
    match cli::begin(std::env::args_os()) {
        Begun::Done(code) => code,
        Begun::Screen(entry) => program::start(*entry).unwrap_or_else(|error| cli::tell(&error)),
    }
}
