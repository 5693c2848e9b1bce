//! Trees from text and back, for tests of the stages.

use crate::compose::diagnostic::Report;
use crate::compose::go;
use crate::compose::origin::Files;
use crate::compose::read;
use crate::compose::tree::{Tree, Value};
use std::path::Path;

/// The tree of a compose file of one document.
pub(crate) fn tree(text: &str) -> Tree {
    let path = Path::new("/p/compose.yaml");
    let file = Files::default().add(path, text);
    let mut report = Report::default();
    let documents = read::documents(path, file, text, &mut report);
    assert_eq!(report, Report::default(), "{text}");
    documents.unwrap().remove(0).tree
}

/// In one line, texts quoted only where they look like something else.
pub(crate) fn show(tree: &Tree) -> String {
    match &tree.value {
        Value::Text(text) if !text.is_empty() && text.parse::<f64>().is_err() => text.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Null => "~".to_owned(),
        Value::List(list) => {
            let items: Vec<String> = list.iter().map(show).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", show(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => go::display(other),
    }
}

/// What stands at a way of keys and numbers divided by blanks.
pub(crate) fn at<'t>(tree: &'t Tree, way: &str) -> &'t Tree {
    way.split_whitespace().fold(tree, |tree, step| {
        let found = match (tree.list(), step.parse::<usize>()) {
            (Some(list), Ok(index)) => list.get(index),
            _ => tree.get(step),
        };
        found.unwrap_or_else(|| panic!("no `{step}` of `{way}` in {}", show(tree)))
    })
}

/// All phrases of a report, each with the line and column it points at.
pub(crate) fn phrases(report: &Report) -> Vec<String> {
    let diagnostics = report.diagnostics.iter();
    diagnostics
        .map(|diagnostic| match diagnostic.at {
            Some(at) => format!("{}:{} {}", at.span.line, at.span.column, diagnostic.phrase),
            None => diagnostic.phrase.clone(),
        })
        .collect()
}
