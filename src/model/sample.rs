//! Resource use of one container at one moment.

use crate::model::ids::InstanceId;
use crate::model::time::Timestamp;

/// One reading, as `docker stats` counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Whose.
    pub instance_id: InstanceId,
    /// When the engine read it.
    pub at: Timestamp,
    /// 100 is one core fully used: Δcontainer ÷ Δsystem × online CPUs × 100. `None` on the first reading of a stream.
    pub cpu_percent_of_one_core: Option<f64>,
    /// Without the page cache: minus `inactive_file` (cgroup v2) or `total_inactive_file` (v1), else `usage` itself.
    pub memory_used_bytes: u64,
    /// The container's limit, or the host's memory where it has none; 0 if unknown.
    pub memory_limit_bytes: u64,
    /// Received since the container started, all interfaces.
    pub network_received_bytes: u64,
    /// Sent since the container started, all interfaces.
    pub network_sent_bytes: u64,
    /// Read from block devices since the container started.
    pub block_read_bytes: u64,
    /// Written to block devices since the container started.
    pub block_written_bytes: u64,
    /// Processes and threads.
    pub pids: u64,
}
