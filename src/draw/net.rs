//! Boxes and the lines between them, in whichever direction lines lead: where everything stands, and where there is room for
//! what the lines say. It knows only numbers.

use crate::draw::layout::{Scale, sized};
use crate::draw::ports;
use crate::draw::way::{Net, Point, Tie, Towards, Way};
use std::collections::BTreeMap;

/// How far a line to its own box goes.
const LOOP: f64 = 20.0;
/// Between lines that lead from one box to the same other.
const LANES: f64 = 16.0;
/// Least room between two layers, and between two boxes of one: where lines lead across, and where they lead down.
const GAPS: [(f64, f64); 2] = [(48.0, 22.0), (48.0, 30.0)];

/// Places boxes of these sizes.
pub(crate) fn net(sizes: &[Point], ties: &[Tie], towards: Towards) -> Net {
    let lanes = lanes(ties);
    let loops = loops(sizes, ties, towards);
    let roomy: Vec<Point> = loops.iter().map(|&size| towards.turned(size)).collect();
    let others: Vec<usize> = (0..ties.len())
        .filter(|&at| ties[at].ends.0 != ties[at].ends.1)
        .collect();
    let pairs: Vec<(usize, usize)> = others.iter().map(|&at| ties[at].ends).collect();
    let found = sized(&roomy, &pairs, scale(ties, &lanes, towards));
    let size = towards.turned(found.size);
    let put = |point: Point| {
        let (x, y) = towards.turned(point);
        match towards {
            Towards::Left => (size.0 - x, y),
            Towards::Up => (x, size.1 - y),
            _ => (x, y),
        }
    };
    let boxes = found.boxes.iter().zip(&roomy).zip(sizes).map(|((&(x, y), room), own)| {
        let middle = put((x + room.0 / 2.0, y + room.1 / 2.0));
        (middle.0 - own.0 / 2.0, middle.1 - own.1 / 2.0)
    });
    let mut net = Net {
        boxes: boxes.collect(),
        ways: vec![Way::default(); ties.len()],
        size,
    };
    for (&at, line) in others.iter().zip(&found.lines) {
        let (lane, count) = lanes[at];
        let (a, b) = ties[at].ends;
        let room = [a, b].map(|at| towards.turned(sizes[at]).1 * 0.7 / count as f64);
        let lane = (lane as f64 - (count - 1) as f64 / 2.0) * LANES.min(room[0]).min(room[1]);
        let is_forwards = line.first().map(|from| from.0) <= line.last().map(|to| to.0);
        let sign = if is_forwards { 1.0 } else { -1.0 };
        let (x, y) = towards.step();
        net.ways[at] = Way {
            points: line.iter().map(|&(x, y)| put((x, y + lane))).collect(),
            into: ((-sign * x, -sign * y), (sign * x, sign * y)),
            said: (0.0, 0.0),
            is_level: towards.is_level(),
        };
    }
    turn_round(&mut net, (sizes, &lanes), ties, towards);
    ports::spread(&mut net, sizes, ties);
    settle(&mut net, (sizes, &lanes), ties);
    grow(&mut net, ties);
    net
}

/// Moves everything so that what lines say lies in the picture, too.
fn grow(net: &mut Net, ties: &[Tie]) {
    let (mut from, mut to) = ((0.0_f64, 0.0_f64), net.size);
    for (way, tie) in net.ways.iter().zip(ties).filter(|(_, tie)| tie.said.0 > 0.0) {
        let ((x, y), (width, height)) = corner(way.said, tie.said);
        from = (from.0.min(x), from.1.min(y));
        to = (to.0.max(x + width), to.1.max(y + height));
    }
    let points = net
        .ways
        .iter_mut()
        .flat_map(|way| way.points.iter_mut().chain([&mut way.said]));
    for (x, y) in points.chain(&mut net.boxes) {
        (*x, *y) = (*x - from.0, *y - from.1);
    }
    net.size = (to.0 - from.0, to.1 - from.1);
}

/// The room between layers: for what lines say, and more where several lead from one box to the same other.
fn scale(ties: &[Tie], lanes: &[(usize, usize)], towards: Towards) -> Scale {
    let most = lanes.iter().map(|(_, count)| *count).max().unwrap_or(0) as f64;
    let (mut widest, mut highest) = (0.0_f64, 0.0_f64);
    for tie in ties {
        (widest, highest) = (widest.max(tie.said.0), highest.max(tie.said.1));
    }
    let (along, across) = GAPS[usize::from(!towards.is_level())];
    let marks = ties.iter().map(|tie| tie.wide.0.max(tie.wide.1)).fold(0.0, f64::max);
    let along = match highest > 0.0 {
        false => along,
        true if towards.is_level() => along.max(widest + 48.0),
        true => along.max(highest * most.min(4.0) + 46.0),
    } + marks;
    Scale {
        cell: (0.0, 0.0),
        gap: (along, across),
        // Parts stand below each other where lines lead across, and beside each other where they lead down.
        widest: 1.0,
    }
}

/// For each line which one it is of those between the same two boxes, and how many they are.
fn lanes(ties: &[Tie]) -> Vec<(usize, usize)> {
    let key = |tie: &Tie| (tie.ends.0.min(tie.ends.1), tie.ends.0.max(tie.ends.1));
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut at = Vec::with_capacity(ties.len());
    for tie in ties {
        let count = counts.entry(key(tie)).or_default();
        at.push(*count);
        *count += 1;
    }
    ties.iter().zip(at).map(|(tie, at)| (at, counts[&key(tie)])).collect()
}

/// The sizes of boxes with room for lines to themselves and for what these say.
fn loops(sizes: &[Point], ties: &[Tie], towards: Towards) -> Vec<Point> {
    let mut more: Vec<(f64, f64, f64)> = vec![(0.0, 0.0, 0.0); sizes.len()];
    for tie in ties.iter().filter(|tie| tie.ends.0 == tie.ends.1) {
        let (out, widest, high) = &mut more[tie.ends.0];
        *out += LOOP;
        *widest = widest.max(tie.said.0 + 6.0);
        *high += tie.said.1 + 2.0;
    }
    let roomy = sizes
        .iter()
        .zip(more)
        .map(|(own, (out, widest, high))| match towards.is_level() {
            _ if out == 0.0 => *own,
            true => (own.0, own.1 + 2.0 * (out + high)),
            false => (own.0 + 2.0 * (out + widest), own.1.max(high)),
        });
    roomy.collect()
}

/// Lines from a box to itself: at its right side, or below it where lines lead across; several in a row.
fn turn_round(net: &mut Net, (sizes, lanes): (&[Point], &[(usize, usize)]), ties: &[Tie], towards: Towards) {
    for (at, tie) in ties.iter().enumerate().filter(|(_, tie)| tie.ends.0 == tie.ends.1) {
        let own = tie.ends.0;
        let ((x, y), (width, height)) = (net.boxes[own], sizes[own]);
        let (lane, count) = (lanes[at].0 as f64, lanes[at].1 as f64);
        let out = LOOP * (lane + 1.0);
        let half = 8.0 + 3.0 * lane;
        let way = &mut net.ways[at];
        match towards.is_level() {
            true => {
                let (middle, side) = (x + width / 2.0, y + height);
                let (left, right) = (middle - half, middle + half);
                way.points = vec![(left, side), (left, side + out), (right, side + out), (right, side)];
                way.into = ((0.0, -1.0), (0.0, -1.0));
                let above = LOOP * count + (lane + 0.5) * (tie.said.1 + 2.0);
                way.said = (middle, side + above);
            }
            false => {
                let (middle, side) = (y + height / 2.0, x + width);
                let (top, bottom) = (middle - half, middle + half);
                way.points = vec![(side, top), (side + out, top), (side + out, bottom), (side, bottom)];
                way.into = ((-1.0, 0.0), (-1.0, 0.0));
                let beside = (lane - (count - 1.0) / 2.0) * (tie.said.1 + 2.0);
                way.said = (side + LOOP * count + tie.said.0 / 2.0 + 4.0, middle + beside);
            }
        }
        way.is_level = !towards.is_level();
    }
}

/// Finds a place on each line for what it says: on its middle, or as near to it as other words and boxes let it.
fn settle(net: &mut Net, (sizes, lanes): (&[Point], &[(usize, usize)]), ties: &[Tie]) {
    let mut taken: Vec<(Point, Point)> = net
        .boxes
        .iter()
        .zip(sizes)
        .map(|(&(x, y), size)| ((x, y), *size))
        .collect();
    let loops = ties.iter().zip(&net.ways).filter(|(tie, _)| tie.ends.0 == tie.ends.1);
    taken.extend(loops.map(|(tie, way)| corner(way.said, tie.said)));
    for ((way, tie), &(lane, count)) in net.ways.iter_mut().zip(ties).zip(lanes) {
        if tie.said.0 == 0.0 || tie.ends.0 == tie.ends.1 {
            continue;
        }
        // Of lines side by side the outer ones speak outwards.
        let side = match lane {
            0 if count > 1 => -1.0,
            lane if count > 1 && lane + 1 == count => 1.0,
            _ => 0.0,
        };
        let aside = match way.is_level {
            true => (0.0, side * (tie.said.1 / 2.0 - 6.0)),
            false => (side * (tie.said.0 / 2.0 - 6.0), 0.0),
        };
        let all: Vec<Point> = candidates(way, tie)
            .iter()
            .map(|at| (at.0 + aside.0, at.1 + aside.1))
            .collect();
        let is_free = |&at: &Point| !taken.iter().any(|other| overlap(*other, corner(at, tie.said)));
        let found = all.iter().copied().find(is_free).or(all.first().copied());
        way.said = found.unwrap_or_default();
        taken.push(corner(way.said, tie.said));
    }
}

/// Places on a line, the best first: those between two layers near the middle of its way.
fn candidates(way: &Way, tie: &Tie) -> Vec<Point> {
    let length = |at: usize| {
        let ((left, top), (right, bottom)) = (way.points[at], way.points[at + 1]);
        if way.is_level {
            (left - right).abs()
        } else {
            (top - bottom).abs()
        }
    };
    let count = way.points.len().saturating_sub(1);
    let mut parts: Vec<usize> = (0..count).filter(|&at| length(at) > 30.0).collect();
    parts.sort_by_key(|&at| (2 * at + 1).abs_diff(count));
    let on = |at: usize| {
        // Marks at the ends stay free.
        let far = if tie.wide == (0.0, 0.0) {
            [0.22, 0.78]
        } else {
            [0.26, 0.74]
        };
        [0.5, 0.36, 0.64, far[0], far[1]].map(|share| {
            let (from, to) = (way.points[at], way.points[at + 1]);
            // The height of the curve that the line takes.
            let bent = share * share * (3.0 - 2.0 * share);
            let even = share * (1.5 - share * (1.5 - share));
            let between = |from: f64, to: f64, share: f64| from + (to - from) * share;
            match way.is_level {
                true => (between(from.0, to.0, even), between(from.1, to.1, bent)),
                false => (between(from.0, to.0, bent), between(from.1, to.1, even)),
            }
        })
    };
    parts.into_iter().flat_map(on).collect()
}

fn corner((x, y): Point, (width, height): Point) -> (Point, Point) {
    ((x - width / 2.0, y - height / 2.0), (width, height))
}

fn overlap((a, own): (Point, Point), (b, other): (Point, Point)) -> bool {
    a.0 < b.0 + other.0 && b.0 < a.0 + own.0 && a.1 < b.1 + other.1 && b.1 < a.1 + own.1
}

#[cfg(test)]
mod tests {
    use super::{corner, net, overlap};
    use crate::draw::way::{Point, Tie, Towards};

    const ALL: [Towards; 4] = [Towards::Down, Towards::Up, Towards::Right, Towards::Left];

    fn ties(ends: &[(usize, usize)]) -> Vec<Tie> {
        ends.iter()
            .map(|&ends| Tie {
                ends,
                said: (60.0, 18.0),
                wide: (0.0, 12.0),
            })
            .collect()
    }

    #[test]
    fn lines_meet_their_boxes_from_outside() {
        let sizes: [Point; 3] = [(80.0, 40.0), (140.0, 90.0), (60.0, 60.0)];
        let ties = ties(&[(0, 1), (1, 0), (1, 2), (2, 2), (0, 2)]);
        for towards in ALL {
            let net = net(&sizes, &ties, towards);
            for (tie, way) in ties.iter().zip(&net.ways) {
                for (end, point, into) in [
                    (tie.ends.0, way.points.first().unwrap(), way.into.0),
                    (tie.ends.1, way.points.last().unwrap(), way.into.1),
                ] {
                    let inside = (point.0 + into.0, point.1 + into.1);
                    let outside = (point.0 - into.0, point.1 - into.1);
                    let holds = |at: Point| overlap((net.boxes[end], sizes[end]), corner(at, (0.2, 0.2)));
                    assert!(
                        holds(inside) && !holds(outside),
                        "{towards:?} {way:?} {:?}",
                        net.boxes[end]
                    );
                }
            }
        }
    }

    #[test]
    fn what_lines_say_lies_on_nothing() {
        let sizes = [(80.0, 40.0); 4];
        let ties = ties(&[(0, 1), (1, 0), (0, 1), (0, 2), (2, 2), (2, 2), (0, 3), (3, 3)]);
        for towards in ALL {
            let net = net(&sizes, &ties, towards);
            let said: Vec<_> = ties
                .iter()
                .zip(&net.ways)
                .map(|(tie, way)| corner(way.said, tie.said))
                .collect();
            for (at, one) in said.iter().enumerate() {
                let boxes = net.boxes.iter().map(|&at| (at, (80.0, 40.0)));
                for other in said[..at].iter().copied().chain(boxes) {
                    assert!(!overlap(*one, other), "{towards:?} {one:?} {other:?}");
                }
            }
        }
        assert_eq!(net(&[], &[], Towards::Down).size, (0.0, 0.0));
    }
}
