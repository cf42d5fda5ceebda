//! Why something is advised, in one sentence for the person who has to decide.

use seatwise_pricing::{feature::Feature, tariff::ProductIx};

use super::{groups::brief, names::Names};
use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    findings::{advice::Recommendation, code::Advice},
    usage::{people::State, spans::instant},
};

/// One sentence without a full stop; what was used before the window is named with it.
pub fn why(analysis: &Analysis, advice: &Recommendation) -> String {
    let reason = reason(analysis, advice);
    match last_use(analysis, advice).filter(|_| advice.used_before) {
        None => reason,
        Some((feature, at)) => {
            format!("{reason}; {feature} was last used on {}, before that: ask first", instant(at).date_naive())
        }
    }
}

/// The same under names: nobody is named where nobody may be.
pub fn told(analysis: &Analysis, names: &Names<'_>, advice: &Recommendation) -> String {
    match (advice.code, advice.twin) {
        (Advice::ReclaimDuplicate, Some(twin)) if names.is_pseudonymous() => {
            let days = analysis.windows.of(advice.user_ix).thresholds.window_days;
            format!("no sign of life in {days} days, while {} of the same person is in use", names.person(twin))
        }
        _ => why(analysis, advice),
    }
}

/// The feature given up that was used last, and when.
fn last_use(analysis: &Analysis, advice: &Recommendation) -> Option<(Feature, Micros)> {
    let lost = analysis.features_lost(advice);
    let uses = advice.evidence.iter().filter(|row| lost.contains(row.feature));
    uses.filter_map(|row| Some((row.feature, row.last?))).max_by_key(|(_, at)| *at)
}

fn reason(analysis: &Analysis, advice: &Recommendation) -> String {
    let person = &analysis.people.list[advice.user_ix];
    let days = analysis.windows.of(advice.user_ix).thresholds.window_days;
    match advice.code {
        Advice::ReclaimDeactivated => {
            let state = if person.state == State::Deleted { "deleted" } else { "deactivated" };
            format!("the account is {state} and still holds {}", names(analysis, &advice.from))
        }
        Advice::ReclaimDeparted => "the identity provider says the person is gone".to_owned(),
        Advice::ReclaimDuplicate => {
            let twin = advice.twin.map_or("another account", |twin| analysis.people.list[twin].label());
            format!("no sign of life in {days} days, while {twin} of the same person is in use")
        }
        Advice::ReclaimNeverActivated => match person.created_at {
            Some(created) => {
                format!("never logged in since the account was created on {}", instant(created).date_naive())
            }
            None => "never seen in all the time that the data covers".to_owned(),
        },
        Advice::ReclaimIdle => match analysis.lives[advice.user_ix].latest {
            Some((at, source)) => format!(
                "last sign of life {} days before as-of, on {} ({})",
                (analysis.as_of - at) / DAY,
                instant(at).date_naive(),
                source.as_str()
            ),
            None => "no sign of life".to_owned(),
        },
        Advice::DropAddon => format!("nothing that {} gives was used in {days} days", names(analysis, &lost(advice))),
        Advice::DowngradeTier | Advice::SwapOffer => {
            format!("{} covers all that was used in {days} days", names(analysis, &advice.to))
        }
        Advice::ReleaseCxSeat => format!("no contact-center feature was used in {days} days"),
        Advice::UpgradeTier => {
            let used = analysis.uncovered_features(advice);
            format!("{} is needed, but {} does not cover it", used.join(", "), names(analysis, &advice.from))
        }
    }
}

fn lost(advice: &Recommendation) -> Vec<ProductIx> {
    advice.from.iter().copied().filter(|ix| !advice.to.contains(ix)).collect()
}

/// Products by their names.
pub fn names(analysis: &Analysis, products: &[ProductIx]) -> String {
    let name = |ix: &ProductIx| brief(&analysis.tariff.product(*ix).name);
    products.iter().map(name).collect::<Vec<_>>().join(" + ")
}
