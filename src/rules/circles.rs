//! Circles in what follows what. It knows neither records nor files.

use std::collections::{BTreeMap, BTreeSet};

/// Circles, each from its first member on; of circles that share members only one. A walk in depth over every edge once:
/// an edge back onto the walk's own path closes a circle.
pub(crate) fn circles<T: Ord + Copy>(edges: &BTreeMap<T, Vec<T>>) -> Vec<Vec<T>> {
    let mut found = Vec::new();
    // Position on the current path, or `None` once left.
    let mut seen: BTreeMap<T, Option<usize>> = BTreeMap::new();
    for &start in edges.keys() {
        if seen.contains_key(&start) {
            continue;
        }
        let mut path = vec![(start, 0)];
        seen.insert(start, Some(0));
        while let Some((id, next)) = path.last_mut() {
            let Some(&to) = edges.get(id).and_then(|all| all.get(*next)) else {
                seen.insert(*id, None);
                path.pop();
                continue;
            };
            *next += 1;
            match seen.get(&to) {
                Some(Some(at)) => found.push(path[*at..].iter().map(|(id, _)| *id).collect()),
                Some(None) => {}
                None => {
                    seen.insert(to, Some(path.len()));
                    path.push((to, 0));
                }
            }
        }
    }
    apart(found)
}

/// Turns every circle so that it begins with its first member, and drops circles that share a member with an earlier one.
fn apart<T: Ord + Copy>(circles: Vec<Vec<T>>) -> Vec<Vec<T>> {
    let mut taken = BTreeSet::new();
    let mut kept = Vec::new();
    for mut circle in circles {
        if circle.iter().any(|id| taken.contains(id)) {
            continue;
        }
        let first = (0..circle.len()).min_by_key(|&i| circle[i]).unwrap_or(0);
        circle.rotate_left(first);
        taken.extend(circle.iter().copied());
        kept.push(circle);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::circles;
    use std::collections::BTreeMap;

    #[test]
    fn finds_each_circle_once() {
        let edges = [
            (1, vec![2]),
            (2, vec![3]),
            (3, vec![1, 4]),
            (4, vec![]),
            (5, vec![6]),
            (6, vec![5]),
            (7, vec![5]),
        ];
        let edges: BTreeMap<u32, Vec<u32>> = edges.into_iter().collect();
        assert_eq!(circles(&edges), [vec![1, 2, 3], vec![5, 6]]);
    }
}
