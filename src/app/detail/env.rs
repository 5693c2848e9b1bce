//! The Env tab: variables of a container, or of the containers of a service or stack, secrets masked.

use crate::app::state::App;
use crate::app::view::{Body, RowId, Tab, Table, Tone, line};
use crate::model::ids::InstanceId;
use crate::model::secret;

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
        let cells = |row: &EnvRow| {
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
            out
        };
        let mut titles = vec!["variable".to_owned(), "value".to_owned()];
        if with_service {
            titles.insert(0, "service".to_owned());
        }
        Body::Table(Table {
            titles,
            rows: rows.iter().skip(first).take(height).map(cells).collect(),
            cursor: Some(cursor - first),
            note: String::new(),
        })
    }
}
