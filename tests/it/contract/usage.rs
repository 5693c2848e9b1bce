//! Resource use and processes.

use super::contract;
use crate::real_engine::fixture::{Fixture, STAYS, next, script_request};
use stacktui::engine::{CreateRequest, StatsMode};

contract!(
    readings_come_each_second,
    one_reading_is_one,
    processes_are_listed,
);

async fn readings_come_each_second(fixture: &'static Fixture) {
    let request = CreateRequest {
        memory_limit_bytes: 64 << 20,
        ..script_request(STAYS)
    };
    let id = fixture.run("stream", request).await;
    fixture.until_state(&id, "running").await;
    let mut stats = fixture.engine.stats(&id, StatsMode::Stream).await.unwrap();
    let mut readings = Vec::new();
    for _ in 0..3 {
        readings.push(next(&mut stats).await.unwrap());
    }
    assert!(readings.windows(2).all(|pair| pair[0].at < pair[1].at));
    assert!(readings.iter().all(|reading| reading.instance_id == id));
    let last = readings.last().unwrap();
    assert!(
        last.cpu_percent_of_one_core
            .is_some_and(|percent| percent >= 0.0)
    );
    assert_eq!(last.memory_limit_bytes, 64 << 20);
    assert!((1..64 << 20).contains(&last.memory_used_bytes), "{last:?}");
    assert!(last.pids >= 1);
    assert!(readings.windows(2).all(|pair| {
        pair[0].network_received_bytes <= pair[1].network_received_bytes
            && pair[0].block_written_bytes <= pair[1].block_written_bytes
    }));
}

async fn one_reading_is_one(fixture: &'static Fixture) {
    let id = fixture.run_script("once", STAYS).await;
    fixture.until_state(&id, "running").await;
    let stats = fixture.engine.stats(&id, StatsMode::Once).await.unwrap();
    let readings = crate::real_engine::fixture::collect(stats).await;
    assert_eq!(readings.len(), 1);
    assert!(readings[0].memory_used_bytes > 0);
    assert!(readings[0].memory_limit_bytes > readings[0].memory_used_bytes);
}

async fn processes_are_listed(fixture: &'static Fixture) {
    let id = fixture.run_script("top", STAYS).await;
    fixture.until_state(&id, "running").await;
    let table = fixture.engine.top(&id).await.unwrap();
    assert!(table.titles.iter().any(|title| title == "PID"), "{table:?}");
    assert!(!table.rows.is_empty());
    assert!(table.rows.iter().all(|row| row.len() == table.titles.len()));
    let last = table.titles.len() - 1;
    assert!(
        table.rows[0][last].contains("trap 'exit 143' TERM"),
        "{table:?}"
    );
}
