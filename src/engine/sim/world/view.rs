//! A container as one of its processes sees it.

use super::World;
use super::container::{Container, Key, Output, Process};
use crate::engine::sim::script::files::TOOLS;
use crate::engine::sim::script::host::{Host, Input, Load};
use crate::engine::sim::script::vm::Vm;
use crate::model::log::LogStream;
use std::time::Duration;

/// Text of all written files of a container.
const MAX_FILES_BYTES: usize = 1 << 20;
/// What is kept of a health check's output, as Docker does.
const MAX_PROBE_BYTES: usize = 4096;

pub(super) struct View<'w> {
    world: &'w mut World,
    key: Key,
    output: Output,
    pid: u32,
    /// It asked for more memory than the container may hold.
    pub(super) out_of_memory: bool,
}

impl<'w> View<'w> {
    pub(super) fn new(world: &'w mut World, key: Key, pid: u32) -> Self {
        let output = world
            .containers
            .get(&key)
            .and_then(|container| container.processes.get(&pid))
            .map_or(Output::Log, |process| process.output);
        Self {
            world,
            key,
            output,
            pid,
            out_of_memory: false,
        }
    }

    fn container(&self) -> Option<&Container> {
        self.world.containers.get(&self.key)
    }

    fn container_mut(&mut self) -> Option<&mut Container> {
        self.world.containers.get_mut(&self.key)
    }
}

impl Host for View<'_> {
    fn clock_seconds(&self) -> i64 {
        self.world.now.seconds()
    }

    fn uptime(&self) -> Duration {
        self.container()
            .and_then(|container| container.started_at)
            .map_or(Duration::ZERO, |at| at.age(self.world.now))
    }

    fn write(&mut self, stream: LogStream, text: &str) {
        let now = self.world.now;
        match self.output {
            Output::Session(session) => self.world.session_output(session, stream, text),
            Output::Probe => {
                if let Some((_, _, printed)) = self
                    .container_mut()
                    .and_then(|container| container.health.running.as_mut())
                    && printed.len() < MAX_PROBE_BYTES
                {
                    printed.push_str(text);
                }
            }
            Output::Log => {
                let key = self.key;
                let Some(container) = self.container_mut() else {
                    return;
                };
                let stream = if container.config.tty {
                    LogStream::Stdout
                } else {
                    stream
                };
                if container.config.log_driver != "none" {
                    container.logs.write(now, stream, text);
                }
                self.world.attached_output(key, stream, text);
            }
        }
    }

    fn spawn(&mut self, mut vm: Vm, command: String) -> u32 {
        let (now, parent, output) = (self.world.now, self.pid, self.output);
        let key = self.key;
        let Some(container) = self.container_mut() else {
            return 0;
        };
        let pid = container.next_pid;
        container.next_pid += 1;
        vm.set_pid(pid);
        container.processes.insert(
            pid,
            Process {
                parent: Some(parent),
                vm: Some(Box::new(vm)),
                command,
                started_at: now,
                turn: 0,
                output,
                leads: false,
                exec_id: String::new(),
                wants_input: false,
                is_due: false,
            },
        );
        self.world
            .plan(Duration::ZERO, super::What::Run { key, pid, turn: 0 });
        pid
    }

    fn random(&mut self, low: u64, high: u64) -> u64 {
        self.world.rng.between(low, high)
    }

    fn pick(&mut self, list: &str) -> Option<String> {
        let image = self.container()?.config.image.clone();
        let length = self.world.images.get(&image)?.lists.get(list)?.len();
        let index = self.world.rng.between(0, (length as u64).saturating_sub(1));
        let lines = self.world.images.get(&image)?.lists.get(list)?;
        lines.get(usize::try_from(index).ok()?).cloned()
    }

    fn program(&self, command: &[String]) -> Option<(String, usize)> {
        let image = self.world.images.get(&self.container()?.config.image)?;
        super::exec::image_program(command, image)
    }

    fn resolve(&self, name: &str) -> Option<String> {
        self.world
            .resolve(self.key, name)
            .map(|(_, address)| address)
    }

    fn connects(&self, name: &str, port: u16) -> Option<bool> {
        let (key, _) = self.world.resolve(self.key, name)?;
        let other = self.world.containers.get(&key)?;
        Some(other.listening.contains(&port))
    }

    fn listen(&mut self, port: u16) {
        if let Some(container) = self.container_mut() {
            container.listening.insert(port);
        }
    }

    fn load(&mut self, load: Load) {
        let now = self.world.now;
        if let Some(container) = self.container_mut() {
            container.usage.change(load, now);
            let limit = container.config.memory_limit_bytes;
            if limit > 0 && container.usage.memory_bytes > limit {
                self.out_of_memory = true;
            }
        }
    }

    fn may_hold(&self, bytes: u64) -> bool {
        self.container().is_none_or(|container| {
            let limit = container.config.memory_limit_bytes;
            limit == 0 || container.usage.memory_bytes.saturating_add(bytes) <= limit
        })
    }

    fn read_file(&self, path: &str) -> Option<String> {
        let container = self.container()?;
        if let Some(text) = container.files.get(path) {
            return Some(text.clone());
        }
        Some(match path {
            "/etc/hostname" => format!("{}\n", container.config.hostname),
            "/etc/hosts" => {
                let address = container.addresses.first().map_or("", String::as_str);
                format!(
                    "127.0.0.1\tlocalhost\n{address}\t{}\n",
                    container.config.hostname
                )
            }
            "/etc/resolv.conf" => "nameserver 127.0.0.11\noptions ndots:0\n".to_owned(),
            "/etc/os-release" => format!(
                "NAME=\"{}\"\nID=simulated\n",
                container.config.image.split(':').next().unwrap_or_default()
            ),
            "/proc/uptime" => format!("{}.00 0.00\n", self.uptime().as_secs()),
            "/dev/null" => String::new(),
            _ => return None,
        })
    }

    fn write_file(&mut self, path: &str, text: &str, append: bool) -> bool {
        if path.is_empty() || path.ends_with('/') {
            return false;
        }
        let directory = path.rsplit_once('/').map_or("/", |(head, _)| head);
        if !text.is_empty() || !append {
            // An empty append is `touch` or `mkdir`, which make their directories here.
            let exists = directory.is_empty() || self.list(directory).is_some();
            if !exists && !path.ends_with("/.keep") {
                return false;
            }
        }
        let Some(container) = self.container_mut() else {
            return false;
        };
        let held: usize = container.files.values().map(String::len).sum();
        if held + text.len() > MAX_FILES_BYTES || container.files.len() > 1_000 {
            return false;
        }
        let file = container.files.entry(path.to_owned()).or_default();
        if !append {
            file.clear();
        }
        file.push_str(text);
        true
    }

    fn remove_file(&mut self, path: &str) -> bool {
        let inside = format!("{}/", path.trim_end_matches('/'));
        self.container_mut().is_some_and(|container| {
            let before = container.files.len();
            container
                .files
                .retain(|file, _| file != path && !file.starts_with(&inside));
            container.files.len() < before
        })
    }

    fn list(&self, path: &str) -> Option<Vec<String>> {
        let path = path.trim_end_matches('/');
        let fixed: &[&str] = match path {
            "" => &[
                "bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "var",
            ],
            "/bin" | "/usr/bin" => &TOOLS,
            "/etc" => &["hostname", "hosts", "os-release", "resolv.conf"],
            "/tmp" | "/home" | "/root" | "/dev" | "/proc" | "/sys" | "/usr" | "/var" => &[],
            _ => &["\0"],
        };
        let prefix = format!("{path}/");
        let mut names: Vec<String> = self
            .container()?
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix)?.split('/').next())
            .map(str::to_owned)
            .collect();
        let mounted = self.container()?.config.mounts.iter().any(|mount| {
            mount.target.trim_end_matches('/') == path || mount.target.starts_with(&prefix)
        });
        if fixed == ["\0"] {
            if names.is_empty() && !mounted {
                return None;
            }
        } else {
            names.extend(fixed.iter().map(|name| (*name).to_owned()));
        }
        names.sort();
        names.dedup();
        Some(names)
    }

    fn terminal_size(&self) -> Option<(u16, u16)> {
        match self.output {
            Output::Session(session) => self.world.session_size(session),
            Output::Log | Output::Probe => None,
        }
    }

    fn hostname(&self) -> String {
        self.container()
            .map(|container| container.config.hostname.clone())
            .unwrap_or_default()
    }

    fn processes(&self) -> Vec<(u32, String, String)> {
        self.container().map_or_else(Vec::new, |container| {
            container
                .processes
                .iter()
                .map(|(pid, process)| (*pid, "root".to_owned(), process.command.clone()))
                .collect()
        })
    }

    fn signal(&mut self, pid: u32, signal: i64) -> bool {
        let key = self.key;
        let is_there = self
            .container()
            .is_some_and(|container| container.processes.contains_key(&pid));
        if is_there && signal != 0 {
            // Delivered when this process has had its turn.
            self.world
                .plan(Duration::ZERO, super::What::Signal { key, pid, signal });
        }
        is_there
    }

    fn read_line(&mut self) -> Input {
        match self.output {
            Output::Session(session) => self.world.session_line(session),
            Output::Probe => Input::End,
            Output::Log => match self.container_mut() {
                Some(container) if !container.config.open_stdin => Input::End,
                Some(container) => match container.input.pop_front() {
                    Some(Some(line)) => Input::Line(line),
                    Some(None) => Input::End,
                    None => Input::Nothing,
                },
                None => Input::End,
            },
        }
    }
}
