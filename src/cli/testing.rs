//! Hosts for the tests of the command line.

use crate::app::domain::Host;
use crate::model::ids::{Epoch, HostId, InstanceId};
use crate::model::labels;
use crate::model::observed::{Container, Details, EngineState, Health, RestartPolicy, Snapshot};
use crate::model::time::Timestamp;
use std::sync::Arc;

/// The engine's clock in tests: ten minutes after the containers started.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_000_600);

/// A running container; of no stack where `stack` is empty.
pub(crate) fn container(
    id: &str,
    name: &str,
    stack: &str,
    service: &str,
    number: u64,
) -> Container {
    let number = number.to_string();
    let entries: &[(&str, &str)] = if stack.is_empty() {
        &[]
    } else {
        &[
            (labels::PROJECT, stack),
            (labels::SERVICE, service),
            (labels::NUMBER, &number),
        ]
    };
    Container {
        id: InstanceId::from(id),
        name: Arc::from(name),
        image: Arc::from("shop:1"),
        image_id: Arc::from("sha256:0"),
        created_at: Some(Timestamp::from_seconds(1_000_000)),
        state: EngineState::Running,
        health: Health::None,
        labels: entries
            .iter()
            .map(|(key, value)| (Arc::from(*key), Arc::from(*value)))
            .collect(),
        ports: Vec::new(),
        details: Some(Arc::new(Details {
            started_at: Some(Timestamp::from_seconds(1_000_000)),
            restart_policy: RestartPolicy {
                name: "no".to_owned(),
                maximum_retries: 0,
            },
            ..Details::default()
        })),
        mounts: Vec::new(),
        networks: Vec::new(),
        listed_exit_code: None,
    }
}

/// The same container, ended.
pub(crate) fn ended(mut container: Container, exit_code: i64) -> Container {
    container.state = EngineState::Exited;
    if let Some(details) = &mut container.details {
        let details = Arc::make_mut(details);
        details.exit_code = exit_code;
        details.finished_at = Some(Timestamp::from_seconds(1_000_300));
    }
    container
}

/// A host with these containers.
pub(crate) fn host(containers: Vec<Container>) -> Host {
    let mut host = Host::new(HostId::from("local"));
    host.take_snapshot(
        Epoch(1),
        Snapshot {
            containers,
            ..Snapshot::default()
        },
    );
    host.refresh(NOW, true);
    host
}
