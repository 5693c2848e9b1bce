//! Configs and secrets: files of the host are mounted, what comes from a variable or stands in the project is put into
//! the container before each start.

use super::{Context, Findings, mounts};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::model::files::{FileObject, FileReference};
use crate::compose::model::service::Service;
use crate::engine::spec::{BindSpec, FileSpec, MountSpec};
use std::path::Path;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    Secret,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Secret => "secret",
        }
    }

    /// The service's key.
    const fn key(self) -> &'static str {
        match self {
            Self::Config => "configs",
            Self::Secret => "secrets",
        }
    }

    /// Where those go whose target is no absolute path.
    const fn directory(self) -> &'static str {
        match self {
            Self::Config => "/",
            Self::Secret => "/run/secrets/",
        }
    }

    fn target(self, reference: &FileReference) -> String {
        match &*reference.target {
            "" => format!("{}{}", self.directory(), reference.source),
            target if is_absolute(target) => target.to_owned(),
            target => format!("{}{target}", self.directory()),
        }
    }
}

/// Also a drive's, for containers of Windows.
fn is_absolute(target: &str) -> bool {
    let drive = |target: &str| {
        let mut bytes = target.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
            && bytes.next() == Some(b':')
            && bytes.next().is_some_and(|byte| b"/\\".contains(&byte))
    };
    target.starts_with('/') || target.starts_with("\\\\") || drive(target)
}

fn used<'a>(
    context: &Context<'a>,
    service: &'a Service,
) -> impl Iterator<Item = (Kind, &'a FileReference, Option<&'a FileObject>)> {
    let project = context.project;
    let secrets = service.container.secrets.iter().map(move |one| {
        let object = project.secrets.get(&one.source).map(|secret| &secret.0);
        (Kind::Secret, one, object)
    });
    let configs = service.container.configs.iter().map(move |one| {
        let object = project.configs.get(&one.source).map(|config| &config.0);
        (Kind::Config, one, object)
    });
    secrets.chain(configs)
}

/// Those that are files.
pub(super) fn mounts(
    context: &Context<'_>,
    service: &Service,
    findings: &mut Findings,
) -> Vec<MountSpec> {
    let mut found = Vec::new();
    for (kind, reference, object) in used(context, service) {
        let Some(object) = object else {
            continue;
        };
        let (word, keys) = (kind.word(), [kind.key()]);
        if object.external {
            findings.refuse(
                &keys,
                format!("unsupported external {word} {}", object.name),
            );
            continue;
        }
        for (value, key) in [
            (&object.driver, "driver"),
            (&object.template_driver, "template_driver"),
        ] {
            if !value.is_empty() {
                let phrase = format!("Docker Compose does not support {word}s.*.{key}");
                findings.refuse(&keys, phrase);
            }
        }
        if !object.environment.is_empty() || (kind == Kind::Config && !object.content.is_empty()) {
            continue;
        }
        if !reference.uid.is_empty() || !reference.gid.is_empty() || reference.mode.is_some() {
            let word = if kind == Kind::Secret {
                "secrets"
            } else {
                word
            };
            findings.warn(
                &keys,
                format!("{word} `uid`, `gid` and `mode` are not supported, they will be ignored"),
            );
        }
        if kind == Kind::Secret && !context.sources.exists(Path::new(&*object.file)) {
            findings.warn(&keys, format!("secret file {} does not exist", object.name));
        }
        let bind = (kind == Kind::Secret).then(BindSpec::default);
        found.push(mounts::file(object, kind.target(reference), bind));
    }
    found
}

/// Those that are put into a service's containers before each start. `api_credentials` is the `config.json` that a
/// service with `use_api_socket` gets.
///
/// # Errors
/// A variable is not set; or the container's file system is read-only.
pub fn files(
    context: &Context<'_>,
    name: &str,
    api_credentials: &str,
) -> Result<Vec<FileSpec>, Vec<Diagnostic>> {
    let mut findings = Findings::of("services", name);
    let Some(service) = context.project.services.get(name) else {
        return Err(vec![Diagnostic::error(format!("no such service: {name}"))]);
    };
    let container = &service.container;
    let mut files = Vec::new();
    for (kind, reference, object) in used(context, service) {
        let Some(object) = object else {
            continue;
        };
        let word = kind.word();
        let mut text = &*object.content;
        if text.is_empty() && !object.environment.is_empty() {
            let variable = &*object.environment;
            let Some(value) = context.options.environment.value(variable) else {
                let phrase = format!(
                    "environment variable {variable:?} required by {word} {:?} is not set",
                    object.name
                );
                findings.refuse(&[kind.key()], phrase);
                continue;
            };
            text = value;
        }
        if text.is_empty() {
            continue;
        }
        if container.read_only {
            let phrase = format!(
                "cannot create {word} {:?} in read-only service {name}: `file` is the sole supported option",
                object.name
            );
            findings.refuse(&[kind.key()], phrase);
            continue;
        }
        let mut id = |text: &str, key: &str| match text {
            "" => None,
            text => text.parse().map_or_else(
                |_| {
                    let phrase = format!("strconv.Atoi: parsing {text:?}: invalid syntax");
                    findings.refuse(&[kind.key(), key], phrase);
                    None
                },
                Some,
            ),
        };
        files.push(FileSpec {
            path: kind.target(reference),
            content: text.as_bytes().to_vec(),
            mode: reference
                .mode
                .and_then(|mode| u32::try_from(mode.0).ok())
                .unwrap_or(0o444),
            uid: id(&reference.uid, "uid"),
            gid: id(&reference.gid, "gid"),
            // An engine of 20.10 looks the user up by name, and finds no `0:0`; the file is then as the archive says.
            takes_user: !container.user.starts_with("0:"),
        });
    }
    if container.use_api_socket && !container.environment.contains_key("DOCKER_CONFIG") {
        files.push(FileSpec {
            path: "/run/secrets/docker/config.json".to_owned(),
            content: api_credentials.as_bytes().to_vec(),
            mode: 0o444,
            uid: None,
            gid: None,
            takes_user: true,
        });
    }
    if findings.errors.is_empty() {
        Ok(files)
    } else {
        Err(findings.errors)
    }
}
