//! The host as a command sees it: once, whole.

use crate::app::domain::Host;
use crate::cli::error::CliError;
use crate::model::ids::{Epoch, InstanceId};
use crate::model::observed::{Container, Snapshot};
use crate::model::time::Timestamp;
use crate::ops::watch::Connected;
use crate::ops::{Entry, Glance, engine_now, glance, our_now};
use crate::plan::news::ProjectMsg;

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
}

/// Connects and looks.
///
/// # Errors
/// No engine, with what was tried; or it does not show its containers.
pub async fn look(entry: &Entry, project: Option<&ProjectMsg>) -> Result<Look, CliError> {
    let (id, connector) = entry.destination();
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
    if let Some(project) = project {
        host.take_project(project.clone());
    }
    host.refresh(our_now(), true);
    Ok(Look {
        connected,
        host,
        now,
        missing,
    })
}

/// The containers of these ids that are still there.
pub fn containers<'a>(host: &'a Host, ids: &[InstanceId]) -> Vec<&'a Container> {
    ids.iter()
        .filter_map(|id| host.instance(id))
        .map(|instance| &instance.container)
        .collect()
}
