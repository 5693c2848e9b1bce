//! Moving, filtering, sorting: the cursor stays where the person put it.

use stacktui::engine::sim::Action;
use stacktui::testing::session::{Session, Setup};

#[test]
fn the_first_screen_stands_on_the_first_failing_service() {
    let mut session = Session::new();
    assert_eq!(session.selected(), "metrics/grafana");
    session.expect(&[
        "demo",
        "3 stacks",
        "12 containers",
        "engine 28.5",
        "▲ 2 failing",
    ]);
    // Failing first, loose ones last.
    let rows =
        ["metrics", "shop", "mail", "loose"].map(|name| session.place_of(&format!(" {name} ")).1);
    assert!(rows.is_sorted(), "{rows:?}\n{}", session.screen());
    session.advance(5);
    session.expect(&["cpu ", "mem "]);
}

#[test]
fn a_row_that_moves_takes_the_cursor_with_it() {
    let mut setup = Setup::default();
    let flaky = stacktui::testing::server::service("mail", "pop3", "sleep 610; exit 3");
    setup.scenario.containers.push(flaky);
    let mut session = Session::start(setup);
    session.press("/");
    session.type_text("pop3");
    session.press("<enter><esc>");
    let before = session.place_of("● pop3 ").1;
    session.advance(15);
    session.expect(&["mail/pop3: failed", "▲ 3 failing"]);
    assert_eq!(session.selected(), "mail/pop3");
    assert!(
        session.place_of("▲ pop3 ").1 < before,
        "{}",
        session.screen()
    );
}

#[test]
fn nothing_is_sorted_within_two_seconds_of_a_key() {
    let mut session = Session::new();
    session.advance(5);
    let order = |session: &Session| {
        ["metrics", "shop", "mail"].map(|name| session.place_of(&format!(" {name} ")).1)
    };
    let before = order(&session);
    session.press("j");
    session
        .engine
        .act(Action::Stop("metrics-grafana-1".to_owned()));
    session.advance(1);
    assert_eq!(order(&session), before, "{}", session.screen());
    session.expect(&["▲ 1 failing"]);
    session.advance(2);
    let [metrics, shop, _] = order(&session);
    assert!(shop < metrics, "{}", session.screen());
}

#[test]
fn ctrl_r_sorts_at_once() {
    let mut session = Session::new();
    session.advance(5);
    session.press("j");
    session
        .engine
        .act(Action::Stop("metrics-grafana-1".to_owned()));
    session.until_idle();
    let place = |session: &Session, name: &str| session.place_of(&format!(" {name} ")).1;
    assert!(place(&session, "metrics") < place(&session, "shop"));
    session.press("<ctrl-r>");
    assert!(
        place(&session, "shop") < place(&session, "metrics"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_filter_is_shown_and_esc_or_q_take_it_away() {
    let mut session = Session::new();
    for away in ["<esc>", "q"] {
        session.press("/");
        session.type_text("MAIL");
        session.expect(&["/MAIL", "rows"]);
        session.press("<enter>");
        session.expect(&["/MAIL", "imap", "smtp"]);
        session.expect_not(&["grafana", "shop "]);
        session.press(away);
        session.expect_not(&["/MAIL"]);
        session.expect(&["grafana"]);
        assert!(!session.has_quit());
    }
    session.press("q");
    assert!(session.has_quit());
}

#[test]
fn esc_while_typing_a_filter_leaves_everything_as_it_was() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("smtp");
    session.press("<esc>");
    assert_eq!(session.selected(), "metrics/grafana");
    session.expect_not(&["/smtp"]);
}

#[test]
fn a_filter_without_a_hit_says_so() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("nothing-of-this-name");
    session.press("<enter>");
    session.until_idle();
    session.expect(&["no match"]);
    session.press("rE!d<enter>");
    session.until_idle();
    assert_eq!(session.engine.write_calls(), 0);
    session.press("<esc>");
    session.expect(&["grafana"]);
}

#[test]
fn esc_never_quits_and_q_does() {
    let mut session = Session::new();
    session.press("<esc><esc><esc><esc>");
    assert!(!session.has_quit());
    session.press("<ctrl-c>");
    assert!(session.has_quit());
}

#[test]
fn folds_open_and_close_as_in_a_tree() {
    let mut session = Session::new();
    session.press("h");
    assert_eq!(session.selected(), "metrics");
    session.press("h");
    session.expect_not(&["prometheus "]);
    session.press("l");
    session.expect(&["prometheus"]);
    session.press("<enter>");
    session.expect_not(&["prometheus "]);
    session.press("<right><left><right>");
    session.expect(&["prometheus"]);
}

#[test]
fn what_was_closed_stays_closed_when_the_list_comes_anew() {
    let mut session = Session::new();
    session.press("hh");
    session.press("<ctrl-r>");
    session.until_idle();
    session.advance(70);
    session.expect_not(&["prometheus "]);
}

#[test]
fn a_small_list_closes_what_is_well_from_the_bottom_up() {
    let mut session = Session::sized(80, 24);
    session.expect(&["▾ ▲ metrics", "▾ ▲ shop"]);
    session.press("G");
    session.expect(&["▸ ● mail", "loose"]);
    session.expect_not(&["smtp"]);
    session.press("g");
    assert_eq!(session.selected(), "metrics");
}

#[test]
fn pages_and_ends() {
    let mut session = Session::sized(80, 24);
    session.press("G");
    assert_eq!(session.selected(), "loose");
    session.press("<home>");
    assert_eq!(session.selected(), "metrics");
    session.press("<pgdn>");
    assert_ne!(session.selected(), "metrics");
    session.press("<pgup><ctrl-d><ctrl-u><end>");
    assert_eq!(session.selected(), "loose");
    session.press("jjj");
    assert_eq!(session.selected(), "loose");
}

#[test]
fn panes_are_gone_through_and_the_selection_is_kept() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("web");
    session.press("<enter><esc>");
    assert_eq!(session.selected(), "shop/web");
    session.expect(&["Containers of shop/web", "shop-web-1", "shop-web-2"]);
    session.press("<tab>");
    assert_eq!(session.selected(), "shop-web-1");
    session.press("j");
    assert_eq!(session.selected(), "shop-web-2");
    session.press("<tab>");
    assert_eq!(session.selected(), "shop-web-2", "its log is read");
    session.press("<esc>");
    assert_eq!(session.selected(), "shop-web-2");
    session.press("<esc>");
    assert_eq!(session.selected(), "shop/web");
    session.press("<shift-tab><shift-tab>");
    assert_eq!(session.selected(), "shop-web-2");
}

#[test]
fn marks_are_counted_and_cleared() {
    let mut session = Session::new();
    session.press("<space><space>");
    session.expect(&["2 marked"]);
    session.press("<esc>");
    session.expect_not(&["marked"]);
    session.press("<space>");
    session.press("k<space>");
    session.expect_not(&["marked"]);
}

#[test]
fn a_new_stack_appears_by_itself() {
    let mut setup = Setup::default();
    let mut late = stacktui::testing::server::service("blog", "ghost", "sleep infinity");
    late.stays_created = true;
    setup.scenario.containers.push(late);
    let mut session = Session::start(setup);
    session.expect(&["blog"]);
    session.engine.act(Action::Start("blog-ghost-1".to_owned()));
    session.advance(3);
    assert!(
        session.row("ghost").contains("running"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_filter_typed_before_the_list_came_finds_its_row_when_it_comes() {
    let mut session = Session::start(Setup {
        starts_away: true,
        ..Setup::default()
    });
    session.press("/");
    session.type_text("imap");
    session.press("<enter>");
    session.engine.restore();
    session.until("mail");
    assert_eq!(session.selected(), "mail/imap");
}

#[test]
fn another_filter_takes_the_place_of_the_one_in_force() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("smtp");
    session.press("<enter>/");
    // Until something is typed, what was there stays.
    session.expect(&["smtp"]);
    session.expect_not(&["grafana"]);
    session.type_text("db");
    session.press("<enter>");
    assert_eq!(session.selected(), "shop/db");
    session.press("/<enter>");
    session.expect_not(&["grafana"]);
    session.press("/<esc>");
    session.expect(&["grafana"]);
}
