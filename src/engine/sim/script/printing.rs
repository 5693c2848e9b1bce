//! Tools that print and tools that filter what others printed.

use super::host::Host;
use super::vm::{Flow, Vm};
use std::fmt::Write as _;

impl Vm {
    pub(super) fn echo(&mut self, rest: &[String], host: &mut dyn Host) -> i64 {
        let (mut line_end, mut escapes, mut at) = (true, false, 0);
        while let Some(option) = rest.get(at) {
            match option.as_str() {
                "-n" => line_end = false,
                "-e" => escapes = true,
                "-ne" | "-en" => (line_end, escapes) = (false, true),
                _ => break,
            }
            at += 1;
        }
        let joined = rest.get(at..).unwrap_or_default().join(" ");
        let mut text = if escapes { unescape(&joined) } else { joined };
        if line_end {
            text.push('\n');
        }
        self.out(&text, host);
        0
    }

    pub(super) fn printf(&mut self, rest: &[String], host: &mut dyn Host) -> i64 {
        let Some((format, mut values)) = rest.split_first() else {
            return 2;
        };
        let format = unescape(format);
        let mut text = String::new();
        loop {
            let mut used = 0;
            let mut pieces = format.chars().peekable();
            while let Some(character) = pieces.next() {
                if character != '%' {
                    text.push(character);
                    continue;
                }
                let mut width = String::new();
                while let Some(digit) = pieces.next_if(|next| next.is_ascii_digit() || *next == '-')
                {
                    width.push(digit);
                }
                let wide = width
                    .trim_start_matches(['-', '0'])
                    .parse::<usize>()
                    .unwrap_or(0)
                    .min(500);
                match pieces.next() {
                    Some('%') => text.push('%'),
                    Some('s' | 'd' | 'i' | 'b') => {
                        let value = values.get(used).map_or("", String::as_str);
                        used += 1;
                        let _ = if width.starts_with('-') {
                            write!(text, "{value:<wide$}")
                        } else if width.starts_with('0') {
                            write!(text, "{value:0>wide$}")
                        } else {
                            write!(text, "{value:>wide$}")
                        };
                    }
                    _ => {
                        self.complain("printf: invalid format", host);
                        return 1;
                    }
                }
            }
            values = values.get(used..).unwrap_or_default();
            if used == 0 || values.is_empty() {
                break;
            }
        }
        self.out(&text, host);
        0
    }

    pub(super) fn cat(&mut self, operands: &[&str], host: &mut dyn Host) -> Flow {
        if operands.is_empty() || operands == ["-"] {
            return match self.streams.input.clone() {
                Some(text) => {
                    self.out(&text, host);
                    Flow::Done(0)
                }
                None => Flow::Copy,
            };
        }
        let mut status = 0;
        for path in operands {
            if let Some(text) = host.read_file(path) {
                self.out(&text, host);
            } else {
                self.complain(
                    &format!("cat: can't open '{path}': No such file or directory"),
                    host,
                );
                status = 1;
            }
        }
        Flow::Done(status)
    }

    /// Tools that read a text and write another.
    pub(super) fn filter(&mut self, name: &str, rest: &[String], host: &mut dyn Host) -> i64 {
        let (mut options, mut operands) = (Vec::new(), Vec::new());
        let mut words = rest.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "-n" if name == "head" || name == "tail" => options.extend(words.next()),
                word if word.starts_with('-') && word.len() > 1 => options.push(word),
                word => operands.push(word),
            }
        }
        let wanted = if name == "grep" && !operands.is_empty() {
            operands.remove(0)
        } else {
            ""
        };
        let text = match operands.first() {
            None => self.streams.input.as_deref().unwrap_or_default().to_owned(),
            Some(path) => {
                let Some(text) = host.read_file(path) else {
                    self.complain(&format!("{name}: {path}: No such file or directory"), host);
                    return 2;
                };
                text
            }
        };
        let kept = filtered(name, &options, wanted, &text);
        if name == "grep" && kept.is_empty() {
            return 1;
        }
        let is_quiet = options.iter().any(|option| option.contains('q'));
        if !is_quiet && !kept.is_empty() {
            self.out(&format!("{}\n", kept.join("\n")), host);
        }
        0
    }
}

/// The lines that `head`, `tail`, `wc` or `grep` print.
fn filtered(name: &str, options: &[&str], wanted: &str, text: &str) -> Vec<String> {
    let has = |letter: char| options.iter().any(|option| option.contains(letter));
    let lines: Vec<&str> = text.lines().collect();
    let count = options
        .iter()
        .find_map(|option| option.trim_start_matches(['-', 'n']).parse::<usize>().ok())
        .unwrap_or(10);
    let words = text.split_whitespace().count();
    match name {
        "head" => lines.into_iter().take(count).map(str::to_owned).collect(),
        "tail" => {
            let skipped = lines.len().saturating_sub(count);
            lines.into_iter().skip(skipped).map(str::to_owned).collect()
        }
        "wc" if has('l') => vec![lines.len().to_string()],
        "wc" if has('c') => vec![text.len().to_string()],
        "wc" => vec![format!("{} {words} {}", lines.len(), text.len())],
        _ => lines
            .into_iter()
            .filter(|line| found(line, wanted, has('i')) != has('v'))
            .map(str::to_owned)
            .collect(),
    }
}

/// Whether a line holds a text; `^` and `$` bind it, other patterns are text.
fn found(line: &str, wanted: &str, any_case: bool) -> bool {
    let fold = |text: &str| {
        if any_case {
            text.to_lowercase()
        } else {
            text.to_owned()
        }
    };
    let line = fold(line);
    let wanted = fold(wanted);
    let core = wanted.trim_start_matches('^').trim_end_matches('$');
    match (wanted.starts_with('^'), wanted.ends_with('$')) {
        (true, true) => line == core,
        (true, false) => line.starts_with(core),
        (false, true) => line.ends_with(core),
        (false, false) => line.contains(core),
    }
}

/// `\n`, `\t`, `\r`, `\a`, `\e`, `\\`, `\033`, `\x1b`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        let code =
            |rest: &mut std::iter::Peekable<std::str::Chars<'_>>, radix: u32, most: usize| {
                let mut value = 0;
                for _ in 0..most {
                    match rest.peek().and_then(|next| next.to_digit(radix)) {
                        Some(digit) => value = value * radix + digit,
                        None => break,
                    }
                    rest.next();
                }
                char::from_u32(value).unwrap_or_default()
            };
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('a') => out.push('\u{7}'),
            Some('e') => out.push('\u{1b}'),
            Some('0') => out.push(code(&mut rest, 8, 3)),
            Some('x') => out.push(code(&mut rest, 16, 2)),
            Some('\\') | None => out.push('\\'),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    out
}
