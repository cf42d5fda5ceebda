//! Who came, went, rose and fell.

use std::collections::{BTreeMap, BTreeSet};

use super::why::{Why, why};
use crate::{analysis::Analysis, usage::people::State};

/// What happened to a person's products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoveKind {
    /// Not there before.
    Joined,
    /// Not there any more.
    Left,
    /// There, without a base before.
    Licensed,
    /// There, without a base now.
    Unlicensed,
    /// A base of higher rank.
    Raised,
    /// A base of lower rank.
    Lowered,
    /// The same base with other add-ons, or a base that no rank tells from the other.
    Changed,
}

impl MoveKind {
    /// Every kind, in the order of outputs.
    pub const ALL: [MoveKind; 7] = [
        MoveKind::Joined,
        MoveKind::Left,
        MoveKind::Licensed,
        MoveKind::Unlicensed,
        MoveKind::Raised,
        MoveKind::Lowered,
        MoveKind::Changed,
    ];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            MoveKind::Joined => "joined",
            MoveKind::Left => "left",
            MoveKind::Licensed => "licensed",
            MoveKind::Unlicensed => "unlicensed",
            MoveKind::Raised => "raised",
            MoveKind::Lowered => "lowered",
            MoveKind::Changed => "changed",
        }
    }
}

/// One person whose products changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMove {
    /// What happened.
    pub kind: MoveKind,
    /// Genesys' id of the person.
    pub user_id: String,
    /// What to call the person.
    pub label: String,
    /// Ids of the products held before, the base first.
    pub from: Vec<String>,
    /// Ids of the products held after, the base first.
    pub to: Vec<String>,
    /// Why the base changed; empty for people who came or went.
    pub why: Vec<Why>,
    /// Do both sides have roles? Without them nothing can be said of why.
    pub has_roles: bool,
}

impl PersonMove {
    /// Has the tier risen though no role was given to the person? Unknown without roles, and then false.
    pub fn is_creep(&self) -> bool {
        let is_given = |why: &Why| matches!(why, Why::RoleGained { .. });
        self.kind == MoveKind::Raised && self.has_roles && !self.why.iter().any(is_given)
    }
}

/// Seats of one product: before, what came and went by kind, after. `after = before + came − went`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatMoves {
    /// Held before.
    pub before: u64,
    /// Held after.
    pub after: u64,
    /// Came, by kind.
    pub came: BTreeMap<MoveKind, u64>,
    /// Went, by kind.
    pub went: BTreeMap<MoveKind, u64>,
}

/// Everybody whose products changed.
pub(super) fn moves(before: &Analysis, after: &Analysis) -> Vec<PersonMove> {
    let has_roles = !before.roles.list.is_empty() && !after.roles.list.is_empty();
    let ids: BTreeSet<&str> =
        [before, after].iter().flat_map(|side| side.people.list.iter().map(|person| person.user_id.as_str())).collect();
    let mut moves = Vec::new();
    for id in ids {
        let (was, is) = (before.people.find(id), after.people.find(id));
        let (from, to) = (held(before, was), held(after, is));
        let kind = match (was, is) {
            (None, Some(_)) if !to.is_empty() => MoveKind::Joined,
            (Some(_), None) if !from.is_empty() => MoveKind::Left,
            (Some(was), Some(is)) if from != to => kind(before, after, was, is),
            _ => continue,
        };
        let why = match (was, is) {
            (Some(was), Some(is)) if has_roles => why(before, after, was, is),
            _ => Vec::new(),
        };
        let label = is.map(|ix| &after.people.list[ix]).or(was.map(|ix| &before.people.list[ix]));
        let label = label.map_or_else(|| id.to_owned(), |person| person.label().to_owned());
        moves.push(PersonMove { kind, user_id: id.to_owned(), label, from, to, why, has_roles });
    }
    moves.sort_by(|a, b| (a.kind, &a.user_id).cmp(&(b.kind, &b.user_id)));
    moves
}

/// Ids of what a person holds, the base first.
fn held(analysis: &Analysis, ix: Option<usize>) -> Vec<String> {
    let everything = ix.map(|ix| analysis.held.now[ix].everything(&analysis.tariff)).unwrap_or_default();
    everything.into_iter().map(|ix| analysis.tariff.product(ix).id.clone()).collect()
}

fn kind(before: &Analysis, after: &Analysis, was: usize, is: usize) -> MoveKind {
    let base = |analysis: &Analysis, ix: usize| {
        let base = analysis.held.now[ix].base?;
        let product = analysis.tariff.product(base);
        Some((product.rank, product.id.clone()))
    };
    match (base(before, was), base(after, is)) {
        (None, Some(_)) => MoveKind::Licensed,
        (Some(_), None) => MoveKind::Unlicensed,
        (Some((Some(was), _)), Some((Some(is), _))) if was < is => MoveKind::Raised,
        (Some((Some(was), _)), Some((Some(is), _))) if was > is => MoveKind::Lowered,
        _ => MoveKind::Changed,
    }
}

/// Seats of each product, with what came and went.
pub(super) fn seats(before: &Analysis, after: &Analysis, moves: &[PersonMove]) -> BTreeMap<String, SeatMoves> {
    let mut seats: BTreeMap<String, SeatMoves> = BTreeMap::new();
    let mut count = |analysis: &Analysis, of: fn(&mut SeatMoves) -> &mut u64| {
        for ix in 0..analysis.people.list.len() {
            for id in held(analysis, Some(ix)) {
                *of(seats.entry(id).or_default()) += 1;
            }
        }
    };
    count(before, |own| &mut own.before);
    count(after, |own| &mut own.after);
    for own in moves {
        for id in own.from.iter().filter(|id| !own.to.contains(id)) {
            *seats.entry(id.clone()).or_default().went.entry(own.kind).or_default() += 1;
        }
        for id in own.to.iter().filter(|id| !own.from.contains(id)) {
            *seats.entry(id.clone()).or_default().came.entry(own.kind).or_default() += 1;
        }
    }
    seats
}

type Labels = Vec<(String, String)>;

/// People who were active and are not any more, and the other way round.
pub(super) fn states(before: &Analysis, after: &Analysis) -> (Labels, Labels) {
    let (mut deactivated, mut reactivated) = (Labels::new(), Labels::new());
    for person in &after.people.list {
        let Some(was) = before.people.find(&person.user_id).map(|ix| before.people.list[ix].state) else { continue };
        let list = match (was == State::Active, person.state == State::Active) {
            (true, false) => &mut deactivated,
            (false, true) => &mut reactivated,
            _ => continue,
        };
        list.push((person.user_id.clone(), person.label().to_owned()));
    }
    (deactivated, reactivated)
}
