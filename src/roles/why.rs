//! Why a person keeps a role as it is.

use seatwise_pricing::feature::Feature;

use super::{classes::Class, field::Field, parts::Cut};
use crate::findings::standing::Spared;

/// The reason, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stay {
    /// Left alone by the settings or by their history.
    Spared(Spared),
    /// Used a feature in the window that shows a permission taken out in use.
    Uses(Feature),
    /// A pin or a membership needs such a feature.
    Needs(Feature),
    /// Nothing is known of such a feature.
    Unknown(Feature),
    /// What they would hold then does not cover what they use, costs more, or leaves an add-on on a base that can't carry it.
    NotEnough,
    /// Their license would stay the same.
    NoChange,
}

impl Stay {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Stay::Spared(Spared::Protected) => "protected",
            Stay::Spared(Spared::New) => "new",
            Stay::Spared(Spared::Seasonal) => "seasonal",
            Stay::Spared(Spared::Answered) => "answered-keep",
            Stay::Uses(_) => "uses",
            Stay::Needs(_) => "needs",
            Stay::Unknown(_) => "unknown",
            Stay::NotEnough => "not-enough",
            Stay::NoChange => "no-change",
        }
    }

    /// The feature behind it, where there is one.
    pub fn feature(self) -> Option<Feature> {
        match self {
            Stay::Uses(feature) | Stay::Needs(feature) | Stay::Unknown(feature) => Some(feature),
            _ => None,
        }
    }
}

/// Why a class does not go along with a cut.
pub fn stays(field: &Field<'_>, class: &Class, cut: &Cut) -> Stay {
    if let Some(spared) = class.standing.spared {
        return Stay::Spared(spared);
    }
    let first = |of| cut.features.intersection(of).iter().next();
    let unknown = field.analysis.standing.unknown;
    let by_use = first(class.standing.used).map(Stay::Uses);
    let by_need = || first(class.standing.needed).map(Stay::Needs);
    by_use.or_else(by_need).or_else(|| first(unknown).map(Stay::Unknown)).unwrap_or(Stay::NotEnough)
}
