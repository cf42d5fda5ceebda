//! Features: what a product covers and what a person needs, and sets of them.
//!
//! The names are those of the canonical `activity` and `memberships` tables. Which product covers which feature stands in
//! the price book; what counts as evidence of a need is decided by the caller.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Something that a seat can do; the 18 values of the canonical tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Contact-center voice interactions.
    Voice,
    /// Callbacks.
    Callback,
    /// Web chat.
    Chat,
    /// E-mail interactions.
    Email,
    /// Web and open messaging.
    Message,
    /// Text messages.
    Sms,
    /// Social networks.
    Social,
    /// Interactions of outbound campaigns.
    Outbound,
    /// Having a schedule (workforce management, as a scheduled person).
    WfmSchedule,
    /// Planning schedules and forecasts.
    WfmPlanning,
    /// Evaluating others.
    QualityEvaluator,
    /// Being evaluated.
    QualityEvaluated,
    /// Speech and text analytics.
    SpeechAnalytics,
    /// Agent Copilot.
    Copilot,
    /// Supervising others.
    Supervision,
    /// Journey management.
    Journey,
    /// Work automation.
    WorkAutomation,
    /// Administration.
    Admin,
}

/// Every feature with its name; `NAMES[feature as usize]` is the feature's.
const NAMES: [&str; 18] = [
    "voice",
    "callback",
    "chat",
    "email",
    "message",
    "sms",
    "social",
    "outbound",
    "wfm_schedule",
    "wfm_planning",
    "quality_evaluator",
    "quality_evaluated",
    "speech_analytics",
    "copilot",
    "supervision",
    "journey",
    "work_automation",
    "admin",
];

/// A text that is no feature.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a feature; expected one of {list}", list = NAMES.join(", "))]
pub struct UnknownFeature(pub String);

impl Feature {
    /// Every feature, in the order of the canonical tables.
    pub const ALL: [Feature; 18] = [
        Feature::Voice,
        Feature::Callback,
        Feature::Chat,
        Feature::Email,
        Feature::Message,
        Feature::Sms,
        Feature::Social,
        Feature::Outbound,
        Feature::WfmSchedule,
        Feature::WfmPlanning,
        Feature::QualityEvaluator,
        Feature::QualityEvaluated,
        Feature::SpeechAnalytics,
        Feature::Copilot,
        Feature::Supervision,
        Feature::Journey,
        Feature::WorkAutomation,
        Feature::Admin,
    ];

    /// Its name in the canonical tables, as `wfm_schedule`.
    pub fn as_str(self) -> &'static str {
        NAMES[self as usize]
    }

    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Feature {
    type Err = UnknownFeature;

    /// Reads the exact lower-case name; anything else is refused.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Feature::ALL.into_iter().find(|feature| feature.as_str() == text).ok_or_else(|| UnknownFeature(text.to_owned()))
    }
}

/// A set of features; a plain value of four bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FeatureSet(u32);

impl FeatureSet {
    /// The set without any feature.
    pub const EMPTY: FeatureSet = FeatureSet(0);

    /// Adds a feature; true if it was not in the set.
    pub fn insert(&mut self, feature: Feature) -> bool {
        let before = self.0;
        self.0 |= feature.bit();
        self.0 != before
    }

    /// Takes a feature out; true if it was in the set.
    pub fn remove(&mut self, feature: Feature) -> bool {
        let before = self.0;
        self.0 &= !feature.bit();
        self.0 != before
    }

    /// Is the feature in the set?
    pub fn contains(self, feature: Feature) -> bool {
        self.0 & feature.bit() != 0
    }

    /// Features of either set.
    #[must_use]
    pub fn union(self, other: FeatureSet) -> FeatureSet {
        FeatureSet(self.0 | other.0)
    }

    /// Features of this set that are not in the other.
    #[must_use]
    pub fn difference(self, other: FeatureSet) -> FeatureSet {
        FeatureSet(self.0 & !other.0)
    }

    /// Features of both sets.
    #[must_use]
    pub fn intersection(self, other: FeatureSet) -> FeatureSet {
        FeatureSet(self.0 & other.0)
    }

    /// Is every feature of this set in the other? The empty set is a subset of all.
    pub fn is_subset_of(self, other: FeatureSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// Is there no feature in the set?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of features in the set.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Its features, in the order of [`Feature::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.into_iter().filter(move |feature| self.contains(*feature))
    }
}

impl FromIterator<Feature> for FeatureSet {
    fn from_iter<I: IntoIterator<Item = Feature>>(features: I) -> Self {
        let mut set = FeatureSet::EMPTY;
        set.extend(features);
        set
    }
}

impl Extend<Feature> for FeatureSet {
    fn extend<I: IntoIterator<Item = Feature>>(&mut self, features: I) {
        for feature in features {
            self.insert(feature);
        }
    }
}

impl fmt::Debug for FeatureSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Feature::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_read_back_from_its_name() {
        for feature in Feature::ALL {
            assert_eq!(feature.as_str().parse(), Ok(feature));
        }
        assert_eq!(Feature::ALL.len(), NAMES.len());
        assert_eq!("Voice".parse::<Feature>(), Err(UnknownFeature("Voice".to_owned())));
    }

    #[test]
    fn sets_behave_as_sets() {
        let spoken = FeatureSet::from_iter([Feature::Voice, Feature::Callback]);
        let mut more = spoken;
        assert!(more.insert(Feature::Admin));
        assert!(!more.insert(Feature::Admin));
        assert!(spoken.is_subset_of(more) && !more.is_subset_of(spoken));
        assert_eq!(more.difference(spoken), FeatureSet::from_iter([Feature::Admin]));
        assert_eq!(more.intersection(spoken), spoken);
        assert_eq!(spoken.union(more).iter().collect::<Vec<_>>(), [Feature::Voice, Feature::Callback, Feature::Admin]);
        assert!(more.remove(Feature::Admin) && !more.remove(Feature::Admin));
        assert!(FeatureSet::EMPTY.is_empty() && FeatureSet::EMPTY.is_subset_of(FeatureSet::EMPTY));
        assert_eq!(format!("{more:?}"), r#"{"voice", "callback"}"#);
        assert_eq!(more.len(), 2);
    }
}
