//! Charts with history that sweep: the newest value is written before the head, and no other column moves, so that a
//! second costs one column of the terminal's bytes.

use crate::app::columns::width;
use crate::app::layout::Area;
use crate::app::view::Chart;
use crate::config::theme::Token;
use crate::ui::canvas::Canvas;

/// Rows that a chart grows to where there is room.
const MOST_ROWS: u16 = 10;

/// Draws charts below each other: as high as there is room for, title and value beside them where there is little.
pub(crate) fn draw(canvas: &mut Canvas<'_>, charts: &[Chart], area: Area) {
    if charts.is_empty() || area.width < 4 {
        return;
    }
    // Air at both sides, as text in the pane has it.
    let area = Area {
        x: area.x + 1,
        width: area.width - 2,
        ..area
    };
    let heights = Heights::of(charts, area.height);
    let lines = Lines::of(charts, area.width, heights.blocks.is_none());
    let mut y = area.y;
    let end = area.y + area.height;
    for chart in charts {
        if y >= end {
            return;
        }
        let room = end - y;
        if let Some(blocks) = heights.blocks.filter(|_| chart.rows > 1) {
            let rows = blocks.rows(chart);
            let height = (rows + 1).min(room);
            block(canvas, chart, Area::new(area.x, y, area.width, height));
            y += rows + 1 + blocks.air;
        } else {
            let rows = if chart.rows > 1 { heights.line } else { 1 };
            lines.draw(canvas, chart, (area.x, y), rows.min(room));
            y += rows;
        }
    }
}

/// How the rows of an area are shared out.
#[derive(Clone, Copy, Debug)]
struct Heights {
    /// Where there is room for title lines.
    blocks: Option<Blocks>,
    /// Rows of a chart beside its title.
    line: u16,
}

/// Charts below their titles.
#[derive(Clone, Copy, Debug)]
struct Blocks {
    /// Rows for all charts together, and what they wish for together.
    share: (u16, u16),
    /// Blank rows behind a chart.
    air: u16,
}

impl Heights {
    fn of(charts: &[Chart], height: u16) -> Self {
        let count = |found: usize| u16::try_from(found).unwrap_or(u16::MAX);
        let tall = count(charts.iter().filter(|chart| chart.rows > 1).count());
        let flat = count(charts.len()) - tall;
        let room = height.saturating_sub(flat);
        let wish: u16 = charts
            .iter()
            .filter(|chart| chart.rows > 1)
            .map(|chart| chart.rows)
            .fold(0, u16::saturating_add);
        let blocks = |air: u16| Blocks {
            share: (room.saturating_sub(tall.saturating_mul(1 + air)), wish),
            air,
        };
        // Air only where it takes no row that is wished for.
        let blocks = [blocks(1), blocks(0)].into_iter().find(|blocks| {
            let (free, wish) = blocks.share;
            let needed = if blocks.air > 0 { wish } else { wish * 3 / 4 };
            tall > 0 && free >= needed
        });
        Self {
            blocks,
            line: if tall > 0 && room >= tall * 2 { 2 } else { 1 },
        }
    }
}

impl Blocks {
    /// Rows of this chart, its title not counted.
    fn rows(self, chart: &Chart) -> u16 {
        let (free, wish) = self.share;
        let share = u32::from(chart.rows) * u32::from(free) / u32::from(wish.max(1));
        u16::try_from(share)
            .unwrap_or(MOST_ROWS)
            .clamp(1, MOST_ROWS)
    }
}

/// A title line and the chart below it.
fn block(canvas: &mut Canvas<'_>, chart: &Chart, area: Area) {
    let dim = canvas.style(Token::ToneDim);
    let strong = canvas.style(Token::ToneStrong);
    let used = canvas.text(area.x, area.y, area.width, &chart.title, dim) + 2;
    let scale = width(&chart.scale);
    let free = area.width.saturating_sub(used);
    let value = canvas.text(area.x + used, area.y, free, &chart.value, strong);
    if used + value + 2 + scale <= area.width {
        canvas.right(area.x, area.y, area.width, &chart.scale, dim);
    }
    bars(
        canvas,
        chart,
        Area::new(area.x, area.y + 1, area.width, area.height - 1),
    );
}

/// The columns of one-line charts, in line over all of them.
struct Lines {
    title: u16,
    bar: (u16, u16),
    value: u16,
}

impl Lines {
    fn of(charts: &[Chart], columns: u16, all: bool) -> Self {
        let widest = |cell: fn(&Chart) -> &str| {
            charts
                .iter()
                .filter(|chart| all || chart.rows <= 1)
                .map(|chart| width(cell(chart)))
                .max()
                .unwrap_or(0)
        };
        let title = widest(|chart| &chart.title).min(columns / 3);
        let value = widest(|chart| &chart.value)
            .max(6)
            .min(columns.saturating_sub(title + 1));
        let bar = columns.saturating_sub(title + value + 4);
        Self {
            title,
            bar: (title + 2, bar),
            value,
        }
    }

    /// The words stand on the line that the bars stand on.
    fn draw(&self, canvas: &mut Canvas<'_>, chart: &Chart, (x, y): (u16, u16), rows: u16) {
        let dim = canvas.style(Token::ToneDim);
        let strong = canvas.style(Token::ToneStrong);
        let foot = y + rows.saturating_sub(1);
        canvas.name(x, foot, self.title, &chart.title, dim);
        let (left, columns) = self.bar;
        if columns < 3 {
            canvas.text(x + self.title + 1, foot, self.value, &chart.value, strong);
            return;
        }
        if chart.rows > 1 {
            bars(canvas, chart, Area::new(x + left, y, columns, rows));
        } else {
            gauge(canvas, chart, x + left, y, columns);
        }
        let value = x + left + columns + 2;
        canvas.right(value, foot, self.value, &chart.value, strong);
    }
}

/// One value as a part of a line: its columns are filled or not.
fn gauge(canvas: &mut Canvas<'_>, chart: &Chart, x: u16, y: u16, columns: u16) {
    #[expect(clippy::cast_precision_loss, reason = "columns of a screen")]
    let all = chart.columns.len().max(1) as f32;
    let value = chart.columns.iter().flatten().sum::<f32>() / all;
    let filled = part(value, columns);
    let bar = canvas.style(Token::ChartBar);
    let track = canvas.style(Token::ChartTrack);
    canvas.repeat(x, y, filled, canvas.glyphs.gauge, bar);
    canvas.repeat(x + filled, y, columns - filled, canvas.glyphs.track, track);
}

/// Columns of history.
fn bars(canvas: &mut Canvas<'_>, chart: &Chart, area: Area) {
    let shown = usize::from(area.width);
    // More columns than room: the page that holds the newest.
    let newest = chart
        .head
        .checked_sub(1)
        .unwrap_or(chart.columns.len().saturating_sub(1));
    let first = if chart.columns.len() > shown && shown > 0 {
        newest / shown * shown
    } else {
        0
    };
    let style = canvas.style(Token::ChartBar);
    let head = canvas.style(Token::ChartHead);
    let baseline = canvas.style(Token::ChartTrack);
    for (x, column) in (area.x..area.x + area.width).zip(first..) {
        if column == chart.head && chart.columns.len() > 1 {
            for y in area.y..area.y + area.height {
                canvas.put(x, y, canvas.glyphs.chart_head, head);
            }
            continue;
        }
        let Some(Some(value)) = chart.columns.get(column) else {
            continue;
        };
        let mut eighths = part(*value, area.height * 8);
        if eighths == 0 {
            // Read, and nothing: a thin line, unlike what was never read.
            let y = (area.y + area.height).saturating_sub(1);
            canvas.put(x, y, canvas.glyphs.bars[1], baseline);
            continue;
        }
        for y in (area.y..area.y + area.height).rev() {
            if eighths == 0 {
                break;
            }
            let here = eighths.min(8);
            canvas.put(x, y, canvas.glyphs.bars[usize::from(here)], style);
            eighths -= here;
        }
    }
}

/// A part of a whole, at least 1 of what is more than nothing.
fn part(value: f32, whole: u16) -> u16 {
    if !value.is_finite() || value <= 0.0 {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the whole"
    )]
    let found = (value.min(1.0) * f32::from(whole)).round() as u16;
    found.clamp(1, whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(charts: &[Chart], columns: u16, rows: u16) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let theme = Theme::default();
        let mut canvas = Canvas::new(&mut buffer, &theme, false, 0);
        draw(&mut canvas, charts, Area::new(0, 0, columns, rows));
        (0..rows)
            .map(|y| (0..columns).map(|x| buffer[(x, y)].symbol()).collect())
            .collect()
    }

    fn chart(columns: Vec<Option<f32>>, head: usize, rows: u16) -> Chart {
        Chart {
            title: "cpu".to_owned(),
            value: "2%".to_owned(),
            scale: "100%".to_owned(),
            columns,
            head,
            rows,
        }
    }

    #[test]
    fn a_tick_changes_the_head_and_the_next_column_only() {
        let mut columns = vec![Some(0.5); 10];
        let before = drawn(&[chart(columns.clone(), 3, 4)], 12, 5);
        columns[3] = Some(1.0);
        let after = drawn(&[chart(columns, 4, 4)], 12, 5);
        let changed: Vec<usize> = (0..12)
            .filter(|x| {
                before
                    .iter()
                    .zip(&after)
                    .any(|(a, b)| a.chars().nth(*x) != b.chars().nth(*x))
            })
            .collect();
        // One column of air at the left.
        assert_eq!(changed, [4, 5]);
    }

    #[test]
    fn values_are_eighths_of_rows() {
        let rows = drawn(
            &[chart(
                vec![Some(1.0), Some(0.5), Some(0.01), Some(0.0), None],
                9,
                2,
            )],
            12,
            3,
        );
        assert_eq!(rows, [" cpu  2%    ", " █        ╎ ", " ██▁▁     ╎ "]);
    }

    #[test]
    fn without_room_each_chart_is_one_line() {
        let charts = [
            chart(vec![Some(0.5); 4], 9, 4),
            chart(vec![Some(1.0); 4], 9, 4),
        ];
        assert_eq!(
            drawn(&charts, 24, 2),
            [" cpu  ▄▄▄▄           2% ", " cpu  ████           2% "]
        );
        let gauge = [chart(vec![Some(0.5)], 1, 1)];
        assert_eq!(drawn(&gauge, 24, 1), [" cpu  ━━━━━────      2% "]);
    }

    #[test]
    fn more_columns_than_room_show_the_page_of_the_newest() {
        let mut columns = vec![None; 20];
        columns[15] = Some(1.0);
        let rows = drawn(&[chart(columns, 16, 2)], 12, 3);
        assert!(rows[2].contains('█'), "{rows:?}");
    }
}
