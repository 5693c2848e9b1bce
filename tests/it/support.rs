//! What several test modules need.

#![allow(dead_code, reason = "what needs an engine comes with the engine")]

use std::env;
use std::path::Path;
use std::process::Command;

/// Label on everything that tests make, so that what is left by a killed run can be found.
pub(crate) const LABEL: &str = "stacktui.test.run";

/// The engine that tests may use, or why there is none.
pub(crate) fn engine() -> Result<String, String> {
    let host = env::var("DOCKER_HOST")
        .ok()
        .filter(|host| !host.is_empty())
        .unwrap_or_else(|| "unix:///var/run/docker.sock".to_owned());
    if let Some(path) = host.strip_prefix("unix://")
        && !Path::new(path).exists()
    {
        return Err(format!("no engine at {host}"));
    }
    let checked = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/image/build"))
        .arg("--check")
        .output()
        .map_err(|error| format!("python3 is missing: {error}"))?;
    if checked.status.success() {
        Ok(host)
    } else {
        let words = String::from_utf8_lossy(&checked.stderr);
        Err(words.lines().last().unwrap_or("no engine").to_owned())
    }
}

/// Says that a test cannot run here, in the form that `tests/run` counts. In CI everything can run, so it fails there.
pub(crate) fn skip(name: &str, reason: &str) {
    assert!(
        env::var("CI").as_deref() != Ok("true"),
        "{name} cannot run: {reason}; `tests/run --setup` sets up what is missing"
    );
    println!("skipped: {name} ({reason})");
}

/// A prefix for the names of one test's objects, unlike that of any other run.
pub(crate) fn random_prefix() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut text = format!("{:016x}", RandomState::new().build_hasher().finish());
    text.truncate(8);
    format!("stui{text}")
}
