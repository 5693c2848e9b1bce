//! The name of a project: given, written in a file, or that of its directory.

use super::{Skip, file::Parsed, file::Text};
use crate::compose::diagnostic::Report;
use crate::compose::options::{ProjectOptions, normalised_name};
use crate::compose::origin::{Files, Origin};
use crate::compose::path::FieldPath;
use crate::compose::tree::Value;
use crate::compose::{interpolate, read};
use std::sync::Arc;

/// A name and where it comes from.
pub(super) struct Name {
    pub(super) value: Arc<str>,
    pub(super) origin: Origin,
}

/// `None`: a name in a file cannot be filled in, which was reported.
pub(super) fn resolve(
    options: &ProjectOptions,
    texts: &[Text],
    skip: Skip,
    files: &Files,
    parsed: &mut Parsed,
    report: &mut Report,
) -> Option<Name> {
    if let Some(given) = &options.given_name {
        return Some(Name {
            value: Arc::from(given.name.as_str()),
            origin: Origin::default(),
        });
    }
    // The last one counts. A file that cannot be read is reported when it is loaded.
    let mut written: Option<(Arc<str>, Origin)> = None;
    // Compose looks into the first document of each file whether there is a name, and takes it from any.
    let mut is_named = false;
    for text in texts {
        let Some(source) = files.get(text.file) else {
            continue;
        };
        let mut quiet = Report::default();
        let documents =
            read::documents(&text.path, text.file, &source.text, &mut quiet).unwrap_or_default();
        for (number, document) in documents.iter().enumerate() {
            if let Some(name) = document.tree.get("name")
                && let Value::Text(value) = &name.value
                && !value.is_empty()
            {
                is_named |= number == 0;
                written = Some((Arc::clone(value), name.origin.clone()));
            }
        }
        // One without faults need not be read again.
        if quiet.diagnostics.is_empty() {
            parsed.insert(text.file, documents);
        }
    }
    if let Some((value, origin)) = written {
        let path = FieldPath::of(&["name"]);
        let filled = if skip.interpolation {
            value.to_string()
        } else {
            match interpolate::text(&value, &path, &options.environment) {
                Ok(filled) => filled,
                Err(diagnostic) => {
                    report.add(diagnostic.from_origin(&origin));
                    return None;
                }
            }
        };
        let normal = if skip.normalization {
            filled
        } else {
            normalised_name(&filled)
        };
        if is_named || !normal.is_empty() {
            return Some(Name {
                value: Arc::from(normal),
                origin,
            });
        }
    }
    if let Some(warning) = &options.fallback_warning {
        report.add(warning.clone());
    }
    Some(Name {
        value: Arc::from(options.fallback_name.as_str()),
        origin: Origin::default_value(),
    })
}
