//! The way of a line as the data of an SVG path. It knows only numbers.

use std::fmt::Write as _;

/// The path through the points of a line: level parts straight on, the others in a curve that leaves and arrives level.
pub(crate) fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        match at.checked_sub(1).map(|before| points[before]) {
            None => {
                let _ = write!(path, "M{x:.1} {y:.1}");
            }
            // Past a box straight on, between two layers in a curve.
            Some((_, before)) if before == y => {
                let _ = write!(path, "H{x:.1}");
            }
            Some((left, before)) => {
                let middle = (left + x) / 2.0;
                let _ = write!(path, "C{middle:.1} {before:.1} {middle:.1} {y:.1} {x:.1} {y:.1}");
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn level_parts_are_straight() {
        let points = [(0.0, 5.0), (10.0, 5.0), (20.0, 9.0)];
        assert_eq!(path(&points), "M0.0 5.0H10.0C15.0 5.0 15.0 9.0 20.0 9.0");
        assert_eq!(path(&[]), "");
    }
}
