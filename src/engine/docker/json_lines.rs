//! Splitting a stream into lines of JSON, in bounded memory.

/// Longest line that is kept; a longer one is skipped whole.
const LINE_LIMIT: usize = 1 << 20;

/// Bytes that are no whole line yet.
#[derive(Debug, Default)]
pub(super) struct JsonLines {
    buffer: Vec<u8>,
    skipping: bool,
}

impl JsonLines {
    /// Takes the next piece; calls `each` with every line that is complete now, empty ones left out.
    pub(super) fn push(&mut self, mut bytes: &[u8], mut each: impl FnMut(&[u8])) {
        while let Some(at) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(at);
            bytes = rest.get(1..).unwrap_or_default();
            if self.skipping {
                self.skipping = false;
            } else if self.buffer.is_empty() {
                emit(line, &mut each);
            } else {
                self.buffer.extend_from_slice(line);
                emit(&self.buffer, &mut each);
            }
            self.buffer.clear();
        }
        if self.skipping {
            return;
        }
        if self.buffer.len() + bytes.len() > LINE_LIMIT {
            self.skipping = true;
            self.buffer = Vec::new();
        } else {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The stream ended: what has no line end is a line, too.
    pub(super) fn finish(&mut self, mut each: impl FnMut(&[u8])) {
        emit(&std::mem::take(&mut self.buffer), &mut each);
    }
}

fn emit(line: &[u8], each: &mut impl FnMut(&[u8])) {
    let line = line.trim_ascii();
    if !line.is_empty() {
        each(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines = JsonLines::default();
        for piece in pieces {
            lines.push(piece, |line| {
                found.push(String::from_utf8_lossy(line).into_owned());
            });
        }
        lines.finish(|line| found.push(String::from_utf8_lossy(line).into_owned()));
        found
    }

    #[test]
    fn lines_are_joined_over_pieces() {
        assert_eq!(
            lines(&[b"{\"a\"", b":1}\n\n{}", b"\r\n{\"b\":2}"]),
            ["{\"a\":1}", "{}", "{\"b\":2}"]
        );
    }

    #[test]
    fn a_line_without_end_is_skipped_and_the_next_is_read() {
        let mut found = 0;
        let mut lines = JsonLines::default();
        for _ in 0..512 {
            lines.push(&vec![b'x'; 65_536], |_| found += 1);
            assert!(lines.buffer.capacity() <= 2 * LINE_LIMIT);
        }
        lines.push(b"x\n{}\n", |_| found += 1);
        assert_eq!(found, 1);
    }
}
