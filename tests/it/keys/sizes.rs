//! Sizes from nothing to large, wide names, the mouse.

use stacktui::engine::sim::Scenario;
use stacktui::model::labels;
use stacktui::testing::server::{labelled, restarts, service};
use stacktui::testing::session::{Session, Setup};
use std::time::Duration;

#[test]
fn a_screen_that_shrinks_and_grows_loses_nothing() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("smtp");
    session.press("<enter><esc>3");
    for (width, height) in [
        (80, 24),
        (40, 10),
        (20, 4),
        (0, 0),
        (1, 1),
        (200, 60),
        (120, 36),
    ] {
        session.resize(width, height);
        assert_eq!(session.selected(), "mail/smtp");
    }
    session.expect(&["▌Env▐", "smtp", "grafana"]);
}

#[test]
fn a_phone_can_restart_a_service() {
    let mut session = Session::sized(40, 10);
    session.expect(&["2 failing", "grafana"]);
    session.press("r");
    session.expect(&["Restart metrics/grafana?", "enter yes"]);
    session.press("<enter>");
    session.until("restarted");
    session.expect(&["metrics"]);
    // Enter shows the detail alone, esc comes back.
    session.press("<enter>");
    session.until("ready");
    session.expect(&["▌Logs▐"]);
    session.expect_not(&["prometheus"]);
    session.press("<esc>");
    session.expect(&["prometheus"]);
}

#[test]
fn the_focus_leaves_a_pane_that_is_gone() {
    let mut session = Session::new();
    session.press("<tab>");
    assert_eq!(session.selected(), "metrics-grafana-1");
    session.resize(80, 24);
    session.press("j");
    assert_eq!(session.selected(), "metrics/prometheus");
    session.resize(120, 36);
    assert_eq!(session.selected(), "metrics/prometheus");
}

#[test]
fn the_divider_moves_and_stays_on_the_screen() {
    let mut session = Session::new();
    let place = |session: &Session| session.place_of("╮╭").0;
    let before = place(&session);
    session.press("<lt><lt>");
    assert_eq!(place(&session), before - 4);
    for _ in 0..100 {
        session.press(">");
    }
    let widest = place(&session);
    assert!(widest < 90, "{}", session.screen());
    // One key back moves it at once: what was pressed beyond the end does not count.
    session.press("<lt>");
    assert_eq!(place(&session), widest - 2);
}

fn wide() -> Setup {
    let mut setup = Setup::default();
    let named = |name: &str, shown: &str, project: &str| {
        let planned = service(
            "wide",
            name,
            "trap 'exit 0' TERM; echo 日本語 👍🏽 ok; sleep infinity & wait",
        );
        let planned = labelled(planned, labels::SERVICE, shown);
        labelled(planned, labels::PROJECT, project)
    };
    setup.scenario.containers = vec![
        named(
            "one",
            "日本語サービス",
            "日本語のスタック名がとても長い場合",
        ),
        named("two", "👩‍👩‍👧‍👦-family", "emoji🚀stack"),
        restarts(
            named("three", "ßtraße-ñandú-e\u{301}", "emoji🚀stack"),
            "always",
        ),
    ];
    setup
}

#[test]
fn wide_names_stay_in_their_columns() {
    for (width, height) in [(120, 36), (80, 24), (40, 10), (61, 17), (99, 30)] {
        let mut setup = wide();
        setup.size = (width, height);
        let mut session = Session::start(setup);
        for key in ["", "j", "j", "<tab>", "<tab>", "f", "<esc>"] {
            session.press(key);
            session.until_idle();
            for line in session.screen().lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(columns <= usize::from(width), "{width}: {columns} {line}");
            }
        }
    }
}

#[test]
fn a_wide_name_is_found_by_its_beginning() {
    let mut session = Session::start(wide());
    session.press("/");
    session.type_text("ビス");
    session.press("<enter>");
    assert!(
        session.selected().ends_with("日本語サービス"),
        "{}",
        session.selected()
    );
}

#[test]
fn a_click_selects_and_a_second_opens() {
    let mut session = Session::new();
    session.click("● smtp");
    assert_eq!(session.selected(), "mail/smtp");
    session.click("● mail");
    assert_eq!(session.selected(), "mail");
    session.click("● mail");
    session.expect_not(&["● smtp"]);
}

#[test]
fn a_click_on_a_tab_opens_it_at_every_width() {
    for width in [200, 140, 120, 100, 90, 80, 70] {
        let mut session = Session::sized(width, 36);
        for tab in ["Stats", "Env", "Config", "Events", "Top", "Logs"] {
            session.click(tab);
            session.until_idle();
            session.expect(&[&format!("▌{tab}▐")]);
        }
    }
}

#[test]
fn a_click_selects_a_container() {
    let mut session = Session::new();
    session.click("● web");
    session.click("shop-web-2");
    assert_eq!(session.selected(), "shop-web-2");
}

#[test]
fn five_hundred_containers_are_gone_through() {
    let mut session = Session::start(Setup {
        scenario: Scenario::many(500, Duration::from_secs(5)),
        size: (100, 30),
        ..Setup::default()
    });
    session.expect(&["50 stacks", "500 containers", "all well"]);
    session.press("G<pgup><pgup><enter>");
    session.press("/");
    session.type_text("load-37");
    session.press("<enter>");
    assert_eq!(session.selected(), "load-37");
    session.press("<space>s<enter>");
    session.until("stopped load-37");
    assert!(
        session.row("load-37").contains("stopped"),
        "{}",
        session.screen()
    );
}

/// Three well stacks that have no room together.
fn crowded() -> Setup {
    let stay = "trap 'exit 0' TERM; while :; do sleep 1000 & wait; done";
    let containers = ["alpha", "beta", "gamma"]
        .iter()
        .flat_map(|stack| {
            (0..5).map(move |number| service(stack, &format!("{stack}-s{number}"), stay))
        })
        .collect();
    Setup {
        size: (120, 12),
        scenario: Scenario {
            containers,
            ..Scenario::default()
        },
        ..Setup::default()
    }
}

fn remove_stack(session: &mut Session, stack: &str) {
    use stacktui::engine::{Engine, RemoveRequest};
    for number in 0..5 {
        let name = format!("{stack}-{stack}-s{number}-1");
        session.ask(async |engine| {
            let force = RemoveRequest {
                force: true,
                volumes: true,
            };
            engine.remove(&name.into(), force).await.unwrap();
        });
    }
    session.advance(4);
}

#[test]
fn stacks_that_were_closed_for_want_of_room_open_when_others_vanish() {
    let mut session = Session::start(crowded());
    session.expect(&["alpha-s4"]);
    session.expect_not(&["beta-s0", "gamma-s0"]);
    remove_stack(&mut session, "alpha");
    session.expect(&["beta-s4"]);
    session.expect_not(&["gamma-s0"]);
    // What a person closed stays closed.
    session.press("gjh");
    assert_eq!(session.selected(), "beta");
    session.press("h");
    session.expect_not(&["beta-s0"]);
    session.advance(4);
    session.press("j");
    assert_eq!(session.selected(), "gamma");
    remove_stack(&mut session, "gamma");
    session.expect_not(&["beta-s0"]);
}

#[test]
fn a_stack_that_comes_does_not_close_the_one_under_the_cursor() {
    let mut session = Session::start(crowded());
    remove_stack(&mut session, "alpha");
    session.press("gjj");
    assert_eq!(session.selected(), "beta/beta-s1");
    session.ask(async |engine| {
        use stacktui::engine::Engine;
        let mut request = service("aaa", "new", "sleep 1000").spec.request;
        request.image = "stacktui/test:1".to_owned();
        engine.create_container(request.into()).await.unwrap();
    });
    session.advance(4);
    session.expect(&["aaa"]);
    assert_eq!(session.selected(), "beta/beta-s1");
}
