//! A project: what its files say, once all of them are read.

use crate::compose::decode::Decoder;
use crate::compose::model::extensions::Extensions;
use crate::compose::model::files::{Config, Secret};
use crate::compose::model::job::Job;
use crate::compose::model::models::Model;
use crate::compose::model::network::Network;
use crate::compose::model::record::{Record, add_member, keep_member, record_is_field, set};
use crate::compose::model::service::Service;
use crate::compose::model::volume::Volume;
use crate::compose::model::{Mapping, Text};
use crate::compose::print::shape::{Member, Shape, Style};
use crate::compose::tree::Tree;
use std::path::PathBuf;

/// A project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    /// Its name.
    pub name: Text,
    /// Services that are on.
    pub services: Mapping<Service>,
    /// Jobs.
    pub jobs: Mapping<Job>,
    /// Networks that are used.
    pub networks: Mapping<Network>,
    /// Volumes that are used.
    pub volumes: Mapping<Volume>,
    /// Secrets that are used.
    pub secrets: Mapping<Secret>,
    /// Configs that are used.
    pub configs: Mapping<Config>,
    /// Language models that are used.
    pub models: Mapping<Model>,
    /// Keys that begin with `x-`: for other tools.
    pub extensions: Extensions,
    /// Services whose profile is off. Their containers are no orphans.
    pub disabled_services: Mapping<Service>,
    /// Relative paths of its files begin here. Absolute.
    pub working_directory: PathBuf,
    /// Its files, absolute, without those that others include; `-` for standard input.
    pub files: Vec<PathBuf>,
    /// Profiles that are on.
    pub profiles: Vec<Text>,
}

impl Record for Project {
    fn set(&mut self, key: &str, tree: &Tree, decoder: &mut Decoder<'_>) -> bool {
        set!(self, name, key, tree, decoder);
        set!(self, services, key, tree, decoder);
        set!(self, jobs, key, tree, decoder);
        set!(self, networks, key, tree, decoder);
        set!(self, volumes, key, tree, decoder);
        set!(self, secrets, key, tree, decoder);
        set!(self, configs, key, tree, decoder);
        set!(self, models, key, tree, decoder);
        if key.starts_with("x-") {
            self.extensions.add(key, tree);
            return true;
        }
        false
    }

    fn members<'a>(&'a self, style: Style, members: &mut Vec<Member<'a>>) {
        match style {
            Style::Yaml => self.yaml_members(members),
            Style::Json => self.json_members(members),
        }
    }
}

impl Project {
    fn yaml_members<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        let style = Style::Yaml;
        add_member(members, "name", &self.name, style);
        keep_member(members, "services", &self.services, style);
        let jobs = members.len();
        add_member(members, "jobs", &self.jobs, style);
        if let Some((_, Shape::Map(jobs))) = members.get_mut(jobs) {
            jobs.iter_mut().for_each(name_job);
        }
        add_member(members, "networks", &self.networks, style);
        add_member(members, "volumes", &self.volumes, style);
        add_member(members, "secrets", &self.secrets, style);
        add_member(members, "configs", &self.configs, style);
        add_member(members, "models", &self.models, style);
        self.extensions.members(style, members);
    }

    /// Compose makes a map of it for JSON: sorted, with the extensions and without the models.
    fn json_members<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        let style = Style::Json;
        keep_member(members, "name", &self.name, style);
        keep_member(members, "services", &self.services, style);
        add_member(members, "jobs", &self.jobs, style);
        add_member(members, "networks", &self.networks, style);
        add_member(members, "volumes", &self.volumes, style);
        add_member(members, "secrets", &self.secrets, style);
        add_member(members, "configs", &self.configs, style);
        let extensions = self.extensions.iter();
        members.extend(extensions.map(|(key, tree)| (key.into(), Shape::from(tree))));
        members.sort_by(|(left, _), (right, _)| left.cmp(right));
    }
}

/// Compose's YAML repeats the name of a job in it; that of a service it leaves out.
fn name_job(job: &mut Member<'_>) {
    if let (name, Shape::Record(members)) = job {
        members.insert(0, ("name".into(), Shape::Text(name.clone())));
    }
}

record_is_field!(Project);
