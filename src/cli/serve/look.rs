//! The templates of what is served, and what the terminal was told of them: everything once, not at every page.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::cli::theme;
use crate::model::workspace::Workspace;
use crate::site::press::Press;
use crate::site::slips::{self, Slip};
use crate::site::theme::Theme;
use anyhow::anyhow;
use std::collections::BTreeSet;

/// The templates, and the files that go with them.
pub(super) struct Look {
    pub(super) press: Press,
    pub(super) theme: Theme,
    /// Why the user's own cannot be used, where they cannot.
    pub(super) fault: Option<String>,
    pub(super) said: Said,
}

/// What the terminal was told.
#[derive(Default)]
pub(super) struct Said {
    slips: BTreeSet<String>,
    clashes: BTreeSet<String>,
    faults: BTreeSet<String>,
}

impl Look {
    /// Reads the theme. One that cannot be used is a fault to show, and opsrepo's own takes its place.
    pub(super) fn new(ground: &Ground, workspace: &Workspace, folder: Option<&str>) -> anyhow::Result<Look> {
        let made = theme::read(ground, workspace, folder).and_then(|theme| Ok((Press::new(&theme)?, theme)));
        let (press, theme, fault) = match made {
            Ok((press, theme)) => (press, theme, None),
            Err(error) => {
                let none = Theme::default();
                let said: Vec<String> = error.chain().map(ToString::to_string).collect();
                (Press::new(&none)?, none, Some(said.join(": ")))
            }
        };
        Ok(Look {
            press,
            theme,
            fault,
            said: Said::default(),
        })
    }

    /// Says what is wrong with it and was not with the one before.
    pub(super) fn tell(&mut self, before: Option<&Look>, terminal: &mut Terminal) {
        let fault_before = before.and_then(|before| before.fault.as_ref());
        match &self.fault {
            Some(fault) if fault_before != Some(fault) => terminal.error(&anyhow!("{fault}")),
            None if fault_before.is_some() => terminal.note("the theme can be used again"),
            _ => {}
        }
        if let Some(before) = before {
            // Pages say themselves which of their faults are there still.
            self.said.slips.clone_from(&before.said.slips);
            self.said.clashes.clone_from(&before.said.clashes);
        }
        // Of a theme that cannot be used there is nothing else to say.
        if self.fault.is_none() {
            tell_new(&mut self.said.slips, &slips::of_theme(&self.theme), terminal);
        }
    }
}

impl Said {
    /// Says which pages of the theme are left out.
    pub(super) fn clashes(&mut self, clashes: &[Slip], terminal: &mut Terminal) {
        tell_new(&mut self.clashes, clashes, terminal);
    }

    /// Says why a page cannot be made.
    pub(super) fn fault(&mut self, error: &anyhow::Error, terminal: &mut Terminal) {
        let said = format!("{error:#}");
        let first = said.lines().next().unwrap_or_default();
        if self.faults.insert(first.to_owned()) {
            terminal.error(error);
        }
    }
}

/// Says what is there now and was not before.
fn tell_new(before: &mut BTreeSet<String>, now: &[Slip], terminal: &mut Terminal) {
    let new = now.iter().filter(|slip| !before.contains(&slip.to_string()));
    let new: Vec<Slip> = new.cloned().collect();
    theme::tell_slips(&new, terminal);
    *before = now.iter().map(ToString::to_string).collect();
}
