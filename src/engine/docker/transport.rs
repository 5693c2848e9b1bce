//! HTTP to an engine: one connection a request or stream, over a Unix socket, TCP or TLS.
//!
//! One connection each is what keeps calls apart: a hanging body or a followed log blocks nothing else, a stream ends
//! with its value, and a hijacked connection is simply ours.
#![expect(
    clippy::disallowed_methods,
    reason = "each connection is driven by a task of its own"
)]

use crate::engine::docker::clock::{self, Offset};
use crate::engine::docker::endpoint::{ConnectOptions, Endpoint, Limits};
use crate::engine::docker::{refusal, tls};
use crate::engine::error::EngineError;
use crate::model::capabilities::Capability;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{DATE, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

/// Largest answer that is read into memory.
const BODY_LIMIT: usize = 64 << 20;
/// Largest error message that is read.
const ERROR_LIMIT: usize = 64 << 10;

/// How to reach one engine.
pub(super) struct Transport {
    endpoint: Endpoint,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    host_header: HeaderValue,
    headers: HeaderMap,
    pub(super) limits: Limits,
    clock: Mutex<Offset>,
}

/// A whole answer.
pub(super) struct Answer {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The body of an answer, as it comes. Dropping it closes the connection.
pub(super) struct BodyStream {
    pub(super) headers: HeaderMap,
    incoming: Incoming,
    _guard: ConnectionGuard,
}

/// Ends a connection's task with the value.
pub(super) struct ConnectionGuard(Option<AbortHandle>);

impl ConnectionGuard {
    /// Lets the connection live until it ends by itself.
    pub(super) fn release(mut self) {
        self.0 = None;
    }
}

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

impl Transport {
    /// Reads what a TLS endpoint needs; connects to nothing yet. Blocks on the files.
    pub(super) fn new(endpoint: &Endpoint, options: &ConnectOptions) -> Result<Self, EngineError> {
        let tls = match endpoint {
            Endpoint::Tcp {
                host,
                tls: Some(files),
                ..
            } => Some((tls::connector(files)?, tls::server_name(host)?)),
            _ => None,
        };
        let host_header = match endpoint {
            Endpoint::Unix(_) => HeaderValue::from_static("docker"),
            Endpoint::Tcp { .. } => {
                let address = endpoint.to_string();
                HeaderValue::from_str(address.trim_start_matches("tcp://"))
                    .map_err(|error| EngineError::Protocol(error.to_string()))?
            }
        };
        let mut headers = HeaderMap::new();
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("stacktui/", env!("CARGO_PKG_VERSION"))),
        );
        for (name, value) in &options.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
        Ok(Self {
            endpoint: endpoint.clone(),
            tls,
            host_header,
            headers,
            limits: options.limits,
            clock: Mutex::default(),
        })
    }

    /// The engine's clock minus ours, in nanoseconds.
    pub(super) fn clock_offset_nanos(&self) -> i64 {
        self.clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .nanos()
    }

    /// A whole call: status checked, body read, within `limit` in all.
    pub(super) async fn call(
        &self,
        request: Request<Full<Bytes>>,
        limit: Duration,
        capability: Capability,
    ) -> Result<Answer, EngineError> {
        within(limit, async {
            let (response, _guard) = self.send(request).await?;
            let (head, body) = response.into_parts();
            if !head.status.is_success() {
                let body = collect(body, ERROR_LIMIT).await.unwrap_or_default();
                return Err(refusal::of_status(head.status, &body, capability));
            }
            let body = collect(body, BODY_LIMIT).await?;
            Ok(Answer {
                headers: head.headers,
                body,
            })
        })
        .await
    }

    /// `GET`, as a whole call of reading.
    pub(super) async fn get(
        &self,
        path: &str,
        capability: Capability,
    ) -> Result<Answer, EngineError> {
        self.call(request(Method::GET, path)?, self.limits.read, capability)
            .await
    }

    /// `GET` whose body has no end: only its beginning is limited in time.
    pub(super) async fn stream(
        &self,
        path: &str,
        capability: Capability,
    ) -> Result<BodyStream, EngineError> {
        self.open(request(Method::GET, path)?, capability).await
    }

    /// As [`Self::stream`], of any request.
    pub(super) async fn open(
        &self,
        request: Request<Full<Bytes>>,
        capability: Capability,
    ) -> Result<BodyStream, EngineError> {
        within(self.limits.read, async {
            let (response, guard) = self.send(request).await?;
            let (head, incoming) = response.into_parts();
            if !head.status.is_success() {
                let body = collect(incoming, ERROR_LIMIT).await.unwrap_or_default();
                return Err(refusal::of_status(head.status, &body, capability));
            }
            Ok(BodyStream {
                headers: head.headers,
                incoming,
                _guard: guard,
            })
        })
        .await
    }

    /// Asks for the connection itself: what comes back is a two-way stream of bytes.
    pub(super) async fn hijack(
        &self,
        mut request: Request<Full<Bytes>>,
        capability: Capability,
    ) -> Result<(HeaderMap, TokioIo<hyper::upgrade::Upgraded>), EngineError> {
        let headers = request.headers_mut();
        headers.insert(
            hyper::header::CONNECTION,
            HeaderValue::from_static("Upgrade"),
        );
        headers.insert(hyper::header::UPGRADE, HeaderValue::from_static("tcp"));
        within(self.limits.read, async {
            let (response, guard) = self.send(request).await?;
            let status = response.status();
            if status == StatusCode::SWITCHING_PROTOCOLS {
                let headers = response.headers().clone();
                let upgraded = hyper::upgrade::on(response)
                    .await
                    .map_err(|error| refusal::of_http(&error))?;
                guard.release();
                return Ok((headers, TokioIo::new(upgraded)));
            }
            if status.is_success() {
                return Err(EngineError::Protocol(
                    "it did not hand over the connection (a proxy without upgrades?)".to_owned(),
                ));
            }
            let body = collect(response.into_body(), ERROR_LIMIT)
                .await
                .unwrap_or_default();
            Err(refusal::of_status(status, &body, capability))
        })
        .await
    }

    /// Opens a connection, sends a request on it and waits for the head of the answer.
    pub(super) async fn send<B>(
        &self,
        mut request: Request<B>,
    ) -> Result<(Response<Incoming>, ConnectionGuard), EngineError>
    where
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.prepare(&mut request)?;
        let connection = within(self.limits.connect, self.connect()).await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(connection))
                .await
                .map_err(|error| refusal::of_http(&error))?;
        // Its error is the request's, too; after the answer it shows in the body.
        let task = tokio::spawn(async move {
            let _closed = connection.with_upgrades().await;
        });
        let guard = ConnectionGuard(Some(task.abort_handle()));
        let sent = clock::now();
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| refusal::of_http(&error))?;
        self.note_clock(response.headers(), sent);
        Ok((response, guard))
    }

    fn prepare<B>(&self, request: &mut Request<B>) -> Result<(), EngineError> {
        let path = request
            .uri()
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string);
        *request.uri_mut() = path
            .parse::<Uri>()
            .map_err(|error| EngineError::Protocol(error.to_string()))?;
        let headers = request.headers_mut();
        headers.insert(HOST, self.host_header.clone());
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        Ok(())
    }

    fn note_clock(&self, headers: &HeaderMap, sent: crate::model::time::Timestamp) {
        let date = headers
            .get(DATE)
            .and_then(|value| clock::parse_http_date(value.to_str().ok()?));
        if let Some(date) = date {
            self.clock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .narrow(date, sent, clock::now());
        }
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, EngineError> {
        let failed = |error: std::io::Error| refusal::of_connect(&self.endpoint, &error);
        match &self.endpoint {
            #[cfg(unix)]
            Endpoint::Unix(path) => Ok(Box::new(
                tokio::net::UnixStream::connect(path)
                    .await
                    .map_err(failed)?,
            )),
            #[cfg(not(unix))]
            Endpoint::Unix(_) => Err(EngineError::Unreachable {
                reason: "this system has no Unix sockets".to_owned(),
                hint: None,
            }),
            Endpoint::Tcp { host, port, .. } => {
                let stream = TcpStream::connect((host.as_str(), *port))
                    .await
                    .map_err(failed)?;
                // Keys of an attached terminal are single bytes; a refusal only costs delay.
                let _refused = stream.set_nodelay(true);
                match &self.tls {
                    None => Ok(Box::new(stream)),
                    Some((connector, name)) => Ok(Box::new(
                        connector
                            .connect(name.clone(), stream)
                            .await
                            .map_err(failed)?,
                    )),
                }
            }
        }
    }
}

/// What a connection is, whatever it runs over.
trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

impl BodyStream {
    /// The next piece; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, EngineError>> {
        loop {
            match self.incoming.frame().await? {
                Err(error) => return Some(Err(refusal::of_http(&error))),
                Ok(frame) => {
                    if let Ok(data) = frame.into_data()
                        && !data.is_empty()
                    {
                        return Some(Ok(data));
                    }
                }
            }
        }
    }
}

/// A request without a body.
pub(super) fn request(method: Method, path: &str) -> Result<Request<Full<Bytes>>, EngineError> {
    Request::builder()
        .method(method)
        .uri(path)
        .body(Full::default())
        .map_err(|error| EngineError::Protocol(error.to_string()))
}

/// A request, perhaps with a body of a type.
pub(super) fn ask(
    method: Method,
    path: &str,
    body: Option<(&'static str, Bytes)>,
) -> Result<Request<Full<Bytes>>, EngineError> {
    let Some((kind, body)) = body else {
        return request(method, path);
    };
    Request::builder()
        .method(method)
        .uri(path)
        .header(hyper::header::CONTENT_TYPE, kind)
        .body(Full::from(body))
        .map_err(|error| EngineError::Protocol(error.to_string()))
}

/// A `POST` with a JSON body.
pub(super) fn post_json(
    path: &str,
    body: &serde_json::Value,
) -> Result<Request<Full<Bytes>>, EngineError> {
    let body = Bytes::from(body.to_string());
    ask(Method::POST, path, Some(("application/json", body)))
}

/// Reads a body, but not without end.
pub(super) async fn collect(mut body: Incoming, limit: usize) -> Result<Bytes, EngineError> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| refusal::of_http(&error))?;
        if let Ok(data) = frame.into_data() {
            if whole.len() + data.len() > limit {
                return Err(EngineError::Protocol(format!(
                    "it is larger than {limit} bytes"
                )));
            }
            whole.extend_from_slice(&data);
        }
    }
    Ok(whole.into())
}

/// The text of at most [`ERROR_LIMIT`] bytes of an error's body.
pub(super) async fn error_body(body: Incoming) -> Bytes {
    collect(body, ERROR_LIMIT).await.unwrap_or_default()
}

/// Gives up after `limit`.
pub(super) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, EngineError>>,
) -> Result<T, EngineError> {
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or_else(|_elapsed| {
            Err(EngineError::Timeout {
                seconds: limit.as_secs().max(1),
            })
        })
}
