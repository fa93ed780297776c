//! Middles of things in a row, moved apart until none lies on another. It knows only numbers.

/// The mean of values; nothing where there is none.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// Middles that are nearest to the wanted ones (least squares) and do not overlap, in the order that is given: what would
/// overlap is moved as one block.
pub(super) fn apart(wanted: &[f64], heights: &[f64]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(wanted.len());
    let mut offset = 0.0;
    for (at, height) in heights.iter().enumerate() {
        if at > 0 {
            offset += (heights[at - 1] + height) / 2.0;
        }
        offsets.push(offset);
    }
    // Blocks of equal moves: their sum and how many they are.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        blocks.push((want - offset, 1));
        while let [.., (sum, count), (next, more)] = blocks[..]
            && sum / count as f64 > next / more as f64
        {
            blocks.truncate(blocks.len() - 2);
            blocks.push((sum + next, count + more));
        }
    }
    let moves = blocks
        .iter()
        .flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f64, *count));
    moves.zip(&offsets).map(|(by, offset)| by + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn blocks_move_together() {
        assert_eq!(apart(&[0.0, 0.0, 10.0], &[2.0, 2.0, 2.0]), [-1.0, 1.0, 10.0]);
    }
}
