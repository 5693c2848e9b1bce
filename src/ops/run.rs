//! Work that ends.

use crate::apply::{Outlet, executor};
use crate::engine::{Engine, EngineError, LogsRequest};
use crate::model::ids::InstanceId;
use crate::ops::exec::said;
use crate::ops::{WatchHandle, files, logs};
use crate::plan::news::ProjectMsg;
use crate::plan::work::{ContextChoice, Outcome, Progress, ProjectLabels, Work, WorkError};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// What work is done with.
#[derive(Clone)]
pub struct Desk {
    /// The host that is watched.
    pub watch: WatchHandle,
    /// Where files are saved.
    pub directory: PathBuf,
    /// Nothing is written, on the engine or here.
    pub read_only: bool,
    /// Reads the docker contexts; may block.
    pub contexts: Arc<dyn Fn() -> Vec<ContextChoice> + Send + Sync>,
    /// Reads the files that a stack's labels name; may block.
    pub projects: Arc<ReadProject>,
}

/// Reads the files that a stack's labels name.
pub type ReadProject = dyn Fn(&ProjectLabels) -> ProjectMsg + Send + Sync;

/// What a question to the engine may take.
const LIMIT: Duration = Duration::from_secs(30);

/// Does `work` to its end. Only the steps of a plan can be cancelled, and only between two of them.
pub async fn run(
    work: Work,
    desk: &Desk,
    progress: &Outlet<Progress>,
    cancelled: &CancellationToken,
) -> Result<Outcome, WorkError> {
    match work {
        Work::Apply(_) | Work::SaveFile { .. } if desk.read_only => Err(WorkError {
            message: super::read_only::REFUSAL.to_owned(),
            hint: Some("start it without `--read-only`".to_owned()),
        }),
        Work::Apply(plan) => {
            let engine = desk.engine()?;
            let states = executor::run(&plan, &engine, progress, cancelled).await;
            Ok(Outcome::Applied(states))
        }
        Work::Inspect(id) => {
            let engine = desk.engine()?;
            match limited(engine.inspect_container(id.as_str())).await {
                Ok(container) => Ok(Outcome::Inspected(id, Some(Box::new(container)))),
                Err(error) if error.is_not_found() => Ok(Outcome::Inspected(id, None)),
                Err(error) => Err(said(&error)),
            }
        }
        Work::InspectText(id) => {
            let engine = desk.engine()?;
            let text = limited(engine.inspect_text(id.as_str())).await;
            text.map(|text| Outcome::InspectText(id, text))
                .map_err(|error| said(&error))
        }
        Work::Top(id) => {
            let engine = desk.engine()?;
            match limited(engine.top(&id)).await {
                Ok(table) => Ok(Outcome::Top(id, table)),
                Err(error) => {
                    if let EngineError::NotAllowed { capability, .. } = &error {
                        desk.watch.deny(*capability, error.to_string());
                    }
                    Err(said(&error))
                }
            }
        }
        Work::LastLines(id, count) => last_lines(desk, id, count).await,
        Work::Resync => {
            desk.watch.resync();
            Ok(Outcome::Resynced)
        }
        Work::Contexts => {
            let contexts = Arc::clone(&desk.contexts);
            blocking(move || contexts()).await.map(Outcome::Contexts)
        }
        Work::Project(labels) => {
            let projects = Arc::clone(&desk.projects);
            blocking(move || projects(&labels))
                .await
                .map(Outcome::Project)
        }
        Work::SaveFile { name, text } => {
            let directory = desk.directory.clone();
            blocking(move || files::save_new(&directory, &name, &text))
                .await?
                .map(Outcome::Saved)
        }
    }
}

async fn last_lines(desk: &Desk, id: InstanceId, count: u64) -> Result<Outcome, WorkError> {
    let engine = desk.engine()?;
    let lines = limited(async {
        let container = engine.inspect_container(id.as_str()).await?;
        let request = LogsRequest {
            follow: false,
            tail: Some(count),
            since: None,
            until: None,
            tty: container.details.is_some_and(|details| details.tty),
        };
        logs::last_lines(engine.as_ref(), &id, request).await
    })
    .await;
    lines
        .map(|lines| Outcome::LastLines(id, lines))
        .map_err(|error| said(&error))
}

impl Desk {
    fn engine(&self) -> Result<Arc<dyn Engine>, WorkError> {
        self.watch.engine().ok_or_else(|| WorkError {
            message: "there is no connection to the engine".to_owned(),
            hint: Some("it is tried again by itself".to_owned()),
        })
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("directory", &self.directory)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

async fn limited<T>(call: impl Future<Output = Result<T, EngineError>>) -> Result<T, EngineError> {
    let seconds = LIMIT.as_secs();
    timeout(LIMIT, call)
        .await
        .unwrap_or(Err(EngineError::Timeout { seconds }))
}

async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, WorkError> {
    tokio::task::spawn_blocking(call)
        .await
        .map_err(|error| WorkError {
            message: format!("a fault of stacktui: {error}"),
            hint: None,
        })
}
