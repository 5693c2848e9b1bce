//! `test` and `[`.

use super::builtins::TOOLS as SHELL_TOOLS;
use super::files::TOOLS;
use super::host::Host;

/// The status of `[ arguments ]`: 0 true, 1 false, 2 not understood (with the message).
pub(super) fn evaluate(arguments: &[String], host: &dyn Host) -> Result<bool, String> {
    let mut reader = Reader {
        words: arguments,
        at: 0,
        host,
    };
    if arguments.is_empty() {
        return Ok(false);
    }
    let value = reader.any_of(0)?;
    match reader.words.get(reader.at) {
        None => Ok(value),
        Some(word) => Err(format!("{word}: unknown operand")),
    }
}

struct Reader<'a> {
    words: &'a [String],
    at: usize,
    host: &'a dyn Host,
}

impl Reader<'_> {
    fn word(&self, ahead: usize) -> Option<&str> {
        self.words.get(self.at + ahead).map(String::as_str)
    }

    fn any_of(&mut self, depth: usize) -> Result<bool, String> {
        let mut value = self.all_of(depth)?;
        while self.word(0) == Some("-o") {
            self.at += 1;
            value |= self.all_of(depth)?;
        }
        Ok(value)
    }

    fn all_of(&mut self, depth: usize) -> Result<bool, String> {
        let mut value = self.one(depth)?;
        while self.word(0) == Some("-a") {
            self.at += 1;
            value &= self.one(depth)?;
        }
        Ok(value)
    }

    fn one(&mut self, depth: usize) -> Result<bool, String> {
        if depth > 40 {
            return Err("nested too deeply".to_owned());
        }
        let Some(first) = self.word(0).map(str::to_owned) else {
            return Err("argument expected".to_owned());
        };
        if let Some(operator) = self.word(1)
            && is_binary(operator)
            && let Some(right) = self.word(2)
        {
            let value = binary(&first, operator, right)?;
            self.at += 3;
            return Ok(value);
        }
        if first == "!" && self.word(1).is_some() {
            self.at += 1;
            return Ok(!self.one(depth + 1)?);
        }
        if first == "(" && self.word(1).is_some() {
            self.at += 1;
            let value = self.any_of(depth + 1)?;
            if self.word(0) != Some(")") {
                return Err("closing paren expected".to_owned());
            }
            self.at += 1;
            return Ok(value);
        }
        if let Some(operand) = self.word(1)
            && let Some(value) = unary(&first, operand, self.host)
        {
            self.at += 2;
            return Ok(value);
        }
        self.at += 1;
        Ok(!first.is_empty())
    }
}

fn is_binary(word: &str) -> bool {
    matches!(
        word,
        "=" | "==" | "!=" | "<" | ">" | "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge"
    )
}

fn binary(left: &str, operator: &str, right: &str) -> Result<bool, String> {
    let number = |text: &str| {
        text.trim()
            .parse::<i64>()
            .map_err(|_not_a_number| format!("{text}: bad number"))
    };
    Ok(match operator {
        "=" | "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        ">" => left > right,
        "-eq" => number(left)? == number(right)?,
        "-ne" => number(left)? != number(right)?,
        "-lt" => number(left)? < number(right)?,
        "-le" => number(left)? <= number(right)?,
        "-gt" => number(left)? > number(right)?,
        _ => number(left)? >= number(right)?,
    })
}

/// Every image has busybox in `/bin`, and nothing else: no bash.
fn is_program(path: &str) -> bool {
    path.strip_prefix("/bin/")
        .is_some_and(|name| SHELL_TOOLS.contains(&name) || TOOLS.contains(&name))
}

fn unary(operator: &str, operand: &str, host: &dyn Host) -> Option<bool> {
    Some(match operator {
        "-z" => operand.is_empty(),
        "-n" => !operand.is_empty(),
        "-d" => host.list(operand).is_some(),
        "-f" => host.read_file(operand).is_some(),
        "-e" | "-r" | "-w" => host.read_file(operand).is_some() || host.list(operand).is_some(),
        "-s" => host.read_file(operand).is_some_and(|text| !text.is_empty()),
        "-x" => host.list(operand).is_some() || is_program(operand),
        "-t" => false,
        _ => return None,
    })
}
