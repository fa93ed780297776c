//! A cloud that nobody runs, of any size: the same bytes for the same number of records, on every machine.
//!
//! Half of the records are Markdown of about 3 KB with a front matter and three links to each other; a quarter are
//! Kubernetes objects with a kustomization for every fifteen of them; the rest are services in YAML and settings in
//! TOML, of about 1.5 KB each. It validates clean, so that a benchmark measures the checks and not the printing.

use std::fmt::Write as _;
use std::io;

/// How many objects one kustomization lists.
const GROUP: usize = 15;

const WORDS: [&str; 64] = [
    "cluster",
    "volume",
    "request",
    "queue",
    "tenant",
    "ingress",
    "certificate",
    "gateway",
    "replica",
    "backup",
    "restore",
    "alert",
    "latency",
    "budget",
    "quota",
    "schedule",
    "release",
    "rollback",
    "upgrade",
    "capacity",
    "storage",
    "network",
    "notebook",
    "pipeline",
    "identity",
    "session",
    "token",
    "policy",
    "audit",
    "mirror",
    "registry",
    "image",
    "node",
    "rack",
    "building",
    "shift",
    "team",
    "student",
    "course",
    "dataset",
    "waits",
    "grows",
    "fails",
    "drains",
    "moves",
    "copies",
    "answers",
    "reads",
    "writes",
    "expires",
    "slowly",
    "twice",
    "daily",
    "again",
    "before",
    "after",
    "while",
    "because",
    "until",
    "unless",
    "every",
    "some",
    "no",
    "another",
];

/// Numbers that look random and are not: xorshift, seeded by the record.
pub(crate) struct Dice(u64);

/// How many records of each sort a cloud has.
#[derive(Clone, Copy)]
struct Plan {
    decisions: usize,
    runbooks: usize,
    incidents: usize,
    services: usize,
    settings: usize,
    objects: usize,
}

impl Dice {
    pub(crate) fn new(sort: u64, index: usize) -> Dice {
        Dice((index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (sort << 56) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub(crate) fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    pub(crate) fn sentence(&mut self) -> String {
        let mut text = self.word().to_owned();
        text[..1].make_ascii_uppercase();
        for _ in 0..7 + self.below(9) {
            text.push(' ');
            text.push_str(self.word());
        }
        text.push('.');
        text
    }

    /// Lines of sentences until the text has about so many bytes.
    pub(crate) fn prose(&mut self, out: &mut String, bytes: usize) {
        let end = out.len() + bytes;
        while out.len() < end {
            out.push_str(&self.sentence());
            out.push('\n');
        }
    }
}

impl Plan {
    fn of(records: usize) -> Plan {
        let (markdown, objects) = (records / 2, records / 4);
        let settings = records / 8;
        let decisions = markdown / 3;
        let runbooks = markdown / 3;
        Plan {
            decisions,
            runbooks,
            incidents: markdown - decisions - runbooks,
            services: records - markdown - objects - settings,
            settings,
            objects,
        }
    }
}

/// Hands every file of a cloud of so many records to `put`: its path and its text. Fewer than 16 are taken for 16.
pub(crate) fn each(records: usize, put: &mut dyn FnMut(&str, &str) -> io::Result<()>) -> io::Result<()> {
    let plan = Plan::of(records.max(16));
    put("LICENSE", "Whoever finds this may do with it what they like.\n")?;
    put("README.md", "# A cloud for measuring\n\nNobody runs it.\n")?;
    for at in 0..plan.decisions {
        put(&format!("decisions/{}", decision_file(at)), &decision(at, plan))?;
    }
    for at in 0..plan.runbooks {
        put(&format!("runbooks/{}.md", runbook_name(at)), &runbook(at, plan))?;
    }
    for at in 0..plan.incidents {
        put(&format!("incidents/{}", incident_file(at)), &incident(at, plan))?;
    }
    for at in 0..plan.services {
        put(&format!("services/service-{at:06}.yaml"), &service(at, plan))?;
    }
    for at in 0..plan.settings {
        put(&format!("configs/settings/limits-{at:06}.toml"), &settings(at))?;
    }
    for at in 0..plan.objects {
        let group = at / (GROUP + 1);
        let text = match at % (GROUP + 1) {
            0 => kustomization(at, plan),
            _ => object(at),
        };
        put(&format!("configs/group-{group:05}/{}", object_file(at)), &text)?;
    }
    Ok(())
}

/// How many runbooks such a cloud has; the alert of each is `Alert` and its number with six digits.
pub(crate) fn runbooks(records: usize) -> usize {
    Plan::of(records.max(16)).runbooks
}

/// One of the decisions of such a cloud after it was amended `times` times: its path and its text.
pub(crate) fn amended(records: usize, choice: usize, times: usize) -> (String, String) {
    let plan = Plan::of(records.max(16));
    let at = choice % plan.decisions;
    let mut text = decision(at, plan);
    for time in 1..=times {
        let _ = writeln!(text, "\nRead again by shift {time}; nothing to add.");
    }
    (format!("decisions/{}", decision_file(at)), text)
}

fn decision_file(at: usize) -> String {
    let mut dice = Dice::new(1, at);
    format!("{:06}-{}-{}.md", at + 1, dice.word(), dice.word())
}

fn runbook_name(at: usize) -> String {
    let mut dice = Dice::new(2, at);
    format!("{}-{}-{at:06}", dice.word(), dice.word())
}

fn incident_file(at: usize) -> String {
    let mut dice = Dice::new(3, at);
    format!("{}-{}-{at:06}.md", day(at), dice.word())
}

fn object_file(at: usize) -> String {
    match at % (GROUP + 1) {
        0 => "kustomization.yaml".to_owned(),
        _ => format!("deployment-{at:06}.yaml"),
    }
}

/// A day of one of the years 2020 to 2025, the same for the same record.
fn day(at: usize) -> String {
    format!("{}-{:02}-{:02}", 2020 + at % 6, 1 + at / 6 % 12, 1 + at / 72 % 28)
}

fn decision(at: usize, plan: Plan) -> String {
    let mut dice = Dice::new(4, at);
    let other = dice.below(plan.decisions);
    let (runbook, incident) = (dice.below(plan.runbooks), dice.below(plan.incidents));
    let service = dice.below(plan.services);
    let mut text = format!(
        "---\nstatus: {}\ndate: {}\ndeciders: [Ada, Brendan, Chidi]\nowner: team-{}\ntags: [{}, {}]\nservices: \
         [service-{service:06}]\n---\n\n# {} the {}\n\n## Context\n\n",
        ["accepted", "proposed", "rejected", "deprecated"][dice.below(4)],
        day(at),
        dice.below(9),
        dice.word(),
        dice.word(),
        ["Keep", "Move", "Split", "Buy"][dice.below(4)],
        dice.word(),
    );
    dice.prose(&mut text, 900);
    let _ = writeln!(
        text,
        "\nWe knew it since [that day](../incidents/{}), and [an earlier decision]({}) says less.\n\n## Options \
         considered\n",
        incident_file(incident),
        decision_file(other)
    );
    for _ in 0..4 {
        let _ = writeln!(text, "- **{}**: {}", dice.word(), dice.sentence());
    }
    text.push_str("\n## Decision\n\n");
    dice.prose(&mut text, 700);
    text.push_str("\n| what | before | after |\n|---|---|---|\n");
    for _ in 0..4 {
        let _ = writeln!(text, "| {} | {} | {} |", dice.word(), dice.below(900), dice.below(900));
    }
    let _ = writeln!(
        text,
        "\n## Consequences\n\n[What to do](../runbooks/{}.md) changes.\n",
        runbook_name(runbook)
    );
    dice.prose(&mut text, 550);
    text
}

fn runbook(at: usize, plan: Plan) -> String {
    let mut dice = Dice::new(5, at);
    let (decision, other) = (dice.below(plan.decisions), dice.below(plan.runbooks));
    let (incident, service) = (dice.below(plan.incidents), dice.below(plan.services));
    let mut text = format!(
        "---\nservices: [service-{service:06}]\nalerts: [Alert{at:06}]\nowner: team-{}\nreviewed: 2026-0{}-11\n\
         review-every: 24 months\n---\n\n# The {} {}\n\n## Meaning\n\n",
        dice.below(9),
        1 + dice.below(6),
        dice.word(),
        dice.word(),
    );
    dice.prose(&mut text, 600);
    let _ = writeln!(
        text,
        "\nIt began with [a bad day](../incidents/{}).\n\n## Impact\n",
        incident_file(incident)
    );
    dice.prose(&mut text, 500);
    text.push_str("\n## Diagnosis\n\n");
    for step in 1..=5 {
        let (namespace, object) = (dice.word(), dice.word());
        let _ = writeln!(text, "{step}. {}\n", dice.sentence());
        let _ = writeln!(
            text,
            "   ```sh\n   kubectl --namespace {namespace} describe pod {object}\n   ```\n"
        );
    }
    let _ = writeln!(
        text,
        "## Mitigation\n\n[The decision](../decisions/{}) says why; [the other page](../runbooks/{}.md#meaning) says \
         what else.\n",
        decision_file(decision),
        runbook_name(other)
    );
    dice.prose(&mut text, 700);
    text
}

fn incident(at: usize, plan: Plan) -> String {
    let mut dice = Dice::new(6, at);
    let (decision, runbook) = (dice.below(plan.decisions), dice.below(plan.runbooks));
    let (other, service) = (dice.below(plan.incidents), dice.below(plan.services));
    let day = day(at);
    let mut text = format!(
        "---\nstatus: closed\nseverity: sev{}\nservices: [service-{service:06}]\nowner: team-{}\nstarted: \
         {day}T09:12+01:00\ndetected: {day}T09:31+01:00\ndeclared: {day}T09:46+01:00\nmitigated: \
         {day}T10:27+01:00\nresolved: {day}T13:40+01:00\ntags: [{}]\n---\n\n# The {} of the {}\n\n## Summary\n\n",
        1 + dice.below(4),
        dice.below(9),
        dice.word(),
        dice.word(),
        dice.word(),
    );
    dice.prose(&mut text, 600);
    text.push_str("\n## Timeline\n\n");
    for minute in [12, 19, 31, 44, 52] {
        let _ = writeln!(text, "- {day}T09:{minute}+01:00 {}", dice.sentence());
    }
    let _ = writeln!(
        text,
        "\n## Contributing factors\n\nAs in [an earlier one]({}), [the decision](../decisions/{}) did not see it.\n",
        incident_file(other),
        decision_file(decision)
    );
    dice.prose(&mut text, 700);
    let _ = writeln!(
        text,
        "\n## Actions\n\nSee [what to do](../runbooks/{}.md).\n",
        runbook_name(runbook)
    );
    dice.prose(&mut text, 550);
    text
}

fn service(at: usize, plan: Plan) -> String {
    let mut dice = Dice::new(7, at);
    let mut text = format!(
        "name: service-{at:06}\ntitle: The {} {at}\nsummary: {}\nstatus: production\nowner: team-{}\ntier: \
         {}\nrunbooks: [{}]\ndecisions: [{}]\n",
        dice.word(),
        dice.sentence(),
        dice.below(9),
        1 + dice.below(3),
        runbook_name(dice.below(plan.runbooks)),
        1 + dice.below(plan.decisions),
    );
    if at > 0 {
        let _ = writeln!(text, "depends-on: [service-{:06}]", dice.below(at));
    }
    text.push_str("slo:\n");
    while text.len() < 1_400 {
        let _ = writeln!(
            text,
            "  - name: {}\n    objective: 99.{}\n    window: 30d",
            dice.sentence(),
            dice.below(10)
        );
    }
    text
}

fn settings(at: usize) -> String {
    let mut dice = Dice::new(8, at);
    let mut text = format!(
        "title = \"Limits {at}\"\nowner = \"team-{}\"\nsummary = \"{}\"\n",
        dice.below(9),
        dice.sentence()
    );
    let mut row = 0;
    while text.len() < 1_400 {
        let _ = writeln!(
            text,
            "\n[limits.{}-{row}]\nrequests = {}\nburst = {}\npaths = [\"/{}\", \"/{}\"]\nis_strict = true",
            dice.word(),
            dice.below(1_000),
            dice.below(5_000),
            dice.word(),
            dice.word()
        );
        row += 1;
    }
    text
}

fn kustomization(at: usize, plan: Plan) -> String {
    let mut text =
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: measured\nresources:\n"
            .to_owned();
    for member in at + 1..(at + 1 + GROUP).min(plan.objects) {
        let _ = writeln!(text, "  - {}", object_file(member));
    }
    text.push_str("labels:\n  - pairs:\n      app.kubernetes.io/managed-by: argocd\n");
    text
}

fn object(at: usize) -> String {
    let mut dice = Dice::new(9, at);
    let name = format!("{}-{at:06}", dice.word());
    let mut text = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n    app: {name}\n  \
         annotations:\n    example.org/owner: team-{}\nspec:\n  replicas: {}\n  selector:\n    matchLabels:\n      app: \
         {name}\n  template:\n    metadata:\n      labels:\n        app: {name}\n    spec:\n      containers:\n        - \
         name: {}\n          image: images.example.org/{}:{}\n          resources:\n            requests: {{ cpu: \
         100m, memory: 128Mi }}\n            limits: {{ cpu: 500m, memory: 512Mi }}\n          env:\n",
        dice.below(9),
        1 + dice.below(5),
        dice.word(),
        dice.word(),
        dice.below(90),
    );
    while text.len() < 1_400 {
        let name = dice.word();
        let _ = writeln!(
            text,
            "            - name: {}_{}\n              value: {:?}",
            name,
            text.len(),
            dice.sentence()
        );
    }
    text
}
