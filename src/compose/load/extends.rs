//! `extends`: a service is laid over another one, of the same file or of another.

use super::file::{Scope, Text};
use super::{DEEPEST, Loader, joined, named, passed_through};
use crate::compose::diagnostic::{Diagnostic, Severity};
use crate::compose::environment::Environment;
use crate::compose::origin::{Origin, Via};
use crate::compose::path::FieldPath;
use crate::compose::remote::Remote;
use crate::compose::tree::{Map, Tree, Value};
use crate::compose::{lexical, merge, paths, read};
use crate::model::text::nearest;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stays the same while the services of one document are extended.
struct Context<'c> {
    /// The file of the document.
    file: &'c Path,
    directory: &'c Path,
    environment: &'c Environment,
    /// Of the document: they drop what services say that they extend.
    resets: &'c [FieldPath],
    /// Services of other files, each file read once.
    others: HashMap<PathBuf, Map>,
}

/// A service and the file that it was found in, as `extends` names it.
type Link = (String, Arc<str>);

impl Loader<'_> {
    /// Extends all services of a document. `None`: one cannot be, which was reported.
    pub(super) fn extend(
        &mut self,
        tree: &mut Tree,
        resets: &[FieldPath],
        text: &Text,
        scope: &Scope<'_>,
    ) -> Option<()> {
        let Some(services) = tree.get_mut("services") else {
            return Some(());
        };
        let origin = services.origin.clone();
        let Some(services) = services.map_mut() else {
            let diagnostic = Diagnostic::error("services must be a mapping").from_origin(&origin);
            self.report.add(
                diagnostic.hint("each service is a key: `services:`, then `web:`, then its fields"),
            );
            return None;
        };
        let mut context = Context {
            file: &text.path,
            directory: &scope.directory,
            environment: scope.environment,
            resets,
            others: HashMap::new(),
        };
        let names: Vec<Arc<str>> = services.keys().map(Arc::clone).collect();
        let mut all_well = true;
        for name in &names {
            match self.service(name, services, &mut context, &[]) {
                Some(service) => {
                    services.insert(Arc::clone(name), service);
                }
                None if self.report.is_full(Severity::Error) => return None,
                None => all_well = false,
            }
        }
        all_well.then_some(())
    }

    /// A service with all that it extends.
    fn service(
        &mut self,
        name: &Arc<str>,
        services: &mut Map,
        context: &mut Context<'_>,
        before: &[Link],
    ) -> Option<Tree> {
        let service = services.get(name)?;
        if service.is_null() {
            return Some(service.clone());
        }
        let Some(fields) = service.map() else {
            let phrase = format!("services.{name} must be a mapping");
            self.report
                .add(named(&service.origin, phrase).why(format!("{} stands here", service.kind())));
            return None;
        };
        let Some(extends) = fields.get("extends") else {
            return Some(service.clone());
        };
        let (service, extends) = (service.clone(), extends.clone());
        let Some(base_name) = reference(&extends) else {
            let phrase = format!("extends.{name}.service is required");
            let hint = "`extends:`, then `service: NAME` and, for another file, `file: PATH`";
            self.report.add(named(&extends.origin, phrase).hint(hint));
            return None;
        };
        let path = extends.get("file").filter(|file| !file.is_null());
        let mut others;
        let (services, shown): (&mut Map, String) = match path {
            None => {
                if !services.contains_key(&base_name) {
                    self.missing(
                        name,
                        &base_name,
                        context.file,
                        services,
                        &extends.origin,
                        "not found",
                    );
                    return None;
                }
                (services, context.file.display().to_string())
            }
            Some(path) => {
                let written = path.as_str().unwrap_or_default().to_owned();
                others = self.other_file(name, &written, &path.origin, context)?;
                if !others.contains_key(&base_name) {
                    let which = format!("not found in {written}");
                    self.missing(
                        name,
                        &base_name,
                        context.file,
                        &others,
                        &extends.origin,
                        &which,
                    );
                    return None;
                }
                (&mut others, written)
            }
        };
        let links = self.linked(before, shown, name, &extends.origin)?;
        let mut base = self.service(&base_name, services, context, &links)?;
        if base.is_null() {
            return Some(service);
        }
        if let Some(at) = extends.origin.place() {
            passed_through(
                &mut base,
                &Via::Extends {
                    service: base_name,
                    at,
                },
            );
        }
        // Resets name places in the document: those of this service hold for what it extends.
        let base = read::reset_entry("services", name, base, context.resets);
        let mut merged = merge::merge(
            base,
            service,
            &FieldPath::of(&["services", name]),
            self.report,
        );
        if let Some(map) = merged.map_mut() {
            map.shift_remove("extends");
        }
        services.insert(Arc::clone(name), merged.clone());
        Some(merged)
    }

    /// One more service in a chain, unless it was in it.
    fn linked(
        &mut self,
        before: &[Link],
        file: String,
        name: &Arc<str>,
        origin: &Origin,
    ) -> Option<Vec<Link>> {
        let link = (file, Arc::clone(name));
        let mut links = before.to_vec();
        let is_cycle = links.contains(&link);
        links.push(link);
        if links.len() > DEEPEST {
            self.report
                .add(named(origin, "`extends` is nested too deep".to_owned()));
            return None;
        }
        if !is_cycle {
            return Some(links);
        }
        let mut phrase = "Circular reference:".to_owned();
        for (number, (file, service)) in links.iter().enumerate() {
            let verb = if number == 0 { "" } else { "extends " };
            let _ = write!(phrase, "\n  {verb}{service} in {file}");
        }
        self.report.add(named(origin, phrase));
        None
    }

    fn missing(
        &mut self,
        name: &str,
        base: &str,
        file: &Path,
        known: &Map,
        origin: &Origin,
        what: &str,
    ) {
        let phrase = format!(
            "cannot extend service \"{name}\" in {}: service \"{base}\" {what}",
            file.display()
        );
        let nearest = nearest(base, known.keys().map(|key| &**key));
        let mut diagnostic = named(origin, phrase);
        diagnostic.hint = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
        self.report.add(diagnostic);
    }

    /// The services of another file, as they can be extended from this one.
    fn other_file(
        &mut self,
        name: &str,
        written: &str,
        origin: &Origin,
        context: &mut Context<'_>,
    ) -> Option<Map> {
        if let Some(remote) = Remote::of(written) {
            self.report.add(
                remote
                    .refused(written, context.environment)
                    .from_origin(origin),
            );
            return None;
        }
        let path = joined(context.directory, Path::new(written));
        if let Some(services) = context.others.get(&path) {
            return Some(services.clone());
        }
        let text = self.open(&path, origin)?;
        let mut document = self.extended(&text, context.environment)?;
        let directory = relative_directory(context.directory, &path);
        paths::resolve(
            &mut document.tree,
            &directory,
            self.surroundings.home.as_deref(),
            self.report,
        );
        let Some(services) = document
            .tree
            .map_mut()
            .and_then(|map| map.shift_remove("services"))
        else {
            let phrase = format!(
                "cannot extend service \"{name}\" in {}: no services section",
                path.display()
            );
            self.report.add(named(origin, phrase));
            return None;
        };
        let Value::Map(services) = services.value else {
            let phrase = format!(
                "cannot extend service \"{name}\" in {}: services must be a mapping",
                path.display()
            );
            self.report.add(named(&services.origin, phrase));
            return None;
        };
        context.others.insert(path, services.clone());
        Some(services)
    }

    /// Reads a file that another one names.
    pub(super) fn open(&mut self, path: &Path, origin: &Origin) -> Option<Text> {
        if let Some(file) = self.files.find(path) {
            return Some(Text {
                path: path.to_owned(),
                file,
            });
        }
        match self.sources.read(path, crate::compose::sources::FILE_LIMIT) {
            Ok(bytes) => self.text(path, &bytes),
            Err(_) if self.sources.is_dir(path) => {
                self.report.add(named(
                    origin,
                    format!("read {}: is a directory", path.display()),
                ));
                None
            }
            Err(error) => {
                let reason = crate::compose::options::reason(&error);
                self.report
                    .add(named(origin, format!("open {}: {reason}", path.display())));
                None
            }
        }
    }
}

/// The service that is extended.
fn reference(extends: &Tree) -> Option<Arc<str>> {
    match &extends.value {
        Value::Text(name) => Some(Arc::clone(name)),
        Value::Map(map) => map.get("service")?.as_str().map(Arc::from),
        _ => Some(Arc::from("")),
    }
}

/// The directory of a file as it is seen from another one.
pub(super) fn relative_directory(from: &Path, file: &Path) -> PathBuf {
    lexical::relative(from, file.parent().unwrap_or(file))
}
