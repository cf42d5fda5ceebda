//! Made-up contracts, people and usage: plain facts, and the contract as the text that the crate reads.

use std::fmt::Write as _;

use chrono::{Days, Months, NaiveDate};

use crate::dice::Dice;

/// A price in cents, or so many percent off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Change {
    Cents(i128),
    Percent(i128),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    pub(crate) cents: Option<i128>,
    pub(crate) percent: i128,
    pub(crate) steps: Vec<(u64, Change)>,
    pub(crate) euro: bool,
    pub(crate) hourly_cents: Option<i128>,
}

#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) product: &'static str,
    pub(crate) quantity: u64,
    pub(crate) terms: Terms,
    pub(crate) overage_cents: Option<i128>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub(crate) product: &'static str,
    pub(crate) terms: Terms,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Quantity {
    Set(u64),
    Add(u64),
}

#[derive(Debug, Clone)]
pub(crate) struct Amendment {
    pub(crate) effective: NaiveDate,
    pub(crate) product: &'static str,
    pub(crate) quantity: Quantity,
    pub(crate) cents: Option<i128>,
    pub(crate) overage_cents: Option<i128>,
}

#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) concurrent: bool,
    pub(crate) subscription: &'static str,
    pub(crate) logged_in: bool,
    pub(crate) exactly: bool,
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
    pub(crate) anchor: u64,
    pub(crate) ramp_until: Option<NaiveDate>,
    pub(crate) ramp_bills_use: bool,
    pub(crate) graduated: bool,
    pub(crate) percent: i128,
    pub(crate) minimum_cents: Option<i128>,
    pub(crate) lines: Vec<Line>,
    pub(crate) prices: Vec<Price>,
    pub(crate) amendments: Vec<Amendment>,
    /// Resource and price in thousandths.
    pub(crate) fair_use: Vec<(&'static str, i128)>,
    /// First day and dollars for a euro, in ten-thousandths.
    pub(crate) rates: Vec<(NaiveDate, i128)>,
}

pub(crate) const PRODUCTS: [&str; 11] = [
    "communicate",
    "cx1",
    "cx2",
    "cx3",
    "cx4",
    "cx1-wem-addon",
    "sta-addon",
    "journey",
    "crm-salesforce",
    "wallboard",
    "copilot",
];
pub(crate) const RESOURCES: [&str; 5] =
    ["byoc_minutes", "storage_gb", "api_requests", "voice_transcription_minutes", "rule_based_decisions"];
pub(crate) const METERS: [&str; 7] = [
    "bot_voice_minutes",
    "bot_digital_sessions",
    "virtual_agent_interactions",
    "agentic_virtual_agent_interactions",
    "ai_scoring_evaluations",
    "ai_summaries",
    "messages_whatsapp",
];

pub(crate) fn case(dice: &mut Dice) -> Case {
    let first: NaiveDate = "2026-01-01".parse().unwrap();
    let start = first + Days::new(dice.roll(0, 27));
    let months = u32::try_from(dice.pick(&[12, 12, 18, 24])).unwrap();
    let end = start + Months::new(months) - Days::new(1);
    let subscription = dice.pick(&["annual-prepay", "annual-monthly", "annual-monthly", "month-to-month"]);
    let anchor = (start - first).num_days().unsigned_abs() + 1;
    let ramp_until = dice.chance(25).then(|| start + Days::new(dice.roll(10, 70)));
    let rates = (0..dice.roll(0, 2)).map(|n| {
        let since = first + Months::new(u32::try_from(n * 5).unwrap());
        (since, i128::from(dice.roll(9_000, 12_000)))
    });
    let rates: Vec<_> = rates.collect();
    let mut case = Case {
        concurrent: dice.chance(35),
        subscription,
        logged_in: dice.chance(50),
        exactly: dice.chance(40),
        start,
        end,
        anchor,
        ramp_until,
        ramp_bills_use: dice.chance(50),
        graduated: dice.chance(50),
        percent: if dice.chance(30) { i128::from(dice.roll(1, 30)) } else { 0 },
        minimum_cents: dice.chance(40).then(|| i128::from(dice.roll(0, 4_000_000))),
        lines: Vec::new(),
        prices: Vec::new(),
        amendments: Vec::new(),
        fair_use: Vec::new(),
        rates,
    };
    for product in PRODUCTS.into_iter().chain(["ai-tokens"]) {
        if dice.chance(35) {
            case.prices.push(Price { product, terms: terms(dice, true) });
        }
        if subscription != "month-to-month" && dice.chance(55) {
            lines(dice, &mut case, product);
        }
    }
    for resource in RESOURCES {
        if dice.chance(60) {
            case.fair_use.push((resource, i128::from(dice.roll(1, 900))));
        }
    }
    case
}

fn terms(dice: &mut Dice, must_say_something: bool) -> Terms {
    let cents = (must_say_something || dice.chance(80)).then(|| i128::from(dice.roll(1, 20_000)));
    let mut terms = Terms { cents, euro: dice.chance(15), ..Terms::default() };
    if dice.chance(25) {
        terms.percent = i128::from(dice.roll(1, 40));
    }
    if dice.chance(40) {
        let mut from = 0;
        for _ in 0..dice.roll(1, 3) {
            from += dice.roll(1, 12);
            let change = if dice.chance(60) {
                Change::Cents(i128::from(dice.roll(1, 20_000)))
            } else {
                Change::Percent(i128::from(dice.roll(1, 50)))
            };
            terms.steps.push((from, change));
        }
    }
    if dice.chance(25) {
        terms.hourly_cents = Some(i128::from(dice.roll(50, 300)));
    }
    terms
}

/// One line of a product, or two that follow each other, or none; and what is amended about it.
fn lines(dice: &mut Dice, case: &mut Case, product: &'static str) {
    let days = (case.end - case.start).num_days().unsigned_abs();
    let middle = case.start + Days::new(dice.roll(60, days - 60));
    let mut line = |from, to| Line {
        product,
        quantity: dice.roll(0, 25),
        terms: terms(dice, false),
        overage_cents: dice.chance(50).then(|| i128::from(dice.roll(1, 25_000))),
        from,
        to,
    };
    let own = match line(None, None).quantity % 4 {
        0 => vec![line(None, Some(middle)), line(Some(middle + Days::new(1)), None)],
        1 => vec![line(Some(middle), None)],
        2 => vec![line(None, None)],
        _ => vec![],
    };
    let has_late_line = own.len() == 1 && own[0].from.is_some();
    case.lines.extend(own);
    let mut effective = case.start;
    for _ in 0..dice.roll(0, 2) {
        // Days rise, so that no two set a quantity on one day; a line that begins late is amended only after that.
        effective = effective + Days::new(dice.roll(5, 80));
        if effective > case.end || (has_late_line && effective <= middle) || effective == middle + Days::new(1) {
            continue;
        }
        let units = dice.roll(1, 15);
        case.amendments.push(Amendment {
            effective,
            product,
            quantity: if dice.chance(50) { Quantity::Set(units) } else { Quantity::Add(units) },
            cents: dice.chance(60).then(|| i128::from(dice.roll(1, 20_000))),
            overage_cents: dice.chance(30).then(|| i128::from(dice.roll(1, 25_000))),
        });
    }
}

impl Case {
    /// As `contract.toml`, entries in any order.
    pub(crate) fn text(&self, dice: &mut Dice) -> String {
        let mut head = format!(
            "[contract]\nmodel = \"{}\"\nsubscription = \"{}\"\nstart = \"{}\"\nend = \"{}\"\nperiod_anchor_day = {}\n\
             seat_counting = \"{}\"\nconcurrency_reading = \"{}\"\nramp_billing = \"{}\"\nvolume_steps = \"{}\"\n\
             discount_percent = \"{}\"\n",
            if self.concurrent { "concurrent" } else { "named" },
            self.subscription,
            self.start,
            self.end,
            self.anchor,
            if self.logged_in { "logged-in" } else { "assigned" },
            if self.exactly { "exactly" } else { "at-or-above" },
            if self.ramp_bills_use { "actual-use" } else { "not-charged" },
            if self.graduated { "graduated" } else { "all-units" },
            self.percent,
        );
        if let Some(until) = self.ramp_until {
            let _ = writeln!(head, "ramp_until = \"{until}\"");
        }
        if let Some(cents) = self.minimum_cents {
            let _ = writeln!(head, "minimum_monthly_amount = \"{}\"", decimal(cents));
        }
        let mut entries: Vec<String> = self.lines.iter().map(line_text).collect();
        entries.extend(
            self.prices.iter().map(|price| {
                format!("[[price]]\nproduct = \"{}\"\n{}", price.product, terms_text("price", &price.terms))
            }),
        );
        entries.extend(self.amendments.iter().map(amendment_text));
        entries.extend(self.fair_use.iter().map(|(resource, mills)| {
            format!("[[fair_use]]\nresource = \"{resource}\"\nunit_price = \"0.{mills:03}\"\n")
        }));
        entries.extend(self.rates.iter().map(|(since, rate)| {
            let rate = format!("{}.{:04}", rate / 10_000, rate % 10_000);
            format!("[[exchange_rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"{rate}\"\nsince = \"{since}\"\n")
        }));
        dice.shuffle(&mut entries);
        head + &entries.concat()
    }
}

fn decimal(cents: i128) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn line_text(line: &Line) -> String {
    let mut text = format!("[[line]]\nproduct = \"{}\"\nquantity = {}\n", line.product, line.quantity);
    if let Some(cents) = line.overage_cents {
        let _ = writeln!(text, "overage_price = \"{}\"", decimal(cents));
    }
    for (key, day) in [("from", line.from), ("to", line.to)] {
        if let Some(day) = day {
            let _ = writeln!(text, "{key} = \"{day}\"");
        }
    }
    text + &terms_text("line", &line.terms)
}

fn terms_text(table: &str, terms: &Terms) -> String {
    let mut text = String::new();
    for (key, cents) in [("unit_price", terms.cents), ("hourly_price", terms.hourly_cents)] {
        if let Some(cents) = cents {
            let _ = writeln!(text, "{key} = \"{}\"", decimal(cents));
        }
    }
    if terms.percent > 0 {
        let _ = writeln!(text, "discount_percent = \"{}\"", terms.percent);
    }
    if terms.euro {
        let _ = writeln!(text, "currency = \"EUR\"");
    }
    for (from, change) in &terms.steps {
        let change = match change {
            Change::Cents(cents) => format!("unit_price = \"{}\"", decimal(*cents)),
            Change::Percent(percent) => format!("discount_percent = \"{percent}\""),
        };
        let _ = writeln!(text, "[[{table}.step]]\nfrom_units = {from}\n{change}");
    }
    text
}

fn amendment_text(amendment: &Amendment) -> String {
    let quantity = match amendment.quantity {
        Quantity::Set(units) => format!("quantity = {units}"),
        Quantity::Add(units) => format!("add = {units}"),
    };
    let mut text = format!(
        "[[amendment]]\neffective = \"{}\"\n[[amendment.line]]\nproduct = \"{}\"\n{quantity}\n",
        amendment.effective, amendment.product
    );
    for (key, cents) in [("unit_price", amendment.cents), ("overage_price", amendment.overage_cents)] {
        if let Some(cents) = cents {
            let _ = writeln!(text, "{key} = \"{}\"", decimal(cents));
        }
    }
    text
}

/// One person of a history: what was held from which to which minute, presence by minute, time on interactions.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) held: Vec<&'static str>,
    pub(crate) is_active: bool,
    /// Minutes, `[from, to)`.
    pub(crate) stays: Vec<(i64, i64)>,
    /// Is the person billed by the hour, and for how many milliseconds?
    pub(crate) hourly_ms: Option<u64>,
}

pub(crate) fn people(dice: &mut Dice) -> Vec<Person> {
    (0..dice.roll(0, 14)).map(|_| person(dice)).collect()
}

fn person(dice: &mut Dice) -> Person {
    let held = (0..dice.roll(0, 4)).map(|_| dice.pick(&PRODUCTS)).collect();
    let stays = (0..dice.roll(0, 4)).map(|_| {
        let from = dice.roll(0, 180);
        (i64::try_from(from).unwrap(), i64::try_from(from + dice.roll(0, 60)).unwrap())
    });
    let stays = stays.collect();
    let hourly_ms = dice.chance(20).then(|| dice.roll(0, 500_000) * 1_000);
    Person { held, is_active: dice.chance(70), stays, hourly_ms }
}

/// Metered resources with whole units.
pub(crate) fn metered(dice: &mut Dice) -> Vec<(&'static str, u64)> {
    let mut usage: Vec<(&str, u64)> = Vec::new();
    for meter in METERS {
        if dice.chance(50) {
            usage.push((meter, dice.roll(0, 9_000)));
        }
    }
    for resource in RESOURCES {
        if dice.chance(60) {
            usage.push((resource, dice.roll(0, 400_000)));
        }
    }
    dice.shuffle(&mut usage);
    usage
}
