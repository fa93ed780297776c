//! Clouds inside a cloud: folders with settings of their own. It knows no record.

use crate::model::glob;
use crate::model::settings::{self, Glob};
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::{File, Tree};

/// Folders that have settings of their own are clouds of their own: they are checked from there.
pub(crate) fn within(tree: &Tree) -> impl Iterator<Item = Glob> {
    let is_one =
        |(_, file): &(FileId, &File)| file.path.name() == settings::FILE && file.path.as_str() != settings::FILE;
    tree.iter().filter(is_one).map(|(id, file)| Glob {
        pattern: glob::below(&file.path.parent()),
        span: Span::new(id, Range::at(0)),
    })
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    #[test]
    fn a_folder_with_settings_is_a_cloud_of_its_own() {
        let paths = [
            "opsrepo.toml",
            "examples/cloud/opsrepo.toml",
            "examples/cloud/adr/0001-x.md",
        ];
        let files = paths
            .iter()
            .filter_map(|path| Some(File::text(RepoPath::new(path)?, "")));
        let tree = Tree::new(files.collect());
        let within: Vec<String> = within(&tree).map(|glob| glob.pattern).collect();
        assert_eq!(within, ["examples/cloud/**"]);
    }
}
