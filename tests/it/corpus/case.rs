//! A case: a project, how it is asked for, and what Docker Compose prints for it.

use serde::{Deserialize, Serialize};
use stacktui::compose::sources::Memory;
use stacktui::compose::surroundings::Surroundings;
use stacktui::testing::archive;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Every case stood here when its goldens were made.
const STACKS: &str = "/srv/stacks";

/// See `tests/corpus/README.md`.
pub(crate) struct Case {
    /// Name of its archive or folder.
    pub(crate) name: String,
    /// Where its project stands.
    pub(crate) place: PathBuf,
    /// How it is asked for.
    pub(crate) facts: Facts,
    /// Files of the project, by their path below its root.
    pub(crate) inputs: BTreeMap<String, Vec<u8>>,
    /// What Docker Compose prints, by the name of the golden.
    pub(crate) goldens: BTreeMap<String, String>,
}

/// `case.json`.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Facts {
    #[serde(default)]
    pub(crate) files: Vec<String>,
    #[serde(default)]
    pub(crate) cwd: Option<String>,
    #[serde(default)]
    pub(crate) env: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) profiles: Vec<String>,
    #[serde(default)]
    pub(crate) env_files: Vec<String>,
    #[serde(default)]
    pub(crate) project_directory: Option<String>,
    #[serde(default)]
    pub(crate) project_name: Option<String>,
    #[serde(default)]
    pub(crate) args: Vec<String>,
    #[serde(default)]
    pub(crate) stdin: Option<String>,
    pub(crate) valid: bool,
    #[serde(default)]
    pub(crate) unstable: Vec<String>,
}

impl Case {
    /// Where its command is given.
    pub(crate) fn cwd(&self) -> PathBuf {
        let mut path = self.place.clone();
        for part in Path::new(self.facts.cwd.as_deref().unwrap_or(".")).components() {
            match part {
                Component::ParentDir => drop(path.pop()),
                Component::CurDir => {}
                other => path.push(other),
            }
        }
        path
    }

    /// Its files, where they stood.
    pub(crate) fn sources(&self) -> Memory {
        let root = &self.place;
        let files = self.inputs.iter();
        let memory = files.fold(Memory::default(), |memory, (path, content)| {
            memory.with(root.join(path), content.as_slice())
        });
        let input = self.facts.stdin.as_deref();
        match input.and_then(|name| self.inputs.get(name)) {
            Some(input) => memory.with_input(input.as_slice()),
            None => memory,
        }
    }

    /// Its environment: nothing but this.
    pub(crate) fn surroundings(&self) -> Surroundings {
        let cwd = self.cwd();
        let own = [
            ("HOME", "/home/app".to_owned()),
            ("PATH", "/usr/bin:/bin".to_owned()),
            ("PWD", cwd.to_string_lossy().into_owned()),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value));
        Surroundings {
            variables: own.into_iter().chain(self.facts.env.clone()).collect(),
            home: Some(PathBuf::from("/home/app")),
            cwd,
            uid: Some(0),
        }
    }

    /// The words before `config`.
    pub(crate) fn global_arguments(&self) -> Vec<String> {
        let facts = &self.facts;
        let repeated = [
            ("-f", &facts.files),
            ("--env-file", &facts.env_files),
            ("--profile", &facts.profiles),
        ];
        let once = [
            ("--project-directory", &facts.project_directory),
            ("-p", &facts.project_name),
        ];
        let repeated = repeated
            .into_iter()
            .flat_map(|(option, values)| values.iter().map(move |value| (option, value)));
        let once = once
            .into_iter()
            .filter_map(|(option, value)| Some((option, value.as_ref()?)));
        let options = repeated.chain(once);
        let words = options.flat_map(|(option, value)| [option.to_owned(), value.clone()]);
        words.chain(facts.args.iter().cloned()).collect()
    }

    fn of_files(name: &str, files: Vec<(String, Vec<u8>)>) -> Self {
        let mut facts = None;
        let (mut inputs, mut goldens) = (BTreeMap::new(), BTreeMap::new());
        for (path, content) in files {
            if path == "case.json" {
                facts = serde_json::from_slice(&content)
                    .map_err(|error| panic!("{name}: case.json: {error}"))
                    .ok();
            } else if let Some(path) = path.strip_prefix("in/") {
                inputs.insert(path.to_owned(), content);
            } else if let Some(path) = path.strip_prefix("out/") {
                let text = String::from_utf8(content).expect("goldens are UTF-8");
                goldens.insert(path.to_owned(), text);
            }
        }
        Self {
            name: name.to_owned(),
            place: Path::new(STACKS).join(name),
            facts: facts.unwrap_or_else(|| panic!("{name} has no case.json")),
            inputs,
            goldens,
        }
    }
}

/// All cases of a folder, by name: archives `NAME.case`, and folders with a `case.json`.
pub(crate) fn read_all(folder: &Path) -> Vec<Case> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("cannot read cases from {}: {error}", folder.display()));
    let mut cases: Vec<Case> = entries
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem()?.to_str()?.to_owned();
            if path
                .extension()
                .is_some_and(|extension| extension == "case")
            {
                let files = archive::files(&fs::read(&path).unwrap());
                return Some(Case::of_files(&name, files));
            }
            let name = path.file_name()?.to_str()?;
            path.join("case.json")
                .is_file()
                .then(|| Case::of_files(name, files_below(&path)))
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.push((name.to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    files
}
