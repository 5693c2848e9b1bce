//! Addresses as the engine wants them.

/// Six, eight or twenty bytes in hexadecimal, in the three usual forms, as `02:42:ac:11:00:02`.
pub(super) fn hardware(text: &str) -> Option<String> {
    let (digits, separator) = match text.bytes().find(|byte| b":-.".contains(byte))? {
        b'.' => (4, '.'),
        b'-' => (2, '-'),
        _ => (2, ':'),
    };
    let groups: Vec<&str> = text.split(separator).collect();
    let is_whole =
        |group: &&str| group.len() == digits && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !groups.iter().all(is_whole) || ![6, 8, 20].contains(&(groups.len() * digits / 2)) {
        return None;
    }
    let all: Vec<char> = groups.concat().to_ascii_lowercase().chars().collect();
    let bytes: Vec<String> = all.chunks(2).map(|byte| byte.iter().collect()).collect();
    Some(bytes.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardware_addresses_have_one_form() {
        let form = Some("02:42:ac:11:00:0a".to_owned());
        for text in ["02:42:AC:11:00:0a", "02-42-ac-11-00-0A", "0242.ac11.000a"] {
            assert_eq!(hardware(text), form, "{text}");
        }
        for text in [
            "",
            "02:42",
            "02:42:ac:11:00:0g",
            "0242ac11000a",
            "02:42-ac:11:00:0a",
        ] {
            assert_eq!(hardware(text), None, "{text}");
        }
    }
}
