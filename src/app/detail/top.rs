//! The Top tab: processes of a container.

use crate::app::state::App;
use crate::app::view::{Body, RowId, Tab, Table, Tone, line};
use crate::model::capabilities::Capability;
use crate::model::observed::ProcessTable;

impl App {
    pub(super) fn top_body(&self, id: &RowId) -> Body {
        if let Some(reason) = self
            .host()
            .and_then(|host| host.capabilities.missing(Capability::Top))
        {
            return Body::Message(line(Tone::Warn, reason.to_owned()));
        }
        let Some(subject) = self.subject_of(id) else {
            return Body::Message(line(Tone::Dim, "no container, so no processes"));
        };
        let runs = self
            .instance(&subject)
            .is_some_and(|one| one.container.is_running());
        match &self.detail.top {
            _ if !runs => Body::Message(line(Tone::Dim, "it does not run: no processes")),
            Some((whose, Ok(table))) if *whose == subject => self.processes(id, table),
            Some((whose, Err(reason))) if *whose == subject => {
                Body::Message(line(Tone::Warn, reason.clone()))
            }
            _ => Body::Message(line(Tone::Dim, "reading the processes…")),
        }
    }

    fn processes(&self, id: &RowId, table: &ProcessTable) -> Body {
        let row = |cells: &Vec<String>| {
            cells
                .iter()
                .map(|cell| (Tone::Normal, cell.clone()))
                .collect()
        };
        let subject = self
            .subject_of(id)
            .filter(|_| self.instances_of(id).len() > 1);
        let name =
            subject.and_then(|id| self.instance(&id).map(|one| one.container.name.to_string()));
        let note = name.map(|name| format!("of {name}")).unwrap_or_default();
        let (first, height) = self.table_window(id, Tab::Top, table.rows.len(), !note.is_empty());
        Body::Table(Table {
            titles: table.titles.clone(),
            rows: table
                .rows
                .iter()
                .skip(first)
                .take(height)
                .map(row)
                .collect(),
            cursor: None,
            note,
        })
    }

    /// How many processes are known.
    pub(in crate::app) fn top_length(&self) -> usize {
        match &self.detail.top {
            Some((_, Ok(table))) => table.rows.len(),
            _ => 0,
        }
    }
}
