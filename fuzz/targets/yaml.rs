//! Any bytes as YAML: no panic, and every node stands where the text is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stacktui::compose::node::Node;
use stacktui::compose::yaml;

/// Aliases are shared, so that a small file can be a large tree: not all of it is walked.
const MOST_NODES: usize = 20_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    match yaml::parse(text) {
        Ok(documents) => {
            let mut left = MOST_NODES;
            documents
                .iter()
                .for_each(|document| check(document, text, &mut left));
        }
        Err(fault) => assert!(!fault.located("compose.yaml", text).to_string().is_empty()),
    }
});

fn check(node: &Node, text: &str, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    assert!(
        text.get(node.span.start..node.span.end).is_some(),
        "{:?}",
        node.span
    );
    for item in node.items().into_iter().flatten() {
        check(item, text, left);
    }
    for entry in node.entries().into_iter().flatten() {
        assert!(text.get(entry.key_span.start..entry.key_span.end).is_some());
        check(&entry.value, text, left);
    }
}
