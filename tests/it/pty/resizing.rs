//! Terminals of every size, and ones that change it.

use super::desk::{Setup, same};
use super::strange::Still;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_storm_of_sizes_the_screen_is_what_it_was() {
    let server = Still::start();
    let mut desk = Setup::new(&[]).with("DOCKER_HOST", &server.host()).start();
    desk.see("still-1");
    desk.see("? help");
    let before = desk.settled();
    for round in 0_u16..60 {
        let (columns, rows) = match round % 6 {
            0 => (1, 1),
            1 => (200, 50),
            2 => (2, 60),
            3 => (250, 1),
            4 => (1 + round, 1 + round),
            _ => (40, 10),
        };
        desk.resize(columns, rows);
        if round % 7 == 0 {
            // Let it draw some of them.
            desk.listen(Duration::from_millis(15));
            desk.type_in("jk");
        }
    }
    desk.resize(80, 24);
    same(&desk.settled(), &before);
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
}

#[test]
fn every_small_size_is_survived() {
    let mut desk = Setup::new(&["--demo"]).start();
    desk.see("crash loop");
    for (columns, rows) in [(1, 1), (3, 2), (10, 3), (39, 9), (1, 50), (200, 2), (0, 0)] {
        desk.resize(columns, rows);
        desk.listen(Duration::from_millis(40));
        for keys in ["j", "\t", "?", "\x1b", "r", "\x1b", ":", "\x1b", "\x1b[6~"] {
            desk.type_in(keys);
            desk.listen(Duration::from_millis(35));
        }
    }
    desk.resize(80, 24);
    desk.see("? help");
}

#[test]
fn it_starts_in_a_terminal_of_one_cell() {
    let mut desk = Setup::new(&["--demo"]).sized(1, 1).start();
    desk.until("the screen", |desk| {
        desk.emulator.screen().alternate_screen()
    });
    desk.resize(100, 30);
    desk.see("crash loop");
    desk.type_in("q");
    assert_eq!(desk.ended(), 0);
}
