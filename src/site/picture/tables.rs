//! Entity diagrams and class diagrams as inline SVG: boxes with rows, and lines with marks at their ends. It knows no page.

use crate::draw::net::net;
use crate::draw::way::{Point, Tie, Towards};
use crate::site::picture::canvas::{Canvas, LETTER, SMALL, lines, size};
use crate::site::picture::net::{self, End, Line, room, towards};
use crate::syntax::mermaid::class::{Class, Classes};
use crate::syntax::mermaid::entity::{Count, Entities, Entity};
use crate::syntax::mermaid::relation::Head;
use crate::text::width::{columns, cut};

/// Columns and lines of a title, of a note, and columns of what stands in a row.
const TITLE: (usize, usize) = (30, 3);
const NOTE: (usize, usize) = (36, 8);
const WIDEST: usize = 44;
/// Width of a column of a title.
const BOLD: f64 = 8.8;
/// Height of a row, white beside it and between two cells, white above and below a title and rows.
const ROW: f64 = 19.0;
const BESIDE: f64 = 12.0;
const WHITE: f64 = 8.0;

/// A box with rows.
struct Table {
    /// A small word above the title; mostly none.
    above: String,
    title: Vec<String>,
    /// Parts with a line between them: their rows, and the cells of these.
    parts: Vec<Vec<Vec<String>>>,
    /// The widths of all columns.
    widths: Vec<f64>,
    is_note: bool,
}

/// Draws an entity diagram: one `<svg>` with this name and description.
pub(crate) fn entities(diagram: &Entities, told: (&str, &str)) -> String {
    let tables: Vec<Table> = diagram.entities.iter().map(entity).collect();
    let end = |count: Count| match count {
        Count::One => End::One,
        Count::MaybeOne => End::MaybeOne,
        Count::Many => End::Many,
        Count::MaybeMany => End::MaybeMany,
    };
    let ties = diagram.ties.iter().map(|tie| {
        let line = Line {
            class: if tie.is_firm { "way" } else { "way dashed" },
            ends: (end(tie.counts.0), end(tie.counts.1)),
            label: &tie.label,
            ..Line::default()
        };
        (tie.ends, line)
    });
    let ties: Vec<_> = ties.collect();
    draw((&tables, &ties), towards(diagram.direction), told)
}

/// Draws a class diagram: one `<svg>` with this name and description.
pub(crate) fn classes(diagram: &Classes, told: (&str, &str)) -> String {
    let tables: Vec<Table> = diagram.classes.iter().map(class).collect();
    let end = |head: Head| match head {
        Head::None => End::None,
        Head::Arrow => End::Open,
        Head::Triangle => End::Triangle,
        Head::Filled => End::Filled,
        Head::Hollow => End::Hollow,
        Head::Ring => End::Ring,
    };
    let ties = diagram.relations.iter().map(|relation| {
        let line = Line {
            class: if relation.is_dashed { "way dashed" } else { "way" },
            ends: (end(relation.heads.0), end(relation.heads.1)),
            label: &relation.label,
            beside: (&relation.counts.0, &relation.counts.1),
        };
        (relation.ends, line)
    });
    let ties: Vec<_> = ties.collect();
    draw((&tables, &ties), towards(diagram.direction), told)
}

/// Lines between tables, by the indices of these.
type Ties<'a> = [((usize, usize), Line<'a>)];

fn draw((tables, lines): (&[Table], &Ties), towards: Towards, told: (&str, &str)) -> String {
    let sizes: Vec<Point> = tables.iter().map(Table::size).collect();
    let ties = lines.iter().map(|(ends, line)| Tie {
        ends: *ends,
        said: room(line.label),
        wide: (net::wide(line.ends.0), net::wide(line.ends.1)),
    });
    let found = net(&sizes, &ties.collect::<Vec<_>>(), towards);
    let mut canvas = Canvas::default();
    let strokes: Vec<Line> = lines.iter().map(|(_, line)| line.clone()).collect();
    net::draw(&mut canvas, &strokes, &found.ways);
    for ((table, at), size) in tables.iter().zip(&found.boxes).zip(&sizes) {
        table.draw(&mut canvas, *at, *size);
    }
    canvas.close(told, (0.0, 0.0), found.size)
}

fn entity(entity: &Entity) -> Table {
    let rows = entity.rows.iter().map(|row| {
        let cells = [&row.sort, &row.name, &row.keys, &row.comment];
        cells.map(|cell| cut(cell, WIDEST)).to_vec()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let parts = if rows.is_empty() { Vec::new() } else { vec![rows] };
    Table::new((String::new(), &entity.label), parts)
}

fn class(class: &Class) -> Table {
    let part = |members: &[String]| {
        members
            .iter()
            .map(|member| vec![cut(member, WIDEST)])
            .collect::<Vec<_>>()
    };
    let mut parts = vec![part(&class.fields), part(&class.methods)];
    parts.retain(|part| !part.is_empty());
    let mark = if class.mark.is_empty() {
        String::new()
    } else {
        format!("«{}»", class.mark)
    };
    let above = [class.space.as_str(), mark.as_str()].join(" ");
    let table = Table::new((cut(above.trim(), TITLE.0), &class.label), parts);
    Table {
        is_note: class.is_note,
        ..table
    }
}

impl Table {
    fn new((above, title): (String, &str), parts: Vec<Vec<Vec<String>>>) -> Table {
        let mut widths: Vec<f64> = Vec::new();
        for row in parts.iter().flatten() {
            widths.resize(widths.len().max(row.len()), 0.0);
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = width.max(columns(cell) as f64 * SMALL);
            }
        }
        Table {
            above,
            title: lines(title, TITLE),
            parts,
            widths,
            is_note: false,
        }
    }

    /// The height of what stands above the rows.
    fn head(&self) -> f64 {
        let above = if self.above.is_empty() { 0.0 } else { 14.0 };
        self.title.len().max(1) as f64 * LETTER.1 + above + 2.0 * WHITE
    }

    fn size(&self) -> Point {
        if self.is_note {
            let (width, height) = size(&lines(&self.title.join("\n"), NOTE), SMALL);
            return (width + 22.0, height + 14.0);
        }
        let filled = self.widths.iter().filter(|width| **width > 0.0);
        let rows = filled.map(|width| width + BESIDE).sum::<f64>() + BESIDE;
        let title = size(&self.title, BOLD).0.max(columns(&self.above) as f64 * SMALL) + 28.0;
        let parts = self.parts.iter().map(|part| part.len() as f64 * ROW + WHITE);
        (rows.max(title).max(84.0), self.head() + parts.sum::<f64>())
    }

    fn draw(&self, canvas: &mut Canvas, (left, top): Point, (width, height): Point) {
        let middle = left + width / 2.0;
        if self.is_note {
            canvas.rect(("note", 2.0), (left, top), (width, height));
            return canvas.block(
                "said",
                (middle, top + height / 2.0),
                &lines(&self.title.join("\n"), NOTE),
            );
        }
        canvas.rect(("box", 4.0), (left, top), (width, height));
        let mut y = top + self.head();
        let shift = if self.above.is_empty() { 0.0 } else { 7.0 };
        canvas.words("small", (middle, top + WHITE + 9.0), &self.above);
        canvas.block("name", (middle, top + self.head() / 2.0 + shift), &self.title);
        for part in &self.parts {
            canvas.line("inner", &[(left, y), (left + width, y)], "");
            y += WHITE / 2.0;
            for row in part {
                let mut x = left + BESIDE;
                for (at, (cell, width)) in row.iter().zip(&self.widths).enumerate() {
                    let class = if row.len() > 1 && at != 1 {
                        "said start"
                    } else {
                        "row start"
                    };
                    if !cell.is_empty() {
                        canvas.words(class, (x, y + 14.0), cell);
                    }
                    x += if *width > 0.0 { width + BESIDE } else { 0.0 };
                }
                y += ROW;
            }
            y += WHITE / 2.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{classes, entities};
    use crate::syntax::mermaid::{Reading, Sort, read};

    fn drawn(code: &str) -> String {
        match read(code) {
            Reading::Drawn(_, Sort::Entities(found)) => entities(&found, ("x", "y")),
            Reading::Drawn(_, Sort::Classes(found)) => classes(&found, ("x", "y")),
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn every_row_and_every_line_is_drawn_and_texts_stay_texts() {
        for direction in ["TB", "BT", "LR", "RL"] {
            let svg = drawn(&format!(
                "erDiagram\ndirection {direction}\nA ||--o{{ B : \"<script>\"\nB }}|..|o C : x\nA {{\nint id PK \"</svg><script>\"\nstring name\n}}\nB ||--|| B : self\n"
            ));
            let svg = svg
                + &drawn(&format!(
                    "classDiagram\ndirection {direction}\nA <|-- B\nclass A[\"<script>\"] {{\n<<i>>\n+List~int~ x\n+run()\n}}\nA \"1\" o--> \"<b>\" B : </text><script>\nnote for A \"</svg><script>\"\n"
                ));
            assert_eq!(svg.matches("class=\"box\"").count(), 5, "{svg}");
            assert_eq!(svg.matches("class=\"way dashed\"").count(), 2, "{svg}");
            assert_eq!(svg.matches("class=\"note\"").count(), 1);
            assert!(svg.contains("+List&lt;int&gt; x"), "{svg}");
            assert!(
                !svg.contains("<script") && !svg.contains("NaN") && !svg.contains("style"),
                "{svg}"
            );
        }
    }
}
