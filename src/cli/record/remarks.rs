//! The same remark about many records, said once. It knows no command.

use crate::cli::args::Global;
use crate::cli::terminal::Terminal;
use std::collections::HashMap;

/// Things that are named under a remark; more are counted, and `--verbose` names them too.
const SHOWN: usize = 10;

/// How many things a remark names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The first of them.
    Some,
    /// All.
    All,
}

impl Extent {
    /// As `--verbose` has it.
    pub(super) fn of(global: &Global) -> Self {
        if global.verbose { Extent::All } else { Extent::Some }
    }

    /// The things that are named, and how many more there are.
    pub(super) fn cut(self, mut things: Vec<String>) -> Vec<String> {
        if self == Extent::Some && things.len() > SHOWN + 1 {
            let more = things.len() - SHOWN;
            things.truncate(SHOWN);
            things.push(format!("and {more} more"));
        }
        things
    }
}

/// Remarks, each with all that it is about, in the order in which they were first made.
pub(super) fn grouped(remarks: impl IntoIterator<Item = (String, String)>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (what, about) in remarks {
        let at = *known.entry(what.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, all)) => all.push(about),
            None => groups.push((what, vec![about])),
        }
    }
    groups
}

/// Says each remark once, with a list of what it is about where that is more than one thing.
pub(super) fn tell(remarks: impl IntoIterator<Item = (String, String)>, extent: Extent, terminal: &mut Terminal) {
    for (what, about) in grouped(remarks) {
        match &about[..] {
            [one] => terminal.note(&format!("{one}: {what}")),
            several => {
                let head = format!("{what}, {} times:", several.len());
                terminal.note_of(&head, &extent.cut(about));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, grouped};

    #[test]
    fn remarks_are_said_once_in_their_order() {
        let remarks = [("b", "1"), ("a", "1"), ("b", "2")];
        let groups = grouped(remarks.map(|(what, about)| (what.to_owned(), about.to_owned())));
        let said: Vec<String> = groups
            .iter()
            .map(|(what, all)| format!("{what} {}", all.join("+")))
            .collect();
        assert_eq!(said, ["b 1+2", "a 1"]);
    }

    #[test]
    fn many_are_counted() {
        let things = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(Extent::Some.cut(things(11)).len(), 11);
        assert_eq!(Extent::Some.cut(things(12)).last().unwrap(), "and 2 more");
        assert_eq!(Extent::All.cut(things(40)).len(), 40);
    }
}
