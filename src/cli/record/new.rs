//! `opsrepo KIND new`.

use crate::cli::args::{Global, options};
use crate::cli::clock;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::{Trial, carry_out, tell_lost};
use crate::cli::record::editor::open;
use crate::cli::record::incident::when::{self, When};
use crate::cli::record::incident::{from_alert as notified, is_incident, told, union};
use crate::cli::record::indexes;
use crate::cli::record::mark::{bears, mark};
use crate::cli::record::renaming::{taken, tell, tell_namesake};
use crate::cli::record::runbook::from_alert::{self, Watched};
use crate::cli::record::runbook::is_runbook;
use crate::cli::record::{Verb, always, kind_of, title};
use crate::cli::terminal::Terminal;
use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::time::Moment;
use crate::store::{lock, worktree};
use crate::text::path::RepoPath;
use crate::write::area::{Continued, listed};
use crate::write::form::{self, Request};
use crate::write::incident::receive::Wish;
use anyhow::{Context, bail};
use clap::{Args as _, Command};
use std::path::{Path, PathBuf};

/// The marks of the commands that take what only incidents and what only runbooks have.
const INCIDENT: &str = "new-incident";
const RUNBOOK: &str = "new-runbook";

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "new",
    is_for: always,
    command: |kind, command| {
        let command = match () {
            () if is_incident(kind) => Grave::augment_args(command.arg(mark(INCIDENT))),
            () if is_runbook(kind) => Watched::augment_args(command.arg(mark(RUNBOOK))),
            () => command,
        };
        only_known_options(Args::augment_args(command), kind)
            .about(format!("Write a new {}", kind.name))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| {
        let own = match () {
            () if bears(matches, INCIDENT) => Own::Incident(options(matches)?),
            () if bears(matches, RUNBOOK) => Own::Runbook(options(matches)?),
            () => Own::Nothing,
        };
        // The option that says when is called like one that every command has.
        let args: Args = options(matches)?;
        let global = match own {
            Own::Incident(_) => &when::without_revision(global),
            _ => global,
        };
        match &own {
            Own::Incident(grave) if let Some(file) = &grave.from_alert => {
                drafted((file, &args, grave), global, terminal)
            }
            own => run((kind, &args, own), global, terminal),
        }
    },
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// What it is about, as a heading; without it your editor asks
    #[arg(value_name = "TITLE")]
    title: Option<String>,
    /// Its status, in any spelling that is known
    #[arg(long, value_name = "STATUS", default_value = "", hide_default_value = true)]
    status: String,
    /// Who decides, owns or leads; may be given several times
    #[arg(long = "people", visible_aliases = ["decider", "owner"], value_name = "NAME")]
    people: Vec<String>,
    /// A service that it is about; may be given several times
    #[arg(long = "service", value_name = "ID")]
    services: Vec<String>,
    /// A record that it supersedes, by number or id; may be given several times
    #[arg(long, value_name = "ID")]
    supersedes: Vec<String>,
    /// A record that it amends; may be given several times
    #[arg(long, value_name = "ID")]
    amends: Vec<String>,
    /// A record that it has to do with; may be given several times
    #[arg(long, value_name = "ID")]
    relates: Vec<String>,
    /// A word that it shall be found by; may be given several times
    #[arg(long = "tag", value_name = "WORD")]
    tags: Vec<String>,
    /// The record set to put it into, where there are several; `opsrepo sets` shows the names
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// The part of the set in which it is counted, where there are several: a folder, or a word of the file names
    #[arg(long, value_name = "NAME")]
    area: Option<String>,
    /// A template by name, or a file to fill [default: as the newest records are written]
    #[arg(long, value_name = "NAME|FILE")]
    template: Option<PathBuf>,
    /// Open it in $VISUAL or $EDITOR
    #[arg(long)]
    edit: bool,
    #[command(flatten)]
    trial: Trial,
}

/// What some kinds have besides.
enum Own {
    Incident(Grave),
    Runbook(Watched),
    Nothing,
}

/// What an incident has besides.
#[derive(clap::Args)]
pub struct Grave {
    /// How bad it is: a word of your scale, as sev1 … sev4
    #[arg(long, value_name = "WORD", default_value = "", hide_default_value = true)]
    severity: String,
    #[command(flatten)]
    when: When,
    /// Draft it of a notification of Alertmanager that was saved; `-` reads it from a pipe
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["status", "people", "supersedes", "amends", "relates", "tags", "area", "template", "edit", "at"]
    )]
    from_alert: Option<PathBuf>,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let mut lines = vec![format!("opsrepo {name} new \"A short title\"")];
    if kind.field("supersedes").is_some() {
        lines.push(format!(
            "opsrepo {name} new \"A better way\" --supersedes 7 --people \"Ada Lovelace\""
        ));
    }
    if let Some(template) = kind.form.templates.first() {
        lines.push(format!(
            "opsrepo {name} new \"A better way\" --template {}",
            template.name
        ));
    }
    if kind.field("services").is_some() {
        lines.push(format!("opsrepo {name} new \"A short title\" --service dns"));
    }
    if is_incident(kind) {
        lines.push(format!(
            "opsrepo {name} new \"Nobody can sign in\" --severity sev1 --at -20m"
        ));
        lines.push(format!("opsrepo {name} new --from-alert notification.json"));
    }
    if is_runbook(kind) {
        lines.push(format!("opsrepo {name} new --alert CertificateExpiresSoon"));
    }
    lines.push(format!("opsrepo {name} new \"A short title\" --edit"));
    format!(
        "Examples:\n  {}\n\nPrints the path of the new file, and those of the records that now speak of it.",
        lines.join("\n  ")
    ) + &templates(kind)
}

fn templates(kind: &Kind) -> String {
    match form::templates(kind) {
        known if known.is_empty() => String::new(),
        known => format!("\n\nTemplates: {known}."),
    }
}

/// Hides what the kind has no field for.
fn only_known_options(command: Command, kind: &Kind) -> Command {
    let has = |field: &str| kind.field(field).is_some();
    command
        .mut_arg("supersedes", |arg| arg.hide(!has("supersedes")))
        .mut_arg("amends", |arg| arg.hide(!has("amends")))
        .mut_arg("relates", |arg| arg.hide(!has("relates")))
        .mut_arg("tags", |arg| arg.hide(!has("tags")))
        .mut_arg("services", |arg| arg.hide(!has("services")))
        .mut_arg("area", |arg| arg.hide(!kind.is_numbered()))
        .mut_arg("status", |arg| arg.hide(kind.statuses.is_empty()))
}

/// Writes a new record.
fn run((name, args, own): (&str, &Args, &Own), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    // Nobody waits for somebody else's editor.
    let title = match (&args.title, own) {
        (Some(title), _) => title.clone(),
        (None, Own::Runbook(Watched { alerts })) if !alerts.is_empty() => alerts[0].clone(),
        (None, _) => title::ask(name, terminal)?,
    };
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let mut request = request((args, title), kind, (global, terminal))?;
    request.taken = taken(&ground, &workspace, name);
    match own {
        Own::Incident(grave) => {
            request.time = grave.when.moment(&workspace.settings, (global, terminal))?;
            // Who writes it down afterwards did not declare it after it was over.
            request.now = request.time.clone();
            told::refuse_later_status(kind, &request.status)?;
            request.severity = told::severity(&workspace, name, &grave.severity)?;
        }
        Own::Runbook(watched) => from_alert::fill(&workspace, &watched.alerts, &mut request, terminal)?,
        Own::Nothing => {}
    }
    let draft = form::draft(&workspace, name, &request)?;
    tell(&workspace, (&draft.path, &request.taken), terminal);
    tell_namesake(&workspace, (name, &request.title, None), (&ground, global), terminal);
    if let Some(area) = &draft.area {
        tell_area(area, terminal);
    }
    carry_out(&draft.changes, args.trial, (&ground, global), terminal)?;
    tell_lost(&draft.changes, &workspace, (&ground, global), terminal);
    indexes::tell(&workspace, args.trial, (&ground, global), terminal)?;
    match own {
        Own::Incident(_) => union::provide(&workspace, (name, &draft.path), args.trial, (&ground, global, terminal))?,
        Own::Runbook(watched) => {
            let path = draft.path.as_str();
            from_alert::tell_links(&workspace, (&watched.alerts, path), (&ground, global), terminal);
        }
        Own::Nothing => {}
    }
    if let Some(form) = &draft.form {
        let form = load::shown(&ground.root, form, &global.dir);
        terminal.note(&format!(
            "it is written from {form}; --template NAME takes another form"
        ));
    }
    if draft.is_outlined {
        terminal.note("it has the sections that the newest records have; --template NAME takes another form");
    }
    if args.edit && !args.trial.dry_run {
        edit(&ground, &draft.path, terminal)?;
    }
    Ok(Exit::Clean)
}

/// Drafts an incident of a notification.
fn drafted(
    (file, args, grave): (&Path, &Args, &Grave),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let wish = Wish {
        title: args.title.as_deref(),
        severity: &grave.severity,
        services: &args.services,
    };
    notified::run((file, wish, args.set.as_deref()), args.trial, global, terminal)
}

/// Says in which of several areas the new record is counted, and why there.
fn tell_area(area: &Continued, terminal: &mut Terminal) {
    let name = match area.area.as_str() {
        "" => "no area",
        name => name,
    };
    let like = match identity::carrier(&area.like) {
        folder if folder != area.like.stem() => folder,
        _ => area.like.name().to_owned(),
    };
    terminal.note(&format!("it is counted in {name}, as the last record is ({like})"));
    let others = listed(area.others.iter().map(String::as_str));
    terminal.hint(&format!("--area NAME counts it in another: {others}"));
}

fn request(
    (args, title): (&Args, String),
    kind: &Kind,
    (global, terminal): (&Global, &Terminal),
) -> anyhow::Result<Request> {
    let template = match &args.template {
        Some(path) => Some(template(path, kind)?),
        None => None,
    };
    let today = global.as_of.or(terminal.today()).context("the clock says nothing")?;
    let now =
        Moment::parse(&format!("{today} {}Z", clock::time_of_day(terminal.now()))).context("the clock says nothing")?;
    Ok(Request {
        status: args.status.clone(),
        people: args.people.clone(),
        services: args.services.clone(),
        supersedes: args.supersedes.clone(),
        amends: args.amends.clone(),
        relates: args.relates.clone(),
        tags: args.tags.clone(),
        set: args.set.clone(),
        area: args.area.clone(),
        template,
        ..Request::new(&title, now)
    })
}

/// The name and the text of a template; of one that the kind knows the name alone.
fn template(path: &Path, kind: &Kind) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let is_name = !name.contains(['/', '.', '\\']) && !path.exists();
    let is_known = kind.form.templates.iter().any(|template| template.name == name);
    match is_known || is_name {
        true => Ok((name, String::new())),
        false => {
            let text = worktree::read_text(path)?;
            if text.trim().is_empty() {
                bail!("the template {name} is empty\nwrite at least `# {{{{ title|heading }}}}` into it");
            }
            Ok((name, text))
        }
    }
}

/// Opens the new file, which exists whatever the editor does.
fn edit(ground: &Ground, path: &RepoPath, terminal: &mut Terminal) -> anyhow::Result<()> {
    let Some(editor) = terminal.editor().map(str::to_owned) else {
        bail!("no editor is known\nset $VISUAL or $EDITOR; the file is written");
    };
    terminal.flush()?;
    open(&editor, &ground.root.join(path.as_str()))
}
