use super::*;
use crate::cli::console::tests::console;
use crate::cli::testing::{NOW, container, ended, host};
use crate::model::labels;
use crate::ops::watch::Connected;

fn look() -> Look {
    let mut api = container("a1", "shop-api-1", "shop", "api", 1);
    api.labels
        .insert(labels::DEPENDS_ON.into(), "db:service_started:false".into());
    Look {
        connected: Connected {
            engine: crate::apply::fake::Fake::with(Vec::new()),
            info: None,
            endpoint: "fake".to_owned(),
            chosen_by: "a test".to_owned(),
        },
        host: host(vec![
            api,
            container("b1", "shop-db-1", "shop", "db", 1),
            ended(container("m1", "shop-migrate-1", "shop", "migrate", 1), 0),
        ]),
        now: NOW,
        missing: Vec::new(),
        project: None,
    }
}

fn act(verb: Verb, targets: &[&str]) -> Act {
    Act {
        verb,
        targets: targets.iter().map(|word| (*word).to_owned()).collect(),
        options: ActOptions::default(),
        alone: false,
        stop_first: false,
        yes: false,
        dry_run: false,
    }
}

fn made(act: &Act) -> (Result<String, String>, String) {
    let look = look();
    let (mut console, _, err) = console();
    let result = targets(act, &look, None)
        .and_then(|targets| plan(act, &look, &targets, &mut console))
        .map(|plan| plan.to_string())
        .map_err(|error| error.to_string());
    (result, err.text())
}

const REMOVE: Verb = Verb::Remove {
    force: false,
    volumes: false,
};

#[test]
fn a_stack_is_stopped_where_it_runs_dependants_first() {
    let (plan, talk) = made(&act(Verb::Stop, &["shop/"]));
    assert_eq!(
        plan.unwrap(),
        "stop     shop-api-1  asked for\nstop     shop-db-1   asked for\n"
    );
    assert_eq!(talk, "");
}

#[test]
fn what_is_so_already_is_said_and_no_failure() {
    let (plan, talk) = made(&act(Verb::Start, &["shop/api"]));
    assert_eq!(plan.unwrap(), "");
    assert_eq!(talk, "`shop-api-1` runs already: nothing to do\n");
    let (plan, talk) = made(&act(Verb::Stop, &["shop/migrate"]));
    assert_eq!(plan.unwrap(), "");
    assert_eq!(talk, "`shop-migrate-1` does not run: nothing to do\n");
}

#[test]
fn what_makes_no_sense_is_a_failure_with_its_reason() {
    let (plan, _) = made(&act(Verb::Unpause, &["shop/api"]));
    assert_eq!(
        plan.unwrap_err(),
        "error: cannot unpause on `local`: `shop-api-1` is not paused"
    );
    let (plan, _) = made(&act(REMOVE, &["shop/api", "shop/migrate"]));
    assert_eq!(
        plan.unwrap_err(),
        "error: cannot remove on `local`: `shop-api-1` runs: stop it first, or remove it by force\n\
         hint: `rm -s` stops it first"
    );
}

#[test]
fn removing_a_stack_takes_what_is_stopped_and_with_s_all_of_it() {
    let (plan, _) = made(&act(REMOVE, &["shop/"]));
    assert_eq!(plan.unwrap(), "remove   shop-migrate-1  asked for\n");
    let all = Act {
        stop_first: true,
        ..act(REMOVE, &["shop/"])
    };
    let (plan, _) = made(&all);
    let plan = plan.unwrap();
    let lines: Vec<&str> = plan
        .lines()
        .map(|line| line.split("  asked").next().unwrap().trim_end())
        .collect();
    assert_eq!(
        lines,
        [
            "stop     shop-api-1",
            "stop     shop-db-1",
            "remove   shop-migrate-1",
            "remove   shop-api-1",
            "remove   shop-db-1",
        ]
    );
}

#[test]
fn who_depends_on_it_is_told() {
    let (_, talk) = made(&act(Verb::Stop, &["shop/db"]));
    assert_eq!(talk, "note: shop/api depends on shop/db\n");
}

#[test]
fn without_a_target_and_a_project_it_asks_for_one() {
    let (plan, _) = made(&act(Verb::Restart, &[]));
    assert!(
        plan.unwrap_err()
            .starts_with("error: restart what? no target is given")
    );
}

#[test]
fn removing_without_a_person_to_ask_is_refused() {
    let look = look();
    let (mut console, ..) = console();
    let act = act(REMOVE, &["shop/migrate"]);
    let targets = targets(&act, &look, None).unwrap();
    let plan = plan(&act, &look, &targets, &mut console).unwrap();
    assert_eq!(
        is_confirmed(&act, &plan, &mut console)
            .unwrap_err()
            .to_string(),
        "error: shop-migrate-1 would be removed, and there is nobody to ask\nhint: `rm -f` does not ask"
    );
}
