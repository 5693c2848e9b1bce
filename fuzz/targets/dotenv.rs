//! Any text as an env file: no panic, every line stands where the text is, and a name's value is found again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stacktui::compose::dotenv;
use std::sync::Arc;

fuzz_target!(|text: &str| {
    let mut lookup = |name: &str| (name.len() % 2 == 0).then(|| Arc::from("outer $X"));
    let read = dotenv::read(text, &mut lookup, &mut |_| None);
    for line in &read.lines {
        assert!(
            text.get(line.span.start..line.span.end).is_some(),
            "{:?}",
            line.span
        );
        if let Some(span) = line.value_span {
            assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
    }
    for fault in &read.faults {
        assert!(!fault.located(".env", text).to_string().is_empty());
    }
    let parsed = dotenv::parse(text, &mut lookup);
    assert_eq!(parsed.is_ok(), read.faults.is_empty());
});
