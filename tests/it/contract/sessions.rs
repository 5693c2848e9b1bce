//! Commands and terminals in a container.

use super::contract;
use crate::real_engine::fixture::{DEADLINE, Fixture, STAYS, script_request};
use stacktui::engine::{AttachRequest, CreateRequest, ExecRequest, Session};
use stacktui::model::ids::InstanceId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

contract!(
    a_command_has_output_and_an_exit_code,
    a_command_that_is_not_there_says_so,
    a_shell_can_be_typed_into,
    a_command_has_the_variables_that_it_was_given,
    ctrl_c_interrupts_what_runs_and_not_the_shell,
    attaching_shows_and_feeds_the_program,
    the_detach_keys_leave_it_running,
);

/// Runs a command without a terminal to its end.
pub(super) async fn run(
    fixture: &Fixture,
    id: &InstanceId,
    words: &[&str],
) -> (String, Option<i64>) {
    let request = ExecRequest {
        command: words.iter().map(|word| (*word).to_owned()).collect(),
        ..ExecRequest::default()
    };
    let session = fixture.engine.exec(id, request).await.unwrap();
    finish(session).await
}

async fn finish(mut session: Box<dyn Session>) -> (String, Option<i64>) {
    let mut ends = session.take_ends().unwrap();
    let mut output = Vec::new();
    let reading = ends.output.read_to_end(&mut output);
    tokio::time::timeout(DEADLINE, reading)
        .await
        .expect("it ends")
        .unwrap();
    let code = session.exit_code().await.unwrap();
    (String::from_utf8(output).unwrap(), code)
}

/// An open terminal.
struct Terminal {
    session: Box<dyn Session>,
    ends: stacktui::engine::SessionEnds,
    seen: String,
}

impl Terminal {
    fn new(mut session: Box<dyn Session>) -> Self {
        let ends = session.take_ends().unwrap();
        Self {
            session,
            ends,
            seen: String::new(),
        }
    }

    async fn shell(fixture: &Fixture, id: &InstanceId, env: &[(&str, &str)]) -> Self {
        let request = ExecRequest {
            command: vec!["sh".to_owned()],
            terminal: Some((80, 24)),
            env: env
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..ExecRequest::default()
        };
        Self::new(fixture.engine.exec(id, request).await.unwrap())
    }

    async fn send(&mut self, text: &str) {
        self.ends.input.write_all(text.as_bytes()).await.unwrap();
        self.ends.input.flush().await.unwrap();
    }

    async fn until(&mut self, text: &str) {
        let reading = async {
            let mut bytes = [0; 1024];
            while !self.seen.contains(text) {
                let count = self.ends.output.read(&mut bytes).await.unwrap();
                assert!(count > 0, "it ended: {:?}", self.seen);
                self.seen
                    .push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        };
        let in_time = tokio::time::timeout(DEADLINE, reading).await.is_ok();
        assert!(in_time, "`{text}` never came: {:?}", self.seen);
        let end = self.seen.find(text).unwrap() + text.len();
        self.seen.drain(..end);
    }

    async fn end(mut self) -> Option<i64> {
        let mut rest = Vec::new();
        let reading = self.ends.output.read_to_end(&mut rest);
        tokio::time::timeout(DEADLINE, reading)
            .await
            .expect("it ends")
            .unwrap();
        self.session.exit_code().await.unwrap()
    }
}

async fn running(fixture: &Fixture, name: &str) -> InstanceId {
    let id = fixture.run_script(name, STAYS).await;
    fixture.until_state(&id, "running").await;
    id
}

async fn a_command_has_output_and_an_exit_code(fixture: &'static Fixture) {
    let id = running(fixture, "command").await;
    let (output, code) = run(
        fixture,
        &id,
        &["sh", "-c", "echo out; echo err >&2; exit 4"],
    )
    .await;
    assert!(
        output.contains("out\n") && output.contains("err\n"),
        "{output:?}"
    );
    assert_eq!(code, Some(4));
    assert_eq!(run(fixture, &id, &["true"]).await, (String::new(), Some(0)));
}

async fn a_command_that_is_not_there_says_so(fixture: &'static Fixture) {
    let id = running(fixture, "absent").await;
    let request = ExecRequest {
        command: vec!["nosuchprogram".to_owned()],
        ..ExecRequest::default()
    };
    // Some engines answer at once, others in the session.
    let words = match fixture.engine.exec(&id, request).await {
        Err(error) => error.to_string(),
        Ok(session) => {
            let (output, code) = finish(session).await;
            assert!(matches!(code, Some(126 | 127)), "{code:?}");
            output
        }
    };
    assert!(words.contains("nosuchprogram"), "{words}");
}

async fn a_shell_can_be_typed_into(fixture: &'static Fixture) {
    let id = running(fixture, "typed").await;
    let mut terminal = Terminal::shell(fixture, &id, &[]).await;
    terminal.until("# ").await;
    terminal.send("echo $((40+2))\r").await;
    terminal.until("42\r\n").await;
    terminal.until("# ").await;
    terminal.send("echo wrongx\u{7f}\r").await;
    terminal.until("wrong\r\n").await;
    terminal.until("# ").await;
    terminal.send("exit 3\r").await;
    assert_eq!(terminal.end().await, Some(3));
}

async fn a_command_has_the_variables_that_it_was_given(fixture: &'static Fixture) {
    let id = running(fixture, "variables").await;
    let mut terminal = Terminal::shell(fixture, &id, &[("TERM", "xterm-test")]).await;
    terminal.until("# ").await;
    terminal.send("echo \"<$TERM>\"; stty size\r").await;
    terminal.until("<xterm-test>\r\n").await;
    terminal.until("24 80\r\n").await;
    terminal.session.resize(100, 40).await.unwrap();
    terminal.send("stty size\r").await;
    terminal.until("40 100\r\n").await;
    terminal.send("exit\r").await;
    assert_eq!(terminal.end().await, Some(0));
}

async fn ctrl_c_interrupts_what_runs_and_not_the_shell(fixture: &'static Fixture) {
    let id = running(fixture, "interrupt").await;
    let mut terminal = Terminal::shell(fixture, &id, &[]).await;
    terminal.until("# ").await;
    terminal.send("echo before; sleep 1000\r").await;
    terminal.until("before\r\n").await;
    // The terminal's signal reaches who is in the foreground: the command must be there.
    fixture.until_process(&id, "sleep 1000").await;
    terminal.send("\u{3}").await;
    terminal.until("# ").await;
    terminal.send("echo after=$?\r").await;
    terminal.until("after=130\r\n").await;
    // The end of input counts where the shell reads, which it says by its prompt.
    terminal.until("# ").await;
    terminal.send("\u{4}").await;
    terminal.end().await;
}

fn reader() -> CreateRequest {
    CreateRequest {
        tty: true,
        open_stdin: true,
        ..script_request("while read line; do echo \"got <$line>\"; done")
    }
}

async fn attached(fixture: &Fixture, id: &InstanceId) -> Terminal {
    let request = AttachRequest {
        input: true,
        tty: true,
        size: (80, 24),
        detach_keys: "ctrl-p,ctrl-q".to_owned(),
    };
    Terminal::new(fixture.engine.attach(id, request).await.unwrap())
}

async fn attaching_shows_and_feeds_the_program(fixture: &'static Fixture) {
    let id = fixture.run("attach", reader()).await;
    fixture.until_state(&id, "running").await;
    let mut terminal = attached(fixture, &id).await;
    terminal.send("hello\r").await;
    terminal.until("got <hello>\r\n").await;
    terminal.send("\u{4}").await;
    assert_eq!(terminal.end().await, None);
    let ended = fixture.until_state(&id, "exited").await;
    assert!(ended.exit_code().is_some());
}

async fn the_detach_keys_leave_it_running(fixture: &'static Fixture) {
    let id = fixture.run("detach", reader()).await;
    fixture.until_state(&id, "running").await;
    let mut terminal = attached(fixture, &id).await;
    terminal.send("one\r").await;
    terminal.until("got <one>\r\n").await;
    // As fingers do it: podman knows them only where each comes alone.
    terminal.send("\u{10}").await;
    fixture.pass(1).await;
    terminal.send("\u{11}").await;
    assert_eq!(terminal.end().await, None);
    fixture.until_state(&id, "running").await;
    let mut again = attached(fixture, &id).await;
    again.send("two\r").await;
    again.until("got <two>\r\n").await;
}
