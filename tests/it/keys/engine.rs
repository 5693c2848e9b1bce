//! The engine goes and comes, or was never there; another one is chosen.

use stacktui::app::effect::{Connection, Effect};
use stacktui::config::settings::Settings;
use stacktui::engine::sim::{Action, Scenario};
use stacktui::plan::work::ContextChoice;
use stacktui::testing::session::{Session, Setup};
use std::time::Duration;

#[test]
fn an_engine_that_goes_leaves_the_panes_and_says_so() {
    let mut session = Session::new();
    session.advance(5);
    session.engine.drop_connection();
    session.advance(1);
    session.expect(&["stale", "the engine does not answer", "grafana", "api"]);
    // Reading goes on, acting does not.
    session.press("j3");
    session.expect(&["▌Env▐"]);
    session.press("rs");
    session.expect(&["cannot stop: the engine does not answer"]);
    session.advance(120);
    session.expect(&["stale", "reconnecting"]);
}

#[test]
fn an_engine_that_comes_back_is_listed_anew_by_itself() {
    let mut session = Session::new();
    session.advance(5);
    session.press("/");
    session.type_text("smtp");
    session.press("<enter><esc>");
    session.engine.drop_connection();
    session.advance(3);
    session.engine.act(Action::Stop("mail-imap-1".to_owned()));
    session.advance(3);
    session.engine.restore();
    session.until("the engine answers again");
    session.until_idle();
    session.expect_not(&["stale"]);
    assert!(session.row("imap").contains("○"), "{}", session.screen());
    assert_eq!(session.selected(), "mail/smtp");
    // The log that is shown goes on without a gap and without a line twice.
    session.advance(4);
    let screen = session.screen();
    let items: Vec<u32> = screen
        .lines()
        .filter_map(|line| {
            line.split_once("GET /item/")?
                .1
                .split(' ')
                .next()?
                .parse()
                .ok()
        })
        .collect();
    assert!(items.len() > 10, "{screen}");
    assert!(
        items.windows(2).all(|pair| pair[1] == pair[0] + 1),
        "{items:?}"
    );
    session.press("s<enter>");
    session.until("stopped mail/smtp");
}

#[test]
fn no_engine_at_the_start_says_what_was_tried_and_what_to_do() {
    let mut session = Session::start(Setup {
        starts_away: true,
        ..Setup::default()
    });
    session.expect(&[
        "No Docker engine answers.",
        "tried",
        "connection refused",
        "enter retry",
        "@ choose a context",
        "T open the demo",
        "q quit",
    ]);
    // What is about an object does nothing.
    session.press("rsdE!ymf123456<space>xL");
    session.until_idle();
    session.expect(&["No Docker engine answers."]);
    session.press("<esc>");
    session.engine.restore();
    session.effects();
    session.press("<enter>");
    assert!(
        session
            .effects()
            .iter()
            .any(|effect| matches!(effect, Effect::Reconnect(_)))
    );
    session.until("grafana");
    assert_eq!(session.selected(), "metrics/grafana");
}

#[test]
fn it_is_tried_again_by_itself_with_a_count_down() {
    let mut session = Session::start(Setup {
        starts_away: true,
        ..Setup::default()
    });
    session.until("trying again in");
    session.engine.restore();
    session.until("grafana");
}

#[test]
fn the_demo_can_be_opened_from_there() {
    let mut session = Session::start(Setup {
        starts_away: true,
        ..Setup::default()
    });
    session.press("T");
    session.until("load-00");
    session.expect(&["demo", "all well"]);
    // Of its server also what does not run.
    session.until("not created");
    session.press("T");
    session.expect(&["this is the demo"]);
}

#[test]
fn another_context_is_chosen_and_nothing_of_the_first_stays() {
    let choice = |name: &str, endpoint: &str, is_current| ContextChoice {
        name: name.to_owned(),
        endpoint: endpoint.to_owned(),
        is_current,
    };
    let mut session = Session::start(Setup {
        contexts: vec![
            choice("default", "unix:///var/run/docker.sock", true),
            choice("staging", "tcp://10.0.0.7:2376", false),
        ],
        ..Setup::default()
    });
    session.press("<space>3");
    session.press("@");
    session.until_idle();
    session.expect(&[
        "Connect to a docker context",
        "staging",
        "tcp://10.0.0.7:2376",
    ]);
    session.type_text("stag");
    session.effects();
    session.press("<enter>");
    assert!(
        session
            .effects()
            .contains(&Effect::Connect(Connection::Context("staging".to_owned())))
    );
    session.until("load-00");
    session.until_idle();
    session.expect_not(&["grafana", "marked", "shop"]);
    assert_eq!(session.selected(), "load-00");
    session.advance(5);
    session.expect(&["request "]);
}

#[test]
fn no_contexts_is_said() {
    let mut session = Session::new();
    session.press("@");
    session.until_idle();
    session.expect(&["there are no docker contexts"]);
}

#[test]
fn an_empty_engine_says_how_to_begin() {
    let mut session = Session::start(Setup {
        scenario: Scenario::default(),
        ..Setup::default()
    });
    session.expect(&[
        "Nothing runs on this engine.",
        "stacktui -f compose.yaml",
        "open the demo",
    ]);
    session.press("T");
    session.until("load-00");
}

#[test]
fn a_quiet_server_is_drawn_only_when_something_changes() {
    let mut setup = Setup::default();
    setup.scenario.containers = vec![stacktui::testing::server::service(
        "mail",
        "imap",
        "sleep infinity",
    )];
    setup.settings = Settings {
        stats: false,
        ..Settings::default()
    };
    setup.scenario.past = Duration::from_mins(10);
    let mut session = Session::start(setup);
    session.advance(90);
    let before = session.frames();
    session.advance(55);
    // A list each minute; nothing else moves.
    assert!(
        session.frames() - before <= 1,
        "{} frames",
        session.frames() - before
    );
}

#[test]
fn a_notice_leaves_the_footer_after_a_minute() {
    let mut session = Session::new();
    session.press("t");
    session.expect(&["UTC"]);
    session.advance(55);
    session.expect(&["UTC"]);
    session.advance(7);
    session.expect_not(&["UTC"]);
}
