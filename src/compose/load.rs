//! Loading a project: the stages in their order.
//!
//! For each file: text → [`read`] → [`interpolate`] → [`mod@include`] → [`extends`] → [`merge`] over the earlier files →
//! [`unique`] → [`schema`] → [`canonical`]. Then once: [`defaults`] → [`check`] → [`paths`] → [`normalize`] →
//! [`select`] → [`env_files`] → [`Project`].
//!
//! [`read`]: crate::compose::read
//! [`interpolate`]: crate::compose::interpolate
//! [`merge`]: crate::compose::merge
//! [`unique`]: crate::compose::unique
//! [`schema`]: crate::compose::schema
//! [`canonical`]: crate::compose::canonical
//! [`defaults`]: crate::compose::defaults
//! [`check`]: crate::compose::check
//! [`paths`]: crate::compose::paths
//! [`normalize`]: crate::compose::normalize
//! [`select`]: crate::compose::select
//! [`env_files`]: crate::compose::env_files
//! [`Project`]: crate::compose::project::Project

mod extends;
mod file;
mod include;
mod name;

use crate::compose::diagnostic::{Diagnostic, Report};
use crate::compose::environment::{Environment, Variable};
use crate::compose::options::{self, Asked, ProjectFile, ProjectOptions};
use crate::compose::origin::{Files, Origin, VariableSource, Via};
use crate::compose::project::Project;
use crate::compose::select::Names;
use crate::compose::sources::{Limited, Sources};
use crate::compose::surroundings::Surroundings;
use crate::compose::tree::{Tree, Value};
use crate::compose::{advice, check, decode, env_files, lexical, mappings, normalize, select};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to load, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadRequest {
    /// Which project.
    pub asked: Asked,
    /// Only these services and what they depend on; empty: all. A service that is named is enabled.
    pub services: Vec<String>,
    /// Services that count as enabled whatever their profiles, with what they need: those that have containers. Which
    /// profiles they were started with is in no label.
    pub running: Vec<String>,
    /// Env files are read of these services only; empty: of all that are on.
    pub env_files_of: Vec<String>,
    /// Stages that are left out.
    pub skip: Skip,
}

/// Stages that are left out; `config` has an option for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one a stage")]
pub struct Skip {
    /// Variables stay as they are written.
    pub interpolation: bool,
    /// What follows from what is written is not added.
    pub normalization: bool,
    /// Relative paths stay relative.
    pub path_resolution: bool,
    /// References to what is not there are let be.
    pub consistency: bool,
    /// Two services may want one container name: whoever creates no containers does not mind.
    pub container_names: bool,
    /// Env files are not read.
    pub env_resolution: bool,
    /// Keys and types are not checked.
    pub validation: bool,
    /// Resources that no service uses stay.
    pub pruning: bool,
    /// Nothing but the merged tree is made: no [`Loaded::project`].
    pub project: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The project; `None` where an error is reported.
    pub project: Option<Project>,
    /// The tree that it was made from, as far as it came: every value with its origin. All services are in it, enabled
    /// or not.
    pub tree: Option<Tree>,
    /// What was asked for, resolved; with the project's name among the variables.
    pub options: ProjectOptions,
    /// The project's name; empty where it cannot be told.
    pub name: String,
    /// Services that are on.
    pub enabled: Names,
    /// The files that were read.
    pub files: Files,
    /// What is wrong or odd.
    pub report: Report,
    /// It could be told which project is meant: what is wrong is in its files.
    pub is_resolved: bool,
}

/// Loads a project. Reads files through `sources` alone, in all no more than [`TOTAL_LIMIT`], and nothing remote.
///
/// [`TOTAL_LIMIT`]: crate::compose::sources::TOTAL_LIMIT
pub fn load(request: &LoadRequest, sources: &dyn Sources, surroundings: &Surroundings) -> Loaded {
    let sources = if request.asked.is_untrusted() {
        Limited::untrusted(sources)
    } else {
        Limited::new(sources)
    };
    let mut loaded = Loaded::default();
    let Loaded { files, report, .. } = &mut loaded;
    let mut options = options::resolve(&request.asked, surroundings, &sources, files, report);
    if report.failed() {
        advice::complete(report);
        loaded.options = options;
        return loaded;
    }
    loaded.is_resolved = true;
    let Loaded { files, report, .. } = &mut loaded;
    let mut stages = Loader {
        sources: &sources,
        surroundings,
        skip: request.skip,
        files,
        parsed: file::Parsed::new(),
        report,
        included: 0,
    };
    let (mut name, mut enabled) = (String::new(), Names::new());
    loaded.tree = stages.project(&mut options, request, &mut name, &mut enabled);
    (loaded.name, loaded.enabled, loaded.options) = (name, enabled, options);
    if let Some(tree) = &loaded.tree
        && !request.skip.project
        && !loaded.report.failed()
    {
        let mut project = decode::project(tree, &mut loaded.report);
        if !loaded.report.failed() {
            name_project(&mut project, &loaded);
            loaded.project = Some(project);
        }
    }
    advice::complete(&mut loaded.report);
    loaded
}

/// What the stages that read files share.
struct Loader<'l> {
    sources: &'l dyn Sources,
    surroundings: &'l Surroundings,
    skip: Skip,
    files: &'l mut Files,
    parsed: file::Parsed,
    report: &'l mut Report,
    /// Models that were included so far.
    included: usize,
}

/// Deepest nesting of `include`, and longest chain of `extends`. Compose has no such limits; people stay below ten.
const DEEPEST: usize = 64;
/// Most models that are included: each may include the same again.
const MOST_INCLUDED: usize = 1_000;

impl Loader<'_> {
    fn project(
        &mut self,
        options: &mut ProjectOptions,
        request: &LoadRequest,
        told: &mut String,
        enabled: &mut Names,
    ) -> Option<Tree> {
        let texts = self.texts(&options.files)?;
        let name = name::resolve(
            options,
            &texts,
            self.skip,
            self.files,
            &mut self.parsed,
            self.report,
        )?;
        set_project_name(&mut options.environment, &name);
        *told = name.value.to_string();
        // The bare model knows no variables but the one that Compose itself sets.
        let mut bare = Environment::default();
        set_project_name(&mut bare, &name);
        let environment = if self.skip.interpolation && self.skip.project {
            &bare
        } else {
            &options.environment
        };
        let scope = file::Scope {
            working_dir: options.working_dir.clone(),
            directory: options.working_dir.clone(),
            environment,
            resolves_paths: !self.skip.path_resolution,
        };
        let mut tree = self.model(&texts, &scope, &[])?;
        if tree.map().is_none_or(indexmap::IndexMap::is_empty) {
            self.report.add(Diagnostic::error("empty compose file"));
            return None;
        }
        if name.value.is_empty() {
            let hint = "give one with `-p`, or with `name:` in the file";
            let empty = Diagnostic::error("project name must not be empty").hint(hint);
            self.report.add(empty.from_origin(&name.origin));
            return None;
        }
        if !self.skip.project {
            check::swarm_only(&tree, self.report);
        }
        if !self.skip.normalization {
            let written = Tree::text(Arc::clone(&name.value), name.origin.clone());
            if let Some(map) = tree.map_mut() {
                map.insert(Arc::from("name"), written);
            }
            normalize::apply(&mut tree, &name.value, environment, self.report);
        }
        if !self.report.failed() && !self.skip.project {
            *enabled = self.finish(&mut tree, options, request);
        }
        Some(tree)
    }

    /// From what is written to what is meant: who is enabled, what refers to what, and the variables of services.
    fn finish(
        &mut self,
        tree: &mut Tree,
        options: &ProjectOptions,
        request: &LoadRequest,
    ) -> Names {
        let enabled = select::by_profiles(tree, &options.profiles);
        let enabled = select::with_running(tree, &request.running, enabled);
        let jobs = select::jobs_by_profiles(tree, &options.profiles);
        if !self.skip.consistency {
            let is_enabled = |name: &str| enabled.contains(name) || jobs.contains(name);
            check::project(tree, &is_enabled, self.report);
        }
        select::keep_jobs(tree, &jobs);
        if self.report.failed() {
            return enabled;
        }
        let enabled = select::services(
            tree,
            &request.services,
            &options.profiles,
            enabled,
            self.report,
        );
        if !self.skip.consistency && !self.skip.container_names {
            check::container_names(tree, &|name| enabled.contains(name), self.report);
        }
        if !options.all_resources && !self.skip.pruning {
            select::prune(tree, &enabled);
        }
        mappings::apply(tree, self.report);
        if self.report.failed() {
            return enabled;
        }
        let mut reader = env_files::Reader {
            sources: self.sources,
            environment: &options.environment,
            files: self.files,
            report: self.report,
        };
        for name in &enabled {
            if let Some(service) = tree
                .get_mut("services")
                .and_then(|services| services.get_mut(name))
            {
                let of = &request.env_files_of;
                let is_read = of.is_empty() || of.iter().any(|one| one.as_str() == &**name);
                reader.service(name, service, is_read && !self.skip.env_resolution);
            }
        }
        enabled
    }

    /// The texts of the files of the project itself.
    fn texts(&mut self, files: &[ProjectFile]) -> Option<Vec<file::Text>> {
        let mut texts = Vec::with_capacity(files.len());
        for file in files {
            match file.read(self.sources) {
                Ok(bytes) => texts.extend(self.text(&file.path, &bytes)),
                Err(error) => self.report.add(file.unreadable(&error)),
            }
        }
        (!self.report.failed()).then_some(texts)
    }
}

fn set_project_name(environment: &mut Environment, name: &name::Name) {
    let variable = Variable {
        value: Arc::clone(&name.value),
        source: VariableSource::Compose,
    };
    environment.set("COMPOSE_PROJECT_NAME", variable);
}

/// What a project is called and where it stands, which no file says.
fn name_project(project: &mut Project, loaded: &Loaded) {
    project.name = loaded.name.as_str().into();
    project
        .working_directory
        .clone_from(&loaded.options.working_dir);
    project.files = loaded
        .options
        .files
        .iter()
        .map(|file| file.path.clone())
        .collect();
    project.profiles = loaded
        .options
        .profiles
        .iter()
        .map(|profile| profile.as_str().into())
        .collect();
    let (enabled, disabled) = std::mem::take(&mut project.services)
        .into_iter()
        .partition(|(name, _)| loaded.enabled.contains(&**name));
    (project.services, project.disabled_services) = (enabled, disabled);
}

/// Adds a way to a value and all that is in it.
fn passed_through(tree: &mut Tree, via: &Via) {
    tree.origin.through.push(via.clone());
    match &mut tree.value {
        Value::Map(map) => map
            .values_mut()
            .for_each(|value| passed_through(value, via)),
        Value::List(list) => list.iter_mut().for_each(|item| passed_through(item, via)),
        _ => {}
    }
}

/// `a/b` below a directory, without `.` and `..`; what is absolute stays where it is.
fn joined(directory: &Path, path: &Path) -> PathBuf {
    lexical::clean(&directory.join(path))
}

/// Where an error of a value that a file names is shown.
fn named(origin: &Origin, phrase: String) -> Diagnostic {
    Diagnostic::error(phrase).from_origin(origin)
}
