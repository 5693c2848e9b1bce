//! Gives a project what it refers to and has not, so that most variations are accepted and say more than that something
//! is missing. It need not be right: what it overlooks is refused by both.

use super::document::{Doc, key, map, plain, text};
use super::project::{File, Project};
use super::random::Random;
use std::collections::{BTreeMap, BTreeSet};

/// Names that services use, by section.
type Uses = BTreeMap<&'static str, BTreeSet<String>>;

/// Declares what is used, gives services an image, and writes the env files that are named.
pub(crate) fn repair(project: &mut Project, random: &mut Random) {
    let mut uses = Uses::new();
    let mut files = BTreeSet::new();
    let mut variables = BTreeSet::new();
    let paths = project.document_paths();
    for path in &paths {
        for document in project.documents_mut(path).into_iter().flatten() {
            variables.extend(required(&Doc::write(std::slice::from_ref(document), false)));
            for (_, service) in document
                .get("services")
                .and_then(Doc::entries)
                .into_iter()
                .flatten()
            {
                collect(service, &mut uses, &mut files);
            }
        }
    }
    let included: Vec<String> = paths
        .iter()
        .filter(|path| path.contains("inc/"))
        .cloned()
        .collect();
    for path in paths {
        let is_first = Some(&path) == project.main_file().as_ref() || included.contains(&path);
        if let Some(document) = project
            .documents_mut(&path)
            .and_then(|documents| documents.first_mut())
            .filter(|_| is_first)
        {
            declare(document, &uses);
        }
    }
    for file in files {
        let path = project.path_of(file.trim_start_matches("./"));
        let content = super::variables::env_text(random);
        if !included.is_empty() {
            let path = project.path_of(&format!("inc/{}", file.trim_start_matches("./")));
            let content = File::Other(content.clone());
            project.files.entry(path).or_insert(content);
        }
        project.files.entry(path).or_insert(File::Other(content));
    }
    for name in variables {
        if random.percent(90) {
            project
                .facts
                .env
                .entry(name)
                .or_insert_with(|| "given".to_owned());
        }
    }
}

/// Variables that have to be set: `${X:?…}`.
fn required(text: &str) -> Vec<String> {
    let parts = text.split("${").skip(1);
    let names = parts.filter_map(|part| {
        let (name, rest) =
            part.split_at(part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?);
        (rest.starts_with('?') || rest.starts_with(":?")).then(|| name.to_owned())
    });
    names.collect()
}

fn collect(service: &Doc, uses: &mut Uses, files: &mut BTreeSet<String>) {
    for (section, field) in [
        ("networks", "networks"),
        ("secrets", "secrets"),
        ("configs", "configs"),
        ("models", "models"),
        ("services", "depends_on"),
        ("services", "links"),
        ("services", "volumes_from"),
    ] {
        let names = service.get(field).map(names).unwrap_or_default();
        uses.entry(section).or_default().extend(names);
    }
    for field in ["network_mode", "ipc", "pid"] {
        let other = service.get(field).and_then(Doc::as_text);
        let other = other.and_then(|text| text.strip_prefix("service:"));
        uses.entry("services")
            .or_default()
            .extend(other.map(str::to_owned));
    }
    let build = service.get("build");
    let secrets = build.and_then(|build| build.get("secrets")).map(names);
    uses.entry("secrets")
        .or_default()
        .extend(secrets.unwrap_or_default());
    for volume in service
        .get("volumes")
        .and_then(Doc::items)
        .into_iter()
        .flatten()
    {
        let source = match volume.as_text() {
            Some(short) => short.split_once(':').map(|(source, _)| source),
            None => volume
                .get("source")
                .and_then(Doc::as_text)
                .filter(|_| volume.get("type").and_then(Doc::as_text) == Some("volume")),
        };
        let source = source.filter(|source| !source.contains(['/', '.', '~', '$']));
        uses.entry("volumes")
            .or_default()
            .extend(source.map(str::to_owned));
    }
    for field in ["env_file", "label_file"] {
        let Some(value) = service.get(field) else {
            continue;
        };
        let one = std::slice::from_ref(value);
        for file in value.items().unwrap_or(one) {
            let path = file.as_text().or_else(|| file.get("path")?.as_text());
            let path = path.filter(|path| {
                !path.starts_with(['/', '~']) && !path.contains(['$', ':']) && !path.contains("..")
            });
            files.extend(
                path.filter(|path| !path.is_empty() && !path.ends_with('/'))
                    .map(str::to_owned),
            );
        }
    }
}

/// Keys of a mapping, items of a list, their `source`; without what follows a colon.
fn names(value: &Doc) -> Vec<String> {
    let keys = value.entries().into_iter().flatten();
    let keys = keys.map(|(key, _)| key.text.as_str());
    let items = value.items().into_iter().flatten();
    let items = items.filter_map(|item| item.as_text().or_else(|| item.get("source")?.as_text()));
    keys.chain(items)
        .filter_map(|name| name.split(':').next())
        .filter(|name| !name.is_empty() && *name != "default" && !name.contains('$'))
        .map(str::to_owned)
        .collect()
}

fn declare(document: &mut Doc, uses: &Uses) {
    for (section, names) in uses {
        if names.is_empty() {
            continue;
        }
        let Some(declared) = document.get_or(section, Doc::Map(Vec::new())) else {
            return;
        };
        for name in names {
            let new = match *section {
                "secrets" | "configs" => map([("file", text("./some.txt"))]),
                "models" => map([("model", text("some/model"))]),
                "services" => map([("image", text("busybox"))]),
                _ => plain("null"),
            };
            if let Some(entries) = declared.entries_mut()
                && entries.iter().all(|(known, _)| known.text != *name)
            {
                entries.push((key(name), new));
            }
        }
    }
    let services = document.get_mut("services").and_then(Doc::entries_mut);
    for (name, service) in services.into_iter().flatten() {
        if let Some(Doc::Map(others)) = service.get_mut("depends_on") {
            others.retain(|(other, _)| other.text != name.text);
        }
        let has_one = ["image", "build", "provider", "extends", "<<"];
        if service.entries().is_some() && has_one.iter().all(|name| service.get(name).is_none()) {
            service.set("image", text("busybox"));
        }
    }
}
