//! What of a theme has no effect, or another than was meant. It makes no page.

use crate::site::theme::Theme;
use crate::site::{assets, blocks, press};
use crate::text::outline::{outline, position};
use crate::text::similar;
use std::fmt;

/// A file of a theme, or a place in it, that does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Its path in the repository, with line and column where they are known.
    pub place: String,
    /// What is the matter, and what to do.
    pub what: String,
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl Slip {
    /// A slip of a whole file.
    pub(crate) fn of(theme: &Theme, name: &str, what: impl Into<String>) -> Slip {
        Slip {
            place: format!("{}/{name}", theme.folder),
            what: what.into(),
        }
    }

    /// A slip at a byte of a file.
    fn at(theme: &Theme, (name, text, at): (&str, &str, usize), what: impl Into<String>) -> Slip {
        let (line, column) = position(text, at);
        Slip {
            place: format!("{}/{name}:{line}:{column}", theme.folder),
            what: what.into(),
        }
    }
}

/// What can be told from the files of a theme alone, in their order.
pub fn of_theme(theme: &Theme) -> Vec<Slip> {
    let mut slips: Vec<Slip> = theme
        .left
        .iter()
        .map(|(name, why)| Slip::of(theme, name, format!("it is left out: {why}")))
        .collect();
    slips.extend(strays(theme));
    for (name, text) in theme.files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let read = outline(text);
        for lost in blocks::lost(theme, name, &read) {
            slips.push(Slip::at(theme, (name, text, lost.at), lost.why));
        }
        let missing: Vec<String> = blocks::missing(theme, name)
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            let what = format!(
                "it has no place for blocks in which pages stand: {}",
                missing.join(", ")
            );
            slips.push(Slip::of(theme, name, what));
        }
        if let Some(at) = read.loose {
            let what = "this is never shown: of a template that extends another, only what stands in its blocks is";
            slips.push(Slip::at(theme, (name, text, at), what));
        }
    }
    slips
}

/// Files that take the place of nothing, are used by no template and are no page.
fn strays(theme: &Theme) -> Vec<Slip> {
    let known: Vec<&str> = press::names().chain(assets::names()).collect();
    let is_used = |name: &str| {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        // A copy is used by its address, which templates put together.
        let is_copied = assets::is_copied(name);
        let mut texts = theme.files.iter().map(|(_, text)| text);
        texts.any(|text| is_copied && text.contains(name) || quoted.iter().any(|quoted| text.contains(quoted)))
    };
    let is_page = |name: &str| name.starts_with("pages/") && name.ends_with(".html");
    let names = theme.files.iter().map(|(name, _)| name.as_str());
    names
        .filter(|name| !(known.contains(name) || is_page(name) || is_used(name)))
        .map(|name| {
            let meant = similar::nearest(name, known.iter().copied())
                .map(|name| format!("; did you mean {name}?"))
                .unwrap_or_default();
            Slip::of(theme, name, format!("it takes the place of nothing{meant}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of_theme;
    use crate::site::press;
    use crate::site::theme::Theme;

    fn slips(files: &[(&str, &str)]) -> Vec<String> {
        let theme = Theme {
            folder: "t".to_owned(),
            files: files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            ..Theme::default()
        };
        of_theme(&theme).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_does_nothing_is_told() {
        let found = slips(&[
            ("404.html", "{% include \"mine.html\" %}"),
            ("mine.html", ""),
            ("recrod.html", ""),
            ("pages/about.html", ""),
            ("theme.css", ""),
            ("css/nothing-of-ours.css", ""),
            ("print.css", ""),
            (
                "base.html",
                "{% extends 'opsrepo/base.html' %}{% block head %}{{ frame.root }}theme/print.css{% endblock %}",
            ),
        ]);
        assert_eq!(
            found,
            [
                "t/recrod.html: it takes the place of nothing; did you mean record.html?",
                "t/css/nothing-of-ours.css: it takes the place of nothing"
            ]
        );
    }

    #[test]
    fn blocks_and_texts_that_are_never_shown_are_told() {
        let never = "this is never shown: of a template that extends another, only what stands in its blocks is";
        for (name, text, expected) in [
            (
                "base.html",
                "{% extends \"opsrepo/base.html\" %}\n{% block food %}x{% endblock %}",
                "t/base.html:2:10: no template that this one extends has a block `food`; did you mean `foot`?".to_owned(),
            ),
            (
                "pages/x.html",
                "{% extends \"base.html\" %}{% block contents %}{% endblock %}",
                "t/pages/x.html:1:35: no template that this one extends has a block `contents`; there are: foot, head, \
                 layout, main, name"
                    .to_owned(),
            ),
            (
                "record.html",
                "{% extends \"opsrepo/record.html\" %}\n{% block main %}x{% endblock %}",
                "t/record.html:2:10: the block `main` is never shown: `layout` of opsrepo/record.html has no place for it"
                    .to_owned(),
            ),
            (
                "base.html",
                "{% block main %}{% endblock %}",
                "t/base.html: it has no place for blocks in which pages stand: `layout`".to_owned(),
            ),
            (
                "home.html",
                "{% extends \"base.html\" %}\n<p>{% block main %}{% endblock %}",
                format!("t/home.html:2:1: {never}"),
            ),
        ] {
            assert_eq!(slips(&[(name, text)]), [expected], "{name}");
        }
    }

    #[test]
    fn templates_that_are_well_have_no_slips() {
        let inner = "{% extends 'opsrepo/base.html' %}{% block layout %}{% block new %}{% endblock %}{{ super() }}{% endblock %}\
                     {% block main %}{% endblock %}{% set x = 1 %}";
        assert_eq!(slips(&[("base.html", inner)]), Vec::<String>::new());
        let below = "{% extends 'base.html' %}{% block new %}{% endblock %}{% block main %}{% endblock %}";
        assert_eq!(
            slips(&[("base.html", inner), ("home.html", below)]),
            Vec::<String>::new()
        );
        for name in press::names() {
            let none = Theme::default();
            let own = press::text_of(&none, name).unwrap();
            assert_eq!(slips(&[(name, own)]), Vec::<String>::new(), "{name}");
        }
        for torn in [
            "{% extends 'gone.html' %}{% block x %}{% endblock %}",
            "{% extends 'home.html' %}{% block x %}",
        ] {
            assert_eq!(slips(&[("home.html", torn)]), Vec::<String>::new(), "{torn}");
        }
    }
}
