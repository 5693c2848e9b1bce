//! Projects, and what is hashed for their service `s`.

/// A project with a service `s`.
pub(super) struct Case {
    pub(super) compose: &'static str,
    pub(super) files: &'static [(&'static str, &'static str)],
    pub(super) environment: &'static [(&'static str, &'static str)],
    /// `@DIR@` is the directory of the project.
    pub(super) hashed: &'static str,
}

pub(super) const CASES: &[Case] = &[
    // minimal
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"image":"busybox","networks":{"default":null}}"#,
    },
    // empty vs null cmd
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    command: []
    entrypoint: ""
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"command":[],"entrypoint":[],"image":"busybox","networks":{"default":null}}"#,
    },
    // env
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    environment: [B=2, A=x<y&z, UNSET, HOSTV, "Q=a\"b"]
"#,
        files: &[],
        environment: &[("HOSTV", "h")],
        hashed: r#"{"command":null,"entrypoint":null,"environment":{"A":"x\u003cy\u0026z","B":"2","HOSTV":"h","Q":"a\"b","UNSET":null},"image":"busybox","networks":{"default":null}}"#,
    },
    // cleared
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    build: {context: .}
    pull_policy: build
    scale: 3
    profiles: []
    depends_on: [d]
    deploy: {replicas: 3}
  d: {image: busybox}
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"deploy":{"resources":{},"placement":{}},"entrypoint":null,"image":"busybox","networks":{"default":null}}"#,
    },
    // units
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    mem_limit: 64m
    shm_size: 1g
    stop_grace_period: 90s
    cpus: 0.5
    cpu_percent: 12
    memswap_limit: -1
    ulimits: {nofile: {soft: 10, hard: 20}, nproc: 7}
",
        files: &[],
        environment: &[],
        hashed: r#"{"cpu_percent":12,"cpus":0.5,"command":null,"entrypoint":null,"image":"busybox","mem_limit":"67108864","memswap_limit":"-1","networks":{"default":null},"shm_size":"1073741824","stop_grace_period":"1m30s","ulimits":{"nofile":{"soft":10,"hard":20},"nproc":7}}"#,
    },
    // ports/volumes
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    ports: ["8080:80","127.0.0.1:53:53/udp","9000"]
    volumes: ["data:/data","./x:/x:ro","/anon",{type: tmpfs, target: /t, tmpfs: {size: 1m}}]
    expose: [1234, "99/udp"]
    tmpfs: /run
volumes: {data: {}}
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"expose":["1234","99/udp"],"image":"busybox","networks":{"default":null},"ports":[{"mode":"ingress","target":80,"published":"8080","protocol":"tcp"},{"mode":"ingress","host_ip":"127.0.0.1","target":53,"published":"53","protocol":"udp"},{"mode":"ingress","target":9000,"protocol":"tcp"}],"tmpfs":["/run"],"volumes":[{"type":"volume","source":"data","target":"/data","volume":{}},{"type":"bind","source":"@DIR@/x","target":"/x","read_only":true,"bind":{}},{"type":"volume","target":"/anon","volume":{}},{"type":"tmpfs","target":"/t","tmpfs":{"size":"1048576"}}]}"#,
    },
    // healthcheck/labels
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    healthcheck: {test: curl x, interval: 1m30s, timeout: 500ms, retries: 3, start_period: 0s}
    labels: {z: 1, a: true, e: }
    logging: {driver: json-file, options: {max-size: 1m}}
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"healthcheck":{"test":["CMD-SHELL","curl x"],"timeout":"500ms","interval":"1m30s","retries":3,"start_period":"0s"},"image":"busybox","labels":{"a":"true","e":"","z":"1"},"logging":{"driver":"json-file","options":{"max-size":"1m"}},"networks":{"default":null}}"#,
    },
    // configs/secrets/extra_hosts
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    configs: [c1,{source: c2, target: /c2, mode: 0440}]
    secrets: [s1]
    extra_hosts: ["h=1.2.3.4","h2:::1"]
configs: {c1: {content: hello}, c2: {file: ./f}}
secrets: {s1: {file: ./f}}
"#,
        files: &[("f", "x")],
        environment: &[],
        hashed: r#"{"command":null,"configs":[{"source":"c1"},{"source":"c2","target":"/c2","mode":"0440"}],"entrypoint":null,"extra_hosts":["h2=::1","h=1.2.3.4"],"image":"busybox","networks":{"default":null},"secrets":[{"source":"s1","target":"/run/secrets/s1"}]}"#,
    },
    // networks
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    networks: {front: {aliases: [b,a], priority: 10}, back: }
    dns: 1.1.1.1
    cap_add: [NET_ADMIN]
    sysctls: {net.core.somaxconn: 1024}
    devices: ["/dev/null:/dev/x"]
networks: {front: {}, back: {}}
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"cap_add":["NET_ADMIN"],"command":null,"devices":[{"source":"/dev/null","target":"/dev/x","permissions":"rwm"}],"dns":["1.1.1.1"],"entrypoint":null,"image":"busybox","networks":{"back":null,"front":{"aliases":["b","a"],"priority":10}},"sysctls":{"net.core.somaxconn":"1024"}}"#,
    },
    // env_file merged
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    env_file: [e.env]
    environment: {A: over}
",
        files: &[("e.env", "F=\"from file\"\nA=1\n")],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"environment":{"A":"over","F":"from file"},"image":"busybox","networks":{"default":null}}"#,
    },
    // deploy limits
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    deploy: {resources: {limits: {cpus: "0.25", memory: 50M, pids: 9}, reservations: {memory: 20M, devices: [{capabilities: [gpu], count: all}]}}, restart_policy: {condition: on-failure, max_attempts: 2, delay: 5s}, labels: {x: y}}
    restart: always
    init: false
    attach: false
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"attach":false,"command":null,"deploy":{"labels":{"x":"y"},"resources":{"limits":{"cpus":0.25,"memory":"52428800","pids":9},"reservations":{"memory":"20971520","devices":[{"capabilities":["gpu"],"count":-1}]}},"restart_policy":{"condition":"on-failure","delay":"5s","max_attempts":2},"placement":{}},"entrypoint":null,"image":"busybox","init":false,"networks":{"default":null},"restart":"always"}"#,
    },
    // network_mode host
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    network_mode: host
    blkio_config: {weight: 300, weight_device: [{path: /dev/sda, weight: 400}], device_read_bps: [{path: /dev/sda, rate: 12mb}]}
    storage_opt: {size: 1G}
    annotations: {k: v}
    group_add: [1000]
",
        files: &[],
        environment: &[],
        hashed: r#"{"annotations":{"k":"v"},"blkio_config":{"weight":300,"weight_device":[{"Path":"/dev/sda","Weight":400}],"device_read_bps":[{"Path":"/dev/sda","Rate":"12582912"}]},"command":null,"entrypoint":null,"group_add":["1000"],"image":"busybox","network_mode":"host","storage_opt":{"size":"1G"}}"#,
    },
    // hooks
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    post_start: [{command: echo hi, user: root}]
    pre_stop: [{command: [a,b], environment: [X=1]}]
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"image":"busybox","networks":{"default":null},"post_start":[{"command":["echo","hi"],"user":"root"}],"pre_stop":[{"command":["a","b"],"environment":{"X":"1"}}]}"#,
    },
    // pre_start
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    pre_start: [{command: echo hi, image: busybox}]
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"image":"busybox","networks":{"default":null},"pre_start":[{"command":["echo","hi"],"entrypoint":null,"image":"busybox","networks":{"default":null}}]}"#,
    },
    // bind long, create_host_path
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    volumes:
    - {type: bind, source: ./x, target: /x, bind: {create_host_path: false, selinux: z}}
    - {type: bind, source: ~/y, target: /y}
    - {type: volume, source: data, target: /d, volume: {nocopy: true}}
    user: "0:0"
    tty: true
    read_only: true
volumes: {data: }
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"image":"busybox","networks":{"default":null},"read_only":true,"tty":true,"user":"0:0","volumes":[{"type":"bind","source":"@DIR@/x","target":"/x","bind":{"selinux":"z","create_host_path":false}},{"type":"bind","source":"/root/y","target":"/y"},{"type":"volume","source":"data","target":"/d","volume":{"nocopy":true}}]}"#,
    },
    // develop+gpus+service ns
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    develop: {watch: [{path: ., action: rebuild}]}
    gpus: all
    pid: service:d
    links: [d:x]
  d: {image: busybox}
",
        files: &[],
        environment: &[],
        hashed: r#"{"develop":{"watch":[{"path":"@DIR@","action":"rebuild","exec":{"command":null}}]},"command":null,"entrypoint":null,"gpus":[{"count":-1}],"image":"busybox","links":["d:x"],"networks":{"default":null},"pid":"service:d"}"#,
    },
    // network_mode service + volumes_from
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    network_mode: service:d
    volumes_from: [d:ro]
    ipc: service:d
  d: {image: busybox}
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"image":"busybox","ipc":"service:d","network_mode":"service:d","volumes_from":["d:ro"]}"#,
    },
    // cpus/floats
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    cpus: "1.5"
    cpu_shares: 10
    oom_score_adj: -5
    pids_limit: -1
    privileged: true
    platform: linux/amd64
    use_api_socket: true
    container_name: foo
    hostname: h
    stdin_open: true
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"cpus":1.5,"cpu_shares":10,"command":null,"container_name":"foo","entrypoint":null,"hostname":"h","image":"busybox","networks":{"default":null},"oom_score_adj":-5,"pids_limit":-1,"platform":"linux/amd64","privileged":true,"stdin_open":true,"use_api_socket":true}"#,
    },
    // cpus order
    Case {
        compose: r#"name: factsh
services:
  s:
    image: busybox
    cpu_shares: 10
    cpus: 0.1
    cpuset: "0"
    cpu_count: 2
"#,
        files: &[],
        environment: &[],
        hashed: r#"{"cpu_count":2,"cpus":0.1,"cpuset":"0","cpu_shares":10,"command":null,"entrypoint":null,"image":"busybox","networks":{"default":null}}"#,
    },
    // models/provider
    Case {
        compose: r"name: factsh
services:
  s:
    provider: {type: model, options: {a: 1}}
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"provider":{"type":"model","options":{"a":["1"]}}}"#,
    },
    // dollar/unicode
    Case {
        compose: "name: factsh\nservices:\n  s:\n    image: busybox\n    command: [\"echo\", \"$$HOME\", \"é\u{2028}\"]\n    x-foo: 1\n",
        files: &[],
        environment: &[],
        hashed: r#"{"command":["echo","$HOME","é\u2028"],"entrypoint":null,"image":"busybox","networks":{"default":null}}"#,
    },
    // build only, no image
    Case {
        compose: r"name: factsh
services:
  s:
    build: .
",
        files: &[],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"networks":{"default":null}}"#,
    },
    // depends/links/external_links/label_file/healthcheck disable
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    links: [d]
    external_links: [foo:bar]
    healthcheck: {disable: true}
    label_file: l.lab
    labels: [q=w]
  d: {image: busybox}
",
        files: &[("l.lab", "l=1\n")],
        environment: &[],
        hashed: r#"{"command":null,"entrypoint":null,"external_links":["foo:bar"],"healthcheck":{"disable":true},"image":"busybox","labels":{"l":"1","q":"w"},"label_file":["@DIR@/l.lab"],"links":["d"],"networks":{"default":null}}"#,
    },
    // pull_refresh_after/isolation/cgroup
    Case {
        compose: r"name: factsh
services:
  s:
    image: busybox
    pull_policy: daily
    cgroup: host
    userns_mode: host
    uts: host
    credential_spec: {config: c}
    runtime: runc
    mac_address: 02:42:ac:11:65:43
    security_opt: [no-new-privileges]
    dns_search: example.org
    dns_opt: [ndots:1]
    working_dir: /w
    stop_signal: SIGINT
    mem_reservation: 1m
",
        files: &[],
        environment: &[],
        hashed: r#"{"cgroup":"host","command":null,"credential_spec":{"config":"c"},"dns_opt":["ndots:1"],"dns_search":["example.org"],"entrypoint":null,"image":"busybox","mem_reservation":"1048576","mac_address":"02:42:ac:11:65:43","networks":{"default":null},"runtime":"runc","security_opt":["no-new-privileges"],"stop_signal":"SIGINT","userns_mode":"host","uts":"host","working_dir":"/w"}"#,
    },
];
