//! Connecting to the first endpoint that answers.

use crate::engine::docker::{DockerEngine, Endpoint};
use crate::engine::{Engine, EngineError};
use crate::hosts::resolve::HostSpec;
use crate::model::observed::EngineInfo;
use crate::plan::news::{Attempt, HostError};
use std::sync::Arc;

/// An engine that answered.
#[derive(Clone)]
pub struct Connected {
    /// It.
    pub engine: Arc<dyn Engine>,
    /// What `/_ping` told: version, API version, podman or not, clock. The rest comes with `info`.
    pub info: EngineInfo,
    /// Which of the candidates it was.
    pub endpoint: Endpoint,
}

/// Tries the candidates in order.
///
/// # Errors
/// What was tried, with the reason of each, and the hint of the first that is there at all. `retry_in` is `None`: the
/// caller's to set.
pub async fn connect(spec: &HostSpec) -> Result<Connected, HostError> {
    let mut failures: Vec<(String, EngineError)> = Vec::new();
    for endpoint in &spec.candidates {
        match DockerEngine::connect(endpoint, &spec.options).await {
            Ok((engine, info)) => {
                return Ok(Connected {
                    engine: Arc::new(engine),
                    info,
                    endpoint: endpoint.clone(),
                });
            }
            Err(error) => failures.push((endpoint.to_string(), error)),
        }
    }
    Err(HostError {
        hint: hint(&failures),
        tried: failures
            .into_iter()
            .map(|(endpoint, error)| Attempt {
                endpoint,
                reason: error.to_string(),
            })
            .collect(),
        chosen_by: spec.chosen_by.clone(),
        retry_in: None,
    })
}

/// A socket that is there but cannot be used tells more than those that are not.
fn hint(failures: &[(String, EngineError)]) -> Option<String> {
    let is_absent = |error: &EngineError| error.to_string().starts_with("no such file");
    failures
        .iter()
        .find(|(_, error)| !is_absent(error) && error.hint().is_some())
        .or_else(|| failures.iter().find(|(_, error)| error.hint().is_some()))
        .and_then(|(_, error)| error.hint().map(str::to_owned))
}
