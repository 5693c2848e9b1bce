//! An engine of the tests: it notes each call, answers from its own list, and can fail, hang and break as told.

use crate::engine::{
    AttachRequest, ContainerSpec, Created, EndpointSpec, Engine, EngineError, EventsRequest,
    ExecRequest, FileSpec, Items, ListFilter, LogsRequest, NetworkSpec, Observe, PullProgress,
    PullRequest, RemoveRequest, Reply, Session, SessionEnds, StatsMode, VolumeSpec,
};
use crate::model::event::EngineEvent;
use crate::model::ids::InstanceId;
use crate::model::log::LogLine;
use crate::model::observed::{
    Container, Details, EngineInfo, EngineState, Health, Image, Network, ProcessTable,
    RestartPolicy, Volume,
};
use crate::model::sample::Sample;
use futures_util::stream;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};

/// The engine.
#[derive(Default)]
pub(crate) struct Fake {
    state: Mutex<State>,
    changed: Notify,
}

/// What it knows.
#[derive(Default)]
pub(crate) struct State {
    /// What it lists.
    pub(crate) containers: Vec<Container>,
    /// Calls in order, as `start a`, `list`, `events`.
    pub(crate) calls: Vec<String>,
    /// Calls that fail, for ever.
    pub(crate) failing: BTreeMap<String, EngineError>,
    /// Calls that wait until they are taken off this list.
    pub(crate) held: Vec<String>,
    /// Past events.
    pub(crate) past: Vec<EngineEvent>,
    /// The newest live stream of events; dropping it ends the stream.
    pub(crate) events: Option<mpsc::Sender<Result<EngineEvent, EngineError>>>,
    /// What the next calls of `logs` answer, call by call, whatever the container.
    pub(crate) logs: VecDeque<Vec<Vec<LogLine>>>,
    /// What the next calls of `exec` end with; none left: 127.
    pub(crate) execs: VecDeque<Result<i64, EngineError>>,
    /// Batches of logs that were read.
    pub(crate) batches: Arc<AtomicUsize>,
    /// Live logs stay open as long as these.
    pub(crate) open: BTreeMap<String, mpsc::Sender<()>>,
}

impl Fake {
    pub(crate) fn with(containers: Vec<Container>) -> Arc<Self> {
        let fake = Self::default();
        fake.lock().containers = containers;
        Arc::new(fake)
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn hold(&self, call: &str) {
        self.lock().held.push(call.to_owned());
    }

    pub(crate) fn release(&self, call: &str) {
        self.lock().held.retain(|held| held != call);
        self.changed.notify_waiters();
    }

    pub(crate) fn fail(&self, call: &str, error: EngineError) {
        self.lock().failing.insert(call.to_owned(), error);
    }

    pub(crate) fn calls(&self) -> Vec<String> {
        self.lock().calls.clone()
    }

    /// Waits until this call was made so many times.
    pub(crate) async fn called(&self, call: &str, times: usize) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if self
                .lock()
                .calls
                .iter()
                .filter(|made| *made == call)
                .count()
                >= times
            {
                return;
            }
            changed.await;
        }
    }

    fn call<T: Send + 'static>(
        &self,
        call: String,
        answer: impl FnOnce(&mut State) -> Result<T, EngineError> + Send + 'static,
    ) -> Reply<'_, T> {
        self.lock().calls.push(call.clone());
        self.changed.notify_waiters();
        Box::pin(async move {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if !self.lock().held.contains(&call) {
                    break;
                }
                changed.await;
            }
            let mut state = self.lock();
            if let Some(error) = state.failing.get(&call) {
                return Err(error.clone());
            }
            answer(&mut state)
        })
    }

    fn done(&self, verb: &str, id: &InstanceId) -> Reply<'_, ()> {
        self.call(format!("{verb} {id}"), |_| Ok(()))
    }

    /// It has only containers.
    fn absent<T: Send + 'static>(&self, what: &str, name: &str) -> Reply<'_, T> {
        let message = format!("no such {what}: {name}");
        self.call(format!("inspect {what} {name}"), |_| {
            Err(EngineError::Refused {
                status: 404,
                message,
            })
        })
    }
}

/// A running container of a service of `shop`.
pub(crate) fn container(id: &str) -> Container {
    Container {
        id: InstanceId::from(id),
        name: Arc::from(format!("shop-{id}-1")),
        image: Arc::from("shop:1"),
        image_id: Arc::from("sha256:0"),
        created_at: None,
        state: EngineState::Running,
        health: Health::None,
        labels: [
            (crate::model::labels::PROJECT, "shop"),
            (crate::model::labels::SERVICE, id),
        ]
        .into_iter()
        .map(|(key, value)| (Arc::from(key), Arc::from(value)))
        .collect(),
        ports: Vec::new(),
        details: None,
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    }
}

impl Observe for Fake {
    fn ping(&self) -> Reply<'_, EngineInfo> {
        self.call("ping".to_owned(), |_| {
            Ok(EngineInfo {
                api_version: "1.41".to_owned(),
                ..EngineInfo::default()
            })
        })
    }

    fn info(&self) -> Reply<'_, EngineInfo> {
        self.call("info".to_owned(), |_| {
            Ok(EngineInfo {
                name: "web01".to_owned(),
                api_version: "1.41".to_owned(),
                ..EngineInfo::default()
            })
        })
    }

    fn find_containers(&self, _: ListFilter) -> Reply<'_, Vec<Container>> {
        self.call("list".to_owned(), |state| Ok(state.containers.clone()))
    }

    fn inspect_container<'a>(&'a self, id: &'a str) -> Reply<'a, Container> {
        let wanted = id.to_owned();
        self.call(format!("inspect {id}"), move |state| {
            let found = state
                .containers
                .iter()
                .find(|container| container.id.as_str() == wanted);
            let mut found = found.cloned().ok_or_else(|| EngineError::Refused {
                status: 404,
                message: format!("No such container: {wanted}"),
            })?;
            found.details.get_or_insert_with(|| {
                Arc::new(Details {
                    log_driver: "json-file".to_owned(),
                    ..Details::default()
                })
            });
            Ok(found)
        })
    }

    fn inspect_text<'a>(&'a self, id: &'a str) -> Reply<'a, String> {
        self.call(format!("inspect text {id}"), |_| Ok("{}".to_owned()))
    }

    fn events(&self, request: EventsRequest) -> Reply<'_, Items<EngineEvent>> {
        if request.until.is_some() {
            return self.call("past".to_owned(), |state| {
                let past: Vec<_> = state.past.iter().cloned().map(Ok).collect();
                Ok(Box::pin(stream::iter(past)) as Items<EngineEvent>)
            });
        }
        self.call("events".to_owned(), |state| {
            let (sender, receiver) = mpsc::channel(64);
            state.events = Some(sender);
            Ok(Box::pin(stream::unfold(receiver, |mut receiver| async {
                receiver.recv().await.map(|item| (item, receiver))
            })) as Items<EngineEvent>)
        })
    }

    fn logs<'a>(
        &'a self,
        id: &'a InstanceId,
        request: LogsRequest,
    ) -> Reply<'a, Items<Vec<LogLine>>> {
        let id = id.to_string();
        self.call(format!("logs {id}"), move |state| {
            let batches = state.logs.pop_front().unwrap_or_default();
            let (sender, receiver) = mpsc::channel::<()>(1);
            if request.follow {
                state.open.insert(id, sender);
            }
            let read = Arc::clone(&state.batches);
            let batches = stream::iter(batches.into_iter().map(move |batch| {
                read.fetch_add(1, Ordering::Relaxed);
                Ok(batch)
            }));
            let rest = stream::unfold(receiver, |mut receiver| async {
                receiver.recv().await.map(|()| (Ok(Vec::new()), receiver))
            });
            Ok(Box::pin(futures_util::StreamExt::chain(batches, rest)) as Items<Vec<LogLine>>)
        })
    }

    fn stats<'a>(&'a self, id: &'a InstanceId, _: StatsMode) -> Reply<'a, Items<Sample>> {
        let name = id.clone();
        self.call(format!("stats {id}"), move |_| {
            Ok(Box::pin(stream::unfold(0_u64, move |count| {
                let instance_id = name.clone();
                async move {
                    tokio::time::sleep(Duration::from_millis(400)).await;
                    Some((Ok(sample(instance_id, count)), count + 1))
                }
            })) as Items<Sample>)
        })
    }

    fn top<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ProcessTable> {
        self.call(format!("top {id}"), |_| Ok(ProcessTable::default()))
    }

    fn list_networks(&self, _: ListFilter) -> Reply<'_, Vec<Network>> {
        self.call("networks".to_owned(), |_| Ok(Vec::new()))
    }

    fn inspect_network<'a>(&'a self, network: &'a str) -> Reply<'a, Network> {
        self.absent("network", network)
    }

    fn list_volumes(&self, _: ListFilter) -> Reply<'_, Vec<Volume>> {
        self.call("volumes".to_owned(), |_| Ok(Vec::new()))
    }

    fn inspect_volume<'a>(&'a self, name: &'a str) -> Reply<'a, Volume> {
        self.absent("volume", name)
    }

    fn list_images(&self, _: ListFilter) -> Reply<'_, Vec<Image>> {
        self.call("images".to_owned(), |_| Ok(Vec::new()))
    }

    fn inspect_image<'a>(&'a self, name: &'a str) -> Reply<'a, Image> {
        self.absent("image", name)
    }
}

/// A process that has ended without a word.
struct Ran(i64);

impl Session for Ran {
    fn take_ends(&mut self) -> Option<SessionEnds> {
        Some(SessionEnds {
            output: Box::new(tokio::io::empty()),
            input: Box::new(tokio::io::sink()),
        })
    }
    fn resize(&self, _: u16, _: u16) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn exit_code(&self) -> Reply<'_, Option<i64>> {
        Box::pin(std::future::ready(Ok(Some(self.0))))
    }
}

fn sample(instance_id: InstanceId, pids: u64) -> Sample {
    Sample {
        instance_id,
        at: crate::model::time::Timestamp::default(),
        cpu_percent_of_one_core: None,
        memory_used_bytes: 0,
        memory_limit_bytes: 0,
        network_received_bytes: 0,
        network_sent_bytes: 0,
        block_read_bytes: 0,
        block_written_bytes: 0,
        pids,
    }
}

impl Engine for Fake {
    fn create_container(&self, spec: ContainerSpec) -> Reply<'_, Created> {
        self.call(format!("create {}", spec.name), |_| {
            Ok(Created {
                id: "new".into(),
                warnings: Vec::new(),
            })
        })
    }
    fn rename<'a>(&'a self, id: &'a InstanceId, name: &'a str) -> Reply<'a, ()> {
        self.call(format!("rename {id} {name}"), |_| Ok(()))
    }
    fn update_restart_policy<'a>(
        &'a self,
        id: &'a InstanceId,
        policy: RestartPolicy,
    ) -> Reply<'a, ()> {
        self.call(format!("update {id} {}", policy.name), |_| Ok(()))
    }
    fn wait<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, i64> {
        self.call(format!("wait {id}"), |_| Ok(0))
    }
    fn put_file<'a>(&'a self, id: &'a InstanceId, file: FileSpec) -> Reply<'a, ()> {
        self.call(format!("put {id} {}", file.path), |_| Ok(()))
    }
    fn create_network(&self, spec: NetworkSpec) -> Reply<'_, String> {
        self.call(format!("create network {}", spec.name), |_| {
            Ok("new".to_owned())
        })
    }
    fn remove_network<'a>(&'a self, network: &'a str) -> Reply<'a, ()> {
        self.call(format!("remove network {network}"), |_| Ok(()))
    }
    fn connect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        _: EndpointSpec,
    ) -> Reply<'a, ()> {
        self.call(format!("connect {network} {container}"), |_| Ok(()))
    }
    fn disconnect_network<'a>(
        &'a self,
        network: &'a str,
        container: &'a InstanceId,
        _: bool,
    ) -> Reply<'a, ()> {
        self.call(format!("disconnect {network} {container}"), |_| Ok(()))
    }
    fn create_volume(&self, spec: VolumeSpec) -> Reply<'_, Volume> {
        self.call(format!("create volume {}", spec.name), move |_| {
            Ok(Volume {
                name: spec.name.into(),
                ..Volume::default()
            })
        })
    }
    fn remove_volume<'a>(&'a self, name: &'a str, _: bool) -> Reply<'a, ()> {
        self.call(format!("remove volume {name}"), |_| Ok(()))
    }
    fn pull_image(&self, request: PullRequest) -> Reply<'_, Items<PullProgress>> {
        self.call(format!("pull {}", request.image), |_| {
            Ok(Box::pin(stream::empty()) as Items<PullProgress>)
        })
    }
    fn remove_image<'a>(&'a self, name: &'a str, _: bool) -> Reply<'a, ()> {
        self.call(format!("remove image {name}"), |_| Ok(()))
    }
    fn start<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.done("start", id)
    }
    fn stop<'a>(&'a self, id: &'a InstanceId, _: Option<Duration>) -> Reply<'a, ()> {
        self.done("stop", id)
    }
    fn restart<'a>(&'a self, id: &'a InstanceId, _: Option<Duration>) -> Reply<'a, ()> {
        self.done("restart", id)
    }
    fn pause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.done("pause", id)
    }
    fn unpause<'a>(&'a self, id: &'a InstanceId) -> Reply<'a, ()> {
        self.done("unpause", id)
    }
    fn kill<'a>(&'a self, id: &'a InstanceId, _: &'a str) -> Reply<'a, ()> {
        self.done("kill", id)
    }
    fn remove<'a>(&'a self, id: &'a InstanceId, _: RemoveRequest) -> Reply<'a, ()> {
        self.done("remove", id)
    }
    fn exec<'a>(&'a self, _: &'a InstanceId, request: ExecRequest) -> Reply<'a, Box<dyn Session>> {
        let program = request.command.first().cloned().unwrap_or_default();
        let kind = if request.terminal.is_some() {
            "open"
        } else {
            "probe"
        };
        self.call(format!("{kind} {program}"), |state| {
            let code = state.execs.pop_front().unwrap_or(Ok(127))?;
            Ok(Box::new(Ran(code)) as Box<dyn Session>)
        })
    }
    fn attach<'a>(&'a self, id: &'a InstanceId, _: AttachRequest) -> Reply<'a, Box<dyn Session>> {
        self.call(format!("attach {id}"), |_| {
            Err(EngineError::Protocol("no attach".to_owned()))
        })
    }
}
