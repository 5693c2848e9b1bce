//! The mouse on what stands over the panes.

use stacktui::app::msg::{Mouse, MouseKind, Msg};
use stacktui::testing::session::Session;

fn click_at(session: &mut Session, column: u16, row: u16) {
    session.send(Msg::Mouse(Mouse {
        column,
        row,
        kind: MouseKind::Press,
    }));
}

#[test]
fn a_question_is_answered_by_a_click_on_its_keys() {
    for (width, height) in [(120, 36), (80, 24), (40, 12)] {
        let mut session = Session::sized(width, height);
        session.press("s");
        session.expect(&["Stop metrics/grafana?"]);
        session.click("n no");
        session.expect_not(&["Stop metrics/grafana?"]);
        session.press("s");
        session.click("enter yes");
        session.until_idle();
        assert_eq!(session.state_of("metrics-grafana-1"), "exited");
    }
}

#[test]
fn a_click_beside_a_question_refuses_it_and_one_on_its_text_does_nothing() {
    let mut session = Session::new();
    session.press("s");
    session.click("Stop metrics/grafana?");
    session.expect(&["Stop metrics/grafana?"]);
    click_at(&mut session, 0, 0);
    session.expect_not(&["Stop metrics/grafana?"]);
    session.until_idle();
    assert_eq!(session.state_of("metrics-grafana-1"), "running");
    assert_eq!(session.engine.write_calls(), 0);
}

#[test]
fn a_removal_is_not_accepted_by_a_click_where_enter_means_no() {
    let mut session = Session::new();
    session.press("d");
    session.expect(&["Remove metrics/grafana?", "enter no"]);
    session.click("enter no");
    session.until_idle();
    assert_eq!(session.state_of("metrics-grafana-1"), "running");
    session.press("d");
    session.click("y yes");
    session.until("removed metrics/grafana");
}

#[test]
fn a_click_on_an_entry_of_a_menu_chooses_it() {
    let mut session = Session::new();
    session.press("x");
    session.click("restart");
    session.expect(&["Restart metrics/grafana?"]);
    session.press("<esc>");
    // What cannot be done says why, and the menu stays.
    session.press("x");
    session.click("`metrics-grafana-1` runs already");
    session.expect(&["cannot start: `metrics-grafana-1` runs already", "esc back"]);
    session.click("esc back");
    session.expect_not(&["esc back"]);
}

#[test]
fn a_click_in_the_palette_chooses_among_what_matches_also_below_a_heading_and_scrolled() {
    let mut session = Session::sized(80, 24);
    session.press(":");
    session.type_text("go ");
    session.click("go to mail/smtp");
    assert_eq!(session.selected(), "mail/smtp");
    session.press("?");
    session.click("Move");
    session.expect(&["Help"]);
    for _ in 0..8 {
        let (column, row) = session.place_of("Help");
        session.send(Msg::Mouse(Mouse {
            column,
            row: row + 6,
            kind: MouseKind::ScrollDown,
        }));
    }
    session.expect_not(&["row down"]);
    session.click("next tab of the detail pane");
    session.expect(&["▌Stats▐"]);
    session.press("i");
    session.expect(&["Notices", "nothing yet"]);
    session.click("esc close");
    session.expect_not(&["Notices"]);
}

#[test]
fn the_wheel_scrolls_a_long_question() {
    let mut session = Session::sized(80, 10);
    session.press("<space>");
    for _ in 0..12 {
        session.press("<space>");
    }
    session.press("r");
    let (column, row) = session.place_of("enter yes");
    let before = session.screen();
    session.send(Msg::Mouse(Mouse {
        column,
        row: row - 2,
        kind: MouseKind::ScrollDown,
    }));
    assert_ne!(session.screen(), before);
    session.expect(&["enter yes"]);
}
