//! A timeline as inline SVG: times from left to right, and below each what happened. It knows no page.

use crate::site::picture::canvas::{Canvas, LETTER, SMALL, lines, size};
use crate::syntax::mermaid::timeline::{Time, Timeline};

/// Columns and lines of a time's name, of an event, and of a section's title.
const NAME: (usize, usize) = (18, 2);
const EVENT: (usize, usize) = (24, 8);
/// Width of a time and white between two; height of a section's title.
const WIDE: f64 = 176.0;
const GAP: f64 = 16.0;
const SECTION: f64 = 30.0;

/// Draws a timeline: one `<svg>` with this name and description.
pub(crate) fn draw(timeline: &Timeline, told: (&str, &str)) -> String {
    let mut canvas = Canvas::default();
    let times = &timeline.times;
    let has_sections = times.iter().any(|time| !time.section.is_empty());
    let top = if has_sections { SECTION } else { 0.0 };
    let names: Vec<Vec<String>> = times.iter().map(|time| lines(&time.label, NAME)).collect();
    let head = names.iter().map(|name| size(name, LETTER.0).1).fold(0.0, f64::max) + 16.0;
    let left = |at: usize| at as f64 * (WIDE + GAP);
    let right = left(times.len()) - GAP;
    sections(&mut canvas, times, left);
    let axis = top + head + 14.0;
    canvas.line("way", &[(0.0, axis), (right, axis)], "");
    let mut bottom = axis;
    for (at, (time, name)) in times.iter().zip(&names).enumerate() {
        let middle = left(at) + WIDE / 2.0;
        canvas.rect(("box", 6.0), (left(at), top), (WIDE, head));
        canvas.block("", (middle, top + head / 2.0), name);
        canvas.circle("tip", (middle, axis), 4.5);
        let mut y = axis + 16.0;
        for event in &time.events {
            let text = lines(event, EVENT);
            let height = size(&text, SMALL).1 + 12.0;
            canvas.rect(("ground", 4.0), (left(at), y), (WIDE, height));
            canvas.block("said", (middle, y + height / 2.0), &text);
            y += height + 8.0;
        }
        bottom = bottom.max(y);
    }
    canvas.close(told, (0.0, 0.0), (right, bottom))
}

/// The titles of sections, each over its times.
fn sections(canvas: &mut Canvas, times: &[Time], left: impl Fn(usize) -> f64) {
    let mut at = 0;
    for group in times.chunk_by(|a, b| a.section == b.section) {
        let (from, to) = (left(at), left(at + group.len()) - GAP);
        at += group.len();
        let most = ((to - from) / LETTER.0) as usize;
        if let Some(title) = lines(&group[0].section, (most, 1)).first() {
            canvas.words("name", ((from + to) / 2.0, 14.0), title);
            canvas.line("inner", &[(from, SECTION - 8.0), (to, SECTION - 8.0)], "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::syntax::mermaid::{Reading, Sort, read};

    #[test]
    fn every_event_is_drawn_and_texts_stay_texts() {
        let code = "timeline\nsection <i>early\n2002 : \"</svg><script>b\" : a\n2003\nsection s\n2004 : &lt;b\n";
        let Reading::Drawn(_, Sort::Timeline(timeline)) = read(code) else {
            panic!("{code}");
        };
        let svg = draw(&timeline, ("x", "y"));
        assert_eq!(svg.matches("class=\"box\"").count(), 3, "{svg}");
        assert_eq!(svg.matches("class=\"ground\"").count(), 3, "{svg}");
        assert!(
            !svg.contains("<script") && svg.contains("&lt;b") && !svg.contains("NaN"),
            "{svg}"
        );
    }
}
