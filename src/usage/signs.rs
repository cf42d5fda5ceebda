//! Signs of a living person, summed up per person: the latest one with its source, and whether a span has any.

use super::{people::Person, spans::Spans};
use crate::canonical::rows::Micros;

/// Where a sign comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `users.last_login_at`.
    LastLogin,
    /// `users.last_token_at`.
    LastToken,
    /// A presence interval.
    Presence,
    /// An activity interval with events.
    Activity,
}

impl Source {
    /// Every source, in order.
    pub const ALL: [Source; 4] = [Source::LastLogin, Source::LastToken, Source::Presence, Source::Activity];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::LastLogin => "last_login_at",
            Source::LastToken => "last_token_at",
            Source::Presence => "presence",
            Source::Activity => "activity",
        }
    }
}

/// What one table says of one person's signs.
///
/// Rows that begin at or after as-of are not in it, so `latest > span.from` answers for every span that ends at or
/// after as-of; the two spans of last year need their own bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// End of the latest interval, cut at as-of.
    pub latest: Option<Micros>,
    /// Any in [`Spans::last_year`]?
    pub last_year: bool,
    /// Any in [`Spans::after_last_year`]?
    pub after_last_year: bool,
}

impl Signs {
    /// Adds what a group of rows says.
    pub fn add_summary(&mut self, latest: Option<Micros>, last_year: bool, after_last_year: bool) {
        self.latest = self.latest.max(latest);
        self.last_year |= last_year;
        self.after_last_year |= after_last_year;
    }
}

/// All that is known of one person's signs, from every source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// The latest sign and its source; `None` = no sign ever. At equal times the later [`Source`] is named.
    pub latest: Option<(Micros, Source)>,
    /// The latest sign of each source, in the order of [`Source::ALL`]; `None` = none.
    pub by_source: [Option<Micros>; 4],
    /// The latest login, token or end of presence with its source: what is known to the instant. An activity row sums up an
    /// interval, of the API a whole day, and says of no instant in it that somebody was there.
    pub latest_exact: Option<(Micros, Source)>,
    /// A login or token after as-of? It tells of no instant before, yet the account has been used.
    pub login_after: bool,
    /// A sign in the evidence window?
    pub in_window: bool,
    /// A sign in the period priced?
    pub in_period: bool,
    /// A sign in the window 364 days before?
    pub last_year: bool,
    /// A sign in the days that followed that one?
    pub after_last_year: bool,
}

impl Life {
    /// Joins logins, presence and activity of one person.
    pub fn new(person: &Person, presence: Signs, activity: Signs, spans: &Spans) -> Life {
        let as_of = spans.as_of;
        let logins = [(person.last_login_at, Source::LastLogin), (person.last_token_at, Source::LastToken)];
        let logins = logins.into_iter().filter_map(|(at, source)| at.filter(|at| *at <= as_of).map(|at| (at, source)));
        let intervals = [(presence, Source::Presence), (activity, Source::Activity)];
        let ends = intervals.iter().filter_map(|(signs, source)| signs.latest.map(|end| (end, *source)));
        let any = |login_in: &dyn Fn(Micros) -> bool, interval_in: &dyn Fn(&Signs) -> bool| {
            logins.clone().any(|(at, _)| login_in(at)) || intervals.iter().any(|(signs, _)| interval_in(signs))
        };
        let open_ended = |span: super::spans::Span| {
            any(&|at| span.has_instant(at, as_of), &|signs| signs.latest.is_some_and(|end| end > span.from))
        };
        let past = |at: Option<Micros>| at.filter(|at| *at <= as_of);
        Life {
            by_source: [past(person.last_login_at), past(person.last_token_at), presence.latest, activity.latest],
            login_after: [person.last_login_at, person.last_token_at].into_iter().flatten().any(|at| at > as_of),
            latest: logins.clone().chain(ends).max(),
            latest_exact: logins.clone().chain(presence.latest.map(|end| (end, Source::Presence))).max(),
            in_window: open_ended(spans.window),
            in_period: open_ended(spans.period),
            last_year: any(&|at| spans.last_year.has_instant(at, as_of), &|signs| signs.last_year),
            after_last_year: any(&|at| spans.after_last_year.has_instant(at, as_of), &|signs| signs.after_last_year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{canonical::rows::DAY, usage::people::State};
    use chrono::NaiveDate;

    fn person(last_login_at: Option<Micros>) -> Person {
        Person {
            user_id: "u".into(),
            email: None,
            name: None,
            state: State::Active,
            department: None,
            title: None,
            division: None,
            cost_center: None,
            manager_email: None,
            employee_id: None,
            created_at: None,
            last_login_at,
            last_token_at: None,
            external_id: None,
        }
    }

    fn spans(as_of: Micros) -> Spans {
        let day = |number: i64| NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date") + chrono::Days::new(number as u64);
        Spans::new(as_of, 90, (day(980), day(1011)))
    }

    #[test]
    fn a_login_after_as_of_is_not_read() {
        let as_of = 1_000 * DAY;
        let life = Life::new(&person(Some(as_of + 1)), Signs::default(), Signs::default(), &spans(as_of));
        assert_eq!(life.latest, None);
        assert!(!life.in_window && life.login_after);
    }

    #[test]
    fn the_latest_sign_names_its_source() {
        let as_of = 1_000 * DAY;
        let presence = Signs { latest: Some(as_of - DAY), ..Signs::default() };
        let life = Life::new(&person(Some(as_of - 2 * DAY)), presence, Signs::default(), &spans(as_of));
        assert_eq!(life.latest, Some((as_of - DAY, Source::Presence)));
        assert_eq!(life.latest_exact, life.latest);
        assert!(life.in_window && life.in_period && !life.last_year);
    }

    #[test]
    fn a_day_of_activity_is_no_exact_sign() {
        let as_of = 1_000 * DAY;
        let (presence, activity) =
            [as_of - 3 * DAY, as_of - DAY].map(|at| Signs { latest: Some(at), ..Signs::default() }).into();
        let life = Life::new(&person(Some(as_of - 2 * DAY)), presence, activity, &spans(as_of));
        assert_eq!(life.latest, Some((as_of - DAY, Source::Activity)));
        assert_eq!(life.latest_exact, Some((as_of - 2 * DAY, Source::LastLogin)));
    }
}
