//! The incidents in numbers: how many, how long each part took, how long services were down, what is left to do; and of
//! each number what it means and what is not known.

use crate::model::calendar::Calendar;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::numbers::Numbers;
use crate::model::incidents::todo;
use crate::model::incidents::window::{Window, zone_of};
use crate::model::record::RecordId;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::site::frame::{Frame, Room, frame};
use crate::site::incidents::counts::{Ranking, by_month, rankings};
use crate::site::incidents::line::Pointer;
use crate::site::incidents::{address, figures};
use crate::site::picture::chart::{Chart, Strip, strips};
use crate::site::picture::stroke::Words;
use crate::site::plan::downtime::Down;
use crate::site::plan::{Plan, capital};
use crate::site::urls::{Subject, href};
use crate::site::words::{lost, percent, took};
use crate::text::path::RepoPath;
use crate::text::plural::counted;
use serde::Serialize;

/// Actions that the page names; more are counted.
const ACTIONS: usize = 50;

/// The context of `incident-statistics.html`.
#[derive(Serialize)]
pub(crate) struct Statistics {
    frame: Frame,
    list: String,
    by_service: String,
    json: String,
    counted: usize,
    /// Those that are left out: false alarms, and what is another incident already.
    left_out: usize,
    months: Chart,
    lengths: Chart,
    terms: Vec<Term>,
    has_calendar: bool,
    rankings: Vec<Ranking>,
    services: Vec<Served>,
    window: String,
    budgets: Vec<Spent>,
    actions: Vec<Todo>,
    more_actions: usize,
    /// What is not known, in sentences.
    unknown: Vec<String>,
}

/// A length of time that is counted.
#[derive(Serialize)]
struct Term {
    definition: String,
    known: usize,
    unknown: usize,
    /// Median in working time; empty where there is none.
    worked: String,
}

/// A service that was down.
#[derive(Serialize)]
struct Served {
    name: Pointer,
    down: String,
    lost: String,
    available: String,
    /// Of the longest, in parts of a hundred.
    share: f64,
}

/// A budget of a service.
#[derive(Serialize)]
struct Spent {
    name: Pointer,
    objective: String,
    allowed: String,
    spent: String,
    left: String,
    /// What is spent, in parts of a hundred.
    share: f64,
    is_over: bool,
}

/// Something that is to be done.
#[derive(Serialize)]
struct Todo {
    text: String,
    owner: String,
    due: String,
    overdue: String,
    incident: Pointer,
}

/// Makes the page.
pub(crate) fn make(plan: &Plan, kind: usize) -> Statistics {
    let workspace = plan.workspace;
    let at = address(plan, kind, "statistics");
    let down = plan.down();
    let ids = down.counted.as_slice();
    let settings = &workspace.settings;
    let calendar = Calendar::of(settings.calendar.as_ref(), settings.timezone.as_deref());
    let numbers = Numbers::of(workspace, ids, None, None);
    let mut actions = todos(plan, &at, &plan.by_kind[kind]);
    let more_actions = actions.len().saturating_sub(ACTIONS);
    actions.truncate(ACTIONS);
    let names_services = ids
        .iter()
        .any(|&id| workspace.record(id).refers("services").next().is_some());
    Statistics {
        frame: frame(plan, &at, Room::Kind(kind), "Incidents in numbers"),
        list: href(&at, &plan.addresses.index(kind)),
        by_service: match names_services {
            true => href(&at, &address(plan, kind, "services")),
            false => String::new(),
        },
        json: href(&at, &figures::address(&at)),
        counted: ids.len(),
        left_out: plan.by_kind[kind].len() - ids.len(),
        months: by_month(plan, ids),
        lengths: lengths(workspace, ids),
        terms: terms(workspace, (ids, &numbers), calendar.as_ref()),
        has_calendar: calendar.is_some(),
        rankings: rankings(plan, &at, ids),
        services: served(plan, &at, down),
        window: down
            .downtime
            .as_ref()
            .map(|down| span(workspace, down.all.window))
            .unwrap_or_default(),
        budgets: spent(plan, &at, down),
        actions,
        more_actions,
        unknown: unknown(workspace, (ids, &numbers), down),
    }
}

fn lengths(workspace: &Workspace, ids: &[RecordId]) -> Chart {
    let strip = |measure: Measure| {
        let taken = ids.iter().map(|&id| measure.of(workspace, workspace.record(id), None));
        Strip {
            name: capital(measure.title()),
            minutes: taken
                .filter_map(|taken| match taken {
                    Taken::Minutes(minutes) => Some(minutes),
                    Taken::Unknown | Taken::Backwards => None,
                })
                .collect(),
        }
    };
    let words = Words {
        name: "lengths",
        title: "How long incidents took",
        told: "A dot for each incident, a line at the median, on a scale on which each step is a multiple of the one before. \
               The table below says the same.",
    };
    strips(&words, "From the beginning", &Measure::ALL.map(strip))
}

fn terms(workspace: &Workspace, (ids, numbers): (&[RecordId], &Numbers), calendar: Option<&Calendar>) -> Vec<Term> {
    let worked = calendar.map(|calendar| Numbers::of(workspace, ids, None, Some(calendar)));
    let measures = Measure::ALL.into_iter().enumerate();
    measures
        .map(|(at, measure)| {
            let known = numbers.all.spreads[at].map_or(0, |spread| spread.count);
            let worked = worked.as_ref().and_then(|worked| worked.all.spreads[at]);
            Term {
                definition: capital(measure.definition()),
                known,
                unknown: ids.len() - known,
                worked: worked.map(|spread| took(spread.median)).unwrap_or_default(),
            }
        })
        .collect()
}

/// A service by its id, with its page where it has one.
fn service(plan: &Plan, at: &RepoPath, id: &str) -> Pointer {
    let found = plan.catalogue().service(id);
    Pointer {
        text: id.to_owned(),
        href: found.map(|id| href(at, &plan.record_at(id))).unwrap_or_default(),
    }
}

fn served(plan: &Plan, at: &RepoPath, down: &Down) -> Vec<Served> {
    let Some(account) = down.downtime.as_ref().map(|downtime| &downtime.all) else {
        return Vec::new();
    };
    let most = account
        .services
        .iter()
        .map(|(_, total)| total.down)
        .max()
        .unwrap_or(1)
        .max(1);
    let mut sorted: Vec<_> = account.services.iter().collect();
    sorted.sort_by_key(|(_, total)| std::cmp::Reverse(total.down));
    let rows = sorted.into_iter().map(|(name, total)| Served {
        name: service(plan, at, name),
        down: took(total.down),
        lost: lost(total.lost),
        available: percent(account.availability(*total)),
        share: (total.down as f64 / most as f64 * 1000.0).round() / 10.0,
    });
    rows.collect()
}

fn spent(plan: &Plan, at: &RepoPath, down: &Down) -> Vec<Spent> {
    // Where nothing was down there is nothing to tell.
    let told = down.downtime.iter().flat_map(|_| &down.budgets);
    let rows = told.map(|budget| {
        let days = budget.window.length() / 1440;
        let part = budget.spent as f64 / budget.allowed.max(1) as f64;
        Spent {
            name: service(plan, at, &plan.workspace.record(budget.service).id),
            objective: format!(
                "{} % of {}",
                budget.objective.percent,
                counted(days.max(0) as usize, "day")
            ),
            allowed: lost(budget.allowed),
            spent: lost(budget.spent),
            left: lost(budget.allowed - budget.spent),
            share: (part.clamp(0.0, 1.0) * 1000.0).round() / 10.0,
            is_over: budget.spent > budget.allowed,
        }
    });
    rows.collect()
}

/// The first and the last day of a window.
fn span(workspace: &Workspace, window: Window) -> String {
    let zone = zone_of(workspace);
    let day = |minute: i64| {
        let at = minute
            .checked_mul(60)
            .and_then(|seconds| Moment::from_unix(seconds, &zone));
        at.map(|at| at.date().to_string()).unwrap_or_default()
    };
    format!("{} to {}", day(window.from), day(window.until - 1))
}

fn todos(plan: &Plan, at: &RepoPath, ids: &[RecordId]) -> Vec<Todo> {
    let found = todo::open(plan.workspace, ids).into_iter();
    let rows = found.map(|todo| Todo {
        text: todo.action.text.value().cloned().unwrap_or_default(),
        owner: todo.action.owner.value().cloned().unwrap_or_default(),
        due: todo.action.due.value().map(ToString::to_string).unwrap_or_default(),
        overdue: todo
            .overdue
            .map(|days| format!("{} over", counted(usize::try_from(days).unwrap_or(0), "day")))
            .unwrap_or_default(),
        incident: Pointer {
            text: plan.name(Subject::Record(todo.incident)),
            href: href(at, &plan.record_at(todo.incident)),
        },
    });
    rows.collect()
}

/// What is not counted, and why.
fn unknown(workspace: &Workspace, (ids, numbers): (&[RecordId], &Numbers), down: &Down) -> Vec<String> {
    let lacking = |has: &dyn Fn(RecordId) -> bool| ids.iter().filter(|id| !has(**id)).count();
    let says = |number: usize, what: &str| (number > 0).then(|| format!("{} {what}", counted(number, "incident")));
    let hurts = &down.hurts;
    let is_counted = down.downtime.is_some();
    let of_downtime = |ids: &[RecordId]| if is_counted { ids.len() } else { 0 };
    let found = [
        says(
            lacking(&|id| workspace.record(id).date.value().is_some()),
            "without a date",
        ),
        says(
            lacking(&|id| workspace.record(id).text("severity").is_some()),
            "without a severity",
        ),
        says(
            lacking(&|id| workspace.record(id).refers("services").next().is_some()),
            "without a service",
        ),
        says(
            numbers.backwards.len(),
            "with an end before the beginning: that length of time is left out",
        ),
        says(
            of_downtime(&hurts.assumed),
            "without `impacts`: the services count as down from beginning to end",
        ),
        says(of_downtime(&hurts.lasting), "not over: counted until now"),
        says(
            of_downtime(&hurts.zoneless),
            "with times of no known zone: taken as UTC for downtime",
        ),
        says(
            if is_counted { hurts.left_out.len() } else { 0 },
            "of which some downtime is not counted, as it does not say to the minute when",
        ),
    ];
    found.into_iter().flatten().collect()
}
