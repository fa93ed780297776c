//! `schemas/opsrepo.schema.json` and the reader of `opsrepo.toml` know the same keys and values: what the schema shows as an
//! example is read without a problem, and what the reader knows stands in the schema.

use crate::workspaces;
use opsrepo::model::settings::{SettingProblem, Settings};
use serde_json::{Map, Value};

/// A key that nobody will ever know, too far from any other to be a slip.
const NO_KEY: &str = "qqqqqqqqqqqq";

fn schema() -> Value {
    serde_json::from_str(include_str!("../../schemas/opsrepo.schema.json")).unwrap()
}

fn read(text: &str) -> Settings {
    workspaces::of_files(&[("opsrepo.toml", text)]).settings
}

fn problems(text: &str) -> Vec<SettingProblem> {
    let settings = read(text);
    assert!(!settings.is_torn, "no TOML: {text}");
    settings.problems
}

/// A JSON value as TOML, tables inline. JSON's strings are TOML's.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => format!("{{ {} }}", pairs(table).join(", ")),
        plain => plain.to_string(),
    }
}

fn pairs(table: &Map<String, Value>) -> Vec<String> {
    let pair = |(key, value): (&String, &Value)| format!("{} = {}", Value::from(key.as_str()), toml(value));
    table.iter().map(pair).collect()
}

/// A table of the settings: its name, its schema, how its entries become a whole file, and the entries that it needs besides.
struct Table {
    name: &'static str,
    schema: Value,
    around: fn(Value) -> Value,
    needs: Value,
}

fn tables() -> Vec<Table> {
    use serde_json::json;
    let root = schema();
    let at = |pointer: &str| root.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}")).clone();
    vec![
        Table {
            name: "the whole file",
            schema: root.clone(),
            around: |table| table,
            needs: json!({}),
        },
        Table {
            name: "[cloud]",
            schema: at("/properties/cloud"),
            around: |table| json!({ "cloud": table }),
            needs: json!({}),
        },
        Table {
            name: "[site]",
            schema: at("/properties/site"),
            around: |table| json!({ "site": table }),
            needs: json!({}),
        },
        Table {
            name: "[files]",
            schema: at("/properties/files"),
            around: |table| json!({ "files": table }),
            needs: json!({}),
        },
        Table {
            name: "[sets.x]",
            schema: at("/properties/sets/additionalProperties"),
            around: |table| json!({ "sets": { "x": table } }),
            needs: json!({ "kind": "decision", "files": "x/*" }),
        },
        Table {
            name: "[kinds.x]",
            schema: at("/properties/kinds/additionalProperties"),
            around: |table| json!({ "kinds": { "x": table } }),
            needs: json!({}),
        },
        Table {
            name: "[kinds.x.lifecycle]",
            schema: at("/properties/kinds/additionalProperties/properties/lifecycle"),
            around: |table| json!({ "kinds": { "x": { "lifecycle": table } } }),
            needs: json!({}),
        },
        Table {
            name: "[[kinds.x.lifecycle.steps]]",
            schema: at("/properties/kinds/additionalProperties/properties/lifecycle/properties/steps/items"),
            around: |table| json!({ "kinds": { "x": { "lifecycle": { "steps": [table] } } } }),
            needs: json!({ "verb": "accept" }),
        },
        Table {
            name: "[[links]]",
            schema: at("/properties/links/items"),
            around: |table| json!({ "links": [table] }),
            needs: json!({}),
        },
        Table {
            name: "[external]",
            schema: at("/properties/external"),
            around: |table| json!({ "external": table }),
            needs: json!({}),
        },
        Table {
            name: "[alerts]",
            schema: at("/properties/alerts"),
            around: |table| json!({ "alerts": table }),
            needs: json!({}),
        },
        Table {
            name: "[siblings.x]",
            schema: at("/properties/siblings/additionalProperties"),
            around: |table| json!({ "siblings": { "x": table } }),
            needs: json!({ "url": "https://git.example.org/team/x" }),
        },
        Table {
            name: "[[schemas]]",
            schema: at("/properties/schemas/items"),
            around: |table| json!({ "schemas": [table] }),
            needs: json!({ "files": "x/*", "schema": "x.schema.json" }),
        },
        Table {
            name: "[[overrides]]",
            schema: at("/properties/overrides/items"),
            around: |table| json!({ "overrides": [table] }),
            needs: json!({ "files": "x/*", "rules": { "link/broken": "hint" } }),
        },
        Table {
            name: "[[allow]]",
            schema: at("/properties/allow/items"),
            around: |table| json!({ "allow": [table] }),
            needs: json!({ "files": "x/*", "rules": "link/broken", "reason": "why" }),
        },
        Table {
            name: "[validate]",
            schema: at("/properties/validate"),
            around: |table| json!({ "validate": table }),
            needs: json!({}),
        },
    ]
}

impl Table {
    /// The file in which this table holds an entry, besides those that it needs.
    fn with(&self, key: &str, value: &Value) -> String {
        let mut table = self.needs.as_object().unwrap().clone();
        table.insert(key.to_owned(), value.clone());
        pairs((self.around)(Value::Object(table)).as_object().unwrap()).join("\n") + "\n"
    }

    fn properties(&self) -> &Map<String, Value> {
        self.schema["properties"].as_object().unwrap()
    }
}

#[test]
fn every_example_of_the_schema_is_read() {
    for table in tables() {
        for (key, property) in table.properties() {
            let examples = property["examples"].as_array();
            let examples = examples.unwrap_or_else(|| panic!("{}: `{key}` has no example", table.name));
            assert!(!examples.is_empty(), "{}: `{key}` has no example", table.name);
            for example in examples {
                let text = table.with(key, example);
                assert_eq!(problems(&text), [], "{text}");
            }
        }
    }
}

#[test]
fn every_key_of_the_reader_stands_in_the_schema() {
    for table in tables() {
        let found = problems(&table.with(NO_KEY, &Value::from(1)));
        let [problem] = &found[..] else {
            panic!("{}: {found:?}", table.name);
        };
        let help = problem.help.as_deref().unwrap();
        let mut known: Vec<&str> = help.strip_prefix("known here: ").expect(help).split(", ").collect();
        let mut said: Vec<&str> = table.properties().keys().map(String::as_str).collect();
        known.sort_unstable();
        said.sort_unstable();
        assert_eq!(known, said, "{}", table.name);
    }
}

#[test]
fn a_string_stands_for_a_list_of_one() {
    let settings = read("[sets.x]\nkind = \"decision\"\nfiles = \"x/*.md\"\n");
    assert_eq!(settings.sets[0].files[0].pattern, "x/*.md");
    assert_eq!(settings.problems, []);
}

#[test]
fn nothing_is_dropped_without_a_word() {
    for text in [
        "cloud = 1",
        "sets = []",
        "[sets]\nx = 1",
        "[sets.x]\nkind = \"decision\"",
        "[sets.x]\nkind = \"decision\"\nfiles = []",
        "[sets.x]\nkind = \"decision\"\nfiles = \"../x\"",
        "[sets.x]\nkind = \"decision\"\nfiles = \"/x\"",
        "[kinds]\nx = 1",
        "[kinds.validate]",
        "[kinds.\"my kind\"]",
        "[kinds.x]\nfields = 1",
        "[kinds.x]\nstatuses = []",
        "[kinds.x.references]\nservice = 1",
        "[kinds.x.lifecycle]\nnumber = \"random\"",
        "[kinds.x.lifecycle]\nsteps = 1",
        "[kinds.x.lifecycle]\nfrozen = 1",
        "[[kinds.x.lifecycle.steps]]\nfrom = \"a\"",
        "[[kinds.x.lifecycle.steps]]\nverb = \"list\"",
        "[[kinds.x.lifecycle.steps]]\nverb = \"Two words\"",
        "[cloud]\ntimezone = \"Mars/Base\"",
        "[cloud]\nurl = \"cloud.example.org\"",
        "[site]\nbase-url = \"not a url\"",
        "[site]\nlanguage = \"english\"",
        "rules = 1",
        "schemas = 1",
        "schemas = [1]",
        "links = 1",
        "links = [1]",
        "[[links]]\npreset = \"word\"",
        "[[links]]\nfolder = \"../x\"",
        "[[links]]\nextensionless = 1",
        "external = 1",
        "[external]\ntimeout = 0",
        "[external]\ntimeout = \"20\"",
        "[external]\naccept = 403",
        "[external]\naccept = [1]",
        "[external]\ncache-days = -1",
        "alerts = 1",
        "[alerts]\nseverities = 1",
        "siblings = 1",
        "[siblings]\nx = 1",
        "[siblings]\nx = {}",
        "[siblings.x]\npath = \"../x\"",
        "[siblings.x]\nurl = \"https://git.example.org/o/r\"\npath = \"/etc\"",
        "[siblings.x]\nurl = \"https://git.example.org/o/r\"\npath = \"C:/x\"",
        "[siblings.x]\nurl = \"runbooks\"",
        "[siblings.x]\nsite = \"runbooks\"",
        "[[schemas]]\nfiles = \"x\"",
        "[[schemas]]\nschema = \"x.json\"",
        "overrides = 1",
        "overrides = [1]",
        "[[overrides]]\nfiles = \"x\"",
        "[[overrides]]\nrules = { \"a/b\" = \"off\" }",
        "[[overrides]]\nfiles = \"x\"\nrules = {}",
        "[[overrides]]\nfiles = \"a/[\"\nrules = { \"a/b\" = \"off\" }",
        "allow = 1",
        "allow = [1]",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"",
        "[[allow]]\nrules = \"a/b\"\nreason = \"x\"",
        "[[allow]]\nfiles = \"x\"\nreason = \"x\"",
        "[[allow]]\nrules = []\nfiles = \"x\"\nreason = \"x\"",
        "[[allow]]\nrules = \"a/b\"\nfiles = []\nreason = \"x\"",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"\nreason = \" \"",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"a/{\"\nreason = \"x\"",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"\nreason = \"x\"\nuntil = 2026",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"\nreason = \"x\"\nuntil = \"spring\"",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"\nreason = \"x\"\nuntil = 2026-12-31T10:00:00Z",
        "[[allow]]\nrules = \"a/b\"\nfiles = \"x\"\nreason = \"x\"\nuntil = \"2026-02-31\"",
        "validate = 1",
        "[validate]\nbaseline = 1",
        "[validate]\nbaseline = \"../x.json\"",
    ] {
        assert!(!problems(text).is_empty(), "{text}");
    }
}

#[test]
fn half_of_a_settings_file_matches_what_it_may() {
    let found = |text: &str| {
        let workspace = workspaces::of_files(&[("opsrepo.toml", text), ("LICENSE", "A licence.\n")]);
        let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
        report.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    let set = "[sets.a]\nkind = \"decision\"\nfiles = [\"no/*.md\"]\n";
    assert_eq!(found(set), ["settings/no-match"]);
    assert_eq!(found(&format!("{set}exclude = \n")), ["syntax/toml"]);
}

#[test]
fn what_a_kind_names_exists() {
    let text = "[kinds.change]\nform = \"../x.md\"\nschema = \"schemas/x.json\"\nreferences = { a = \"change\", b = \"no\" }\n";
    let files = [
        ("opsrepo.toml", text),
        ("LICENSE", "A licence.\n"),
        ("schemas/x.json", "{}\n"),
    ];
    let workspace = workspaces::of_files(&files);
    let report = opsrepo::lint::run::run(&workspace, opsrepo::rules::ALL);
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        found,
        [
            "there is no file `../x.md`, where the form should be",
            "no kind is called `no`"
        ]
    );
}

#[test]
fn levels_are_said_by_rule_by_area_and_by_path() {
    let levels = |settings: &str| {
        let page = "# A\n\n[x](no.md)\n";
        let files = [
            ("opsrepo.toml", settings),
            ("LICENSE", "A licence.\n"),
            ("old/a.md", page),
            ("new/a.md", page),
        ];
        let report = opsrepo::lint::run::run(&workspaces::of_files(&files), opsrepo::rules::ALL);
        let found = report.findings.iter();
        found.map(|found| found.severity.to_string()).collect::<Vec<_>>()
    };
    let old = "[[overrides]]\nfiles = \"old/**\"\nrules = ";
    assert_eq!(levels(""), ["error", "error"]);
    assert_eq!(levels("[rules]\n\"link/*\" = \"hint\"\n"), ["hint", "hint"]);
    assert_eq!(
        levels("[rules]\n\"link/*\" = \"hint\"\n\"link/broken\" = \"warning\"\n"),
        ["warning", "warning"],
        "the name goes before the area"
    );
    assert_eq!(
        levels(&format!("{old}{{ \"link/broken\" = \"hint\" }}\n")),
        ["error", "hint"]
    );
    assert_eq!(levels(&format!("{old}{{ \"link/*\" = \"off\" }}\n")), ["error"]);
    assert_eq!(
        levels(&format!(
            "{old}{{ \"link/*\" = \"warning\" }}\n[rules]\n\"link/broken\" = \"off\"\n"
        )),
        ["warning"],
        "off, but for these files"
    );
    assert_eq!(
        levels(&format!(
            "{old}{{ \"link/*\" = \"off\" }}\n[[overrides]]\nfiles = \"**/a.md\"\nrules = {{ \"link/broken\" = \"hint\" }}\n"
        )),
        ["hint", "hint"],
        "the last that fits"
    );
}

#[test]
fn what_is_allowed_in_the_settings() {
    let found = |allow: &str| {
        let settings = format!("[[allow]]\nfiles = \"old/**\"\nreason = \"x\"\n{allow}\n");
        let files = [
            ("opsrepo.toml", settings.as_str()),
            ("LICENSE", "A licence.\n"),
            ("old/a.md", "# A\n\n[x](no.md)\n"),
        ];
        let report = opsrepo::lint::run::run(&workspaces::of_files(&files), opsrepo::rules::ALL);
        let found = report.findings.iter();
        found.map(|found| found.rule).collect::<Vec<_>>()
    };
    let (far, over) = ("until = 2999-12-31", "until = 1999-12-31");
    assert_eq!(found("rules = \"link/broken\""), [""; 0]);
    assert_eq!(found("rules = \"link/*\""), [""; 0]);
    assert_eq!(found(&format!("rules = \"link/*\"\n{far}")), [""; 0]);
    assert_eq!(
        found(&format!("rules = \"link/*\"\n{over}")),
        ["suppression/expired", "link/broken"]
    );
    assert_eq!(
        found("rules = [\"link/broken\", \"record/owner\", \"syntax/yaml\", \"decision/frozen\"]"),
        ["suppression/unused"],
        "what is off, or judges changes, is not unused"
    );
    assert_eq!(found("rules = \"no/rule\""), ["settings/invalid", "link/broken"]);
}
