//! The options that choose records, for every command that shows some of them.

use crate::model::kind::Kind;
use crate::model::lifecycle::ABSENT;
use crate::model::select::{self, Selection};
use crate::model::standing::UNRECOGNISED;
use crate::model::status::{self, Status};
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::article::with_article;
use crate::text::similar;
use anyhow::bail;
use clap::Command;

/// Which records are wanted. Each option may be given several times and takes any of its values; all options must fit.
#[derive(clap::Args, Default)]
#[command(next_help_heading = "Which records")]
pub(super) struct Filter {
    /// Only records with this status; also `unrecognised` and `absent`. May be given several times
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Only records of this day or later; also a month (2026-03) or a year
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    since: Option<Date>,
    /// Only records of this day or earlier; also a month or a year
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    until: Option<Date>,
    /// Only records with this tag. May be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only records that name this person in any role; a part of the name will do. May be given several times
    #[arg(long = "decider", visible_alias = "person", value_name = "NAME")]
    people: Vec<String>,
    /// Only records that refer to this service. May be given several times
    #[arg(long, value_name = "ID")]
    service: Vec<String>,
    /// Only records that name this alert, or to which it leads. May be given several times
    #[arg(long, value_name = "NAME")]
    alert: Vec<String>,
    /// Only records of this set; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

impl Filter {
    /// The selection among the records of these kinds. Fails where no record can be meant, naming what may be.
    pub(super) fn selection(&self, workspace: &Workspace, kinds: &[&Kind]) -> anyhow::Result<Selection> {
        check_set(workspace, self.set.as_deref())?;
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("nothing lies between {since} and {until}\n--since takes the earlier day");
        }
        let selection = Selection {
            kinds: kinds.iter().map(|kind| kind.name.clone()).collect(),
            statuses: wanted_words(kinds, &self.status)?,
            since: self.since,
            until: self.until,
            tags: self.tag.clone(),
            people: self.people.clone(),
            services: self.service.clone(),
            alerts: self.alert.clone(),
            is_stale: false,
            set: self.set.clone(),
        };
        if let Some(unknown) = selection.unknown(workspace) {
            let (sort, value) = (unknown.sort, &unknown.value);
            let what = match sort {
                "tag" => format!("no {} has the tag `{value}`", one_of(kinds)),
                "person" => format!("no {} names `{value}`", one_of(kinds)),
                "alert" => format!(
                    "no rule here raises an alert `{value}`, and no {} names it",
                    one_of(kinds)
                ),
                _ => format!("there is no service `{value}`, and no {} names it", one_of(kinds)),
            };
            match unknown.near {
                Some(near) => bail!("{what}\ndid you mean `{near}`?"),
                None => bail!("{what}"),
            }
        }
        Ok(selection)
    }
}

/// Hides the options for which a kind has no field.
pub(super) fn only_known_options(command: Command, kind: &Kind) -> Command {
    let has = |field: &str| kind.field(field).is_some();
    let names_services = has("services") || has("service");
    command
        .mut_arg("tag", |arg| arg.hide(!has("tags")))
        .mut_arg("service", |arg| arg.hide(!names_services))
        .mut_arg("alert", |arg| arg.hide(!has("alerts")))
        .mut_arg("status", |arg| arg.hide(kind.statuses.is_empty()))
}

fn one_of(kinds: &[&Kind]) -> String {
    match kinds {
        [kind] => kind.name.clone(),
        _ => "record".to_owned(),
    }
}

fn first_day(text: &str) -> Result<Date, String> {
    select::days(text).map(|(first, _)| first).ok_or_else(no_day)
}

fn last_day(text: &str) -> Result<Date, String> {
    select::days(text).map(|(_, last)| last).ok_or_else(no_day)
}

fn no_day() -> String {
    "not a date; write one as 2026-08-21, 2026-08 or 2026".to_owned()
}

/// The canonical words that `--status` asks for, in any spelling that records may use.
fn wanted_words(kinds: &[&Kind], statuses: &[String]) -> anyhow::Result<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for text in statuses {
        let lower = text.trim().to_lowercase();
        let found = kinds.iter().filter_map(|kind| Status::parse(&lower, &kind.statuses));
        let found: Vec<String> = match lower.as_str() {
            UNRECOGNISED | ABSENT => vec![lower],
            _ => found.map(|status| status.word).collect(),
        };
        if found.is_empty() {
            let near = kinds.iter().find_map(|kind| status::nearest(text, &kind.statuses));
            let mut known: Vec<&str> = Vec::new();
            for row in kinds.iter().flat_map(|kind| &kind.statuses) {
                if !known.contains(&row.word.as_str()) {
                    known.push(&row.word);
                }
            }
            let near = near.map_or(String::new(), |(_, near)| format!("did you mean `{near}`?\n"));
            let known = [known.join(", ").as_str(), UNRECOGNISED, ABSENT].join(", ");
            bail!(
                "`{text}` is no status of {}\n{near}there are: {}",
                with_article(&one_of(kinds)),
                known.trim_start_matches(", ")
            );
        }
        words.extend(found);
    }
    words.dedup();
    Ok(words)
}

fn check_set(workspace: &Workspace, wanted: Option<&str>) -> anyhow::Result<()> {
    let Some(wanted) = wanted.filter(|wanted| workspace.sets.iter().all(|set| set.name != **wanted)) else {
        return Ok(());
    };
    let names: Vec<&str> = workspace.sets.iter().map(|set| set.name.as_str()).collect();
    if let Some(near) = similar::nearest(wanted, names.iter().copied()) {
        bail!("there is no record set `{wanted}`\ndid you mean `{near}`?");
    }
    bail!("there is no record set `{wanted}`\nthere are: {}", names.join(", "))
}
