use super::*;

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
