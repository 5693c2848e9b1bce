//! Help, palette, menu: everything can be reached in three ways.

use stacktui::testing::session::Session;

#[test]
fn help_lists_what_can_be_done_and_runs_it() {
    let mut session = Session::new();
    session.press("?");
    session.expect(&["Help", "Move", "row down"]);
    session.type_text("palette");
    session.press("<enter>");
    session.expect(&["Command"]);
}

#[test]
fn the_palette_finds_by_some_of_the_letters() {
    let mut session = Session::new();
    session.press(":");
    session.type_text("rst");
    session.expect(&["restart"]);
    session.press("<enter>");
    session.expect(&["Restart metrics/grafana?"]);
}

#[test]
fn the_palette_goes_to_a_row() {
    let mut session = Session::new();
    session.press(":");
    session.type_text("go mail smtp");
    session.press("<enter>");
    assert_eq!(session.selected(), "mail/smtp");
}

#[test]
fn an_entry_that_cannot_be_chosen_says_why_and_stays() {
    let mut session = Session::new();
    session.press(":");
    session.type_text("demo start");
    session.press("<ctrl-u>");
    session.type_text("start");
    session.expect(&["`metrics-grafana-1` runs already"]);
    session.press("<esc>");
    session.expect_not(&["Command"]);
}

#[test]
fn the_menu_says_what_this_object_can_do_and_why_not_the_rest() {
    let mut session = Session::new();
    session.press("x");
    session.expect(&[
        "metrics/grafana",
        "restart",
        "`metrics-grafana-1` runs already",
    ]);
    session.press("S");
    session.expect(&["cannot start: `metrics-grafana-1` runs already"]);
    session.press("r");
    session.expect(&["Restart metrics/grafana?"]);
    session.press("<enter>");
    session.until("restarted metrics/grafana");
}

#[test]
fn the_menu_of_marked_rows_is_about_them_all() {
    let mut session = Session::new();
    session.press("<space><space>x");
    session.expect(&["2 services"]);
    session.press("s");
    session.expect(&["Stop 2 services?"]);
}

#[test]
fn why_is_refused_for_what_does_not_fail() {
    let mut session = Session::new();
    session.press("j!");
    session.expect(&["`metrics/prometheus` does not fail"]);
}

#[test]
fn letters_that_mean_nothing_do_nothing() {
    let mut session = Session::new();
    session.effects();
    session.press("Z~;<f5><alt-x><ctrl-g>");
    assert_eq!(session.selected(), "metrics/grafana");
    assert_eq!(session.notices(), Vec::<String>::new());
    assert_eq!(session.effects(), []);
}

#[test]
fn all_notices_of_this_run_can_be_read() {
    let mut session = Session::new();
    session.press("i");
    session.expect(&["Notices", "nothing yet"]);
    session.press("<esc>ti");
    session.expect(&["UTC"]);
    session.press("i");
    session.expect_not(&["Notices"]);
}
