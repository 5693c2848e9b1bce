//! Amounts as people say them: `118M`, `5.1G`, `2%`.

/// Bytes with 1024-based units, at most four characters up to 999T: `0`, `980`, `24M`, `5.1G`.
pub fn bytes(amount: u64) -> String {
    const UNITS: [&str; 6] = ["", "K", "M", "G", "T", "P"];
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let mut value = amount as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit == 0 || value >= 9.95 {
        format!("{value:.0}{}", UNITS[unit])
    } else {
        format!("{value:.1}{}", UNITS[unit])
    }
}

/// Memory in use, in steps that keep still while a program breathes: `<1M`, `1.5M`, `24M`, `5.1G`.
pub fn memory(amount: u64) -> String {
    const MIB: u64 = 1 << 20;
    if (1..MIB).contains(&amount) {
        "<1M".to_owned()
    } else {
        bytes(amount)
    }
}

/// A computed amount as a whole number, never below zero.
pub fn whole(value: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be positive; saturates"
    )]
    let value = value.max(0.0) as u64;
    value
}

/// Percent of one core without decimals, so that it does not flicker: `2%`, `134%`.
pub fn percent(value: f64) -> String {
    format!("{value:.0}%")
}

/// A count with thousands separated: `1,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_three_digits() {
        let shown = [
            0,
            980,
            1_024,
            10_200,
            123_731_968,
            5_476_083_302,
            1_047_527_424,
        ]
        .map(bytes);
        assert_eq!(shown, ["0", "980", "1.0K", "10K", "118M", "5.1G", "999M"]);
    }

    #[test]
    fn little_memory_does_not_flicker() {
        let shown = [0, 900 << 10, 1_600 << 10, 123_731_968].map(memory);
        assert_eq!(shown, ["0", "<1M", "1.6M", "118M"]);
    }

    #[test]
    fn counts_have_separators() {
        assert_eq!(
            [7, 1_204, 1_000_000].map(count),
            ["7", "1,204", "1,000,000"]
        );
    }
}
