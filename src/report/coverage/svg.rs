//! Alerts, runbooks and services as a picture that needs no other program: one line for each alert, from the service that it
//! is about to what one reads when it fires. What is missing differs in shape and words, not in colour alone.

use crate::model::alerts::coverage::{AlertRow, Coverage, Way};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::report::coverage::{alert, target};
use crate::text::escape::{escape, percent_encode};
use crate::text::path::RepoPath;
use crate::text::width::{columns, cut};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

/// White around everything.
const MARGIN: f64 = 28.0;
/// Where the columns begin: service, alert, severity, the line, the runbook; and where the last one ends.
const COLUMNS: [f64; 6] = [14.0, 176.0, 470.0, 560.0, 628.0, 968.0];
/// Columns of text that fit into each: letters of 12 pixels take about 6.6 each.
const ROOM: [usize; 3] = [22, 42, 46];
/// Height of a line.
const LINE: f64 = 24.0;
/// White between the bands of two services.
const GAP: f64 = 8.0;
/// Height of the head: title, bar, legend, names of the columns.
const HEAD: f64 = 112.0;

const STYLE: &str = "\
.p{--ground:#ffffff;--ink:#1f2328;--soft:#59636e;--band:#f6f8fa;--edge:#d1d9e0;--good:#1a7f37;--none:#9a6700;\
--bad:#cf222e;--rest:#8c959f}
@media (prefers-color-scheme:dark){.p{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--band:#151b23;--edge:#3d444d;\
--good:#3fb950;--none:#d29922;--bad:#f85149;--rest:#656c76}}
text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;font-size:12px;fill:var(--ink)}
.ground{fill:var(--ground)}
.head{font-size:16px;font-weight:600}
.soft{fill:var(--soft);font-size:11px}
.name{font-weight:600}
.band{fill:var(--band);stroke:var(--edge)}
.way{fill:none;stroke-width:1.75}
.good .way,.good .dot{stroke:var(--good)}
.none .way,.none .dot{stroke:var(--none)}
.bad .way,.bad .dot{stroke:var(--bad)}
.rest .way,.rest .dot{stroke:var(--rest)}
.none .way,.rest .way{stroke-dasharray:3 4}
.dot{stroke-width:1.75;fill:var(--ground)}
.good .full{fill:var(--good)}
.none .said{fill:var(--none)}
.bad .said{fill:var(--bad)}
.rest .said{fill:var(--soft)}
.bar .good{fill:var(--good)}
.bar .none{fill:var(--none)}
.bar .bad{fill:var(--bad)}
.bar .rest{fill:var(--rest)}
a:hover text,a:focus text{text-decoration:underline}
";

/// What is drawn for one service: its lines.
type Band<'c> = (String, Vec<Line<'c>>);

/// One line.
#[derive(Clone, Copy)]
enum Line<'c> {
    /// An alert and where it leads.
    Alert(&'c AlertRow),
    /// A runbook that no alert leads to.
    Runbook(RecordId),
    /// A service of which there is nothing else to tell.
    Nothing,
}

/// Writes the picture.
pub fn write(out: &mut dyn Write, workspace: &Workspace, coverage: &Coverage) -> io::Result<()> {
    let bands = bands(workspace, coverage);
    let lines: usize = bands.iter().map(|(_, lines)| lines.len()).sum();
    let height = 2.0 * MARGIN + HEAD + lines as f64 * LINE + bands.len() as f64 * (GAP + 8.0);
    let width = COLUMNS[5] + 2.0 * MARGIN;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"p\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title\" aria-describedby=\"told\">\n\
         <title id=\"title\">Alerts, their services and their runbooks</title>\n<desc id=\"told\">"
    );
    escape(&told(coverage), &mut svg);
    let _ = write!(
        svg,
        "</desc>\n<style>\n{STYLE}</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n<text class=\"head\" y=\"12\">Alerts, their services and their \
         runbooks</text>\n"
    );
    write_bar(&mut svg, coverage);
    let first = if is_by_group(coverage) { "group" } else { "service" };
    for (x, name) in COLUMNS.iter().zip([first, "alert", "severity", "", "runbook"]) {
        let _ = writeln!(
            svg,
            "<text class=\"soft\" x=\"{x}\" y=\"{}\">{name}</text>",
            HEAD - 12.0
        );
    }
    let mut y = HEAD;
    for (service, lines) in &bands {
        let _ = writeln!(
            svg,
            "<rect class=\"band\" x=\"0\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
            COLUMNS[5],
            lines.len() as f64 * LINE + 8.0
        );
        write_text(&mut svg, (COLUMNS[0], y + 20.0, "name"), &cut(service, ROOM[0]));
        for (at, line) in lines.iter().enumerate() {
            write_line(&mut svg, workspace, (line, y + 4.0 + at as f64 * LINE));
        }
        y += lines.len() as f64 * LINE + 8.0 + GAP;
    }
    svg.push_str("</g>\n</svg>\n");
    out.write_all(svg.as_bytes())
}

/// Where nothing says which service it is about, alerts stand by the groups of their rules.
fn is_by_group(coverage: &Coverage) -> bool {
    coverage.alerts.iter().all(|row| row.services.is_empty())
}

/// By service, in the order of their names; what is about none stands last.
fn bands<'c>(workspace: &Workspace, coverage: &'c Coverage) -> Vec<Band<'c>> {
    let mut found: BTreeMap<(bool, String), Vec<Line<'c>>> = BTreeMap::new();
    let key = |services: &[String]| match services.is_empty() {
        true => (true, "no service named".to_owned()),
        false => (false, services.join(", ")),
    };
    let is_by_group = is_by_group(coverage);
    for row in &coverage.alerts {
        let key = match is_by_group {
            true => (false, alert(workspace, row).group.clone()),
            false => key(&row.services),
        };
        found.entry(key).or_default().push(Line::Alert(row));
    }
    for row in coverage.runbooks.iter().filter(|row| row.alerts.is_empty()) {
        found
            .entry(key(&row.services))
            .or_default()
            .push(Line::Runbook(row.record));
    }
    let alerts = coverage.alerts.iter().map(|row| &row.services);
    let runbooks = coverage.runbooks.iter().map(|row| &row.services);
    let named: BTreeSet<&String> = alerts.chain(runbooks).flatten().collect();
    for row in &coverage.services {
        let id = &workspace.record(row.record).id;
        if !named.contains(id) {
            found.entry((false, id.clone())).or_default().push(Line::Nothing);
        }
    }
    found.into_iter().map(|((_, name), lines)| (name, lines)).collect()
}

/// The classes of what the bar shows, how many there are, and what that is.
fn shares(coverage: &Coverage) -> [(&'static str, usize, &'static str); 4] {
    let counts = coverage.counts();
    [
        ("good", counts.led, "lead to a runbook"),
        ("bad", counts.broken, "lead to nothing"),
        ("none", counts.without, "have none"),
        ("rest", counts.silent, "need none"),
    ]
}

fn told(coverage: &Coverage) -> String {
    let shares = shares(coverage).into_iter().filter(|(_, count, _)| *count > 0);
    let shares: Vec<String> = shares.map(|(_, count, said)| format!("{count} {said}")).collect();
    let unled = coverage.counts().unled;
    format!(
        "{} alerts: {}. {} runbooks, {unled} without an alert.",
        coverage.alerts.len(),
        shares.join(", "),
        coverage.runbooks.len()
    )
}

fn write_bar(svg: &mut String, coverage: &Coverage) {
    let total = coverage.alerts.len().max(1) as f64;
    svg.push_str("<g class=\"bar\">");
    let mut x = 0.0;
    for (class, count, _) in shares(coverage).into_iter().filter(|(_, count, _)| *count > 0) {
        let width = COLUMNS[5] * count as f64 / total;
        // A line of the ground tells one share from the next.
        let drawn = (width - 2.0).max(1.0);
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"30\" width=\"{drawn:.1}\" height=\"10\" rx=\"2\"/>"
        );
        x += width;
    }
    let mut x = 0.0;
    for (class, count, said) in shares(coverage).into_iter().filter(|(_, count, _)| *count > 0) {
        let text = format!("{count} {said}");
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"54\" width=\"10\" height=\"10\" rx=\"2\"/>\
             <text class=\"soft\" x=\"{:.1}\" y=\"63\">{text}</text>",
            x + 16.0
        );
        x += 16.0 + text.len() as f64 * 6.2 + 24.0;
    }
    svg.push_str("</g>\n");
}

fn write_line(svg: &mut String, workspace: &Workspace, (line, y): (&Line<'_>, f64)) {
    let _ = write!(svg, "<g class=\"{}\" transform=\"translate(0 {y})\">", class(line));
    match line {
        Line::Alert(row) => {
            let rule = alert(workspace, row);
            let read = target(workspace, &row.way);
            svg.push_str("<title>");
            escape(&format!("{}: {read}", rule.name), svg);
            svg.push_str("</title>");
            let href = path_href(workspace.tree.path(rule.span.file));
            write_link(svg, (&href, COLUMNS[1]), (&cut(&rule.name, ROOM[1]), ""));
            let severity = rule.severity().map_or("", |label| label.text.as_str());
            write_text(svg, (COLUMNS[2], 16.0, "soft"), &cut(severity, 12));
            write_way(svg, &row.way);
            write_link(
                svg,
                (&href_of(workspace, &row.way), COLUMNS[4]),
                (&ending(&read, ROOM[2]), "said"),
            );
        }
        Line::Runbook(id) => {
            let record = workspace.record(*id);
            write_text(svg, (COLUMNS[1], 16.0, "said"), "no alert");
            write_dot(svg, "");
            let href = path_href(workspace.path_of(record));
            write_link(svg, (&href, COLUMNS[4]), (&ending(&record.id, ROOM[2]), ""));
        }
        Line::Nothing => {
            write_text(svg, (COLUMNS[1], 16.0, "said"), "no alert");
            write_text(svg, (COLUMNS[4], 16.0, "said"), "no runbook");
        }
    }
    svg.push_str("</g>\n");
}

fn class(line: &Line<'_>) -> &'static str {
    match line {
        Line::Alert(row) if row.way.leads() => "good",
        Line::Alert(row) if matches!(row.way, Way::Broken(..)) => "bad",
        Line::Alert(row) if row.way == Way::Silent => "rest",
        Line::Alert(_) | Line::Runbook(_) | Line::Nothing => "none",
    }
}

/// The line to a runbook: whole with a full end where it leads there, broken off with a cross or an empty end where not.
fn write_way(svg: &mut String, way: &Way) {
    let (from, to) = (COLUMNS[3], COLUMNS[4] - 20.0);
    let end = if way.leads() { to } else { to - 16.0 };
    let _ = write!(svg, "<path class=\"way\" d=\"M{from} 12H{end}\"/>");
    match way {
        Way::Broken(..) => {
            let _ = write!(svg, "<path class=\"way\" d=\"M{} 7l10 10m0-10l-10 10\"/>", to - 5.0);
        }
        Way::Linked(_) | Way::Page(_) | Way::Sibling(Some(_)) => write_dot(svg, " full"),
        _ => write_dot(svg, ""),
    }
}

fn write_dot(svg: &mut String, class: &str) {
    let _ = write!(
        svg,
        "<circle class=\"dot{class}\" cx=\"{}\" cy=\"12\" r=\"4.5\"/>",
        COLUMNS[4] - 20.0
    );
}

fn write_text(svg: &mut String, (x, y, class): (f64, f64, &str), text: &str) {
    let _ = write!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">");
    escape(text, svg);
    svg.push_str("</text>");
}

fn write_link(svg: &mut String, (href, x): (&str, f64), (text, class): (&str, &str)) {
    if href.is_empty() {
        return write_text(svg, (x, 16.0, class), text);
    }
    svg.push_str("<a href=\"");
    escape(href, svg);
    svg.push_str("\">");
    write_text(svg, (x, 16.0, class), text);
    svg.push_str("</a>");
}

/// The end of a text: that of a path or an address says more than its beginning.
fn ending(text: &str, most: usize) -> String {
    let mut start = text.len();
    for (at, _) in text.char_indices().rev() {
        if columns(&text[at..]) > most {
            return format!("…{}", &text[start..]);
        }
        start = at;
    }
    text.to_owned()
}

/// Where a runbook is seen from the root of the repository; empty where that is not known.
fn href_of(workspace: &Workspace, way: &Way) -> String {
    match way {
        Way::Linked(id) | Way::Named(id) => path_href(workspace.path_of(workspace.record(*id))),
        Way::Page(file) => path_href(workspace.tree.path(*file)),
        Way::Elsewhere(address) if address.starts_with("https://") || address.starts_with("http://") => address.clone(),
        _ => String::new(),
    }
}

fn path_href(path: &RepoPath) -> String {
    let mut href = String::new();
    percent_encode(path.as_str(), &mut href);
    href
}
