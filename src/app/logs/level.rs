//! How grave a line is, read from its words.

/// Grave enough to be shown under a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Everything else.
    #[default]
    Other,
    /// Warnings.
    Warn,
    /// Errors and worse.
    Error,
}

impl Level {
    /// The next filter: all, warnings and worse, errors.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Other => Self::Warn,
            Self::Warn => Self::Error,
            Self::Error => Self::Other,
        }
    }

    /// The filter in words; empty for all.
    pub const fn filter_word(self) -> &'static str {
        match self {
            Self::Other => "",
            Self::Warn => "warn+",
            Self::Error => "errors",
        }
    }

    /// Reads it from a line: `ERROR`, `level=warn`, `"level":"error"`, `[W]`, `E1124 …` (klog), `panic:`.
    pub fn of(line: &str) -> Self {
        if klog(line) {
            return Self::Error;
        }
        let mut found = Self::Other;
        for word in line.split(|character: char| !character.is_ascii_alphanumeric()) {
            // Long tokens (ids, payloads) and short ones cannot be a level; most words end here.
            if !(3..=12).contains(&word.len()) {
                continue;
            }
            let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
            let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
            match first {
                Some(b'e') if is(&["error", "err", "emerg", "errors", "exception"]) => {
                    return Self::Error;
                }
                Some(b'f') if is(&["fatal", "failed", "failure"]) => return Self::Error,
                Some(b'c') if is(&["critical", "crit"]) => return Self::Error,
                Some(b'p') if is(&["panic", "panicked"]) => return Self::Error,
                Some(b'a') if is(&["alert"]) => return Self::Error,
                Some(b't') if is(&["traceback"]) => return Self::Error,
                Some(b's') if is(&["severe"]) => return Self::Error,
                Some(b'w') if is(&["warn", "warning"]) => found = Self::Warn,
                _ => {}
            }
        }
        found
    }
}

/// `E1124 07:40:40.123456` or `F…`: Kubernetes' klog.
fn klog(line: &str) -> bool {
    let bytes = line.as_bytes();
    matches!(bytes.first(), Some(b'E' | b'F'))
        && bytes
            .get(1..5)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        && bytes.get(5) == Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_from_common_forms() {
        for line in [
            "error: getaddrinfo ENOTFOUND db.internal",
            "2026-01-01 ERROR [main] x",
            r#"{"level":"error","msg":"x"}"#,
            "level=fatal msg=x",
            "E1124 07:40:40.123456       1 x.go:1] y",
            "thread 'main' panicked at src/main.rs",
        ] {
            assert_eq!(Level::of(line), Level::Error, "{line}");
        }
        for line in ["WARN slow query", "level=warning x", "[warn] x"] {
            assert_eq!(Level::of(line), Level::Warn, "{line}");
        }
        for line in ["GET /errors-page 200", "ok", "terrors", "warned"] {
            let expected = if line.contains("errors-page") {
                Level::Error
            } else {
                Level::Other
            };
            assert_eq!(Level::of(line), expected, "{line}");
        }
    }
}
