//! Recommendations against the truth of demo organizations: precision and recall, counted, not estimated.
//!
//! A recommendation is *right* if nobody loses what they really need: a reclaim, if the person is really idle; a change
//! of offer, if the new products cover the features really needed. A case is *found* if the person who should change
//! has a right recommendation of the same kind: a reclaim for the idle, an offer for the others. Protected people are
//! in neither count.

use std::{collections::BTreeMap, fmt};

use anyhow::Context as _;
use seatwise_pricing::feature::{Feature, FeatureSet};
use serde::Deserialize;

use crate::{
    analysis::Analysis,
    findings::{code::Advice, confidence::Confidence},
};

/// What is really so, as the demo's `truth.json` says.
#[derive(Debug, Deserialize)]
struct Truth {
    people: Vec<Person>,
}

#[derive(Debug, Deserialize)]
struct Person {
    user_id: String,
    idle: bool,
    reason: Option<String>,
    needed_features: Vec<String>,
    protected: bool,
}

/// Right and all, of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are right.
    pub right: u64,
    /// How many there are.
    pub all: u64,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.all += 1;
        self.right += u64::from(right);
    }

    fn plus(&mut self, other: Share) {
        self.right += other.right;
        self.all += other.all;
    }

    /// At least `percent` of all? Nothing at all is not enough: an empty group proves nothing.
    pub fn reaches(self, percent: u64) -> bool {
        self.all > 0 && self.right * 100 >= self.all * percent
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.all == 0 {
            return f.write_str("– of 0");
        }
        let hundredths = (self.right * 10_000 + self.all / 2) / self.all;
        write!(f, "{}.{:02} % ({} of {})", hundredths / 100, hundredths % 100, self.right, self.all)
    }
}

/// How good the recommendations about one or more organizations are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Right recommendations by confidence.
    pub precision: BTreeMap<&'static str, Share>,
    /// Right recommendations by code.
    pub by_code: BTreeMap<&'static str, Share>,
    /// People found of those who should change.
    pub recall: Share,
    /// People found by the reason that the truth gives.
    pub recall_by_reason: BTreeMap<String, Share>,
    /// Wrong recommendations of high confidence: user id, code.
    pub wrong: Vec<(String, &'static str)>,
    /// People missed: user id, reason.
    pub missed: Vec<(String, String)>,
}

impl Score {
    /// Compares an analysis with the truth.
    ///
    /// # Errors
    /// A truth that can't be read.
    pub fn new(analysis: &Analysis, truth: &[u8]) -> anyhow::Result<Score> {
        let truth: Truth = serde_json::from_slice(truth).context("the truth is not a `truth.json` of a demo")?;
        let advice = analysis.decisions.by_person(analysis.people.len());
        let mut score = Score::default();
        for person in &truth.people {
            let ix = analysis.people.find(&person.user_id);
            let ix = ix.with_context(|| format!("`{}` of the truth is not in the analysis", person.user_id))?;
            if person.protected {
                continue;
            }
            let needed = person.needed()?;
            let given = advice[ix];
            let right = given.is_some_and(|advice| {
                let covers = analysis.tariff.covers(&advice.to);
                if advice.code.is_reclaim() { person.idle } else { !person.idle && needed.is_subset_of(covers) }
            });
            if let Some(advice) = given {
                score.precision.entry(advice.confidence.as_str()).or_default().count(right);
                score.by_code.entry(advice.code.as_str()).or_default().count(right);
                if !right && advice.confidence == Confidence::High {
                    score.wrong.push((person.user_id.clone(), advice.code.as_str()));
                }
            }
            if let Some(reason) = &person.reason {
                let reclaim = Advice::ALL.iter().any(|code| code.is_reclaim() && code.as_str() == reason);
                let found = right && given.is_some_and(|advice| advice.code.is_reclaim() == reclaim);
                score.recall.count(found);
                score.recall_by_reason.entry(reason.clone()).or_default().count(found);
                if !found {
                    score.missed.push((person.user_id.clone(), reason.clone()));
                }
            }
        }
        Ok(score)
    }

    /// Adds the counts of another organization.
    pub fn plus(&mut self, other: &Score) {
        for (confidence, share) in &other.precision {
            self.precision.entry(confidence).or_default().plus(*share);
        }
        for (code, share) in &other.by_code {
            self.by_code.entry(code).or_default().plus(*share);
        }
        for (reason, share) in &other.recall_by_reason {
            self.recall_by_reason.entry(reason.clone()).or_default().plus(*share);
        }
        self.recall.plus(other.recall);
        self.wrong.extend(other.wrong.iter().cloned());
        self.missed.extend(other.missed.iter().cloned());
    }

    /// Precision of the recommendations of high confidence.
    pub fn high(&self) -> Share {
        self.precision.get(Confidence::High.as_str()).copied().unwrap_or_default()
    }
}

impl Person {
    fn needed(&self) -> anyhow::Result<FeatureSet> {
        let feature = |name: &String| name.parse::<Feature>().with_context(|| format!("no feature `{name}`"));
        self.needed_features.iter().map(feature).collect()
    }
}
