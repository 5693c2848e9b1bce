//! What the process is given by its surroundings: read once, here, and handed on as values.

use crate::cli::args::{Level, Options};
use crate::cli::error::CliError;
use crate::compose::disk::Disk;
use crate::compose::options::Asked;
use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::config::load::Overrides;
use crate::config::{Loaded, load};
use crate::hosts::{Choice, HostsError};
use crate::ops::{self, Entry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Environment, places and the person.
///
/// # Errors
/// The current directory is gone.
pub fn surroundings() -> Result<Surroundings, CliError> {
    let variables: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let real = std::env::current_dir().map_err(|error| {
        CliError::new(format!("cannot tell the current directory: {error}"))
            .with_hint("it may have been removed: go to another one")
    })?;
    let by_shell = variables.get("PWD").map(PathBuf::from);
    let cwd = by_shell
        .filter(|by_shell| by_shell.is_absolute() && is_same(by_shell, &real))
        .unwrap_or(real);
    Ok(Surroundings {
        variables,
        home: std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
        cwd,
        uid: user_id(),
    })
}

/// Whether two paths lead to one directory: the shell keeps the link by which a person came to it, and a project's name
/// and paths come from that, as in Compose.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| Disk.real_path(path);
    real(one).is_some_and(|path| Some(path) == real(other))
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn user_id() -> Option<u32> {
    Some(rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn user_id() -> Option<u32> {
    None
}

/// All that a run begins with.
///
/// # Errors
/// Options that contradict each other, or settings that cannot be used.
pub(super) fn entry(options: Options) -> Result<Entry, CliError> {
    let surroundings = surroundings()?;
    let loaded = load(
        &surroundings,
        &Disk,
        options.config.as_deref(),
        &overrides(&options),
    )?;
    trace(&options, &loaded, &surroundings)?;
    let host = match options.host.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        many => {
            return Err(CliError::new(format!(
                "{} hosts are given, and only one can be shown at a time",
                many.len()
            ))
            .with_hint("give one `-H`; the screen changes to another with `@`"));
        }
    };
    if host.is_some() && options.context.is_some() {
        return Err(HostsError::HostAndContext.into());
    }
    if options.demo && (host.is_some() || options.context.is_some()) {
        return Err(
            CliError::new("`--demo` cannot be used together with `-H` or `-c`")
                .with_hint("the demo is an engine of its own"),
        );
    }
    Ok(Entry {
        loaded,
        surroundings: Arc::new(surroundings),
        sources: Arc::new(Disk),
        demo: options.demo,
        demo_seed: options.demo_seed.unwrap_or(1),
        asked: asked(&options),
        choice: Choice {
            host,
            context: options.context,
        },
        simulated: OnceLock::new(),
    })
}

/// Which project is meant.
pub(crate) fn asked(options: &Options) -> Asked {
    Asked {
        files: options.file.clone(),
        project_name: options.project_name.clone(),
        project_directory: options.project_directory.clone(),
        env_files: options.env_file.clone(),
        profiles: options.profile.clone(),
        compatibility: options.compatibility,
        all_resources: options.all_resources,
        ..Asked::default()
    }
}

/// Options that are settings, too.
fn overrides(options: &Options) -> Overrides {
    let mut overrides = Overrides::new();
    let mut add = |name, option, value: &str| overrides.push((name, option, value.to_owned()));
    if let Some(theme) = &options.theme {
        add("theme", "--theme", theme);
    }
    if let Some(when) = options.ansi {
        add("color", "--ansi", when.word());
    }
    if let Some(when) = options.color {
        add("color", "--color", when.word());
    }
    if options.no_color {
        add("color", "--no-color", "never");
    }
    for (is_on, name, option, value) in [
        (options.ascii, "ascii", "--ascii", "true"),
        (options.read_only, "read-only", "--read-only", "true"),
        (
            options.low_bandwidth,
            "low-bandwidth",
            "--low-bandwidth",
            "on",
        ),
        (options.all, "all", "--all", "true"),
    ] {
        if is_on {
            add(name, option, value);
        }
    }
    overrides
}

/// Begins to write the log file, where one is asked for.
fn trace(options: &Options, loaded: &Loaded, surroundings: &Surroundings) -> Result<(), CliError> {
    if options.log_level.is_none() && options.log_file.is_none() {
        return Ok(());
    }
    let level = match options.log_level {
        Some(Level::Error) => tracing::Level::ERROR,
        Some(Level::Warn) => tracing::Level::WARN,
        Some(Level::Debug) => tracing::Level::DEBUG,
        Some(Level::Trace) => tracing::Level::TRACE,
        Some(Level::Info) | None => tracing::Level::INFO,
    };
    let file: Option<PathBuf> = match &options.log_file {
        Some(file) => Some(surroundings.cwd.join(file)),
        None => loaded
            .paths
            .state
            .as_ref()
            .map(|state| state.join("stacktui.log")),
    };
    let Some(file) = file else {
        return Err(
            CliError::new("there is no folder for the log file: `HOME` is not set")
                .with_hint("say where with `--log-file`"),
        );
    };
    Ok(ops::files::begin_log(&file, level)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser;

    fn set(words: &str) -> Vec<(&'static str, &'static str, String)> {
        let words = std::iter::once("stacktui").chain(words.split_whitespace());
        overrides(&Cli::try_parse_from(words).unwrap().options)
    }

    #[test]
    fn options_that_are_settings_say_which_option_they_were() {
        assert_eq!(
            set("--theme mono --no-color --low-bandwidth -a"),
            [
                ("theme", "--theme", "mono".to_owned()),
                ("color", "--no-color", "never".to_owned()),
                ("low-bandwidth", "--low-bandwidth", "on".to_owned()),
                ("all", "--all", "true".to_owned()),
            ]
        );
        assert_eq!(
            set("--ansi always --color never"),
            [
                ("color", "--ansi", "always".to_owned()),
                ("color", "--color", "never".to_owned())
            ],
            "our own option counts more"
        );
    }
}
