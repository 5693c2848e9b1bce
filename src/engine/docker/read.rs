//! The read half: list, inspect, events, logs, stats, top.

use crate::engine::docker::{
    DockerEngine, convert, encode, events, inspect, inspect_text, logs, resources, segment, stats,
};
use crate::engine::{
    EventsRequest, Items, ListFilter, LogsRequest, Observe, Reply, Result, StatsMode,
};
use crate::model::api_version::ApiVersion;
use crate::model::capabilities::Capability;
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, EngineInfo, Image, Network, ProcessTable, Volume};
use crate::model::sample::Sample;
use hyper::body::Bytes;

/// From here on `one-shot` spares the engine the wait for a second reading.
const ONE_SHOT: ApiVersion = ApiVersion::one(41);
/// From here on an image tells what it has for which platform.
const MANIFESTS: ApiVersion = ApiVersion::one(48);

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

    fn find_containers(&self, filter: ListFilter) -> Reply<'_, Vec<Container>> {
        Box::pin(async move {
            let route = format!("/containers/json?all=1{}", encode::filter('&', &filter));
            convert::containers(&self.get(&route, Capability::Containers).await?)
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

    fn list_networks(&self, filter: ListFilter) -> Reply<'_, Vec<Network>> {
        Box::pin(async move {
            let route = format!("/networks{}", encode::filter('?', &filter));
            resources::networks(&self.get(&route, Capability::Networks).await?)
        })
    }

    fn inspect_network<'a>(&'a self, network: &'a str) -> Reply<'a, Network> {
        Box::pin(async move {
            let route = format!("/networks/{}", encode::name_segment("network", network)?);
            resources::network(&self.get(&route, Capability::Networks).await?)
        })
    }

    fn list_volumes(&self, filter: ListFilter) -> Reply<'_, Vec<Volume>> {
        Box::pin(async move {
            let route = format!("/volumes{}", encode::filter('?', &filter));
            resources::volumes(&self.get(&route, Capability::Volumes).await?)
        })
    }

    fn inspect_volume<'a>(&'a self, name: &'a str) -> Reply<'a, Volume> {
        Box::pin(async move {
            let route = format!("/volumes/{}", encode::name_segment("volume", name)?);
            resources::volume(&self.get(&route, Capability::Volumes).await?)
        })
    }

    fn list_images(&self, filter: ListFilter) -> Reply<'_, Vec<Image>> {
        Box::pin(async move {
            let route = format!("/images/json{}", encode::filter('?', &filter));
            resources::images(&self.get(&route, Capability::Images).await?)
        })
    }

    fn inspect_image<'a>(&'a self, name: &'a str) -> Reply<'a, Image> {
        Box::pin(async move {
            let manifests = if self.version() >= MANIFESTS {
                "?manifests=1"
            } else {
                ""
            };
            let route = format!("/images/{}/json{manifests}", encode::image_path(name)?);
            resources::image(&self.get(&route, Capability::Images).await?)
        })
    }
}
