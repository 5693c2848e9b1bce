//! The port to a container engine, in the vocabulary of the Docker Engine API, and its adapters.
//!
//! [`Observe`] is the read half, [`Engine`] adds what changes things: a preview or a view holds only the former, so it
//! cannot write, by type. One call is one API request. Adapters: [`docker`] (a real engine) and [`sim`] (in this
//! process, for the demo and the tests); one contract suite runs against both.

pub mod docker;
pub mod error;
pub mod request;
pub mod sim;
pub mod spec;

pub use error::EngineError;
pub use request::{
    AttachRequest, CreateRequest, EventsRequest, ExecRequest, ListFilter, LogsRequest,
    PullProgress, PullRequest, RegistryAuth, RemoveRequest, StatsMode,
};
pub use spec::{ContainerSpec, EndpointSpec, FileSpec, NetworkSpec, PortBinding, VolumeSpec};

use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{
    Container, EngineInfo, Image, Network, ProcessTable, RestartPolicy, Volume,
};
use crate::model::sample::Sample;
use futures_util::Stream;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};

/// What every call answers.
pub type Result<T, E = EngineError> = std::result::Result<T, E>;
/// A call in flight, boxed so that `Arc<dyn Engine>` works.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;
/// Items that come over time; ends with the connection. An `Err` item is the last.
pub type Items<T> = Pin<Box<dyn Stream<Item = Result<T>> + Send>>;

/// The read half. Dropping a reply or a stream closes its connection and changes nothing on the engine.
pub trait Observe: Send + Sync {
    /// `GET /_ping`: alive, its negotiated API version and its clock. Cheap; limited to 5 s.
    fn ping(&self) -> Reply<'_, EngineInfo>;
    /// `GET /info`: all of [`EngineInfo`].
    fn info(&self) -> Reply<'_, EngineInfo>;
    /// `GET /containers/json?all=1`: containers, without details.
    fn find_containers(&self, filter: ListFilter) -> Reply<'_, Vec<Container>>;
    /// All of them.
    fn list_containers(&self) -> Reply<'_, Vec<Container>> {
        self.find_containers(ListFilter::default())
    }
    /// `GET /containers/{id}/json`: one container with its details. Accepts a name or an id prefix too.
    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container>;
    /// `GET /containers/{id}/json` as the engine sends it, indented, sanitised; for people to read.
    fn inspect_text<'a>(&'a self, id: &'a str) -> Reply<'a, String>;
    /// `GET /events`. The reply is there as soon as the engine has subscribed us; unknown types and actions are kept.
    fn events(&self, request: EventsRequest) -> Reply<'_, Items<EngineEvent>>;
    /// `GET /containers/{id}/logs`, in lines: frames joined, a line cut at 64 KiB, sanitised. Batches as they arrive.
    fn logs<'a>(
        &'a self,
        id: &'a InstanceId,
        request: LogsRequest,
    ) -> Reply<'a, Items<Vec<LogLine>>>;
    /// `GET /containers/{id}/stats`.
    fn stats<'a>(&'a self, id: &'a InstanceId, mode: StatsMode) -> Reply<'a, Items<Sample>>;
    /// `GET /containers/{id}/top`: 409 where it does not run.
    fn top<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ProcessTable>;
    /// `GET /networks`: without members.
    fn list_networks(&self, filter: ListFilter) -> Reply<'_, Vec<Network>>;
    /// `GET /networks/{id}`, by id, the beginning of one, or name.
    fn inspect_network<'a>(&'a self, network: &'a str) -> Reply<'a, Network>;
    /// `GET /volumes`
    fn list_volumes(&self, filter: ListFilter) -> Reply<'_, Vec<Volume>>;
    /// `GET /volumes/{name}`
    fn inspect_volume<'a>(&'a self, name: &'a str) -> Reply<'a, Volume>;
    /// `GET /images/json`: without what an inspection adds.
    fn list_images(&self, filter: ListFilter) -> Reply<'_, Vec<Image>>;
    /// `GET /images/{name}/json`, by name or id; 404 where the engine does not have it.
    fn inspect_image<'a>(&'a self, name: &'a str) -> Reply<'a, Image>;
}

/// The write half. A call that has started is never dropped: the engine may do it all the same.
pub trait Engine: Observe {
    /// `POST /containers/create`. 404: its image is not here, or not for that platform. 409: its name is taken.
    fn create_container(&self, spec: ContainerSpec) -> Reply<'_, Created>;
    /// `POST /containers/{id}/start`. Running already (304) is `Ok`.
    fn start<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()>;
    /// `POST /containers/{id}/stop`; `grace` `None`: the container's own. Stopped already (304) is `Ok`.
    fn stop<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()>;
    /// `POST /containers/{id}/restart`; `grace` as in [`Engine::stop`].
    fn restart<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()>;
    /// `POST /containers/{id}/pause`: 409 where it does not run or is paused.
    fn pause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()>;
    /// `POST /containers/{id}/unpause`
    fn unpause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()>;
    /// `POST /containers/{id}/kill`; `signal` as `SIGTERM`.
    fn kill<'a>(&'a self, id: &'a InstanceId, signal: &'a str) -> Reply<'a, ()>;
    /// `POST /containers/{id}/rename`: 409 where the name is taken.
    fn rename<'a>(&'a self, id: &'a InstanceId, name: &'a str) -> Reply<'a, ()>;
    /// `POST /containers/{id}/update`
    fn update_restart_policy<'a>(
        &'a self,
        id: &'a InstanceId,
        policy: RestartPolicy,
    ) -> Reply<'a, ()>;
    /// `POST /containers/{id}/wait`: its exit code, once it does not run. Changes nothing; dropping it is harmless.
    fn wait<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, i64>;
    /// `PUT /containers/{id}/archive`: puts a file into it, running or not.
    fn put_file<'a>(&'a self, id: &'a InstanceId, file: FileSpec) -> Reply<'a, ()>;
    /// `DELETE /containers/{id}`
    fn remove<'a>(&'a self, id: &'a InstanceId, request: RemoveRequest) -> Reply<'a, ()>;
    /// `POST /containers/{id}/exec` and `POST /exec/{id}/start`, hijacked.
    fn exec<'a>(&'a self, id: &'a InstanceId, request: ExecRequest) -> Reply<'a, Box<dyn Session>>;
    /// `POST /containers/{id}/attach`, hijacked.
    fn attach<'a>(
        &'a self,
        id: &'a InstanceId,
        request: AttachRequest,
    ) -> Reply<'a, Box<dyn Session>>;
    /// `POST /networks/create`; answers with the full id. 409: its name is taken.
    fn create_network(&self, spec: NetworkSpec) -> Reply<'_, String>;
    /// `DELETE /networks/{id}`: refused while containers that run are in it.
    fn remove_network<'a>(&'a self, network: &'a str) -> Reply<'a, ()>;
    /// `POST /networks/{id}/connect`: the container is in it now, or from its start on.
    fn connect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        endpoint: EndpointSpec,
    ) -> Reply<'a, ()>;
    /// `POST /networks/{id}/disconnect`; `force`: also where the engine has lost the container.
    fn disconnect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        force: bool,
    ) -> Reply<'a, ()>;
    /// `POST /volumes/create`. One of that name that is there already stays as it is, and that is `Ok`.
    fn create_volume(&self, spec: VolumeSpec) -> Reply<'_, Volume>;
    /// `DELETE /volumes/{name}`: 409 where a container has it, running or not; `force`: what is not there is `Ok`.
    fn remove_volume<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()>;
    /// `POST /images/create`: pulls an image. The stream ends with the pull, or with the error that ended it; dropping it
    /// gives the pull up.
    fn pull_image(&self, request: PullRequest) -> Reply<'_, Items<PullProgress>>;
    /// `DELETE /images/{name}`: 409 where a container has it; `force`: only what runs keeps it.
    fn remove_image<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()>;
}

/// What came of a request to make a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its full id.
    pub id: InstanceId,
    /// What the engine did otherwise than asked, in its words.
    pub warnings: Vec<String>,
}

/// A process in a container whose terminal is ours: of `exec` or `attach`.
pub trait Session: Send {
    /// Takes the two ends, once: what it prints (raw bytes; frames of a session without a terminal are unpacked), and
    /// what it reads.
    fn take_ends(&mut self) -> Option<SessionEnds>;
    /// Tells it the size of our terminal.
    fn resize(&self, columns: u16, rows: u16) -> Reply<'_, ()>;
    /// Its exit code once its output has ended; `None` where there is none (attach, detached).
    fn exit_code(&self) -> Reply<'_, Option<i64>>;
}

/// The two ends of a [`Session`].
pub struct SessionEnds {
    /// What it prints; ends with the process.
    pub output: Box<dyn AsyncRead + Send + Unpin>,
    /// What it reads.
    pub input: Box<dyn AsyncWrite + Send + Unpin>,
}
