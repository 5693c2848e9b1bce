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
    let (number, unit) = if let Some(parts) = text.split_once(' ') {
        parts
    } else {
        let last = text
            .rfind(|c: char| c.is_ascii_digit() || c == '.')
            .ok_or_else(|| SizeError::Size(text.to_owned()))?;
        text.split_at(last + 1)
    };
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
