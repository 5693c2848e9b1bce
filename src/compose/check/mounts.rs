//! Whether two mounts of a service want one place.

use super::{Check, cause, items};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::path::FieldPath;
use crate::compose::tree::Tree;
use std::collections::HashMap;

impl Check<'_> {
    pub(super) fn mounts(&mut self, service: &Tree, path: &FieldPath) {
        let mut taken: HashMap<&str, (&str, usize, &Tree)> = HashMap::new();
        let tmpfs = service.get("tmpfs");
        // One text is a list of one.
        let lone = tmpfs.filter(|tree| tree.as_str().is_some());
        let tmpfs = items(tmpfs)
            .chain(lone)
            .enumerate()
            .filter_map(|(index, item)| {
                let target = item.as_str()?.split(':').next()?;
                Some(("tmpfs", index, item, target))
            });
        let volumes = items(service.get("volumes"))
            .enumerate()
            .filter_map(|(index, item)| {
                let target = item.get("target")?;
                Some(("volumes", index, target, target.as_str()?))
            });
        for (key, index, tree, target) in tmpfs.chain(volumes) {
            let Some((other_key, other, first)) = taken.get(target) else {
                taken.insert(target, (key, index, tree));
                continue;
            };
            let phrase = format!(
                "{path}.{key}[{index}]: target {target} already mounted as {path}.{other_key}[{other}]"
            );
            let error = Diagnostic::error(phrase)
                .at(cause(&tree.origin))
                .about(&path.key(key).index(index))
                .related(cause(&first.origin), "the first one");
            self.report.add(error);
        }
    }
}
