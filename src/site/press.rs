//! The templates of the site, ready to be filled: opsrepo's own, and those of the theme in their place.
//!
//! It knows no page: a page hands it a name and a context.

use crate::site::faults::Unfilled;
use crate::site::sheet::Printed;
use crate::site::theme::Theme;
use crate::site::variables::Known;
use crate::text::span::FileId;
use crate::text::template::{TemplateError, Templates};
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
    ("configs.html", include_str!("templates/configs.html")),
    ("decision.html", include_str!("templates/decision.html")),
    ("decisions-graph.html", include_str!("templates/decisions-graph.html")),
    ("decisions.html", include_str!("templates/decisions.html")),
    ("head.html", include_str!("templates/head.html")),
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
    ("moved.html", include_str!("templates/moved.html")),
    ("page.html", include_str!("templates/page.html")),
    ("pages.html", include_str!("templates/pages.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("people.html", include_str!("templates/people.html")),
    ("record.html", include_str!("templates/record.html")),
    ("review.html", include_str!("templates/review.html")),
    ("rule.html", include_str!("templates/rule.html")),
    ("runbook.html", include_str!("templates/runbook.html")),
    ("runbooks.html", include_str!("templates/runbooks.html")),
    ("search.html", include_str!("templates/search.html")),
    ("service.html", include_str!("templates/service.html")),
    ("services.html", include_str!("templates/services.html")),
    ("ways.html", include_str!("templates/ways.html")),
];

/// Before the name of a template of opsrepo's own, for a theme that builds on the one whose place it takes.
const UNCHANGED: &str = "opsrepo/";

/// The templates of one site.
pub struct Press {
    /// `None` where contexts are told instead.
    templates: Option<Templates>,
    /// The theme's folder and the templates that it brings, for messages.
    theme: (String, Vec<String>),
}

impl Press {
    /// Reads all templates. Fails where one of the theme cannot be read: the error names it and the line.
    pub fn new(theme: &Theme) -> anyhow::Result<Press> {
        let (press, unread) = Press::read(theme);
        match unread.into_iter().next() {
            None => Ok(press),
            Some(error) => Err(error).context("reading the templates of the site"),
        }
    }

    /// Reads all templates that can be read, and says why others cannot.
    pub(crate) fn read(theme: &Theme) -> (Press, Vec<TemplateError>) {
        let mut templates = Templates::new();
        let mut unread = Vec::new();
        let theirs = theme.files.iter().filter(|(name, _)| name.ends_with(".html"));
        let names = theirs.clone().map(|(name, _)| name.clone()).collect();
        let theme_of = (theme.folder.clone(), names);
        let mut add = |name: &str, text: &str| {
            let added = templates.add(name, text);
            unread.extend(added.err().map(|error| placed(error, &theme_of)));
        };
        for (name, text) in OWN {
            add(name, text);
            if theme.text(name).is_some() {
                add(&format!("{UNCHANGED}{name}"), text);
            }
        }
        for (name, text) in theirs {
            add(name, text);
        }
        let press = Press {
            templates: Some(templates),
            theme: theme_of,
        };
        (press, unread)
    }

    /// A press that fills no templates: it tells, as JSON, which one would be filled, and what with.
    pub fn of_contexts() -> Press {
        Press {
            templates: None,
            theme: (String::new(), Vec::new()),
        }
    }

    /// Fills a template.
    pub(crate) fn fill(&self, template: &str, context: &impl Serialize) -> anyhow::Result<Printed> {
        let Some(templates) = &self.templates else {
            let told = Told { template, context };
            return Ok((serde_json::to_string_pretty(&told)? + "\n").into());
        };
        match templates.fill(template, context) {
            Ok(text) => Ok(text.into()),
            Err(error) => {
                let known = error
                    .line
                    .zip(templates.text(&error.template))
                    .and_then(|(line, text)| {
                        let context = serde_json::to_value(context).ok()?;
                        Known::of(&error.message, (&text, line), &context)
                    });
                let error = placed(error, &self.theme);
                Err(Unfilled { error, known }).context("filling the templates of the site")
            }
        }
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

/// A template, and what it would be filled with.
#[derive(Serialize)]
struct Told<'a, C: Serialize> {
    template: &'a str,
    context: &'a C,
}

/// An error with the path that the template has in the repository, where it is one of the theme's; opsrepo's own has the
/// name by which a theme finds it.
fn placed(mut error: TemplateError, (folder, names): &(String, Vec<String>)) -> TemplateError {
    if !folder.is_empty() && names.contains(&error.template) {
        error.template = format!("{folder}/{}", error.template);
    } else if !error.template.starts_with(UNCHANGED) {
        error.template.insert_str(0, UNCHANGED);
    }
    error
}

/// The names of opsrepo's own templates.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OWN.iter().map(|(name, _)| *name)
}

/// The text that a name means to a template: of the theme, else of opsrepo.
pub(crate) fn text_of<'t>(theme: &'t Theme, name: &str) -> Option<&'t str> {
    let own = |name: &str| OWN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let unchanged = || own(name.strip_prefix(UNCHANGED)?);
    theme.text(name).or_else(|| own(name)).or_else(unchanged)
}
