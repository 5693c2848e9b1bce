//! Where the title and the tabs stand in the detail pane's edge: the view draws them there, a click finds them there.

use crate::app::layout::{Layout, Shape};
use crate::app::view::Tab;
use unicode_width::UnicodeWidthStr;

/// Title and tabs of one edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// Left edge and columns of the title, the air around it not counted; `None` where it has no room.
    pub title: Option<(u16, u16)>,
    /// The tabs that have room. Between two of them is one column for a separator.
    pub places: Vec<Place>,
    /// The column behind all of it.
    pub end: u16,
}

/// One tab and the columns that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub tab: Tab,
    /// First column on the screen.
    pub x: u16,
    /// Columns, with signs or air at both ends.
    pub width: u16,
    /// What is written, cut to its room.
    pub name: &'static str,
    /// One column at each end is a sign (of the active tab) or air.
    pub has_ends: bool,
}

impl Place {
    /// Columns of the name.
    pub const fn name_width(&self) -> u16 {
        self.width.saturating_sub(if self.has_ends { 2 } else { 0 })
    }
}

/// How much of the tabs' names is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// ` Logs │ Stats │▌Env▐│ …`
    Airy,
    /// `Logs│Stats│▌Env▐│…`
    Tight,
    /// `L│S│▌Env▐│…`
    Letters,
    /// `▌Env▐`
    One,
}

/// Columns that a title is given where there is room.
const STEADY_TITLE: u16 = 24;

impl Names {
    fn columns_of(self, tab: Tab, active: Tab) -> u16 {
        let name = columns(tab.title());
        match self {
            _ if tab == active => name + 2,
            Self::Airy => name + 2,
            Self::Tight => name,
            Self::Letters => 1,
            Self::One => 0,
        }
    }

    fn columns(self, active: Tab) -> u16 {
        let separators = if self == Self::One { 0 } else { 5 };
        let all = Tab::ALL.into_iter().map(|tab| self.columns_of(tab, active));
        all.sum::<u16>() + separators
    }
}

/// Places title and tabs in the edge of this layout.
pub fn strip(layout: &Layout, title: &str, active: Tab) -> Strip {
    let edge = layout.tabs;
    // In a border the corners are its own.
    let corner = u16::from(layout.shape == Shape::Wide);
    let x = edge.x + 1;
    let right = (edge.x + edge.width).saturating_sub(corner + 1).max(x);
    let room = right - x;
    let wanted = columns(title);
    // The title keeps 16 columns while the tabs have another way.
    let names = [Names::Airy, Names::Tight, Names::Letters]
        .into_iter()
        .find(|names| names.columns(active) + wanted.min(16) + 4 <= room)
        .unwrap_or(Names::One);
    let mut out = Strip::default();
    let mut at = x;
    let free = room.saturating_sub(names.columns(active) + 2);
    if wanted > 0 && free >= 4 {
        let free = free - 2;
        let title = wanted.min(free);
        out.title = Some((at + 1, title));
        // Two signs of the edge, one where there is little room.
        let signs = if names == Names::Airy && free > wanted {
            2
        } else {
            1
        };
        // Tabs stay where they are from one usual title to the next.
        let steady = if names == Names::Airy {
            STEADY_TITLE.min(free)
        } else {
            0
        };
        at += title.max(steady) + 2 + signs;
    }
    for tab in Tab::ALL {
        let is_active = tab == active;
        if names == Names::One && !is_active {
            continue;
        }
        let start = at + u16::from(!out.places.is_empty());
        let wanted = names.columns_of(tab, active);
        let width = wanted.min(right.saturating_sub(start));
        if width == 0 || is_active && width < 3 {
            break;
        }
        let has_ends = is_active || names == Names::Airy;
        let mut place = Place {
            tab,
            x: start,
            width,
            name: tab.title(),
            has_ends,
        };
        let letters = usize::from(place.name_width());
        place.name = tab.title().get(..letters).unwrap_or(tab.title());
        out.places.push(place);
        at = start + width;
    }
    out.end = at;
    out
}

/// The tab whose label stands in a column.
pub fn tab_at(layout: &Layout, title: &str, active: Tab, column: u16) -> Option<Tab> {
    strip(layout, title, active)
        .places
        .into_iter()
        .find(|place| (place.x..place.x + place.width).contains(&column))
        .map(|place| place.tab)
}

fn columns(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::layout::{Arrangement, Focus, layout};

    fn at(width: u16) -> Layout {
        let arrangement = Arrangement {
            focus: Focus::Detail,
            ..Arrangement::default()
        };
        layout(width, 30, arrangement)
    }

    #[test]
    fn a_click_finds_the_tab_that_stands_there() {
        let layout = at(120);
        let found = strip(&layout, "shop/api", Tab::Env);
        assert_eq!(found.places.len(), 6);
        for place in found.places {
            for column in [place.x, place.x + place.width - 1] {
                let hit = tab_at(&layout, "shop/api", Tab::Env, column);
                assert_eq!(hit, Some(place.tab));
            }
            let behind = place.x + place.width;
            assert_eq!(tab_at(&layout, "shop/api", Tab::Env, behind), None);
        }
    }

    #[test]
    fn nothing_leaves_its_edge_and_the_active_tab_is_there_while_it_has_room() {
        let long = "a-stack-with-a-long-name/a-service-with-one";
        for width in 20..220 {
            for title in ["", "x", "日本語サービス", long] {
                for active in Tab::ALL {
                    let layout = at(width);
                    let found = strip(&layout, title, active);
                    let mut from = layout.tabs.x;
                    for (x, columns) in found
                        .title
                        .into_iter()
                        .chain(found.places.iter().map(|place| (place.x, place.width)))
                    {
                        assert!(x > from, "{width} {title} {found:?}");
                        from = x + columns - 1;
                    }
                    assert!(found.end < layout.tabs.x + layout.tabs.width);
                    let is_there = found.places.iter().any(|place| place.tab == active);
                    assert!(is_there, "{width} {title} {active:?} {found:?}");
                }
            }
        }
    }
}
