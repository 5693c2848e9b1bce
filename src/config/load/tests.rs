use super::*;
use crate::compose::sources::Memory;
use crate::config::settings::{ColorMode, Question, Switch};

const FILE: &str = "/home/me/.config/stacktui/config.toml";

fn me() -> Surroundings {
    Surroundings {
        home: Some("/home/me".into()),
        cwd: "/srv".into(),
        ..Surroundings::default()
    }
}

fn with(text: &str) -> Result<Loaded, LoadError> {
    let files = Memory::default().with(FILE, text);
    load(&me(), &files, None, &Vec::new())
}

fn fault(text: &str) -> String {
    with(text).unwrap_err().to_string()
}

#[test]
fn the_shipped_file_says_the_defaults_and_every_setting() {
    let text = include_str!("../../../assets/default.toml");
    let loaded = with(text).unwrap();
    assert_eq!(loaded.settings, Settings::default());
    assert_eq!(loaded.warnings, []);
    let said: Vec<&str> = loaded.origins.keys().copied().collect();
    let mut all: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    all.sort_unstable();
    assert_eq!(said, all);
}

#[test]
fn options_count_over_variables_and_these_over_the_file() {
    let files = Memory::default().with(
        FILE,
        "log-tail = 1_000\ntheme = \"mono\"\nascii = true\n[confirm]\nremoving = \"name\"\n",
    );
    let surroundings = me()
        .with("STACKTUI_LOG_TAIL", "70")
        .with("STACKTUI_LOW_BANDWIDTH", "true")
        .with("STACKTUI_THEME", "light");
    let overrides = vec![("theme", "--theme", "dark".to_owned())];
    let loaded = load(&surroundings, &files, None, &overrides).unwrap();
    let settings = &loaded.settings;
    assert_eq!(
        (settings.theme.as_str(), settings.log_tail, settings.ascii),
        ("dark", 70, true)
    );
    assert_eq!(settings.low_bandwidth, Switch::On);
    assert_eq!(settings.confirm.removing, Question::Name);
    let origins: Vec<String> = loaded
        .origins
        .iter()
        .map(|(name, origin)| format!("{name} {origin}"))
        .collect();
    assert_eq!(
        origins,
        [
            format!("ascii {FILE}:3"),
            format!("confirm.removing {FILE}:5"),
            "log-tail STACKTUI_LOG_TAIL".to_owned(),
            "low-bandwidth STACKTUI_LOW_BANDWIDTH".to_owned(),
            "theme --theme".to_owned(),
        ]
    );
}

#[test]
fn unknown_names_are_warnings_with_the_nearest_one_and_the_rest_counts() {
    let files = Memory::default().with(FILE, "log-tial = 3\nmouse = true\n[confirm]\nremove = 1\n");
    let surroundings = me()
        .with("STACKTUI_COLOUR", "never")
        .with("STACKTUI_CONFIG_DIR", "");
    let loaded = load(&surroundings, &files, None, &Vec::new()).unwrap();
    let warnings: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            format!("{FILE}:1: unknown setting `log-tial` (hint: did you mean `log-tail`?)"),
            format!(
                "{FILE}:4: unknown setting `confirm.remove` (hint: did you mean `confirm.removing`?)"
            ),
            "STACKTUI_COLOUR: no setting has this variable (hint: did you mean `STACKTUI_COLOR`?)"
                .to_owned(),
        ]
    );
    assert!(loaded.settings.mouse);
    assert_eq!(loaded.settings.color, ColorMode::Auto);
}

#[test]
fn wrong_values_are_all_told_with_their_lines() {
    let text = "log-tail = \"many\"\nascii = \"perhaps\"\nlow-bandwidth = \"onn\"\nlog-buffer-bytes = 1\ntheme = []\n";
    assert_eq!(
        fault(text),
        [
            format!("{FILE}:1: `log-tail` is a whole number, not `many`"),
            format!("{FILE}:2: `ascii` is `true` or `false`, not `perhaps`"),
            format!("{FILE}:3: `low-bandwidth` cannot be `onn`"),
            format!("{FILE}:4: `log-buffer-bytes` cannot be 1"),
            format!("{FILE}:5: `theme` cannot be of type array"),
        ]
        .join("\n")
    );
    assert_eq!(
        with(text).unwrap_err().faults[2].hint.as_deref(),
        Some("did you mean `on`? it takes `auto`, `on`, `off`")
    );
}

#[test]
fn a_file_that_is_no_toml_or_no_text_is_located() {
    assert!(fault("mouse = true\ntheme = = 1\n").starts_with(&format!("{FILE}:2: ")));
    let files = Memory::default().with(FILE, b"mouse = true\n# \xff\n".to_vec());
    let error = load(&me(), &files, None, &Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), format!("{FILE}:2: not UTF-8"));
}

#[test]
fn a_file_that_was_asked_for_must_exist() {
    let files = Memory::default();
    assert!(load(&me(), &files, None, &Vec::new()).is_ok());
    let error = load(&me(), &files, Some(Path::new("my.toml")), &Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("/srv/my.toml:1: cannot read it: "),
        "{error}"
    );
}

#[test]
fn keys_are_read_beside_the_settings() {
    let files = Memory::default()
        .with("/srv/keys.toml", "restart = \"ctrl-r\"\n")
        .with("/srv/my.toml", "");
    let loaded = load(&me(), &files, Some(Path::new("my.toml")), &Vec::new()).unwrap();
    assert_eq!(loaded.keys.len(), 1);
    assert_eq!(loaded.keys[0].location, "/srv/keys.toml:1");
}
