//! Writes files for people: whole or not at all, and never over another.

use crate::compose::options::reason;
use crate::plan::work::WorkError;
use std::io::Write;
use std::path::Path;

/// Names that are tried before giving up.
const TRIES: u32 = 1_000;

/// Writes `text` to a new file in `directory`, and answers with its name: `wanted`, or `wanted` with a number before its
/// extension where that is taken. Readable by its owner only, since logs and inspections may hold secrets.
pub fn save_new(directory: &Path, wanted: &str, text: &str) -> Result<String, WorkError> {
    let wanted = file_name(wanted);
    let fail = |error: &std::io::Error| WorkError {
        message: format!(
            "cannot write `{wanted}` in `{}`: {error}",
            directory.display()
        ),
        hint: Some("start stacktui in a directory that you may write to".to_owned()),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".stacktui-")
        .tempfile_in(directory)
        .map_err(|error| fail(&error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| fail(&error))?;
    let (stem, extension) = match wanted.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (wanted.as_str(), String::new()),
    };
    for number in 1..=TRIES {
        let name = if number == 1 {
            wanted.clone()
        } else {
            format!("{stem}-{number}{extension}")
        };
        match file.persist_noclobber(directory.join(&name)) {
            Ok(_) => return Ok(name),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                file = error.file;
            }
            Err(error) => return Err(fail(&error.error)),
        }
    }
    Err(WorkError {
        message: format!("cannot write `{wanted}`: {TRIES} files of that name are there already"),
        hint: None,
    })
}

/// Writes `text` to `file`, which is made or replaced: a person named it.
///
/// # Errors
/// In the system's words, as Go has them.
#[expect(
    clippy::disallowed_methods,
    reason = "a file that was named is written"
)]
pub fn write(file: &Path, text: &str) -> Result<(), WorkError> {
    std::fs::write(file, text).map_err(|error| WorkError {
        message: format!("open {}: {}", file.display(), reason(&error)),
        hint: None,
    })
}

/// Begins to write what the program does to the end of `file`, from `level` on. Its folder is made where it is missing;
/// only the owner may read it.
///
/// # Errors
/// The file cannot be opened, or a log was begun before.
#[expect(clippy::disallowed_methods, reason = "a log file is appended to")]
pub fn begin_log(file: &Path, level: tracing::Level) -> Result<(), WorkError> {
    let fail = |error: &std::io::Error| WorkError {
        message: format!("cannot write the log file `{}`: {error}", file.display()),
        hint: Some("say where with `--log-file`".to_owned()),
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let opened = options.open(file).map_err(|error| fail(&error))?;
    tracing_subscriber::fmt()
        .with_writer(std::sync::Mutex::new(opened))
        .with_ansi(false)
        .with_max_level(level)
        .try_init()
        .map_err(|error| WorkError {
            message: format!("cannot begin the log: {error}"),
            hint: None,
        })
}

/// A name without a way into another directory, not hidden, and of a length that every file system takes.
fn file_name(wanted: &str) -> String {
    let name: String = wanted
        .chars()
        .map(|character| match character {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            character if character.is_control() || character.is_whitespace() => '-',
            character => character,
        })
        .take(120)
        .collect();
    let name = name.trim_start_matches(['.', '-']);
    if name.is_empty() {
        "stacktui.txt".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_a_number_and_nothing_is_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..3)
            .map(|number| save_new(directory.path(), "shop.log", &number.to_string()).unwrap())
            .collect();
        assert_eq!(names, ["shop.log", "shop-2.log", "shop-3.log"]);
        let first = std::fs::read_to_string(directory.path().join("shop.log")).unwrap();
        assert_eq!(first, "0");
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 3);
    }

    #[test]
    fn names_stay_in_the_directory() {
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd".to_owned());
        assert_eq!(file_name("shop/api.log"), "shop-api.log");
        assert_eq!(file_name("../"), "stacktui.txt");
    }

    #[test]
    fn a_directory_that_is_not_there_is_said() {
        let error = save_new(Path::new("/nowhere-at-all"), "a.log", "").unwrap_err();
        assert!(
            error
                .message
                .starts_with("cannot write `a.log` in `/nowhere-at-all`: "),
            "{}",
            error.message
        );
    }
}
