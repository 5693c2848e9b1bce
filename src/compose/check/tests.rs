use super::*;
use crate::compose::normalize;
use crate::compose::sketch::{self, phrases, show};
use crate::compose::{canonical, defaults, environment::Environment};

/// What is wrong with a project, `off…` being what the profiles leave out.
fn wrong(text: &str) -> Vec<String> {
    phrases(&checked(text).1)
}

fn checked(text: &str) -> (Tree, Report) {
    let mut tree = sketch::tree(text);
    let mut report = Report::default();
    canonical::apply(&mut tree, false, &mut report);
    defaults::apply(&mut tree);
    super::tree(&tree, &mut report);
    normalize::apply(&mut tree, "p", &Environment::default(), &mut report);
    project(&mut tree, &|name| !name.starts_with("off"), &mut report);
    (tree, report)
}

/// The same of a service `a` with an image, and of others.
fn wrong_in(service: &str, others: &str) -> Vec<String> {
    let text = format!(
        "services: {{a: {{image: i, {service}}}, b: {{image: i}}, off: {{image: i}}}}\n{others}"
    );
    let phrases = wrong(&text).into_iter();
    let bare = |phrase: String| {
        phrase
            .split_once(' ')
            .map_or(phrase.clone(), |(_, rest)| rest.to_owned())
    };
    phrases.map(bare).collect()
}

#[test]
fn a_sound_project_has_nothing_wrong() {
    let text = "services: {a: {image: i, depends_on: [b], volumes: [\"vv:/x\"], secrets: [s], configs: [c], networks: [n], \
                models: [m], cpus: 0.5, deploy: {resources: {limits: {cpus: \"0.50\"}}, replicas: 2}, scale: 2}, b: {build: .}, \
                c: {provider: {type: x}}, off: {}}\nvolumes: {vv: ~}\nsecrets: {s: {environment: E}, t: {external: true}}\n\
                configs: {c: {content: x}}\nnetworks: {n: ~}\nmodels: {m: {model: x}}\njobs: {j: {depends_on: [a, k]}, k: {}}";
    assert_eq!(wrong(&text.replace('~', "null")), Vec::<String>::new());
}

#[test]
fn values_are_checked_one_by_one() {
    for (text, expected) in [
        (
            "volumes: {v: {external: true, name: n, x-y: z, driver: d}}",
            "volumes.v: conflicting parameters \"external\" and \"driver\" specified",
        ),
        (
            "configs: {c: {file: a, content: b}}",
            "configs.c: file|environment|content attributes are mutually exclusive",
        ),
        (
            "configs: {c: {name: a}}",
            "configs.c: one of file|environment|content must be set",
        ),
        (
            "secrets: {s: {file: a, environment: b}}",
            "secrets.s: file|environment attributes are mutually exclusive",
        ),
        (
            "services: {a: {image: i, ports: [{target: 1, host_ip: \"\"}]}}",
            "services.a.ports.[]: invalid ip address: ",
        ),
        (
            "services: {a: {image: i, gpus: [{count: 1, device_ids: [a]}]}}",
            "services.a.gpus.[]: \"count\" and \"device_ids\" attributes are exclusive",
        ),
        (
            "services: {a: {image: i, deploy: {resources: {reservations: {devices: [{count: 1, device_ids: [a]}]}}}}}",
            "services.a.deploy.resources.reservations.devices.[]: \"count\" and \"device_ids\" attributes are exclusive",
        ),
        (
            "services: {a: {image: i, develop: {watch: [{path: \"\", action: rebuild}]}}}",
            "services.a.develop.watch.[].path: value can't be blank",
        ),
    ] {
        let mut tree = sketch::tree(text);
        let mut report = Report::default();
        canonical::apply(&mut tree, false, &mut report);
        super::tree(&tree, &mut report);
        let found: Vec<&str> = report
            .diagnostics
            .iter()
            .map(|found| found.phrase.as_str())
            .collect();
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn a_service_says_nothing_that_does_not_fit_together() {
    for (service, expected) in [
        (
            "image: \"\"",
            "service \"a\" has neither an image nor a build context specified: invalid compose project",
        ),
        (
            "build: {dockerfile: d, dockerfile_inline: e}",
            "service \"a\" declares mutualy exclusive dockerfile and dockerfile_inline: invalid compose project",
        ),
        (
            "platform: p, build: {platforms: [q]}",
            "service.build.platforms MUST include service.platform \"p\": invalid compose project",
        ),
        (
            "network_mode: none, networks: [n]",
            "service a declares mutually exclusive `network_mode` and `networks`: invalid compose project",
        ),
        (
            "healthcheck: {test: [curl, x]}",
            "healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"",
        ),
        (
            "scale: 1, deploy: {replicas: 2}",
            "services.a: can't set distinct values on 'scale' and 'deploy.replicas': invalid compose project",
        ),
        (
            "scale: -1",
            "services.a.scale: must be greater than or equal to 0",
        ),
        (
            "deploy: {replicas: -1}",
            "services.a.deploy.replicas: must be greater than or equal to 0",
        ),
        (
            "scale: 2, container_name: cc",
            "services.scale: can't set container_name and a as container name must be unique: invalid compose project",
        ),
        (
            "deploy: {replicas: \"2\"}, container_name: cc",
            "services.deploy.replicas: can't set container_name and a as container name must be unique: invalid compose project",
        ),
        (
            "cpus: 0.1, deploy: {resources: {limits: {memory: 1m}}}",
            "services.a: can't set distinct values on 'cpus' and 'deploy.resources.limits.cpus': invalid compose project",
        ),
        (
            "mem_limit: 1m, deploy: {resources: {limits: {memory: 2m}}}",
            "services.a: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory': invalid compose project",
        ),
        (
            "mem_reservation: 1m, deploy: {resources: {reservations: {cpus: 1}}}",
            "services.a: can't set distinct values on 'mem_reservation' and 'deploy.resources.reservations.memory': invalid compose project",
        ),
        (
            "pids_limit: 1, deploy: {resources: {limits: {pids: 2}}}",
            "services.a: can't set distinct values on 'pids_limit' and 'deploy.resources.limits.pids': invalid compose project",
        ),
        (
            "develop: {watch: [{path: p, action: sync}, {path: p, action: restart}]}",
            "services.a.develop.watch: target is required for non-rebuild actions: invalid compose project",
        ),
        (
            "tmpfs: [/x, \"/x:ro\"]",
            "services.a.tmpfs[1]: target /x already mounted as services.a.tmpfs[0]",
        ),
        (
            "tmpfs: /x, volumes: [{type: tmpfs, target: /x/}]",
            "services.a.volumes[0]: target /x already mounted as services.a.tmpfs[0]",
        ),
    ] {
        let service = service.replace("image: \"\"", "x-y: z");
        let text = if service == "x-y: z" {
            "services: {a: {x-y: z}}".to_owned()
        } else {
            format!("services: {{a: {{image: i, {service}}}}}\nnetworks: {{n: {{}}}}")
        };
        let found = checked(&text).1.diagnostics;
        let found: Vec<&str> = found.iter().map(|found| found.phrase.as_str()).collect();
        assert_eq!(found, [expected], "{service}");
    }
}

#[test]
fn limits_of_one_size_are_one_however_they_are_written() {
    for service in [
        "mem_limit: 1m, deploy: {resources: {limits: {memory: \"1048576\"}}}",
        "mem_limit: 0, deploy: {resources: {limits: {memory: 1m}}}",
        "cpus: 1, deploy: {resources: {limits: {cpus: \"1.0\"}}}",
        "cpus: 1, deploy: {resources: {}}",
        "pids_limit: 5, deploy: {resources: {limits: {pids: 5}}}",
    ] {
        assert_eq!(wrong_in(service, ""), Vec::<String>::new(), "{service}");
    }
}

#[test]
fn everything_that_is_named_has_to_be_there() {
    for (service, expected) in [
        (
            "networks: [n]",
            "service \"a\" refers to undefined network n: invalid compose project",
        ),
        (
            "volumes: [\"vv:/x\"]",
            "service \"a\" refers to undefined volume vv: invalid compose project",
        ),
        (
            "secrets: [s]",
            "service \"a\" refers to undefined secret s: invalid compose project",
        ),
        (
            "build: {secrets: [s]}",
            "service \"a\" refers to undefined build secret s: invalid compose project",
        ),
        (
            "configs: [c]",
            "service \"a\" refers to undefined config c: invalid compose project",
        ),
        (
            "models: [m]",
            "service \"a\" refers to undefined model m: invalid compose project",
        ),
        (
            "depends_on: [x]",
            "service \"a\" depends on undefined service \"x\": invalid compose project",
        ),
        (
            "depends_on: {x: {required: false}}",
            "service \"a\" depends on undefined service \"x\": invalid compose project",
        ),
        (
            "depends_on: [off]",
            "service \"a\" depends on undefined service \"off\": invalid compose project",
        ),
        (
            "links: [\"x:y\"]",
            "service \"a\" depends on undefined service \"x\": invalid compose project",
        ),
        (
            "network_mode: \"service:x\"",
            "service \"a\" depends on undefined service \"x\": invalid compose project",
        ),
        (
            "network_mode: \"service:off\", depends_on: {off: {required: false}}",
            "service \"off\" not found for network_mode 'service:off'",
        ),
        (
            "build: {additional_contexts: [\"k=service:x\"]}",
            "service \"a\" declares unknown service \"x\" as additional contexts k",
        ),
        (
            "build: {additional_contexts: [\"k=service:b\"]}",
            "service \"a\" declares non-buildable service \"b\" as additional contexts k",
        ),
        (
            "depends_on: [j]",
            "service \"a\" cannot depend on job \"j\": services can only depend on other services: invalid compose project",
        ),
    ] {
        assert_eq!(wrong_in(service, "jobs: {j: {}}"), [expected], "{service}");
    }
    assert_eq!(
        wrong_in("depends_on: {off: {required: false}}", ""),
        Vec::<String>::new()
    );
    assert_eq!(
        wrong("services: {off: {depends_on: [x], networks: [y]}}"),
        Vec::<String>::new()
    );
}

#[test]
fn jobs_need_only_what_they_depend_on() {
    let jobs = |job: &str| wrong_in("x-y: z", &format!("jobs: {{j: {{{job}}}, off-job: {{}}}}"));
    for job in [
        "networks: [n]",
        "volumes: [\"vv:/x\"]",
        "depends_on: [a, j]",
        "depends_on: {off: {required: false}}",
    ] {
        assert_eq!(jobs(job), Vec::<String>::new(), "{job}");
    }
    for (job, name) in [
        ("depends_on: [off]", "off"),
        ("depends_on: {off-job: {required: false}}", "off-job"),
        ("ipc: \"service:x\"", "x"),
    ] {
        let expected = format!(
            "job \"j\" depends on undefined service or job \"{name}\": invalid compose project"
        );
        assert_eq!(jobs(job), [expected], "{job}");
    }
    assert_eq!(
        wrong_in("x-y: z", "jobs: {off: {}}"),
        [
            "\"off\" is declared both as a service and a job: service and job names must be unique: invalid compose project"
        ]
    );
}

#[test]
fn names_that_are_missing_get_the_nearest_one_and_their_place() {
    let text = "services:\n  a:\n    image: i\n    depends_on:\n    - databse\n    links:\n    - webb\n  database: {image: i}\n  web: {image: i}";
    let report = checked(text).1;
    assert_eq!(
        phrases(&report),
        [
            "5:7 service \"a\" depends on undefined service \"databse\": invalid compose project",
            "7:7 service \"a\" depends on undefined service \"webb\": invalid compose project",
        ]
    );
    let hints: Vec<&str> = report
        .diagnostics
        .iter()
        .filter_map(|found| found.hint.as_deref())
        .collect();
    assert_eq!(hints, ["did you mean `database`?", "did you mean `web`?"]);
}

#[test]
fn cycles_are_found_each_once_from_the_first_name_on() {
    let text = "services: {c: {image: i, depends_on: [a]}, b: {image: i, depends_on: [c, d]}, a: {image: i, depends_on: [b]}, \
                d: {image: i, links: [d]}, e: {image: i, depends_on: [a]}}";
    let report = checked(text).1;
    let found: Vec<&str> = report
        .diagnostics
        .iter()
        .map(|found| found.phrase.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "dependency cycle detected: a -> b -> c -> a",
            "dependency cycle detected: d -> d"
        ]
    );
    assert_eq!(report.diagnostics.first().unwrap().related.len(), 2);
}

#[test]
fn long_chains_are_no_burden() {
    let chain: Vec<String> = (0..5_000)
        .map(|n| format!("s{n}: {{image: i, depends_on: [s{}]}}", n + 1))
        .collect();
    let text = format!("services: {{{}, s5000: {{image: i}}}}", chain.join(","));
    assert_eq!(wrong(&text), Vec::<String>::new());
}

#[test]
fn secrets_come_from_somewhere() {
    assert_eq!(
        wrong("secrets: {s: {driver: d}, t: {external: true}}"),
        ["1:14 secret \"s\" must declare either `file` or `environment`: invalid compose project"]
    );
}

#[test]
fn the_number_of_replicas_is_said_in_both_places() {
    let (tree, _) =
        checked("services: {a: {image: i, scale: 2, deploy: {}}, b: {image: i, scale: 2}}");
    assert_eq!(
        show(sketch::at(&tree, "services a deploy")),
        "{replicas: 2}"
    );
    assert!(sketch::at(&tree, "services b").get("deploy").is_none());
}

#[test]
fn two_services_cannot_have_one_name_for_containers() {
    let tree = sketch::tree(
        "services: {a: {container_name: x}, b: {container_name: x}, off: {container_name: x}}",
    );
    let mut report = Report::default();
    container_names(&tree, &|name| name != "off", &mut report);
    assert_eq!(
        phrases(&report),
        ["1:56 services.b: container name \"x\" is already in use by service a"]
    );
}

#[test]
fn what_only_swarm_heeds_is_warned_of_service_by_service() {
    let text = r"
services:
  a:
    deploy: {mode: replicated, labels: {}, resources: {}}
    ports: [{target: 80, protocol: tcp, mode: host}, {target: 81, protocol: tcp, mode: ingress}]
    volumes: [{type: cluster, target: /x}]
    storage_opt: {size: ~}
    secrets: [{source: s, mode: 256}]
configs: {c: {content: x, labels: {}}}
secrets: {s: {environment: S, driver_opts: {}}}
";
    let mut report = Report::default();
    swarm_only(&sketch::tree(text), &mut report);
    assert!(!report.failed());
    let phrases: Vec<_> = report.diagnostics.iter().map(|one| &*one.phrase).collect();
    assert_eq!(
        phrases,
        [
            "configs.c.labels: configs[].labels are only applied to Swarm config objects",
            "secrets.s.driver_opts: secrets[].driver_opts is only honored by Swarm secret drivers",
            r#"service "a": deploy.labels: deploy.labels are only applied to Swarm services"#,
            r#"service "a": deploy.mode: deploy.mode is only honored in Swarm mode"#,
            r#"service "a": ports[80/tcp].mode: ports[].mode: host is only honored by the Swarm routing mesh"#,
            r#"service "a": secrets.s.mode: mode is not supported outside Swarm mode and will be ignored"#,
            r#"service "a": storage_opt.size: not honored by this runtime outside Swarm mode"#,
            r#"service "a": volumes[<nil>].type: volumes[].type: cluster (CSI) volumes are only supported in Swarm mode"#,
        ]
    );
}
