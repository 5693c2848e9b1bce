//! Busybox's tools, as far as containers' commands and health checks use them.

use super::host::Host;
use super::vm::{Flow, Reaction, Vm};
use crate::model::exit::signal_number;
use crate::model::time::Timestamp;
use std::fmt::Write as _;

/// Names for `command -v` and `ls /bin`.
pub(in crate::engine::sim) const TOOLS: [&str; 29] = [
    "basename", "cat", "cd", "curl", "date", "dirname", "echo", "grep", "head", "hostname",
    "httpd", "id", "kill", "ls", "mkdir", "nc", "printf", "ps", "pwd", "rm", "seq", "stty", "tail",
    "touch", "uname", "uptime", "wc", "wget", "whoami",
];

impl Vm {
    pub(super) fn tool(
        &mut self,
        name: &str,
        rest: &[String],
        host: &mut dyn Host,
    ) -> Option<Flow> {
        let operands: Vec<&str> = rest
            .iter()
            .map(String::as_str)
            .filter(|word| !word.starts_with('-') || *word == "-")
            .collect();
        let status = match name {
            "echo" => self.echo(rest, host),
            "printf" => self.printf(rest, host),
            "cat" => return Some(self.cat(&operands, host)),
            "tail"
                if rest
                    .iter()
                    .any(|word| word.starts_with("-f") || word == "-F") =>
            {
                return Some(Flow::Forever);
            }
            "head" | "tail" | "wc" | "grep" => self.filter(name, rest, host),
            "ls" => self.ls(&operands, host),
            "ps" => self.ps(host),
            "env" | "printenv" => self.print_variables(&operands, host),
            "touch" => self.touch(&operands, host),
            "rm" => self.rm(rest, &operands, host),
            "mkdir" => operands.iter().fold(0, |status, path| {
                let made =
                    host.write_file(&format!("{}/.keep", path.trim_end_matches('/')), "", true);
                status.max(i64::from(!made))
            }),
            "cd" => 0,
            "stty" => self.stty(&operands, host),
            "kill" => return Some(self.kill(rest, host)),
            "nc" | "wget" | "curl" => self.connect(name, rest, &operands, host),
            "httpd" => {
                let port = rest
                    .iter()
                    .position(|word| word == "-p")
                    .and_then(|at| rest.get(at + 1)?.rsplit(':').next()?.parse().ok())
                    .unwrap_or(80);
                host.listen(port);
                return Some(Flow::Forever);
            }
            _ => {
                let text = plain(name, &operands, host)?;
                self.out(&text, host);
                0
            }
        };
        Some(Flow::Done(status))
    }

    fn ls(&mut self, operands: &[&str], host: &mut dyn Host) -> i64 {
        let mut status = 0;
        for path in if operands.is_empty() {
            &["/"]
        } else {
            operands
        } {
            match host.list(path) {
                Some(names) => {
                    for name in names.iter().filter(|name| !name.starts_with('.')) {
                        self.out(&format!("{name}\n"), host);
                    }
                }
                None if host.read_file(path).is_some() => self.out(&format!("{path}\n"), host),
                None => {
                    self.complain(&format!("ls: {path}: No such file or directory"), host);
                    status = 1;
                }
            }
        }
        status
    }

    fn stty(&mut self, operands: &[&str], host: &mut dyn Host) -> i64 {
        let Some((columns, rows)) = host.terminal_size() else {
            self.complain("stty: standard input: Not a tty", host);
            return 1;
        };
        if operands == ["size"] {
            self.out(&format!("{rows} {columns}\n"), host);
        }
        0
    }

    fn ps(&mut self, host: &mut dyn Host) -> i64 {
        let mut text = "PID   USER     TIME  COMMAND\n".to_owned();
        for (pid, user, command) in host.processes() {
            let _ = writeln!(text, "{pid:>5} {user:<8} 0:00 {command}");
        }
        self.out(&text, host);
        0
    }

    fn print_variables(&mut self, operands: &[&str], host: &mut dyn Host) -> i64 {
        if let Some(name) = operands.iter().find(|word| !word.contains('=')) {
            let Some(value) = self.variables.get(*name).cloned() else {
                return 1;
            };
            self.out(&format!("{value}\n"), host);
            return 0;
        }
        let mut text = String::new();
        for (name, value) in &self.variables {
            let _ = writeln!(text, "{name}={value}");
        }
        self.out(&text, host);
        0
    }

    fn touch(&mut self, operands: &[&str], host: &mut dyn Host) -> i64 {
        let mut status = 0;
        for path in operands {
            if !host.write_file(path, "", true) {
                self.complain(&format!("touch: {path}: No such file or directory"), host);
                status = 1;
            }
        }
        status
    }

    fn rm(&mut self, rest: &[String], operands: &[&str], host: &mut dyn Host) -> i64 {
        let force = rest
            .iter()
            .any(|word| word.starts_with('-') && word.contains('f'));
        let mut status = 0;
        for path in operands {
            if !host.remove_file(path) && !force {
                self.complain(
                    &format!("rm: can't remove '{path}': No such file or directory"),
                    host,
                );
                status = 1;
            }
        }
        status
    }

    fn kill(&mut self, rest: &[String], host: &mut dyn Host) -> Flow {
        let (mut signal, mut status) = (15, 0);
        let mut words = rest.iter().peekable();
        while let Some(word) = words.next() {
            let name = match word.as_str() {
                "-s" => words.next().cloned(),
                word => word.strip_prefix('-').map(str::to_owned),
            };
            if let Some(name) = name {
                let number = if name == "0" {
                    Some(0)
                } else {
                    signal_number(&name)
                };
                let Some(number) = number else {
                    self.complain(&format!("sh: invalid signal '{name}'"), host);
                    return Flow::Done(1);
                };
                signal = number;
                continue;
            }
            let sent = match word.parse::<u32>() {
                Ok(pid) if pid == self.pid && signal != 0 => {
                    if let Reaction::Dies(code) = self.signal(signal, pid == 1) {
                        return Flow::Exit(code);
                    }
                    true
                }
                Ok(pid) => host.signal(pid, signal),
                Err(_) => false,
            };
            if !sent {
                self.complain(&format!("sh: can't kill pid {word}: No such process"), host);
                status = 1;
            }
        }
        Flow::Done(status)
    }

    /// `nc HOST PORT`, `wget URL`, `curl URL`: whether something listens there.
    fn connect(
        &mut self,
        tool: &str,
        rest: &[String],
        operands: &[&str],
        host: &mut dyn Host,
    ) -> i64 {
        let (name, port, url) = if tool == "nc" {
            let at = operands.len().saturating_sub(2);
            let name = operands.get(at).copied().unwrap_or_default();
            let port = operands.get(at + 1).and_then(|text| text.parse().ok());
            (name.to_owned(), port, String::new())
        } else {
            let Some(url) = operands.iter().rev().find(|word| {
                word.contains("://") || word.contains(':') || word.contains("localhost")
            }) else {
                self.complain(&format!("{tool}: missing URL"), host);
                return 1;
            };
            let (scheme, bare) = url.split_once("://").unwrap_or(("http", url));
            let authority = bare.split(['/', '?']).next().unwrap_or_default();
            let authority = authority.rsplit('@').next().unwrap_or_default();
            let standard = if scheme == "https" { 443 } else { 80 };
            match authority.rsplit_once(':') {
                Some((name, port)) => (name.to_owned(), port.parse().ok(), (*url).to_owned()),
                None => (authority.to_owned(), Some(standard), (*url).to_owned()),
            }
        };
        let quiet = rest.iter().any(|word| {
            word.starts_with('-')
                && !word.starts_with("--")
                && (word.contains('q') || word.contains('s'))
        });
        let reached = port.and_then(|port| host.connects(&name, port));
        let port = port.unwrap_or(0);
        match (tool, reached) {
            (_, Some(true)) => {
                if !url.is_empty()
                    && !rest
                        .iter()
                        .any(|word| word.contains("/dev/null") || word == "--spider")
                {
                    self.out("ok\n", host);
                }
                0
            }
            ("curl", None) => {
                if !quiet {
                    self.complain(&format!("curl: (6) Could not resolve host: {name}"), host);
                }
                6
            }
            ("curl", _) => {
                if !quiet {
                    self.complain(
                        &format!(
                            "curl: (7) Failed to connect to {name} port {port}: Connection refused"
                        ),
                        host,
                    );
                }
                7
            }
            (_, None) => {
                self.complain(&format!("{tool}: bad address '{name}'"), host);
                1
            }
            (_, _) => {
                self.complain(
                    &format!("{tool}: can't connect to remote host ({name}): Connection refused"),
                    host,
                );
                1
            }
        }
    }
}

/// Tools that only print.
fn plain(name: &str, operands: &[&str], host: &dyn Host) -> Option<String> {
    let first = operands.first().copied().unwrap_or_default();
    Some(match name {
        "pwd" => "/\n".to_owned(),
        "whoami" => "root\n".to_owned(),
        "id" => "uid=0(root) gid=0(root)\n".to_owned(),
        "hostname" => format!("{}\n", host.hostname()),
        "uname" => "Linux\n".to_owned(),
        "date" => {
            let now = Timestamp::from_seconds(host.clock_seconds());
            if first.starts_with("+%s") {
                format!("{}\n", now.seconds())
            } else {
                format!("{now}\n")
            }
        }
        "uptime" => format!("up {} seconds\n", host.uptime().as_secs()),
        "basename" => format!("{}\n", first.rsplit('/').next().unwrap_or_default()),
        "dirname" => format!("{}\n", first.rsplit_once('/').map_or(".", |(head, _)| head)),
        "seq" => {
            let numbers: Vec<i64> = operands
                .iter()
                .filter_map(|word| word.parse().ok())
                .collect();
            let (low, high) = match numbers.as_slice() {
                [high] => (1, *high),
                [low, high, ..] => (*low, *high),
                [] => return Some(String::new()),
            };
            let mut lines = String::new();
            for number in low..=high.min(low.saturating_add(9_999)) {
                let _ = writeln!(lines, "{number}");
            }
            lines
        }
        _ => return None,
    })
}
