//! More of a list in prose, written like what is there of it. It knows nothing of records.

use crate::text::edit::Edit;
use crate::text::span::Range;

/// More of a list in prose: a nested item, or behind a comma.
pub(super) fn listed(text: &str, range: Range, texts: &[String], end: &str) -> Edit {
    let held = range.of(text);
    let start = range.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = held.rfind('\n').map_or(line, |at| start + at + 1);
    let last_line = &text[last..range.end as usize];
    let marker = last_line.trim_start_matches([' ', '\t', '*', '-', '+']);
    let prefix = &last_line[..last_line.len() - marker.len()];
    let is_items = prefix.contains(['*', '-', '+']) && (held.contains('\n') || last == start);
    let is_nested = is_items || text[line..start].trim().chars().all(|c| matches!(c, '*' | '-' | '+'));
    if is_nested && !prefix.trim().is_empty() {
        let lines = texts.iter().map(|text| format!("{end}{prefix}{text}"));
        return Edit {
            range: Range::at(range.end as usize),
            text: lines.collect(),
        };
    }
    let comment = held.find("<!--").unwrap_or(held.len());
    Edit {
        range: Range::at(start + held[..comment].trim_end().len()),
        text: texts.iter().map(|text| format!(", {text}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;
    use crate::text::edit::apply;
    use crate::text::span::Range;

    #[test]
    fn lists_go_on_as_they_began() {
        let cases = [
            ("* By: |Ada, Bo| <!-- all -->\n", "* By: Ada, Bo, Cy <!-- all -->\n"),
            ("* By:\n|** Ada\n** Bo|\n", "* By:\n** Ada\n** Bo\n** Cy\n"),
            ("- By:\n|  - Ada\n  - Bo|\n", "- By:\n  - Ada\n  - Bo\n  - Cy\n"),
            ("By: |Ada|", "By: Ada, Cy"),
        ];
        for (marked, wanted) in cases {
            let text = marked.replace('|', "");
            let start = marked.find('|').unwrap();
            let range = Range::new(start, marked.rfind('|').unwrap() - 1);
            let edit = listed(&text, range, &["Cy".to_owned()], "\n");
            assert_eq!(apply(&text, &[edit]).as_deref(), Ok(wanted));
        }
    }
}
