//! A simulated server for tests: one stack that fails, one with an unhealthy service, two that are well, loose containers.

use crate::engine::sim::{Action, Planned, Scenario, Spec};
use crate::engine::spec::HealthSpec;
use crate::engine::{CreateRequest, PortBinding};
use crate::model::labels;
use crate::model::observed::{Mount, RestartPolicy};
use std::time::Duration;

/// Writes a line every two seconds, and ends when it is told to.
const CHATTY: &str = "trap 'exit 0' TERM; usage 2 40M; i=0; \
                      while true; do i=$((i+1)); echo \"GET /item/$i 200\"; sleep 2; done";
/// Lives quietly, and ends when it is told to.
const QUIET: &str =
    "trap 'exit 0' TERM; usage 1 80M; echo ready; while true; do sleep 3600 & wait; done";
/// Cannot find its database.
const LOOPING: &str = "echo connecting to db.internal:5432; sleep 1; \
                       echo 'error: getaddrinfo ENOTFOUND db.internal' >&2; exit 1";
/// Warns now and then.
const WORRIED: &str = "trap 'exit 0' TERM; usage 3 60M; \
                       while true; do echo 'info: tick'; echo 'warn: queue is long'; sleep 5; done";

/// One container of a Compose stack; the first replica of its service.
pub fn service(project: &str, name: &str, script: &str) -> Planned {
    replica(project, name, 1, script)
}

/// One container of a Compose stack.
pub fn replica(project: &str, name: &str, number: u32, script: &str) -> Planned {
    let labels = [
        (labels::PROJECT, project.to_owned()),
        (labels::SERVICE, name.to_owned()),
        (labels::NUMBER, number.to_string()),
        (labels::ONEOFF, "False".to_owned()),
        (labels::WORKING_DIR, format!("/srv/{project}")),
        (labels::CONFIG_FILES, format!("/srv/{project}/compose.yaml")),
        (labels::VERSION, "2.39.1".to_owned()),
    ];
    let mut planned = container(&format!("{project}-{name}-{number}"), script);
    planned.spec.request.labels = labels
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    planned
}

/// A container of no stack.
pub fn container(name: &str, script: &str) -> Planned {
    Planned {
        spec: Spec::from(CreateRequest {
            name: name.to_owned(),
            image: "stacktui/test:1".to_owned(),
            command: vec!["sh".to_owned(), "-c".to_owned(), script.to_owned()],
            ..CreateRequest::default()
        }),
        ..Planned::default()
    }
}

/// The same with a label more.
#[must_use]
pub fn labelled(mut planned: Planned, key: &str, value: &str) -> Planned {
    let labels = &mut planned.spec.request.labels;
    labels.insert(key.to_owned(), value.to_owned());
    planned
}

/// The same with a restart policy.
#[must_use]
pub fn restarts(mut planned: Planned, policy: &str) -> Planned {
    planned.spec.request.restart_policy = RestartPolicy {
        name: policy.to_owned(),
        maximum_retries: 0,
    };
    planned
}

/// The same with a health check that has this exit code.
#[must_use]
pub fn checked(mut planned: Planned, check: &str) -> Planned {
    planned.spec.request.health = Some(HealthSpec {
        test: vec!["CMD-SHELL".to_owned(), check.to_owned()],
        interval: Some(Duration::from_secs(5)),
        timeout: Some(Duration::from_secs(2)),
        retries: Some(2),
        start_period: None,
        start_interval: None,
    });
    planned
}

/// The stacks `shop` (a crash loop, a finished job), `metrics` (an unhealthy service), `mail` (well) and two loose
/// containers, ten minutes after they were started.
pub fn shop() -> Scenario {
    let mut db = checked(service("shop", "db", QUIET), "exit 0");
    db.spec.env = vec![
        ("POSTGRES_PASSWORD".to_owned(), "hunter2".to_owned()),
        ("POSTGRES_USER".to_owned(), "shop".to_owned()),
    ];
    db.spec.mounts = vec![Mount {
        kind: "volume".to_owned(),
        name: "9c2f".repeat(16),
        target: "/data".to_owned(),
        ..Mount::default()
    }];
    let depends = |planned: Planned, on: &str| labelled(planned, labels::DEPENDS_ON, on);
    let api = restarts(service("shop", "api", LOOPING), "always");
    let mut web = replica("shop", "web", 1, CHATTY);
    web.spec.request.ports = vec![PortBinding {
        public: Some(8080.into()),
        private: 80,
        protocol: "tcp".to_owned(),
        ..PortBinding::default()
    }];
    let mut console = container(
        "console",
        "trap 'exit 0' TERM; echo '> '; while read line; do echo \"$line\"; done",
    );
    (console.spec.request.tty, console.spec.request.open_stdin) = (true, true);
    Scenario {
        containers: vec![
            db,
            depends(api, "db:service_healthy:true"),
            depends(web, "db:service_started:false"),
            depends(
                replica("shop", "web", 2, CHATTY),
                "db:service_started:false",
            ),
            depends(
                service("shop", "worker", WORRIED),
                "db:service_started:true",
            ),
            service("shop", "migrate", "echo migrated; exit 0"),
            checked(service("metrics", "grafana", QUIET), "echo refused; exit 1"),
            service("metrics", "prometheus", QUIET),
            service("mail", "imap", QUIET),
            service("mail", "smtp", CHATTY),
            container("backup", QUIET),
            console,
        ],
        actions: vec![(Duration::from_mins(9), Action::Stop("backup".to_owned()))],
        past: Duration::from_mins(10),
        ..Scenario::default()
    }
}
