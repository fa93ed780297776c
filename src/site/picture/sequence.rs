//! A sequence diagram as inline SVG: lines of life, what is said between them, and the blocks around it. It knows no page.

use crate::draw::sequence::{LOOP, Places, Size, Spot, Step as Placed, places};
use crate::site::picture::canvas::{Canvas, LETTER, Point, SMALL, lines, size};
use crate::syntax::mermaid::chart::{Side, Stroke, Tip};
use crate::syntax::mermaid::sequence::{Actor, Message, Sequence, Step};

/// Columns and lines of a participant's name, of a message, of a note and of a block's label; what is longer is cut.
const NAME: (usize, usize) = (20, 3);
const MESSAGE: (usize, usize) = (44, 5);
const NOTE: (usize, usize) = (32, 8);
const LABEL: (usize, usize) = (60, 1);
/// Between the heads and the first step, and between the last step and where the lines of life end.
const WHITE: f64 = 10.0;
/// A picture of more steps than this shows the participants below them once more.
const LONG: usize = 16;

/// A diagram with its places.
struct Picture<'a> {
    diagram: &'a Sequence,
    heads: Vec<Size>,
    places: Places,
    /// The height of the highest head.
    top: f64,
    /// The blocks that are open at the step that is drawn.
    open: Vec<Spot>,
    canvas: Canvas,
}

/// Draws a sequence diagram: one `<svg>` with this name and description.
pub(crate) fn draw(diagram: &Sequence, told: (&str, &str)) -> String {
    let heads: Vec<Size> = diagram.actors.iter().map(head).collect();
    let made = diagram.actors.iter().enumerate();
    let made: Vec<(usize, usize)> = made.filter_map(|(at, actor)| Some((actor.life.0?, at))).collect();
    let steps: Vec<Placed> = diagram.steps.iter().map(placed).collect();
    let mut picture = Picture {
        diagram,
        places: places(&heads, &made, &steps),
        top: heads.iter().map(|head| head.1).fold(0.0, f64::max),
        heads,
        open: Vec::new(),
        canvas: Canvas::default(),
    };
    let bottom = picture.places.bottom + WHITE * 2.0;
    let is_long = diagram.steps.len() > LONG;
    let ends = bottom + if is_long { picture.top } else { 0.0 };
    let group = if diagram.groups.is_empty() { 0.0 } else { 24.0 };
    picture.groups(ends);
    picture.washes();
    picture.lives(bottom);
    for bar in &picture.places.bars {
        let size = (bar.x.1 - bar.x.0, bar.y.1 - bar.y.0);
        picture.canvas.rect(("act", 1.0), (bar.x.0, bar.y.0), size);
    }
    for (step, spot) in diagram.steps.iter().zip(picture.places.spots.clone()) {
        picture.step(step, spot);
    }
    for (at, actor) in diagram.actors.iter().enumerate() {
        let middle = match actor.life.0 {
            Some(step) => picture.places.spots[step].y.1,
            None => -WHITE - picture.heads[at].1 / 2.0,
        };
        picture.head(at, middle);
        if is_long && actor.life.1.is_none() {
            picture.head(at, bottom + picture.heads[at].1 / 2.0);
        }
    }
    let (left, right) = picture.places.x;
    let side = if diagram.groups.is_empty() { 0.0 } else { 10.0 };
    let from = (left - side, -WHITE - picture.top - group);
    picture.canvas.close(told, from, (right + side, ends + group / 3.0))
}

/// The size of a participant's head.
fn head(actor: &Actor) -> Size {
    let (width, height) = size(&lines(&actor.label, NAME), LETTER.0);
    match actor.sort.as_str() {
        "actor" => (width.max(40.0) + 8.0, height + 46.0),
        "participant" => ((width + 28.0).max(84.0), height + 22.0),
        "database" => ((width + 28.0).max(84.0), height + 34.0),
        sort => (
            (width + 28.0).max(sort.len() as f64 * SMALL + 20.0).max(84.0),
            height + 36.0,
        ),
    }
}

/// A step by its columns and sizes.
fn placed(step: &Step) -> Placed {
    let label = |text: &str, more: f64| size(&lines(text, LABEL), SMALL).0 + more;
    match step {
        Step::Message(message) => {
            let (width, height) = size(&lines(&message.text, MESSAGE), SMALL);
            Placed::Line(message.ends, (width, height.max(4.0)))
        }
        Step::Note(side, ends, text) => {
            let (width, height) = size(&lines(text, NOTE), SMALL);
            let size = (width + 20.0, height.max(LETTER.1) + 12.0);
            match side {
                Side::Over => Placed::Over(*ends, size),
                Side::Left => Placed::Beside(ends.0, -1.0, size),
                Side::Right => Placed::Beside(ends.0, 1.0, size),
            }
        }
        Step::Open("rect", _) => Placed::Open((0.0, 0.0)),
        Step::Open(word, text) => Placed::Open((label(text, word.len() as f64 * LETTER.0 + 40.0), 0.0)),
        Step::Next(text) if text.is_empty() => Placed::Next((0.0, 0.0)),
        Step::Next(text) => Placed::Next((label(text, 20.0), 18.0)),
        Step::Close => Placed::Close,
        Step::Start(actor) => Placed::Start(*actor),
        Step::Stop(actor) => Placed::Stop(*actor),
    }
}

impl Picture<'_> {
    /// The boxes around those who belong together.
    fn groups(&mut self, bottom: f64) {
        for (group, title) in self.diagram.groups.iter().enumerate() {
            let members = (0..self.heads.len()).filter(|&at| self.diagram.actors[at].group == Some(group));
            let reach = members.fold(None, |found: Option<(f64, f64)>, at| {
                let (middle, half) = (self.places.columns[at], self.heads[at].0 / 2.0);
                let (left, right) = found.unwrap_or((middle - half, middle + half));
                Some((left.min(middle - half), right.max(middle + half)))
            });
            let Some((left, right)) = reach else {
                continue;
            };
            let top = -WHITE - self.top - 24.0;
            let size = (right - left + 16.0, bottom + 6.0 - top);
            self.canvas.rect(("ground", 6.0), (left - 8.0, top), size);
            let most = ((right - left) / SMALL) as usize;
            if let Some(title) = lines(title, (most, 1)).first() {
                self.canvas.words("small", ((left + right) / 2.0, top + 15.0), title);
            }
        }
    }

    /// What stands behind everything: the grounds of `rect`.
    fn washes(&mut self) {
        for (step, spot) in self.diagram.steps.iter().zip(&self.places.spots) {
            if matches!(step, Step::Open("rect", _)) {
                let size = (spot.x.1 - spot.x.0, spot.y.1 - spot.y.0);
                self.canvas.rect(("ground", 4.0), (spot.x.0, spot.y.0), size);
            }
        }
    }

    fn lives(&mut self, bottom: f64) {
        for (at, actor) in self.diagram.actors.iter().enumerate() {
            let x = self.places.columns[at];
            let (made, ended) = actor.life;
            let y = |step: Option<usize>| step.map(|step| self.places.spots[step].y.1);
            let (top, end) = (y(made).unwrap_or(-WHITE), y(ended).unwrap_or(bottom));
            self.canvas.line("life", &[(x, top), (x, end)], "");
            if ended.is_some() {
                self.canvas.path("cross", &cross((x, end), 7.0));
            }
        }
    }

    fn head(&mut self, at: usize, y: f64) {
        let actor = &self.diagram.actors[at];
        let (x, (width, height)) = (self.places.columns[at], self.heads[at]);
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        let name = lines(&actor.label, NAME);
        match actor.sort.as_str() {
            "participant" => {
                self.canvas.rect(("box", 6.0), (left, top), (width, height));
                self.canvas.block("", (x, y), &name);
            }
            "actor" => {
                // The name stands on the page, and the lines of others end behind it.
                self.canvas.rect(("under", 0.0), (left, top), (width, height));
                self.canvas.circle("box", (x, top + 8.0), 6.0);
                let limbs = format!("M{x:.1} {:.1}v13m-11 -8h22m-11 8l-9 11m9 -11l9 11", top + 14.0);
                self.canvas.path("limbs", &limbs);
                self.canvas.block("", (x, y + 21.0), &name);
            }
            "database" => {
                self.canvas.cylinder((left, top), (width, height), 6.0);
                self.canvas.block("", (x, y + 4.0), &name);
            }
            sort => {
                self.canvas.rect(("box", 6.0), (left, top), (width, height));
                self.canvas.words("small", (x, top + 15.0), sort);
                self.canvas.block("", (x, y + 7.0), &name);
            }
        }
    }

    fn step(&mut self, step: &Step, spot: Spot) {
        let size = (spot.x.1 - spot.x.0, spot.y.1 - spot.y.0);
        let middle = ((spot.x.0 + spot.x.1) / 2.0, (spot.y.0 + spot.y.1) / 2.0);
        match step {
            Step::Message(message) => self.message(message, spot),
            Step::Note(_, _, text) => {
                self.canvas.rect(("note", 2.0), (spot.x.0, spot.y.0), size);
                self.canvas.block("said", middle, &lines(text, NOTE));
            }
            Step::Open("rect", _) => self.open.push(spot),
            Step::Open(word, text) => {
                self.open.push(spot);
                self.canvas.rect(("frame", 4.0), (spot.x.0, spot.y.0), size);
                let wide = word.len() as f64 * LETTER.0 + 14.0;
                self.canvas.rect(("tab", 4.0), (spot.x.0, spot.y.0), (wide, 20.0));
                self.canvas
                    .words("small", (spot.x.0 + wide / 2.0, spot.y.0 + 14.0), word);
                self.label(text, (spot.x.0 + wide + 8.0, spot.y.0 + 14.0));
            }
            Step::Next(text) => {
                if let Some(frame) = self.open.last() {
                    let (left, right) = frame.x;
                    self.canvas
                        .line("frame dashed", &[(left, spot.y.0), (right, spot.y.0)], "");
                    self.label(text, (left + 12.0, spot.y.0 + 15.0));
                }
            }
            Step::Close => {
                self.open.pop();
            }
            Step::Start(_) | Step::Stop(_) => {}
        }
    }

    fn label(&mut self, text: &str, at: Point) {
        if let Some(text) = lines(text, LABEL).first() {
            self.canvas.words("said start halo", at, &format!("[{text}]"));
        }
    }

    fn message(&mut self, message: &Message, spot: Spot) {
        let is_self = message.ends.0 == message.ends.1;
        let class = match message.stroke {
            Stroke::Dashed => "way dashed",
            _ => "way",
        };
        let (start, end) = ((spot.x.0, spot.y.0), (spot.x.1, spot.y.1));
        // One that makes somebody ends at the head.
        let end = match self.diagram.actors[message.ends.1].life.0 {
            Some(step) if self.places.spots[step] == spot && !is_self => (
                end.0 + (self.heads[message.ends.1].0 / 2.0).copysign(start.0 - end.0),
                end.1,
            ),
            _ => end,
        };
        let sign = if is_self {
            -1.0
        } else {
            1.0_f64.copysign(end.0 - start.0)
        };
        let shorter = |tip: Tip| {
            if matches!(tip, Tip::Arrow | Tip::Upper | Tip::Lower) {
                8.0
            } else {
                0.0
            }
        };
        let last = (end.0 - sign * shorter(message.tips.1), end.1);
        let first_sign = if is_self { -1.0 } else { -sign };
        let first = (start.0 - first_sign * shorter(message.tips.0), start.1);
        let text = lines(&message.text, MESSAGE);
        if is_self {
            let far = start.0.max(end.0) + LOOP.0;
            let data = format!(
                "M{:.1} {:.1}H{:.1}a8 8 0 0 1 8 8v{:.1}a8 8 0 0 1 -8 8H{:.1}",
                first.0,
                first.1,
                far - 8.0,
                LOOP.1 - 16.0,
                last.0
            );
            self.canvas.path(class, &data);
        } else {
            self.canvas.line(class, &[first, last], "");
        }
        self.tip(message.tips.0, start, first_sign);
        self.tip(message.tips.1, end, sign);
        for (has, at) in [(message.rings.0, start), (message.rings.1, end)] {
            if has {
                self.canvas.circle("ring", at, 3.5);
            }
        }
        if let Some(number) = message.number {
            // A head at the start stays free.
            let start = (start.0 - first_sign * shorter(message.tips.0) * 2.5, start.1);
            self.number(&number.to_string(), start);
        }
        let (x, class) = match is_self {
            true => (
                start.0 + 8.0 + if message.number.is_some() { 6.0 } else { 0.0 },
                "said start halo",
            ),
            false => ((start.0 + end.0) / 2.0, "said halo"),
        };
        let above = start.1 - 6.0 - LETTER.1 * text.len().saturating_sub(1) as f64;
        for (row, line) in text.iter().enumerate() {
            self.canvas.words(class, (x, above + LETTER.1 * row as f64), line);
        }
    }

    /// The number of a message, at its start.
    fn number(&mut self, number: &str, (x, y): Point) {
        let half = number.len() as f64 * SMALL / 2.0 + 5.0;
        self.canvas
            .rect(("count", 8.0), (x - half, y - 8.0), (2.0 * half, 16.0));
        self.canvas.words("number", (x, y + 4.0), number);
    }

    /// What stands at an end of a line that arrives there in the direction of a sign.
    fn tip(&mut self, tip: Tip, (x, y): Point, sign: f64) {
        let (back, half) = (x - sign * 9.0, 4.5);
        match tip {
            Tip::None => {}
            Tip::Arrow => self
                .canvas
                .line("tip", &[(x, y), (back, y - half), (back, y + half)], "z"),
            Tip::Upper => self
                .canvas
                .line("tip", &[(x, y), (back, y - half - 1.0), (back, y)], "z"),
            Tip::Lower => self
                .canvas
                .line("tip", &[(x, y), (back, y + half + 1.0), (back, y)], "z"),
            Tip::Open => self
                .canvas
                .line("way", &[(back, y - half), (x, y), (back, y + half)], ""),
            Tip::UpperOpen => self.canvas.line("way", &[(back, y - half - 1.0), (x, y)], ""),
            Tip::LowerOpen => self.canvas.line("way", &[(back, y + half + 1.0), (x, y)], ""),
            Tip::Cross => self.canvas.path("cross", &cross((x - sign * 7.0, y), 4.5)),
        }
    }
}

/// Two strokes through a place.
fn cross((x, y): Point, half: f64) -> String {
    format!(
        "M{:.1} {:.1}l{wide} {wide}m0 {back}l{back} {wide}",
        x - half,
        y - half,
        wide = 2.0 * half,
        back = -2.0 * half
    )
}
