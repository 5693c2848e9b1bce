//! Makes a project that differs as small as it can be.

use super::change::{at, places, remove};
use super::document::{Doc, plain};
use super::project::{File, Project};
use super::tool::{Outcome, Tool};
use std::path::Path;

/// More than this many tries would cost more than they bring.
const MOST_TRIES: usize = 400;

struct Shrinking<'a> {
    tool: &'a Tool,
    place: &'a Path,
    kind: &'a str,
    tries: usize,
    best: Project,
}

/// The smallest project found that differs in the same way.
pub(crate) fn shrink(tool: &Tool, place: &Path, project: &Project, kind: &str) -> Project {
    let mut shrinking = Shrinking {
        tool,
        place,
        kind,
        tries: 0,
        best: project.clone(),
    };
    loop {
        let before = shrinking.best.contents();
        shrinking.facts();
        shrinking.files();
        shrinking.documents();
        shrinking.lines();
        if shrinking.best.contents() == before || shrinking.tries >= MOST_TRIES {
            return shrinking.best;
        }
    }
}

impl Shrinking<'_> {
    /// Takes a smaller project, if it still differs.
    fn take(&mut self, candidate: Project) -> bool {
        if self.tries >= MOST_TRIES {
            return false;
        }
        self.tries += 1;
        let outcome = self.tool.compare(&candidate, self.place);
        // A hash that differs says nothing else, and a path may be another one on the way down.
        let differs = matches!(&outcome, Outcome::Differs(kind, _)
            if kind == self.kind || kind.starts_with("differs") && self.kind.starts_with("differs"));
        if differs {
            self.best = candidate;
        }
        differs
    }

    fn facts(&mut self) {
        for name in self.best.facts.env.keys().cloned().collect::<Vec<_>>() {
            let mut candidate = self.best.clone();
            candidate.facts.env.remove(&name);
            self.take(candidate);
        }
        let clear: [fn(&mut Project); 6] = [
            |project| project.facts.profiles.clear(),
            |project| project.facts.env_files.clear(),
            |project| project.facts.project_name = None,
            |project| project.facts.project_directory = None,
            |project| project.facts.args.clear(),
            |project| project.is_flow = false,
        ];
        for clear in clear {
            let mut candidate = self.best.clone();
            clear(&mut candidate);
            if serde_json::to_value(&candidate.facts).ok()
                != serde_json::to_value(&self.best.facts).ok()
                || candidate.is_flow != self.best.is_flow
            {
                self.take(candidate);
            }
        }
        for at in (0..self.best.facts.files.len()).rev() {
            if self.best.facts.files.len() > 1 {
                let mut candidate = self.best.clone();
                candidate.facts.files.remove(at);
                self.take(candidate);
            }
        }
    }

    fn files(&mut self) {
        for path in self.best.files.keys().cloned().collect::<Vec<_>>() {
            let mut candidate = self.best.clone();
            candidate.files.remove(&path);
            self.take(candidate);
        }
    }

    fn documents(&mut self) {
        for path in self.best.document_paths() {
            let count =
                |project: &mut Project| project.documents_mut(&path).map_or(0, |all| all.len());
            for number in (0..count(&mut self.best.clone())).rev() {
                let mut candidate = self.best.clone();
                if count(&mut candidate) > 1
                    && let Some(documents) = candidate.documents_mut(&path)
                {
                    documents.remove(number);
                    if self.take(candidate) {
                        continue;
                    }
                }
                self.document(&path, number);
            }
        }
    }

    /// Leaves out what can be left out: large parts first, from the back.
    fn document(&mut self, path: &str, number: usize) {
        let mut depth = 1;
        loop {
            let Some(document) = self.get(path, number) else {
                return;
            };
            let all = places(&document);
            if all.iter().all(|(place, _)| place.len() < depth) {
                return;
            }
            let level: Vec<_> = all
                .into_iter()
                .filter(|(place, _)| place.len() == depth)
                .collect();
            for (place, _) in level.into_iter().rev() {
                let mut smaller = document_of(self, path, number);
                let is_removed = smaller
                    .as_mut()
                    .is_some_and(|document| remove(document, &place));
                if is_removed && self.replace(path, number, smaller) {
                    continue;
                }
                // A service has to have something; what matters may be only that the key is there.
                let mut smaller = document_of(self, path, number);
                let value = smaller.as_mut().and_then(|document| at(document, &place));
                if let Some(value) = value
                    && value.as_text().is_none()
                    && value.entries().is_some_and(|entries| entries.len() > 1)
                {
                    *value = plain("null");
                    self.replace(path, number, smaller);
                }
            }
            depth += 1;
        }
    }

    fn get(&self, path: &str, number: usize) -> Option<Doc> {
        document_of(self, path, number)
    }

    fn replace(&mut self, path: &str, number: usize, document: Option<Doc>) -> bool {
        let mut candidate = self.best.clone();
        let place = candidate
            .documents_mut(path)
            .and_then(|documents| documents.get_mut(number));
        match (place, document) {
            (Some(place), Some(document)) => *place = document,
            _ => return false,
        }
        self.take(candidate)
    }

    /// Lines of files that are no YAML.
    fn lines(&mut self) {
        for path in self.best.files.keys().cloned().collect::<Vec<_>>() {
            let Some(File::Other(content)) = self.best.files.get(&path) else {
                continue;
            };
            for line in (0..content.split_inclusive(|byte| *byte == b'\n').count()).rev() {
                let mut candidate = self.best.clone();
                if let Some(File::Other(content)) = candidate.files.get_mut(&path) {
                    let mut lines: Vec<_> =
                        content.split_inclusive(|byte| *byte == b'\n').collect();
                    if line < lines.len() {
                        lines.remove(line);
                    }
                    *content = lines.concat();
                    self.take(candidate);
                }
            }
        }
    }
}

fn document_of(shrinking: &Shrinking<'_>, path: &str, number: usize) -> Option<Doc> {
    match shrinking.best.files.get(path) {
        Some(File::Documents(documents)) => documents.get(number).cloned(),
        _ => None,
    }
}
