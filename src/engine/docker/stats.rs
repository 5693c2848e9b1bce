//! `GET /containers/{id}/stats`, counted as `docker stats` counts.

use crate::engine::Items;
use crate::engine::docker::json_lines::JsonLines;
use crate::engine::docker::lax;
use crate::engine::docker::transport::BodyStream;
use crate::model::ids::InstanceId;
use crate::model::sample::Sample;
use crate::model::time::Timestamp;
use futures_util::stream;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reading {
    #[serde(deserialize_with = "lax::raw_text")]
    read: String,
    #[serde(deserialize_with = "lax::raw_text")]
    preread: String,
    #[serde(deserialize_with = "lax::value")]
    cpu_stats: Cpu,
    #[serde(deserialize_with = "lax::value")]
    precpu_stats: Cpu,
    #[serde(deserialize_with = "lax::value")]
    memory_stats: Memory,
    #[serde(deserialize_with = "lax::map")]
    networks: BTreeMap<String, Network>,
    #[serde(deserialize_with = "lax::value")]
    blkio_stats: Blocks,
    #[serde(deserialize_with = "lax::value")]
    pids_stats: Pids,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Cpu {
    #[serde(rename = "cpu_usage", deserialize_with = "lax::value")]
    usage: CpuUsage,
    #[serde(deserialize_with = "lax::value")]
    system_cpu_usage: u64,
    #[serde(deserialize_with = "lax::value")]
    online_cpus: u64,
    /// Podman's own percent: only podman sends it.
    #[serde(rename = "cpu", deserialize_with = "lax::value")]
    percent: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CpuUsage {
    #[serde(deserialize_with = "lax::value")]
    total_usage: u64,
    #[serde(deserialize_with = "lax::list")]
    percpu_usage: Vec<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Memory {
    #[serde(deserialize_with = "lax::value")]
    usage: u64,
    #[serde(deserialize_with = "lax::value")]
    limit: u64,
    #[serde(deserialize_with = "lax::map")]
    stats: BTreeMap<String, u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Network {
    #[serde(deserialize_with = "lax::value")]
    rx_bytes: u64,
    #[serde(deserialize_with = "lax::value")]
    tx_bytes: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Blocks {
    #[serde(deserialize_with = "lax::list")]
    io_service_bytes_recursive: Vec<Block>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Block {
    #[serde(deserialize_with = "lax::text")]
    op: String,
    #[serde(deserialize_with = "lax::value")]
    value: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pids {
    #[serde(deserialize_with = "lax::value")]
    current: u64,
}

/// Reads one line; `None` where the container does not run (its reading has Go's zero time) or it is no reading.
fn sample(instance_id: &InstanceId, line: &[u8]) -> Option<Sample> {
    let reading: Reading = serde_json::from_str(&String::from_utf8_lossy(line)).ok()?;
    let at = Timestamp::parse(&reading.read)?;
    let sum = |of: fn(&Network) -> u64| reading.networks.values().map(of).sum();
    let blocks = |op: &str| {
        reading
            .blkio_stats
            .io_service_bytes_recursive
            .iter()
            .filter(|block| block.op.eq_ignore_ascii_case(op))
            .map(|block| block.value)
            .sum()
    };
    Some(Sample {
        instance_id: instance_id.clone(),
        at,
        cpu_percent_of_one_core: cpu_percent(&reading, at),
        memory_used_bytes: memory_used(&reading.memory_stats),
        memory_limit_bytes: reading.memory_stats.limit,
        network_received_bytes: sum(|network| network.rx_bytes),
        network_sent_bytes: sum(|network| network.tx_bytes),
        block_read_bytes: blocks("read"),
        block_written_bytes: blocks("write"),
        pids: reading.pids_stats.current,
    })
}

/// Shortest time between two readings that says anything: podman's first one compares with a few milliseconds before.
const SHORTEST_SPAN: Duration = Duration::from_millis(100);

/// 100 is one core; `None` without an earlier reading, where `docker stats` shows the mean since the start.
fn cpu_percent(reading: &Reading, at: Timestamp) -> Option<f64> {
    let (before, now) = (&reading.precpu_stats, &reading.cpu_stats);
    let span = Timestamp::parse(&reading.preread).map(|before| before.age(at));
    if span.is_some_and(|span| span < SHORTEST_SPAN) {
        return None;
    }
    let used = now
        .usage
        .total_usage
        .saturating_sub(before.usage.total_usage);
    let (of, cores) = if now.percent.is_some() {
        // Podman's `system_cpu_usage` is what all cores worked, not how long they were there: time itself is the measure.
        (u64::try_from(span?.as_nanos()).ok()?, 1)
    } else {
        let system = now
            .system_cpu_usage
            .checked_sub(before.system_cpu_usage)
            .filter(|_| before.system_cpu_usage > 0)?;
        (system, cores(now))
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "nanoseconds between two readings fit"
    )]
    let percent = used as f64 / of as f64 * cores as f64 * 100.0;
    (of > 0).then_some(percent)
}

/// As `calculateCPUPercentUnix` of docker/cli counts them.
fn cores(cpu: &Cpu) -> u64 {
    match cpu.online_cpus {
        0 => u64::try_from(cpu.usage.percpu_usage.len())
            .unwrap_or(0)
            .max(1),
        cores => cores,
    }
}

/// `calculateMemUsageUnixNoCache` of docker/cli: without the page cache that can be dropped.
fn memory_used(memory: &Memory) -> u64 {
    // cgroup v1 has the first, v2 the second; podman sends neither.
    ["total_inactive_file", "inactive_file"]
        .iter()
        .find_map(|name| memory.stats.get(*name))
        .and_then(|cache| memory.usage.checked_sub(*cache))
        .unwrap_or(memory.usage)
}

/// The readings of a body as they come.
pub(super) fn items(instance_id: InstanceId, body: BodyStream) -> Items<Sample> {
    struct State {
        body: Option<BodyStream>,
        lines: JsonLines,
        instance_id: InstanceId,
    }
    let state = State {
        body: Some(body),
        lines: JsonLines::default(),
        instance_id,
    };
    Box::pin(stream::unfold(state, |mut state| async move {
        loop {
            // The newest wins where several came at once.
            let mut newest = None;
            let mut take =
                |line: &[u8]| newest = sample(&state.instance_id, line).or(newest.take());
            match state.body.as_mut()?.next().await {
                Some(Ok(bytes)) => state.lines.push(&bytes, &mut take),
                Some(Err(error)) => {
                    state.body = None;
                    return Some((Err(error), state));
                }
                None => {
                    state.lines.finish(&mut take);
                    state.body = None;
                }
            }
            if let Some(sample) = newest {
                return Some((Ok(sample), state));
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Sample> {
        sample(&InstanceId::from("a"), text.as_bytes())
    }

    const V2: &str = r#"{"read":"2026-11-24T07:40:41Z","preread":"2026-11-24T07:40:40Z",
        "cpu_stats":{"cpu_usage":{"total_usage":1500},"system_cpu_usage":20000,"online_cpus":4},
        "precpu_stats":{"cpu_usage":{"total_usage":1000},"system_cpu_usage":18000,"online_cpus":4},
        "memory_stats":{"usage":1000,"limit":5000,"stats":{"inactive_file":300,"file":400}},
        "networks":{"eth0":{"rx_bytes":1,"tx_bytes":2},"eth1":{"rx_bytes":10,"tx_bytes":20}},
        "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":5},{"op":"read","value":6},{"op":"Write","value":7}]},
        "pids_stats":{"current":3}}"#;

    #[test]
    fn a_reading_of_cgroup_2_counts_as_docker_stats_does() {
        let sample = read(V2).unwrap();
        assert!((sample.cpu_percent_of_one_core.unwrap() - 100.0).abs() < 1e-9);
        assert_eq!(sample.memory_used_bytes, 700);
        assert_eq!(
            (sample.network_received_bytes, sample.network_sent_bytes),
            (11, 22)
        );
        assert_eq!(
            (sample.block_read_bytes, sample.block_written_bytes),
            (11, 7)
        );
        assert_eq!(sample.pids, 3);
    }

    #[test]
    fn a_reading_of_cgroup_1_counts_its_own_cache_and_cores() {
        let text = V2
            .replace("\"file\":400", "\"total_inactive_file\":100")
            .replace(",\"online_cpus\":4", "")
            .replace(
                "\"total_usage\":1500",
                "\"total_usage\":1500,\"percpu_usage\":[1,2]",
            );
        let sample = read(&text).unwrap();
        assert!((sample.cpu_percent_of_one_core.unwrap() - 50.0).abs() < 1e-9);
        assert_eq!(sample.memory_used_bytes, 900);
    }

    #[test]
    fn the_first_reading_has_no_cpu() {
        let text = V2.replace("18000", "0");
        assert_eq!(read(&text).unwrap().cpu_percent_of_one_core, None);
        let text = V2.replace("\"precpu_stats\"", "\"other\"");
        assert_eq!(read(&text).unwrap().cpu_percent_of_one_core, None);
    }

    #[test]
    fn two_readings_within_milliseconds_say_nothing_of_the_cpu() {
        let text = V2.replace("07:40:40Z", "07:40:40.995Z");
        assert_eq!(read(&text).unwrap().cpu_percent_of_one_core, None);
    }

    #[test]
    fn what_does_not_run_has_no_reading() {
        assert_eq!(
            read(r#"{"read":"0001-01-01T00:00:00Z","cpu_stats":{}}"#),
            None
        );
        assert_eq!(read("[]"), None);
    }

    #[test]
    fn podmans_cpu_is_measured_by_time() {
        let text = V2
            .replace("\"online_cpus\":4", "\"online_cpus\":4,\"cpu\":87.5")
            .replace("\"total_usage\":1500", "\"total_usage\":500001000");
        let sample = read(&text).unwrap();
        assert!((sample.cpu_percent_of_one_core.unwrap() - 50.0).abs() < 1e-9);
        let first = text.replace("2026-11-24T07:40:40Z", "0001-01-01T00:00:00Z");
        assert_eq!(read(&first).unwrap().cpu_percent_of_one_core, None);
    }

    #[test]
    fn podmans_reading_without_cache_is_its_usage() {
        let text = V2.replace(r#","stats":{"inactive_file":300,"file":400}"#, "");
        assert_eq!(read(&text).unwrap().memory_used_bytes, 1000);
    }
}
