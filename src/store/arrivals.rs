//! Which merge brought a commit to the line that a history follows. It must not know where the commits come from.
//!
//! The line is the way back over first parents. What a merge on it brings is what can be reached over its other parents
//! and was not there before; what came to that branch by a merge of its own was brought by that one first. Each commit
//! is visited once.

/// For each commit the merge that first brought it to the line of commit 0; `None` on that line. `parents` are indices.
pub(super) fn arrivals(parents: &[Vec<u32>]) -> Vec<Option<u32>> {
    let mut brought = vec![None; parents.len()];
    let mut is_seen = vec![false; parents.len()];
    // A branch to walk: its tip, and the merge that brings it.
    let mut branches: Vec<(u32, Option<u32>)> = (!parents.is_empty()).then_some((0, None)).into_iter().collect();
    while let Some((tip, by)) = branches.pop() {
        let mut at = Some(tip);
        while let Some(commit) = at.map(|at| at as usize).filter(|&at| !is_seen[at]) {
            is_seen[commit] = true;
            brought[commit] = by;
            // The stack hands out the oldest merge first: pushed last, as the way leads back.
            let others = parents[commit].iter().skip(1).rev();
            branches.extend(others.map(|&other| (other, Some(commit as u32))));
            at = parents[commit].first().copied();
        }
    }
    brought
}

#[cfg(test)]
mod tests {
    use super::arrivals;

    /// Commits by letters, newest first: `a:bc` has the parents b and c. The answer: `commit<merge` for what was brought.
    fn brought(text: &str) -> String {
        let commits: Vec<(&str, &str)> = text.split(' ').filter_map(|part| part.split_once(':')).collect();
        let index = |name: char| commits.iter().position(|(id, _)| id.starts_with(name)).unwrap() as u32;
        let parents: Vec<Vec<u32>> = commits
            .iter()
            .map(|(_, rest)| rest.chars().map(index).collect())
            .collect();
        let found = arrivals(&parents);
        let shown = commits.iter().zip(found);
        let shown = shown.filter_map(|((id, _), by)| Some(format!("{id}<{}", commits[by? as usize].0)));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn merges_bring_what_was_not_there() {
        assert_eq!(brought("a:b b:"), "");
        assert_eq!(brought("m:bx x:y y:b b:"), "x<m y<m");
        assert_eq!(
            brought("n:my m:bx y:x x:b b:"),
            "y<n x<m",
            "a branch that went on after its merge"
        );
        assert_eq!(
            brought("m:ac c:xd x:y y:b d:a a:b b:"),
            "c<m x<m y<m d<c",
            "a branch that merged another"
        );
        assert_eq!(
            brought("m:ab b:cd d:e c:e a:e e:"),
            "b<m d<b c<m",
            "a merge within a branch"
        );
        assert_eq!(
            brought("m:ax x:ya y:b a:b b:"),
            "x<m y<m",
            "main was merged into the branch"
        );
        assert_eq!(brought("m:axyz z:b y:b x:b a:b b:"), "z<m y<m x<m", "many at once");
        assert_eq!(brought(""), "");
    }
}
