use crate::compose::tree::Value;
pub(super) fn split(text: &str) -> Option<Vec<super::Text>> {
    Some(text.split_whitespace().map(super::Text::from).collect())
}
pub(crate) fn display(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Text(text) | Value::Time(text) => text.to_string(),
        _ => String::new(),
    }
}
pub(super) fn bytes(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("invalid size: '{text}'"))
}
pub(super) fn duration(text: &str) -> Result<i64, String> {
    let mut total = 0f64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .ok_or("x")?;
        let (number, tail) = rest.split_at(digits);
        let unit = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit);
        let scale = match unit {
            "ns" => 1.0,
            "us" | "µs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            "d" => 86400e9,
            "w" => 604800e9,
            _ => return Err(format!("time: unknown unit {unit:?} in duration {text:?}")),
        };
        total += number.parse::<f64>().map_err(|e| e.to_string())? * scale;
        rest = tail;
    }
    Ok(total as i64)
}
pub(super) fn format_duration(ns: i64) -> String {
    if ns == 0 {
        return "0s".into();
    }
    let secs = ns as f64 / 1e9;
    if secs < 1e-6 {
        return format!("{ns}ns");
    }
    if secs < 1e-3 {
        return format!("{}µs", ns as f64 / 1e3);
    }
    if secs < 1.0 {
        return format!("{}ms", ns as f64 / 1e6);
    }
    let h = ns / 3_600_000_000_000;
    let m = ns / 60_000_000_000 % 60;
    let s = (ns % 60_000_000_000) as f64 / 1e9;
    if h > 0 {
        format!("{h}h{m}m{s}s")
    } else if m > 0 {
        format!("{m}m{s}s")
    } else {
        format!("{s}s")
    }
}
