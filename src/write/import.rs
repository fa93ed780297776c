//! Taking decisions from JSON-ADR into a log: which are new, what they are called here, and what they refer to.
//!
//! A decision that is here already is left alone, so that the same file can be taken again.

use crate::model::interchange::Adr;
use crate::model::record::RecordId;
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::write::adr_text;
use crate::write::import_here::Here;
use crate::write::import_log::{Holder, Log};
use crate::write::import_note::Note;
use crate::write::import_ties::{Known, Place};
use crate::write::import_wanted::{Request, Taken};
use crate::write::refusal::Refusal;

/// What is to be done.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The new files.
    pub changes: Changes,
    /// How many decisions are here already.
    pub known: usize,
    /// What one should know.
    pub notes: Vec<Note>,
}

/// Thinks out the import of some decisions.
pub fn import(workspace: &Workspace, adrs: &[Adr], request: &Request) -> Result<Import, Refusal> {
    let kind = workspace.kinds.iter().position(|row| row.name == request.kind);
    let kind =
        kind.ok_or_else(|| Refusal::new(format!("there is no kind `{}`", request.kind), "see `opsrepo sets`"))?;
    let is_candidate = |id: &RecordId| {
        let record = workspace.record(*id);
        let set = &workspace.set_of(record).name;
        record.kind == kind && request.set.as_ref().is_none_or(|wanted| wanted == set)
    };
    let ids: Vec<RecordId> = workspace.iter().map(|(id, _)| id).filter(is_candidate).collect();
    let mut here = Here::new(workspace, &ids);
    let found: Vec<Option<RecordId>> = adrs.iter().map(|adr| here.find(adr, request.taken)).collect();
    let mut import = Import {
        known: found.iter().flatten().count(),
        ..Import::default()
    };
    if import.known == adrs.len() {
        return Ok(import);
    }
    let set = choose(workspace, kind, request.set.as_deref())?;
    let mut log = Log::new(workspace, (kind, set), request.folder.as_deref());
    let places = places(&mut log, adrs, (&found, request.taken), &mut import.notes)?;
    let known = Known::new(&log, adrs, &places);
    for (adr, place) in adrs.iter().zip(&places) {
        let Place::New(number, path) = place else { continue };
        let ties = known.ties((adr, path), request.taken, &mut import.notes);
        let adr = Adr {
            number: *number,
            ..adr.clone()
        };
        let text = adr_text::text(&adr, log.manner, &ties);
        let text = text.map_err(|error| Refusal::new(error.to_string(), "leave this decision out of the file"))?;
        if adr.path.ends_with(".adoc") || adr.path.ends_with(".asciidoc") {
            let what = "texts that were AsciiDoc are kept as they are";
            import.notes.push(Note::on(path, what, ""));
        }
        import.changes.create(path.clone(), text);
    }
    Ok(import)
}

/// The place of each decision, of which some were found here.
fn places(
    log: &mut Log<'_>,
    adrs: &[Adr],
    (found, taken): (&[Option<RecordId>], Taken),
    notes: &mut Vec<Note>,
) -> Result<Vec<Place>, Refusal> {
    log.reserve(adrs);
    let mut places = Vec::new();
    let mut clashes = Vec::new();
    for (adr, found) in adrs.iter().zip(found) {
        if let Some(id) = found {
            places.push(Place::Here(*id));
            continue;
        }
        let number = match (log.take(adr), taken) {
            (Ok(number), _) => number,
            (Err(Holder(holder)), Taken::Refuse) => {
                clashes.push(clash(log, adr, holder));
                continue;
            }
            (Err(_), Taken::Renumber) => {
                let number = log.take_next();
                let of = format!("{} becomes {number}: {}", adr.number, short(&adr.title));
                notes.push(Note::of("a number that was taken is given anew", of));
                number
            }
        };
        let path = log.file(adr, number).ok_or_else(|| {
            Refusal::new(
                format!(
                    "no file name could be made for {} (`{}`)",
                    adr.number,
                    short(&adr.title)
                ),
                "change its title in the file",
            )
        })?;
        places.push(Place::New(number, path));
    }
    match clashes.is_empty() {
        true => Ok(places),
        false => Err(refuse(clashes)),
    }
}

fn clash(log: &Log<'_>, adr: &Adr, holder: Option<RecordId>) -> String {
    let path = |id: RecordId| log.workspace.path_of(log.workspace.record(id)).to_string();
    let holder = holder.map_or_else(|| "another decision of the same file".to_owned(), path);
    format!("{} (`{}`) is the number of {holder}", adr.number, short(&adr.title))
}

/// The set that the decisions join; `None` in a repository without any.
fn choose(workspace: &Workspace, kind: usize, wanted: Option<&str>) -> Result<Option<usize>, Refusal> {
    let of_kind = |(_, set): &(usize, &RecordSet)| set.kind == kind;
    let sets: Vec<(usize, &RecordSet)> = workspace.sets.iter().enumerate().filter(of_kind).collect();
    let names = || sets.iter().map(|(_, set)| set.name.as_str()).collect::<Vec<_>>();
    match (wanted, &sets[..]) {
        (None, []) => Ok(None),
        (None, [(at, _)]) => Ok(Some(*at)),
        (None, _) => Err(Refusal::new(
            format!(
                "this repository keeps its {} in {} places",
                workspace.kinds[kind].plural,
                sets.len()
            ),
            format!("say which: --set {}", names().join(" | --set ")),
        )),
        (Some(wanted), _) => {
            let found = sets.iter().find(|(_, set)| set.name == wanted);
            found.map(|(at, _)| Some(*at)).ok_or_else(|| {
                let help = match sets.is_empty() {
                    true => "there are none yet: leave --set out".to_owned(),
                    false => format!("there are: {}", names().join(", ")),
                };
                Refusal::new(format!("there is no record set `{wanted}`"), help)
            })
        }
    }
}

fn refuse(clashes: Vec<String>) -> Refusal {
    let (what, help) = match clashes.len() {
        1 => (
            "a number is taken",
            "--renumber gives it the next free number, and mends the relations to it:",
        ),
        _ => (
            "numbers are taken",
            "--renumber gives these the next free numbers, and mends the relations to them:",
        ),
    };
    Refusal::new(format!("{what} already; nothing was imported"), help).listing(clashes.into_iter())
}

/// A text on one line, not too long to be read.
fn short(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(80)
        .collect()
}
