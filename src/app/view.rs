//! What the screens are made of: plain values that `app` computes and `ui` draws.

use crate::model::ids::{InstanceId, ServiceId, StackId};
use crate::model::log::StyledText;
use crate::model::status::Status;
use unicode_width::UnicodeWidthStr;

/// Identity of a row of the list; also what is selected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowId {
    /// A stack.
    Stack(StackId),
    /// A service of it.
    Service(ServiceId),
    /// A container.
    Instance(InstanceId),
}

/// A row of the list or of the containers pane. Text cells are sanitised and not yet cut to a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose row.
    pub id: RowId,
    /// 0 stack, 1 service, 2 container.
    pub depth: u16,
    /// Whether it has rows below it, and shows them.
    pub fold: Fold,
    /// Glyph and colour.
    pub status: Status,
    /// Its name.
    pub name: String,
    /// Running and wanted: `2/3`.
    pub ratio: String,
    /// State in words: `exit 1 · 12×`, `healthy · 3d`. While something of ours runs: `restarting…`.
    pub note: String,
    /// Something of ours runs on it: the note is drawn with the spinner.
    pub is_pending: bool,
    /// Chosen with space.
    pub is_marked: bool,
    /// `2%`; empty where not known.
    pub cpu: String,
    /// `118M`; empty where not known.
    pub memory: String,
    /// `:8080 :8443`
    pub ports: String,
    /// Image name.
    pub image: String,
    /// Restarts by policy, `12×`; empty if none.
    pub restarts: String,
    /// A short word on the right: `Δ`, `v1`, `self`, `no file`; empty mostly.
    pub badge: String,
}

/// Whether a row can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing below it.
    None,
    /// `▾`
    Open,
    /// `▸`
    Closed,
}

/// How a piece of text is meant; the theme says how that looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Normal,
    /// Less important.
    Dim,
    /// A heading, a name.
    Strong,
    /// Well.
    Good,
    /// Not sure, or under way.
    Warn,
    /// Failing, or dangerous.
    Bad,
    /// Selected, or a key.
    Accent,
}

/// Pieces of text in one line, each with its tone.
pub type Line = Vec<(Tone, String)>;

/// A line of one tone.
pub fn line(tone: Tone, text: impl Into<String>) -> Line {
    vec![(tone, text.into())]
}

/// Columns of a line.
pub fn line_width(line: &Line) -> usize {
    line.iter().map(|(_, text)| text.width()).sum()
}

/// The top line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Host, engine, numbers of stacks and containers; what does not fit is dropped from the end.
    pub left: Vec<String>,
    /// `▲ 2 failing`, or `all well`.
    pub attention: Line,
    /// Host totals and flags in force: `cpu 34%`, `mem 5.1G/15.6G`, `read-only`, `demo`, `stale, reconnecting in 3s`.
    /// From the end the most important.
    pub right: Vec<(Tone, String)>,
}

/// A hint in the bottom line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// `r`
    pub key: String,
    /// `restart`
    pub label: String,
}

/// A tab of the detail pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tab {
    /// Lines of the log.
    #[default]
    Logs,
    /// CPU, memory, network, disk, with history.
    Stats,
    /// Variables.
    Env,
    /// The inspection, or what is known of the stack.
    Config,
    /// What the engine reported.
    Events,
    /// Processes.
    Top,
}

impl Tab {
    /// In the order of the screen.
    pub const ALL: [Self; 6] = [
        Self::Logs,
        Self::Stats,
        Self::Env,
        Self::Config,
        Self::Events,
        Self::Top,
    ];

    /// As the tab is labelled.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Logs => "Logs",
            Self::Stats => "Stats",
            Self::Env => "Env",
            Self::Config => "Config",
            Self::Events => "Events",
            Self::Top => "Top",
        }
    }
}

/// The detail pane without its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headline {
    /// `shop/api`; in the border or the rule.
    pub title: String,
    /// State in words and its cause.
    pub state: Line,
    /// `cpu 2%  mem 118M of 512M  net ↓1K ↑0  pids 12`; the second line where there is room.
    pub gauges: Line,
    /// On the right of the bottom border: `following · 1,204 lines`.
    pub corner: String,
}

/// What stands between the headline and the tab's content: what is wrong with the file of the selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problem {
    /// As many rows as there is room for.
    pub rows: Vec<Line>,
    /// In the rule below: how much more there is, and where.
    pub more: String,
}

/// The content of a tab.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Rows of the log.
    Logs(Vec<LogRow>),
    /// Charts.
    Charts(Vec<Chart>),
    /// Rows of cells under titles; the columns are as wide as their widest visible cell, the last takes the rest.
    Table(Table),
    /// Text, already scrolled: the first line is the first visible one.
    Text(Vec<Line>),
    /// Nothing to show yet, or why not.
    Message(Line),
}

/// One row of the log pane: a whole line or, when wrapping, a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRow {
    /// `12:01:04`; empty on continuation rows, or when times are off.
    pub time: String,
    /// The container's short name in a merged log, with the index of its colour; `None` in the log of one container.
    pub source: Option<(String, usize)>,
    /// What kind of row.
    pub kind: LogRowKind,
    /// The text of this row, cut to it.
    pub text: StyledText,
    /// Byte ranges of the text that match the search.
    pub hits: Vec<(usize, usize)>,
}

/// What a row of the log pane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogRowKind {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// A rule across the pane with what happened: `12:01:05 exited 1`.
    Event,
    /// The engine's or our own words about the log.
    Notice,
}

/// A chart with history. It sweeps: the newest value stands at `head`, old columns stay where they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// `cpu`, `memory`, `network in`, …
    pub title: String,
    /// The newest value in words: `2%`, `118M of 512M`.
    pub value: String,
    /// The value that fills the chart, in words.
    pub scale: String,
    /// 0.0–1.0 of the scale by column, `None` where nothing was read yet. Index = column.
    pub columns: Vec<Option<f32>>,
    /// The column after the newest.
    pub head: usize,
    /// Rows that it should have at least: 1 is a bar only.
    pub rows: u16,
}

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One a column; may be empty.
    pub titles: Vec<String>,
    /// Visible rows.
    pub rows: Vec<Vec<(Tone, String)>>,
    /// Which of them has the cursor.
    pub cursor: Option<usize>,
    /// A line below, dim; may be empty.
    pub note: String,
}

/// The whole screen in place of the panes.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// No engine answers; what was tried and what to do. Lines are drawn as they are, indented.
    NoEngine(Vec<Line>),
    /// An engine without any container and no file here.
    Empty(Vec<Line>),
    /// The list has not come yet: dim placeholders.
    Loading(String),
}
