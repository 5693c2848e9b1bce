use super::*;
use crate::apply::fake::Fake;
use crate::model::ids::HostId;
use crate::model::log::{LogStream, StyledText};
use crate::model::time::Timestamp;
use crate::ops::watch::WatchSeat;
use std::sync::atomic::Ordering;
use tokio::sync::mpsc;

fn line(at: i64, text: &str) -> LogLine {
    LogLine {
        at: Some(Timestamp(at)),
        stream: LogStream::Stdout,
        text: StyledText::plain(text),
    }
}

struct Following {
    fake: Arc<Fake>,
    seat: WatchSeat,
    news: mpsc::Receiver<LogsMsg>,
}

fn begin(fake: Arc<Fake>, capacity: usize) -> Following {
    begin_with(fake, capacity, 100)
}

fn begin_with(fake: Arc<Fake>, capacity: usize, tail: u64) -> Following {
    let (handle, seat) = WatchHandle::fixed(Arc::<Fake>::clone(&fake));
    let (sender, news) = mpsc::channel(capacity);
    let query = LogQuery {
        host: HostId::from("local"),
        instances: vec![LogSource {
            instance_id: InstanceId::from("a"),
            tty: false,
            since: None,
            seen: 0,
        }],
        tail,
    };
    #[expect(clippy::disallowed_methods, reason = "a test")]
    tokio::spawn(follow(
        query,
        handle,
        Outlet::from(sender),
        CancellationToken::new(),
    ));
    Following { fake, seat, news }
}

impl Following {
    async fn texts(&mut self) -> Vec<String> {
        match self.news.recv().await {
            Some(LogsMsg::Lines(batch)) => {
                batch.lines.into_iter().map(|line| line.text.text).collect()
            }
            other => panic!("lines are expected, not {other:?}"),
        }
    }
}

/// An engine whose calls of `logs` answer these, in turn.
fn answering(calls: &[&[(i64, &str)]]) -> Arc<Fake> {
    let fake = Fake::with(Vec::new());
    fake.lock().logs = calls
        .iter()
        .map(|lines| vec![lines.iter().map(|(at, text)| line(*at, text)).collect()])
        .collect();
    fake
}

#[tokio::test(start_paused = true)]
async fn the_past_comes_first_then_the_seam_is_clean_through_a_restart() {
    let fake = answering(&[
        &[(1, "one"), (2, "two")],
        &[(2, "two"), (3, "three")],
        &[(3, "three"), (3, "new at three"), (4, "four")],
    ]);
    let mut following = begin(fake, 64);
    let id = InstanceId::from("a");
    assert_eq!(following.texts().await, ["one", "two"]);
    assert_eq!(
        following.news.recv().await,
        Some(LogsMsg::CaughtUp(id.clone()))
    );
    assert_eq!(following.texts().await, ["three"]);
    following.fake.lock().open.clear();
    assert_eq!(
        following.news.recv().await,
        Some(LogsMsg::Ended(id.clone()))
    );
    following
        .seat
        .starts
        .send(InstanceId::from("other"))
        .unwrap();
    following.seat.starts.send(id).unwrap();
    assert_eq!(following.texts().await, ["new at three", "four"]);
}

#[tokio::test(start_paused = true)]
async fn a_full_outlet_stops_the_reading() {
    let fake = Fake::with(Vec::new());
    let lines = |from: i64| (from..from + 600).map(|at| line(at, "x")).collect();
    fake.lock().logs = [(0..50).map(|batch| lines(batch * 600)).collect()].into();
    let mut following = begin(Arc::clone(&fake), 1);
    let mut sizes = vec![following.texts().await.len()];
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    let read = fake.lock().batches.load(Ordering::Relaxed);
    assert!(
        read < 5,
        "one message waits in the channel, not {read} batches"
    );
    while sizes.iter().sum::<usize>() < 30_000 {
        sizes.push(following.texts().await.len());
    }
    assert!(sizes.iter().all(|size| *size <= BATCH_LINES), "{sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn a_log_that_cannot_be_read_says_so_in_the_engines_words() {
    let fake = Fake::with(Vec::new());
    let words = "configured logging driver does not support reading";
    fake.fail(
        "logs a",
        EngineError::Refused {
            status: 501,
            message: words.to_owned(),
        },
    );
    let mut following = begin(fake, 64);
    assert_eq!(
        following.news.recv().await,
        Some(LogsMsg::Failed(InstanceId::from("a"), words.to_owned()))
    );
    assert_eq!(following.news.recv().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_broken_stream_is_read_on_from_where_it_broke() {
    let fake = answering(&[&[(1, "one")], &[], &[(1, "one"), (2, "two")]]);
    let mut following = begin(Arc::clone(&fake), 64);
    assert_eq!(following.texts().await, ["one"]);
    following.news.recv().await;
    fake.called("logs a", 2).await;
    while fake.lock().open.is_empty() {
        tokio::task::yield_now().await;
    }
    fake.fail(
        "logs a",
        EngineError::Unreachable {
            reason: "connection reset".to_owned(),
            hint: None,
        },
    );
    fake.lock().open.clear();
    following.news.recv().await;
    following.seat.starts.send(InstanceId::from("a")).unwrap();
    fake.called("logs a", 3).await;
    fake.lock().failing.clear();
    assert_eq!(following.texts().await, ["two"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_past_only_what_is_new_comes() {
    let fake = answering(&[&[(5, "old")], &[(5, "old"), (6, "new")]]);
    let mut following = begin_with(fake, 64, 0);
    assert!(matches!(
        following.news.recv().await,
        Some(LogsMsg::CaughtUp(_))
    ));
    assert_eq!(following.texts().await, ["new"]);
}
