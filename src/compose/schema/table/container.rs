//! What services, jobs and `pre_start` hooks have in common: a container.

use super::common::{
    BOOL, COMMAND, DEVICE_KEYS, EXTRA_HOSTS, FILES, NUMBER_OR_TEXT, PAIRS, SWITCH, TEXT,
    TEXT_OR_SET, TEXT_SET, TEXTS, ULIMITS, WHOLE_OR_TEXT,
};
use super::mounts::{BLKIO, DEVICES, VOLUMES};
use super::networking::{MODELS, NETWORKS};
use crate::compose::schema::rule::{Key, MAP, Map, Pattern, Rest, Rule, Types};

pub(super) const CONTAINER: &[Key] = &[
    ("annotations", PAIRS),
    ("blkio_config", BLKIO),
    ("cap_add", TEXT_SET),
    ("cap_drop", TEXT_SET),
    ("cgroup", Rule::Word(&["host", "private"])),
    ("cgroup_parent", TEXT),
    ("command", COMMAND),
    ("configs", FILES),
    ("cpu_count", Rule::OneOf(&[TEXT, Rule::Within(0, None)])),
    (
        "cpu_percent",
        Rule::OneOf(&[TEXT, Rule::Within(0, Some(100))]),
    ),
    ("cpu_shares", NUMBER_OR_TEXT),
    ("cpu_quota", NUMBER_OR_TEXT),
    ("cpu_period", NUMBER_OR_TEXT),
    ("cpu_rt_period", NUMBER_OR_TEXT),
    ("cpu_rt_runtime", NUMBER_OR_TEXT),
    ("cpus", NUMBER_OR_TEXT),
    ("cpuset", TEXT),
    ("credential_spec", CREDENTIAL_SPEC),
    ("device_cgroup_rules", TEXT_SET),
    ("devices", DEVICES),
    ("dns", TEXT_OR_SET),
    ("dns_opt", TEXT_SET),
    ("dns_search", TEXT_OR_SET),
    ("domainname", TEXT),
    ("entrypoint", COMMAND),
    ("env_file", ENV_FILE),
    ("label_file", Rule::OneOf(&[TEXT, TEXTS])),
    ("environment", PAIRS),
    ("extra_hosts", EXTRA_HOSTS),
    ("gpus", GPUS),
    ("group_add", Rule::Set(&NUMBER_OR_TEXT)),
    ("hostname", TEXT),
    ("image", TEXT),
    ("init", SWITCH),
    ("ipc", TEXT),
    ("isolation", TEXT),
    ("labels", PAIRS),
    ("logging", LOGGING),
    ("mac_address", TEXT),
    ("mem_limit", NUMBER_OR_TEXT),
    ("mem_reservation", WHOLE_OR_TEXT),
    ("mem_swappiness", WHOLE_OR_TEXT),
    ("memswap_limit", NUMBER_OR_TEXT),
    ("network_mode", TEXT),
    ("models", MODELS),
    ("networks", NETWORKS),
    ("oom_kill_disable", SWITCH),
    (
        "oom_score_adj",
        Rule::OneOf(&[TEXT, Rule::Within(-1000, Some(1000))]),
    ),
    ("pid", Rule::Is(Types::TEXT.or(Types::NULL))),
    ("pids_limit", NUMBER_OR_TEXT),
    ("platform", TEXT),
    ("privileged", SWITCH),
    ("pull_policy", Rule::Like(Pattern::PullPolicy)),
    ("pull_refresh_after", TEXT),
    ("read_only", SWITCH),
    ("runtime", TEXT),
    ("security_opt", TEXT_SET),
    ("shm_size", NUMBER_OR_TEXT),
    ("secrets", FILES),
    ("sysctls", PAIRS),
    ("stop_grace_period", TEXT),
    ("stop_signal", TEXT),
    (
        "storage_opt",
        Rule::Map(&Map {
            rest: Rest::Free,
            ..MAP
        }),
    ),
    ("tmpfs", TEXT_OR_SET),
    ("ulimits", ULIMITS),
    ("use_api_socket", BOOL),
    ("user", TEXT),
    ("uts", TEXT),
    ("userns_mode", TEXT),
    ("volumes", VOLUMES),
    ("volumes_from", TEXT_SET),
    ("working_dir", TEXT),
];

const CREDENTIAL_SPEC: Rule = Rule::Map(&Map {
    what: "`credential_spec`",
    keys: &[&[("config", TEXT), ("file", TEXT), ("registry", TEXT)]],
    ..MAP
});

const ENV_FILE: Rule = Rule::OneOf(&[
    TEXT,
    Rule::List(&Rule::OneOf(&[
        TEXT,
        Rule::Map(&Map {
            what: "an env file",
            keys: &[&[("path", TEXT), ("format", TEXT), ("required", SWITCH)]],
            rest: Rest::Refused,
            required: &["path"],
            ..MAP
        }),
    ])),
]);

const GPUS: Rule = Rule::OneOf(&[
    Rule::Word(&["all"]),
    Rule::List(&Rule::Map(&Map {
        what: "a request for GPUs",
        keys: &[DEVICE_KEYS],
        rest: Rest::Free,
        ..MAP
    })),
]);

const LOGGING: Rule = Rule::Map(&Map {
    what: "`logging`",
    keys: &[&[
        ("driver", TEXT),
        (
            "options",
            Rule::Map(&Map {
                rest: Rest::SomeNames(
                    Pattern::Line,
                    &Rule::Is(Types::TEXT.or(Types::NUMBER).or(Types::NULL)),
                ),
                ..MAP
            }),
        ),
    ]],
    ..MAP
});
