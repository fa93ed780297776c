//! What a notification adds to the course of an incident, from the times that its alerts fired so far. It knows no record
//! and no file, so that what is new is decided in one place: whatever comes twice adds nothing.

use crate::model::incidents::episode::{Episode, MORE};
use crate::model::incidents::notification::{FiredAlert, State};
use crate::write::incident::telling::{name, one_line, place, summary};
use std::collections::{BTreeSet, HashMap};

/// Alerts of which an incident keeps track one by one; of more it says how many.
pub(super) const MOST: usize = 200;

/// Times that the alerts of an incident fired: the last of each, in the order of the record.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub(super) episodes: Vec<Episode>,
    /// Whether it is written already that there were more.
    pub(super) has_more: bool,
}

/// What is new.
#[derive(Clone, Debug, Default)]
pub(super) struct News<'a> {
    /// Lines for the timeline: seconds since 1970, and the text, plain.
    pub(super) lines: Vec<(i64, String)>,
    /// Alerts that were not known before.
    pub(super) alerts: Vec<&'a FiredAlert>,
    /// Episodes that take the place of the one at an index, or come behind the last.
    pub(super) episodes: Vec<(Option<usize>, Episode)>,
    /// How many began to fire, and of how many it is over.
    pub(super) fired: usize,
    pub(super) over: usize,
    /// Whether there are now more than are kept track of.
    pub(super) has_more: bool,
}

impl News<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Course {
    /// Reads what a record keeps.
    pub(super) fn read<'t>(words: impl Iterator<Item = &'t str>) -> Course {
        let mut course = Course::default();
        for word in words {
            course.has_more |= word == MORE;
            course.episodes.extend(Episode::parse(word));
        }
        course
    }

    /// The last time that an alert fired.
    pub(super) fn last(&self, fingerprint: &str) -> Option<&Episode> {
        self.episodes.iter().find(|known| known.fingerprint == fingerprint)
    }

    /// True where a record knows already that this alert fires, or that it did later.
    pub(super) fn covers(&self, alert: &FiredAlert) -> bool {
        self.last(&alert.fingerprint)
            .is_some_and(|known| alert.started <= known.started)
    }

    /// Takes in what some alerts say, sorted by when they began, and gives what is new. `truncated` alerts are there besides
    /// them; `now` stands for an end that nobody knows.
    pub(super) fn take<'a>(&mut self, mut alerts: Vec<&'a FiredAlert>, (truncated, now): (u64, i64)) -> News<'a> {
        alerts.sort_by(|a, b| (a.started, &a.fingerprint).cmp(&(b.started, &b.fingerprint)));
        // Ten thousand alerts are looked up by what they are known by, once.
        let mut places: HashMap<String, usize> = self
            .episodes
            .iter()
            .enumerate()
            .map(|(at, episode)| (episode.fingerprint.clone(), at))
            .collect();
        let known = self.episodes.len();
        let mut news = News::default();
        let mut left_out = LeftOut {
            unseen: truncated,
            ..LeftOut::default()
        };
        let mut changed = BTreeSet::new();
        for alert in alerts {
            let ended = (alert.state == State::Resolved).then(|| alert.ended.unwrap_or(now).max(alert.started));
            match places.get(alert.fingerprint.as_str()).copied() {
                None if self.episodes.len() >= MOST => {
                    match alert.state {
                        State::Firing => left_out.firing += 1,
                        State::Resolved => left_out.over += 1,
                    }
                    continue;
                }
                None => {
                    places.insert(alert.fingerprint.clone(), self.episodes.len());
                    changed.insert(self.episodes.len());
                    self.episodes.push(Episode {
                        fingerprint: alert.fingerprint.clone(),
                        started: alert.started,
                        ended,
                    });
                    news.alerts.push(alert);
                    news.fires(alert, "fires");
                }
                Some(at) if alert.started > self.episodes[at].started => {
                    changed.insert(at);
                    self.episodes[at].started = alert.started;
                    self.episodes[at].ended = ended;
                    news.fires(alert, "fires again");
                }
                Some(at) if alert.started == self.episodes[at].started => {
                    if ended.is_none() || self.episodes[at].ended.is_some() {
                        continue;
                    }
                    changed.insert(at);
                    self.episodes[at].ended = ended;
                }
                Some(_) => continue,
            }
            if let Some(ended) = ended {
                news.over += 1;
                news.lines.push((ended, said(alert, "no longer fires")));
            }
        }
        if left_out.count() > 0 && !self.has_more {
            self.has_more = true;
            news.has_more = true;
            let at = news.lines.iter().map(|(at, _)| *at).max().unwrap_or(now);
            news.lines.push((at, left_out.said()));
        }
        let place = |at: usize| (at < known).then_some(at);
        news.episodes = changed
            .into_iter()
            .map(|at| (place(at), self.episodes[at].clone()))
            .collect();
        news
    }

    /// The end of the last one, where all are over.
    pub(super) fn over(&self) -> Option<i64> {
        let ends: Option<Vec<i64>> = self.episodes.iter().map(|episode| episode.ended).collect();
        ends?.into_iter().max()
    }
}

/// Alerts that are not kept track of one by one.
#[derive(Clone, Copy, Debug, Default)]
struct LeftOut {
    firing: u64,
    over: u64,
    /// Those that Alertmanager left out: whether they fire nobody knows.
    unseen: u64,
}

impl LeftOut {
    fn count(self) -> u64 {
        self.firing.saturating_add(self.over).saturating_add(self.unseen)
    }

    fn said(self) -> String {
        let parts = [
            (self.firing, "firing"),
            (self.over, "over"),
            (self.unseen, "left out by Alertmanager"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        format!(
            "{} more alerts of this group are not listed one by one ({})",
            self.count(),
            parts.join(", ")
        )
    }
}

impl News<'_> {
    fn fires(&mut self, alert: &FiredAlert, verb: &str) {
        self.fired += 1;
        let severity = alert.labels.get("severity").map(|word| one_line(word, 20));
        let severity = severity.filter(|word| !word.is_empty());
        let severity = severity.map_or(String::new(), |word| format!(" ({word})"));
        let summary = summary(alert).map_or(String::new(), |text| format!(": {text}"));
        self.lines
            .push((alert.started, format!("{}{severity}{summary}", said(alert, verb))));
    }
}

fn said(alert: &FiredAlert, verb: &str) -> String {
    let place = place(alert).map_or(String::new(), |place| format!(" on {place}"));
    format!("{} {verb}{place}", name(alert))
}

#[cfg(test)]
mod tests {
    use super::{Course, MOST};
    use crate::model::incidents::notification::{FiredAlert, State};

    fn alert(fingerprint: &str, started: i64, ended: Option<i64>) -> FiredAlert {
        FiredAlert {
            state: ended.map_or(State::Firing, |_| State::Resolved),
            labels: [("alertname".to_owned(), "A".to_owned())].into(),
            annotations: [].into(),
            started,
            ended,
            generator_url: String::new(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    fn lines(course: &mut Course, alerts: &[FiredAlert]) -> Vec<String> {
        let news = course.take(alerts.iter().collect(), (0, 99));
        let lines = news.lines.iter();
        lines
            .map(|(at, text)| format!("{at} {}", &text["A ".len()..]))
            .collect()
    }

    #[test]
    fn only_what_is_new_makes_lines() {
        let mut course = Course::default();
        for (alerts, expected) in [
            (
                vec![alert("a", 5, None), alert("b", 3, None)],
                &["3 fires", "5 fires"][..],
            ),
            (vec![alert("a", 5, None), alert("b", 3, None)], &[]),
            (
                vec![alert("a", 5, None), alert("b", 3, Some(7))],
                &["7 no longer fires"],
            ),
            (vec![alert("b", 3, Some(7)), alert("b", 3, None)], &[]),
            (vec![alert("b", 9, None)], &["9 fires again"]),
            (vec![alert("b", 3, Some(7))], &[]),
            (
                vec![alert("a", 5, Some(4)), alert("b", 9, Some(10))],
                &["5 no longer fires", "10 no longer fires"],
            ),
            (vec![alert("c", 2, Some(3))], &["2 fires", "3 no longer fires"]),
        ] {
            let before = course.clone();
            assert_eq!(lines(&mut course, &alerts), expected, "{before:?} {alerts:?}");
            let read: Vec<String> = course.episodes.iter().map(ToString::to_string).collect();
            let again = Course::read(read.iter().map(String::as_str));
            assert_eq!(again.episodes, course.episodes);
        }
        assert_eq!(course.over(), Some(10));
    }

    #[test]
    fn of_too_many_the_number_is_said_once() {
        let mut course = Course::default();
        let alerts: Vec<FiredAlert> = (0..10_000).map(|at| alert(&format!("f{at}"), at, None)).collect();
        let news = course.take(alerts.iter().collect(), (3, 99));
        assert_eq!((news.lines.len(), news.fired), (MOST + 1, MOST));
        assert!(
            news.lines[MOST].1.contains("9803 more alerts") && news.lines[MOST].1.contains("(9800 firing, 3 left out"),
            "{:?}",
            news.lines[MOST]
        );
        assert!(course.take(alerts.iter().collect(), (3, 99)).is_empty());
    }

    #[test]
    fn what_is_over_is_not_counted_as_firing() {
        let mut course = Course::default();
        let most = MOST as i64;
        let ended = |at: i64| (at >= most + 2).then_some(at + 1);
        let alerts = (0..most + 5).map(|at| alert(&format!("f{at}"), at, ended(at)));
        let alerts: Vec<FiredAlert> = alerts.collect();
        let news = course.take(alerts.iter().collect(), (0, 999));
        let expected = "5 more alerts of this group are not listed one by one (2 firing, 3 over)";
        assert_eq!(news.lines.last().unwrap().1, expected);
        assert_eq!((news.fired, news.over), (MOST, 0));
    }
}
