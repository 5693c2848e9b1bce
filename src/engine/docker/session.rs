//! `exec` and `attach`: connections that become a terminal.

use crate::engine::docker::encode::query_value;
use crate::engine::docker::transport::{post_json, request};
use crate::engine::docker::unframe::Unframed;
use crate::engine::docker::{DockerEngine, lax, segment};
use crate::engine::{AttachRequest, EngineError, ExecRequest, Reply, Result, Session, SessionEnds};
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use serde::Deserialize;
use serde_json::json;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::AsyncRead;

/// How long an ended process may still count as running, and how often that is asked.
const EXIT_TRIES: u32 = 20;
const EXIT_PAUSE: Duration = Duration::from_millis(50);

struct DockerSession {
    control: Control,
    ends: Option<SessionEnds>,
}

/// What is asked beside the connection.
struct Control {
    engine: DockerEngine,
    target: Target,
}

/// Whose terminal it is.
enum Target {
    /// By the id of the exec.
    Exec(String),
    /// By the id of the container.
    Container(String),
}

/// Creates an exec and starts it on a connection of its own.
pub(super) async fn exec(
    engine: &DockerEngine,
    id: &InstanceId,
    request: ExecRequest,
) -> Result<Box<dyn Session>> {
    let has_terminal = request.terminal.is_some();
    let env: Vec<String> = request
        .env
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut body = json!({
        "AttachStdin": true,
        "AttachStdout": true,
        "AttachStderr": true,
        "Tty": has_terminal,
        "Cmd": request.command,
        "Env": env,
    });
    let optional = [
        ("User", &request.user),
        ("WorkingDir", &request.working_dir),
        ("DetachKeys", &request.detach_keys),
    ];
    for (name, text) in optional {
        if !text.is_empty() {
            body[name] = json!(text);
        }
    }
    // Height before width. Engines before API 1.42 do not know it: the first resize says it again.
    let size = request
        .terminal
        .map(|(columns, rows)| json!([rows, columns]));
    if let Some(size) = &size {
        body["ConsoleSize"] = size.clone();
    }
    let route = format!("/containers/{}/exec", segment(id.as_str())?);
    let answer = engine
        .transport()
        .call(
            post_json(&engine.path(&route), &body)?,
            engine.transport().limits.write,
            Capability::Exec,
        )
        .await?;
    let exec_id = exec_id(&answer.body)?;
    let mut start = json!({ "Detach": false, "Tty": has_terminal });
    if let Some(size) = size {
        start["ConsoleSize"] = size;
    }
    let path = engine.path(&format!("/exec/{exec_id}/start"));
    let (headers, connection) = engine
        .transport()
        .hijack(post_json(&path, &start)?, Capability::Exec)
        .await?;
    let session = DockerSession {
        control: Control {
            engine: engine.clone(),
            target: Target::Exec(exec_id),
        },
        ends: Some(ends(connection, is_raw(&headers, has_terminal))),
    };
    if let Some((columns, rows)) = request.terminal {
        // A process that has ended already cannot be resized; its output still tells what it was.
        let _ended = session.control.tell_size(columns, rows).await;
    }
    Ok(Box::new(session))
}

/// Attaches to the container's own process.
pub(super) async fn attach(
    engine: &DockerEngine,
    id: &InstanceId,
    request_: AttachRequest,
) -> Result<Box<dyn Session>> {
    let id = segment(id.as_str())?.to_owned();
    let mut path = engine.path(&format!(
        "/containers/{id}/attach?stream=1&stdout=1&stderr=1"
    ));
    if request_.input {
        path.push_str("&stdin=1");
    }
    if !request_.detach_keys.is_empty() {
        let _infallible = write!(path, "&detachKeys={}", query_value(&request_.detach_keys));
    }
    let (headers, connection) = engine
        .transport()
        .hijack(request(Method::POST, &path)?, Capability::Exec)
        .await?;
    let session = DockerSession {
        control: Control {
            engine: engine.clone(),
            target: Target::Container(id),
        },
        ends: Some(ends(connection, is_raw(&headers, request_.tty))),
    };
    let (columns, rows) = request_.size;
    if request_.tty && columns > 0 && rows > 0 {
        let _ended = session.control.tell_size(columns, rows).await;
    }
    Ok(Box::new(session))
}

/// What the engine says of the bytes, where it does (API 1.42 and later), else what we asked for.
fn is_raw(headers: &HeaderMap, has_terminal: bool) -> bool {
    match headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    {
        Some("application/vnd.docker.multiplexed-stream") => false,
        _ => has_terminal,
    }
}

fn ends<C>(connection: C, is_raw: bool) -> SessionEnds
where
    C: AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
{
    let (output, input) = tokio::io::split(connection);
    SessionEnds {
        output: if is_raw {
            Box::new(output)
        } else {
            Box::new(Unframed::new(output))
        },
        input: Box::new(input),
    }
}

fn exec_id(body: &[u8]) -> Result<String> {
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "PascalCase")]
    struct Created {
        #[serde(deserialize_with = "lax::text")]
        id: String,
    }
    let created: Created = serde_json::from_slice(body)
        .map_err(|error| EngineError::Protocol(format!("the new exec: {error}")))?;
    Ok(segment(&created.id)
        .map_err(|_error| EngineError::Protocol("the new exec has no id".to_owned()))?
        .to_owned())
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct ExecState {
    #[serde(deserialize_with = "lax::value")]
    running: bool,
    #[serde(deserialize_with = "lax::value")]
    exit_code: Option<i64>,
}

impl Control {
    async fn ask_exit_code(&self) -> Result<Option<i64>> {
        let Target::Exec(id) = &self.target else {
            return Ok(None);
        };
        let path = self.engine.path(&format!("/exec/{id}/json"));
        for _ in 0..EXIT_TRIES {
            let answer = self.engine.transport().get(&path, Capability::Exec).await?;
            let state: ExecState = serde_json::from_slice(&answer.body)
                .map_err(|error| EngineError::Protocol(format!("the exec: {error}")))?;
            if !state.running {
                return Ok(state.exit_code);
            }
            tokio::time::sleep(EXIT_PAUSE).await;
        }
        Ok(None)
    }

    async fn tell_size(&self, columns: u16, rows: u16) -> Result<()> {
        let route = match &self.target {
            Target::Exec(id) => format!("/exec/{id}/resize?h={rows}&w={columns}"),
            Target::Container(id) => format!("/containers/{id}/resize?h={rows}&w={columns}"),
        };
        self.engine
            .transport()
            .call(
                request(Method::POST, &self.engine.path(&route))?,
                self.engine.transport().limits.read,
                Capability::Exec,
            )
            .await?;
        Ok(())
    }
}

impl Session for DockerSession {
    fn take_ends(&mut self) -> Option<SessionEnds> {
        self.ends.take()
    }

    fn resize(&self, columns: u16, rows: u16) -> Reply<'_, ()> {
        Box::pin(self.control.tell_size(columns, rows))
    }

    fn exit_code(&self) -> Reply<'_, Option<i64>> {
        Box::pin(self.control.ask_exit_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detach_keys_are_escaped() {
        assert_eq!(query_value("ctrl-p,ctrl-q"), "ctrl-p%2Cctrl-q");
        assert_eq!(query_value("ctrl-@"), "ctrl-%40");
    }

    #[test]
    fn an_exec_without_an_id_is_an_error() {
        assert_eq!(exec_id(br#"{"Id":"abc"}"#).as_deref(), Ok("abc"));
        assert!(exec_id(br#"{"Id":7.5e3,"x":1}"#).is_ok());
        assert!(exec_id(br#"{"Id":"../x"}"#).is_err());
    }
}
