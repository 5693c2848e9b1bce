use super::*;
use proptest::prelude::*;

fn lookup(name: &str) -> Option<Arc<str>> {
    match name {
        "HOST" => Some("outer"),
        "EMPTY" => Some(""),
        _ => None,
    }
    .map(Arc::from)
}

fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let lines = parse(text, &mut lookup).map_err(|fault| fault.message)?;
    let set = lines
        .into_iter()
        .filter_map(|line| Some((line.name.to_string(), line.value?.to_string())));
    Ok(set.collect())
}

/// The value of `A`, which is the first line of the text.
fn value(text: &str) -> String {
    pairs(text).unwrap().swap_remove(0).1
}

#[test]
fn names_and_separators_are_read_as_compose_does() {
    let text = "\u{feff}# words\n A = 1\r\nexport\tB: 2\nc.d-e[0]_9=3\n\n9=4\né=5\nk\tt=6\nHOST\nEMPTY \nGONE\n";
    let expected = [
        ("A", "1"),
        ("B", "2"),
        ("c.d-e[0]_9", "3"),
        ("9", "4"),
        ("é", "5"),
        ("k\tt", "6"),
        ("HOST", "outer"),
        ("EMPTY", ""),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(pairs(text), Ok(expected.to_vec()));
}

#[test]
fn a_name_at_the_end_of_a_file_is_a_value_without_a_name() {
    let expected = (String::new(), "HOST".to_owned());
    assert_eq!(pairs("HOST"), Ok(vec![expected]));
}

#[test]
fn values_without_quotes_end_at_a_blank_and_a_hash() {
    for (text, expected) in [
        ("A=b c # d", "b c"),
        ("A=b\t# c", "b\t# c"),
        ("A=b#c", "b#c"),
        ("A= # c", "# c"),
        ("A=", ""),
        ("A=\nB=1", ""),
        ("A=\\n\\\"'x'\"", "\\n\\\"'x'\""),
        ("A=b=c:d", "b=c:d"),
        ("A=\u{a0}b\u{2003}", "b"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn escapes_count_in_double_quotes_and_variables_not_in_single_ones() {
    for (text, expected) in [
        (r#"A="a\nb\tc\\d\"e\$HOST\a""#, "a\nb\tc\\d\"e$HOST\u{7}"),
        (r#"A="\x41\c\u00e9""#, r"\x41\c\u00e9"),
        (r#"A="\0101\0377\0400\012\08\0""#, "A\u{ff}\\400\\12\\8\\"),
        (r#"A="${HOST} $EMPTY$$HOST""#, "outer $HOST"),
        (r"A='${HOST}\n\'b\\'", r"${HOST}\n'b\\"),
        ("A='a\n# b\n'", "a\n# b\n"),
        ("A=\"a\r\nb\" # c", "a\r\nb"),
        ("A=\"a\" b\nC=1", "a"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn surroundings_win_over_lines_and_lines_over_earlier_files() {
    let text = "HOST=inner\nA=$HOST\nB=1\nC=$B\nD=$E\nF=${G}\n";
    let mut earlier = |name: &str| {
        let known = matches!(name, "B" | "E").then_some("earlier");
        known.map(Arc::from)
    };
    let lines = parse_after(text, &mut lookup, &mut earlier).unwrap();
    let values: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.value.as_deref())
        .collect();
    assert_eq!(values, ["inner", "outer", "1", "1", "earlier", ""]);
    let blank: Vec<&str> = lines
        .iter()
        .flat_map(|line| &line.uses)
        .filter(|used| used.is_blank)
        .map(|used| &*used.name)
        .collect();
    assert_eq!(blank, ["G"]);
}

#[test]
fn faults_are_said_in_composes_words() {
    for (text, expected) in [
        ("this is not valid\n", "line 1: key cannot contain a space"),
        (
            "\nA$B=1\n",
            "line 2: unexpected character \"$\" in variable name \"A$B=1\"",
        ),
        ("A=1\nB='x\n", "line 3: unterminated quoted value 'x"),
        ("export \t", "zero length string"),
        ("A=${B", "Invalid template: \"${B\""),
        (
            "A=${B:?no $HOST}",
            "required variable B is missing a value: no outer",
        ),
        (
            "A='a' 'b'\n",
            "line 1: unexpected character \"'\" in variable name \"'b'\"",
        ),
    ] {
        assert_eq!(pairs(text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn lines_behind_a_fault_are_read_and_their_faults_said_too() {
    let text = "A=1\nB$=2\nC=${X:?}\nD='3'\nno way\nE=\"4\nF=5\n";
    let read = read(text, &mut lookup, &mut |_| None);
    let names: Vec<&str> = read.lines.iter().map(|line| &*line.name).collect();
    assert_eq!(names, ["A", "D", "F"]);
    let places: Vec<(u32, u32)> = read
        .faults
        .iter()
        .map(|fault| (fault.span.line, fault.span.column))
        .collect();
    assert_eq!(places, [(2, 2), (3, 3), (5, 1), (6, 3)]);
}

#[test]
fn lines_know_where_they_stand() {
    let text = "# é\n  export A = \"x\ny\" B='é' # z\nC\n";
    let lines = parse(text, &mut lookup).unwrap();
    let spans: Vec<(u32, u32, &str, Option<&str>)> = lines
        .iter()
        .map(|line| {
            let at = |span: Span| text.get(span.start..span.end).unwrap();
            let Span {
                line: row, column, ..
            } = line.span;
            (row, column, at(line.span), line.value_span.map(at))
        })
        .collect();
    let expected = [
        (2, 10, "A = \"x\ny\"", Some("\"x\ny\"")),
        (3, 4, "B='é'", Some("'é'")),
        (4, 1, "C", None),
    ];
    assert_eq!(spans, expected);
    assert_eq!(lines[1].value_span.map(|span| span.column), Some(6));
}

#[test]
fn hostile_files_end_soon() {
    let doubled: String = (0..100).map(|_| "A=$A$A\n").collect();
    let error = parse(&format!("A=xxxx\n{doubled}"), &mut lookup).unwrap_err();
    assert!(error.message.contains("longer than 16 MiB"), "{error:?}");
    let one_line = "A=\"x\"B='y'".repeat(100_000);
    assert_eq!(parse(&one_line, &mut lookup).unwrap().len(), 200_000);
    let faulty = "A=\"\nB='\n".repeat(100_000) + "%\n";
    assert!(!read(&faulty, &mut lookup, &mut |_| None).faults.is_empty());
    let spaces = "A 1\n".repeat(100_000);
    assert_eq!(
        read(&spaces, &mut lookup, &mut |_| None).faults.len(),
        MAX_FAULTS
    );
}

#[test]
fn raw_lines_are_taken_as_they_are() {
    let text = "\u{feff}A=\"x\" # $y\r\n  # words\n\tB= z \nHOST\nGONE\nC=a=b\nexport=1\n%$=";
    let lines = parse_raw(text, &mut lookup).unwrap();
    let set: Vec<(&str, Option<&str>)> = lines
        .iter()
        .map(|line| (&*line.name, line.value.as_deref()))
        .collect();
    let expected = [
        ("A", Some("\"x\" # $y")),
        ("B", Some(" z ")),
        ("HOST", Some("outer")),
        ("GONE", None),
        ("C", Some("a=b")),
        ("export", Some("1")),
        ("%$", Some("")),
    ];
    assert_eq!(set, expected);
    let at = lines[1].value_span.map(|span| (span.line, span.column));
    assert_eq!(at, Some((3, 4)));
    for (text, expected) in [
        ("export A=1", "variable 'export A' contains whitespaces"),
        (" =1", "no variable name on line '=1'"),
    ] {
        let fault = parse_raw(text, &mut lookup).unwrap_err();
        assert_eq!(fault.message, expected);
    }
    let long = format!("A={}", "x".repeat(64 * 1024));
    assert!(parse_raw(&long, &mut lookup).is_err());
    assert!(parse_raw(long.get(..64 * 1024 - 1).unwrap(), &mut lookup).is_ok());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(export |[AB]|=|: ?|\"|'|\\\\|#| |\n|\r|\\$\\{?|\\}|é|\u{85}|.){0,40}") {
        let read = read(&text, &mut lookup, &mut |_| None);
        let mut before = 0;
        for line in &read.lines {
            let written = text.get(line.span.start..line.span.end);
            prop_assert!(written.is_some_and(|written| written.starts_with(&*line.name)));
            prop_assert!(line.span.start >= before);
            before = line.span.end;
        }
        for fault in &read.faults {
            prop_assert!(text.get(fault.span.start..fault.span.end).is_some());
        }
        let _ = parse_raw(&text, &mut lookup);
    }

    #[test]
    fn quoted_values_come_back(value in any::<String>()) {
        let double = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        prop_assert_eq!(pairs(&format!("A=\"{double}\"\n")), Ok(vec![("A".to_owned(), value.clone())]));
        let plain = value.replace('\\', "");
        let single = plain.replace('\'', "\\'");
        prop_assert_eq!(pairs(&format!("A='{single}'")), Ok(vec![("A".to_owned(), plain)]));
    }
}
