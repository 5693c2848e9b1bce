//! What is seen of a log, whatever comes and wherever one stands.

use super::*;
use crate::app::view::LogRow;
use crate::model::log::LogLine;
use proptest::prelude::*;

const ROOM: Room = Room {
    width: 40,
    height: 6,
};

/// Something that happens to the pane.
#[derive(Clone, Debug)]
enum Step {
    /// A line of this second and text.
    Line(i64, String),
    Scroll(i64),
    Top,
    Follow,
    Wrap,
    Level,
    Search(Option<&'static str>),
    Hit(bool),
    /// What a thrifty screen does behind each message.
    Turn,
}

fn steps() -> impl Strategy<Value = Step> {
    let text = prop_oneof![
        "[a-c]{1,4}( error)?",
        "[a-c ]{30,90}",
        Just("日本語 ".repeat(9)),
    ];
    prop_oneof![
        8 => (0_i64..40, text).prop_map(|(at, text)| Step::Line(at, text)),
        3 => (-9_i64..9).prop_map(Step::Scroll),
        1 => Just(Step::Top),
        1 => Just(Step::Follow),
        1 => Just(Step::Wrap),
        1 => Just(Step::Level),
        1 => prop::sample::select(vec![Some("a"), Some("bc"), None]).prop_map(Step::Search),
        1 => any::<bool>().prop_map(Step::Hit),
        1 => Just(Step::Turn),
    ]
}

fn clock() -> Clock {
    Clock::new(jiff::tz::TimeZone::UTC)
}

fn pane(cap: usize) -> LogPane {
    let mut pane = LogPane::new(cap);
    let source = |name: &str| Source {
        instance_id: InstanceId::from(name),
        name: Arc::from(name),
        last_at: None,
        failure: None,
    };
    pane.show(None, vec![source("one")]);
    pane
}

fn write(pane: &mut LogPane, at: i64, text: &str) {
    pane.take(LogBatch {
        instance_id: InstanceId::from("one"),
        lines: vec![LogLine {
            at: Some(Timestamp::from_seconds(at)),
            stream: LogStream::Stdout,
            text: StyledText::plain(text),
        }],
    });
}

fn happen(pane: &mut LogPane, step: &Step) {
    match step {
        Step::Line(at, text) => write(pane, *at, text),
        Step::Scroll(lines) => pane.scroll(*lines, ROOM, &clock()),
        Step::Top => pane.to_top(ROOM, &clock()),
        Step::Follow => pane.follow(),
        Step::Wrap => pane.wrap = !pane.wrap,
        Step::Level => {
            pane.level = pane.level.next();
            pane.follow();
        }
        Step::Search(text) => pane.set_search(text.and_then(Pattern::new)),
        Step::Hit(forward) => pane.go_to_hit(*forward, ROOM, &clock()),
        Step::Turn => pane.turn_page(ROOM, &clock()),
    }
}

fn texts(rows: &[LogRow]) -> Vec<String> {
    rows.iter().map(|row| row.text.text.clone()).collect()
}

fn all_rows(pane: &LogPane) -> usize {
    let columns = pane.text_columns(ROOM, &clock());
    let shown = pane.ring.iter().filter(|(_, entry)| pane.shows(entry));
    shown.map(|(_, entry)| pane.height_of(entry, columns)).sum()
}

fn config() -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 48;
    }
    config.failure_persistence = None;
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_page_is_full_while_there_are_lines(all in prop::collection::vec(steps(), 1..120)) {
        let mut pane = pane(6_000);
        for step in &all {
            happen(&mut pane, step);
            let rows = pane.rows(ROOM, &clock());
            prop_assert!(rows.len() <= usize::from(ROOM.height));
            if pane.page_top.is_none() {
                let due = all_rows(&pane).min(usize::from(ROOM.height));
                prop_assert_eq!(rows.len(), due, "{:?} {:?}", step, pane.bottom);
            }
            // Following shows the newest, in every manner.
            if pane.is_following()
                && let Some((_, newest)) = pane.ring.iter().rev().find(|(_, one)| pane.shows(one))
            {
                let last = rows.last().map(|row| row.text.text.clone()).unwrap_or_default();
                prop_assert!(newest.text.text.ends_with(&last), "{:?} {:?}", newest, last);
            }
            let (at, of) = pane.hit_position();
            prop_assert!(at <= of && of <= pane.ring.len());
        }
    }

    #[test]
    fn hits_are_those_that_a_search_anew_would_find(all in prop::collection::vec(steps(), 1..120)) {
        let mut pane = pane(6_000);
        for step in &all {
            happen(&mut pane, step);
            let mut anew = pane.clone();
            anew.set_search(pane.search.clone());
            prop_assert_eq!(&anew.hits, &pane.hits);
        }
    }

    #[test]
    fn what_is_read_stays_while_more_comes(
        before in prop::collection::vec(("[a-c ]{1,90}", 0_i64..40), 20..60),
        up in 1_i64..12,
        after in prop::collection::vec("[a-c ]{1,90}", 1..30),
        wrap: bool,
    ) {
        let mut pane = pane(1 << 20);
        pane.wrap = wrap;
        for (text, at) in &before {
            write(&mut pane, *at, text);
        }
        pane.scroll(-up, ROOM, &clock());
        let seen = texts(&pane.rows(ROOM, &clock()));
        for text in &after {
            write(&mut pane, 50, text);
        }
        prop_assert_eq!(texts(&pane.rows(ROOM, &clock())), seen);
        prop_assert_eq!(pane.unseen(), after.len() as u64);
        pane.scroll(i64::MAX / 2, ROOM, &clock());
        prop_assert!(pane.is_following());
    }
}

#[test]
fn up_and_down_by_the_same_lines_is_where_one_was() {
    let mut pane = pane(1 << 20);
    for number in 0..40 {
        write(&mut pane, number, &format!("line {number}"));
    }
    pane.scroll(-10, ROOM, &clock());
    let seen = texts(&pane.rows(ROOM, &clock()));
    assert_eq!(seen.last().map(String::as_str), Some("line 29"));
    pane.scroll(-7, ROOM, &clock());
    pane.scroll(7, ROOM, &clock());
    assert_eq!(texts(&pane.rows(ROOM, &clock())), seen);
    pane.scroll(9, ROOM, &clock());
    assert!(!pane.is_following());
    pane.scroll(1, ROOM, &clock());
    assert!(pane.is_following());
    pane.to_top(ROOM, &clock());
    let top = texts(&pane.rows(ROOM, &clock()));
    assert_eq!(top.first().map(String::as_str), Some("line 0"));
    pane.scroll(-5, ROOM, &clock());
    assert_eq!(texts(&pane.rows(ROOM, &clock())), top);
}

#[test]
fn a_thrifty_page_fills_downwards_and_then_turns() {
    let mut pane = pane(1 << 20);
    let mut tops = Vec::new();
    for number in 0..30 {
        write(&mut pane, number, &format!("line {number}"));
        pane.turn_page(ROOM, &clock());
        let rows = texts(&pane.rows(ROOM, &clock()));
        let newest = format!("line {number}");
        assert_eq!(rows.last(), Some(&newest));
        tops.extend(rows.first().cloned());
    }
    tops.dedup();
    // Most lines leave the row above them where it is.
    assert!(tops.len() <= 9, "{tops:?}");
}

fn merged() -> LogPane {
    let mut pane = pane(1 << 20);
    pane.set_sources(vec![(InstanceId::from("two"), Arc::from("two"))]);
    pane
}

fn line_at(at: Timestamp, text: &str) -> LogLine {
    LogLine {
        at: Some(at),
        stream: LogStream::Stdout,
        text: StyledText::plain(text),
    }
}

#[test]
fn a_rule_in_a_merged_log_names_its_container_once() {
    let mut pane = merged();
    let die = EventKind::Die { exit_code: Some(1) };
    pane.mark(&InstanceId::from("two"), Timestamp::from_seconds(7), &die);
    let rows = pane.rows(ROOM, &clock());
    let source = rows[0].source.as_ref().map(|(name, _)| name.trim_end());
    assert_eq!(
        (source, rows[0].text.text.as_str()),
        (Some("two"), "exited 1")
    );
}

#[test]
fn the_rule_of_a_start_stands_before_the_first_line_and_behind_the_end_before() {
    let base = Timestamp::from_seconds(100);
    let at = |milliseconds| base.after(Duration::from_millis(milliseconds));
    let one = InstanceId::from("one");
    for lines_first in [true, false] {
        let mut pane = pane(1 << 20);
        let lines = |pane: &mut LogPane| {
            pane.take(LogBatch {
                instance_id: one.clone(),
                lines: vec![
                    line_at(at(0), "last words"),
                    line_at(at(180), "first words"),
                ],
            });
        };
        if lines_first {
            lines(&mut pane);
        }
        pane.mark(&one, at(20), &EventKind::Die { exit_code: Some(1) });
        pane.mark(&one, at(200), &EventKind::Start);
        if !lines_first {
            lines(&mut pane);
        }
        let rows = pane.rows(ROOM, &clock());
        let texts: Vec<&str> = rows.iter().map(|row| row.text.text.as_str()).collect();
        assert_eq!(texts, ["last words", "exited 1", "started", "first words"]);
    }
}
