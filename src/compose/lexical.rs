//! Paths by their text alone, without a look at the file system.

use std::path::{Component, Path, PathBuf};

/// Without `.`, `..` and doubled slashes where the text alone allows it; `.` where nothing is left.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(".."),
            },
            part => out.push(part),
        }
    }
    if out.as_os_str().is_empty() {
        out.push(".");
    }
    out
}

/// The way from one directory to another, both absolute or both relative; the target itself where there is none.
pub fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to) = (clean(from), clean(to));
    if from.is_absolute() != to.is_absolute() {
        return to;
    }
    let mut left = from
        .components()
        .filter(|part| *part != Component::CurDir)
        .peekable();
    let mut right = to
        .components()
        .filter(|part| *part != Component::CurDir)
        .peekable();
    while left.peek().is_some() && left.peek() == right.peek() {
        left.next();
        right.next();
    }
    let mut out = PathBuf::new();
    for part in left {
        if part == Component::ParentDir {
            return to;
        }
        out.push("..");
    }
    right.for_each(|part| out.push(part));
    clean(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_by_their_text() {
        for (path, cleaned) in [
            ("/a/./b//../c", "/a/c"),
            ("/../a", "/a"),
            ("a/../..", ".."),
            ("./a", "a"),
            ("a/..", "."),
            ("../../a", "../../a"),
        ] {
            assert_eq!(clean(Path::new(path)), Path::new(cleaned), "{path}");
        }
    }

    #[test]
    fn the_way_from_one_directory_to_another() {
        for (from, to, way) in [
            ("/a/b", "/a/b/c", "c"),
            ("/a/b", "/a/b", "."),
            ("/a/b", "/a", ".."),
            ("/a/b", "/c", "../../c"),
            (".", "a", "a"),
            ("/a", "b", "b"),
        ] {
            assert_eq!(
                relative(Path::new(from), Path::new(to)),
                Path::new(way),
                "{from} {to}"
            );
        }
    }
}
