//! Where everything stands on the screen, in plain integers: `update` scrolls and hit-tests with it, `ui` draws with it.
//! Nothing learns a size while drawing.

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its top edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// A rectangle.
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// Whether a cell lies in it.
    pub const fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x
            && column < self.x + self.width
            && row >= self.y
            && row < self.y + self.height
    }

    /// Without a border of one cell.
    #[must_use]
    pub const fn inner(self) -> Self {
        Self {
            x: self.x.saturating_add(1),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }
}

/// How much room there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// From 100 columns on: list and containers left, detail right, with borders.
    Wide,
    /// List above, detail below, ruled by lines.
    #[default]
    Narrow,
    /// Below 60 columns or 16 rows: the list or the detail alone.
    Tiny,
    /// Below 20 columns or 4 rows: a notice.
    TooSmall,
}

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Focus {
    /// Stacks and services.
    #[default]
    List,
    /// The containers of what is selected (only where the shape has that pane).
    Containers,
    /// The detail pane.
    Detail,
}

/// The rectangles of one screen. A pane that is not shown has no area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Which arrangement.
    pub shape: Shape,
    /// The whole screen.
    pub screen: Area,
    /// One line.
    pub header: Area,
    /// Frame of the list; in [`Shape::Wide`] with a border, whose bottom it shares with `containers`.
    pub list: Option<Area>,
    /// Rows of the list.
    pub list_rows: Area,
    /// Frame of the containers pane: its first line is its title.
    pub containers: Option<Area>,
    /// Rows of the containers pane.
    pub containers_rows: Area,
    /// Frame of the detail pane.
    pub detail: Option<Area>,
    /// The line with the tabs.
    pub tabs: Area,
    /// State in words, cause, gauges: one or two lines.
    pub headline: Area,
    /// What is wrong with the selection's file, above the tab's content; no rows mostly. Its last row is a rule.
    pub problem: Area,
    /// The tab's content.
    pub body: Area,
    /// The line of hints.
    pub footer: Area,
}

/// What the arrangement depends on besides the size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The pane that has the keys.
    pub focus: Focus,
    /// The focused pane alone has the screen.
    pub full_screen: bool,
    /// Columns by which the divider was moved (wide), or rows (narrow).
    pub divider: i16,
    /// Rows that the list would like to have.
    pub list_length: u16,
    /// Rows that the containers pane would like to have.
    pub containers_length: u16,
    /// Rows that are needed to say what is wrong with the selection's file.
    pub problem_length: u16,
}

/// Arranges a screen of this size.
pub fn layout(width: u16, height: u16, arrangement: Arrangement) -> Layout {
    let screen = Area::new(0, 0, width, height);
    let shape = match (width, height) {
        (..20, _) | (_, ..4) => Shape::TooSmall,
        (..60, _) | (_, ..16) => Shape::Tiny,
        (..100, _) => Shape::Narrow,
        _ => Shape::Wide,
    };
    let mut out = Layout {
        shape,
        screen,
        header: Area::new(0, 0, width, 1),
        footer: Area::new(0, height.saturating_sub(1), width, 1),
        ..Layout::default()
    };
    let main = Area::new(0, 1, width, height.saturating_sub(2));
    let detail_alone = arrangement.focus == Focus::Detail;
    match shape {
        Shape::TooSmall => {}
        Shape::Wide if arrangement.full_screen && detail_alone => detail_wide(&mut out, main, true),
        Shape::Wide if arrangement.full_screen => left_wide(&mut out, main, arrangement),
        Shape::Wide => {
            let usual = (i32::from(width) * 2 / 5).clamp(44, 76);
            let left = (usual + i32::from(arrangement.divider)).clamp(30, i32::from(width) - 40);
            let left = u16::try_from(left).unwrap_or(44);
            left_wide(
                &mut out,
                Area {
                    width: left,
                    ..main
                },
                arrangement,
            );
            detail_wide(
                &mut out,
                Area::new(left, main.y, width - left, main.height),
                false,
            );
        }
        Shape::Narrow if arrangement.full_screen && detail_alone => {
            detail_narrow(&mut out, main, 1);
        }
        Shape::Tiny if detail_alone => detail_narrow(&mut out, main, 1),
        Shape::Tiny => list_narrow(&mut out, main),
        Shape::Narrow if arrangement.full_screen => list_narrow(&mut out, main),
        Shape::Narrow => {
            let usual = arrangement.list_length.clamp(4, main.height * 2 / 5);
            let rows = (i32::from(usual) + i32::from(arrangement.divider))
                .clamp(3, i32::from(main.height) - 5);
            let rows = u16::try_from(rows).unwrap_or(4);
            list_narrow(
                &mut out,
                Area {
                    height: rows,
                    ..main
                },
            );
            detail_narrow(
                &mut out,
                Area::new(0, main.y + rows, width, main.height - rows),
                1,
            );
        }
    }
    set_problem(&mut out, arrangement.problem_length);
    out
}

/// Takes rows from the top of the body: half of it at most, and none of a small one.
fn set_problem(out: &mut Layout, length: u16) {
    let rows = (length + 1).min(out.body.height / 2);
    if length == 0 || rows < 3 {
        return;
    }
    out.problem = Area {
        height: rows,
        ..out.body
    };
    out.body.y += rows;
    out.body.height -= rows;
}

fn left_wide(out: &mut Layout, area: Area, arrangement: Arrangement) {
    // Borders: top, the line between the two, bottom.
    let inner = area.height.saturating_sub(3);
    let containers = arrangement.containers_length.clamp(1, (inner / 3).max(1));
    let list = inner.saturating_sub(containers);
    out.list = Some(Area {
        height: list + 1,
        ..area
    });
    out.list_rows = Area::new(area.x + 1, area.y + 1, area.width.saturating_sub(2), list);
    out.containers = Some(Area::new(
        area.x,
        area.y + 1 + list,
        area.width,
        containers + 2,
    ));
    out.containers_rows = Area::new(
        area.x + 1,
        area.y + 2 + list,
        area.width.saturating_sub(2),
        containers,
    );
}

fn detail_wide(out: &mut Layout, area: Area, full_screen: bool) {
    out.detail = Some(area);
    let inner = area.inner();
    out.tabs = Area::new(area.x, area.y, area.width, 1);
    let headline = if full_screen { 1 } else { 2.min(inner.height) };
    out.headline = Area {
        height: headline,
        ..inner
    };
    // A rule stands between headline and body.
    let above = headline + 1;
    out.body = Area::new(
        inner.x,
        inner.y + above,
        inner.width,
        inner.height.saturating_sub(above),
    );
}

fn list_narrow(out: &mut Layout, area: Area) {
    out.list = Some(area);
    out.list_rows = area;
}

fn detail_narrow(out: &mut Layout, area: Area, headline: u16) {
    out.detail = Some(area);
    out.tabs = Area { height: 1, ..area };
    out.headline = Area::new(area.x, area.y + 1, area.width, headline);
    let above = 1 + headline;
    out.body = Area::new(
        area.x,
        area.y + above,
        area.width,
        area.height.saturating_sub(above),
    );
}

/// Where the parts of a log row stand, in columns from the body's left edge. Between time and source is one column,
/// in which standard error has its mark; wrapping uses `text_width`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogColumns {
    /// Columns of the time; 0 without.
    pub time: u16,
    /// Left edge of the source.
    pub source: u16,
    /// Columns of the source; 0 without.
    pub source_width: u16,
    /// Left edge of the text.
    pub text: u16,
    /// Columns of the text.
    pub text_width: u16,
}

/// The columns of a log in a body of this width: `time` columns of time (8; 0 when times are off), `source` columns
/// of the longest name shown (0 in the log of one container).
pub fn log_columns(width: u16, time: u16, source: u16) -> LogColumns {
    // At least half of the row is for the text.
    let time = if time + 1 > width / 2 { 0 } else { time };
    let left = time + 1;
    let source_width = source
        .min((width / 2).saturating_sub(left + 1))
        .min((width / 4).clamp(8, 24));
    let text = if source_width == 0 {
        left
    } else {
        left + source_width + 1
    };
    LogColumns {
        time,
        source: left,
        source_width,
        text,
        text_width: width.saturating_sub(text),
    }
}

/// Rows of a table that a body of this height shows, beside its titles and the note below.
pub const fn table_rows(height: u16, has_titles: bool, has_note: bool) -> u16 {
    height
        .saturating_sub(has_titles as u16)
        .saturating_sub(has_note as u16)
}

/// Columns and rows that the text of a modal has at most; longer lines are wrapped, more lines scroll.
pub fn modal_text(screen: Area) -> (u16, u16) {
    // Border, a column of air at each side; two rows of the screen stay in sight above and below where there are.
    let air = if screen.height >= 16 { 4 } else { 0 };
    (
        screen
            .width
            .saturating_sub(8)
            .min(100)
            .max(screen.width.saturating_sub(4).min(40)),
        screen.height.saturating_sub(2 + air),
    )
}

/// The furthest that the text of a modal scrolls: from there on its last row is in sight. `widths` are those of its
/// lines; of one that is wrapped the rows are estimated, rather too many.
pub fn modal_end(
    screen: Area,
    widths: impl DoubleEndedIterator<Item = usize> + ExactSizeIterator,
) -> usize {
    let (columns, rows) = modal_text(screen);
    let columns = usize::from(columns).max(2);
    let count = widths.len();
    let mut left = usize::from(rows);
    let mut seen = 0;
    for width in widths.rev() {
        let needed = if width <= columns {
            1
        } else {
            width.div_ceil(columns / 2)
        };
        if needed > left {
            break;
        }
        left -= needed;
        seen += 1;
    }
    count.saturating_sub(seen.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_size_panics_and_nothing_leaves_the_screen() {
        for width in 0..220 {
            for height in 0..70 {
                for focus in [Focus::List, Focus::Containers, Focus::Detail] {
                    for full_screen in [false, true] {
                        for divider in [-90, 0, 90] {
                            let arrangement = Arrangement {
                                focus,
                                full_screen,
                                divider,
                                list_length: 30,
                                containers_length: 9,
                                problem_length: 5,
                            };
                            let found = layout(width, height, arrangement);
                            let areas = [
                                Some(found.list_rows),
                                Some(found.containers_rows),
                                Some(found.body),
                                found.list,
                                found.containers,
                                found.detail,
                            ];
                            for area in areas.into_iter().flatten() {
                                assert!(area.x + area.width <= width, "{width}x{height} {found:?}");
                                assert!(
                                    area.y + area.height <= height,
                                    "{width}x{height} {found:?}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn eighty_columns_show_list_and_detail() {
        let found = layout(
            80,
            24,
            Arrangement {
                list_length: 30,
                ..Arrangement::default()
            },
        );
        assert_eq!(found.shape, Shape::Narrow);
        assert_eq!((found.list_rows.height, found.body.height), (8, 12));
    }

    #[test]
    fn a_modal_scrolls_until_its_last_row_is_in_sight() {
        let screen = Area::new(0, 0, 80, 24);
        assert_eq!(modal_text(screen), (72, 18));
        assert_eq!(modal_end(screen, [10; 18].into_iter()), 0);
        assert_eq!(modal_end(screen, [10; 20].into_iter()), 2);
        assert_eq!(modal_end(screen, [10, 10, 9_000].into_iter()), 2);
        assert_eq!(modal_end(screen, [9_000; 3].into_iter()), 2);
        assert_eq!(
            modal_end(
                screen,
                std::iter::empty::<usize>().collect::<Vec<_>>().into_iter()
            ),
            0
        );
    }

    #[test]
    fn at_least_half_of_a_log_row_is_text() {
        for width in 0..200 {
            for time in [0, 8, 19] {
                for source in [0, 5, 60] {
                    let found = log_columns(width, time, source);
                    assert!(found.text_width * 2 + 2 >= width, "{width} {found:?}");
                    assert!(found.text + found.text_width <= width.max(found.text));
                }
            }
        }
        let usual = log_columns(70, 8, 6);
        assert_eq!((usual.source, usual.text, usual.text_width), (9, 16, 54));
    }
}
