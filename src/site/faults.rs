//! Faults of templates, each told once, however many pages show it.

use crate::site::variables::Known;
use crate::text::path::RepoPath;
use crate::text::template::TemplateError;
use std::collections::BTreeMap;
use std::fmt;

/// A template could not be filled for a page.
#[derive(Clone, Debug)]
pub(crate) struct Unfilled {
    /// Where, and why.
    pub(crate) error: TemplateError,
    /// What it could have named.
    pub(crate) known: Option<Known>,
}

impl fmt::Display for Unfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        match &self.known {
            Some(known) => write!(f, "\n{}", known.told()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unfilled {}

/// A fault, and the pages that cannot be made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands and what is wrong: `file:line:column: message`.
    pub what: String,
    /// What could have been named, in words.
    pub known: Option<String>,
    /// The first page that cannot be made, and how many others there are; `None` where no page can.
    pub pages: Option<(RepoPath, usize)>,
}

impl Fault {
    /// A template that cannot be read.
    pub(crate) fn unread(error: &TemplateError) -> Fault {
        Fault {
            what: error.to_string(),
            known: None,
            pages: None,
        }
    }

    /// The pages that cannot be made, in words.
    pub fn pages(&self) -> String {
        match &self.pages {
            None => "the site cannot be made".to_owned(),
            Some((first, 0)) => format!("{first} cannot be made"),
            Some((first, 1)) => format!("{first} and 1 more page cannot be made"),
            Some((first, others)) => format!("{first} and {others} more pages cannot be made"),
        }
    }
}

/// The faults of the pages that could not be made, which are sorted by their addresses; sorted by place.
pub(crate) fn gathered(unmade: &[(RepoPath, anyhow::Error)]) -> Vec<Fault> {
    type Place = (String, Option<usize>, Option<usize>, String);
    let mut faults: BTreeMap<Place, (Fault, Option<Known>)> = BTreeMap::new();
    for (page, error) in unmade {
        let (place, what, known) = match error.downcast_ref::<Unfilled>() {
            Some(Unfilled { error, known }) => {
                let place = (error.template.clone(), error.line, error.column, error.message.clone());
                (place, error.to_string(), known.clone())
            }
            None => {
                let said = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
                ((String::new(), None, None, said.clone()), said, None)
            }
        };
        let (fault, names) = faults.entry(place).or_insert_with(|| {
            let fault = Fault {
                what,
                known: None,
                pages: None,
            };
            (fault, known.clone())
        });
        fault.pages = match fault.pages.take() {
            Some((first, others)) => Some((first, others + 1)),
            None => Some((page.clone(), 0)),
        };
        // A template of many pages may name what all of them have.
        if let (Some(names), Some(known)) = (names, &known) {
            names.keep(known);
        }
    }
    let told = faults.into_values().map(|(mut fault, names)| {
        fault.known = names.map(|names| names.told());
        fault
    });
    told.collect()
}

/// Faults as the reason why there is no site. None without faults.
pub(crate) fn reason(faults: &[Fault]) -> Option<anyhow::Error> {
    let (first, others) = faults.split_first()?;
    let mut said = first.what.clone();
    if let Some(known) = &first.known {
        said.push_str(&format!("\n{known}"));
    }
    said.push_str(&format!("\n{}", first.pages()));
    if !others.is_empty() {
        said.push_str("\n`opsrepo render --check` tells of all faults");
    }
    Some(anyhow::Error::msg(said).context("filling the templates of the site"))
}
