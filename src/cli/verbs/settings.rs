//! `settings`: what is in force, and where it comes from.

use crate::cli::args::SettingsArgs;
use crate::cli::console::{Console, paint};
use crate::cli::error::CliError;
use crate::config::Loaded;
use crate::config::field::{FIELDS, Field, Kind};
use serde_json::{Map, Value};

/// The settings file to begin with.
pub const DEFAULT_FILE: &str = include_str!("../../../assets/default.toml");

/// Prints as a file of settings, or as JSON.
pub fn run(loaded: &Loaded, args: &SettingsArgs, console: &mut Console) -> Result<(), CliError> {
    if args.default {
        console.out.write_all(DEFAULT_FILE.as_bytes())?;
        return Ok(());
    }
    if args.json {
        let mut object = Map::new();
        for field in &FIELDS {
            let value = json_value(field, loaded);
            let value = if args.origins {
                let origin = origin(field, loaded);
                serde_json::json!({"value": value, "origin": origin})
            } else {
                value
            };
            object.insert(field.name.to_owned(), value);
        }
        writeln!(console.out, "{:#}", Value::Object(object))?;
        return Ok(());
    }
    let width = FIELDS
        .iter()
        .map(|field| field.name.len() + 3 + field.toml(&loaded.settings).len())
        .max()
        .unwrap_or(0);
    for field in &FIELDS {
        let text = format!("{} = {}", field.name, field.toml(&loaded.settings));
        if args.origins {
            let origin = format!("# {}", origin(field, loaded));
            let origin = paint(console.is_colored, "2", &origin);
            writeln!(console.out, "{text:width$}  {origin}")?;
        } else {
            writeln!(console.out, "{text}")?;
        }
    }
    Ok(())
}

fn origin(field: &Field, loaded: &Loaded) -> String {
    loaded
        .origins
        .get(field.name)
        .map_or_else(|| "default".to_owned(), ToString::to_string)
}

fn json_value(field: &Field, loaded: &Loaded) -> Value {
    let text = (field.get)(&loaded.settings);
    match field.kind {
        Kind::Bool => Value::Bool(text == "true"),
        Kind::Number(..) => text.parse::<u64>().map_or(Value::Null, Value::from),
        Kind::Word(_) | Kind::Text => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::console::tests::console;
    use crate::compose::sources::Memory;
    use crate::compose::surroundings::Surroundings;
    use crate::config::load;

    fn loaded(text: &str) -> Loaded {
        let surroundings = Surroundings {
            home: Some("/h".into()),
            cwd: "/".into(),
            ..Surroundings::default()
        };
        let files = Memory::default().with("/h/.config/stacktui/config.toml", text);
        load(&surroundings, &files, None, &Vec::new()).unwrap()
    }

    fn printed(loaded: &Loaded, args: &SettingsArgs) -> String {
        let (mut console, out, _) = console();
        run(loaded, args, &mut console).unwrap();
        out.text()
    }

    #[test]
    fn what_is_printed_can_be_read_as_a_file() {
        let first =
            loaded("theme = \"a \\\"b\\\"\"\nlog-tail = 7\n[confirm]\nremoving = \"name\"\n");
        let again = loaded(&printed(&first, &SettingsArgs::default()));
        assert_eq!(again.settings, first.settings);
        assert_eq!(again.warnings, []);
    }

    #[test]
    fn origins_stand_beside_the_values() {
        let first = loaded("mouse = true\n");
        let args = SettingsArgs {
            origins: true,
            ..SettingsArgs::default()
        };
        let text = printed(&first, &args);
        assert!(text.contains("mouse = true"), "{text}");
        assert!(
            text.contains("# /h/.config/stacktui/config.toml:1"),
            "{text}"
        );
        assert!(text.contains("# default"), "{text}");
        let json = SettingsArgs { json: true, ..args };
        let value: Value = serde_json::from_str(&printed(&first, &json)).unwrap();
        assert_eq!(value["mouse"]["value"], true);
        assert_eq!(value["log-tail"]["origin"], "default");
    }
}
