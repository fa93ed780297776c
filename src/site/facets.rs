//! What a row of a list can be picked by: its status, its tags, its services, its people and the like. `js/filter.js` makes the
//! means of picking out of it; without a script it does nothing.

use crate::model::kind_names::SERVICE;
use crate::model::ownership;
use crate::model::record::{Record, RecordId, Target};
use crate::site::chip::chip;
use crate::site::person::without_addresses;
use crate::site::plan::Plan;
use crate::site::review::review;
use serde::Serialize;
use std::collections::BTreeSet;

/// The facets of a row; several values of one stand on lines of their own. The macro `facets` of `parts.html` writes
/// them.
#[derive(Clone, Default, Serialize)]
pub(crate) struct Facets {
    /// The word on its chip, or that there is none.
    pub status: String,
    /// Its tags.
    pub tag: String,
    /// Names of the services that it is about.
    pub service: String,
    /// Names of the people in it.
    pub person: String,
    /// What sort of thing it describes.
    pub sort: String,
    /// Who owns it, as itself says.
    pub owner: String,
    /// How bad it was.
    pub severity: String,
    /// Whether its review was due; empty where it says nothing of that.
    pub review: String,
}

/// The facets of a record.
pub(crate) fn facets(plan: &Plan, id: RecordId) -> Facets {
    let record = plan.workspace.record(id);
    let chip = chip(&record.status, plan.workspace.kind_of(record));
    let tags = record.list("tags").iter().map(|word| word.text.clone());
    let people = record.people.iter().map(|person| without_addresses(&person.name));
    let owner = record.text(ownership::FIELD).map(without_addresses);
    let owners = ownership::stated(record).map(|owner| without_addresses(ownership::short(owner.name)));
    let review = review(plan.workspace, record).map(|review| if review.is_past { "was due" } else { "fresh" });
    Facets {
        status: chip.map_or_else(|| "no status".to_owned(), |chip| chip.word),
        tag: lines(tags),
        service: lines(services(plan, record)),
        person: lines(people.chain(owner)),
        sort: lines(record.text("type").map(str::to_owned).into_iter()),
        owner: lines(owners),
        severity: lines(record.text("severity").map(str::to_owned).into_iter()),
        review: review.unwrap_or_default().to_owned(),
    }
}

/// The names of the services that a record names; of one that is not known here, what is written.
fn services<'p>(plan: &'p Plan, record: &'p Record) -> impl Iterator<Item = String> {
    let references = record.references.iter();
    let to_services = references.filter(|reference| reference.kind.as_deref() == Some(SERVICE));
    to_services.map(|reference| match reference.target {
        Target::Record(id) => plan.workspace.record(id).name().to_owned(),
        _ => reference.raw.clone(),
    })
}

/// Values one a line, each once, in the order of the alphabet.
fn lines(values: impl Iterator<Item = String>) -> String {
    let one_line = |value: String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let values: BTreeSet<String> = values.map(one_line).filter(|value| !value.is_empty()).collect();
    values.into_iter().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_value_is_one_line() {
        let values = ["b c", "a\nb", "  ", "b  c"].map(str::to_owned);
        assert_eq!(lines(values.into_iter()), "a b\nb c");
    }
}
