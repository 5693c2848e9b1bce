//! `config`: the project as it is read, and lists of what is in it.

mod list;
mod origins;
mod variables;

use crate::cli::args::Config;
use crate::cli::console::Console;
use crate::cli::error::CliError;
use crate::compose::diagnostic::{Diagnostic, Report, Severity};
use crate::compose::load::{LoadRequest, Loaded, Skip, load};
use crate::compose::model::Mapping;
use crate::compose::model::record::Field;
use crate::compose::model::service::Service;
use crate::compose::origin::Files;
use crate::compose::platforms;
use crate::compose::print::shape::{Shape, Style};
use crate::compose::print::{json, yaml};
use crate::compose::project::Project;
use crate::ops::{Entry, files};

/// Prints what was asked for.
///
/// # Errors
/// The project cannot be read, or something that was asked for is not there.
pub fn run(entry: &Entry, args: &Config, console: &mut Console) -> Result<(), CliError> {
    refuse(entry, args)?;
    let what = What::of(args);
    if !args.selected.is_empty() && what.is_unselected() {
        console.warn(what.unselected_warning());
    }
    let request = what.request(entry, args);
    let mut loaded = load(&request, entry.sources.as_ref(), &entry.surroundings);
    if !loaded.report.failed() {
        what.check(&mut loaded);
    }
    tell(&loaded.report, &loaded.files, console);
    if loaded.report.failed() {
        return Err(CliError::Told);
    }
    let text = what.text(&loaded, args, entry)?;
    if args.quiet && what.is_silenced(args) {
        return Ok(());
    }
    match &args.output {
        Some(path) if matches!(what, What::Project | What::Model) && !text.is_empty() => {
            let path = entry.surroundings.cwd.join(path);
            Ok(files::write(&path, &text)?)
        }
        _ => Ok(console.out.write_all(text.as_bytes())?),
    }
}

/// What is refused before anything is read.
fn refuse(entry: &Entry, args: &Config) -> Result<(), CliError> {
    let digests = [
        (args.lock_image_digests, "--lock-image-digests"),
        (args.resolve_image_digests, "--resolve-image-digests"),
    ];
    if let Some((_, option)) = digests.into_iter().find(|(is_on, _)| *is_on) {
        let message = format!(
            "`{option}` is not supported: digests of images are in registries, and none is asked"
        );
        return Err(
            CliError::new(message).with_hint("use `docker compose config` for it, or leave it out")
        );
    }
    if args.output.is_some() && entry.read_only() {
        return Err(CliError::new("no file is written: `--read-only` is on")
            .with_hint("leave out `-o`, and what it would write is printed"));
    }
    Ok(())
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What<'a> {
    Services,
    Volumes,
    Networks,
    Models,
    /// Of one service, of several divided by commas, of all: `*`.
    Hash(&'a str),
    Profiles,
    Images,
    Variables,
    Environment,
    Origins,
    /// The tree as it is written: without interpolation there is no project.
    Model,
    Project,
}

impl<'a> What<'a> {
    /// Of several lists the first in this order, as in Compose.
    fn of(args: &'a Config) -> Self {
        let listed = &args.listed;
        let hash = listed.hash.as_deref().filter(|hash| !hash.is_empty());
        let lists = [
            (listed.services, Self::Services),
            (listed.volumes, Self::Volumes),
            (listed.networks, Self::Networks),
            (listed.models, Self::Models),
            (hash.is_some(), Self::Hash(hash.unwrap_or_default())),
            (listed.profiles, Self::Profiles),
            (listed.images, Self::Images),
            (listed.variables, Self::Variables),
            (listed.environment, Self::Environment),
            (args.origins, Self::Origins),
            (args.no_interpolate, Self::Model),
        ];
        let first = lists.into_iter().find(|(is_on, _)| *is_on);
        first.map_or(Self::Project, |(_, what)| what)
    }

    /// The names of services have no effect.
    const fn is_unselected(self) -> bool {
        matches!(self, Self::Variables | Self::Model)
    }

    const fn unselected_warning(self) -> &'static str {
        if matches!(self, Self::Variables) {
            "service filtering is not applied when --variables is set, variables from the full model will be rendered"
        } else {
            "service filtering is not applied when --no-interpolate is set, the full model will be rendered"
        }
    }

    /// The tree alone is needed.
    const fn is_of_tree(self, args: &Config) -> bool {
        matches!(self, Self::Variables | Self::Model)
            || args.no_interpolate && matches!(self, Self::Services)
    }

    fn request(self, entry: &Entry, args: &Config) -> LoadRequest {
        // Lists of names need no file of variables, and are of all services.
        let is_names = matches!(
            self,
            Self::Services | Self::Volumes | Self::Networks | Self::Models
        );
        let is_of_all = is_names || matches!(self, Self::Hash(_)) || self.is_of_tree(args);
        LoadRequest {
            asked: entry.asked.clone(),
            running: Vec::new(),
            services: if is_of_all {
                Vec::new()
            } else {
                args.selected.clone()
            },
            env_files_of: match self {
                Self::Hash(names) => hashed(names).map(str::to_owned).collect(),
                _ => Vec::new(),
            },
            skip: Skip {
                interpolation: args.no_interpolate || matches!(self, Self::Variables),
                normalization: args.no_normalize || entry.asked.compatibility,
                path_resolution: args.no_path_resolution,
                consistency: args.no_consistency,
                container_names: !matches!(self, Self::Project | Self::Origins),
                env_resolution: is_names || args.no_env_resolution || self.is_of_tree(args),
                validation: matches!(self, Self::Variables),
                project: self.is_of_tree(args),
                ..Skip::default()
            },
        }
    }

    /// What is checked for this output alone.
    fn check(self, loaded: &mut Loaded) {
        if let (Self::Hash(names), Some(project)) = (self, &mut loaded.project) {
            let (tree, environment) = (loaded.tree.as_ref(), &loaded.options.environment);
            only(project, names, &mut loaded.report);
            platforms::apply(project, tree, environment, &mut loaded.report);
        }
    }

    /// `-q` says nothing at all, except that lists are printed, as in Compose.
    fn is_silenced(self, args: &Config) -> bool {
        match self {
            Self::Project | Self::Model | Self::Origins | Self::Environment => true,
            Self::Variables => args.format.as_deref() == Some("yaml"),
            _ => false,
        }
    }

    fn text(self, loaded: &Loaded, args: &Config, entry: &Entry) -> Result<String, CliError> {
        let none = Project::default();
        let project = loaded.project.as_ref().unwrap_or(&none);
        let separator = if loaded.options.compatibility {
            '_'
        } else {
            '-'
        };
        Ok(match self {
            Self::Services => match &loaded.project {
                Some(project) => list::keys(&project.services),
                None => list::names_in(loaded.tree.as_ref(), "services"),
            },
            Self::Volumes => list::keys(&project.volumes),
            Self::Networks => list::keys(&project.networks),
            Self::Models => list::models(project),
            Self::Hash(_) => list::hashes(project),
            Self::Profiles => list::profiles(project),
            Self::Images => list::images(project, separator),
            Self::Environment => list::environment(&loaded.options.environment),
            Self::Variables => {
                let format = if args.json {
                    Some("json")
                } else {
                    args.format.as_deref()
                };
                variables::text(loaded.tree.as_ref(), format.unwrap_or_default())?
            }
            Self::Origins => origins::text(loaded, args.json, &entry.surroundings.cwd),
            Self::Model => {
                let tree = loaded.tree.as_ref();
                document(&tree.map_or(Shape::Map(Vec::new()), Shape::from), args)?
            }
            // What is printed can be read again: a dollar is written as two.
            Self::Project => {
                let style = if is_json(args) {
                    Style::Json
                } else {
                    Style::Yaml
                };
                document(&project.shape(style), args)?.replace('$', "$$")
            }
        })
    }
}

fn is_json(args: &Config) -> bool {
    args.json || args.format.as_deref() == Some("json")
}

fn document(shape: &Shape<'_>, args: &Config) -> Result<String, CliError> {
    if is_json(args) {
        return Ok(json::indented(shape));
    }
    match args.format.as_deref() {
        None | Some("" | "yaml") => Ok(yaml::document(shape)),
        Some(other) => Err(CliError::new(format!("unsupported format {other:?}"))
            .with_hint("write `yaml` or `json`")),
    }
}

/// Errors and warnings, where they are and what to do.
fn tell(report: &Report, files: &Files, console: &mut Console) {
    // Errors last: they are what is read first, above the next prompt.
    let of = |severity| {
        let all = report.diagnostics.iter();
        all.filter(move |one: &&Diagnostic| one.severity == severity)
    };
    for warning in of(Severity::Warning) {
        console.warn(&warning.located(files).to_string());
    }
    for error in of(Severity::Error) {
        console.say(&format!("error: {}", error.located(files)));
    }
}

/// The services of `--hash`; none: all.
fn hashed(names: &str) -> impl Iterator<Item = &str> {
    names.split(',').filter(move |_| names != "*")
}

/// Leaves only the services of `--hash` in a project.
fn only(project: &mut Project, names: &str, report: &mut Report) {
    let mut names = hashed(names).peekable();
    if names.peek().is_none() {
        return;
    }
    let mut services = std::mem::take(&mut project.services);
    for name in names {
        if project.services.contains_key(name) {
            continue;
        }
        match services.swap_remove_entry(name) {
            Some((name, service)) => {
                project.services.insert(name, service);
            }
            None => report.add(nearby(name, &services, project)),
        }
    }
}

fn nearby(name: &str, services: &Mapping<Service>, project: &Project) -> Diagnostic {
    let unknown = Diagnostic::error(format!("no such service: {name}"));
    if project.disabled_services.contains_key(name) {
        return unknown.why("none of its profiles is enabled");
    }
    let names = services.keys().map(|name| &**name);
    match crate::model::text::nearest(name, names) {
        Some(nearest) => unknown.hint(format!("there is `{nearest}`")),
        None => unknown,
    }
}

#[cfg(test)]
mod tests;
