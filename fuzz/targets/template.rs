//! Any text as a template, and what is read like it (command lines, durations, sizes): no panic, and a text without a
//! dollar stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stacktui::compose::{bytes, duration, go, template, words};
use std::sync::Arc;

fuzz_target!(|text: &str| {
    let mut lookup = |name: &str| match name.len() % 3 {
        0 => None,
        1 => Some(Arc::from("")),
        _ => Some(Arc::from("${A} $$ value")),
    };
    let filled = template::substitute(text, &mut lookup);
    match &filled {
        Ok(filled) if !text.contains('$') => assert_eq!(filled.text, text),
        Ok(_) => {}
        Err(error) => {
            assert!(text.contains('$'));
            assert!(!error.phrase("services.a.image").is_empty());
            _ = error.why();
        }
    }
    if let Ok(uses) = template::variables(text) {
        assert!(uses.iter().all(|used| text.contains(&*used.name)));
    }
    _ = (words::split(text), bytes::parse(text), go::quote(text));
    if let Ok(nanoseconds) = duration::parse(text) {
        let again = duration::parse(&duration::format(nanoseconds));
        assert!(again == Ok(nanoseconds), "{nanoseconds}");
    }
});
