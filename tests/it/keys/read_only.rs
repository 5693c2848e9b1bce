//! `--read-only`: whatever is pressed, nothing is written. The state machine asks for nothing that writes, and if it did,
//! the connection would not let it through.

use stacktui::app::action::Action;
use stacktui::app::effect::{Effect, Foreground};
use stacktui::plan::work::Work;
use stacktui::testing::session::{Session, Setup};

fn writes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Run(_, _, Work::Apply(_) | Work::SaveFile { .. })
            | Effect::Suspend(Foreground::Shell(..) | Foreground::Attach(..))
    )
}

fn read_only() -> Session {
    let mut setup = Setup::default();
    setup.settings.read_only = true;
    setup.size = (80, 24);
    Session::start(setup)
}

/// Ways to places where keys mean something: list, containers, each tab, whole screen.
const PLACES: [&str; 12] = [
    "",
    "h",
    "jj",
    "<tab>",
    "<tab><tab>",
    "l2",
    "l3",
    "l4",
    "l5",
    "l6",
    "mf",
    "<space><space>",
];

/// Back to the list, with nothing over it.
fn home(session: &mut Session) {
    session.press("<esc><esc><esc><esc><esc>g1n");
}

/// All keys of the registry, except for those that leave.
fn keys() -> Vec<(Action, &'static str)> {
    let all = Action::ALL.iter().flat_map(|action| {
        let keys = action.default_keys().iter();
        keys.map(|key| (*action, *key))
    });
    all.filter(|(action, _)| !matches!(action, Action::Quit | Action::QuitNow | Action::Demo))
        .collect()
}

fn script(key: &str) -> String {
    match key {
        "<" => "<lt>".to_owned(),
        key if key.chars().count() == 1 => key.to_owned(),
        key => format!("<{key}>"),
    }
}

fn check(session: &Session, what: &str) {
    let asked: Vec<Effect> = session.effects().into_iter().filter(writes).collect();
    assert_eq!(asked, [], "{what}");
    assert_eq!(session.engine.write_calls(), 0, "{what}");
    assert!(!session.has_quit(), "{what}");
}

#[test]
fn no_key_on_any_pane_writes() {
    let mut session = read_only();
    session.expect(&["read-only"]);
    session.hurry();
    for place in PLACES {
        for (action, key) in keys() {
            home(&mut session);
            session.press(place);
            session.press(&script(key));
            // Whatever it asks is answered with yes in all the ways there are.
            session.press("y<enter>");
            check(&session, &format!("{action} by {key} at {place:?}"));
        }
    }
    session.until_idle();
    check(&session, "at the end");
    assert_eq!(session.saved(), Vec::<String>::new());
}

#[test]
fn no_entry_of_palette_help_and_menu_writes() {
    let mut session = read_only();
    session.hurry();
    for opener in [":", "?"] {
        for action in Action::ALL {
            if matches!(action, Action::Quit | Action::QuitNow | Action::Demo) {
                continue;
            }
            home(&mut session);
            session.press(opener);
            session.type_text(&action.name().replace('-', " "));
            session.press("<enter>");
            session.press("y<enter>");
            check(&session, &format!("{opener} {action}"));
        }
    }
    for row in 0..16 {
        home(&mut session);
        session.press("x");
        for _ in 0..row {
            session.press("j");
        }
        session.press("<enter>y<enter>");
        check(&session, &format!("entry {row} of the menu"));
    }
    session.until_idle();
    assert_eq!(session.saved(), Vec::<String>::new());
}

#[test]
fn what_writes_is_refused_with_the_reason() {
    let mut session = read_only();
    for (key, words) in [
        ("r", "cannot restart: read-only"),
        ("s", "cannot stop: read-only"),
        ("S", "cannot start: read-only"),
        ("p", "cannot pause: read-only"),
        ("K", "cannot kill: read-only"),
        ("d", "cannot remove: read-only"),
        ("E", "cannot open a shell: read-only"),
        ("a", "cannot attach: read-only"),
        ("<ctrl-s>", "cannot save the log: read-only"),
    ] {
        session.press(key);
        session.expect(&[words]);
    }
    session.press("x");
    session.expect(&["read-only"]);
}

#[test]
fn reading_goes_on() {
    let mut session = read_only();
    session.press("!");
    session.until_idle();
    session.expect(&["Why is", "last lines"]);
    session.press("<esc>4");
    session.until_idle();
    session.expect(&["Args: ["]);
    session.press("yi");
    session.expect(&["copied"]);
    check(&session, "reading");
}

#[test]
fn the_connection_itself_lets_no_write_through() {
    // As if the state machine had a fault.
    let mut session = Session::start(Setup {
        is_guarded: true,
        ..Setup::default()
    });
    session.press("r<enter>");
    session.until_idle();
    session.expect(&["stacktui runs read-only"]);
    session.press("<ctrl-s>");
    session.until_idle();
    assert_eq!(session.engine.write_calls(), 0);
    assert_eq!(session.saved(), Vec::<String>::new());
}
