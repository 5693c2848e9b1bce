//! References to compose files that lie elsewhere: git repositories and OCI artifacts. They are recognised as Compose
//! recognises them, and refused: nothing is fetched to show or to check anything.

use crate::compose::diagnostic::Diagnostic;
use crate::compose::environment::Environment;

/// Where a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remote {
    /// `https://host/x.git#ref:folder`, `git@host:x`, `ssh://…`, `git://…`, `github.com/x/y`
    Git,
    /// `oci://registry/name:tag`
    Oci,
}

impl Remote {
    /// What a path of `-f`, `include` or `extends` refers to, unless it is a file of this machine. An `http` URL that is
    /// no git repository is, to Compose, the path of a file.
    pub fn of(reference: &str) -> Option<Self> {
        if reference.starts_with("oci://") {
            return Some(Self::Oci);
        }
        let is_git = match reference.split_once("://") {
            Some(("http" | "https", rest)) => {
                let path = rest.split(['?', '#']).next().unwrap_or_default();
                path.contains('/') && path.strip_suffix(".git").is_some()
            }
            Some((scheme, _)) => matches!(scheme, "ssh" | "git"),
            None => reference.starts_with("github.com/") || is_scp_style(reference),
        };
        is_git.then_some(Self::Git)
    }

    /// The error that stands for what Compose would fetch.
    pub fn refused(self, reference: &str, environment: &Environment) -> Diagnostic {
        let (variable, disabled, failed) = match self {
            Self::Git => (
                "COMPOSE_EXPERIMENTAL_GIT_REMOTE",
                "git remote resource is disabled by",
                format!("failed to access repository at {reference}"),
            ),
            Self::Oci => (
                "COMPOSE_EXPERIMENTAL_OCI_REMOTE",
                "OCI remote resource is disabled by",
                format!("failed to pull OCI resource {reference:?}"),
            ),
        };
        match environment.value(variable) {
            Some("0" | "f" | "F" | "false" | "FALSE" | "False") => {
                Diagnostic::error(format!("{disabled} {variable:?}"))
            }
            _ => Diagnostic::error(failed)
                .why("it is not on this machine, and nothing is fetched to read a project")
                .hint("fetch it yourself, and name the file"),
        }
    }
}

/// `user@host:path`, as git and scp write it.
fn is_scp_style(reference: &str) -> bool {
    let of = |text: &str, more: [char; 2]| {
        !text.is_empty()
            && text
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || more.contains(&character))
    };
    reference
        .split_once('@')
        .and_then(|(user, rest)| Some((user, rest.split_once(':')?.0)))
        .is_some_and(|(user, host)| of(user, ['-', '_']) && of(host, ['-', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::environment::Variable;
    use crate::compose::origin::VariableSource;

    #[test]
    fn references_are_told_from_files_as_compose_does() {
        for reference in [
            "https://github.com/x/y.git",
            "https://github.com/x/y.git#main:sub",
            "http://host/y.git?ref=1",
            "git@github.com:x/y",
            "ssh://git@host/x",
            "git://host/x",
            "github.com/x/y",
        ] {
            assert_eq!(Remote::of(reference), Some(Remote::Git), "{reference}");
        }
        assert_eq!(Remote::of("oci://host/x:1"), Some(Remote::Oci));
        for reference in [
            "compose.yaml",
            "./git@host:x",
            "https://host/compose.yaml",
            "ftp://host/x.git",
            "a b@host:x",
            "C:/x",
            "-",
            "",
        ] {
            assert_eq!(Remote::of(reference), None, "{reference}");
        }
    }

    #[test]
    fn who_switched_remotes_off_is_named() {
        let mut environment = Environment::default();
        let refused = |environment: &Environment| Remote::Oci.refused("oci://h/x", environment);
        assert_eq!(
            refused(&environment).phrase,
            "failed to pull OCI resource \"oci://h/x\""
        );
        environment.set(
            "COMPOSE_EXPERIMENTAL_OCI_REMOTE",
            Variable {
                value: "false".into(),
                source: VariableSource::Shell,
            },
        );
        assert_eq!(
            refused(&environment).phrase,
            "OCI remote resource is disabled by \"COMPOSE_EXPERIMENTAL_OCI_REMOTE\""
        );
    }
}
