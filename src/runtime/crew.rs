//! From effects to operations and from their news to messages; nothing is decided here.

use crate::app::effect::{Connection, Effect, Foreground, LogQuery};
use crate::app::msg::Msg;
use crate::model::ids::{Epoch, HostId, InstanceId, SubscriptionId, TaskId};
use crate::ops::exec::{self, Terminal};
use crate::ops::{self, Connector, Desk, Outlet, WatchHandle};
use crate::plan::news::{HostError, HostMsg, LogsMsg, ProjectMsg, TaskMsg};
use crate::plan::work::{ContextChoice, Progress, Work, WorkError};
use crate::runtime::foreground::{self, Typing};
use crate::runtime::shell::{Opening, Perform, Program};
use crate::runtime::tasks::TaskSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

/// An engine to watch: its name and the way to it.
pub type Destination = (HostId, Arc<dyn Connector>);

/// Finds the way to another engine.
pub type FindDestination = dyn Fn(&Connection) -> Result<Destination, HostError> + Send + Sync;

/// Reads the projects that are to be shown on another engine.
pub type ReadProjects = dyn Fn(&Connection) -> Vec<ProjectMsg> + Send + Sync;

/// What the work is done with.
#[derive(Clone)]
pub struct Tools {
    /// The way to another engine; an error is its notice.
    pub destinations: Arc<FindDestination>,
    /// The docker contexts that can be chosen; may read files.
    pub contexts: Arc<dyn Fn() -> Vec<ContextChoice> + Send + Sync>,
    /// Reads the files that a stack's labels name; may read files.
    pub projects: Arc<ops::ReadProject>,
    /// The projects to show on another engine, also where nothing of them runs; may read files.
    pub projects_on: Arc<ReadProjects>,
    /// Where files are saved.
    pub directory: PathBuf,
    /// Nothing is written, and no shell opened.
    pub read_only: bool,
    /// Keys that leave an attached container running, as docker writes them; empty: `ctrl-p,ctrl-q`.
    pub detach_keys: String,
    /// `$TERM`, for shells.
    pub term: String,
}

/// Everybody who works for the state machine.
pub(crate) struct Crew {
    tools: Tools,
    messages: mpsc::Sender<Msg>,
    host: Host,
    /// Plans under way: they change something, and end between two steps only.
    plans: TaskSet<TaskId>,
    /// Other work, which only reads.
    questions: TaskSet<TaskId>,
    follows: TaskSet<SubscriptionId>,
    /// The watch and the sampler of the host in view.
    keepers: TaskSet<Keeper>,
    watches: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Keeper {
    Watch,
    Samples,
    Projects,
}

struct Host {
    id: HostId,
    watch: WatchHandle,
    wanted: watch::Sender<Vec<InstanceId>>,
}

/// Epochs of one watch; more than it will ever use.
const EPOCHS: u64 = 1 << 32;

impl Crew {
    /// Begins to watch, on these workers.
    pub(crate) fn start(
        tools: Tools,
        to: Destination,
        messages: mpsc::Sender<Msg>,
        workers: &Handle,
    ) -> Self {
        let mut keepers = TaskSet::new(workers);
        let host = watch_host(&mut keepers, to, &messages, Epoch(1));
        Self {
            tools,
            messages,
            host,
            plans: TaskSet::new(workers),
            questions: TaskSet::new(workers),
            follows: TaskSet::new(workers),
            keepers,
            watches: 1,
        }
    }

    /// Plans that have not ended.
    pub(crate) fn unfinished(&self) -> usize {
        self.plans.unfinished()
    }

    /// Ends what only reads, and waits until each plan has ended after its running step.
    pub(crate) async fn finish(&mut self) {
        self.follows.abort_all();
        self.questions.abort_all();
        self.plans.finish().await;
        self.keepers.abort_all();
    }

    fn run(&mut self, task: TaskId, work: Work) {
        let desk = Desk {
            watch: self.host.watch.clone(),
            directory: self.tools.directory.clone(),
            read_only: self.tools.read_only,
            contexts: Arc::clone(&self.tools.contexts),
            projects: Arc::clone(&self.tools.projects),
        };
        let messages = self.messages.clone();
        let panicked = messages.clone();
        let set = match work {
            Work::Apply(_) => &mut self.plans,
            _ => &mut self.questions,
        };
        set.spawn(
            task,
            |cancel| async move {
                let progress: Outlet<Progress> = Outlet::mapped(messages.clone(), move |news| {
                    Msg::Task(task, TaskMsg::Progress(news))
                });
                let done = ops::run(work, &desk, &progress, &cancel).await;
                // Nobody listens any more only at the end of the program.
                let _ = messages.send(Msg::Task(task, TaskMsg::Done(done))).await;
            },
            move |words| async move {
                let _ = panicked
                    .send(Msg::Task(task, TaskMsg::Panicked(words)))
                    .await;
            },
        );
    }

    fn follow(&mut self, subscription: SubscriptionId, query: LogQuery) {
        let outlet = Outlet::mapped(self.messages.clone(), move |news| {
            Msg::Logs(subscription, news)
        });
        let failed = outlet.clone();
        let sources: Vec<InstanceId> = query
            .instances
            .iter()
            .map(|source| source.instance_id.clone())
            .collect();
        let handle = self.host.watch.clone();
        self.follows.spawn(
            subscription,
            |cancel| ops::logs::follow(query, handle, outlet, cancel),
            move |words| async move {
                for id in sources {
                    failed.send(LogsMsg::Failed(id, fault(&words))).await;
                }
            },
        );
    }

    fn connect(&mut self, to: &Connection) {
        self.follows.abort_all();
        self.questions.abort_all();
        self.keepers.abort_all();
        match (self.tools.destinations)(to) {
            Ok(destination) => {
                let first = Epoch(self.watches * EPOCHS);
                self.watches += 1;
                self.host = watch_host(&mut self.keepers, destination, &self.messages, first);
                self.read_projects(to.clone());
            }
            Err(error) => {
                let news = Msg::Host(self.host.id.clone(), HostMsg::Lost(error));
                if self.messages.try_send(news).is_err() {
                    tracing::warn!("a message was dropped: the queue is full");
                }
            }
        }
    }
}

/// A fault of ours, told where the engine's words would stand.
fn fault(words: &str) -> String {
    format!("a fault of stacktui: {words}")
}

fn watch_host(
    keepers: &mut TaskSet<Keeper>,
    (id, connector): Destination,
    messages: &mpsc::Sender<Msg>,
    first: Epoch,
) -> Host {
    let (handle, seat) = ops::watch::channel();
    let host = id.clone();
    let outlet = Outlet::mapped(messages.clone(), move |news| Msg::Host(host.clone(), news));
    let failed = outlet.clone();
    keepers.spawn(
        Keeper::Watch,
        |cancel| ops::watch::watch(connector, seat, outlet, cancel, first),
        move |words| async move {
            let error = HostError {
                tried: Vec::new(),
                chosen_by: String::new(),
                hint: Some(fault(&words)),
                retry_in: None,
            };
            failed.send(HostMsg::Lost(error)).await;
        },
    );
    let (wanted, wants) = watch::channel(Vec::new());
    let host = id.clone();
    let outlet = Outlet::mapped(messages.clone(), move |news| Msg::Stats(host.clone(), news));
    let seen = handle.clone();
    keepers.spawn(
        Keeper::Samples,
        |cancel| ops::stats::sample(wants, seen, outlet, cancel),
        |words| async move { tracing::error!("stats ended: {words}") },
    );
    Host {
        id,
        watch: handle,
        wanted,
    }
}

impl Crew {
    /// Reads what is to be shown on an engine, away from the loop.
    fn read_projects(&mut self, of: Connection) {
        let read = Arc::clone(&self.tools.projects_on);
        let messages = self.messages.clone();
        self.keepers.spawn(
            Keeper::Projects,
            |_| async move {
                if let Ok(found) = tokio::task::spawn_blocking(move || read(&of)).await {
                    let _ = messages.send(Msg::Projects(found)).await;
                }
            },
            |words| async move { tracing::error!("projects were not read: {words}") },
        );
    }
}

impl Perform for Crew {
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Run(task, _, work) => self.run(task, work),
            Effect::Cancel(task) => {
                self.plans.cancel(&task);
                self.questions.abort(&task);
            }
            Effect::Follow(subscription, query) => self.follow(subscription, query),
            Effect::Unfollow(subscription) => self.follows.abort(&subscription),
            Effect::Sample(host, ids) => {
                if host == self.host.id {
                    self.host.wanted.send_if_modified(|wanted| {
                        let differs = *wanted != ids;
                        *wanted = ids;
                        differs
                    });
                }
            }
            Effect::Reconnect(_) => self.host.watch.reconnect(),
            Effect::Connect(connection) => self.connect(&connection),
            Effect::ReadProjects(of) => self.read_projects(of),
            // The loop does these itself.
            Effect::Suspend(_)
            | Effect::Copy(_)
            | Effect::Mouse(_)
            | Effect::Repaint
            | Effect::Quit => {}
        }
    }

    fn open(&mut self, what: Foreground) -> Opening {
        let engine = self.host.watch.engine();
        let read_only = self.tools.read_only;
        let terminal = Terminal {
            size: crossterm::terminal::size().unwrap_or((80, 24)),
            term: self.tools.term.clone(),
            detach_keys: self.tools.detach_keys.clone(),
        };
        Box::pin(async move {
            if read_only {
                return Err(ops::read_only::REFUSAL.to_owned());
            }
            let engine = engine.ok_or_else(|| "there is no connection to the engine".to_owned())?;
            let (Foreground::Shell(_, id) | Foreground::Attach(_, id)) = &what else {
                return Err("nothing was asked for".to_owned());
            };
            let container = engine
                .inspect_container(id.as_str())
                .await
                .map_err(|error| error.to_string())?;
            let name = container.name.clone();
            if matches!(what, Foreground::Shell(..)) {
                let session = exec::shell(engine.as_ref(), id, &terminal)
                    .await
                    .map_err(said)?;
                let line = format!("a shell in {name}: `exit` or ctrl-d brings you back");
                return Ok(joined(session, Typing::Raw, line));
            }
            let attached = exec::attach(engine.as_ref(), id, &terminal)
                .await
                .map_err(said)?;
            let (typing, line) = if let Some(why) = attached.read_only_because {
                (
                    Typing::Off,
                    format!("attached to {name}, read-only ({why}): ctrl-c leaves it"),
                )
            } else {
                let keys = detach_words(&terminal.detach_keys);
                (
                    Typing::Raw,
                    format!("attached to {name}: {keys} leaves it running"),
                )
            };
            Ok(joined(attached.session, typing, line))
        })
    }
}

/// `ctrl-p,ctrl-q` as people press them.
fn detach_words(keys: &str) -> String {
    if keys.is_empty() {
        "ctrl-p ctrl-q".to_owned()
    } else {
        keys.replace(',', " ")
    }
}

fn said(error: WorkError) -> String {
    match error.hint {
        Some(hint) => format!("{}; {hint}", error.message),
        None => error.message,
    }
}

fn joined(session: Box<dyn crate::engine::Session>, typing: Typing, line: String) -> Program {
    Box::pin(async move {
        let mut out = std::io::stdout();
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
        let ended = foreground::join(session, typing).await;
        // What comes next on this screen begins in a line of its own.
        let _ = writeln!(out);
        ended
    })
}
