//! `opsrepo render`.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::missing;
use crate::cli::past;
use crate::cli::policy;
use crate::cli::reviews;
use crate::cli::terminal::Terminal;
use crate::lint;
use crate::model::record::RecordId;
use crate::model::settings::values;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::rules;
use crate::site::theme::Theme;
use crate::site::{self, Site};
use crate::store::publish;
use crate::syntax::document::Document;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Tree};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo render --out public
  opsrepo render --out public --base-url https://ops.example.org/cloud/
  opsrepo render --out public --theme .opsrepo/theme
  opsrepo render --out old --at v1.0                  the site as it was

The folder is replaced as a whole, and only if opsrepo made it. Findings do not stop a render: broken links are shown as \
such, and `opsrepo validate` fails on them. A theme is a folder of the repository; its `*.html` and `style.css` take the \
place of opsrepo's own of the same name.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to put the site into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the site will be published, with a sub-path if there is one
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// A folder of the repository with templates and a style sheet of your own
    #[arg(long, value_name = "DIR")]
    theme: Option<String>,
}

/// Renders the site.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let mut workspace = ground.read(global, terminal, Past::Read)?;
    refuse_nothing(&workspace)?;
    look_around(&ground, &mut workspace, terminal);
    if args.base_url.is_some() {
        workspace.settings.site.base_url.clone_from(&args.base_url);
    }
    let theme = theme(&ground, &workspace, args.theme.as_deref())?;
    policy::judge(&mut workspace, &[], terminal)?;
    terminal.stage("checking");
    let report = lint::run::run(&workspace, rules::ALL);
    terminal.stage("rendering");
    let site = site::render(&workspace, &report, &theme)?;
    let tree = with_assets(&ground, site)?;
    terminal.stage("writing the site");
    let out = global.dir.join(&args.out);
    publish::publish(&ground.root, &out, &tree)?;
    let pages = tree
        .files()
        .iter()
        .filter(|file| file.path.extension() == Some("html"))
        .count();
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

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// The files of the theme, which may be anywhere in the repository.
pub(super) fn theme(ground: &Ground, workspace: &Workspace, folder: Option<&str>) -> anyhow::Result<Theme> {
    let Some(folder) = folder else {
        return Ok(Theme::default());
    };
    let inside = RepoPath::new(folder).filter(|path| workspace.tree.is_folder(path));
    let inside = inside.with_context(|| format!("there is no folder {folder} in the repository for a theme"))?;
    let mut files = Vec::new();
    for (_, file) in workspace.tree.below(&inside) {
        if matches!(file.path.extension(), Some("html" | "css")) {
            let text = String::from_utf8(ground.bytes(&file.path)?);
            let text = text.with_context(|| format!("{} is not UTF-8 text", file.path))?;
            files.push((file.path.relative_to(&inside), text));
        }
    }
    Ok(Theme { files })
}

/// The site with the images and other files that its pages show.
fn with_assets(ground: &Ground, site: Site) -> anyhow::Result<Tree> {
    let mut files = site.tree.files().to_vec();
    for (from, to) in site.assets {
        files.push(File {
            content: Content::Bytes(ground.bytes(&from)?),
            path: to,
        });
    }
    Ok(Tree::new(files))
}

fn web_address(text: &str) -> Result<String, String> {
    match values::web_address(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(complaint) => Err(complaint.help),
    }
}
