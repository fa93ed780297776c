//! The pen of a picture: it writes shapes and words as SVG. Places along the width are parts of a hundred, so that a
//! picture fills the page it stands on and its words stay as large as those around it; places along the height are pixels.

use crate::text::escape::escape;
use std::fmt::Write as _;

/// What a picture is called, for those who do not see it.
#[derive(Clone, Debug)]
pub(crate) struct Words<'w> {
    /// What no other picture of the page is called: a word.
    pub name: &'w str,
    /// What it shows, in a few words.
    pub title: &'w str,
    /// What it says, in sentences.
    pub told: &'w str,
}

/// A picture that is being drawn.
#[derive(Default)]
pub(crate) struct Pen(String);

impl Pen {
    /// The whole picture, so many pixels high.
    pub(crate) fn close(self, words: &Words, (class, height): (&str, f64)) -> String {
        let mut svg = String::with_capacity(self.0.len() + 400);
        let name = words.name;
        let _ = write!(
            svg,
            "<svg class=\"{class}\" width=\"100%\" height=\"{height}\" role=\"img\" \
             aria-labelledby=\"page:{name}-title page:{name}-told\"><title id=\"page:{name}-title\">"
        );
        escape(words.title, &mut svg);
        let _ = write!(svg, "</title><desc id=\"page:{name}-told\">");
        escape(words.told, &mut svg);
        svg.push_str("</desc>\n");
        svg.push_str(&self.0);
        svg.push_str("</svg>\n");
        svg
    }

    /// A part of the picture that says what it is when it is pointed at.
    pub(crate) fn open(&mut self, told: &str) {
        self.0.push_str("<g><title>");
        escape(told, &mut self.0);
        self.0.push_str("</title>");
    }

    /// Ends such a part.
    pub(crate) fn end(&mut self) {
        self.0.push_str("</g>\n");
    }

    /// A box: left edge and width, then top and height.
    pub(crate) fn block(&mut self, class: &str, (x, width): (f64, f64), (y, height): (f64, f64)) {
        let _ = writeln!(
            self.0,
            "<rect class=\"{class}\" x=\"{x:.2}%\" y=\"{y:.1}\" width=\"{width:.2}%\" height=\"{height:.1}\"/>"
        );
    }

    /// A straight line from one point to another.
    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ = writeln!(
            self.0,
            "<line class=\"{class}\" x1=\"{x1:.2}%\" y1=\"{y1:.1}\" x2=\"{x2:.2}%\" y2=\"{y2:.1}\"/>"
        );
    }

    /// A round mark: its middle and its radius in pixels.
    pub(crate) fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = writeln!(
            self.0,
            "<circle class=\"{class}\" cx=\"{x:.2}%\" cy=\"{y:.1}\" r=\"{radius}\"/>"
        );
    }

    /// A mark of some shape: the `d` of a path around its middle.
    pub(crate) fn mark(&mut self, (class, shape): (&str, &str), (x, y): (f64, f64)) {
        let _ = writeln!(
            self.0,
            "<svg x=\"{x:.2}%\" y=\"{y:.1}\" overflow=\"visible\"><path class=\"{class}\" d=\"{shape}\"/></svg>"
        );
    }

    /// Words. Of the classes, `mid` and `end` say on which side of the place they stand.
    pub(crate) fn words(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let _ = write!(self.0, "<text class=\"{class}\" x=\"{x:.2}%\" y=\"{y:.1}\">");
        escape(words, &mut self.0);
        self.0.push_str("</text>\n");
    }
}
