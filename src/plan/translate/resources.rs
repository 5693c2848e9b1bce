//! Limits and shares.

use super::list;
use crate::compose::model::blkio::{self, Blkio};
use crate::compose::model::service::Service;
use crate::engine::spec::{ContainerSpec, DeviceRate, DeviceWeight, UlimitSpec};

/// Sets what a container may use. What `deploy` says wins.
pub(super) fn limit(service: &Service, spec: &mut ContainerSpec) {
    let container = &service.container;
    spec.cgroup_parent = container.cgroup_parent.to_string();
    spec.memory_limit_bytes = container.mem_limit.0;
    spec.memory_swap_bytes = container.memswap_limit.0;
    spec.memory_swappiness = Some(container.mem_swappiness.0).filter(|percent| *percent != 0);
    spec.memory_reservation_bytes = container.mem_reservation.0;
    spec.oom_kill_disable = Some(container.oom_kill_disable);
    spec.cpu_count = container.cpu_count;
    spec.cpu_period = container.cpu_period;
    spec.cpu_quota = container.cpu_quota;
    spec.cpu_rt_period = container.cpu_rt_period;
    spec.cpu_rt_runtime = container.cpu_rt_runtime;
    spec.cpu_shares = container.cpu_shares;
    spec.nano_cpus = scaled(container.cpus, 1e9);
    spec.cpu_percent = scaled(container.cpu_percent, 100.0);
    spec.cpuset = container.cpuset.to_string();
    spec.device_cgroup_rules = list(&container.device_cgroup_rules);
    spec.pids_limit = Some(container.pids_limit).filter(|limit| *limit != 0);
    spec.ulimits = container
        .ulimits
        .iter()
        .map(|(name, limit)| {
            // Of one that is told apart, a half that is not set is the single one, which is 0.
            let or_single = |half: i64| if half == 0 { limit.single } else { half };
            UlimitSpec {
                name: name.to_string(),
                soft: or_single(limit.soft),
                hard: or_single(limit.hard),
            }
        })
        .collect();
    if let Some(blkio) = &container.blkio_config {
        block_devices(blkio, spec);
    }
    let resources = service.deploy.as_ref().map(|deploy| &deploy.resources);
    if let Some(limits) = resources.and_then(|resources| resources.limits.as_ref()) {
        if limits.memory.0 != 0 {
            spec.memory_limit_bytes = limits.memory.0;
        }
        if limits.cpus != 0.0 {
            spec.nano_cpus = scaled(limits.cpus, 1e9);
        }
        if limits.pids > 0 {
            spec.pids_limit = Some(limits.pids);
        }
    }
    if let Some(reservations) = resources.and_then(|resources| resources.reservations.as_ref())
        && reservations.memory.0 != 0
    {
        spec.memory_reservation_bytes = reservations.memory.0;
    }
}

/// In 32 bits, as Compose reckons: the last digits are part of what an inspection shows.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what does not fit is an engine's to refuse"
)]
fn scaled(amount: f32, by: f32) -> i64 {
    (amount * by) as i64
}

fn block_devices(blkio: &Blkio, spec: &mut ContainerSpec) {
    let rates = |devices: &[blkio::DeviceRate]| {
        devices
            .iter()
            .map(|device| DeviceRate {
                path: device.path.to_string(),
                rate: u64::try_from(device.rate.0).unwrap_or(0),
            })
            .collect()
    };
    spec.blkio_weight = blkio.weight;
    spec.blkio_weight_device = blkio
        .weight_device
        .iter()
        .map(|device| DeviceWeight {
            path: device.path.to_string(),
            weight: device.weight,
        })
        .collect();
    spec.blkio_read_bps = rates(&blkio.device_read_bps);
    spec.blkio_read_iops = rates(&blkio.device_read_iops);
    spec.blkio_write_bps = rates(&blkio.device_write_bps);
    spec.blkio_write_iops = rates(&blkio.device_write_iops);
}
