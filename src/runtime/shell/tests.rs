//! The loop under virtual time, with a scripted machine.

mod bench;

use super::*;
use crate::app::key::Key;
use crate::model::ids::{Epoch, HostId};
use crate::model::observed::Snapshot;
use crate::plan::news::HostMsg;
use bench::{Bench, Scripted};
use std::rc::Rc;
use tokio::sync::mpsc::{self, Sender};

fn host_news() -> Msg {
    Msg::Host(HostId::from("local"), HostMsg::Connecting)
}

fn soon() -> Scripted {
    Scripted {
        redraw: Redraw::Soon,
        ..Scripted::default()
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_terminal_answers_before_the_list_is_known_to_the_first_frame() {
    let mut bench = Bench::new(soon());
    let (keys, news) = (bench.keys.clone(), bench.news.clone());
    let script = async move {
        tokio::time::sleep(Duration::from_millis(3)).await;
        let light = Msg::Background { is_light: true };
        keys.send(light).await.unwrap();
        tokio::time::sleep(Duration::from_millis(3)).await;
        let list = HostMsg::Snapshot(Epoch(1), Snapshot::default());
        let list = Msg::Host(HostId::from("local"), list);
        news.send(list).await.unwrap();
    };
    let waiting = bench.shell.await_list(Duration::from_millis(25));
    let (exit, ()) = tokio::join!(waiting, script);
    assert_eq!(exit.unwrap(), None);
    assert_eq!(bench.seen.borrow().len(), 2);
    assert_eq!(bench.shell.frames, 0);
}

/// Sends news every millisecond for so long, then quits.
async fn flood(news: Sender<Msg>, keys: Sender<Msg>, milliseconds: u64) {
    for _ in 0..milliseconds {
        news.send(host_news()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    keys.send(Msg::Key(Key::char('q'))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn news_is_drawn_thirty_times_a_second_at_most() {
    let mut bench = Bench::new(soon());
    let flood = flood(bench.news.clone(), bench.keys.clone(), 3_000);
    let (exit, ()) = tokio::join!(bench.shell.run(), flood);
    assert_eq!(exit.unwrap(), Exit::Quit);
    assert!(
        (80..=92).contains(&bench.shell.frames),
        "{} frames",
        bench.shell.frames
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_frame_waits_for_a_list_that_comes_soon_and_not_for_a_late_one() {
    let patience = Duration::from_millis(25);
    let mut bench = Bench::new(soon());
    bench.news.try_send(host_news()).unwrap();
    let list = HostMsg::Snapshot(Epoch(1), Snapshot::default());
    bench
        .news
        .try_send(Msg::Host(HostId::from("local"), list))
        .unwrap();
    bench.news.try_send(host_news()).unwrap();
    let began = Instant::now();
    assert_eq!(bench.shell.await_list(patience).await.unwrap(), None);
    assert_eq!(
        (bench.seen.borrow().len(), began.elapsed()),
        (2, Duration::ZERO)
    );

    let mut bench = Bench::new(soon());
    let began = Instant::now();
    assert_eq!(bench.shell.await_list(patience).await.unwrap(), None);
    assert_eq!((began.elapsed(), bench.shell.frames), (patience, 0));
}

#[tokio::test(start_paused = true)]
async fn news_that_changes_nothing_on_the_screen_is_not_drawn() {
    let mut bench = Bench::new(Scripted::default());
    let flood = flood(bench.news.clone(), bench.keys.clone(), 1_000);
    let (exit, ()) = tokio::join!(bench.shell.run(), flood);
    assert_eq!((exit.unwrap(), bench.shell.frames), (Exit::Quit, 0));
}

#[tokio::test(start_paused = true)]
async fn a_key_is_heard_through_a_flood_that_never_ends() {
    let mut bench = Bench::new(soon());
    let (news, keys) = (bench.news.clone(), bench.keys.clone());
    let endless = async move {
        for count in 0_u32.. {
            if news.send(host_news()).await.is_err() {
                break;
            }
            if count == 5_000 {
                keys.try_send(Msg::Key(Key::char('q'))).unwrap();
            }
        }
    };
    tokio::select! {
        exit = bench.shell.run() => assert_eq!(exit.unwrap(), Exit::Quit),
        () = endless => unreachable!(),
    }
    assert!(bench.seen.borrow().len() < 5_000 + 3 * BATCH + 1000);
}

#[tokio::test(start_paused = true)]
async fn a_key_is_answered_at_once_and_a_burst_of_keys_by_one_more_frame() {
    let mut bench = Bench::new(Scripted::default());
    let begun = Instant::now();
    bench.press("jjjjjjjjjj");
    let keys = bench.keys.clone();
    let later = async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        keys.send(Msg::Key(Key::char('q'))).await.unwrap();
    };
    let (exit, ()) = tokio::join!(bench.shell.run(), later);
    assert_eq!(exit.unwrap(), Exit::Quit);
    assert_eq!(bench.shell.frames, 2);
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn ticks_come_once_a_second_and_only_when_wanted() {
    for (ticks, expected) in [(true, 10), (false, 0)] {
        let mut bench = Bench::new(Scripted {
            ticks,
            ..Scripted::default()
        });
        let keys = bench.keys.clone();
        let later = async move {
            tokio::time::sleep(Duration::from_millis(10_500)).await;
            keys.send(Msg::Key(Key::char('q'))).await.unwrap();
        };
        let (exit, ()) = tokio::join!(bench.shell.run(), later);
        assert_eq!((exit.unwrap(), bench.ticks()), (Exit::Quit, expected));
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_burst_of_sizes_the_last_one_wins() {
    let mut bench = Bench::new(Scripted::default());
    for columns in 81..=100 {
        bench.keys.try_send(Msg::Resize(columns, 24)).unwrap();
    }
    bench.press("q");
    bench.shell.run().await.unwrap();
    assert_eq!(
        *bench.seen.borrow(),
        [Msg::Resize(100, 24), Msg::Key(Key::char('q'))]
    );
    assert_eq!(*bench.log.borrow(), ["100x24"]);
}

#[tokio::test(start_paused = true)]
async fn the_terminal_is_given_away_and_taken_back_in_order() {
    let mut bench = Bench::new(Scripted::default());
    bench.press("s");
    let keys = bench.keys.clone();
    let later = async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        keys.send(Msg::Key(Key::char('q'))).await.unwrap();
    };
    let _ = tokio::join!(bench.shell.run(), later);
    assert_eq!(
        *bench.log.borrow(),
        ["pause", "leave", "resume", "read", "frame"]
    );
    assert_eq!(
        bench.seen.borrow().get(1..3),
        Some(&[Msg::Resize(90, 30), Msg::Resumed(Ok(None))][..])
    );
}

#[tokio::test(start_paused = true)]
async fn signals_come_before_keys() {
    let mut bench = Bench::new(Scripted::default());
    bench.press("jjjq");
    bench.signals.try_send(Signal::End(143)).unwrap();
    assert_eq!(bench.shell.run().await.unwrap(), Exit::Signal(143));
    assert!(bench.seen.borrow().is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_a_forced_stop_the_screen_is_taken_again() {
    let mut bench = Bench::new(Scripted::default());
    bench.signals.try_send(Signal::Continued).unwrap();
    bench.press("q");
    bench.shell.run().await.unwrap();
    assert_eq!(
        bench.log.borrow().first().map(String::as_str),
        Some("resume")
    );
    assert_eq!(bench.seen.borrow().first(), Some(&Msg::Resize(90, 30)));
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_takes_no_bytes_stops_frames_but_neither_keys_nor_news() {
    let mut bench = Bench::new(soon());
    *bench.stuck.borrow_mut() = true;
    let (stuck, keys, news) = (
        Rc::clone(&bench.stuck),
        bench.keys.clone(),
        bench.news.clone(),
    );
    let log = Rc::clone(&bench.log);
    let script = async move {
        for _ in 0..100 {
            news.send(host_news()).await.unwrap();
            keys.send(Msg::Key(Key::char('j'))).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(log.borrow().is_empty());
        *stuck.borrow_mut() = false;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(*log.borrow(), ["frame"]);
        keys.send(Msg::Key(Key::char('q'))).await.unwrap();
    };
    let _ = tokio::join!(bench.shell.run(), script);
    assert_eq!(bench.seen.borrow().len(), 201);
}

#[tokio::test(start_paused = true)]
async fn what_became_of_a_copy_is_told() {
    let mut bench = Bench::new(Scripted::default());
    bench.press("yq");
    bench.shell.run().await.unwrap();
    assert_eq!(
        bench.seen.borrow().get(1),
        Some(&Msg::Copied(Ok("this way")))
    );
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_is_gone_ends_the_program() {
    let mut bench = Bench::new(Scripted::default());
    drop(std::mem::replace(&mut bench.keys, mpsc::channel(1).0));
    assert_eq!(bench.shell.run().await.unwrap(), Exit::Signal(129));
}

#[tokio::test(start_paused = true)]
async fn while_a_shell_has_the_terminal_news_is_taken_and_nothing_drawn() {
    let mut bench = Bench::new(soon());
    bench.press("E");
    let (news, keys, log) = (
        bench.news.clone(),
        bench.keys.clone(),
        Rc::clone(&bench.log),
    );
    let script = async move {
        for _ in 0..3_000 {
            news.send(host_news()).await.unwrap();
        }
        tokio::time::sleep(Duration::from_secs(59)).await;
        assert_eq!(log.borrow().last().map(String::as_str), Some("leave"));
        tokio::time::sleep(Duration::from_secs(2)).await;
        keys.send(Msg::Key(Key::char('q'))).await.unwrap();
    };
    let _ = tokio::join!(bench.shell.run(), script);
    assert!(bench.seen.borrow().contains(&Msg::Resumed(Ok(Some(7)))));
    assert_eq!(
        bench
            .seen
            .borrow()
            .iter()
            .filter(|msg| **msg == host_news())
            .count(),
        3_000
    );
}

#[tokio::test(start_paused = true)]
async fn a_shell_is_left_by_an_interrupt_and_ended_with_us() {
    for (signal, resumed) in [(Signal::End(130), true), (Signal::End(129), false)] {
        let mut bench = Bench::new(Scripted::default());
        bench.press("E");
        let (signals, keys) = (bench.signals.clone(), bench.keys.clone());
        let script = async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            signals.send(signal).await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = keys.send(Msg::Key(Key::char('q'))).await;
        };
        let (exit, ()) = tokio::join!(bench.shell.run(), script);
        let expected = if resumed {
            Exit::Quit
        } else {
            Exit::Signal(129)
        };
        assert_eq!(exit.unwrap(), expected);
        assert_eq!(bench.log.borrow().contains(&"resume".to_owned()), resumed);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_started_does_not_take_the_screen_away() {
    let mut bench = Bench::new(Scripted::default());
    bench.press("a");
    let keys = bench.keys.clone();
    let script = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        keys.send(Msg::Key(Key::char('q'))).await.unwrap();
    };
    let _ = tokio::join!(bench.shell.run(), script);
    assert!(bench.log.borrow().is_empty());
    let seen = bench.seen.borrow();
    assert!(seen.contains(&Msg::Resumed(Err("no such container".to_owned()))));
}
