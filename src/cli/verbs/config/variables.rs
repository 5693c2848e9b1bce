//! `config --variables`: which variables the files ask for.

use crate::cli::error::CliError;
use crate::compose::print::shape::Shape;
use crate::compose::print::yaml;
use crate::compose::template::{self, VariableUse};
use crate::compose::tree::{Tree, Value};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Variables by name.
type Variables = BTreeMap<Arc<str>, VariableUse>;

/// A variable as Compose names its parts.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Printed<'a> {
    name: &'a str,
    default_value: &'a str,
    presence_value: &'a str,
    required: bool,
}

/// The variables of a tree that is not filled in. Of several uses of one name the first default and the first alternate
/// count, and one that must be set is enough.
pub(super) fn text(tree: Option<&Tree>, format: &str) -> Result<String, CliError> {
    let mut variables = Variables::new();
    if let Some(tree) = tree {
        collect(tree, &mut variables)?;
    }
    match format {
        "yaml" => Ok(as_yaml(&variables)),
        _ => match format.to_lowercase().as_str() {
            "" | "table" | "pretty" => Ok(table(&variables)),
            "json" => as_json(&variables),
            _ => Err(CliError::new(format!(
                "format value {format:?} could not be parsed: parsing failed"
            ))
            .with_hint("write `table`, `json` or `yaml`")),
        },
    }
}

fn collect(tree: &Tree, variables: &mut Variables) -> Result<(), CliError> {
    match &tree.value {
        Value::Text(text) => {
            let found = template::variables(text)
                .map_err(|error| CliError::new(format!("cannot tell the variables: {error}")))?;
            for variable in found {
                let known = variables.entry(Arc::clone(&variable.name)).or_default();
                known.name = variable.name;
                known.required |= variable.required;
                for (known, new) in [
                    (&mut known.default, variable.default),
                    (&mut known.alternate, variable.alternate),
                ] {
                    if known.is_empty() {
                        *known = new;
                    }
                }
            }
        }
        Value::List(items) => {
            for item in items {
                collect(item, variables)?;
            }
        }
        Value::Map(map) => {
            for value in map.values() {
                collect(value, variables)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn table(variables: &Variables) -> String {
    const HEADER: [&str; 4] = ["NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"];
    let rows: Vec<[&str; 4]> = std::iter::once(HEADER)
        .chain(variables.values().map(|variable| {
            let required = if variable.required { "true" } else { "false" };
            [
                &variable.name,
                required,
                &variable.default,
                &variable.alternate,
            ]
        }))
        .collect();
    // As Go's `tabwriter` lays it out: cells are 20 characters wide at least, with three blanks behind the longest.
    let width = |column: usize| {
        let longest = rows.iter().map(|row| row[column].chars().count()).max();
        (longest.unwrap_or(0) + 3).max(20)
    };
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [name, required, default, alternate] in rows {
        let [first, second, third] = widths;
        let _ = writeln!(
            text,
            "{name:first$}{required:second$}{default:third$}{alternate}"
        );
    }
    text
}

fn as_json(variables: &Variables) -> Result<String, CliError> {
    let printed: BTreeMap<&str, Printed<'_>> = variables
        .iter()
        .map(|(name, variable)| {
            let printed = Printed {
                name: &variable.name,
                default_value: &variable.default,
                presence_value: &variable.alternate,
                required: variable.required,
            };
            (&**name, printed)
        })
        .collect();
    let mut text = Vec::new();
    let mut serializer =
        Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    printed
        .serialize(&mut serializer)
        .map_err(|error| CliError::new(format!("cannot write JSON: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned() + "\n\n")
}

fn as_yaml(variables: &Variables) -> String {
    if variables.is_empty() {
        return "{}\n".to_owned();
    }
    let mut text = String::new();
    for (name, variable) in variables {
        let key = yaml::document(&Shape::Record(vec![(
            (&**name).into(),
            Shape::Record(Vec::new()),
        )]));
        let _ = writeln!(text, "{}", key.trim_end().trim_end_matches("{}").trim_end());
        let members = yaml::document(&Shape::Record(vec![
            ("name".into(), Shape::text(&*variable.name)),
            ("defaultvalue".into(), Shape::text(&*variable.default)),
            ("presencevalue".into(), Shape::text(&*variable.alternate)),
            ("required".into(), Shape::Bool(variable.required)),
        ]));
        for line in members.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}
