//! `opsrepo KIND graph`.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Past};
use crate::cli::place;
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::graph::{Extent, Graph, Mentions};
use crate::model::kind::{Kind, Shape};
use crate::report::graph::{Drawing, dot, mermaid, svg};
use clap::{Args as _, ValueEnum};
use std::path::PathBuf;

/// The row.
pub(super) const VERB: Verb = Verb {
    name: "graph",
    is_for: names_its_own,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Draw how the {} hang together", kind.plural))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The language of the picture
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Picture,
    /// Only this record and those near it
    #[arg(long, value_name = "ID")]
    from: Option<String>,
    /// How many steps from that record
    #[arg(long, value_name = "STEPS", default_value_t = 2, requires = "from")]
    depth: usize,
    /// Also records that have to do with no other
    #[arg(long, conflicts_with = "from")]
    all: bool,
    /// Also links in the texts that lead from one record to another
    #[arg(long)]
    links: bool,
    /// The file into which it goes, so that its links hold there [default: one at the root]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Languages of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Picture {
    /// For GitHub, GitLab and others, which show it in Markdown.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
    /// A picture that needs no other program.
    Svg,
}

/// A kind whose records can name each other.
fn names_its_own(kind: &Kind) -> bool {
    kind.fields.iter().any(|field| match &field.shape {
        Shape::References(None) => true,
        Shape::References(Some(name)) => *name == kind.name,
        _ => false,
    })
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    let id = if kind.is_numbered() { "7" } else { "ID" };
    format!(
        "Examples:\n  opsrepo {name} graph                           Mermaid, for a Markdown file\n  \
         opsrepo {name} graph --format svg > graph.svg\n  \
         opsrepo {name} graph --format dot | dot -Tpdf > graph.pdf\n  \
         opsrepo {name} graph --from {id} --depth 1\n  \
         opsrepo {name} graph --links                   also links in the texts\n\n\
         An arrow leads from the old record to the new one."
    )
}

/// Draws a graph.
fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let extent = match &args.from {
        Some(wanted) => Extent::Around(one(&workspace, kind, wanted)?, args.depth),
        None if args.all => Extent::All,
        None => Extent::Related,
    };
    let mentions = if args.links { Mentions::Count } else { Mentions::Leave };
    let folder = place::folder(args.to.as_deref(), (&ground, global))?;
    let graph = Graph::of(&workspace, name, (extent, mentions));
    let drawing = Drawing::of(&workspace, (kind, &graph), &folder);
    match args.format {
        Picture::Mermaid => mermaid::write(terminal.out(), &drawing)?,
        Picture::Dot => dot::write(terminal.out(), &drawing)?,
        Picture::Svg => svg::write(terminal.out(), &drawing)?,
    }
    if graph.left_out > 0 {
        let total = graph.left_out + graph.nodes.len();
        let (stand, them) = match graph.left_out {
            1 => ("stands", "it"),
            _ => ("stand", "them"),
        };
        let (what, help) = match args.from {
            Some(_) => ("further away", "--depth shows more".to_owned()),
            None => ("alone", format!("--all shows {them}")),
        };
        terminal.note(&format!(
            "{} of {} {stand} {what}; {help}",
            graph.left_out,
            kind.count(total)
        ));
    }
    if graph.nodes.is_empty() {
        terminal.note(&format!("there is nothing to draw: no {} names another", kind.name));
    }
    if graph.edges.is_empty() && !args.links {
        terminal.hint("--links draws the links in their texts");
    }
    if graph.unclear > 0 {
        let said = match graph.unclear {
            1 => "1 reference leads to no record, or to several, and is not drawn; `opsrepo validate` names it"
                .to_owned(),
            count => format!(
                "{count} references lead to no record, or to several, and are not drawn; `opsrepo validate` names them"
            ),
        };
        terminal.note(&said);
    }
    Ok(Exit::Clean)
}
