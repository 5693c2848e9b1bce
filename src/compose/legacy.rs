//! Extensions that became fields: who still writes `x-develop` or `x-initialSync` means the field.

use crate::compose::diagnostic::Report;
use crate::compose::merge;
use crate::compose::path::FieldPath;
use crate::compose::tree::{Map, Tree};

/// Gives them in a document their names of today. A field that is written as well is laid over its extension.
pub(crate) fn rename(document: &mut Tree, report: &mut Report) {
    let services = document.get_mut("services").and_then(Tree::map_mut);
    for (name, service) in services.into_iter().flatten() {
        let Some(service) = service.map_mut() else {
            continue;
        };
        if let Some(extension) = service.shift_remove("x-develop") {
            let develop = match service.shift_remove("develop") {
                Some(over) => {
                    let path = FieldPath::of(&["services", name, "develop"]);
                    merge::merge(extension, over, &path, report)
                }
                None => extension,
            };
            service.insert("develop".into(), develop);
        }
        let watch = service
            .get_mut("develop")
            .and_then(|develop| develop.get_mut("watch"));
        let rules = watch.and_then(Tree::list_mut).into_iter().flatten();
        rules.filter_map(Tree::map_mut).for_each(rename_in_rule);
    }
}

fn rename_in_rule(rule: &mut Map) {
    if let Some(extension) = rule.shift_remove("x-initialSync") {
        rule.entry("initial_sync".into()).or_insert(extension);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sketch;

    #[test]
    fn a_field_is_laid_over_the_extension_that_it_was() {
        for (written, meant) in [
            ("{x-develop: {watch: [a]}}", "{develop: {watch: [a]}}"),
            (
                "{x-develop: {watch: [a]}, develop: {watch: [b]}}",
                "{develop: {watch: [a, b]}}",
            ),
            (
                "{develop: {watch: [{x-initialSync: true}, {x-initialSync: true, initial_sync: false}]}}",
                "{develop: {watch: [{initial_sync: true}, {initial_sync: false}]}}",
            ),
        ] {
            let mut tree = sketch::tree(&format!("services: {{a: {written}}}"));
            let mut report = Report::default();
            rename(&mut tree, &mut report);
            assert_eq!(report, Report::default());
            assert_eq!(sketch::show(&tree), format!("{{services: {{a: {meant}}}}}"));
        }
    }
}
