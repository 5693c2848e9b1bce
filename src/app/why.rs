//! The Why view: what is known of something that fails, as evidence. Causes are not guessed.

use crate::app::domain::{Instance, words};
use crate::app::effect::{Effect, Effects};
use crate::app::modal::{Modal, Report};
use crate::app::state::App;
use crate::app::tasks::Purpose;
use crate::app::view::{Line, Tone, line};
use crate::model::exit;
use crate::model::ids::InstanceId;
use crate::model::log::{LogLine, LogStream};
use crate::model::observed::{Container, Details};
use crate::model::status::Status;
use crate::model::time::age;
use crate::model::units;
use crate::plan::work::Work;

/// Lines of the log that are shown.
const LOG_LINES: u64 = 20;
/// Health checks that are shown.
const PROBES: usize = 3;

impl App {
    /// Opens the view for the worst container of the selection, and asks for its last lines.
    pub(super) fn open_why(&mut self) -> Effects {
        let Some(id) = self.failing_subject() else {
            return Effects::redraw();
        };
        let Some(instance) = self.instance(&id) else {
            return Effects::redraw();
        };
        let title = format!("Why is {} failing?", instance.container.name);
        let mut lines = self.evidence(instance);
        lines.push(heading("last lines"));
        lines.push(line(Tone::Dim, "  reading…"));
        self.modals.push(Modal::Report(Report {
            title,
            lines,
            scroll: 0,
            about: Some(id.clone()),
        }));
        let task = self
            .tasks
            .begin(self.host.clone(), Purpose::Why(id.clone()), self.now);
        Effects::one(Effect::Run(
            task,
            self.host.clone(),
            Work::LastLines(id, LOG_LINES),
        ))
    }

    /// Puts the last lines in, when they come.
    pub(super) fn fill_why(&mut self, id: &InstanceId, answer: Result<Vec<LogLine>, String>) {
        let Some(evidence) = self.instance(id).map(|instance| self.evidence(instance)) else {
            return;
        };
        let mut lines = evidence;
        lines.push(heading("last lines"));
        match answer {
            Ok(found) if found.is_empty() => {
                lines.push(line(Tone::Dim, "  it has written nothing"));
            }
            Ok(found) => lines.extend(found.iter().map(|one| {
                let tone = if one.stream == LogStream::Stderr {
                    Tone::Bad
                } else {
                    Tone::Normal
                };
                let time = one.at.map(|at| self.clock.wall(at)).unwrap_or_default();
                vec![
                    (Tone::Dim, format!("  {time} ")),
                    (tone, one.text.text.clone()),
                ]
            })),
            Err(reason) => lines.push(line(Tone::Warn, format!("  cannot be read: {reason}"))),
        }
        let open = self.modals.iter_mut().find_map(|modal| match modal {
            Modal::Report(report) if report.about.as_ref() == Some(id) => Some(report),
            _ => None,
        });
        if let Some(report) = open {
            report.lines = lines;
        }
    }

    fn evidence(&self, instance: &Instance) -> Vec<Line> {
        let container = &instance.container;
        let mut lines = vec![line(Tone::Strong, self.summary(instance)), Line::new()];
        let mut fact = |name: &str, tone: Tone, text: String| {
            lines.push(vec![(Tone::Dim, format!("  {name:14}")), (tone, text)]);
        };
        let Some(details) = container.details.as_deref() else {
            fact(
                "inspection",
                Tone::Warn,
                "not read yet, or not allowed by this endpoint".to_owned(),
            );
            return lines;
        };
        let now = self.engine_now();
        if !details.error.is_empty() {
            fact("engine says", Tone::Bad, details.error.clone());
        }
        let ended = details.finished_at.filter(|_| !container.is_running());
        let code = match instance.status {
            Status::CrashLoop => words::loop_exit_code(instance),
            _ => ended.map(|_| details.exit_code),
        };
        if let Some(code) = code {
            let text = format!("{code} · {}", exit::meaning(code));
            fact("exit code", Tone::Bad, text);
        }
        if details.oom_killed {
            let limit = match details.memory_limit_bytes {
                0 => "the host's memory".to_owned(),
                limit => format!("its limit of {}", units::bytes(limit)),
            };
            fact(
                "memory",
                Tone::Bad,
                format!("killed by the kernel for passing {limit}"),
            );
        } else if details.exit_code == 137 && !container.is_running() {
            fact(
                "memory",
                Tone::Dim,
                "the engine noted no out-of-memory kill; SIGKILL came from elsewhere".to_owned(),
            );
        }
        let rhythm = rhythm(instance, now);
        if !rhythm.is_empty() {
            fact("restarts", Tone::Warn, rhythm);
        }
        let policy = &details.restart_policy;
        let retries = match policy.maximum_retries {
            0 => String::new(),
            count => format!(", at most {count} times"),
        };
        let policy = if policy.name.is_empty() {
            "no"
        } else {
            &policy.name
        };
        fact("policy", Tone::Normal, format!("{policy}{retries}"));
        fact("command", Tone::Normal, details.command.join(" "));
        fact("image", Tone::Normal, details.config_image.clone());
        for (name, at) in [
            ("started", details.started_at),
            ("ended", details.finished_at),
        ] {
            if let Some(at) = at {
                fact(
                    name,
                    Tone::Normal,
                    format!("{} ({} ago)", self.clock.stamp(at), age(at.age(now))),
                );
            }
        }
        lines.extend(self.health_lines(details));
        lines
    }

    /// The health check's command and its last outputs, newest first.
    fn health_lines(&self, details: &Details) -> Vec<Line> {
        let mut lines = Vec::new();
        if !details.health_log.is_empty() {
            lines.push(heading("health check"));
            lines.push(line(
                Tone::Dim,
                format!("  {}", details.health_test.join(" ")),
            ));
            lines.push(line(
                Tone::Normal,
                format!("  {} failed in a row", details.failing_streak),
            ));
            for probe in details.health_log.iter().rev().take(PROBES) {
                let tone = if probe.exit_code == 0 {
                    Tone::Good
                } else {
                    Tone::Bad
                };
                let time = probe
                    .started_at
                    .map(|at| self.clock.wall(at))
                    .unwrap_or_default();
                let output: Vec<&str> = probe
                    .output
                    .lines()
                    .map(str::trim_end)
                    .filter(|one| !one.is_empty())
                    .collect();
                let first = output.first().copied().unwrap_or("no output");
                lines.push(vec![
                    (Tone::Dim, format!("  {time} ")),
                    (tone, format!("exit {}  {first}", probe.exit_code)),
                ]);
                lines.extend(
                    output
                        .iter()
                        .skip(1)
                        .take(6)
                        .map(|text| line(Tone::Normal, format!("             {text}"))),
                );
            }
        }
        lines
    }

    /// One sentence.
    fn summary(&self, instance: &Instance) -> String {
        let container = &instance.container;
        let now = self.engine_now();
        match instance.status {
            Status::CrashLoop => {
                let code = words::loop_exit_code(instance);
                let code = code.map(|code| format!(" {code}")).unwrap_or_default();
                let count = words::restarts(instance, now).unwrap_or(0);
                format!(
                    "It exits{code} again and again: {count} restarts.{}",
                    running_time(container)
                )
            }
            Status::Unhealthy => {
                let streak = container
                    .details
                    .as_ref()
                    .map_or(0, |details| details.failing_streak);
                format!("It runs, but its health check failed {streak} times in a row.")
            }
            _ => match container.details.as_deref() {
                Some(details) if !details.error.is_empty() => {
                    "The engine could not start it.".to_owned()
                }
                Some(details) if details.oom_killed => {
                    "It used more memory than it may.".to_owned()
                }
                _ => format!(
                    "It ended with {} and nobody had stopped it.{}",
                    container
                        .exit_code()
                        .map_or_else(|| "an error".to_owned(), |code| format!("exit code {code}")),
                    running_time(container)
                ),
            },
        }
    }
}

fn heading(text: &str) -> Line {
    line(Tone::Accent, text)
}

/// How long the last run took.
fn running_time(container: &Container) -> String {
    let times = container
        .details
        .as_ref()
        .and_then(|details| Some((details.started_at?, details.finished_at?)));
    match times {
        Some((started, finished)) if finished > started => {
            let seconds = started.age(finished).as_secs_f64();
            if seconds < 10.0 {
                format!(" The last run took {seconds:.1} s.")
            } else {
                format!(" The last run took {}.", age(started.age(finished)))
            }
        }
        _ => String::new(),
    }
}

/// `12, the last three 10 s, 20 s and 40 s apart`.
fn rhythm(instance: &Instance, now: crate::model::time::Timestamp) -> String {
    let Some(count) = words::restarts(instance, now) else {
        return String::new();
    };
    let times: Vec<_> = instance.history.restarts().collect();
    let gaps: Vec<String> = times
        .windows(2)
        .filter_map(|pair| Some(age(pair.first()?.age(*pair.last()?))))
        .collect();
    let last: Vec<String> = gaps.iter().rev().take(3).rev().cloned().collect();
    if last.is_empty() {
        count.to_string()
    } else {
        format!("{count}, the last ones {} apart", last.join(", "))
    }
}
