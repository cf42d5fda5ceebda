//! Whatever goes wrong on the way, the tables are the same.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use seatwise_simulator::{Faults, OversizedPage, Settings};

use super::tables::{Told, assert_same};
use super::world::{World, organization, spec, unlimited};

fn with_faults(name: &str) -> Settings {
    let faults = Faults::profile(name).unwrap();
    // Answers are checked where nothing goes wrong.
    let faults = Faults { silence: Duration::from_millis(900), ..faults };
    Settings { faults, check_answers: false, ..unlimited() }
}

fn survives(name: &str, people: u32, from: &str) {
    let world = World::new(people, 3, with_faults(name));
    let mut options = world.options();
    options.endpoint.timeout = Duration::from_millis(if name == "time-outs" { 400 } else { 5_000 });
    options.from = Some(from.parse().unwrap());
    let pulled = world.pull("store", &options);
    world.assert_by_the_contract();
    assert_same(&world.demo(), &pulled.snapshot);
}

macro_rules! profiles {
    ($($test:ident: $name:literal, $people:literal;)*) => {
        $(#[test] fn $test() { survives($name, $people, "2026-08-01"); })*

        #[test]
        fn every_profile_is_tried() {
            let tried = [$($name),*];
            assert!(Faults::NAMES.iter().all(|name| *name == "none" || tried.contains(name)));
        }
    };
}

profiles! {
    server_errors: "server-errors", 120;
    time_outs: "time-outs", 60;
    cut_bodies: "cut-bodies", 120;
    malformed_documents: "malformed", 120;
    tokens_that_are_revoked: "unauthorized", 120;
    refusals_for_the_rate: "rate-limited", 120;
    refusals_without_retry_after: "rate-limited-bare", 120;
    people_who_come_and_go_between_pages: "drift", 700;
    pages_that_come_twice: "duplicated-pages", 700;
    jobs_that_fail_and_expire: "expiring-jobs", 120;
    results_that_lack_rows: "lost-rows", 120;
    everything_at_once: "everything", 700;
}

/// Two profiles at a time; the pauses of one are the work of the other. `just pull-large` runs it, and so does `.ci/run`.
#[test]
#[ignore = "twelve pulls of 2,000 people take five minutes of processor time; `just pull-large`"]
#[allow(clippy::print_stdout, reason = "figures for docs/COLLECTOR.md, shown by --nocapture")]
fn two_thousand_people_come_back_row_for_row_under_every_profile() {
    let spec = spec(2_000, 3);
    let organization = organization(spec);
    let told = Told::of(&World::of(organization.clone(), spec, unlimited()).demo());
    let profiles = Mutex::new(Faults::NAMES.into_iter().filter(|name| *name != "none"));
    let next = || profiles.lock().unwrap().next();
    let worker = || {
        while let Some(name) = next() {
            let began = Instant::now();
            let world = World::of(organization.clone(), spec, with_faults(name));
            let mut options = world.options();
            // An answer takes longer here than a fault lasts, but for time-outs, which must be told apart.
            options.endpoint.timeout = Duration::from_secs(if name == "time-outs" { 4 } else { 30 });
            if name == "time-outs" {
                let mut settings = with_faults(name);
                settings.faults.silence = Duration::from_secs(5);
                world.running.set_settings(settings);
            }
            options.from = Some("2026-08-01".parse().unwrap());
            let pulled = world.pull("store", &options);
            world.assert_by_the_contract();
            told.assert_same(&pulled.snapshot);
            let requests = world.running.requests().len();
            println!("{name:<18} {requests:>5} requests, {:>5.1} s", began.elapsed().as_secs_f64());
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(worker))));
}

#[test]
fn a_capped_list_of_people_is_read_by_cursor() {
    let mut settings = unlimited();
    settings.users_cap = 100;
    settings.page_size_max.insert("getUsers".to_owned(), 50);
    let world = World::new(200, 3, settings);
    let mut options = world.options();
    options.from = Some("2026-10-01".parse().unwrap());
    let pulled = world.pull("store", &options);
    assert_eq!(pulled.snapshot.manifest().rows("users"), Some(200));
    assert!(world.running.counts_by_operation().contains_key("GET /api/v2/users/query"));
}

#[test]
fn servers_that_leave_much_open_give_the_same_tables() {
    let mut settings = unlimited();
    settings.oversized_page = OversizedPage::Refuse;
    settings.list_unlicensed = true;
    settings.any_lists_deleted = true;
    settings.jobs.aggregates = false;
    settings.result_limit = 400;
    settings.rate.headers = false;
    let world = World::new(120, 3, settings);
    let mut options = world.options();
    options.from = Some("2026-08-01".parse().unwrap());
    let pulled = world.pull("store", &options);
    assert_same(&world.demo(), &pulled.snapshot);
}
