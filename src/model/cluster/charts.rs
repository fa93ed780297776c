//! Helm charts: a folder with a `Chart.yaml`. It knows paths alone.

use crate::text::path::RepoPath;
use crate::text::tree::Tree;

/// The file that makes a folder a chart.
pub(crate) const CHART: &str = "Chart.yaml";

/// True for a file in the `templates/` of a Helm chart, of which `Chart.yaml` beside that folder is the sign.
pub(crate) fn is_template(tree: &Tree, path: &RepoPath) -> bool {
    let mut folder = path.parent();
    while !folder.as_str().is_empty() {
        let above = folder.parent();
        if folder.name() == "templates"
            && let Some(chart) = above.join(CHART)
            && tree.find(&chart).is_some()
        {
            return true;
        }
        folder = above;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_template;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    #[test]
    fn charts_are_told_by_their_chart_file() -> Result<(), &'static str> {
        let path = |text| RepoPath::new(text).ok_or("path");
        let tree = Tree::new(vec![File::text(path("a/Chart.yaml")?, "name: a\n")]);
        assert!(is_template(&tree, &path("a/templates/deep/x.yaml")?));
        assert!(!is_template(&tree, &path("b/templates/x.yaml")?));
        assert!(!is_template(&tree, &path("a/x.yaml")?));
        Ok(())
    }
}
