//! One modal of each kind.

use crate::app::action::Action;
use crate::app::modal::{Accept, Answer, Modal, Pick, Picker, PickerItem, Question, Report};
use crate::app::text_buffer::TextBuffer;
use crate::app::view::{Tone, line};

fn question(title: &str, lines: &[(Tone, &str)], accept: Accept) -> Modal {
    Modal::Question(Question {
        title: title.to_owned(),
        lines: lines
            .iter()
            .map(|(tone, text)| line(*tone, *text))
            .collect(),
        accept,
        answer: Answer::Quit,
        scroll: 0,
    })
}

/// Enter accepts.
pub fn restart() -> Modal {
    question(
        "Restart shop/db?",
        &[
            (Tone::Normal, "api and web depend on it (restart: true)"),
            (Tone::Warn, "→ they restart too."),
        ],
        Accept::Enter,
    )
}

/// Enter refuses.
pub fn remove() -> Modal {
    question(
        "Remove shop-api-1?",
        &[
            (Tone::Normal, "It is stopped first, with 10 s to end."),
            (
                Tone::Dim,
                "Its volumes stay; its log and what it wrote elsewhere are lost.",
            ),
        ],
        Accept::Yes,
    )
}

/// The name must be typed.
pub fn volumes(typed: &str) -> Modal {
    question(
        "Remove the volumes of shop?",
        &[
            (Tone::Normal, "shop_db-data   4.2G   last written 2 min ago"),
            (Tone::Bad, "This cannot be taken back."),
        ],
        Accept::Name {
            expected: "shop".to_owned(),
            typed: Box::new(TextBuffer::new(typed)),
        },
    )
}

/// More lines than any screen has.
pub fn long_question() -> Modal {
    let lines: Vec<(Tone, &str)> = std::iter::repeat_n(
        (
            Tone::Normal,
            "another container of a stack with very many containers in it, and a line that is long",
        ),
        80,
    )
    .collect();
    question("Restart 80 containers?", &lines, Accept::Enter)
}

fn item(key: &str, label: &str, detail: &str) -> PickerItem {
    PickerItem {
        key: key.to_owned(),
        label: label.to_owned(),
        detail: detail.to_owned(),
        disabled: None,
        group: None,
        pick: Pick::Action(Action::Quit),
    }
}

/// The palette, with what was typed.
pub fn palette(typed: &str) -> Modal {
    let mut items = vec![
        item("r", "restart", "stop and start again, dependants too"),
        item("s", "stop", "stop, with its grace time"),
        item("S", "start", "start"),
        item("p", "pause", "freeze all processes"),
        item("K", "kill", "send a signal"),
        item("E", "shell", "open a shell inside"),
        item("ctrl-r", "refresh", "ask the engine again"),
        item("?", "help", "all keys"),
    ];
    items[0].group = Some("Act".to_owned());
    items[5].group = Some("View".to_owned());
    items[2].disabled = Some("it runs already".to_owned());
    Modal::Picker(Picker {
        title: "Command".to_owned(),
        input: Some(Box::new(TextBuffer::new(typed))),
        shown: (0..items.len()).collect(),
        items,
        cursor: 3,
        scroll: 0,
    })
}

/// A menu: keys choose directly.
pub fn signals() -> Modal {
    let names = ["TERM", "KILL", "HUP", "INT", "QUIT", "USR1", "USR2"];
    let items: Vec<PickerItem> = names
        .iter()
        .zip('1'..)
        .map(|(name, key)| item(&key.to_string(), name, ""))
        .collect();
    Modal::Picker(Picker {
        title: "Kill shop-api-1 with".to_owned(),
        input: None,
        shown: (0..items.len()).collect(),
        items,
        cursor: 1,
        scroll: 0,
    })
}

/// Why something fails.
pub fn why() -> Modal {
    Modal::Report(Report {
        title: "Why is shop/api failing?".to_owned(),
        lines: vec![
            line(
                Tone::Normal,
                "It exits 1 about 1 s after each start, 12 times since 11:47, before any health check ran.",
            ),
            Vec::new(),
            vec![
                (Tone::Dim, "  evidence  log, last start   ".to_owned()),
                (Tone::Bad, "error: getaddrinfo ENOTFOUND db.internal".to_owned()),
            ],
            vec![
                (Tone::Dim, "            DB_HOST           ".to_owned()),
                (
                    Tone::Normal,
                    "db.internal   compose.yaml:14   no container or alias of network shop_default has it"
                        .to_owned(),
                ),
            ],
        ],
        scroll: 0,
        about: None,
    })
}
