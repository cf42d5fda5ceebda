//! What is said of a difference: the rows of both sides, in words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    rate::BilledBy,
    reconcile::{Cause, Difference},
    tariff::ProductIx,
};

use super::{super::Move, Sides, Stated};
use crate::{overview::words::rfc3339, usage::people::State};

impl Sides<'_> {
    /// What both sides know of a person.
    pub(super) fn proof(&self, user_ix: usize, stated: Option<&Stated>) -> String {
        let (analysis, person) = (self.analysis, &self.analysis.people.list[user_ix]);
        let charges = stated.iter().flat_map(|own| &own.charges);
        let charges: Vec<String> = charges.map(|(charge, at)| format!("`{charge}` since {}", rfc3339(*at))).collect();
        let theirs = match (charges.is_empty(), stated.and_then(|own| own.beside)) {
            (true, Some(at)) => format!("in the report at {} only", rfc3339(at)),
            (true, None) => "not in the report".to_owned(),
            (false, _) => charges.join(", "),
        };
        let held = &analysis.held.in_period[user_ix];
        let held: Vec<&str> = held
            .base
            .iter()
            .chain(&held.addons)
            .chain(&held.fixed)
            .map(|ix| analysis.tariff.product(*ix).id.as_str())
            .collect();
        let held = if held.is_empty() { "held nothing".to_owned() } else { format!("held {}", held.join(" + ")) };
        let life = &analysis.lives[user_ix];
        let sign = match (life.in_period, life.latest) {
            (true, Some((at, source))) => format!("last sign {} ({})", rfc3339(at), source.as_str()),
            (false, Some((at, _))) => format!("no sign in the period, the last one {}", rfc3339(at)),
            _ => "no sign ever".to_owned(),
        };
        let state = if person.state == State::Active { String::new() } else { format!(", {}", person.state.as_str()) };
        format!("{} ({}{state}): {theirs}; {held}; {sign}", person.user_id, person.label())
    }

    pub(super) fn difference(&self, step: Move, proofs: Vec<String>, amount: Decimal) -> Difference {
        let id = |ix: ProductIx| self.analysis.tariff.product(ix).id.clone();
        let units = Decimal::from(proofs.len());
        let (id, units, what) = match (step.from, step.to) {
            (Some(from), Some(to)) => {
                (id(from), units, format!("{units} counted as {}, in the report as {}", id(from), id(to)))
            }
            (Some(from), None) => (id(from), -units, format!("{units} counted, not in the report")),
            (None, to) => (to.map(id).unwrap_or_default(), units, format!("{units} in the report, not counted")),
        };
        Difference { cause: step.cause, id, part: None, units: Some(units), amount, what, places: proofs }
    }

    /// What changes no amount and has to be seen all the same: charges that nobody knows, and members of pools.
    pub(super) fn beside_the_bill(&self, stated: &BTreeMap<String, Stated>) -> Vec<Difference> {
        let mut unknown: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (entity, own) in stated {
            for (charge, at) in own.charges.iter().filter(|(charge, _)| self.product(charge).is_none()) {
                unknown.entry(charge).or_default().push(format!("{entity}: since {}", rfc3339(*at)));
            }
        }
        let difference = |(charge, places): (&str, Vec<String>)| Difference {
            cause: Cause::UnknownCharge,
            id: charge.to_owned(),
            part: None,
            units: Some(Decimal::from(places.len())),
            amount: Decimal::ZERO,
            what: "no product of the price book has this name, so it has no price here".to_owned(),
            places,
        };
        unknown.into_iter().map(difference).collect()
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes =
            vec!["counted by licenses and signs, as if there were no report; seats only, effective costs".to_owned()];
        if self.billing.quantities.iter().any(Option::is_none) {
            notes.push("nobody knows who was present: what is counted by presence is in neither sum".to_owned());
        }
        let people = &self.analysis.people;
        let shared = (0..people.len()).filter(|ix| people.shares_email(*ix)).count();
        if shared > 0 {
            notes.push(format!("{shared} people share an e-mail with somebody: the report can't say whom it means"));
        }
        let products = self.analysis.tariff.products();
        let follows = |ix: ProductIx| self.is_by_person(ix) && !self.named.contains(&ix) && self.ours(ix) > 0;
        let silent: Vec<&str> = products.iter().filter(|it| follows(it.ix)).map(|it| it.id.as_str()).collect();
        if !silent.is_empty() {
            notes.push(format!("the report never names {}: counted with whom it names", silent.join(", ")));
        }
        let pooled: Vec<&str> = products
            .iter()
            .filter(|it| !self.is_by_person(it.ix) && self.ours(it.ix) > 0)
            .map(|it| it.id.as_str())
            .collect();
        if !pooled.is_empty() {
            notes
                .push(format!("{} are counted by presence: who is in the report changes no amount", pooled.join(", ")));
        }
        let by_hour = self.analysis.billed_by.iter().filter(|by| **by == BilledBy::Hour).count();
        if by_hour > 0 {
            notes.push(format!("{by_hour} people are billed by time on interactions and not compared"));
        }
        notes
    }
}
