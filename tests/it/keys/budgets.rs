//! How many keys the usual things take, counted from the first frame, and that they have done what they should.

use stacktui::app::effect::{Effect, Foreground};
use stacktui::testing::server::{restarts, service};
use stacktui::testing::session::{Session, Setup};

/// A server with one thing that fails: the API of the shop, in a crash loop.
fn failing_api() -> Session {
    let mut setup = Setup::default();
    let containers = &mut setup.scenario.containers;
    containers.retain(|one| !one.spec.request.name.starts_with("metrics"));
    Session::start(setup)
}

#[test]
fn two_keys_restart_the_container_that_fails() {
    // It would come up by now: what it waited for is there.
    let script =
        "[ -f /tmp/ran ] || { touch /tmp/ran; exit 1; }; trap 'exit 0' TERM; sleep infinity";
    let mut setup = Setup::default();
    setup.scenario.containers = vec![
        service("shop", "db", "sleep infinity"),
        service("shop", "api", script),
        restarts(service("shop", "web", "sleep infinity"), "always"),
    ];
    let mut session = Session::start(setup);
    session.expect(&["▲ 1 failing", "failed"]);
    assert_eq!(session.selected(), "shop/api");
    assert_eq!(session.state_of("shop-api-1"), "exited");

    session.press("r<enter>");
    session.until_idle();
    assert_eq!(session.keys(), 2);
    assert_eq!(session.state_of("shop-api-1"), "running");
    session.expect(&["restarted shop/api", "all well"]);
}

#[test]
fn one_key_says_why_it_fails() {
    let mut session = failing_api();
    session.press("!");
    session.until_idle();
    assert_eq!(session.keys(), 1);
    session.expect(&[
        "Why is shop-api-1 failing?",
        "It exits 1 again and again",
        "exit code",
        "application error",
        "always",
        "last lines",
        "error: getaddrinfo ENOTFOUND db.internal",
    ]);
}

#[test]
fn one_key_goes_to_the_next_failing_thing_anywhere() {
    let mut session = Session::new();
    assert_eq!(session.selected(), "metrics/grafana");
    session.press("n");
    assert_eq!(
        (session.selected().as_str(), session.keys()),
        ("shop/api", 1)
    );
    session.press("n");
    assert_eq!(session.selected(), "metrics/grafana", "it wraps round");
    session.press("N");
    assert_eq!(session.selected(), "shop/api");
}

#[test]
fn one_key_finds_what_fails_in_a_closed_stack() {
    let mut session = Session::new();
    session.press("nh<enter>");
    session.expect_not(&["▲ api"]);
    session.press("n");
    assert_eq!(session.selected(), "shop/api");
    session.expect(&["▲ api"]);
}

#[test]
fn two_keys_read_its_log_on_the_whole_screen() {
    let mut session = failing_api();
    session.press("mf");
    session.until_idle();
    assert_eq!(session.keys(), 2);
    session.expect(&["connecting to db.internal:5432", "exited 1"]);
    session.expect_not(&["Stacks", "Containers of"]);
    // All rows between the headline and the border below.
    let screen = session.screen();
    let is_log = |line: &&str| line.starts_with("│1") || line.starts_with("│───");
    assert_eq!(screen.lines().filter(is_log).count(), 30, "{screen}");
}

#[test]
fn four_keys_show_only_the_errors_of_the_whole_stack_merged() {
    let mut session = failing_api();
    session.press("hmLL");
    session.until_idle();
    assert_eq!(session.keys(), 4);
    assert_eq!(session.selected(), "shop");
    session.expect(&["errors", "api-1", "error: getaddrinfo ENOTFOUND"]);
    session.expect_not(&["GET /item", "queue is long", "connecting to"]);
}

#[test]
fn one_key_opens_a_shell_in_a_container() {
    let mut session = Session::new();
    session.will_type("echo in $((40 + 2)); exit 3\n");
    session.effects();
    session.press("E");
    session.until_idle();
    assert_eq!(session.keys(), 1);
    let opened = session
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Suspend(Foreground::Shell(host, id)) => Some((host, id)),
            _ => None,
        });
    assert_eq!(
        opened.map(|(host, _)| host.to_string()),
        Some("web01".to_owned())
    );
    assert!(session.printed().contains("in 42"), "{}", session.printed());
    session.expect(&["the shell ended with 3", "Stacks"]);
}

#[test]
fn three_marks_and_two_keys_stop_three_services() {
    let mut session = Session::new();
    session.press("jjjjj");
    assert_eq!(session.selected(), "shop/web");
    let before = session.keys();
    session.press("<space><space>jj<space>s");
    session.expect(&[
        "Stop 3 services?",
        "shop-web-1",
        "shop-web-2",
        "shop-worker-1",
        "mail-imap-1",
    ]);
    session.press("<enter>");
    // Two keys move, three mark, two stop.
    assert_eq!(session.keys() - before, 7);
    session.until("stopped 3 services");
    for name in ["shop-web-1", "shop-web-2", "shop-worker-1", "mail-imap-1"] {
        assert_eq!(session.state_of(name), "exited", "{name}");
    }
    assert_eq!(session.state_of("mail-smtp-1"), "running");
    session.expect_not(&["marked"]);
}

#[test]
fn a_part_of_a_name_finds_a_container() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("smt");
    session.press("<enter>");
    assert_eq!(
        (session.selected().as_str(), session.keys()),
        ("mail/smtp", 2)
    );
    session.expect_not(&["grafana"]);
    // The rest comes back and the cursor stays.
    session.press("<esc>");
    session.expect(&["grafana"]);
    assert_eq!(session.selected(), "mail/smtp");
}

#[test]
fn a_replica_is_found_by_its_own_name() {
    let mut session = Session::new();
    session.press("/");
    session.type_text("web-2");
    session.press("<enter>");
    assert_eq!(session.selected(), "shop-web-2");
}

#[test]
fn two_keys_copy_the_id_of_a_container() {
    let mut session = failing_api();
    session.effects();
    session.press("yi");
    assert_eq!(session.keys(), 2);
    let copied = session
        .effects()
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        });
    let id = session.ask(async |engine| {
        use stacktui::engine::Observe;
        let found = engine.inspect_container("shop-api-1").await;
        found.map(|container| container.id.to_string()).ok()
    });
    assert_eq!(copied, id);
    session.expect(&["copied (memory)"]);
}
