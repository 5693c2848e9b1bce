//! Changes that bring in variables: expressions in values, the environment, env files with any quoting.

use super::change::{at, places};
use super::document::{Doc, text};
use super::project::{File, Project};
use super::random::Random;

const NAMES: [&str; 6] = ["A", "B", "C_1", "d", "NEW", "TAG"];

/// Some value becomes an expression that gives it, or something else.
pub(crate) fn interpolate(project: &mut Project, random: &mut Random) -> bool {
    let paths = project.document_paths();
    let Some(path) = random.any(&paths) else {
        return false;
    };
    let Some(document) = project
        .documents_mut(path)
        .and_then(|documents| documents.first_mut())
    else {
        return false;
    };
    let scalars: Vec<_> = places(document)
        .into_iter()
        .filter_map(|(place, _)| {
            let old = at(document, &place)?.as_text()?.to_owned();
            (!old.contains(['$', '\n'])).then_some((place, old))
        })
        .collect();
    let Some((place, old)) = random.any(&scalars).cloned() else {
        return false;
    };
    let name = *random.of(&NAMES);
    let other = *random.of(&NAMES);
    let mut cut = random.below(old.len() + 1);
    while !old.is_char_boundary(cut) {
        cut -= 1;
    }
    let (before, after) = old.split_at(cut);
    let (new, value) = match random.below(12) {
        0 => (format!("${name}"), &*old),
        1 => (format!("${{{name}:-{old}}}"), ""),
        2 => (format!("${{{name}-{old}}}"), &*old),
        3 => (format!("${{{name}:+{old}}}"), "x"),
        4 => (format!("${{{name}?needed}}"), &*old),
        5 => (format!("{before}${{{name}}}"), after),
        6 => (format!("${{{name}}}{after}"), before),
        7 => (format!("{before}$${after}"), ""),
        8 => (format!("${{{name}:-${{{other}:-{old}}}}}"), ""),
        9 => (format!("{before}${after}"), ""),
        10 => (format!("${{{name}:+${{{name}}}}}"), &*old),
        _ => (format!("${{{name}}}"), &*old),
    };
    if let Some(place) = at(document, &place) {
        *place = text(new);
    }
    match random.below(8) {
        0 => {}
        1 => {
            let dotenv = project.path_of(".env");
            let line = format!("{name}='{}'\n", value.replace('\'', ""));
            append(project, &dotenv, line.as_bytes());
        }
        _ => {
            _ = project.facts.env.insert(name.to_owned(), value.to_owned());
        }
    }
    true
}

/// An env file of a service.
pub(crate) fn env_file(project: &mut Project, random: &mut Random) -> bool {
    let Some(name) = random.any(&project.services()).cloned() else {
        return false;
    };
    let raw = random.percent(15);
    let content = env_text(random);
    let path = project.path_of("some.env");
    let Some(services) = project
        .main_mut()
        .and_then(|document| document.get_mut("services"))
    else {
        return false;
    };
    let Some(service) = services
        .get_mut(&name)
        .filter(|service| service.entries().is_some())
    else {
        return false;
    };
    let file = if raw {
        super::document::map([("path", text("some.env")), ("format", text("raw"))])
    } else {
        text("some.env")
    };
    service.set("env_file", Doc::List(vec![file]));
    project.files.insert(path, File::Other(content));
    true
}

/// The default file of variables, or one that is named.
pub(crate) fn dotenv(project: &mut Project, random: &mut Random) -> bool {
    let content = env_text(random);
    if random.percent(30) {
        let path = project.path_of("given.env");
        project.files.insert(path, File::Other(content));
        project.facts.env_files.push("given.env".to_owned());
    } else {
        let path = project.path_of(".env");
        append(project, &path, &content);
    }
    true
}

fn append(project: &mut Project, path: &str, line: &[u8]) {
    let mut content = match project.files.remove(path) {
        Some(File::Other(content)) => content,
        _ => Vec::new(),
    };
    content.extend_from_slice(line);
    project.files.insert(path.to_owned(), File::Other(content));
}

/// Variables in any quoting.
pub(crate) fn env_text(random: &mut Random) -> Vec<u8> {
    let end = if random.percent(8) { "\r\n" } else { "\n" };
    let mut content = String::new();
    for _ in 0..=random.below(4) {
        content.push_str(&env_line(random));
        content.push_str(end);
    }
    content.into_bytes()
}

fn env_line(random: &mut Random) -> String {
    let name = *random.of(&NAMES);
    let value = env_value(random);
    let sign = *random.of(&["=", "=", "=", "=", " = ", "= ", ": ", ":", " ="]);
    let before = *random.of(&["", "", "", "", "", "", "export ", "  ", "export  "]);
    let after = *random.of(&["", "", "", "", "", " # note", "#no note", "  ", "\t# tab"]);
    match random.below(16) {
        0 => format!("# {value}"),
        1 => name.to_owned(),
        2 => String::new(),
        _ => format!("{before}{name}{sign}{value}{after}"),
    }
}

fn env_value(random: &mut Random) -> String {
    let pieces = [
        "x",
        "1",
        "1.50",
        "a b",
        "true",
        "$A",
        "${B}",
        "${NEW:-new}",
        "${A:+alt}",
        "$$A",
        "\\n",
        "\\t",
        "\\$A",
        "\\\\",
        "#",
        " #",
        "=",
        ":",
        "'",
        "\\\"",
        "{",
        "é",
        "/usr/bin",
        "a,b",
        "\\x",
        "$",
        "${d-}",
        "`",
        "\\'",
        "${A}${B}",
    ];
    let mut value = String::new();
    for _ in 0..random.below(4) {
        let piece: &&str = random.of(&pieces);
        value.push_str(piece);
    }
    match random.below(6) {
        0 | 1 => format!("\"{value}\""),
        2 => format!("'{value}'"),
        3 if random.percent(10) => format!("\"{value}\n  second\""),
        _ => value,
    }
}
