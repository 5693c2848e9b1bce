//! The Config tab: the inspection of a container, or what is known of a stack or service.

use super::problem;
use crate::app::domain::Stack;
use crate::app::state::App;
use crate::app::view::{Body, Line, RowId, Tab, Tone, line};
use crate::model::ids::InstanceId;
use crate::model::labels;
use crate::plan::reading::Reading;
use std::collections::BTreeSet;

impl App {
    pub(super) fn config_body(&self, id: &RowId) -> Body {
        let lines = match id {
            RowId::Stack(id) => self
                .domain
                .stack(id)
                .map(|stack| self.stack_lines(stack))
                .unwrap_or_default(),
            RowId::Service(_) | RowId::Instance(_) => match self.subject_of(id) {
                None => vec![line(Tone::Dim, "not created: nothing to inspect")],
                Some(subject) => match &self.detail.text {
                    Some((whose, Ok(text))) if *whose == subject => {
                        text.iter().map(|text| json(text)).collect()
                    }
                    Some((whose, Err(reason))) if *whose == subject => {
                        vec![line(Tone::Warn, reason.clone())]
                    }
                    _ => return Body::Message(line(Tone::Dim, "reading the inspection…")),
                },
            },
        };
        let first = self.scroll_of(id, Tab::Config, lines.len());
        let height = usize::from(self.layout.body.height);
        Body::Text(lines.into_iter().skip(first).take(height).collect())
    }

    /// The container whose inspection and processes are shown for an object.
    pub(in crate::app) fn subject_of(&self, id: &RowId) -> Option<InstanceId> {
        let instances = self.instances_of(id);
        let runs = |id: &&InstanceId| {
            self.instance(id)
                .is_some_and(|one| one.container.is_running())
        };
        instances
            .iter()
            .find(runs)
            .or_else(|| instances.first())
            .cloned()
    }

    /// How many lines the Config tab has.
    pub(in crate::app) fn config_length(&self, id: &RowId) -> usize {
        match id {
            RowId::Stack(id) => self
                .domain
                .stack(id)
                .map_or(0, |stack| self.stack_lines(stack).len()),
            _ => match &self.detail.text {
                Some((_, Ok(text))) => text.len(),
                _ => 1,
            },
        }
    }

    fn stack_lines(&self, stack: &Stack) -> Vec<Line> {
        // What is wrong comes first.
        let mut lines = problem::rows(&stack.reading, self.layout.body.width);
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        let mut fact = |name: &str, value: String| {
            if !value.is_empty() {
                lines.push(vec![
                    (Tone::Dim, format!("{name:12}")),
                    (Tone::Normal, value),
                ]);
            }
        };
        if let Reading::Missing(reason) = &stack.reading {
            fact("no file", reason.clone());
        }
        let instances: Vec<_> = stack
            .instances()
            .filter_map(|id| self.instance(id))
            .collect();
        let version = instances
            .iter()
            .find_map(|one| one.container.label(labels::VERSION));
        fact("directory", stack.working_dir.clone());
        for file in &stack.config_files {
            fact("file", file.clone());
        }
        fact(
            "made by",
            version
                .map(|version| format!("compose {version}"))
                .unwrap_or_default(),
        );
        let networks: BTreeSet<&str> = instances
            .iter()
            .flat_map(|one| &one.container.networks)
            .map(|one| one.network.as_str())
            .collect();
        let mounts = || instances.iter().flat_map(|one| &one.container.mounts);
        let volumes: BTreeSet<&str> = mounts()
            .filter(|one| one.kind == "volume")
            .map(|one| one.name.as_str())
            .collect();
        let images: BTreeSet<&str> = instances.iter().map(|one| &*one.container.image).collect();
        for (name, values) in [
            ("network", networks),
            ("volume", volumes),
            ("image", images),
        ] {
            for value in values {
                fact(name, value.to_owned());
            }
        }
        for service in &stack.services {
            fact(
                "service",
                format!("{}  {}", service.id.name, service.status.word()),
            );
        }
        if let Some(desired) = stack.reading.desired() {
            for (name, profiles) in &desired.off {
                let profiles = profiles.join(", ");
                fact("off", format!("{name}  needs a profile: {profiles}"));
            }
            for warning in &desired.warnings {
                lines.push(line(Tone::Warn, warning.clone()));
            }
        }
        lines
    }
}

/// A line of indented JSON: keys strong, the rest as it is.
fn json(text: &str) -> Line {
    let indent = text.len() - text.trim_start().len();
    match text
        .trim_start()
        .strip_prefix('"')
        .and_then(|rest| rest.split_once("\": "))
    {
        Some((key, value)) => {
            vec![
                (Tone::Normal, " ".repeat(indent)),
                (Tone::Accent, format!("{key}: ")),
                (Tone::Normal, value.to_owned()),
            ]
        }
        None => line(Tone::Normal, text),
    }
}
