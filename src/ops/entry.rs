//! What a run begins with: settings, places, the engine that is meant. Screen and command line are given the same.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::config::Loaded;
use crate::engine::Engine;
use crate::hosts::{self, Choice, HostsError};
use crate::model::ids::HostId;
use crate::ops::connect::{Chosen, Fixed};
use crate::ops::watch::Connector;
use crate::plan::news::{Connection, ProjectMsg};
use crate::plan::work::ContextChoice;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A run of the program.
pub struct Entry {
    /// Settings in force, with what is to be said about them.
    pub loaded: Loaded,
    /// Environment and places.
    pub surroundings: Arc<Surroundings>,
    /// Files.
    pub sources: Arc<dyn Sources>,
    /// The engine that was asked for.
    pub choice: Choice,
    /// The simulated engine instead of a real one.
    pub demo: bool,
    /// Its seed.
    pub demo_seed: u64,
    /// The project that was asked for.
    pub project: ProjectChoice,
    /// The simulated engine, once it was made: what is done to it lasts as long as the process.
    pub simulated: OnceLock<Arc<dyn Engine>>,
}

/// Compose's own options that say which project is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectChoice {
    /// `-f`
    pub files: Vec<PathBuf>,
    /// `-p`
    pub name: Option<String>,
    /// `--project-directory`
    pub directory: Option<PathBuf>,
    /// `--env-file`
    pub env_files: Vec<PathBuf>,
    /// `--profile`
    pub profiles: Vec<String>,
}

/// A host and the way to it.
pub type Destination = (HostId, Arc<dyn Connector>);

impl Entry {
    /// The engine to begin with.
    pub fn destination(&self) -> Destination {
        if self.demo {
            self.demo_destination()
        } else {
            self.chosen(self.choice.clone())
        }
    }

    /// Another engine, as a person chooses it while the program runs.
    pub fn other(&self, connection: &Connection) -> Destination {
        match connection {
            Connection::Demo => self.demo_destination(),
            Connection::Context(name) => self.chosen(Choice {
                host: None,
                context: Some(name.clone()),
            }),
        }
    }

    fn chosen(&self, choice: Choice) -> Destination {
        let chosen = Chosen {
            choice,
            surroundings: Arc::clone(&self.surroundings),
            sources: Arc::clone(&self.sources),
            read_only: self.read_only(),
        };
        (chosen.host_id(), Arc::new(chosen))
    }

    fn demo_destination(&self) -> Destination {
        let engine = self.simulated.get_or_init(|| simulated(self.demo_seed));
        let fixed = Fixed {
            engine: Arc::clone(engine),
            endpoint: "demo".to_owned(),
            read_only: self.read_only(),
        };
        (HostId::from("demo"), Arc::new(fixed))
    }

    /// Nothing is changed.
    pub const fn read_only(&self) -> bool {
        self.loaded.settings.read_only
    }

    /// The docker contexts on offer. Reads files.
    pub fn contexts(&self) -> Vec<ContextChoice> {
        hosts::context_choices(&self.surroundings, self.sources.as_ref())
    }

    /// Keys that leave an attached container running.
    ///
    /// # Errors
    /// Docker's configuration cannot be read.
    pub fn detach_keys(&self) -> Result<String, HostsError> {
        hosts::detach_keys(&self.surroundings, self.sources.as_ref())
    }

    /// The project in force: of the options, the environment, or a compose file here or above. Reads files.
    pub fn project(&self) -> Option<ProjectMsg> {
        None
    }
}

fn simulated(seed: u64) -> Arc<dyn Engine> {
    Arc::new(crate::engine::sim::SimEngine::new(
        &crate::engine::sim::Scenario::default(),
        crate::ops::our_now(),
        seed,
    ))
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("choice", &self.choice)
            .field("demo", &self.demo)
            .field("project", &self.project)
            .finish_non_exhaustive()
    }
}
