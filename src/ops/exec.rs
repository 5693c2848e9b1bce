//! Opens a shell in a container, or its own terminal. The terminal on this side is the caller's.

use crate::engine::{AttachRequest, Engine, EngineError, ExecRequest, Session};
use crate::model::ids::InstanceId;
use crate::plan::work::WorkError;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

/// Our terminal, as the process inside should see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Columns and rows.
    pub size: (u16, u16),
    /// `$TERM`; empty: not handed over.
    pub term: String,
    /// Keys that leave the process running, as docker writes them; empty: the engine's `ctrl-p,ctrl-q`.
    pub detach_keys: String,
}

/// The container's own terminal, opened.
pub struct Attached {
    /// What was opened.
    pub session: Box<dyn Session>,
    /// Why it reads nothing, if so.
    pub read_only_because: Option<&'static str>,
}

/// Programs that may be a shell, most wanted first. Only programs that start at all are asked for.
const SHELLS: [&[&str]; 5] = [
    &["/bin/sh"],
    &["sh"],
    &["/bin/bash"],
    &["ash"],
    &["busybox", "sh"],
];

/// What one try may take.
const PROBE_LIMIT: Duration = Duration::from_secs(10);

/// Finds a shell by trying, and opens it: `bash` where there is one, else what answers first.
pub async fn shell(
    engine: &dyn Engine,
    id: &InstanceId,
    terminal: &Terminal,
) -> Result<Box<dyn Session>, WorkError> {
    let command = find_shell(engine, id).await?;
    let mut env = Vec::new();
    if !terminal.term.is_empty() {
        env.push(("TERM".to_owned(), terminal.term.clone()));
    }
    let request = ExecRequest {
        command,
        terminal: Some(terminal.size),
        env,
        detach_keys: terminal.detach_keys.clone(),
        ..ExecRequest::default()
    };
    engine.exec(id, request).await.map_err(|error| said(&error))
}

async fn find_shell(engine: &dyn Engine, id: &InstanceId) -> Result<Vec<String>, WorkError> {
    let mut words = String::new();
    for shell in SHELLS {
        let name: Vec<String> = shell.iter().map(|word| (*word).to_owned()).collect();
        let mut command = name.clone();
        // 3: it runs, and there is no bash.
        command.extend(["-c".to_owned(), "[ -x /bin/bash ] || exit 3".to_owned()]);
        match probe(engine, id, command).await {
            Ok(Some(0)) => return Ok(vec!["/bin/bash".to_owned()]),
            Ok(Some(3)) => return Ok(name),
            // 126 and 127: the engine could not run it.
            Ok(_) => {}
            // Engines from 28 on refuse the start itself: 400 for a program that is not there.
            Err(EngineError::Refused {
                status: 400 | 500,
                message,
            }) => words = message,
            Err(error) => return Err(said(&error)),
        }
    }
    let message = if words.is_empty() {
        "there is no shell in this container".to_owned()
    } else {
        format!("there is no shell in this container: {words}")
    };
    Err(WorkError {
        message,
        hint: Some(
            "tried `/bin/bash`, `/bin/sh`, `sh`, `ash` and `busybox sh`: the image has none of them"
                .to_owned(),
        ),
    })
}

/// Runs a command without a terminal to its end, and answers with its exit code.
async fn probe(
    engine: &dyn Engine,
    id: &InstanceId,
    command: Vec<String>,
) -> Result<Option<i64>, EngineError> {
    let run = async {
        let request = ExecRequest {
            command,
            ..ExecRequest::default()
        };
        let mut session = engine.exec(id, request).await?;
        if let Some(mut ends) = session.take_ends() {
            let mut buffer = [0; 1024];
            while ends
                .output
                .read(&mut buffer)
                .await
                .is_ok_and(|count| count > 0)
            {}
        }
        session.exit_code().await
    };
    timeout(PROBE_LIMIT, run)
        .await
        .unwrap_or(Err(EngineError::Timeout {
            seconds: PROBE_LIMIT.as_secs(),
        }))
}

/// Opens the terminal of the container's own process.
pub async fn attach(
    engine: &dyn Engine,
    id: &InstanceId,
    terminal: &Terminal,
) -> Result<Attached, WorkError> {
    let container = engine
        .inspect_container(id.as_str())
        .await
        .map_err(|error| said(&error))?;
    let details = container.details.unwrap_or_default();
    let read_only_because = details.read_only_because();
    let request = AttachRequest {
        input: read_only_because.is_none(),
        tty: details.tty,
        size: terminal.size,
        detach_keys: terminal.detach_keys.clone(),
    };
    let session = engine
        .attach(id, request)
        .await
        .map_err(|error| said(&error))?;
    Ok(Attached {
        session,
        read_only_because,
    })
}

pub(super) fn said(error: &EngineError) -> WorkError {
    WorkError {
        message: error.to_string(),
        hint: error.hint().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::fake::Fake;

    fn terminal() -> Terminal {
        Terminal {
            size: (80, 24),
            term: "xterm".to_owned(),
            detach_keys: String::new(),
        }
    }

    async fn tried(execs: Vec<Result<i64, EngineError>>) -> (Result<(), WorkError>, Vec<String>) {
        let fake = Fake::with(Vec::new());
        fake.lock().execs = execs.into();
        let opened = shell(fake.as_ref(), &InstanceId::from("a"), &terminal()).await;
        (opened.map(drop), fake.calls())
    }

    fn refused(status: u16, message: &str) -> EngineError {
        EngineError::Refused {
            status,
            message: message.to_owned(),
        }
    }

    #[tokio::test]
    async fn bash_is_taken_where_it_is_and_asked_for_in_one_try() {
        let (opened, calls) = tried(vec![Ok(0), Ok(0)]).await;
        assert_eq!(opened, Ok(()));
        assert_eq!(calls, ["probe /bin/sh", "open /bin/bash"]);
        let (_, calls) = tried(vec![Ok(3), Ok(0)]).await;
        assert_eq!(calls, ["probe /bin/sh", "open /bin/sh"]);
    }

    #[tokio::test]
    async fn what_does_not_start_is_passed_over() {
        let missing = "exec: \"sh\": executable file not found";
        let (opened, calls) = tried(vec![Ok(127), Err(refused(400, missing)), Ok(0), Ok(0)]).await;
        assert_eq!(opened, Ok(()));
        assert_eq!(
            calls,
            [
                "probe /bin/sh",
                "probe sh",
                "probe /bin/bash",
                "open /bin/bash"
            ]
        );
    }

    #[tokio::test]
    async fn a_container_without_a_shell_is_told_with_what_was_tried() {
        let (opened, calls) = tried(Vec::new()).await;
        let error = opened.unwrap_err();
        assert_eq!(error.message, "there is no shell in this container");
        assert!(error.hint.is_some_and(|hint| hint.contains("`busybox sh`")));
        assert_eq!(calls.len(), SHELLS.len());
    }

    #[tokio::test]
    async fn an_engine_that_refuses_is_not_asked_again() {
        let words = "container a is not running";
        let (opened, calls) = tried(vec![Err(refused(409, words))]).await;
        assert_eq!(opened.unwrap_err().message, words);
        assert_eq!(calls.len(), 1);
    }
}
