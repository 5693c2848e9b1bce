//! `security_opt`: options that the engine takes as they are, profiles of seccomp that it wants as text, and one that is
//! two fields of the request.

use super::{Context, Findings};
use crate::compose::model::service::Service;
use crate::compose::options;
use std::path::Path;

/// Largest profile that is read.
const PROFILE_LIMIT: u64 = 1 << 20;

/// The options, and whether the container sees all of `/proc` and `/sys`.
pub(super) fn options(
    context: &Context<'_>,
    service: &Service,
    findings: &mut Findings,
) -> (Vec<String>, bool) {
    let mut options = Vec::new();
    let mut is_unconfined = false;
    for option in &service.container.security_opt {
        if &**option == "systempaths=unconfined" {
            is_unconfined = true;
            continue;
        }
        let parts = option.split_once('=').or_else(|| option.split_once(':'));
        match parts {
            None if &**option == "no-new-privileges" => options.push(option.to_string()),
            None => findings.refuse(
                &["security_opt"],
                format!("invalid security-opt: {:?}", &**option),
            ),
            Some(("seccomp", path)) if !matches!(path, "unconfined" | "builtin") => {
                match profile(context, path) {
                    Ok(text) => options.push(format!("seccomp={text}")),
                    Err(phrase) => findings.refuse(&["security_opt"], phrase),
                }
            }
            Some(_) => options.push(option.to_string()),
        }
    }
    (options, is_unconfined)
}

/// A profile in one line.
fn profile(context: &Context<'_>, path: &str) -> Result<String, String> {
    let file = context.project.working_directory.join(Path::new(path));
    let bytes = context
        .sources
        .read(&file, PROFILE_LIMIT)
        .map_err(|error| {
            format!(
                "opening seccomp profile ({path}) failed: open {}: {}",
                file.display(),
                options::reason(&error)
            )
        })?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string());
    text.and_then(|text| {
        serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|error| error.to_string())?;
        Ok(compact(&text))
    })
    .map_err(|reason| format!("compacting json for seccomp profile ({path}) failed: {reason}"))
}

/// JSON without the blanks between its parts.
fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut is_escaped) = (false, false);
    for character in text.chars() {
        if in_text {
            in_text = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
        } else if character.is_ascii_whitespace() {
            continue;
        } else {
            in_text = character == '"';
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_loses_its_blanks_and_nothing_else() {
        let text = "{\n \"a b\" : [ 1,\t\"x \\\" y\\\\\" , null ]\n}\n";
        assert_eq!(compact(text), r#"{"a b":[1,"x \" y\\",null]}"#);
    }
}
