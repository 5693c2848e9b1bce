use super::*;
use proptest::prelude::*;

fn lookup(name: &str) -> Option<Arc<str>> {
    match name {
        "A" => Some("1"),
        "E" => Some(""),
        _ => None,
    }
    .map(Arc::from)
}

fn filled(text: &str) -> Result<String, String> {
    substitute(text, &mut lookup)
        .map(|filled| filled.text)
        .map_err(|error| error.to_string())
}

#[test]
fn composes_forms_are_filled_in() {
    for (text, expected) in [
        ("$A-${A}", "1-1"),
        ("${X:-d}${E:-d}${E-d}", "dd"),
        ("${A:+set}${E:+set}${E+set}", "setset"),
        ("cost$$ $ $1", "cost$ $ $1"),
        ("${A:?gone}", "1"),
        ("${X-${Y:-a${A}b}c}d", "a1bcd"),
        ("${X:-{\"a\":\"b\"}}", "{\"a\":\"b\"}"),
    ] {
        assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn errors_name_what_compose_names() {
    for (text, expected) in [
        (
            "${E:?gone $A}",
            "required variable E is missing a value: gone 1",
        ),
        ("${X?}", "required variable X is missing a value"),
        ("a ${A/1/2} b", "Invalid template: \"a ${A/1/2} b\""),
        ("${A:}", "Invalid template: \"${A:}\""),
        ("${1A}", "Invalid template: \"${1A}\""),
        ("${A", "Invalid template: \"${A\""),
        ("${X:-a\n}", "Invalid template: \"${X:-a\\n}\""),
        ("${X-a ${} b} c", "Invalid template: \"a ${} b\""),
        ("x ${X-a} b ${} c", "Invalid template: \" b ${}\""),
    ] {
        assert_eq!(filled(text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn braces_are_balanced_but_not_right_behind_an_opening_one() {
    for (text, expected) in [
        ("${X:-{}}|", "{}|"),
        ("${X:-{a}}|", "{a}|"),
        ("${X-{{a}b}|}", "{{a}b|}"),
        ("${A}}", "1}"),
        ("${X-a} ${Y-b}\n}", "a b\n}"),
    ] {
        assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn only_plain_forms_of_unset_variables_are_worth_a_warning() {
    let filled = substitute("$A $X ${Y} ${Z-} ${W:+w} ${A+$V} $X", &mut lookup).unwrap();
    let all: Vec<(&str, bool)> = filled
        .uses
        .iter()
        .map(|used| (&*used.name, used.found))
        .collect();
    let expected = [
        ("A", true),
        ("X", false),
        ("Y", false),
        ("Z", false),
        ("W", false),
        ("A", true),
        ("V", false),
        ("X", false),
    ];
    assert_eq!(all, expected);
    let blank: Vec<&str> = filled
        .uses
        .iter()
        .filter(|used| used.is_blank)
        .map(|used| &*used.name)
        .collect();
    assert_eq!(blank, ["X", "Y", "V", "X"]);
    assert_eq!(
        filled.uses[1].warning(),
        "The \"X\" variable is not set. Defaulting to a blank string."
    );
}

#[test]
fn an_error_says_where_and_why() {
    let text = "é ${X:-a ${A|b} c}";
    let Err(error) = substitute(text, &mut lookup) else {
        panic!("`|` is no operator");
    };
    assert_eq!(
        error.phrase("services.a.image"),
        "invalid interpolation format for services.a.image.\nYou may need to escape any $ with another $.\na ${A|b} c"
    );
    let expected = "`|` after `A` is no operator; there are `:-` `-` `:+` `+` `:?` `?`";
    assert_eq!(error.why().as_deref(), Some(expected));
    let TemplateError::Invalid { at, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(at, text.rfind('$').unwrap());
    let required = substitute("${X:?say so}", &mut lookup).unwrap_err();
    assert_eq!(
        required.phrase("services.a.image"),
        "error while interpolating services.a.image: required variable X is missing a value: say so"
    );
    for (text, why) in [
        ("${", "a `${` has no `}` on its line"),
        ("${X:-a\n}", "a `${` has no `}` on its line"),
        ("${}", "`${}` names no variable"),
        (
            "${1}",
            "a variable's name begins with a letter or `_`, not with `1`",
        ),
    ] {
        let error = substitute(text, &mut lookup).unwrap_err();
        assert_eq!(error.why().as_deref(), Some(why), "{text}");
    }
}

#[test]
fn the_variables_of_a_text_come_in_composes_order() {
    let found = variables("$A ${B:-b ${C}} ${D:?no} ${E+e}\n${F} $$G ${").unwrap();
    let shown: Vec<String> = found
        .iter()
        .map(|used| {
            format!(
                "{}|{}|{}|{}",
                used.name, used.required, used.default, used.alternate
            )
        })
        .collect();
    let expected = [
        "A|false||",
        "E|false||e",
        "D|true||",
        "B|false|b ${C}|",
        "C|false||",
        "F|false||",
        "|false||",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn uses_of_one_variable_are_merged() {
    let found = variables("${A?} ${A-1} ${A+2} ${A-3}").unwrap();
    let mut all = VariableUse::default();
    for used in &found {
        all.merge(used);
    }
    assert!(all.required);
    assert_eq!((&*all.default, &*all.alternate), ("3", "2"));
}

#[test]
fn hostile_texts_end_soon() {
    let deep = format!("{}{}", "${X-".repeat(200_000), "}".repeat(200_000));
    let open = format!("{}{}", "${X-".repeat(200_000), "}".repeat(100_000));
    for text in [&deep, &open] {
        assert!(substitute(text, &mut lookup) == Err(TemplateError::TooDeep));
        assert!(variables(text).is_err());
    }
    let wide = "${X-a}".repeat(200_000);
    assert_eq!(filled(&wide).map(|text| text.len()), Ok(200_000));
    assert_eq!(variables(&wide).map(|all| all.len()), Ok(200_000));
    let long: Arc<str> = Arc::from("x".repeat(1 << 20));
    let many = "$L".repeat(100_000);
    let error = substitute(&many, &mut |_| Some(Arc::clone(&long)));
    assert_eq!(error, Err(TemplateError::TooLong));
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("${"),
        Just("}"),
        Just("$"),
        Just("{"),
        Just("A"),
        Just("X"),
        Just(":"),
        Just("-"),
        Just("+"),
        Just("?"),
        Just("\n"),
        Just("é"),
        Just("1"),
        Just(" "),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_filled_in_or_refused(text in prop_oneof![pieces(), any::<String>()]) {
        match substitute(&text, &mut lookup) {
            Ok(filled) => prop_assert!(variables(&text).is_ok(), "{filled:?}"),
            Err(TemplateError::Invalid { at, template, .. }) => {
                let begin = text.get(at..at + 2);
                prop_assert_eq!(begin, Some("${"));
                prop_assert!(text.contains(&*template));
            }
            Err(_) => {}
        }
    }

    #[test]
    fn a_text_without_a_dollar_stays(text in "[^$]*") {
        prop_assert_eq!(filled(&text), Ok(text));
    }

    #[test]
    fn doubled_dollars_stay_dollars(text in any::<String>()) {
        prop_assert_eq!(filled(&text.replace('$', "$$")), Ok(text));
    }

    #[test]
    fn what_stands_behind_a_line_does_not_matter(first in pieces(), second in pieces()) {
        let joined = filled(&format!("{first}\n{second}"));
        if let (Ok(first), Ok(second)) = (filled(&first), filled(&second)) {
            prop_assert_eq!(joined, Ok(format!("{first}\n{second}")));
        } else {
            prop_assert!(joined.is_err());
        }
    }
}
