//! Exec and attach.

use super::fixture::{DEADLINE, STAYS, script_request, with_engine};
use stacktui::engine::{
    AttachRequest, CreateRequest, Engine, ExecRequest, Observe, Session, SessionEnds,
};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Reads until `text` was printed.
async fn read_until(ends: &mut SessionEnds, text: &str) -> String {
    let mut seen = String::new();
    let reading = async {
        let mut buffer = [0; 1024];
        while !seen.contains(text) {
            let count = ends.output.read(&mut buffer).await.unwrap();
            assert!(count > 0, "it ended without `{text}`: {seen:?}");
            seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    };
    let in_time = tokio::time::timeout(DEADLINE, reading).await.is_ok();
    assert!(in_time, "`{text}` never came: {seen:?}");
    seen
}

async fn read_all(session: &mut Box<dyn Session>) -> String {
    let mut ends = session.take_ends().unwrap();
    let mut text = String::new();
    let reading = ends.output.read_to_string(&mut text);
    tokio::time::timeout(DEADLINE, reading)
        .await
        .unwrap()
        .unwrap();
    text
}

fn command(words: &[&str]) -> ExecRequest {
    ExecRequest {
        command: words.iter().map(|word| (*word).to_owned()).collect(),
        ..ExecRequest::default()
    }
}

#[tokio::test]
async fn a_shell_has_a_terminal_of_our_size_and_an_exit_code() {
    with_engine(
        "a_shell_has_a_terminal_of_our_size_and_an_exit_code",
        |fixture| async move {
            let id = fixture.run_script("shell", STAYS).await;
            fixture.until_state(&id, "running").await;
            let request = ExecRequest {
                terminal: Some((97, 31)),
                env: vec![("TERM".to_owned(), "xterm-test".to_owned())],
                ..command(&["sh"])
            };
            let mut session = fixture.engine.exec(&id, request).await.unwrap();
            let mut ends = session.take_ends().unwrap();
            assert!(session.take_ends().is_none(), "the ends are taken once");
            ends.input
                .write_all(b"echo \"<$TERM>\"; stty size\n")
                .await
                .unwrap();
            read_until(&mut ends, "<xterm-test>").await;
            read_until(&mut ends, "31 97").await;
            session.resize(120, 40).await.unwrap();
            ends.input.write_all(b"stty size\n").await.unwrap();
            read_until(&mut ends, "40 120").await;
            ends.input.write_all(b"exit 9\n").await.unwrap();
            let mut rest = Vec::new();
            tokio::time::timeout(DEADLINE, ends.output.read_to_end(&mut rest))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(session.exit_code().await.unwrap(), Some(9));
        },
    )
    .await;
}

#[tokio::test]
async fn without_a_terminal_frames_are_unpacked_and_input_ends() {
    with_engine(
        "without_a_terminal_frames_are_unpacked_and_input_ends",
        |fixture| async move {
            let id = fixture.run_script("plain", STAYS).await;
            fixture.until_state(&id, "running").await;
            let mut session = fixture
                .engine
                .exec(
                    &id,
                    command(&["sh", "-c", "echo out; echo err >&2; exit 3"]),
                )
                .await
                .unwrap();
            let mut lines: Vec<_> = read_all(&mut session)
                .await
                .lines()
                .map(str::to_owned)
                .collect();
            lines.sort();
            assert_eq!(lines, ["err", "out"]);
            assert_eq!(session.exit_code().await.unwrap(), Some(3));
            let mut session = fixture.engine.exec(&id, command(&["cat"])).await.unwrap();
            let mut ends = session.take_ends().unwrap();
            ends.input.write_all(b"hello\n").await.unwrap();
            ends.input.shutdown().await.unwrap();
            let mut text = String::new();
            tokio::time::timeout(DEADLINE, ends.output.read_to_string(&mut text))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(text, "hello\n");
            assert_eq!(session.exit_code().await.unwrap(), Some(0));
        },
    )
    .await;
}

#[tokio::test]
async fn a_program_that_is_not_there_is_told() {
    with_engine(
        "a_program_that_is_not_there_is_told",
        |fixture| async move {
            let id = fixture.run_script("absent", STAYS).await;
            fixture.until_state(&id, "running").await;
            let request = ExecRequest {
                terminal: Some((80, 24)),
                ..command(&["/no/such/shell"])
            };
            match fixture.engine.exec(&id, request).await {
                // Some engines say so before, some in the output.
                Err(error) => assert!(error.to_string().contains("no such"), "{error}"),
                Ok(mut session) => {
                    let _text = read_all(&mut session).await;
                    let code = session.exit_code().await.unwrap();
                    assert!(matches!(code, Some(126 | 127)), "{code:?}");
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn an_attached_terminal_is_left_by_its_keys() {
    with_engine(
        "an_attached_terminal_is_left_by_its_keys",
        |fixture| async move {
            let request = CreateRequest {
                tty: true,
                open_stdin: true,
                ..script_request("while read line; do echo \"<$line>\"; done")
            };
            let id = fixture.run("attach", request).await;
            fixture.until_state(&id, "running").await;
            let request = AttachRequest {
                input: true,
                tty: true,
                size: (80, 24),
                detach_keys: "ctrl-p,ctrl-q".to_owned(),
            };
            let mut session = fixture.engine.attach(&id, request).await.unwrap();
            let mut ends = session.take_ends().unwrap();
            ends.input.write_all(b"hello\n").await.unwrap();
            read_until(&mut ends, "<hello>").await;
            session.resize(100, 30).await.unwrap();
            ends.input.write_all(&[0x10, 0x11]).await.unwrap();
            let mut rest = Vec::new();
            tokio::time::timeout(DEADLINE, ends.output.read_to_end(&mut rest))
                .await
                .expect("the keys end the session")
                .unwrap();
            assert_eq!(session.exit_code().await.unwrap(), None);
            let container = fixture.engine.inspect_container(id.as_str()).await.unwrap();
            assert!(container.is_running());
        },
    )
    .await;
}

#[tokio::test]
async fn attached_without_a_terminal_it_is_only_watched() {
    with_engine(
        "attached_without_a_terminal_it_is_only_watched",
        |fixture| async move {
            let id = fixture
                .run_script(
                    "watch",
                    "while :; do echo tick; echo tock >&2; sleep 0.2; done",
                )
                .await;
            let mut session = fixture
                .engine
                .attach(&id, AttachRequest::default())
                .await
                .unwrap();
            let mut ends = session.take_ends().unwrap();
            let text = read_until(&mut ends, "tock").await;
            assert!(!text.contains('\0'), "{text:?}");
            fixture.engine.kill(&id, "SIGKILL").await.unwrap();
            let mut rest = Vec::new();
            tokio::time::timeout(
                DEADLINE + Duration::ZERO,
                ends.output.read_to_end(&mut rest),
            )
            .await
            .expect("it ends with the container")
            .unwrap();
        },
    )
    .await;
}
