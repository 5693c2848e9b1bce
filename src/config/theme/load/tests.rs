use super::*;
use crate::compose::sources::Memory;

fn own(text: &str) -> Result<(Theme, Vec<Located>), ThemeError> {
    let files = Memory::default().with("/c/themes/mine.toml", text);
    load("mine", Some(Path::new("/c/themes")), &files)
}

#[test]
fn all_shipped_themes_load_without_a_word() {
    for (name, _) in SHIPPED {
        let (theme, warnings) = load(name, None, &Memory::default()).unwrap();
        assert_eq!(warnings, [], "{name}");
        assert_eq!(theme.name(), name);
        assert!(!theme.sources.is_empty());
    }
}

#[test]
fn the_root_theme_has_a_style_for_each_token() {
    let parsed = parse("dark", "dark.toml", SHIPPED[0].1, &mut Vec::new()).unwrap();
    for token in Token::ALL {
        assert!(
            parsed.styles.iter().any(|(found, _)| found == token),
            "{}",
            token.name()
        );
    }
}

#[test]
fn mono_has_no_colour_and_tells_states_and_the_selection_apart() {
    let mono = shipped("mono").unwrap();
    for token in Token::ALL {
        let style = mono.style(*token);
        assert_eq!(
            (style.foreground, style.background),
            (None, None),
            "{}",
            token.name()
        );
    }
    assert!(mono.style(Token::SelectionFocused).reversed);
    assert_ne!(
        mono.style(Token::SelectionFocused),
        mono.style(Token::SelectionUnfocused)
    );
    let red = Sgr {
        foreground: Some(Colour::Indexed(1)),
        bold: true,
        ..Sgr::default()
    };
    assert_eq!(mono.of_log(&red).foreground, None);
    assert!(mono.of_log(&red).bold);
}

#[test]
fn sixteen_uses_only_the_first_sixteen() {
    let theme = shipped("sixteen").unwrap();
    for token in Token::ALL.iter().filter(|token| **token != Token::Picture) {
        let style = theme.style(*token);
        for colour in [style.foreground, style.background].into_iter().flatten() {
            assert!(
                matches!(colour, Colour::Indexed(0..=15)),
                "{}",
                token.name()
            );
        }
    }
}

#[test]
fn a_file_of_ones_own_changes_only_what_it_names() {
    let (theme, warnings) =
        own("[palette]\nred = 196\n[state]\nrunning = \"blue bold\"\n").unwrap();
    assert_eq!(warnings, []);
    // A palette name of the parent, changed by the child, changes the parent's styles.
    assert_eq!(
        theme.style(Token::StateFailing).foreground,
        Some(Colour::Indexed(196))
    );
    assert!(theme.style(Token::StateRunning).bold);
    assert_eq!(
        theme.style(Token::PaneBorder),
        Theme::default().style(Token::PaneBorder)
    );
}

#[test]
fn a_file_may_inherit_the_shipped_theme_of_its_own_name() {
    let files = Memory::default().with("/t/light.toml", "inherits = \"light\"\ntone.dim = \"1\"");
    let (theme, _) = load("light", Some(Path::new("/t")), &files).unwrap();
    assert_eq!(
        theme.style(Token::ToneDim).foreground,
        Some(Colour::Indexed(1))
    );
    assert_eq!(
        theme.style(Token::ToneGood),
        shipped("light").unwrap().style(Token::ToneGood)
    );
}

#[test]
fn unknown_tokens_are_warnings_with_the_nearest_name() {
    let (_, warnings) = own("\n[state]\nfaling = \"red\"\n[nonsense]\nx = true\n").unwrap();
    let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "/c/themes/mine.toml:3: unknown token `state.faling` (hint: did you mean `state.failing`?)",
            "/c/themes/mine.toml:5: unknown token `nonsense.x`",
        ]
    );
}

#[test]
fn wrong_values_are_located_errors() {
    for (text, said) in [
        (
            "[state]\nfailing = \"rde\"",
            ":2: unknown colour `rde`, did you mean `red`?",
        ),
        (
            "[state]\n\nfailing = true",
            ":3: `state.failing` must be text, it is of type boolean",
        ),
        (
            "[palette]\na = \"#zzzzzz\"",
            ":2: `#zzzzzz` is no colour: write `#rrggbb`",
        ),
        ("colours = \"many\"", ":1: `many` is no number of colours"),
        (
            "[log]\nsources = [\"red\",\n\"blu\"]",
            ":3: unknown colour `blu`, did you mean `blue`?",
        ),
        ("a = \"", ":1: "),
    ] {
        let error = own(text).unwrap_err().to_string();
        assert!(error.starts_with("/c/themes/mine.toml:"), "{error}");
        assert!(error.contains(said), "{error}\n{said}");
    }
}

#[test]
fn unknown_themes_and_circles_are_refused() {
    let error = own_named("drak").unwrap_err();
    assert_eq!(error.to_string(), "there is no theme `drak`");
    assert_eq!(
        error.hint(),
        Some("did you mean `dark`? there are a, b, dark, light, mono, sixteen")
    );
    assert!(matches!(own_named("a"), Err(ThemeError::Circle(_))));
    assert!(matches!(own_named("../a"), Err(ThemeError::Unknown { .. })));
}

fn own_named(name: &str) -> Result<(Theme, Vec<Located>), ThemeError> {
    let files = Memory::default()
        .with("/t/a.toml", "inherits = \"b\"")
        .with("/t/b.toml", "inherits = \"a\"");
    load(name, Some(Path::new("/t")), &files)
}
