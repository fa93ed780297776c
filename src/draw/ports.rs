//! Where lines meet the side of a box: beside each other, in the order of where they come from. It knows only numbers.

use crate::draw::way::{Net, Point, Tie};

/// The share of a side that lines may take.
const SHARE: f64 = 0.8;

/// An end of a line at the side of a box.
struct End {
    /// The box, and whether it is the side where the picture begins.
    side: (usize, bool),
    way: usize,
    is_first: bool,
    /// Across, where it comes from.
    from: f64,
    wide: f64,
}

/// Spreads the ends of lines that need room of their own. Lines from a box to itself stay where they are.
pub(super) fn spread(net: &mut Net, sizes: &[Point], ties: &[Tie]) {
    let mut ends: Vec<End> = Vec::new();
    for (at, (tie, way)) in ties.iter().zip(&net.ways).enumerate() {
        let (Some(&first), Some(&last)) = (way.points.first(), way.points.last()) else {
            continue;
        };
        if tie.ends.0 == tie.ends.1 {
            continue;
        }
        let across = |point: Point| if way.is_level { point.1 } else { point.0 };
        // A line comes from where it first leaves its own height, or from its other end.
        let bend = |far: Point, own: Point, others: Vec<Point>| {
            let other = others.into_iter().find(|&point| across(point) != across(own));
            across(other.unwrap_or(far))
        };
        let is_low = |into: Point| into.0 + into.1 > 0.0;
        ends.push(End {
            side: (tie.ends.0, is_low(way.into.0)),
            way: at,
            is_first: true,
            from: bend(last, first, way.points.clone()),
            wide: tie.wide.0,
        });
        ends.push(End {
            side: (tie.ends.1, is_low(way.into.1)),
            way: at,
            is_first: false,
            from: bend(first, last, way.points.iter().rev().copied().collect()),
            wide: tie.wide.1,
        });
    }
    ends.sort_by(|a, b| {
        a.side
            .cmp(&b.side)
            .then(a.from.total_cmp(&b.from))
            .then(a.way.cmp(&b.way))
    });
    for group in ends.chunk_by(|a, b| a.side == b.side) {
        let wide = group.iter().map(|end| end.wide).fold(0.0, f64::max);
        if wide == 0.0 || group.len() < 2 {
            continue;
        }
        let own = group[0].side.0;
        for (place, end) in group.iter().enumerate() {
            let way = &mut net.ways[end.way];
            let (size, corner) = (sizes[own], net.boxes[own]);
            let (middle, side) = match way.is_level {
                true => (corner.1 + size.1 / 2.0, size.1),
                false => (corner.0 + size.0 / 2.0, size.0),
            };
            let step = wide.min(SHARE * side / group.len() as f64);
            let to = middle + (place as f64 - (group.len() - 1) as f64 / 2.0) * step;
            shift(&mut way.points, (end.is_first, way.is_level), to);
        }
    }
}

/// Moves an end of a line across, and what leads straight to it; the first of the two flags says which end.
fn shift(points: &mut [Point], (is_first, is_level): (bool, bool), to: f64) {
    let count = points.len();
    let order: Vec<usize> = if is_first {
        (0..count).collect()
    } else {
        (0..count).rev().collect()
    };
    let across = |point: Point| if is_level { point.1 } else { point.0 };
    let own = across(points[order[0]]);
    // The half at the other end stays, where a line is straight from one end to the other.
    let most = if points.iter().all(|&point| across(point) == own) {
        count.div_ceil(2)
    } else {
        count
    };
    let straight = order.iter().take(most).take_while(|&&at| across(points[at]) == own);
    for at in straight.copied().collect::<Vec<_>>() {
        match is_level {
            true => points[at].1 = to,
            false => points[at].0 = to,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::draw::net::net;
    use crate::draw::way::{Tie, Towards};

    #[test]
    fn ends_that_need_room_have_it() {
        let sizes = [(100.0, 40.0); 4];
        let ties = [(0, 1), (0, 2), (0, 3), (0, 3)].map(|ends| Tie {
            ends,
            said: (0.0, 0.0),
            wide: (16.0, 0.0),
        });
        for (towards, most) in [(Towards::Down, 16.0), (Towards::Right, 8.0)] {
            let net = net(&sizes, &ties, towards);
            let across = |point: (f64, f64)| if towards.is_level() { point.1 } else { point.0 };
            let mut starts: Vec<f64> = net.ways.iter().map(|way| across(way.points[0])).collect();
            starts.sort_by(f64::total_cmp);
            for pair in starts.windows(2) {
                assert!((pair[1] - pair[0] - most).abs() < 0.01, "{towards:?} {starts:?}");
            }
            // Those that go further out start further out.
            let ends: Vec<(f64, f64)> = net
                .ways
                .iter()
                .map(|way| (across(way.points[0]), across(way.points[way.points.len() - 1])))
                .collect();
            for (a, b) in ends.iter().zip(&ends[1..]) {
                assert!((a.0 < b.0) == (a.1 < b.1), "{ends:?}");
            }
        }
    }
}
