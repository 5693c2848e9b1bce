//! Go's numbers: how they are printed, and which texts are numbers.

use std::fmt;

/// Why a text is no number, in Go's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberError {
    /// Go's name of what was tried: `Atoi`, `ParseInt`, `ParseFloat`.
    pub function: &'static str,
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub fault: NumberFault,
}

/// What is wrong with a text that is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// It is written in another way.
    Syntax,
    /// It is too large or too small.
    Range,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            NumberFault::Syntax => "invalid syntax",
            NumberFault::Range => "value out of range",
        };
        let text = super::quote(&self.text);
        write!(f, "strconv.{}: parsing {text}: {fault}", self.function)
    }
}

impl std::error::Error for NumberError {}

/// A decimal whole number of 64 bits; `function` is Go's name for it in messages (`Atoi` or `ParseInt`).
///
/// # Errors
/// It is none, or too large.
pub fn parse_int(function: &'static str, text: &str) -> Result<i64, NumberError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let fault = if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        NumberFault::Syntax
    } else {
        match text.parse() {
            Ok(number) => return Ok(number),
            Err(_) => NumberFault::Range,
        }
    };
    Err(NumberError {
        function,
        text: text.to_owned(),
        fault,
    })
}

/// A float: decimal or hexadecimal, with `_` between digits, `inf` and `nan`.
///
/// # Errors
/// It is none, or too large.
pub fn parse_float(text: &str) -> Result<f64, NumberError> {
    float_of(text, |text| text.parse().ok(), 53, -1074)
}

/// The same, rounded to 32 bits.
///
/// # Errors
/// It is none, or too large.
pub fn parse_float32(text: &str) -> Result<f32, NumberError> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what comes out has 32 bits already"
    )]
    let narrow = |number: f64| number as f32;
    float_of(
        text,
        |text| text.parse::<f32>().ok().map(f64::from),
        24,
        -149,
    )
    .map(narrow)
}

fn float_of(
    text: &str,
    decimal: impl Fn(&str) -> Option<f64>,
    bits: u32,
    lowest: i64,
) -> Result<f64, NumberError> {
    let fail = |fault| NumberError {
        function: "ParseFloat",
        text: text.to_owned(),
        fault,
    };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity") {
        return Ok(if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        });
    }
    if lower == "nan" && text.len() == 3 {
        return Ok(f64::NAN);
    }
    let number = if let Some(hex) = lower.strip_prefix("0x") {
        hexadecimal(hex, bits, lowest)
    } else {
        let begins = lower.starts_with(|first: char| first.is_ascii_digit() || first == '.');
        if begins && !lower.contains(['i', 'n']) {
            decimal(&lower.replace('_', ""))
        } else {
            None
        }
    };
    let number = number
        .filter(|_| underscores_are_between_digits(&lower))
        .ok_or_else(|| fail(NumberFault::Syntax))?;
    // Rounding to 32 bits is done by then: what is too large for them is infinite.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only whether it is too large is asked"
    )]
    let is_too_large = number.is_infinite() || (bits == 24 && (number as f32).is_infinite());
    if is_too_large {
        return Err(fail(NumberFault::Range));
    }
    Ok(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

/// `_` stands between digits, or between a prefix and a digit.
fn underscores_are_between_digits(text: &str) -> bool {
    let hex = text.strip_prefix("0x");
    let mut before = if hex.is_some() { b'0' } else { b'.' };
    let is_digit = |byte: u8| {
        if hex.is_some() {
            byte.is_ascii_hexdigit()
        } else {
            byte.is_ascii_digit()
        }
    };
    for byte in hex.unwrap_or(text).bytes() {
        let is_bad = (byte == b'_' && !is_digit(before)) || (before == b'_' && !is_digit(byte));
        if is_bad {
            return false;
        }
        before = byte;
    }
    before != b'_'
}

/// What stands behind `0x`: digits with or without a point, and an exponent of two, which must be there.
fn hexadecimal(text: &str, bits: u32, lowest: i64) -> Option<f64> {
    let (mantissa, exponent) = text.split_once('p')?;
    let exponent_digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    if !exponent_digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let plain = exponent.replace('_', "");
    if !plain
        .strip_prefix(['-', '+'])
        .unwrap_or(&plain)
        .bytes()
        .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    // Beyond this it is infinite or nothing, whatever the mantissa.
    let mut exponent: i64 = plain
        .parse()
        .unwrap_or(if plain.starts_with('-') {
            i64::MIN
        } else {
            i64::MAX
        })
        .clamp(-1_000_000_000, 1_000_000_000);
    let mut value: u64 = 0;
    let mut has_digits = false;
    let mut has_rest = false;
    let mut after_point = false;
    for byte in mantissa.bytes() {
        let digit = match byte {
            b'_' => continue,
            b'.' if !after_point => {
                after_point = true;
                continue;
            }
            _ => char::from(byte).to_digit(16)?,
        };
        has_digits = true;
        if value >> 56 == 0 {
            value = value << 4 | u64::from(digit);
            exponent -= if after_point { 4 } else { 0 };
        } else {
            has_rest |= digit != 0;
            exponent += if after_point { 0 } else { 4 };
        }
    }
    if !has_digits {
        return None;
    }
    Some(rounded(value, has_rest, exponent, bits, lowest))
}

/// `value · 2^exponent`, a little more where there `has_rest`, rounded to so many bits, half to even.
fn rounded(value: u64, has_rest: bool, exponent: i64, bits: u32, lowest: i64) -> f64 {
    if value == 0 {
        return 0.0;
    }
    let length = i64::from(u64::BITS - value.leading_zeros());
    let drop = (length - i64::from(bits)).max(lowest - exponent).max(0);
    if drop > 64 {
        return 0.0;
    }
    let wide = u128::from(value);
    let kept = wide >> drop;
    let rest = wide - (kept << drop);
    let half = if drop == 0 { 0 } else { 1_u128 << (drop - 1) };
    let is_up = drop > 0 && (rest > half || (rest == half && (has_rest || kept % 2 == 1)));
    let kept = kept + u128::from(is_up);
    let exponent = exponent + drop;
    if exponent > 2000 {
        return f64::INFINITY;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "it has no more than 53 bits, or is one more than that, which is even"
    )]
    let mut number = kept as f64;
    // In steps, so that no factor is infinite or nothing by itself.
    let mut left = exponent;
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        number *= 2_f64.powi(i32::try_from(step).unwrap_or(0));
        left -= step;
    }
    number
}

/// A float cut to a whole number as Go does on x86: what does not fit is the smallest one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what does not fit is dealt with before"
)]
pub fn truncate(number: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&number) {
        number as i64
    } else {
        i64::MIN
    }
}

/// A float as short as can be: `1`, `1.5`, `100000`, `1e+06`, `1e-05`.
pub fn format_float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    shortest(&digits(number))
}

/// The same for 32 bits.
pub fn format_float32(number: f32) -> String {
    if number.is_finite() {
        shortest(&digits32(number))
    } else {
        format_float(f64::from(number))
    }
}

fn shortest((mantissa, exponent): &(String, i32)) -> String {
    if (-4..6).contains(exponent) {
        plain(mantissa, *exponent)
    } else {
        let sign = if *exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
    }
}

/// A float in JSON: `1000000`, `1e+21`, `1e-7`. `None`: JSON has no such number.
pub fn json_float(number: f64) -> Option<String> {
    number.is_finite().then(|| json(&digits(number)))
}

/// The same for 32 bits.
pub fn json_float32(number: f32) -> Option<String> {
    number.is_finite().then(|| json(&digits32(number)))
}

fn json((mantissa, exponent): &(String, i32)) -> String {
    if (-6..21).contains(exponent) {
        plain(mantissa, *exponent)
    } else {
        let sign = if *exponent < 0 { '-' } else { '+' };
        format!("{mantissa}e{sign}{}", exponent.unsigned_abs())
    }
}

/// As few digits as tell a finite number from its neighbours, as `-1.25`, and its power of ten.
fn digits(number: f64) -> (String, i32) {
    let short = format!("{number:e}");
    let exact = format!("{number:.0$e}", short.len() + MORE);
    even(&short, &exact, |text| text.parse() == Ok(number))
}

/// The same for 32 bits.
fn digits32(number: f32) -> (String, i32) {
    let short = format!("{number:e}");
    let exact = format!("{number:.0$e}", short.len() + MORE);
    even(&short, &exact, |text| text.parse() == Ok(number))
}

/// Digits behind which no float comes that near to the middle of two texts without standing there.
const MORE: usize = 40;

/// Where two texts are as short and as near to the number, Go takes the even one, Rust the larger.
fn even(short: &str, exact: &str, is_same: impl Fn(&str) -> bool) -> (String, i32) {
    let (mantissa, exponent) = short.split_once('e').unwrap_or((short, "0"));
    let power = exponent.parse().unwrap_or(0);
    if let Some((lower, rest)) = exact.split_at_checked(mantissa.len())
        && rest.starts_with('5')
        && rest.split('e').next().is_some_and(|rest| {
            let mut behind = rest.bytes().skip(1);
            behind.all(|byte| byte == b'0')
        })
        && lower.ends_with(['2', '4', '6', '8'])
        && is_same(&format!("{lower}e{exponent}"))
    {
        return (lower.to_owned(), power);
    }
    (mantissa.to_owned(), power)
}

/// Without an exponent.
fn plain(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(places - 1));
    }
    match digits.split_at_checked(places + 1) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits}{}", "0".repeat(places + 1 - digits.len())),
    }
}
