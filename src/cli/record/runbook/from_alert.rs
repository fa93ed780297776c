//! `opsrepo runbook new --alert NAME`: a runbook begins with what the rules of its alerts say.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::terminal::Terminal;
use crate::model::alerts::coverage::services_of;
use crate::model::alerts::{Alert, Pair};
use crate::model::kind_names::{RUNBOOK, SERVICE};
use crate::model::links::{Destination, Origin};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::similar;
use crate::write::form::Request;
use crate::write::passages::Passage;
use anyhow::bail;

/// The option.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Watched {
    /// An alert that leads to it: its title, services and meaning begin with what the rule says. May be given several times
    #[arg(long = "alert", value_name = "NAME")]
    pub(in crate::cli::record) alerts: Vec<String>,
}

/// The section in which the rule of an alert is told.
const MEANING: &str = "Meaning";

/// Rules of one alert that are told: it may have one for each severity.
const RULES: usize = 3;

/// Adds to a request what the rules of the alerts say. Fails where an alert has its runbook already.
pub(in crate::cli::record) fn fill(
    workspace: &Workspace,
    alerts: &[String],
    request: &mut Request,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let mut told = Vec::new();
    for name in alerts {
        if name.trim().is_empty() {
            bail!("--alert takes the name of an alert");
        }
        if let Some(id) = known(workspace, name) {
            let record = workspace.record(id);
            bail!(
                "{name} has a runbook already: {}\n`opsrepo runbook edit {}` opens it; without --alert another one is written",
                workspace.path_of(record),
                record.id
            );
        }
        let rules: Vec<&Alert> = workspace
            .alerts
            .alerts
            .iter()
            .filter(|alert| alert.name == *name)
            .collect();
        if rules.is_empty() {
            tell_unknown(workspace, name, terminal);
        }
        if request.services.is_empty() {
            request.services = services(workspace, &rules);
        }
        for rule in rules.into_iter().take(RULES) {
            add(&mut told, passages(rule));
        }
        if !request.alerts.contains(name) {
            request.alerts.push(name.clone());
        }
    }
    if !told.is_empty() {
        request.beginnings.push((MEANING.to_owned(), told));
    }
    Ok(())
}

/// Says what of the rules still leads elsewhere, once the runbook is there.
pub(in crate::cli::record) fn tell_links(
    workspace: &Workspace,
    (alerts, path): (&[String], &str),
    (ground, global): (&Ground, &Global),
    terminal: &mut Terminal,
) {
    let is_meant = |alert: &&Alert| alerts.contains(&alert.name);
    for alert in workspace.alerts.alerts.iter().filter(is_meant) {
        let Some(pair) = alert.runbook_link() else { continue };
        let link = workspace
            .links
            .iter()
            .find(|link| link.origin == Origin::Alert && link.span == pair.span);
        let is_dead = link.is_some_and(|link| matches!(link.target, Destination::Missing(_) | Destination::Outside));
        if is_dead {
            let file = load::shown(&ground.root, workspace.tree.path(pair.span.file), &global.dir);
            let place = workspace.tree.position(pair.span);
            terminal.note(&format!(
                "{file}:{place}: `{}` of {} leads to nothing",
                pair.key, alert.name
            ));
            terminal.hint(&format!("point it to {path}"));
        }
    }
}

/// The runbook of an alert, by its rules or by its name.
fn known(workspace: &Workspace, name: &str) -> Option<RecordId> {
    let mut rules = workspace.alerts.alerts.iter().filter(|alert| alert.name == name);
    let by_rule = rules.find_map(|alert| alert.runbook);
    by_rule.or_else(|| {
        let mut runbooks = workspace.of_kind(RUNBOOK);
        let found = runbooks.find(|(_, record)| record.list("alerts").iter().any(|word| word.text == name));
        found.map(|(id, _)| id)
    })
}

fn tell_unknown(workspace: &Workspace, name: &str, terminal: &mut Terminal) {
    let all = &workspace.alerts.alerts;
    if all.is_empty() {
        return;
    }
    terminal.note(&format!(
        "no rule here raises an alert `{name}`; the runbook names it all the same"
    ));
    let names = all.iter().map(|alert| alert.name.as_str());
    let lower = name.to_lowercase();
    let same = names.clone().find(|known| known.to_lowercase() == lower);
    match same.or_else(|| similar::nearest(name, names)) {
        Some(near) => terminal.hint(&format!("did you mean `{near}`?")),
        None => terminal.hint("`opsrepo runbook coverage` shows the alerts that there are"),
    }
}

/// The services that the labels name, as far as they are kept here, where any are.
fn services(workspace: &Workspace, rules: &[&Alert]) -> Vec<String> {
    let is_kept = |name: &String| {
        let mut services = workspace.of_kind(SERVICE).peekable();
        services.peek().is_none() || services.any(|(_, service)| service.id == *name)
    };
    let mut found: Vec<String> = rules.iter().flat_map(|alert| services_of(workspace, alert)).collect();
    found.retain(|name| is_kept(name) && !name.contains(char::is_whitespace) && !name.contains(['/', '\\']));
    found.sort();
    found.dedup();
    found
}

/// Adds what is not told yet: the rules of one alert often say the same.
fn add(told: &mut Vec<Passage>, more: Vec<Passage>) {
    for passage in more {
        if !told.contains(&passage) {
            told.push(passage);
        }
    }
}

/// What a rule says: what it tells people, its query and how long that must hold.
fn passages(alert: &Alert) -> Vec<Passage> {
    let mut found = Vec::new();
    for key in ["summary", "description", "message"] {
        let said = alert
            .annotations
            .iter()
            .find(|pair: &&Pair| pair.key.eq_ignore_ascii_case(key));
        if let Some(pair) = said.filter(|pair| !pair.text.trim().is_empty()) {
            found.push(Passage::Text(spoken(&pair.text)));
        }
    }
    if let Some(query) = &alert.expression {
        let severity = alert.severity().map(|label| format!(" with severity {}", label.text));
        let pending = alert.pending.as_ref().map(|pending| format!(" for {pending}"));
        found.push(Passage::Text(format!(
            "{} fires{} when this holds{}:",
            alert.name,
            severity.unwrap_or_default(),
            pending.unwrap_or_default()
        )));
        found.push(Passage::Code("promql", query.text.clone()));
    }
    found
}

/// A text of a rule without its placeholders: `{{ $labels.zone }}` becomes the name of the label, as code.
fn spoken(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(&before.replace('`', "'"));
        let Some((inside, behind)) = after.split_once("}}") else {
            rest = after;
            continue;
        };
        let label = inside
            .to_lowercase()
            .rfind("labels.")
            .map(|at| &inside[at + "labels.".len()..]);
        let label = label.map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default()
        });
        let name = label.filter(|name| !name.is_empty());
        // Of `if` and `end` nothing is left.
        match name {
            Some(name) => out.push_str(&format!("`{name}`")),
            None if inside.contains("$value") || inside.contains(".Value") => out.push_str("`value`"),
            None => {}
        }
        rest = behind;
    }
    out.push_str(&rest.replace('`', "'"));
    out
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn placeholders_become_words() {
        for (text, said) in [
            ("{{ $labels.zone }} is old", "`zone` is old"),
            (
                "{{$labels.a}} {{ .Labels.b }}: {{ $value | humanize }}",
                "`a` `b`: `value`",
            ),
            ("{{ with query \"x\" }}y{{ end }}", "y"),
            ("open {{ $labels.x", "open  $labels.x"),
            ("a `b`", "a 'b'"),
        ] {
            assert_eq!(spoken(text), said, "{text}");
        }
    }
}
