//! The host as a command sees it: once, whole.

use crate::app::domain::Host;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::model::ids::{Epoch, InstanceId};
use crate::model::observed::{Container, Snapshot};
use crate::model::time::Timestamp;
use crate::ops::watch::Connected;
use crate::ops::{Entry, Glance, engine_now, glance, our_now};
use crate::plan::news::ProjectMsg;
use crate::plan::reading::Reading;

/// What a command works on.
#[derive(Debug)]
pub struct Look {
    /// The connection.
    pub connected: Connected,
    /// All that is known.
    pub host: Host,
    /// The engine's clock.
    pub now: Timestamp,
    /// What could not be seen.
    pub missing: Vec<String>,
    /// The project in force.
    pub project: Option<ProjectMsg>,
}

/// Connects and looks.
///
/// # Errors
/// No engine, with what was tried; or it does not show its containers.
pub async fn look(entry: &Entry) -> Result<Look, CliError> {
    let shown = entry.projects()?;
    let project = if entry.demo {
        entry.project()?
    } else {
        shown.first().cloned()
    };
    let (id, connector) = entry.destination()?;
    let connected = connector.connect().await?;
    let Glance {
        info,
        containers,
        past,
        missing,
    } = glance(&connected).await.map_err(|error| {
        let message = format!("cannot list the containers of `{id}`: {error}");
        match error.hint() {
            Some(hint) => CliError::new(message).with_hint(hint),
            None => CliError::new(message),
        }
    })?;
    let now = engine_now(&info);
    let mut host = Host::new(id);
    let epoch = Epoch(1);
    let snapshot = Snapshot {
        engine: info,
        containers,
    };
    host.take_snapshot(epoch, snapshot);
    host.take_past_events(epoch, past);
    for project in shown {
        host.take_project(project);
    }
    host.refresh(our_now(), true);
    Ok(Look {
        connected,
        host,
        now,
        missing,
        project,
    })
}

impl Look {
    /// The name of the project in force.
    pub fn in_force(&self) -> Option<&str> {
        self.project.as_ref().map(|project| project.name.as_str())
    }

    /// Says what is wrong with what was seen, and does not stop anything.
    pub fn warn(&self, console: &mut Console) {
        for missing in &self.missing {
            console.warn(missing);
        }
        if let Some(Reading::Broken(broken)) = self.project.as_ref().map(|one| &one.reading) {
            console.warn(&broken.lines.join("\n"));
        }
    }
}

/// The containers of these ids that are still there.
pub fn containers<'a>(host: &'a Host, ids: &[InstanceId]) -> Vec<&'a Container> {
    ids.iter()
        .filter_map(|id| host.instance(id))
        .map(|instance| &instance.container)
        .collect()
}
