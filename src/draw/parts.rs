//! Which boxes of a graph hang together. It knows only numbers.

use std::collections::BTreeMap;

/// The parts of the graph that hang together, in the order of their first boxes: boxes, and indices of edges.
pub(super) fn parts(count: usize, edges: &[(usize, usize)]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut root: Vec<usize> = (0..count).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for &(a, b) in edges {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        // The lowest box stands for its part.
        root[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for node in 0..count {
        parts.entry(find(&mut root, node)).or_default().0.push(node);
    }
    for (at, &(from, _)) in edges.iter().enumerate() {
        parts.entry(find(&mut root, from)).or_default().1.push(at);
    }
    parts.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_come_in_the_order_of_their_first_boxes() {
        let found = parts(5, &[(4, 1), (3, 0)]);
        assert_eq!(found, [(vec![0, 3], vec![1]), (vec![1, 4], vec![0]), (vec![2], vec![])]);
    }
}
