//! One finding as a SARIF `result`: its places in lines and UTF-16 columns, its fix, and what it is known by.

use crate::lint::{Diagnostic, Fix, Place, Related};
use crate::model::workspace::Workspace;
use crate::report::line::{one_line, said};
use crate::report::place;
use crate::report::sarif::limits::{LONGEST_FIX, RELATED};
use crate::report::sarif::rules::level;
use crate::report::sarif::text::Text;
use crate::text::escape::percent_encode;
use crate::text::span::{FileId, Range, Span};
use serde::Serialize;

/// A SARIF `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix>,
    partial_fingerprints: Fingerprints,
}

/// GitHub has a fingerprint of its own, `primaryLocationLineHash`, made of the text around a line when a file is uploaded.
/// It is not given here: the upload would complain of every result in which it is another than its own.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "opsrepo/v1")]
    key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

/// Lines and columns count from 1; the end is the first column that no longer belongs to it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix {
    description: Text,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

impl SarifResult {
    pub(super) fn new(workspace: &Workspace, finding: &Diagnostic, rule_index: Option<usize>) -> Self {
        let related = finding.related.iter().take(RELATED).enumerate();
        SarifResult {
            rule_id: finding.rule,
            rule_index,
            level: level(finding.severity),
            message: Text::message(&said(finding).join("\n")),
            locations: [Location {
                id: None,
                physical_location: physical(workspace, &finding.place),
                message: None,
            }],
            related_locations: related.map(|(at, related)| location(workspace, related, at)).collect(),
            fixes: finding.fix.iter().filter_map(|fix| sarif_fix(workspace, fix)).collect(),
            partial_fingerprints: Fingerprints {
                key: finding.key.to_string(),
            },
        }
    }
}

fn location(workspace: &Workspace, related: &Related, at: usize) -> Location {
    Location {
        id: Some(at + 1),
        physical_location: physical(workspace, &related.span.into()),
        message: Some(Text::message(&one_line(&related.message))),
    }
}

/// A place. GitHub takes none without a line, so that what has no position is put to the first one.
fn physical(workspace: &Workspace, place: &Place) -> PhysicalLocation {
    let region = place.span().and_then(|span| region(workspace, span));
    PhysicalLocation {
        artifact_location: artifact(workspace, place.path(workspace)),
        region: region.unwrap_or(Region {
            start_line: 1,
            start_column: None,
            end_line: None,
            end_column: None,
        }),
    }
}

fn artifact(workspace: &Workspace, path: &str) -> ArtifactLocation {
    let mut uri = String::new();
    percent_encode(&place::from_top(workspace, path), &mut uri);
    ArtifactLocation {
        uri,
        uri_base_id: "%SRCROOT%",
    }
}

fn region(workspace: &Workspace, span: Span) -> Option<Region> {
    let source = place::source(workspace, span)?;
    let (start, end) = (
        source.position_utf16(span.range.start),
        source.position_utf16(span.range.end),
    );
    Some(Region {
        start_line: start.line,
        start_column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
    })
}

/// A fix, unless it is so long that GitHub would take fewer findings for it.
fn sarif_fix(workspace: &Workspace, fix: &Fix) -> Option<SarifFix> {
    let length: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
    if length > LONGEST_FIX {
        return None;
    }
    let replacement = |(range, text): (Range, &str)| {
        Some(Replacement {
            deleted_region: region(workspace, Span::new(fix.file, range))?,
            inserted_content: Text { text: text.to_owned() },
        })
    };
    let edits = fix.edits.iter().map(|edit| (edit.range, edit.text.as_str()));
    Some(SarifFix {
        description: Text::message(&one_line(&fix.title)),
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(workspace, path(workspace, fix.file)),
            replacements: edits.map(replacement).collect::<Option<_>>()?,
        }],
    })
}

fn path(workspace: &Workspace, file: FileId) -> &str {
    workspace.tree.path(file).as_str()
}

#[cfg(test)]
mod tests {
    use crate::lint::{Fix, Place};
    use crate::report::sarif::result::SarifResult;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::edit::Edit;
    use crate::text::path::RepoPath;
    use crate::text::span::{FileId, Range, Span};
    use serde_json::{Value, json};

    #[test]
    fn a_finding_has_places_and_a_fix() {
        let mut workspace = workspace(&[("a é.md", "# A\n\u{1f600} [x](y.md)\n")]);
        workspace.context.folder = RepoPath::new("ops").unwrap();
        let mut found = finding(0, Range::new(13, 17), "no file");
        found.related(Span::new(FileId(0), Range::new(0, 4)), "here");
        found.fix(Fix {
            title: "point it to `z.md`".to_owned(),
            file: FileId(0),
            edits: vec![Edit {
                range: Range::new(13, 17),
                text: "z.md".to_owned(),
            }],
        });
        let value = serde_json::to_value(SarifResult::new(&workspace, &found, Some(3))).unwrap();
        let artifact = json!({"uri": "ops/a%20%C3%A9.md", "uriBaseId": "%SRCROOT%"});
        let region = json!({"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 12});
        assert_eq!(
            value,
            json!({
                "ruleId": "link/broken", "ruleIndex": 3, "level": "error",
                "message": {"text": "no file\nfix: point it to `z.md`"},
                "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
                "relatedLocations": [{
                    "id": 1, "message": {"text": "here"},
                    "physicalLocation": {
                        "artifactLocation": artifact,
                        "region": {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 1},
                    },
                }],
                "fixes": [{
                    "description": {"text": "point it to `z.md`"},
                    "artifactChanges": [{
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "z.md"}}],
                    }],
                }],
                "partialFingerprints": {"opsrepo/v1": "0".repeat(32)},
            })
        );
    }

    #[test]
    fn what_is_nowhere_has_a_place_all_the_same() {
        let mut found = finding(0, Range::at(0), "no licence");
        found.place = Place::Path(".".to_owned());
        let value = serde_json::to_value(SarifResult::new(&workspace(&[]), &found, None)).unwrap();
        let place: &Value = &value["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "opsrepo.toml");
        assert_eq!(place["region"], json!({"startLine": 1}));
    }
}
