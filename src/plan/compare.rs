//! What a container has beside what the files of its project say: the same, something else, or nobody can tell from here.
//!
//! A value may depend on the shell of whoever loads the project: a variable that is set here and was another where the
//! container was made, or that is not set here. Where a value differs in that alone it is no drift but unknown.

use crate::compose::load::Loaded;
use crate::compose::origin::{Origin, Place, VariableSource, Via};
use crate::compose::path::FieldPath;
use crate::compose::template::can_become;
use crate::compose::tree::{Tree, Value};
use crate::model::observed::Details;
use std::sync::Arc;

/// How one field of a container stands to the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As the files say.
    Same,
    /// Otherwise, for whoever looks.
    Differs,
    /// Otherwise only by what depends on the shell of whoever looks: why, in one sentence.
    Unknown(String),
}

/// The image and all variables of a container beside what the files say of its service. Variables that no file names
/// are not among them: the image may have them, or whoever ran it.
pub fn container(loaded: &Loaded, service: &str, details: &Details) -> Vec<(FieldPath, Verdict)> {
    let Some(tree) = service_of(loaded, service) else {
        return Vec::new();
    };
    let path = FieldPath::of(&["services", service]);
    let mut found = Vec::new();
    if let Some(image) = tree.get("image") {
        let verdict = field(loaded, image, "", Some(&details.config_image));
        found.push((path.key("image"), verdict));
    }
    let environment = tree.get("environment").and_then(Tree::map);
    for (name, wanted) in environment.into_iter().flatten() {
        let own = details.env.iter().find(|(own, _)| **own == **name);
        let verdict = field(loaded, wanted, name, own.map(|(_, value)| value.as_str()));
        found.push((path.key("environment").key(Arc::clone(name)), verdict));
    }
    found
}

/// One variable that a container has; `None`: no file names it.
pub fn variable(loaded: &Loaded, service: &str, name: &str, has: &str) -> Option<Verdict> {
    let environment = service_of(loaded, service)?.get("environment")?;
    Some(field(loaded, environment.get(name)?, name, Some(has)))
}

fn service_of<'l>(loaded: &'l Loaded, name: &str) -> Option<&'l Tree> {
    loaded.tree.as_ref()?.get("services")?.get(name)
}

/// `name` is that of a variable, which may be written before its value.
fn field(loaded: &Loaded, wanted: &Tree, name: &str, has: Option<&str>) -> Verdict {
    let says = text(&wanted.value);
    if says.as_deref() == has {
        return Verdict::Same;
    }
    let Some(has) = has else {
        return match of_shell(&wanted.origin) {
            Some((name, VariableSource::Shell)) => {
                Verdict::Unknown(format!("{name} is set here; the container has no value"))
            }
            _ => Verdict::Differs,
        };
    };
    if says.is_none() {
        // A name alone, which nothing here gives a value.
        return Verdict::Unknown(not_set(name));
    }
    let Some((variable, source)) = of_shell(&wanted.origin) else {
        return Verdict::Differs;
    };
    if !can_be(loaded, &wanted.origin, name, has) {
        return Verdict::Differs;
    }
    Verdict::Unknown(match source {
        VariableSource::Shell => {
            format!("{variable} has another value here than where the container was made")
        }
        _ => not_set(variable),
    })
}

fn not_set(name: &str) -> String {
    format!("{name} is not set here; the container has a value")
}

/// The first variable that another shell may give another value, and who gave it here.
fn of_shell(origin: &Origin) -> Option<(&str, &VariableSource)> {
    origin.through.iter().find_map(|via| match via {
        Via::Variable { name, source } => match source {
            VariableSource::Shell | VariableSource::Unset | VariableSource::Fallback => {
                Some((&**name, source))
            }
            VariableSource::File(_) | VariableSource::Compose => None,
        },
        _ => None,
    })
}

/// Whether what is written can become a value in another shell. What is written in a way that cannot be read here may
/// become anything.
fn can_be(loaded: &Loaded, origin: &Origin, name: &str, has: &str) -> bool {
    let Some(written) = origin.at.and_then(|at| written(loaded, at)) else {
        return true;
    };
    // In a list the name stands before it; a name alone takes its value from the shell whole.
    if written == name {
        return true;
    }
    let value = written
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix('='))
        .filter(|_| !name.is_empty());
    can_become(value.unwrap_or(written), has, &mut |name| {
        let known = loaded.options.environment.get(name)?;
        let is_fixed = !matches!(known.source, VariableSource::Shell);
        is_fixed.then(|| Arc::clone(&known.value))
    })
}

/// The text of a scalar as it stands in its file; `None` where it has escapes or several lines.
fn written(loaded: &Loaded, at: Place) -> Option<&str> {
    let text = &loaded.files.get(at.file)?.text;
    let text = text.get(at.span.start..at.span.end)?.trim();
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    let is_plain = |text: &&str| !text.contains(['\n', '\\']) && !text.contains("''");
    let text = inner('"').or_else(|| inner('\'')).unwrap_or(text);
    Some(text).filter(is_plain)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Null => None,
        other => Some(crate::compose::go::display(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::load::{LoadRequest, load};
    use crate::compose::sources::Memory;
    use crate::compose::surroundings::Surroundings;

    const FILE: &str = "services:
  api:
    image: reg/api:${TAG:-1.4}
    environment:
      PLAIN: one
      MIXED: \"a-${FROM_SHELL}-${OF_FILE}\"
      HOME_OF: ${HOME}/data
      ALONE:
      NUMBER: 5
  list:
    image: a
    environment:
      - MIXED=a-${FROM_SHELL}
      - ALONE
";

    fn loaded() -> Loaded {
        let sources = Memory::default()
            .with("/x/compose.yaml", FILE)
            .with("/x/.env", "OF_FILE=f\n");
        let surroundings = Surroundings {
            cwd: "/x".into(),
            ..Surroundings::default()
        };
        let loaded = load(
            &LoadRequest::default(),
            &sources,
            &surroundings.with("HOME", "/home/me"),
        );
        assert!(loaded.project.is_some(), "{:?}", loaded.report);
        loaded
    }

    fn of(service: &str, name: &str, has: &str) -> Option<Verdict> {
        variable(&loaded(), service, name, has)
    }

    fn unknown(text: &str) -> Verdict {
        Verdict::Unknown(text.to_owned())
    }

    #[test]
    fn what_the_file_says_itself_is_the_same_or_differs() {
        assert_eq!(of("api", "PLAIN", "one"), Some(Verdict::Same));
        assert_eq!(of("api", "NUMBER", "5"), Some(Verdict::Same));
        assert_eq!(of("api", "PLAIN", "two"), Some(Verdict::Differs));
        assert_eq!(of("api", "OF_THE_IMAGE", "x"), None);
        assert_eq!(of("nobody", "PLAIN", "one"), None);
    }

    #[test]
    fn what_differs_only_by_the_shell_is_unknown() {
        let not_set = Some(unknown(
            "FROM_SHELL is not set here; the container has a value",
        ));
        assert_eq!(of("api", "MIXED", "a-secret-f"), not_set);
        assert_eq!(of("list", "MIXED", "a-secret"), not_set);
        assert_eq!(
            of("api", "HOME_OF", "/root/data"),
            Some(unknown(
                "HOME has another value here than where the container was made"
            ))
        );
        let alone = Some(unknown("ALONE is not set here; the container has a value"));
        assert_eq!(of("api", "ALONE", "x"), alone);
        assert_eq!(of("list", "ALONE", "x"), alone);
    }

    #[test]
    fn what_differs_elsewhere_too_is_drift() {
        assert_eq!(of("api", "MIXED", "b-secret-f"), Some(Verdict::Differs));
        assert_eq!(of("api", "MIXED", "a-secret-g"), Some(Verdict::Differs));
        assert_eq!(of("list", "MIXED", "secret"), Some(Verdict::Differs));
        assert_eq!(of("api", "HOME_OF", "/root/other"), Some(Verdict::Differs));
    }

    #[test]
    fn all_fields_of_a_container_are_told() {
        let details = Details {
            config_image: "reg/api:1.5".to_owned(),
            env: vec![("PLAIN".to_owned(), "one".to_owned())],
            ..Details::default()
        };
        let told: Vec<String> = container(&loaded(), "api", &details)
            .into_iter()
            .map(|(path, verdict)| format!("{path}: {verdict:?}"))
            .collect();
        assert_eq!(
            told,
            [
                "services.api.image: Unknown(\"TAG is not set here; the container has a value\")",
                "services.api.environment.PLAIN: Same",
                "services.api.environment.MIXED: Differs",
                "services.api.environment.HOME_OF: Unknown(\"HOME is set here; the container has no value\")",
                "services.api.environment.ALONE: Same",
                "services.api.environment.NUMBER: Differs",
            ]
        );
    }
}
