//! What stands in the head of a page for machines: its one address, the feeds, and the same in other formats.

use crate::site::machine::root::{address, base};
use crate::site::machine::{api, feeds, raw};
use crate::site::plan::{Plan, capital};
use crate::site::urls::{Subject, href};
use crate::text::path::RepoPath;
use serde::Serialize;

/// For machines, of one page.
#[derive(Default, Serialize)]
pub(crate) struct Head {
    /// The address of the page in full; empty where the site does not say where it is published.
    pub canonical: String,
    /// The feeds that tell of it, the nearest first.
    pub feeds: Vec<Feed>,
    /// The text as it was written; empty where there is none.
    pub raw: String,
    /// The record as JSON; empty where it is none.
    pub json: String,
    /// Where a reader is led at once; empty where they stay.
    pub refresh: String,
    /// True where a search engine shall not keep the page.
    pub is_hidden: bool,
}

/// A feed.
#[derive(Serialize)]
pub(crate) struct Feed {
    /// What it tells of.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// The head of the page at `at`, which belongs to a kind or to none.
pub(crate) fn head(plan: &Plan, at: &RepoPath, kind: Option<usize>) -> Head {
    let own = kind.filter(|&kind| !plan.by_kind[kind].is_empty()).map(|kind| Feed {
        title: capital(&plan.workspace.kinds[kind].plural),
        href: href(at, &feeds::of_kind(plan, kind)),
    });
    let all = Feed {
        title: plan.title(),
        href: href(at, &feeds::of_all()),
    };
    Head {
        canonical: base(plan).map(|_| address(plan, at)).unwrap_or_default(),
        feeds: own.into_iter().chain([all]).collect(),
        ..Head::default()
    }
}

impl Head {
    /// Of a page that leads to another, which is the one that counts.
    pub(crate) fn leading_to(plan: &Plan, target: &RepoPath, href: &str) -> Head {
        Head {
            canonical: base(plan).map_or_else(|| href.to_owned(), |_| address(plan, target)),
            refresh: href.to_owned(),
            is_hidden: true,
            ..Head::default()
        }
    }

    /// Adds what is there of a record, or of a page, whose page stands at `at`.
    pub(crate) fn of_subject(&mut self, plan: &Plan, subject: Subject, at: &RepoPath) {
        self.raw = raw::address(plan, subject)
            .map(|raw| href(at, &raw))
            .unwrap_or_default();
        let Subject::Record(id) = subject else { return };
        self.json = href(at, &api::record_at(plan, id));
        if let Some(feed) = feeds::of_service(plan, id) {
            let title = plan.workspace.record(id).name().to_owned();
            self.feeds.insert(
                0,
                Feed {
                    title,
                    href: href(at, &feed),
                },
            );
        }
    }
}
