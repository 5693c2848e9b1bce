//! A project that is varied: documents where they can be changed, other files as they are.

use super::document::Doc;
use crate::corpus::case::{Case, Facts};
use stacktui::testing::archive;
use std::collections::BTreeMap;
use std::path::Path;

/// A project.
#[derive(Clone)]
pub(crate) struct Project {
    pub(crate) facts: Facts,
    pub(crate) files: BTreeMap<String, File>,
    /// Its documents are written on one line.
    pub(crate) is_flow: bool,
}

/// A file of it.
#[derive(Clone)]
pub(crate) enum File {
    Documents(Vec<Doc>),
    Other(Vec<u8>),
}

impl Project {
    pub(crate) fn of(case: &Case) -> Self {
        let files = case.inputs.iter().map(|(path, content)| {
            let is_yaml = [".yaml", ".yml"].iter().any(|end| path.ends_with(end));
            let documents = if is_yaml { Doc::read(content) } else { None };
            let file = documents.map_or_else(|| File::Other(content.clone()), File::Documents);
            (path.clone(), file)
        });
        Self {
            facts: case.facts.clone(),
            files: files.collect(),
            is_flow: false,
        }
    }

    /// One document, in `compose.yaml`.
    pub(crate) fn new(document: Doc) -> Self {
        let file = File::Documents(vec![document]);
        Self {
            facts: Facts {
                valid: true,
                ..Facts::default()
            },
            files: BTreeMap::from([("compose.yaml".to_owned(), file)]),
            is_flow: false,
        }
    }

    /// Its files as they are written.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let contents = self.files.iter().map(|(path, file)| {
            let content = match file {
                File::Documents(documents) => Doc::write(documents, self.is_flow).into_bytes(),
                File::Other(content) => content.clone(),
            };
            (path.clone(), content)
        });
        contents.collect()
    }

    /// As a case at a place on disk.
    pub(crate) fn case(&self, place: &Path) -> Case {
        Case {
            name: "variation".to_owned(),
            place: place.to_owned(),
            facts: self.facts.clone(),
            inputs: self.contents(),
            goldens: BTreeMap::new(),
        }
    }

    /// As an archive that `tests/corpus/regenerate` reads.
    pub(crate) fn archive(&self) -> String {
        let facts = serde_json::to_vec_pretty(&self.facts).unwrap();
        let facts = ("case.json".to_owned(), [facts, b"\n".to_vec()].concat());
        let inputs = self.contents().into_iter();
        let inputs = inputs.map(|(path, content)| (format!("in/{path}"), content));
        let files: Vec<_> = [facts].into_iter().chain(inputs).collect();
        let files = files
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()));
        let archive = archive::archive(files).unwrap_or_default();
        String::from_utf8_lossy(&archive).into_owned()
    }

    /// The file that counts first, where it has documents.
    pub(crate) fn main_file(&self) -> Option<String> {
        let names = [
            "compose.yaml",
            "compose.yml",
            "docker-compose.yml",
            "docker-compose.yaml",
        ];
        let mut paths: Vec<String> = self
            .facts
            .files
            .iter()
            .map(|file| self.path_of(file))
            .collect();
        paths.extend(names.map(|name| self.path_of(name)));
        paths
            .into_iter()
            .find(|path| matches!(self.files.get(path), Some(File::Documents(_))))
    }

    /// A path of the command line below the root of the project.
    pub(crate) fn path_of(&self, file: &str) -> String {
        match self.facts.cwd.as_deref() {
            None | Some("." | "") => file.to_owned(),
            Some(cwd) => format!("{cwd}/{file}"),
        }
    }

    pub(crate) fn documents_mut(&mut self, path: &str) -> Option<&mut Vec<Doc>> {
        match self.files.get_mut(path) {
            Some(File::Documents(documents)) => Some(documents),
            _ => None,
        }
    }

    /// The first document of the first file.
    pub(crate) fn main_mut(&mut self) -> Option<&mut Doc> {
        let path = self.main_file()?;
        self.documents_mut(&path)?.first_mut()
    }

    /// Names of the services in the first document of the first file.
    pub(crate) fn services(&self) -> Vec<String> {
        let documents = self
            .main_file()
            .and_then(|path| match self.files.get(&path) {
                Some(File::Documents(documents)) => documents.first(),
                _ => None,
            });
        let services = documents.and_then(|document| document.get("services")?.entries());
        let names = services.into_iter().flatten();
        names.map(|(key, _)| key.text.clone()).collect()
    }

    /// Paths of all files with documents.
    pub(crate) fn document_paths(&self) -> Vec<String> {
        let files = self.files.iter();
        let files = files.filter(|(_, file)| matches!(file, File::Documents(_)));
        files.map(|(path, _)| path.clone()).collect()
    }
}
