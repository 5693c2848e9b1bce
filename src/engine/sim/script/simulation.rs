//! Commands that no real image has, and `sleep`: they stand in for what programs of the sample images do.

use super::host::{Host, Load};
use super::parse::parse;
use super::vm::{Flow, Vm};
use std::sync::Arc;
use std::time::Duration;

/// The longest sleep: `infinity`.
const FOREVER: Duration = Duration::from_hours(24 * 365 * 100);

impl Vm {
    /// Commands that no real image has: they stand in for what programs of the sample images do.
    pub(super) fn simulation_command(
        &mut self,
        name: &str,
        rest: &[String],
        host: &mut dyn Host,
    ) -> Option<Flow> {
        let word = |index: usize| rest.get(index).map_or("", String::as_str);
        Some(match name {
            // resolve NAME: 0 where a container of that name is on a network of ours
            "resolve" => Flow::Done(i64::from(host.resolve(word(0)).is_none())),
            "usage" | "traffic" | "disk" => {
                host.load(load(name, word(0), word(1)));
                Flow::Done(0)
            }
            // random LOW HIGH
            "random" => {
                let drawn =
                    host.random(word(0).parse().unwrap_or(0), word(1).parse().unwrap_or(100));
                self.out(&format!("{drawn}\n"), host);
                Flow::Done(0)
            }
            // say LIST: one line of the image's list, its ${…} expanded
            "say" => {
                let Some(line) = host.pick(word(0)) else {
                    self.complain(&format!("say: the image has no list `{}`", word(0)), host);
                    return Some(Flow::Done(1));
                };
                let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
                self.run_text(&format!("echo -e \"{quoted}\""), host)
            }
            // pick LIST: the same, as it is
            "pick" => {
                let line = host.pick(word(0)).unwrap_or_default();
                self.out(&format!("{line}\n"), host);
                Flow::Done(0)
            }
            // nap LOW HIGH: sleeps so long in between; a trap runs at once
            "nap" => {
                let low = seconds(word(0)).unwrap_or_default();
                let high = seconds(word(1)).unwrap_or(low);
                let nanos = |span: Duration| u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
                let drawn = host.random(nanos(low), nanos(high));
                Flow::Sleep {
                    span: Duration::from_nanos(drawn),
                    wakes: true,
                }
            }
            // listen PORT…
            "listen" => {
                for port in rest.iter().filter_map(|text| text.parse().ok()) {
                    host.listen(port);
                }
                Flow::Done(0)
            }
            // serve PORT…: listens and lives until it is told to end
            "serve" => {
                for port in rest.iter().filter_map(|text| text.parse().ok()) {
                    host.listen(port);
                }
                if !self.traps.contains_key(&15) {
                    let end = parse("exit 0").unwrap_or_default();
                    for signal in [2, 3, 15] {
                        self.traps.insert(signal, Some(Arc::clone(&end)));
                    }
                }
                Flow::Forever
            }
            // connects HOST PORT
            "connects" => Flow::Done(i64::from(
                host.connects(word(0), word(1).parse().unwrap_or(0)) != Some(true),
            )),
            "sleep" => self.sleep(rest, host),
            _ => return None,
        })
    }

    fn sleep(&mut self, rest: &[String], host: &mut dyn Host) -> Flow {
        if rest.is_empty() {
            self.complain("sleep: missing operand", host);
            return Flow::Done(1);
        }
        let mut total = Duration::ZERO;
        for text in rest {
            let Some(span) = seconds(text) else {
                self.complain(&format!("sleep: invalid number '{text}'"), host);
                return Flow::Done(1);
            };
            total = total.saturating_add(span);
        }
        Flow::Sleep {
            span: total,
            wakes: false,
        }
    }
}

/// `usage CPU% MEMORY`: what the container uses from here on; `traffic RECEIVED SENT` and `disk READ WRITTEN`: bytes a
/// second.
fn load(name: &str, first: &str, second: &str) -> Load {
    match name {
        "usage" => Load {
            cpu_percent: first.trim_end_matches('%').parse().ok(),
            memory_bytes: size(second),
            ..Load::default()
        },
        "traffic" => Load {
            received_per_second: size(first),
            sent_per_second: size(second),
            ..Load::default()
        },
        _ => Load {
            read_per_second: size(first),
            written_per_second: size(second),
            ..Load::default()
        },
    }
}

/// `0.5`, `2s`, `3m`, `infinity`.
pub(in crate::engine::sim) fn seconds(text: &str) -> Option<Duration> {
    if matches!(text, "infinity" | "inf") {
        return Some(FOREVER);
    }
    let (digits, unit) = match text.chars().last()? {
        's' => (text.strip_suffix('s')?, 1.0),
        'm' => (text.strip_suffix('m')?, 60.0),
        'h' => (text.strip_suffix('h')?, 3600.0),
        'd' => (text.strip_suffix('d')?, 86_400.0),
        _ => (text, 1.0),
    };
    let well_formed = digits
        .chars()
        .all(|character| character.is_ascii_digit() || character == '.');
    let number = digits.parse::<f64>().ok().filter(|_| well_formed)?;
    Some(Duration::try_from_secs_f64(number * unit).map_or(FOREVER, |span| span.min(FOREVER)))
}

/// `512`, `64k`, `118M`, `1.5g`, with or without `b` or `ib`.
pub fn size(text: &str) -> Option<u64> {
    let lower = text.trim().to_ascii_lowercase();
    let bare = lower
        .strip_suffix("ib")
        .or_else(|| lower.strip_suffix('b'))
        .unwrap_or(&lower);
    let (digits, factor) = match bare.chars().last()? {
        'k' => (bare.strip_suffix('k')?, 1_u64 << 10),
        'm' => (bare.strip_suffix('m')?, 1 << 20),
        'g' => (bare.strip_suffix('g')?, 1 << 30),
        't' => (bare.strip_suffix('t')?, 1 << 40),
        _ => (bare, 1),
    };
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of a few digits; `as` saturates"
    )]
    digits
        .parse::<f64>()
        .ok()
        .filter(|number| *number >= 0.0)
        .map(|number| (number * factor as f64) as u64)
}
