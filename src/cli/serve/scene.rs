//! What is served at one moment, and how it becomes what is served next: the page first, what was found in it afterwards.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground};
use crate::cli::serve::event::{Event, Mail, Past, Post, Seen};
use crate::cli::serve::look::Look;
use crate::cli::serve::overlay;
use crate::cli::serve::page::Shelf;
use crate::cli::terminal::Terminal;
use crate::cli::{missing, policy, render, reviews, theme};
use crate::kinds;
use crate::lint::key::Key;
use crate::lint::{self, Diagnostic, Place, Report, Severity};
use crate::model::workspace::Workspace;
use crate::ops::http::call::{Call, News};
use crate::report::line::counted;
use crate::rules;
use crate::site;
use crate::text::escape::pictured;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use rayon::ThreadPool;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// How much earlier than its findings a page may be made.
const HEAD_START: Duration = Duration::from_millis(200);

/// What the user asked for.
pub(super) struct Wish {
    /// The folder of the theme.
    pub(super) theme: Option<String>,
    /// The address of the first page.
    pub(super) home: String,
}

/// What is served.
pub(super) struct Scene {
    wish: Wish,
    workspace: Arc<Workspace>,
    report: Report,
    look: Look,
    /// Errors that were there when it began: nobody is told of them again and again.
    known: HashSet<Key>,
    told: HashSet<Key>,
    version: u64,
}

impl Scene {
    /// The first one.
    pub(super) fn first(
        (ground, global): (&Ground, &Global),
        wish: Wish,
        tree: Tree,
        terminal: &mut Terminal,
    ) -> anyhow::Result<Scene> {
        let workspace = begin((ground, global), &wish, tree, terminal)?;
        render::refuse_nothing(&workspace)?;
        let mut look = Look::new(ground, &workspace, wish.theme.as_deref())?;
        look.tell(None, terminal);
        terminal.stage("checking");
        let report = lint::run::run(&workspace, rules::ALL);
        let known = errors(&report).map(|found| found.key).collect();
        Ok(Scene {
            wish,
            report,
            look,
            known,
            told: HashSet::new(),
            workspace: Arc::new(workspace),
            // Greater than that of a run before this one, whose pages may still be open somewhere.
            version: u64::try_from(terminal.now()).unwrap_or(0) * 1000,
        })
    }

    /// How much it is, in words.
    pub(super) fn size(&self) -> String {
        counted(self.workspace.records.len(), "record")
    }

    /// Answers requests until something else happens; the end is a call.
    pub(super) fn serve(&mut self, mail: &Mail, ground: &Ground, terminal: &mut Terminal) -> Event {
        let plan = site::plan(&self.workspace, &self.report);
        let look = &mut self.look;
        let (sheets, clashes) = site::sheets(&plan, &look.press, &look.theme);
        if look.fault.is_none() {
            look.said.clashes(&clashes, terminal);
        }
        let copies = site::copies(&plan, &look.theme, BTreeSet::new());
        let shelf = Shelf::new((&sheets, &copies), (&self.workspace, ground), look.fault.as_deref());
        loop {
            match mail.next() {
                Some(Event::Call(Call::Ask(ask))) => {
                    let page = shelf.answer(&ask.path);
                    ask.answer(page);
                    if let Some(error) = shelf.unmade() {
                        look.said.fault(&error, terminal);
                    }
                }
                Some(Event::Call(Call::Refused(line))) => {
                    terminal.note(&pictured(format!("turned away: {line}")));
                }
                Some(other) => return other,
                None => return Event::Call(Call::End),
            }
        }
    }

    /// Takes in what changed. What was found before stands until it is known what is found now.
    pub(super) fn renew(
        &mut self,
        (ground, global): (&Ground, &Global),
        seen: Seen,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let before = self.workspace.tree.clone();
        let workspace = match seen.past {
            Past::Moved => begin((ground, global), &self.wish, seen.tree, terminal)?,
            Past::Stays => {
                let nothing = load::nothing();
                let old = std::mem::replace(&mut self.workspace, Arc::new(nothing));
                let old = Arc::try_unwrap(old).unwrap_or_else(|shared| (*shared).clone());
                let mut workspace = old.followed_by(seen.tree, kinds::all());
                workspace.settings.site.base_url = Some(self.wish.home.clone());
                missing::look_up(ground, &mut workspace, terminal);
                reviews::look_up(ground, &mut workspace, terminal);
                if let Err(error) = policy::judge(&mut workspace, &[], terminal) {
                    terminal.error(&error);
                }
                workspace
            }
        };
        self.report = carried(std::mem::take(&mut self.report), &before, &workspace);
        match seen.changed.as_slice() {
            [] => writeln!(terminal.out(), "the history changed")?,
            [one] => writeln!(terminal.out(), "changed: {one}")?,
            many => writeln!(
                terminal.out(),
                "changed: {} and {}",
                many[0],
                counted(many.len() - 1, "other file")
            )?,
        }
        let folder = theme::folder(self.wish.theme.as_deref());
        let is_theme = |path: &RepoPath| folder.as_ref().is_some_and(|folder| path.is_under(folder));
        if seen.changed.iter().any(is_theme) {
            let mut look = Look::new(ground, &workspace, self.wish.theme.as_deref())?;
            look.tell(Some(&self.look), terminal);
            self.look = look;
        }
        self.workspace = Arc::new(workspace);
        self.version += 1;
        Ok(())
    }

    /// Has the files checked in another thread, a moment later: whoever looks at a page sees it first.
    pub(super) fn check_in(&self, pool: &ThreadPool, post: Post) {
        let (workspace, version) = (Arc::clone(&self.workspace), self.version);
        pool.spawn(move || {
            std::thread::sleep(HEAD_START);
            let report = lint::run::run(&workspace, rules::ALL);
            drop(workspace);
            post.send(Event::Found(version, Box::new(report)));
        });
    }

    /// Takes in what was found. What was found in files that changed since is left.
    pub(super) fn found(&mut self, version: u64, report: Report, terminal: &mut Terminal) {
        if version != self.version {
            return;
        }
        self.report = report;
        self.version += 1;
        let new: Vec<&Diagnostic> = errors(&self.report)
            .filter(|found| !self.known.contains(&found.key))
            .collect();
        let untold = new.iter().filter(|found| !self.told.contains(&found.key));
        let untold: Vec<&Diagnostic> = untold.copied().collect();
        overlay::tell(&self.workspace, &untold, terminal);
        let told: HashSet<Key> = new.iter().map(|found| found.key).collect();
        if told.is_empty() && !self.told.is_empty() {
            terminal.note("all new errors are gone");
        }
        self.told = told;
    }

    /// What those who look at a page are told.
    pub(super) fn news(&self) -> News {
        let new = errors(&self.report).filter(|found| !self.known.contains(&found.key));
        News {
            version: self.version,
            text: overlay::json(self.version, &self.workspace, (self.look.fault.as_deref(), new)),
        }
    }
}

/// Everything from the files on.
fn begin(
    (ground, global): (&Ground, &Global),
    wish: &Wish,
    tree: Tree,
    terminal: &mut Terminal,
) -> anyhow::Result<Workspace> {
    let mut workspace = ground.read_tree(tree, (global, load::Past::Read), terminal);
    render::look_around(ground, &mut workspace, terminal);
    workspace.settings.site.base_url = Some(wish.home.clone());
    policy::judge(&mut workspace, &[], terminal)?;
    Ok(workspace)
}

fn errors(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    report.findings.iter().filter(|found| found.severity == Severity::Error)
}

/// What was found in the files as they were `before`, as far as it can be shown in those of now.
fn carried(mut report: Report, before: &Tree, now: &Workspace) -> Report {
    let is_kept = |found: &mut Diagnostic| {
        let place = match &mut found.place {
            Place::Span(span) => Some(span),
            Place::Path(_) => None,
        };
        let spans = place
            .into_iter()
            .chain(found.related.iter_mut().map(|other| &mut other.span));
        let mut fits = true;
        for span in spans {
            let file = now.tree.find(before.path(span.file));
            let file = file.filter(|&file| {
                let (from, to) = (span.range.start as usize, span.range.end as usize);
                now.tree.text(file).get(from..to).is_some()
            });
            fits &= file.is_some();
            span.file = file.unwrap_or(span.file);
        }
        let fix = found.fix.take();
        found.fix = fix.and_then(|mut fix| {
            fix.file = now.tree.find(before.path(fix.file))?;
            Some(fix)
        });
        fits
    };
    report.findings.retain_mut(is_kept);
    report
}
