//! Identities. Selections, messages and tasks hold these, never positions in a list.

use serde::Serialize;
use std::fmt;
use std::sync::Arc;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: AsRef<str>> From<T> for $name {
            fn from(text: T) -> Self {
                Self(Arc::from(text.as_ref()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A host as the person named it: `local`, a context's name, later an inventory name.
    HostId
}

text_id! {
    /// What runs: a container's full id (64 hex digits on Docker); later a task or a pod. Opaque.
    InstanceId
}

impl InstanceId {
    /// The first 12 characters, as `docker ps` shows an id.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

/// Who created a group of containers and will redo what is done to them by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Manager {
    /// Compose, of any version, by the label `com.docker.compose.project`.
    Compose,
    /// Swarm, by the labels `com.docker.swarm.*` (`com.docker.stack.namespace` names the stack).
    Swarm,
    /// A kubelet on this engine, by the labels `io.kubernetes.*`.
    Kubernetes,
    /// Nobody: started by `docker run` or the like.
    Loose,
}

/// A stack (Compose: a project) on one host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct StackId {
    /// The host it runs on.
    pub host: HostId,
    /// Who manages it; part of the identity, so that a project called `loose` is not the loose group.
    pub manager: Manager,
    /// The project's name; `loose` for the containers of no stack.
    pub name: Arc<str>,
}

/// A service of a stack. In the loose group every container is a service of its own, named after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ServiceId {
    /// The stack it belongs to.
    pub stack: StackId,
    /// The key under `services:`.
    pub name: Arc<str>,
}

impl fmt::Display for StackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Display for ServiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.stack.name, self.name)
    }
}

/// One piece of work in progress; unique in a run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TaskId(pub u64);

/// One subscription to logs; unique in a run of the program. A batch of an older subscription is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SubscriptionId(pub u64);

/// One connection to an engine. Messages of an older epoch than the newest are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Epoch(pub u64);
