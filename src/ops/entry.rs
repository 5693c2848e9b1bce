//! What a run begins with: settings, places, the engine that is meant. Screen and command line are given the same.

use crate::compose::options::Asked;
use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::config::Loaded;
use crate::demo;
use crate::engine::Engine;
use crate::engine::sim::SimEngine;
use crate::hosts::{self, Choice, HostsError};
use crate::model::ids::HostId;
use crate::ops::connect::{Chosen, Fixed};
use crate::ops::our_now;
use crate::ops::watch::Connector;
use crate::plan::news::{Connection, HostError, ProjectMsg};
use crate::plan::projects::{self, ProjectError};
use crate::plan::reading::Reading;
use crate::plan::work::{ContextChoice, ProjectLabels};
use std::fmt;
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
    pub asked: Asked,
    /// The simulated engine, once it was made: what is done to it lasts as long as the process.
    pub simulated: OnceLock<Result<Simulated, String>>,
}

/// The simulated engine and the projects on its server.
#[derive(Clone)]
pub struct Simulated {
    engine: Arc<dyn Engine>,
    projects: Vec<ProjectMsg>,
}

/// A host and the way to it.
pub type Destination = (HostId, Arc<dyn Connector>);

impl Entry {
    /// The engine to begin with.
    ///
    /// # Errors
    /// The files of the demo cannot be read.
    pub fn destination(&self) -> Result<Destination, HostError> {
        if self.demo {
            self.demo_destination()
        } else {
            Ok(self.chosen(self.choice.clone()))
        }
    }

    /// Another engine, as a person chooses it while the program runs.
    ///
    /// # Errors
    /// As [`Entry::destination`].
    pub fn other(&self, connection: &Connection) -> Result<Destination, HostError> {
        match connection {
            Connection::Demo => self.demo_destination(),
            Connection::Context(name) => Ok(self.chosen(Choice {
                host: None,
                context: Some(name.clone()),
            })),
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

    fn demo_destination(&self) -> Result<Destination, HostError> {
        let simulated = self.simulated().map_err(|reason| HostError {
            tried: Vec::new(),
            chosen_by: format!("the demo cannot begin: {reason}"),
            hint: Some("mend that file, or unset `STACKTUI_DEMO_DIR`".to_owned()),
            retry_in: None,
        })?;
        let fixed = Fixed {
            engine: Arc::clone(&simulated.engine),
            endpoint: "demo".to_owned(),
            read_only: self.read_only(),
        };
        Ok((HostId::from("demo"), Arc::new(fixed)))
    }

    /// The simulated engine, made when it is first asked for. Its ten minutes of past end now.
    fn simulated(&self) -> Result<&Simulated, String> {
        let made = self.simulated.get_or_init(|| {
            let demo = demo::chosen(&self.surroundings, self.sources.as_ref())?;
            let engine = SimEngine::new(&demo.scenario, our_now(), self.demo_seed);
            Ok(Simulated {
                engine: Arc::new(engine),
                projects: demo.projects,
            })
        });
        made.as_ref().map_err(Clone::clone)
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

    /// The project in force: of the options, the environment, or a compose file here or above. In the demo only one
    /// that was named. Reads files.
    ///
    /// # Errors
    /// A file that was named does not exist, or a name is not normal.
    pub fn project(&self) -> Result<Option<ProjectMsg>, ProjectError> {
        self.project_in_force(self.demo)
    }

    /// Whether it can be told which project is meant, where one was named: what its files say is read later.
    ///
    /// # Errors
    /// As [`Entry::project`].
    pub fn check_project(&self) -> Result<(), ProjectError> {
        if self.demo || !self.names_a_project() {
            return Ok(());
        }
        projects::check(&self.asked, &self.surroundings, self.sources.as_ref())
    }

    fn project_in_force(&self, is_demo: bool) -> Result<Option<ProjectMsg>, ProjectError> {
        if !is_demo {
            let here = projects::here(&self.asked, &self.surroundings, self.sources.as_ref())?;
            if here.is_some() {
                return Ok(here);
            }
        }
        let name = self.asked.project_name.as_deref().or_else(|| {
            let variable = self.surroundings.get_filled("COMPOSE_PROJECT_NAME");
            variable.filter(|_| !is_demo)
        });
        Ok(name.map(|name| ProjectMsg {
            name: name.to_owned(),
            working_dir: String::new(),
            files: Vec::new(),
            reading: Reading::Unread,
            is_here: false,
        }))
    }

    /// The project of a stack that its labels tell of. Reads files.
    pub fn project_of(&self, labels: &ProjectLabels) -> ProjectMsg {
        projects::by_labels(labels, &self.surroundings, self.sources.as_ref())
    }

    /// Whether a project was named, rather than looked for: only then can looking for it fail.
    fn names_a_project(&self) -> bool {
        let set = |name: &str| self.surroundings.get_filled(name).is_some();
        let asked = &self.asked;
        !asked.files.is_empty()
            || !asked.env_files.is_empty()
            || asked.project_name.is_some()
            || asked.project_directory.is_some()
            || set("COMPOSE_FILE")
            || set("COMPOSE_PROJECT_NAME")
    }

    /// The projects to show, also where nothing of them runs: that in force; in the demo, those of its server.
    ///
    /// # Errors
    /// As [`Entry::project`].
    pub fn projects(&self) -> Result<Vec<ProjectMsg>, ProjectError> {
        if self.demo {
            return Ok(self.demo_projects());
        }
        Ok(self.project()?.into_iter().collect())
    }

    /// The projects to show on an engine that a person chose while the program runs. Reads files; what is wrong with them
    /// was told at the start.
    pub fn projects_on(&self, connection: &Connection) -> Vec<ProjectMsg> {
        match connection {
            Connection::Demo => self.demo_projects(),
            Connection::Context(_) => {
                let project = self.project_in_force(false);
                project.ok().flatten().into_iter().collect()
            }
        }
    }

    fn demo_projects(&self) -> Vec<ProjectMsg> {
        // A demo that cannot begin says so where it is connected to.
        let simulated = self.simulated();
        let projects = simulated.map_or_else(|_| Vec::new(), |one| one.projects.clone());
        // Its server is this machine: those of which nothing runs are shown, too.
        let here = |project| ProjectMsg {
            is_here: true,
            ..project
        };
        projects.into_iter().map(here).collect()
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("choice", &self.choice)
            .field("demo", &self.demo)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}
