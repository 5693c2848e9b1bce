//! The names of what can be painted.

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a piece of the screen means; a theme has a style for each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Token {
            $($(#[$doc])* $name,)*
        }

        impl Token {
            /// All, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As theme files name it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

tokens! {
    /// Failing, crash looping, unhealthy.
    StateFailing = "state.failing",
    /// Starting, degraded, in between.
    StateStarting = "state.starting",
    /// Running, healthy.
    StateRunning = "state.running",
    /// Stopped on purpose, done.
    StateStopped = "state.stopped",
    /// Frozen.
    StatePaused = "state.paused",
    /// In the file, not on the engine.
    StateAbsent = "state.absent",
    /// Runs, but not as the file says.
    StateDrift = "state.drift",
    /// Ordinary text.
    ToneNormal = "tone.normal",
    /// Less important.
    ToneDim = "tone.dim",
    /// Headings, names.
    ToneStrong = "tone.strong",
    /// Well.
    ToneGood = "tone.good",
    /// Not sure, under way.
    ToneWarn = "tone.warn",
    /// Failing, dangerous.
    ToneBad = "tone.bad",
    /// Selected, a key.
    ToneAccent = "tone.accent",
    /// Border of a pane.
    PaneBorder = "pane.border",
    /// Border of the pane that has the keys.
    PaneBorderFocused = "pane.border-focused",
    /// Title in a border.
    PaneTitle = "pane.title",
    /// Title of the pane that has the keys.
    PaneTitleFocused = "pane.title-focused",
    /// Text in the bottom border.
    PaneCorner = "pane.corner",
    /// The mark on the border that shows what part of a long list is seen.
    PaneThumb = "pane.thumb",
    /// The tab that is shown.
    TabActive = "tab.active",
    /// The other tabs.
    TabOther = "tab.other",
    /// The host in the top line.
    HeaderHost = "header.host",
    /// The rest of the top line.
    HeaderText = "header.text",
    /// A key in the bottom line.
    HintKey = "hint.key",
    /// What it does.
    HintLabel = "hint.label",
    /// Name of a stack.
    RowStack = "row.stack",
    /// Name of a service or a container.
    RowName = "row.name",
    /// CPU, memory and other figures of a row.
    RowNumber = "row.number",
    /// Ports, image.
    RowDetail = "row.detail",
    /// The mark of a chosen row.
    RowMark = "row.mark",
    /// Note and spinner of a row on which something of ours runs.
    RowPending = "row.pending",
    /// Rows of an engine that does not answer now.
    RowStale = "row.stale",
    /// The row with the cursor, in the pane that has the keys.
    SelectionFocused = "selection.focused",
    /// The row with the cursor, in another pane.
    SelectionUnfocused = "selection.unfocused",
    /// Time of a log line.
    LogTime = "log.time",
    /// The bar beside a line of standard error.
    LogError = "log.error",
    /// A rule with what happened.
    LogEvent = "log.event",
    /// Words about the log.
    LogNotice = "log.notice",
    /// What the search found.
    LogMatch = "log.match",
    /// Filled part of a chart.
    ChartBar = "chart.bar",
    /// The column that the next value will take.
    ChartHead = "chart.head",
    /// Empty part of a gauge.
    ChartTrack = "chart.track",
    /// Column titles of a table.
    TableTitle = "table.title",
    /// Surface of a modal.
    ModalFill = "modal.fill",
    /// Border of a modal that does nothing dangerous.
    ModalBorder = "modal.border",
    /// Title of a modal.
    ModalTitle = "modal.title",
    /// Heading of a group in a picker.
    ModalGroup = "modal.group",
    /// Border of a question about what interrupts.
    RiskInterrupts = "risk.interrupts",
    /// Border of a question about what removes.
    RiskRemoves = "risk.removes",
    /// Border of a question about what loses data.
    RiskLoses = "risk.loses-data",
    /// Text being typed.
    InputText = "input.text",
    /// What stands before it.
    InputLabel = "input.label",
    /// Where something will stand when it has come.
    Placeholder = "placeholder",
    /// The terminal itself, in pictures only: ordinary text on the background.
    Picture = "picture",
}
