//! Engines of our own: one on which nothing happens, and one that says what would steer a terminal.

use super::desk::Setup;
use super::looks::ASK;
use crate::fake_engine::server::{FakeEngine, Script, Step, chunk, chunked, json};
use stacktui::engine::docker::Endpoint;
use std::time::Duration;

/// A server with a few containers on which nothing ever happens.
pub(crate) struct Still(FakeEngine);

impl Still {
    pub(crate) fn start() -> Self {
        let list = r#"[
            {"Id":"c1","Names":["/still-1"],"Image":"quiet:1","State":"running","Status":"Up 3 days","Created":1700000000},
            {"Id":"c2","Names":["/still-2"],"Image":"quiet:1","State":"running","Status":"Up 3 days","Created":1700000000}]"#;
        Self(serve(list, inspected, b"one line\n".to_vec()))
    }

    /// For `DOCKER_HOST`.
    pub(crate) fn host(&self) -> String {
        host(&self.0)
    }
}

/// `c1` as inspected; `c2` is its twin.
fn inspected(id: &str) -> String {
    r#"{"Id":"c1","Name":"/still-1","Created":"2023-11-14T22:13:20Z","Image":"sha256:00",
        "State":{"Status":"running","Running":true,"StartedAt":"2023-11-14T22:13:21Z"},
        "Config":{"Image":"quiet:1","Env":["A=b"]},"HostConfig":{},"NetworkSettings":{}}"#
        .replace("c1", id)
        .replace("still-1", &id.replace('c', "still-"))
}

fn host(engine: &FakeEngine) -> String {
    let Endpoint::Unix(path) = engine.endpoint() else {
        panic!("a Unix socket");
    };
    format!("unix://{}", path.display())
}

/// Answers as an engine does: streams stay open.
fn serve(
    list: &'static str,
    inspected: impl Fn(&str) -> String + Send + Sync + 'static,
    log: Vec<u8>,
) -> FakeEngine {
    FakeEngine::start(move |request| {
        let path = request
            .split(['/', '?'])
            .skip(2)
            .take(3)
            .filter(|part| !part.contains('='))
            .collect::<Vec<_>>();
        match path.as_slice() {
            ["containers", "json", ..] => json("200 OK", list),
            ["containers", id, "json"] => json("200 OK", &inspected(id)),
            ["containers", _, "logs"] => open(&framed(&log)),
            ["events", ..] | ["containers", _, "stats"] => open(b""),
            ["containers", _, "top"] => json("200 OK", r#"{"Titles":["PID"],"Processes":[["1"]]}"#),
            ["volumes", ..] => json("200 OK", r#"{"Volumes":[]}"#),
            ["images" | "networks", "json", ..] | ["networks"] => json("200 OK", "[]"),
            ["info" | "version"] => json("200 OK", r#"{"Name":"still","MemTotal":1000}"#),
            _ => json("404 Not Found", r#"{"message":"no such thing"}"#),
        }
    })
}

fn open(bytes: &[u8]) -> Script {
    let mut all = chunked();
    if !bytes.is_empty() {
        all.extend(chunk(bytes));
    }
    vec![Step::Send(all), Step::Hang]
}

/// As standard output, each line with its time.
fn framed(log: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in log.split_inclusive(|byte| *byte == b'\n') {
        let mut text = b"2023-11-14T22:13:22.000000001Z ".to_vec();
        text.extend_from_slice(line);
        out.extend_from_slice(&[1, 0, 0, 0]);
        out.extend_from_slice(&u32::try_from(text.len()).unwrap().to_be_bytes());
        out.extend(text);
    }
    out
}

/// What would steer a terminal: as JSON, and as bytes of a log.
const EVIL_JSON: &str = r"\u001b]52;c;ZXZpbA==\u0007\u001b]0;evil title\u001b\\\u001b[77;177H\u001b[3J\u001b[?1049l\u001b[?47h\u001bPevil\u001b\\\u009b31;5m\u009d0;evil\u009c\u001bc\r\n\b\u0007\u202e\u2066\u200d\u0000\u007f";
pub(crate) const EVIL_BYTES: &[u8] = b"\x1b]52;c;ZXZpbA==\x07\x1b]0;evil title\x1b\\\x1b[77;177H\x1b[3J\x1b[?1049l\x1b[?47h\x1bPevil\x1b\\\xc2\x9b31;5m\x9b31;5m\xc2\x9d0;evil\xc2\x9c\x1bc\x08\x07\xe2\x80\xae\x00\x7f\x1b[5n\x1b[c\x0e\x1b(0\xff\xfe";

/// What follows our own question for the background, which is asked once and first.
pub(crate) fn behind_the_question(raw: &[u8]) -> &[u8] {
    raw.strip_prefix(ASK).expect("it is asked first")
}

/// Sequences that are not ours, and control characters.
pub(crate) fn foreign(raw: &[u8], columns: u32, rows: u32) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte < 0x20 || *byte == 0x7f) {
        let text = std::str::from_utf8(&rest[..at]).expect("UTF-8");
        found.extend(
            text.chars()
                .filter(|character| {
                    character.is_control()
                        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                })
                .map(|character| format!("{character:?}")),
        );
        rest = &rest[at..];
        if rest[0] != 0x1b {
            if !b"\r\n\x08".contains(&rest[0]) {
                found.push(format!("{:#04x}", rest[0]));
            }
            rest = &rest[1..];
            continue;
        }
        let length = rest
            .iter()
            .skip(2)
            .position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b'?'))
            .map_or(rest.len(), |at| at + 3);
        let sequence = String::from_utf8_lossy(&rest[..length]).into_owned();
        if !is_ours(&sequence, columns, rows) {
            found.push(sequence);
        }
        rest = &rest[length..];
    }
    found
}

fn is_ours(sequence: &str, columns: u32, rows: u32) -> bool {
    let Some(body) = sequence.strip_prefix("\x1b[") else {
        return false;
    };
    let (numbers, last) = body.split_at(body.len() - 1);
    let parsed: Vec<u32> = numbers
        .split(';')
        .map(|number| number.parse().unwrap_or(0))
        .collect();
    match last {
        "m" | "X" => true,
        "H" => parsed[0] <= rows && parsed.get(1).is_none_or(|column| *column <= columns),
        "A" | "B" | "C" | "D" => parsed.len() == 1,
        "K" => numbers.is_empty(),
        "J" => numbers == "2",
        "h" | "l" => ["?25", "?1004", "?1049", "?2004", "?2026"].contains(&numbers),
        _ => false,
    }
}

#[test]
fn the_check_itself_finds_what_is_foreign() {
    assert_eq!(
        foreign(b"\x1b[1;31mok\x1b[K\r\n\x1b[2;3H\x1b[?25l ", 80, 24),
        [""; 0]
    );
    for bytes in [
        &b"\x1b]0;x\x07 "[..],
        b"\x1b[3J ",
        b"\x1b[77;177H ",
        b"\x1b[?47h ",
        b"\x1bc ",
        b"\x07 ",
        b"\xc2\x9b1m\r",
    ] {
        assert!(!foreign(bytes, 80, 24).is_empty(), "{bytes:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_an_engine_says_reaches_the_terminal_as_a_command() {
    let list = format!(
        r#"[{{"Id":"c1","Names":["/evil{EVIL_JSON}name"],"Image":"im{EVIL_JSON}age","State":"running","Status":"Up{EVIL_JSON} 3 days",
             "Labels":{{"com.docker.compose.project":"st{EVIL_JSON}ack","com.docker.compose.service":"ser{EVIL_JSON}vice","x{EVIL_JSON}":"y{EVIL_JSON}"}},
             "Ports":[{{"IP":"0{EVIL_JSON}","PrivatePort":80,"PublicPort":80,"Type":"t{EVIL_JSON}cp"}}],"Created":1700000000}},
            {{"Id":"c2","Names":["/two"],"Image":"i","State":"st{EVIL_JSON}range","Status":"s{EVIL_JSON}"}}]"#
    );
    let inspected = format!(
        r#"{{"Id":"c1","Name":"/evil{EVIL_JSON}name","Created":"2023-11-14T22:13:20Z","Image":"sha256:00",
            "State":{{"Status":"exited","ExitCode":1,"Error":"er{EVIL_JSON}ror","StartedAt":"2023-11-14T22:13:21Z","FinishedAt":"2023-11-14T22:13:22Z",
                "Health":{{"Status":"unhealthy","FailingStreak":3,"Log":[{{"ExitCode":1,"Output":"out{EVIL_JSON}put"}}]}}}},
            "Config":{{"Image":"im{EVIL_JSON}age","Env":["NA{EVIL_JSON}ME=va{EVIL_JSON}lue"],"Cmd":["c{EVIL_JSON}md"],"Labels":{{"x{EVIL_JSON}":"y{EVIL_JSON}"}}}},
            "HostConfig":{{"LogConfig":{{"Type":"js{EVIL_JSON}on"}}}},"NetworkSettings":{{"Networks":{{"n{EVIL_JSON}et":{{}}}}}}}}"#
    );
    let mut log = b"before ".to_vec();
    log.extend_from_slice(EVIL_BYTES);
    log.extend_from_slice(b" behind\n\x1b[31mred\x1b[0m\n");
    let engine = serve(list.leak(), move |_| inspected.clone(), log);
    let mut desk = Setup::new(&[])
        .sized(120, 36)
        .with("DOCKER_HOST", &host(&engine))
        .start();
    desk.see("evil");
    desk.see("behind");
    for keys in [
        "2", "3", "v", "4", "5", "6", "1", "!", "\x1b", "x", "\x1b", "r", "\r", "i", "\x1b", "d",
        "\x1b", "?", "\x1b", "\t", "j", "l", "y", "\x1b", "/evil\r", "\x1b", "@", "\x1b", "f", "E",
    ] {
        desk.type_in(keys);
        desk.listen(Duration::from_millis(80));
    }
    desk.type_in("\x03");
    assert_eq!(desk.ended(), 0);
    desk.is_clean();
    let raw = desk.take_raw();
    assert_eq!(foreign(behind_the_question(&raw), 120, 36), [""; 0]);
    let text = String::from_utf8_lossy(&raw);
    assert_eq!(text.matches("\x1b[?1049l").count(), 1, "once, at the end");
}

#[test]
fn a_paste_cannot_steer_the_terminal_nor_press_keys() {
    let mut desk = Setup::new(&["--demo"]).start();
    desk.see("crash loop");
    let mut paste = b"\x1b[200~dy\rq\x03".to_vec();
    paste.extend_from_slice(EVIL_BYTES);
    paste.extend_from_slice(b"\x1b[201~");
    // The emulator passes over U+FFFD, which terminals show.
    let paste = String::from_utf8_lossy(&paste).replace('\u{fffd}', "");
    // Where nothing takes text it is nothing; after `/`, `:` and `?` it is text.
    for keys in ["", "/", "\x1b", ":", "\x1b", "?"] {
        desk.type_in(keys);
        desk.listen(Duration::from_millis(60));
        desk.type_in(&paste);
        desk.listen(Duration::from_millis(60));
    }
    desk.type_in("\x1b");
    desk.listen(Duration::from_millis(60));
    desk.type_in("\x1b");
    desk.see(" x more ");
    // Also where a slow line hands on both at once.
    desk.type_in("\x1b\x03");
    assert_eq!(desk.ended(), 0);
    let raw = desk.take_raw();
    assert_eq!(foreign(behind_the_question(&raw), 80, 24), [""; 0]);
}
