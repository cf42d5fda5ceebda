//! Why recommendations are of low confidence, and which data would raise it: one sentence for all of them.

use std::collections::BTreeMap;

use seatwise_pricing::feature::{Feature, FeatureSet};

use crate::{
    analysis::Analysis,
    findings::{advice::Recommendation, confidence::Confidence},
};

/// Features named; the rest is counted.
const NAMED: usize = 4;
/// What the console's performance exports tell of.
const OF_EXPORTS: [Feature; 5] = [Feature::Voice, Feature::Callback, Feature::Chat, Feature::Email, Feature::Message];

/// `None` = no recommendation is of low confidence.
pub(super) fn doubt(analysis: &Analysis) -> Option<String> {
    let all = &analysis.decisions.recommendations;
    let low: Vec<&Recommendation> = all.iter().filter(|advice| advice.confidence == Confidence::Low).collect();
    if low.is_empty() {
        return None;
    }
    let mut thin: BTreeMap<Feature, usize> = BTreeMap::new();
    for advice in &low {
        for feature in given_up(analysis, advice).iter().filter(|feature| is_thin(analysis, *feature)) {
            *thin.entry(feature).or_default() += 1;
        }
    }
    let mut features: Vec<(Feature, usize)> = thin.into_iter().collect();
    features.sort_by_key(|(feature, people)| (std::cmp::Reverse(*people), *feature));
    let names: Vec<&str> = features.iter().take(NAMED).map(|(feature, _)| feature.as_str()).collect();
    let more = match features.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let way_out = if features.iter().any(|(feature, _)| OF_EXPORTS.contains(feature)) {
        "`Agents Performance` of the whole window, or `seatwise pull`, closes the gap"
    } else {
        "no console export tells of them: `seatwise pull` does, or `not_used` in the settings"
    };
    Some(format!(
        "{} of {} are of low confidence: half of the window or more is without data on {}{more}; {way_out}",
        low.len(),
        all.len(),
        names.join(", ")
    ))
}

/// Less than half of the window is covered.
fn is_thin(analysis: &Analysis, feature: Feature) -> bool {
    let window = analysis.spans.window;
    2 * analysis.coverage.feature(feature).within(window) < window.length()
}

/// What a recommendation takes away, as its confidence counts it.
fn given_up(analysis: &Analysis, advice: &Recommendation) -> FeatureSet {
    let lost = analysis.tariff.covers(&advice.from).difference(analysis.tariff.covers(&advice.to));
    if advice.code.is_reclaim() { lost } else { lost.difference(analysis.settings.not_used) }
}
