//! `opsrepo render`.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::missing;
use crate::cli::past;
use crate::cli::policy;
use crate::cli::reviews;
use crate::cli::terminal::Terminal;
use crate::cli::theme;
use crate::cli::trend;
use crate::cli::trial;
use crate::lint::{self, Report};
use crate::model::record::RecordId;
use crate::model::settings::values;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::rules;
use crate::site;
use crate::site::confined::confined;
use crate::site::faults;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::slips::{self, Slip};
use crate::site::theme::Theme;
use crate::site::trial::undrawn;
use crate::store::publish::Publication;
use crate::store::publish::others::{self, Others};
use crate::syntax::document::{Document, Format};
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::FileId;
use crate::text::tree::File;
use anyhow::bail;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo render --out public
  opsrepo render --out public --base-url https://ops.example.org/cloud/
  opsrepo render --out public --theme docs/theme   your own templates and styles
  opsrepo render --out public --trend 12           findings of a year, by month
  opsrepo render --out old --at v1.0               the site as it was
  opsrepo render --check                           what is wrong; writes nothing
  opsrepo render --context decisions/              the variables of a template

The folder is replaced as a whole when the new site is complete, and only if opsrepo made it; with --keep-others, what you \
put there (CNAME, .git) stays. Findings do not stop a render: broken links are shown as \
such, and `opsrepo validate` fails on them. A theme is a folder inside the repository, `.opsrepo/theme` where no other is \
named: a template or a part of the style sheet takes the place of opsrepo's own of its name, and `theme.css` is added.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to put the site into, counted from where you stand, or from the folder of -C
    #[arg(long, value_name = "DIR", required_unless_present_any = ["check", "context"])]
    out: Option<PathBuf>,
    /// Where the site will be published, with a sub-path if there is one
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// A folder inside the repository, counted from its root, with templates, styles and scripts of your own [default:
    /// .opsrepo/theme, if it is there]
    #[arg(long, value_name = "DIR")]
    theme: Option<String>,
    /// Print what the template of one page is filled with, as JSON, and write nothing; a page is named by its address in the
    /// site: `decisions/`, `checks/index.html`
    #[arg(long, value_name = "PAGE")]
    context: Option<String>,
    /// Show on the page of checks how much was found at the end of each of the last N months (60 at most); each is read
    /// from Git and checked
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=trend::MOST))]
    trend: Option<u8>,
    /// Leave files in the folder that opsrepo did not write where they are, instead of refusing the folder
    #[arg(long)]
    keep_others: bool,
    /// Make the site, say what is wrong with it, and write nothing
    #[arg(long, conflicts_with_all = ["out", "context"])]
    check: bool,
}

/// Renders the site.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.read(global, terminal, Past::Read)?;
    // The same site all day long: an incident that is open lasts until the day, not until the minute.
    workspace.context.now = None;
    refuse_nothing(&workspace)?;
    look_around(&ground, &mut workspace, terminal);
    if args.base_url.is_some() {
        workspace.settings.site.base_url.clone_from(&args.base_url);
    }
    let theme = theme::read(&ground, &workspace, args.theme.as_deref())?;
    policy::judge(&mut workspace, &[], terminal)?;
    terminal.stage("checking");
    let mut report = lint::run::run(&workspace, rules::ALL);
    if let Some(months) = args.trend {
        report.earlier = trend::look_back(&ground, &workspace, months, terminal)?;
    }
    if let Some(page) = &args.context {
        return tell_context((&workspace, &report), (&theme, page), terminal);
    }
    if args.check {
        return trial::run((&workspace, &report), &theme, terminal);
    }
    let Some(out) = &args.out else {
        return Ok(Exit::Clean);
    };
    load::tell_of_settings(&workspace, terminal);
    tell_undrawn(&workspace, terminal);
    terminal.stage("rendering");
    let out = global.dir.join(out);
    let others = match args.keep_others {
        true => Others::Keep,
        false => Others::Refuse,
    };
    if args.keep_others {
        refuse_records(&ground, &workspace, &out)?;
    }
    let press = Press::new(&theme)?;
    theme::tell_slips(&slips::of_theme(&theme), terminal);
    let plan = site::plan(&workspace, &report);
    let (pages, left) = write(&ground, (&plan, &press, &theme), (&out, others))?;
    theme::tell_slips(&left, terminal);
    let records = counted(report.records, "record");
    writeln!(
        terminal.out(),
        "wrote {} of {records} into {}",
        counted(pages, "page"),
        shown(&out)
    )?;
    terminal.hint(&format!("open {}", shown(&out.join("index.html"))));
    Ok(Exit::Clean)
}

/// Tells of diagrams that cannot be understood: their pages show them as they are written.
fn tell_undrawn(workspace: &Workspace, terminal: &mut Terminal) {
    for (span, message) in undrawn(workspace) {
        let (path, at) = (workspace.tree.path(span.file), workspace.tree.position(span));
        let (line, column) = (at.line, at.column);
        terminal.note(&format!("{path}:{line}:{column}: {message}"));
    }
}

/// Fails where a site would be empty.
pub(super) fn refuse_nothing(workspace: &Workspace) -> anyhow::Result<()> {
    // Where nothing but data lies, the site still says what was found in it.
    let is_readable = |document: &Document| document.markup.is_some() || !document.data.is_empty();
    if !workspace.documents.iter().any(is_readable) {
        bail!(
            "there is nothing to render: no records, no texts, no data\n`opsrepo sets` shows what is taken for records"
        );
    }
    Ok(())
}

/// What a site shows besides the files: where things went, and how the statuses came to be.
pub(super) fn look_around(ground: &Ground, workspace: &mut Workspace, terminal: &mut Terminal) {
    missing::look_up(ground, workspace, terminal);
    reviews::look_up(ground, workspace, terminal);
    terminal.stage("reading the versions");
    let all: Vec<RecordId> = workspace.iter().map(|(id, _)| id).collect();
    for (id, steps) in past::committed(ground, workspace, &all) {
        workspace.past.keep(id, steps);
    }
}

/// Prints what a page's template is filled with.
fn tell_context(
    (workspace, report): (&Workspace, &Report),
    (theme, page): (&Theme, &str),
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let plan = site::plan(workspace, report);
    let press = Press::of_contexts();
    let (sheets, _) = site::sheets(&plan, &press, theme);
    let sheets: Vec<_> = sheets
        .iter()
        .filter(|sheet| sheet.at.extension() == Some("html"))
        .collect();
    // As a browser has it: `/decisions/` is the front page of that folder.
    let bare = page.trim_matches('/');
    let names = [bare.to_owned(), format!("{bare}/index.html"), format!("{bare}.html")];
    let names = names.iter().map(|name| name.trim_start_matches('/'));
    let found = |name: &str| sheets.iter().find(|sheet| sheet.at.as_str() == name);
    let Some(sheet) = names.filter_map(found).next() else {
        let all = || sheets.iter().map(|sheet| sheet.at.as_str());
        let short = |at: &'_ str| at.trim_end_matches("index.html").trim_end_matches(".html").to_owned();
        let shorts: Vec<String> = all().map(short).collect();
        let nearest = similar::nearest(bare, all().chain(shorts.iter().map(String::as_str)));
        let nearest = nearest
            .map(|nearest| format!("; did you mean `{nearest}`?"))
            .unwrap_or_default();
        bail!(
            "the site has no page `{page}`{nearest}\na page is named as it stands in the site: index.html, decisions/, checks/index.html"
        );
    };
    write!(terminal.out(), "{}", sheet.print()?.text)?;
    Ok(Exit::Clean)
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Fails where a folder that is to hold the site holds files that were read: from then on it would be taken for a site, and what
/// is new in it for a part of that.
fn refuse_records(ground: &Ground, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    let (Ok(out), Ok(root)) = (out.canonicalize(), ground.root.canonicalize()) else {
        return Ok(());
    };
    let below = out.strip_prefix(&root).ok().and_then(Path::to_str);
    let Some(inside) = below.and_then(RepoPath::new) else {
        return Ok(());
    };
    let ours = others::ours(&out);
    let is_read = |(file, found): (FileId, &File)| {
        let is_told = workspace.document(file).format != Format::Other;
        is_told && !ours.contains(&found.path.relative_to(&inside))
    };
    if workspace.tree.below(&inside).any(is_read) {
        bail!(
            "{} holds files of the repository that are read for the site\nchoose a folder of its own for the site",
            shown(&out)
        );
    }
    Ok(())
}

/// Makes every file of the site and puts it into its place; says how many of them are pages, and which pages of the theme are
/// left out. A file is written as soon as it is made, so that no site is too large for the memory.
fn write(
    ground: &Ground,
    (plan, press, theme): (&Plan, &Press, &Theme),
    (out, others): (&Path, Others),
) -> anyhow::Result<(usize, Vec<Slip>)> {
    let (sheets, left) = site::sheets(plan, press, theme);
    let names = sheets.iter().map(|sheet| sheet.at.as_str()).collect();
    let publication = Publication::begin(&ground.root, out, &names, others)?;
    let pages = names.iter().filter(|name| name.ends_with(".html")).count();
    let made: Vec<Result<Vec<FileId>, (RepoPath, anyhow::Error)>> = sheets
        .par_iter()
        .map(|sheet| match sheet.print() {
            Ok(printed) => {
                publication.put(&sheet.at, printed.text.as_bytes())?;
                Ok(Ok(printed.assets))
            }
            // A fault of a template is told with all the pages that show it.
            Err(error) => Ok(Err((sheet.at.clone(), error))),
        })
        .collect::<anyhow::Result<_>>()?;
    let (mut shown, mut unmade) = (BTreeSet::new(), Vec::new());
    for made in made {
        match made {
            Ok(files) => shown.extend(files),
            Err(error) => unmade.push(error),
        }
    }
    if let Some(reason) = faults::reason(&faults::gathered(&unmade)) {
        return Err(reason);
    }
    for (from, to) in site::copies(plan, theme, shown) {
        publication.put(&to, &confined(&from, ground.bytes(&from)?))?;
    }
    publication.finish()?;
    Ok((pages, left))
}

fn base_url(text: &str) -> Result<String, String> {
    match values::base_url(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(complaint) => Err(complaint.help),
    }
}
