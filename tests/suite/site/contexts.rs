//! What templates are filled with, told by `docs/guide/template-context.md`: made from the structs of `src/site`.
//!
//! `SNAPSHOTS=overwrite cargo test` writes the page anew behind its mark.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Behind this line the page is made.
const MARK: &str =
    "<!-- From here on made from the sources: SNAPSHOTS=overwrite cargo test --test suite contexts -->\n";

/// A struct that reaches templates.
struct Shape {
    name: String,
    /// The file that it stands in.
    file: PathBuf,
    doc: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    sort: String,
    doc: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = entries.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

/// Every struct and enum that is serialised.
fn shapes() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for file in files_below(&root().join("src/site"), "rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.starts_with("#[derive(") && line.contains("Serialize") {
                shapes.extend(shape(&file, &lines, at));
            }
        }
    }
    shapes
}

fn shape(file: &Path, lines: &[&str], derive: usize) -> Option<Shape> {
    let doc = lines[..derive].iter().rev().take_while(|line| line.starts_with("///"));
    let mut doc: Vec<&str> = doc.map(|line| line.trim_start_matches("///").trim()).collect();
    doc.reverse();
    let head = lines[derive + 1..].iter().position(|line| !line.starts_with('#'))? + derive + 1;
    let name = lines[head].split("struct ").nth(1)?;
    let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
    let mut fields = Vec::new();
    let (mut said, mut is_skipped) = (String::new(), false);
    for line in lines[head + 1..]
        .iter()
        .take_while(|line| **line != "}")
        .map(|line| line.trim())
    {
        if let Some(text) = line.strip_prefix("///") {
            said.push_str(text);
        } else if line.starts_with("#[") {
            is_skipped |= line.contains("serde(skip");
        } else if let Some((name, sort)) = line.trim_end_matches(',').split_once(": ") {
            let name = name.rsplit(' ').next().unwrap_or(name);
            if !is_skipped {
                fields.push(Field {
                    name: name.to_owned(),
                    sort: sort.to_owned(),
                    doc: said.trim().to_owned(),
                });
            }
            (said, is_skipped) = (String::new(), false);
        }
    }
    Some(Shape {
        name,
        file: file.to_owned(),
        doc: doc.join(" "),
        fields,
    })
}

/// The templates that a struct fills, by its words: "The context of `a.html` and `b.html`."
fn fills(shape: &Shape) -> Vec<&str> {
    match shape.doc.starts_with("The context of ") || shape.doc.starts_with("The data of the panel ") {
        true => shape.doc.split('`').filter(|word| word.ends_with(".html")).collect(),
        false => Vec::new(),
    }
}

/// What is told of a type: words for people, and the struct inside it, if there is one.
fn sort<'s>(sort: &str, from: &Shape, shapes: &'s [Shape]) -> (String, Option<&'s Shape>) {
    let inner = |open: &str| sort.strip_prefix(open).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Vec<") {
        let (words, shape) = self::sort(inner, from, shapes);
        return (format!("list of {words}"), shape);
    }
    if let Some(inner) = inner("Option<").or_else(|| inner("Box<")) {
        let (words, shape) = self::sort(inner, from, shapes);
        return (format!("{words}, or none"), shape);
    }
    let bare = sort.trim_start_matches('&').trim_start_matches("'static ");
    let bare = bare.split('<').next().unwrap_or(bare);
    let words = match bare {
        "String" | "str" => "text",
        "bool" => "true or false",
        "usize" | "u32" | "u64" | "i64" | "u16" | "u8" | "f64" => "number",
        _ => "",
    };
    if !words.is_empty() {
        return (words.to_owned(), None);
    }
    let same = |shape: &&Shape| shape.name == bare && shape.file == from.file;
    let imported = |shape: &&Shape| shape.name == bare && imports(&from.file, shape);
    match shapes.iter().find(same).or_else(|| shapes.iter().find(imported)) {
        Some(shape) => ("values".to_owned(), Some(shape)),
        None => ("value".to_owned(), None),
    }
}

/// True when a file takes a struct from the very file in which it stands: several of one name are no matter.
fn imports(file: &Path, shape: &Shape) -> bool {
    let module = shape.file.strip_prefix(root().join("src")).unwrap().with_extension("");
    let parts = module.iter().map(|part| part.to_str().unwrap());
    let module: Vec<&str> = parts.filter(|part| *part != "mod").collect();
    let prefix = format!("crate::{}::", module.join("::"));
    let text = std::fs::read_to_string(file).unwrap();
    let mut uses = text.split("\nuse ").skip(1).filter_map(|rest| rest.split(';').next());
    uses.any(|path| {
        let names = path.strip_prefix(&prefix).unwrap_or("").trim_matches(['{', '}', '\n']);
        names.split(',').any(|name| name.trim() == shape.name)
    })
}

/// What the section of a struct is called: its name, and where several have it, the module's, unless that says the same.
fn title(shape: &Shape, shapes: &[Shape]) -> String {
    let stem = shape.file.file_stem().filter(|stem| *stem != "mod");
    let module = stem.or_else(|| shape.file.parent()?.file_name()).unwrap();
    let module = module.to_str().unwrap();
    let others = shapes.iter().filter(|other| other.name == shape.name);
    match others.count() < 2 || module == shape.name.to_lowercase() {
        true => shape.name.clone(),
        false => format!("{} of {module}", shape.name),
    }
}

/// The rows of a table: a struct of the same file is unfolded, one of another has its own section.
fn rows<'s>(shape: &'s Shape, prefix: &str, told: (&mut String, &mut BTreeSet<usize>), shapes: &'s [Shape]) {
    let (out, shared) = told;
    for field in &shape.fields {
        let (mut words, inside) = sort(&field.sort, shape, shapes);
        let many = if field.sort.contains("Vec<") { "[]" } else { "" };
        let path = format!("{prefix}{}{many}", field.name);
        let unfolded = inside.filter(|inside| inside.file == shape.file && !std::ptr::eq(*inside, shape));
        if let Some(inside) = inside.filter(|_| unfolded.is_none()) {
            let at = shapes.iter().position(|shape| std::ptr::eq(shape, inside)).unwrap();
            shared.insert(at);
            let title = title(inside, shapes);
            let anchor = title.to_lowercase().replace(' ', "-");
            words = words.replace("values", &format!("[{title}](#{anchor})"));
        }
        writeln!(out, "| `{path}` | {words} | {} |", field.doc.replace('|', "\\|")).unwrap();
        if let Some(inside) = unfolded {
            rows(inside, &format!("{path}."), (&mut *out, &mut *shared), shapes);
        }
    }
}

fn made() -> String {
    let shapes = shapes();
    let mut by_template: BTreeMap<&str, &Shape> = BTreeMap::new();
    for shape in &shapes {
        for template in fills(shape) {
            assert!(
                by_template.insert(template, shape).is_none(),
                "two structs fill {template}"
            );
        }
    }
    let mut out = String::new();
    let mut shared = BTreeSet::new();
    let head = "| variable | value | what it is |\n|---|---|---|\n";
    for (template, shape) in &by_template {
        let panel = if shape.doc.starts_with("The data of") {
            " (under `panel.data`)"
        } else {
            ""
        };
        write!(out, "\n## {template}{panel}\n\n{head}").unwrap();
        rows(shape, "", (&mut out, &mut shared), &shapes);
    }
    let mut told = BTreeSet::new();
    let mut titles = BTreeSet::new();
    while let Some(at) = shared.iter().copied().find(|at| !told.contains(at)) {
        told.insert(at);
        let shape = &shapes[at];
        let title = title(shape, &shapes);
        assert!(titles.insert(title.clone()), "two sections are called {title}");
        let doc = if shape.doc.is_empty() {
            String::new()
        } else {
            format!("{}\n\n", shape.doc)
        };
        write!(out, "\n## {title}\n\n{doc}{head}").unwrap();
        rows(shape, "", (&mut out, &mut shared), &shapes);
    }
    out
}

#[test]
fn every_variable_of_every_template_is_told() {
    let path = root().join("docs/guide/template-context.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, after) = page.split_once(MARK).expect("the page has its mark");
    let made = made();
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, format!("{before}{MARK}{made}")).unwrap();
        return;
    }
    assert!(after == made, "{} is not what the sources say: {MARK}", path.display());
}

#[test]
fn every_template_has_its_context() {
    let made = made();
    let files = files_below(&root().join("src/site/templates"), "html");
    let texts: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        // What others are made of is filled with what they are filled with.
        let is_part = ["extends", "import", "include"]
            .iter()
            .any(|word| texts.contains(&format!("{word} \"{name}\"")));
        if !is_part {
            let heads = [format!("\n## {name}\n"), format!("\n## {name} (under")];
            assert!(
                heads.iter().any(|head| made.contains(head)),
                "no struct says: The context of `{name}`."
            );
        }
    }
}
