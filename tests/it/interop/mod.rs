//! Containers, networks and volumes as we make them, held against those that the real Docker Compose makes of the same
//! project on the same engine: what `docker inspect` shows must be equal field by field, and Docker Compose must take ours
//! for its own.
//!
//! | variable | |
//! | --- | --- |
//! | `STACKTUI_INTEROP` | how many projects of the corpora are tried beside our own; otherwise 8, spread evenly |
//! | `STACKTUI_CASES` | words in names of projects, comma separated: only these |

mod making;
mod projects;
mod shown;

use crate::corpus::case;
use crate::real_engine::fixture::with_engine;
use crate::support;
use crate::variations::tool::Tool;
use making::Place;
use std::env;

/// What one project came to.
enum Outcome {
    /// All is equal.
    Equal,
    /// Docker Compose does not create it, and neither do we.
    Refused,
    /// Something is not: lines for a person.
    Differs(Vec<String>),
}

fn wanted(name: &str) -> bool {
    let words = env::var("STACKTUI_CASES").unwrap_or_default();
    let mut words = words.split(',').filter(|word| !word.is_empty()).peekable();
    words.peek().is_none() || words.any(|word| name.contains(word))
}

/// Projects of the corpora, spread evenly.
fn sample() -> Vec<(String, serde_json::Value, case::Case)> {
    let count = env::var("STACKTUI_INTEROP").ok();
    let count: usize = count.map_or(8, |text| {
        text.parse().expect("STACKTUI_INTEROP is a number")
    });
    let mut folders = vec![crate::corpus::own_folder()];
    folders.extend(crate::corpus::other_folder());
    let mut seen = std::collections::BTreeSet::new();
    let mut all = Vec::new();
    for folder in folders {
        for case in case::read_all(&folder) {
            let Some(project) = projects::of_case(&case).filter(|_| wanted(&case.name)) else {
                continue;
            };
            if seen.insert(projects::essence(&project)) {
                all.push((case.name.clone(), project, case));
            }
        }
    }
    let step = (all.len() / count.max(1)).max(1);
    all.into_iter().step_by(step).take(count).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_we_create_is_what_docker_compose_creates() {
    const TEST: &str = "what_we_create_is_what_docker_compose_creates";
    let Some(tool) = Tool::find() else {
        support::skip(TEST, "there is no docker-compose");
        return;
    };
    if tool.version() != stacktui::plan::translate::COMPOSE_VERSION {
        support::skip(TEST, "this is another docker-compose");
        return;
    }
    with_engine(TEST, |fixture| async move {
        if fixture.info.is_podman {
            println!("podman differs: its inspections are of its own kind");
            return;
        }
        let mut differing = Vec::new();
        let (mut equal, mut refused) = (0, 0);
        let own = projects::OWN.iter().filter(|(name, _)| wanted(name));
        let own = own.map(|(name, text)| ((*name).to_owned(), (*text).to_owned(), None));
        let others = sample()
            .into_iter()
            .map(|(name, project, case)| (name, project.to_string(), Some(case)));
        for (index, (name, text, case)) in own.chain(others).enumerate() {
            let place = Place::new(&fixture.prefix, index, &text, case.as_ref());
            match making::compare(&tool, fixture, &place).await {
                Outcome::Equal => equal += 1,
                Outcome::Refused => {
                    println!("{name}: refused by both");
                    refused += 1;
                }
                Outcome::Differs(lines) => {
                    println!("{name}:");
                    for line in lines.iter().take(40) {
                        println!("  {}", line.chars().take(300).collect::<String>());
                    }
                    differing.push(name);
                }
            }
        }
        println!(
            "{equal} equal, {refused} refused by both, {} differ",
            differing.len()
        );
        assert!(differing.is_empty(), "{differing:?}");
        assert!(equal > 0, "nothing was compared");
    })
    .await;
}
