//! What a project has, as far as lists need it: its name and its services. Not a model: nothing is merged, checked or
//! resolved beyond that.

use crate::compose::node::{Fault, Node};
use crate::compose::options::{ProjectOptions, normalised_name};
use crate::compose::sources::{FILE_LIMIT, Sources};
use crate::compose::template;
use crate::compose::yaml;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its name, by Compose's rules.
    pub name: String,
    /// Its services in the order of the files.
    pub services: Vec<ServiceOutline>,
}

/// A service in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceOutline {
    /// The key under `services:`.
    pub name: String,
    /// Its image, variables filled in; empty where it is built or cannot be told.
    pub image: String,
    /// Only started with one of these; empty: always.
    pub profiles: Vec<String>,
}

impl Outline {
    /// Services that `up` would start with these profiles; `*` stands for all.
    pub fn enabled<'a>(
        &'a self,
        profiles: &'a [String],
    ) -> impl Iterator<Item = &'a ServiceOutline> {
        self.services.iter().filter(|service| {
            service.profiles.is_empty()
                || profiles
                    .iter()
                    .any(|profile| profile == "*" || service.profiles.contains(profile))
        })
    }
}

/// Deepest nesting of `include`.
const MAX_INCLUDES: usize = 16;

/// The project's name, even where its files cannot be read: given, or from its directory.
pub fn fallback_name(options: &ProjectOptions) -> String {
    let given = options.given_name.as_ref();
    given.map_or_else(|| options.fallback_name.clone(), |given| given.name.clone())
}

/// Reads the files of a project.
///
/// # Errors
/// What is wrong, as text: `compose.yaml:3:5: …` with the line and a caret.
pub fn outline(options: &ProjectOptions, sources: &dyn Sources) -> Result<Outline, String> {
    let mut reader = Reader {
        options,
        sources,
        outline: Outline {
            name: fallback_name(options),
            services: Vec::new(),
        },
    };
    for file in &options.files {
        if file.is_input() {
            return Err("standard input is not read here".to_owned());
        }
        reader.file(&file.path, 0)?;
    }
    if reader.outline.name.is_empty() {
        return Err("project name must not be empty".to_owned());
    }
    Ok(reader.outline)
}

struct Reader<'a> {
    options: &'a ProjectOptions,
    sources: &'a dyn Sources,
    outline: Outline,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path, depth: usize) -> Result<(), String> {
        let shown = path.display();
        let bytes = self
            .sources
            .read(path, FILE_LIMIT)
            .map_err(|error| format!("cannot read `{shown}`: {error}"))?;
        let text =
            String::from_utf8(bytes).map_err(|_not_text| format!("`{shown}` is not UTF-8"))?;
        let located = |fault: Fault| fault.located(&self.short(path), &text).to_string();
        let documents = yaml::parse(&text).map_err(located)?;
        if documents.is_empty() {
            return Err(format!("`{}` is empty", self.short(path)));
        }
        for document in &documents {
            let includes = self
                .document(document, path, depth)
                .map_err(|fault| fault.located(&self.short(path), &text).to_string())?;
            for (include, fault) in includes {
                if depth >= MAX_INCLUDES {
                    let fault = Fault::new(fault.span, "`include` nested too deeply");
                    return Err(fault.located(&self.short(path), &text).to_string());
                }
                self.file(&include, depth + 1)?;
            }
        }
        Ok(())
    }

    /// The file as people call it: relative to the project's directory.
    fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.options.working_dir)
            .unwrap_or(path)
            .display()
            .to_string()
    }

    /// Takes one document; answers with the files that it includes.
    fn document(
        &mut self,
        root: &Node,
        path: &Path,
        depth: usize,
    ) -> Result<Vec<(PathBuf, Fault)>, Fault> {
        if root.entries().is_none() {
            return Err(Fault::new(
                root.span,
                format!(
                    "a mapping is expected at the top level, not {}",
                    root.kind()
                ),
            ));
        }
        if depth == 0
            && self.options.given_name.is_none()
            && let Some(name) = root.get("name")
        {
            let name = self.filled(name).ok_or_else(|| {
                Fault::new(
                    name.span,
                    format!("`name` must be a text, not {}", name.kind()),
                )
            })?;
            self.outline.name = normalised_name(&name);
        }
        let includes = self.includes(root, path);
        if let Some(services) = root.get("services").filter(|node| !node.is_null()) {
            let entries = services.entries().ok_or_else(|| {
                Fault::new(
                    services.span,
                    format!("`services` must be a mapping, not {}", services.kind()),
                )
            })?;
            for entry in entries {
                self.service(&entry.key.text, &entry.value);
            }
        }
        Ok(includes)
    }

    fn service(&mut self, name: &str, node: &Node) {
        if node.tag.as_deref() == Some("!reset") {
            self.outline.services.retain(|service| service.name != name);
            return;
        }
        let services = &mut self.outline.services;
        let known = services.iter().position(|service| service.name == name);
        let index = known.unwrap_or_else(|| {
            services.push(ServiceOutline {
                name: name.to_owned(),
                ..ServiceOutline::default()
            });
            services.len() - 1
        });
        let image = node.get("image").and_then(|image| self.filled(image));
        let profiles: Vec<String> = node
            .get("profiles")
            .and_then(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|profile| self.filled(profile))
            .collect();
        if let Some(service) = self.outline.services.get_mut(index) {
            if let Some(image) = image {
                service.image = image;
            }
            service.profiles.extend(profiles);
        }
    }

    /// `include: [path]` and `include: [{path: …}]`, where the path needs nothing but variables.
    fn includes(&self, root: &Node, path: &Path) -> Vec<(PathBuf, Fault)> {
        let base = path.parent().unwrap_or(Path::new("/"));
        let mut all = Vec::new();
        let items = root.get("include").and_then(Node::items);
        for item in items.unwrap_or_default() {
            let node = item.get("path").unwrap_or(item);
            for path in node.items().unwrap_or(std::slice::from_ref(node)) {
                if let Some(text) = self.filled(path)
                    && !text.contains("://")
                {
                    all.push((base.join(text), Fault::new(path.span, "")));
                }
            }
        }
        all
    }

    fn filled(&self, node: &Node) -> Option<String> {
        let text = node.text()?;
        let environment = &self.options.environment;
        let mut lookup = |name: &str| {
            let variable = environment.get(name)?;
            Some(Arc::clone(&variable.value))
        };
        let filled = template::substitute(text, &mut lookup).ok()?;
        Some(filled.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::diagnostic::Report;
    use crate::compose::options::{Asked, resolve};
    use crate::compose::origin::Files;
    use crate::compose::sources::Memory;
    use crate::compose::surroundings::Surroundings;

    fn read(sources: &Memory) -> Result<Outline, String> {
        let surroundings = Surroundings {
            cwd: "/srv/My.Shop".into(),
            ..Surroundings::default()
        };
        let (mut files, mut report) = (Files::default(), Report::default());
        let options = resolve(
            &Asked::default(),
            &surroundings,
            sources,
            &mut files,
            &mut report,
        );
        outline(&options, sources)
    }

    fn names(outline: &Outline) -> Vec<&str> {
        outline
            .services
            .iter()
            .map(|service| service.name.as_str())
            .collect()
    }

    #[test]
    fn services_come_from_all_files_in_order() {
        let sources = Memory::default()
            .with(
                "/srv/My.Shop/compose.yaml",
                "include: [sub/x.yaml]\nservices:\n  web: {image: 'nginx:${V:-1}'}\n  old:\n",
            )
            .with("/srv/My.Shop/sub/x.yaml", "services: {inner: {}}")
            .with(
                "/srv/My.Shop/compose.override.yaml",
                "services:\n  db: {profiles: [all]}\n  old: !reset null\n",
            );
        let outline = read(&sources).unwrap();
        assert_eq!(outline.name, "myshop");
        assert_eq!(names(&outline), ["web", "inner", "db"]);
        assert_eq!(outline.services[0].image, "nginx:1");
        let enabled = |profiles: &[String]| outline.enabled(profiles).count();
        assert_eq!(
            [
                enabled(&[]),
                enabled(&["all".to_owned()]),
                enabled(&["*".to_owned()])
            ],
            [2, 3, 3]
        );
    }

    #[test]
    fn the_last_name_wins_and_is_normalised() {
        let sources = Memory::default()
            .with("/srv/My.Shop/compose.yaml", "name: one\nservices: {}\n")
            .with("/srv/My.Shop/compose.override.yaml", "name: Two_!\n");
        assert_eq!(read(&sources).unwrap().name, "two_");
    }

    #[test]
    fn what_does_not_parse_is_shown_with_its_place() {
        let text = "services:\n  web:\n    image: a: b\n";
        let error = read(&Memory::default().with("/srv/My.Shop/compose.yaml", text)).unwrap_err();
        assert!(error.starts_with("compose.yaml:3:"), "{error}");
        assert!(error.contains("3 |     image: a: b"), "{error}");
        for (text, words) in [
            ("", "`compose.yaml` is empty"),
            (
                "- a\n",
                "compose.yaml:1:1: a mapping is expected at the top level, not a list",
            ),
            (
                "services: [a]\n",
                "compose.yaml:1:11: `services` must be a mapping, not a list",
            ),
            (
                "name: [a]\n",
                "compose.yaml:1:7: `name` must be a text, not a list",
            ),
            (
                "include: [compose.yaml]\n",
                "compose.yaml:1:11: `include` nested too deeply",
            ),
        ] {
            let error =
                read(&Memory::default().with("/srv/My.Shop/compose.yaml", text)).unwrap_err();
            assert!(error.starts_with(words), "{error}");
        }
    }
}
