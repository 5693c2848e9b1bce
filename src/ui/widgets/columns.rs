//! Which columns of a list have room, and where they stand. Columns stand in line over all visible rows; the least
//! important go first where the pane is narrow.

use crate::app::columns::width;
use crate::app::view::{Fold, Row};

/// Left edge and width of a column.
pub(crate) type Column = Option<(u16, u16)>;

/// Where everything of a row stands, from the pane's left edge on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Columns that a level of depth moves to the right.
    pub(crate) step: u16,
    /// Depth of the outermost row.
    pub(crate) base: u16,
    /// Left edge of signs and names.
    pub(crate) left: u16,
    /// Columns of the sign of folding and the air behind it; 0 where nothing folds.
    pub(crate) fold: u16,
    /// Signs and name.
    pub(crate) name: (u16, u16),
    /// `2/3`
    pub(crate) ratio: Column,
    /// State in words.
    pub(crate) note: Column,
    /// `2%`
    pub(crate) cpu: Column,
    /// `118M`
    pub(crate) memory: Column,
    /// `12×`
    pub(crate) restarts: Column,
    /// `:8080`
    pub(crate) ports: Column,
    /// Image.
    pub(crate) image: Column,
    /// `Δ`
    pub(crate) badge: Column,
}

/// A column that may be dropped: what it needs, what it would like, and the air before it.
#[derive(Clone, Copy, Debug)]
struct Wish {
    least: u16,
    want: u16,
    gap: u16,
}

impl Wish {
    fn of<'a>(rows: &'a [Row], cell: impl Fn(&'a Row) -> &'a str, least: u16, gap: u16) -> Self {
        let want = rows.iter().map(|row| width(cell(row))).max().unwrap_or(0);
        Self {
            least: want.min(least),
            want,
            gap,
        }
    }

    /// A column of figures: never narrower than this, so that nothing moves when 9% become 10%.
    fn steady(mut self, columns: u16) -> Self {
        if self.want > 0 {
            self.want = self.want.max(columns);
            self.least = self.want;
        }
        self
    }
}

/// Columns of the state in words: at least, and while there is room.
const NOTE: (u16, u16) = (16, 24);
/// Place of the image among the columns that may be dropped.
const IMAGE: usize = 7;
/// Columns of the status sign and the air behind it.
const SIGN: u16 = 2;

/// Places the columns of these rows in a pane of this width.
pub(crate) fn columns(rows: &[Row], width_of_pane: u16) -> Columns {
    let base = rows.iter().map(|row| row.depth).min().unwrap_or(0);
    let folds = rows.iter().any(|row| row.fold != Fold::None);
    let is_tight = width_of_pane < 44;
    let mut out = Columns {
        step: if is_tight { 1 } else { 2 },
        base,
        left: 1,
        fold: match (folds, is_tight) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => 2,
        },
        ..Columns::default()
    };
    // A column of air at the right; the left one is the mark's.
    let room = width_of_pane.saturating_sub(out.left + 1);
    let names = rows
        .iter()
        .map(|row| (row.depth - base) * out.step + out.fold + SIGN + width(&row.name))
        .max()
        .unwrap_or(0);
    // In steps, so that scrolling does not move the columns behind at every row.
    let want_name = names.next_multiple_of(4).min(room);
    let least_name = names.min((room * 2 / 5).max(12)).min(room);

    // Much the same room for all words: they change while one looks, and nothing behind them is to move.
    let mut note = Wish::of(rows, |row| &row.note, NOTE.0, 2);
    if note.want > 0 {
        note.least = note.least.next_multiple_of(4);
        note.want = NOTE.1;
    }
    // The most important first.
    let wishes = [
        note,
        Wish::of(rows, |row| &row.ratio, 9, 2).steady(3),
        Wish::of(rows, |row| &row.badge, 8, 1),
        Wish::of(rows, |row| &row.cpu, 6, 1).steady(4),
        Wish::of(rows, |row| &row.memory, 6, 1).steady(4),
        Wish::of(rows, |row| &row.ports, 6, 2),
        Wish::of(rows, |row| &row.restarts, 5, 2),
        Wish::of(rows, |row| &row.image, 14, 2),
    ];
    let (kept, used) = kept(&wishes, room, (least_name, want_name));
    let mut free = room - used;
    let mut grow = |has: u16, want: u16| {
        let more = want.saturating_sub(has).min(free);
        free -= more;
        has + more
    };
    let name = grow(least_name, want_name);
    let mut widths = [0; 8];
    // Figures and ports before the words: these can be cut, and get what is left over, too.
    for index in (1..IMAGE).chain([0, IMAGE]).filter(|index| *index < kept) {
        let wish = &wishes[index];
        if wish.want > 0 {
            widths[index] = grow(wish.least, wish.want);
        }
    }
    out.name = (out.left, name);
    let mut at = out.left + name;
    let mut place = |index: usize, more: u16| {
        let wish = wishes.get(index)?;
        let columns = *widths.get(index)? + more;
        (widths[index] > 0).then(|| {
            let column = (at + wish.gap, columns);
            at += wish.gap + columns;
            column
        })
    };
    out.ratio = place(1, 0);
    // What is left over stands behind the note: figures are at the right edge.
    out.note = place(0, free);
    if out.note.is_none() {
        at += free;
    }
    let mut place = |index: usize| {
        let wish = wishes.get(index)?;
        let columns = *widths.get(index)?;
        (columns > 0).then(|| {
            let column = (at + wish.gap, columns);
            at += wish.gap + columns;
            column
        })
    };
    out.cpu = place(3);
    out.memory = place(4);
    out.restarts = place(6);
    out.ports = place(5);
    out.image = place(7);
    out.badge = place(2);
    out
}

/// How many columns have room, and what they and the name take at least.
fn kept(wishes: &[Wish; 8], room: u16, (least_name, want_name): (u16, u16)) -> (usize, u16) {
    let mut used = least_name;
    let mut kept = 0;
    // What all of them but the image would like; of the words the least, for they change while one looks.
    let before_image: u16 = wishes
        .iter()
        .take(IMAGE)
        .enumerate()
        .filter(|(_, wish)| wish.want > 0)
        .map(|(index, wish)| wish.gap + if index == 0 { NOTE.0 } else { wish.want })
        .sum();
    for (index, wish) in wishes.iter().enumerate() {
        if wish.want > 0 {
            // The image cuts nothing else short.
            let before = if index == IMAGE {
                want_name + before_image
            } else {
                used
            };
            if before + wish.gap + wish.least > room {
                break;
            }
            used += wish.gap + wish.least;
        }
        kept += 1;
    }
    (kept, used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::RowId;
    use crate::model::status::Status;

    fn row(name: &str, depth: u16) -> Row {
        Row {
            id: RowId::Instance("x".into()),
            depth,
            fold: if depth == 0 { Fold::Open } else { Fold::None },
            status: Status::Running,
            name: name.to_owned(),
            ratio: "1/1".to_owned(),
            note: "exit 137 · killed (out of memory)".to_owned(),
            is_pending: false,
            is_marked: false,
            cpu: "2%".to_owned(),
            memory: "118M".to_owned(),
            ports: ":8080 :8443".to_owned(),
            image: "registry.local/shop/api:1.4".to_owned(),
            restarts: "12×".to_owned(),
            badge: "Δ".to_owned(),
        }
    }

    fn all(found: &Columns) -> [Column; 9] {
        [
            Some(found.name),
            found.ratio,
            found.note,
            found.cpu,
            found.memory,
            found.restarts,
            found.ports,
            found.image,
            found.badge,
        ]
    }

    #[test]
    fn columns_never_overlap_and_never_leave_the_pane() {
        let rows = [row("shop", 0), row("a-service-with-a-long-name", 1)];
        for pane in 0..220 {
            let found = columns(&rows, pane);
            let mut edge = 0;
            for (x, columns) in all(&found).into_iter().flatten() {
                assert!(x >= edge, "{pane} {found:?}");
                edge = x + columns;
            }
            assert!(edge <= pane.max(1), "{pane} {found:?}");
        }
    }

    #[test]
    fn the_image_cuts_no_ports_short() {
        let rows = [row("shop", 0), row("api", 1)];
        let widest = |cell: &str| width(cell);
        for pane in 0..220 {
            let found = columns(&rows, pane);
            if found.image.is_some() {
                let ports = found.ports.map(|(_, columns)| columns);
                assert!(ports >= Some(widest(&rows[0].ports)), "{pane}");
            }
        }
    }

    #[test]
    fn the_least_important_are_dropped_first() {
        let rows = [row("shop", 0), row("api", 1)];
        let kept = |pane| {
            let found = columns(&rows, pane);
            [
                found.note,
                found.ratio,
                found.badge,
                found.cpu,
                found.memory,
                found.ports,
                found.restarts,
                found.image,
            ]
            .map(|column| column.is_some())
        };
        let mut last = 0;
        for pane in 0..220 {
            let kept = kept(pane);
            let count = kept.iter().filter(|is_kept| **is_kept).count();
            assert!(
                kept.iter().take(count).all(|is_kept| *is_kept),
                "{pane} {kept:?}"
            );
            assert!(count >= last || pane == 44, "{pane}");
            last = count;
        }
        assert_eq!(kept(120), [true; 8]);
        assert_eq!(
            kept(36),
            [true, true, true, false, false, false, false, false]
        );
    }

    #[test]
    fn figures_have_steady_columns_at_the_right_edge() {
        let mut rows = [row("api", 0)];
        let before = columns(&rows, 80);
        "100%".clone_into(&mut rows[0].cpu);
        "ok".clone_into(&mut rows[0].note);
        let after = columns(&rows, 80);
        assert_eq!(
            (before.cpu, before.memory, before.badge),
            (after.cpu, after.memory, after.badge)
        );
        assert_eq!(before.badge, Some((78, 1)));
    }

    #[test]
    fn empty_columns_take_no_room() {
        let mut one = row("api", 0);
        one.ports.clear();
        one.badge.clear();
        let found = columns(&[one], 120);
        assert_eq!((found.ports, found.badge), (None, None));
    }
}
