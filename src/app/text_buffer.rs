//! Text being typed. The widget behind it is hidden here, so that it can be exchanged.

use crate::app::key::{Key, KeyCode};
use crate::model::text::is_hidden;
use ratatui_textarea::{CursorMove, Input, Key as WidgetKey, TextArea};
use unicode_width::UnicodeWidthStr;

/// One line of text with a cursor and undo.
#[derive(Clone, Debug, Default)]
pub struct TextBuffer {
    widget: TextArea<'static>,
}

impl TextBuffer {
    /// With this text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut widget = TextArea::new(vec![one_line(text)]);
        widget.move_cursor(CursorMove::End);
        Self { widget }
    }

    /// What was typed so far.
    pub fn text(&self) -> &str {
        self.widget.lines().first().map_or("", String::as_str)
    }

    /// Columns of the screen before the cursor.
    pub fn cursor_column(&self) -> usize {
        let before: String = self.text().chars().take(self.widget.cursor().1).collect();
        before.width()
    }

    /// Inserts text at the cursor; line breaks become spaces, what nobody could see is left out.
    pub fn insert(&mut self, text: &str) {
        self.widget.insert_str(one_line(text));
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.widget = TextArea::default();
    }

    /// Takes an editing key; `false` if it is none and the caller may use it.
    pub fn press(&mut self, key: Key) -> bool {
        let code = match key.code {
            KeyCode::Char(character) if !key.ctrl || "abefhkuwyzdn".contains(character) => {
                WidgetKey::Char(character)
            }
            KeyCode::Backspace => WidgetKey::Backspace,
            KeyCode::Delete => WidgetKey::Delete,
            KeyCode::Left => WidgetKey::Left,
            KeyCode::Right => WidgetKey::Right,
            KeyCode::Home => WidgetKey::Home,
            KeyCode::End => WidgetKey::End,
            _ => return false,
        };
        match (key.ctrl, key.code) {
            // As in a shell; the widget's own ctrl-u is undo.
            (true, KeyCode::Char('u')) => {
                self.widget.delete_line_by_head();
            }
            (true, KeyCode::Char('z')) => {
                self.widget.undo();
            }
            (true, KeyCode::Char('y')) => {
                self.widget.redo();
            }
            (true, KeyCode::Char('d' | 'n')) => return false,
            _ => {
                self.widget.input(Input {
                    key: code,
                    ctrl: key.ctrl,
                    alt: key.alt,
                    shift: key.shift,
                });
            }
        }
        true
    }
}

/// No line breaks and no control characters: pasted text is from outside.
fn one_line(text: &str) -> String {
    text.chars()
        .filter_map(|character| {
            if character.is_control() {
                character.is_whitespace().then_some(' ')
            } else {
                (!is_hidden(character)).then_some(character)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> TextBuffer {
        let mut buffer = TextBuffer::default();
        for key in Key::parse_script(keys).unwrap() {
            buffer.press(key);
        }
        buffer
    }

    #[test]
    fn editing_keys_edit() {
        assert_eq!(typed("hello<left><left><backspace>X").text(), "heXlo");
        assert_eq!(typed("one two<ctrl-w>x").text(), "one x");
        assert_eq!(typed("one two<ctrl-u>x").text(), "x");
        assert_eq!(typed("ab<home>c<end>d").text(), "cabd");
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut buffer = TextBuffer::new("a");
        buffer.insert("b\nc\u{1b}d");
        assert_eq!(buffer.text(), "ab cd");
    }

    #[test]
    fn the_cursor_counts_columns() {
        assert_eq!(TextBuffer::new("日本x").cursor_column(), 5);
    }

    #[test]
    fn other_keys_are_left_alone() {
        for key in ["enter", "esc", "tab", "up", "ctrl-r"] {
            assert!(
                !TextBuffer::default().press(Key::parse(key).unwrap()),
                "{key}"
            );
        }
    }
}
