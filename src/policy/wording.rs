//! What the interpreter understands only in another wording: a function called by the name of an import, a key with an
//! escaped character, and `[path, value] := walk(x)`. The policy is read in that wording, and every place in it leads back to the text as it is written.
//! It evaluates nothing.

use crate::policy::back::{Back, Moved};
use crate::policy::shape;
use regorus::unstable::{Expr, Module};

/// The text in a wording that the interpreter understands, on the same lines; nothing where it is well as it is.
pub(super) fn other(module: &Module, text: &str) -> Option<(String, Back)> {
    let mut edits = edits(module);
    edits.sort();
    edits.dedup();
    if edits.is_empty() {
        return None;
    }
    let (mut words, mut moved, mut done) = (String::with_capacity(text.len()), Vec::new(), 0);
    for ((start, end), instead) in edits {
        // One that stands in another is said with it.
        let Some(kept) = text.get(done..start as usize) else {
            continue;
        };
        words.push_str(kept);
        let to = u32::try_from(words.len()).ok()?;
        words.push_str(&instead);
        moved.push(Moved {
            from: (start, end),
            to: (to, u32::try_from(words.len()).ok()?),
        });
        done = end as usize;
    }
    words.push_str(text.get(done..)?);
    Some((words, Back(moved)))
}

/// What stands instead of a range.
type Edit = ((u32, u32), String);

fn edits(module: &Module) -> Vec<Edit> {
    let mut edits = Vec::new();
    shape::walk(module, &mut |expr, _, rule| match expr {
        Expr::Call { fcn, .. } => edits.extend(by_path(module, fcn)),
        Expr::AssignExpr { lhs, rhs, .. } => edits.extend(walked(lhs, rhs)),
        Expr::RefBrack { index, .. } if !shape::is_in_head(rule, expr) => {
            let Expr::String { span, .. } = index.as_ref() else {
                return;
            };
            // The span of a string stands between its quotes.
            if span.text().contains('\\') && span.start > 0 {
                let instead = format!("concat(\"\", [\"{}\"])", span.text());
                edits.push(((span.start - 1, span.end + 1), instead));
            }
        }
        _ => {}
    });
    shape::replaced(module, &mut |refr| edits.extend(by_path(module, refr)));
    edits
}

/// A function by its path, where it is named by an import.
fn by_path(module: &Module, function: &Expr) -> Option<Edit> {
    let name = shape::root(function)?;
    let path = imported(module, name.text())?;
    Some(((name.start, name.end), path.to_owned()))
}

/// `walk(x, [path, value])` for `[path, value] := walk(x)`.
fn walked(left: &Expr, right: &Expr) -> Option<Edit> {
    let (Expr::Array { span: pair, .. } | Expr::Var { span: pair, .. }, Expr::Call { span, fcn, params, .. }) =
        (left, right)
    else {
        return None;
    };
    let [value] = params.as_slice() else { return None };
    let is_walk = fcn.span().text() == "walk" && span.text().ends_with(')');
    is_walk.then(|| {
        let instead = format!("walk({}, {})", value.span().text(), pair.text());
        ((pair.start, span.end), instead)
    })
}

/// The path that a name stands for, where an import says so.
fn imported<'m>(module: &'m Module, name: &str) -> Option<&'m str> {
    let mut imports = module.imports.iter().map(shape::import);
    let (_, path) = imports.find(|(known_as, path)| *known_as == name && path.starts_with("data."))?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::other;
    use crate::policy::back::Back;

    fn read(text: &str) -> Option<(String, Back)> {
        let mut engine = regorus::Engine::new();
        engine.add_policy("p.rego".to_owned(), text.to_owned()).unwrap();
        other(&engine.get_modules()[0], text)
    }

    #[test]
    fn calls_keys_and_walks_are_worded_otherwise() {
        let head = "package a\nimport data.lib.shop\nimport data.lib.till as t\nimport input.meta\n";
        for (written, read_as) in [
            ("x := shop.price(1)", "x := data.lib.shop.price(1)"),
            (
                "x if not t.is_open(shop.open(2))",
                "x if not data.lib.till.is_open(data.lib.shop.open(2))",
            ),
            ("x if shop.y with t.z as 1", "x if shop.y with data.lib.till.z as 1"),
            ("x := y[\"a\\\"b\"]", "x := y[concat(\"\", [\"a\\\"b\"])]"),
            (
                "x if { [p, v] := walk(input); p == v }",
                "x if { walk(input, [p, v]); p == v }",
            ),
        ] {
            let (words, _) = read(&format!("{head}{written}\n")).unwrap();
            assert_eq!(words, format!("{head}{read_as}\n"));
        }
        for well in [
            "x := shop.list[0]",
            "x := count(input)",
            "x[\"a\\\"b\"] := 1",
            "x := meta.y",
            "x := y[\"b\"]",
        ] {
            assert!(read(&format!("{head}{well}\n")).is_none(), "{well}");
        }
    }

    #[test]
    fn places_lead_back() {
        let text = "package a\nimport data.lib.shop as s\nx := s.price(1) + s.tax(2)\n";
        let (words, back) = read(text).unwrap();
        for piece in ["x :=", ".price", ".tax", "(2)", "\nx"] {
            let at = u32::try_from(words.find(piece).unwrap()).unwrap();
            assert_eq!(back.place(at) as usize, text.find(piece).unwrap(), "{piece}");
        }
        let inside = u32::try_from(words.find("lib.shop.tax").unwrap()).unwrap();
        assert_eq!(back.range((inside, inside + 3)), (54, 54));
        assert_eq!(&text[54..], "s.tax(2)\n");
    }
}
