//! A state diagram as inline SVG: states, states in states, and the arrows between them. It knows no page.

use crate::draw::nest::{Cell, lifted, nest};
use crate::draw::way::{Point, Tie};
use crate::site::picture::canvas::{Canvas, LETTER, SMALL, lines, size};
use crate::site::picture::net::{self, End, Line, room, towards};
use crate::syntax::mermaid::chart::Direction;
use crate::syntax::mermaid::states::{Mark, State, States};

/// Columns and lines of a state's name, and of what is said of it.
const NAME: (usize, usize) = (26, 3);
const SAID: (usize, usize) = (36, 8);
/// Height of the title of a state that holds others.
const TITLE: f64 = 26.0;

/// Draws a state diagram: one `<svg>` with this name and description.
pub(crate) fn draw(diagram: &States, told: (&str, &str)) -> String {
    let mut holds = vec![false; diagram.states.len()];
    for (holder, _) in diagram.states.iter().filter_map(|state| state.within) {
        holds[holder] = true;
    }
    let cells: Vec<Cell> = diagram.states.iter().map(|state| cell(diagram, state)).collect();
    let labels: Vec<String> = diagram
        .changes
        .iter()
        .map(|change| label(diagram, &cells, change.ends, &change.label))
        .collect();
    let ties = diagram.changes.iter().zip(&labels).map(|(change, label)| Tie {
        ends: change.ends,
        said: room(label),
        ..Tie::default()
    });
    let ties: Vec<Tie> = ties.collect();
    let found = nest(&cells, &ties, towards(diagram.direction));
    let mut canvas = Canvas::default();
    for (at, state) in diagram.states.iter().enumerate().filter(|(at, _)| holds[*at]) {
        let ((x, y), size) = found.boxes[at];
        canvas.rect(("ground", 10.0), (x, y), size);
        canvas.line("inner", &[(x, y + TITLE), (x + size.0, y + TITLE)], "");
        canvas.block(
            "",
            (x + size.0 / 2.0, y + TITLE / 2.0),
            &lines(&state.label, (NAME.0, 1)),
        );
    }
    for (from, to) in found.parts {
        canvas.line("inner dashed", &[from, to], "");
    }
    let arrows: Vec<Line> = diagram
        .changes
        .iter()
        .zip(&labels)
        .map(|(change, label)| {
            let is_note = diagram.states[change.ends.1].mark == Mark::Note;
            Line {
                class: if is_note { "way dashed" } else { "way" },
                ends: (End::None, if is_note { End::None } else { End::Arrow }),
                label,
                ..Line::default()
            }
        })
        .collect();
    net::draw(&mut canvas, &arrows, &found.ways);
    for (at, state) in diagram.states.iter().enumerate().filter(|(at, _)| !holds[*at]) {
        shape(&mut canvas, state, found.boxes[at]);
    }
    canvas.close(told, (0.0, 0.0), found.size)
}

/// What an arrow says. One that leads to what another state holds leads only to that state here, so it says the rest.
fn label(diagram: &States, cells: &[Cell], ends: (usize, usize), label: &str) -> String {
    let drawn = lifted(cells, ends);
    let name = |at: usize| match diagram.states[at].mark {
        Mark::Plain => diagram.states[at].label.replace('\n', " "),
        _ => String::new(),
    };
    let mut parts = vec![label.to_owned()];
    if drawn.0 != ends.0 {
        parts.push(format!("from {}", name(ends.0)));
    }
    if drawn.1 != ends.1 {
        parts.push(format!("to {}", name(ends.1)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn cell(diagram: &States, state: &State) -> Cell {
    let around = state
        .within
        .map_or(diagram.direction, |(holder, _)| diagram.states[holder].direction);
    let is_level = matches!(around, Direction::Left | Direction::Right);
    let name = size(&lines(&state.label, NAME), LETTER.0);
    let said = size(&said(state), SMALL);
    let size = match state.mark {
        Mark::Start => (16.0, 16.0),
        Mark::End => (20.0, 20.0),
        Mark::Choice => (30.0, 30.0),
        Mark::Bar if is_level => (7.0, 70.0),
        Mark::Bar => (70.0, 7.0),
        Mark::Note => {
            let (width, height) = self::size(&lines(&state.label, SAID), SMALL);
            (width + 22.0, height + 14.0)
        }
        Mark::Plain => {
            let width = (name.0.max(said.0) + 30.0).max(84.0);
            let more = if said.1 > 0.0 { said.1 + 12.0 } else { 0.0 };
            (width, name.1.max(LETTER.1) + 21.0 + more)
        }
    };
    Cell {
        size,
        within: state.within,
        towards: towards(state.direction),
    }
}

/// What is said of a state below its name.
fn said(state: &State) -> Vec<String> {
    let all = state.lines.iter().flat_map(|line| lines(line, SAID));
    all.take(SAID.1).collect()
}

fn shape(canvas: &mut Canvas, state: &State, ((left, top), (width, height)): (Point, Point)) {
    let middle = (left + width / 2.0, top + height / 2.0);
    match state.mark {
        Mark::Start => canvas.circle("tip", middle, 8.0),
        Mark::End => {
            canvas.circle("ring", middle, 9.0);
            canvas.circle("tip", middle, 5.0);
        }
        Mark::Choice => {
            let (right, bottom) = (left + width, top + height);
            let points = [(middle.0, top), (right, middle.1), (middle.0, bottom), (left, middle.1)];
            canvas.line("box", &points, "z");
        }
        Mark::Bar => canvas.rect(("tip", 2.0), (left, top), (width, height)),
        Mark::Note => {
            canvas.rect(("note", 2.0), (left, top), (width, height));
            canvas.block("said", middle, &lines(&state.label, SAID));
        }
        Mark::Plain => {
            canvas.rect(("box", 12.0), (left, top), (width, height));
            let (name, said) = (lines(&state.label, NAME), said(state));
            if said.is_empty() {
                return canvas.block("", middle, &name);
            }
            let high = name.len() as f64 * LETTER.1 + 16.0;
            canvas.block("", (middle.0, top + high / 2.0), &name);
            canvas.line("inner", &[(left, top + high), (left + width, top + high)], "");
            canvas.block("said", (middle.0, top + (high + height) / 2.0), &said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::syntax::mermaid::{Reading, Sort, read};

    #[test]
    fn every_state_is_drawn_and_texts_stay_texts() {
        for direction in ["TB", "BT", "LR", "RL"] {
            let code = format!(
                "stateDiagram-v2\ndirection {direction}\n[*] --> A\nA --> B : a < b<script>\nA : \"&<b>\nstate B {{\n[*] --> c\nc --> c : again\n--\nd --> [*]\n}}\nA --> d\nstate x <<choice>>\nB --> x\nnote left of A : </svg><script>\nstate f <<fork>>\nx --> f\nx --> A : back\n"
            );
            let Reading::Drawn(_, Sort::States(states)) = read(&code) else {
                panic!("{code}");
            };
            let svg = draw(&states, ("x", "y"));
            assert_eq!(svg.matches("class=\"tip\" d=").count(), 9, "{svg}");
            assert_eq!(svg.matches("class=\"ground\"").count(), 1);
            assert_eq!(svg.matches("class=\"inner dashed\"").count(), 1);
            assert!(
                svg.contains(">to d</text>") && svg.contains(">a &lt; b</text>"),
                "{svg}"
            );
            assert!(
                !svg.contains("<script") && !svg.contains("NaN") && !svg.contains("style"),
                "{svg}"
            );
        }
    }
}
