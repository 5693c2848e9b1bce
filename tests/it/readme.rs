//! What the README promises.

use std::path::Path;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn its_table_of_keys_is_that_of_the_registry() {
    let readme = readme();
    let (_, rest) = readme.split_once("<!-- keys -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- /keys -->").unwrap();
    assert_eq!(
        table,
        stacktui::cli::verbs::generate::keys(),
        "put in what `stacktui generate keys` prints"
    );
}

#[test]
fn its_pictures_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = readme();
    let names: Vec<&str> = readme
        .match_indices("](screenshots/")
        .filter_map(|(at, found)| {
            readme
                .get(at + 2..)?
                .get(..found.len() + 40)?
                .split(')')
                .next()
        })
        .collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(root.join(name).is_file(), "{name}");
    }
}
