//! What `new` is told of an incident in words: how bad it is, and where it stands.

use crate::model::incidents::severity::Scale;
use crate::model::kind::Kind;
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::text::article::with_article;
use anyhow::bail;

/// A severity as this repository writes it: in the words of its scale, unless its records say it in another way that the
/// scale knows.
pub(in crate::cli::record) fn severity(workspace: &Workspace, kind: &str, word: &str) -> anyhow::Result<String> {
    let word = word.trim();
    if word.is_empty() {
        return Ok(String::new());
    }
    let scale = Scale::of(&workspace.settings);
    let words = scale.words();
    let place = scale.place(word).filter(|_| !word.contains(char::is_whitespace));
    let Some(own) = place.and_then(|place| words.get(place)) else {
        bail!(
            "`{}` is no severity here\nthe scale is, worst first: {}; `[incidents] severities` of opsrepo.toml names another",
            word.escape_debug(),
            words.join(", ")
        );
    };
    let is_used = |wanted: &str| {
        let mut records = workspace.of_kind(kind);
        records.any(|(_, record)| {
            let said = record.texts.get("severity").and_then(|fact| fact.value());
            said.and_then(|said| said.split_whitespace().next()) == Some(wanted)
        })
    };
    match !is_used(word) || words.iter().any(|own| is_used(own)) {
        true => Ok((*own).to_owned()),
        false => Ok(word.to_owned()),
    }
}

/// Fails for a status to which a step leads that says when it was taken: a new record cannot say that.
pub(in crate::cli::record) fn refuse_later_status(kind: &Kind, wanted: &str) -> anyhow::Result<()> {
    let Some(status) = Status::parse(wanted, &kind.statuses).filter(|status| status.word != kind.form.status) else {
        return Ok(());
    };
    let mut steps = kind.lifecycle.steps.iter();
    let Some(step) = steps.find(|step| step.to == status.word && !step.stamps.is_empty()) else {
        return Ok(());
    };
    let (name, verb) = (&kind.name, &step.verb);
    bail!(
        "{} that is {} says since when, and a new one cannot\nwrite it without --status; then: opsrepo {name} {verb} --at TIME",
        with_article(name),
        status.word
    )
}
