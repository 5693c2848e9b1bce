//! A content for each tab, and pages.

use crate::app::view::{Body, Chart, Line, LogRow, LogRowKind, Page, Table, Tone, line};
use crate::model::text::styled;

/// A row of the log of one container.
pub fn log_row(kind: LogRowKind, time: &str, text: &str) -> LogRow {
    LogRow {
        time: time.to_owned(),
        source: None,
        kind,
        text: styled(text),
        hits: Vec::new(),
    }
}

/// The log of a service in a crash loop: both streams, colours, an event, a notice, a long line, a hit.
pub fn logs() -> Body {
    use LogRowKind::{Err, Event, Notice, Out};
    let mut hit = log_row(Err, "12:01:17", "error: getaddrinfo ENOTFOUND db.internal");
    hit.hits = vec![(19, 28)];
    let mut wrapped = log_row(Out, "", "and this is the rest of a wrapped line");
    wrapped.time.clear();
    Body::Logs(vec![
        log_row(Out, "12:01:04", "connecting to db.internal:5432"),
        log_row(Err, "12:01:04", "error: getaddrinfo ENOTFOUND db.internal"),
        log_row(Event, "12:01:05", "exited 1"),
        log_row(
            Out,
            "12:01:17",
            "\u{1b}[32mINFO\u{1b}[0m  starting \u{1b}[1mapi\u{1b}[0m 1.5 on \u{1b}[4mport 8080\u{1b}[0m",
        ),
        log_row(
            Out,
            "12:01:17",
            "\u{1b}[33mWARN\u{1b}[0m  config value \u{1b}[38;5;208mDB_POOL\u{1b}[0m missing, using 10; see https://example.org/docs/configuration/database#pool for all settings of the pool",
        ),
        wrapped,
        hit,
        log_row(
            Notice,
            "12:01:18",
            "37 older lines were dropped, the log is 8M long",
        ),
    ])
}

/// The log of a stack, merged.
pub fn merged() -> Body {
    let rows = [
        ("api-1", 0, "error: getaddrinfo ENOTFOUND db.internal"),
        (
            "db-1",
            1,
            "LOG:  checkpoint complete: wrote 42 buffers (0.3%)",
        ),
        ("web-1", 2, "GET /checkout 502 31ms"),
        ("web-2", 3, "GET /healthz 200 1ms"),
        ("background-worker-with-a-long-name-1", 4, "job 4711 done"),
        (
            "日本語-1",
            5,
            "こんにちは 👨\u{200d}👩\u{200d}👧 done ✔\u{fe0f}",
        ),
    ];
    Body::Logs(
        rows.iter()
            .map(|(name, index, text)| LogRow {
                source: Some(((*name).to_owned(), *index)),
                ..log_row(LogRowKind::Out, "11:47:03", text)
            })
            .collect(),
    )
}

/// A chart with a wave in it, so many columns long.
pub fn wave(title: &str, value: &str, scale: &str, columns: u16, phase: f32) -> Chart {
    let wave = |column: u16| {
        let at = f32::from(column) / 9.0 + phase;
        (0.45 + 0.3 * at.sin() + 0.2 * (at * 2.7).cos()).clamp(0.0, 1.0)
    };
    let head = usize::from(columns) * 2 / 3;
    Chart {
        title: title.to_owned(),
        value: value.to_owned(),
        scale: scale.to_owned(),
        columns: (0..columns)
            .map(|column| (usize::from(column) != head).then(|| wave(column)))
            .collect(),
        head,
        rows: 4,
    }
}

/// History of one container.
pub fn charts(columns: u16) -> Body {
    let low = |mut chart: Chart| {
        chart.rows = 2;
        chart
    };
    Body::Charts(vec![
        wave("cpu", "2%", "100%", columns, 0.0),
        wave("memory", "118M", "limit 512M", columns, 1.0),
        low(wave("network in", "1K/s", "40K/s", columns, 2.0)),
        low(wave("network out", "0/s", "4K/s", columns, 3.0)),
        low(wave("disk read", "0/s", "4K/s", columns, 4.0)),
        low(wave("disk written", "12K/s", "2M/s", columns, 5.0)),
    ])
}

/// Totals of a stack and a bar for each service.
pub fn stack_charts(columns: u16) -> Body {
    let bar = |title: &str, value: &str, part: f32| Chart {
        title: title.to_owned(),
        value: value.to_owned(),
        scale: String::new(),
        columns: vec![Some(part)],
        head: 1,
        rows: 1,
    };
    Body::Charts(vec![
        wave("cpu", "9%", "of 400%", columns, 0.0),
        wave("memory", "352M", "1G", columns, 1.0),
        bar("api", "118M of 512M", 0.23),
        bar("db", "210M of 256M", 0.82),
        bar("web", "24M", 0.02),
    ])
}

/// Variables.
pub fn env() -> Body {
    let row = |name: &str, tone, value: &str, source: &str| {
        vec![
            (Tone::Strong, name.to_owned()),
            (tone, value.to_owned()),
            (Tone::Dim, source.to_owned()),
        ]
    };
    Body::Table(Table {
        titles: Vec::new(),
        rows: vec![
            row("DB_HOST", Tone::Normal, "db.internal", "compose.yaml:14"),
            row(
                "DB_PASSWORD",
                Tone::Dim,
                "••••••••",
                ".env:3  through ${DB_PASSWORD}",
            ),
            row(
                "LOG_LEVEL",
                Tone::Normal,
                "info",
                "env/common.env:7  shared with web, worker",
            ),
            row("NODE_ENV", Tone::Normal, "production", "image"),
            row(
                "REGION",
                Tone::Warn,
                "eu-1  ≠ running us-1",
                "compose.override.yaml:9",
            ),
            row(
                "TZ",
                Tone::Normal,
                "Europe/Berlin",
                "x-common (anchor, compose.yaml:4)",
            ),
        ],
        cursor: Some(1),
        note: "1 value hidden: v shows it".to_owned(),
    })
}

/// Processes.
pub fn top() -> Body {
    let row = |cells: [&str; 5]| cells.map(|cell| (Tone::Normal, cell.to_owned())).to_vec();
    Body::Table(Table {
        titles: ["PID", "USER", "CPU", "MEM", "COMMAND"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            row([
                "1",
                "node",
                "1.2",
                "118M",
                "node --enable-source-maps /srv/api/server.js",
            ]),
            row([
                "217",
                "node",
                "0.0",
                "24M",
                "node /srv/api/worker.js --queue mail --concurrency 4",
            ]),
            row([
                "10231",
                "root",
                "12.5",
                "3.1M",
                "sh -c 'while sleep 1; do date; done'",
            ]),
        ],
        cursor: None,
        note: String::new(),
    })
}

/// Text with tones.
pub fn text() -> Body {
    let key = |name: &str, value: &str| -> Line {
        vec![
            (Tone::Dim, format!("{name:<14}")),
            (Tone::Normal, value.to_owned()),
        ]
    };
    Body::Text(vec![
        line(Tone::Strong, "Container"),
        key("  id", "3f2a1b0c9d8e"),
        key("  image", "shop/api:1.5"),
        key("  command", "node server.js"),
        Vec::new(),
        line(Tone::Strong, "Mounts"),
        key("  /data", "shop_api-data (volume)"),
    ])
}

/// No engine answers.
pub fn no_engine() -> Page {
    Page::NoEngine(vec![
        line(Tone::Strong, "No Docker engine answers."),
        Vec::new(),
        vec![
            (Tone::Dim, "tried  ".to_owned()),
            (Tone::Normal, "unix:///var/run/docker.sock".to_owned()),
            (Tone::Bad, "   permission denied".to_owned()),
        ],
        line(
            Tone::Dim,
            "       (default; no -H, no DOCKER_HOST, no context set)",
        ),
        Vec::new(),
        line(
            Tone::Normal,
            "→ your user is not in the group `docker`:  sudo usermod -aG docker deploy",
        ),
        line(
            Tone::Normal,
            "  or run a rootless engine, or give another endpoint:  stacktui -H ssh://web01",
        ),
        Vec::new(),
        vec![
            (Tone::Accent, "enter".to_owned()),
            (Tone::Dim, " retry    ".to_owned()),
            (Tone::Accent, "@".to_owned()),
            (Tone::Dim, " choose a context    ".to_owned()),
            (Tone::Accent, "T".to_owned()),
            (Tone::Dim, " open the demo    ".to_owned()),
            (Tone::Accent, "q".to_owned()),
            (Tone::Dim, " quit".to_owned()),
        ],
    ])
}

/// An engine on which nothing runs.
pub fn empty() -> Page {
    Page::Empty(vec![
        line(Tone::Strong, "Nothing runs on this engine."),
        Vec::new(),
        line(
            Tone::Normal,
            "→ start it where a compose file is, or name one:  stacktui -f compose.yaml",
        ),
        line(Tone::Normal, "  or look around in a sample server:  T"),
    ])
}

/// A text with everything in it that breaks borders: wide, joined, marked and hostile characters.
pub fn wide_names() -> [&'static str; 6] {
    [
        "日本語のサービス名前",
        "👨\u{200d}👩\u{200d}👧\u{200d}👦-family",
        "flag-🇩🇪-thumb-👍🏽",
        "heart-\u{2764}\u{fe0f}-keycap-1\u{fe0f}\u{20e3}",
        "e\u{301}-combining-z\u{301}\u{302}\u{303}",
        "esc\u{1b}[31m-bell\u{7}",
    ]
}
