//! Starts the screen on the engine that docker's settings choose, or on the one given as `-H URL` or `-c CONTEXT`.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use stacktui::app::{keymap::Keymap, state::Circumstances};
use stacktui::compose::disk::Disk;
use stacktui::compose::surroundings::Surroundings;
use stacktui::config::settings::Settings;
use stacktui::config::theme::Theme;
use stacktui::hosts::{self, Choice};
use stacktui::ops::connect::Chosen;
use stacktui::plan::news::{Connection, HostError};
use stacktui::program::{self, Start};
use stacktui::runtime::{self, Capabilities, Destination, Tools};

fn main() -> ExitCode {
    runtime::install_panic_hook();
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            #[expect(
                clippy::print_stderr,
                reason = "the one place for a message before or after the screen"
            )]
            {
                eprintln!("stacktui: {message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<u8, String> {
    let mut choice = Choice::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("`{argument}` needs a value"))
        };
        match argument.as_str() {
            "-H" | "--host" => choice.host = Some(value()?),
            "-c" | "--context" => choice.context = Some(value()?),
            _ => {
                return Err(format!(
                    "unknown argument `{argument}`; there are `-H URL` and `-c CONTEXT`"
                ));
            }
        }
    }
    runtime::check_terminal()?;
    let variables: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let cwd = std::env::current_dir()
        .map_err(|error| format!("cannot tell the current directory: {error}"))?;
    let surroundings = Arc::new(Surroundings {
        variables,
        home: std::env::home_dir(),
        cwd: cwd.clone(),
        uid: runtime::user_id(),
    });
    let settings = Settings::default();
    let capabilities =
        Capabilities::detect(&|name| surroundings.get(name).map(str::to_owned), &settings)?;
    let detach_keys =
        hosts::detach_keys(&surroundings, &Disk).map_err(|error| error.to_string())?;
    let chosen = Chosen {
        choice,
        surroundings: Arc::clone(&surroundings),
        sources: Arc::new(Disk),
        read_only: false,
    };
    let (other, lister) = (chosen.clone(), Arc::clone(&surroundings));
    let find = move |connection: &Connection| -> Result<Destination, HostError> {
        match connection {
            Connection::Context(name) => {
                let choice = Choice {
                    host: None,
                    context: Some(name.clone()),
                };
                let chosen = Chosen {
                    choice,
                    ..other.clone()
                };
                Ok((chosen.host_id(), Arc::new(chosen)))
            }
            Connection::Demo => Err(HostError {
                tried: Vec::new(),
                chosen_by: "the demo".to_owned(),
                hint: Some("this version has no demo yet".to_owned()),
                retry_in: None,
            }),
        }
    };
    let start = Start {
        settings,
        keymap: Keymap::default(),
        theme: Theme::default(),
        capabilities,
        destination: (chosen.host_id(), Arc::new(chosen)),
        tools: Tools {
            destinations: Arc::new(find),
            contexts: Arc::new(move || hosts::context_choices(&lister, &Disk)),
            directory: cwd,
            read_only: false,
            detach_keys: detach_keys.clone(),
            term: surroundings.get("TERM").unwrap_or("xterm").to_owned(),
        },
        circumstances: Circumstances {
            is_thrifty: capabilities.thrifty,
            is_ascii: !capabilities.unicode,
            detach_keys,
            ..Circumstances::default()
        },
        projects: Box::new(Vec::new),
    };
    program::show(start).map_err(|error| error.to_string())
}
