//! One notification after the other: read, thought out, kept, answered. It must not know how they come.

use crate::cli::args::Global;
use crate::cli::record::incident::receive::keep::{Keep, Mode};
use crate::cli::record::incident::when;
use crate::cli::terminal::Terminal;
use crate::model::identity;
use crate::model::incidents::notification::Notification;
use crate::ops::http::gate::{Answer, Then};
use crate::store::lock;
use crate::text::path::RepoPath;
use crate::write::incident::receive::{Done, Frame, receive};

/// What notifications are put into.
pub(super) struct Inbox<'a> {
    keep: Keep,
    set: Option<&'a str>,
    global: &'a Global,
}

/// How it went with one notification.
pub(super) struct Dealt {
    /// For Alertmanager.
    pub(super) answer: Answer,
    /// For people: one line.
    pub(super) line: String,
}

impl<'a> Inbox<'a> {
    /// Reads everything, so that what stands in the way is said before anybody sends anything.
    pub(super) fn open(
        (mode, set): (Mode, Option<&'a str>),
        (global, terminal): (&'a Global, &mut Terminal),
    ) -> anyhow::Result<Self> {
        let keep = Keep::read(mode, (global, terminal))?;
        Ok(Inbox { keep, set, global })
    }

    /// Deals with one text.
    pub(super) fn deal(&mut self, text: &str, terminal: &mut Terminal) -> Dealt {
        let notification = match Notification::read(text) {
            Ok(notification) => notification,
            Err(error) => return failed(400, &error.to_string()),
        };
        match self.take(&notification, terminal) {
            Ok(dealt) => dealt,
            // It may be right the next time: a full disk, a record that somebody is about to mend.
            Err(error) => failed(500, &format!("{error:#}").replace('\n', "; ")),
        }
    }

    fn take(&mut self, notification: &Notification, terminal: &mut Terminal) -> anyhow::Result<Dealt> {
        let _lock = lock::take(&self.keep.ground.root)?;
        self.keep.renew((self.global, terminal))?;
        let zone = when::zone(&self.keep.workspace.settings);
        let now = terminal.now();
        let source = notification.source();
        let held = self.keep.held(&source)?;
        let outcome = receive(
            &self.keep.workspace,
            &held,
            notification,
            &Frame {
                now,
                zone: &zone,
                set: self.set,
                is_taken: &|path| self.keep.is_taken(path),
                wish: None,
            },
        )?;
        for change in outcome.changes.files() {
            let what = match outcome.done {
                Done::Opened => "Open",
                Done::Resolved => "Resolve",
                Done::Extended | Done::Nothing => "Extend",
            };
            let id = identity::carrier(change.path_after());
            let message = format!("{what} incident {id}: {}\n", outcome.said);
            self.keep.keep(change, (&source, &message), now)?;
        }
        if let Some(path) = outcome.path.as_ref().filter(|_| outcome.changes.is_empty()) {
            self.keep.settle(path)?;
        }
        Ok(done(outcome.done, outcome.path.as_ref(), &outcome.said))
    }
}

fn done(done: Done, path: Option<&RepoPath>, said: &str) -> Dealt {
    let word = match done {
        Done::Opened => "opened",
        Done::Extended => "extended",
        Done::Resolved => "resolved",
        Done::Nothing => "unchanged",
    };
    let shown = path.map_or("", RepoPath::as_str);
    let line = match (done, shown) {
        (Done::Nothing, "") => said.to_owned(),
        (Done::Nothing, path) => format!("{said} for {path}"),
        (_, path) => format!("{word} {path}: {said}"),
    };
    let id = path.map(identity::carrier);
    let body = serde_json::json!({ "result": word, "incident": id, "path": path.map(RepoPath::as_str) });
    Dealt {
        answer: Answer {
            code: 200,
            body: body.to_string(),
            then: Then::GoOn,
        },
        line,
    }
}

fn failed(code: u16, why: &str) -> Dealt {
    Dealt {
        answer: Answer {
            code,
            body: serde_json::json!({ "error": why }).to_string(),
            then: Then::GoOn,
        },
        line: match code {
            400 => format!("refused: {why}"),
            _ => format!("not written, to be sent again: {why}"),
        },
    }
}
