//! Projects, and what Docker Compose makes of them: each is loaded from memory, and everything that the library prints
//! of it is compared with what Docker Compose printed.
//!
//! | variable | what it does |
//! | --- | --- |
//! | `STACKTUI_CORPUS` | a folder of further cases, beside those of `tests/corpus` |
//! | `STACKTUI_CASES` | only the cases whose names contain one of these words (comma separated) |
//! | `STACKTUI_KINDS` | only these goldens: `config.json,hash.txt` |
//! | `STACKTUI_DIFFERENCES` | of how many cases the differences are shown; 10 |
//! | `STACKTUI_REPORT` | a file for the counts and all differences |

pub(crate) mod case;
pub(crate) mod compare;
pub(crate) mod difference;
pub(crate) mod kind;
mod report;
pub(crate) mod subject;
mod uses;
pub(crate) mod words;

use case::Case;
use compare::Verdict;
use kind::Kind;
use report::Report;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Our own cases.
pub(crate) fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/cases")
}

/// A corpus elsewhere, where there is one.
pub(crate) fn other_folder() -> Option<PathBuf> {
    let folder = env::var_os("STACKTUI_CORPUS").filter(|value| !value.is_empty())?;
    let folder = PathBuf::from(folder);
    let cases = folder.join("cases");
    Some(if cases.is_dir() { cases } else { folder })
}

/// Comma separated words of a variable.
fn words_of(variable: &str) -> Vec<String> {
    let words = env::var(variable).unwrap_or_default();
    let words = words.split(',').map(|word| word.trim().to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

fn kinds() -> Vec<Kind> {
    let words = words_of("STACKTUI_KINDS");
    for word in &words {
        let is_known = Kind::ALL.iter().any(|kind| kind.name() == word);
        assert!(is_known, "STACKTUI_KINDS: there is no `{word}`");
    }
    let kinds = Kind::ALL.into_iter();
    kinds
        .filter(|kind| words.is_empty() || words.iter().any(|word| word == kind.name()))
        .collect()
}

fn run(folder: &Path, part: &str) {
    let mut cases = case::read_all(folder);
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    let only = words_of("STACKTUI_CASES");
    cases.retain(|case| only.is_empty() || only.iter().any(|word| case.name.contains(word)));
    let kinds = kinds();
    let report = verdicts(&cases, &kinds);
    println!("{part}: {} cases\n{}", cases.len(), report.counts());
    if let Some(file) = env::var_os("STACKTUI_REPORT") {
        let mut file = PathBuf::from(file).into_os_string();
        file.push(format!(".{part}"));
        fs::write(file, report.whole()).expect("STACKTUI_REPORT can be written");
    }
    let shown = env::var("STACKTUI_DIFFERENCES").ok();
    let shown = shown.and_then(|text| text.parse().ok()).unwrap_or(10);
    assert!(
        report.is_clean(),
        "{part}: not as Docker Compose:\n{}\n{}",
        report.differences(shown),
        report.counts()
    );
}

fn verdicts(cases: &[Case], kinds: &[Kind]) -> Report {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (verdicts, time) = verdict(case, kinds);
                    let mut results = results.lock().unwrap();
                    results.push((case.name.clone(), verdicts, time));
                }
            });
        }
    });
    let mut cases = results.into_inner().unwrap();
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    Report { cases }
}

fn verdict(case: &Case, kinds: &[Kind]) -> (BTreeMap<Kind, Verdict>, Duration) {
    let begin = Instant::now();
    let answer = catch_unwind(AssertUnwindSafe(|| subject::ask(case, kinds)));
    let time = begin.elapsed();
    let mut verdicts = match answer {
        Ok(answer) => compare::compare(case, &answer),
        // Also where a refusal is right: nothing may panic.
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            let lines = vec![format!("panics: {}", text.unwrap_or_default())];
            let kind = if case.facts.valid {
                Kind::Accepted
            } else {
                Kind::Refused
            };
            return (BTreeMap::from([(kind, Verdict::Differs(lines))]), time);
        }
    };
    verdicts.retain(|kind, _| kinds.contains(kind));
    (verdicts, time)
}

#[test]
fn our_own_cases_are_read_as_docker_compose_reads_them() {
    run(&own_folder(), "own");
}

#[test]
fn the_cases_of_a_corpus_elsewhere_are_read_as_docker_compose_reads_them() {
    if let Some(folder) = other_folder() {
        run(&folder, "other");
    }
}
