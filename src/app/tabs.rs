//! Where the tabs stand in their line: the view draws them there, a click finds them there.

use crate::app::layout::Area;
use crate::app::view::Tab;
use unicode_width::UnicodeWidthStr;

/// One tab and the columns of its label in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub tab: Tab,
    /// First column on the screen.
    pub x: u16,
    /// Columns of its label.
    pub width: u16,
}

/// Places of the tabs behind a title, each apart by ` │ `; those that do not fit are left out from the end.
pub fn places(line: Area, title: &str) -> Vec<Place> {
    let title = u16::try_from(title.width())
        .unwrap_or(u16::MAX)
        .min(title_room(line));
    // `╭ title ── Logs │ Stats`
    let mut x = line
        .x
        .saturating_add(2)
        .saturating_add(title)
        .saturating_add(4);
    let end = line.x.saturating_add(line.width).saturating_sub(2);
    let mut out = Vec::new();
    for tab in Tab::ALL {
        let width = u16::try_from(tab.title().len()).unwrap_or(0);
        if x.saturating_add(width) > end {
            break;
        }
        out.push(Place { tab, x, width });
        x = x.saturating_add(width).saturating_add(3);
    }
    out
}

/// Columns that the title may take, so that all tabs have room where there is any.
pub fn title_room(line: Area) -> u16 {
    let tabs: u16 = Tab::ALL
        .iter()
        .map(|tab| u16::try_from(tab.title().len()).unwrap_or(0) + 3)
        .sum();
    line.width.saturating_sub(tabs + 6).max(8)
}

/// The tab whose label stands in a column.
pub fn tab_at(line: Area, title: &str, column: u16) -> Option<Tab> {
    places(line, title)
        .into_iter()
        .find(|place| (place.x..place.x + place.width).contains(&column))
        .map(|place| place.tab)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_finds_the_tab_that_stands_there() {
        let line = Area::new(48, 1, 72, 1);
        for place in places(line, "shop/api") {
            assert_eq!(tab_at(line, "shop/api", place.x), Some(place.tab));
            assert_eq!(tab_at(line, "shop/api", place.x + place.width), None);
        }
        assert_eq!(places(line, "shop/api").len(), 6);
        assert!(places(Area::new(0, 0, 20, 1), "a long title").len() < 6);
    }
}
