//! Changes of how a project is put together: override files, `include`, `extends`, merge keys, documents, profiles.

use super::change::put_entry;
use super::document::{Doc, key, map, plain, text};
use super::pool::Pool;
use super::project::{File, Project};
use super::random::Random;

/// Entries of a service, or of a section of the file.
fn some_entries(path: &str, most: usize, pool: &Pool, random: &mut Random) -> Doc {
    let mut entries = Vec::new();
    for _ in 0..=random.below(most) {
        if let Some((key, value)) = pool.entry(path, random) {
            put_entry(&mut entries, key, value);
        }
    }
    Doc::Map(entries)
}

/// A project that is in no corpus: some services, with what services have.
pub(crate) fn generated(pool: &Pool, random: &mut Random) -> Project {
    let names = ["a", "b", "web-1", "db_x"];
    let services = names[..=random.below(names.len())].iter().map(|name| {
        let mut service = some_entries("services.*", 7, pool, random);
        if service.get("build").is_none() || random.percent(50) {
            service.set("image", text("busybox:1"));
        }
        (key(*name), service)
    });
    let mut document = Doc::Map(vec![(key("services"), Doc::Map(services.collect()))]);
    for section in ["networks", "volumes", "configs", "secrets"] {
        if random.percent(20) {
            document.set(section, some_entries(section, 2, pool, random));
        }
    }
    Project::new(document)
}

/// A document that goes over another: with its services, as they are elsewhere.
fn overlay(project: &Project, pool: &Pool, random: &mut Random) -> Doc {
    let mut names = project.services();
    names.push("added".to_owned());
    let mut services = Vec::new();
    for _ in 0..=random.below(2) {
        let name = random.of(&names).clone();
        let mut service = some_entries("services.*", 5, pool, random);
        for (_, value) in service.entries_mut().into_iter().flatten() {
            match random.below(10) {
                0 => *value = Doc::Marked("!override".to_owned(), Box::new(value.clone())),
                1 => *value = Doc::Marked("!reset".to_owned(), Box::new(plain("null"))),
                _ => {}
            }
        }
        if name == "added" && random.percent(80) {
            service.set("image", text("busybox"));
        }
        put_entry(&mut services, key(name), service);
    }
    let mut document = Doc::Map(vec![(key("services"), Doc::Map(services))]);
    if random.percent(25) {
        let section = *random.of(&["networks", "volumes", "configs", "secrets"]);
        document.set(section, some_entries(section, 2, pool, random));
    }
    document
}

/// Another file over the first: of its own, or the first one of another project with its services renamed to ours.
pub(crate) fn override_file(
    project: &mut Project,
    others: &[Project],
    pool: &Pool,
    random: &mut Random,
) -> bool {
    let Some(main) = project.main_file() else {
        return false;
    };
    let mut document = overlay(project, pool, random);
    if random.percent(30)
        && let Some(other) = random.any(others)
        && let Some(other) = other.clone().main_mut()
    {
        let names = project.services();
        let services = other.get_mut("services").and_then(Doc::entries_mut);
        for ((known, _), name) in services.into_iter().flatten().zip(names) {
            known.text = name;
        }
        document = other.clone();
    }
    let name = "compose.override.yaml";
    if project.facts.files.is_empty() && !project.files.contains_key(name) && random.percent(50) {
        let folder = main
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        project
            .files
            .insert(format!("{folder}{name}"), File::Documents(vec![document]));
        return true;
    }
    if project.facts.files.is_empty() {
        let main = main.rsplit('/').next().unwrap_or(&main).to_owned();
        project.facts.files.push(main);
    }
    let name = format!("over{}.yaml", project.facts.files.len());
    project
        .files
        .insert(project.path_of(&name), File::Documents(vec![document]));
    project.facts.files.push(name);
    true
}

/// A second document in the first file.
pub(crate) fn document(project: &mut Project, pool: &Pool, random: &mut Random) -> bool {
    let document = overlay(project, pool, random);
    let path = project.main_file();
    let documents = path.and_then(|path| project.documents_mut(&path));
    documents
        .map(|documents| documents.push(document))
        .is_some()
}

/// The first file, included by another.
pub(crate) fn include(project: &mut Project, pool: &Pool, random: &mut Random) -> bool {
    let Some(main) = project.main_file().filter(|main| !main.starts_with("inc/")) else {
        return false;
    };
    let Some(file) = project.files.remove(&main) else {
        return false;
    };
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    project.files.insert(format!("{folder}inc/{name}"), file);
    let path = text(format!("inc/{name}"));
    let mut entry = map([("path", path.clone())]);
    if random.percent(20) {
        entry.set("path", Doc::List(vec![path.clone()]));
    }
    if random.percent(30) {
        entry.set(
            "project_directory",
            text(*random.of(&[".", "inc", "./inc/", "other"])),
        );
    }
    if random.percent(30) {
        let env = super::variables::env_text(random);
        project
            .files
            .insert(format!("{folder}inc.env"), File::Other(env));
        entry.set("env_file", text("inc.env"));
    }
    if random.percent(30) {
        let env = super::variables::env_text(random);
        project
            .files
            .insert(format!("{folder}inc/.env"), File::Other(env));
    }
    let item = if random.percent(40) { path } else { entry };
    let mut document = map([("include", Doc::List(vec![item]))]);
    if random.percent(50) {
        let mut service = some_entries("services.*", 3, pool, random);
        service.set("image", text("busybox"));
        document.set("services", map([("outer", service)]));
    }
    project.files.insert(main, File::Documents(vec![document]));
    true
}

/// A part of a service, in a service that it extends: of this file or of another.
pub(crate) fn extends(project: &mut Project, pool: &Pool, random: &mut Random) -> bool {
    let Some(name) = random.any(&project.services()).cloned() else {
        return false;
    };
    let added = some_entries("services.*", 3, pool, random);
    let is_elsewhere = random.percent(60);
    let Some(services) = project
        .main_mut()
        .and_then(|document| document.get_mut("services"))
    else {
        return false;
    };
    let Some(entries) = services.get_mut(&name).and_then(Doc::entries_mut) else {
        return false;
    };
    if entries.iter().any(|(key, _)| key.text == "extends") {
        return false;
    }
    let mut base = Vec::new();
    let mut kept = Vec::new();
    for entry in entries.drain(..) {
        if random.percent(50) {
            &mut base
        } else {
            &mut kept
        }
        .push(entry);
    }
    for (key, value) in added.entries().cloned().unwrap_or_default() {
        put_entry(&mut base, key, value);
    }
    *entries = kept;
    let mut target = map([("service", text("base"))]);
    if is_elsewhere {
        target.set("file", text("base.yaml"));
    }
    let is_short = !is_elsewhere && random.percent(30);
    entries.push((key("extends"), if is_short { text("base") } else { target }));
    if is_elsewhere {
        let document = map([("services", map([("base", Doc::Map(base))]))]);
        let folder = project.main_file().unwrap_or_default();
        let folder = folder
            .rsplit_once('/')
            .map_or(String::new(), |(folder, _)| format!("{folder}/"));
        project.files.insert(
            format!("{folder}base.yaml"),
            File::Documents(vec![document]),
        );
    } else {
        services.set("base", Doc::Map(base));
    }
    true
}

/// A part of a service behind an anchor, taken in by a merge key or an alias.
pub(crate) fn merge_key(project: &mut Project, random: &mut Random) -> bool {
    let Some(name) = random.any(&project.services()).cloned() else {
        return false;
    };
    let Some(document) = project.main_mut() else {
        return false;
    };
    let services = document.get_mut("services");
    let Some(entries) = services.and_then(|services| services.get_mut(&name)?.entries_mut()) else {
        return false;
    };
    if entries.is_empty() || entries.iter().any(|(key, _)| key.text == "<<") {
        return false;
    }
    let count = 1 + random.below(entries.len());
    let part = if random.percent(70) {
        entries.drain(..count).collect()
    } else {
        entries[..count].to_vec()
    };
    let alias = Doc::Alias("part".to_owned());
    let alias = if random.percent(20) {
        Doc::List(vec![alias])
    } else {
        alias
    };
    entries.insert(0, (key("<<"), alias));
    let part = Doc::Marked("&part".to_owned(), Box::new(Doc::Map(part)));
    if let Some(entries) = document
        .entries_mut()
        .filter(|entries| entries.iter().all(|(key, _)| key.text != "x-part"))
    {
        entries.insert(0, (key("x-part"), part));
    }
    true
}

/// Profiles of services, and which are on.
pub(crate) fn profiles(project: &mut Project, random: &mut Random) -> bool {
    let names = project.services();
    let profiles = ["p", "q", "dev.1"];
    let Some(services) = project
        .main_mut()
        .and_then(|document| document.get_mut("services"))
    else {
        return false;
    };
    for name in names {
        if random.percent(50)
            && let Some(service) = services.get_mut(&name)
        {
            service.set("profiles", Doc::List(vec![text(*random.of(&profiles))]));
        }
    }
    for profile in profiles {
        if random.percent(50) {
            project.facts.profiles.push(profile.to_owned());
        }
    }
    true
}

/// How it is asked for.
pub(crate) fn options(project: &mut Project, random: &mut Random) -> bool {
    match random.below(4) {
        0 => project.facts.project_name = Some("given".to_owned()),
        1 => {
            _ = project
                .facts
                .env
                .insert("COMPOSE_PROJECT_NAME".to_owned(), "from-env".to_owned());
        }
        2 => {
            _ = project
                .facts
                .env
                .insert("COMPOSE_PROFILES".to_owned(), "p, q".to_owned());
        }
        _ => project.is_flow = true,
    }
    true
}
