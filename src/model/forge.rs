//! Addresses on the forge where the repository lives: a file, its edit form, a commit, a request. It knows no pages.

use crate::model::workspace::Workspace;
use crate::text::escape::percent_encode;
use crate::text::history::Request;
use crate::text::path::RepoPath;

/// A repository on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forge {
    base: String,
    branch: String,
    /// Where the root lies, as seen from the top of the repository.
    folder: RepoPath,
    flavour: Flavour,
}

/// Which program runs a forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// GitHub.
    GitHub,
    /// GitLab.
    GitLab,
    /// Gitea or Forgejo.
    Gitea,
}

impl Flavour {
    /// What runs the forge of a remote, as far as the name of its host tells.
    pub fn of_remote(url: &str) -> Option<Flavour> {
        let forge = Forge::parse(url, "HEAD")?;
        Flavour::of_host(forge.base.split('/').nth(2)?)
    }

    fn of_host(host: &str) -> Option<Flavour> {
        let has = |name: &str| host.contains(name);
        if has("gitlab") {
            Some(Flavour::GitLab)
        } else if ["codeberg", "gitea", "forgejo"].iter().any(|name| has(name)) {
            Some(Flavour::Gitea)
        } else {
            has("github").then_some(Flavour::GitHub)
        }
    }
}

impl Forge {
    /// What `[site] repository` says, else what the remote `origin` says. `None` where it is no address on the web.
    pub fn of(workspace: &Workspace) -> Option<Forge> {
        let url = workspace
            .settings
            .site
            .repository
            .as_ref()
            .or(workspace.context.origin.as_ref())?;
        let branch = workspace.context.default_branch.as_deref().unwrap_or("HEAD");
        let forge = Forge::parse(url, branch)?;
        Some(Forge {
            folder: workspace.context.folder.clone(),
            ..forge
        })
    }

    /// Reads `https://host/owner/name.git`, `git@host:owner/name.git`, `ssh://git@host/owner/name`. A user name and a
    /// password in it are dropped. A host that is not known is taken to work like GitHub.
    fn parse(url: &str, branch: &str) -> Option<Forge> {
        let url = url.trim();
        let rest = ["https://", "http://", "ssh://", "git://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let place = match rest {
            Some(rest) => rest.to_owned(),
            None => {
                let (host, path) = url.split_once(':')?;
                (!host.contains('/')).then(|| format!("{host}/{}", path.trim_start_matches('/')))?
            }
        };
        let (host, path) = place.split_once('/')?;
        let host = host.rsplit('@').next()?;
        let host = match rest.is_some() && (url.starts_with("ssh") || url.starts_with("git:")) {
            true => host.split(':').next()?,
            false => host,
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let is_host = host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
        if !is_host || path.split('/').count() < 2 {
            return None;
        }
        let flavour = Flavour::of_host(host).unwrap_or(Flavour::GitHub);
        let scheme = if url.starts_with("http://") { "http" } else { "https" };
        let mut base = format!("{scheme}://{host}/");
        percent_encode(path, &mut base);
        Some(Forge {
            base,
            branch: branch.to_owned(),
            folder: RepoPath::root(),
            flavour,
        })
    }

    /// The repository itself.
    pub fn home(&self) -> &str {
        &self.base
    }

    /// A file or a folder, to be read.
    pub fn view(&self, path: &RepoPath) -> String {
        let way = match self.flavour {
            Flavour::GitHub => "blob",
            Flavour::GitLab => "-/blob",
            Flavour::Gitea => "src/branch",
        };
        self.at(way, path)
    }

    /// A line of a file.
    pub fn line(&self, path: &RepoPath, line: u32) -> String {
        // A rendered view has no lines; this asks for the text.
        let plain = if self.flavour == Flavour::GitHub {
            "?plain=1"
        } else {
            ""
        };
        format!("{}{plain}#L{line}", self.view(path))
    }

    /// The form that changes a file.
    pub fn edit(&self, path: &RepoPath) -> String {
        let way = match self.flavour {
            Flavour::GitHub => "edit",
            Flavour::GitLab => "-/edit",
            Flavour::Gitea => "_edit",
        };
        self.at(way, path)
    }

    /// A commit by its full id.
    pub fn commit(&self, id: &str) -> String {
        match self.flavour {
            Flavour::GitLab => format!("{}/-/commit/{id}", self.base),
            _ => format!("{}/commit/{id}", self.base),
        }
    }

    /// A pull or merge request. `None` where the sign before the number means something else there: `#7` is an issue on
    /// GitLab.
    pub fn request(&self, request: Request) -> Option<String> {
        let (mark, way) = match self.flavour {
            Flavour::GitHub => ('#', "pull"),
            Flavour::GitLab => ('!', "-/merge_requests"),
            Flavour::Gitea => ('#', "pulls"),
        };
        (request.mark == mark).then(|| format!("{}/{way}/{}", self.base, request.number))
    }

    /// The requests, where changes are proposed.
    pub fn requests(&self) -> String {
        match self.flavour {
            Flavour::GitLab => format!("{}/-/merge_requests", self.base),
            _ => format!("{}/pulls", self.base),
        }
    }

    /// What a request is called there.
    pub fn request_word(&self) -> &'static str {
        match self.flavour {
            Flavour::GitLab => "merge request",
            _ => "pull request",
        }
    }

    /// Where an issue is written.
    pub fn new_issue(&self) -> String {
        match self.flavour {
            Flavour::GitHub => format!("{}/issues/new/choose", self.base),
            Flavour::GitLab => format!("{}/-/issues/new", self.base),
            Flavour::Gitea => format!("{}/issues/new", self.base),
        }
    }

    /// Where an issue of a form is written. The path is that of the form below the root.
    pub fn issue_form(&self, form: &RepoPath) -> String {
        let (way, name) = match self.flavour {
            Flavour::GitHub => ("issues/new?template=", form.name()),
            Flavour::GitLab => ("-/issues/new?issuable_template=", form.stem()),
            Flavour::Gitea => ("issues/new?template=", form.as_str()),
        };
        let mut out = format!("{}/{way}", self.base);
        percent_encode(name, &mut out);
        out
    }

    /// Where an issue of a form is written that has a title already.
    pub fn report(&self, form: &RepoPath, title: &str) -> String {
        let mut out = self.issue_form(form);
        out.push_str(match self.flavour {
            Flavour::GitLab => "&issue%5Btitle%5D=",
            _ => "&title=",
        });
        percent_encode(title, &mut out);
        out
    }

    /// Where an issue is written that has a title and a text already.
    pub fn discuss(&self, title: &str, text: &str) -> String {
        let (way, title_is, text_is) = match self.flavour {
            Flavour::GitLab => ("-/issues/new", "issue%5Btitle%5D", "issue%5Bdescription%5D"),
            _ => ("issues/new", "title", "body"),
        };
        let mut out = format!("{}/{way}?{title_is}=", self.base);
        percent_encode(title, &mut out);
        out.push_str(&format!("&{text_is}="));
        percent_encode(text, &mut out);
        out
    }

    /// Where things are talked over; `None` on a forge that has no such place.
    pub fn discussions(&self) -> Option<String> {
        (self.flavour == Flavour::GitHub).then(|| format!("{}/discussions", self.base))
    }

    fn at(&self, way: &str, path: &RepoPath) -> String {
        let mut out = format!("{}/{way}/", self.base);
        percent_encode(&self.branch, &mut out);
        out.push('/');
        let full = self.folder.join(path.as_str());
        percent_encode(full.as_ref().unwrap_or(path).as_str(), &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Flavour, Forge};
    use crate::text::history::Request;
    use crate::text::path::RepoPath;

    #[test]
    fn reads_the_usual_remotes() {
        let view = |url: &str| Some(Forge::parse(url, "main")?.view(&RepoPath::new("a b.md")?));
        for url in [
            "https://github.com/o/r.git",
            "git@github.com:o/r.git",
            "ssh://git@github.com:22/o/r",
            "https://user:token@github.com/o/r",
        ] {
            assert_eq!(
                view(url).as_deref(),
                Some("https://github.com/o/r/blob/main/a%20b.md"),
                "{url}"
            );
        }
        assert_eq!(
            view("https://gitlab.example.org/g/s/r.git").as_deref(),
            Some("https://gitlab.example.org/g/s/r/-/blob/main/a%20b.md")
        );
        let mut below = Forge::parse("https://github.com/o/r", "main").unwrap();
        below.folder = RepoPath::new("clouds/a").unwrap();
        let path = RepoPath::new("x.md").unwrap();
        assert_eq!(below.view(&path), "https://github.com/o/r/blob/main/clouds/a/x.md");
        for url in [
            "/srv/git/r.git",
            "../r",
            "file:///srv/r",
            "C:/git/r",
            "javascript:alert(1)//a.b/c/d",
            "",
        ] {
            assert_eq!(view(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_tells_what_runs_it_or_does_not() {
        for (url, flavour) in [
            ("git@github.com:o/r.git", Some(Flavour::GitHub)),
            ("https://gitlab.example.org/o/r", Some(Flavour::GitLab)),
            ("https://codeberg.org/o/r", Some(Flavour::Gitea)),
            ("https://git.example.org/o/gitlab", None),
            ("/srv/git/gitlab/r", None),
        ] {
            assert_eq!(Flavour::of_remote(url), flavour, "{url}");
        }
    }

    #[test]
    fn issues_are_begun_as_each_forge_wants_it() {
        let forge = |url: &str| Forge::parse(url, "main").unwrap();
        let form = RepoPath::new(".gitea/ISSUE_TEMPLATE/a b.yml").unwrap();
        for (url, discuss, report) in [
            (
                "https://github.com/o/r",
                "https://github.com/o/r/issues/new?title=a%26b&body=c%0Ad",
                "https://github.com/o/r/issues/new?template=a%20b.yml&title=x%23",
            ),
            (
                "https://gitlab.com/g/s/r",
                "https://gitlab.com/g/s/r/-/issues/new?issue%5Btitle%5D=a%26b&issue%5Bdescription%5D=c%0Ad",
                "https://gitlab.com/g/s/r/-/issues/new?issuable_template=a%20b&issue%5Btitle%5D=x%23",
            ),
            (
                "https://codeberg.org/o/r",
                "https://codeberg.org/o/r/issues/new?title=a%26b&body=c%0Ad",
                "https://codeberg.org/o/r/issues/new?template=.gitea/ISSUE_TEMPLATE/a%20b.yml&title=x%23",
            ),
        ] {
            assert_eq!(forge(url).discuss("a&b", "c\nd"), discuss);
            assert_eq!(forge(url).report(&form, "x#"), report);
        }
    }

    #[test]
    fn requests_have_addresses() {
        let of = |url: &str, mark: char| Forge::parse(url, "main")?.request(Request { number: 7, mark });
        let cases = [
            ("https://github.com/o/r", '#', Some("https://github.com/o/r/pull/7")),
            (
                "https://gitlab.com/o/r",
                '!',
                Some("https://gitlab.com/o/r/-/merge_requests/7"),
            ),
            ("https://gitlab.com/o/r", '#', None),
            (
                "https://codeberg.org/o/r",
                '#',
                Some("https://codeberg.org/o/r/pulls/7"),
            ),
        ];
        for (url, mark, wanted) in cases {
            assert_eq!(of(url, mark).as_deref(), wanted, "{url} {mark}");
        }
    }
}
