//! A scripted engine on a Unix socket: it answers each request with the bytes that the test gives, and then does what
//! no engine should.

use stacktui::engine::docker::{ConnectOptions, DockerEngine, Endpoint, Limits};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Notify;

/// One thing that the engine does with a connection.
#[derive(Clone)]
pub(crate) enum Step {
    /// Send this.
    Send(Vec<u8>),
    /// Send this as many times.
    Repeat(Vec<u8>, usize),
    /// Say nothing more, and keep the connection until the other end closes it.
    Hang,
}

/// Everything that is done with one request; afterwards the connection is closed.
pub(crate) type Script = Vec<Step>;

const PING: &str = "GET /_ping";

type Handler = dyn Fn(&str) -> Script + Send + Sync;

pub(crate) struct FakeEngine {
    socket: PathBuf,
    _folder: tempfile::TempDir,
    seen: Arc<Mutex<Vec<String>>>,
    closed: Arc<Notify>,
}

impl FakeEngine {
    /// `handler` is given `GET /v1.41/containers/json?all=1`; `/_ping` is answered for it.
    pub(crate) fn start(handler: impl Fn(&str) -> Script + Send + Sync + 'static) -> Self {
        Self::start_raw(move |request| {
            if request == PING {
                ping("1.41", "")
            } else {
                handler(request)
            }
        })
    }

    /// `handler` answers everything, `GET /_ping` too.
    pub(crate) fn start_raw(handler: impl Fn(&str) -> Script + Send + Sync + 'static) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("engine.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        let handler: Arc<Handler> = Arc::new(handler);
        let engine = Self {
            socket,
            _folder: folder,
            seen: Arc::default(),
            closed: Arc::default(),
        };
        let (seen, closed) = (Arc::clone(&engine.seen), Arc::clone(&engine.closed));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serve(
                    stream,
                    Arc::clone(&handler),
                    Arc::clone(&seen),
                    Arc::clone(&closed),
                );
                tokio::spawn(serving);
            }
        });
        engine
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::Unix(self.socket.clone())
    }

    pub(crate) async fn connect(&self) -> DockerEngine {
        let options = ConnectOptions {
            limits: short_limits(),
            ..ConnectOptions::default()
        };
        DockerEngine::connect(&self.endpoint(), &options)
            .await
            .unwrap()
            .0
    }

    /// The requests so far, `/_ping` left out.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until the client has closed a connection that a script keeps open.
    pub(crate) async fn client_closed(&self) {
        tokio::time::timeout(Duration::from_secs(30), self.closed.notified())
            .await
            .expect("the connection is closed");
    }
}

/// Short enough for a test that waits for them, long enough for a busy machine to answer.
pub(crate) fn short_limits() -> Limits {
    let limit = Duration::from_secs(2);
    Limits {
        connect: limit,
        ping: limit,
        read: limit,
        write: limit,
        beyond_grace: limit,
    }
}

async fn serve(
    mut stream: UnixStream,
    handler: Arc<Handler>,
    seen: Arc<Mutex<Vec<String>>>,
    closed: Arc<Notify>,
) {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let line = head.lines().next().unwrap_or_default();
    let request = line.trim_end_matches(" HTTP/1.1").to_owned();
    if request != PING {
        seen.lock().unwrap().push(request.clone());
    }
    let script = handler(&request);
    for step in script {
        let sent = match step {
            Step::Send(bytes) => stream.write_all(&bytes).await,
            Step::Repeat(bytes, times) => repeat(&mut stream, &bytes, times).await,
            Step::Hang => {
                let mut rest = Vec::new();
                let _ended = stream.read_to_end(&mut rest).await;
                closed.notify_one();
                return;
            }
        };
        if sent.is_err() {
            closed.notify_one();
            return;
        }
    }
}

async fn repeat(stream: &mut UnixStream, bytes: &[u8], times: usize) -> std::io::Result<()> {
    for _ in 0..times {
        stream.write_all(bytes).await?;
    }
    Ok(())
}

/// The answer to `/_ping`; `more` are header lines.
pub(crate) fn ping(version: &str, more: &str) -> Script {
    send(format!(
        "HTTP/1.1 200 OK\r\nApi-Version: {version}\r\n{more}Content-Length: 2\r\n\r\nOK"
    ))
}

pub(crate) fn send(text: impl Into<Vec<u8>>) -> Script {
    vec![Step::Send(text.into())]
}

/// A whole JSON answer.
pub(crate) fn json(status: &str, body: &str) -> Script {
    send(format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// The head of an answer that comes in chunks, without an end.
pub(crate) fn chunked() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()
}

pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
    out
}

/// The end of an answer that comes in chunks.
pub(crate) const END: &[u8] = b"0\r\n\r\n";

/// A frame of a log.
pub(crate) fn frame(stream: u8, text: &str) -> Vec<u8> {
    let mut out = vec![stream, 0, 0, 0];
    out.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
    out.extend_from_slice(text.as_bytes());
    out
}
