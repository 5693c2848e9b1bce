//! Bytes as terminals send them.

use super::*;
use proptest::prelude::*;

fn decode(chunks: &[&[u8]]) -> Vec<Msg> {
    let mut decoder = Decoder::default();
    for chunk in chunks {
        decoder.feed(chunk);
    }
    decoder.settle();
    std::iter::from_fn(|| decoder.next()).collect()
}

/// Keys by name, in one line; what is no key as it is printed.
fn names(bytes: &[u8]) -> String {
    let words: Vec<String> = decode(&[bytes])
        .into_iter()
        .map(|msg| match msg {
            Msg::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    words.join(" ")
}

#[test]
fn keys_of_all_common_terminals_are_understood() {
    for (bytes, name) in [
        (&b"r"[..], "r"),
        (b"R?", "R ?"),
        (b"\r", "enter"),
        (b"\t\x7f\x08 ", "tab backspace backspace space"),
        (b"\x03\x04\x1a\x00", "ctrl-c ctrl-d ctrl-z ctrl-space"),
        ("é日".as_bytes(), "é 日"),
        (b"\x1b[A\x1bOA", "up up"),
        (b"\x1b[H\x1b[1~\x1b[7~\x1bOH", "home home home home"),
        (b"\x1b[5~\x1b[6~\x1b[2~\x1b[3~", "pgup pgdn ins del"),
        (b"\x1bOP\x1b[11~\x1b[[A\x1b[P", "f1 f1 f1 f1"),
        (b"\x1b[15~\x1b[17~\x1b[24~\x1b[34~", "f5 f6 f12 f20"),
        (
            b"\x1b[Z\x1b[1;2A\x1b[1;5C\x1b[3;3~",
            "shift-tab shift-up ctrl-right alt-del",
        ),
        (b"\x1bx\x1bX\x1b\r", "alt-x alt-X alt-enter"),
        (b"\x1b", "esc"),
        (b"\x1b\x1b", "esc esc"),
        (b"\x1b\x03", "esc ctrl-c"),
        (b"\x1b[", "alt-["),
        (
            b"\x1b[97;5u\x1b[114;2u\x1b[13;2u\x1b[27u",
            "ctrl-a R shift-enter esc",
        ),
        (b"\x1b[97;1:3u\x1b[97;1:1u", "a"),
    ] {
        assert_eq!(names(bytes), name, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_sequence_cut_in_two_by_a_slow_line_is_one_key() {
    let bytes = b"\x1b[1;5C";
    for cut in 1..bytes.len() {
        let (first, second) = bytes.split_at(cut);
        let mut decoder = Decoder::default();
        decoder.feed(first);
        assert_eq!(decoder.next(), None);
        assert!(decoder.is_waiting());
        decoder.feed(second);
        assert_eq!(
            decoder.next(),
            Some(Msg::Key(Key {
                ctrl: true,
                ..Key::plain(KeyCode::Right)
            }))
        );
        assert!(!decoder.is_waiting());
    }
}

#[test]
fn a_paste_is_one_message_however_it_is_cut() {
    let bytes = b"\x1b[200~one\r\ntwo\rj\x1b[31m\x1b[201~q";
    let whole = decode(&[bytes]);
    assert_eq!(
        whole,
        [
            Msg::Paste("one\ntwo\nj\u{1b}[31m".to_owned()),
            Msg::Key(Key::char('q'))
        ]
    );
    for cut in 1..bytes.len() {
        let (first, second) = bytes.split_at(cut);
        assert_eq!(decode(&[first, second]), whole, "cut at {cut}");
    }
}

#[test]
fn a_paste_without_end_neither_grows_for_ever_nor_becomes_keys() {
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~");
    for _ in 0..40 {
        decoder.feed(&vec![b'x'; 64 << 10]);
    }
    assert_eq!(decoder.next(), None);
    decoder.feed(PASTE_ENDS);
    let Some(Msg::Paste(text)) = decoder.next() else {
        panic!("no paste");
    };
    assert_eq!(text.len(), MOST_PASTED);
}

#[test]
fn the_mouse_and_the_focus_are_reported() {
    let at = |column, row, kind| Msg::Mouse(Mouse { column, row, kind });
    assert_eq!(
        decode(&[b"\x1b[<0;11;5M\x1b[<0;11;5m\x1b[<64;1;1M\x1b[<65;1;2M\x1b[<2;1;1M\x1b[I\x1b[O"]),
        [
            at(10, 4, MouseKind::Press),
            at(0, 0, MouseKind::ScrollUp),
            at(0, 1, MouseKind::ScrollDown),
            Msg::Focus(true),
            Msg::Focus(false),
        ]
    );
}

#[test]
fn replies_and_unknown_sequences_are_no_keys() {
    let bytes: &[u8] = b"\x1b[?62;22c\x1b]10;rgb:0000/0000/0000\x1b\\\x1b]52;c;eA==\x07\x1bP1+r\x1b\\\x1b[1;1R\x1b[M !!\xff\xc2\x9bj";
    assert_eq!(names(bytes), "j");
}

proptest! {
    /// Whatever bytes come and however they are cut, the keys are the same and nothing is kept for ever.
    #[test]
    fn any_bytes_are_decoded_the_same_however_they_are_cut(
        bytes in proptest::collection::vec(
            prop_oneof![Just(0x1b_u8), Just(b'['), Just(b'<'), Just(b';'), Just(b'~'), Just(b'M'), 0x20_u8..0x7f, any::<u8>()],
            0..60),
        cut in 0_usize..60,
    ) {
        let (first, second) = bytes.split_at(cut.min(bytes.len()));
        let mut decoder = Decoder::default();
        decoder.feed(first);
        decoder.feed(second);
        decoder.settle();
        prop_assert!(!decoder.is_waiting() || decoder.paste.is_some());
        let cut_up: Vec<Msg> = std::iter::from_fn(|| decoder.next()).collect();
        prop_assert_eq!(cut_up, decode(&[&bytes]));
    }

    /// Ordinary text is itself.
    #[test]
    fn any_text_comes_through(text in "[ -~à-ü日-本]{0,40}") {
        let typed: String = decode(&[text.as_bytes()])
            .into_iter()
            .map(|msg| match msg {
                Msg::Key(Key { code: KeyCode::Char(character), .. }) => character,
                other => panic!("{other:?}"),
            })
            .collect();
        prop_assert_eq!(typed, text);
    }
}

fn backgrounds(bytes: &[u8]) -> Vec<Msg> {
    decode(&[bytes])
}

#[test]
fn the_terminal_tells_its_background() {
    let light = |is_light| vec![Msg::Background { is_light }];
    for (bytes, is_light) in [
        (&b"\x1b]11;rgb:ffff/ffff/ffff\x07"[..], true),
        (b"\x1b]11;rgb:0000/0000/0000\x1b\\", false),
        (b"\x1b]11;rgb:fd/f6/e3\x1b\\", true),
        (b"\x1b]11;rgb:0/2/3\x07", false),
        (b"\x1b]11;rgba:0000/2b2b/3636/ffff\x07", false),
        // Blue is dark to the eye, yellow is not.
        (b"\x1b]11;rgb:0000/0000/ffff\x07", false),
        (b"\x1b]11;rgb:ffff/ffff/0000\x07", true),
    ] {
        assert_eq!(backgrounds(bytes), light(is_light), "{bytes:?}");
    }
    for other in [
        &b"\x1b]11;rgb:gg/00/00\x07"[..],
        b"\x1b]11;rgb:ff/ff\x07",
        b"\x1b]11;rgb:fffff/00/00\x07",
        b"\x1b]11;white\x07",
        b"\x1b]10;rgb:ff/ff/ff\x07",
        b"\x1b]11;rgb://\x07",
    ] {
        assert_eq!(backgrounds(other), [], "{other:?}");
    }
}

#[test]
fn an_answer_that_is_cut_in_two_is_waited_for_and_types_nothing() {
    let answer = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;4c";
    for cut in 3..answer.len() {
        let (first, second) = answer.split_at(cut);
        let mut decoder = Decoder::default();
        decoder.feed(first);
        let patience = decoder.patience();
        assert!(
            !decoder.is_waiting()
                || patience == ANSWER_WAIT
                || first.ends_with(b"\x1b")
                || first.ends_with(b"["),
            "{cut}: {patience:?}"
        );
        decoder.feed(second);
        assert_eq!(decoder.next(), Some(Msg::Background { is_light: true }));
        assert_eq!(decoder.next(), None);
        assert!(decoder.is_identified());
    }
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b");
    assert_eq!(decoder.patience(), ESCAPE_WAIT);
}
