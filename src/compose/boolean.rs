//! `true` and `false` where they are written as text.

/// What a text says, and the warning of Compose where it says so in words that only YAML 1.1 knew. `None`: neither.
pub fn parse(text: &str) -> Option<(bool, Option<String>)> {
    let (value, name) = match text.to_lowercase().as_str() {
        "true" => return Some((true, None)),
        "false" => return Some((false, None)),
        "y" | "yes" | "on" => (true, "true"),
        "n" | "no" | "off" => (false, "false"),
        _ => return None,
    };
    let warning =
        format!("\"{text}\" for boolean is not supported by YAML 1.2, please use `{name}`");
    Some((value, Some(warning)))
}
