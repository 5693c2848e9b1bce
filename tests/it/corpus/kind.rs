//! What is compared of a case.

/// One golden, or one question about a refused project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Whether it is accepted.
    Accepted,
    /// Whether it is refused.
    Refused,
    /// Whether the message of a refusal names the key, the path or the name that Compose names.
    Named,
    /// Whether it contains Compose's own words.
    Phrase,
    /// `config --format json`.
    Json,
    /// `config`.
    Yaml,
    /// `config --hash '*'`.
    Hash,
    /// `config --services`, `--volumes` and so on.
    Lists,
    /// `config --environment`.
    Environment,
    /// `config --variables`.
    Variables,
    /// `config --no-interpolate`.
    NoInterpolate,
    /// What `config -q` warns about.
    Warnings,
}

impl Kind {
    /// In the order of the report.
    pub(crate) const ALL: [Self; 12] = [
        Self::Accepted,
        Self::Refused,
        Self::Named,
        Self::Phrase,
        Self::Json,
        Self::Yaml,
        Self::Hash,
        Self::Lists,
        Self::Environment,
        Self::Variables,
        Self::NoInterpolate,
        Self::Warnings,
    ];

    /// Its golden, or its word in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Named => "named",
            Self::Phrase => "phrase",
            Self::Json => "config.json",
            Self::Yaml => "config.yaml",
            Self::Hash => "hash.txt",
            Self::Lists => "lists.json",
            Self::Environment => "environment.txt",
            Self::Variables => "variables.txt",
            Self::NoInterpolate => "no-interpolate.yaml",
            Self::Warnings => "warnings.txt",
        }
    }

    /// Whether a difference fails the test. Compose's exact words are asked for where there is a phrase to keep; the
    /// wording of another YAML parser is none.
    pub(crate) const fn must_agree(self) -> bool {
        !matches!(self, Self::Phrase)
    }

    /// The options after `config` that print it; `None` where it is no text of one command.
    pub(crate) const fn options(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Json => Some(&["--format", "json"]),
            Self::Yaml => Some(&[]),
            Self::Hash => Some(&["--hash", "*"]),
            Self::Environment => Some(&["--environment"]),
            Self::Variables => Some(&["--variables"]),
            Self::NoInterpolate => Some(&["--no-interpolate"]),
            _ => None,
        }
    }
}

/// The options of [`Kind::Lists`], without dashes: keys of `lists.json`.
pub(crate) const LISTS: [&str; 6] = [
    "services", "volumes", "networks", "images", "profiles", "models",
];
