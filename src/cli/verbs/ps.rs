//! `ps`: the list of the screen, as a table or as JSON.

use crate::app::domain::{Host, Instance, Service, Stack, words};
use crate::cli::args::{Format, Ps};
use crate::cli::console::{Console, paint, status_color};
use crate::cli::error::CliError;
use crate::cli::look::look;
use crate::cli::verbs::ps_compose;
use crate::cli::{table, target};
use crate::model::ids::{InstanceId, Manager, ServiceId};
use crate::model::observed::Container;
use crate::model::status::Status;
use crate::model::time::Timestamp;
use crate::ops::Entry;
use serde::Serialize;
use std::collections::BTreeSet;

/// Lists.
pub async fn run(entry: &Entry, args: &Ps, console: &mut Console) -> Result<(), CliError> {
    let look = look(entry).await?;
    look.warn(console);
    let in_force = look.in_force();
    let chosen = if args.targets.is_empty() {
        None
    } else {
        let mut chosen = Chosen::default();
        for word in &args.targets {
            let target = target::resolve(word, &look.host, in_force)?;
            chosen.services.extend(target.services);
            chosen.ids.extend(target.ids);
        }
        Some(chosen)
    };
    let view = View {
        host: &look.host,
        now: look.now,
        project: in_force.filter(|_| !args.all_projects && args.targets.is_empty()),
        chosen,
    };
    if args.json {
        let rows: Vec<JsonRow> = view.instances().iter().map(Listed::json).collect();
        let text = serde_json::to_string_pretty(&rows)
            .map_err(|error| CliError::new(format!("cannot write JSON: {error}")))?;
        writeln!(console.out, "{text}")?;
    } else if args.quiet {
        for row in view.instances() {
            writeln!(console.out, "{}", row.instance.container.id)?;
        }
    } else if args.format == Some(Format::Json) {
        for row in view.instances() {
            let line = ps_compose::line(&row.instance.container, row.status(), look.now);
            writeln!(console.out, "{line}")?;
        }
    } else {
        print(&view, console)?;
    }
    Ok(())
}

/// What of a host is listed.
struct View<'a> {
    host: &'a Host,
    now: Timestamp,
    project: Option<&'a str>,
    chosen: Option<Chosen>,
}

/// What was asked for by name.
#[derive(Default)]
struct Chosen {
    services: BTreeSet<ServiceId>,
    ids: BTreeSet<InstanceId>,
}

/// One container and where it stands in the list.
struct Listed<'a> {
    stack: &'a Stack,
    service: &'a str,
    instance: &'a Instance,
}

/// One object of `--json`.
#[derive(Debug, PartialEq, Serialize)]
struct JsonRow {
    stack: Option<String>,
    service: Option<String>,
    container: String,
    id: String,
    image: String,
    state: String,
    health: Option<String>,
    exit_code: Option<i64>,
    restarts: u64,
    ports: Vec<String>,
    started_at: Option<String>,
}

impl Listed<'_> {
    const fn status(&self) -> &Status {
        &self.instance.status
    }

    fn json(&self) -> JsonRow {
        let container = &self.instance.container;
        let details = container.details.as_deref();
        let is_loose = self.stack.id.manager == Manager::Loose;
        JsonRow {
            stack: (!is_loose).then(|| self.stack.id.name.to_string()),
            service: (!is_loose).then(|| self.service.to_owned()),
            container: container.name.to_string(),
            id: container.id.to_string(),
            image: container.image.to_string(),
            state: self.status().word().to_owned(),
            health: match container.health.word() {
                "none" => None,
                word => Some(word.to_owned()),
            },
            exit_code: container.exit_code(),
            restarts: details.map_or(0, |details| details.restart_count),
            ports: ports(container),
            started_at: details
                .and_then(|details| details.started_at)
                .map(|at| at.to_string()),
        }
    }
}

/// As `docker ps` prints them, each once.
pub(super) fn ports(container: &Container) -> Vec<String> {
    let mut ports: Vec<String> = Vec::new();
    for port in &container.ports {
        let text = port.to_string();
        if !ports.contains(&text) {
            ports.push(text);
        }
    }
    ports
}

impl<'a> View<'a> {
    fn stacks(&self) -> impl Iterator<Item = &'a Stack> {
        self.host.stacks().iter().filter(|stack| {
            self.project
                .is_none_or(|name| stack.id.manager == Manager::Compose && *stack.id.name == *name)
        })
    }

    fn shows(&self, id: &InstanceId) -> bool {
        let chosen = self.chosen.as_ref();
        chosen.is_none_or(|chosen| chosen.ids.contains(id))
    }

    fn shows_service(&self, service: &Service) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| {
            chosen.services.contains(&service.id)
                || service.instances.iter().any(|id| chosen.ids.contains(id))
        })
    }

    fn instances(&self) -> Vec<Listed<'a>> {
        let mut rows = Vec::new();
        for stack in self.stacks() {
            for service in &stack.services {
                for id in service.instances.iter().filter(|id| self.shows(id)) {
                    if let Some(instance) = self.host.instance(id) {
                        rows.push(Listed {
                            stack,
                            service: &service.id.name,
                            instance,
                        });
                    }
                }
            }
        }
        rows
    }
}

/// Name, replicas, note, ports and image, with the state that they are of.
type Line = (Status, [String; 5]);

fn print(view: &View<'_>, console: &mut Console) -> Result<(), CliError> {
    let lines: Vec<Line> = view
        .stacks()
        .flat_map(|stack| stack_lines(view, stack))
        .collect();
    if lines.is_empty() {
        let what = view.project.map_or_else(
            || "nothing".to_owned(),
            |name| format!("nothing of `{name}`"),
        );
        console.say(&format!("{what} runs on `{}`", view.host.id));
        return Ok(());
    }
    let titles = ["NAME", "UP", "STATE", "PORTS", "IMAGE"].map(str::to_owned);
    let cells: Vec<[String; 5]> = std::iter::once(titles)
        .chain(lines.iter().map(|(_, cells)| cells.clone()))
        .map(|cells| cells.map(|cell| console.drawn(&cell)))
        .collect();
    let widths = table::widths(&cells);
    let is_colored = console.is_colored;
    for (number, cells) in cells.iter().enumerate() {
        let status = number
            .checked_sub(1)
            .and_then(|number| lines.get(number))
            .map(|(status, _)| status);
        let sign = status.map_or_else(|| " ".to_owned(), |status| console.sign(status));
        let row = table::row(cells, &widths, |column, text| match (status, column) {
            (None, _) => paint(is_colored, "1", text),
            (Some(status), 2) => paint(is_colored, status_color(status), text),
            _ => text.to_owned(),
        });
        writeln!(console.out, "{sign} {row}")?;
    }
    Ok(())
}

/// A stack's row, those of its services, and those of their replicas where there are several.
fn stack_lines(view: &View<'_>, stack: &Stack) -> Vec<Line> {
    let services: Vec<&Service> = stack
        .services
        .iter()
        .filter(|service| view.shows_service(service))
        .collect();
    if services.is_empty() {
        return Vec::new();
    }
    let notes = [
        Some(stack.status.word().to_owned()),
        stack.is_compose_v1.then(|| "Compose v1".to_owned()),
        manager_note(stack.id.manager),
    ];
    let note = notes.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let empty = String::new;
    let head = [
        stack.id.name.to_string(),
        stack.ratio(),
        note,
        empty(),
        empty(),
    ];
    let mut lines = vec![(stack.status.clone(), head)];
    for service in services {
        let instances: Vec<&Instance> = service
            .instances
            .iter()
            .filter(|id| view.shows(id))
            .filter_map(|id| view.host.instance(id))
            .collect();
        let only = match instances.as_slice() {
            [only] => Some(&only.container),
            _ => None,
        };
        let ratio = match stack.id.manager {
            Manager::Loose => empty(),
            _ => words::ratio(service.up, service.wanted),
        };
        lines.push((
            service.status.clone(),
            [
                format!("  {}", service.id.name),
                ratio,
                words::service_note(service, view.host, view.now),
                only.map_or_else(empty, |one| ports(one).join(", ")),
                only.map_or_else(empty, |one| one.image.to_string()),
            ],
        ));
        if instances.len() > 1 {
            lines.extend(instances.into_iter().map(|instance| {
                let container = &instance.container;
                let cells = [
                    format!("    {}", container.name),
                    empty(),
                    words::instance_note(instance, view.now),
                    ports(container).join(", "),
                    container.image.to_string(),
                ];
                (instance.status.clone(), cells)
            }));
        }
    }
    lines
}

fn manager_note(manager: Manager) -> Option<String> {
    match manager {
        Manager::Swarm => Some("Swarm".to_owned()),
        Manager::Kubernetes => Some("Kubernetes".to_owned()),
        Manager::Compose | Manager::Loose => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;
    use crate::cli::testing::{NOW, container, ended, host};
    use crate::model::observed::{Health, Port};

    fn server() -> Host {
        let mut api = container("a1", "shop-api-1", "shop", "api", 1);
        api.health = Health::Healthy;
        api.ports = ["0.0.0.0", "::"]
            .map(|ip| Port {
                private: 80,
                public: Some(8080),
                ip: ip.to_owned(),
                protocol: "tcp".to_owned(),
            })
            .into();
        host(vec![
            api,
            container("w1", "shop-web-1", "shop", "web", 1),
            container("w2", "shop-web-2", "shop", "web", 2),
            ended(container("m1", "shop-migrate-1", "shop", "migrate", 1), 0),
            ended(container("x1", "mail-db-1", "mail", "db", 1), 3),
            container("l1", "lonely", "", "", 0),
        ])
    }

    fn view<'a>(host: &'a Host, project: Option<&'a str>) -> View<'a> {
        View {
            host,
            now: NOW,
            project,
            chosen: None,
        }
    }

    #[test]
    fn the_table_reads_like_the_screen_failing_first() {
        let (mut console, out, _) = console();
        let host = server();
        print(&view(&host, None), &mut console).unwrap();
        let text = out.text();
        let expected = "  NAME          UP   STATE                 PORTS                                     IMAGE
▲ mail          0/1  failed
▲   db          0/1  exit 3 · 5m                                                     shop:1
● shop          3/3  running
●   api         1/1  healthy · 10m         0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   shop:1
●   web         2/2  running · 10m
●     shop-web-1     running · 10m                                                   shop:1
";
        let normal = |text: &str| {
            text.lines()
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect::<Vec<_>>()
        };
        assert_eq!(normal(&text)[..7], normal(expected)[..], "{text}");
        assert!(
            text.contains("○   migrate"),
            "what is done stands below what runs: {text}"
        );
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{text:?}");
    }

    #[test]
    fn a_project_in_force_hides_the_others() {
        let host = server();
        let (mut console, out, _) = console();
        print(&view(&host, Some("mail")), &mut console).unwrap();
        assert_eq!(out.text().lines().count(), 3, "{}", out.text());
        let (mut console, out, err) = crate::cli::console::tests::console();
        print(&view(&host, Some("blog")), &mut console).unwrap();
        assert_eq!(
            (out.text().as_str(), err.text().as_str()),
            ("", "nothing of `blog` runs on `local`\n")
        );
    }

    #[test]
    fn json_has_one_object_a_container_with_the_words_of_the_screen() {
        let host = server();
        let rows: Vec<JsonRow> = view(&host, None)
            .instances()
            .iter()
            .map(Listed::json)
            .collect();
        assert_eq!(rows.len(), 6);
        let of = |name: &str| rows.iter().find(|row| row.container == name).unwrap();
        assert_eq!(
            serde_json::to_value(of("shop-api-1")).unwrap(),
            serde_json::json!({
                "stack": "shop", "service": "api", "container": "shop-api-1", "id": "a1", "image": "shop:1",
                "state": "healthy", "health": "healthy", "exit_code": null, "restarts": 0,
                "ports": ["0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp"],
                "started_at": "1970-01-12T13:46:40Z",
            })
        );
        assert_eq!(of("mail-db-1").exit_code, Some(3));
        assert_eq!(of("shop-migrate-1").state, "done");
        let lonely = of("lonely");
        assert_eq!((&lonely.stack, &lonely.service), (&None, &None));
    }
}
