//! A file as an archive (POSIX `ustar`, IEEE Std 1003.1 pax section): what `PUT /containers/{id}/archive` takes.

use crate::engine::{EngineError, FileSpec, Result};
use crate::model::text::sanitise;
use std::io::Write as _;

/// All of an archive is in blocks of this size.
const BLOCK: usize = 512;
/// Longest path in the one field; what is longer is split.
const NAME: usize = 100;
const PREFIX: usize = 155;

/// An archive of one file. Its time is the epoch: the engine's clock is not ours.
///
/// # Errors
/// Its path does not fit into an archive.
pub(super) fn of_one(file: &FileSpec) -> Result<Vec<u8>> {
    let path = file.path.trim_start_matches('/');
    let (prefix, name) = split(path).ok_or_else(|| EngineError::Refused {
        status: 400,
        message: format!("the path is too long: {}", sanitise(&file.path)),
    })?;
    let number = |value: u64, digits: usize| format!("{value:0digits$o}\0").into_bytes();
    let mut header = [0_u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| {
        let mut place = header.get_mut(at..).unwrap_or_default();
        // The fields are as wide as what is put there.
        let _fits = place.write_all(bytes);
    };
    put(0, name.as_bytes());
    put(100, &number(u64::from(file.mode), 7));
    put(108, &number(file.uid.unwrap_or(0).into(), 7));
    put(116, &number(file.gid.unwrap_or(0).into(), 7));
    put(124, &number(file.content.len() as u64, 11));
    put(136, &number(0, 11));
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(345, prefix.as_bytes());
    let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
    let mut place = header.get_mut(148..).unwrap_or_default();
    let _fits = write!(place, "{sum:06o}\0 ");
    let mut archive = header.to_vec();
    archive.extend_from_slice(&file.content);
    // The last block is filled up, and two empty ones end it.
    archive.resize(archive.len().next_multiple_of(BLOCK) + 2 * BLOCK, 0);
    Ok(archive)
}

/// A path over both fields, at a slash.
fn split(path: &str) -> Option<(&str, &str)> {
    if path.len() <= NAME {
        return Some(("", path));
    }
    path.match_indices('/').find_map(|(at, _)| {
        let (prefix, name) = (path.get(..at)?, path.get(at + 1..)?);
        (prefix.len() <= PREFIX && name.len() <= NAME && !name.is_empty()).then_some((prefix, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn file(path: &str, content: &[u8]) -> FileSpec {
        FileSpec {
            path: path.to_owned(),
            content: content.to_vec(),
            mode: 0o440,
            uid: Some(1000),
            gid: None,
            takes_user: false,
        }
    }

    #[test]
    fn tar_reads_what_was_written() {
        let long = format!("/{}/{}/x", "d".repeat(90), "e".repeat(60));
        for (path, content) in [("/run/secrets/s", &b"hunter2\n"[..]), (&long, &[7; 513])] {
            let mut tar = Command::new("tar")
                .args(["--numeric-owner", "-tv"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let archive = of_one(&file(path, content)).unwrap();
            tar.stdin.take().unwrap().write_all(&archive).unwrap();
            let out = tar.wait_with_output().unwrap();
            let told = String::from_utf8(out.stdout).unwrap();
            assert!(out.status.success(), "{:?}", out.stderr);
            assert!(told.starts_with("-r--r----- 1000/0"), "{told}");
            assert!(told.contains(&format!(" {} ", content.len())), "{told}");
            assert!(
                told.trim_end().ends_with(path.trim_start_matches('/')),
                "{told}"
            );
        }
    }

    #[test]
    fn a_path_that_does_not_fit_is_refused() {
        assert!(of_one(&file(&"x".repeat(300), b"")).is_err());
    }
}
