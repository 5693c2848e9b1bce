//! Changing what runs: what is asked, what happens on the engine, what is told.

use stacktui::app::effect::{Effect, Foreground};
use stacktui::config::settings::Question;
use stacktui::testing::session::{Session, Setup};

/// The cursor on a row, by a part of its name.
fn at(session: &mut Session, part: &str) {
    session.press("/");
    session.type_text(part);
    session.press("<enter><esc>");
}

#[test]
fn a_restart_names_what_depends_on_it_and_restarts_what_must_be() {
    let mut session = Session::new();
    at(&mut session, "db");
    assert_eq!(session.selected(), "shop/db");
    session.press("r");
    session.expect(&[
        "Restart shop/db?",
        "worker depends on db and restarts too",
        "web depends on db and is left running",
        "enter yes",
    ]);
    session.press("<enter>");
    session.until("restarted shop/db");
    let screen = session.screen();
    assert!(
        session.row("worker").contains("running · 0s")
            || session.row("worker").contains("running · 1s"),
        "{screen}"
    );
    assert!(session.row("web").contains('m'), "{screen}");
}

#[test]
fn a_question_is_refused_by_n_and_by_esc() {
    let mut session = Session::new();
    for no in ["n", "<esc>", "q"] {
        session.press("s");
        session.expect(&["Stop metrics/grafana?"]);
        session.press(no);
        session.expect_not(&["Stop metrics/grafana?"]);
    }
    session.until_idle();
    assert_eq!(session.state_of("metrics-grafana-1"), "running");
    assert_eq!(session.engine.write_calls(), 0);
    assert!(!session.has_quit());
}

#[test]
fn what_was_stopped_can_be_started_again_without_a_question() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("s<enter>");
    session.until("stopped mail/smtp");
    assert_eq!(session.state_of("mail-smtp-1"), "exited");
    assert!(session.row("smtp").contains("○"), "{}", session.screen());
    // Stopped by us: not a failure.
    session.expect(&["▲ 2 failing"]);
    session.press("s");
    session.expect(&["cannot stop: `mail-smtp-1` does not run"]);
    session.press("S");
    session.until("started mail/smtp");
    assert_eq!(session.state_of("mail-smtp-1"), "running");
}

#[test]
fn the_row_says_what_is_under_way() {
    let mut setup = Setup::default();
    // Does not listen to SIGTERM: the engine waits ten seconds.
    let script = "trap '' TERM; while true; do sleep 1; done";
    setup
        .scenario
        .containers
        .push(stacktui::testing::server::service(
            "mail", "stubborn", script,
        ));
    let mut session = Session::start(setup);
    at(&mut session, "stubborn");
    session.press("s<enter>");
    session.advance(3);
    assert!(
        session.row("stubborn").contains("stopping…"),
        "{}",
        session.screen()
    );
    session.expect(&["ctrl-x cancel"]);
    session.until("stopped mail/stubborn");
    assert!(
        session.row("stubborn").contains("stopped 137"),
        "{}",
        session.screen()
    );
    session.expect_not(&["stopping…"]);
}

#[test]
fn a_signal_is_chosen_by_its_letter() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("K");
    session.expect(&["Signal for mail/smtp", "SIGKILL", "SIGHUP", "SIGWINCH"]);
    session.press("t");
    session.expect(&["Send SIGTERM to mail/smtp?"]);
    session.press("<enter>");
    session.until_idle();
    session.expect(&["sent SIGTERM to mail/smtp"]);
    // It looks for signals every two seconds.
    session.advance(2);
    assert_eq!(session.state_of("mail-smtp-1"), "exited");
}

#[test]
fn a_kill_of_a_container_shows_how_it_ended() {
    let mut session = Session::new();
    at(&mut session, "imap");
    session.press("Kk<enter>");
    session.until_idle();
    assert_eq!(session.state_of("mail-imap-1"), "exited");
    assert!(
        session.row("imap").contains("stopped 137"),
        "{}",
        session.screen()
    );
    session.expect(&["killed mail/imap"]);
}

#[test]
fn removing_defaults_to_no_and_the_row_goes() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("d");
    session.expect(&[
        "Remove mail/smtp?",
        "it is killed first: still running",
        "what was written inside the container is lost",
        "y yes",
    ]);
    session.press("<enter>");
    session.until_idle();
    assert_eq!(session.state_of("mail-smtp-1"), "running", "enter is no");
    session.press("dy");
    session.until("removed mail/smtp");
    session.until_idle();
    assert_eq!(session.state_of("mail-smtp-1"), "gone");
    let list = session.screen();
    let rows = list
        .lines()
        .filter(|line| line.contains("● smtp") || line.contains("○ smtp"));
    assert_eq!(rows.count(), 0, "{list}");
    // The cursor goes to the neighbour.
    assert_eq!(session.selected(), "mail/imap");
}

#[test]
fn removing_volumes_asks_for_the_name() {
    let mut session = Session::new();
    at(&mut session, "db");
    session.press("x");
    session.press("<esc>:");
    session.type_text("remove with");
    session.press("<enter>");
    session.expect(&[
        "Remove shop/db and its anonymous volumes?",
        "1 anonymous volume goes with it; this cannot be taken back",
        "type",
    ]);
    session.type_text("shop/d");
    session.press("<enter>");
    session.expect(&["Remove shop/db and its anonymous volumes?"]);
    session.type_text("b");
    session.press("<enter>");
    session.until("removed shop/db");
    assert_eq!(session.state_of("shop-db-1"), "gone");
}

#[test]
fn pausing_freezes_and_the_same_key_lets_go_on() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("p");
    session.expect(&["Pause mail/smtp?"]);
    session.press("<enter>");
    session.until("paused mail/smtp");
    session.until_idle();
    assert_eq!(session.state_of("mail-smtp-1"), "paused");
    assert!(session.row("smtp").contains("‖"), "{}", session.screen());
    session.press("E");
    session.expect(&["cannot open a shell: `mail-smtp-1` is paused"]);
    session.press("p");
    session.until("unpaused mail/smtp");
    assert_eq!(session.state_of("mail-smtp-1"), "running");
}

#[test]
fn the_engines_own_words_tell_why_a_start_failed() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("s<enter>");
    session.until("stopped mail/smtp");
    let words = "driver failed programming external connectivity: port is already allocated";
    session.engine.fail_once("start", "mail-smtp-1", words);
    session.press("S");
    session.until_idle();
    assert_eq!(
        session.notices().last().map(String::as_str),
        Some(format!("cannot start `mail-smtp-1`: {words}").as_str())
    );
    session.expect(&["cannot start `mail-smtp-1`"]);
    session.press("i");
    session.expect(&["Notices", "driver failed programming external connectivity"]);
    session.press("<esc>S");
    session.until("started mail/smtp");
}

#[test]
fn what_was_not_begun_is_left_out_after_a_failure() {
    let mut session = Session::new();
    session
        .engine
        .fail_once("stop", "shop-worker-1", "device or resource busy");
    at(&mut session, "shop");
    assert_eq!(session.selected(), "shop");
    session.press("s");
    session.expect(&["Stop shop?", "shop-db-1"]);
    session.press("<enter>");
    session.until_idle();
    let last = session.notices().last().cloned().unwrap_or_default();
    assert!(
        last.contains("cannot stop `shop-worker-1`: device or resource busy"),
        "{last}"
    );
    // db is stopped behind its dependants, so not at all.
    assert_eq!(session.state_of("shop-db-1"), "running");
    assert!(last.contains("not begun"), "{last}");
}

#[test]
fn a_cancelled_plan_ends_behind_the_running_step() {
    let mut setup = Setup::default();
    let script = "trap 'sleep 5; exit 0' TERM; while true; do sleep 1; done";
    for (name, on) in [
        ("one", ""),
        ("two", "one:service_started:false"),
        ("three", "two:service_started:false"),
    ] {
        let planned = stacktui::testing::server::service("chain", name, script);
        setup
            .scenario
            .containers
            .push(stacktui::testing::server::labelled(
                planned,
                "com.docker.compose.depends_on",
                on,
            ));
    }
    let mut session = Session::start(setup);
    at(&mut session, "chain");
    session.press("s<enter>");
    session.advance(2);
    session.press("<ctrl-x>");
    session.expect(&["stops after the steps that run"]);
    session.until_idle();
    assert_eq!(session.state_of("chain-three-1"), "exited");
    assert_eq!(session.state_of("chain-one-1"), "running");
    session.expect(&["stopped 1 of 3, the rest was cancelled"]);
    session.press("<ctrl-x>");
    session.expect(&["nothing is under way"]);
}

#[test]
fn quitting_while_something_runs_asks() {
    let mut setup = Setup::default();
    let script = "trap '' TERM; while true; do sleep 1; done";
    setup
        .scenario
        .containers
        .push(stacktui::testing::server::service(
            "mail", "stubborn", script,
        ));
    let mut session = Session::start(setup);
    at(&mut session, "stubborn");
    session.press("s<enter>q");
    session.expect(&["Quit while this is under way?", "stop mail/stubborn"]);
    session.press("n");
    assert!(!session.has_quit());
    session.press("qy");
    assert!(session.has_quit());
}

#[test]
fn attaching_says_how_to_come_back_first() {
    let mut session = Session::new();
    at(&mut session, "console");
    session.effects();
    session.press("a");
    session.expect(&["Attach to console?", "leave it running with ctrl-p ctrl-q"]);
    assert_eq!(session.engine.write_calls(), 0);
    session.will_type("hello\n");
    session.press("<enter>");
    session.until_idle();
    let attached = |effect: &Effect| matches!(effect, Effect::Suspend(Foreground::Attach(..)));
    assert!(session.effects().iter().any(attached));
    assert!(session.printed().contains("hello"), "{}", session.printed());
    session.expect(&["Stacks"]);

    at(&mut session, "smtp");
    session.press("a");
    session.expect(&["read only: it has no terminal and no open standard input"]);
}

#[test]
fn questions_can_be_set_harder_and_softer() {
    let mut setup = Setup::default();
    setup.settings.confirm.interrupting = Question::None;
    setup.settings.confirm.removing = Question::Name;
    let mut session = Session::start(setup);
    at(&mut session, "smtp");
    session.press("s");
    session.until("stopped mail/smtp");
    session.press("d");
    session.expect(&["Remove mail/smtp?", "type"]);
    session.type_text("mail/smtp");
    session.press("<enter>");
    session.until("removed mail/smtp");
}

#[test]
fn the_container_that_the_program_runs_in_asks_twice() {
    let session = Session::new();
    let id = session.ask(async |engine| {
        use stacktui::engine::Observe;
        let found = engine.inspect_container("mail-smtp-1").await;
        found
            .map(|container| container.id.to_string())
            .unwrap_or_default()
    });
    let mut setup = Setup::default();
    setup.circumstances.own_container = id.get(..12).map(str::to_owned);
    let mut session = Session::start(setup);
    at(&mut session, "smtp");
    assert!(session.row("smtp").contains("self"), "{}", session.screen());
    session.press("s");
    session.expect(&["stacktui itself runs in this container"]);
    session.press("<enter>");
    session.expect(&["stop it all the same?"]);
    session.press("<enter>");
    session.until_idle();
    assert_eq!(
        session.state_of("mail-smtp-1"),
        "running",
        "the second defaults to no"
    );
    session.press("s<enter>y");
    session.until_idle();
    assert_eq!(session.state_of("mail-smtp-1"), "exited");
}

#[test]
fn notices_that_come_while_they_are_read_are_shown() {
    let mut session = Session::new();
    at(&mut session, "smtp");
    session.press("r<enter>i");
    session.until_so("it, in the list and at the bottom", |screen| {
        screen.matches("restarted mail/smtp").count() == 2
    });
}

#[test]
fn a_crash_loop_keeps_its_exit_code_while_it_runs() {
    let mut session = Session::new();
    at(&mut session, "api");
    let mut has_run = false;
    for _ in 0..240 {
        let row = session.row("api");
        assert!(row.contains("exit 1 ·"), "{row}");
        session.expect(&["crash loop · exit 1 (application error)"]);
        has_run |= session.state_of("shop-api-1") == "running";
        session.advance(1);
    }
    assert!(has_run, "it was never looked at while it ran");
}

#[test]
fn a_service_of_several_containers_says_its_state_once() {
    let mut session = Session::new();
    at(&mut session, "web");
    assert_eq!(session.selected(), "shop/web");
    session.expect(&["running · 2 of 2 run · up "]);
    session.press("s<enter>");
    session.until("stopped · 0 of 2 run · exit 0 (success)");
}
