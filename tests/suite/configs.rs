//! Configs as a user meets them: schemas from every place, kustomizations and applications, and what must stay secret.

use crate::cli::{folder, git, opsrepo};

/// A key that was made up.
const KEY: &str = "MC4CAQAwBQYDK2VwBCIEIGv7XkZq3nR9uPtT0aLwS5hJ1dEoYbcMiQ8VxHgNfzKs";

const DEFINITION: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: limits.example.org}\n\
    spec:\n  group: example.org\n  names: {kind: Limits, plural: limits}\n  versions:\n  - name: v1\n    schema:\n      \
    openAPIV3Schema:\n        type: object\n        properties:\n          spec:\n            type: object\n            properties:\n              \
    pods: {x-kubernetes-int-or-string: true}\n              size: {type: integer}\n";

fn limits(spec: &str) -> String {
    format!("apiVersion: example.org/v1\nkind: Limits\nmetadata: {{name: a}}\nspec: {spec}\n")
}

#[test]
fn a_schema_is_never_fetched_and_what_it_wants_is_named() {
    let settings = "[[schemas]]\nfiles = [\"a.yaml\"]\nschema = \"s.json\"\n";
    let schema = r#"{"properties": {"a": {"$ref": "https://example.org/shared/a.json#/x"}}}"#;
    let files = [("a.yaml", "a: 1\n"), ("s.json", schema), ("opsrepo.toml", settings)];
    let refused = opsrepo(folder(&files).path(), &["validate"]).ends(1);
    refused.says(&[
        "schema/invalid",
        "https://example.org/shared/a.json#/x",
        "fetches no schemas",
        "s.json:1",
    ]);
    let vendored = format!("{settings}[vendored]\n\"https://example.org/\" = \"copies\"\n");
    let copy = r#"{"x": {"$ref": "b.json"}}"#;
    let files = [
        ("a.yaml", "a: 1\n"),
        ("s.json", schema),
        ("copies/shared/a.json", copy),
        ("copies/shared/b.json", r#"{"type": "string"}"#),
        ("opsrepo.toml", &vendored),
    ];
    opsrepo(folder(&files).path(), &["validate"])
        .ends(1)
        .says(&["schema/mismatch", "expected a string"]);
    let outside = "[vendored]\n\"https://example.org/\" = \"../copies\"\n[kubernetes]\nschemas = \"../x\"\n";
    let files = [("a.yaml", "a: 1\n"), ("opsrepo.toml", outside)];
    opsrepo(folder(&files).path(), &["validate"])
        .ends(1)
        .says(&["`../copies` leaves the repository", "`../x` leaves the repository"]);
}

#[test]
fn schemas_may_refer_to_themselves_and_each_other() {
    let tree = r#"{"properties": {"name": {"type": "string"}, "below": {"$ref": "other.json"}}}"#;
    let other = r#"{"type": "array", "items": {"$ref": "s.json"}}"#;
    let text = "# yaml-language-server: $schema=s.json\nname: a\nbelow: [{name: b, below: [{name: 7}]}]\n";
    let files = [("a.yaml", text), ("s.json", tree), ("other.json", other)];
    opsrepo(folder(&files).path(), &["validate"])
        .ends(1)
        .says(&["schema/mismatch", "expected a string, found `7`"]);
}

#[test]
fn fifty_megabytes_of_yaml_are_said_and_not_read() {
    let large = "a: 1\n".repeat(10 * 1024 * 1024);
    let files = [("large.yaml", large.as_str()), ("b.yaml", "b: 1\n")];
    opsrepo(folder(&files).path(), &["validate"])
        .ends(0)
        .says(&["file/too-large", "large.yaml"]);
}

#[test]
fn the_own_definitions_describe_objects() {
    let (good, bad) = (limits("{pods: many, size: 1, more: x}"), limits("{size: big}"));
    let files = [("crd.yaml", DEFINITION), ("good.yaml", &good)];
    opsrepo(folder(&files).path(), &["validate"]).ends(0);
    let files = [("crd.yaml", DEFINITION), ("bad.yaml", &bad)];
    opsrepo(folder(&files).path(), &["validate"]).ends(1).says(&[
        "kubernetes/mismatch",
        "bad.yaml:4",
        "expected an integer, found `big`",
    ]);
    let strict = [
        ("opsrepo.toml", "[kubernetes]\nstrict = true\n"),
        ("crd.yaml", DEFINITION),
        ("good.yaml", &good),
    ];
    opsrepo(folder(&strict).path(), &["validate"])
        .ends(1)
        .says(&["unknown key `more`"]);
    let skipped = [
        ("opsrepo.toml", "[kubernetes]\nskip = \"Limits\"\n"),
        ("crd.yaml", DEFINITION),
        ("bad.yaml", &bad),
    ];
    opsrepo(folder(&skipped).path(), &["validate"]).ends(0);
    let list = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {}",
        bad.trim_end().replace('\n', "\n  ")
    );
    let listed = [("crd.yaml", DEFINITION), ("list.yaml", list.as_str())];
    opsrepo(folder(&listed).path(), &["validate"])
        .ends(1)
        .says(&["list.yaml:7"]);
}

#[test]
fn patches_are_no_whole_objects() {
    let required = DEFINITION.replace(
        "type: object\n            properties",
        "type: object\n            required: [size]\n            properties",
    );
    let patch = limits("{pods: 1}");
    let files = [
        ("crd.yaml", required.as_str()),
        ("base/kustomization.yaml", "resources: [limits.yaml]\n"),
        ("base/limits.yaml", &limits("{pods: 2}")),
        (
            "over/kustomization.yaml",
            "resources: [../base]\npatches:\n- path: patch.yaml\n",
        ),
        ("over/patch.yaml", &patch),
        ("over/left-over.yaml", &limits("{pods: 3}")),
    ];
    opsrepo(folder(&files).path(), &["validate"]).ends(0);
    let alone = [("crd.yaml", required.as_str()), ("limits.yaml", patch.as_str())];
    opsrepo(folder(&alone).path(), &["validate"])
        .ends(1)
        .says(&["the key `size` is missing"]);
}

#[test]
fn a_store_outside_is_named_by_the_user() {
    let store = folder(&[
        (
            "v1.9.0-standalone/limits-example-v1.json",
            r#"{"properties": {"spec": {"$ref": "_definitions.json#/definitions/spec"}}}"#,
        ),
        (
            "v1.9.0-standalone/_definitions.json",
            r#"{"definitions": {"spec": {"properties": {"size": {"type": "integer"}}}}}"#,
        ),
        ("v1.9.0-standalone/broken.json", "{"),
    ]);
    let name = store.path().to_str().unwrap();
    let object = limits("{size: big}");
    let files = folder(&[("a.yaml", object.as_str()), ("b.yaml", "apiVersion: b/v1\nkind: B\n")]);
    opsrepo(files.path(), &["validate"]).ends(0);
    let run = opsrepo(files.path(), &["validate", "--verbose", "--kubernetes-schemas", name]).ends(1);
    run.says(&[
        "expected an integer, found `big`",
        "there is no schema for `B` of `b/v1`",
        "b/v1 B (1) is checked against nothing",
        "v1.9.0-standalone/limits-example-v1.json",
    ]);
    opsrepo(files.path(), &["validate", "--kubernetes-schemas", "nowhere"])
        .ends(2)
        .says(&["there is no folder nowhere"]);
}

#[test]
fn schemas_are_taken_from_a_sibling_that_is_there() {
    let object = limits("{size: big, prot: 1}");
    let settings = |folder: &str| {
        format!(
            "[kubernetes]\nschemas = \"{folder}\"\nstrict = true\n[siblings]\nstore = {{ path = \"../store\", url = \
             \"https://git.example.org/o/store\" }}\nbare = {{ url = \"https://git.example.org/o/bare\" }}\n"
        )
    };
    let schema = r#"{"properties": {"spec": {"$ref": "parts.json#/spec"}}}"#;
    let parts = r#"{"spec": {"properties": {"size": {"type": "integer"}, "port": {}}}}"#;
    let files = folder(&[
        ("store/all/limits-example-v1.json", schema),
        ("store/all/parts.json", parts),
        ("cloud/a.yaml", object.as_str()),
        ("cloud/b.yaml", "apiVersion: b/v1\nkind: B\n"),
    ]);
    let cloud = files.path().join("cloud");
    let validate = |folder: &str| {
        std::fs::write(cloud.join("opsrepo.toml"), settings(folder)).unwrap();
        opsrepo(&cloud, &["validate", "--verbose"])
    };
    validate("store:all").ends(1).says(&[
        "expected an integer, found `big`",
        "unknown key `prot`; did you mean `port`?",
        "store:all/limits-example-v1.json",
        "there is no schema for `B` of `b/v1`",
    ]);
    validate("bare:all").says(&["nobody says where the sibling `bare` lies on this disk"]);
    validate("stroe:").says(&["there is no sibling `stroe`"]);
    validate("store:../cloud").says(&["`../cloud` leaves the repository"]);
    let run = validate("store:none").ends(0);
    assert!(!run.out.contains("there is no schema for"), "{}", run.out);
    run.says(&["no schemas are taken from `store:none`: there is no folder ../store/none beside this repository"]);
}

#[test]
fn a_toml_file_names_its_schema_in_a_comment() {
    let files = [
        ("configs/a.toml", "#:schema ../schemas/a.json\n\nport = \"http\"\n"),
        ("configs/b.toml", "#:schema https://example.org/b.json\nport = 1\n"),
        ("configs/c.toml", "#:schema c.json\n"),
        ("schemas/a.json", r#"{"properties": {"port": {"type": "integer"}}}"#),
    ];
    opsrepo(folder(&files).path(), &["validate"]).ends(1).says(&[
        "configs/a.toml:3:8",
        "expected an integer, found `http`",
        "there is no copy of the schema `https://example.org/b.json`",
        "configs/c.toml:1:10",
    ]);
}

#[test]
fn a_chart_describes_its_own_values() {
    let schema = r#"{"required": ["host"], "properties": {"replicas": {"type": "integer"}}}"#;
    let files = [
        ("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        ("chart/values.schema.json", schema),
        ("chart/values.yaml", "replicas: many\n"),
        (
            "chart/templates/a.yaml",
            "{{- if .Values.x }}\napiVersion: v1\nkind: [\n{{ end }}\n",
        ),
        ("play.yaml.j2", "{% for x in y %}[{% endfor %}\n"),
    ];
    let run = opsrepo(folder(&files).path(), &["validate"]).ends(1);
    assert!(
        !run.out.contains("host") && !run.out.contains("templates"),
        "{}",
        run.out
    );
    run.says(&["chart/values.yaml:1", "expected an integer, found `many`"]);
}

#[test]
fn no_output_gives_a_secret_away() {
    let one_line = r#"{"apiVersion": "v1", "kind": "Secret", "stringData": {"password": "correct-horse"}}"#;
    let key_in_json = format!(r#"{{"key": "-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----\n"}}"#);
    let sealed = "password: correct-horse\nother: ENC[x]\nsops:\n  mac: ENC[x]\n  version: 3.9.0\n";
    let dotenv = "PASSWORD=correct-horse\nsops_version=3.9.0\nsops_mac=ENC[x]\n";
    let plain = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: correct-horse\n";
    let encoded = "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata: {password: Y29ycmVjdC1ob3JzZQ==}\n";
    let files = folder(&[
        ("a.json", one_line),
        ("b.json", &key_in_json),
        ("c.yaml", sealed),
        (".env", dotenv),
        ("d.yaml", plain),
        ("e.yaml", encoded),
        (
            "tls.key",
            &format!("-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----\n"),
        ),
        (
            "vault.yaml",
            "$ANSIBLE_VAULT;1.1;AES256\n6162\npassword: correct-horse\n",
        ),
        ("x.age", "password: correct-horse\n"),
    ]);
    let schemas = folder(&[(
        "secret-v1.json",
        r#"{"properties": {"stringData": {"additionalProperties": {"maxLength": 3}}}}"#,
    )]);
    let store = ["--kubernetes-schemas", schemas.path().to_str().unwrap()];
    for format in ["text", "json"] {
        let run = opsrepo(files.path(), &["validate", "--format", format, store[0], store[1]]).ends(1);
        for value in ["correct-horse", "Y29ycmVjdC1ob3JzZQ", &KEY[..12]] {
            assert!(!run.out.contains(value), "{format} shows {value}:\n{}", run.out);
        }
        run.says(&[
            "/stringData/password` is not as its schema wants it",
            "a.json",
            "b.json",
            "c.yaml",
            ".env",
            "d.yaml",
            "e.yaml",
            "tls.key",
            "vault.yaml",
            "x.age",
        ]);
    }
}

#[test]
fn an_entry_that_moved_is_mended_by_the_history() {
    let files = folder(&[
        ("app/kustomization.yaml", "resources:\n  - \"./deploy.yaml\"\n"),
        (
            "app/deploy.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n",
        ),
    ]);
    let run = |arguments: &[&str]| git(files.path(), arguments).ends(0);
    run(&["init", "-q"]);
    run(&["add", "."]);
    run(&["commit", "-q", "-m", "Begin"]);
    std::fs::create_dir_all(files.path().join("app/web")).unwrap();
    run(&["mv", "app/deploy.yaml", "app/web/server.yaml"]);
    run(&["commit", "-q", "-m", "Move"]);
    opsrepo(files.path(), &["validate"]).ends(1).says(&[
        "kustomize/missing-reference",
        "it is now `app/web/server.yaml` (moved in",
        "name `./web/server.yaml`",
    ]);
}

#[test]
fn revisions_are_judged_where_all_branches_are_known() {
    let application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    \
                       repoURL: https://git.example.org/a/ops\n    path: apps\n    targetRevision: gone\n";
    let files = folder(&[
        ("app.yaml", application),
        ("apps/kustomization.yaml", "resources: []\n"),
    ]);
    let run = |arguments: &[&str]| git(files.path(), arguments).ends(0);
    run(&["init", "-q"]);
    run(&["add", "."]);
    run(&["commit", "-q", "-m", "Begin"]);
    run(&["remote", "add", "origin", "https://git.example.org/a/ops.git"]);
    run(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let alone = opsrepo(files.path(), &["validate"]).ends(0);
    assert!(!alone.out.contains("argo/unknown-revision"), "{}", alone.out);
    run(&["update-ref", "refs/remotes/origin/release", "HEAD"]);
    opsrepo(files.path(), &["validate"])
        .ends(0)
        .says(&["argo/unknown-revision", "is called `gone`"]);
    run(&["tag", "gone"]);
    let tagged = opsrepo(files.path(), &["validate"]).ends(0);
    assert!(!tagged.out.contains("argo/unknown-revision"), "{}", tagged.out);
}
