//! An engine for one test, a real one or the simulated: what the test makes carries a label and a random prefix, and is
//! removed at its end.

use crate::support;
use futures_util::{FutureExt, StreamExt};
use stacktui::compose::disk::Disk;
use stacktui::compose::surroundings::Surroundings;
use stacktui::engine::docker::DockerEngine;
use stacktui::engine::sim::{Scenario, SimEngine};
use stacktui::engine::{
    CreateRequest, Engine, EngineError, Items, LogsRequest, Observe, RemoveRequest,
};
use stacktui::hosts::{self, Choice};
use stacktui::model::ids::InstanceId;
use stacktui::model::log::LogLine;
use stacktui::model::observed::{Container, EngineInfo, ProcessTable};
use stacktui::model::time::Timestamp;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Long enough for a busy machine; a test that waits this long has failed.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);
/// Between two looks at what an engine tells only when asked.
const PAUSE: Duration = Duration::from_millis(30);

pub(crate) struct Fixture {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) info: EngineInfo,
    pub(crate) prefix: String,
    made: Mutex<Vec<InstanceId>>,
}

/// Runs a test on the real engine, or says that there is none.
pub(crate) async fn with_engine<F>(test: &str, body: impl FnOnce(&'static Fixture) -> F)
where
    F: Future<Output = ()>,
{
    let host = match support::engine() {
        Ok(host) => host,
        Err(reason) => {
            support::skip(test, &reason);
            return;
        }
    };
    let surroundings = Surroundings {
        variables: std::env::vars().collect(),
        cwd: std::env::current_dir().unwrap(),
        ..Surroundings::default()
    };
    let choice = Choice {
        host: Some(host),
        context: None,
    };
    let spec = hosts::resolve(&choice, &surroundings, &Disk).unwrap();
    let (engine, info) = DockerEngine::connect(&spec.candidates[0], &spec.options)
        .await
        .unwrap();
    on(test, Arc::new(engine), info, body).await;
}

/// Runs a test on the simulated engine; its runtime's clock must be paused.
pub(crate) async fn with_simulation<F>(test: &str, body: impl FnOnce(&'static Fixture) -> F)
where
    F: Future<Output = ()>,
{
    let start = Timestamp::from_seconds(1_790_000_000);
    let engine = SimEngine::new(&Scenario::default(), start, 1);
    let info = engine.info().await.unwrap();
    on(test, Arc::new(engine), info, body).await;
}

async fn on<F>(
    test: &str,
    engine: Arc<dyn Engine>,
    info: EngineInfo,
    body: impl FnOnce(&'static Fixture) -> F,
) where
    F: Future<Output = ()>,
{
    let fixture: &'static Fixture = Box::leak(Box::new(Fixture {
        engine,
        info,
        prefix: support::random_prefix(),
        made: Mutex::default(),
    }));
    let outcome = AssertUnwindSafe(tokio::time::timeout(2 * DEADLINE, body(fixture)))
        .catch_unwind()
        .await;
    fixture.remove_all().await;
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(_elapsed)) => panic!("{test} did not end"),
        Err(panic) => resume_unwind(panic),
    }
}

impl Fixture {
    /// `docker run -d`'s first half, of `stacktui/test:1` unless said otherwise.
    pub(crate) async fn create(&self, name: &str, mut request: CreateRequest) -> InstanceId {
        if request.image.is_empty() {
            "stacktui/test:1".clone_into(&mut request.image);
        }
        request.name = self.name(name);
        request
            .labels
            .insert(support::LABEL.to_owned(), self.prefix.clone());
        let created = self.engine.create_container(request.into()).await;
        let id = created.unwrap().id;
        self.made.lock().unwrap().push(id.clone());
        id
    }

    pub(crate) async fn run(&self, name: &str, request: CreateRequest) -> InstanceId {
        let id = self.create(name, request).await;
        self.engine.start(&id).await.unwrap();
        id
    }

    /// Runs a shell script; it ends at once on SIGTERM where it waits by `wait`.
    pub(crate) async fn run_script(&self, name: &str, script: &str) -> InstanceId {
        self.run(name, script_request(script)).await
    }

    pub(crate) fn name(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// Inspects until it is so.
    pub(crate) async fn until(
        &self,
        id: &InstanceId,
        what: &str,
        mut is_so: impl FnMut(&Container) -> bool,
    ) -> Container {
        let waiting = async {
            loop {
                let container = self.engine.inspect_container(id.as_str()).await.unwrap();
                if is_so(&container) {
                    return container;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(DEADLINE, waiting)
            .await
            .unwrap_or_else(|_elapsed| panic!("never {what}"))
    }

    pub(crate) async fn until_state(&self, id: &InstanceId, word: &str) -> Container {
        self.until(id, word, |container| container.state.word() == word)
            .await
    }

    /// Its entry in the list.
    pub(crate) async fn listed(&self, id: &InstanceId) -> Container {
        let list = self.engine.list_containers().await.unwrap();
        list.into_iter()
            .find(|container| container.id == *id)
            .unwrap()
    }

    /// All of its log so far.
    pub(crate) async fn log(&self, id: &InstanceId, request: LogsRequest) -> Vec<LogLine> {
        collect(self.engine.logs(id, request).await.unwrap())
            .await
            .into_iter()
            .flatten()
            .collect()
    }

    /// So many lines of its log, once it has written them: that it has written one says that it is ready.
    pub(crate) async fn until_lines(&self, id: &InstanceId, count: usize) -> Vec<LogLine> {
        let request = LogsRequest {
            follow: true,
            ..ALL_LINES
        };
        let mut items = self.engine.logs(id, request).await.unwrap();
        let mut lines = Vec::new();
        while lines.len() < count {
            lines.extend(next(&mut items).await.unwrap());
        }
        lines
    }

    pub(crate) async fn until_first_line(&self, id: &InstanceId) {
        self.until_lines(id, 1).await;
    }

    /// A process in it has these words in its command line.
    pub(crate) async fn until_process(&self, id: &InstanceId, words: &str) -> ProcessTable {
        let waiting = async {
            loop {
                let table = self.engine.top(id).await.unwrap();
                if table.rows.iter().flatten().any(|cell| cell.contains(words)) {
                    return table;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(DEADLINE, waiting)
            .await
            .unwrap_or_else(|_elapsed| panic!("there never was a process `{words}`"))
    }

    /// So many seconds of the engine's own time: for what must not happen meanwhile.
    pub(crate) async fn pass(&self, seconds: u32) {
        let count = self.made.lock().unwrap().len();
        let script = format!("sleep {seconds}");
        let id = self.run_script(&format!("clock-{count}"), &script).await;
        self.until_state(&id, "exited").await;
    }

    async fn remove_all(&self) {
        let made = std::mem::take(&mut *self.made.lock().unwrap());
        for id in made {
            let request = RemoveRequest {
                force: true,
                volumes: true,
            };
            match self.engine.remove(&id, request).await {
                Ok(()) => {}
                Err(error) if error.is_not_found() || error.is_conflict() => {}
                Err(error) => eprintln!("{id} was not removed: {error}"),
            }
        }
    }
}

pub(crate) fn script_request(script: &str) -> CreateRequest {
    CreateRequest {
        command: ["sh", "-c", script].map(str::to_owned).to_vec(),
        ..CreateRequest::default()
    }
}

/// A process that stays, and ends at once on SIGTERM with 143.
pub(crate) const STAYS: &str = "trap 'exit 143' TERM; while :; do sleep 1000 & wait; done";

pub(crate) const ALL_LINES: LogsRequest = LogsRequest {
    follow: false,
    tail: None,
    since: None,
    until: None,
    tty: false,
};

pub(crate) async fn collect<T>(items: Items<T>) -> Vec<T> {
    tokio::time::timeout(DEADLINE, items.map(Result::unwrap).collect())
        .await
        .expect("the stream ends")
}

/// The next item, which must come.
pub(crate) async fn next<T>(items: &mut Items<T>) -> Result<T, EngineError> {
    tokio::time::timeout(DEADLINE, items.next())
        .await
        .expect("an item comes")
        .expect("the stream goes on")
}
