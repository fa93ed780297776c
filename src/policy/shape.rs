//! The shape of a parsed policy: its rules, the functions that reach themselves, and whether its expressions are nested so
//! deep that nothing could walk them. It evaluates nothing.
//!
//! Rego allows no function that calls itself; the interpreter would follow it until its stack ends. The syntax tree of
//! `regorus::unstable` may change with each of its versions.

use crate::policy::complaint::Failure;
use regorus::unstable::{Expr, Import, Literal, Module, Query, Ref, Rule, RuleAssign, RuleBody, RuleHead, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Expressions may be nested this deep. A chain of `+` is nested once per sign.
const DEEPEST: usize = 2000;

/// A rule as it is written.
pub(super) struct Head {
    /// Its name, without its package.
    pub(super) name: String,
    /// The bytes of its name.
    pub(super) range: (u32, u32),
}

/// The rules of a module that are no functions, in their order, each as often as it is written.
pub(super) fn heads(module: &Module) -> Vec<Head> {
    let rules = module.policy.iter().filter_map(|rule| match rule.as_ref() {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. },
            ..
        } => root(refr),
        Rule::Default { refr, args, .. } if args.is_empty() => root(refr),
        Rule::Default { .. } | Rule::Spec { .. } => None,
    });
    rules
        .map(|span| Head {
            name: span.text().to_owned(),
            range: (span.start, span.end),
        })
        .collect()
}

/// The package of a module as it is written.
pub(super) fn package(module: &Module) -> &str {
    module.package.refr.span().text()
}

/// Rules that no interpreter should follow.
pub(super) fn faults(modules: &[Ref<Module>], numbers: &[usize]) -> Vec<Failure> {
    let mut faults: Vec<Failure> = Vec::new();
    for (module, at) in modules.iter().zip(numbers) {
        faults.extend(too_deep(module).map(|range| Failure {
            at: Some(*at),
            range,
            message: "expressions are nested too deep here".to_owned(),
        }));
    }
    // What is too deep is not worth another look.
    if faults.is_empty() {
        faults.extend(circles(modules).into_iter().map(|(module, name, range)| Failure {
            at: Some(numbers[module]),
            range,
            message: format!("the function `{name}` calls itself, which Rego does not allow"),
        }));
    }
    faults
}

/// Where a module is nested too deep, if it is.
fn too_deep(module: &Module) -> Option<(u32, u32)> {
    let mut deepest = None;
    walk(module, &mut |expr, depth, _| {
        if depth > DEEPEST && deepest.is_none() {
            deepest = Some((expr.span().start, expr.span().end));
        }
    });
    deepest
}

/// The functions that reach themselves by calls: in which module, and where one is written. Sorted.
fn circles(modules: &[Ref<Module>]) -> Vec<(usize, String, (u32, u32))> {
    let mut functions: BTreeMap<String, (usize, (u32, u32))> = BTreeMap::new();
    for (at, module) in modules.iter().enumerate() {
        for rule in &module.policy {
            if let Some(span) = function(rule) {
                let name = format!("{}.{}", package(module), span.text());
                functions.entry(name).or_insert((at, (span.start, span.end)));
            }
        }
    }
    let mut calls: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for module in modules {
        walk(module, &mut |expr, _, rule| {
            let (Some(span), Expr::Call { fcn, .. }) = (function(rule), expr) else {
                return;
            };
            let from = format!("{}.{}", package(module), span.text());
            let targets = called(module, fcn.span().text());
            let known = targets.iter().find_map(|name| functions.get_key_value(name));
            if let (Some((from, _)), Some((to, _))) = (functions.get_key_value(&from), known) {
                calls.entry(from).or_default().insert(to);
            }
        });
    }
    let circular = functions.iter().filter(|(name, _)| reaches_itself(&calls, name));
    circular
        .map(|(name, (at, range))| (*at, name.clone(), *range))
        .collect()
}

fn reaches_itself(calls: &BTreeMap<&str, BTreeSet<&str>>, name: &str) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = calls.get(name).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if next == name {
            return true;
        }
        if seen.insert(next) {
            open.extend(calls.get(next).into_iter().flatten());
        }
    }
    false
}

/// What a called name may mean: a function of the package, one by its full name, one of an imported package.
fn called(module: &Module, name: &str) -> Vec<String> {
    let mut names = vec![format!("{}.{name}", package(module))];
    names.extend(name.strip_prefix("data.").map(str::to_owned));
    let (first, rest) = name
        .split_once('.')
        .map_or((name, None), |(first, rest)| (first, Some(rest)));
    for (known_as, path) in module.imports.iter().map(import) {
        if let (true, Some(path)) = (known_as == first, path.strip_prefix("data.")) {
            names.push(rest.map_or_else(|| path.to_owned(), |rest| format!("{path}.{rest}")));
        }
    }
    names
}

/// The name that an import brings, and the path for which it stands.
pub(super) fn import(import: &Import) -> (&str, &str) {
    let path = import.refr.span().text();
    let known_as = match &import.r#as {
        Some(span) => span.text(),
        None => path.rsplit('.').next().unwrap_or(path),
    };
    (known_as, path)
}

/// True where a reference is the head of its rule, or stands in it.
pub(super) fn is_in_head(rule: &Rule, expr: &Expr) -> bool {
    let head = match rule {
        Rule::Default { refr, .. } => refr,
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => refr,
        },
    };
    let (head, inner) = (head.span(), expr.span());
    head.start <= inner.start && inner.end <= head.end
}

fn function(rule: &Rule) -> Option<&Span> {
    match rule {
        Rule::Spec {
            head: RuleHead::Func { refr, .. },
            ..
        } => Some(refr.span()),
        _ => None,
    }
}

/// The first name of a reference: `deny` of `deny[msg]`.
pub(super) fn root(refr: &Expr) -> Option<&Span> {
    let mut refr = refr;
    loop {
        match refr {
            Expr::Var { span, .. } => return Some(span),
            Expr::RefDot { refr: inner, .. } | Expr::RefBrack { refr: inner, .. } => refr = inner.as_ref(),
            _ => return None,
        }
    }
}

/// Something that is still to be looked at, with its depth.
enum Open<'m> {
    Expr(&'m Expr),
    Query(&'m Query),
}

/// Shows every expression of a module, with its depth and its rule.
pub(super) fn walk<'m>(module: &'m Module, show: &mut dyn FnMut(&'m Expr, usize, &'m Rule)) {
    visit(module, &mut |next, depth, rule| {
        if let Open::Expr(expr) = next {
            show(expr, depth, rule);
        }
    });
}

/// Shows what `with` puts other values in the place of.
pub(super) fn replaced<'m>(module: &'m Module, show: &mut dyn FnMut(&'m Expr)) {
    visit(module, &mut |next, _, _| {
        if let Open::Query(query) = next {
            let withs = query.stmts.iter().flat_map(|statement| &statement.with_mods);
            withs.for_each(|with| show(&with.refr));
        }
    });
}

/// Shows all there is in a module. Without recursion: the depth is what is asked for.
fn visit<'m>(module: &'m Module, show: &mut dyn FnMut(&Open<'m>, usize, &'m Rule)) {
    for rule in &module.policy {
        let mut open: Vec<(Open<'m>, usize)> = Vec::new();
        of_rule(rule, &mut |found| open.push((found, 0)));
        while let Some((next, depth)) = open.pop() {
            show(&next, depth, rule);
            let mut add = |found| open.push((found, depth + 1));
            match next {
                Open::Expr(expr) => of_expr(expr, &mut add),
                Open::Query(query) => of_query(query, &mut add),
            }
        }
    }
}

fn of_rule<'m>(rule: &'m Rule, add: &mut dyn FnMut(Open<'m>)) {
    let assigned = |assign: &'m Option<RuleAssign>| assign.as_ref().map(|assign| Open::Expr(&assign.value));
    let bodies: &[RuleBody] = match rule {
        Rule::Default { value, .. } => {
            add(Open::Expr(value));
            &[]
        }
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    add(Open::Expr(refr));
                    assigned(assign).into_iter().for_each(&mut *add);
                }
                RuleHead::Set { refr, key, .. } => {
                    add(Open::Expr(refr));
                    key.iter().for_each(|key| add(Open::Expr(key)));
                }
                RuleHead::Func { args, assign, .. } => {
                    args.iter().for_each(|argument| add(Open::Expr(argument)));
                    assigned(assign).into_iter().for_each(&mut *add);
                }
            }
            bodies
        }
    };
    for body in bodies {
        assigned(&body.assign).into_iter().for_each(&mut *add);
        add(Open::Query(&body.query));
    }
}

fn of_query<'m>(query: &'m Query, add: &mut dyn FnMut(Open<'m>)) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn {
                key, value, collection, ..
            } => {
                key.iter().for_each(|key| add(Open::Expr(key)));
                add(Open::Expr(value));
                add(Open::Expr(collection));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => add(Open::Expr(expr)),
            Literal::Every { domain, query, .. } => {
                add(Open::Expr(domain));
                add(Open::Query(query));
            }
        }
        for with in &statement.with_mods {
            add(Open::Expr(&with.r#as));
        }
    }
}

fn of_expr<'m>(expr: &'m Expr, add: &mut dyn FnMut(Open<'m>)) {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| add(Open::Expr(item))),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
            add(Open::Expr(key));
            add(Open::Expr(value));
        }),
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            add(Open::Expr(term));
            add(Open::Query(query));
        }
        Expr::ObjectCompr { key, value, query, .. } => {
            add(Open::Expr(key));
            add(Open::Expr(value));
            add(Open::Query(query));
        }
        Expr::Call { fcn, params, .. } => {
            add(Open::Expr(fcn));
            params.iter().for_each(|param| add(Open::Expr(param)));
        }
        Expr::UnaryExpr { expr, .. } => add(Open::Expr(expr)),
        Expr::RefDot { refr, .. } => add(Open::Expr(refr)),
        Expr::RefBrack { refr, index, .. } => {
            add(Open::Expr(refr));
            add(Open::Expr(index));
        }
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            add(Open::Expr(lhs));
            add(Open::Expr(rhs));
        }
        Expr::Membership {
            key, value, collection, ..
        } => {
            key.iter().for_each(|key| add(Open::Expr(key)));
            add(Open::Expr(value));
            add(Open::Expr(collection));
        }
    }
}
