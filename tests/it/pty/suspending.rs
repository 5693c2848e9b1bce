//! Stopped and continued, as any program of a shell.

use super::desk::{Desk, Setup, same};
use super::strange::Still;
use rustix::process::{Pid, Signal, kill_process};

/// A shell with job control, and the program in it over a server on which nothing happens.
fn in_a_shell(server: &Still) -> (Desk, String) {
    let mut desk = Setup::other("/bin/sh", &["-i"])
        .with("PS1", "prompt> ")
        .with("DOCKER_HOST", &server.host())
        .start();
    desk.see("prompt>");
    desk.type_in(&format!("{}\n", env!("CARGO_BIN_EXE_stacktui")));
    desk.see("still-1");
    desk.see("? help");
    let before = desk.settled();
    (desk, before)
}

fn pid_of(desk: &Desk) -> Pid {
    let children = format!("/proc/{0}/task/{0}/children", desk.pid());
    let pid = std::fs::read_to_string(children).unwrap();
    Pid::from_raw(pid.trim().parse().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_brings_the_whole_screen_back() {
    let server = Still::start();
    let (mut desk, before) = in_a_shell(&server);
    for round in 0..2 {
        desk.type_in("\x1a");
        // What the shell said last time is still on its screen.
        desk.until("stopped again", |desk| {
            desk.text().matches("Stopped").count() == round + 1
        });
        desk.is_clean();
        desk.type_in(&format!("echo $((6*7)) in round {round}\n"));
        desk.see(&format!("42 in round {round}"));
        desk.type_in("fg\n");
        desk.see("? help");
        same(&desk.settled(), &before);
        assert!(desk.emulator.screen().alternate_screen());
    }
    desk.type_in("q");
    desk.see("prompt>");
    desk.type_in("echo code=$?\n");
    desk.see("code=0");
    desk.is_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_signal_from_outside_does_the_same() {
    let server = Still::start();
    let (mut desk, before) = in_a_shell(&server);
    kill_process(pid_of(&desk), Signal::TSTP).unwrap();
    desk.see("Stopped");
    desk.is_clean();
    desk.type_in("fg\n");
    desk.see("? help");
    same(&desk.settled(), &before);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_by_force_it_comes_back_whole_whatever_the_shell_did_to_the_terminal() {
    let server = Still::start();
    let (mut desk, before) = in_a_shell(&server);
    kill_process(pid_of(&desk), Signal::STOP).unwrap();
    desk.see("Stopped");
    // What a shell does that keeps modes of its own, and what it prints.
    desk.stty("sane");
    desk.emulator
        .process(b"\x1b[?1049l\x1b[?2004l\x1b[?25hof the shell");
    desk.type_in("fg\n");
    desk.until("the screen again", |desk| {
        desk.emulator.screen().alternate_screen() && desk.text().contains("? help")
    });
    same(&desk.settled(), &before);
    assert!(desk.emulator.screen().bracketed_paste());
    assert!(!desk.has_its_modes_back(), "keys come one by one again");
    // A key alone, without enter.
    desk.type_in("?");
    desk.see("enter runs");
    desk.type_in("\x03");
    desk.see("prompt>");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_shell_could_bring_it_back_it_does_not_stop() {
    let server = Still::start();
    let mut desk = Setup::new(&[]).with("DOCKER_HOST", &server.host()).start();
    desk.see("still-1");
    desk.type_in("\x1a");
    desk.see("no shell is there");
    desk.signal(Signal::TSTP);
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
}
