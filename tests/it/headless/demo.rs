//! Every command on the simulated engine, which needs nothing around it.

use super::Program;
use serde_json::Value;
use std::collections::BTreeSet;

fn rows(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn ps_json_has_the_documented_keys_for_every_container() {
    let program = Program::new();
    let text = program.run(&["--demo", "ps", "--json"]).await.well();
    let rows = rows(&text);
    assert!(rows.len() >= 15, "{text}");
    for row in &rows {
        let keys: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut expected = [
            "stack",
            "service",
            "container",
            "id",
            "image",
            "state",
            "health",
            "exit_code",
            "restarts",
            "ports",
            "started_at",
        ];
        expected.sort_unstable();
        let mut found = keys.clone();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(row["id"].as_str().unwrap().len(), 64);
        assert!(row["restarts"].is_u64() && row["ports"].is_array());
    }
    let states: BTreeSet<&str> = rows
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    for state in ["crash loop", "unhealthy", "healthy", "running", "done"] {
        assert!(states.contains(state), "{state} is not among {states:?}");
    }
    let loose = rows.iter().find(|row| row["stack"].is_null()).unwrap();
    assert!(loose["service"].is_null(), "{loose}");
}

#[tokio::test]
async fn the_table_and_composes_json_have_the_same_containers() {
    let program = Program::new();
    let table = program.run(&["--demo", "ps"]).await.well();
    assert!(table.starts_with("  NAME "), "{table}");
    assert!(
        table.lines().any(|line| line.starts_with("· blog")),
        "a stack that was never created: {table}"
    );
    let lines = program
        .run(&["--demo", "ps", "--format", "json"])
        .await
        .well();
    let ids = program.run(&["--demo", "ps", "-q"]).await.well();
    assert_eq!(lines.lines().count(), ids.lines().count());
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert!(table.contains(row["Service"].as_str().unwrap()), "{line}");
        assert!(row["Publishers"].is_array(), "{line}");
    }
}

#[tokio::test]
async fn a_seed_chooses_the_ids() {
    let program = Program::new();
    let ids = async |seed: &str| {
        program
            .run(&["--demo", "--demo-seed", seed, "ps", "-q"])
            .await
            .well()
    };
    assert_eq!(ids("7").await, ids("7").await);
    assert_ne!(ids("7").await, ids("8").await);
}

#[tokio::test]
async fn targets_are_read_and_slips_answered() {
    let program = Program::new();
    let demo = async |words: &[&str]| {
        let words: Vec<&str> = std::iter::once("--demo")
            .chain(words.iter().copied())
            .collect();
        program.run(&words).await
    };
    let plan = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let dry = async |words: &[&str]| {
        let words: Vec<&str> = std::iter::once("--dry-run")
            .chain(words.iter().copied())
            .collect();
        plan(&demo(&words).await.well())
    };
    assert_eq!(dry(&["stop", "shop/web"]).await.len(), 2, "both replicas");
    assert_eq!(dry(&["stop", "shop/web/2"]).await.len(), 1);
    assert_eq!(
        dry(&["stop", "shop-web-1"]).await,
        ["stop     shop-web-1  asked for"]
    );
    let whole = dry(&["restart", "shop"]).await;
    let place = |name: &str| whole.iter().position(|line| line.contains(name)).unwrap();
    assert!(
        place("shop-db-1") < place("shop-api-1"),
        "dependencies first: {whole:?}"
    );
    let in_force = dry(&["-p", "mail", "stop", "redis"]).await;
    assert_eq!(in_force, ["stop     mail-redis-1  asked for"]);
    let err = demo(&["stop", "redis"]).await.failed();
    assert!(
        err.contains("hint: a service is written as `mail/redis`"),
        "{err}"
    );
    let err = demo(&["stop", "shpo/"]).await.failed();
    assert!(err.contains("hint: did you mean `shop`?"), "{err}");
    let err = demo(&["start", "blog/"]).await.failed();
    assert!(err.contains("`blog/` has no container"), "{err}");
    let err = demo(&["stop"]).await.failed();
    assert!(err.contains("no target is given"), "{err}");
}

#[tokio::test]
async fn acts_happen_and_last_as_long_as_the_process() {
    let program = Program::new();
    let ended = program.run(&["--demo", "restart", "shop/cache"]).await;
    assert!(
        ended.err.contains("✓ shop-cache-1 restarted"),
        "{}",
        ended.err
    );
    assert_eq!(ended.well(), "");
    let ended = program.run(&["--demo", "rm", "-f", "shop/migrate"]).await;
    assert!(
        ended.err.contains("✓ shop-migrate-1 removed"),
        "{}",
        ended.err
    );
    ended.well();
    let again = program.run(&["--demo", "ps", "shop/migrate"]).await.well();
    assert!(again.contains("migrate"), "another process, another server");
    let read_only = program
        .run(&["--demo", "--read-only", "restart", "shop/cache"])
        .await
        .failed();
    assert!(read_only.contains("read-only"), "{read_only}");
}

#[tokio::test]
async fn logs_are_merged_and_cut() {
    let program = Program::new();
    let text = program
        .run(&["--demo", "logs", "-t", "-n", "5", "shop/"])
        .await
        .well();
    let times: Vec<&str> = text
        .lines()
        .map(|line| {
            let (_, rest) = line.split_once("| ").unwrap();
            rest.split(' ').next().unwrap()
        })
        .collect();
    assert!(times.len() > 10, "{text}");
    assert!(times.is_sorted(), "{text}");
    let api = text
        .lines()
        .filter(|line| line.starts_with("api-1"))
        .count();
    assert_eq!(api, 5, "{text}");
    assert!(!text.contains('\u{1b}'), "no colours without a terminal");
    let colored = program
        .run(&["--demo", "--color", "always", "logs", "-n", "1", "shop/"])
        .await
        .well();
    assert!(colored.contains('\u{1b}'));
}

#[tokio::test]
async fn info_says_that_it_is_the_demo() {
    let program = Program::new();
    let text = program.run(&["--demo", "info"]).await.well();
    assert!(
        text.contains("--demo") && text.contains("answers in"),
        "{text}"
    );
    let err = program
        .run(&["--demo", "-H", "unix:///x", "info"])
        .await
        .failed();
    assert!(err.contains("cannot be used together"), "{err}");
}

#[tokio::test]
async fn a_demo_of_ones_own_is_read_from_its_folder_and_its_faults_are_told() {
    let program = Program::new().with("STACKTUI_DEMO_DIR", "nowhere");
    let err = program.run(&["--demo", "ps"]).await.failed();
    assert!(
        err.starts_with("error: the demo cannot begin: ") && err.contains("STACKTUI_DEMO_DIR"),
        "{err}"
    );
}

#[tokio::test]
async fn a_closed_output_is_no_fault() {
    let program = Program::new();
    let mut child = program
        .command(&["--demo", "logs", "shop/", "mail/", "metrics/"])
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[tokio::test]
async fn the_project_of_here_is_in_force_for_ps() {
    let program = Program::new().with("DOCKER_HOST", "unix:///nowhere/engine.sock");
    program.file("compose.yaml", "services: [\n");
    let err = program.run(&["-f", "nope.yaml", "ps"]).await.failed();
    assert!(err.contains("nope.yaml"), "{err}");
    let text = program.run(&["--demo", "ps"]).await.well();
    assert!(text.contains("shop"), "in the demo only one that is named");
    let text = program.run(&["--demo", "-p", "mail", "ps"]).await.well();
    assert!(text.contains("postfix") && !text.contains("shop"), "{text}");
}
