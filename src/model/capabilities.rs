//! What an endpoint lets us do: data that feeds availability, never a method that answers "unsupported".

use std::collections::BTreeMap;

/// A group of engine routes that a restricted socket proxy may take away (403 or 404).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// `GET /containers/json`, `GET /containers/{id}/json`
    Containers,
    /// `GET /events`
    Events,
    /// `GET /containers/{id}/logs`
    Logs,
    /// `GET /containers/{id}/stats`
    Stats,
    /// `GET /containers/{id}/top`
    Top,
    /// `GET /info`
    Info,
    /// `GET /networks`, `GET /networks/{id}`, and what changes them.
    Networks,
    /// `GET /volumes`, `GET /volumes/{name}`, and what changes them.
    Volumes,
    /// `GET /images/json`, `GET /images/{name}/json`, and what changes them.
    Images,
    /// `POST /containers/{id}/…`, `DELETE /containers/{id}`
    Write,
    /// `POST /containers/{id}/exec`, `POST /exec/…`
    Exec,
}

impl Capability {
    /// As it stands in messages: "this endpoint does not allow … (403)".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Containers => "listing containers",
            Self::Events => "events",
            Self::Logs => "logs",
            Self::Stats => "stats",
            Self::Top => "processes (top)",
            Self::Info => "engine info",
            Self::Networks => "networks",
            Self::Volumes => "volumes",
            Self::Images => "images",
            Self::Write => "changing containers",
            Self::Exec => "exec and attach",
        }
    }
}

/// What is missing, with the engine's or proxy's own words. Empty: everything works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    missing: BTreeMap<Capability, String>,
}

impl Capabilities {
    /// The reason why this cannot be used, or `None` where it can.
    pub fn missing(&self, capability: Capability) -> Option<&str> {
        self.missing.get(&capability).map(String::as_str)
    }

    /// Notes that the endpoint refused this; says whether that is news.
    pub fn take_away(&mut self, capability: Capability, reason: impl Into<String>) -> bool {
        self.missing.insert(capability, reason.into()).is_none()
    }
}
