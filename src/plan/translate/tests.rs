//! What services come to.

use super::*;
use crate::compose::load::{LoadRequest, Loaded, load};
use crate::compose::options::Asked;
use crate::compose::sources::Memory;
use crate::compose::surroundings::Surroundings;
use crate::engine::spec::FileSpec;
use crate::model::observed::{ImageConfig, Mount};

struct World {
    loaded: Loaded,
    api: ApiVersion,
    images: BTreeMap<Arc<str>, Image>,
    proxies: BTreeMap<String, String>,
    sources: Memory,
}

/// A project `p` in `/srv/p`.
fn project(text: &str) -> World {
    let sources = Memory::default()
        .with("/srv/p/compose.yaml", text)
        .with("/srv/p/profile.json", "{ \"a\": 1 }\n")
        .with("/srv/p/secret.txt", "hunter2");
    let surroundings = Surroundings {
        cwd: "/srv/p".into(),
        ..Surroundings::default()
    }
    .with("TOKEN", "t0k3n");
    let request = LoadRequest {
        asked: Asked::default(),
        ..LoadRequest::default()
    };
    let loaded = load(&request, &sources, &surroundings);
    assert!(loaded.project.is_some(), "{:?}", loaded.report);
    let image = Image {
        id: "sha256:11".into(),
        config: ImageConfig {
            volumes: vec!["/image".to_owned()],
            ..ImageConfig::default()
        },
        ..Image::default()
    };
    World {
        loaded,
        api: ApiVersion::one(51),
        images: BTreeMap::from([("i".into(), image)]),
        proxies: BTreeMap::new(),
        sources,
    }
}

impl World {
    fn context(&self) -> Context<'_> {
        Context {
            project: self.loaded.project.as_ref().unwrap(),
            options: &self.loaded.options,
            api: self.api,
            images: &self.images,
            proxies: &self.proxies,
            sources: &self.sources,
        }
    }

    fn replacing(
        &self,
        service: &str,
        replaces: Option<&Container>,
    ) -> Result<Translated, Vec<Diagnostic>> {
        let instance = Instance {
            number: 2,
            name: "",
            replaces,
            first_container: &|service| Some(format!("id-of-{service}").into()),
            container_names: &|service| vec![format!("p-{service}-1")],
        };
        container(&self.context(), service, &instance)
    }

    fn translated(&self, service: &str) -> Translated {
        self.replacing(service, None).unwrap()
    }

    fn refusals(&self, service: &str) -> Vec<String> {
        let errors = self.replacing(service, None).unwrap_err();
        errors.into_iter().map(|one| one.phrase).collect()
    }
}

fn container_of(name: &str) -> Container {
    Container {
        id: "0".repeat(64).into(),
        name: name.into(),
        image: "i".into(),
        image_id: "sha256:11".into(),
        created_at: None,
        state: crate::model::observed::EngineState::Running,
        health: crate::model::observed::Health::None,
        labels: crate::model::labels::Labels::new(),
        ports: Vec::new(),
        mounts: Vec::new(),
        networks: Vec::new(),
        details: None,
        listed_exit_code: None,
    }
}

fn service(text: &str) -> World {
    project(&format!("name: p\nservices: {{a: {{image: i, {text}}}}}\n"))
}

#[test]
fn a_container_carries_all_that_it_is_known_by() {
    let spec = service("labels: {mine: x}").translated("a").spec;
    assert_eq!(spec.name, "p-a-2");
    assert_eq!(spec.network_mode, "p_default");
    assert_eq!(spec.endpoints["p_default"].aliases, ["p-a-2", "a"]);
    let label = |key: &str| spec.labels[&format!("com.docker.compose.{key}")].as_str();
    assert_eq!(label("project"), "p");
    assert_eq!(label("service"), "a");
    assert_eq!(label("oneoff"), "False");
    assert_eq!(label("container-number"), "2");
    assert_eq!(label("image"), "sha256:11");
    assert_eq!(label("depends_on"), "");
    assert_eq!(label("project.working_dir"), "/srv/p");
    assert_eq!(label("project.config_files"), "/srv/p/compose.yaml");
    assert_eq!(label("config-hash").len(), 64);
    assert_eq!(spec.labels["mine"], "x");
    assert!(!spec.labels.contains_key("com.docker.compose.replace"));
}

#[test]
fn an_old_engine_is_given_one_network_and_joined_to_the_others() {
    let mut world = project(
        "name: p\nservices: {a: {image: i, mac_address: '02:42:AC:11:00:0A', networks: {x: , y: {priority: 5, aliases: [z]}}}}\nnetworks: {x: , y: }\n",
    );
    let new = world.translated("a");
    assert_eq!(new.spec.endpoints.len(), 2);
    assert!(new.joins.is_empty() && new.spec.mac_address.is_empty());
    assert_eq!(new.spec.endpoints["p_y"].mac_address, "02:42:ac:11:00:0a");
    world.api = ApiVersion::one(41);
    let old = world.translated("a");
    assert_eq!(old.spec.network_mode, "p_y");
    assert_eq!(old.spec.mac_address, "02:42:ac:11:00:0a");
    assert_eq!(old.spec.endpoints.len(), 1);
    assert_eq!(old.joins[0].0, "p_x");
    assert_eq!(old.joins[0].1.aliases, ["p-a-2", "a"]);
}

#[test]
fn what_shares_with_others_names_their_containers() {
    let world = project(
        "name: p\nservices:\n  a: {image: i, network_mode: 'service:b', pid: 'service:b', volumes_from: ['b:ro', 'container:c']}\n  b: {image: i}\n  l: {image: i, links: ['b:db'], external_links: ['e:f']}\n",
    );
    let spec = world.translated("a").spec;
    assert_eq!(spec.network_mode, "container:id-of-b");
    assert_eq!(spec.pid_mode, "container:id-of-b");
    assert_eq!(spec.volumes_from, ["id-of-b:ro", "c"]);
    assert!(spec.endpoints.is_empty());
    let links = world.translated("l").spec.links;
    assert_eq!(links, ["p-b-1:db", "p-b-1:b-2", "p-b-1:p-b-2", "e:f"]);
}

#[test]
fn a_bind_or_volume_is_short_where_that_says_all() {
    let world = project(
        "name: p\nservices:\n  a:\n    image: i\n    volumes:\n      - ./d:/d:ro,z\n      - vol:/v\n      - /anonymous\n      - {type: bind, source: /s, target: /t, bind: {create_host_path: false}}\n      - {type: volume, source: vol, target: /n, volume: {nocopy: true}}\nvolumes: {vol: }\n",
    );
    let spec = world.translated("a").spec;
    assert_eq!(spec.binds, ["/srv/p/d:/d:ro,z", "p_vol:/v:rw"]);
    let mounts: Vec<_> = spec
        .mounts
        .iter()
        .map(|mount| (&*mount.kind, &*mount.source, &*mount.target))
        .collect();
    assert_eq!(
        mounts,
        [
            ("volume", "", "/anonymous"),
            ("bind", "/s", "/t"),
            ("volume", "p_vol", "/n")
        ]
    );
}

#[test]
fn a_replacement_takes_over_anonymous_volumes() {
    let world = service("volumes: ['/own', 'vol:/x']}}\nvolumes: {vol: {");
    let mount = |name: &str, target: &str| Mount {
        kind: "volume".to_owned(),
        name: name.to_owned(),
        target: target.to_owned(),
        ..Mount::default()
    };
    let mut old = container_of("p-a-2");
    old.mounts = vec![
        mount("v1", "/own"),
        mount("v2", "/image"),
        mount("p_vol", "/x"),
        mount("v3", "/gone"),
    ];
    let spec = world.replacing("a", Some(&old)).unwrap().spec;
    let mounts: Vec<_> = spec
        .mounts
        .iter()
        .map(|mount| (&*mount.source, &*mount.target))
        .collect();
    assert_eq!(mounts, [("v1", "/own"), ("v2", "/image")]);
    assert_eq!(spec.binds, ["p_vol:/x:rw"]);
    assert_eq!(spec.labels["com.docker.compose.replace"], "a-2");
}

#[test]
fn what_an_engine_cannot_do_is_said_by_name() {
    let mut world = service(
        "annotations: {a: b}, volumes: [{type: volume, source: v, target: /v, volume: {subpath: s}}]}}\nvolumes: {v: {",
    );
    assert!(world.translated("a").warnings.is_empty());
    world.api = ApiVersion::one(41);
    assert_eq!(
        world.refusals("a"),
        ["volume.subpath requires Docker Engine v26 or later"]
    );
    let mut world = service("annotations: {a: b}");
    world.api = ApiVersion::one(41);
    let warnings = world.translated("a").warnings;
    assert_eq!(
        warnings[0].phrase,
        "annotations requires Docker Engine v24 or later (API 1.43; this one has 1.41): it is ignored"
    );
    assert_eq!(
        warnings[0].path.as_ref().unwrap().to_string(),
        "services.a.annotations"
    );
}

#[test]
fn values_that_are_none_are_refused() {
    let world = service("dns: [one.one], security_opt: [nonsense, 'seccomp:gone.json']");
    let refusals = world.refusals("a");
    assert_eq!(refusals.len(), 3, "{refusals:?}");
    assert!(
        refusals[0].starts_with("invalid security-opt"),
        "{refusals:?}"
    );
    assert!(refusals[1].contains("gone.json"), "{refusals:?}");
    assert!(
        refusals[2].starts_with("invalid DNS address"),
        "{refusals:?}"
    );
}

#[test]
fn a_profile_of_seccomp_is_sent_as_text() {
    let spec =
        service("security_opt: ['seccomp:profile.json', 'label:disable', systempaths=unconfined]")
            .translated("a")
            .spec;
    assert_eq!(spec.security_opt, [r#"seccomp={"a":1}"#, "label:disable"]);
    assert_eq!(spec.masked_paths, Some(Vec::new()));
}

#[test]
fn configs_and_secrets_come_in_three_forms() {
    let world = project(
        "name: p\nservices:\n  a: {image: i, secrets: [f, {source: e, target: t, mode: 0400, uid: '7'}], configs: [c]}\n  r: {image: i, read_only: true, configs: [c]}\nsecrets: {f: {file: ./secret.txt}, e: {environment: TOKEN}}\nconfigs: {c: {content: hello}}\n",
    );
    let translated = world.translated("a");
    assert_eq!(translated.warnings, []);
    let mount = &translated.spec.mounts[0];
    assert_eq!(
        (&*mount.source, &*mount.target, mount.read_only),
        ("/srv/p/secret.txt", "/run/secrets/f", true)
    );
    assert_eq!(translated.spec.mounts.len(), 1);
    let put = files(&world.context(), "a", "").unwrap();
    let file = |path: &str, content: &str, mode, uid| FileSpec {
        path: path.to_owned(),
        content: content.as_bytes().to_vec(),
        mode,
        uid,
        gid: None,
        takes_user: true,
    };
    assert_eq!(
        put,
        [
            file("/run/secrets/t", "t0k3n", 0o400, Some(7)),
            file("/c", "hello", 0o444, None)
        ]
    );
    let refused = files(&world.context(), "r", "").unwrap_err();
    assert_eq!(
        refused[0].phrase,
        "cannot create config \"p_c\" in read-only service r: `file` is the sole supported option"
    );
}

#[test]
fn networks_and_volumes_carry_their_labels() {
    let mut world = project(
        "name: p\nservices: {a: {image: i, networks: [n], volumes: ['vol:/v']}}\nnetworks: {n: {ipam: {config: [{subnet: 10.9.0.0/24}]}}}\nvolumes: {vol: {labels: {l: x}}}\n",
    );
    world.api = ApiVersion::one(41);
    let (spec, warnings) = network(&world.context(), "n").unwrap();
    assert_eq!((&*spec.name, warnings.len()), ("p_n", 0));
    assert!(spec.check_duplicate);
    assert_eq!(spec.ipam.pools[0].subnet, "10.9.0.0/24");
    assert_eq!(spec.labels["com.docker.compose.network"], "n");
    let spec = volume(&world.context(), "vol").unwrap();
    assert_eq!(spec.labels["com.docker.compose.volume"], "vol");
    assert_eq!(spec.labels["com.docker.compose.config-hash"].len(), 64);
    assert_eq!(spec.labels["l"], "x");
}

#[test]
fn variables_for_proxies_yield_to_the_services_own() {
    let mut world = service("environment: {http_proxy: own, GONE: }");
    let proxy = |name: &str| (name.to_owned(), "proxy".to_owned());
    world.proxies = [proxy("http_proxy"), proxy("https_proxy")].into();
    let env = world.translated("a").spec.env.0;
    let set = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    assert_eq!(
        env,
        [
            set("https_proxy", "proxy"),
            set("http_proxy", "own"),
            ("GONE".to_owned(), None)
        ]
    );
}
