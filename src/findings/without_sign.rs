//! Whose seats are idle by nothing but the days since the last sign: what another `idle_days` would change.

use seatwise_pricing::tariff::ProductIx;

use super::{
    advice::Spared,
    code::Advice,
    context::{Context, IdpStatus},
    idle,
};
use crate::{canonical::rows::DAY, usage::people::State};

/// For how long somebody gave no sign, where nothing else decides whether their seats are idle: they are active, known for
/// longer than the grace, nobody's other account, not seasonal and protected by nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithoutSign {
    /// Person number.
    pub user_ix: usize,
    /// Whole days from the latest sign to as-of.
    pub days: u32,
}

impl WithoutSign {
    /// Of a person; `None` = something else decides, or nothing was ever seen.
    pub(super) fn of(context: &Context<'_>, spared: &Spared<'_>, user_ix: usize) -> Option<WithoutSign> {
        let person = &context.people.list[user_ix];
        let (latest, _) = context.lives[user_ix].latest?;
        let from = context.held.now[user_ix].everything(context.tariff);
        let is_free = |ix: &ProductIx| context.tariff.product(*ix).offer_price.is_some_and(|price| price.is_zero());
        let is_another = || !context.lives[user_ix].in_window && spared.persons.living_twin(person).is_some();
        let is_spared = || {
            let answer = spared.answered.to(context, user_ix, Advice::ReclaimIdle, (&from, &[]));
            spared.protection.reason(context, user_ix).is_some()
                || answer.and_then(|answer| spared.answered.keep(answer)).is_some()
        };
        if person.state != State::Active
            || context.idp[user_ix] == Some(IdpStatus::Deprovisioned)
            || from.iter().all(is_free)
            || idle::in_grace(context, user_ix)
            || is_another()
            || idle::seasonal(context, user_ix)
            || is_spared()
        {
            return None;
        }
        let days = u32::try_from((context.spans.as_of - latest).max(0) / DAY).unwrap_or(u32::MAX);
        Some(WithoutSign { user_ix, days })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use seatwise_pricing::{book::PriceBook, contract::Contract};

    use crate::{
        analysis::small,
        error::Failure,
        findings::code::Advice,
        ingest::demo::{self, DemoSpec, Size},
        progress::Silent,
        settings::Settings,
        snapshot::{Cancel, Snapshot, TemporaryMeta},
    };

    /// Whatever the threshold is: who is without a sign for so long is advised to give the seat back, and nobody else.
    #[test]
    fn days_without_a_sign_tell_who_is_idle_under_every_threshold() {
        let spec = DemoSpec::new(Size::Custom { people: 300, months: 3 }, 111);
        let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
            demo::generate(spec, stage, &mut std::io::sink(), &mut Silent).unwrap();
            Ok::<_, Failure>(TemporaryMeta::default())
        });
        let (snapshot, book) = (snapshot.unwrap(), PriceBook::embedded());
        let contract = demo::contract_toml(spec).unwrap();
        assert!(Contract::parse(&contract, "contract.toml", &book).is_ok());
        let settings = Settings::parse(&demo::seatwise_toml(spec).unwrap(), "seatwise.toml", &book).unwrap().0;
        let mut sizes = BTreeSet::new();
        let mut known = None;
        for idle_days in [7, 20, 45, 90, 200] {
            let settings = Settings { idle_days, ..settings.clone() };
            let analysis = small::analyzed_with(&snapshot, &contract, settings, "2026-10-31T23:59:59.999999Z");
            let decisions = &analysis.decisions;
            let advised = decisions.recommendations.iter().filter(|advice| advice.code == Advice::ReclaimIdle);
            let advised: BTreeSet<usize> = advised.map(|advice| advice.user_ix).collect();
            let found = decisions.by_days.iter().filter(|own| own.days >= idle_days).map(|own| own.user_ix);
            assert_eq!(found.collect::<BTreeSet<usize>>(), advised, "{idle_days} days");
            sizes.insert(advised.len());
            let days = decisions.by_days.clone();
            assert_eq!(*known.get_or_insert_with(|| days.clone()), days, "a threshold changes no day");
        }
        assert!(sizes.len() > 3, "the thresholds tell people apart: {sizes:?}");
    }
}
