//! What is typed: filters, names, pickers.

use super::*;
use crate::app::action::Action;
use crate::app::effect::Redraw;
use crate::app::modal::Modal;

fn server() -> Machine {
    Machine::with(vec![
        container("mail", "imap"),
        container("mail", "smtp"),
        container("shop", "api"),
        container("shop", "smtp-relay"),
    ])
}

#[test]
fn a_filter_narrows_as_it_is_typed_and_goes_to_the_first_name() {
    let mut machine = server();
    machine.press("/smt");
    assert_eq!(
        machine.rows(),
        ["mail", "mail/smtp", "shop", "shop/smtp-relay"]
    );
    assert_eq!(machine.selected(), "mail/smtp");
    machine.press("p-r");
    assert_eq!(machine.rows(), ["shop", "shop/smtp-relay"]);
    machine.press("<backspace><ctrl-u>");
    assert_eq!(machine.rows().len(), 6);
    machine.press("<esc>");
    assert!(machine.app.prompt.is_none());
}

#[test]
fn arrows_move_among_the_hits_while_one_types() {
    let mut machine = server();
    machine.press("/smt<down><down><enter>");
    assert_eq!(machine.selected(), "shop/smtp-relay");
    machine.press("<esc>");
    assert_eq!(
        (machine.selected().as_str(), machine.rows().len()),
        ("shop/smtp-relay", 6)
    );
}

#[test]
fn pasted_text_goes_where_one_types() {
    let mut machine = server();
    machine.update(Msg::Paste("nowhere".to_owned()));
    assert_eq!(machine.rows().len(), 6);
    machine.press("/");
    machine.update(Msg::Paste("sm\ntp\u{1b}[2J".to_owned()));
    assert_eq!(machine.app.filter, "sm tp[2J");
}

#[test]
fn letters_typed_are_no_commands() {
    let mut machine = server();
    let effects = machine.press("/rsdq");
    assert_eq!(effects.list, []);
    assert!(machine.app.modals.is_empty());
    assert_eq!(machine.app.filter, "rsdq");
}

#[test]
fn a_sequence_waits_for_its_next_key_and_a_wrong_one_ends_it() {
    let mut machine = server();
    let own = crate::app::keymap::Binding {
        action: Action::Bottom.name().to_owned(),
        keys: vec!["z b".to_owned()],
        location: "keys.toml:1".to_owned(),
    };
    machine.app.keymap = Keymap::new(&[own]).0;
    machine.press("z");
    let hints = machine.app.screen().footer.hints;
    assert_eq!(hints.first().map(|hint| hint.key.as_str()), Some("b"));
    machine.press("x");
    assert!(machine.app.modals.is_empty());
    machine.press("zb");
    assert_eq!(machine.selected(), "shop/smtp-relay");
}

#[test]
fn ctrl_c_quits_from_everywhere() {
    for place in ["", "/abc", "r", ":re", "?", "!", "i"] {
        let mut machine = server();
        machine.press("j");
        machine.press(place);
        assert_eq!(machine.press("<ctrl-c>").list, [Effect::Quit], "{place}");
    }
}

#[test]
fn what_stands_on_top_takes_the_keys_and_esc_takes_it_away() {
    let mut machine = server();
    machine.press(":");
    machine.press("re");
    assert!(matches!(machine.app.modals.last(), Some(Modal::Picker(_))));
    machine.press("<esc>");
    assert!(machine.app.modals.is_empty());
}

#[test]
fn every_key_is_answered_with_a_frame() {
    for action in Action::ALL {
        for key in action.default_keys() {
            let mut machine = server();
            let key = Key::parse(key).unwrap();
            let effects = machine.update(Msg::Key(key));
            let leaves = effects.list.contains(&Effect::Quit);
            assert!(leaves || effects.redraw == Redraw::Now, "{action}");
        }
    }
}

#[test]
fn every_hint_names_a_key_that_does_it() {
    let mut machine = server();
    for keys in ["", "l", "3", "5", "<esc>h"] {
        machine.press(keys);
        for hint in machine.app.screen().footer.hints {
            let key = Key::parse(&hint.key).unwrap();
            let resolved = machine.app.keymap.resolve(&[key]);
            let crate::app::keymap::Resolution::Action(action) = resolved else {
                panic!("{hint:?}");
            };
            assert_eq!(machine.app.available(action), Ok(()), "{hint:?}");
        }
    }
}

#[test]
fn some_keys_are_for_the_shell_of_the_screen_alone() {
    use crate::plan::news::Foreground;
    let mut machine = server();
    for (key, effect) in [
        ("M", Effect::Mouse(true)),
        ("M", Effect::Mouse(false)),
        ("<ctrl-l>", Effect::Repaint),
        ("<ctrl-z>", Effect::Suspend(Foreground::Stop)),
        ("q", Effect::Quit),
    ] {
        assert!(machine.press(key).list.contains(&effect), "{key}");
    }
}
