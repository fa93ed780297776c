//! Which boxes of a graph stand left of which. It knows only numbers.

use std::collections::BTreeSet;

/// The layer of each box: as many steps to the right as the longest row of lines that leads to it. What nothing leads to
/// stands right before what follows it. Lines that close a circle lead back.
pub(crate) fn layers(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let order = order(count, pairs);
    let mut place = vec![0; count];
    for (at, &node) in order.iter().enumerate() {
        place[node] = at;
    }
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut is_first = vec![true; count];
    for &(a, b) in pairs {
        let (low, high) = if place[a] < place[b] { (a, b) } else { (b, a) };
        after[low].push(high);
        is_first[high] = false;
    }
    let mut layer = vec![0; count];
    for &low in &order {
        for &high in &after[low] {
            layer[high] = layer[high].max(layer[low] + 1);
        }
    }
    for low in 0..count {
        let next = after[low].iter().map(|&high| layer[high]).min();
        if let Some(next) = next.filter(|_| is_first[low]) {
            layer[low] = next - 1;
        }
    }
    layer
}

/// The boxes in an order in which every line leads forwards, but for those that close a circle; else in their own order.
fn order(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut before = vec![0usize; count];
    for &(from, to) in pairs {
        after[from].push(to);
        before[to] += 1;
    }
    let mut free: BTreeSet<usize> = (0..count).filter(|&node| before[node] == 0).collect();
    let mut waiting: BTreeSet<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    // Where all that wait stand behind others, a circle is cut at its first box.
    while let Some(node) = free.pop_first().or_else(|| waiting.first().copied()) {
        if waiting.remove(&node) {
            order.push(node);
            for &next in &after[node] {
                before[next] -= 1;
                if before[next] == 0 {
                    free.insert(next);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::layers;

    #[test]
    fn layers_follow_the_longest_row() {
        assert_eq!(layers(5, &[(0, 1), (1, 3), (0, 3), (2, 3), (4, 3)]), [0, 1, 1, 2, 1]);
        assert_eq!(layers(3, &[(2, 1), (1, 0)]), [2, 1, 0]);
        assert_eq!(layers(3, &[(0, 1), (1, 2), (2, 0)]), [0, 1, 2], "a circle");
    }
}
