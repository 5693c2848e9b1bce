use super::document;
use crate::compose::print::shape::Shape;

/// Texts, and how Docker Compose 5.6.1 writes each as a label at the root of a mapping.
const TEXTS: &[(&str, &str)] = &[
    ("2001-12-14", "\"2001-12-14\""),
    ("+.inf", "\"+.inf\""),
    (".5", "\".5\""),
    ("5.", "\"5.\""),
    ("0b1", "\"0b1\""),
    ("1e3", "\"1e3\""),
    ("-", "'-'"),
    ("--- a", "'--- a'"),
    (":a", ":a"),
    ("a:", "'a:'"),
    ("a #b", "'a #b'"),
    (" a", "' a'"),
    ("a ", "'a '"),
    ("\n", "\"\\n\""),
    ("a\n", "|\n  a"),
    ("\na", "|-\n\n  a"),
    ("  a\n b", "|2-\n    a\n   b"),
    ("a\n\n", "|+\n  a\n"),
    ("a\r\nb", "\"a\\r\\nb\""),
    ("\u{1}", "\"\\x01\""),
    ("\ta", "\"\\ta\""),
    ("a\tb", "\"a\\tb\""),
    ("\u{feff}x", "\"\\uFEFF\\x78\""),
    ("x\u{feff}", "\"x\\uFEFF\""),
    ("\u{1f600}", "\"\\U0001F600\""),
    ("a\u{1f600}\nb", "\"a\\U0001F600\\nb\""),
    ("a \nb", "\"a \\nb\""),
    ("a\n b", "|-\n  a\n   b"),
    ("\u{2028}", "'\u{2028}'"),
    ("a\u{85}b", "\"a\\Nb\""),
    ("*a", "'*a'"),
    ("@a", "'@a'"),
    ("%a", "'%a'"),
    ("`a", "'`a'"),
    ("!a", "'!a'"),
    ("&a", "'&a'"),
    ("-a", "-a"),
    ("?a", "?a"),
    ("? a", "'? a'"),
    ("{a", "'{a'"),
    ("a{", "a{"),
    ("true", "\"true\""),
    ("Yes", "'Yes'"),
    ("nUll", "nUll"),
    ("Null", "\"Null\""),
    ("99999999999999999999", "\"99999999999999999999\""),
    ("0777", "\"0777\""),
    ("08", "\"08\""),
    ("1__0", "\"1__0\""),
    ("_1", "_1"),
    ("0x", "0x"),
    ("+1", "\"+1\""),
    ("-0", "\"-0\""),
    ("1:2", "'1:2'"),
    ("2001-1-1T1:1:1Z", "\"2001-1-1T1:1:1Z\""),
    ("2001-13-14", "2001-13-14"),
    ("!!str", "'!!str'"),
    ("<<", "'<<'"),
    ("=", "="),
    ("\"a", "'\"a'"),
    ("a\"b\n", "|\n  a\"b"),
    ("a'b: c", "'a''b: c'"),
    (".", "."),
    ("..", ".."),
    ("...", "'...'"),
    (".inf", "\".inf\""),
    ("\u{7f}", "\"\\x7F\""),
    ("\n\n", "\"\\n\\n\""),
    (" \n", "\" \\n\""),
    ("a\n\t", "|-\n  a\n  \t"),
    ("\u{a0}\n", "\"\u{a0}\\n\""),
    ("0_8", "\"0_8\""),
    ("1.e5", "\"1.e5\""),
    ("1E5", "\"1E5\""),
    ("0x_1F", "\"0x_1F\""),
    ("-0x1F", "\"-0x1F\""),
    ("1.5.2", "1.5.2"),
    ("2001-12-14 10:00:00", "\"2001-12-14 10:00:00\""),
    (
        "2001-12-14T10:00:00.5+02:00",
        "\"2001-12-14T10:00:00.5+02:00\"",
    ),
    ("0b", "0b"),
    ("0O7", "\"0O7\""),
    ("0B1", "\"0B1\""),
    ("0X1f", "\"0X1f\""),
    ("a, b", "a, b"),
    ("[a", "'[a'"),
    (",a", "',a'"),
    ("a]", "a]"),
    ("|", "'|'"),
    (">", "'>'"),
    ("#", "'#'"),
    ("~a", "~a"),
    ("'", "''''"),
    ("Off", "'Off'"),
    ("1_", "\"1_\""),
    ("infinity", "infinity"),
    ("nan", "nan"),
    (".nan", "\".nan\""),
    (".1_2", "\".1_2\""),
    ("1e", "1e"),
    ("0.1e400", "0.1e400"),
    ("1e400", "1e400"),
    ("-.5", "\"-.5\""),
    ("+.5", "\"+.5\""),
    (".e5", ".e5"),
];

#[test]
fn texts_are_quoted_where_compose_quotes_them() {
    for (text, written) in TEXTS {
        let shape = Shape::Map(vec![("k".into(), Shape::text(*text))]);
        let expected = format!("k: {written}\n");
        assert_eq!(document(&shape), expected, "{text:?}");
    }
}

/// Keys that need quotes or a line of their own, and texts that are longer than a line.
const ENTRIES: &[(&str, &str)] = &[
    ("01", "2"),
    ("1", "1"),
    ("<<x", "y"),
    ("? x", "2"),
    ("B", "2"),
    ("a b", "c"),
    (
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "1",
    ),
    ("b-", "3"),
    ("b10", "1"),
    ("b9", "1"),
    ("b_", "2"),
    (
        "d",
        "aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa: \t aaaaaaaaaaaaa",
    ),
    (
        "long",
        "aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaa",
    ),
    ("multi\nline", "x\ny"),
    ("n", "n"),
    (
        "q",
        "'aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa: aaaaaaaaaaaaa",
    ),
    ("~", "~"),
    ("é", "1"),
];

/// The same as labels of a service, as Docker Compose 5.6.1 prints them.
const PRINTED: &[&str] = &[
    "      <<x: 'y'",
    "      '? x': \"2\"",
    "      \"~\": \"~\"",
    "      \"1\": \"1\"",
    "      \"01\": \"2\"",
    "      B: \"2\"",
    "      a b: c",
    "      ? aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "      : \"1\"",
    "      b-: \"3\"",
    "      b_: \"2\"",
    "      b9: \"1\"",
    "      b10: \"1\"",
    "      d: \"aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa:",
    "        \\t aaaaaaaaaaaaa\"",
    "      long: aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa",
    "        aaaaaaaaaaaaa",
    "      ? |-",
    "        multi",
    "        line",
    "      : |-",
    "        x",
    "        y",
    "      'n': 'n'",
    "      q: '''aaaaaaaaa aaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa:",
    "        aaaaaaaaaaaaa'",
    "      é: \"1\"",
];

#[test]
fn keys_and_long_texts_are_broken_as_compose_breaks_them() {
    let labels = ENTRIES
        .iter()
        .map(|(key, text)| ((*key).into(), Shape::text(*text)))
        .collect();
    let nest = |name: &'static str, shape| Shape::Record(vec![(name.into(), shape)]);
    let shape = nest("services", nest("s", nest("labels", Shape::Map(labels))));
    let expected = format!("services:\n  s:\n    labels:\n{}\n", PRINTED.join("\n"));
    assert_eq!(document(&shape), expected);
}

#[test]
fn lists_and_mappings_nest_and_are_short_when_empty() {
    let shape = Shape::Record(vec![
        (
            "a".into(),
            Shape::List(vec![
                Shape::List(vec![Shape::Int(1), Shape::Null]),
                Shape::Record(vec![
                    ("b".into(), Shape::Bool(false)),
                    ("c".into(), Shape::List(vec![])),
                ]),
                Shape::Map(vec![]),
            ]),
        ),
        ("d".into(), Shape::Double(1e6)),
        ("t".into(), Shape::Time("2001-12-14 00:00:00 +0000 UTC")),
    ]);
    let lines = [
        "a:",
        "  - - 1",
        "    - null",
        "  - b: false",
        "    c: []",
        "  - {}",
        "d: 1e+06",
        "t: 2001-12-14T00:00:00Z",
        "",
    ];
    assert_eq!(document(&shape), lines.join("\n"));
    assert_eq!(document(&Shape::Map(vec![])), "{}\n");
}
