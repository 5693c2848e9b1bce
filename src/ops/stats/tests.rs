use super::*;
use crate::apply::fake::Fake;
use crate::ops::watch::WatchSeat;
use tokio::sync::mpsc;

struct Sampling {
    fake: Arc<Fake>,
    wanted: watch::Sender<Vec<InstanceId>>,
    news: mpsc::Receiver<Vec<Sample>>,
    _seat: WatchSeat,
}

fn begin() -> Sampling {
    let fake = Fake::with(Vec::new());
    let (handle, seat) = WatchHandle::fixed(Arc::<Fake>::clone(&fake));
    let (wanted, receiver) = watch::channel(Vec::new());
    let (sender, news) = mpsc::channel(4);
    #[expect(clippy::disallowed_methods, reason = "a test")]
    tokio::spawn(sample(
        receiver,
        handle,
        Outlet::from(sender),
        CancellationToken::new(),
    ));
    Sampling {
        fake,
        wanted,
        news,
        _seat: seat,
    }
}

fn ids(names: &[&str]) -> Vec<InstanceId> {
    names.iter().map(InstanceId::from).collect()
}

async fn next(sampling: &mut Sampling) -> Vec<(String, u64)> {
    sampling
        .news
        .recv()
        .await
        .unwrap()
        .into_iter()
        .map(|sample| (sample.instance_id.to_string(), sample.pids))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn one_message_a_second_holds_the_newest_reading_of_each() {
    let mut sampling = begin();
    sampling.wanted.send(ids(&["a", "b"])).unwrap();
    // A reading each 400 ms, counted from 0; each message must hold a newer one than the last, and each container once.
    let mut last = 0;
    for _ in 0..5 {
        let seen = next(&mut sampling).await;
        let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert!((2..=3).contains(&(seen[0].1 + 1 - last)), "{seen:?}");
        last = seen[0].1 + 1;
    }
}

#[tokio::test(start_paused = true)]
async fn what_leaves_the_set_is_read_on_for_a_while_and_no_longer() {
    let mut sampling = begin();
    sampling.wanted.send(ids(&["a", "b"])).unwrap();
    next(&mut sampling).await;
    sampling.wanted.send(ids(&["a"])).unwrap();
    let mut with_b = 0;
    for _ in 0..10 {
        with_b += usize::from(
            next(&mut sampling)
                .await
                .iter()
                .any(|(name, _)| name == "b"),
        );
    }
    assert!((4..=6).contains(&with_b), "{with_b}");
    sampling.wanted.send(ids(&["a", "b"])).unwrap();
    sampling.fake.called("stats b", 2).await;
    let streams_of_a = sampling
        .fake
        .calls()
        .iter()
        .filter(|call| *call == "stats a")
        .count();
    assert_eq!(streams_of_a, 1, "the one that stayed was not begun again");
}

#[tokio::test(start_paused = true)]
async fn no_more_streams_than_the_limit() {
    let mut sampling = begin();
    let names: Vec<String> = (0..40).map(|number| format!("c{number:02}")).collect();
    let all: Vec<InstanceId> = names.iter().map(InstanceId::from).collect();
    sampling.wanted.send(all.clone()).unwrap();
    assert_eq!(next(&mut sampling).await.len(), STREAMS);
    sampling.wanted.send(all[20..].to_vec()).unwrap();
    next(&mut sampling).await;
    let seen = next(&mut sampling).await;
    assert_eq!(seen.len(), STREAMS);
    assert_eq!(seen[0].0, "c20");
}
