//! Boxes that hold other boxes, each a net of its own. It knows only numbers.

use crate::draw::net::net;
use crate::draw::way::{Net, Point, Tie, Towards, Way};
use std::collections::BTreeMap;

/// A box that is to be placed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// Its size; what holds others is as large as they need, and at least this.
    pub(crate) size: Point,
    /// The box that holds it, and the part of that box.
    pub(crate) within: Option<(usize, usize)>,
    /// Where the lines inside of it lead.
    pub(crate) towards: Towards,
}

/// Boxes in boxes with their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nest {
    /// Upper left corner and size of each box.
    pub(crate) boxes: Vec<(Point, Point)>,
    pub(crate) ways: Vec<Way>,
    /// Lines between the parts of boxes: their two ends.
    pub(crate) parts: Vec<(Point, Point)>,
    pub(crate) size: Point,
}

/// White inside of a box that holds others, and the height of its title with the white below it.
const WHITE: f64 = 14.0;
const TITLE: f64 = 26.0 + WHITE;

/// The boxes of a part, and the lines between them.
type Inside = (Vec<usize>, Vec<usize>);

/// Places boxes. A box must come behind the one that holds it. A line between boxes of different parts is one between those
/// that hold them: see [`lifted`].
pub(crate) fn nest(cells: &[Cell], ties: &[Tie], towards: Towards) -> Nest {
    let lifted: Vec<(usize, usize)> = ties.iter().map(|tie| lifted(cells, tie.ends)).collect();
    let mut insides: BTreeMap<Option<(usize, usize)>, Inside> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        insides.entry(cell.within).or_default().0.push(at);
    }
    for (at, (from, _)) in lifted.iter().enumerate() {
        insides.entry(cells[*from].within).or_default().1.push(at);
    }
    let mut placing = Placing {
        cells,
        ties,
        lifted: &lifted,
        insides,
        out: Nest {
            boxes: vec![((0.0, 0.0), (0.0, 0.0)); cells.len()],
            ways: vec![Way::default(); ties.len()],
            ..Nest::default()
        },
    };
    let nets = placing.sizes(towards);
    placing.put(&nets);
    placing.out
}

/// The boxes at the ends of a line that stand in the same part.
pub(crate) fn lifted(cells: &[Cell], (from, to): (usize, usize)) -> (usize, usize) {
    let above = |at: usize| std::iter::successors(Some(at), |&at| cells[at].within.map(|(holder, _)| holder));
    let right: BTreeMap<Option<(usize, usize)>, usize> = above(to).map(|at| (cells[at].within, at)).collect();
    let found = above(from).find_map(|at| Some((at, *right.get(&cells[at].within)?)));
    found.unwrap_or((from, to))
}

struct Placing<'a> {
    cells: &'a [Cell],
    ties: &'a [Tie],
    lifted: &'a [(usize, usize)],
    insides: BTreeMap<Option<(usize, usize)>, Inside>,
    out: Nest,
}

impl Placing<'_> {
    /// The nets of all parts, from the innermost outwards, and with them the sizes of the boxes that hold them.
    fn sizes(&mut self, towards: Towards) -> BTreeMap<Option<(usize, usize)>, Net> {
        let mut sizes: Vec<Point> = self.cells.iter().map(|cell| cell.size).collect();
        let mut nets: BTreeMap<Option<(usize, usize)>, Net> = BTreeMap::new();
        // The key of what stands in nothing is the lowest.
        for (key, (boxes, lines)) in self.insides.iter().rev() {
            let own: Vec<Point> = boxes.iter().map(|&at| sizes[at]).collect();
            let place = |node: usize| boxes.binary_search(&node).unwrap_or(0);
            let ties: Vec<Tie> = lines
                .iter()
                .map(|&at| Tie {
                    ends: (place(self.lifted[at].0), place(self.lifted[at].1)),
                    ..self.ties[at]
                })
                .collect();
            let towards = key.map_or(towards, |(holder, _)| self.cells[holder].towards);
            let net = net(&own, &ties, towards);
            if let Some((holder, part)) = key {
                let is_last = !self.insides.contains_key(&Some((*holder, part + 1)));
                let size = &mut sizes[*holder];
                if is_last {
                    *size = (0.0, 0.0);
                }
                let white = if is_last { 0.0 } else { 2.0 * WHITE };
                *size = match towards.is_level() {
                    true => (size.0.max(net.size.0), size.1 + net.size.1 + white),
                    false => (size.0 + net.size.0 + white, size.1.max(net.size.1)),
                };
                if *part == 0 {
                    let least = self.cells[*holder].size.0;
                    *size = ((size.0 + 2.0 * WHITE).max(least), size.1 + TITLE + WHITE);
                }
            }
            nets.insert(*key, net);
        }
        for (placed, size) in self.out.boxes.iter_mut().zip(sizes) {
            placed.1 = size;
        }
        nets
    }

    fn put(&mut self, nets: &BTreeMap<Option<(usize, usize)>, Net>) {
        // How far the parts of a box that come before reach.
        let mut before = 0.0;
        for (key, net) in nets {
            let origin = match key {
                None => {
                    self.out.size = net.size;
                    (0.0, 0.0)
                }
                Some((holder, part)) => {
                    let ((x, y), (width, height)) = self.out.boxes[*holder];
                    let is_level = self.cells[*holder].towards.is_level();
                    let from = if *part == 0 { 0.0 } else { before + 2.0 * WHITE };
                    before = from + if is_level { net.size.1 } else { net.size.0 };
                    if *part > 0 {
                        let middle = from - WHITE;
                        self.out.parts.push(match is_level {
                            true => ((x, y + TITLE + middle), (x + width, y + TITLE + middle)),
                            false => (
                                (x + WHITE + middle, y + TITLE - WHITE),
                                (x + WHITE + middle, y + height),
                            ),
                        });
                    }
                    match is_level {
                        true => (x + (width - net.size.0) / 2.0, y + TITLE + from),
                        false => (
                            x + WHITE + from,
                            y + TITLE + (height - TITLE - WHITE - net.size.1) / 2.0,
                        ),
                    }
                }
            };
            self.one(*key, net, origin);
        }
    }

    /// Moves a net to its place.
    fn one(&mut self, key: Option<(usize, usize)>, net: &Net, (left, top): Point) {
        let Some((boxes, lines)) = self.insides.get(&key) else {
            return;
        };
        let moved = |(x, y): Point| (x + left, y + top);
        for (&at, &place) in boxes.iter().zip(&net.boxes) {
            self.out.boxes[at].0 = moved(place);
        }
        for (&at, way) in lines.iter().zip(&net.ways) {
            let points = way.points.iter().map(|&point| moved(point)).collect();
            let said = moved(way.said);
            self.out.ways[at] = Way { points, said, ..*way };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, lifted, nest};
    use crate::draw::way::{Tie, Towards};

    #[test]
    fn boxes_lie_in_those_that_hold_them() {
        let cell = |within| Cell {
            size: (60.0, 40.0),
            within,
            towards: Towards::Right,
        };
        let cells = [
            cell(None),
            cell(None),
            cell(Some((1, 0))),
            cell(Some((1, 0))),
            cell(Some((1, 1))),
            cell(Some((4, 0))),
        ];
        let ends = [(0, 1), (2, 3), (0, 5), (5, 5)];
        assert_eq!(lifted(&cells, (0, 5)), (0, 1));
        assert_eq!(lifted(&cells, (2, 5)), (1, 1));
        let ties = ends.map(|ends| Tie {
            ends,
            said: (10.0, 18.0),
            ..Tie::default()
        });
        let found = nest(&cells, &ties, Towards::Down);
        let holds = |outer: usize, inner: usize| {
            let ((a, own), (b, other)) = (found.boxes[outer], found.boxes[inner]);
            a.0 < b.0 && a.1 < b.1 && a.0 + own.0 > b.0 + other.0 && a.1 + own.1 > b.1 + other.1
        };
        for (outer, inner) in [(1, 2), (1, 3), (1, 4), (1, 5), (4, 5)] {
            assert!(holds(outer, inner), "{:?}", found.boxes);
        }
        assert!(!holds(1, 0) && found.parts.len() == 1);
        let (part, under) = (found.parts[0].0.1, found.boxes[4].0.1);
        assert!(found.boxes[2].0.1 + 40.0 < part && part < under);
        assert_eq!(found.ways.iter().filter(|way| way.points.is_empty()).count(), 0);
    }
}
