//! Empty values that mean nothing.

use crate::compose::tree::{Map, Tree, Value};

/// Drops empty texts and nulls from the `dns` of services and jobs: what a variable that is not set leaves there.
pub fn apply(tree: &mut Tree) {
    for section in ["services", "jobs"] {
        let containers = tree.get_mut(section).and_then(Tree::map_mut);
        for container in containers.into_iter().flat_map(Map::values_mut) {
            match container.get_mut("dns").map(|dns| &mut dns.value) {
                Some(Value::List(list)) => list.retain(|item| !is_empty(item)),
                Some(Value::Map(map)) => map.retain(|_, item| !is_empty(item)),
                _ => {}
            }
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
        let services = "services: {a: {dns: [\"\", x, null], dns_search: [\"\"]}, b: {dns: \"\"}}";
        let mut tree = tree(&format!("{services}\njobs: {{j: {{dns: [\"\"]}}}}"));
        apply(&mut tree);
        assert_eq!(
            show(&tree),
            "{services: {a: {dns: [x], dns_search: [\"\"]}, b: {dns: \"\"}}, jobs: {j: {dns: []}}}"
        );
    }
}
