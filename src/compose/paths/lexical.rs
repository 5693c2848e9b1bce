//! Paths as texts, by Go's rules: nothing is looked up.

/// The shortest path that means the same: no empty parts, no `.`, and `..` only at the front of a relative one.
pub fn clean_text(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                _ if is_absolute => {}
                _ => parts.push(part),
            },
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (path.is_empty(), is_absolute) {
        (true, _) => String::new(),
        (_, true) => format!("/{joined}"),
        _ if joined.is_empty() => ".".to_owned(),
        _ => joined,
    }
}

/// One path below another, cleaned.
pub fn join(base: &str, path: &str) -> String {
    if base.is_empty() {
        clean_text(path)
    } else {
        clean_text(&format!("{base}/{path}"))
    }
}

/// Whether Windows would call it absolute: `C:\x`, `C:/x`, `\\server\share\x`, `\\.\pipe\x`.
pub fn is_windows_absolute(path: &str) -> bool {
    let bytes = path.as_bytes();
    let is_separator = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| matches!(byte, b'\\' | b'/'))
    };
    if bytes.get(1) == Some(&b':') {
        is_separator(2)
    } else {
        // Whatever follows two separators is a server or a device. (`\??\` begins a device path too.)
        is_separator(0) && (is_separator(1) || has_root_device(bytes))
    }
}

fn has_root_device(bytes: &[u8]) -> bool {
    // What follows the device's name is below it, and absolute only if anything follows.
    bytes.get(1..3) == Some(b"??".as_slice())
        && matches!(bytes.get(3), Some(b'\\' | b'/'))
        && bytes
            .get(4..)
            .is_some_and(|rest| rest.iter().any(|byte| matches!(byte, b'\\' | b'/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_path_has_no_detours() {
        for (path, expected) in [
            ("", ""),
            (".", "."),
            ("./a", "a"),
            ("a/..", "."),
            ("../a/../..", "../.."),
            ("/", "/"),
            ("/..//a/./b/", "/a/b"),
            ("/a/../../b", "/b"),
            ("a//b/../c", "a/c"),
        ] {
            assert_eq!(clean_text(path), expected, "{path}");
        }
        assert_eq!(join("/w", ""), "/w");
        assert_eq!(join("/w", "../x"), "/x");
        assert_eq!(join("", "a/"), "a");
    }

    #[test]
    fn drives_servers_and_devices_are_absolute_on_windows() {
        for path in [
            r"C:\x",
            "c:/x",
            r"\\server\share\x",
            r"\\.\pipe\x",
            r"\??\C:\x",
        ] {
            assert!(is_windows_absolute(path), "{path}");
        }
        for path in ["", "C:", "C:x", r"\x", "x", r"\??\C:", "v1:"] {
            assert!(!is_windows_absolute(path), "{path}");
        }
    }
}
