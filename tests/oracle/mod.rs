//! An independent oracle: the rules computed row by row, without any code of the library, against the program.
#![allow(unreachable_pub, dead_code, reason = "one test binary: nothing is exported, and parts serve single tests")]

mod analyze;
mod bill;
mod billing;
mod cases;
mod cases_money;
mod cases_people;
mod catalog;
mod compare;
mod dice;
mod facts;
mod findings;
mod generate;
mod generate_terms;
mod generate_use;
mod laws;
mod ledger;
mod models;
mod money;
mod offers;
mod org;
mod peak;
mod prices;
mod recommend;
mod subject;
mod time;
mod tokens;
mod write;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use compare::differences;
use generate::generate;

/// Every seed is its own organization; `SEATWISE_ORACLE_SEED` names a single one, `SEATWISE_ORACLE_KEEP` a
/// folder to leave it in.
#[test]
fn agrees_with_seatwise_on_generated_organizations() {
    let seeds: Vec<u64> = match std::env::var("SEATWISE_ORACLE_SEED") {
        Ok(seed) => vec![seed.parse().expect("a number")],
        Err(_) => (1..=200).collect(),
    };
    let found = in_parallel(&seeds, |seed| {
        let case = generate(seed);
        if let Ok(folder) = std::env::var("SEATWISE_ORACLE_KEEP") {
            write::write(&case, folder.as_ref());
        }
        match subject::document(&case) {
            Ok(document) => differences(&analyze::analyze(&case), &document),
            Err(message) => vec![message],
        }
        .into_iter()
        .map(|line| format!("{line}    (seatwise {})", subject::arguments(&case).join(" ")))
        .collect()
    });
    let shown: Vec<_> = found.iter().map(|(seed, lines)| format!("seed {seed}\n  {}", lines.join("\n  "))).collect();
    assert!(
        found.is_empty(),
        "{} of {} organizations differ; SEATWISE_ORACLE_SEED=N runs one alone\n{}",
        found.len(),
        seeds.len(),
        shown.join("\n")
    );
}

/// What was found per seed, by seed; seeds without findings are not in it.
fn in_parallel(seeds: &[u64], check: impl Fn(u64) -> Vec<String> + Sync) -> Vec<(u64, Vec<String>)> {
    let next = AtomicU64::new(0);
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let lines = check(*seed);
                    if !lines.is_empty() {
                        found.lock().expect("no check panics with the lock").push((*seed, lines));
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().expect("no check panics with the lock");
    found.sort();
    found
}
