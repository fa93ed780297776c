//! A run that is about to begin: of which runbook, in which state, for which incident. It runs nothing.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::record::runbook::run::given::Told;
use crate::cli::record::runbook::run::record::Record;
use crate::cli::record::runbook::run::resume::{self, Wanted};
use crate::cli::record::runbook::run::session::{Task, now};
use crate::cli::terminal::{Look, Terminal};
use crate::model::attached;
use crate::model::record::RecordId;
use crate::model::runbook::Plan;
use crate::model::workspace::Workspace;
use crate::report::transcript::{Event, Start};

/// Where a run is begun.
#[derive(Clone, Copy)]
pub(super) struct Where<'a> {
    /// All records.
    pub workspace: &'a Workspace,
    /// Where they are.
    pub ground: &'a Ground,
    /// The options of every command.
    pub global: &'a Global,
}

/// What a run is of.
pub(super) struct Begun<'a> {
    /// All records, as they were before it.
    pub workspace: &'a Workspace,
    /// Where they are.
    pub ground: &'a Ground,
    /// The options of every command.
    pub global: &'a Global,
    /// The plan of the runbook.
    pub plan: &'a Plan,
    /// The runbook.
    pub runbook: RecordId,
    /// The incident.
    pub incident: Option<RecordId>,
    /// What was asked for, for the command that goes on.
    pub wanted: Wanted,
}

impl Begun<'_> {
    /// The command that goes on at a step.
    pub(super) fn resume(&self, step: &str) -> String {
        let id = |id: RecordId| self.workspace.record(id).id.as_str();
        let ids = (id(self.runbook), self.incident.map(id));
        resume::command(&self.wanted, ids, &self.plan.inputs, step)
    }

    /// Begins the transcript, and says where it is.
    pub(super) fn record(&self, (told, tasks): (&Told, &[Task]), terminal: &mut Terminal) -> anyhow::Result<Record> {
        let start = self.start((told, tasks), terminal);
        let incident = self.incident.map(|id| self.workspace.record(id));
        let place = incident.map(|record| attached::folder_of(self.workspace.path_of(record)));
        let names = (start.at.as_str(), start.runbook.as_str());
        let record = Record::begin(&self.ground.root, place.as_ref(), names, Event::Start(&start))?;
        let shown = load::shown(&self.ground.root, record.page(), &self.global.dir);
        let title = terminal.paint(Look::Strong, &start.title);
        writeln!(terminal.out(), "{title}\nTranscript: {shown}")?;
        terminal.flush()?;
        Ok(record)
    }

    fn start(&self, (told, tasks): (&Told, &[Task]), terminal: &mut Terminal) -> Start {
        let runbook = self.workspace.record(self.runbook);
        let path = self.workspace.path_of(runbook);
        let repository = self.ground.repository.as_ref();
        let head = repository.and_then(|repository| repository.head().ok()?);
        let user = repository.map(|repository| repository.user()).unwrap_or_default();
        let is_changed = head.is_some() && !self.ground.changed(std::slice::from_ref(path)).is_empty();
        Start {
            at: now(terminal),
            runbook: runbook.id.clone(),
            title: runbook.name().to_owned(),
            path: path.as_str().to_owned(),
            commit: head.map(|head| head.commit),
            is_changed,
            by: match (user.name, user.email) {
                (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
                (name, email) => name.or(email),
            },
            incident: self.incident.map(|id| self.workspace.record(id).id.clone()),
            inputs: told
                .values
                .shown()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            steps: tasks.iter().map(|task| task.name.clone()).collect(),
        }
    }
}
