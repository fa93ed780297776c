//! Policies of a workspace, read and ready, and the way from their places back to files. It asks them nothing.

use crate::model::verdicts::Fault;
use crate::model::workspace::Workspace;
use crate::policy::complaint::{Failure, Text};
use crate::policy::data;
use crate::policy::engine::{Engine, Entry};
use crate::policy::files::{Files, start};
use crate::policy::reader::Dialect;
use crate::policy::world::World;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Content;
use rayon::ThreadPoolBuilder;
use std::sync::Arc;

/// Room for what the interpreter does by recursion, in bytes. Only what is used of it is ever taken from the system.
const STACK: usize = 128 * 1024 * 1024;

/// Policies that are ready to be asked.
pub(super) struct Loaded {
    /// The interpreter.
    pub(super) engine: Engine,
    /// The files of its texts.
    pub(super) files: Vec<FileId>,
    /// What is wrong with them.
    pub(super) faults: Vec<Fault>,
    /// Whether a policy asks for more than the document: the workspace, or the file.
    pub(super) needs: Needs,
}

/// What policies read besides their input. Nothing is made ready that no policy names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// `data.opsrepo`.
    pub(super) world: bool,
    /// `data.opsrepo.file` or `data.conftest.file`.
    pub(super) file: bool,
}

impl Loaded {
    /// Reads policies and their data.
    pub(super) fn new(workspace: &Workspace, files: &Files, wanted: &[FileId]) -> Loaded {
        let mut faults = files.faults.clone();
        let mut read = Vec::new();
        for &file in wanted {
            match why_unread(&workspace.tree.file(file).content) {
                Some(why) => faults.push(fault(start(file), format!("the policy cannot be read: {why}"))),
                None => read.push(file),
            }
        }
        let texts: Vec<Text<'_>> = read
            .iter()
            .map(|&file| Text {
                path: workspace.tree.path(file).as_str(),
                text: workspace.tree.text(file),
            })
            .collect();
        let needs = Needs::of(&texts);
        let (mut engine, failures) = Engine::read(&texts);
        faults.extend(data::add(&mut engine, workspace, files));
        let mut loaded = Loaded {
            engine,
            files: read,
            faults,
            needs,
        };
        for failure in failures {
            let fault = loaded.fault(workspace, &failure);
            loaded.faults.extend(fault);
        }
        loaded
    }

    /// Adds the workspace to the data, where a policy reads it.
    pub(super) fn see<'w>(&mut self, workspace: &'w Workspace) -> Option<World<'w>> {
        let world = (self.needs.world || self.needs.file).then(|| World::new(workspace))?;
        // A data file that says otherwise has been told of when it was added, or is nobody's but its own.
        let _ = self.engine.add_data(world.all());
        Some(world)
    }

    /// Where a rule is written, at least once.
    pub(super) fn written(&self, workspace: &Workspace, entry: &Entry) -> Arc<[Span]> {
        let places = entry.written.iter();
        places
            .map(|(at, range)| span(workspace, self.files[*at], *range))
            .collect()
    }

    /// The dialects of the files that could be read.
    pub(super) fn dialects(&self) -> Vec<(FileId, Dialect)> {
        let pairs = self.files.iter().zip(&self.engine.dialects);
        pairs.filter_map(|(file, dialect)| Some((*file, (*dialect)?))).collect()
    }

    /// A failure with its place.
    pub(super) fn fault(&self, workspace: &Workspace, failure: &Failure) -> Option<Fault> {
        let file = *self.files.get(failure.at?)?;
        Some(fault(span(workspace, file, failure.range), failure.message.clone()))
    }
}

impl Needs {
    fn of(texts: &[Text<'_>]) -> Needs {
        let names = |word: &str| texts.iter().any(|text| text.text.contains(word));
        Needs {
            world: names("opsrepo"),
            file: names("conftest") || (names("opsrepo") && names("file")),
        }
    }
}

/// Does the work on threads that have room for it; see [`STACK`].
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = ThreadPoolBuilder::new().stack_size(STACK);
    match pool.num_threads(rayon::current_num_threads()).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// A fault without more to say.
pub(super) fn fault(span: Span, message: String) -> Fault {
    Fault {
        span,
        message,
        help: None,
        at: None,
    }
}

fn span(workspace: &Workspace, file: FileId, (from, until): (u32, u32)) -> Span {
    let text = workspace.tree.text(file);
    let snap = |at: u32| {
        (0..=(at as usize).min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
    };
    let (from, until) = (snap(from).unwrap_or(0), snap(until).unwrap_or(0));
    Span::new(file, Range::new(from, until))
}

fn why_unread(content: &Content) -> Option<String> {
    Some(match content {
        Content::Text(_) => return None,
        Content::NotUtf8(at) => format!("it is not UTF-8, byte {at} starts no character"),
        Content::TooLarge { length, limit } => format!("it has {length} bytes, and at most {limit} are read"),
        Content::Unreadable(why) => why.clone(),
        Content::Link(target) => format!("it is a symbolic link to `{target}`, which is not followed"),
        Content::Sealed(_) => "it is encrypted by git-crypt".to_owned(),
        Content::Bytes(_) | Content::Other(_) | Content::Binary(_) => "it is no text".to_owned(),
    })
}
