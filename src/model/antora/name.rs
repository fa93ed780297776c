//! The parts of the name of a resource: `VERSION@COMPONENT:MODULE:FAMILY$PATH`. It knows no files.

/// The module that is meant where a component is named and no module.
pub(super) const ROOT: &str = "ROOT";

/// Whether an include names a resource; else it is a path as seen from its file.
pub(crate) fn is_resource(target: &str) -> bool {
    target.contains(['$', ':', '@'])
}

/// The parts of a resource's name, as written.
pub(super) struct Name<'t> {
    pub(super) version: Option<&'t str>,
    pub(super) component: Option<&'t str>,
    pub(super) module: Option<&'t str>,
    pub(super) family: Option<&'t str>,
    pub(super) path: &'t str,
}

impl<'t> Name<'t> {
    pub(super) fn of(text: &'t str) -> Option<Name<'t>> {
        let (version, rest) = match text.split_once('@') {
            Some((version, rest)) if !version.contains(['/', ':']) => (Some(version), rest),
            _ => (None, text),
        };
        let (head, rest) = match rest.rsplit_once(':') {
            Some((head, rest)) => (Some(head), rest),
            None => (None, rest),
        };
        let (component, module) = match head.map(|head| head.split_once(':').ok_or(head)) {
            None => (None, None),
            Some(Ok((component, module))) => (Some(component), Some(module)),
            Some(Err(module)) => (None, Some(module)),
        };
        let (family, path) = match rest.split_once('$') {
            Some((family, path)) => (Some(family), path),
            None => (None, rest),
        };
        let is_name = |part: Option<&str>| part.is_none_or(|part| !part.contains(['/', ':', '@', ' ']));
        let is_one = [component, module, family, version].into_iter().all(is_name) && !path.is_empty();
        let given = |part: Option<&'t str>| part.filter(|part| !part.is_empty());
        is_one.then_some(Name {
            version,
            component: given(component),
            module: given(module),
            family: given(family),
            path,
        })
    }
}
