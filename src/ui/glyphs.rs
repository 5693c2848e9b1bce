//! The signs that the program draws, in two sets: box drawing, and ASCII only.

/// One set; each is one column wide.
#[derive(Debug)]
pub(crate) struct Glyphs {
    /// `╭`
    pub(crate) top_left: &'static str,
    /// `╮`
    pub(crate) top_right: &'static str,
    /// `╰`
    pub(crate) bottom_left: &'static str,
    /// `╯`
    pub(crate) bottom_right: &'static str,
    /// `─`
    pub(crate) horizontal: &'static str,
    /// `│`
    pub(crate) vertical: &'static str,
    /// `├`
    pub(crate) joint_left: &'static str,
    /// `┤`
    pub(crate) joint_right: &'static str,
    /// Left of the tab that is shown.
    pub(crate) tab_left: &'static str,
    /// Right of it.
    pub(crate) tab_right: &'static str,
    /// What part of a long list is seen, on a border.
    pub(crate) thumb: &'static str,
    /// Rows below are shown.
    pub(crate) open: &'static str,
    /// Rows below are hidden.
    pub(crate) closed: &'static str,
    /// A chosen row.
    pub(crate) mark: &'static str,
    /// Something was cut.
    pub(crate) cut: &'static str,
    /// Beside standard error.
    pub(crate) error_bar: &'static str,
    /// Where the next value of a chart will stand.
    pub(crate) chart_head: &'static str,
    /// Eighths of a cell, from empty to full.
    pub(crate) bars: [&'static str; 9],
    /// Empty part of a gauge.
    pub(crate) track: &'static str,
    /// Filled part of a gauge.
    pub(crate) gauge: &'static str,
    /// Before a line being typed in a picker.
    pub(crate) prompt: &'static str,
    /// Where something will stand.
    pub(crate) placeholder: &'static str,
    /// Something of ours runs.
    pub(crate) spinner: &'static [&'static str],
}

const UNICODE: Glyphs = Glyphs {
    top_left: "╭",
    top_right: "╮",
    bottom_left: "╰",
    bottom_right: "╯",
    horizontal: "─",
    vertical: "│",
    joint_left: "├",
    joint_right: "┤",
    tab_left: "▌",
    tab_right: "▐",
    thumb: "┃",
    open: "▾",
    closed: "▸",
    mark: "◆",
    cut: "…",
    error_bar: "┃",
    chart_head: "╎",
    bars: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    track: "─",
    gauge: "━",
    prompt: "›",
    placeholder: "▁",
    spinner: &["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
};

const ASCII: Glyphs = Glyphs {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    horizontal: "-",
    vertical: "|",
    joint_left: "+",
    joint_right: "+",
    tab_left: "[",
    tab_right: "]",
    thumb: "#",
    open: "v",
    closed: ">",
    mark: "+",
    cut: "~",
    error_bar: "|",
    chart_head: ":",
    bars: [" ", "_", "_", ".", "-", "=", "+", "*", "#"],
    track: ".",
    gauge: "#",
    prompt: ">",
    placeholder: "_",
    spinner: &["|", "/", "-", "\\"],
};

/// The set in use.
pub(crate) const fn glyphs(ascii: bool) -> &'static Glyphs {
    if ascii { &ASCII } else { &UNICODE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::columns::width;

    #[test]
    fn all_are_one_column_wide_and_ascii_is_ascii() {
        for (set, is_ascii) in [(&UNICODE, false), (&ASCII, true)] {
            let singles = [
                set.top_left,
                set.top_right,
                set.bottom_left,
                set.bottom_right,
                set.horizontal,
                set.vertical,
                set.joint_left,
                set.joint_right,
                set.tab_left,
                set.tab_right,
                set.thumb,
                set.open,
                set.closed,
                set.mark,
                set.cut,
                set.error_bar,
                set.chart_head,
                set.track,
                set.gauge,
                set.prompt,
                set.placeholder,
            ];
            for sign in singles.iter().chain(&set.bars).chain(set.spinner) {
                assert_eq!(width(sign), 1, "{sign}");
                assert!(!is_ascii || sign.is_ascii(), "{sign}");
            }
        }
    }
}
