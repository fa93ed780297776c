//! A pie as inline SVG: slices, and beside them what each is called. It knows no page.

use crate::site::picture::canvas::{Canvas, Point, SMALL};
use crate::syntax::mermaid::pie::Pie;
use crate::text::width::{columns, cut};
use std::f64::consts::TAU;

/// The radius, and the width of a name's column.
const RADIUS: f64 = 90.0;
const WIDEST: usize = 44;
/// Height of a line beside the pie.
const ROW: f64 = 22.0;
/// Colours that the style sheet has for slices.
const COLOURS: usize = 8;

/// Draws a pie: one `<svg>` with this name and description.
pub(crate) fn draw(pie: &Pie, told: (&str, &str)) -> String {
    let whole: f64 = pie.shares.iter().map(|(_, share)| share).sum();
    let mut canvas = Canvas::default();
    let mut at = 0.0;
    let rows = pie.shares.len() as f64 * ROW;
    let height = rows.max(2.0 * RADIUS);
    let middle = (RADIUS, height / 2.0);
    let mut widest = 0;
    for (row, (name, share)) in pie.shares.iter().enumerate() {
        let colour = format!("slice c{}", row % COLOURS);
        let part = share / whole;
        slice(&mut canvas, &colour, middle, (at, at + part));
        at += part;
        let (x, y) = (2.0 * RADIUS + 36.0, (height - rows) / 2.0 + ROW * row as f64);
        canvas.rect((&colour, 2.0), (x, y + 5.0), (12.0, 12.0));
        let value = if pie.shows_values {
            format!(" [{share}]")
        } else {
            String::new()
        };
        let text = format!("{} {}{value}", cut(name, WIDEST), percent(part));
        canvas.words("start", (x + 20.0, y + 15.5), &text);
        widest = widest.max(columns(&text));
    }
    let right = 2.0 * RADIUS + 56.0 + widest as f64 * SMALL * 1.15;
    canvas.close(told, (0.0, 0.0), (right, height))
}

/// A share of a hundred: with a decimal where it is small.
pub(crate) fn percent(part: f64) -> String {
    match part * 100.0 {
        share if share < 9.95 => format!("{share:.1} %"),
        share => format!("{share:.0} %"),
    }
}

/// A slice between two shares of the circle, from the top to the right.
fn slice(canvas: &mut Canvas, class: &str, (x, y): Point, (from, to): (f64, f64)) {
    if to - from > 0.9999 {
        return canvas.circle(class, (x, y), RADIUS);
    }
    let place = |part: f64| (x + RADIUS * (part * TAU).sin(), y - RADIUS * (part * TAU).cos());
    let (start, end) = (place(from), place(to));
    let large = u8::from(to - from > 0.5);
    let data = format!(
        "M{x:.1} {y:.1}L{:.1} {:.1}A{RADIUS} {RADIUS} 0 {large} 1 {:.1} {:.1}z",
        start.0, start.1, end.0, end.1
    );
    canvas.path(class, &data);
}

#[cfg(test)]
mod tests {
    use super::{draw, percent};
    use crate::syntax::mermaid::pie::Pie;

    #[test]
    fn every_share_is_a_slice() {
        let shares = vec![("<b>".to_owned(), 3.0), ("b".to_owned(), 1.0)];
        let svg = draw(
            &Pie {
                shares,
                shows_values: true,
            },
            ("x", "y"),
        );
        assert_eq!(svg.matches("<path class=\"slice").count(), 2, "{svg}");
        assert!(
            svg.contains("&lt;b&gt; 75 % [3]") && svg.contains("0 1 1 0.0 90.0z"),
            "{svg}"
        );
        let shares = vec![("all".to_owned(), 1.0)];
        let svg = draw(
            &Pie {
                shares,
                shows_values: false,
            },
            ("x", "y"),
        );
        assert!(
            svg.contains("<circle class=\"slice c0\"") && !svg.contains("NaN"),
            "{svg}"
        );
        assert_eq!((percent(0.004), percent(0.2)), ("0.4 %".to_owned(), "20 %".to_owned()));
    }
}
