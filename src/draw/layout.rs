//! Where the boxes of a graph stand: layers from left to right along the arrows, and lines that go around boxes. It knows only numbers.

use crate::draw::apart::{apart, mean};
use crate::draw::layers::layers;
use crate::draw::parts::parts;
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
    /// Width and height; a point has none.
    size: (f64, f64),
    /// The middle.
    y: f64,
}

/// Finds a place for `count` boxes with these edges. The same input gives the same picture.
pub(crate) fn layout(count: usize, edges: &[(usize, usize)], scale: Scale) -> Layout {
    sized(&vec![scale.cell; count], edges, scale)
}

/// Finds a place for boxes of these sizes; the scale's own cell does not count. A narrow one stands in the middle of its layer.
pub(crate) fn sized(sizes: &[(f64, f64)], edges: &[(usize, usize)], scale: Scale) -> Layout {
    let count = sizes.len();
    let mut out = Layout {
        boxes: vec![(0.0, 0.0); count],
        lines: vec![Vec::new(); edges.len()],
        size: (0.0, 0.0),
    };
    let mut pen = Pen::new(scale);
    let parts = parts(count, edges);
    let (alone, tied): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.1.is_empty());
    for (nodes, part_edges) in tied {
        let part = Part::new((&nodes, sizes), (&part_edges, edges), scale);
        let (x, y) = pen.place(part.size());
        part.put(&mut out, (x, y));
    }
    pen.new_row();
    // What stands alone fills rows as long as those of the rest.
    pen.scale.widest = pen.scale.widest.max(pen.size.0);
    for (nodes, _) in alone {
        out.boxes[nodes[0]] = pen.place(sizes[nodes[0]]);
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

/// One part of the graph: its slots, layer by layer from top to bottom.
struct Part {
    scale: Scale,
    slots: Vec<Slot>,
    layers: Vec<Vec<usize>>,
    /// For each of its edges: its index, and its slots from its first end to its second.
    ways: Vec<(usize, Vec<usize>)>,
}

impl Part {
    fn new(
        (nodes, sizes): (&[usize], &[(f64, f64)]),
        (part_edges, edges): (&[usize], &[(usize, usize)]),
        scale: Scale,
    ) -> Part {
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
            size: node.map_or((0.0, LANE), |node: usize| sizes[node]),
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
        (self.lefts().last().map_or(0.0, |(left, width)| left + width), bottom)
    }

    /// Left edge and width of each layer.
    fn lefts(&self) -> Vec<(f64, f64)> {
        let mut left = 0.0;
        let layers = self.layers.iter().map(|layer| {
            let width = layer.iter().map(|&slot| self.slots[slot].size.0).fold(0.0, f64::max);
            let at = (left, width);
            left += width + self.scale.gap.0;
            at
        });
        layers.collect()
    }

    fn put(&self, out: &mut Layout, (x, y): (f64, f64)) {
        let lefts = self.lefts();
        for slot in &self.slots {
            if let Some(node) = slot.node {
                let (left, width) = lefts[slot.layer];
                let (own, height) = slot.size;
                out.boxes[node] = (x + left + (width - own) / 2.0, y + slot.y - height / 2.0);
            }
        }
        for (edge, way) in &self.ways {
            let layer = |slot: Option<&usize>| slot.map(|&slot| self.slots[slot].layer);
            let forwards = layer(way.first()) < layer(way.last());
            let line = &mut out.lines[*edge];
            for (at, &slot) in way.iter().enumerate() {
                let slot = &self.slots[slot];
                let (left, width) = lefts[slot.layer];
                let (enter, leave) = (x + left, x + left + width);
                // A narrow box is met further in.
                let inset = slot.node.map_or(0.0, |_| (width - slot.size.0) / 2.0);
                let (near, far) = if forwards { (enter, leave) } else { (leave, enter) };
                let inwards = if forwards { inset } else { -inset };
                let xs: &[f64] = match at {
                    0 => &[far - inwards, far],
                    at if at + 1 == way.len() => &[near, near + inwards],
                    _ => &[near, far],
                };
                let xs = xs.iter().enumerate();
                let xs = xs.filter(|(at, _)| inset > 0.0 || slot.node.is_none() || *at == 0);
                line.extend(xs.map(|(_, &x)| (x, y + slot.y)));
            }
        }
    }
}

impl Slot {
    fn height(&self, scale: Scale) -> f64 {
        match self.node {
            Some(_) => self.size.1 + scale.gap.1,
            None => LANE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, layout, sized};

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
    fn boxes_may_have_sizes_of_their_own() {
        let sizes = [(40.0, 20.0), (100.0, 80.0), (60.0, 30.0), (20.0, 20.0)];
        let found = sized(&sizes, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 0)], SCALE);
        for (at, (a, size)) in found.boxes.iter().zip(&sizes).enumerate() {
            for (b, other) in found.boxes[..at].iter().zip(&sizes) {
                let level = a.0 + size.0 <= b.0 || b.0 + other.0 <= a.0;
                assert!(level || a.1 + size.1 <= b.1 || b.1 + other.1 <= a.1, "{a:?} {b:?}");
            }
            assert!(a.0 + size.0 <= found.size.0 && a.1 + size.1 <= found.size.1);
        }
        // Lines begin and end at the edges of their boxes.
        let (from, to) = (found.lines[1].first().unwrap(), found.lines[1].last().unwrap());
        assert_eq!((from.0, to.0), (found.boxes[0].0 + 40.0, found.boxes[2].0));
        let (from, to) = (found.lines[4].first().unwrap(), found.lines[4].last().unwrap());
        assert_eq!((from.0, to.0), (found.boxes[3].0, found.boxes[0].0 + 40.0));
    }

    #[test]
    fn large_graphs_cost_little() {
        let edges: Vec<(usize, usize)> = (1..20_000).flat_map(|to| [(to - 1, to), (0, to)]).collect();
        assert_eq!(layout(20_000, &edges, SCALE).boxes.len(), 20_000);
    }
}
