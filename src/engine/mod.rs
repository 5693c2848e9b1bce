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
    AttachRequest, CreateRequest, EventsRequest, ExecRequest, LogsRequest, PortBinding,
    RemoveRequest, StatsMode,
};

use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{Container, EngineInfo, ProcessTable};
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
    /// `GET /containers/json?all=1`: all containers, without details.
    fn list_containers(&self) -> Reply<'_, Vec<Container>>;
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
}

/// The write half. A call that has started is never dropped: the engine may do it all the same.
pub trait Engine: Observe {
    /// `POST /containers/create`; answers with the full id.
    fn create_container(&self, request: CreateRequest) -> Reply<'_, InstanceId>;
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
