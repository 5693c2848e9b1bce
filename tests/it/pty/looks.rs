//! What is sent to terminals of several kinds, and to none.

use super::desk::{Desk, Setup};
use super::strange::Still;
use std::time::Duration;

#[test]
fn the_demo_fills_a_small_and_a_large_screen() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let mut desk = Setup::new(&["--demo"]).sized(columns, rows).start();
        desk.see("crash loop");
        desk.see("? help");
        desk.see("failing");
        let text = desk.text();
        assert!(text.lines().last().unwrap().contains("? help"), "{text}");
        assert_eq!(text.lines().count(), usize::from(rows), "{text}");
    }
}

#[test]
fn a_terminal_without_a_cursor_is_refused_with_a_way_out() {
    for setup in [
        Setup::new(&["--demo"]).with("TERM", "dumb"),
        Setup::new(&["--demo"]).without("TERM"),
    ] {
        let mut desk = setup.start();
        assert_eq!(desk.ended(), 1);
        let text = desk.text();
        assert!(text.contains("error: "), "{text}");
        assert!(text.contains("stacktui ps"), "{text}");
        assert!(!desk.take_raw().contains(&0x1b), "not one escape");
        desk.is_clean();
    }
}

#[test]
fn without_a_utf8_locale_only_ascii_is_sent() {
    for (name, value) in [("LC_ALL", "C"), ("LC_ALL", "de_DE.ISO-8859-1")] {
        let mut desk = Setup::new(&["--demo"]).with(name, value).start();
        desk.see("crash loop");
        // Every kind of thing that draws.
        for keys in [
            "n", "\t", "2", "3", "4", "5", "6", "1", "?", "\x1b", "x", "\x1b", "!", "\x1b", "r",
        ] {
            desk.type_in(keys);
            desk.listen(Duration::from_millis(60));
        }
        desk.see("Restart");
        desk.type_in("\x03");
        assert_eq!(desk.ended(), 0);
        let raw = desk.take_raw();
        let at = raw.iter().position(|byte| !byte.is_ascii());
        assert_eq!(
            at.map(|at| String::from_utf8_lossy(&raw[at.saturating_sub(60)..at + 8]).into_owned()),
            None
        );
    }
}

/// Parameters of every `ESC [ … m`.
fn pens(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    text.split("\x1b[")
        .skip(1)
        .filter_map(|part| {
            let end = part.find(|character: char| character.is_ascii_alphabetic())?;
            part[end..].starts_with('m').then(|| part[..end].to_owned())
        })
        .collect()
}

fn is_color(pen: &str) -> bool {
    pen.split(';')
        .any(|number| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107)))
}

#[test]
fn no_color_means_no_colour() {
    for setup in [
        Setup::new(&["--demo"])
            .with("NO_COLOR", "1")
            .with("COLORTERM", "truecolor"),
        Setup::new(&["--no-color", "--demo"]).with("COLORTERM", "truecolor"),
        Setup::new(&["--demo"]).with("TERM", "vt220"),
    ] {
        let mut desk = setup.start();
        desk.see("crash loop");
        desk.type_in("n?");
        desk.listen(Duration::from_millis(100));
        desk.type_in("\x03");
        desk.ended();
        let pens = pens(&desk.take_raw());
        assert!(pens.len() > 10, "{pens:?}");
        let colored: Vec<_> = pens.iter().filter(|pen| is_color(pen)).collect();
        assert!(colored.is_empty(), "{colored:?}");
    }
}

#[test]
fn colours_are_of_the_depth_that_the_terminal_has() {
    for (term, colorterm, prefix, foreign) in [
        ("xterm-256color", "truecolor", "8;2;", None),
        ("xterm-256color", "", "8;5;", Some("8;2;")),
        ("linux", "", "3", Some("8;5;")),
    ] {
        let mut desk = Setup::new(&["--demo"])
            .with("TERM", term)
            .with("COLORTERM", colorterm)
            .start();
        desk.see("crash loop");
        desk.type_in("q");
        desk.ended();
        let pens = pens(&desk.take_raw());
        assert!(
            pens.iter().any(|pen| pen.contains(prefix)),
            "{term}: {pens:?}"
        );
        if let Some(foreign) = foreign {
            assert!(
                !pens.iter().any(|pen| pen.contains(foreign)),
                "{term}: {pens:?}"
            );
        }
    }
}

/// Nothing that changes, nothing that is sent: also where bytes are not dear.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_screen_sends_nothing() {
    let server = Still::start();
    for over_ssh in [true, false] {
        let mut setup = Setup::new(&[]).with("DOCKER_HOST", &server.host());
        if over_ssh {
            setup = setup.with("SSH_CONNECTION", "198.51.100.7 50000 198.51.100.8 22");
        }
        let mut desk = setup.start();
        desk.see("still-1");
        desk.settled();
        let sent = desk.listen(Duration::from_secs(2));
        assert_eq!(String::from_utf8_lossy(&sent), "", "over ssh: {over_ssh}");
        // It is not stuck.
        desk.type_in("?");
        desk.see("enter runs");
    }
}

#[test]
fn a_click_selects_a_row_and_the_wheel_turns() {
    let mut desk = Setup::new(&["--demo"])
        .with("STACKTUI_MOUSE", "true")
        .start();
    desk.see(" cache ");
    desk.see("─ metrics/grafana ─");
    let text = desk.text();
    let row = text
        .lines()
        .position(|line| line.contains(" cache "))
        .unwrap();
    desk.type_in(&format!("\x1b[<0;12;{0}M\x1b[<0;12;{0}m", row + 1));
    desk.see("─ shop/cache ─");
    assert_eq!(usize::from(desk.emulator.screen().cursor_position().0), row);
    // Rows below come into view.
    assert!(!text.contains(" loose "), "{text}");
    for _ in 0..8 {
        desk.type_in("\x1b[<65;12;4M");
    }
    desk.see(" loose ");
}

/// Asks for the background, and then for what every terminal answers.
pub(crate) const ASK: &[u8] = b"\x1b]11;?\x07\x1b[c";

/// A terminal that answers on what background it draws, and what it is.
fn answering(background: &str) -> Desk {
    let mut desk = Setup::new(&["--demo"])
        .with("COLORTERM", "truecolor")
        .start();
    desk.until("asked", |desk| desk.raw().starts_with(ASK));
    desk.type_in(&format!("\x1b]11;rgb:{background}\x1b\\\x1b[?62;22c"));
    desk.see("crash loop");
    desk
}

#[test]
fn the_look_is_that_of_the_terminals_background() {
    let mut looks = Vec::new();
    for background in ["0000/0000/0000", "fdfd/f6f6/e3e3"] {
        let mut desk = answering(background);
        desk.settled();
        let (row, _) = desk.emulator.screen().cursor_position();
        looks.push(desk.emulator.screen().cell(row, 2).unwrap().bgcolor());
        assert!(
            desk.text().contains("? help"),
            "nothing was typed: {}",
            desk.text()
        );
    }
    assert_ne!(looks[0], looks[1]);
}

#[test]
fn an_answer_that_comes_late_types_nothing() {
    let mut desk = Setup::new(&["--demo"]).start();
    desk.see("crash loop");
    let before = desk.settled();
    for part in [
        "\x1b]11;rgb:ffff/f",
        "fff/ff",
        "ff\x1b\\",
        "\x1b[?62;",
        "22c",
    ] {
        desk.type_in(part);
        desk.listen(Duration::from_millis(100));
    }
    let title = |text: &str| {
        text.lines()
            .find(|line| line.contains("─ "))
            .map(str::to_owned)
    };
    assert_eq!(title(&desk.settled()), title(&before));
    desk.see("? help");
}

#[test]
fn the_shell_is_not_typed_an_answer_that_is_on_its_way() {
    let program = env!("CARGO_BIN_EXE_stacktui");
    let script = format!("{program} --demo; echo code $?; read -r line; echo \"line <$line>\"");
    let mut desk = Setup::other("sh", &["-c", &script]).start();
    desk.until("asked", |desk| {
        desk.raw().windows(ASK.len()).any(|window| window == ASK)
    });
    desk.type_in("q");
    // While it leaves.
    desk.type_in("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c");
    desk.see("code 0");
    desk.type_in("typed\r");
    desk.see("line <typed>");
}

#[test]
fn where_the_look_was_chosen_nothing_is_asked() {
    for setup in [
        Setup::new(&["--theme", "dark", "--demo"]),
        Setup::new(&["--no-color", "--demo"]),
        Setup::new(&["--demo"]).with("TERM", "linux"),
    ] {
        let mut desk = setup.start();
        desk.see("crash loop");
        let raw = desk.take_raw();
        assert!(!raw.windows(4).any(|window| window == b"\x1b]11"));
    }
}
