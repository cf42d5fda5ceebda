//! The law: what would have been advised at an instant is what `analyze --as-of` that instant advises, about everybody
//! whose state is known.

use seatwise_pricing::{book::PriceBook, contract::Contract};

use super::org::analyzed;
use crate::{
    analysis::Analysis,
    backtest::{
        grid::Grid,
        past::{Past, Thresholds},
    },
    canonical::rows::DAY,
    error::Failure,
    findings::{advice::Recommendation, code::Advice},
    ingest::demo::{self, DemoSpec, Size},
    progress::Silent,
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
    usage::people::State,
};

fn demo_of(people: u32) -> (Snapshot, Contract, Settings) {
    let spec = DemoSpec::new(Size::Custom { people, months: 13 }, 5);
    let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
        demo::generate(spec, stage, &mut std::io::sink(), &mut Silent).expect("a demo is made");
        Ok::<_, Failure>(TemporaryMeta::default())
    });
    let book = PriceBook::embedded();
    let contract = Contract::parse(&demo::contract_toml(spec).unwrap(), "contract.toml", &book).unwrap().0;
    let settings = Settings::parse(&demo::seatwise_toml(spec).unwrap(), "seatwise.toml", &book).unwrap().0;
    (snapshot.unwrap(), contract, settings)
}

/// What decides: everything but the evidence shown, whose instants and sums a day's mark does not keep.
fn decided<'r>(analysis: &Analysis, rows: impl IntoIterator<Item = &'r Recommendation>) -> Vec<String> {
    let is_known = |row: &&Recommendation| analysis.people.list[row.user_ix].state == State::Active;
    let told = |row: &Recommendation| {
        let Recommendation { code, user_ix, from, to, contracted_delta, confidence, quiet_days, twin, .. } = row;
        format!("{code:?} {user_ix} {from:?} {to:?} {contracted_delta:?} {confidence:?} {quiet_days:?} {twin:?}")
    };
    rows.into_iter().filter(is_known).map(told).collect()
}

#[test]
fn the_advice_of_an_instant_is_that_of_analyze_at_that_instant() {
    let (snapshot, contract, settings) = demo_of(90);
    let min_events = Settings { min_events: 3, min_days: 2, ..settings.clone() };
    for settings in [settings, min_events] {
        let as_of = 1_793_491_200_000_000 - 1;
        analyzed(&snapshot, contract.clone(), settings.clone(), as_of, |analysis, scan, book| {
            let grid = Grid::new(analysis, 12);
            let past = Past::read(analysis, scan, book, &grid, &[45]).unwrap();
            let mut compared = 0;
            // Before the contract began, `analyze` has list prices; the backtest has those of as-of throughout.
            let stands = grid.stands(90).into_iter().filter(|at| (as_of - at) / DAY < 300).step_by(4);
            for at in stands {
                let look = past.look(at, Thresholds::of(&settings)).unwrap();
                // `analyze` does not say "never" of whom it sees log in later; the backtest must not look there.
                let logins = |user_ix: usize| {
                    let person = &analysis.people.list[user_ix];
                    [person.last_login_at, person.last_token_at].into_iter().flatten()
                };
                let is_hidden = |row: &&Recommendation| {
                    row.code == Advice::ReclaimNeverActivated && logins(row.user_ix).any(|login| login > at)
                };
                let advice = &look.decisions.recommendations;
                let hidden: Vec<usize> = advice.iter().filter(is_hidden).map(|row| row.user_ix).collect();
                let told = |row: &&Recommendation| !hidden.contains(&row.user_ix);
                let own = decided(analysis, advice.iter().filter(told));
                let then = analyzed(&snapshot, contract.clone(), settings.clone(), at, |earlier, _, _| {
                    let advice = &earlier.decisions.recommendations;
                    let of_hidden = advice.iter().filter(|row| !told(row));
                    assert!(of_hidden.into_iter().all(|row| !row.code.is_reclaim()));
                    decided(analysis, advice.iter().filter(told))
                });
                assert_eq!(own, then, "{} days before the end", (as_of - at) / DAY);
                compared += own.len();
            }
            assert!(compared > 30, "only {compared} recommendations were compared");
        });
    }
}
