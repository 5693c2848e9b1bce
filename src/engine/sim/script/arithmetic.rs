//! `$((…))`: whole numbers of 64 bits, wrapping, as in busybox.

/// The value of an expression in which variables are already replaced where they had a `$`; bare names are looked up.
pub(super) fn evaluate(
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<i64, &'static str> {
    let mut reader = Reader {
        text,
        at: 0,
        lookup,
        depth: 0,
    };
    let value = reader.level(0)?;
    reader.blanks();
    if reader.rest().is_empty() {
        Ok(value)
    } else {
        Err("arithmetic syntax error")
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    lookup: &'a dyn Fn(&str) -> Option<String>,
    depth: u8,
}

/// Operators by rising precedence; longer ones before their beginnings.
const LEVELS: [&[&str]; 8] = [
    &["||"],
    &["&&"],
    &["|"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn level(&mut self, level: usize) -> Result<i64, &'static str> {
        let Some(operators) = LEVELS.get(level) else {
            return self.operand();
        };
        let mut left = self.level(level + 1)?;
        loop {
            self.blanks();
            let rest = self.rest();
            let Some(operator) = operators.iter().find(|operator| {
                rest.starts_with(**operator)
                    && !(operator.len() == 1
                        && matches!(**operator, "|" | "&")
                        && rest.starts_with(&operator.repeat(2)))
            }) else {
                return Ok(left);
            };
            self.at += operator.len();
            let right = self.level(level + 1)?;
            left = apply(operator, left, right)?;
        }
    }

    fn operand(&mut self) -> Result<i64, &'static str> {
        self.blanks();
        self.depth += 1;
        if self.depth > 60 {
            return Err("arithmetic nested too deeply");
        }
        let rest = self.rest();
        let value = match rest.chars().next() {
            Some('(') => {
                self.at += 1;
                let value = self.level(0)?;
                self.blanks();
                if !self.rest().starts_with(')') {
                    return Err("arithmetic syntax error");
                }
                self.at += 1;
                value
            }
            Some('-') => {
                self.at += 1;
                self.operand()?.wrapping_neg()
            }
            Some('+') => {
                self.at += 1;
                self.operand()?
            }
            Some('!') => {
                self.at += 1;
                i64::from(self.operand()? == 0)
            }
            Some(first) if first == '_' || first.is_ascii_alphanumeric() => {
                let length = rest
                    .find(|character: char| character != '_' && !character.is_ascii_alphanumeric())
                    .unwrap_or(rest.len());
                let word = rest.get(..length).unwrap_or_default();
                let value = if first.is_ascii_digit() {
                    number(word)?
                } else {
                    (self.lookup)(word)
                        .filter(|value| !value.trim().is_empty())
                        .map_or(Ok(0), |value| number(value.trim()))?
                };
                self.at += length;
                value
            }
            _ => return Err("arithmetic syntax error"),
        };
        self.depth -= 1;
        Ok(value)
    }
}

fn number(word: &str) -> Result<i64, &'static str> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word),
    };
    let value = match digits.strip_prefix("0x") {
        Some(hexadecimal) => i64::from_str_radix(hexadecimal, 16),
        None if digits.len() > 1 && digits.starts_with('0') => i64::from_str_radix(digits, 8),
        None => digits.parse(),
    }
    .or(Err("arithmetic syntax error"))?;
    Ok(if negative { -value } else { value })
}

fn apply(operator: &str, left: i64, right: i64) -> Result<i64, &'static str> {
    Ok(match operator {
        "||" => i64::from(left != 0 || right != 0),
        "&&" => i64::from(left != 0 && right != 0),
        "|" => left | right,
        "&" => left & right,
        "==" => i64::from(left == right),
        "!=" => i64::from(left != right),
        "<=" => i64::from(left <= right),
        ">=" => i64::from(left >= right),
        "<" => i64::from(left < right),
        ">" => i64::from(left > right),
        "+" => left.wrapping_add(right),
        "-" => left.wrapping_sub(right),
        "*" => left.wrapping_mul(right),
        "/" | "%" if right == 0 => return Err("divide by zero"),
        "/" => left.wrapping_div(right),
        _ => left.wrapping_rem(right),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_follow_the_usual_precedence() {
        let lookup = |name: &str| (name == "i").then(|| "4".to_owned());
        for (text, expected) in [
            ("i+1", Ok(5)),
            ("2 + 3 * 4", Ok(14)),
            ("(2 + 3) * 4", Ok(20)),
            ("10 % 4 == 2 && i > 3", Ok(1)),
            ("-i - -1", Ok(-3)),
            ("unset", Ok(0)),
            ("010 + 0x10", Ok(24)),
            ("1 / 0", Err("divide by zero")),
            ("1 +", Err("arithmetic syntax error")),
            ("9223372036854775807 + 1", Ok(i64::MIN)),
        ] {
            assert_eq!(evaluate(text, &lookup), expected, "{text}");
        }
    }
}
