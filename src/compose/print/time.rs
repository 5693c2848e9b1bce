//! Dates as Go's printers have them.

/// From the form that Go shows (`2001-12-14 10:00:00.5 +0200 +0200`) to that of RFC 3339 (`2001-12-14T10:00:00.5+02:00`).
/// What is not of the first form stays.
pub fn rfc3339(shown: &str) -> String {
    let mut parts = shown.split(' ');
    let (Some(date), Some(time), Some(offset)) = (parts.next(), parts.next(), parts.next()) else {
        return shown.to_owned();
    };
    if offset == "+0000" {
        return format!("{date}T{time}Z");
    }
    match offset.split_at_checked(3) {
        Some((hours, minutes)) => format!("{date}T{time}{hours}:{minutes}"),
        None => shown.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn the_zone_is_written_with_a_colon_and_utc_as_z() {
        assert_eq!(
            rfc3339("2001-12-14 00:00:00 +0000 UTC"),
            "2001-12-14T00:00:00Z"
        );
        assert_eq!(
            rfc3339("2001-12-14 10:00:00.5 +0200 +0200"),
            "2001-12-14T10:00:00.5+02:00"
        );
    }
}
