use super::*;

#[test]
fn plain_and_quoted_values_are_read() {
    let outer = BTreeMap::from([("HOST".to_owned(), "outer".to_owned())]);
    let text = "\u{feff}# words\nA=1 # why\r\nexport B='$A # no'\nC=\"x ${A}\"\nD: yes\nE=${HOST}\nHOST=inner\nbad line\n";
    let read = variables(text, &outer);
    let pairs: Vec<(&str, &str)> = read
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("A", "1"),
            ("B", "$A # no"),
            ("C", "x 1"),
            ("D", "yes"),
            ("E", "outer"),
            ("HOST", "inner")
        ]
    );
}
