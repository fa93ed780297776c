//! A chart of incidents as a picture that needs no other program: readable on light and dark grounds, and told in words to
//! those who do not see it.

use crate::draw::scale::Scale;
use crate::report::incidents::chart::{Chart, Group, Heat, Length, Part};
use crate::text::escape::escape;
use crate::text::width::cut;
use std::fmt::Write as _;
use std::io::{self, Write};

/// White around everything.
const MARGIN: f64 = 28.0;
/// The whole width.
const WIDTH: f64 = 820.0;
/// Where the names end and the bars begin.
const BARS: f64 = 184.0;
/// Width of the bars of counts.
const COUNTS: f64 = 110.0;
/// Where durations begin.
const TIMES: f64 = 344.0;
/// Width of durations.
const SCALE: f64 = 230.0;
/// Width of bars that are lengths.
const LENGTHS: f64 = 360.0;
/// Height of a row.
const ROW: f64 = 24.0;
/// Columns of text that fit in front of the bars.
const COLUMNS: usize = 24;

const STYLE: &str = "\
.i{--ground:#ffffff;--ink:#1f2328;--soft:#59636e;--grid:#d1d9e0;--count:#8c959f;--time:#0969da;\
--down:#f5b8a8;--lost:#bc4c00;--track:#e6eaef;--spent:#1a7f37;--near:#bf8700;--over:#cf222e}
@media (prefers-color-scheme:dark){.i{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--grid:#2f3742;--count:#656c76;\
--time:#58a6ff;--down:#6e3526;--lost:#f0883e;--track:#2a313c;--spent:#3fb950;--near:#d29922;--over:#f85149}}
text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;font-size:12px;fill:var(--ink)}
.ground{fill:var(--ground)}
.head{font-size:16px;font-weight:600}
.part{font-size:13px;font-weight:600}
.soft{fill:var(--soft);font-size:11px}
.end{text-anchor:end}
.mid{text-anchor:middle}
.grid{stroke:var(--grid);stroke-width:1}
.count{fill:var(--count)}
.time{fill:var(--time)}
.reach{stroke:var(--time);stroke-width:2}
.down{fill:var(--down)}
.lost{fill:var(--lost)}
.track{fill:var(--track)}
.spent{fill:var(--spent)}
.near{fill:var(--near)}
.over{fill:var(--over)}
";

/// Writes a chart as SVG.
pub fn write(out: &mut dyn Write, chart: &Chart) -> io::Result<()> {
    let mut page = Page {
        svg: String::new(),
        y: MARGIN + 10.0,
    };
    page.words("head", MARGIN, &chart.title);
    page.groups(&chart.groups);
    page.lengths(&chart.services, ["down", "lost"]);
    if !chart.services.rows.is_empty() {
        page.y += ROW;
        page.words(
            "soft",
            BARS,
            "in front: lost, each minute weighed by the share that was hurt",
        );
    }
    page.lengths(&chart.budgets, ["track", "spent"]);
    let height = (page.y + MARGIN).ceil();
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"i\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">"
    );
    escape(&chart.title, &mut svg);
    svg.push_str("</title>\n<desc id=\"desc\">");
    escape(&chart.description, &mut svg);
    let _ = write!(
        svg,
        "</desc>\n<style>\n{STYLE}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{}</svg>\n",
        page.svg
    );
    out.write_all(svg.as_bytes())
}

struct Page {
    svg: String,
    y: f64,
}

impl Page {
    fn words(&mut self, class: &str, x: f64, words: &str) {
        let _ = write!(self.svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\">", self.y);
        escape(words, &mut self.svg);
        self.svg.push_str("</text>\n");
    }

    fn bar(&mut self, class: &str, (x, width): (f64, f64)) {
        let y = self.y - 11.0;
        let _ = writeln!(
            self.svg,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"14\" rx=\"2\"/>"
        );
    }

    fn head(&mut self, head: &str) {
        self.y += 38.0;
        self.words("part", MARGIN, head);
    }

    fn more(&mut self, more: usize) {
        if more > 0 {
            self.y += ROW;
            self.words("soft", MARGIN, &format!("and {more} more"));
        }
    }

    fn open_row(&mut self, told: &str, name: &str) {
        self.y += ROW;
        self.svg.push_str("<g><title>");
        escape(told, &mut self.svg);
        self.svg.push_str("</title>\n");
        self.words("name", MARGIN, &cut(name, COLUMNS));
    }

    fn groups(&mut self, part: &Part<Group>) {
        if part.rows.is_empty() {
            return;
        }
        self.head(&part.head);
        let most = part.rows.iter().map(|group| group.incidents).max().unwrap_or(1).max(1);
        let ends = part.rows.iter().filter_map(|group| group.resolved);
        let is_timed = ends.clone().next().is_some();
        let scale = Scale::of(ends.map(|(_, p90)| p90), SCALE);
        if is_timed {
            self.y += ROW;
            self.grid(scale, part.rows.len());
        }
        for group in &part.rows {
            let told = format!("{}: {}, {}", group.name, group.incidents, group.words);
            self.open_row(told.trim_end_matches(", "), &group.name);
            let width = COUNTS * group.incidents as f64 / most as f64;
            self.bar("count", (BARS, width));
            self.words("soft", BARS + width + 6.0, &group.incidents.to_string());
            if let Some((median, p90)) = group.resolved {
                self.times((TIMES + scale.x(median), TIMES + scale.x(p90)));
                self.words("soft", TIMES + SCALE + 16.0, &group.words);
            }
            self.svg.push_str("</g>\n");
        }
        self.more(part.more);
        if is_timed {
            self.y += ROW;
            self.words("soft", TIMES, "dot: median, line: up to p90; the scale is logarithmic");
        }
    }

    /// Lines behind the durations, with their names above.
    fn grid(&mut self, scale: Scale, rows: usize) {
        for (x, name) in scale.marks() {
            let x = TIMES + x;
            self.words("soft mid", x, name);
            let (top, bottom) = (self.y + 6.0, self.y + 10.0 + rows as f64 * ROW);
            let _ = writeln!(self.svg, "<path class=\"grid\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/>");
        }
    }

    fn times(&mut self, (median, p90): (f64, f64)) {
        let y = self.y - 4.0;
        if p90 > median {
            let _ = writeln!(
                self.svg,
                "<path class=\"reach\" d=\"M{median:.1} {y:.1}H{p90:.1}m0 -4v8\"/>"
            );
        }
        let _ = writeln!(
            self.svg,
            "<circle class=\"time\" cx=\"{median:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"
        );
    }

    fn lengths(&mut self, part: &Part<Length>, [outer, inner]: [&str; 2]) {
        if part.rows.is_empty() {
            return;
        }
        self.head(&part.head);
        self.y += 2.0;
        for row in &part.rows {
            self.open_row(&format!("{}: {}", row.name, row.words), &row.name);
            let inner = match row.heat {
                Heat::Calm => inner,
                Heat::Near => "near",
                Heat::Over => "over",
            };
            self.bar(outer, (BARS, (LENGTHS * row.outer).max(1.0)));
            if row.inner > 0.0 {
                self.bar(inner, (BARS, (LENGTHS * row.inner).max(1.0)));
            }
            self.words("soft", BARS + LENGTHS + 16.0, &row.words);
            self.svg.push_str("</g>\n");
        }
        self.more(part.more);
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::report::incidents::chart::{Chart, Group, Heat, Length, Part};

    #[test]
    fn what_is_written_stays_text() {
        let bad = "</text><script>alert('x')</script>".to_owned();
        let chart = Chart {
            title: bad.clone(),
            description: bad.clone(),
            groups: Part {
                head: bad.clone(),
                rows: vec![Group {
                    name: bad.clone(),
                    incidents: 2,
                    resolved: Some((10, 600)),
                    words: bad.clone(),
                }],
                more: 1,
            },
            services: Part {
                head: bad.clone(),
                rows: vec![Length {
                    name: bad.clone(),
                    inner: 0.2,
                    outer: 1.0,
                    heat: Heat::Over,
                    words: bad,
                }],
                more: 0,
            },
            budgets: Part::default(),
        };
        let mut out = Vec::new();
        write(&mut out, &chart).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains("<script") && text.contains("&lt;/text&gt;"), "{text}");
        assert!(text.contains("class=\"over\"") && text.contains("and 1 more"), "{text}");
        assert_eq!(text.matches("<g>").count(), text.matches("</g>").count());
    }
}
