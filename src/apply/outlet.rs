//! Where news goes: a bounded channel whose item type the producer need not know.

use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;
use tokio::sync::mpsc;

/// The sending end of a bounded channel, seen as one of `T`. A full channel makes the producer wait: that is how
/// back-pressure reaches the engine's socket. Cheap to clone.
pub struct Outlet<T> {
    send: Arc<dyn Fn(T) -> BoxFuture<'static, bool> + Send + Sync>,
}

impl<T: Send + 'static> Outlet<T> {
    /// Items go into `sender` as `map` makes them: `Outlet::mapped(sender, move |news| Msg::Host(host.clone(), news))`.
    pub fn mapped<M: Send + 'static>(
        sender: mpsc::Sender<M>,
        map: impl Fn(T) -> M + Send + Sync + 'static,
    ) -> Self {
        Self {
            send: Arc::new(move |item| {
                let sender = sender.clone();
                let item = map(item);
                Box::pin(async move { sender.send(item).await.is_ok() })
            }),
        }
    }

    /// Items vanish.
    pub fn nowhere() -> Self {
        Self {
            send: Arc::new(|_| Box::pin(std::future::ready(true))),
        }
    }

    /// Waits until there is room. `false`: nobody listens any more, and the producer should end.
    pub async fn send(&self, item: T) -> bool {
        (self.send)(item).await
    }
}

impl<T: Send + 'static> From<mpsc::Sender<T>> for Outlet<T> {
    fn from(sender: mpsc::Sender<T>) -> Self {
        Self::mapped(sender, |item| item)
    }
}

impl<T> Clone for Outlet<T> {
    fn clone(&self) -> Self {
        Self {
            send: Arc::clone(&self.send),
        }
    }
}

impl<T> fmt::Debug for Outlet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outlet")
    }
}
