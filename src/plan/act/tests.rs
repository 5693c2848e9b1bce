use super::*;
use crate::model::labels;
use crate::model::observed::Health;
use proptest::prelude::*;
use std::sync::Arc;

fn container(service: &str, number: u64, depends_on: &str, state: EngineState) -> Container {
    let name = format!("shop-{service}-{number}");
    let entries = [
        (labels::PROJECT, "shop".to_owned()),
        (labels::SERVICE, service.to_owned()),
        (labels::NUMBER, number.to_string()),
        (labels::DEPENDS_ON, depends_on.to_owned()),
    ];
    Container {
        id: InstanceId::from(format!("id-{name}")),
        name: Arc::from(name),
        image: Arc::from("shop:1"),
        image_id: Arc::from("sha256:0"),
        created_at: None,
        state,
        health: Health::None,
        labels: entries
            .into_iter()
            .map(|(key, value)| (Arc::from(key), Arc::from(value)))
            .collect(),
        ports: Vec::new(),
        details: None,
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    }
}

fn running(service: &str, depends_on: &str) -> Container {
    container(service, 1, depends_on, EngineState::Running)
}

fn shop() -> Vec<Container> {
    vec![
        running("web", "api:service_started:false"),
        running("api", "cache:service_started:true,db:service_healthy:true"),
        running("cache", "db:service_healthy:false"),
        running("db", ""),
    ]
}

fn plan(verb: &Verb, targets: &[&Container], all: &[Container]) -> Plan {
    act_among(
        &HostId::from("local"),
        verb,
        targets,
        all,
        ActOptions::default(),
    )
}

fn resources(plan: &Plan) -> Vec<&str> {
    plan.steps
        .iter()
        .map(|step| step.resource.as_str())
        .collect()
}

#[test]
fn a_stack_stops_from_its_dependants_down_and_restarts_from_its_dependencies_up() {
    let all = shop();
    let targets: Vec<&Container> = all.iter().collect();
    assert_eq!(
        resources(&plan(&Verb::Stop, &targets, &all)),
        ["shop-web-1", "shop-api-1", "shop-cache-1", "shop-db-1"]
    );
    let restart = plan(&Verb::Restart, &targets, &all);
    assert_eq!(
        resources(&restart),
        ["shop-db-1", "shop-cache-1", "shop-api-1", "shop-web-1"]
    );
    assert_eq!(restart.steps[2].needs, [StepId(0), StepId(1)]);
    assert_eq!(restart.risk(), Risk::Interrupts);
}

#[test]
fn order_leads_through_services_that_are_no_targets() {
    let all = vec![
        running("web", "api:service_started:false"),
        running("api", "db:service_started:false"),
        running("db", ""),
    ];
    let stop = plan(&Verb::Stop, &[&all[2], &all[0]], &all);
    assert_eq!(resources(&stop), ["shop-web-1", "shop-db-1"]);
    assert_eq!(stop.steps[1].needs, [StepId(0)]);
}

#[test]
fn a_restart_takes_the_dependants_that_ask_for_it_along_and_says_why() {
    let all = shop();
    let restart = plan(&Verb::Restart, &[&all[3]], &all);
    let lines: Vec<_> = restart
        .steps
        .iter()
        .map(|step| (step.resource.as_str(), step.cause.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("shop-db-1", "asked for"),
            ("shop-api-1", "depends on shop/db (restart: true)"),
        ]
    );
}

#[test]
fn dependants_are_named_once_and_only_while_they_run() {
    let mut all = shop();
    all.push(container(
        "api",
        2,
        "db:service_healthy:true",
        EngineState::Running,
    ));
    let found: Vec<_> = dependants(&[&all[3]], &all)
        .into_iter()
        .map(|found| {
            (
                found.service.to_string(),
                found.of.to_string(),
                found.restart,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("api".into(), "db".into(), true),
            ("cache".into(), "db".into(), false)
        ]
    );
    let up = |all: &[Container]| -> Vec<bool> {
        let found = dependants(&[&all[3]], all);
        found.iter().map(|one| one.is_up).collect()
    };
    assert_eq!(up(&all), [true, true]);
    all[1].state = EngineState::Restarting;
    all[2].state = EngineState::Exited;
    assert_eq!(up(&all), [true, false]);
}

/// As `docker compose restart` does: seen with 5.6.
#[test]
fn a_restart_takes_dependants_along_in_whatever_state_they_are() {
    let on_db = "db:service_started:true";
    let all = vec![
        running("db", ""),
        container("looping", 1, on_db, EngineState::Restarting),
        container("stopped", 1, on_db, EngineState::Exited),
        container(
            "behind",
            1,
            "stopped:service_started:true",
            EngineState::Paused,
        ),
        container("dead", 1, on_db, EngineState::Dead),
        container(
            "aside",
            1,
            "db:service_started:false",
            EngineState::Restarting,
        ),
    ];
    assert_eq!(
        resources(&plan(&Verb::Restart, &[&all[0]], &all)),
        [
            "shop-db-1",
            "shop-stopped-1",
            "shop-behind-1",
            "shop-looping-1"
        ]
    );
    assert_eq!(
        resources(&plan(&Verb::Stop, &[&all[0]], &all)),
        ["shop-db-1"]
    );
}

#[test]
fn what_makes_no_sense_gets_no_step_but_a_reason() {
    let running = running("api", "");
    assert_eq!(
        applies(&Verb::Start, &running).unwrap_err(),
        "`shop-api-1` runs already"
    );
    assert!(
        act(
            &"local".into(),
            &Verb::Start,
            &[&running],
            ActOptions::default()
        )
        .is_empty()
    );
    let odd = container("api", 1, "", EngineState::from_word("stopping"));
    assert_eq!(applies(&Verb::Start, &odd), Ok(()));
    let gone = Verb::Remove {
        force: false,
        volumes: false,
    };
    assert!(applies(&gone, &running).is_err());
}

#[test]
fn a_plan_after_another_waits_for_its_own_container_only() {
    let all = shop();
    let targets = [&all[2], &all[3]];
    let stop = plan(&Verb::Stop, &targets, &all);
    let ended: Vec<Container> = targets
        .iter()
        .map(|container| Container {
            state: EngineState::Exited,
            ..(*container).clone()
        })
        .collect();
    let gone = Verb::Remove {
        force: false,
        volumes: false,
    };
    let both = stop.then(plan(&gone, &[&ended[0], &ended[1]], &[]));
    let lines: Vec<_> = both
        .steps
        .iter()
        .map(|step| {
            let needs: Vec<usize> = step.needs.iter().map(|need| need.0).collect();
            (step.id.0, step.verb, step.resource.as_str(), needs)
        })
        .collect();
    assert_eq!(
        lines,
        [
            (0, "stop", "shop-cache-1", vec![]),
            (1, "stop", "shop-db-1", vec![0]),
            (2, "remove", "shop-cache-1", vec![0]),
            (3, "remove", "shop-db-1", vec![1, 2]),
        ]
    );
}

#[test]
fn signals_are_read_in_every_spelling() {
    let read = [
        "hup",
        "SIGTERM",
        "9",
        "rtmin+3",
        "SIGRTMAX-31",
        "64",
        "nope",
        "",
    ]
    .map(signal);
    assert_eq!(
        read.each_ref().map(Option::as_deref),
        [
            Some("SIGHUP"),
            Some("SIGTERM"),
            Some("SIGKILL"),
            Some("SIGRTMIN+3"),
            None,
            Some("64"),
            None,
            None
        ]
    );
}

proptest! {
    /// Whatever the labels say, cycles included, a plan has each target once and needs only earlier steps.
    #[test]
    fn plans_are_complete_and_acyclic(
        edges in proptest::collection::vec((0_usize..8, 0_usize..8), 0..30),
        targets in proptest::collection::btree_set(0_usize..8, 1..8),
        stop in any::<bool>(),
    ) {
        let names: Vec<String> = (0..8).map(|index| format!("s{index}")).collect();
        let all: Vec<Container> = (0..8)
            .map(|index| {
                let on: Vec<&str> = edges
                    .iter()
                    .filter(|(from, _)| *from == index)
                    .map(|(_, to)| names[*to].as_str())
                    .collect();
                let text = on.iter().map(|name| format!("{name}:service_started:false")).collect::<Vec<_>>().join(",");
                running(&names[index], &text)
            })
            .collect();
        let chosen: Vec<&Container> = targets.iter().map(|index| &all[*index]).collect();
        let verb = if stop { Verb::Stop } else { Verb::Restart };
        let made = plan(&verb, &chosen, &all);
        prop_assert_eq!(made.steps.len(), chosen.len());
        for (position, step) in made.steps.iter().enumerate() {
            prop_assert_eq!(step.id, StepId(position));
            prop_assert!(step.needs.iter().all(|need| need.0 < position));
        }
        // Where there is no cycle, every direct dependency between two targets is kept.
        let acyclic: Vec<_> = edges.iter().filter(|(from, to)| from > to).copied().collect();
        if acyclic.len() == edges.len() {
            let place = |index: usize| made.steps.iter().position(|step| step.resource == format!("shop-s{index}-1"));
            for (from, to) in acyclic {
                if let (Some(dependant), Some(dependency)) = (place(from), place(to)) {
                    prop_assert_eq!(dependant < dependency, stop);
                }
            }
        }
    }
}
