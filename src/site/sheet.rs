//! One file of the site before it is made: where it stands, and how it is printed when somebody asks for it.
//!
//! `render` prints all sheets, `serve` the one that is looked at. A sheet knows nothing of other sheets.

use crate::text::path::RepoPath;
use crate::text::span::FileId;

/// A file of the site that can be made.
pub struct Sheet<'a> {
    /// Where it stands in the site.
    pub at: RepoPath,
    print: Box<dyn Fn() -> anyhow::Result<Printed> + Send + Sync + 'a>,
}

/// A file of the site, made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// What stands in it.
    pub text: String,
    /// Files of the repository that it shows, of which copies must lie in the site.
    pub assets: Vec<FileId>,
}

impl<'a> Sheet<'a> {
    /// A sheet that is made by `print`, which may be called at any time, by any thread, and says the same each time.
    pub(crate) fn new(at: RepoPath, print: impl Fn() -> anyhow::Result<Printed> + Send + Sync + 'a) -> Self {
        Sheet {
            at,
            print: Box::new(print),
        }
    }

    /// Makes it. Fails only where a template of the theme cannot be used.
    pub fn print(&self) -> anyhow::Result<Printed> {
        (self.print)()
    }
}

impl From<String> for Printed {
    fn from(text: String) -> Self {
        Printed {
            text,
            assets: Vec::new(),
        }
    }
}
