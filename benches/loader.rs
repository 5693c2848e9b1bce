//! Loading projects: a small, a middle and a large one that are made here, and those of `STACKTUI_CORPUS` that are the
//! smallest, in the middle and the largest.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "it reads the cases as the tests do, and fails by panicking"
)]

#[path = "../tests/it/corpus/case.rs"]
#[allow(dead_code, reason = "tests need more of it")]
mod case;

use divan::Bencher;
use stacktui::compose::options::Asked;
use stacktui::compose::sources::Memory;
use stacktui::compose::surroundings::Surroundings;
use stacktui::testing::config::Asking;
use std::fmt::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

const MADE: [usize; 3] = [1, 20, 200];

/// A project of so many services, each with what services usually have.
fn made(services: usize) -> String {
    let mut text =
        String::from("x-common: &common\n  restart: unless-stopped\n  init: true\nservices:\n");
    for number in 0..services {
        _ = write!(
            text,
            r#"  service-{number}:
    <<: *common
    image: "registry.example/team/image-{number}:${{TAG:-1.{number}}}"
    command: ["serve", "--port", "80", "--name", "service-{number}"]
    environment:
      DATABASE_URL: "postgres://user:${{PASSWORD:-secret}}@db:5432/app"
      WORKERS: 4
      DEBUG: "false"
    ports: ["{}:80", "127.0.0.1:{}:443/tcp"]
    volumes: ["data-{number}:/var/lib/data", "./conf:/etc/app:ro"]
    labels: {{team: shop, part: "{number}"}}
    healthcheck: {{test: ["CMD", "true"], interval: 10s, retries: 3}}
    deploy: {{resources: {{limits: {{cpus: "0.5", memory: 256M}}}}}}
    networks: [front, back]
"#,
            10_000 + number,
            20_000 + number,
        );
        if number > 0 {
            _ = writeln!(text, "    depends_on: [service-{}]", number - 1);
        }
    }
    text.push_str("networks: {front: {}, back: {internal: true}}\nvolumes:\n");
    for number in 0..services {
        _ = writeln!(text, "  data-{number}: {{}}");
    }
    text
}

/// A project, by what is shown of it.
#[derive(Clone)]
struct Subject {
    name: String,
    asking: Arc<Asking>,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn subjects() -> Vec<Subject> {
    let made = MADE.map(|services| {
        let memory = Memory::default().with("/srv/shop/compose.yaml", made(services));
        let surroundings = Surroundings {
            cwd: "/srv/shop".into(),
            ..Surroundings::default()
        };
        Subject {
            name: format!("{services} services"),
            asking: Arc::new(Asking::new(Asked::default(), memory, surroundings)),
        }
    });
    made.into_iter().chain(of_corpus()).collect()
}

/// By the size of what is loaded.
fn of_corpus() -> Vec<Subject> {
    let folder = std::env::var_os("STACKTUI_CORPUS").filter(|folder| !folder.is_empty());
    let Some(folder) = folder.map(|folder| PathBuf::from(folder).join("cases")) else {
        return Vec::new();
    };
    let mut cases = case::read_all(&folder);
    cases.retain(|case| case.facts.valid && case.facts.files.is_empty());
    let size = |case: &case::Case| case.goldens.get("config.yaml").map_or(0, String::len);
    cases.sort_by_key(size);
    let middle = cases.len() / 2;
    let largest = cases.len().saturating_sub(1);
    [0, middle, largest]
        .iter()
        .filter_map(|at| cases.get(*at))
        .map(|case| Subject {
            name: format!("{} ({} KiB)", case.name, size(case) / 1024),
            asking: Arc::new(Asking::new(
                Asked::default(),
                case.sources(),
                case.surroundings(),
            )),
        })
        .collect()
}

#[divan::bench(args = subjects())]
fn load(bencher: Bencher<'_, '_>, subject: &Subject) {
    bencher.bench(|| subject.asking.load());
}

#[divan::bench(args = subjects())]
fn load_and_print(bencher: Bencher<'_, '_>, subject: &Subject) {
    bencher.bench(|| subject.asking.print(&[]));
}
