//! `opsrepo rules`.

use crate::cli::args::{Form, Global};
use crate::cli::exit::Exit;
use crate::cli::terminal::{Look, Terminal};
use crate::cli::{load, table};
use crate::lint::{self, Severity};
use crate::report::json;
use crate::rules;
use serde::Serialize;

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo rules                 names, levels here, what each looks for
  opsrepo rules --format json
  opsrepo explain link/broken   tells all about one of them

A level is changed in opsrepo.toml:

  [rules]
  \"link/broken\" = \"warning\"";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// How the rules are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// A rule for programs.
#[derive(Serialize)]
struct RuleView {
    name: &'static str,
    level: String,
    default: String,
    summary: &'static str,
}

/// Lists the rules with the levels that `opsrepo.toml` gives them.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let here = load::settings_here(&global.dir).unwrap_or_else(|_| load::nothing());
    let views: Vec<RuleView> = rules::ALL
        .iter()
        .map(|rule| RuleView {
            name: rule.name,
            level: word(lint::levels::level(rule, &here)),
            default: word(rule.severity),
            summary: rule.summary,
        })
        .collect();
    match args.format {
        Form::Json => json::write_value(terminal.out(), &views)?,
        Form::Text => table::print(terminal, &views.iter().map(row).collect::<Vec<_>>())?,
    }
    Ok(Exit::Clean)
}

fn word(level: Option<Severity>) -> String {
    level.map_or_else(|| "off".to_owned(), |level| level.to_string())
}

fn row(view: &RuleView) -> Vec<table::Cell> {
    let look = match view.level.as_str() {
        "error" => Look::Bad,
        "warning" => Look::Open,
        "hint" => Look::Plain,
        _ => Look::Faint,
    };
    let changed = match view.level == view.default {
        true => String::new(),
        false => format!(" (by default {})", view.default),
    };
    vec![
        (Look::Strong, view.name.to_owned()),
        (look, view.level.clone()),
        (Look::Plain, format!("{}{changed}", view.summary)),
    ]
}
