//! Containers.

use super::ports;
use super::wire::{Unset as _, wire};
use super::{
    ContainerPort, DeviceRate, DeviceRequestSpec, DeviceSpec, DeviceWeight, EndpointSpec, Env,
    HealthSpec, MountSpec, PortBinding, UlimitSpec,
};
use crate::model::observed::RestartPolicy;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::time::Duration;

/// Declares the container: what stands outside of the body's lists, what its `Config` holds, and its `HostConfig`.
macro_rules! container {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$own_about:meta])* $own:ident : $own_type:ty, )*
            ..config
            $( $(#[$config_about:meta])* $config:ident : $config_type:ty => $config_key:literal, )*
            ..host
            $( $(#[$host_about:meta])* $host:ident : $host_type:ty => $host_key:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$own_about])* pub $own: $own_type, )*
            $( $(#[$config_about])* pub $config: $config_type, )*
            $( $(#[$host_about])* pub $host: $host_type, )*
        }

        impl $name {
            fn config_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(
                    if !self.$config.is_unset() {
                        map.serialize_entry($config_key, &self.$config)?;
                    }
                )*
                Ok(())
            }

            fn host_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(
                    if !self.$host.is_unset() {
                        map.serialize_entry($host_key, &self.$host)?;
                    }
                )*
                Ok(())
            }
        }
    };
}

container! {
    /// A container to be made: `POST /containers/create`.
    pub struct ContainerSpec {
        /// Its name; empty: the engine invents one.
        name: String,
        /// Platform of its image: `linux/arm64`; empty: the engine's. From API 1.41 on.
        platform: String,
        /// Published ports; they are exposed, too.
        ports: Vec<PortBinding>,
        /// Ports that only networks see.
        exposed: Vec<ContainerPort>,
        /// Time until SIGKILL, in whole seconds; `None`: the engine's 10 s.
        stop_timeout: Option<Duration>,
        /// Names that it can resolve: `host:address`.
        extra_hosts: Vec<String>,
        /// When it is started again; without a name: never.
        restart_policy: RestartPolicy,
        /// The networks it is in from the beginning, by name. Below API 1.44 there can be one, that of `network_mode`.
        endpoints: BTreeMap<String, EndpointSpec>,
        ..config
        /// Its image.
        image: String => "Image",
        /// What its command is given to. `None`: the image's; empty: nothing.
        entrypoint: Option<Vec<String>> => "Entrypoint",
        /// What it runs. `None`: the image's.
        command: Option<Vec<String>> => "Cmd",
        /// Set over the image's variables.
        env: Env => "Env",
        /// Labels.
        labels: BTreeMap<String, String> => "Labels",
        /// Its name for itself; empty: its short id.
        hostname: String => "Hostname",
        /// Its domain.
        domainname: String => "Domainname",
        /// `user[:group]`; empty: the image's.
        user: String => "User",
        /// Where its command begins; empty: the image's.
        working_dir: String => "WorkingDir",
        /// With a terminal.
        tty: bool => "Tty",
        /// Standard input stays open.
        open_stdin: bool => "OpenStdin",
        /// Standard input closes with the first who was attached.
        stdin_once: bool => "StdinOnce",
        /// For `attach`, as whoever made it asked; the engine only keeps it.
        attach_stdin: bool => "AttachStdin",
        /// As [`Self::attach_stdin`].
        attach_stdout: bool => "AttachStdout",
        /// As [`Self::attach_stdin`].
        attach_stderr: bool => "AttachStderr",
        /// Health check; `None`: the image's.
        health: Option<HealthSpec> => "Healthcheck",
        /// The image's by default, else `SIGTERM`.
        stop_signal: Option<String> => "StopSignal",
        /// Without any network.
        network_disabled: bool => "NetworkDisabled",
        /// Hardware address in its main network. Below API 1.44; from there on the endpoint has it.
        mac_address: String => "MacAddress",
        ..host
        /// `bridge`, `host`, `none`, `container:…`, or a network's name; empty: `bridge`.
        network_mode: String => "NetworkMode",
        /// Directories and volumes in the short form: `source:target:options`.
        binds: Vec<String> => "Binds",
        /// Mounts with options.
        mounts: Vec<MountSpec> => "Mounts",
        /// Mounts in memory: options by path.
        tmpfs: BTreeMap<String, String> => "Tmpfs",
        /// Containers whose mounts it has too: `container[:ro]`.
        volumes_from: Vec<String> => "VolumesFrom",
        /// Driver of volumes that are made for it.
        volume_driver: String => "VolumeDriver",
        /// Containers that it knows in the default bridge: `container:name`.
        links: Vec<String> => "Links",
        /// Capabilities that it gets.
        cap_add: Vec<String> => "CapAdd",
        /// Capabilities that it loses.
        cap_drop: Vec<String> => "CapDrop",
        /// Name servers.
        dns: Vec<String> => "Dns",
        /// Domains in which names are looked for.
        dns_search: Vec<String> => "DnsSearch",
        /// Options of the resolver.
        dns_options: Vec<String> => "DnsOptions",
        /// Further groups of its user.
        group_add: Vec<String> => "GroupAdd",
        /// Namespace of inter-process communication.
        ipc_mode: String => "IpcMode",
        /// Namespace of processes.
        pid_mode: String => "PidMode",
        /// Namespace of host names.
        uts_mode: String => "UTSMode",
        /// Namespace of users.
        userns_mode: String => "UsernsMode",
        /// Namespace of control groups.
        cgroupns_mode: String => "CgroupnsMode",
        /// Isolation, on Windows.
        isolation: String => "Isolation",
        /// With all privileges.
        privileged: bool => "Privileged",
        /// Its file system is read-only.
        read_only: bool => "ReadonlyRootfs",
        /// A small init process runs in it; `None`: as the engine is set.
        init: Option<bool> => "Init",
        /// `runc`; empty: the engine's default.
        runtime: String => "Runtime",
        /// Options of security modules.
        security_opt: Vec<String> => "SecurityOpt",
        /// Paths that are hidden from it; `None`: the engine's.
        masked_paths: Option<Vec<String>> => "MaskedPaths",
        /// Paths that are read-only in it; `None`: the engine's.
        readonly_paths: Option<Vec<String>> => "ReadonlyPaths",
        /// Where its output goes; `None`: as the engine is set.
        log: Option<LogSpec> => "LogConfig",
        /// Options of the storage driver.
        storage_opt: BTreeMap<String, String> => "StorageOpt",
        /// For its runtime. From API 1.43 on.
        annotations: BTreeMap<String, String> => "Annotations",
        /// Size of `/dev/shm`; 0: the engine's.
        shm_size_bytes: i64 => "ShmSize",
        /// Parameters of the kernel.
        sysctls: BTreeMap<String, String> => "Sysctls",
        /// How soon the kernel ends it when memory runs out.
        oom_score_adj: i64 => "OomScoreAdj",
        /// The kernel leaves it alone when memory runs out.
        oom_kill_disable: Option<bool> => "OomKillDisable",
        /// It is removed when it ends.
        auto_remove: bool => "AutoRemove",
        /// Its control group stands below this one.
        cgroup_parent: String => "CgroupParent",
        /// Memory limit; 0: none.
        memory_limit_bytes: i64 => "Memory",
        /// Memory and swap together; -1: no limit; 0: as the engine reckons.
        memory_swap_bytes: i64 => "MemorySwap",
        /// How readily its memory is swapped out, 0 to 100.
        memory_swappiness: Option<i64> => "MemorySwappiness",
        /// Memory that is kept for it.
        memory_reservation_bytes: i64 => "MemoryReservation",
        /// Processor time, in billionths of a core; 0: no limit.
        nano_cpus: i64 => "NanoCpus",
        /// Share of processor time against other containers.
        cpu_shares: i64 => "CpuShares",
        /// Period of the scheduler, in microseconds.
        cpu_period: i64 => "CpuPeriod",
        /// Time in each period, in microseconds.
        cpu_quota: i64 => "CpuQuota",
        /// Period of the real-time scheduler, in microseconds.
        cpu_rt_period: i64 => "CpuRealtimePeriod",
        /// Time in each period of it, in microseconds.
        cpu_rt_runtime: i64 => "CpuRealtimeRuntime",
        /// Which processors: `0-3`.
        cpuset: String => "CpusetCpus",
        /// Processors, on Windows.
        cpu_count: i64 => "CpuCount",
        /// Hundredths of a percent of the processors, on Windows.
        cpu_percent: i64 => "CpuPercent",
        /// Processes it may have; -1: no limit.
        pids_limit: Option<i64> => "PidsLimit",
        /// Share of block devices, 10 to 1000.
        blkio_weight: u16 => "BlkioWeight",
        /// Share of single block devices.
        blkio_weight_device: Vec<DeviceWeight> => "BlkioWeightDevice",
        /// Bytes a second that may be read.
        blkio_read_bps: Vec<DeviceRate> => "BlkioDeviceReadBps",
        /// Operations a second that may read.
        blkio_read_iops: Vec<DeviceRate> => "BlkioDeviceReadIOps",
        /// Bytes a second that may be written.
        blkio_write_bps: Vec<DeviceRate> => "BlkioDeviceWriteBps",
        /// Operations a second that may write.
        blkio_write_iops: Vec<DeviceRate> => "BlkioDeviceWriteIOps",
        /// Devices of the host.
        devices: Vec<DeviceSpec> => "Devices",
        /// Devices by what they can do.
        device_requests: Vec<DeviceRequestSpec> => "DeviceRequests",
        /// Rules for devices, as the kernel has them: `c 1:3 mr`.
        device_cgroup_rules: Vec<String> => "DeviceCgroupRules",
        /// Limits of its processes.
        ulimits: Vec<UlimitSpec> => "Ulimits",
    }
}

wire! {
    /// Where a container's output goes.
    pub struct LogSpec {
        /// `json-file`, `local`, `journald`, …; empty: the engine's.
        driver: String => "Type",
        /// Options of the driver.
        options: BTreeMap<String, String> => "Config",
    }
}

/// The body of the request.
impl Serialize for ContainerSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.config_entries(&mut map)?;
        let exposed = ports::exposed(&self.ports, &self.exposed);
        if !exposed.is_empty() {
            map.serialize_entry("ExposedPorts", &exposed)?;
        }
        if let Some(timeout) = self.stop_timeout {
            map.serialize_entry("StopTimeout", &timeout.as_secs())?;
        }
        map.serialize_entry("HostConfig", &HostConfig(self))?;
        if !self.endpoints.is_empty() {
            let networking = BTreeMap::from([("EndpointsConfig", &self.endpoints)]);
            map.serialize_entry("NetworkingConfig", &networking)?;
        }
        map.end()
    }
}

struct HostConfig<'a>(&'a ContainerSpec);

impl Serialize for HostConfig<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.host_entries(&mut map)?;
        // Sent also where they are empty, as Compose does: an inspection shows the difference.
        map.serialize_entry("ExtraHosts", &self.0.extra_hosts)?;
        map.serialize_entry("PortBindings", &ports::bindings(&self.0.ports))?;
        if !self.0.restart_policy.name.is_empty() {
            map.serialize_entry("RestartPolicy", &Policy(&self.0.restart_policy))?;
        }
        map.end()
    }
}

/// A restart policy as the API has it.
pub(in crate::engine) struct Policy<'a>(pub(in crate::engine) &'a RestartPolicy);

impl Serialize for Policy<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Name", &self.0.name)?;
        if self.0.maximum_retries > 0 {
            map.serialize_entry("MaximumRetryCount", &self.0.maximum_retries)?;
        }
        map.end()
    }
}
