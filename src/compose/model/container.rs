//! What makes a container, wherever it is described: in a service, a job or a hook before the start.

use crate::compose::model::blkio::Blkio;
use crate::compose::model::command::Command;
use crate::compose::model::device::{Device, DeviceRequest};
use crate::compose::model::files::{EnvFile, FileReference};
use crate::compose::model::hosts::ExtraHosts;
use crate::compose::model::logging::{CredentialSpec, Logging};
use crate::compose::model::models::ModelReference;
use crate::compose::model::mount::Mount;
use crate::compose::model::network::Endpoint;
use crate::compose::model::record::record;
use crate::compose::model::ulimit::Ulimit;
use crate::compose::model::units::{Bytes, Duration};
use crate::compose::model::{Mapping, Text};

record! {
    /// What makes a container.
    pub struct Container {
        /// Annotations of the container, for its runtime.
        annotations: Mapping<Text>,
        /// Shares and limits of block devices.
        blkio_config: Option<Blkio>,
        /// Capabilities it gets.
        cap_add: Vec<Text>,
        /// Capabilities it loses.
        cap_drop: Vec<Text>,
        /// Its control group stands below this one.
        cgroup_parent: Text,
        /// Namespace of control groups: `host` or `private`.
        cgroup: Text,
        /// Processors it may use, on Windows.
        cpu_count: i64,
        /// Percent of the processors, on Windows.
        cpu_percent: f32,
        /// Period of the scheduler, in microseconds.
        cpu_period: i64,
        /// Time in each period, in microseconds.
        cpu_quota: i64,
        /// Period of the real-time scheduler, in microseconds.
        cpu_rt_period: i64,
        /// Time in each period of it, in microseconds.
        cpu_rt_runtime: i64,
        /// Processors it may use, also a part of one.
        cpus: f32,
        /// Which processors it may use: `0-3`, `0,1`.
        cpuset: Text,
        /// Share of processor time against other containers.
        cpu_shares: i64,
        /// What it runs.
        command: Command,
        /// Configs that are put into it.
        configs: Vec<FileReference>,
        /// Credentials of a managed account, on Windows.
        credential_spec: Option<CredentialSpec>,
        /// Rules for devices, as the kernel has them: `c 1:3 mr`.
        device_cgroup_rules: Vec<Text>,
        /// Devices of the host.
        devices: Vec<Device>,
        /// Name servers.
        dns: Vec<Text>,
        /// Options of the resolver.
        dns_opt: Vec<Text>,
        /// Domains in which names are looked for.
        dns_search: Vec<Text>,
        /// Its domain.
        domainname: Text,
        /// What `command` is given to.
        entrypoint: Command,
        /// Its environment. `None`: a name alone, which the caller's environment does not have either.
        environment: Mapping<Option<Text>>,
        /// Files with environment; empty after they were read into `environment`.
        env_file: Vec<EnvFile>,
        /// Names it can resolve.
        extra_hosts: ExtraHosts,
        /// Further groups of its user.
        group_add: Vec<Text>,
        /// Graphics cards.
        gpus: Vec<DeviceRequest>,
        /// Its name for itself.
        hostname: Text,
        /// Its image.
        image: Text,
        /// Whether a small init process runs in it.
        init: Option<bool>,
        /// Namespace of inter-process communication: `host`, `private`, `shareable`, `service:…`, `container:…`.
        ipc: Text,
        /// Isolation, on Windows.
        isolation: Text,
        /// Its labels.
        labels: Mapping<Text>,
        /// Files with labels, which are in `labels` too.
        label_file: Vec<Text>,
        /// Where its output goes.
        logging: Option<Logging>,
        /// Memory it may use.
        mem_limit: Bytes,
        /// Memory that is kept for it.
        mem_reservation: Bytes,
        /// Memory and swap together; -1: no limit.
        memswap_limit: Bytes,
        /// How readily its memory is swapped out, 0 to 100.
        mem_swappiness: Bytes,
        /// Hardware address in its main network.
        mac_address: Text,
        /// Language models it uses.
        models: Mapping<Option<ModelReference>>,
        /// Whose network it uses: `none`, `host`, `bridge`, `service:…`, `container:…`.
        network_mode: Text,
        /// Networks it is in; `None`: with nothing of its own.
        networks: Mapping<Option<Endpoint>>,
        /// Whether the kernel leaves it alone when memory runs out.
        oom_kill_disable: bool,
        /// How soon the kernel ends it when memory runs out.
        oom_score_adj: i64,
        /// Namespace of processes: `host`, `service:…`, `container:…`.
        pid: Text,
        /// Processes it may have; -1: no limit.
        pids_limit: i64,
        /// Platform of its image: `linux/arm64`.
        platform: Text,
        /// Whether it has all privileges.
        privileged: bool,
        /// When its image is pulled: `always`, `missing`, `never`, `build`, `daily`, `weekly`, `every_…`, `refresh`.
        pull_policy: Text,
        /// After which time `refresh` pulls.
        pull_refresh_after: Text,
        /// Whether its file system is read-only.
        read_only: bool,
        /// The runtime: `runc`.
        runtime: Text,
        /// Secrets that are put into it.
        secrets: Vec<FileReference>,
        /// Options of security modules.
        security_opt: Vec<Text>,
        /// Size of `/dev/shm`.
        shm_size: Bytes,
        /// How long it may take to stop before it is killed.
        stop_grace_period: Option<Duration>,
        /// The signal that asks it to stop.
        stop_signal: Text,
        /// Options of the storage driver.
        storage_opt: Mapping<Text>,
        /// Parameters of the kernel.
        sysctls: Mapping<Text>,
        /// Mounts in memory: `/path[:options]`.
        tmpfs: Vec<Text>,
        /// Limits of its processes.
        ulimits: Mapping<Ulimit>,
        /// Whether it gets the engine's socket, and the credentials of whoever starts it.
        use_api_socket: bool,
        /// Who runs in it: `user[:group]`.
        user: Text,
        /// Namespace of users: `host`.
        userns_mode: Text,
        /// Namespace of host names: `host`.
        uts: Text,
        /// What is mounted.
        volumes: Vec<Mount>,
        /// Services (`service[:ro]`) and containers (`container:name[:ro]`) whose mounts it has too.
        volumes_from: Vec<Text>,
        /// Where its command begins.
        working_dir: Text,
    }
}
