//! From what was asked for to a screen.

use crate::app::keymap::{Binding, Keymap};
use crate::app::state::Circumstances;
use crate::cli::CliError;
use crate::compose::options::AskedBy;
use crate::compose::surroundings::Surroundings;
use crate::config::theme::{self, Depth, Theme};
use crate::hosts;
use crate::ops::Entry;
use crate::program::{OnBackground, Start, show};
use crate::runtime::{self, Capabilities, Tools};
use std::sync::Arc;

/// Shows the screen until it is left; the program's exit code.
///
/// # Errors
/// Standard input or output is no terminal, the theme or docker's configuration cannot be used, or the terminal fails.
pub fn start(mut entry: Entry) -> Result<u8, CliError> {
    runtime::check_terminal().map_err(told)?;
    let settings = entry.loaded.settings.clone();
    let capabilities = Capabilities::detect(
        &|name| entry.surroundings.get(name).map(str::to_owned),
        &settings,
    )
    .map_err(told)?;
    let mut warnings: Vec<String> = entry
        .loaded
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect();
    let (theme, on_background) = painted(&entry, capabilities, &mut warnings)?;
    let (keymap, faults) = Keymap::new(&own_keys(&entry));
    warnings.extend(faults.iter().map(ToString::to_string));
    entry.asked.by = AskedBy::Screen;
    entry.check_project()?;
    let detach_keys = entry.detach_keys().unwrap_or_else(|error| {
        // Which engine is meant may not hang on that file; that attach uses other keys must be known all the same.
        warnings.push(error.to_string());
        String::new()
    });
    let circumstances = Circumstances {
        is_demo: entry.demo,
        is_thrifty: capabilities.thrifty,
        is_ascii: !capabilities.unicode,
        own_container: hosts::own_container(entry.sources.as_ref()),
        detach_keys: detach_keys.clone(),
        warnings,
        context: entry.choice.context.clone().unwrap_or_default(),
    };
    let entry = Arc::new(entry);
    let (others, lister) = (Arc::clone(&entry), Arc::clone(&entry));
    let (reader, finder) = (Arc::clone(&entry), Arc::clone(&entry));
    let on = Arc::clone(&entry);
    let start = Start {
        keymap,
        theme,
        on_background,
        capabilities,
        destination: entry.destination()?,
        tools: Tools {
            destinations: Arc::new(move |connection| others.other(connection)),
            contexts: Arc::new(move || lister.contexts()),
            projects: Arc::new(move |labels| finder.project_of(labels)),
            projects_on: Arc::new(move |connection| on.projects_on(connection)),
            directory: entry.surroundings.cwd.clone(),
            read_only: settings.read_only,
            detach_keys,
            term: entry
                .surroundings
                .get_filled("TERM")
                .unwrap_or("xterm")
                .to_owned(),
        },
        circumstances,
        // What is wrong with a name or a file that was given was told before.
        projects: Box::new(move || reader.projects().unwrap_or_default()),
        settings,
    };
    show(start).map_err(|error| CliError::new(format!("the terminal cannot be used: {error}")))
}

/// `what`, and below it `hint: …`.
fn told(text: String) -> CliError {
    match text.split_once("\nhint: ") {
        Some((message, hint)) => CliError::new(message).with_hint(hint),
        None => CliError::new(text),
    }
}

fn own_keys(entry: &Entry) -> Vec<Binding> {
    entry
        .loaded
        .keys
        .iter()
        .map(|own| Binding {
            action: own.action.clone(),
            keys: own.keys.clone(),
            location: own.location.clone(),
        })
        .collect()
}

/// The look, and where it was left to the program, the looks that the terminal's background decides between.
fn painted(
    entry: &Entry,
    capabilities: Capabilities,
    warnings: &mut Vec<String>,
) -> Result<(Theme, Option<OnBackground>), CliError> {
    let settings = &entry.loaded.settings;
    let depth = match capabilities.depth {
        // An index is half as long as three numbers; nobody sees the difference who counts bytes.
        Depth::True if capabilities.thrifty => Depth::Indexed,
        depth => depth,
    };
    let directory = entry.loaded.paths.themes();
    let mut load = |name: &str| {
        let loaded = theme::load(name, directory.as_deref(), entry.sources.as_ref());
        let (theme, found) = loaded.map_err(|error| {
            let failed = CliError::new(error.to_string());
            match error.hint() {
                Some(hint) => failed.with_hint(hint),
                None => failed,
            }
        })?;
        for warning in found {
            let warning = warning.to_string();
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        Ok::<Theme, CliError>(theme.reduced(depth))
    };
    if settings.theme != "auto" {
        return Ok((load(settings.theme.as_str())?, None));
    }
    let [on_dark, on_light] = [false, true].map(|is_light| theme::automatic(depth, is_light));
    if on_dark == on_light {
        return Ok((load(on_dark)?, None));
    }
    let (dark, light) = (load(on_dark)?, load(on_light)?);
    let first = if is_light(&entry.surroundings) {
        light.clone()
    } else {
        dark.clone()
    };
    Ok((first, Some(OnBackground { dark, light })))
}

/// Whether the terminal says, by `COLORFGBG` (rxvt, Konsole), that its background is light: its white or bright colours.
/// It counts until the terminal answers for itself.
fn is_light(surroundings: &Surroundings) -> bool {
    surroundings
        .get("COLORFGBG")
        .and_then(|text| text.rsplit(';').next())
        .is_some_and(|background| matches!(background, "7" | "15"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_background_is_known_where_the_terminal_tells() {
        let with = |value: &str| is_light(&Surroundings::default().with("COLORFGBG", value));
        assert!(with("0;15") && with("0;default;7"));
        assert!(!with("15;0") && !with("") && !is_light(&Surroundings::default()));
    }

    #[test]
    fn a_hint_inside_a_text_becomes_the_hint() {
        assert_eq!(
            told("no terminal\nhint: use ps".to_owned()),
            CliError::new("no terminal").with_hint("use ps")
        );
    }
}
