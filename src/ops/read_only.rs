//! An engine that cannot write: what stands between `--read-only` and a mistake of ours.

use crate::engine::{
    AttachRequest, ContainerSpec, Created, EndpointSpec, Engine, EngineError, EventsRequest,
    ExecRequest, FileSpec, Items, ListFilter, LogsRequest, NetworkSpec, Observe, PullProgress,
    PullRequest, RemoveRequest, Reply, Session, StatsMode, VolumeSpec,
};
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{
    Container, EngineInfo, Image, Network, ProcessTable, RestartPolicy, Volume,
};
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
    fn find_containers(&self, filter: ListFilter) -> Reply<'_, Vec<Container>> {
        self.0.find_containers(filter)
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
    fn list_networks(&self, filter: ListFilter) -> Reply<'_, Vec<Network>> {
        self.0.list_networks(filter)
    }
    fn inspect_network<'a>(&'a self, network: &'a str) -> Reply<'a, Network> {
        self.0.inspect_network(network)
    }
    fn list_volumes(&self, filter: ListFilter) -> Reply<'_, Vec<Volume>> {
        self.0.list_volumes(filter)
    }
    fn inspect_volume<'a>(&'a self, name: &'a str) -> Reply<'a, Volume> {
        self.0.inspect_volume(name)
    }
    fn list_images(&self, filter: ListFilter) -> Reply<'_, Vec<Image>> {
        self.0.list_images(filter)
    }
    fn inspect_image<'a>(&'a self, name: &'a str) -> Reply<'a, Image> {
        self.0.inspect_image(name)
    }
}

impl Engine for ReadOnly {
    fn create_container(&self, _: ContainerSpec) -> Reply<'_, Created> {
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
    fn rename<'a>(&'a self, _: &'a InstanceId, _: &'a str) -> Reply<'a, ()> {
        refuse()
    }
    fn update_restart_policy<'a>(&'a self, _: &'a InstanceId, _: RestartPolicy) -> Reply<'a, ()> {
        refuse()
    }
    fn wait<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, i64> {
        self.0.wait(id)
    }
    fn put_file<'a>(&'a self, _: &'a InstanceId, _: FileSpec) -> Reply<'a, ()> {
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
    fn create_network(&self, _: NetworkSpec) -> Reply<'_, String> {
        refuse()
    }
    fn remove_network<'a>(&'a self, _: &'a str) -> Reply<'a, ()> {
        refuse()
    }
    fn connect_network<'a>(
        &'a self,
        _: &'a str,
        _: &'a InstanceId,
        _: EndpointSpec,
    ) -> Reply<'a, ()> {
        refuse()
    }
    fn disconnect_network<'a>(&'a self, _: &'a str, _: &'a InstanceId, _: bool) -> Reply<'a, ()> {
        refuse()
    }
    fn create_volume(&self, _: VolumeSpec) -> Reply<'_, Volume> {
        refuse()
    }
    fn remove_volume<'a>(&'a self, _: &'a str, _: bool) -> Reply<'a, ()> {
        refuse()
    }
    fn pull_image(&self, _: PullRequest) -> Reply<'_, Items<PullProgress>> {
        refuse()
    }
    fn remove_image<'a>(&'a self, _: &'a str, _: bool) -> Reply<'a, ()> {
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
        let file = FileSpec {
            path: "/a".to_owned(),
            content: Vec::new(),
            mode: 0,
            uid: None,
            gid: None,
            takes_user: false,
        };
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
                .create_container(ContainerSpec::default())
                .await
                .map(drop),
            engine.rename(&id, "b").await,
            engine
                .update_restart_policy(&id, RestartPolicy::default())
                .await,
            engine.put_file(&id, file).await,
            engine
                .create_network(NetworkSpec::default())
                .await
                .map(drop),
            engine.remove_network("n").await,
            engine
                .connect_network("n", &id, EndpointSpec::default())
                .await,
            engine.disconnect_network("n", &id, true).await,
            engine.create_volume(VolumeSpec::default()).await.map(drop),
            engine.remove_volume("v", true).await,
            engine.pull_image(PullRequest::default()).await.map(drop),
            engine.remove_image("i", true).await,
        ];
        assert!(answers.iter().all(|answer| {
            answer
                .as_ref()
                .is_err_and(|error| error.to_string() == REFUSAL)
        }));
        assert_eq!(fake.calls(), ["list"]);
    }
}
