//! The read half: list, inspect, events, logs, stats, top.

use crate::engine::docker::{
    DockerEngine, convert, events, inspect, inspect_text, logs, segment, stats,
};
use crate::engine::{EventsRequest, Items, LogsRequest, Observe, Reply, Result, StatsMode};
use crate::model::api_version::ApiVersion;
use crate::model::capabilities::Capability;
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, EngineInfo, ProcessTable};
use crate::model::sample::Sample;
use hyper::body::Bytes;

/// From here on `one-shot` spares the engine the wait for a second reading.
const ONE_SHOT: ApiVersion = ApiVersion::one(41);

impl DockerEngine {
    async fn get(&self, route: &str, capability: Capability) -> Result<Bytes> {
        Ok(self
            .transport()
            .get(&self.path(route), capability)
            .await?
            .body)
    }

    pub(super) async fn inspect(&self, id: &str) -> Result<Bytes> {
        let route = format!("/containers/{}/json", segment(id)?);
        self.get(&route, Capability::Containers).await
    }

    async fn ask_info(&self) -> Result<EngineInfo> {
        let known = self.ask_ping().await?;
        let body = self.get("/info", Capability::Info).await?;
        convert::info(&body, known)
    }

    async fn follow_events(&self, request: EventsRequest) -> Result<Items<EngineEvent>> {
        let path = self.path(&format!("/events{}", events::query(&request)));
        let body = self.transport().stream(&path, Capability::Events).await?;
        Ok(events::items(body))
    }

    async fn read_logs(
        &self,
        id: &InstanceId,
        request: LogsRequest,
    ) -> Result<Items<Vec<LogLine>>> {
        let route = format!(
            "/containers/{}/logs{}",
            segment(id.as_str())?,
            logs::query(&request)
        );
        let body = self
            .transport()
            .stream(&self.path(&route), Capability::Logs)
            .await?;
        Ok(logs::items(body, request.tty))
    }

    async fn read_stats(&self, id: &InstanceId, mode: StatsMode) -> Result<Items<Sample>> {
        let query = match mode {
            StatsMode::Stream => "stream=true",
            StatsMode::Once if self.version() >= ONE_SHOT => "stream=false&one-shot=true",
            StatsMode::Once => "stream=false",
        };
        let route = format!("/containers/{}/stats?{query}", segment(id.as_str())?);
        let body = self
            .transport()
            .stream(&self.path(&route), Capability::Stats)
            .await?;
        Ok(stats::items(id.clone(), body))
    }
}

impl Observe for DockerEngine {
    fn ping(&self) -> Reply<'_, EngineInfo> {
        Box::pin(self.ask_ping())
    }

    fn info(&self) -> Reply<'_, EngineInfo> {
        Box::pin(self.ask_info())
    }

    fn list_containers(&self) -> Reply<'_, Vec<Container>> {
        Box::pin(async {
            let body = self
                .get("/containers/json?all=1", Capability::Containers)
                .await?;
            convert::containers(&body)
        })
    }

    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container> {
        Box::pin(async move { inspect::container(&self.inspect(id).await?) })
    }

    fn inspect_text<'a>(&'a self, id: &'a str) -> Reply<'a, String> {
        Box::pin(async move { inspect_text::render(&self.inspect(id).await?) })
    }

    fn events(&self, request: EventsRequest) -> Reply<'_, Items<EngineEvent>> {
        Box::pin(self.follow_events(request))
    }

    fn logs<'a>(
        &'a self,
        id: &'a InstanceId,
        request: LogsRequest,
    ) -> Reply<'a, Items<Vec<LogLine>>> {
        Box::pin(self.read_logs(id, request))
    }

    fn stats<'a>(&'a self, id: &'a InstanceId, mode: StatsMode) -> Reply<'a, Items<Sample>> {
        Box::pin(self.read_stats(id, mode))
    }

    fn top<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ProcessTable> {
        Box::pin(async move {
            let route = format!("/containers/{}/top", segment(id.as_str())?);
            convert::processes(&self.get(&route, Capability::Top).await?)
        })
    }
}
