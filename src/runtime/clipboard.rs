//! The clipboard of the person's own machine, through the terminal (OSC 52): it works over SSH.

use crate::runtime::capabilities::Capabilities;

/// Terminals drop longer ones: xterm's buffer and tmux's limit.
const MOST_BASE64: usize = 74_994;

/// Bytes that put `text` on the clipboard, and the way they take, for the notice.
///
/// # Errors
/// The text is too long for what terminals accept.
pub(crate) fn copy(
    text: &str,
    capabilities: Capabilities,
) -> Result<(Vec<u8>, &'static str), String> {
    let encoded = base64(text.as_bytes());
    if encoded.len() > MOST_BASE64 {
        return Err(format!(
            "{} bytes are more than terminals put on the clipboard ({})",
            text.len(),
            MOST_BASE64 / 4 * 3
        ));
    }
    let plain = format!("\x1b]52;c;{encoded}\x07");
    Ok(if capabilities.tmux {
        // tmux takes the plain form with `set-clipboard on`, and hands on the wrapped one with `allow-passthrough on`.
        let wrapped = format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"));
        (format!("{plain}{wrapped}").into_bytes(), "tmux and OSC 52")
    } else {
        (plain.into_bytes(), "OSC 52")
    })
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) & 63;
            out.push(if digit > chunk.len() {
                '='
            } else {
                DIGITS
                    .get(index as usize)
                    .map_or('=', |digit| char::from(*digit))
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::Depth;

    fn capabilities(tmux: bool) -> Capabilities {
        Capabilities {
            depth: Depth::True,
            unicode: true,
            thrifty: false,
            tmux,
            ssh: false,
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn an_emulator_finds_the_text_on_its_clipboard() {
        let (bytes, way) = copy("shop-api-1", capabilities(false)).unwrap();
        assert_eq!(bytes, b"\x1b]52;c;c2hvcC1hcGktMQ==\x07");
        assert_eq!(way, "OSC 52");
    }

    #[test]
    fn tmux_gets_both_forms() {
        let (bytes, _) = copy("x", capabilities(true)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"));
    }

    #[test]
    fn what_terminals_would_drop_is_refused() {
        assert!(copy(&"x".repeat(56_244), capabilities(false)).is_ok());
        assert!(copy(&"x".repeat(56_250), capabilities(false)).is_err());
    }
}
