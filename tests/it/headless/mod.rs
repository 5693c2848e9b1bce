//! The commands, as processes.

mod demo;
mod plain;
mod real;

use std::process::Stdio;
use tempfile::TempDir;
use tokio::process::Command;

/// The program in a directory and a home of its own.
pub(crate) struct Program {
    pub(crate) directory: TempDir,
    variables: Vec<(String, String)>,
}

/// What it ended with.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    pub(crate) fn new() -> Self {
        let variables = std::env::vars().filter(|(name, _)| {
            ["PATH", "DOCKER_HOST", "LLVM_PROFILE_FILE"].contains(&name.as_str())
        });
        Self {
            directory: tempfile::tempdir().unwrap(),
            variables: variables.collect(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file in its directory.
    pub(crate) fn file(&self, name: &str, text: &str) {
        let path = self.directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stacktui"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.directory.path())
            .env("LC_ALL", "C.UTF-8")
            .envs(self.variables.iter().cloned())
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    pub(crate) async fn run(&self, words: &[&str]) -> Ended {
        let output = self.command(words).output().await.unwrap();
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    /// It ended well: its output.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// It failed as a command fails: what it said.
    #[track_caller]
    pub(crate) fn failed(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "data of a command that failed");
        self.err
    }
}
