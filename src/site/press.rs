//! The templates of the site, ready to be filled: opsrepo's own, and those of the theme in their place.
//!
//! It knows no page: a page hands it a name and a context.

use crate::site::sheet::Printed;
use crate::site::theme::Theme;
use crate::text::span::FileId;
use crate::text::template::Templates;
use anyhow::Context as _;
use serde::Serialize;

/// The templates that opsrepo brings. A theme may replace each by its name and add others that they include.
const OWN: &[(&str, &str)] = &[
    ("404.html", include_str!("templates/404.html")),
    ("a-z.html", include_str!("templates/a-z.html")),
    ("base.html", include_str!("templates/base.html")),
    ("changes.html", include_str!("templates/changes.html")),
    ("charts.html", include_str!("templates/charts.html")),
    ("checks.html", include_str!("templates/checks.html")),
    ("home.html", include_str!("templates/home.html")),
    ("incident-course.html", include_str!("templates/incident-course.html")),
    ("incident-lines.html", include_str!("templates/incident-lines.html")),
    (
        "incident-services.html",
        include_str!("templates/incident-services.html"),
    ),
    (
        "incident-statistics.html",
        include_str!("templates/incident-statistics.html"),
    ),
    ("incidents.html", include_str!("templates/incidents.html")),
    ("index.html", include_str!("templates/index.html")),
    ("join.html", include_str!("templates/join.html")),
    ("page.html", include_str!("templates/page.html")),
    ("pages.html", include_str!("templates/pages.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("people.html", include_str!("templates/people.html")),
    ("record.html", include_str!("templates/record.html")),
    ("review.html", include_str!("templates/review.html")),
    ("rule.html", include_str!("templates/rule.html")),
    ("search.html", include_str!("templates/search.html")),
];

/// The templates of one site.
pub struct Press {
    templates: Templates,
}

impl Press {
    /// Reads all templates. Fails where one of the theme cannot be read: the error names it and the line.
    pub fn new(theme: &Theme) -> anyhow::Result<Press> {
        let mut templates = Templates::new();
        let own = OWN.iter().copied();
        let users = theme.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        for (name, text) in own.chain(users).filter(|(name, _)| name.ends_with(".html")) {
            templates.add(name, text).context("reading the site's templates")?;
        }
        Ok(Press { templates })
    }

    /// Fills a template.
    pub(crate) fn fill(&self, template: &str, context: &impl Serialize) -> anyhow::Result<Printed> {
        let text = self.templates.fill(template, context);
        Ok(text.with_context(|| format!("rendering {template}"))?.into())
    }

    /// Fills a template of a page that shows files of the repository.
    pub(crate) fn fill_with(
        &self,
        template: &str,
        (context, assets): (&impl Serialize, Vec<FileId>),
    ) -> anyhow::Result<Printed> {
        let mut printed = self.fill(template, context)?;
        printed.assets = assets;
        Ok(printed)
    }
}
