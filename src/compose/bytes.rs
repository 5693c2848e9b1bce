//! Sizes in bytes: `512m`, `1.5 GiB`, `1024`. All units are powers of 1024.

use crate::compose::go;
use thiserror::Error;

/// Why a text is no size. The words are Compose's.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SizeError {
    /// There is no digit, or it is negative.
    #[error("invalid size: '{0}'")]
    Size(String),
    /// What stands before the unit is no number.
    #[error(transparent)]
    Number(#[from] go::NumberError),
    /// There is no such unit.
    #[error("invalid suffix: '{0}'")]
    Suffix(String),
}

/// Bytes of a size. Whole numbers without a unit may be negative.
///
/// # Errors
/// It is no size.
pub fn parse(text: &str) -> Result<i64, SizeError> {
    if let Ok(number) = go::parse_int("ParseInt", text) {
        return Ok(number);
    }
    let last = text
        .rfind(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '))
        .ok_or_else(|| SizeError::Size(text.to_owned()))?;
    let (number, unit) = text.split_at(last + 1);
    // One blank may stand before the unit.
    let number = number.strip_suffix(' ').unwrap_or(number);
    let size = go::parse_float(number)?;
    if size < 0.0 {
        return Err(SizeError::Size(text.to_owned()));
    }
    if unit.len() > 3 {
        return Err(SizeError::Suffix(unit.to_owned()));
    }
    let unit: String = unit
        .chars()
        .filter_map(|c| c.to_lowercase().next())
        .collect();
    let power = match unit.as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        "p" | "pb" | "pib" => 5,
        _ => return Err(SizeError::Suffix(unit)),
    };
    Ok(go::truncate(size * 1024_f64.powi(power)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_as_compose_does() {
        for (text, expected) in [
            ("1024", 1024),
            ("-1", -1),
            ("1b", 1),
            ("1k", 1 << 10),
            ("1.5 GiB", 3 << 29),
            ("512M", 512 << 20),
            ("2tb", 2 << 40),
            ("1P", 1 << 50),
            ("1e3k", 1_024_000),
            (".5k", 512),
            ("5 ", 5),
            ("0x10p0", 16),
            ("1_000b", 1000),
            ("1e30", i64::MIN),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_said_in_composes_words() {
        for (text, expected) in [
            ("", "invalid size: ''"),
            ("k", "invalid size: 'k'"),
            ("-1k", "invalid size: '-1k'"),
            ("5x", "invalid suffix: 'x'"),
            ("5 KBS", "invalid suffix: 'kbs'"),
            ("5bytes", "invalid suffix: 'bytes'"),
            ("5  k", "strconv.ParseFloat: parsing \"5 \": invalid syntax"),
            (
                "1e999k",
                "strconv.ParseFloat: parsing \"1e999\": value out of range",
            ),
        ] {
            let error = parse(text).map_err(|error| error.to_string());
            assert_eq!(error, Err(expected.to_owned()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9.eEx_+-]|[ kKmMgGtTpPbBi]|.){0,12}") {
            let _ = parse(&text);
        }

        #[test]
        fn whole_numbers_come_back(number in any::<i64>()) {
            prop_assert_eq!(parse(&number.to_string()), Ok(number));
        }
    }
}
