//! Themes: a style for each [`Token`], from TOML files that inherit from each other.
//!
//! ```toml
//! inherits = "dark"        # the default of a file of one's own
//! [palette]                # names for colours, also for those that the parent uses
//! accent = "#7aa2f7"
//! [state]
//! failing = "red bold"     # colour, `on` background, modifiers
//! ```

mod load;
mod style;
mod token;

pub use load::{ThemeError, load, names};
pub use style::{Depth, rgb};
pub use token::Token;

use crate::model::log::Sgr;

/// The themes that come with the program: name and text.
pub const SHIPPED: [(&str, &str); 4] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("mono", include_str!("../../../assets/themes/mono.toml")),
    (
        "sixteen",
        include_str!("../../../assets/themes/sixteen.toml"),
    ),
];

/// How everything is painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    /// One for each of [`Token::ALL`].
    styles: Vec<Sgr>,
    /// Of the names in merged logs; never empty.
    sources: Vec<Sgr>,
    depth: Depth,
}

impl Theme {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many colours it uses at most.
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// How this is painted.
    pub fn style(&self, token: Token) -> &Sgr {
        &self.styles[token as usize]
    }

    /// How the name with this index in a merged log is painted.
    pub fn source(&self, index: usize) -> &Sgr {
        &self.sources[index % self.sources.len()]
    }

    /// What is left of the colours of a log.
    pub fn of_log(&self, style: &Sgr) -> Sgr {
        let mut out = style.clone();
        reduce(&mut out, self.depth);
        out
    }

    /// The same for a terminal with fewer colours.
    #[must_use]
    pub fn reduced(mut self, depth: Depth) -> Self {
        self.depth = self.depth.min(depth);
        for style in self.styles.iter_mut().chain(&mut self.sources) {
            reduce(style, self.depth);
        }
        self
    }
}

impl Default for Theme {
    /// The shipped `dark`.
    fn default() -> Self {
        load::shipped("dark").unwrap_or_else(|_impossible| Self {
            name: "plain".to_owned(),
            styles: vec![Sgr::default(); Token::ALL.len()],
            sources: vec![Sgr::default()],
            depth: Depth::None,
        })
    }
}

fn reduce(style: &mut Sgr, depth: Depth) {
    for colour in [&mut style.foreground, &mut style.background] {
        *colour = colour.and_then(|colour| style::reduce(colour, depth));
    }
}

/// The name of the theme that `auto` stands for.
pub const fn automatic(depth: Depth, is_light: bool) -> &'static str {
    match depth {
        Depth::None => "mono",
        Depth::Sixteen => "sixteen",
        Depth::Indexed | Depth::True if is_light => "light",
        Depth::Indexed | Depth::True => "dark",
    }
}
