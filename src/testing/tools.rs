//! What the work of a played session is done with.

use crate::compose::sources::Memory;
use crate::compose::surroundings::Surroundings;
use crate::demo;
use crate::engine::sim::{Scenario, SimEngine};
use crate::model::ids::HostId;
use crate::model::time::Timestamp;
use crate::ops::connect::Fixed;
use crate::ops::{Connected, Connector};
use crate::plan::news::{Connection, HostError, ProjectMsg};
use crate::plan::projects;
use crate::plan::work::ContextChoice;
use crate::runtime::{Destination, Tools};
use crate::testing::session::START;
use futures_util::future::BoxFuture;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The compose files of a session.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    /// Those of here.
    pub(super) here: Vec<ProjectMsg>,
    /// Those that labels name; `None`: they are not looked at.
    pub(super) on_disk: Option<Memory>,
}

/// The way to an engine of the session.
pub(super) fn destination(host: HostId, engine: &SimEngine, is_guarded: bool) -> Destination {
    (
        host,
        Arc::new(Way {
            fixed: Fixed {
                engine: Arc::new(engine.clone()),
                endpoint: "unix:///var/run/docker.sock".to_owned(),
                read_only: is_guarded,
            },
            engine: engine.clone(),
        }),
    )
}

fn here(project: ProjectMsg) -> ProjectMsg {
    ProjectMsg {
        is_here: true,
        ..project
    }
}

/// The way to a simulated engine, by the simulation's clock.
struct Way {
    fixed: Fixed,
    engine: SimEngine,
}

impl Connector for Way {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        self.fixed.connect()
    }

    fn now(&self) -> Timestamp {
        self.engine.now()
    }
}

/// What the work of a session is done with.
pub(super) fn tools(
    contexts: &[ContextChoice],
    directory: &Path,
    read_only: bool,
    files: Arc<Mutex<Files>>,
) -> Tools {
    let contexts = contexts.to_vec();
    let found = Arc::clone(&files);
    Tools {
        destinations: Arc::new(move |to| {
            let (name, count) = match to {
                Connection::Context(name) => (name.as_str(), 12),
                Connection::Demo => ("demo", 20),
            };
            let scenario = Scenario::many(count, Duration::from_secs(3));
            let engine = SimEngine::new(&scenario, START, 11);
            Ok(destination(HostId::from(name), &engine, read_only))
        }),
        contexts: Arc::new(move || contexts.clone()),
        projects: Arc::new(move |labels| {
            let files = found.lock().map(|files| files.on_disk.clone());
            match files.ok().flatten() {
                Some(files) => projects::by_labels(labels, &Surroundings::default(), &files),
                None => ProjectMsg::unread(labels),
            }
        }),
        projects_on: Arc::new(move |to| match to {
            Connection::Demo => demo::projects().into_iter().map(here).collect(),
            // The session's own.
            Connection::Context(name) if name.is_empty() => files
                .lock()
                .map_or_else(|_| Vec::new(), |files| files.here.clone()),
            Connection::Context(_) => Vec::new(),
        }),
        directory: directory.to_owned(),
        read_only,
        detach_keys: String::new(),
        term: "xterm".to_owned(),
    }
}
