//! The short form of a mount: `[SOURCE:]TARGET[:OPTION,OPTION…]`.

use std::mem;

/// A mount as its short form says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mount {
    /// What is mounted; empty for a volume without a name.
    pub source: String,
    /// Where in the container, as written.
    pub target: String,
    /// `ro`.
    pub is_read_only: bool,
    /// `nocopy`.
    pub is_nocopy: bool,
    /// The last of `rprivate`, `private`, `rshared`, `shared`, `rslave` and `slave`.
    pub propagation: Option<&'static str>,
    /// The last of `z` and `Z`.
    pub selinux: Option<&'static str>,
    /// The spec is so short that nothing but a target can be in it.
    pub is_bare: bool,
}

const PROPAGATIONS: [&str; 6] = [
    "rprivate", "private", "rshared", "shared", "rslave", "slave",
];
const SELINUX: [&str; 2] = ["z", "Z"];

/// Reads a short form. A colon after a single letter is a drive of Windows, one within `${…}` is part of a variable.
///
/// # Errors
/// In Compose's words.
pub fn parse(spec: &str) -> Result<Mount, String> {
    let mut mount = Mount::default();
    match spec.len() {
        0 => return Err("invalid empty volume spec".to_owned()),
        1 | 2 => {
            spec.clone_into(&mut mount.target);
            mount.is_bare = true;
            return Ok(mount);
        }
        _ => {}
    }
    let invalid = |why: &str| format!("invalid spec: {spec}: {why}");
    let mut section = String::new();
    let mut depth = 0_usize;
    let mut characters = spec.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '$' if characters.peek() == Some(&'{') => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ':' if depth == 0 && !is_drive(&section) => {
                mount
                    .add(&mem::take(&mut section), false)
                    .map_err(&invalid)?;
                continue;
            }
            _ => {}
        }
        section.push(character);
    }
    if depth == 0 {
        mount.add(&section, true).map_err(&invalid)?;
    }
    Ok(mount)
}

impl Mount {
    /// Whether a path of the host is mounted, and no volume.
    pub fn is_bind(&self) -> bool {
        is_path(&self.source)
    }

    /// Takes the next section between colons.
    fn add(&mut self, section: &str, is_last: bool) -> Result<(), &'static str> {
        if section.is_empty() {
            return Err("empty section between colons");
        }
        if self.source.is_empty() && !is_last {
            section.clone_into(&mut self.source);
        } else if self.target.is_empty() {
            section.clone_into(&mut self.target);
        } else if is_last {
            for option in section.split(',') {
                self.set(option);
            }
        } else {
            return Err("too many colons");
        }
        Ok(())
    }

    /// Unknown options count as not written, as in Compose.
    fn set(&mut self, option: &str) {
        let known = |names: &[&'static str]| names.iter().copied().find(|name| *name == option);
        match option {
            "ro" => self.is_read_only = true,
            "rw" => self.is_read_only = false,
            "nocopy" => self.is_nocopy = true,
            _ => {
                self.propagation = known(&PROPAGATIONS).or(self.propagation);
                self.selinux = known(&SELINUX).or(self.selinux);
            }
        }
    }
}

fn is_drive(before_colon: &str) -> bool {
    let mut characters = before_colon.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

/// Whether a source is a path of the host, on any system, and no name.
fn is_path(source: &str) -> bool {
    source.starts_with(['.', '/', '~'])
        || source.starts_with(r"\\")
        || source
            .split_once(':')
            .is_some_and(|(before, _)| is_drive(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(spec: &str) -> String {
        match parse(spec) {
            Err(error) => error,
            Ok(mount) => {
                let kind = if mount.is_bind() { "bind" } else { "volume" };
                let mut text = format!("{kind} {}>{}", mount.source, mount.target);
                if mount.is_read_only {
                    text += " ro";
                }
                if mount.is_nocopy {
                    text += " nocopy";
                }
                for option in [mount.propagation, mount.selinux].into_iter().flatten() {
                    text.push(' ');
                    text += option;
                }
                text
            }
        }
    }

    #[test]
    fn a_source_is_a_name_or_a_path_and_options_may_follow() {
        for (spec, expected) in [
            ("/d", "volume >/d"),
            ("/data", "volume >/data"),
            ("data:/d", "volume data>/d"),
            ("data:/d:nocopy,ro", "volume data>/d ro nocopy"),
            ("./a:/a", "bind ./a>/a"),
            ("..:/a:ro,rw", "bind ..>/a"),
            ("~/a:/a:Z,rslave,z,shared", "bind ~/a>/a shared z"),
            ("/a:/b:cached,unheard-of", "bind /a>/b"),
            (r"\\.\pipe\x:/p", r"bind \\.\pipe\x>/p"),
        ] {
            assert_eq!(read(spec), expected, "{spec}");
        }
    }

    #[test]
    fn a_single_letter_before_a_colon_is_a_drive() {
        assert_eq!(read(r"C:\data:/d"), r"bind C:\data>/d");
        assert_eq!(read("a:/b:ro:x:y"), "bind a:/b>ro");
        assert_eq!(read("v:/v"), "volume >v:/v");
        assert_eq!(read("vv:/v"), "volume vv>/v");
    }

    #[test]
    fn colons_within_variables_divide_nothing() {
        assert_eq!(read("${A:-./a}:/b"), "volume ${A:-./a}>/b");
        assert_eq!(read("./a:${B:-${C:-/c}}:ro"), "bind ./a>${B:-${C:-/c}} ro");
    }

    #[test]
    fn what_is_no_mount_is_said_in_the_words_of_compose() {
        for (spec, expected) in [
            ("", "invalid empty volume spec"),
            (":/a", "invalid spec: :/a: empty section between colons"),
            (
                "/a:/b:",
                "invalid spec: /a:/b:: empty section between colons",
            ),
            ("/a:/b:ro:/c", "invalid spec: /a:/b:ro:/c: too many colons"),
        ] {
            assert_eq!(read(spec), expected, "{spec}");
        }
    }
}
