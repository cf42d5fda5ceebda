//! What the rows say at as-of: signs of life, evidence, coverage. Rows that begin later are not there.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::FEATURES;
use super::org::{Activity, Case, Contract, Coverage, Settings, User};
use super::time::{DAY, Micros, day_of, midnight, period, time_within, united};

/// Features whose rows need no login.
const WITHOUT_LOGIN: [&str; 4] = ["quality_evaluated", "wfm_schedule", "speech_analytics", "journey"];

/// A sign of a living person.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    At(Micros),
    Span(Micros, Micros),
}

/// What decides about a person.
pub struct Thresholds {
    pub days: i64,
    pub idle_days: i64,
    pub grace_days: i64,
    pub min_events: i64,
    pub min_days: usize,
}

/// One case, cut at as-of.
pub struct Facts<'a> {
    pub case: &'a Case,
    pub contract: Contract,
    pub settings: Settings,
    pub as_of: Micros,
    /// `[from, to)` at 00:00.
    pub period: (Micros, Micros),
    pub window_from: Micros,
    /// Distinct rows with some time before as-of.
    pub activity: Vec<Activity>,
    /// Time present per person, cut at as-of, own overlaps merged.
    pub presence: BTreeMap<&'a str, Vec<(Micros, Micros)>>,
    signs: BTreeMap<&'a str, Vec<Sign>>,
    emails: BTreeMap<String, usize>,
}

impl<'a> Facts<'a> {
    pub fn new(case: &'a Case) -> Facts<'a> {
        let contract = case.contract.clone().unwrap_or_default();
        let settings = case.settings.clone().unwrap_or_default();
        let as_of = case.as_of.unwrap_or_else(|| latest(case));
        let (from, to) = period(as_of, contract.period_anchor_day.unwrap_or(1));
        let mut facts = Facts {
            case,
            as_of,
            period: (midnight(from), midnight(to)),
            window_from: as_of - settings.days * DAY,
            activity: distinct_activity(case, as_of),
            presence: presence(case, as_of),
            signs: BTreeMap::new(),
            emails: email_counts(&case.org.users),
            contract,
            settings,
        };
        for user in &case.org.users {
            let signs = facts.collect_signs(user);
            facts.signs.insert(&user.user_id, signs);
        }
        facts
    }

    fn collect_signs(&self, user: &User) -> Vec<Sign> {
        let mut signs = Vec::new();
        for at in [user.last_login_at, user.last_token_at].into_iter().flatten() {
            if at <= self.as_of {
                signs.push(Sign::At(at));
            }
        }
        for (from, to) in self.presence.get(user.user_id.as_str()).into_iter().flatten() {
            signs.push(Sign::Span(*from, *to));
        }
        for row in self.activity.iter().filter(|row| row.user_id == user.user_id) {
            if row.events > 0 && !WITHOUT_LOGIN.contains(&row.feature.as_str()) {
                signs.push(Sign::Span(row.start, row.end.min(self.as_of)));
            }
        }
        signs
    }

    /// Is there a sign in `[from, to)`?
    pub fn has_sign(&self, user: &str, from: Micros, to: Micros) -> bool {
        self.signs[user].iter().any(|sign| match *sign {
            Sign::At(at) => from <= at && (at < to || (at == to && to == self.as_of)),
            Sign::Span(start, end) => start < to && end > from,
        })
    }

    /// Time present in the period up to as-of.
    pub fn time_in_period(&self, user: &str) -> Micros {
        let spans = self.presence.get(user).into_iter().flatten();
        spans.map(|(from, to)| (*to - (*from).max(self.period.0)).max(0)).sum()
    }

    /// When the person was last seen; `None` = never.
    pub fn latest_sign(&self, user: &str) -> Option<Micros> {
        let instants = self.signs[user].iter().map(|sign| match *sign {
            Sign::At(at) => at,
            Sign::Span(_, end) => end,
        });
        instants.max()
    }

    /// The e-mail in lower case, where no other person has it too.
    pub fn unique_email(&self, user: &User) -> Option<String> {
        let email = user.email.as_ref()?.to_lowercase();
        (self.emails[&email] == 1).then_some(email)
    }

    /// Do two persons share an e-mail?
    pub fn has_shared_email(&self) -> bool {
        self.emails.values().any(|people| *people > 1)
    }

    /// Events of the feature in rows that start in the window.
    pub fn events(&self, user: &str, feature: &str) -> i64 {
        self.window_rows(user, feature).map(|row| row.events).sum()
    }

    /// The lengths and counts that hold for the person.
    pub fn settings_of(&self, user: &str) -> Thresholds {
        let Settings { days, idle_days, grace_days, min_events, min_days, .. } = self.settings;
        let mut settings = Thresholds { days, idle_days, grace_days, min_events, min_days };
        let department =
            self.case.org.users.iter().find(|row| row.user_id == user).and_then(|row| row.department.clone());
        let own = self.settings.windows.iter().find(|window| Some(&window.department) == department.as_ref());
        if let Some(own) = own {
            settings.days = own.days.unwrap_or(settings.days);
            settings.idle_days = own.idle_days.unwrap_or(settings.idle_days);
            settings.grace_days = own.grace_days.unwrap_or(settings.grace_days);
            settings.min_events = own.min_events.unwrap_or(settings.min_events);
            settings.min_days = own.min_days.unwrap_or(settings.min_days);
        }
        settings
    }

    /// Where the person's window begins.
    pub fn window_of(&self, user: &str) -> Micros {
        self.as_of - self.settings_of(user).days * DAY
    }

    /// Is the feature used by the person, as the settings define use?
    pub fn is_used(&self, user: &str, feature: &str) -> bool {
        let days: BTreeSet<_> =
            self.window_rows(user, feature).filter(|row| row.events > 0).map(|row| day_of(row.start)).collect();
        let own = self.settings_of(user);
        self.events(user, feature) >= own.min_events && days.len() >= own.min_days
    }

    /// Start of the latest interval with events of the feature, also before the window; `None` = no events.
    pub fn last_used(&self, user: &str, feature: &str) -> Option<Micros> {
        let rows = self.activity.iter().filter(|row| row.user_id == user && row.feature == feature);
        rows.filter(|row| row.events > 0).map(|row| row.start).max()
    }

    fn window_rows(&self, user: &str, feature: &str) -> impl Iterator<Item = &Activity> {
        let rows = self.activity.iter().filter(move |row| row.user_id == user && row.feature == feature);
        let from = self.window_of(user);
        rows.filter(move |row| row.start >= from)
    }

    /// The time that the data really cover for a feature, united, cut at as-of.
    pub fn feature_coverage(&self, feature: &str) -> Vec<(Micros, Micros)> {
        let rows = self.coverage_rows("activity");
        if rows.is_empty() {
            let occurs = self.activity.iter().any(|row| row.feature == feature);
            return if occurs { self.activity_extent() } else { Vec::new() };
        }
        let own: Vec<&Coverage> = rows.iter().copied().filter(|row| row.feature.as_deref() == Some(feature)).collect();
        let table = rows.iter().copied().filter(|row| row.feature.is_none()).collect();
        self.cut(if own.is_empty() { table } else { own })
    }

    /// Does no part of the window that begins at `from` tell anything about the feature?
    pub fn is_unknown(&self, feature: &str, from: Micros) -> bool {
        time_within(&self.feature_coverage(feature), from, self.as_of) == 0
    }

    /// The time that presence covers, else activity.
    pub fn life_coverage(&self) -> Vec<(Micros, Micros)> {
        let presence = self.coverage_rows("presence");
        let by_presence = if presence.is_empty() { self.presence_extent() } else { self.cut(presence) };
        if !by_presence.is_empty() {
            return by_presence;
        }
        let activity = self.coverage_rows("activity");
        if activity.is_empty() {
            return self.activity_extent();
        }
        let whole: Vec<&Coverage> = activity.iter().copied().filter(|row| row.feature.is_none()).collect();
        self.cut(if whole.is_empty() { activity } else { whole })
    }

    /// Is there any row from which life could be seen?
    pub fn sees_life(&self) -> bool {
        !self.presence.is_empty() || !self.activity.is_empty()
    }

    /// Does a stated coverage leave anything in which a working person shows: presence, all activity, an interaction?
    pub fn could_see_life(&self) -> bool {
        let rows = self.coverage_rows("activity");
        let shows = |row: &&Coverage| {
            let interactions = ["voice", "callback", "chat", "email", "message", "sms", "social"];
            row.from < row.to.min(self.as_of)
                && row.feature.as_deref().is_none_or(|feature| interactions.contains(&feature))
        };
        rows.is_empty() || rows.iter().any(shows) || !self.presence_extent().is_empty() || {
            let presence = self.coverage_rows("presence");
            !self.cut(presence).is_empty()
        }
    }

    /// What is stated of a table that was left out is not believed.
    fn coverage_rows(&self, table: &str) -> Vec<&'a Coverage> {
        let org = &self.case.org;
        if (table == "activity" && org.activity.is_none()) || (table == "presence" && org.presence.is_none()) {
            return Vec::new();
        }
        self.case.org.coverage.iter().flatten().filter(|row| row.table == table).collect()
    }

    fn cut(&self, rows: Vec<&Coverage>) -> Vec<(Micros, Micros)> {
        united(rows.into_iter().map(|row| (row.from, row.to.min(self.as_of))).collect())
    }

    fn activity_extent(&self) -> Vec<(Micros, Micros)> {
        extent(self.activity.iter().map(|row| (row.start, row.end.min(self.as_of))))
    }

    fn presence_extent(&self) -> Vec<(Micros, Micros)> {
        extent(self.presence.values().flatten().copied())
    }
}

/// The features that the data know, in their published order.
pub fn features() -> impl Iterator<Item = &'static str> {
    FEATURES.into_iter()
}

fn extent(intervals: impl Iterator<Item = (Micros, Micros)> + Clone) -> Vec<(Micros, Micros)> {
    let from = intervals.clone().map(|(from, _)| from).min();
    let to = intervals.map(|(_, to)| to).max();
    from.zip(to).into_iter().collect()
}

fn distinct_activity(case: &Case, as_of: Micros) -> Vec<Activity> {
    let rows: BTreeSet<&Activity> = case.org.activity.iter().flatten().collect();
    rows.into_iter()
        .filter(|row| is_known(case, &row.user_id))
        .filter(|row| row.start < row.end && row.start < as_of)
        .cloned()
        .collect()
}

fn presence(case: &Case, as_of: Micros) -> BTreeMap<&str, Vec<(Micros, Micros)>> {
    let mut by_user: BTreeMap<&str, Vec<(Micros, Micros)>> = BTreeMap::new();
    for row in case.org.presence.iter().flatten().filter(|row| is_known(case, &row.user_id)) {
        let end = row.end.unwrap_or(as_of).min(as_of);
        if row.start < end {
            by_user.entry(&row.user_id).or_default().push((row.start, end));
        }
    }
    by_user.into_iter().map(|(user, intervals)| (user, united(intervals))).collect()
}

fn is_known(case: &Case, user: &str) -> bool {
    case.org.users.iter().any(|one| one.user_id == user)
}

fn email_counts(users: &[User]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for email in users.iter().filter_map(|user| user.email.as_ref()) {
        *counts.entry(email.to_lowercase()).or_insert(0) += 1;
    }
    counts
}

/// As-of where nobody names one: the latest instant that the tables hold.
fn latest(case: &Case) -> Micros {
    let mut instants: Vec<Micros> = Vec::new();
    for row in case.org.activity.iter().flatten().filter(|row| row.start < row.end) {
        instants.push(row.end - 1);
    }
    for row in case.org.presence.iter().flatten() {
        match row.end {
            None => instants.push(row.start),
            Some(end) if row.start < end => instants.push(end - 1),
            Some(_) => {}
        }
    }
    for user in &case.org.users {
        instants.extend(user.last_login_at);
        instants.extend(user.last_token_at);
    }
    instants.extend(case.org.billable.iter().flatten().map(|row| row.first_seen_at));
    instants.into_iter().max().expect("a case without as-of has at least one dated row")
}
