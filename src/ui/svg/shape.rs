//! Lines and blocks of a frame as shapes: fonts leave gaps between rows.

use super::{CELL_HEIGHT, CELL_WIDTH};
use std::fmt::Write as _;

/// Thickness of a thin line.
const THIN: f32 = 1.2;
/// Thickness of a heavy line.
const HEAVY: f32 = 3.0;
/// Radius of a round corner.
const ROUND: f32 = 4.2;

/// Whether this sign is drawn, and not written; and whether several of it side by side are one shape.
pub(super) fn is_shape(symbol: &str) -> Option<bool> {
    let mut characters = symbol.chars();
    let character = characters.next()?;
    if characters.next().is_some() {
        return None;
    }
    match character {
        '─' | '━' | '▁'..='█' => Some(true),
        '│' | '┃' | '╎' | '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '▌' | '▐' | '▎' => {
            Some(false)
        }
        _ => None,
    }
}

/// Draws it over so many columns from this corner on.
pub(super) fn draw(out: &mut String, symbol: &str, (x, y): (f32, f32), columns: u16, fill: &str) {
    let right = x + f32::from(columns) * CELL_WIDTH;
    let bottom = y + CELL_HEIGHT;
    let (middle, center) = (y + CELL_HEIGHT / 2.0, x + CELL_WIDTH / 2.0);
    let mut block = |x: f32, y: f32, right: f32, bottom: f32| {
        let (width, height) = (right - x, bottom - y);
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
        );
    };
    let character = symbol.chars().next().unwrap_or(' ');
    match character {
        '─' => block(x, middle - THIN / 2.0, right, middle + THIN / 2.0),
        '━' => block(x, middle - HEAVY / 2.0, right, middle + HEAVY / 2.0),
        '│' => block(center - THIN / 2.0, y, center + THIN / 2.0, bottom),
        '┃' => block(center - HEAVY / 2.0, y, center + HEAVY / 2.0, bottom),
        '╎' => {
            let half = THIN / 2.0;
            block(center - half, y + 1.5, center + half, middle - 1.5);
            block(center - half, middle + 1.5, center + half, bottom - 1.5);
        }
        '├' => {
            block(center - THIN / 2.0, y, center + THIN / 2.0, bottom);
            block(center, middle - THIN / 2.0, right, middle + THIN / 2.0);
        }
        '┤' => {
            block(center - THIN / 2.0, y, center + THIN / 2.0, bottom);
            block(x, middle - THIN / 2.0, center, middle + THIN / 2.0);
        }
        '▌' => block(x, y, center, bottom),
        '▐' => block(center, y, right, bottom),
        '▎' => block(x, y, x + CELL_WIDTH / 4.0, bottom),
        '▁'..='█' => {
            let eighths = u8::try_from(character as u32 - '▁' as u32).unwrap_or(7) + 1;
            // On whole pixels: no seam is seen between two cells.
            let top = bottom - CELL_HEIGHT * f32::from(eighths) / 8.0;
            let (width, height) = (right - x, bottom - top);
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" shape-rendering=\"crispEdges\"/>"
            );
        }
        _ => {
            // From an upper or lower edge around the corner to a side.
            let (edge, turn) = match character {
                '╭' | '╮' => (bottom, middle + ROUND),
                _ => (y, middle - ROUND),
            };
            let (end, side) = match character {
                '╭' | '╰' => (center + ROUND, right),
                _ => (center - ROUND, x),
            };
            let _ = writeln!(
                out,
                "<path d=\"M{center:.1} {edge:.1}V{turn:.1}Q{center:.1} {middle:.1} {end:.1} {middle:.1}H{side:.1}\" fill=\"none\" stroke=\"{fill}\" stroke-width=\"{THIN}\"/>"
            );
        }
    }
}
