//! `opsrepo.toml`: everything that a repository says about itself, and what is wrong with how it says it.

mod alerts;
mod allow;
mod calendar;
mod cloud;
mod external;
mod incidents;
mod kinds;
mod kubernetes;
pub(crate) mod life;
mod links;
pub mod look;
mod overrides;
mod people;
mod policies;
pub(crate) mod reader;
mod rules;
pub mod scale;
mod schemas;
mod sets;
mod siblings;
mod site;
mod validate;
pub mod values;

use crate::model::allow::area;
use crate::model::calendar::CalendarSetting;
use crate::model::kind::Mark;
use crate::model::lifecycle::Numbering;
use crate::model::settings::look::Site;
use crate::model::settings::scale::IncidentSetting;
use crate::model::sites::generator::Generator;
use crate::model::time::Date;
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use std::collections::BTreeMap;

/// The settings file's name, at the root.
pub const FILE: &str = "opsrepo.toml";

/// What `opsrepo.toml` says; all empty where there is none.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the settings were read; `None` where there is no such file.
    pub place: Option<Span>,
    /// `[cloud] name`.
    pub name: Option<String>,
    /// `[cloud] summary`.
    pub summary: Option<String>,
    /// `[cloud] url`.
    pub url: Option<String>,
    /// `[cloud] timezone`: IANA name.
    pub timezone: Option<String>,
    /// `[site]`.
    pub site: Site,
    /// `[files] exclude`: globs of files that opsrepo acts as if they were not there, for checking.
    pub exclude: Vec<Glob>,
    /// `[sets.NAME]`, in the order of the file.
    pub sets: Vec<SetSetting>,
    /// `[kinds.NAME]`, in the order of the file.
    pub kinds: Vec<KindSetting>,
    /// `[[schemas]]`.
    pub schemas: Vec<SchemaSetting>,
    /// `[policies]`; `None` where there is no such table: then no policy is asked.
    pub policies: Option<PolicySetting>,
    /// `[kubernetes]`.
    pub kubernetes: Kubernetes,
    /// `[vendored]`, in the order of the file.
    pub vendored: Vec<Vendored>,
    /// `[external]`.
    pub external: ExternalSetting,
    /// `[[links]]`, in the order of the file.
    pub links: Vec<LinkSetting>,
    /// `[calendar]`; `None` where there is no such table, or where it does not say the hours.
    pub calendar: Option<CalendarSetting>,
    /// `[alerts] severities`: what alerts may be labelled with; empty where nothing is said.
    pub severities: Vec<String>,
    /// `[incidents]`.
    pub incidents: IncidentSetting,
    /// `[siblings]`, in the order of the file.
    pub siblings: Vec<SiblingSetting>,
    /// `[people]`.
    pub people: PeopleSetting,
    /// `[rules]`: rule name, or `area/*` → level.
    pub rules: BTreeMap<String, Level>,
    /// `[[overrides]]`, in the order of the file.
    pub overrides: Vec<OverrideSetting>,
    /// `[[allow]]`, in the order of the file; only those that say all that is needed.
    pub allow: Vec<AllowSetting>,
    /// `[validate] baseline`: the path of the list of known findings.
    pub baseline: Option<RepoPath>,
    /// Why there is a settings file that was not read; `None` where it was, or where there is none.
    pub unread: Option<String>,
    /// True where the file breaks the grammar of TOML: what is here is what could be saved of it, and nothing follows from
    /// what is strange or missing.
    pub is_torn: bool,
    /// What is wrong with the file, as facts; empty where it is torn.
    pub problems: Vec<SettingProblem>,
}

/// A level as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The word: `off`, `hint`, `warning`, `error`, or something that is none.
    pub word: String,
    /// Where the word is written.
    pub span: Span,
    /// Where the rule's name is written.
    pub key: Span,
}

/// `[[overrides]]`: levels of rules in some files.
#[derive(Clone, Debug)]
pub struct OverrideSetting {
    /// Which files.
    pub files: Vec<Glob>,
    /// Rule name, or `area/*` → level.
    pub rules: BTreeMap<String, Level>,
}

/// `[[allow]]`: rules that some files are spared.
#[derive(Clone, Debug)]
pub struct AllowSetting {
    /// Names of rules, or `area/*`.
    pub rules: Vec<Said>,
    /// Which files.
    pub files: Vec<Glob>,
    /// Why.
    pub reason: String,
    /// The last day; `None` for always.
    pub until: Option<Date>,
}

/// A glob as it is written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    /// The pattern; `*` does not cross `/`, `**` does.
    pub pattern: String,
    /// Where it is written.
    pub span: Span,
}

/// `[people]`: who may be named as an owner.
#[derive(Clone, Debug, Default)]
pub struct PeopleSetting {
    /// `known`: names of people and teams.
    pub known: Vec<Said>,
    /// `files`: data files that list them.
    pub files: Vec<Glob>,
}

/// `[sets.NAME]`.
#[derive(Clone, Debug)]
pub struct SetSetting {
    /// The name.
    pub name: String,
    /// Name of its kind.
    pub kind: String,
    /// Which files belong to it.
    pub files: Vec<Glob>,
    /// Which of them do not.
    pub exclude: Vec<Glob>,
    /// Marks that a file must also show, all of one entry; one entry is enough (`key:kind=Application`).
    pub having: Vec<Vec<Mark>>,
    /// The schema for its records: a kind's name, or the path of a JSON Schema.
    pub schema: Option<String>,
    /// `enabled = false` switches a discovered set of that name off.
    pub is_enabled: bool,
    /// Where it is written.
    pub span: Span,
    /// Where its kind is written; its name where it has none.
    pub kind_span: Span,
}

/// `[kinds.NAME]`: a kind of the user's own, or changes to a built-in one.
#[derive(Clone, Debug, Default)]
pub struct KindSetting {
    /// The name.
    pub name: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `plural`.
    pub plural: Option<String>,
    /// `folder`: where `new` puts the first record.
    pub folder: Option<String>,
    /// `file-name`: pattern for new files.
    pub file_name: Option<String>,
    /// `form`: path of the blank form.
    pub form: Option<String>,
    /// `schema`: path of the JSON Schema.
    pub schema: Option<String>,
    /// `[kinds.NAME.fields]`: field → locators, tried before the built-in ones.
    pub fields: Vec<(String, Vec<String>)>,
    /// `[kinds.NAME.statuses]`: canonical word → other spellings.
    pub statuses: Vec<(String, Vec<String>)>,
    /// `[kinds.NAME.references]`: field → kind that it refers to.
    pub references: Vec<(String, String)>,
    /// `[kinds.NAME.lifecycle]`.
    pub lifecycle: LifecycleSetting,
}

/// `[kinds.NAME.lifecycle]`: what may become of the records of a kind. What is not said stays as the kind has it.
#[derive(Clone, Debug, Default)]
pub struct LifecycleSetting {
    /// `frozen`: statuses in which the text stands still.
    pub frozen: Option<Vec<Said>>,
    /// `number`: how new records are counted.
    pub number: Option<Numbering>,
    /// `[[kinds.NAME.lifecycle.steps]]`, in the order of the file.
    pub steps: Vec<StepSetting>,
}

/// `[[kinds.NAME.lifecycle.steps]]`: a step of the kind changed, or one more. A step of the kind keeps what is not said.
#[derive(Clone, Debug)]
pub struct StepSetting {
    /// `verb`.
    pub verb: Said,
    /// `from`: status words, or `absent`; an empty list takes the step away.
    pub from: Option<Vec<Said>>,
    /// `to`: a status word.
    pub to: Option<Said>,
    /// `needs`: fields of people.
    pub needs: Option<Vec<Said>>,
    /// `relation`: the field that names the successor.
    pub relation: Option<Said>,
}

/// A word as it is written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The word.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// `[[schemas]]`: files that a JSON Schema describes.
#[derive(Clone, Debug)]
pub struct SchemaSetting {
    /// Which files.
    pub files: Vec<Glob>,
    /// Path of the schema, from the root.
    pub schema: Option<RepoPath>,
    /// Where the schema is named.
    pub span: Span,
}

/// `[policies]`: the repository's own rules, in Rego.
#[derive(Clone, Debug)]
pub struct PolicySetting {
    /// `folders` that hold policies; `None` for those that are there of the usual ones.
    pub folders: Option<Vec<RepoPath>>,
    /// `data`: folders with values that policies read.
    pub data: Vec<RepoPath>,
    /// `namespaces`: the packages that are asked; `*` is all of them, `None` is `main`.
    pub namespaces: Option<Vec<String>>,
    /// `files`: what they are asked about; empty for every data file.
    pub files: Vec<Glob>,
    /// Where the table is written.
    pub span: Span,
}

/// `[external]`: how links to other hosts are checked where somebody asks for it.
#[derive(Clone, Debug)]
pub struct ExternalSetting {
    /// `exclude`: addresses that are not asked.
    pub exclude: Vec<Glob>,
    /// `timeout`: seconds for one answer.
    pub timeout: u32,
    /// `accept`: statuses that say nothing against a link.
    pub accept: Vec<u16>,
    /// `cache-days`: how long an address that answered well is not asked again.
    pub cache_days: u32,
}

impl Default for ExternalSetting {
    fn default() -> Self {
        ExternalSetting {
            exclude: Vec::new(),
            timeout: 20,
            // Who asks too often, or without having signed in, learns nothing of the page.
            accept: vec![401, 403, 429],
            cache_days: 7,
        }
    }
}

/// `[[links]]`: how a generator makes a site of a folder. What is not said stays as the generator has it.
#[derive(Clone, Debug, Default)]
pub struct LinkSetting {
    /// `folder`: where the generator's settings lie; the root where it is left out.
    pub folder: RepoPath,
    /// `preset`: whose rules hold; `None` for `none`, which is no site.
    pub(crate) generator: Option<Generator>,
    /// `root`: where the pages lie, as seen from the folder.
    pub root: Option<String>,
    /// `base`: what addresses on the host begin with.
    pub base: Option<String>,
    /// `html-from`: the endings of the files of which `x.html` is made; none for a site without such addresses.
    pub html_from: Option<Vec<String>>,
    /// `extensionless`: whether `x` is the page `x.html`.
    pub extensionless: Option<bool>,
}

/// `[kubernetes]`: what Kubernetes objects are checked against.
#[derive(Clone, Debug, Default)]
pub struct Kubernetes {
    /// `schemas`: folders of schemas.
    pub schemas: Vec<SchemaFolder>,
    /// `strict`: whether keys that a schema does not name are wrong.
    pub strict: bool,
    /// `skip`: kinds that are not checked, as `Kind` or `group/version/Kind`.
    pub skip: Vec<String>,
    /// `version`: of several versions in a folder, the one that is meant.
    pub version: Option<String>,
}

/// A folder of schemas, one file per kind.
#[derive(Clone, Debug)]
pub struct SchemaFolder {
    /// The name of the sibling repository that holds it; `None` for this one.
    pub sibling: Option<String>,
    /// From the root of that repository.
    pub folder: RepoPath,
    /// Where it is named.
    pub span: Span,
}

/// An entry of `[vendored]`: where the copies of somebody else's files are.
#[derive(Clone, Debug)]
pub struct Vendored {
    /// How the addresses begin.
    pub prefix: String,
    /// The folder, from the root, that holds what comes behind.
    pub folder: RepoPath,
}

/// `[siblings]`: another repository that links lead into.
#[derive(Clone, Debug)]
pub struct SiblingSetting {
    /// What it is called here.
    pub name: String,
    /// `path`: where it is checked out, as seen from the root. It may lead out of the root, since the user says so.
    pub path: Option<String>,
    /// `url`: where it is hosted.
    pub url: Option<String>,
    /// `site`: where its pages are published.
    pub site: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A fact about `opsrepo.toml` that its reader could not use.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingProblem {
    /// Where.
    pub range: Range,
    /// What was found and what was expected.
    pub message: String,
    /// What to do: the nearest known key, the values that exist.
    pub help: Option<String>,
}

impl Settings {
    /// What `[rules]` says of a rule: by its name, else by its area.
    pub fn level_of(&self, rule: &str) -> Option<&Level> {
        level_in(&self.rules, rule)
    }
}

impl OverrideSetting {
    /// What this says of a rule: by its name, else by its area.
    pub fn level_of(&self, rule: &str) -> Option<&Level> {
        level_in(&self.rules, rule)
    }
}

fn level_in<'a>(levels: &'a BTreeMap<String, Level>, rule: &str) -> Option<&'a Level> {
    let of_area = || {
        let mut areas = levels.iter().filter_map(|(name, level)| Some((area(name)?, level)));
        let (of, _) = rule.split_once('/')?;
        areas.find(|(area, _)| *area == of).map(|(_, level)| level)
    };
    levels.get(rule).or_else(of_area)
}
