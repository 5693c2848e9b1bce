//! The order of the modules, which one crate cannot enforce by itself.

use std::fs;
use std::path::{Path, PathBuf};

/// A module uses only modules of later lines. `cli` and `runtime` stand side by side.
const ORDER: [&[&str]; 13] = [
    &["program"],
    &["cli", "runtime"],
    &["ui"],
    &["app"],
    &["ops"],
    &["apply"],
    &["demo"],
    &["hosts"],
    &["plan"],
    &["config"],
    &["compose"],
    &["engine"],
    &["model"],
];
/// Narrower than the order.
const ONLY: [(&str, &[&str]); 2] = [
    ("app", &["plan", "compose", "config", "model"]),
    ("ui", &["app", "config", "model"]),
];
/// Builders for tests stand outside of the order.
const FREE: [&str; 1] = ["testing"];
/// Libraries that only these places may name.
const LIBRARIES: [(&str, &[&str]); 6] = [
    ("bollard", &["engine/docker/"]),
    ("hyper", &["engine/docker/"]),
    ("hyper_util", &["engine/docker/"]),
    ("ratatui", &["program/", "ui/", "runtime/", "testing/"]),
    ("crossterm", &["runtime/"]),
    ("granit_parser", &["compose/yaml.rs"]),
];
const MOST_LINES: usize = 500;

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy();
                found.push((name.replace('\\', "/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 20, "no sources below {}", root.display());
    found.sort();
    found
}

fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Top modules that a line of code names by `crate::`, grouped imports included.
fn used_modules(text: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for tail in code.split("crate::").skip(1) {
            let names: Vec<&str> = match tail.strip_prefix('{') {
                Some(group) => group.split(',').collect(),
                None => vec![tail],
            };
            for name in names {
                let word: String = name
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                    .collect();
                if !word.is_empty() {
                    used.push((number + 1, word));
                }
            }
        }
    }
    used
}

/// The part of a file before its unit tests: those may name what stands above.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|level| level.contains(&module))
}

#[test]
fn a_module_uses_only_modules_below_it() {
    let mut faults = Vec::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        if matches!(module, "main" | "lib") || FREE.contains(&module) || file.ends_with("/tests.rs")
        {
            continue;
        }
        let Some(own) = rank(module) else {
            faults.push(format!("{file}: `{module}` has no place in the order"));
            continue;
        };
        let only = ONLY.iter().find(|(name, _)| *name == module);
        for (line, used) in used_modules(without_tests(&text)) {
            if used == module || FREE.contains(&used.as_str()) {
                continue;
            }
            let allowed = match (only, rank(&used)) {
                (_, None) => false,
                (Some((_, list)), _) => list.contains(&used.as_str()),
                (None, Some(other)) => other > own,
            };
            if !allowed {
                faults.push(format!("{file}:{line}: `{module}` may not use `{used}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn libraries_stay_in_their_places() {
    let mut faults = Vec::new();
    for (file, text) in sources() {
        for (library, places) in LIBRARIES {
            if places.iter().any(|place| file.starts_with(place)) {
                continue;
            }
            for (number, line) in text.lines().enumerate() {
                let code = line.trim_start();
                let named = code.match_indices(&format!("{library}::")).any(|(at, _)| {
                    !code[..at]
                        .ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':')
                });
                if !code.starts_with("//") && named {
                    faults.push(format!(
                        "{file}:{}: `{library}` may not be named here",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_grows_beyond_reading() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > MOST_LINES)
        .map(|(file, text)| format!("{file}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "split these: {}", long.join(", "));
}

#[test]
fn imports_are_found_in_all_their_forms() {
    let text = "use crate::model::ids;\n// use crate::cli::x;\nuse crate::{app::key, plan};\nlet x = crate::ui::view();";
    let names: Vec<String> = used_modules(text)
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["model", "app", "plan", "ui"]);
}
