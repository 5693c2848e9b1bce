//! A project created by Docker Compose, and by us.

use super::Outcome;
use super::shown::{self, Shown};
use crate::corpus::case::Case;
use crate::real_engine::fixture::Fixture;
use crate::variations::tool::Tool;
use stacktui::compose::disk::Disk;
use stacktui::compose::load::{LoadRequest, load};
use stacktui::compose::options::Asked;
use stacktui::compose::surroundings::Surroundings;
use stacktui::engine::ListFilter;
use stacktui::model::labels;
use stacktui::plan::translate::{self, Context, Instance};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::{env, fs};

/// A project on the disk.
pub(crate) struct Place {
    folder: PathBuf,
    name: String,
}

impl Place {
    /// In a folder of its own, with what its files may name.
    pub(crate) fn new(prefix: &str, index: usize, text: &str, case: Option<&Case>) -> Self {
        let name = format!("{prefix}x{index}");
        let folder = env::temp_dir().join(&name);
        fs::create_dir_all(folder.join("in")).unwrap();
        fs::write(folder.join("file.txt"), "text\n").unwrap();
        let profile = "{ \"defaultAction\": \"SCMP_ACT_ALLOW\" }\n";
        fs::write(folder.join("seccomp.json"), profile).unwrap();
        let octet = prefix
            .bytes()
            .fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        let mut text = text
            .replace("PREFIX_OCTET", &octet.to_string())
            .replace("PREFIX", &name);
        if let Some(case) = case {
            text = text.replace(case.place.to_str().unwrap(), folder.to_str().unwrap());
            for (path, content) in &case.inputs {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
        }
        fs::write(folder.join("stacktui-interop.yaml"), text).unwrap();
        Self { folder, name }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("stacktui-interop.yaml")
    }

    fn compose(&self, tool: &Tool, arguments: &[&str]) -> Result<(), String> {
        let output = Command::new(&tool.program)
            .arg("-p")
            .arg(&self.name)
            .arg("-f")
            .arg(self.file())
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .expect("docker-compose can be started");
        if output.status.success() {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&output.stderr);
        Err(words.lines().last().unwrap_or_default().to_owned())
    }

    fn down(&self, tool: &Tool) {
        let arguments = [
            "--profile",
            "*",
            "down",
            "-v",
            "-t",
            "0",
            "--remove-orphans",
        ];
        if let Err(words) = self.compose(tool, &arguments) {
            println!("{} was not removed: {words}", self.name);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) async fn compare(tool: &Tool, fixture: &Fixture, place: &Place) -> Outcome {
    let created = place.compose(tool, &["create"]);
    let theirs = match created {
        Ok(()) => Some(shown::of_project(fixture, &place.name).await),
        Err(_) => None,
    };
    place.down(tool);
    let made = create(fixture, place).await;
    let outcome = match (theirs, created, made) {
        (None, Err(_), Err(_)) => Outcome::Refused,
        (None, Err(words), Ok(())) => {
            Outcome::Differs(vec![format!("Docker Compose does not create it: {words}")])
        }
        (Some(_), _, Err(words)) => Outcome::Differs(vec![format!("we do not create it: {words}")]),
        (Some(theirs), _, Ok(())) => adopted(tool, fixture, place, theirs).await,
        (None, Ok(()), _) => unreachable!("what was created is shown"),
    };
    place.down(tool);
    outcome
}

/// Ours is as theirs, and Docker Compose finds nothing to do about it.
async fn adopted(tool: &Tool, fixture: &Fixture, place: &Place, theirs: Shown) -> Outcome {
    let ours = shown::of_project(fixture, &place.name).await;
    let mut lines = theirs.differences(&ours);
    if let Err(words) = place.compose(tool, &["create"]) {
        lines.push(format!(
            "Docker Compose does not take it for its own: {words}"
        ));
    }
    let after = shown::of_project(fixture, &place.name).await;
    if after.ids != ours.ids {
        lines.push("Docker Compose makes it anew".to_owned());
    }
    if lines.is_empty() {
        Outcome::Equal
    } else {
        Outcome::Differs(lines)
    }
}

/// All of a project, created by us.
async fn create(fixture: &Fixture, place: &Place) -> Result<(), String> {
    let surroundings = Surroundings {
        variables: env::vars().collect(),
        home: env::var_os("HOME").map(PathBuf::from),
        cwd: place.folder.clone(),
        ..Surroundings::default()
    };
    let request = LoadRequest {
        asked: Asked {
            files: vec![place.file().to_string_lossy().into_owned()],
            project_name: Some(place.name.clone()),
            ..Asked::default()
        },
        ..LoadRequest::default()
    };
    let loaded = load(&request, &Disk, &surroundings);
    let Some(project) = &loaded.project else {
        return Err(format!("{:?}", loaded.report.diagnostics));
    };
    let engine = &fixture.engine;
    let mut images = BTreeMap::new();
    for (name, service) in &project.services {
        let image = translate::image_name(project, name, service);
        let mounted = service.container.volumes.iter();
        let mounted = mounted.filter(|mount| &*mount.kind == "image");
        for name in mounted.map(|mount| mount.source.clone()).chain([image]) {
            if let Ok(found) = engine.inspect_image(&name).await {
                images.insert(Arc::clone(&name), found);
            }
        }
    }
    let context = Context {
        project,
        options: &loaded.options,
        api: fixture.info.api().unwrap(),
        images: &images,
        proxies: &BTreeMap::new(),
        sources: &Disk,
    };
    let words = |errors: Vec<stacktui::compose::diagnostic::Diagnostic>| {
        let phrases: Vec<String> = errors.into_iter().map(|one| one.phrase).collect();
        phrases.join("; ")
    };
    for (key, network) in &project.networks {
        if !network.external {
            let (spec, _) = translate::network(&context, key).map_err(words)?;
            let made = engine.create_network(spec).await;
            made.map_err(|error| error.to_string())?;
        }
    }
    for (key, volume) in &project.volumes {
        if !volume.external {
            let spec = translate::volume(&context, key).map_err(words)?;
            let made = engine.create_volume(spec).await;
            made.map_err(|error| error.to_string())?;
        }
    }
    let mut made: BTreeMap<String, Vec<(String, Arc<str>)>> = BTreeMap::new();
    let mut left: Vec<&str> = project.services.keys().map(|name| &**name).collect();
    while !left.is_empty() {
        let ready = |name: &&str| {
            let needs = project.services[*name].depends_on.keys();
            let mut needs = needs.filter(|need| project.services.contains_key(*need));
            needs.all(|need| made.contains_key(&**need))
        };
        let Some(index) = left.iter().position(ready) else {
            return Err(format!("a cycle: {left:?}"));
        };
        let name = left.remove(index);
        made.insert(name.to_owned(), Vec::new());
        for number in 1..=project.services[name].replicas() as u64 {
            let translated = {
                let instance = Instance {
                    number,
                    name: "",
                    replaces: None,
                    first_container: &|service| {
                        let first = made.get(service)?.iter().min();
                        first.map(|(_, id)| Arc::clone(id))
                    },
                    container_names: &|service| {
                        let all = made.get(service).into_iter().flatten();
                        all.map(|(name, _)| name.clone()).collect()
                    },
                };
                translate::container(&context, name, &instance).map_err(words)?
            };
            let own_name = translated.spec.name.clone();
            let created = engine.create_container(translated.spec).await;
            let id = created.map_err(|error| error.to_string())?.id;
            for (network, endpoint) in translated.joins {
                let joined = engine.connect_network(&network, &id, endpoint).await;
                joined.map_err(|error| error.to_string())?;
            }
            let known = made.entry(name.to_owned()).or_default();
            known.push((own_name, Arc::from(id.as_str())));
        }
    }
    Ok(())
}

/// What has a project's label.
pub(crate) fn filter(project: &str) -> ListFilter {
    ListFilter::label(labels::PROJECT, project)
}
