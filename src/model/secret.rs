//! What is not shown: values that look like secrets by the name of their variable.

/// Whether a variable of this name is masked until revealed. By name only: a value never decides, so that masking does
/// not flicker while one types.
pub fn is_secret_name(name: &str) -> bool {
    const WORDS: [&str; 14] = [
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "SECRET",
        "TOKEN",
        "APIKEY",
        "API_KEY",
        "PRIVATE_KEY",
        "ACCESS_KEY",
        "CREDENTIAL",
        "AUTH",
        "DSN",
        "CONNECTION_STRING",
        "SIGNING_KEY",
    ];
    let upper = name.to_ascii_uppercase();
    // `…_FILE` holds a path to the secret, not the secret.
    if upper.ends_with("_FILE") || upper.ends_with("_PATH") {
        return false;
    }
    WORDS.iter().any(|word| upper.contains(word))
        || upper
            .split('_')
            .any(|part| matches!(part, "PASS" | "PWD" | "KEY" | "PAT" | "SALT"))
            && upper != "PWD"
}

/// What stands in place of a secret, independent of its length.
pub const MASK: &str = "••••••••";

/// A value as it may be shown: itself, or [`MASK`], or a URL with its password masked.
pub fn masked(name: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    if is_secret_name(name) {
        return MASK.to_owned();
    }
    mask_url_password(value)
}

/// `postgres://app:hunter2@db/shop` → `postgres://app:••••••••@db/shop`; anything else as it is.
fn mask_url_password(value: &str) -> String {
    let parts = value.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split('/').next().unwrap_or(rest);
        let (login, _) = authority.rsplit_once('@')?;
        let (user, password) = login.split_once(':')?;
        (!password.is_empty()).then(|| (scheme, user, rest.get(login.len()..).unwrap_or_default()))
    });
    match parts {
        Some((scheme, user, tail)) => format!("{scheme}://{user}:{MASK}{tail}"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "DB_PASSWORD",
            "API_KEY",
            "GITHUB_TOKEN",
            "MYSQL_ROOT_PASSWORD",
            "DB_PASS",
            "AWS_SECRET_ACCESS_KEY",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "PATH",
            "PWD",
            "KEYBOARD",
            "DB_HOST",
            "POSTGRES_PASSWORD_FILE",
            "COMPASS",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn a_password_inside_a_url_is_masked_alone() {
        assert_eq!(
            masked("DATABASE_URL", "postgres://app:hunter2@db:5432/shop"),
            format!("postgres://app:{MASK}@db:5432/shop")
        );
        assert_eq!(
            masked("URL", "https://example.org/a:b@c"),
            "https://example.org/a:b@c"
        );
    }
}
