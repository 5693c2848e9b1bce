//! The proof of the rules of hashes: projects, and the JSON that Docker Compose 5.6.1 hashes for their service `s`
//! (found by comparing with what it prints).

mod cases;

use super::*;
use crate::compose::load::{LoadRequest, load};
use crate::compose::model::Text;
use crate::compose::project::Project;
use crate::compose::sources::Memory;
use crate::compose::surroundings::Surroundings;
use cases::CASES;
use std::path::PathBuf;

const DIRECTORY: &str = "/srv/stacks/proof";

fn load_project(compose: &str, files: &[(&str, &str)], environment: &[(&str, &str)]) -> Project {
    let directory = PathBuf::from(DIRECTORY);
    let sources = files.iter().fold(
        Memory::default().with(directory.join("compose.yaml"), compose),
        |sources, (name, text)| sources.with(directory.join(name), *text),
    );
    let surroundings = Surroundings {
        variables: environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        home: Some("/root".into()),
        cwd: directory,
        uid: Some(0),
    };
    let loaded = load(&LoadRequest::default(), &sources, &surroundings);
    loaded
        .project
        .unwrap_or_else(|| panic!("{compose}: {:?}", loaded.report))
}

#[test]
fn a_service_is_hashed_as_compose_hashes_it() {
    for case in CASES {
        let project = load_project(case.compose, case.files, case.environment);
        let expected = case.hashed.replace("@DIR@", DIRECTORY);
        assert_eq!(
            service_text(&project.services["s"]),
            expected,
            "{}",
            case.compose
        );
    }
}

#[test]
fn the_hash_is_that_of_the_text() {
    let project = load_project("name: p\nservices: {s: {image: busybox}}\n", &[], &[]);
    assert_eq!(
        service(&project.services["s"]),
        "2afd7866203dca40993313263173003833e9de9c3ad83f2f59484e32a5605234"
    );
}

#[test]
fn networks_and_volumes_are_hashed_with_their_full_name() {
    let project = load_project(
        "name: factsa\nservices: {s: {image: i, volumes: [data:/d]}}\nvolumes: {data: }\n",
        &[],
        &[],
    );
    assert_eq!(
        network(&project.networks["default"]),
        "2d73ea29f115249068cb754c88b346b796230045b461bb08efb5ef7534c083ee"
    );
    assert_eq!(
        volume(&project.volumes["data"]),
        "2efda97d1c68bc424b9fe1fde1f9eb5528dc0bfdfede8bd8f8157e1a8dad3bed"
    );
    let project = load_project(
        r#"
name: factsnv
services: {s: {image: i, networks: [custom], volumes: ["vol:/a", "v2:/b"]}}
networks:
  custom:
    driver: bridge
    driver_opts: {com.docker.network.bridge.name: factsnv0, com.docker.network.driver.mtu: 1400}
    ipam:
      driver: default
      config:
        - {subnet: 172.29.6.0/24, gateway: 172.29.6.1, ip_range: 172.29.6.128/25, aux_addresses: {h: 172.29.6.5}}
      options: {x: y}
    internal: true
    attachable: true
    labels: {z: 1, a: b}
    enable_ipv4: true
    enable_ipv6: false
volumes:
  vol: {driver: local, driver_opts: {type: tmpfs, device: tmpfs, o: size=1m}, labels: [l=1]}
  v2: {name: factsnv_v2}
"#,
        &[],
        &[],
    );
    assert_eq!(
        network(&project.networks["custom"]),
        "9d473a4cf091e294da115e12a192baf623e931ca4979449032a2de7641c6dbe1"
    );
    assert_eq!(
        volume(&project.volumes["vol"]),
        "dbe8a9821daf65623ed53f9828fa2e467d46b6db7f06ad822cb3ecbf771dc7e0"
    );
    assert_eq!(
        volume(&project.volumes["v2"]),
        "7bc80399c09476c5596ff78943aa0d71adbeae8a2b4d6dc15c4db1a33ef06e73"
    );
}

fn id_of(service: &str) -> Option<Text> {
    (service == "d").then(|| "0123".into())
}

#[test]
fn what_is_shared_with_a_service_is_shared_with_its_first_container() {
    let project = load_project(
        r#"
services:
  s: {image: i, network_mode: "service:d", pid: "service:d", volumes_from: ["d:ro", "container:other:ro"]}
  t: {image: i, ipc: "service:e"}
  d: {image: i}
  e: {image: i, ipc: shareable}
"#,
        &[],
        &[],
    );
    let container = deployed(&project.services["s"], &project, &id_of)
        .unwrap()
        .container;
    assert_eq!(&*container.network_mode, "container:0123");
    assert_eq!(&*container.pid, "container:0123");
    assert_eq!(container.volumes_from, [Text::from("0123"), "other".into()]);
    let error = deployed(&project.services["t"], &project, &id_of).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot share IPC namespace with service e: container missing"
    );
}

#[test]
fn the_engines_socket_brings_a_mount_a_variable_and_a_config() {
    let project = load_project(
        "name: p\nservices: {s: {image: i, use_api_socket: true}}\n",
        &[],
        &[],
    );
    let deployed = deployed(&project.services["s"], &project, &id_of).unwrap();
    let expected = concat!(
        r##"{"command":null,"configs":[{"source":"#apisocket","target":"/run/secrets/docker/config.json"}],"##,
        r#""entrypoint":null,"environment":{"DOCKER_CONFIG":"/run/secrets/docker"},"image":"i","#,
        r#""networks":{"default":null},"use_api_socket":true,"#,
        r#""volumes":[{"type":"bind","source":"/var/run/docker.sock","target":"/var/run/docker.sock"}]}"#,
    );
    assert_eq!(service_text(&deployed), expected);
}

#[test]
fn an_image_that_is_mounted_may_be_that_of_a_service() {
    let project = load_project(
        "name: p\nservices: {s: {image: i, volumes: [{type: image, source: d, target: /d}]}, d: {build: .}}\n",
        &[],
        &[],
    );
    let deployed = deployed(&project.services["s"], &project, &id_of).unwrap();
    assert_eq!(&*deployed.container.volumes[0].source, "p-d");
}
