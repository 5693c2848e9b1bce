//! `logs`: of several containers as one, merged by time.

mod live;
mod merge;
mod print;

use crate::app::domain::Host;
use crate::cli::args::Logs;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::cli::look::{containers, look};
use crate::cli::{target, when};
use crate::config::settings::ColorMode;
use crate::model::ids::{InstanceId, Manager};
use crate::model::time::Timestamp;
use crate::ops::Entry;
use live::Live;
use merge::Merge;
use print::Printer;

/// Prints.
pub async fn run(entry: &Entry, args: &Logs, console: &mut Console) -> Result<(), CliError> {
    if args.no_color {
        console.set_color(ColorMode::Never);
    }
    let tail = tail(&args.tail)?;
    let look = look(entry).await?;
    look.warn(console);
    let moment = |option, text: &Option<String>| {
        text.as_ref()
            .map(|text| when::moment(option, text, look.now))
            .transpose()
    };
    let range = Range {
        tail,
        since: moment("--since", &args.since)?,
        until: moment("--until", &args.until)?,
    };
    let whose = Whose {
        words: args.targets.clone(),
        project: look.in_force().map(str::to_owned),
    };
    let ids = whose.ids(&look.host)?;
    let chosen = containers(&look.host, &ids);
    let mut printer = Printer::new(console, args.timestamps, !args.no_log_prefix);
    printer.learn(&chosen);
    let mut merge = Merge::begin(&look.connected.engine, &chosen, range);
    while let Some((id, line)) = merge.next().await {
        printer.print(&id, &line)?;
    }
    printer.flush()?;
    let mut failed = false;
    for (id, error) in merge.failures() {
        failed = true;
        printer.warn(&format!(
            "cannot read the log of `{}`: {error}",
            name(&look.host, id)
        ));
    }
    if args.follow {
        let seen = merge.into_seen();
        Live::new(look.host, whose, range, seen)
            .run(entry, &mut printer)
            .await?;
    }
    if failed {
        return Err(CliError::Told);
    }
    Ok(())
}

/// Which lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Range {
    /// The last ones of each container; `None`: all.
    tail: Option<u64>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

/// Whose logs, by what was asked for: answered anew when containers come and go.
#[derive(Clone, Debug, Default)]
struct Whose {
    words: Vec<String>,
    project: Option<String>,
}

impl Whose {
    fn ids(&self, host: &Host) -> Result<Vec<InstanceId>, CliError> {
        if !self.words.is_empty() {
            let targets = target::resolve_all(&self.words, host, self.project.as_deref())?;
            return Ok(targets.into_iter().flat_map(|target| target.ids).collect());
        }
        let Some(name) = &self.project else {
            return Err(CliError::new(
                "whose logs? no target is given, and no project is in force",
            )
            .with_hint("name a stack (`shop/`), a service (`shop/api`) or a container"));
        };
        let stack = host
            .stacks()
            .iter()
            .find(|stack| stack.id.manager == Manager::Compose && *stack.id.name == **name);
        Ok(stack
            .map(|stack| stack.instances().cloned().collect())
            .unwrap_or_default())
    }
}

fn name(host: &Host, id: &InstanceId) -> String {
    host.instance(id).map_or_else(
        || id.short().to_owned(),
        |instance| instance.container.name.to_string(),
    )
}

/// `all` and any negative number are all lines, as Compose takes them.
fn tail(text: &str) -> Result<Option<u64>, CliError> {
    if text.eq_ignore_ascii_case("all") {
        return Ok(None);
    }
    match text.parse::<i64>() {
        Ok(number) => Ok(u64::try_from(number).ok()),
        Err(_) => Err(
            CliError::new(format!("`--tail {text}` is no number of lines"))
                .with_hint("write a number, or `all`"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::{container, host};

    #[test]
    fn tail_is_a_number_or_all() {
        assert_eq!(tail("all"), Ok(None));
        assert_eq!(tail("-1"), Ok(None));
        assert_eq!(tail("0"), Ok(Some(0)));
        assert_eq!(tail("20"), Ok(Some(20)));
        assert!(tail("many").is_err());
    }

    #[test]
    fn without_a_target_the_project_in_force_is_meant() {
        let host = host(vec![
            container("a", "shop-api-1", "shop", "api", 1),
            container("b", "mail-db-1", "mail", "db", 1),
        ]);
        let whose = |project: Option<&str>| Whose {
            words: Vec::new(),
            project: project.map(str::to_owned),
        };
        assert_eq!(
            whose(Some("mail")).ids(&host).unwrap(),
            [InstanceId::from("b")]
        );
        assert!(whose(None).ids(&host).is_err());
        assert_eq!(whose(Some("blog")).ids(&host).unwrap(), []);
    }
}
