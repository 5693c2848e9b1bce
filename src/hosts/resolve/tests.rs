use super::*;
use crate::compose::sources::Memory;
use crate::hosts::contexts::context_choices;

fn home() -> Surroundings {
    Surroundings {
        home: Some("/home/deploy".into()),
        cwd: "/srv".into(),
        uid: Some(1000),
        ..Surroundings::default()
    }
}

/// Files with a context `web01` on TLS, and `plain` without.
fn files() -> Memory {
    let context = |files: Memory, name: &str, meta: &str| {
        let digest = sha(name);
        files.with(
            format!("/home/deploy/.docker/contexts/meta/{digest}/meta.json"),
            meta,
        )
    };
    let files = context(
        Memory::default(),
        "web01",
        r#"{"Name":"web01","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://web01.lan:2376","SkipTLSVerify":false}}}"#,
    );
    let files = context(
        files,
        "plain",
        r#"{"Name":"plain","Endpoints":{"docker":{"Host":"unix:///run/plain.sock"}}}"#,
    );
    let tls = format!("/home/deploy/.docker/contexts/tls/{}/docker", sha("web01"));
    files
        .with(format!("{tls}/ca.pem"), "")
        .with(format!("{tls}/cert.pem"), "")
        .with(format!("{tls}/key.pem"), "")
}

fn sha(name: &str) -> String {
    crate::hosts::contexts::digest(name)
}

fn choice(host: Option<&str>, context: Option<&str>) -> Choice {
    Choice {
        host: host.map(str::to_owned),
        context: context.map(str::to_owned),
    }
}

/// `id chosen_by first-candidate`
fn shown(choice: &Choice, surroundings: &Surroundings, files: &Memory) -> String {
    match resolve(choice, surroundings, files) {
        Ok(spec) => format!("{} | {} | {}", spec.id, spec.chosen_by, spec.candidates[0]),
        Err(error) => error.to_string(),
    }
}

#[test]
fn each_setting_wins_over_those_below_it() {
    let mut around = home();
    let files = files().with(
        "/home/deploy/.docker/config.json",
        r#"{"currentContext":"plain"}"#,
    );
    let none = Choice::default();
    assert_eq!(
        shown(&none, &around, &files),
        "plain | context plain (current in config.json) | unix:///run/plain.sock"
    );
    around = around.with("DOCKER_CONTEXT", "web01");
    assert_eq!(
        shown(&none, &around, &files),
        "web01 | context web01 (DOCKER_CONTEXT) | tcp://web01.lan:2376"
    );
    around = around.with("DOCKER_HOST", "tcp://h:1");
    assert_eq!(shown(&none, &around, &files), "h | DOCKER_HOST | tcp://h:1");
    assert_eq!(
        shown(&choice(None, Some("plain")), &around, &files),
        "plain | context plain (-c) | unix:///run/plain.sock"
    );
    assert_eq!(
        shown(&choice(Some("unix:///x"), None), &around, &files),
        "local | -H | unix:///x"
    );
    assert_eq!(
        shown(&choice(Some("unix:///x"), Some("plain")), &around, &files),
        "`--host` and `--context` cannot be used together"
    );
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let around = home().with("DOCKER_HOST", "").with("DOCKER_CONTEXT", "");
    assert_eq!(
        shown(&Choice::default(), &around, &Memory::default()),
        "local | default; no -H, no DOCKER_HOST, no context set | unix:///var/run/docker.sock"
    );
}

#[test]
fn the_default_context_is_what_the_environment_says() {
    let around = home().with("DOCKER_HOST", "tcp://h:1");
    assert_eq!(
        shown(&choice(None, Some("default")), &around, &Memory::default()),
        "h | DOCKER_HOST (context default, -c) | tcp://h:1"
    );
    assert_eq!(
        shown(&choice(None, Some("default")), &home(), &Memory::default()),
        "local | context default (-c) | unix:///var/run/docker.sock"
    );
}

#[test]
fn without_any_setting_the_usual_sockets_are_tried_in_order() {
    let paths = |around: &Surroundings| {
        resolve(&Choice::default(), around, &Memory::default())
            .unwrap()
            .candidates
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        paths(&home().with("XDG_RUNTIME_DIR", "/xdg")),
        [
            "unix:///var/run/docker.sock",
            "unix:///home/deploy/.docker/run/docker.sock",
            "unix:///xdg/docker.sock",
            "unix:///xdg/podman/podman.sock",
            "unix:///run/podman/podman.sock",
        ]
    );
    assert_eq!(paths(&home())[2], "unix:///run/user/1000/docker.sock");
    assert_eq!(paths(&Surroundings::default()).len(), 2);
}

#[test]
fn a_contexts_folder_is_the_sha256_of_its_name() {
    // printf web01 | sha256sum
    assert_eq!(
        sha("web01"),
        "1f94fe445ba97e785acb7ea6f44b8fcb451ba5ddfa72c603380bd96c9158ed0d"
    );
}

#[test]
fn a_context_has_its_own_tls_files() {
    let around = home().with("DOCKER_TLS_VERIFY", "1");
    let spec = resolve(&choice(None, Some("web01")), &around, &files()).unwrap();
    let folder = PathBuf::from(format!(
        "/home/deploy/.docker/contexts/tls/{}/docker",
        sha("web01")
    ));
    let expected = TlsFiles {
        ca: Some(folder.join("ca.pem")),
        identity: Some((folder.join("cert.pem"), folder.join("key.pem"))),
        verify: true,
    };
    assert!(
        matches!(&spec.candidates[0], Endpoint::Tcp { tls: Some(tls), .. } if *tls == expected),
        "{:?}",
        spec.candidates
    );
}

#[test]
fn tls_of_the_environment_is_on_with_any_value() {
    let tls = |around: &Surroundings, files: &Memory| {
        let spec = resolve(&choice(Some("tcp://h"), None), around, files).unwrap();
        match spec.candidates.into_iter().next() {
            Some(Endpoint::Tcp { tls, port, .. }) => tls.map(|tls| (tls, port)),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(tls(&home(), &Memory::default()), None);
    let files = Memory::default()
        .with("/srv/certs/cert.pem", "")
        .with("/srv/certs/key.pem", "");
    let around = home()
        .with("DOCKER_TLS_VERIFY", "0")
        .with("DOCKER_CERT_PATH", "certs");
    let (verified, port) = tls(&around, &files).unwrap();
    assert_eq!(port, 2376);
    assert!(verified.verify);
    assert_eq!(verified.ca, Some("/srv/certs/ca.pem".into()));
    assert!(verified.identity.is_some());
    let (unchecked, _) = tls(&home().with("DOCKER_TLS", "1"), &Memory::default()).unwrap();
    assert!(!unchecked.verify);
    assert_eq!(unchecked.ca, Some("/home/deploy/.docker/ca.pem".into()));
    assert_eq!(unchecked.identity, None);
}

#[test]
fn an_unknown_context_lists_the_known_ones() {
    let error = resolve(&choice(None, Some("nope")), &home(), &files()).unwrap_err();
    assert_eq!(error.to_string(), "docker context `nope` does not exist");
    assert_eq!(
        error.hint().as_deref(),
        Some("there are `default`, `plain`, `web01`")
    );
}

#[test]
fn a_malformed_context_is_located() {
    let path = format!(
        "/home/deploy/.docker/contexts/meta/{}/meta.json",
        sha("web01")
    );
    let files = files().with(path.clone(), "{\"Name\": \"web01\",\n \"Endpoints\": 7}");
    let error = resolve(&choice(None, Some("web01")), &home(), &files).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("cannot read {path}:2:15:")),
        "{error}"
    );
}

#[test]
fn a_malformed_configuration_matters_only_where_it_is_in_force() {
    let files = Memory::default().with("/home/deploy/.docker/config.json", "{");
    assert!(resolve(&Choice::default(), &home(), &files).is_err());
    assert!(resolve(&choice(Some("unix:///x"), None), &home(), &files).is_ok());
}

#[test]
fn contexts_on_offer_say_where_they_lead_or_why_not() {
    let files = files().with(
        format!(
            "/home/deploy/.docker/contexts/meta/{}/meta.json",
            sha("far")
        ),
        r#"{"Name":"far","Endpoints":{"docker":{"Host":"ssh://deploy@far"}}}"#,
    );
    let around = home().with("DOCKER_CONTEXT", "web01");
    let shown: Vec<_> = context_choices(&around, &files)
        .into_iter()
        .map(|choice| (choice.name, choice.endpoint, choice.is_current))
        .collect();
    let row = |name: &str, endpoint: &str, current| (name.to_owned(), endpoint.to_owned(), current);
    assert_eq!(
        shown,
        [
            row("default", "unix:///var/run/docker.sock", false),
            row(
                "far",
                "`ssh://deploy@far`: engines over SSH cannot be used yet",
                false
            ),
            row("plain", "unix:///run/plain.sock", false),
            row("web01", "tcp://web01.lan:2376", true),
        ]
    );
}

#[test]
fn headers_come_from_the_environment_else_from_dockers_configuration() {
    let files = Memory::default().with(
        "/home/deploy/.docker/config.json",
        r#"{"HttpHeaders":{"X-A":"file"}}"#,
    );
    let headers = |around: &Surroundings| {
        resolve(&Choice::default(), around, &files)
            .unwrap()
            .options
            .headers
    };
    let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    assert_eq!(headers(&home()), pair("X-A", "file"));
    assert_eq!(
        headers(&home().with("DOCKER_CUSTOM_HEADERS", "X-B=env")),
        pair("X-B", "env")
    );
}
