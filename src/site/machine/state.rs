//! How many findings there are, for programs (`status.json`) and as a picture for a README (`badge.svg`).

use crate::lint::Severity;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::fixed;
use crate::text::escape::{escape, json_escaped};
use crate::text::plural::counted;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct State {
    schema_version: u32,
    title: String,
    /// The day that the site is of.
    as_of: String,
    /// `failing` where there is an error, else `passing`.
    state: &'static str,
    errors: usize,
    warnings: usize,
    hints: usize,
    files: usize,
    records: usize,
    rules: usize,
}

/// Both files.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _: &'p Press) -> Vec<Sheet<'p>> {
    vec![
        Sheet::new(fixed("status.json"), move || {
            let json = serde_json::to_string(&state(plan))?;
            Ok(Printed::from(format!("{}\n", json_escaped(&json))))
        }),
        Sheet::new(fixed("badge.svg"), move || Ok(Printed::from(badge(&state(plan))))),
    ]
}

fn state(plan: &Plan) -> State {
    let report = plan.report;
    let errors = report.count(Severity::Error);
    State {
        schema_version: 1,
        title: plan.title(),
        as_of: plan.workspace.context.as_of.to_string(),
        state: if errors > 0 { "failing" } else { "passing" },
        errors,
        warnings: report.count(Severity::Warning),
        hints: report.count(Severity::Hint),
        files: report.files,
        records: report.records,
        rules: report.rules,
    }
}

/// The words of the badge, the worst level alone, and their colour: white stands out from each.
fn words(state: &State) -> (String, &'static str) {
    match (state.errors, state.warnings) {
        (0, 0) => ("passing".to_owned(), "#1a7f37"),
        (0, warnings) => (counted(warnings, "warning"), "#8a5a00"),
        (errors, _) => (counted(errors, "error"), "#b42318"),
    }
}

fn badge(state: &State) -> String {
    const LABEL: &str = "opsrepo";
    let (words, colour) = words(state);
    // All letters are of ASCII, about seven units wide; `textLength` makes each text as wide as its room.
    let (left, right) = (LABEL.len() * 7 + 12, words.len() * 7 + 12);
    let width = left + right;
    let mut name = String::new();
    escape(&format!("{LABEL}: {words}"), &mut name);
    let text = |x: usize, text: &str| {
        let length = text.len() * 7;
        format!("<text x=\"{x}\" y=\"14\" textLength=\"{length}\">{text}</text>")
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\" role=\"img\" aria-label=\"{name}\">\
         <title>{name}</title>\
         <rect width=\"{width}\" height=\"20\" rx=\"3\" fill=\"#3d444d\"/>\
         <path d=\"M{left} 0h{}a3 3 0 0 1 3 3v14a3 3 0 0 1 -3 3h-{}z\" fill=\"{colour}\"/>\
         <g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">{}{}</g></svg>\n",
        right - 3,
        right - 3,
        text(6, LABEL),
        text(left + 6, &words),
    )
}

#[cfg(test)]
mod tests {
    use super::{State, words};

    #[test]
    fn the_badge_says_the_worst() {
        for (errors, warnings, said) in [(0, 0, "passing"), (0, 1, "1 warning"), (2, 1, "2 errors")] {
            let state = State {
                schema_version: 1,
                title: String::new(),
                as_of: String::new(),
                state: "",
                errors,
                warnings,
                hints: 5,
                files: 0,
                records: 0,
                rules: 0,
            };
            assert_eq!(words(&state).0, said);
        }
    }
}
