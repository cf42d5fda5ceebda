//! `price compare` against plain loops: every minute on its own, everybody asked, month by month, in whole cents.

use serde_json::Value;

use super::{super::cli::Sandbox, dice::Dice};

/// First minute of August to the end of October 2026, in minutes since 2026-08-01T00:00:00Z.
const MONTHS: [(&str, usize, usize); 3] =
    [("2026-08-01", 0, 31 * 1_440), ("2026-09-01", 31 * 1_440, 61 * 1_440), ("2026-10-01", 61 * 1_440, 92 * 1_440)];
/// By rank; named price and concurrent price in cents.
const BASES: [(&str, &str, u64, u64); 3] =
    [("cx1", "cloudCX1", 7_000, 11_000), ("cx2", "cloudCX2", 11_000, 18_050), ("cx3", "cloudCX3", 14_810, 24_000)];
/// Price of an hour of interaction at each base, in cents.
const HOUR: u64 = 150;

/// One person; times in minutes, license times in whole days.
struct Person {
    active: bool,
    /// Base, first day, day after the last.
    licenses: Vec<(usize, Option<usize>, Option<usize>)>,
    presence: Vec<(usize, usize)>,
    /// Day, feature, events, seconds.
    activity: Vec<(usize, &'static str, u64, u64)>,
}

fn people(dice: &mut Dice) -> Vec<Person> {
    let person = |dice: &mut Dice| {
        let mut licenses = Vec::new();
        for _ in 0..dice.below(2 + 1) + 1 {
            let from = dice.percent(60).then(|| dice.below(90 + 1) as usize);
            let to = dice.percent(30).then(|| from.unwrap_or(0) + 1 + dice.below(60 + 1) as usize);
            licenses.push((dice.below(2 + 1) as usize, from, to));
        }
        let (works, interacts) = (dice.percent(70), dice.percent(60));
        let days = |dice: &mut Dice, on: bool| -> Vec<usize> {
            if on { (0..dice.below(12 + 1)).map(|_| dice.below(91 + 1) as usize).collect() } else { Vec::new() }
        };
        let presence = days(dice, works).into_iter().map(|day| {
            let start = day * 1_440 + 480 + dice.below(240 + 1) as usize;
            (start, (start + 20 + dice.below(900 + 1) as usize).min(92 * 1_440 - 1))
        });
        let presence = presence.collect();
        let mut seen: Vec<(usize, &str)> = Vec::new();
        let mut activity = Vec::new();
        for day in days(dice, interacts) {
            let feature = ["voice", "chat", "outbound", "quality_evaluated"][dice.below(3 + 1) as usize];
            if !seen.contains(&(day, feature)) {
                seen.push((day, feature));
                activity.push((day, feature, dice.below(3 + 1), 60 * dice.below(300 + 1)));
            }
        }
        Person { active: dice.percent(80), licenses, presence, activity }
    };
    (0..9).map(|_| person(dice)).collect()
}

fn at(minute: usize) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 8, 1).unwrap() + chrono::Days::new(minute as u64 / 1_440);
    format!("{day}T{:02}:{:02}:00Z", minute % 1_440 / 60, minute % 60)
}

fn write(sandbox: &Sandbox, people: &[Person]) {
    let mut users = String::from("user_id,email,name,state\n");
    let mut licenses = String::from("user_id,license_id,assigned_from,assigned_to\n");
    let mut presence = String::from("user_id,start_at,end_at\n");
    let mut activity = String::from("user_id,interval_start,interval_end,feature,events,duration_ms\n");
    for (number, person) in people.iter().enumerate() {
        let state = if person.active { "active" } else { "inactive" };
        users += &format!("u{number},u{number}@x.example,U{number},{state}\n");
        for (base, from, to) in &person.licenses {
            let day = |day: &Option<usize>| day.map(|day| at(day * 1_440)).unwrap_or_default();
            licenses += &format!("u{number},{},{},{}\n", BASES[*base].1, day(from), day(to));
        }
        for (start, end) in &person.presence {
            presence += &format!("u{number},{},{}\n", at(*start), at(*end));
        }
        for (day, feature, events, seconds) in &person.activity {
            let (start, end) = (at(day * 1_440), at((day + 1) * 1_440));
            activity += &format!("u{number},{start},{end},{feature},{events},{}\n", seconds * 1_000);
        }
    }
    let coverage = "table,feature,from,to\npresence,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n\
                    activity,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n";
    for (name, text) in [("users", &users), ("licenses", &licenses), ("presence", &presence), ("activity", &activity)] {
        sandbox.write(&format!("tables/{name}.csv"), text);
    }
    sandbox.write("tables/coverage.csv", coverage);
    let cents = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
    let prices: String = BASES
        .iter()
        .map(|base| format!("[[price]]\nproduct = \"{}\"\nunit_price = \"{}\"\n", base.0, cents(base.2)))
        .collect();
    sandbox.write("contract.toml", &prices);
}

/// What one model counts of a base in a month.
#[derive(Default, Clone, Copy)]
struct Counts {
    named: u64,
    peak: u64,
    interacting_seconds: u64,
    present_minutes: u64,
}

fn count(people: &[Person], from: usize, to: usize) -> [Counts; 3] {
    let mut counts = [Counts::default(); 3];
    let mut present = vec![[0_u32; 3]; to - from];
    for person in people {
        let mut highest: Option<usize> = None;
        for (base, first, end) in &person.licenses {
            let held = first.is_none_or(|day| day * 1_440 < to) && end.is_none_or(|day| day * 1_440 > from);
            if held && highest.is_none_or(|other| other < *base) {
                highest = Some(*base);
            }
        }
        let Some(base) = highest else { continue };
        let mut sign = false;
        for minute in from..to {
            let there = person.presence.iter().any(|(start, end)| *start <= minute && minute < *end);
            sign |= there;
            present[minute - from][base] += u32::from(there);
            counts[base].present_minutes += u64::from(there);
        }
        for (day, feature, events, seconds) in &person.activity {
            if from <= day * 1_440 && day * 1_440 < to {
                // An evaluation received needs no login; a campaign's calls are in `voice` already.
                sign |= *events > 0 && *feature != "quality_evaluated";
                if *feature == "voice" || *feature == "chat" {
                    counts[base].interacting_seconds += seconds;
                }
            }
        }
        counts[base].named += u64::from(sign || person.active);
    }
    for (base, own) in counts.iter_mut().enumerate() {
        for people in 1..=9_u32 {
            if present.iter().filter(|minute| minute[base] >= people).count() >= 30 {
                own.peak = people.into();
            }
        }
    }
    counts
}

/// Half up.
fn divided(dividend: u64, divisor: u64) -> u64 {
    (dividend * 2 + divisor) / (divisor * 2)
}

fn cents(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.replace('.', "").parse().unwrap())
}

fn quantity(model: &Value, month: usize, id: &str) -> String {
    let charges = model["periods"][month]["charges"].as_array().unwrap();
    charges
        .iter()
        .find(|charge| charge["id"] == id)
        .map_or("0".to_owned(), |it| it["quantity"].as_str().unwrap().to_owned())
}

#[test]
fn every_model_agrees_with_plain_loops_month_by_month() {
    for seed in 1..=6 {
        let people = people(&mut Dice::new(seed));
        let sandbox = Sandbox::new();
        write(&sandbox, &people);
        let mut arguments = vec![
            "price",
            "compare",
            "--tables",
            "tables",
            "--contract",
            "contract.toml",
            "--format",
            "json",
            "--as-of",
            "2026-10-31T23:59:59Z",
        ];
        let prices: Vec<String> = BASES
            .iter()
            .flat_map(|base| {
                let concurrent = format!("concurrent:{}={}.{:02}", base.0, base.3 / 100, base.3 % 100);
                let hour = format!("hourly-interacting:{}={}.{:02}", base.0, HOUR / 100, HOUR % 100);
                ["--price".to_owned(), concurrent, "--price".to_owned(), hour]
            })
            .collect();
        arguments.extend(prices.iter().map(String::as_str));
        let output = sandbox.run(&arguments);
        assert_eq!(output.code, 0, "{}", output.stderr);
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let models = document["models"].as_array().unwrap();
        let names: Vec<&str> = models.iter().map(|model| model["model"].as_str().unwrap()).collect();
        assert_eq!(names, ["named", "concurrent", "hourly-interacting", "hourly-logged-in"]);
        // The last second of the period is not read by this as-of; nothing begins in it.
        let first = document["periods"].as_array().unwrap().len() - MONTHS.len();
        let (mut totals, mut named_cost, mut peaks) = ([0_u64; 3], [0_u64; 3], [0_u64; 3]);
        for (number, (from_day, from, to)) in MONTHS.iter().enumerate() {
            let month = first + number;
            assert_eq!(document["periods"][month]["from"], *from_day);
            assert_eq!(document["periods"][month]["summed"], true, "seed {seed} {from_day}");
            let counts = count(&people, *from, *to);
            let mut costs = [0_u64; 3];
            for (base, own) in counts.iter().enumerate() {
                let (id, _, named, concurrent) = BASES[base];
                let found = |model: usize| quantity(&models[model], month, id);
                assert_eq!(found(0), own.named.to_string(), "seed {seed}, {from_day}, named {id}");
                assert_eq!(found(1), own.peak.to_string(), "seed {seed}, {from_day}, concurrent {id}");
                let millionths = divided(own.interacting_seconds * 1_000_000, 3_600);
                let hours = rust_decimal::Decimal::new(millionths.try_into().unwrap(), 6).normalize();
                assert_eq!(found(2), hours.to_string(), "seed {seed}, {from_day}, interacting {id}");
                assert_eq!(
                    found(3),
                    own.present_minutes.div_ceil(60).to_string(),
                    "seed {seed}, {from_day}, logged in {id}"
                );
                named_cost[base] += own.named * named;
                peaks[base] += own.peak;
                costs[0] += own.named * named;
                costs[1] += own.peak * concurrent;
                costs[2] += divided(own.interacting_seconds * HOUR, 3_600);
            }
            for (model, cost) in costs.iter().enumerate() {
                assert_eq!(
                    cents(&models[model]["periods"][month]["total"]),
                    Some(*cost),
                    "seed {seed}, {from_day}, {}",
                    names[model]
                );
                totals[model] += cost;
            }
        }
        for (model, total) in totals.iter().enumerate() {
            assert_eq!(cents(&models[model]["total"]), Some(*total), "seed {seed}, {}", names[model]);
        }
        for own in models[1]["break_even"].as_array().unwrap() {
            let base = BASES.iter().position(|base| own["product"] == base.0).unwrap();
            assert_eq!(cents(&own["wins_below"]), Some(named_cost[base].div_ceil(peaks[base])), "seed {seed} {own}");
        }
    }
}
