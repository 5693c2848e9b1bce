//! Tasks by name: started, cancelled and watched over here only.

use futures_util::FutureExt;
use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Running tasks, each under a key. A new one under a used key ends the older: the newest wins.
pub(crate) struct TaskSet<K> {
    workers: Handle,
    running: HashMap<K, Running>,
}

struct Running {
    cancel: CancellationToken,
    handle: JoinHandle<()>,
}

impl<K: Eq + Hash> TaskSet<K> {
    /// Tasks run on these workers, away from the thread that draws.
    pub(crate) fn new(workers: &Handle) -> Self {
        Self {
            workers: workers.clone(),
            running: HashMap::new(),
        }
    }

    /// Starts what `work` makes of a token that [`TaskSet::cancel`] cancels. A panic in it ends only this task, and
    /// `on_panic` is given its words.
    pub(crate) fn spawn<W, F, P, R>(&mut self, key: K, work: W, on_panic: P)
    where
        W: FnOnce(CancellationToken) -> F,
        F: Future<Output = ()> + Send + 'static,
        P: FnOnce(String) -> R + Send + 'static,
        R: Future<Output = ()> + Send,
    {
        self.running
            .retain(|_, running| !running.handle.is_finished());
        let cancel = CancellationToken::new();
        let work = AssertUnwindSafe(work(cancel.clone())).catch_unwind();
        let handle = self.workers.spawn(async move {
            if let Err(panic) = work.await {
                on_panic(words(&*panic)).await;
            }
        });
        if let Some(older) = self.running.insert(key, Running { cancel, handle }) {
            older.cancel.cancel();
        }
    }

    /// Asks it to end at its next safe point.
    pub(crate) fn cancel(&mut self, key: &K) {
        if let Some(running) = self.running.get(key) {
            running.cancel.cancel();
        }
    }

    /// Ends it at once, wherever it stands: for what only reads.
    pub(crate) fn abort(&mut self, key: &K) {
        if let Some(running) = self.running.remove(key) {
            running.cancel.cancel();
            running.handle.abort();
        }
    }

    /// Ends all at once.
    pub(crate) fn abort_all(&mut self) {
        for (_, running) in self.running.drain() {
            running.cancel.cancel();
            running.handle.abort();
        }
    }

    /// How many have not ended.
    pub(crate) fn unfinished(&self) -> usize {
        self.running
            .values()
            .filter(|running| !running.handle.is_finished())
            .count()
    }

    /// Asks all to end, and waits for each.
    pub(crate) async fn finish(&mut self) {
        for running in self.running.values() {
            running.cancel.cancel();
        }
        for (_, running) in self.running.drain() {
            let _ = running.handle.await;
        }
    }
}

impl<K> Drop for TaskSet<K> {
    fn drop(&mut self) {
        for running in self.running.values() {
            running.handle.abort();
        }
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_panic_is_reported_and_the_others_go_on() {
        let (sender, mut receiver) = mpsc::channel(4);
        let mut tasks = TaskSet::new(&Handle::current());
        let report = sender.clone();
        tasks.spawn(
            1,
            |_| async { panic!("no such luck") },
            |words| async move { report.send(words).await.unwrap() },
        );
        tasks.spawn(
            2,
            |_| async move { sender.send("went on".to_owned()).await.unwrap() },
            |_| async {},
        );
        let mut seen = [
            receiver.recv().await.unwrap(),
            receiver.recv().await.unwrap(),
        ];
        seen.sort();
        assert_eq!(seen, ["no such luck", "went on"]);
    }

    #[tokio::test]
    async fn a_new_task_under_a_key_cancels_the_older() {
        let (sender, mut receiver) = mpsc::channel(4);
        let mut tasks = TaskSet::new(&Handle::current());
        for round in 0..2 {
            let sender = sender.clone();
            tasks.spawn(
                "slot",
                |cancel| async move {
                    cancel.cancelled().await;
                    sender.send(round).await.unwrap();
                },
                |_| async {},
            );
        }
        assert_eq!(receiver.recv().await, Some(0));
        assert_eq!(tasks.unfinished(), 1);
        tasks.finish().await;
        assert_eq!(receiver.recv().await, Some(1));
    }
}
