//! The two connectors: an engine that is chosen as docker chooses it, and one that is already there.

use crate::compose::sources::Sources;
use crate::compose::surroundings::Surroundings;
use crate::engine::Engine;
use crate::hosts::{self, Choice, HostsError};
use crate::model::ids::HostId;
use crate::ops::ReadOnly;
use crate::ops::watch::{Connected, Connector};
use crate::plan::news::HostError;
use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;

/// Chooses anew at each try, so that a mended configuration or another current context counts at once.
#[derive(Clone)]
pub struct Chosen {
    /// What was asked for.
    pub choice: Choice,
    /// Environment and places.
    pub surroundings: Arc<Surroundings>,
    /// Docker's files.
    pub sources: Arc<dyn Sources>,
    /// Let no write through.
    pub read_only: bool,
}

/// An engine in this process.
#[derive(Clone)]
pub struct Fixed {
    /// It.
    pub engine: Arc<dyn Engine>,
    /// What is shown as its address: `demo`.
    pub endpoint: String,
    /// Let no write through.
    pub read_only: bool,
}

impl Chosen {
    /// What the host is called; `local` where the choice leads nowhere.
    pub fn host_id(&self) -> HostId {
        hosts::resolve(&self.choice, &self.surroundings, self.sources.as_ref())
            .map_or_else(|_| HostId::from("local"), |spec| spec.id)
    }
}

impl Connector for Chosen {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        Box::pin(async move {
            let spec = hosts::resolve(&self.choice, &self.surroundings, self.sources.as_ref())
                .map_err(|error| nowhere(&error))?;
            let connected = hosts::connect(&spec).await?;
            Ok(Connected {
                engine: guarded(connected.engine, self.read_only),
                info: Some(connected.info),
                endpoint: connected.endpoint.to_string(),
                chosen_by: spec.chosen_by,
            })
        })
    }
}

impl Connector for Fixed {
    fn connect(&self) -> BoxFuture<'_, Result<Connected, HostError>> {
        Box::pin(std::future::ready(Ok(Connected {
            engine: guarded(Arc::clone(&self.engine), self.read_only),
            info: None,
            endpoint: self.endpoint.clone(),
            chosen_by: "--demo".to_owned(),
        })))
    }
}

fn guarded(engine: Arc<dyn Engine>, read_only: bool) -> Arc<dyn Engine> {
    if read_only {
        Arc::new(ReadOnly(engine))
    } else {
        engine
    }
}

/// A choice that leads to no endpoint at all.
fn nowhere(error: &HostsError) -> HostError {
    HostError {
        tried: Vec::new(),
        chosen_by: error.to_string(),
        hint: error.hint(),
        retry_in: None,
    }
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chosen")
            .field("choice", &self.choice)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixed")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::sources::Memory;

    #[tokio::test]
    async fn a_choice_that_leads_nowhere_says_why_and_what_to_do() {
        let chosen = Chosen {
            choice: Choice {
                host: None,
                context: Some("prod".to_owned()),
            },
            surroundings: Arc::new(Surroundings {
                home: Some("/home/me".into()),
                ..Surroundings::default()
            }),
            sources: Arc::new(Memory::default()),
            read_only: false,
        };
        let error = chosen.connect().await.unwrap_err();
        assert_eq!(error.tried, []);
        assert_eq!(error.chosen_by, "docker context `prod` does not exist");
        assert!(error.hint.is_some());
    }

    #[tokio::test]
    async fn a_read_only_connection_lets_no_write_through() {
        let fake = crate::apply::fake::Fake::with(Vec::new());
        let fixed = Fixed {
            engine: Arc::<crate::apply::fake::Fake>::clone(&fake),
            endpoint: "demo".to_owned(),
            read_only: true,
        };
        let connected = fixed.connect().await.unwrap();
        assert!(connected.engine.start(&"a".into()).await.is_err());
        assert!(fake.calls().is_empty());
    }
}
