//! Why a person is at a tier, and what proves that less is enough.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use seatwise_pricing::feature::Feature;

use crate::{
    analysis::Analysis,
    findings::advice::Recommendation,
    overview,
    usage::spans::{instant, whole_days},
};

/// What the data say of the features that a change gives up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Proof {
    /// All of it in words.
    pub(super) text: String,
    /// Events in the window, all features together.
    pub(super) events: u64,
    /// The last use of any of them, ever; `None` = never.
    pub(super) last_use: Option<NaiveDate>,
    /// Days of the window that data cover, of the feature that is covered least; `None` = no feature is given up.
    pub(super) covered_days: Option<u64>,
}

/// What the data say of one feature; features that say the same stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    covered_days: i64,
    events: i64,
    days: u32,
    last: Option<NaiveDate>,
}

pub(super) fn proof(analysis: &Analysis, advice: &Recommendation) -> Proof {
    let lost = analysis.features_lost(advice);
    let own = analysis.windows.of(advice.user_ix);
    let said = |row: &crate::findings::grounds::Evidence| Said {
        covered_days: whole_days(analysis.coverage.feature(row.feature).within(own.spans.window)),
        events: row.events,
        days: row.days,
        last: row.last.map(|at| instant(at).date_naive()),
    };
    let mut by_saying: BTreeMap<Said, Vec<Feature>> = BTreeMap::new();
    for row in advice.evidence.iter().filter(|row| lost.contains(row.feature)) {
        by_saying.entry(said(row)).or_default().push(row.feature);
    }
    let parts: Vec<String> = by_saying
        .iter()
        .map(|(said, features)| {
            let everything = advice.code.is_reclaim() && by_saying.len() == 1;
            let names = if everything { "everything".to_owned() } else { listed(features) };
            part(*said, &names, own.thresholds.window_days)
        })
        .collect();
    Proof {
        text: parts.join("; "),
        events: by_saying.iter().map(|(said, own)| said.events.unsigned_abs() * own.len() as u64).sum(),
        last_use: by_saying.keys().filter_map(|said| said.last).max(),
        covered_days: by_saying.keys().map(|said| said.covered_days.unsigned_abs()).min(),
    }
}

fn listed(features: &[Feature]) -> String {
    features.iter().map(|feature| feature.as_str()).collect::<Vec<_>>().join(", ")
}

/// As `chat, email: never used, data on 90 of 90 days`.
fn part(said: Said, names: &str, window_days: u32) -> String {
    let use_ = match (said.events, said.last) {
        (0, None) => "never used".to_owned(),
        (0, Some(day)) => format!("not used in the window, last on {day}"),
        (events, last) => {
            let last = last.map_or_else(String::new, |day| format!(", last on {day}"));
            let days = if said.days == 1 { "1 day".to_owned() } else { format!("{} days", said.days) };
            let events = if events == 1 { "1 event".to_owned() } else { format!("{events} events") };
            format!("{events} on {days}{last}")
        }
    };
    format!("{names}: {use_}, data on {} of {window_days} days", said.covered_days)
}

/// The roles and permissions that keep the person at what is given up.
pub(super) fn tier(analysis: &Analysis, advice: &Recommendation) -> String {
    if analysis.roles.list.is_empty() {
        return "unknown: the input has no roles".to_owned();
    }
    if advice.drivers.is_empty() {
        return "no role needs it: assigned by hand, or the roles are older".to_owned();
    }
    let driver =
        |driver: &crate::findings::grounds::Driver| format!("{}: {}", driver.license, overview::driver(driver));
    advice.drivers.iter().map(driver).collect::<Vec<_>>().join("; ")
}
