//! Exec and attach.

use super::fixture::{DEADLINE, STAYS, script_request, with_engine};
use stacktui::engine::{AttachRequest, CreateRequest, ExecRequest, Session, SessionEnds};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A session's ends, and what it has printed that no one has waited for yet.
struct Terminal {
    ends: SessionEnds,
    pending: String,
}

impl Terminal {
    fn of(session: &mut Box<dyn Session>) -> Self {
        Self {
            ends: session.take_ends().unwrap(),
            pending: String::new(),
        }
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.ends.input.write_all(bytes).await.unwrap();
        self.ends.input.flush().await.unwrap();
    }

    /// Reads until `text` was printed; what follows it is kept. Returns what stood before.
    async fn read_until(&mut self, text: &str) -> String {
        let reading = async {
            let mut buffer = [0; 1024];
            while !self.pending.contains(text) {
                let count = self.ends.output.read(&mut buffer).await.unwrap();
                assert!(count > 0, "it ended without `{text}`: {:?}", self.pending);
                self.pending
                    .push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        };
        let in_time = tokio::time::timeout(DEADLINE, reading).await.is_ok();
        assert!(in_time, "`{text}` never came: {:?}", self.pending);
        let (before, after) = self.pending.split_once(text).unwrap();
        let (before, after) = (before.to_owned(), after.to_owned());
        self.pending = after;
        before
    }

    /// Reads until the session ends.
    async fn read_to_end(&mut self) -> String {
        let mut rest = Vec::new();
        let reading = self.ends.output.read_to_end(&mut rest);
        tokio::time::timeout(DEADLINE, reading)
            .await
            .expect("the session ends")
            .unwrap();
        String::from_utf8_lossy(&rest).into_owned()
    }
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
            let mut terminal = Terminal::of(&mut session);
            assert!(session.take_ends().is_none(), "the ends are taken once");
            terminal.send(b"echo \"<$TERM>\"; stty size\n").await;
            terminal.read_until("<xterm-test>").await;
            terminal.read_until("31 97").await;
            session.resize(120, 40).await.unwrap();
            terminal.send(b"stty size\n").await;
            terminal.read_until("40 120").await;
            terminal.send(b"exit 9\n").await;
            terminal.read_to_end().await;
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
            let mut lines: Vec<_> = Terminal::of(&mut session)
                .read_to_end()
                .await
                .lines()
                .map(str::to_owned)
                .collect();
            lines.sort();
            assert_eq!(lines, ["err", "out"]);
            assert_eq!(session.exit_code().await.unwrap(), Some(3));
            let mut session = fixture.engine.exec(&id, command(&["cat"])).await.unwrap();
            let mut terminal = Terminal::of(&mut session);
            terminal.send(b"hello\n").await;
            terminal.ends.input.shutdown().await.unwrap();
            assert_eq!(terminal.read_to_end().await, "hello\n");
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
                    let _text = Terminal::of(&mut session).read_to_end().await;
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
            let mut terminal = Terminal::of(&mut session);
            terminal.send(b"hello\n").await;
            terminal.read_until("<hello>").await;
            // Podman knows the keys only where each comes by itself, as a person types them.
            terminal.send(&[0x10]).await;
            session.resize(100, 30).await.unwrap();
            terminal.send(&[0x11]).await;
            terminal.read_to_end().await;
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
            let mut terminal = Terminal::of(&mut session);
            let text = terminal.read_until("tock").await;
            assert!(!text.contains('\0'), "{text:?}");
            fixture.engine.kill(&id, "SIGKILL").await.unwrap();
            terminal.read_to_end().await;
        },
    )
    .await;
}
