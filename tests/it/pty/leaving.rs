//! However it ends, the terminal is as it was before.

use super::desk::{Desk, Setup, until_so};
use rustix::process::Signal;
use std::time::Duration;

fn demo() -> Desk {
    let mut desk = Setup::new(&["--demo"]).start();
    desk.see("crash loop");
    let screen = desk.emulator.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    assert!(!desk.has_its_modes_back(), "keys come one by one");
    desk
}

#[test]
fn q_gives_the_terminal_back_and_is_success() {
    let mut desk = demo();
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
    assert_eq!(desk.text().trim(), "", "nothing of it stays behind");
}

#[test]
fn ctrl_c_quits_from_anywhere() {
    for open in ["", "?", ":", "/sh", "r", "x"] {
        let mut desk = demo();
        desk.type_in(open);
        desk.type_in("\x03");
        assert_eq!(desk.ended(), 0, "after `{open}`");
        desk.is_clean();
    }
}

#[test]
fn the_mouse_is_given_back_too() {
    let mut desk = Setup::new(&["--demo"])
        .with("STACKTUI_MOUSE", "true")
        .start();
    desk.until("the mouse", |desk| {
        desk.emulator.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None
    });
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
}

#[test]
fn a_signal_ends_it_with_the_signals_own_code() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let mut desk = demo();
        desk.signal(signal);
        assert_eq!(desk.ended(), code, "{signal:?}");
        desk.is_clean();
    }
}

#[test]
fn a_signal_right_at_the_start_leaves_a_clean_terminal() {
    let mut desk = Setup::new(&["--demo"]).start();
    desk.until("the first bytes", |desk| {
        desk.emulator.screen().alternate_screen()
    });
    desk.signal(Signal::TERM);
    assert_eq!(desk.ended(), 143);
    desk.is_clean();
}

/// A terminal inside of ours, whose other end `script` holds and loses.
fn inner(wrapper: &str) -> Desk {
    let command = format!(
        "trap : HUP; {wrapper} {} --demo; echo $? > code",
        env!("CARGO_BIN_EXE_stacktui")
    );
    let mut desk = Setup::other("script", &["-qc", &command, "/dev/null"])
        .with("SHELL", "/bin/sh")
        .start();
    desk.see("crash loop");
    desk
}

#[track_caller]
fn code_of(desk: &Desk) -> String {
    let file = desk.home.path().join("code");
    let code = || std::fs::read_to_string(&file).unwrap_or_default();
    until_so("ends", || code().ends_with('\n'));
    code().trim().to_owned()
}

#[test]
fn a_closed_window_ends_it() {
    let desk = inner("");
    desk.signal(Signal::KILL);
    assert_eq!(code_of(&desk), "129");
}

/// No signal comes where the terminal is not the session's own: the line just ends.
#[test]
fn a_line_that_ends_without_a_signal_ends_it_too() {
    let desk = inner("setsid --wait");
    desk.signal(Signal::KILL);
    assert_eq!(code_of(&desk), "129");
}

/// A terminal that takes no bytes, after more frames than the line itself holds (64 KiB on Linux).
fn stuck() -> Desk {
    let mut desk = Setup::new(&["--demo"]).sized(200, 50).stuck().start();
    desk.until_its_modes_change();
    for _ in 0..40 {
        // Draws everything anew.
        desk.type_in("\x0c");
        desk.listen(Duration::from_millis(15));
    }
    desk
}

#[test]
fn a_terminal_that_takes_nothing_does_not_hold_it_up_and_is_clean_when_it_takes_again() {
    let mut desk = stuck();
    desk.type_in("q");
    assert_eq!(desk.ended_unread(), 0);
    desk.read_on();
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
}

#[test]
fn a_stuck_terminal_shows_the_newest_state_once_it_takes_bytes_again() {
    let mut desk = stuck();
    desk.type_in("?");
    desk.read_on();
    desk.see("enter runs");
    desk.type_in("\x03");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
    let raw = desk.take_raw();
    let frames = raw
        .windows(8)
        .filter(|bytes| bytes == b"\x1b[?2026h")
        .count();
    assert!(frames < 12, "{frames} frames were piled up");
}

#[test]
fn without_a_terminal_it_says_what_to_do_and_writes_no_screen() {
    for (what, redirection) in [
        ("input", "</dev/null"),
        ("output", "| cat"),
        ("output", ">file"),
    ] {
        let command = format!(
            "{} --demo {redirection}; echo; cat file 2>/dev/null; echo done",
            env!("CARGO_BIN_EXE_stacktui")
        );
        let mut desk = Setup::other("sh", &["-c", &command]).start();
        desk.see("done");
        let text = desk.text();
        assert!(
            text.contains(&format!("standard {what} is no terminal")),
            "{text}"
        );
        assert!(text.contains("hint: "), "{text}");
        desk.ended();
        assert!(!desk.take_raw().contains(&0x1b));
        desk.is_clean();
    }
}
