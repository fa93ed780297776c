//! What a diagram says to those who do not see it: its name, and its parts in sentences. It draws nothing.

use crate::site::picture::pie::percent;
use crate::syntax::mermaid::Sort;
use crate::syntax::mermaid::chart::{Flow, Stroke, Told};
use crate::syntax::mermaid::class::Classes;
use crate::syntax::mermaid::entity::{Count, Entities};
use crate::syntax::mermaid::pie::Pie;
use crate::syntax::mermaid::relation::Head;
use crate::syntax::mermaid::sequence::{Sequence, Step};
use crate::syntax::mermaid::states::{Mark, States};
use crate::syntax::mermaid::timeline::Timeline;
use crate::text::width::cut;

/// Parts that are told; what a diagram has more stands in its text.
const TOLD: usize = 40;

/// What a sort of diagram is called.
pub(crate) fn sort(sort: &Sort) -> &'static str {
    match sort {
        Sort::Flow(_) => "flowchart",
        Sort::Sequence(_) => "sequence diagram",
        Sort::States(_) => "state diagram",
        Sort::Entities(_) => "entity diagram",
        Sort::Classes(_) => "class diagram",
        Sort::Pie(_) => "pie chart",
        Sort::Timeline(_) => "timeline",
    }
}

/// True where a diagram has nothing that could be drawn.
pub(crate) fn is_empty(sort: &Sort) -> bool {
    match sort {
        Sort::Flow(flow) => flow.nodes.is_empty(),
        Sort::Sequence(sequence) => sequence.actors.is_empty(),
        Sort::States(states) => states.states.is_empty(),
        Sort::Entities(found) => found.entities.is_empty(),
        Sort::Classes(found) => found.classes.is_empty(),
        Sort::Pie(pie) => pie.shares.is_empty(),
        Sort::Timeline(timeline) => timeline.times.is_empty(),
    }
}

/// The name of a picture: what sort it is, and what its author calls it, or else what it holds.
pub(crate) fn name(told: &Told, diagram: &Sort) -> String {
    let word = sort(diagram);
    let own = [&told.name, &told.title].into_iter().find(|name| !name.is_empty());
    let parts: Vec<&str> = match diagram {
        Sort::Flow(flow) => flow.nodes.iter().map(|node| node.label.as_str()).collect(),
        Sort::Sequence(sequence) => sequence.actors.iter().map(|actor| actor.label.as_str()).collect(),
        Sort::States(found) => {
            let shown = found.states.iter().filter(|state| state.mark == Mark::Plain);
            shown.map(|state| state.label.as_str()).collect()
        }
        Sort::Entities(found) => found.entities.iter().map(|entity| entity.label.as_str()).collect(),
        Sort::Classes(found) => {
            let shown = found.classes.iter().filter(|class| !class.is_note);
            shown.map(|class| class.label.as_str()).collect()
        }
        Sort::Pie(pie) => pie.shares.iter().map(|(name, _)| name.as_str()).collect(),
        Sort::Timeline(timeline) => timeline.times.iter().map(|time| time.label.as_str()).collect(),
    };
    let held = parts.into_iter().take(12).collect::<Vec<_>>().join(", ");
    let name = own.map_or(held.as_str(), String::as_str).replace('\n', " ");
    format!("{}{}: {}", word[..1].to_uppercase(), &word[1..], cut(&name, 180))
}

/// What a picture shows, in sentences: its author's, or else an account of its parts.
pub(crate) fn told(told: &Told, diagram: &Sort) -> String {
    if !told.description.is_empty() {
        return told.description.clone();
    }
    let parts = match diagram {
        Sort::Flow(flow) => arrows(flow),
        Sort::Sequence(sequence) => steps(sequence),
        Sort::States(found) => changes(found),
        Sort::Entities(found) => ties(found),
        Sort::Classes(found) => relations(found),
        Sort::Pie(pie) => shares(pie),
        Sort::Timeline(timeline) => times(timeline),
    };
    let more = parts.len().saturating_sub(TOLD);
    let mut out = parts.into_iter().take(TOLD).collect::<Vec<_>>().join(" ");
    if more > 0 {
        out.push_str(&format!(" And {more} more."));
    }
    out.replace('\n', " ")
}

fn arrows(flow: &Flow) -> Vec<String> {
    let name = |at: usize| flow.nodes[at].label.as_str();
    let shown = flow.edges.iter().filter(|edge| edge.stroke != Stroke::Hidden);
    let told = shown.map(|edge| format!("{} to {}{}.", name(edge.from), name(edge.to), spoken(&edge.label)));
    told.collect()
}

fn steps(sequence: &Sequence) -> Vec<String> {
    let name = |at: usize| sequence.actors[at].label.as_str();
    let told = sequence.steps.iter().filter_map(|step| match step {
        Step::Message(message) => {
            let (from, to) = message.ends;
            let number = message.number.map_or(String::new(), |number| format!("{number}: "));
            Some(format!("{number}{} to {}: {}.", name(from), name(to), message.text))
        }
        Step::Note(_, _, text) => Some(format!("Note: {text}.")),
        Step::Open("rect", _) | Step::Start(_) | Step::Stop(_) => None,
        Step::Open(word, text) => Some(format!("Begin {word} {text}.")),
        Step::Next(text) => Some(format!("Else {text}.")),
        Step::Close => None,
    });
    told.collect()
}

fn changes(found: &States) -> Vec<String> {
    let name = |at: usize| match found.states[at].mark {
        Mark::Start => "the start",
        Mark::End => "the end",
        _ => found.states[at].label.as_str(),
    };
    let told = found.changes.iter().map(|change| {
        let (from, to) = change.ends;
        let label = match found.states[to].mark {
            Mark::Note => return format!("Note on {}: {}.", name(from), name(to)),
            _ => spoken(&change.label),
        };
        format!("{} to {}{label}.", name(from), name(to))
    });
    told.collect()
}

fn ties(found: &Entities) -> Vec<String> {
    let name = |at: usize| found.entities[at].label.as_str();
    let count = |count: Count| match count {
        Count::One => "one",
        Count::MaybeOne => "none or one",
        Count::Many => "one or more",
        Count::MaybeMany => "any number of",
    };
    let told = found.ties.iter().map(|tie| {
        let (from, to) = (name(tie.ends.0), name(tie.ends.1));
        let (left, right) = (count(tie.counts.0), count(tie.counts.1));
        format!("{left} {from} to {right} {to}{}.", spoken(&tie.label))
    });
    told.collect()
}

fn relations(found: &Classes) -> Vec<String> {
    let name = |at: usize| found.classes[at].label.as_str();
    let told = found.relations.iter().map(|relation| {
        let (from, to) = (name(relation.ends.0), name(relation.ends.1));
        match relation.heads {
            (Head::Triangle, Head::None) => format!("{to} is a {from}{}.", spoken(&relation.label)),
            (Head::None, Head::Triangle) => format!("{from} is a {to}{}.", spoken(&relation.label)),
            (Head::Filled | Head::Hollow, _) => format!("{from} has {to}{}.", spoken(&relation.label)),
            _ => format!("{from} to {to}{}.", spoken(&relation.label)),
        }
    });
    told.collect()
}

fn shares(pie: &Pie) -> Vec<String> {
    let whole: f64 = pie.shares.iter().map(|(_, share)| share).sum();
    let told = pie
        .shares
        .iter()
        .map(|(name, share)| format!("{name}: {}.", percent(share / whole)));
    told.collect()
}

fn times(timeline: &Timeline) -> Vec<String> {
    let told = timeline
        .times
        .iter()
        .map(|time| format!("{}{}.", time.label, spoken(&time.events.join(", "))));
    told.collect()
}

fn spoken(label: &str) -> String {
    match label {
        "" => String::new(),
        label => format!(": {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_empty, name, told};
    use crate::syntax::mermaid::chart::Told;
    use crate::syntax::mermaid::{Reading, Sort, read};

    fn diagram(code: &str) -> (Told, Sort) {
        match read(code) {
            Reading::Drawn(told, sort) => (told, sort),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pictures_are_told() {
        for (code, called, said) in [
            (
                "graph TD\nA -->|x| B --> C\nA ~~~ C",
                "Flowchart: A, B, C",
                "A to B: x. B to C.",
            ),
            (
                "sequenceDiagram\nautonumber\nloop twice\nA->>B: x\nend\n",
                "Sequence diagram: A, B",
                "Begin loop twice. 1: A to B: x.",
            ),
            (
                "stateDiagram-v2\n[*] --> A\nA --> B : x\nnote right of A : n\n",
                "State diagram: A, B",
                "the start to A. A to B: x. Note on A: n.",
            ),
            (
                "erDiagram\nA ||--o{ B : x\n",
                "Entity diagram: A, B",
                "one A to any number of B: x.",
            ),
            (
                "classDiagram\nA <|-- B\nA *-- C\n",
                "Class diagram: A, B, C",
                "B is a A. A has C.",
            ),
            (
                "pie title P\n\"a\" : 1\n\"b\" : 3\n",
                "Pie chart: P",
                "a: 25 %. b: 75 %.",
            ),
            (
                "timeline\n2002 : a : b\n2003\n",
                "Timeline: 2002, 2003",
                "2002: a, b. 2003.",
            ),
            ("graph TD\naccTitle: T\naccDescr: D\nA", "Flowchart: T", "D"),
        ] {
            let (all, sort) = diagram(code);
            assert_eq!((name(&all, &sort).as_str(), told(&all, &sort).as_str()), (called, said));
        }
        assert!(is_empty(&diagram("graph TD\n%% x\n").1));
        let many = format!("graph TD\nA{}", " --> A".repeat(50));
        let (all, sort) = diagram(&many);
        assert!(told(&all, &sort).ends_with("A to A. And 10 more."));
    }
}
