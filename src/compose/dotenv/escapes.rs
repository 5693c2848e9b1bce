//! Escapes in a value in double quotes.

/// Undoes the escapes. A dollar that is escaped becomes two: variables are filled in afterwards.
pub(super) fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (length, value) = escape(after);
        match value {
            Value::Char(value) => out.push(value),
            Value::Dollar => out.push_str("$$"),
            Value::Kept => {
                out.push('\\');
                out.push_str(after.get(..length).unwrap_or_default());
            }
            Value::Octal(digits) => {
                if let Some(value) = character(digits) {
                    out.push(value);
                } else {
                    // Compose drops the zero of what turns out to be no octal number.
                    out.push('\\');
                    out.push_str(digits);
                }
            }
        }
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

enum Value<'t> {
    Char(char),
    Dollar,
    /// As written.
    Kept,
    /// The digits behind the zero, three at most.
    Octal(&'t str),
}

/// What stands behind a backslash: its length, and what becomes of it.
fn escape(after: &str) -> (usize, Value<'_>) {
    let value = match after.as_bytes().first() {
        Some(b'a') => '\u{7}',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'v') => '\u{b}',
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'$') => return (1, Value::Dollar),
        Some(b'0') => {
            let rest = after.get(1..).unwrap_or_default();
            let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
            let octal = rest.get(..digits).unwrap_or_default();
            return (1 + digits, Value::Octal(octal));
        }
        _ => return (0, Value::Kept),
    };
    (1, Value::Char(value))
}

/// Three octal digits up to 377 are a character.
fn character(digits: &str) -> Option<char> {
    if digits.len() != 3 {
        return None;
    }
    u8::from_str_radix(digits, 8).ok().map(char::from)
}
