use super::*;
use crate::compose::sources::Memory;
use crate::engine::Observe;
use crate::engine::sim::SimEngine;
use crate::model::status::{History, Status};
use crate::model::time::Timestamp;

fn changed(path: &str, from: &str, to: &str) -> Demo {
    let files = assets::built_in();
    let path = format!("{}/{path}", assets::ROOT);
    let text = String::from_utf8(files.read(Path::new(&path), FILE_LIMIT).unwrap()).unwrap();
    assert!(text.contains(from), "{from}");
    let files: Memory = files.with(path, text.replace(from, to));
    load(&files, Path::new(assets::ROOT), &BTreeMap::new()).unwrap()
}

fn names(scenario: &Scenario) -> Vec<&str> {
    scenario
        .containers
        .iter()
        .map(|planned| planned.spec.request.name.as_str())
        .collect()
}

#[test]
fn the_built_in_files_can_be_read() {
    let files = assets::built_in();
    let demo = load(&files, Path::new(assets::ROOT), &BTreeMap::new()).unwrap();
    assert_eq!(
        names(&demo.scenario),
        [
            "mail-postfix-1",
            "mail-dovecot-1",
            "mail-rspamd-1",
            "mail-redis-1",
            "mail-clamav-1",
            "mail-webmail-1",
            "metrics-grafana-1",
            "metrics-prometheus-1",
            "metrics-node-exporter-1",
            "metrics-pushgateway-1",
            "traefik",
            "shop-api-1",
            "shop-db-1",
            "shop-migrate-1",
            "shop-web-1",
            "shop-web-2",
            "shop-worker-1",
            "shop-cache-1",
            "toolbox",
            "backup",
        ]
    );
    let projects: Vec<&str> = demo
        .projects
        .iter()
        .map(|project| project.name.as_str())
        .collect();
    assert_eq!(projects, ["blog", "mail", "metrics", "proxy", "shop"]);
    assert_eq!(demo.projects[0].reading.services().len(), 3);
    for project in &demo.projects {
        assert_eq!(project.reading.problem(), None, "{}", project.name);
    }
}

#[test]
fn compose_adds_its_labels_networks_and_names() {
    let scenario = scenario();
    let api = scenario
        .containers
        .iter()
        .find(|planned| planned.spec.request.name == "shop-api-1")
        .unwrap();
    let label = |key: &str| api.spec.request.labels[key].as_str();
    assert_eq!(label("com.docker.compose.project"), "shop");
    assert_eq!(label("com.docker.compose.oneoff"), "False");
    assert_eq!(
        label("com.docker.compose.depends_on"),
        "db:service_healthy:false,cache:service_started:false,migrate:service_completed_successfully:false"
    );
    assert_eq!(
        label("com.docker.compose.project.config_files"),
        "/srv/shop/compose.yaml"
    );
    assert_eq!(api.spec.request.network, "shop_default");
    assert_eq!(api.spec.request.aliases, ["api"]);
    assert_eq!(api.spec.request.memory_limit_bytes, 512 << 20);
    assert!(
        api.spec
            .env
            .contains(&("TZ".to_owned(), "Europe/Berlin".to_owned()))
    );
}

#[test]
fn a_changed_file_shows() {
    let demo = changed("shop/compose.yaml", "replicas: 2", "replicas: 1");
    assert!(!names(&demo.scenario).contains(&"shop-web-2"));
    let demo = changed(
        "proxy/compose.yaml",
        "container_name: traefik",
        "container_name: edge",
    );
    assert!(names(&demo.scenario).contains(&"edge"));
    let hash = |demo: &Demo| {
        let worker = &demo.scenario.containers[16].spec.request;
        (
            worker.name.clone(),
            worker.labels["com.docker.compose.config-hash"].clone(),
        )
    };
    let same = changed("shop/compose.yaml", "# primary", "# other words");
    let other = changed("shop/compose.yaml", "QUEUE: orders", "QUEUE: mails");
    assert_eq!(hash(&same), hash(&built_in()));
    assert_ne!(hash(&other), hash(&built_in()));
}

#[test]
fn faults_are_told_with_their_place() {
    let load = |path: &str, text: &str| {
        let files = assets::built_in().with(format!("/demo/{path}"), text);
        load(&files, Path::new("/demo"), &BTreeMap::new()).unwrap_err()
    };
    for (path, text, words) in [
        (
            "shop/compose.yaml",
            "services:\n  a: {}\n",
            "/demo/shop/compose.yaml:2:6: a service of the demo needs an `image`",
        ),
        (
            "shop/compose.yaml",
            "services:\n  a: {image: x, depends_on: [b]}\n",
            "/demo/shop/compose.yaml:2:3: service `a` depends on undefined service `b`",
        ),
        (
            "shop/compose.yaml",
            "services:\n  a: {image: x, ports: [x]}\n",
            "/demo/shop/compose.yaml:2:25: invalid port `x`",
        ),
        (
            "images.yaml",
            "x:\n  programs: {x: 'if'}\n",
            "/demo/images.yaml:2:17: sh: syntax error",
        ),
        (
            "shop/compose.yaml",
            "x: 1\n",
            "/demo/shop/compose.yaml:1:1: there are no `services`",
        ),
    ] {
        let error = load(path, text);
        assert!(error.starts_with(words), "{error}");
    }
}

fn statuses(demo: &Demo, seed: u64) -> BTreeMap<String, String> {
    let start = Timestamp::parse("2026-11-24T08:00:00Z").unwrap();
    let engine = SimEngine::new(&demo.scenario, start, seed);
    let containers = futures_util::FutureExt::now_or_never(async {
        let mut all = Vec::new();
        for container in engine.list_containers().await.unwrap() {
            let id = container.id.as_str().to_owned();
            all.push(engine.inspect_container(&id).await.unwrap());
        }
        all
    });
    containers
        .unwrap()
        .iter()
        .map(|container| {
            let status = Status::of(container, &History::default(), false, start);
            (container.name.to_string(), status.word().to_owned())
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn after_its_past_the_server_shows_every_kind_of_state() {
    let all = statuses(&built_in(), 7);
    for (name, word) in [
        ("shop-api-1", "crash loop"),
        ("shop-db-1", "healthy"),
        ("shop-web-2", "running"),
        ("shop-migrate-1", "done"),
        ("metrics-grafana-1", "unhealthy"),
        ("metrics-pushgateway-1", "stopped"),
        ("mail-webmail-1", "healthy"),
        ("traefik", "running"),
        ("toolbox", "running"),
    ] {
        assert_eq!(all[name], word, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_right_database_host_makes_the_api_healthy() {
    let demo = changed("shop/compose.yaml", "DB_HOST: db.internal", "DB_HOST: db");
    assert_eq!(statuses(&demo, 7)["shop-api-1"], "healthy");
}

#[tokio::test(start_paused = true)]
async fn a_seed_chooses_ids_and_times() {
    let first = |seed| async move {
        let start = Timestamp::parse("2026-11-24T08:00:00Z").unwrap();
        let engine = SimEngine::new(&scenario(), start, seed);
        let list = engine.list_containers().await.unwrap();
        (list[0].id.clone(), list[0].created_at)
    };
    assert_eq!(first(1).await, first(1).await);
    assert_ne!(first(1).await.0, first(2).await.0);
    assert_ne!(first(1).await.1, first(2).await.1);
}
