//! Where the parts of a sequence stand: columns side by side, steps below each other, frames around steps. It knows only
//! numbers.

/// A step, by the columns and sizes that it has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A line from one column to another, or back to itself, with a text of this size above it.
    Line((usize, usize), Size),
    /// A box of this size over columns, the first and the last of which are told.
    Over((usize, usize), Size),
    /// A box of this size beside a column: left of it for -1, right of it for 1.
    Beside(usize, f64, Size),
    /// A frame begins; its label has this size.
    Open(Size),
    /// Its next part.
    Next(Size),
    /// The innermost frame ends.
    Close,
    /// A bar begins on a column.
    Start(usize),
    /// It ends.
    Stop(usize),
}

/// Width and height.
pub(crate) type Size = (f64, f64);

/// Where a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spot {
    /// Left and right.
    pub(crate) x: (f64, f64),
    /// Top and bottom. A line runs at the bottom, one to its own column from the top to the bottom.
    pub(crate) y: (f64, f64),
}

/// A sequence with its places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The middle of each column.
    pub(crate) columns: Vec<f64>,
    /// For each step its place; for what begins a frame, that of the whole frame. What has none is empty.
    pub(crate) spots: Vec<Spot>,
    /// Bars.
    pub(crate) bars: Vec<Spot>,
    /// Left and right of everything.
    pub(crate) x: (f64, f64),
    /// Where the last step ends.
    pub(crate) bottom: f64,
}

/// Between two columns' heads.
const GAP: f64 = 26.0;
/// Half of the width of a bar, and how far the next one on it is moved.
const BAR: (f64, f64) = (5.0, 4.0);
/// How far a line to its own column goes, and how high it is.
pub(crate) const LOOP: Size = (34.0, 20.0);
/// Height of a frame's label, and the white inside of a frame.
const FRAME: (f64, f64) = (22.0, 12.0);

/// Places the steps below each other. Heads have these sizes; those that a line brings stand at that line.
pub(crate) fn places(heads: &[Size], brought: &[(usize, usize)], steps: &[Step]) -> Places {
    let columns = columns(heads, steps);
    let reach = |at: usize, sign: f64| columns[at] + sign * heads[at].0 / 2.0;
    let last = heads.len().saturating_sub(1);
    let mut stack = Stack {
        x: match heads.is_empty() {
            true => (0.0, 0.0),
            false => (reach(0, -1.0), reach(last, 1.0)),
        },
        columns,
        spots: vec![Spot::default(); steps.len()],
        y: 0.0,
        line: 0.0,
        frames: Vec::new(),
        bars: Vec::new(),
        done: Vec::new(),
    };
    for at in 0..steps.len() {
        let head = brought
            .iter()
            .find(|(step, _)| *step == at)
            .map_or(0.0, |(_, head)| heads[*head].1);
        stack.step(at, steps, head);
    }
    stack.end();
    Places {
        columns: stack.columns,
        spots: stack.spots,
        bars: stack.done,
        x: stack.x,
        bottom: stack.y,
    }
}

/// The middles of the columns: as near to each other as their heads and what stands between them allow.
fn columns(heads: &[Size], steps: &[Step]) -> Vec<f64> {
    // How far two columns are apart at least, by the right one.
    let mut wanted: Vec<Vec<(usize, f64)>> = vec![Vec::new(); heads.len()];
    let mut apart = |left: usize, right: usize, width: f64| {
        if let Some(list) = wanted.get_mut(right).filter(|_| left < right) {
            list.push((left, width));
        }
    };
    for step in steps {
        match *step {
            Step::Line((from, to), (width, _)) if from == to => apart(from, from + 1, width.max(LOOP.0) + 30.0),
            Step::Line((from, to), (width, _)) => apart(from.min(to), from.max(to), width + 34.0),
            Step::Beside(at, side, (width, _)) if side > 0.0 => apart(at, at + 1, width + 30.0),
            Step::Beside(at, _, (width, _)) => apart(at.saturating_sub(1), at, width + 30.0),
            Step::Over((first, last), (width, _)) if first == last => {
                apart(first, first + 1, width / 2.0 + 16.0);
                apart(first.saturating_sub(1), first, width / 2.0 + 16.0);
            }
            Step::Over((first, last), (width, _)) => apart(first, last, width - 40.0),
            _ => {}
        }
    }
    let mut out: Vec<f64> = Vec::with_capacity(heads.len());
    for (at, (width, _)) in heads.iter().enumerate() {
        let least = match at.checked_sub(1) {
            Some(before) => out[before] + (heads[before].0 + width) / 2.0 + GAP,
            None => 0.0,
        };
        let others = wanted[at].iter().map(|&(left, width)| out[left] + width);
        out.push(others.fold(least, f64::max));
    }
    out
}

/// A frame that is open.
struct Frame {
    /// The step that begins it.
    step: usize,
    /// How far to the left and to the right its parts reach.
    held: Option<(f64, f64)>,
    /// The width of its widest label.
    label: f64,
}

/// Steps that are being placed.
struct Stack {
    columns: Vec<f64>,
    spots: Vec<Spot>,
    x: (f64, f64),
    y: f64,
    /// Where the last line runs.
    line: f64,
    /// The frames that are open.
    frames: Vec<Frame>,
    /// The bars that are open: their column, their top.
    bars: Vec<(usize, f64)>,
    done: Vec<Spot>,
}

impl Stack {
    fn step(&mut self, at: usize, steps: &[Step], head: f64) {
        match steps[at] {
            Step::Line(ends, size) => self.line(at, (ends, size), steps.get(at + 1), head),
            Step::Over((first, last), (width, height)) => {
                let (left, right) = (self.columns[first], self.columns[last]);
                let wide = if first == last {
                    width
                } else {
                    width.max(right - left + 40.0)
                };
                let middle = (left + right) / 2.0;
                self.note(at, (middle - wide / 2.0, middle + wide / 2.0), height);
            }
            Step::Beside(column, side, (width, height)) => {
                let near = self.columns[column] + side * 12.0;
                let far = near + side * width;
                self.note(at, (near.min(far), near.max(far)), height);
            }
            Step::Open((width, _)) => {
                self.y += 10.0;
                self.spots[at].y.0 = self.y;
                self.y += if width > 0.0 { FRAME.0 } else { 2.0 };
                self.frames.push(Frame {
                    step: at,
                    held: None,
                    label: width,
                });
            }
            Step::Next((width, height)) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.label = frame.label.max(width);
                }
                self.y += FRAME.1;
                self.spots[at].y = (self.y, self.y);
                self.y += height.max(6.0);
            }
            Step::Close => {
                self.y += FRAME.1;
                self.close();
                self.y += 2.0;
            }
            Step::Start(column) => self.bars.push((column, self.line.max(self.top()))),
            Step::Stop(column) => {
                if let Some(open) = self.bars.iter().rposition(|(at, _)| *at == column) {
                    self.stop(open, self.line);
                }
            }
        }
    }

    /// Where the innermost frame begins to be filled: no bar begins above it.
    fn top(&self) -> f64 {
        self.frames.last().map_or(0.0, |frame| self.spots[frame.step].y.0)
    }

    fn line(&mut self, at: usize, (ends, size): ((usize, usize), Size), next: Option<&Step>, head: f64) {
        let ((from, to), (width, height)) = (ends, size);
        self.y += height.max(head / 2.0) + 14.0;
        let sign = if to < from { -1.0 } else { 1.0 };
        // Who becomes active by a message is so where it arrives.
        let more = usize::from(matches!(next, Some(Step::Start(column)) if *column == to));
        let start = self.edge(from, sign, 0);
        if from == to {
            let end = self.edge(to, 1.0, more);
            let top = self.y;
            self.y += LOOP.1;
            self.spots[at] = Spot {
                x: (start, end),
                y: (top, self.y),
            };
            self.reach(start, start + width.max(LOOP.0) + 8.0);
        } else {
            let end = self.edge(to, -sign, more);
            self.spots[at] = Spot {
                x: (start, end),
                y: (self.y, self.y),
            };
            let half = (start - end).abs().max(width) / 2.0;
            self.reach((start + end) / 2.0 - half, (start + end) / 2.0 + half);
        }
        self.line = self.y;
        self.y += (head / 2.0 - 4.0).max(2.0);
    }

    /// Where a line meets a column from the side of a sign: at the edge of the bar that stands there.
    fn edge(&self, column: usize, sign: f64, more: usize) -> f64 {
        let depth = self.bars.iter().filter(|(at, _)| *at == column).count() + more;
        match depth {
            0 => self.columns[column],
            _ if sign < 0.0 => self.columns[column] - BAR.0,
            _ => self.columns[column] + BAR.0 + BAR.1 * (depth - 1) as f64,
        }
    }

    fn note(&mut self, at: usize, x: (f64, f64), height: f64) {
        self.y += 10.0;
        self.spots[at] = Spot {
            x,
            y: (self.y, self.y + height),
        };
        self.y += height;
        self.line = self.y;
        self.y += 2.0;
        self.reach(x.0, x.1);
    }

    /// The innermost frame, and the picture, hold what lies between these.
    fn reach(&mut self, left: f64, right: f64) {
        self.x = (self.x.0.min(left), self.x.1.max(right));
        if let Some(frame) = self.frames.last_mut() {
            let (low, high) = frame.held.unwrap_or((left, right));
            frame.held = Some((low.min(left), high.max(right)));
        }
    }

    fn close(&mut self) {
        let Some(Frame { step: at, held, label }) = self.frames.pop() else {
            return;
        };
        let (left, right) = held.unwrap_or(self.x);
        let x = (left - FRAME.1, (right + FRAME.1).max(left - FRAME.1 + label));
        self.spots[at].x = x;
        self.spots[at].y.1 = self.y;
        self.reach(x.0, x.1);
    }

    fn stop(&mut self, open: usize, bottom: f64) {
        let (column, top) = self.bars.remove(open);
        let depth = self.bars[..open].iter().filter(|(at, _)| *at == column).count();
        let left = self.columns[column] - BAR.0 + BAR.1 * depth as f64;
        self.done.push(Spot {
            x: (left, left + 2.0 * BAR.0),
            y: (top, bottom.max(top + 12.0)),
        });
    }

    /// What is still open ends with the last step.
    fn end(&mut self) {
        while !self.bars.is_empty() {
            self.stop(self.bars.len() - 1, self.y);
        }
        // Those that stand on others are drawn behind them.
        self.done.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, places};

    #[test]
    fn texts_have_room_between_their_columns() {
        let heads = [(80.0, 40.0), (80.0, 40.0), (80.0, 40.0)];
        let steps = [
            Step::Line((0, 1), (300.0, 16.0)),
            Step::Line((2, 0), (100.0, 16.0)),
            Step::Line((1, 1), (50.0, 16.0)),
            Step::Beside(2, 1.0, (120.0, 30.0)),
        ];
        let found = places(&heads, &[], &steps);
        assert!(found.columns[1] - found.columns[0] >= 300.0 && found.columns[2] - found.columns[1] >= 106.0);
        assert!(found.x.1 >= found.columns[2] + 120.0);
        let tops: Vec<f64> = found.spots.iter().map(|spot| spot.y.1).collect();
        assert!(tops.is_sorted() && found.bottom >= tops[3], "{tops:?}");
        assert!(found.spots[1].x.0 > found.spots[1].x.1, "it leads to the left");
    }

    #[test]
    fn frames_hold_their_steps_and_bars_their_lines() {
        let steps = [
            Step::Open((40.0, 20.0)),
            Step::Line((0, 1), (10.0, 16.0)),
            Step::Start(1),
            Step::Open((40.0, 20.0)),
            Step::Over((0, 1), (10.0, 30.0)),
            Step::Close,
            Step::Next((0.0, 0.0)),
            Step::Line((1, 0), (10.0, 16.0)),
            Step::Stop(1),
            Step::Close,
            Step::Start(0),
        ];
        let found = places(&[(80.0, 40.0); 2], &[], &steps);
        let (outer, inner, note) = (found.spots[0], found.spots[3], found.spots[4]);
        assert!(outer.x.0 < inner.x.0 && inner.x.0 < note.x.0 && outer.x.1 > inner.x.1);
        assert!(outer.y.0 < inner.y.0 && inner.y.1 < found.spots[6].y.0 && found.spots[6].y.0 < outer.y.1);
        assert_eq!(found.bars.len(), 2);
        assert_eq!(found.bars[1].y, (found.spots[1].y.1, found.spots[7].y.1));
        assert_eq!(found.spots[1].x.1, found.columns[1] - 5.0);
        assert_eq!(places(&[], &[], &[]).bottom, 0.0);
    }
}
