//! `DOCKER_CUSTOM_HEADERS`: headers for each request.

use crate::hosts::error::HostsError;

/// Reads `Name=value,"Other=a,b"`: one line of CSV whose fields are pairs, as docker/cli reads it. A name without a
/// value is an error there, too; a later one of the same name wins.
///
/// # Errors
/// [`HostsError::Headers`].
pub fn parse(text: &str) -> Result<Vec<(String, String)>, HostsError> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for field in fields(text)? {
        let (name, value) = field
            .split_once('=')
            .ok_or_else(|| HostsError::Headers(format!("`{field}` has no `=`")))?;
        let name = name.trim();
        if name.is_empty() {
            return Err(HostsError::Headers(format!("`{field}` has no name")));
        }
        headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), value.to_owned()));
    }
    Ok(headers)
}

fn fields(text: &str) -> Result<Vec<String>, HostsError> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            character => field.push(character),
        }
    }
    if quoted {
        return Err(HostsError::Headers("a quote is not closed".to_owned()));
    }
    fields.push(field);
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_fields_of_csv() {
        let read = |text| parse(text).map_err(|error| error.to_string());
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            read("A=1,\"B=x,y\",a=2,C=\"\"\"q\"\"\""),
            Ok(vec![pair("B", "x,y"), pair("a", "2"), pair("C", "\"q\"")])
        );
        assert_eq!(
            read("A"),
            Err("DOCKER_CUSTOM_HEADERS is malformed: `A` has no `=`".to_owned())
        );
        assert!(read("\"A=1").is_err());
    }
}
