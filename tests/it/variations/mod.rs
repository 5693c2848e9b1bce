//! Random variations of projects, loaded by us and by the real Docker Compose: whether both accept them, what
//! `config --format json` prints, and `config --hash '*'`.
//!
//! The projects come from the cases of `tests/corpus` (and of `STACKTUI_CORPUS`), and from nothing but their parts.
//! `tests/run --long variations` makes ten thousand; an ordinary run makes a few, always the same.
//!
//! | variable | what it does |
//! | --- | --- |
//! | `STACKTUI_VARIATIONS` | how many, or which: `500`, `1000-1500`, `1234` alone by `1234-1235` |
//! | `STACKTUI_SEED` | of which chance |
//! | `STACKTUI_DIFFERENCES` | how many kinds of differences are made small and shown; 10 |

mod arrange;
mod change;
mod document;
mod forms;
mod pool;
mod project;
mod random;
mod repair;
mod shrink;
pub(crate) mod tool;
mod variables;

use crate::corpus::{case, other_folder, own_folder};
use crate::support;
use pool::Pool;
use project::{File, Project};
use random::Random;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};
use tool::{Outcome, Tool};

/// Larger projects are left to the corpus.
const MOST_BYTES: usize = 30_000;
/// Without `STACKTUI_VARIATIONS`.
const FEW: Range<u64> = 0..60;

/// Where variations begin.
struct Seeds {
    accepted: Vec<Project>,
    refused: Vec<Project>,
    pool: Pool,
}

impl Seeds {
    fn read() -> Self {
        let mut cases = case::read_all(&own_folder());
        cases.extend(
            other_folder()
                .map(|folder| case::read_all(&folder))
                .unwrap_or_default(),
        );
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        cases.dedup_by(|a, b| a.name == b.name);
        let mut seeds = Self {
            accepted: Vec::new(),
            refused: Vec::new(),
            pool: Pool::default(),
        };
        for case in cases {
            let project = Project::of(&case);
            // Their paths are those of their place.
            let is_bound = case
                .facts
                .files
                .iter()
                .any(|file| file.starts_with('/') || file == "-");
            if case.facts.valid {
                for file in project.files.values() {
                    if let File::Documents(documents) = file {
                        for document in documents {
                            seeds.pool.add(document);
                        }
                    }
                }
            }
            if is_bound || case.inputs.values().map(Vec::len).sum::<usize>() > MOST_BYTES {
                continue;
            }
            if case.facts.valid {
                &mut seeds.accepted
            } else {
                &mut seeds.refused
            }
            .push(project);
        }
        seeds
    }

    /// One variation; the same for the same seed and number.
    fn variation(&self, seed: u64, number: u64) -> Project {
        let random = &mut Random::new(seed, number);
        let mut project = match random.below(20) {
            0 if !self.refused.is_empty() => random.of(&self.refused).clone(),
            1..10 => arrange::generated(&self.pool, random),
            _ => random.of(&self.accepted).clone(),
        };
        let mut changes = 1 + random.below(4);
        let mut tries = 20;
        while changes > 0 && tries > 0 {
            tries -= 1;
            changes -= usize::from(self.change(&mut project, random));
        }
        if random.percent(90) {
            repair::repair(&mut project, random);
        }
        project
    }

    fn change(&self, project: &mut Project, random: &mut Random) -> bool {
        let pool = &self.pool;
        let which = random.below(100);
        match which {
            0..8 => return arrange::override_file(project, &self.accepted, pool, random),
            8..12 => return arrange::include(project, pool, random),
            12..19 => return arrange::extends(project, pool, random),
            19..22 => return arrange::merge_key(project, random),
            22..24 => return arrange::document(project, pool, random),
            24..27 => return arrange::profiles(project, random),
            27..29 => return arrange::options(project, random),
            29..39 => return variables::interpolate(project, random),
            39..44 => return variables::env_file(project, random),
            44..48 => return variables::dotenv(project, random),
            _ => {}
        }
        let paths = project.document_paths();
        let documents = random
            .any(&paths)
            .and_then(|path| project.documents_mut(path));
        let Some(document) = documents.and_then(|documents| documents.first_mut()) else {
            return false;
        };
        match which {
            48..58 => change::leave_out(document, random),
            58..74 => change::put_in(document, pool, random),
            74..82 => change::replace(document, pool, random),
            82..86 => change::make_odd(document, random),
            86..89 => change::repeat(document, random),
            _ => forms::swap(document, random),
        }
    }
}

/// What came out of many.
#[derive(Default)]
struct Tally {
    accepted: usize,
    refused: usize,
    unsteady: usize,
    /// Why they are refused, and how many.
    reasons: BTreeMap<String, usize>,
    /// Where our message does not name what its message names: the first number, how many, and both messages.
    other_reasons: BTreeMap<String, (u64, usize, Vec<String>)>,
    /// By kind: the first number, and how many.
    kinds: BTreeMap<String, (u64, usize, Vec<String>)>,
}

impl Tally {
    fn add(&mut self, number: u64, outcome: Outcome) {
        match outcome {
            Outcome::Accepted => self.accepted += 1,
            Outcome::Refused(reason, other) => {
                self.refused += 1;
                if let Some(lines) = other {
                    let entry = self.other_reasons.entry(reason.clone());
                    entry.or_insert((number, 0, lines)).1 += 1;
                }
                *self.reasons.entry(reason).or_default() += 1;
            }
            Outcome::Unsteady => self.unsteady += 1,
            Outcome::Differs(kind, lines) => {
                let entry = self.kinds.entry(kind).or_insert((number, 0, lines));
                entry.1 += 1;
            }
        }
    }

    fn differing(&self) -> usize {
        self.kinds.values().map(|(_, count, _)| count).sum()
    }
}

fn number_of(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

fn range() -> Range<u64> {
    let Ok(text) = env::var("STACKTUI_VARIATIONS") else {
        return FEW;
    };
    let (from, to) = text.split_once('-').unwrap_or(("0", &text));
    match (from.parse(), to.parse()) {
        (Ok(from), Ok(to)) if from < to => from..to,
        _ => panic!("STACKTUI_VARIATIONS: `{text}` is neither a number nor a range"),
    }
}

/// Runs `work` for all numbers, on all cores; each worker has a place of its own.
fn on_all_cores(range: &Range<u64>, folder: &Path, work: impl Fn(u64, &Path) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for worker in 0..threads {
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                // The name of the folder is the name of the project.
                let place = folder.join(worker.to_string()).join("project");
                loop {
                    let number = range.start + next.fetch_add(1, Ordering::Relaxed) as u64;
                    if number >= range.end {
                        break;
                    }
                    work(number, &place);
                }
            });
        }
    });
}

#[test]
#[ignore = "the loader is being built, and `stacktui config` with it"]
fn random_variations_load_as_docker_compose_loads_them() {
    let Some(tool) = Tool::find() else {
        return support::skip(
            "random_variations_load_as_docker_compose_loads_them",
            "docker-compose is not installed",
        );
    };
    let seed = number_of("STACKTUI_SEED").unwrap_or(1);
    let range = range();
    let seeds = Seeds::read();
    let folder = tempfile::tempdir().unwrap();
    let tally = Mutex::new(Tally::default());
    on_all_cores(&range, folder.path(), |number, place| {
        let outcome = tool.compare(&seeds.variation(seed, number), place);
        tally.lock().unwrap().add(number, outcome);
    });
    let tally = tally.into_inner().unwrap();
    println!(
        "variations {}-{} of seed {seed}, docker-compose {}: {} accepted by both, {} refused by both, {} where it gives \
         several answers, {} different",
        range.start,
        range.end,
        tool.version(),
        tally.accepted,
        tally.refused,
        tally.unsteady,
        tally.differing(),
    );
    let mut reasons: Vec<_> = tally.reasons.iter().collect();
    reasons.sort_by_key(|(_, count)| usize::MAX - **count);
    for (reason, count) in reasons.into_iter().take(12) {
        println!("  refused {count} × {reason}");
    }
    let other: usize = tally
        .other_reasons
        .values()
        .map(|(_, count, _)| count)
        .sum();
    if other > 0 {
        println!("refused by both, with other names in the message: {other}");
    }
    for (reason, (number, count, lines)) in &tally.other_reasons {
        println!("  {count} × {reason} (variation {number})");
        for line in lines.iter().take(4) {
            println!("      {line}");
        }
    }
    assert!(
        tally.differing() == 0,
        "{}",
        small_cases(&tool, &seeds, seed, &tally, folder.path())
    );
}

/// The most frequent kinds of differences, each with a small project that shows it.
fn small_cases(tool: &Tool, seeds: &Seeds, seed: u64, tally: &Tally, folder: &Path) -> String {
    let most = number_of("STACKTUI_DIFFERENCES").unwrap_or(10);
    let mut kinds: Vec<_> = tally.kinds.iter().collect();
    kinds.sort_by_key(|(_, (_, count, _))| usize::MAX - count);
    let mut text = String::from("not as Docker Compose:\n");
    for (kind, (number, count, _)) in &kinds {
        _ = writeln!(text, "  {count} × {kind} (variation {number})");
    }
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("variations");
    _ = fs::create_dir_all(&kept);
    let shown: Vec<_> = kinds
        .into_iter()
        .take(usize::try_from(most).unwrap())
        .collect();
    let parts = Mutex::new(BTreeMap::new());
    on_all_cores(&(0..shown.len() as u64), folder, |at, place| {
        let (kind, (number, _, lines)) = shown[usize::try_from(at).unwrap()];
        let small = shrink::shrink(tool, place, &seeds.variation(seed, *number), kind);
        let lines = match tool.compare(&small, place) {
            Outcome::Differs(_, lines) => lines,
            _ => lines.clone(),
        };
        let archive = small.archive();
        let file = kept.join(format!("{seed}-{number}.case"));
        _ = fs::write(&file, &archive);
        let mut part = format!(
            "\n== {kind}\n   STACKTUI_SEED={seed} STACKTUI_VARIATIONS={number}-{}; {}\n",
            number + 1,
            file.display()
        );
        for line in lines.iter().take(12) {
            _ = writeln!(part, "   {line}");
        }
        for (path, content) in small.contents() {
            _ = write!(part, "-- {path} --\n{}", String::from_utf8_lossy(&content));
        }
        let facts = &small.facts;
        _ = writeln!(
            part,
            "-- asked with {} and {:?}",
            small.case(place).global_arguments().join(" "),
            facts.env
        );
        parts.lock().unwrap().insert(at, part);
    });
    for part in parts.into_inner().unwrap().values() {
        text.push_str(part);
    }
    text
}

#[test]
fn a_variation_is_the_same_for_the_same_seed_and_number() {
    let seeds = Seeds::read();
    let of = |seed, number| seeds.variation(seed, number).archive();
    for number in 0..40 {
        assert_eq!(of(7, number), of(7, number));
    }
    let different = (0..40).filter(|number| of(7, *number) != of(8, *number));
    assert!(different.count() > 35);
}
