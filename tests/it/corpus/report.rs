//! What came out of all cases, for a person: counts by kind, and the differences.

use super::compare::Verdict;
use super::difference;
use super::kind::Kind;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// Lines of one difference, on screen and in the report.
const MOST_LINES: usize = 12;
const MOST_LINES_WRITTEN: usize = 200;

/// Verdicts of all cases.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) cases: Vec<(String, BTreeMap<Kind, Verdict>, Duration)>,
}

impl Report {
    /// Whether all agrees that must.
    pub(crate) fn is_clean(&self) -> bool {
        self.cases.iter().all(|(_, verdicts, _)| {
            let mut verdicts = verdicts.iter();
            verdicts.all(|(kind, verdict)| !kind.must_agree() || matches!(verdict, Verdict::Agrees))
        })
    }

    /// How many agree, by kind.
    pub(crate) fn counts(&self) -> String {
        let mut text = String::new();
        for kind in Kind::ALL {
            let all = self.cases.iter().filter_map(|(_, all, _)| all.get(&kind));
            let (mut agreeing, mut total) = (0, 0);
            for verdict in all {
                total += 1;
                agreeing += u32::from(matches!(verdict, Verdict::Agrees));
            }
            if total > 0 {
                let note = if kind.must_agree() {
                    ""
                } else {
                    "  (told, not asked for)"
                };
                let missing = total - agreeing;
                let missing = if missing == 0 {
                    String::new()
                } else {
                    format!("  {missing} differ")
                };
                _ = writeln!(
                    text,
                    "  {:<20} {agreeing:>4} of {total}{missing}{note}",
                    kind.name()
                );
            }
        }
        let clean = self.cases.iter().filter(|(_, verdicts, _)| {
            let mut verdicts = verdicts.iter().filter(|(kind, _)| kind.must_agree());
            verdicts.all(|(_, verdict)| matches!(verdict, Verdict::Agrees))
        });
        _ = writeln!(
            text,
            "  {:<20} {:>4} of {}",
            "whole cases",
            clean.count(),
            self.cases.len()
        );
        if let Some((name, _, time)) = self.cases.iter().max_by_key(|(_, _, time)| *time) {
            _ = writeln!(text, "  the slowest took {} ms: {name}", time.as_millis());
        }
        text
    }

    /// The differences of the first so many cases that have one.
    pub(crate) fn differences(&self, most_cases: usize) -> String {
        self.written(most_cases, MOST_LINES, Kind::must_agree)
    }

    /// All of it.
    pub(crate) fn whole(&self) -> String {
        let all = self.written(usize::MAX, MOST_LINES_WRITTEN, |_| true);
        format!("{}\n{all}", self.counts())
    }

    fn written(&self, most_cases: usize, most_lines: usize, wanted: fn(Kind) -> bool) -> String {
        let mut text = String::new();
        let mut cases = 0;
        for (name, verdicts, _) in &self.cases {
            let mut differing = verdicts
                .iter()
                .filter_map(|(kind, verdict)| match verdict {
                    Verdict::Differs(lines) if wanted(*kind) => Some((kind, lines)),
                    _ => None,
                })
                .peekable();
            if differing.peek().is_none() {
                continue;
            }
            cases += 1;
            if cases > most_cases {
                continue;
            }
            _ = writeln!(text, "  {name}");
            for (kind, lines) in differing {
                _ = writeln!(text, "    {}", kind.name());
                text.push_str(&difference::shown(lines, most_lines));
            }
        }
        if cases > most_cases {
            _ = writeln!(text, "  … and {} more cases", cases - most_cases);
        }
        text
    }
}
