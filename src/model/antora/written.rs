//! The name of a resource as a text has to write it, in the form that it had. It does not know what moves.

use crate::model::antora::name::{Name, ROOT};
use crate::model::antora::seat::{FAMILIES, Seat};
use crate::text::path::RepoPath;
use crate::text::tree::Tree;

/// A page reference or an include that is written `raw` in the file at `from`, as it has to be written when that lies at
/// `then` and leads to `to`. `None` where the two share no component, or no module's folder holds the target.
pub(crate) fn written(
    tree: &Tree,
    (from, then): (&RepoPath, &RepoPath),
    (raw, to): (&str, &RepoPath),
) -> Option<String> {
    let seat = Seat::of(tree, from)?;
    let name = Name::of(raw)?;
    let (here, there) = (Seat::below(&seat.root, then)?, Seat::below(&seat.root, to)?);
    let all = FAMILIES.iter().flat_map(|(_, folders)| folders.iter());
    let folder = all
        .filter(|folder| there.rest.starts_with(&format!("{folder}/")))
        .max_by_key(|folder| folder.len())?;
    let path = match name.path.starts_with('.') {
        true if here.module != there.module => return None,
        true if name.path.starts_with("./") => {
            let way = to.relative_to(&then.parent());
            if way.starts_with("..") { way } else { format!("./{way}") }
        }
        true => to.relative_to(&then.parent()),
        false => there.rest[folder.len() + 1..].to_owned(),
    };
    let is_bare = !name.path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let path = if is_bare {
        path.trim_end_matches(".adoc").to_owned()
    } else {
        path
    };
    let family = name.family.map_or(String::new(), |family| format!("{family}$"));
    let version = name.version.map_or(String::new(), |version| format!("{version}@"));
    let module = match (name.component, name.module) {
        (Some(component), None | Some(ROOT)) if there.module == ROOT => match name.module {
            None => format!("{component}::"),
            Some(module) => format!("{component}:{module}:"),
        },
        (Some(component), _) => format!("{component}:{}:", there.module),
        (None, Some(_)) => format!("{}:", there.module),
        (None, None) if here.module != there.module => format!("{}:", there.module),
        (None, None) => String::new(),
    };
    Some(format!("{version}{module}{family}{path}"))
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    #[test]
    fn a_name_keeps_its_form() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let files = [
            "antora.yml",
            "modules/ROOT/pages/index.adoc",
            "modules/dev/pages/adr/a.adoc",
        ];
        let files = files.map(|file| File::text(path(&format!("docs/{file}")), ""));
        let tree = Tree::new(files.to_vec());
        let (page, moved) = ("docs/modules/dev/pages/adr/a.adoc", "docs/modules/ROOT/pages/a.adoc");
        for (from, then, raw, to, expected) in [
            (
                page,
                page,
                "adr/b.adoc",
                "docs/modules/dev/pages/adr/c.adoc",
                Some("adr/c.adoc"),
            ),
            (page, page, "adr/b", "docs/modules/dev/pages/adr/c.adoc", Some("adr/c")),
            (
                page,
                page,
                "./b.adoc",
                "docs/modules/dev/pages/adr/c.adoc",
                Some("./c.adoc"),
            ),
            (
                page,
                page,
                "adr/b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("ROOT:c.adoc"),
            ),
            (
                page,
                page,
                "1.0@dev:b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("1.0@ROOT:c.adoc"),
            ),
            (
                page,
                page,
                "home::b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("home::c.adoc"),
            ),
            (
                page,
                page,
                "home::b.adoc",
                "docs/modules/dev/pages/c.adoc",
                Some("home:dev:c.adoc"),
            ),
            (
                page,
                page,
                "partial$p.adoc",
                "docs/modules/dev/partials/q.adoc",
                Some("partial$q.adoc"),
            ),
            (
                page,
                moved,
                "adr/b.adoc",
                "docs/modules/dev/pages/adr/b.adoc",
                Some("dev:adr/b.adoc"),
            ),
            (page, page, "adr/b.adoc", "README.adoc", None),
        ] {
            let found = written(&tree, (&path(from), &path(then)), (raw, &path(to)));
            assert_eq!(found.as_deref(), expected, "{raw} {to}");
        }
    }
}
