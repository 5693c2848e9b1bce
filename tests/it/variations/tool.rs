//! The real tool, and whether the library says the same.

use super::project::Project;
use crate::corpus::case::Case;
use crate::corpus::kind::Kind;
use crate::corpus::subject::{self, Answer};
use crate::corpus::{compare, difference, words};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// Docker Compose, where it is installed.
pub(crate) struct Tool {
    pub(crate) program: PathBuf,
}

/// How one variation came out.
pub(crate) enum Outcome {
    /// Both load it, to the same.
    Accepted,
    /// Neither loads it: why, in general; and, where our message does not name what its does, both.
    Refused(String, Option<Vec<String>>),
    /// Docker Compose itself gives several answers, ours among them.
    Unsteady,
    /// They differ: what kind of difference it is, and lines for a person.
    Differs(String, Vec<String>),
}

/// What Docker Compose prints, or why it does not.
#[derive(PartialEq)]
struct Printed {
    json: Result<String, String>,
    hash: String,
}

impl Tool {
    /// In the `PATH`, or where `tests/run --setup` puts it.
    pub(crate) fn find() -> Option<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let own = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()?
            .join("tools/docker-compose/bin");
        let mut folders = vec![own];
        folders.extend(env::split_paths(&path));
        let programs = folders
            .into_iter()
            .map(|folder| folder.join("docker-compose"));
        let program = programs.into_iter().find(|program| program.is_file())?;
        Some(Self { program })
    }

    /// Which version it is.
    pub(crate) fn version(&self) -> String {
        let output = Command::new(&self.program)
            .args(["version", "--short"])
            .output();
        output.map_or_else(
            |_| String::new(),
            |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        )
    }

    /// Asks both. The project is written to `place`, which is made anew.
    pub(crate) fn compare(&self, project: &Project, place: &Path) -> Outcome {
        let case = project.case(place);
        if lay(&case).is_err() {
            // Names of files that cannot be: nothing to compare.
            return Outcome::Refused("cannot be written".to_owned(), None);
        }
        let first = self.print(&case);
        let ours = ours(&case);
        let Some((kind, lines)) = differing(&first, &ours) else {
            return match first.json {
                Ok(_) => Outcome::Accepted,
                Err(error) => Outcome::Refused(general(&error), other_reason(&error, &ours)),
            };
        };
        // What differs from run to run there cannot be wrong here, as long as it is one of those.
        for _ in 0..6 {
            let again = self.print(&case);
            if again != first && differing(&again, &ours).is_none() {
                return Outcome::Unsteady;
            }
        }
        Outcome::Differs(kind, lines)
    }

    fn print(&self, case: &Case) -> Printed {
        let json = self.run(case, Kind::Json);
        let hash = match json {
            Ok(_) => self.run(case, Kind::Hash).unwrap_or_else(|error| error),
            Err(_) => String::new(),
        };
        Printed { json, hash }
    }

    fn run(&self, case: &Case, kind: Kind) -> Result<String, String> {
        let output = Command::new(&self.program)
            .args(case.global_arguments())
            .arg("config")
            .args(kind.options().unwrap_or_default())
            .current_dir(case.cwd())
            .env_clear()
            .envs(case.surroundings().variables)
            .stdin(Stdio::null())
            .output()
            .expect("docker-compose can be started");
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let message = String::from_utf8_lossy(&output.stderr);
        let lines = message.lines().filter(|line| !line.starts_with("time="));
        Err(lines.collect::<Vec<_>>().join("\n"))
    }
}

fn lay(case: &Case) -> std::io::Result<()> {
    _ = fs::remove_dir_all(&case.place);
    fs::create_dir_all(case.cwd())?;
    for (path, content) in &case.inputs {
        let path = case.place.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, content)?;
    }
    Ok(())
}

/// A panic is an answer too: one that Docker Compose never gives.
fn ours(case: &Case) -> Result<Answer, String> {
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        subject::ask(case, &[Kind::Json, Kind::Hash])
    }));
    answer.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_default()
    })
}

fn differing(theirs: &Printed, ours: &Result<Answer, String>) -> Option<(String, Vec<String>)> {
    let ours = match ours {
        Ok(ours) => ours,
        Err(panic) => return Some(("panics".to_owned(), vec![panic.clone()])),
    };
    match (&theirs.json, ours) {
        (Err(_), Answer::Refused(_)) => None,
        // Its own writer of JSON fails, or it crashes, which is nothing to follow.
        (Err(error), Answer::Accepted(_))
            if error.starts_with("json: ") || error.starts_with("panic: ") =>
        {
            None
        }
        (Err(error), Answer::Accepted(_)) => Some((
            format!("accepts: {}", general(error)),
            vec![format!("- {error}"), "+ accepted".to_owned()],
        )),
        (Ok(_), Answer::Refused(message)) => {
            let lines = ["- accepted".to_owned()]
                .into_iter()
                .chain(message.lines().map(|line| format!("+ {line}")));
            let first = message.lines().next().unwrap_or_default();
            Some((format!("refuses: {}", general(first)), lines.collect()))
        }
        (Ok(json), Answer::Accepted(accepted)) => {
            let text = |kind| match accepted.texts.get(&kind) {
                Some(Ok(text)) => text.clone(),
                Some(Err(error)) => error.clone(),
                None => "not printed".to_owned(),
            };
            let theirs_read: Value =
                serde_json::from_str(json).expect("docker-compose prints JSON");
            let ours_text = text(Kind::Json);
            let ours_read = serde_json::from_str(&ours_text).unwrap_or(Value::String(ours_text));
            let lines = difference::of_json(&theirs_read, &ours_read);
            if let Some(line) = lines.first() {
                let path = line.split(": ").next().unwrap_or_default();
                return Some((format!("differs: {}", general(path)), lines));
            }
            let theirs = compare::sorted_lines(theirs.hash.lines());
            let lines =
                difference::of_text(&theirs, &compare::sorted_lines(text(Kind::Hash).lines()));
            (!lines.is_empty()).then(|| ("hash".to_owned(), lines))
        }
    }
}

/// Both messages, where ours lacks a key, path or name of the other.
fn other_reason(error: &str, ours: &Result<Answer, String>) -> Option<Vec<String>> {
    let Ok(Answer::Refused(message)) = ours else {
        return None;
    };
    if error.starts_with("panic: ") {
        return None;
    }
    let missing = words::unnamed(&words::phrase(error), message);
    let lines = message.lines().map(|line| format!("+ {line}"));
    let lines = error.lines().map(|line| format!("- {line}")).chain(lines);
    (!missing.is_empty()).then(|| lines.collect())
}

/// A message or path without what is particular to one project, so that differences of one kind are one.
fn general(text: &str) -> String {
    let text = text.lines().last().unwrap_or_default();
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let keys: Vec<&str> = word.split('.').collect();
        let is_path = keys.len() > 2
            && ["services", "networks", "volumes", "configs", "secrets"].contains(&keys[0]);
        let word = if is_path {
            [&["*"], &keys[2..]].concat().join(".")
        } else {
            word.to_owned()
        };
        let is_particular = word.contains(['/', '"', '\'', '`']);
        words.push(if is_particular {
            "…".to_owned()
        } else {
            word.replace(|c: char| c.is_ascii_digit(), "0")
        });
    }
    words.join(" ")
}
