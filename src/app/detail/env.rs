//! The Env tab: variables of a container, or of the containers of a service or stack, secrets masked.

use crate::app::state::App;
use crate::app::view::{Body, Line, RowId, Tab, Table, Tone, line};
use crate::model::ids::InstanceId;
use crate::model::secret;
use crate::plan::compare::{self, Verdict};

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct EnvRow {
    /// Whose.
    pub(in crate::app) instance_id: InstanceId,
    /// The service's name, where several are shown.
    pub(in crate::app) service: String,
    /// Its name.
    pub(in crate::app) name: String,
    /// Its value, unmasked.
    pub(in crate::app) value: String,
}

impl App {
    /// All variables of an object, by service and name; of a service its first container's.
    pub(in crate::app) fn env_rows(&self, id: &RowId) -> Vec<EnvRow> {
        let services: Vec<(String, Option<InstanceId>)> = match id {
            RowId::Stack(id) => self.domain.stack(id).map_or_else(Vec::new, |stack| {
                let services = stack.services.iter();
                services
                    .map(|one| (one.id.name.to_string(), one.instances.first().cloned()))
                    .collect()
            }),
            other => vec![(String::new(), self.instances_of(other).into_iter().next())],
        };
        let mut rows = Vec::new();
        for (service, id) in services {
            let Some((id, instance)) = id.and_then(|id| Some((id.clone(), self.instance(&id)?)))
            else {
                continue;
            };
            let Some(details) = &instance.container.details else {
                continue;
            };
            let mut env = details.env.clone();
            env.sort();
            rows.extend(env.into_iter().map(|(name, value)| EnvRow {
                instance_id: id.clone(),
                service: service.clone(),
                name,
                value,
            }));
        }
        rows
    }

    /// How a variable stands to the file of its stack; nothing where it is as the file says, or no file names it.
    fn beside_file(&self, row: &EnvRow) -> Line {
        let service = self.service_of(&row.instance_id);
        let verdict = service.and_then(|id| {
            let desired = self.domain.stack(&id.stack)?.reading.desired()?;
            compare::variable(&desired.loaded, &id.name, &row.name, &row.value)
        });
        match verdict {
            Some(Verdict::Differs) => line(Tone::Warn, "differs"),
            Some(Verdict::Unknown(reason)) => line(Tone::Dim, format!("unknown: {reason}")),
            Some(Verdict::Same) | None => Line::new(),
        }
    }

    pub(super) fn env_body(&self, id: &RowId) -> Body {
        let rows = self.env_rows(id);
        if rows.is_empty() {
            let instances = self.instances_of(id);
            let text = if instances.is_empty() {
                "no container, so no variables of one"
            } else {
                "no variables"
            };
            return Body::Message(line(Tone::Dim, text));
        }
        let height = usize::from(self.layout.body.height)
            .saturating_sub(1)
            .max(1);
        let cursor = self
            .detail
            .cursors
            .get(id)
            .copied()
            .unwrap_or(0)
            .min(rows.len() - 1);
        let first = self
            .detail
            .scrolls
            .get(&(id.clone(), Tab::Env))
            .copied()
            .unwrap_or(0);
        let first = first
            .min(rows.len().saturating_sub(height))
            .min(cursor)
            .max((cursor + 1).saturating_sub(height));
        let with_service = matches!(id, RowId::Stack(_));
        let shown: Vec<(&EnvRow, Line)> = rows
            .iter()
            .skip(first)
            .take(height)
            .map(|row| (row, self.beside_file(row)))
            .collect();
        let with_file = shown.iter().any(|(_, words)| !words.is_empty());
        let cells = |(row, words): (&EnvRow, Line)| {
            let is_revealed = self
                .detail
                .revealed
                .contains(&(row.instance_id.clone(), row.name.clone()));
            let shown = if is_revealed {
                row.value.clone()
            } else {
                secret::masked(&row.name, &row.value)
            };
            let tone = if shown == row.value {
                Tone::Normal
            } else {
                Tone::Dim
            };
            let mut out = Vec::new();
            if with_service {
                out.push((Tone::Dim, row.service.clone()));
            }
            out.push((Tone::Strong, row.name.clone()));
            out.push((
                tone,
                if self.surroundings.is_ascii {
                    shown.replace('•', "*")
                } else {
                    shown
                },
            ));
            if with_file {
                out.push(words.into_iter().next().unwrap_or_default());
            }
            out
        };
        let mut titles = vec!["variable".to_owned(), "value".to_owned()];
        if with_service {
            titles.insert(0, "service".to_owned());
        }
        if with_file {
            titles.push("beside its file".to_owned());
        }
        Body::Table(Table {
            titles,
            rows: shown.into_iter().map(cells).collect(),
            cursor: Some(cursor - first),
            note: String::new(),
        })
    }
}
