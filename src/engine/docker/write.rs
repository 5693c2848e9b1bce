//! The write half: bollard's requests over our transport.
//!
//! A change that has begun runs to its end in a task of its own, whatever becomes of the one who asked: an engine of
//! 23.0 or 24.0 takes a closed connection during a stop for a kill (moby#45731).
#![expect(
    clippy::disallowed_methods,
    reason = "a change that has begun must outlive the one who asked for it"
)]

use crate::engine::docker::transport::{self, within};
use crate::engine::docker::{DockerEngine, inspect, refusal, segment, session};
use crate::engine::{
    AttachRequest, ContainerSpec, Created, EndpointSpec, Engine, EngineError, ExecRequest,
    FileSpec, Items, NetworkSpec, PullProgress, PullRequest, RemoveRequest, Reply, Result, Session,
    VolumeSpec,
};
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use crate::model::observed::{DEFAULT_STOP_TIMEOUT, RestartPolicy, Volume};
use bollard::query_parameters::{
    KillContainerOptionsBuilder, RemoveContainerOptionsBuilder, RestartContainerOptionsBuilder,
    StartContainerOptions, StopContainerOptionsBuilder,
};
use bollard::{BollardRequest, ClientVersion, Docker};
use hyper::{Response, StatusCode, body::Incoming};
use std::future::Future;
use std::io;
use std::time::Duration;

/// Longest time between a stop signal and SIGKILL that a call waits for; a longer one goes on without us.
const LONGEST_GRACE: Duration = Duration::from_hours(24);

type BollardError = bollard::errors::Error;

impl DockerEngine {
    /// bollard over our transport: our time limits, our errors. Its own limit covers only an answer's head.
    fn bollard(&self, limit: Duration) -> Result<Docker> {
        let engine = self.clone();
        let transport = move |request: BollardRequest| {
            let engine = engine.clone();
            async move { engine.send(request).await }
        };
        let version = self.version();
        let version = ClientVersion {
            major_version: version.major.into(),
            minor_version: version.minor.into(),
        };
        Docker::connect_with_custom_transport(
            transport,
            Some("http://docker"),
            limit.as_secs().max(1),
            &version,
        )
        .map_err(|error| of_bollard(error, limit))
    }

    async fn send(&self, mut request: BollardRequest) -> Result<Response<Incoming>, BollardError> {
        let carry = |error: EngineError| BollardError::from(io::Error::other(error));
        // bollard 0.21 joins the route onto its own prefix and so loses the version again.
        let route = request.uri().path_and_query().map(ToString::to_string);
        if let Some(route) = route.filter(|route| !route.starts_with("/v")) {
            let uri = self.path(&route).parse();
            *request.uri_mut() =
                uri.map_err(|error| carry(EngineError::Protocol(format!("{error}"))))?;
        }
        let (response, guard) = self.transport().send(request).await.map_err(carry)?;
        guard.release();
        let status = response.status();
        if status.is_success() || status == StatusCode::NOT_MODIFIED {
            return Ok(response);
        }
        let body = transport::error_body(response.into_body()).await;
        Err(carry(refusal::of_status(status, &body, Capability::Write)))
    }

    /// Runs a change to its end within `limit`, even if the reply is dropped.
    async fn change<T, F, W>(&self, limit: Duration, work: W) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, BollardError>> + Send,
        W: FnOnce(Docker) -> F + Send + 'static,
    {
        let docker = self.bollard(limit)?;
        let task = tokio::spawn(within(limit, async move {
            work(docker).await.map_err(|error| of_bollard(error, limit))
        }));
        task.await
            .unwrap_or_else(|error| Err(EngineError::Protocol(error.to_string())))
    }

    /// How long a stop may take: the grace as asked for, else the container's own, and what the engine needs beyond.
    async fn stop_limit(&self, id: &InstanceId, grace: Option<Duration>) -> Result<Duration> {
        let grace = match grace {
            Some(grace) => grace,
            None => match self.inspect(id.as_str()).await {
                Ok(body) => inspect::container(&body)?
                    .details
                    .and_then(|details| details.stop_timeout)
                    .unwrap_or(DEFAULT_STOP_TIMEOUT),
                // A proxy that forbids looking may still allow stopping.
                Err(EngineError::NotAllowed { .. }) => LONGEST_GRACE,
                Err(error) => return Err(error),
            },
        };
        Ok(grace
            .min(LONGEST_GRACE)
            .saturating_add(self.transport().limits.beyond_grace))
    }
}

/// Our own error comes back out of bollard's.
fn of_bollard(error: BollardError, limit: Duration) -> EngineError {
    match error {
        BollardError::IOError { err } => err
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<EngineError>())
            .cloned()
            .unwrap_or_else(|| EngineError::Unreachable {
                reason: refusal::io_words(&err),
                hint: None,
            }),
        BollardError::RequestTimeoutError => EngineError::Timeout {
            seconds: limit.as_secs().max(1),
        },
        BollardError::HyperResponseError { err } => refusal::of_http(&err),
        BollardError::DockerResponseServerError {
            status_code,
            message,
        } => EngineError::Refused {
            status: status_code,
            message: refusal::words(&message),
        },
        other => EngineError::Protocol(refusal::words(&other.to_string())),
    }
}

/// Seconds for the API, rounded up: a grace of half a second is not none at all.
fn whole_seconds(span: Duration) -> i32 {
    let seconds = span.as_secs() + u64::from(span.subsec_nanos() > 0);
    i32::try_from(seconds).unwrap_or(i32::MAX)
}

impl Engine for DockerEngine {
    fn create_container(&self, spec: ContainerSpec) -> Reply<'_, Created> {
        Box::pin(self.create(spec))
    }

    fn start<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        Box::pin(async move {
            let id = segment(id.as_str())?.to_owned();
            self.change(self.transport().limits.write, |docker| async move {
                docker
                    .start_container(&id, None::<StartContainerOptions>)
                    .await
            })
            .await
        })
    }

    fn stop<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()> {
        Box::pin(async move {
            let name = segment(id.as_str())?.to_owned();
            let limit = self.stop_limit(id, grace).await?;
            let options = grace.map(|grace| {
                StopContainerOptionsBuilder::new()
                    .t(whole_seconds(grace))
                    .build()
            });
            self.change(limit, |docker| async move {
                docker.stop_container(&name, options).await
            })
            .await
        })
    }

    fn restart<'a>(&'a self, id: &'a InstanceId, grace: Option<Duration>) -> Reply<'a, ()> {
        Box::pin(async move {
            let name = segment(id.as_str())?.to_owned();
            let limit = self.stop_limit(id, grace).await? + self.transport().limits.write;
            let options = grace.map(|grace| {
                RestartContainerOptionsBuilder::new()
                    .t(whole_seconds(grace))
                    .build()
            });
            self.change(limit, |docker| async move {
                docker.restart_container(&name, options).await
            })
            .await
        })
    }

    fn pause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        Box::pin(async move {
            let id = segment(id.as_str())?.to_owned();
            self.change(self.transport().limits.write, |docker| async move {
                docker.pause_container(&id).await
            })
            .await
        })
    }

    fn unpause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        Box::pin(async move {
            let id = segment(id.as_str())?.to_owned();
            self.change(self.transport().limits.write, |docker| async move {
                docker.unpause_container(&id).await
            })
            .await
        })
    }

    fn kill<'a>(&'a self, id: &'a InstanceId, signal: &'a str) -> Reply<'a, ()> {
        Box::pin(async move {
            let id = segment(id.as_str())?.to_owned();
            let options = KillContainerOptionsBuilder::new().signal(signal).build();
            self.change(self.transport().limits.write, |docker| async move {
                docker.kill_container(&id, Some(options)).await
            })
            .await
        })
    }

    fn rename<'a>(&'a self, id: &'a InstanceId, name: &'a str) -> Reply<'a, ()> {
        Box::pin(self.rename_to(id, name))
    }

    fn update_restart_policy<'a>(
        &'a self,
        id: &'a InstanceId,
        policy: RestartPolicy,
    ) -> Reply<'a, ()> {
        Box::pin(self.set_policy(id, policy))
    }

    fn wait<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, i64> {
        Box::pin(self.wait_for(id))
    }

    fn put_file<'a>(&'a self, id: &'a InstanceId, file: FileSpec) -> Reply<'a, ()> {
        Box::pin(self.put(id, file))
    }

    fn remove<'a>(&'a self, id: &'a InstanceId, request: RemoveRequest) -> Reply<'a, ()> {
        Box::pin(async move {
            let id = segment(id.as_str())?.to_owned();
            let options = RemoveContainerOptionsBuilder::new()
                .force(request.force)
                .v(request.volumes)
                .build();
            self.change(self.transport().limits.write, |docker| async move {
                docker.remove_container(&id, Some(options)).await
            })
            .await
        })
    }

    fn exec<'a>(&'a self, id: &'a InstanceId, request: ExecRequest) -> Reply<'a, Box<dyn Session>> {
        Box::pin(session::exec(self, id, request))
    }

    fn attach<'a>(
        &'a self,
        id: &'a InstanceId,
        request: AttachRequest,
    ) -> Reply<'a, Box<dyn Session>> {
        Box::pin(session::attach(self, id, request))
    }

    fn create_network(&self, spec: NetworkSpec) -> Reply<'_, String> {
        Box::pin(self.add_network(spec))
    }

    fn remove_network<'a>(&'a self, network: &'a str) -> Reply<'a, ()> {
        Box::pin(self.delete_network(network))
    }

    fn connect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        endpoint: EndpointSpec,
    ) -> Reply<'a, ()> {
        Box::pin(self.connect_to(network, container, endpoint))
    }

    fn disconnect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        force: bool,
    ) -> Reply<'a, ()> {
        Box::pin(self.disconnect_from(network, container, force))
    }

    fn create_volume(&self, spec: VolumeSpec) -> Reply<'_, Volume> {
        Box::pin(self.add_volume(spec))
    }

    fn remove_volume<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()> {
        Box::pin(self.delete_volume(name, force))
    }

    fn pull_image(&self, request: PullRequest) -> Reply<'_, Items<PullProgress>> {
        Box::pin(self.pull(request))
    }

    fn remove_image<'a>(&'a self, name: &'a str, force: bool) -> Reply<'a, ()> {
        Box::pin(self.delete_image(name, force))
    }
}
