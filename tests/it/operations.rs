//! The operations on a real engine.

use crate::real_engine::fixture::{DEADLINE, Fixture, STAYS, with_engine};
use futures_util::future::BoxFuture;
use stacktui::engine::Engine;
use stacktui::model::event::EventKind;
use stacktui::model::ids::{Epoch, InstanceId};
use stacktui::model::observed::{Container, EngineState};
use stacktui::ops::exec::{self, Terminal};
use stacktui::ops::{Connected, Connector, Outlet, WatchHandle, stats, watch};
use stacktui::plan::news::{HostError, HostMsg};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

struct Way(&'static Fixture);

impl Connector for Way {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        Box::pin(std::future::ready(Ok(Connected {
            engine: Arc::clone(&self.0.engine),
            info: Some(self.0.info.clone()),
            endpoint: "the test's engine".to_owned(),
            chosen_by: "the test".to_owned(),
        })))
    }
}

async fn until<T>(
    news: &mut mpsc::Receiver<HostMsg>,
    what: &str,
    mut wanted: impl FnMut(HostMsg) -> Option<T>,
) -> T {
    let waiting = async {
        loop {
            let msg = news.recv().await.expect("the watch goes on");
            if let Some(found) = wanted(msg) {
                return found;
            }
        }
    };
    tokio::time::timeout(DEADLINE, waiting)
        .await
        .unwrap_or_else(|_elapsed| panic!("never {what}"))
}

#[tokio::test]
async fn a_watch_shows_what_happens_and_ends_with_its_token() {
    with_engine(
        "a_watch_shows_what_happens_and_ends_with_its_token",
        |fixture| async move {
            let id = fixture.run_script("watched", STAYS).await;
            let (handle, seat) = watch::channel();
            let (sender, mut news) = mpsc::channel(64);
            let token = CancellationToken::new();
            let watching = tokio::spawn(watch::watch(
                Arc::new(Way(fixture)),
                seat,
                Outlet::from(sender),
                token.clone(),
                Epoch(1),
            ));
            let of = |containers: Vec<Container>| {
                containers.into_iter().find(|container| container.id == id)
            };
            until(&mut news, "listed", |msg| match msg {
                HostMsg::Snapshot(_, snapshot) => of(snapshot.containers),
                _ => None,
            })
            .await;
            until(&mut news, "inspected", |msg| match msg {
                HostMsg::Inspected(_, containers) => of(containers)?.details,
                _ => None,
            })
            .await;
            let mut starts = handle.starts();
            fixture.engine.restart(&id, None).await.unwrap();
            until(&mut news, "told of the death", |msg| match msg {
                HostMsg::Event(_, event) if event.id == id.as_str() => {
                    matches!(event.kind, EventKind::Die { .. }).then_some(())
                }
                _ => None,
            })
            .await;
            until(&mut news, "inspected again", |msg| match msg {
                HostMsg::Inspected(_, containers) => {
                    of(containers).filter(|one| one.state == EngineState::Running)
                }
                _ => None,
            })
            .await;
            let started = async { while starts.recv().await.unwrap() != id {} };
            tokio::time::timeout(DEADLINE, started).await.unwrap();
            token.cancel();
            watching.await.unwrap();
            assert!(handle.engine().is_none());
        },
    )
    .await;
}

#[tokio::test]
async fn a_shell_is_found_and_its_exit_code_comes_back() {
    with_engine(
        "a_shell_is_found_and_its_exit_code_comes_back",
        |fixture| async move {
            let id = fixture.run_script("shell", STAYS).await;
            let terminal = Terminal {
                size: (100, 30),
                term: "screen-256color".to_owned(),
                detach_keys: String::new(),
            };
            let mut session = exec::shell(fixture.engine.as_ref(), &id, &terminal)
                .await
                .unwrap();
            let mut ends = session.take_ends().unwrap();
            ends.input
                .write_all(b"stty size; echo \"[$TERM]\"; exit 7\n")
                .await
                .unwrap();
            let mut output = Vec::new();
            tokio::time::timeout(DEADLINE, ends.output.read_to_end(&mut output))
                .await
                .unwrap()
                .unwrap();
            let text = String::from_utf8_lossy(&output);
            assert!(text.contains("30 100"), "{text}");
            assert!(text.contains("[screen-256color]"), "{text}");
            assert_eq!(session.exit_code().await.unwrap(), Some(7));
        },
    )
    .await;
}

#[tokio::test]
async fn stats_come_for_what_is_wanted() {
    with_engine("stats_come_for_what_is_wanted", |fixture| async move {
        let id = fixture.run_script("busy", STAYS).await;
        let engine: Arc<dyn Engine> = Arc::clone(&fixture.engine);
        let (handle, _seat) = WatchHandle::fixed(engine);
        let (wanted, receiver) = tokio::sync::watch::channel(Vec::<InstanceId>::new());
        let (sender, mut news) = mpsc::channel(4);
        let token = CancellationToken::new();
        tokio::spawn(stats::sample(
            receiver,
            handle,
            Outlet::from(sender),
            token.clone(),
        ));
        wanted.send(vec![id.clone()]).unwrap();
        let samples = tokio::time::timeout(DEADLINE, news.recv())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(samples.len(), 1);
        assert_eq!(samples[0].instance_id, id);
        assert!(samples[0].memory_used_bytes > 0);
        token.cancel();
        while news.recv().await.is_some() {}
    })
    .await;
}
