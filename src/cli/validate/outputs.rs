//! Where findings go: one format on standard output, others into files. It must not know what was checked.

use crate::cli::terminal::Terminal;
use crate::lint::Report;
use crate::model::workspace::Workspace;
use crate::report::{self, Detail, FORMATS, Format, Paint, Style, summary};
use crate::store::writer;
use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};

/// Standard output, as a path.
const STDOUT: &str = "-";

/// Formats that count what was looked at by themselves; beside the others, a line on the second stream does.
const WITH_SUMMARY: [&str; 3] = ["text", "json", "github"];

/// The options.
#[derive(clap::Args)]
pub(super) struct Outputs {
    /// How findings are printed [default: text]
    #[arg(long, value_parser = formats(), value_name = "FORMAT", conflicts_with = "diff")]
    format: Option<&'static Format>,
    /// Write findings into a file too; `-` is standard output. May be given several times
    #[arg(long, value_parser = target, value_name = "FORMAT=PATH", conflicts_with = "diff")]
    output: Vec<Target>,
}

/// A format and where it goes.
#[derive(Clone)]
struct Target {
    format: &'static Format,
    path: PathBuf,
}

/// What is written where.
pub(super) struct Plan {
    printed: &'static Format,
    files: Vec<Target>,
}

/// The names of the formats, as the table of formats has them.
pub(in crate::cli) fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS
        .iter()
        .map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names).try_map(|name| report::format(&name).ok_or("not a format"))
}

/// Reads `sarif=findings.sarif`.
fn target(text: &str) -> Result<Target, String> {
    let names = || FORMATS.map(|format| format.name).join(", ");
    let Some((name, path)) = text.split_once('=') else {
        return Err("write a format, `=` and a path, as in `sarif=findings.sarif`".to_owned());
    };
    let Some(format) = report::format(name) else {
        return Err(format!("`{name}` is no format; there are {}", names()));
    };
    match path {
        "" => Err(format!("a path is missing behind `{name}=`; `-` is standard output")),
        path => Ok(Target {
            format,
            path: path.into(),
        }),
    }
}

impl Outputs {
    /// What is asked for, as far as it can be done. Files lie as seen from `folder`.
    ///
    /// Fails, before anything is checked, where two things would go to one place or a file has no folder to lie in.
    pub(super) fn plan(&self, folder: &Path) -> anyhow::Result<Plan> {
        let (mut printed, mut files) = (self.format, Vec::<Target>::new());
        for wanted in &self.output {
            let name = wanted.format.name;
            if wanted.path == Path::new(STDOUT) {
                if let Some(other) = printed.replace(wanted.format) {
                    bail!(
                        "{} and {name} cannot both be printed\ngive one of them a file: --output {name}=PATH",
                        other.name
                    );
                }
                continue;
            }
            let path = match folder == Path::new(".") {
                true => wanted.path.clone(),
                false => folder.join(&wanted.path),
            };
            if let Some(other) = files.iter().find(|other| other.path == path) {
                bail!(
                    "{} and {name} would both be written into {}",
                    other.format.name,
                    path.display()
                );
            }
            check(&path)?;
            files.push(Target {
                format: wanted.format,
                path,
            });
        }
        Ok(Plan {
            printed: printed.unwrap_or(&FORMATS[0]),
            files,
        })
    }
}

/// Fails where no file can be: the run may take long, and what is wrong now is wrong then.
fn check(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        bail!(
            "cannot write {}: it is a folder\n--output takes the name of a file",
            path.display()
        );
    }
    let above = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match above {
        Some(parent) if !parent.is_dir() => bail!(
            "cannot write {}: there is no folder {}\nmake it before",
            path.display(),
            parent.display()
        ),
        _ => Ok(()),
    }
}

impl Plan {
    /// True where people read what is printed.
    pub(super) fn is_for_people(&self) -> bool {
        self.printed.name == FORMATS[0].name
    }

    /// Writes the files, each whole or not at all, and prints. What cannot be written does not keep the rest from it.
    pub(super) fn carry_out(
        &self,
        workspace: &Workspace,
        report: &Report,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let style = terminal.style();
        let written: Vec<anyhow::Result<()>> = self
            .files
            .iter()
            .map(|target| target.write(workspace, report, style))
            .collect();
        (self.printed.write)(terminal.out(), workspace, report, style)?;
        if !WITH_SUMMARY.contains(&self.printed.name) {
            let plain = plain(style);
            terminal.note(&summary::line(workspace, report, plain));
        }
        let all = self.files.iter().map(|target| target.format).chain([self.printed]);
        let mut left_out: Vec<String> = all.flat_map(|format| (format.left_out)(workspace, report)).collect();
        left_out.dedup();
        for text in left_out {
            terminal.note(&text);
        }
        written.into_iter().collect()
    }
}

impl Target {
    fn write(&self, workspace: &Workspace, report: &Report, style: Style) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        (self.format.write)(&mut bytes, workspace, report, plain(style))
            .with_context(|| format!("cannot put the findings into {}", self.format.name))?;
        writer::replace(&self.path, &bytes)
    }
}

/// How a report looks in a file: without colour, and all of it.
fn plain(style: Style) -> Style {
    Style {
        paint: Paint::Plain,
        detail: Detail::Everything,
        ..style
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::validate::outputs::{Outputs, target};

    fn plan(format: Option<&str>, outputs: &[&str]) -> Result<(String, Vec<String>), String> {
        let args = Outputs {
            format: format.and_then(crate::report::format),
            output: outputs.iter().map(|text| target(text)).collect::<Result<_, _>>()?,
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("taken")).unwrap();
        let plan = args.plan(folder.path()).map_err(|error| error.to_string())?;
        let files = plan.files.iter().map(|target| target.format.name.to_owned());
        Ok((plan.printed.name.to_owned(), files.collect()))
    }

    #[test]
    fn one_is_printed_and_the_others_are_files() {
        let files = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(plan(None, &[]), Ok(("text".to_owned(), files(&[]))));
        let both = plan(Some("github"), &["sarif=a.sarif", "json=a=b"]);
        assert_eq!(both, Ok(("github".to_owned(), files(&["sarif", "json"]))));
        assert_eq!(
            plan(None, &["json=-", "junit=x"]),
            Ok(("json".to_owned(), files(&["junit"])))
        );
    }

    #[test]
    fn what_cannot_be_is_refused_before_the_run() {
        for (format, outputs, message) in [
            (Some("text"), &["json=-"][..], "text and json cannot both be printed"),
            (None, &["json=-", "sarif=-"], "json and sarif cannot both be printed"),
            (None, &["json=a", "sarif=a"], "would both be written into"),
            (None, &["json=no/a"], "there is no folder"),
            (None, &["json=taken"], "it is a folder"),
            (None, &["json"], "write a format"),
            (None, &["json="], "a path is missing"),
            (None, &["xml=a"], "`xml` is no format; there are text, short, json"),
        ] {
            let error = plan(format, outputs).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }
}
