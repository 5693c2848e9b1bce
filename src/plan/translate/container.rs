//! Containers of services.

use super::{
    Context, Findings, Instance, Translated, devices, gates, labels, list, map, mounts, networking,
    ports, resources, security,
};
use crate::compose::diagnostic::Diagnostic;
use crate::compose::hash;
use crate::compose::model::Text;
use crate::compose::model::command::Command;
use crate::compose::model::container::Container;
use crate::compose::model::healthcheck::Healthcheck;
use crate::compose::model::service::Service;
use crate::compose::model::units;
use crate::compose::project::Project;
use crate::engine::spec::{ContainerSpec, Env, HealthSpec, LogSpec};
use crate::model::observed::RestartPolicy;
use std::collections::BTreeSet;
use std::time::Duration;

/// A container of a service.
///
/// # Errors
/// What cannot be made, by the names of the keys: values that the engine would refuse, what its version cannot do, and
/// services that share something with one that has no container.
pub fn container(
    context: &Context<'_>,
    name: &str,
    instance: &Instance<'_>,
) -> Result<Translated, Vec<Diagnostic>> {
    let mut findings = Findings::of("services", name);
    let Some(service) = context.project.services.get(name) else {
        return Err(vec![Diagnostic::error(format!("no such service: {name}"))]);
    };
    let deployed = hash::deployed(service, context.project, instance.first_container)
        .map_err(|error| vec![Diagnostic::error(error.to_string()).about(&findings.service)])?;
    gates::check(context.api, &deployed, &mut findings);
    let own_name = container_name(context, name, service, instance.number);
    let (binds, mounts) =
        mounts::mounts(context, name, &deployed, instance.replaces, &mut findings);
    let network =
        networking::networking(context, name, &deployed, instance, &own_name, &mut findings);
    let (security_opt, is_unconfined) = security::options(context, &deployed, &mut findings);
    let unconfined = || is_unconfined.then(Vec::new);
    let container = &deployed.container;
    let text = |text: &Text| text.to_string();
    let mut spec = ContainerSpec {
        name: match instance.name {
            "" => own_name,
            name => name.to_owned(),
        },
        platform: platform(context, service),
        ports: ports::published(&deployed, &mut findings),
        exposed: ports::exposed(&deployed, &mut findings),
        stop_timeout: container.stop_grace_period.map(units::Duration::to_std),
        restart_policy: restart_policy(&deployed),
        endpoints: network.endpoints,
        image: image_name(context.project, name, service).to_string(),
        entrypoint: words(&container.entrypoint),
        command: words(&container.command),
        env: environment(context, &deployed),
        labels: labels::of_container(
            context,
            name,
            service,
            &deployed,
            instance.number,
            instance.replaces,
        ),
        hostname: text(&container.hostname),
        domainname: text(&container.domainname),
        user: text(&container.user),
        working_dir: text(&container.working_dir),
        tty: deployed.tty,
        open_stdin: deployed.stdin_open,
        attach_stdout: true,
        attach_stderr: true,
        health: deployed
            .healthcheck
            .as_ref()
            .map(|check| health(check, &mut findings)),
        stop_signal: Some(text(&container.stop_signal)).filter(|signal| !signal.is_empty()),
        network_disabled: &*container.network_mode == "disabled",
        mac_address: network.mac_address,
        network_mode: network.mode,
        binds,
        mounts,
        tmpfs: container
            .tmpfs
            .iter()
            .map(|entry| {
                let (path, options) = entry.split_once(':').unwrap_or((entry, ""));
                (path.to_owned(), options.to_owned())
            })
            .collect(),
        volumes_from: volumes_from(service, &deployed),
        links: network.links,
        dns: networking::name_servers(&container.dns, &mut findings),
        security_opt,
        masked_paths: unconfined(),
        readonly_paths: unconfined(),
        ..ContainerSpec::default()
    };
    surround(&deployed.container, &mut spec);
    resources::limit(&deployed, &mut spec);
    devices::add(&deployed, &mut spec);
    if findings.errors.is_empty() {
        Ok(Translated {
            spec,
            joins: network.joins,
            warnings: findings.warnings,
        })
    } else {
        Err(findings.errors)
    }
}

/// What stands around its process, as the project has it.
fn surround(container: &Container, spec: &mut ContainerSpec) {
    let text = |text: &Text| text.to_string();
    spec.cap_add = capabilities(&container.cap_add);
    spec.cap_drop = capabilities(&container.cap_drop);
    spec.dns_search = list(&container.dns_search);
    spec.dns_options = list(&container.dns_opt);
    spec.extra_hosts = container.extra_hosts.lines(':');
    spec.group_add = list(&container.group_add);
    spec.ipc_mode = text(&container.ipc);
    spec.pid_mode = text(&container.pid);
    spec.uts_mode = text(&container.uts);
    spec.userns_mode = text(&container.userns_mode);
    spec.cgroupns_mode = text(&container.cgroup);
    spec.isolation = text(&container.isolation);
    spec.privileged = container.privileged;
    spec.read_only = container.read_only;
    spec.init = container.init;
    spec.runtime = text(&container.runtime);
    spec.log = container.logging.as_ref().map(|logging| LogSpec {
        driver: text(&logging.driver),
        options: map(&logging.options),
    });
    spec.storage_opt = map(&container.storage_opt);
    spec.annotations = map(&container.annotations);
    spec.shm_size_bytes = container.shm_size.0;
    spec.sysctls = map(&container.sysctls);
    spec.oom_score_adj = container.oom_score_adj;
}

/// `net_admin` → `CAP_NET_ADMIN`, each once, sorted: as docker's own client sends them.
fn capabilities(names: &[Text]) -> Vec<String> {
    let full = names.iter().map(|name| {
        let name = name.trim().to_uppercase();
        if name == "ALL" || name.starts_with("CAP_") {
            name
        } else {
            format!("CAP_{name}")
        }
    });
    full.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What stands between the parts of a name.
pub(super) const fn separator(context: &Context<'_>) -> char {
    if context.options.compatibility {
        '_'
    } else {
        '-'
    }
}

/// The name of a service's container: the service's own, or `project-service-number`.
pub fn container_name(context: &Context<'_>, name: &str, service: &Service, number: u64) -> String {
    if !service.container_name.is_empty() {
        return service.container_name.to_string();
    }
    let separator = separator(context);
    format!(
        "{}{separator}{name}{separator}{number}",
        context.project.name
    )
}

/// The image of a service; what is only built is named after project and service.
pub fn image_name(project: &Project, name: &str, service: &Service) -> Text {
    hash::image_name(project, name, service)
}

fn platform(context: &Context<'_>, service: &Service) -> String {
    let platform = match &*service.container.platform {
        "" => context.options.environment.value("DOCKER_DEFAULT_PLATFORM"),
        platform => Some(platform),
    };
    platform.unwrap_or_default().to_owned()
}

fn words(command: &Command) -> Option<Vec<String>> {
    command.words().map(list)
}

/// Compose loses how the mounts of another may be used; here `:ro` reaches the engine, and the hash stays as Compose's.
fn volumes_from(service: &Service, deployed: &Service) -> Vec<String> {
    let written = service.container.volumes_from.iter();
    deployed
        .container
        .volumes_from
        .iter()
        .zip(written)
        .map(|(id, written)| {
            if written.ends_with(":ro") {
                format!("{id}:ro")
            } else {
                id.to_string()
            }
        })
        .collect()
}

fn environment(context: &Context<'_>, service: &Service) -> Env {
    let own = &service.container.environment;
    let proxies = context
        .proxies
        .iter()
        .filter(|(name, _)| !own.contains_key(name.as_str()))
        .map(|(name, value)| (name.clone(), Some(value.clone())));
    let own = own
        .iter()
        .map(|(name, value)| (name.to_string(), value.as_ref().map(ToString::to_string)));
    Env(proxies.chain(own).collect())
}

fn health(check: &Healthcheck, findings: &mut Findings) -> HealthSpec {
    if check.start_interval.is_some() && check.start_period.is_none() {
        findings.refuse(
            &["healthcheck", "start_interval"],
            "healthcheck.start_interval requires healthcheck.start_period to be set",
        );
    }
    let span = |span: Option<units::Duration>| span.map(units::Duration::to_std);
    HealthSpec {
        test: if check.disable {
            vec!["NONE".to_owned()]
        } else {
            list(&check.test.0)
        },
        interval: span(check.interval),
        timeout: span(check.timeout),
        retries: check.retries,
        start_period: span(check.start_period),
        start_interval: span(check.start_interval).filter(|span| *span > Duration::ZERO),
    }
}

/// `deploy.restart_policy` wins over `restart`.
fn restart_policy(service: &Service) -> RestartPolicy {
    let policy = |condition: &str, attempts: u64| RestartPolicy {
        name: match condition {
            "none" => "no",
            "any" => "always",
            other => other,
        }
        .to_owned(),
        maximum_retries: attempts,
    };
    let deploy = service.deploy.as_ref();
    if let Some(deployed) = deploy.and_then(|deploy| deploy.restart_policy.as_ref()) {
        return policy(&deployed.condition, deployed.max_attempts.unwrap_or(0));
    }
    match service.restart.split_once(':') {
        Some((condition, attempts)) => policy(condition, attempts.parse().unwrap_or(0)),
        None => policy(&service.restart, 0),
    }
}
