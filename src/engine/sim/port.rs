//! [`Observe`] and [`Engine`] for [`SimEngine`]: each call is one line of the world.

use super::adapter::{Inner, SimEngine, reply};
use super::session::SimSession;
use super::streams;
use super::world::{Answer, Course, World};
use crate::engine::{
    AttachRequest, ContainerSpec, Created, EndpointSpec, Engine, EventsRequest, ExecRequest,
    FileSpec, Items, ListFilter, LogsRequest, NetworkSpec, Observe, PullProgress, PullRequest,
    RemoveRequest, Reply, Result, Session, StatsMode, VolumeSpec,
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

impl SimEngine {
    fn write<'a>(
        &'a self,
        work: impl FnOnce(&mut World) -> Answer<()> + Send + 'a,
    ) -> Reply<'a, ()> {
        self.inner.note_write();
        reply(async move { self.inner.call(work).await })
    }

    fn write_later<'a>(
        &'a self,
        work: impl FnOnce(&mut World) -> Answer<Course> + Send + 'a,
    ) -> Reply<'a, ()> {
        self.inner.note_write();
        reply(async move {
            match self.inner.call(work).await? {
                Course::Done => Ok(()),
                Course::Later(ticket) => self.inner.answer(ticket).await,
            }
        })
    }
}

impl Observe for SimEngine {
    fn ping(&self) -> Reply<'_, EngineInfo> {
        reply(async move {
            let full = self.info().await?;
            Ok(EngineInfo {
                api_version: full.api_version,
                clock_offset_nanos: full.clock_offset_nanos,
                is_podman: full.is_podman,
                ..EngineInfo::default()
            })
        })
    }

    fn info(&self) -> Reply<'_, EngineInfo> {
        let inner = &self.inner;
        reply(async move { inner.call(|_| Ok(inner.info().clone())).await })
    }

    fn find_containers(&self, filter: ListFilter) -> Reply<'_, Vec<Container>> {
        reply(async move { self.inner.call(|world| Ok(world.list(&filter))).await })
    }

    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container> {
        reply(async move {
            self.inner
                .call(|world| world.inspect(id, |container| world.shown(container, true)))
                .await
        })
    }

    fn inspect_text<'a>(&'a self, id: &'a str) -> Reply<'a, String> {
        reply(async move {
            self.inner
                .call(|world| world.inspect(id, super::world::Container::inspect_text))
                .await
        })
    }

    fn events(&self, request: EventsRequest) -> Reply<'_, Items<EngineEvent>> {
        reply(streams::events(&self.inner, request))
    }

    fn logs<'a>(
        &'a self,
        id: &'a InstanceId,
        request: LogsRequest,
    ) -> Reply<'a, Items<Vec<LogLine>>> {
        reply(streams::logs(&self.inner, id.as_str(), request))
    }

    fn stats<'a>(&'a self, id: &'a InstanceId, mode: StatsMode) -> Reply<'a, Items<Sample>> {
        reply(streams::stats(&self.inner, id.as_str(), mode))
    }

    fn top<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ProcessTable> {
        reply(async move { self.inner.call(|world| world.top(id.as_str())).await })
    }

    fn list_networks(&self, filter: ListFilter) -> Reply<'_, Vec<Network>> {
        reply(async move { self.inner.call(|world| Ok(world.networks(&filter))).await })
    }

    fn inspect_network<'a>(&'a self, network: &'a str) -> Reply<'a, Network> {
        reply(async move {
            self.inner
                .call(|world| world.inspect_network(network))
                .await
        })
    }

    fn list_volumes(&self, filter: ListFilter) -> Reply<'_, Vec<Volume>> {
        reply(async move { self.inner.call(|world| Ok(world.volumes(&filter))).await })
    }

    fn inspect_volume<'a>(&'a self, name: &'a str) -> Reply<'a, Volume> {
        reply(async move { self.inner.call(|world| world.inspect_volume(name)).await })
    }

    fn list_images(&self, filter: ListFilter) -> Reply<'_, Vec<Image>> {
        reply(async move { self.inner.call(|world| Ok(world.images(&filter))).await })
    }

    fn inspect_image<'a>(&'a self, name: &'a str) -> Reply<'a, Image> {
        reply(async move { self.inner.call(|world| world.inspect_image(name)).await })
    }
}

impl Engine for SimEngine {
    fn create_container(&self, spec: ContainerSpec) -> Reply<'_, Created> {
        self.inner.note_write();
        reply(async move {
            let id = self.inner.call(|world| world.create(spec)).await?;
            Ok(Created {
                id: InstanceId::from(id),
                warnings: Vec::new(),
            })
        })
    }

    fn start<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.write(|world| world.start(id.as_str()))
    }

    fn stop<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()> {
        self.write_later(move |world| world.stop(id.as_str(), grace))
    }

    fn restart<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()> {
        self.write_later(move |world| world.restart(id.as_str(), grace))
    }

    fn pause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.write(|world| world.pause(id.as_str()))
    }

    fn unpause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.write(|world| world.unpause(id.as_str()))
    }

    fn kill<'a>(&'a self, id: &'a InstanceId, signal: &'a str) -> Reply<'a, ()> {
        self.write(|world| world.kill(id.as_str(), signal))
    }

    fn rename<'a>(&'a self, id: &'a InstanceId, name: &'a str) -> Reply<'a, ()> {
        self.write(|world| world.rename(id.as_str(), name))
    }

    fn update_restart_policy<'a>(
        &'a self,
        id: &'a InstanceId,
        policy: RestartPolicy,
    ) -> Reply<'a, ()> {
        self.write(|world| world.update_policy(id.as_str(), policy))
    }

    fn wait<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, i64> {
        reply(self.inner.until(move |world| world.ended_with(id.as_str())))
    }

    fn put_file<'a>(&'a self, id: &'a InstanceId, file: FileSpec) -> Reply<'a, ()> {
        self.write(move |world| world.put(id.as_str(), &file))
    }

    fn remove<'a>(&'a self, id: &'a InstanceId, request: RemoveRequest) -> Reply<'a, ()> {
        self.write_later(move |world| world.remove(id.as_str(), request.force, request.volumes))
    }

    fn exec<'a>(&'a self, id: &'a InstanceId, request: ExecRequest) -> Reply<'a, Box<dyn Session>> {
        self.inner.note_write();
        reply(async move {
            let session = self
                .inner
                .call(|world| world.exec(id.as_str(), &request))
                .await?;
            opened(&self.inner, session, true)
        })
    }

    fn attach<'a>(
        &'a self,
        id: &'a InstanceId,
        request: AttachRequest,
    ) -> Reply<'a, Box<dyn Session>> {
        self.inner.note_write();
        reply(async move {
            let session = self
                .inner
                .call(|world| world.attach(id.as_str(), &request))
                .await?;
            opened(&self.inner, session, false)
        })
    }

    fn create_network(&self, spec: NetworkSpec) -> Reply<'_, String> {
        self.inner.note_write();
        reply(async move { self.inner.call(|world| world.create_network(spec)).await })
    }

    fn remove_network<'a>(&'a self, network: &'a str) -> Reply<'a, ()> {
        self.write(move |world| world.remove_network(network))
    }

    fn connect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        endpoint: EndpointSpec,
    ) -> Reply<'a, ()> {
        self.write(move |world| world.connect(network, container.as_str(), endpoint))
    }

    fn disconnect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        force: bool,
    ) -> Reply<'a, ()> {
        self.write(move |world| world.disconnect(network, container.as_str(), force))
    }

    fn create_volume(&self, spec: VolumeSpec) -> Reply<'_, Volume> {
        self.inner.note_write();
        reply(async move { self.inner.call(|world| world.create_volume(spec)).await })
    }

    fn remove_volume<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()> {
        self.write(move |world| world.remove_volume(name, force))
    }

    fn pull_image(&self, request: PullRequest) -> Reply<'_, Items<PullProgress>> {
        self.inner.note_write();
        reply(streams::pull(&self.inner, request))
    }

    fn remove_image<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()> {
        self.write(move |world| world.remove_image(name, force))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the end of both calls")]
fn opened(inner: &Arc<Inner>, session: u64, has_code: bool) -> Result<Box<dyn Session>> {
    Ok(Box::new(SimSession::open(inner, session, has_code)))
}
