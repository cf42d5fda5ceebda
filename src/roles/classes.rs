//! People of whom everything is the same that a change of roles looks at: answered once for all of them.

use std::collections::HashMap;

use seatwise_pricing::{feature::FeatureSet, rate::BilledBy, tariff::ProductIx};

use super::infer::{Need, billed};
use crate::{analysis::Analysis, entitlement::held::Holding, findings::standing::PersonStanding};

/// People alike.
#[derive(Debug, Clone)]
pub struct Class {
    /// Role numbers, ascending.
    pub roles: Vec<u32>,
    /// What they hold; without devices, CRM and unknown licenses, which no role change touches here.
    pub held: Holding,
    /// What is billed of it.
    pub billed: Vec<ProductIx>,
    /// What their roles need together.
    pub need: Need,
    /// What they use, and whether they are left alone.
    pub standing: PersonStanding,
    /// All features that they have to be taken to use.
    pub may_use: FeatureSet,
    /// Person numbers, ascending.
    pub people: Vec<u32>,
    /// How many of them the period bills for a seat.
    pub seats: u32,
}

#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    roles: &'a [u32],
    base: Option<ProductIx>,
    lower_bases: &'a [ProductIx],
    addons: &'a [ProductIx],
    standing: PersonStanding,
}

/// Everybody who has a role, in classes, in the order of their first person.
pub fn classes(analysis: &Analysis) -> Vec<Class> {
    let mut numbers: HashMap<Key<'_>, usize> = HashMap::new();
    let mut classes: Vec<Class> = Vec::new();
    for (user_ix, roles) in analysis.roles.of_person.iter().enumerate() {
        if roles.is_empty() {
            continue;
        }
        let (held, standing) = (&analysis.held.now[user_ix], analysis.standing.people[user_ix]);
        let key = Key { roles, base: held.base, lower_bases: &held.lower_bases, addons: &held.addons, standing };
        let number = *numbers.entry(key).or_insert_with(|| {
            classes.push(class(analysis, user_ix));
            classes.len() - 1
        });
        let class = &mut classes[number];
        class.people.push(user_ix as u32);
        class.seats += u32::from(is_billed(analysis, user_ix));
    }
    classes
}

/// Is a seat of the person in the period's bill? Time on interactions is no seat.
pub fn is_billed(analysis: &Analysis, user_ix: usize) -> bool {
    let share = &analysis.billing.shares[user_ix];
    analysis.billed_by[user_ix] == BilledBy::Seat && !(share.named.is_empty() && share.pools.is_empty())
}

fn class(analysis: &Analysis, user_ix: usize) -> Class {
    let roles = analysis.roles.of_person[user_ix].clone();
    let held = Holding { fixed: Vec::new(), ..analysis.held.now[user_ix].clone() };
    let products = roles.iter().flat_map(|role| analysis.roles.list[*role as usize].needs.keys().copied());
    Class {
        need: Need::of(&analysis.tariff, products),
        billed: billed(&analysis.tariff, held.base, &held.addons),
        roles,
        held,
        standing: analysis.standing.people[user_ix],
        may_use: analysis.standing.may_use(user_ix),
        people: Vec::new(),
        seats: 0,
    }
}
