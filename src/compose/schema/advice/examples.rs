//! An example of what may stand at a path.

use crate::compose::path::{FieldPath, Segment};
use crate::compose::schema::lookup::item_of;
use crate::compose::schema::rule::{Pattern, Rest, Rule, Types};

/// Values that say more than the table does, by the pattern of their path.
const EXAMPLES: &[(&str, &str)] = &[
    ("services", "{web: {image: nginx}}"),
    ("services.*", "{image: nginx}"),
    ("*.*.build", "."),
    ("*.*.cap_add", "[NET_ADMIN]"),
    ("*.*.cap_drop", "[ALL]"),
    ("*.*.command", "[\"nginx\", \"-g\", \"daemon off;\"]"),
    ("*.*.configs", "[app.conf]"),
    ("*.*.depends_on", "[db]"),
    ("*.*.depends_on.*", "{condition: service_healthy}"),
    ("*.*.depends_on.*.condition", "service_healthy"),
    ("*.*.deploy", "{replicas: 2}"),
    ("*.*.deploy.resources", "{limits: {memory: 512m}}"),
    ("*.*.deploy.resources.*", "{memory: 512m}"),
    ("*.*.deploy.resources.*.memory", "512m"),
    ("*.*.devices", "[\"/dev/ttyUSB0\"]"),
    ("*.*.dns", "[1.1.1.1]"),
    ("*.*.entrypoint", "[\"/docker-entrypoint.sh\"]"),
    ("*.*.env_file", "[.env.web]"),
    ("*.*.environment", "{LEVEL: info}"),
    ("*.*.environment.*", "info"),
    ("*.*.expose", "[\"8080\"]"),
    ("*.*.extra_hosts", "{db: 10.0.0.5}"),
    ("*.*.gpus", "all"),
    ("*.*.group_add", "[audio]"),
    (
        "*.*.healthcheck",
        "{test: curl -f http://localhost, interval: 30s}",
    ),
    ("*.*.healthcheck.test", "curl -f http://localhost"),
    ("*.*.hostname", "web"),
    ("*.*.image", "nginx:1.27"),
    ("*.*.labels", "{com.example.team: web}"),
    (
        "*.*.logging",
        "{driver: json-file, options: {max-size: 10m}}",
    ),
    ("*.*.network_mode", "host"),
    ("*.*.networks", "[front]"),
    ("*.*.networks.*", "{aliases: [web]}"),
    ("*.*.ports", "[\"8080:80\"]"),
    ("*.*.ports.[]", "\"8080:80\""),
    ("*.*.post_start", "[{command: ./warm-up}]"),
    ("*.*.pre_start", "[{image: migrate, command: ./migrate}]"),
    ("*.*.pre_stop", "[{command: ./drain}]"),
    ("*.*.*.[].command", "./run"),
    ("*.*.profiles", "[debug]"),
    ("*.*.provider", "{type: model}"),
    ("*.*.restart", "unless-stopped"),
    ("*.*.secrets", "[token]"),
    ("*.*.stop_signal", "SIGINT"),
    ("*.*.sysctls", "{net.core.somaxconn: 1024}"),
    ("*.*.tmpfs", "[/run]"),
    ("*.*.triggers", "{manual: true}"),
    ("*.*.ulimits", "{nofile: 65536}"),
    ("*.*.ulimits.*", "{soft: 1024, hard: 65536}"),
    ("*.*.ulimits.*.*", "65536"),
    ("*.*.user", "\"1000:1000\""),
    ("*.*.volumes", "[\"data:/var/lib/data\"]"),
    ("*.*.volumes.[]", "\"data:/var/lib/data\""),
    ("*.*.working_dir", "/app"),
    ("*.*.develop.watch", "[{action: rebuild, path: .}]"),
    ("*.*.develop.watch.[].path", "."),
    ("*.*.develop.watch.[].exec.command", "./reload"),
    (
        "*.*.deploy.resources.reservations.devices",
        "[{capabilities: [gpu]}]",
    ),
    (
        "*.*.deploy.resources.reservations.devices.[].capabilities",
        "[gpu]",
    ),
    ("*.*.provider.type", "model"),
    ("jobs.*.triggers.schedule", "[{cron: \"0 3 * * *\"}]"),
    ("jobs.*.triggers.schedule.[].cron", "\"0 3 * * *\""),
    ("networks.*", "{driver: bridge}"),
    ("networks.*.ipam", "{config: [{subnet: 10.5.0.0/16}]}"),
    ("networks.*.ipam.config", "[{subnet: 10.5.0.0/16}]"),
    ("volumes.*", "{driver: local}"),
    ("secrets.*", "{file: ./token.txt}"),
    ("configs.*", "{file: ./app.conf}"),
    ("models.*", "{model: ai/smollm2}"),
    ("models.*.model", "ai/smollm2"),
    ("name", "shop"),
];

/// Keys whose text is a duration.
const DURATIONS: [&str; 9] = [
    "stop_grace_period",
    "interval",
    "timeout",
    "start_period",
    "start_interval",
    "delay",
    "monitor",
    "window",
    "pull_refresh_after",
];

/// Whether a duration stands there.
pub(super) fn is_duration(path: &FieldPath) -> bool {
    path.last_key().is_some_and(|key| DURATIONS.contains(&key))
}

/// Whether there is an example of its own.
pub(super) fn is_known(path: &FieldPath) -> bool {
    known(path).is_some()
}

fn known(path: &FieldPath) -> Option<&'static str> {
    EXAMPLES
        .iter()
        .find(|(pattern, _)| path.matches(pattern))
        .map(|(_, example)| *example)
}

/// A value that may stand there, in one line.
pub(super) fn example(path: &FieldPath, rule: Rule) -> String {
    known(path).map_or_else(|| body(path, rule), str::to_owned)
}

fn body(path: &FieldPath, rule: Rule) -> String {
    match rule {
        Rule::Is(types) if is_duration(path) && types.has(Types::TEXT) => "10s".to_owned(),
        Rule::Is(types) if types.has(Types::BOOL) => "true".to_owned(),
        Rule::Is(types) if types.has(Types::NUMBER.or(Types::WHOLE)) => "1".to_owned(),
        Rule::Is(_) | Rule::Any => "\"…\"".to_owned(),
        Rule::Word(words) => words
            .first()
            .map_or_else(String::new, |word| (*word).to_owned()),
        Rule::Like(Pattern::PullPolicy) => "always".to_owned(),
        Rule::Like(_) => "web-1".to_owned(),
        Rule::Within(least, _) => least.max(0).to_string(),
        Rule::List(item) | Rule::Set(item) => format!("[{}]", example(&path.index(0), *item)),
        Rule::Map(map) => {
            let first = if map.required.is_empty() {
                map.names().take(1).collect()
            } else {
                map.required.to_vec()
            };
            let entries: Vec<String> = first
                .into_iter()
                .filter_map(|name| {
                    let path = path.key(name);
                    Some(snippet(&path, &example(&path, map.rule_of(name)?)))
                })
                .collect();
            match map.rest {
                Rest::Names(_, rule) | Rest::SomeNames(_, rule) if entries.is_empty() => {
                    format!("{{name: {}}}", example(&path.key("name"), *rule))
                }
                _ => format!("{{{}}}", entries.join(", ")),
            }
        }
        Rule::OneOf(forms) => {
            let is_something = |form: &&Rule| form.types() != Types::NULL;
            // A list shows how to write several; where there is none, any form does.
            let form = forms
                .iter()
                .find(|form| item_of(**form).is_some())
                .or_else(|| forms.iter().find(is_something));
            form.map_or_else(String::new, |form| body(path, *form))
        }
    }
}

/// A text in quotes behind its key; as an item alone, for it may stand in a line with others.
pub(super) fn quoted(path: &FieldPath, text: &str) -> String {
    path.last_key()
        .map_or_else(|| format!("\"{text}\""), |key| format!("{key}: \"{text}\""))
}

/// A value behind its key, or as an item.
pub(super) fn snippet(path: &FieldPath, value: &str) -> String {
    match path.segments().last() {
        Some(Segment::Key(key)) => format!("{key}: {value}"),
        Some(Segment::Index(_)) => format!("- {value}"),
        None => value.to_owned(),
    }
}
