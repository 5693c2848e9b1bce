//! Commands on a real engine.

use super::Program;
use crate::real_engine::fixture::{DEADLINE, Fixture, STAYS, script_request, with_engine};
use serde_json::Value;
use stacktui::engine::CreateRequest;
use stacktui::model::ids::InstanceId;
use stacktui::model::observed::RestartPolicy;
use std::collections::BTreeMap;
use tokio::io::{AsyncBufReadExt, BufReader};

/// A container of a service of the test's own stack, as Compose labels it.
fn service(fixture: &Fixture, name: &str, depends_on: &str, script: &str) -> CreateRequest {
    let labels = [
        ("project", fixture.prefix.as_str()),
        ("service", name),
        ("container-number", "1"),
        ("oneoff", "False"),
        ("depends_on", depends_on),
    ];
    CreateRequest {
        labels: labels
            .into_iter()
            .map(|(key, value)| (format!("com.docker.compose.{key}"), value.to_owned()))
            .collect::<BTreeMap<_, _>>(),
        ..script_request(script)
    }
}

async fn run(fixture: &Fixture, name: &str, depends_on: &str, script: &str) -> InstanceId {
    let request = service(fixture, name, depends_on, script);
    fixture.run(name, request).await
}

async fn row(program: &Program, name: &str) -> Value {
    let text = program.run(&["ps", "--json"]).await.well();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    rows.into_iter()
        .find(|row| row["container"] == name)
        .unwrap_or_else(|| panic!("{name} is not in {text}"))
}

#[tokio::test]
async fn ps_names_every_state_rightly() {
    with_engine("ps_names_every_state_rightly", |fixture| async move {
        let up = run(fixture, "up", "", STAYS).await;
        let done = run(fixture, "done", "", "exit 0").await;
        let failed = run(fixture, "failed", "", "exit 3").await;
        let looping = CreateRequest {
            restart_policy: RestartPolicy {
                name: "always".to_owned(),
                maximum_retries: 0,
            },
            ..service(fixture, "looping", "", "exit 4")
        };
        let looping = fixture.run("looping", looping).await;
        fixture.until_state(&up, "running").await;
        fixture.until_state(&done, "exited").await;
        fixture.until_state(&failed, "exited").await;
        let restarts = |container: &stacktui::model::observed::Container| {
            let details = container.details.as_ref();
            details.is_some_and(|details| details.restart_count >= 3)
        };
        fixture.until(&looping, "restarted often", restarts).await;
        let program = Program::new();
        let state_of = async |name: &str| {
            let row = row(&program, &fixture.name(name)).await;
            let text = |key: &str| row[key].as_str().unwrap_or("null").to_owned();
            assert_eq!(text("stack"), fixture.prefix);
            assert_eq!(text("service"), name);
            // Podman names the registry, too.
            assert!(text("image").ends_with("stacktui/test:1"), "{row}");
            assert_eq!(text("id").len(), 64);
            assert!(row["health"].is_null());
            assert!(text("started_at").ends_with('Z'), "{row}");
            (text("state"), row["exit_code"].as_i64())
        };
        assert_eq!(state_of("up").await, ("running".to_owned(), None));
        assert_eq!(state_of("done").await, ("done".to_owned(), Some(0)));
        assert_eq!(state_of("failed").await, ("failed".to_owned(), Some(3)));
        assert_eq!(state_of("looping").await.0, "crash loop");
        fixture.engine.stop(&up, None).await.unwrap();
        assert_eq!(state_of("up").await, ("stopped".to_owned(), Some(143)));
        let table = program
            .run(&["ps", &format!("{}/", fixture.prefix)])
            .await
            .well();
        let signs: String = table
            .lines()
            .filter_map(|line| line.chars().next())
            .collect();
        assert_eq!(signs, " ▲▲▲○○", "failing first: {table}");
    })
    .await;
}

#[tokio::test]
async fn acts_are_done_in_order_and_told() {
    with_engine("acts_are_done_in_order_and_told", |fixture| async move {
        let db = run(fixture, "db", "", STAYS).await;
        let api = run(fixture, "api", "db:service_started:true", STAYS).await;
        let program = Program::new();
        let stack = format!("{}/", fixture.prefix);
        let service = format!("{stack}db");
        let act = async |words: &[&str]| {
            let ended = program.run(words).await;
            let err = ended.err.clone();
            assert_eq!(ended.well(), "", "acts print no data");
            err.replace(&format!("{}-", fixture.prefix), "")
        };
        let plan = program
            .run(&["--dry-run", "restart", &service])
            .await
            .well()
            .replace(&fixture.prefix, "P");
        assert_eq!(
            plan,
            "restart  P-db   asked for\nrestart  P-api  depends on P/db (restart: true)\n"
        );
        assert_eq!(
            act(&["stop", &stack]).await,
            "✓ api stopped\n✓ db stopped\n"
        );
        assert_eq!(
            act(&["start", &stack]).await,
            "✓ db started\n✓ api started\n"
        );
        assert_eq!(
            act(&["restart", "-t", "5", &service]).await,
            "✓ db restarted\n✓ api restarted\n"
        );
        let name = fixture.name("db");
        assert_eq!(
            act(&["pause", &name]).await.replace(&fixture.prefix, "P"),
            "note: P/api depends on P/db\n✓ db paused\n"
        );
        fixture.until_state(&db, "paused").await;
        let err = program.run(&["pause", &name]).await.failed();
        assert!(err.contains("is paused already"), "{err}");
        assert_eq!(act(&["unpause", &name]).await, "✓ db unpaused\n");
        assert_eq!(
            act(&["start", &name]).await,
            "`db` runs already: nothing to do\n"
        );
        let id = api.as_str().get(..12).unwrap();
        assert_eq!(
            act(&["kill", "-s", "term", id]).await,
            "✓ api sent SIGTERM\n"
        );
        let ended = fixture.until_state(&api, "exited").await;
        assert_eq!(ended.exit_code(), Some(143));
        let err = program.run(&["rm", &name]).await.failed();
        assert!(
            err.contains("runs: stop it first") && err.contains("hint: `rm -s`"),
            "{err}"
        );
        let err = program.run(&["rm", id]).await.failed();
        assert!(err.contains("nobody to ask"), "{err}");
        assert_eq!(
            act(&["rm", "-fs", &stack]).await,
            "✓ api removed\n✓ db stopped\n✓ db removed\n"
        );
        let err = program.run(&["start", &stack]).await.failed();
        assert!(err.contains("there is no stack"), "{err}");
    })
    .await;
}

#[tokio::test]
async fn a_start_that_fails_is_told_in_the_engines_words() {
    with_engine(
        "a_start_that_fails_is_told_in_the_engines_words",
        |fixture| async move {
            let request = CreateRequest {
                entrypoint: vec!["/no/such/program".to_owned()],
                ..CreateRequest::default()
            };
            fixture.create("broken", request).await;
            let name = fixture.name("broken");
            let program = Program::new();
            let err = program.run(&["start", &name]).await.failed();
            assert!(
                err.starts_with(&format!("error: cannot start `{name}` on `"))
                    && err.contains("/no/such/program"),
                "{err}"
            );
            assert_eq!(row(&program, &name).await["state"], "failed");
        },
    )
    .await;
}

#[tokio::test]
async fn logs_of_a_stack_are_merged_by_time() {
    with_engine("logs_of_a_stack_are_merged_by_time", |fixture| async move {
        let one = run(
            fixture,
            "one",
            "",
            "echo a1; sleep 0.4; echo a2 >&2; sleep 0.4; echo a3",
        )
        .await;
        let two = run(fixture, "two", "", "sleep 0.2; echo b1; sleep 0.4; echo b2").await;
        fixture.until_state(&one, "exited").await;
        fixture.until_state(&two, "exited").await;
        let program = Program::new();
        let stack = format!("{}/", fixture.prefix);
        let all = program.run(&["logs", "-t", &stack]).await.well();
        let lines: Vec<(&str, &str, &str)> = all
            .lines()
            .map(|line| {
                let (name, rest) = line.split_once("  | ").unwrap();
                let (at, text) = rest.split_once(' ').unwrap();
                (name, at, text)
            })
            .collect();
        assert_eq!(lines.len(), 5, "{all}");
        assert!(
            lines.windows(2).all(|pair| pair[0].1 <= pair[1].1),
            "by time: {all}"
        );
        assert!(lines.contains(&("one-1", lines[0].1, "a1")), "{all}");
        let last = program
            .run(&["logs", "-n", "1", "--no-log-prefix", &stack])
            .await
            .well();
        let mut last: Vec<&str> = last.lines().collect();
        last.sort_unstable();
        assert_eq!(last, ["a3", "b2"]);
        let until = program
            .run(&["logs", "--no-log-prefix", "--until", lines[1].1, &stack])
            .await
            .well();
        assert!(
            until.lines().count() <= 2 && until.contains("a1"),
            "{until}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_followed_log_goes_on_through_a_restart_and_takes_new_containers_in() {
    with_engine(
        "a_followed_log_goes_on_through_a_restart_and_takes_new_containers_in",
        |fixture| async move {
            let script = "trap 'exit 0' TERM; echo begin $$; sleep 1000 & wait";
            let one = run(fixture, "one", "", script).await;
            let program = Program::new();
            let stack = format!("{}/", fixture.prefix);
            let mut child = program.command(&["logs", "-f", &stack]).spawn().unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut next = async || {
                tokio::time::timeout(DEADLINE, lines.next_line())
                    .await
                    .expect("a line comes")
                    .unwrap()
                    .expect("the log goes on")
            };
            let first = next().await;
            assert!(first.contains("begin"), "{first}");
            fixture.engine.restart(&one, None).await.unwrap();
            assert_eq!(next().await, first, "once for each start, and never twice");
            run(fixture, "two", "", "echo I am new; sleep 1000").await;
            let new = next().await;
            assert!(new.contains("two") && new.ends_with("I am new"), "{new}");
            child.kill().await.unwrap();
        },
    )
    .await;
}

#[tokio::test]
async fn info_describes_the_engine() {
    with_engine("info_describes_the_engine", |fixture| async move {
        let program = Program::new();
        let text = program.run(&["info", "--json"]).await.well();
        let info: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(info["connection"]["ok"], true, "{text}");
        let version = info["connection"]["api_version"].as_str().unwrap();
        assert_eq!(version, fixture.info.api_version);
        assert!(info["connection"]["containers"].is_u64(), "{text}");
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_an_act_after_its_step() {
    with_engine(
        "a_signal_ends_an_act_after_its_step",
        |fixture| async move {
            let slow =
                "trap 'echo asked; sleep 1; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
            let db = run(fixture, "db", "", STAYS).await;
            let api = run(fixture, "api", "db:service_started:false", slow).await;
            fixture.until_first_line(&api).await;
            let program = Program::new();
            let stack = format!("{}/", fixture.prefix);
            let child = program.command(&["stop", &stack]).spawn().unwrap();
            let pid = child.id().unwrap().to_string();
            // The program tells when the first step has begun.
            fixture.until_lines(&api, 2).await;
            let killed = std::process::Command::new("kill")
                .args(["-TERM", &pid])
                .status();
            assert!(killed.unwrap().success());
            let output = child.wait_with_output().await.unwrap();
            let err = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(143), "{err}");
            assert!(err.contains("finishing the step"), "{err}");
            assert_eq!(
                fixture.until_state(&api, "exited").await.exit_code(),
                Some(0)
            );
            fixture.until_state(&db, "running").await;
        },
    )
    .await;
}
