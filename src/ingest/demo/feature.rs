//! The features that people of a demo organization use, as a small set.

/// A feature: its place in [`NAMES`].
pub(super) type Feature = u8;

/// A set of features, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct FeatureSet(u32);

/// Names as in the `feature` column of `activity`.
pub(super) const NAMES: [&str; 18] = [
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

pub(super) const VOICE: Feature = 0;
pub(super) const CALLBACK: Feature = 1;
pub(super) const CHAT: Feature = 2;
pub(super) const EMAIL: Feature = 3;
pub(super) const MESSAGE: Feature = 4;
pub(super) const SMS: Feature = 5;
pub(super) const SOCIAL: Feature = 6;
pub(super) const OUTBOUND: Feature = 7;
pub(super) const WFM_SCHEDULE: Feature = 8;
pub(super) const WFM_PLANNING: Feature = 9;
pub(super) const QUALITY_EVALUATOR: Feature = 10;
pub(super) const QUALITY_EVALUATED: Feature = 11;
pub(super) const SPEECH_ANALYTICS: Feature = 12;
pub(super) const COPILOT: Feature = 13;
pub(super) const SUPERVISION: Feature = 14;
pub(super) const JOURNEY: Feature = 15;
pub(super) const ADMIN: Feature = 17;

impl FeatureSet {
    /// The set of these features.
    pub(super) const fn of(features: &[Feature]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < features.len() {
            bits |= 1 << features[at];
            at += 1;
        }
        Self(bits)
    }

    /// With one feature more.
    pub(super) fn with(self, feature: Feature) -> Self {
        Self(self.0 | 1 << feature)
    }

    /// What is in either.
    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is everything of `other` in it?
    pub(super) fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Is the feature in it?
    pub(super) fn has(self, feature: Feature) -> bool {
        self.0 >> feature & 1 == 1
    }

    /// Names of its features, in the order of [`NAMES`].
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(at, _)| self.has(*at as Feature)).map(|(_, name)| name)
    }
}
