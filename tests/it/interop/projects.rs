//! Projects that are created by both.

use crate::corpus::case::Case;
use serde_json::Value;

/// Every kind of field, in projects of our own.
pub(crate) const OWN: &[(&str, &str)] = &[
        ("plain", "services:\n  a: {image: stacktui/test:1}\n"),
        (
            "process",
            "services:
  a:
    image: stacktui/test:1
    command: [sh, -c, 'echo hi']
    entrypoint: []
    environment: {A: 'b=c', B: , EMPTY: ''}
    hostname: box
    domainname: example.org
    user: '1000:1000'
    working_dir: /tmp
    tty: true
    stdin_open: true
    stop_signal: SIGINT
    stop_grace_period: 1500ms
    labels: {mine: x, none: }
    init: true
    read_only: true
    privileged: true
    group_add: ['7']
    cap_add: [net_admin]
    cap_drop: [ALL]
    restart: on-failure:3
  b:
    image: stacktui/test:1
    entrypoint: [sh, -c]
    stop_grace_period: 0s
    init: false
    restart: unless-stopped
    container_name: PREFIX-own-name
",
        ),
        (
            "limits",
            "services:
  a:
    image: stacktui/test:1
    cpus: 0.3
    cpu_shares: 512
    cpuset: '0'
    mem_limit: 64m
    mem_reservation: 32m
    memswap_limit: 128m
    mem_swappiness: 10
    shm_size: 32m
    oom_score_adj: 100
    oom_kill_disable: false
    pids_limit: 50
    ulimits: {nofile: {soft: 10, hard: 20}, nproc: 7}
    sysctls: {net.core.somaxconn: '1024'}
    cgroup_parent: ''
  d:
    image: stacktui/test:1
    deploy:
      resources:
        limits: {cpus: '0.25', memory: 50m, pids: 9}
        reservations: {memory: 20m}
      restart_policy: {condition: on-failure, max_attempts: 2, delay: 5s}
  q:
    image: stacktui/test:1
    cpu_period: 50000
    cpu_quota: 25000
    memswap_limit: -1
    mem_limit: 16m
    deploy: {restart_policy: {condition: any}}
",
        ),
        (
            "health",
            "services:
  a:
    image: stacktui/test:1
    healthcheck: {test: 'true', interval: 1m30s, timeout: 500ms, retries: 3, start_period: 2s}
  b: {image: stacktui/web:1, healthcheck: {disable: true}}
  c: {image: stacktui/web:1, healthcheck: {interval: 7s}}
  d: {image: stacktui/test:1, healthcheck: {test: [CMD, 'true']}, depends_on: {a: {condition: service_healthy}, c: {condition: service_started, restart: true}}}
",
        ),
        (
            "mounts",
            "services:
  a:
    image: stacktui/test:1
    volumes:
      - ./in:/in:ro
      - data:/data
      - data:/again:ro
      - /anonymous
      - {type: bind, source: ./in, target: /long, read_only: true}
      - {type: bind, source: ./in, target: /shared, bind: {propagation: rprivate}}
      - {type: volume, source: data, target: /nocopy, volume: {nocopy: true}}
      - {type: tmpfs, target: /mem, tmpfs: {size: 1m, mode: 0o700}}
    tmpfs: [/run, '/tmp:size=64k']
  b: {image: stacktui/test:1, volumes_from: [c]}
  c: {image: stacktui/test:1, volumes: ['data:/data', /own]}
volumes:
  data: {labels: {mine: x}}
",
        ),
        (
            "files",
            "services:
  a:
    image: stacktui/test:1
    secrets: [file, {source: token, target: t, mode: 0o400}]
    configs: [inline, {source: file, target: /etc/file.conf}]
secrets: {file: {file: ./file.txt}, token: {environment: HOME}}
configs: {inline: {content: hello}, file: {file: ./file.txt}}
",
        ),
        (
            "networks",
            "services:
  a:
    image: stacktui/test:1
    networks:
      front: {priority: 10, aliases: [web, www]}
      back: {ipv4_address: 10.213.PREFIX_OCTET.5}
  b: {image: stacktui/test:1, networks: [back], mac_address: '02:42:0A:0B:0C:0D'}
  c: {image: stacktui/test:1, networks: {back: {driver_opts: {a: b}}}}
  n: {image: stacktui/test:1, network_mode: none}
  h: {image: stacktui/test:1, network_mode: host}
  s: {image: stacktui/test:1, network_mode: 'service:a', pid: 'service:a', ipc: 'service:p'}
  p: {image: stacktui/test:1, ipc: shareable}
networks:
  front: {internal: true, labels: {mine: x}}
  back:
    driver: bridge
    attachable: true
    driver_opts: {com.docker.network.driver.mtu: '1400'}
    ipam: {config: [{subnet: 10.213.PREFIX_OCTET.0/24, gateway: 10.213.PREFIX_OCTET.1, ip_range: 10.213.PREFIX_OCTET.128/25, aux_addresses: {x: 10.213.PREFIX_OCTET.9}}]}
",
        ),
        (
            "names",
            "services:
  a:
    image: stacktui/test:1
    extra_hosts: [h=1.2.3.4, h2=::1, 'gw:host-gateway']
    dns: [1.1.1.1, '::1']
    dns_search: [example.org]
    dns_opt: ['ndots:2']
    links: ['b:db', b]
    external_links: ['PREFIX-x:y']
  b: {image: stacktui/test:1}
",
        ),
        (
            "ports",
            "services:
  a:
    image: stacktui/test:1
    ports: ['80', '18080:81', '127.0.0.1:18081:82/udp', '18090-18092:83', '18100-18101:84-85', {target: 86, published: '18110', host_ip: '::1', mode: host}]
    expose: ['90', '91-93/udp']
",
        ),
        (
            "devices",
            "services:
  a:
    image: stacktui/test:1
    devices: ['/dev/null:/dev/x', '/dev/zero:/dev/y:r']
    device_cgroup_rules: ['c 1:3 mr']
    security_opt: ['label:disable', 'no-new-privileges:true', 'seccomp:./seccomp.json']
    blkio_config: {weight: 300}
    logging: {driver: json-file, options: {max-size: 1m}}
    runtime: runc
    cgroup: host
    uts: host
    pid: host
    userns_mode: host
  l: {image: stacktui/test:1, logging: {driver: none}}
  u: {image: stacktui/test:1, security_opt: ['systempaths=unconfined', 'seccomp=unconfined']}
  g: {image: stacktui/test:1, gpus: [{driver: none-such, count: 1}]}
",
        ),
        (
            "socket",
            "services:\n  a: {image: stacktui/test:1, use_api_socket: true, environment: {X: y}}\n",
        ),
        (
            "scaled",
            "services:\n  a: {image: stacktui/test:1, scale: 3, networks: [one, two]}\nnetworks: {one: , two: }\n",
        ),
];

/// A case of the corpus, as far as it can be created here: its whole project in one file, with the test image.
pub(crate) fn of_case(case: &Case) -> Option<Value> {
    let golden = case.goldens.get("config.json")?;
    let mut project: Value = serde_json::from_str(golden).ok()?;
    let root = project.as_object_mut()?;
    root.insert("name".to_owned(), "PREFIX".into());
    for kind in ["models", "jobs"] {
        root.remove(kind);
    }
    for kind in ["networks", "volumes", "configs", "secrets"] {
        for (key, value) in root
            .get_mut(kind)
            .into_iter()
            .filter_map(Value::as_object_mut)
            .flatten()
        {
            let Some(entry) = value.as_object_mut() else {
                continue;
            };
            if entry.contains_key("external") || entry.get("driver").is_some_and(is_foreign) {
                return None;
            }
            entry.insert("name".to_owned(), format!("PREFIX_{key}").into());
        }
    }
    let services = root.get_mut("services")?.as_object_mut()?;
    for service in services.values_mut().filter_map(Value::as_object_mut) {
        if !service.contains_key("image") || service.contains_key("provider") {
            return None;
        }
        service.insert("image".to_owned(), "stacktui/test:1".into());
        for key in [
            "build",
            "container_name",
            "platform",
            "pull_policy",
            "scale",
            "pre_start",
            "models",
            "develop",
            "gpus",
            "external_links",
            "credential_spec",
            "storage_opt",
            "isolation",
        ] {
            service.remove(key);
        }
        if let Some(deploy) = service.get_mut("deploy").and_then(Value::as_object_mut) {
            deploy.remove("replicas");
        }
    }
    (!services.is_empty()).then_some(project)
}

fn is_foreign(driver: &Value) -> bool {
    !matches!(driver.as_str(), Some("bridge" | "local"))
}

/// What two cases have in common that differ only in names.
pub(crate) fn essence(project: &Value) -> String {
    let services = project["services"].as_object().into_iter().flatten();
    let mut all: Vec<String> = services.map(|(_, service)| service.to_string()).collect();
    all.sort();
    all.join("\n")
}
