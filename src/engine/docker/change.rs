//! Changes by requests of our own, where the API's records are ours ([`crate::engine::spec`]). As those by bollard, each
//! runs to its end in a task of its own.
#![expect(
    clippy::disallowed_methods,
    reason = "a change that has begun must outlive the one who asked for it"
)]

use crate::engine::docker::encode::{image_path, name_segment, query_value};
use crate::engine::docker::transport::{self, ask};
use crate::engine::docker::{DockerEngine, archive, lax, refusal, resources, segment};
use crate::engine::spec::Policy;
use crate::engine::{
    ContainerSpec, Created, EndpointSpec, EngineError, FileSpec, NetworkSpec, Result, VolumeSpec,
};
use crate::model::api_version::ApiVersion;
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use crate::model::observed::{RestartPolicy, Volume};
use hyper::Method;
use hyper::body::Bytes;
use serde::{Deserialize, Serialize};

/// From here on a container can be asked for by platform.
const PLATFORM: ApiVersion = ApiVersion::one(41);

impl DockerEngine {
    /// One change, to its end.
    async fn apply(
        &self,
        method: Method,
        route: &str,
        body: Option<(&'static str, Bytes)>,
        capability: Capability,
    ) -> Result<Bytes> {
        let request = ask(method, &self.path(route), body)?;
        let engine = self.clone();
        let task = tokio::spawn(async move {
            let transport = engine.transport();
            let answer = transport.call(request, transport.limits.write, capability);
            answer.await.map(|answer| answer.body)
        });
        task.await
            .unwrap_or_else(|error| Err(EngineError::Protocol(error.to_string())))
    }

    async fn post(
        &self,
        route: &str,
        body: &(impl Serialize + Sync),
        capability: Capability,
    ) -> Result<Bytes> {
        let body = serde_json::to_vec(body)
            .map_err(|error| EngineError::Protocol(format!("cannot write the request: {error}")))?;
        let body = ("application/json", Bytes::from(body));
        self.apply(Method::POST, route, Some(body), capability)
            .await
    }

    pub(super) async fn create(&self, spec: ContainerSpec) -> Result<Created> {
        #[derive(Default, Deserialize)]
        #[serde(default, rename_all = "PascalCase")]
        struct Answer {
            #[serde(deserialize_with = "lax::text")]
            id: String,
            #[serde(deserialize_with = "lax::list")]
            warnings: Vec<String>,
        }
        let mut query = Vec::new();
        if !spec.name.is_empty() {
            query.push(format!("name={}", query_value(&spec.name)));
        }
        if !spec.platform.is_empty() && self.version() >= PLATFORM {
            query.push(format!("platform={}", query_value(&spec.platform)));
        }
        let route = match query.as_slice() {
            [] => "/containers/create".to_owned(),
            query => format!("/containers/create?{}", query.join("&")),
        };
        let body = self.post(&route, &spec, Capability::Write).await?;
        let answer: Answer = read(&body)?;
        Ok(Created {
            id: InstanceId::from(known_id(answer.id)?),
            warnings: answer
                .warnings
                .iter()
                .map(|warning| refusal::words(warning))
                .collect(),
        })
    }

    pub(super) async fn rename_to(&self, id: &InstanceId, name: &str) -> Result<()> {
        let id = segment(id.as_str())?;
        let route = format!("/containers/{id}/rename?name={}", query_value(name));
        self.apply(Method::POST, &route, None, Capability::Write)
            .await
            .map(drop)
    }

    pub(super) async fn set_policy(&self, id: &InstanceId, policy: RestartPolicy) -> Result<()> {
        #[derive(Serialize)]
        struct Update<'a> {
            #[serde(rename = "RestartPolicy")]
            policy: Policy<'a>,
        }
        let route = format!("/containers/{}/update", segment(id.as_str())?);
        let update = Update {
            policy: Policy(&policy),
        };
        self.post(&route, &update, Capability::Write)
            .await
            .map(drop)
    }

    /// Waits without an end, and so without a task of its own.
    pub(super) async fn wait_for(&self, id: &InstanceId) -> Result<i64> {
        #[derive(Default, Deserialize)]
        #[serde(default, rename_all = "PascalCase")]
        struct Answer {
            #[serde(deserialize_with = "lax::value")]
            status_code: i64,
        }
        let route = format!("/containers/{}/wait", segment(id.as_str())?);
        let request = ask(Method::POST, &self.path(&route), None)?;
        let (response, _guard) = self.transport().send(request).await?;
        let status = response.status();
        if !status.is_success() {
            let body = transport::error_body(response.into_body()).await;
            return Err(refusal::of_status(status, &body, Capability::Write));
        }
        let body = transport::collect(response.into_body(), 1 << 20).await?;
        Ok(read::<Answer>(&body)?.status_code)
    }

    pub(super) async fn put(&self, id: &InstanceId, file: FileSpec) -> Result<()> {
        let names_owner = file.uid.is_some() || file.gid.is_some();
        let owner = if names_owner && file.takes_user {
            "&copyUIDGID=true"
        } else {
            ""
        };
        let id = segment(id.as_str())?;
        let route = format!("/containers/{id}/archive?path=%2F&noOverwriteDirNonDir=true{owner}");
        let body = ("application/x-tar", Bytes::from(archive::of_one(&file)?));
        self.apply(Method::PUT, &route, Some(body), Capability::Write)
            .await
            .map(drop)
    }

    pub(super) async fn add_network(&self, spec: NetworkSpec) -> Result<String> {
        #[derive(Default, Deserialize)]
        #[serde(default, rename_all = "PascalCase")]
        struct Answer {
            #[serde(deserialize_with = "lax::text")]
            id: String,
        }
        let body = self
            .post("/networks/create", &spec, Capability::Networks)
            .await?;
        known_id(read::<Answer>(&body)?.id)
    }

    pub(super) async fn delete_network(&self, network: &str) -> Result<()> {
        let route = format!("/networks/{}", name_segment("network", network)?);
        self.apply(Method::DELETE, &route, None, Capability::Networks)
            .await
            .map(drop)
    }

    pub(super) async fn connect_to(
        &self,
        network: &str,
        container: &InstanceId,
        endpoint: EndpointSpec,
    ) -> Result<()> {
        let route = format!("/networks/{}/connect", name_segment("network", network)?);
        let body = serde_json::json!({
            "Container": container.as_str(),
            "EndpointConfig": endpoint,
        });
        self.post(&route, &body, Capability::Networks)
            .await
            .map(drop)
    }

    pub(super) async fn disconnect_from(
        &self,
        network: &str,
        container: &InstanceId,
        force: bool,
    ) -> Result<()> {
        let route = format!("/networks/{}/disconnect", name_segment("network", network)?);
        let body = serde_json::json!({ "Container": container.as_str(), "Force": force });
        self.post(&route, &body, Capability::Networks)
            .await
            .map(drop)
    }

    pub(super) async fn add_volume(&self, spec: VolumeSpec) -> Result<Volume> {
        let body = self.post("/volumes/create", &spec, Capability::Volumes);
        resources::volume(&body.await?)
    }

    pub(super) async fn delete_volume(&self, name: &str, force: bool) -> Result<()> {
        let name = name_segment("volume", name)?;
        let route = format!("/volumes/{name}?force={force}");
        self.apply(Method::DELETE, &route, None, Capability::Volumes)
            .await
            .map(drop)
    }

    pub(super) async fn delete_image(&self, name: &str, force: bool) -> Result<()> {
        let route = format!("/images/{}?force={force}", image_path(name)?);
        self.apply(Method::DELETE, &route, None, Capability::Images)
            .await
            .map(drop)
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| EngineError::Protocol(error.to_string()))
}

fn known_id(id: String) -> Result<String> {
    if id.is_empty() {
        return Err(EngineError::Protocol("what was made has no id".to_owned()));
    }
    Ok(id)
}
