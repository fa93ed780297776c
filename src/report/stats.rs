//! Counts of records, for people and for programs (`schemas/stats.schema.json`).

use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::model::stats::Stats;
use crate::model::workspace::Workspace;
use crate::report::window::harmless;
use crate::report::{Paint, Style};
use crate::text::width::{columns, cut};
use anstyle::AnsiColor;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Columns of the longest bar.
const BAR: usize = 40;
/// People and records that are named; the rest is counted.
const NAMED: usize = 10;

/// The counts for programs.
pub fn view(workspace: &Workspace, kind: &str, stats: &Stats) -> Value {
    let ids = |ids: &[RecordId]| ids.iter().map(|&id| name(workspace, id)).collect::<Vec<Value>>();
    let counted = |rows: &[(String, usize)], key: &str| {
        let rows = rows.iter().map(|(word, count)| json!({key: word, "records": count}));
        rows.collect::<Vec<Value>>()
    };
    let years = stats
        .years
        .iter()
        .map(|(year, count)| json!({"year": year, "records": count}));
    let stale = stats.stale.iter().map(|(id, days)| {
        let mut value = name(workspace, *id);
        value["days"] = json!(days);
        value
    });
    json!({
        "kind": kind,
        "records": stats.records,
        "statuses": counted(&stats.statuses, "status"),
        "years": years.collect::<Vec<Value>>(),
        "dates-from-git": stats.dates_from_git,
        "days-to-accept": stats.days.map(|days| json!({"records": days.count, "median": days.median, "p90": days.p90})),
        "role": stats.role,
        "people": counted(&stats.people, "name"),
        "without": {
            "status": ids(&stats.missing.status),
            "date": ids(&stats.missing.date),
            "people": ids(&stats.missing.people),
        },
        "longest-succession": ids(&stats.longest),
        "stale": stale.collect::<Vec<Value>>(),
        "as-of": workspace.context.as_of.to_string(),
    })
}

/// The counts for spreadsheets: what is counted, its value, how many records; the names of the columns first.
pub fn sheet(stats: &Stats) -> Vec<Vec<String>> {
    let mut rows = vec![["what", "value", "records"].map(str::to_owned).to_vec()];
    let mut add = |what: &str, value: &str, count: usize| {
        rows.push(vec![what.to_owned(), value.to_owned(), count.to_string()]);
    };
    stats
        .statuses
        .iter()
        .for_each(|(word, count)| add("status", word, *count));
    stats
        .years
        .iter()
        .for_each(|(year, count)| add("year", &year.to_string(), *count));
    stats
        .people
        .iter()
        .for_each(|(name, count)| add(&stats.role, name, *count));
    rows
}

fn name(workspace: &Workspace, id: RecordId) -> Value {
    let record = workspace.record(id);
    json!({"id": record.id, "title": record.name(), "path": workspace.path_of(record).as_str()})
}

/// Writes the counts for people; bars are drawn as wide as the terminal allows.
pub fn write(
    out: &mut dyn Write,
    workspace: &Workspace,
    (kind, stats): (&Kind, &Stats),
    style: Style,
) -> io::Result<()> {
    let mut page = Page { out, style };
    page.head(&kind.count(stats.records))?;
    if !stats.statuses.is_empty() {
        page.bars("by status", &stats.statuses)?;
    }
    let years: Vec<(String, usize)> = stats
        .years
        .iter()
        .map(|(year, count)| (year.to_string(), *count))
        .collect();
    if !years.is_empty() {
        let label = match stats.dates_from_git {
            0 => "by year".to_owned(),
            count => format!("by year ({count} of the dates from the history)"),
        };
        page.bars(&label, &years)?;
    }
    if !stats.people.is_empty() {
        let shown = &stats.people[..stats.people.len().min(NAMED)];
        let label = match stats.people.len() - shown.len() {
            0 => format!("by {}", stats.role),
            more => format!("by {} (and {more} more)", stats.role),
        };
        page.bars(&label, shown)?;
    }
    if let Some(days) = stats.days {
        page.head("from proposed to accepted")?;
        let (median, p90) = (days_of(days.median), days_of(days.p90));
        let line = match days.count {
            1 => format!("{median} (one record says both days)"),
            count => format!("median {median}, nine of ten within {p90} ({count} records say both days)"),
        };
        writeln!(page.out, "  {line}")?;
    }
    page.lists(workspace, stats)
}

fn days_of(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

struct Page<'a> {
    out: &'a mut dyn Write,
    style: Style,
}

impl Page<'_> {
    fn paint(&self, style: anstyle::Style, text: &str) -> String {
        match self.style.paint {
            Paint::Plain => harmless(text),
            Paint::Coloured => format!("{style}{}{style:#}", harmless(text)),
        }
    }

    fn head(&mut self, text: &str) -> io::Result<()> {
        let head = self.paint(anstyle::Style::new().bold(), text);
        writeln!(self.out, "{head}")
    }

    /// Rows of a word, its count, and a bar.
    fn bars(&mut self, label: &str, rows: &[(String, usize)]) -> io::Result<()> {
        self.head(label)?;
        let words: Vec<String> = rows.iter().map(|(word, _)| cut(&harmless(word), 30)).collect();
        let widest = words.iter().map(|word| columns(word)).max().unwrap_or(0);
        let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
        let digits = most.to_string().len();
        let room = self.style.width.saturating_sub(widest + digits + 6).clamp(4, BAR);
        for ((_, count), word) in rows.iter().zip(&words) {
            let fill = " ".repeat(widest - columns(word));
            let bar = self.paint(AnsiColor::Cyan.on_default(), &bar(*count, most, room));
            let line = format!("  {word}{fill}  {count:>digits$}  {bar}");
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn lists(&mut self, workspace: &Workspace, stats: &Stats) -> io::Result<()> {
        let role = if stats.role.is_empty() { "people" } else { &stats.role };
        let missing = [
            ("status", &stats.missing.status),
            ("date of their own", &stats.missing.date),
            (role, &stats.missing.people),
        ];
        if missing.iter().any(|(_, ids)| !ids.is_empty()) {
            self.head("without")?;
        }
        for (what, ids) in missing.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            let line = match ids.len() == stats.records {
                true => format!("  {what}: all {}", ids.len()),
                false => format!("  {what}: {} ({})", ids.len(), some(workspace, ids)),
            };
            let line = harmless(&line);
            writeln!(self.out, "{line}")?;
        }
        if !stats.longest.is_empty() {
            self.head("the longest succession")?;
            let ids: Vec<&str> = stats
                .longest
                .iter()
                .map(|&id| workspace.record(id).id.as_str())
                .collect();
            writeln!(self.out, "  {}", harmless(&ids.join(" → ")))?;
        }
        if !stats.stale.is_empty() {
            self.head("open for long")?;
        }
        for (id, days) in stats.stale.iter().take(NAMED) {
            let record = workspace.record(*id);
            let line = harmless(&format!(
                "  {}  {}  {}",
                record.id,
                days_of(i64::from(*days)),
                cut(record.name(), 80)
            ));
            writeln!(self.out, "{line}")?;
        }
        match stats.stale.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => writeln!(self.out, "  and {more} more"),
        }
    }
}

/// The first ids, and how many more there are.
fn some(workspace: &Workspace, ids: &[RecordId]) -> String {
    let mut named: Vec<String> = ids
        .iter()
        .take(NAMED)
        .map(|&id| workspace.record(id).id.clone())
        .collect();
    if ids.len() > NAMED {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// A bar in eighths of a column; what is not nothing is at least an eighth.
pub(in crate::report) fn bar(count: usize, most: usize, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = count.saturating_mul(room * 8).div_ceil(most.max(1));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1000, 4), "▏");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(3, 8, 1), "▍");
    }
}
