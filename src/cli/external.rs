//! Asks other hosts whether they answer to the links that lead to them: only where the user wants it. It knows the cache and
//! the limits; what an answer means is for the rules.

use crate::cli::terminal::Terminal;
use crate::model::external::{self, Answer, Outcome};
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::store::answers::{self, Known};
use crate::store::visit::{self, Manner, Names, Reach, Visit};
use anyhow::bail;
use std::collections::BTreeMap;

/// How many addresses are asked in one run. What is beyond waits for the next one, which knows these.
const MOST: usize = 5_000;

/// Completes a workspace with what other hosts answer.
pub(super) fn look_up(workspace: &mut Workspace, reach: Reach, terminal: &mut Terminal) -> anyhow::Result<()> {
    let mut found = workspace.external.take().unwrap_or_default();
    let mut wanted: Vec<String> = external::wanted(&workspace.links, &workspace.settings.external)
        .into_iter()
        .collect();
    wanted.retain(|url| !found.contains_key(url));
    let surroundings = terminal.surroundings();
    let place = surroundings
        .cache
        .as_ref()
        .map(|folder| folder.join("opsrepo/external.json"));
    let mut known = place.as_ref().map(|place| answers::read(place)).unwrap_or_default();
    let today = terminal.today();
    let days = i64::from(workspace.settings.external.cache_days);
    known.retain(|_, answer| is_fresh(&answer.day, today, days));
    wanted.retain(|url| match known.get(url) {
        Some(answer) => {
            found.insert(url.clone(), remembered(answer));
            false
        }
        None => true,
    });
    if wanted.len() > MOST {
        let left = wanted.len() - MOST;
        wanted.truncate(MOST);
        terminal.note(&format!(
            "{} wait for the next run: this one asks {MOST}",
            counted(left, "address")
        ));
    }
    if !wanted.is_empty() {
        terminal.stage("asking other hosts");
        let manner = Manner {
            timeout: workspace.settings.external.timeout,
            reach,
            names: if surroundings.has_proxy {
                Names::Proxy
            } else {
                Names::Here
            },
        };
        let visits = match visit::visit(&wanted, manner) {
            Ok(visits) => visits,
            Err(error) => {
                bail!("links to other hosts cannot be checked: {error}\ninstall curl, or leave --external out")
            }
        };
        tell_of_refused(&visits, terminal);
        remember(&mut known, &visits, today);
        found.extend(
            visits
                .into_iter()
                .filter_map(|(url, visit)| Some((url, answer(visit)?))),
        );
        if let Some(place) = place.filter(|_| days > 0)
            && let Err(error) = answers::write(&place, known)
        {
            terminal.note(&format!(
                "what the hosts answered is not kept for the next run: {error}"
            ));
        }
    }
    workspace.external = Some(found);
    Ok(())
}

fn is_fresh(day: &str, today: Option<Date>, days: i64) -> bool {
    let age = Date::parse(day)
        .zip(today)
        .map(|(day, today)| i64::from(day.days_until(today)));
    age.is_some_and(|age| (0..days).contains(&age))
}

fn remembered(known: &Known) -> Answer {
    Answer {
        outcome: Outcome::Status(known.status),
        moved: known.moved.clone(),
    }
}

/// Only what answered well is kept: what was mended is seen at once.
fn remember(known: &mut BTreeMap<String, Known>, visits: &BTreeMap<String, Visit>, today: Option<Date>) {
    let Some(day) = today.map(|today| today.to_string()) else {
        return;
    };
    for (url, visit) in visits {
        if let visit::Outcome::Status(status @ 200..=299) = visit.outcome {
            let moved = visit.moved.clone();
            let day = day.clone();
            known.insert(url.clone(), Known { day, status, moved });
        }
    }
}

fn answer(visit: Visit) -> Option<Answer> {
    let outcome = match visit.outcome {
        visit::Outcome::Status(status) => Outcome::Status(status),
        visit::Outcome::Silent(why) => Outcome::Silent(why),
        visit::Outcome::Refused(_) => return None,
    };
    Some(Answer {
        outcome,
        moved: visit.moved,
    })
}

/// What was not asked must not look like what is well.
fn tell_of_refused(visits: &BTreeMap<String, Visit>, terminal: &mut Terminal) {
    let refused = |visit: &&Visit| matches!(visit.outcome, visit::Outcome::Refused(_));
    let count = visits.values().filter(refused).count();
    if count > 0 {
        terminal.note(&format!(
            "{} not asked: written strangely, or of a private network",
            match count {
                1 => "1 address was".to_owned(),
                n => format!("{n} addresses were"),
            }
        ));
        terminal.hint("--external-private visits private networks too; never let a stranger's pull request do that");
    }
}

#[cfg(test)]
mod tests {
    use super::is_fresh;
    use crate::model::time::Date;

    #[test]
    fn answers_grow_old() {
        let today = Date::parse("2026-08-21");
        let cases = [
            ("2026-08-21", true),
            ("2026-08-15", true),
            ("2026-08-14", false),
            ("2026-08-22", false),
            ("x", false),
        ];
        for (day, expected) in cases {
            assert_eq!(is_fresh(day, today, 7), expected, "{day}");
        }
        assert!(!is_fresh("2026-08-21", None, 7) && !is_fresh("2026-08-21", today, 0));
    }
}
