//! The detail pane: each tab, for stacks, services and containers.

use stacktui::testing::session::{Session, Setup};

fn at(session: &mut Session, part: &str) {
    session.press("/");
    session.type_text(part);
    session.press("<enter><esc>");
}

#[test]
fn tabs_are_turned_by_digits_and_brackets() {
    let mut session = Session::new();
    for (key, active) in [
        ("2", "▌Stats▐"),
        ("3", "▌Env▐"),
        ("4", "▌Config▐"),
        ("5", "▌Events▐"),
        ("6", "▌Top▐"),
        ("1", "▌Logs▐"),
        ("]", "▌Stats▐"),
        ("[", "▌Logs▐"),
        (",", "▌Top▐"),
        (".", "▌Logs▐"),
    ] {
        session.press(key);
        session.expect(&[active]);
    }
}

#[test]
fn charts_show_what_was_read() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("2");
    session.advance(10);
    session.expect(&["cpu", "memory", "network in", "disk written"]);
    at(&mut session, "mail");
    session.advance(5);
    session.expect(&["imap", "smtp"]);
    at(&mut session, "migrate");
    session.until_idle();
    session.expect(&["it does not run"]);
}

#[test]
fn secrets_are_masked_until_revealed_and_hidden_again() {
    let mut session = Session::new();
    at(&mut session, "db");
    session.press("e");
    session.expect(&["POSTGRES_PASSWORD", "POSTGRES_USER", "shop"]);
    session.expect_not(&["hunter2"]);
    session.press("v");
    session.expect_not(&["hunter2"]);
    session.press("G<home>");
    while !session.screen().contains("hunter2") {
        session.press("jv");
        assert!(session.keys() < 40, "{}", session.screen());
    }
    session.press("v");
    session.expect_not(&["hunter2"]);
    session.press("v");
    session.expect(&["hunter2"]);
    session.press("<esc>jk");
    session.expect_not(&["hunter2"]);
}

#[test]
fn the_inspection_is_read_and_scrolls() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("4");
    session.until_idle();
    session.expect(&["Args: ["]);
    session.press("l<pgdn>");
    session.expect_not(&["Args: ["]);
    session.press("g");
    session.expect(&["Args: ["]);
    session.press("G");
    session.expect(&["│ }"]);
}

#[test]
fn the_inspection_is_read_anew_when_the_container_changed() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("4");
    session.until_idle();
    session.press("lG");
    session.expect(&["Status: \"running\""]);
    session.press("s<enter>");
    session.until("stopped mail/smtp");
    session.until_idle();
    session.expect(&["Status: \"exited\""]);
}

#[test]
fn a_stack_says_where_it_comes_from() {
    let mut session = Session::new();
    session.press("h4");
    session.expect(&[
        "/srv/metrics",
        "/srv/metrics/compose.yaml",
        "compose 2.39.1",
        "grafana",
    ]);
}

#[test]
fn events_stand_newest_first() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("r<enter>5");
    session.until("restarted mail/smtp");
    session.until_idle();
    session.expect(&["event", "exited 0", "start"]);
    let screen = session.screen();
    let first = screen.find("12:00:0").unwrap_or(usize::MAX);
    assert!(
        first < screen.find("11:50").unwrap_or(usize::MAX),
        "{screen}"
    );
}

#[test]
fn processes_are_read_again_while_one_looks() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("6");
    session.until_idle();
    session.expect(&["CMD", "sh -c trap"]);
    at(&mut session, "migrate");
    session.until_idle();
    session.expect(&["it does not run: no processes"]);
}

#[test]
fn a_log_that_is_scrolled_stays_and_counts_what_comes() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("l");
    session.expect(&["following"]);
    session.press("kkk");
    session.expect(&["scrolled"]);
    let body = |session: &Session| {
        let screen = session.screen();
        let lines = screen.lines().filter(|line| line.contains("GET /item"));
        lines
            .filter_map(|line| Some(line.split_once("││")?.1.to_owned()))
            .collect::<Vec<_>>()
    };
    let before = body(&session);
    session.advance(5);
    assert_eq!(body(&session), before);
    session.expect(&["+2 new"]);
    session.press("G");
    session.expect(&["following"]);
    assert_ne!(body(&session), before);
}

#[test]
fn a_search_finds_marks_and_goes_round() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("l/");
    session.type_text("item/7 ");
    session.expect(&["1 of 1"]);
    session.press("<enter>");
    session.expect(&["GET /item/7 200", "hits"]);
    session.press("n");
    session.press("<esc>");
    session.expect_not(&["hits"]);
    session.press("<esc>");
    assert_eq!(session.selected(), "mail/smtp");
}

#[test]
fn levels_filter_the_log_and_say_so() {
    let mut session = Session::new();
    at(&mut session, "worker");
    session.until("queue is long");
    session.press("L");
    session.expect(&["warn+", "warn: queue is long"]);
    session.expect_not(&["info: tick"]);
    session.press("L");
    session.expect(&["errors"]);
    session.expect_not(&["queue is long"]);
    session.press("L");
    session.expect(&["info: tick"]);
}

#[test]
fn times_can_be_turned_and_hidden() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.expect(&["11:59:5"]);
    session.press("tt");
    session.expect(&["no times"]);
    session.expect_not(&["11:59:5"]);
}

#[test]
fn the_log_is_saved_to_a_file() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("<ctrl-s>");
    session.until_idle();
    assert_eq!(session.saved(), ["mail-smtp.log"]);
    session.expect(&["saved as `mail-smtp.log`"]);
}

#[test]
fn the_log_goes_on_through_a_restart() {
    let mut session = Session::new();
    at(&mut session, "imap");
    session.until("ready");
    session.press("r<enter>");
    session.until("restarted mail/imap");
    session.advance(2);
    let screen = session.screen();
    assert_eq!(screen.matches("ready").count(), 2, "{screen}");
    session.expect(&["exited 0", "started"]);
}

#[test]
fn a_log_that_cannot_be_read_says_why_in_the_pane() {
    let mut setup = Setup::default();
    let mut silent = stacktui::testing::server::service("mail", "silent", "sleep infinity");
    silent.spec.log_driver = "none".to_owned();
    setup.scenario.containers.push(silent);
    let mut session = Session::start(setup);
    at(&mut session, "silent");
    session.until_idle();
    session.expect(&["does not support reading"]);
}

#[test]
fn a_search_without_a_hit_says_so() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("l/");
    session.type_text("nowhere");
    session.expect(&["0 of 0"]);
    session.press("<enter>n");
    session.expect(&["no line has `nowhere`"]);
}

#[test]
fn a_long_report_scrolls_to_its_end_and_not_beyond() {
    let mut session = Session::sized(80, 16);
    session.press("!");
    session.until_idle();
    session.press("G");
    let end = session.screen();
    session.expect(&["ready"]);
    session.press("jjjj<pgdn>");
    assert_eq!(session.screen(), end);
    session.press("k");
    assert_ne!(session.screen(), end);
}
