//! What a gate in CI checks beside the records: alerts in PromQL, and Kubernetes objects against a schema. Put into a
//! generated cloud, so that opsrepo and the programs that each do a part of its work meet on the same files.

use crate::cloud;
use crate::measure::Job;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// How many alerts one rule file holds.
const GROUP: usize = 20;

/// Where the schema of the objects lies, named as kubeconform's stores name theirs.
const SCHEMA: &str = "schemas/kubernetes/deployment-apps-v1.json";

/// Programs that do a part of the work: how each is found, and what it is asked.
const PEERS: [(&str, &str); 5] = [
    (
        "check-jsonschema",
        "find configs -name 'deployment-*.yaml' | xargs check-jsonschema --schemafile schemas/kubernetes/deployment-apps-v1.json",
    ),
    ("yamllint", "yamllint -d relaxed ."),
    (
        "lychee",
        "find . -name '*.md' | xargs lychee --offline --include-fragments --no-progress --root-dir \"$PWD\"",
    ),
    ("ripsecrets", "ripsecrets ."),
    ("promtool", "find alerts -name '*.yaml' | xargs promtool check rules"),
];

/// Hands over every file that a cloud of so many records gets in addition.
pub(crate) fn each(records: usize, put: &mut dyn FnMut(&str, &str) -> io::Result<()>) -> io::Result<()> {
    put("opsrepo.toml", "[kubernetes]\nschemas = [\"schemas/kubernetes\"]\n")?;
    put(SCHEMA, &format!("{:#}\n", deployment()))?;
    let runbooks = cloud::runbooks(records);
    for first in (0..runbooks).step_by(GROUP) {
        let alerts = first..(first + GROUP).min(runbooks);
        put(&format!("alerts/group-{:05}.yaml", first / GROUP), &rules(alerts))?;
    }
    Ok(())
}

/// The peers that are installed, on the cloud in `folder`.
pub(crate) fn peers(folder: &Path, is_installed: fn(&str) -> bool) -> Vec<Job> {
    let here = PEERS.iter().filter(|(program, _)| is_installed(program));
    here.map(|&(program, line)| Job {
        name: program.to_owned(),
        command: ["sh", "-c", line].map(str::to_owned).to_vec(),
        folder: folder.to_owned(),
        clears: None,
    })
    .collect()
}

fn rules(alerts: std::ops::Range<usize>) -> String {
    let mut text = format!("groups:\n  - name: group-{:05}\n    rules:\n", alerts.start / GROUP);
    for at in alerts {
        let job = format!("service-{:06}", at);
        let expression = match at % 4 {
            0 => format!(
                "sum by (namespace) (rate(http_requests_total{{job=\"{job}\", code=~\"5..\"}}[5m])) / sum by (namespace) \
                 (rate(http_requests_total{{job=\"{job}\"}}[5m])) > 0.0{}",
                1 + at % 9
            ),
            1 => format!(
                "histogram_quantile(0.99, sum(rate(request_seconds_bucket{{job=\"{job}\"}}[10m])) by (le)) > 1.{}",
                at % 10
            ),
            2 => format!("absent(up{{job=\"{job}\"}} == 1) or on () vector(0) > {}", 1 + at % 3),
            _ => format!(
                "predict_linear(volume_available_bytes{{job=\"{job}\", mode!=\"ro\"}}[6h], 4 * 3600) < 0 and \
                 volume_available_bytes / volume_capacity_bytes < 0.{}",
                1 + at % 9
            ),
        };
        let _ = writeln!(
            text,
            "      - alert: Alert{at:06}\n        expr: {expression}\n        for: {}m\n        labels:\n          \
             severity: {}\n        annotations:\n          summary: Alert {at} of {{{{ $labels.job }}}}",
            5 + at % 20,
            ["critical", "warning"][at % 2],
        );
    }
    text
}

/// A schema of deployments, in the parts that a cloud of this generator uses and some that it does not.
fn deployment() -> serde_json::Value {
    let text = serde_json::json!({"type": "string"});
    let texts = serde_json::json!({"type": "object", "additionalProperties": {"type": "string"}});
    let quantities = serde_json::json!({
        "type": "object",
        "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}]}
    });
    let metadata = serde_json::json!({
        "type": "object",
        "properties": {"name": text, "namespace": text, "labels": texts, "annotations": texts, "generateName": text},
        "additionalProperties": false
    });
    let variable = serde_json::json!({
        "type": "object",
        "required": ["name"],
        "properties": {"name": text, "value": text, "valueFrom": {"type": "object"}},
        "additionalProperties": false
    });
    let port = serde_json::json!({
        "type": "object",
        "required": ["containerPort"],
        "properties": {"containerPort": {"type": "integer", "minimum": 1, "maximum": 65535}, "name": text}
    });
    let container = serde_json::json!({
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": text,
            "image": text,
            "imagePullPolicy": {"enum": ["Always", "IfNotPresent", "Never"]},
            "command": {"type": "array", "items": text},
            "args": {"type": "array", "items": text},
            "env": {"type": "array", "items": variable},
            "ports": {"type": "array", "items": port},
            "resources": {
                "type": "object",
                "properties": {"requests": quantities, "limits": quantities},
                "additionalProperties": false
            }
        },
        "additionalProperties": false
    });
    let pod = serde_json::json!({
        "type": "object",
        "required": ["containers"],
        "properties": {
            "containers": {"type": "array", "items": container},
            "initContainers": {"type": "array", "items": container},
            "serviceAccountName": text,
            "nodeSelector": texts,
            "volumes": {"type": "array", "items": {"type": "object", "required": ["name"]}}
        },
        "additionalProperties": false
    });
    serde_json::json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": ["apiVersion", "kind", "spec"],
        "properties": {
            "apiVersion": {"enum": ["apps/v1"]},
            "kind": {"enum": ["Deployment"]},
            "metadata": metadata,
            "spec": {
                "type": "object",
                "required": ["selector", "template"],
                "properties": {
                    "replicas": {"type": "integer", "minimum": 0},
                    "revisionHistoryLimit": {"type": "integer"},
                    "selector": {"type": "object", "properties": {"matchLabels": texts}},
                    "strategy": {"type": "object"},
                    "template": {
                        "type": "object",
                        "properties": {"metadata": metadata, "spec": pod},
                        "additionalProperties": false
                    }
                },
                "additionalProperties": false
            },
            "status": {"type": "object"}
        },
        "additionalProperties": false
    })
}
