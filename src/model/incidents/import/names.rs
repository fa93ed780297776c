//! Names that people write in a row: with commas, as a list, with boxes to tick; and those in the brackets of a title.

use crate::model::incidents::import::words;

/// Words in the brackets of a title that say only that it is an incident, or how far it has come.
const IDLE: [&str; 12] = [
    "incident",
    "incidents",
    "outage",
    "resolved",
    "closed",
    "ongoing",
    "update",
    "postmortem",
    "maintenance",
    "bug",
    "major incident",
    "alert",
];

/// What a title says besides itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headline {
    /// The title without what stands in brackets before it.
    pub(super) title: String,
    /// Names from the brackets: `[INCIDENT][CLUSTER/SERVICE] - title`.
    pub(super) names: Vec<String>,
    /// A weight from the brackets: `[SEV1]`.
    pub(super) severity: Option<String>,
}

/// The names in a text: between commas, one on a line, list markers and ticks left out. Of boxes only those that are
/// ticked count.
pub(super) fn listed(text: &str) -> Vec<String> {
    let has_boxes = text.lines().any(|line| tick(line).is_some());
    let mut names = Vec::new();
    for line in text.lines() {
        let line = match tick(line) {
            Some((false, _)) => continue,
            Some((true, rest)) => rest,
            None if has_boxes => continue,
            None => line.trim().trim_start_matches(['-', '*', '+']).trim(),
        };
        let parts = line.split([',', ';']).map(|name| {
            let name = name.trim().trim_matches(['`', '*', '_', '"']).trim();
            name.trim_end_matches('.').to_owned()
        });
        names.extend(parts.filter(|name| !name.is_empty()));
    }
    names
}

/// Whether a line is a box, ticked or not, and what it says.
fn tick(line: &str) -> Option<(bool, &str)> {
    let rest = line
        .trim()
        .strip_prefix(['-', '*', '+'])?
        .trim_start()
        .strip_prefix('[')?;
    let (mark, rest) = rest.split_once(']')?;
    match mark.trim() {
        "" => Some((false, rest.trim())),
        "x" | "X" => Some((true, rest.trim())),
        _ => None,
    }
}

/// Takes the brackets, and the word `Incident`, from the start of a title.
pub(super) fn headline(title: &str, scale: &[String]) -> Headline {
    let mut headline = Headline::default();
    let mut rest = title.trim();
    while let Some((inner, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let inner = inner.trim();
        rest = after.trim_start();
        if IDLE.contains(&inner.to_lowercase().as_str()) || inner.is_empty() {
            continue;
        }
        match words::on_scale(inner, scale).filter(|_| words::is_weight_label(inner)) {
            Some(word) => headline.severity = headline.severity.or(Some(word)),
            None => {
                let names = inner.split(['/', ',']).map(|name| name.trim().to_owned());
                // What is left of a template is no name.
                headline
                    .names
                    .extend(names.filter(|name| !name.is_empty() && !name.contains(['<', '>'])));
            }
        }
    }
    let lower = rest.to_lowercase();
    for word in ["incident", "outage"] {
        // Lower case may be longer than what it was made of; these words are not.
        let after = lower.starts_with(word).then(|| rest.get(word.len()..)).flatten();
        let Some(after) = after.map(str::trim_start) else {
            continue;
        };
        if let Some(after) = after.strip_prefix([':', '-', '–', '—']) {
            rest = after.trim_start();
        }
    }
    rest = rest.trim_start_matches(['-', '–', '—', ':', ' ']);
    headline.title = match rest.is_empty() {
        true => title.trim().to_owned(),
        false => rest.to_owned(),
    };
    headline
}

#[cfg(test)]
mod tests {
    use super::{headline, listed};

    #[test]
    fn names_in_a_row() {
        for (text, expected) in [
            ("smaug, infra", "smaug|infra"),
            ("- smaug\n* `infra`\n", "smaug|infra"),
            ("- [X] smaug\n- [ ] infra\n- [x] osc, rick", "smaug|osc|rick"),
            ("smaug.", "smaug"),
            ("", ""),
            (" , ;", ""),
        ] {
            assert_eq!(listed(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn titles_have_brackets() {
        let scale = ["sev1", "sev2"].map(str::to_owned);
        for (title, names, rest) in [
            (
                "[INCIDENT][SMAUG/JupyterHub] - Hub is down",
                "SMAUG|JupyterHub",
                "Hub is down",
            ),
            ("[Incident][<CLUSTER/<SERVICE>] - x", "", "x"),
            ("[SEV1] [dns] Names fail", "dns", "Names fail"),
            ("Incident: Logins fail", "", "Logins fail"),
            ("Incidental findings", "", "Incidental findings"),
            ("[INCIDENT]", "", "[INCIDENT]"),
            ("[open", "", "[open"),
            ("🔥", "", "🔥"),
            ("", "", ""),
        ] {
            let read = headline(title, &scale);
            assert_eq!(
                (read.names.join("|").as_str(), read.title.as_str()),
                (names, rest),
                "{title}"
            );
        }
        assert_eq!(headline("[P2] x", &scale).severity.as_deref(), Some("sev2"));
    }
}
