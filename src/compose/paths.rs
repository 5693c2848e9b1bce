//! Relative paths to absolute ones.

mod lexical;

pub use lexical::{clean_text, is_windows_absolute, join};

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::path::{FieldPath, Segment};
use crate::compose::remote::Remote;
use crate::compose::sources::Sources;
use crate::compose::tree::{Tree, Value};
use std::path::Path;

/// Makes the paths of a tree absolute: relative to `working_dir`, and `~` to `home`.
///
/// With a relative `working_dir` they become relative to where that is.
pub fn resolve(tree: &mut Tree, working_dir: &Path, home: Option<&Path>, report: &mut Report) {
    let mut paths = Paths {
        working_dir: working_dir.to_string_lossy().into_owned(),
        home: home
            .map(|home| home.to_string_lossy().into_owned())
            .filter(|home| !home.is_empty()),
        report,
    };
    for section in ["services", "jobs"] {
        let root = FieldPath::of(&[section]);
        each(tree.get_mut(section), &root, |container, path| {
            paths.container(container, path);
            let hooks = path.key("pre_start");
            each(container.get_mut("pre_start"), &hooks, |hook, path| {
                paths.container(hook, path);
            });
        });
    }
    for section in ["configs", "secrets"] {
        each(tree.get_mut(section), &FieldPath::root(), |resource, _| {
            paths.on(resource.get_mut("file"), Paths::any_system);
        });
    }
    each(tree.get_mut("volumes"), &FieldPath::root(), |volume, _| {
        paths.volume(volume);
    });
}

/// Replaces links in watched paths by what they point at, as Compose does because events come without them.
pub fn follow_links(tree: &mut Tree, sources: &dyn Sources) {
    each(
        tree.get_mut("services"),
        &FieldPath::root(),
        |service, _| {
            let rules = service
                .get_mut("develop")
                .and_then(|develop| develop.get_mut("watch"));
            each(rules, &FieldPath::root(), |rule, _| {
                let Some(path) = rule.get_mut("path") else {
                    return;
                };
                if let Some(real) = path.as_str().and_then(|text| real_path(text, sources)) {
                    path.value = Value::Text(real.into());
                }
            });
        },
    );
}

/// The path with its first link replaced by where it leads.
fn real_path(text: &str, sources: &dyn Sources) -> Option<String> {
    let path = Path::new(text);
    let mut above: Vec<&Path> = path.ancestors().collect();
    above.reverse();
    above.into_iter().find_map(|part| {
        let real = sources.real_path(part).filter(|real| real != part)?;
        let rest = path.strip_prefix(part).ok()?;
        let whole = if rest.as_os_str().is_empty() {
            real
        } else {
            real.join(rest)
        };
        Some(whole.to_string_lossy().into_owned())
    })
}

fn each(tree: Option<&mut Tree>, path: &FieldPath, mut visit: impl FnMut(&mut Tree, &FieldPath)) {
    match tree.map(|tree| &mut tree.value) {
        Some(Value::Map(map)) => {
            for (key, value) in map {
                visit(value, &path.key(key.clone()));
            }
        }
        Some(Value::List(list)) => {
            for (index, value) in list.iter_mut().enumerate() {
                visit(value, &path.index(index));
            }
        }
        _ => {}
    }
}

struct Paths<'a> {
    working_dir: String,
    home: Option<String>,
    report: &'a mut Report,
}

impl Paths<'_> {
    /// What has paths in a service, a job or a hook.
    fn container(&mut self, container: &mut Tree, path: &FieldPath) {
        let root = FieldPath::root();
        if let Some(extends) = container.get_mut("extends") {
            self.on(extends.get_mut("file"), Self::extended);
        }
        if let Some(build) = container.get_mut("build") {
            self.on(build.get_mut("context"), Self::context);
            each(build.get_mut("additional_contexts"), &root, |context, _| {
                self.on(Some(context), Self::context);
            });
            each(build.get_mut("ssh"), &root, |key, _| {
                self.on(Some(key), Self::any_system);
            });
        }
        each(container.get_mut("env_file"), &root, |file, _| {
            self.on(file.get_mut("path"), Self::absolute);
        });
        each(container.get_mut("label_file"), &root, |file, _| {
            self.on(Some(file), Self::absolute);
        });
        if let Some(develop) = container.get_mut("develop") {
            each(develop.get_mut("watch"), &root, |rule, _| {
                self.on(rule.get_mut("path"), Self::absolute);
            });
        }
        let mut volumes = path.clone();
        volumes.push(Segment::Key("volumes".into()));
        each(container.get_mut("volumes"), &volumes, |volume, path| {
            self.mount(volume, path);
        });
    }

    fn mount(&mut self, volume: &mut Tree, path: &FieldPath) {
        if volume.get("type").and_then(Tree::as_str) != Some("bind") {
            return;
        }
        if volume.get("source").is_some() {
            self.on(volume.get_mut("source"), Self::any_system);
        } else {
            let phrase = r#"invalid mount config for type "bind": field Source must not be empty"#;
            let error = Diagnostic::error(phrase)
                .from_origin(&volume.origin)
                .about(path)
                .hint("add `source`, the path of the host that is mounted");
            self.report.add(error);
        }
    }

    /// A volume that is a bind mount in truth.
    fn volume(&mut self, volume: &mut Tree) {
        if volume.get("driver").and_then(Tree::as_str) != Some("local") {
            return;
        }
        if let Some(options) = volume.get_mut("driver_opts")
            && options.get("o").and_then(Tree::as_str) == Some("bind")
        {
            self.on(options.get_mut("device"), Self::any_system);
        }
    }

    fn on(&mut self, tree: Option<&mut Tree>, change: fn(&mut Self, &str) -> Option<String>) {
        if let Some(tree) = tree
            && let Value::Text(text) = &tree.value
            && let Some(changed) = change(self, text)
        {
            tree.value = Value::Text(changed.into());
        }
    }

    /// A path of this machine.
    fn absolute(&mut self, text: &str) -> Option<String> {
        let expanded = self.expanded(text);
        let path = expanded.as_deref().unwrap_or(text);
        if path.is_empty() || path.starts_with('/') {
            expanded
        } else {
            Some(join(&self.working_dir, path))
        }
    }

    /// A file that is extended, unless it is fetched.
    fn extended(&mut self, text: &str) -> Option<String> {
        if Remote::of(text).is_some() {
            return None;
        }
        self.absolute(text)
    }

    /// A path of the engine's machine, which may be a Windows one. Empty, it is the working directory.
    fn any_system(&mut self, text: &str) -> Option<String> {
        let expanded = self.expanded(text);
        let path = expanded.as_deref().unwrap_or(text);
        if path.starts_with('/') || is_windows_absolute(path) {
            expanded
        } else {
            Some(join(&self.working_dir, path))
        }
    }

    /// A context of a build: only where it is no address and no other service.
    fn context(&mut self, text: &str) -> Option<String> {
        let is_path = !text.contains("://")
            && !["service:", "github.com/", "git@"]
                .iter()
                .any(|prefix| text.starts_with(prefix));
        is_path.then(|| self.absolute(text)).flatten()
    }

    /// With a home for its `~`: whatever follows, as in Compose, where `~x/y` is `~/x/y`.
    fn expanded(&mut self, text: &str) -> Option<String> {
        let rest = text.strip_prefix('~')?;
        if let Some(home) = &self.home {
            Some(join(home, rest))
        } else {
            let warning = "cannot expand '~', because the environment lacks HOME";
            self.report.add(Diagnostic::warning(warning));
            None
        }
    }
}

#[cfg(test)]
mod tests;
