//! What a project is called, unless a file says it.

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::Environment;
use crate::compose::options::{Asked, GivenName, NamedBy};
use crate::compose::sources::Sources;
use std::path::Path;

/// A project's name as Compose makes it from a directory's or a file's: lower case, only letters, digits, `_` and `-`,
/// beginning with a letter or digit. Empty where nothing is left.
pub fn normalised_name(name: &str) -> String {
    let kept: String = name
        .to_lowercase()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'))
        .collect();
    kept.trim_start_matches(['_', '-']).to_owned()
}

/// `-p`, else `COMPOSE_PROJECT_NAME`. Both must be normal.
pub(super) fn given(
    asked: &Asked,
    environment: &Environment,
    report: &mut Report,
) -> Option<GivenName> {
    let by_option = asked.project_name.as_ref().map(|name| GivenName {
        name: name.clone(),
        by: NamedBy::Option,
    });
    let by_variable = || {
        let variable = environment.get("COMPOSE_PROJECT_NAME")?;
        Some(GivenName {
            name: variable.value.to_string(),
            by: NamedBy::Variable(variable.source.clone()),
        })
    };
    let is_filled = |given: &GivenName| !given.name.is_empty();
    let given = by_option
        .filter(is_filled)
        .or_else(|| by_variable().filter(is_filled))?;
    let normal = normalised_name(&given.name);
    if normal != given.name {
        let (whose, place) = match &given.by {
            NamedBy::Option => ("-p", None),
            NamedBy::Variable(source) => ("COMPOSE_PROJECT_NAME", source.place()),
        };
        let mut invalid = Diagnostic::error(invalid_name(&given.name))
            .at(place)
            .why(format!("it comes from `{whose}`"));
        if !normal.is_empty() {
            invalid = invalid.hint(format!("write `{normal}`"));
        }
        report.add(invalid);
    }
    Some(given)
}

/// Compose's words about a name that was given and is not normal.
fn invalid_name(name: &str) -> String {
    format!(
        "invalid project name \"{name}\": must consist only of lowercase alphanumeric characters, hyphens, and \
         underscores as well as start with a letter or number"
    )
}

/// The directory's own name, and what is odd about it.
pub(super) fn fallback(directory: &Path, sources: &dyn Sources) -> (String, Option<Diagnostic>) {
    let base = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let name = base(directory);
    let is_link = sources
        .real_path(directory)
        .is_some_and(|real| base(&real) != name);
    let warning = is_link.then(|| {
        let phrase = format!(
            "project has been loaded without an explicit name from a symlink. Using name {name:?}"
        );
        Diagnostic::warning(phrase)
    });
    (normalised_name(&name), warning)
}
