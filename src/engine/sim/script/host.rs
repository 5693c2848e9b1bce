//! What a running script needs of the world around it.

use super::vm::Vm;
use crate::model::log::LogStream;
use std::time::Duration;

/// The container in which a script runs, as the script sees it.
pub(in crate::engine::sim) trait Host {
    /// Seconds since 1970.
    fn clock_seconds(&self) -> i64;
    /// Since the container's start.
    fn uptime(&self) -> Duration;
    /// To the log, or to whoever watches.
    fn write(&mut self, stream: LogStream, text: &str);
    /// Starts a process and answers with its number.
    fn spawn(&mut self, vm: Vm, command: String) -> u32;
    /// A number from `low` to `high`.
    fn random(&mut self, low: u64, high: u64) -> u64;
    /// One entry of the image's list of this name.
    fn pick(&mut self, list: &str) -> Option<String>;
    /// The script behind a program of the image, by the longest beginning of the command that the image names, and how
    /// many words that is.
    fn program(&self, command: &[String]) -> Option<(String, usize)>;
    /// The address of a container, by name or alias on a shared network.
    fn resolve(&self, name: &str) -> Option<String>;
    /// Whether something listens there; `None` where the name is unknown.
    fn connects(&self, name: &str, port: u16) -> Option<bool>;
    /// Listens on a port of the container.
    fn listen(&mut self, port: u16);
    /// Changes what the container uses.
    fn load(&mut self, load: Load);
    /// Whether the process may hold this much.
    fn may_hold(&self, bytes: u64) -> bool;
    /// A file's text; `None` where there is none.
    fn read_file(&self, path: &str) -> Option<String>;
    /// Writes a file; `false` where it cannot be.
    fn write_file(&mut self, path: &str, text: &str, append: bool) -> bool;
    /// Removes a file.
    fn remove_file(&mut self, path: &str) -> bool;
    /// Names in a directory; `None` where there is none.
    fn list(&self, path: &str) -> Option<Vec<String>>;
    /// Columns and rows of the process's terminal, where it has one.
    fn terminal_size(&self) -> Option<(u16, u16)>;
    /// The container's host name.
    fn hostname(&self) -> String;
    /// Number, user and command of each process.
    fn processes(&self) -> Vec<(u32, String, String)>;
    /// Sends a signal to a process of the container; `false` where there is none.
    fn signal(&mut self, pid: u32, signal: i64) -> bool;
    /// The next line of standard input.
    fn read_line(&mut self) -> Input;
}

/// What standard input has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine::sim) enum Input {
    /// A line, without its end.
    Line(String),
    /// Nothing yet.
    Nothing,
    /// Nothing any more.
    End,
}

/// A change of the container's load; `None` leaves as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::engine::sim) struct Load {
    /// Of one core.
    pub(in crate::engine::sim) cpu_percent: Option<f64>,
    pub(in crate::engine::sim) memory_bytes: Option<u64>,
    pub(in crate::engine::sim) received_per_second: Option<u64>,
    pub(in crate::engine::sim) sent_per_second: Option<u64>,
    pub(in crate::engine::sim) read_per_second: Option<u64>,
    pub(in crate::engine::sim) written_per_second: Option<u64>,
}
