//! How Git puts together what two people wrote into one incident on two branches: the lines of both. The attribute that
//! says so, in a file beside the records. It must not know what is written.

use crate::model::identity;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// A file of attributes for a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// Where it stands.
    pub path: RepoPath,
    /// The line that says it.
    pub line: String,
    /// True where it can be made: there is none yet.
    pub is_new: bool,
}

/// What would let Git merge the record that shall lie at `path` line by line. `None` for one at the root, where the same
/// would hold for what is no incident.
pub fn attributes(workspace: &Workspace, path: &RepoPath) -> Option<Attributes> {
    let is_folder = identity::carrier(path) != path.stem();
    let folder = match is_folder {
        true => path.parent().parent(),
        false => path.parent(),
    };
    if folder.as_str().is_empty() {
        return None;
    }
    let line = match is_folder {
        true => format!("*/{} merge=union", path.name()),
        false => format!("/*{} merge=union", &path.name()[path.stem().len()..]),
    };
    let file = folder.join(".gitattributes")?;
    Some(Attributes {
        is_new: workspace.tree.find(&file).is_none(),
        path: file,
        line,
    })
}

impl Attributes {
    /// The text of a file that says it, and why.
    pub fn text(&self) -> String {
        format!(
            "# Two people may write into one incident at the same time, each on a branch: Git keeps the lines of both.\n{}\n",
            self.line
        )
    }
}

#[cfg(test)]
mod tests {
    use super::attributes;
    use crate::kinds;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    #[test]
    fn a_pattern_meets_the_records_and_nothing_else() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let context = Context::on(Date::new(2026, 3, 4).unwrap());
        let text = "---\nstatus: open\nseverity: sev1\nstarted: 2026-01-01T10:00Z\n---\n# T\n";
        let files = vec![File::text(path("old/incidents/2026-01-01-x.md"), text)];
        let workspace = Workspace::build(Tree::new(files), kinds::all(), context, History::NotAsked);
        let said = |record: &str| {
            let found = attributes(&workspace, &path(record))?;
            Some((found.path.to_string(), found.line, found.is_new))
        };
        for (record, expected) in [
            (
                "incidents/2026-03-04-x/README.md",
                Some(("incidents/.gitattributes", "*/README.md merge=union", true)),
            ),
            (
                "old/incidents/2026-03-04-x.html.md.erb",
                Some(("old/incidents/.gitattributes", "/*.html.md.erb merge=union", true)),
            ),
            ("2026-03-04-x/README.md", None),
            ("2026-03-04-x.md", None),
        ] {
            let expected =
                expected.map(|(path, line, is_new): (&str, &str, bool)| (path.to_owned(), line.to_owned(), is_new));
            assert_eq!(said(record), expected, "{record}");
        }
    }
}
