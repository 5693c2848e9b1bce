//! `exec` and `attach` over a pair of pipes.
#![expect(
    clippy::disallowed_methods,
    reason = "an adapter of the engine port spawns its own driver and pumps"
)]

use super::adapter::{Inner, reply};
use crate::engine::{Reply, Session, SessionEnds};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf, duplex, split};
use tokio::task::JoinHandle;

/// Bytes in flight each way; a client that does not read stops the pump, not the container.
const PIPE_BYTES: usize = 64 << 10;

/// An open session.
pub(super) struct SimSession {
    inner: Arc<Inner>,
    id: u64,
    has_code: bool,
    /// Behind a lock only so that calls on the session can be sent between threads.
    ends: Mutex<Option<SessionEnds>>,
    pumps: [JoinHandle<()>; 2],
}

impl SimSession {
    pub(super) fn open(inner: &Arc<Inner>, id: u64, has_code: bool) -> Self {
        let (ours, theirs) = duplex(PIPE_BYTES);
        let (our_output, our_input) = split(ours);
        let (their_output, their_input) = split(theirs);
        Self {
            inner: Arc::clone(inner),
            id,
            has_code,
            ends: Mutex::new(Some(SessionEnds {
                output: Box::new(their_output),
                input: Box::new(their_input),
            })),
            pumps: [
                tokio::spawn(pump_output(Arc::clone(inner), id, our_input)),
                tokio::spawn(pump_input(Arc::clone(inner), id, our_output)),
            ],
        }
    }
}

async fn pump_output(inner: Arc<Inner>, id: u64, mut pipe: WriteHalf<DuplexStream>) {
    let mut revisions = inner.revisions();
    loop {
        revisions.borrow_and_update();
        let (bytes, ended) = inner.with(|world| world.session_take(id, PIPE_BYTES));
        if !bytes.is_empty() && pipe.write_all(&bytes).await.is_err() {
            return;
        }
        if ended {
            // The reader sees the end; an error means that there is none any more.
            let _ = pipe.shutdown().await;
            return;
        }
        if bytes.is_empty() && revisions.changed().await.is_err() {
            return;
        }
    }
}

async fn pump_input(inner: Arc<Inner>, id: u64, mut pipe: ReadHalf<DuplexStream>) {
    let mut bytes = [0; 4096];
    loop {
        match pipe.read(&mut bytes).await {
            Ok(0) | Err(_) => {
                inner.with(|world| world.close_input(id));
                return;
            }
            Ok(count) => {
                let typed = bytes.get(..count).unwrap_or_default();
                inner.with(|world| world.session_input(id, typed));
            }
        }
    }
}

impl Session for SimSession {
    fn take_ends(&mut self) -> Option<SessionEnds> {
        self.ends
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn resize(&self, columns: u16, rows: u16) -> Reply<'_, ()> {
        reply(async move {
            self.inner
                .with(|world| world.session_resize(self.id, (columns, rows)));
            Ok(())
        })
    }

    fn exit_code(&self) -> Reply<'_, Option<i64>> {
        reply(async move {
            let mut revisions = self.inner.revisions();
            loop {
                let ended = self.inner.with(|world| world.session_exit(self.id));
                if let Poll::Ready(code) = ended {
                    return Ok(code.filter(|_| self.has_code));
                }
                // The sender lives in `self.inner`.
                let _ = revisions.changed().await;
            }
        })
    }
}

impl Drop for SimSession {
    fn drop(&mut self) {
        for pump in &self.pumps {
            pump.abort();
        }
        self.inner.with(|world| world.session_drop(self.id));
    }
}
