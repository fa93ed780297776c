//! What a repository tells besides its files: plain values. They must not know how they were read.

use crate::text::path::RepoPath;
use crate::text::tree::Note;

/// What the index names below one folder; paths are relative to that folder.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Tracked files, sorted, each once (also while a merge is not finished).
    pub files: Vec<RepoPath>,
    /// Folders that belong to other repositories, sorted.
    pub submodules: Vec<RepoPath>,
    /// Names that are not UTF-8.
    pub notes: Vec<Note>,
}

/// Where HEAD stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The branch's short name; `None` when detached.
    pub branch: Option<String>,
    /// Full id of the commit in hex.
    pub commit: String,
    /// Its committer date, RFC 3339 with the committer's own offset.
    pub date: String,
}

/// Who writes here, from Git's configuration; each part is absent where it is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// `user.name`.
    pub name: Option<String>,
    /// `user.email`.
    pub email: Option<String>,
}

/// Civil date of a Git time in its own offset. Days to date after the usual 400-year era arithmetic of the proleptic
/// Gregorian calendar with years that begin in March.
pub(super) fn rfc3339(seconds: i64, offset_minutes: i32) -> String {
    let offset = i64::from(offset_minutes);
    let local = seconds + offset * 60;
    let (day, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let (sign, offset) = (if offset < 0 { '-' } else { '+' }, offset.abs());
    format!(
        "{year:04}-{month:02}-{day_of_month:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}",
        offset / 60,
        offset % 60
    )
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn dates_keep_their_offset() {
        assert_eq!(rfc3339(0, 0), "1970-01-01T00:00:00+00:00");
        assert_eq!(rfc3339(951_782_400, 330), "2000-02-29T05:30:00+05:30");
        assert_eq!(rfc3339(1_709_251_199, -90), "2024-02-29T22:29:59-01:30");
        assert_eq!(rfc3339(-1, 0), "1969-12-31T23:59:59+00:00");
    }
}
