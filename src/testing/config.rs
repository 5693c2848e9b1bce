//! `stacktui config` without a process: files, environment and options as values, and what it prints.

use crate::cli::args::{Cli, Command, Config};
use crate::cli::console::Console;
use crate::cli::verbs::config;
use crate::compose::load::{LoadRequest, Loaded, load};
use crate::compose::options::Asked;
use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::config::Loaded as LoadedSettings;
use crate::config::settings::Settings;
use crate::hosts::Choice;
use crate::ops::Entry;
use clap::Parser;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A project that is asked for.
pub struct Asking(Entry);

impl Asking {
    /// A project among these files.
    pub fn new(asked: Asked, sources: impl Sources + 'static, surroundings: Surroundings) -> Self {
        Self(Entry {
            loaded: LoadedSettings {
                settings: Settings::default(),
                ..LoadedSettings::default()
            },
            choice: Choice::default(),
            demo: false,
            demo_seed: 1,
            asked,
            simulated: OnceLock::new(),
            surroundings: Arc::new(surroundings),
            sources: Arc::new(sources),
        })
    }

    /// What `config OPTIONS` prints.
    ///
    /// # Errors
    /// What it says where it fails.
    pub fn print(&self, options: &[&str]) -> Result<String, String> {
        let (out, err) = (Written::default(), Written::default());
        let mut console = Console {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            is_colored: false,
            is_talk_colored: false,
            is_ascii: false,
            can_ask: false,
        };
        let arguments = arguments(options)?;
        config::run(&self.0, &arguments, &mut console)
            .map(|()| out.text())
            .map_err(|error| format!("{}{error}", err.text()))
    }

    /// The project, loaded as for `config`.
    pub fn load(&self) -> Loaded {
        let request = LoadRequest {
            asked: self.0.asked.clone(),
            ..LoadRequest::default()
        };
        load(&request, self.0.sources.as_ref(), &self.0.surroundings)
    }
}

fn arguments(options: &[&str]) -> Result<Config, String> {
    let words = ["stacktui", "config"].iter().chain(options);
    match Cli::try_parse_from(words) {
        Ok(Cli {
            command: Some(Command::Config(arguments)),
            ..
        }) => Ok(*arguments),
        Ok(_) => Err("no `config`".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// An end of a command that keeps what is written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&written).into_owned()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
