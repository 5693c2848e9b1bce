//! An engine that cannot write: what stands between `--read-only` and a mistake of ours.

use crate::engine::{
    AttachRequest, CreateRequest, Engine, EngineError, EventsRequest, ExecRequest, Items,
    LogsRequest, Observe, RemoveRequest, Reply, Session, StatsMode,
};
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, EngineInfo, ProcessTable};
use crate::model::sample::Sample;
use std::sync::Arc;
use std::time::Duration;

/// Reads from the engine inside, and refuses every write before it reaches it.
#[derive(Clone)]
pub struct ReadOnly(pub Arc<dyn Engine>);

/// What each write is answered with.
pub const REFUSAL: &str = "stacktui runs read-only";

fn refuse<T: Send + 'static>() -> Reply<'static, T> {
    Box::pin(std::future::ready(Err(EngineError::Refused {
        status: 403,
        message: REFUSAL.to_owned(),
    })))
}

impl Observe for ReadOnly {
    fn ping(&self) -> Reply<'_, EngineInfo> {
        self.0.ping()
    }
    fn info(&self) -> Reply<'_, EngineInfo> {
        self.0.info()
    }
    fn list_containers(&self) -> Reply<'_, Vec<Container>> {
        self.0.list_containers()
    }
    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container> {
        self.0.inspect_container(id)
    }
    fn inspect_text<'a>(&'a self, id: &'a str) -> Reply<'a, String> {
        self.0.inspect_text(id)
    }
    fn events(&self, request: EventsRequest) -> Reply<'_, Items<EngineEvent>> {
        self.0.events(request)
    }
    fn logs<'a>(
        &'a self,
        id: &'a InstanceId,
        request: LogsRequest,
    ) -> Reply<'a, Items<Vec<LogLine>>> {
        self.0.logs(id, request)
    }
    fn stats<'a>(&'a self, id: &'a InstanceId, mode: StatsMode) -> Reply<'a, Items<Sample>> {
        self.0.stats(id, mode)
    }
    fn top<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ProcessTable> {
        self.0.top(id)
    }
}

impl Engine for ReadOnly {
    fn create_container(&self, _: CreateRequest) -> Reply<'_, InstanceId> {
        refuse()
    }
    fn start<'a>(&'a self, _: &'a InstanceId) -> Reply<'a, ()> {
        refuse()
    }
    fn stop<'a>(&'a self, _: &'a InstanceId, _: Option<Duration>) -> Reply<'a, ()> {
        refuse()
    }
    fn restart<'a>(&'a self, _: &'a InstanceId, _: Option<Duration>) -> Reply<'a, ()> {
        refuse()
    }
    fn pause<'a>(&'a self, _: &'a InstanceId) -> Reply<'a, ()> {
        refuse()
    }
    fn unpause<'a>(&'a self, _: &'a InstanceId) -> Reply<'a, ()> {
        refuse()
    }
    fn kill<'a>(&'a self, _: &'a InstanceId, _: &'a str) -> Reply<'a, ()> {
        refuse()
    }
    fn remove<'a>(&'a self, _: &'a InstanceId, _: RemoveRequest) -> Reply<'a, ()> {
        refuse()
    }
    fn exec<'a>(&'a self, _: &'a InstanceId, _: ExecRequest) -> Reply<'a, Box<dyn Session>> {
        refuse()
    }
    fn attach<'a>(&'a self, _: &'a InstanceId, _: AttachRequest) -> Reply<'a, Box<dyn Session>> {
        refuse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::fake::Fake;

    #[tokio::test]
    async fn reads_pass_and_no_write_reaches_the_engine() {
        let fake = Fake::with(Vec::new());
        let engine = ReadOnly(Arc::<Fake>::clone(&fake));
        let id = InstanceId::from("a");
        assert_eq!(engine.list_containers().await, Ok(Vec::new()));
        let answers = [
            engine.start(&id).await,
            engine.stop(&id, None).await,
            engine.restart(&id, None).await,
            engine.pause(&id).await,
            engine.unpause(&id).await,
            engine.kill(&id, "SIGKILL").await,
            engine.remove(&id, RemoveRequest::default()).await,
            engine.exec(&id, ExecRequest::default()).await.map(drop),
            engine.attach(&id, AttachRequest::default()).await.map(drop),
            engine
                .create_container(CreateRequest::default())
                .await
                .map(drop),
        ];
        assert!(answers.iter().all(|answer| {
            answer
                .as_ref()
                .is_err_and(|error| error.to_string() == REFUSAL)
        }));
        assert_eq!(fake.calls(), ["list"]);
    }
}
