//! Rules as users name them: by name, or all of an area as `link/*`.

use crate::model::allow::area;
use crate::rules::ALL;
use crate::text::similar;

/// What to say where no rule is meant by what is written; `None` where one is.
pub(crate) fn unknown(written: &str) -> Option<String> {
    let area_of = |name: &'static str| name.split_once('/').map_or(name, |(area, _)| area);
    let names = || ALL.iter().map(|rule| rule.name);
    match area(written) {
        Some(area) if names().any(|name| area_of(name) == area) => None,
        Some(area) => Some(match similar::nearest(area, names().map(area_of)) {
            Some(nearest) => format!("did you mean `{nearest}/*`?"),
            None => "`opsrepo rules` lists the rules and their areas".to_owned(),
        }),
        None if names().any(|name| name == written) => None,
        None => Some(match similar::nearest(written, names()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "`opsrepo rules` lists the rules".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn names_and_areas_are_known() {
        assert!(unknown("link/broken").is_none() && unknown("link/*").is_none());
        assert_eq!(unknown("link/brokn").as_deref(), Some("did you mean `link/broken`?"));
        assert_eq!(unknown("lnik/*").as_deref(), Some("did you mean `link/*`?"));
        for written in ["", "*", "link", "link/", "/*", "link/b*"] {
            assert!(unknown(written).is_some(), "{written}");
        }
    }
}
