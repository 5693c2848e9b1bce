//! When to draw: at once for a person, seldom for data, never for nothing.

use crate::app::effect::Redraw;
use std::time::Duration;
use tokio::time::Instant;

/// Between two frames that answer keys.
const KEY_WINDOW: Duration = Duration::from_millis(8);
/// Between two frames of data.
const DATA_WINDOW: Duration = Duration::from_millis(33);
/// Between two frames of data where bytes are dear.
const THRIFTY_WINDOW: Duration = Duration::from_millis(500);

/// The frame that is owed, if any.
#[derive(Debug)]
pub(crate) struct Pace {
    window: Duration,
    last_frame: Option<Instant>,
    owed: Option<Instant>,
}

impl Pace {
    /// Nothing drawn yet.
    pub(crate) const fn new(thrifty: bool) -> Self {
        Self {
            window: if thrifty { THRIFTY_WINDOW } else { DATA_WINDOW },
            last_frame: None,
            owed: None,
        }
    }

    /// Something on the screen changed.
    pub(crate) fn owe(&mut self, redraw: Redraw, now: Instant) {
        let window = match redraw {
            Redraw::No => return,
            Redraw::Soon => self.window,
            Redraw::Now => KEY_WINDOW,
        };
        let due = self.last_frame.map_or(now, |last| now.max(last + window));
        self.owed = Some(self.owed.map_or(due, |owed| owed.min(due)));
    }

    /// When the next frame is to be drawn; `None`: nothing changed.
    pub(crate) const fn due(&self) -> Option<Instant> {
        self.owed
    }

    /// A frame was drawn.
    pub(crate) fn drawn(&mut self, now: Instant) {
        self.last_frame = Some(now);
        self.owed = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[tokio::test(start_paused = true)]
    async fn data_is_drawn_once_a_window_and_keys_are_not_kept_waiting() {
        let start = Instant::now();
        let mut pace = Pace::new(false);
        pace.owe(Redraw::Soon, start);
        assert_eq!(pace.due(), Some(start));
        pace.drawn(start);
        pace.owe(Redraw::No, start + ms(1));
        assert_eq!(pace.due(), None);
        pace.owe(Redraw::Soon, start + ms(1));
        pace.owe(Redraw::Soon, start + ms(20));
        assert_eq!(pace.due(), Some(start + ms(33)));
        pace.owe(Redraw::Now, start + ms(21));
        assert_eq!(pace.due(), Some(start + ms(21)));
        pace.drawn(start + ms(21));
        pace.owe(Redraw::Now, start + ms(22));
        assert_eq!(pace.due(), Some(start + ms(29)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_thrifty_screen_shows_data_twice_a_second() {
        let start = Instant::now();
        let mut pace = Pace::new(true);
        pace.drawn(start);
        pace.owe(Redraw::Soon, start + ms(1));
        assert_eq!(pace.due(), Some(start + ms(500)));
    }
}
