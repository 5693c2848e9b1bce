//! Lines with their names before them, each service in its own colour.

use crate::cli::console::{Console, paint, styled};
use crate::cli::error::CliError;
use crate::model::ids::{InstanceId, Manager};
use crate::model::log::LogLine;
use crate::model::observed::Container;
use std::collections::BTreeMap;
use std::io::Write as _;
use unicode_width::UnicodeWidthStr;

/// Writes lines to the console.
pub(super) struct Printer<'a> {
    console: &'a mut Console,
    with_time: bool,
    with_name: bool,
    names: BTreeMap<InstanceId, Name>,
    width: usize,
}

struct Name {
    stack: (Manager, String),
    /// `api-1`
    short: String,
    /// The container's own.
    long: String,
    color: &'static str,
}

/// SGR parameters; red is left out, it means failing.
const COLORS: [&str; 10] = ["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"];

impl<'a> Printer<'a> {
    pub(super) const fn new(console: &'a mut Console, with_time: bool, with_name: bool) -> Self {
        Self {
            console,
            with_time,
            with_name,
            names: BTreeMap::new(),
            width: 0,
        }
    }

    /// Takes in whose lines will come.
    pub(super) fn learn(&mut self, containers: &[&Container]) {
        for container in containers {
            let belonging = container.belonging();
            let number = container.number();
            let short = match belonging.manager {
                Manager::Loose => container.name.to_string(),
                _ if number > 0 => format!("{}-{number}", belonging.service),
                _ => belonging.service.to_string(),
            };
            let name = Name {
                color: color(&belonging.service),
                stack: (belonging.manager, belonging.stack.to_string()),
                long: container.name.to_string(),
                short,
            };
            self.names.insert(container.id.clone(), name);
        }
        self.width = self
            .names
            .values()
            .map(|name| self.text(name).width())
            .max()
            .unwrap_or(0);
    }

    /// Short where all are of one stack.
    fn text<'b>(&self, name: &'b Name) -> &'b str {
        let is_one_stack = self.names.values().all(|other| other.stack == name.stack);
        if is_one_stack {
            &name.short
        } else {
            &name.long
        }
    }

    pub(super) fn print(&mut self, id: &InstanceId, line: &LogLine) -> Result<(), CliError> {
        let is_colored = self.console.is_colored;
        if self.with_name
            && let Some(name) = self.names.get(id)
        {
            let text = self.text(name);
            let space = self.width.saturating_sub(text.width());
            let prefix = format!("{text}{:space$}  | ", "");
            write!(
                self.console.out,
                "{}",
                paint(is_colored, name.color, &prefix)
            )?;
        }
        if self.with_time
            && let Some(at) = line.at
        {
            write!(self.console.out, "{at} ")?;
        }
        writeln!(self.console.out, "{}", styled(is_colored, &line.text))?;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        Ok(self.console.out.flush()?)
    }

    pub(super) fn warn(&mut self, text: &str) {
        self.console.warn(text);
    }
}

/// The same for the same name, in every run (FNV-1a).
fn color(name: &str) -> &'static str {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let index = usize::try_from(hash % COLORS.len() as u64).unwrap_or(0);
    COLORS.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;
    use crate::cli::testing::container;
    use crate::model::log::{LogStream, StyledText};
    use crate::model::time::Timestamp;

    fn line(text: &str) -> LogLine {
        LogLine {
            at: Some(Timestamp::from_seconds(0)),
            stream: LogStream::Stdout,
            text: StyledText::plain(text),
        }
    }

    #[test]
    fn names_are_short_inside_one_stack_and_full_across_several() {
        let api = container("a", "shop-api-1", "shop", "api", 1);
        let worker = container("b", "shop-worker-2", "shop", "worker", 2);
        let (mut console, out, _) = console();
        let mut printer = Printer::new(&mut console, false, true);
        printer.learn(&[&api, &worker]);
        printer.print(&api.id, &line("hello")).unwrap();
        printer.print(&worker.id, &line("hi")).unwrap();
        let lonely = container("c", "lonely", "", "", 0);
        printer.learn(&[&lonely]);
        printer.print(&api.id, &line("again")).unwrap();
        assert_eq!(
            out.text(),
            "api-1     | hello\nworker-2  | hi\nshop-api-1     | again\n"
        );
    }

    #[test]
    fn times_and_plain_lines() {
        let api = container("a", "shop-api-1", "shop", "api", 1);
        let (mut console, out, _) = console();
        let mut printer = Printer::new(&mut console, true, false);
        printer.learn(&[&api]);
        printer.print(&api.id, &line("hello")).unwrap();
        assert_eq!(out.text(), "1970-01-01T00:00:00Z hello\n");
    }

    #[test]
    fn a_service_keeps_its_colour() {
        assert_eq!(color("api"), color("api"));
        assert!(
            ["api", "db", "web", "worker"]
                .map(color)
                .iter()
                .any(|one| *one != color("api"))
        );
    }
}
