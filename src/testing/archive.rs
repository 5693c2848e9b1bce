//! Several files in one: how the cases of `tests/corpus` are kept, and what the loader's fuzz target takes.
//!
//! A line `-- path --` begins a file; `-- path (no final newline) --` one whose last line has no end. What stands
//! before the first such line belongs to no file.

const UNENDED: &[u8] = b" (no final newline)";

/// The files of an archive, in order; a path is what stands there, cleaned of nothing.
pub fn files(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut is_ended = true;
    for line in archive.split_inclusive(|byte| *byte == b'\n') {
        if let Some((path, ended)) = marker(line) {
            close(&mut files, is_ended);
            files.push((path, Vec::new()));
            is_ended = ended;
        } else if let Some((_, content)) = files.last_mut() {
            content.extend_from_slice(line);
        }
    }
    close(&mut files, is_ended);
    files
}

/// The other way round; `None` where a file has a line that looks like the beginning of another.
pub fn archive<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Option<Vec<u8>> {
    let mut archive = Vec::new();
    for (path, content) in files {
        let is_ended = content.is_empty() || content.ends_with(b"\n");
        let unended = if is_ended { &b""[..] } else { UNENDED };
        archive.extend([b"-- ", path.as_bytes(), unended, b" --\n", content].concat());
        archive.extend_from_slice(if is_ended { b"" } else { b"\n" });
        let mut lines = content.split_inclusive(|byte| *byte == b'\n');
        if lines.any(|line| marker(line).is_some()) {
            return None;
        }
    }
    Some(archive)
}

fn close(files: &mut [(String, Vec<u8>)], is_ended: bool) {
    if let Some((_, content)) = files.last_mut().filter(|_| !is_ended)
        && content.last() == Some(&b'\n')
    {
        content.pop();
    }
}

/// The path that a line begins, and whether its file ends with a line end.
fn marker(line: &[u8]) -> Option<(String, bool)> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let path = line.strip_prefix(b"-- ")?.strip_suffix(b" --")?;
    let unended = path.strip_suffix(UNENDED);
    let path = unended.unwrap_or(path);
    let path = str::from_utf8(path).ok().filter(|path| !path.is_empty())?;
    Some((path.to_owned(), unended.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_out_of_an_archive_as_they_went_in() {
        let files = [
            ("in/compose.yaml", &b"services:\n  a: {}\n"[..]),
            ("in/sub dir/.env", b"A=1\r\nB=\xff"),
            ("in/.keep", b""),
            ("out/x", b"\n\n"),
        ];
        let archive = archive(files).unwrap();
        let read = super::files(&archive);
        let read: Vec<_> = read
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()))
            .collect();
        assert_eq!(read, files);
    }

    #[test]
    fn a_file_with_a_line_like_a_marker_is_not_archived() {
        assert_eq!(archive([("a", &b"x\n-- b --\n"[..])]), None);
    }

    #[test]
    fn what_is_no_archive_has_no_files() {
        assert_eq!(files(b"--  --\n--\nservices: {}\n"), []);
    }
}
