//! [`Observe`] and [`Engine`] for [`SimEngine`]: each call is one line of the world.

use super::adapter::{Inner, SimEngine, reply};
use super::session::SimSession;
use super::streams;
use super::world::{Answer, Course, Spec, World};
use crate::engine::{
    AttachRequest, CreateRequest, Engine, EventsRequest, ExecRequest, Items, LogsRequest, Observe,
    RemoveRequest, Reply, Result, Session, StatsMode,
};
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, EngineInfo, ProcessTable};
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

    fn list_containers(&self) -> Reply<'_, Vec<Container>> {
        reply(async move {
            self.inner
                .call(|world| {
                    Ok(world
                        .containers()
                        .map(|container| container.observed(false))
                        .collect())
                })
                .await
        })
    }

    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container> {
        reply(async move {
            self.inner
                .call(|world| world.inspect(id, |container| container.observed(true)))
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
}

impl Engine for SimEngine {
    fn create_container(&self, request: CreateRequest) -> Reply<'_, InstanceId> {
        self.inner.note_write();
        reply(async move {
            self.inner
                .call(|world| world.create(Spec::from(request)))
                .await
                .map(InstanceId::from)
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

    fn remove<'a>(&'a self, id: &'a InstanceId, request: RemoveRequest) -> Reply<'a, ()> {
        self.write_later(move |world| world.remove(id.as_str(), request.force))
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
}

#[expect(clippy::unnecessary_wraps, reason = "the end of both calls")]
fn opened(inner: &Arc<Inner>, session: u64, has_code: bool) -> Result<Box<dyn Session>> {
    Ok(Box::new(SimSession::open(inner, session, has_code)))
}
