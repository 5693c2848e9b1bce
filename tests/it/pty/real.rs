//! On a real engine: what a person came for, done by keys and read from the screen.

use super::desk::{Desk, Setup, same};
use super::strange::{EVIL_BYTES, foreign};
use crate::real_engine::fixture::{Fixture, STAYS, next, script_request, with_engine};
use rustix::process::Signal;
use stacktui::engine::{CreateRequest, EventsRequest};
use stacktui::model::event::EventKind;
use stacktui::model::observed::RestartPolicy;
use std::fmt::Write as _;
use std::time::Duration;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 50);

/// Ends as soon as it has begun, and is started again.
fn crashing() -> CreateRequest {
    CreateRequest {
        restart_policy: RestartPolicy {
            name: "always".to_owned(),
            ..RestartPolicy::default()
        },
        ..script_request("echo no such database; exit 3")
    }
}

/// Whether the detail pane has this container's log.
fn shows_the_log_of(desk: &Desk, name: &str) -> bool {
    let title = format!(" {name} ─");
    desk.text()
        .lines()
        .any(|line| line.contains(&title) && line.contains("─▌Logs"))
}

/// The program, with only this container in its list.
fn before(fixture: &Fixture, name: &str, (columns, rows): (u16, u16)) -> Desk {
    let mut desk = Setup::new(&[]).sized(columns, rows).start();
    let name = fixture.name(name);
    // All is listed.
    desk.see(" containers ");
    desk.type_in(&format!("/{name}\r"));
    // The detail pane is that of the container, which is the only one left.
    desk.until("the container alone", |desk| shows_the_log_of(desk, &name));
    desk
}

#[tokio::test]
async fn a_crash_loop_is_named_and_restarted_by_two_keys() {
    with_engine(
        "a_crash_loop_is_named_and_restarted_by_two_keys",
        |fixture| async move {
            for (name, size) in [("loops", SMALL), ("circles", LARGE)] {
                let id = fixture.run(name, crashing()).await;
                fixture
                    .until(&id, "in a loop", |container| {
                        container
                            .details
                            .as_ref()
                            .is_some_and(|details| details.restart_count >= 3)
                    })
                    .await;
                let mut events = fixture
                    .engine
                    .events(EventsRequest::default())
                    .await
                    .unwrap();
                let mut desk = before(fixture, name, size);
                desk.see("crash loop");
                desk.see("exit 3");
                desk.see("no such database");
                desk.type_in("r");
                desk.see("Restart");
                desk.type_in("\r");
                loop {
                    let event = next(&mut events).await.unwrap();
                    if event.kind == EventKind::Restart && event.id == id.as_str() {
                        break;
                    }
                }
                // It fails again at once, which is the newer notice then: all of them are behind `i`.
                desk.type_in("i");
                desk.see(&format!("restarted {}", fixture.name(name)));
                desk.type_in("\x03");
                assert_eq!(desk.ended(), 0);
                desk.is_clean();
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_shell_has_the_terminal_and_gives_back_the_whole_screen() {
    with_engine(
        "a_shell_has_the_terminal_and_gives_back_the_whole_screen",
        |fixture| async move {
            let id = fixture.run_script("shell", STAYS).await;
            fixture.until_state(&id, "running").await;
            let mut desk = before(fixture, "shell", SMALL);
            desk.type_in("E");
            desk.see("brings you back");
            assert!(!desk.emulator.screen().alternate_screen());
            desk.type_in("echo $((6*7)) in $TERM of $(stty size)\n");
            desk.see("42 in xterm-256color of 24 80");
            desk.resize(97, 31);
            // Asked until the shell has heard of it.
            desk.type_in("until [ \"$(stty size)\" = '31 97' ]; do :; done; echo so it is\n");
            desk.see("\nso it is");
            desk.type_in("exit 3\n");
            desk.see("the shell ended with 3");
            let screen = desk.emulator.screen();
            assert!(screen.alternate_screen() && !desk.has_its_modes_back());
            let name = fixture.name("shell");
            assert_eq!(desk.text().lines().count(), 31, "{}", desk.text());
            assert!(shows_the_log_of(&desk, &name));
        },
    )
    .await;
}

/// What full-screen programs switch on and do not always switch off.
const MESS: &str = r"\033[3;7r\033[?6h\033[?7l\033[4h\033(0\033[?1h\033=\033[?1003h\033[?1006h\033[?25l\033[41m\033[?2004h\033[?1049h";

#[tokio::test]
async fn whatever_a_shell_leaves_behind_the_screen_comes_back_whole() {
    with_engine(
        "whatever_a_shell_leaves_behind_the_screen_comes_back_whole",
        |fixture| async move {
            let id = fixture.run_script("mess", STAYS).await;
            fixture.until_state(&id, "running").await;
            let mut desk = before(fixture, "mess", SMALL);
            desk.see("cpu ");
            let was = rows_of(&mut desk);
            desk.type_in("E");
            desk.see("brings you back");
            desk.type_in(&format!("printf '{MESS}'; exit 0\n"));
            desk.until("the screen again", |desk| desk.text().contains("? help"));
            same(&rows_of(&mut desk), &was);
            desk.type_in("\x03");
            assert_eq!(desk.ended(), 0);
            desk.is_clean();
            let screen = desk.emulator.screen();
            assert!(!screen.application_cursor() && !screen.application_keypad());
        },
    )
    .await;
}

/// The list and the detail pane without numbers and readings, which change by themselves.
fn rows_of(desk: &mut Desk) -> String {
    let text = desk.settled();
    let rows: Vec<&str> = text.lines().collect();
    let words = |row: &&str| -> Vec<String> {
        row.split(' ')
            .filter(|word| !word.is_empty() && !word.ends_with(['%', 'M', 'K']))
            .map(|word| word.replace(|character: char| character.is_ascii_digit(), ""))
            .collect()
    };
    // The loose group is what all tests make of it that run just now.
    let own = |row: &&&str| !row.contains(" loose ");
    let rows = rows[1..rows.len() - 1].iter().filter(own).map(words);
    rows.map(|words| words.join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn an_attached_container_is_left_running_by_the_detach_keys() {
    with_engine(
        "an_attached_container_is_left_running_by_the_detach_keys",
        |fixture| async move {
            let request = CreateRequest {
                tty: true,
                open_stdin: true,
                ..script_request("while read line; do echo \"<$line>\"; done")
            };
            let id = fixture.run("attach", request).await;
            fixture.until_state(&id, "running").await;
            let mut desk = before(fixture, "attach", SMALL);
            desk.type_in("a");
            desk.see("leave it running with ctrl-p ctrl-q");
            desk.type_in("\r");
            desk.see("leaves it running");
            assert!(!desk.emulator.screen().alternate_screen());
            desk.type_in("hello\r");
            desk.see("<hello>");
            // As fingers do it: podman knows them only where each comes alone.
            desk.type_in("\x10");
            desk.listen(Duration::from_millis(200));
            desk.type_in("\x11");
            desk.see("? help");
            assert!(desk.emulator.screen().alternate_screen());
            let now = fixture.engine.inspect_container(id.as_str()).await.unwrap();
            assert_eq!(now.state.word(), "running");
        },
    )
    .await;
}

#[tokio::test]
async fn a_container_that_takes_no_keys_is_watched_until_ctrl_c() {
    with_engine(
        "a_container_that_takes_no_keys_is_watched_until_ctrl_c",
        |fixture| async move {
            let script = "trap 'exit 143' TERM; while :; do echo tick; sleep 0.2; done";
            let id = fixture.run_script("watch", script).await;
            fixture.until_state(&id, "running").await;
            let mut desk = before(fixture, "watch", SMALL);
            desk.type_in("a");
            desk.see("Attach to");
            desk.type_in("\r");
            desk.see("read-only (it has no terminal and no open standard input)");
            desk.see("tick\ntick\ntick");
            desk.type_in("\x03");
            desk.see("? help");
            assert!(desk.emulator.screen().alternate_screen());
            let now = fixture.engine.inspect_container(id.as_str()).await.unwrap();
            assert_eq!(now.state.word(), "running");
            desk.type_in("\x03");
            assert_eq!(desk.ended(), 0);
            desk.is_clean();
        },
    )
    .await;
}

#[tokio::test]
async fn a_log_is_followed_and_what_would_steer_the_terminal_is_not_sent() {
    with_engine(
        "a_log_is_followed_and_what_would_steer_the_terminal_is_not_sent",
        |fixture| async move {
            let evil = EVIL_BYTES.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "\\{byte:03o}");
                text
            });
            let script = format!(
                "trap 'exit 143' TERM; n=0; while :; do n=$((n+1)); printf 'line %d {evil} behind %d\\n' $n $n; sleep 0.3; done"
            );
            for tty in [false, true] {
                let name = if tty { "tty" } else { "plain" };
                let request = CreateRequest {
                    tty,
                    ..script_request(&script)
                };
                fixture.run(name, request).await;
                let mut desk = before(fixture, name, (120, 36));
                for number in [3, 6] {
                    desk.see(&format!("line {number} "));
                    desk.see(&format!("behind {number}"));
                }
                desk.type_in("\x03");
                assert_eq!(desk.ended(), 0);
                desk.is_clean();
                // Nothing of the log: only what the program itself asks the terminal once, its colour and an end.
                let own = ["\u{1b}]11;?\u{7}", "\u{1b}[c"];
                assert_eq!(foreign(&desk.take_raw(), 120, 36), own, "tty: {tty}");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_signal_waits_for_the_step_that_runs_and_a_second_one_does_not() {
    with_engine(
        "a_signal_waits_for_the_step_that_runs_and_a_second_one_does_not",
        |fixture| async move {
            for is_hurried in [false, true] {
                let name = if is_hurried { "hurried" } else { "waits" };
                let request = CreateRequest {
                    stop_timeout: Some(Duration::from_secs(if is_hurried { 20 } else { 3 })),
                    ..script_request(
                        "trap 'echo not yet' TERM; while :; do sleep 1000 & wait; done",
                    )
                };
                let id = fixture.run(name, request).await;
                let mut desk = before(fixture, name, SMALL);
                desk.type_in("s");
                desk.see("Stop ");
                desk.type_in("\r");
                // The signal has arrived in the container.
                desk.see("not yet");
                desk.signal(Signal::TERM);
                desk.see("finishing the step that was begun");
                desk.is_clean();
                if is_hurried {
                    desk.signal(Signal::TERM);
                }
                assert_eq!(desk.ended(), 143);
                let now = fixture.engine.inspect_container(id.as_str()).await.unwrap();
                // Podman says that it is stopping.
                let is_there = ["running", "stopping"].contains(&now.state.word());
                assert_eq!(is_there, is_hurried, "{:?}", now.state);
            }
        },
    )
    .await;
}
