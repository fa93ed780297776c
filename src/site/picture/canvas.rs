//! The sheet that a diagram is drawn on: shapes and words at places in pixels, as SVG. It knows no diagram.
//!
//! It has classes and no colours, and no ids: any number of diagrams may stand on one page.

use crate::text::escape::escape;
use crate::text::width::{columns, cut, wrapped};
use std::fmt::Write as _;

/// A place in the picture, or a width and a height.
pub(crate) type Point = (f64, f64);

/// Width of a column and height of a line.
pub(crate) const LETTER: Point = (7.4, 17.0);
/// Width of a column of small words.
pub(crate) const SMALL: f64 = 6.6;
/// White around everything.
const MARGIN: f64 = 6.0;
/// Width of a picture that is made smaller rather than scrolled.
const FITS: f64 = 900.0;
/// Columns of a picture's name and of its description.
const LONGEST: (usize, usize) = (200, 2000);

/// A picture that is being drawn.
#[derive(Default)]
pub(crate) struct Canvas {
    svg: String,
}

impl Canvas {
    /// The whole picture: its name, what it says to those who do not see it, and its upper left and lower right corner.
    pub(crate) fn close(self, (name, told): (&str, &str), from: Point, to: Point) -> String {
        let (width, height) = (
            (to.0 - from.0 + 2.0 * MARGIN).ceil(),
            (to.1 - from.1 + 2.0 * MARGIN).ceil(),
        );
        // What is a little too wide is made smaller where there is room for most of it; what is wider scrolls.
        let class = if width <= FITS { " class=\"fits\"" } else { "" };
        let mut svg = String::with_capacity(self.svg.len() + 400);
        let _ = write!(
            svg,
            "<svg{class} xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\""
        );
        escape(&cut(name, LONGEST.0), &mut svg);
        svg.push_str("\">");
        if !told.is_empty() {
            svg.push_str("<desc>");
            escape(&cut(told, LONGEST.1), &mut svg);
            svg.push_str("</desc>");
        }
        let _ = write!(
            svg,
            "<g transform=\"translate({:.1} {:.1})\">",
            MARGIN - from.0,
            MARGIN - from.1
        );
        svg.push_str(&self.svg);
        svg.push_str("</g></svg>");
        svg
    }

    /// A rectangle by its upper left corner and its size, with corners of this radius.
    pub(crate) fn rect(&mut self, (class, radius): (&str, f64), (x, y): Point, (width, height): Point) {
        let _ = write!(
            self.svg,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\"/>"
        );
    }

    /// A circle by its middle.
    pub(crate) fn circle(&mut self, class: &str, (x, y): Point, radius: f64) {
        let _ = write!(
            self.svg,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>"
        );
    }

    /// An ellipse by its middle and its two radii.
    pub(crate) fn ellipse(&mut self, class: &str, (x, y): Point, (w, h): Point) {
        let _ = write!(
            self.svg,
            "<ellipse class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{w:.1}\" ry=\"{h:.1}\"/>"
        );
    }

    /// A cylinder by its upper left corner and its size; its ends are bent so far.
    pub(crate) fn cylinder(&mut self, (left, top): Point, (width, height): Point, bent: f64) {
        let (start, half, inner) = (top + bent, width / 2.0, height - 2.0 * bent);
        let back = -width;
        let data = format!(
            "M{left:.1} {start:.1}a{half:.1} {bent} 0 0 1 {width:.1} 0v{inner:.1}a{half:.1} {bent} 0 0 1 {back:.1} 0z"
        );
        self.path("box", &data);
        self.path(
            "inner",
            &format!("M{left:.1} {start:.1}a{half:.1} {bent} 0 0 0 {width:.1} 0"),
        );
    }

    /// A path by its data.
    pub(crate) fn path(&mut self, class: &str, data: &str) {
        let _ = write!(self.svg, "<path class=\"{class}\" d=\"{data}\"/>");
    }

    /// A line through points; `closed` is `z` where it comes back.
    pub(crate) fn line(&mut self, class: &str, points: &[Point], closed: &str) {
        let mut data = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let _ = write!(data, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
        }
        data.push_str(closed);
        self.path(class, &data);
    }

    /// Words at a place of their base line; without a class they are those of a box.
    pub(crate) fn words(&mut self, class: &str, (x, y): Point, words: &str) {
        if words.is_empty() {
            return;
        }
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let _ = write!(self.svg, "<text{class} x=\"{x:.1}\" y=\"{y:.1}\">");
        escape(words, &mut self.svg);
        self.svg.push_str("</text>");
    }

    /// Lines of words below each other, around the middle of them all.
    pub(crate) fn block(&mut self, class: &str, (x, y): Point, lines: &[String]) {
        let first = y + 5.0 - LETTER.1 / 2.0 * lines.len().saturating_sub(1) as f64;
        for (row, line) in lines.iter().enumerate() {
            self.words(class, (x, first + LETTER.1 * row as f64), line);
        }
    }
}

/// A text in lines of so many columns, and so many of them.
pub(crate) fn lines(text: &str, most: (usize, usize)) -> Vec<String> {
    let lines = text.lines().flat_map(|line| wrapped(line, most.0, most.1));
    lines.take(most.1).collect()
}

/// Width and height of lines whose columns are so wide.
pub(crate) fn size(lines: &[String], letter: f64) -> Point {
    let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    (longest as f64 * letter, lines.len() as f64 * LETTER.1)
}
