//! Incidents in numbers: the part of `opsrepo KIND stats` for kinds whose records begin and are resolved.

pub(super) mod explain;
pub(super) mod page;

use crate::model::calendar::Calendar;
use crate::model::incidents::budget::{Budget, budgets};
use crate::model::incidents::downtime::Downtime;
use crate::model::incidents::group::By;
use crate::model::incidents::hurt::{Hurts, Maintenance, Terms, is_counted};
use crate::model::incidents::numbers::Numbers;
use crate::model::incidents::todo::{self, Todo};
use crate::model::incidents::window::{self, Asked, Window};
use crate::model::kind::{Kind, Shape};
use crate::model::record::RecordId;
use crate::model::select::Selection;
use crate::model::workspace::Workspace;
use crate::report::incidents::{Rows, chart, downtime, todo as actions};
use crate::report::numbers::{self, Means};
use crate::text::fold::fold;
use anyhow::bail;
use clap::{Command, ValueEnum};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The options.
#[derive(clap::Args)]
#[command(next_help_heading = "How long they took, how long services were down, what is left to do")]
pub(super) struct Options {
    /// Count by this; an incident that hurt two services counts for each
    #[arg(long, value_enum, value_name = "WHAT")]
    by: Option<Group>,
    /// Show means as well: one long incident moves them more than twenty short ones
    #[arg(long)]
    mean: bool,
    /// Measure in working time, as `[calendar]` of opsrepo.toml has it
    #[arg(long)]
    working_hours: bool,
    /// Count announced maintenance as downtime
    #[arg(long)]
    maintenance: bool,
    /// Print only this; CSV holds one table: the durations where nothing is said
    #[arg(long, value_enum, value_name = "TABLE")]
    table: Option<Table>,
    /// Say what exactly is measured
    #[arg(long)]
    explain: bool,
}

/// The names of the options, for a kind that has none of them.
const OPTIONS: [&str; 6] = ["by", "mean", "working_hours", "maintenance", "table", "explain"];

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The service that was hurt.
    Service,
    /// The severity.
    Severity,
    /// The quarter of the year in which it began.
    Quarter,
    /// The month in which it began.
    Month,
}

/// What is counted of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Table {
    /// How many, and how long they took.
    Durations,
    /// How long services were down.
    Downtime,
    /// What is left of error budgets.
    Budgets,
    /// What is left to do.
    Actions,
}

/// What is told of incidents.
pub(super) struct Told {
    by: Option<By>,
    calendar: Option<Calendar>,
    numbers: Numbers,
    hurts: Hurts,
    downtime: Option<Downtime>,
    budgets: Vec<Budget>,
    todos: Vec<Todo>,
}

/// The incidents that are told of.
pub(super) struct Chosen<'a> {
    /// Their kind.
    pub(super) kind: &'a Kind,
    /// How they were chosen.
    pub(super) selection: &'a Selection,
    /// Which they are.
    pub(super) ids: &'a [RecordId],
}

impl Options {
    /// By what is counted.
    pub(super) fn by(&self) -> Option<By> {
        self.by.map(|group| match group {
            Group::Service => By::Service,
            Group::Severity => By::Severity,
            Group::Quarter => By::Quarter,
            Group::Month => By::Month,
        })
    }

    /// Whether only definitions are wanted.
    pub(super) fn explain(&self) -> bool {
        self.explain
    }

    /// The one table that is wanted.
    pub(super) fn table(&self) -> Option<Table> {
        self.table
    }

    fn means(&self) -> Means {
        match self.mean {
            true => Means::Shown,
            false => Means::Left,
        }
    }

    fn are_silent(&self) -> bool {
        let flags = [self.mean, self.working_hours, self.maintenance, self.explain];
        self.by.is_none() && self.table.is_none() && !flags.contains(&true)
    }

    fn maintenance(&self) -> Maintenance {
        match self.maintenance {
            true => Maintenance::Counted,
            false => Maintenance::Left,
        }
    }

    fn calendar(&self, workspace: &Workspace) -> anyhow::Result<Option<Calendar>> {
        if !self.working_hours {
            return Ok(None);
        }
        let settings = &workspace.settings;
        let found = Calendar::of(settings.calendar.as_ref(), settings.timezone.as_deref());
        if found.is_none() && settings.calendar.is_some() {
            bail!(
                "the hours of `[calendar]` have no time zone\nset `timezone` there, or in `[cloud]`, as in timezone = \
                 \"Europe/Amsterdam\""
            );
        }
        if found.is_none() {
            bail!(
                "nothing says when the team works\nsay it in opsrepo.toml: a table `[calendar]` with hours = \
                 \"09:00-17:00\" and timezone = \"Europe/Amsterdam\""
            );
        }
        Ok(found)
    }
}

/// Hides the options of a kind whose records are not resolved.
pub(super) fn only_where_told(command: Command, kind: &Kind) -> Command {
    let is_hidden = !has_course(kind);
    OPTIONS.into_iter().fold(command, |command, name| {
        command.mut_arg(name, |arg| arg.hide(is_hidden))
    })
}

/// True where the records of a kind say when they were resolved.
pub(super) fn has_course(kind: &Kind) -> bool {
    kind.field("resolved").is_some_and(|field| field.shape == Shape::Moment)
}

/// What is told of these records; `None` for a kind of which there is nothing. Fails where it is asked for all the same.
pub(super) fn told(workspace: &Workspace, chosen: &Chosen<'_>, options: &Options) -> anyhow::Result<Option<Told>> {
    if !has_course(chosen.kind) {
        if !options.are_silent() {
            bail!(
                "{} do not say when they were resolved, so there is nothing to measure\n`opsrepo incident stats` has these \
                 options",
                chosen.kind.plural
            );
        }
        return Ok(None);
    }
    let terms = Terms {
        now: window::now_of(workspace),
        maintenance: options.maintenance(),
    };
    let real = counted(workspace, chosen.ids);
    let calendar = options.calendar(workspace)?;
    let mut hurts = hurts(workspace, chosen.selection, terms);
    let asked = Asked {
        since: chosen.selection.since,
        until: chosen.selection.until,
        by: options.by(),
        now: terms.now,
    };
    let window = Window::of(workspace, (&real, &hurts), asked);
    let is_asked = |budget: &Budget| is_asked(chosen.selection, &workspace.record(budget.service).id);
    keep_told(&mut hurts, &real, window);
    let mut budgets = window.map_or_else(Vec::new, |window| budgets(workspace, &hurts, window));
    budgets.retain(is_asked);
    Ok(Some(Told {
        by: options.by(),
        numbers: Numbers::of(workspace, &real, options.by(), calendar.as_ref()),
        downtime: window.map(|window| Downtime::of(workspace, &hurts, (window, options.by()))),
        todos: todo::open(workspace, chosen.ids),
        calendar,
        hurts,
        budgets,
    }))
}

fn counted(workspace: &Workspace, ids: &[RecordId]) -> Vec<RecordId> {
    let counted = ids.iter().filter(|id| is_counted(workspace.record(**id)));
    counted.copied().collect()
}

/// What incidents did to the services that are asked for. Those that began before the first day that is asked for may
/// have lasted into it.
fn hurts(workspace: &Workspace, selection: &Selection, terms: Terms) -> Hurts {
    let ever = Selection {
        since: None,
        until: None,
        ..selection.clone()
    };
    let mut hurts = Hurts::of(workspace, &counted(workspace, &ever.of(workspace)), terms);
    hurts.hurts.retain(|hurt| is_asked(selection, &hurt.service));
    hurts
}

/// Leaves out remarks about incidents that have nothing to do with the window.
fn keep_told(hurts: &mut Hurts, real: &[RecordId], window: Option<Window>) {
    let inside = hurts.hurts.iter().filter(|hurt| {
        let part = window.and_then(|window| hurt.stretch.within(window.from, window.until));
        part.is_some()
    });
    let inside: BTreeSet<RecordId> = inside.map(|hurt| hurt.incident).collect();
    for remarks in [&mut hurts.assumed, &mut hurts.lasting, &mut hurts.zoneless] {
        remarks.retain(|id| inside.contains(id));
    }
    let real: BTreeSet<&RecordId> = real.iter().collect();
    hurts.left_out.retain(|(id, _)| real.contains(id));
}

fn is_asked(selection: &Selection, service: &str) -> bool {
    let service = fold(service);
    selection.services.is_empty() || selection.services.iter().any(|asked| fold(asked) == service)
}

impl Told {
    /// True where some service was down.
    pub(super) fn has_downtime(&self) -> bool {
        let downtime = self.downtime.as_ref();
        downtime.is_some_and(|downtime| !downtime.all.services.is_empty())
    }

    /// For programs: what is added to the counts of records.
    pub(super) fn add_to(&self, workspace: &Workspace, value: &mut Value) {
        let mut durations = numbers::view(workspace, self.by, &self.numbers);
        durations["time"] = json!(match self.calendar {
            Some(_) => "working",
            None => "elapsed",
        });
        value["durations"] = durations;
        let downtime = self.downtime.as_ref();
        let downtime = downtime.map(|downtime| downtime::view(workspace, (downtime, &self.hurts)));
        value["downtime"] = downtime.unwrap_or_default();
        value["budgets"] = downtime::budget_view(workspace, &self.budgets);
        value["actions"] = actions::view(workspace, &self.todos);
    }

    /// For spreadsheets.
    pub(super) fn sheet(&self, workspace: &Workspace, (table, options): (Table, &Options)) -> Rows {
        match table {
            Table::Durations => numbers::sheet(&self.numbers, self.by, options.means()),
            Table::Downtime => match &self.downtime {
                Some(downtime) => downtime::sheet(workspace, downtime),
                None => Vec::new(),
            },
            Table::Budgets => downtime::budget_sheet(workspace, &self.budgets),
            Table::Actions => actions::sheet(workspace, &self.todos),
        }
    }

    /// As a picture; by quarter where nothing else was asked for.
    pub(super) fn chart(&self, workspace: &Workspace, ids: &[RecordId]) -> chart::Chart {
        let by = self.by.unwrap_or(By::Quarter);
        let numbers = Numbers::of(workspace, &counted(workspace, ids), Some(by), self.calendar.as_ref());
        chart::chart(workspace, (&numbers, by), self.downtime.as_ref(), &self.budgets)
    }
}
