//! A server with any number of containers, for benches and tests of size.

use super::{Planned, Scenario};
use crate::engine::request::CreateRequest;
use crate::engine::sim::world::Spec;
use crate::model::labels;
use std::time::Duration;

impl Scenario {
    /// `count` running containers in Compose stacks of ten, each writing a line every `period`.
    #[must_use]
    pub fn many(count: usize, period: Duration) -> Self {
        let seconds = period.as_secs_f64();
        let containers = (0..count)
            .map(|index| {
                let (stack, service) = (index / 10, index % 10);
                let (project, service) = (format!("load-{stack:02}"), format!("service-{service}"));
                let labels = [
                    (labels::PROJECT, project.clone()),
                    (labels::SERVICE, service.clone()),
                    (labels::NUMBER, "1".to_owned()),
                    (labels::ONEOFF, "False".to_owned()),
                ];
                let script = format!(
                    "trap 'exit 0' TERM; usage 2 40M; traffic 2k 1k; i=0; while true; do i=$((i+1)); \
                     echo \"request $i served in $(random 1 90) ms\"; sleep {seconds}; done"
                );
                Planned {
                    spec: Spec::from(CreateRequest {
                        name: format!("{project}-{service}-1"),
                        image: "stacktui/test:1".to_owned(),
                        command: vec!["sh".to_owned(), "-c".to_owned(), script],
                        labels: labels
                            .into_iter()
                            .map(|(key, value)| (key.to_owned(), value))
                            .collect(),
                        ..CreateRequest::default()
                    }),
                    ..Planned::default()
                }
            })
            .collect();
        Self {
            containers,
            past: Duration::from_mins(1),
            log_cap_bytes: 8 << 10,
            ..Self::default()
        }
    }
}
