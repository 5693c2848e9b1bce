//! Empty values that mean nothing.

use crate::compose::tree::{Tree, Value};

/// Drops empty texts and nulls from the `dns` of services: what a variable that is not set leaves there.
pub fn apply(tree: &mut Tree) {
    let Some(services) = tree.get_mut("services").and_then(Tree::map_mut) else {
        return;
    };
    for service in services.values_mut() {
        match service.get_mut("dns").map(|dns| &mut dns.value) {
            Some(Value::List(list)) => list.retain(|item| !is_empty(item)),
            Some(Value::Map(map)) => map.retain(|_, item| !is_empty(item)),
            _ => {}
        }
    }
}

fn is_empty(tree: &Tree) -> bool {
    tree.is_null() || tree.as_str() == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sketch::{show, tree};

    #[test]
    fn a_name_server_that_a_variable_left_empty_is_none() {
        let mut tree =
            tree("services: {a: {dns: [\"\", x, null], dns_search: [\"\"]}, b: {dns: \"\"}}");
        apply(&mut tree);
        assert_eq!(
            show(&tree),
            "{services: {a: {dns: [x], dns_search: [\"\"]}, b: {dns: \"\"}}}"
        );
    }
}
