//! Compose files, as far as they are known: which services they have that the engine does not show.

use crate::app::msg::ProjectMsg;
use std::collections::BTreeMap;

/// Compose files by project name.
#[derive(Clone, Debug, Default)]
pub struct Projects {
    by_name: BTreeMap<String, ProjectMsg>,
}

impl Projects {
    /// Takes what was read; the newest of a name counts, but the one of here is never replaced by one from labels.
    pub fn take(&mut self, project: ProjectMsg) {
        let keep_old = self
            .by_name
            .get(&project.name)
            .is_some_and(|old| old.is_here && !project.is_here);
        if !keep_old {
            self.by_name.insert(project.name.clone(), project);
        }
    }

    /// Takes the projects of here, in place of those that were.
    pub fn take_here(&mut self, projects: &[ProjectMsg]) {
        self.by_name.retain(|_, project| !project.is_here);
        for project in projects {
            self.take(project.clone());
        }
    }

    /// By the project's name.
    pub fn get(&self, name: &str) -> Option<&ProjectMsg> {
        self.by_name.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &ProjectMsg> {
        self.by_name.values()
    }
}
