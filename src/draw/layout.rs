//! Where the boxes of a graph stand: layers from left to right along the arrows, and lines that go around boxes. It knows only numbers.

use crate::draw::layers::layers;
use std::collections::BTreeMap;

/// Height that a line takes where it passes a layer.
const LANE: f64 = 14.0;
/// Lines that pass more layers than this go straight: a way around each would cost as much as the whole picture.
const LONGEST: usize = 8;
/// Times that the layers are put in order, and times that they are moved to their neighbours.
const ROUNDS: usize = 6;

/// How large a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Width and height of a box.
    pub(crate) cell: (f64, f64),
    /// Between two layers, and between two boxes of one.
    pub(crate) gap: (f64, f64),
    /// How far the picture goes to the right before a new row is begun.
    pub(crate) widest: f64,
}

/// Where things stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// The upper left corner of each box.
    pub(crate) boxes: Vec<(f64, f64)>,
    /// For each edge the points that its line passes, from its first end to its second.
    pub(crate) lines: Vec<Vec<(f64, f64)>>,
    /// Width and height of everything.
    pub(crate) size: (f64, f64),
}

/// A place in a layer: a box, or a point that a line passes.
struct Slot {
    layer: usize,
    /// The box; `None` for a point.
    node: Option<usize>,
    before: Vec<usize>,
    after: Vec<usize>,
    /// The middle.
    y: f64,
}

/// Finds a place for `count` boxes with these edges. The same input gives the same picture.
pub(crate) fn layout(count: usize, edges: &[(usize, usize)], scale: Scale) -> Layout {
    let mut out = Layout {
        boxes: vec![(0.0, 0.0); count],
        lines: vec![Vec::new(); edges.len()],
        size: (0.0, 0.0),
    };
    let mut pen = Pen::new(scale);
    let parts = parts(count, edges);
    let (alone, tied): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.1.is_empty());
    for (nodes, part_edges) in tied {
        let part = Part::new(&nodes, (&part_edges, edges), scale);
        let (x, y) = pen.place(part.size());
        part.put(&mut out, (x, y));
    }
    pen.new_row();
    for (nodes, _) in alone {
        out.boxes[nodes[0]] = pen.place(scale.cell);
    }
    out.size = pen.size;
    out
}

/// Rows of pieces, filled from left to right.
struct Pen {
    scale: Scale,
    x: f64,
    y: f64,
    height: f64,
    size: (f64, f64),
}

impl Pen {
    fn new(scale: Scale) -> Pen {
        Pen {
            scale,
            x: 0.0,
            y: 0.0,
            height: 0.0,
            size: (0.0, 0.0),
        }
    }

    fn place(&mut self, (width, height): (f64, f64)) -> (f64, f64) {
        if self.x > 0.0 && self.x + width > self.scale.widest {
            self.new_row();
        }
        let at = (self.x, self.y);
        self.size = (self.size.0.max(self.x + width), self.size.1.max(self.y + height));
        self.x += width + self.scale.gap.0 / 1.5;
        self.height = self.height.max(height);
        at
    }

    fn new_row(&mut self) {
        if self.height > 0.0 {
            (self.x, self.y) = (0.0, self.y + self.height + self.scale.gap.1 * 1.5);
            self.height = 0.0;
        }
    }
}

/// The parts of the graph that hang together, in the order of their first boxes: boxes, and indices of edges.
fn parts(count: usize, edges: &[(usize, usize)]) -> Vec<(Vec<usize>, Vec<usize>)> {
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

/// One part of the graph: its slots, layer by layer from top to bottom.
struct Part {
    scale: Scale,
    slots: Vec<Slot>,
    layers: Vec<Vec<usize>>,
    /// For each of its edges: its index, and its slots from its first end to its second.
    ways: Vec<(usize, Vec<usize>)>,
}

impl Part {
    fn new(nodes: &[usize], (part_edges, edges): (&[usize], &[(usize, usize)]), scale: Scale) -> Part {
        let place: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let pairs: Vec<(usize, usize)> = part_edges
            .iter()
            .map(|&edge| (place[&edges[edge].0], place[&edges[edge].1]))
            .collect();
        let layer_of = layers(nodes.len(), &pairs);
        let slot = |layer, node| Slot {
            layer,
            node,
            before: Vec::new(),
            after: Vec::new(),
            y: 0.0,
        };
        let mut slots: Vec<Slot> = nodes
            .iter()
            .zip(&layer_of)
            .map(|(&node, &layer)| slot(layer, Some(node)))
            .collect();
        let mut ways = Vec::new();
        for (&edge, &(from, to)) in part_edges.iter().zip(&pairs) {
            let is_forwards = layer_of[from] < layer_of[to];
            let (low, high) = if is_forwards { (from, to) } else { (to, from) };
            let mut way = vec![low];
            if layer_of[high] - layer_of[low] <= LONGEST {
                for layer in layer_of[low] + 1..layer_of[high] {
                    slots.push(slot(layer, None));
                    way.push(slots.len() - 1);
                }
            }
            way.push(high);
            for pair in way.windows(2) {
                if slots[pair[1]].layer == slots[pair[0]].layer + 1 {
                    slots[pair[0]].after.push(pair[1]);
                    slots[pair[1]].before.push(pair[0]);
                }
            }
            if !is_forwards {
                way.reverse();
            }
            ways.push((edge, way));
        }
        let deepest = slots.iter().map(|slot| slot.layer).max().unwrap_or(0);
        let mut layers = vec![Vec::new(); deepest + 1];
        for (at, slot) in slots.iter().enumerate() {
            layers[slot.layer].push(at);
        }
        let mut part = Part {
            scale,
            slots,
            layers,
            ways,
        };
        part.order();
        part.settle();
        part
    }

    /// Puts each layer into the order of its neighbours' middles, so that few lines cross.
    fn order(&mut self) {
        let mut rank: Vec<f64> = vec![0.0; self.slots.len()];
        let number = |layer: &[usize], rank: &mut Vec<f64>| {
            for (at, &slot) in layer.iter().enumerate() {
                rank[slot] = at as f64;
            }
        };
        for layer in &self.layers {
            number(layer, &mut rank);
        }
        for round in 0..ROUNDS {
            for step in 0..self.layers.len() {
                let at = if round % 2 == 0 {
                    step
                } else {
                    self.layers.len() - 1 - step
                };
                let mut keyed: Vec<(f64, usize)> = self.layers[at]
                    .iter()
                    .map(|&slot| {
                        let beside = match round % 2 {
                            0 => &self.slots[slot].before,
                            _ => &self.slots[slot].after,
                        };
                        (
                            mean(beside.iter().map(|&other| rank[other])).unwrap_or(rank[slot]),
                            slot,
                        )
                    })
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.layers[at] = keyed.into_iter().map(|(_, slot)| slot).collect();
                number(&self.layers[at], &mut rank);
            }
        }
    }

    /// Moves each slot as near to the middle of its neighbours as its layer allows.
    fn settle(&mut self) {
        for round in 0..=ROUNDS {
            for step in 0..self.layers.len() {
                let at = if round % 2 == 0 {
                    step
                } else {
                    self.layers.len() - 1 - step
                };
                let wanted: Vec<f64> = self.layers[at].iter().map(|&slot| self.wanted(slot, round)).collect();
                let heights: Vec<f64> = self.layers[at]
                    .iter()
                    .map(|&slot| self.slots[slot].height(self.scale))
                    .collect();
                for (&slot, y) in self.layers[at].iter().zip(apart(&wanted, &heights)) {
                    self.slots[slot].y = y;
                }
            }
        }
        let top = self
            .slots
            .iter()
            .map(|slot| slot.y - slot.height(self.scale) / 2.0)
            .fold(f64::INFINITY, f64::min);
        for slot in &mut self.slots {
            slot.y -= top;
        }
    }

    fn wanted(&self, slot: usize, round: usize) -> f64 {
        let slot = &self.slots[slot];
        let (first, second) = match round % 2 {
            0 => (&slot.before, &slot.after),
            _ => (&slot.after, &slot.before),
        };
        let middle = |beside: &[usize]| mean(beside.iter().map(|&other| self.slots[other].y));
        let second = if round == 0 { None } else { middle(second) };
        middle(first).or(second).unwrap_or(slot.y)
    }

    fn size(&self) -> (f64, f64) {
        let bottom = self
            .slots
            .iter()
            .map(|slot| slot.y + slot.height(self.scale) / 2.0)
            .fold(0.0, f64::max);
        let (cell, gap) = (self.scale.cell, self.scale.gap);
        let width = self.layers.len() as f64 * (cell.0 + gap.0) - gap.0;
        (width, bottom)
    }

    fn put(&self, out: &mut Layout, (x, y): (f64, f64)) {
        let Scale { cell, gap, .. } = self.scale;
        let left = |slot: &Slot| x + slot.layer as f64 * (cell.0 + gap.0);
        for slot in &self.slots {
            if let Some(node) = slot.node {
                out.boxes[node] = (left(slot), y + slot.y - cell.1 / 2.0);
            }
        }
        for (edge, way) in &self.ways {
            let layer = |slot: Option<&usize>| slot.map(|&slot| self.slots[slot].layer);
            let forwards = layer(way.first()) < layer(way.last());
            for (at, &slot) in way.iter().enumerate() {
                let slot = &self.slots[slot];
                let (enter, leave) = (left(slot), left(slot) + cell.0);
                let (near, far) = if forwards { (enter, leave) } else { (leave, enter) };
                let xs: &[f64] = match at {
                    0 => &[far],
                    at if at + 1 == way.len() => &[near],
                    _ => &[near, far],
                };
                out.lines[*edge].extend(xs.iter().map(|&x| (x, y + slot.y)));
            }
        }
    }
}

impl Slot {
    fn height(&self, scale: Scale) -> f64 {
        match self.node {
            Some(_) => scale.cell.1 + scale.gap.1,
            None => LANE,
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// Middles that are nearest to the wanted ones (least squares) and do not overlap, in the order that is given: what would
/// overlap is moved as one block.
fn apart(wanted: &[f64], heights: &[f64]) -> Vec<f64> {
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
    use super::{Scale, apart, layout};

    const SCALE: Scale = Scale {
        cell: (236.0, 78.0),
        gap: (76.0, 22.0),
        widest: 1500.0,
    };

    #[test]
    fn boxes_never_overlap() {
        // A comb, a circle, a long way, two that stand alone.
        let edges: Vec<(usize, usize)> = (1..30).map(|to| (0, to)).chain([(30, 31), (31, 30), (1, 29)]).collect();
        let found = layout(34, &edges, SCALE);
        for (at, a) in found.boxes.iter().enumerate() {
            for b in &found.boxes[..at] {
                let is_apart = (a.0 - b.0).abs() >= SCALE.cell.0 || (a.1 - b.1).abs() >= SCALE.cell.1;
                assert!(is_apart, "{a:?} {b:?}");
            }
            assert!(
                a.0 >= 0.0 && a.1 >= 0.0 && a.0 + SCALE.cell.0 <= found.size.0 && a.1 + SCALE.cell.1 <= found.size.1
            );
        }
        assert!(found.lines.iter().all(|line| line.len() >= 2));
    }

    #[test]
    fn blocks_move_together() {
        assert_eq!(apart(&[0.0, 0.0, 10.0], &[2.0, 2.0, 2.0]), [-1.0, 1.0, 10.0]);
    }

    #[test]
    fn large_graphs_cost_little() {
        let edges: Vec<(usize, usize)> = (1..20_000).flat_map(|to| [(to - 1, to), (0, to)]).collect();
        assert_eq!(layout(20_000, &edges, SCALE).boxes.len(), 20_000);
    }
}
