//! The month on small organizations: figures by hand, the whole report as text, and laws on generated pairs of months.

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::TestRunner};
use rust_decimal::Decimal;
use seatwise_pricing::{
    bridge::{Side, bridge},
    contract::Contract,
    tariff::Tariff,
};
use seatwise_reports::{locale::Locale, render, report::Value};

use super::*;
use crate::{
    analysis::{
        bill, history,
        small::{self, staged},
    },
    entitlement::billing::Share,
    findings::code::Advice,
    settings::Settings,
    snapshot::Snapshot,
};

/// Two months of six people: Ann and Bob of Sales all the time, Cem of Care from October on, Dee never, Eve without a
/// department, Finn gone since September.
fn snapshot() -> Snapshot {
    let users = "user_id,email,name,state,department,created_at\n\
        u1,ann@x.example,Ann,active,Sales,2024-01-01T00:00:00Z\nu2,bob@x.example,Bob,active,Sales,2024-01-01T00:00:00Z\n\
        u3,cem@x.example,Cem,active,Care,2026-10-01T00:00:00Z\nu4,dee@x.example,Dee,active,Care,2024-01-01T00:00:00Z\n\
        u5,eve@x.example,Eve,active,,2024-01-01T00:00:00Z\nu6,finn@x.example,Finn,inactive,Sales,2024-01-01T00:00:00Z\n";
    let licenses = "user_id,license_id,assigned_from,assigned_to\nu1,cloudCX3,2024-01-01T00:00:00Z,\nu2,cloudCX3,2024-01-01T00:00:00Z,\n\
        u3,cloudCX2,2026-10-01T00:00:00Z,\nu4,cloudCX3,2024-01-01T00:00:00Z,\nu5,cloudCX2,2024-01-01T00:00:00Z,\n\
        u6,cloudCX3,2024-01-01T00:00:00Z,2026-09-20T00:00:00Z\n";
    let presence = "user_id,start_at,end_at\nu1,2026-09-01T08:00:00Z,2026-09-01T16:00:00Z\nu1,2026-10-05T08:00:00Z,2026-10-05T16:00:00Z\n\
        u2,2026-09-02T08:00:00Z,2026-09-02T16:00:00Z\nu2,2026-10-30T08:00:00Z,2026-10-30T16:00:00Z\n\
        u3,2026-10-06T08:00:00Z,2026-10-06T16:00:00Z\nu5,2026-10-07T08:00:00Z,2026-10-07T16:00:00Z\n\
        u6,2026-09-10T08:00:00Z,2026-09-10T16:00:00Z\n";
    let activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
        u1,2026-10-05T00:00:00Z,2026-10-06T00:00:00Z,voice,20,7200000\nu3,2026-10-06T00:00:00Z,2026-10-07T00:00:00Z,voice,10,3600000\n";
    let metered = "date,resource,quantity\n2026-09-10,bot_voice_minutes,17\n2026-10-10,bot_voice_minutes,4250\n";
    let coverage = "table,feature,from,to\npresence,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n\
        activity,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n";
    staged(&[
        ("users.csv", users),
        ("licenses.csv", licenses),
        ("presence.csv", presence),
        ("activity.csv", activity),
        ("resource_usage.csv", metered),
        ("coverage.csv", coverage),
    ])
}

pub(super) const CONTRACT: &str = "[contract]\norganization = \"Small & Co\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\n\
    quantity = 3\nunit_price = \"140.00\"\noverage_price = \"160.00\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"95.00\"\n\
    [[price]]\nproduct = \"ai-tokens\"\nunit_price = \"1.00\"\n";

/// A month with all that the report needs of it.
struct Own {
    analysis: Analysis,
    expected: ExpectedBill,
    usage: Usage,
}

fn month(snapshot: &Snapshot, contract: &str, as_of: &str) -> Own {
    month_with(snapshot, contract, Settings::default(), as_of)
}

fn month_with(snapshot: &Snapshot, contract: &str, settings: Settings, as_of: &str) -> Own {
    let book = PriceBook::embedded();
    let reading = |_: &Contract, spans| vec![history::reading_of(spans)];
    let (analysis, mut told) = small::analyzed_reading(snapshot, contract, settings, as_of, reading);
    let expected = bill::expected(&analysis, &book).unwrap();
    Own { analysis, expected, usage: told.remove(0) }
}

const SEPTEMBER: &str = "2026-09-30T23:59:59.999999Z";
pub(super) const OCTOBER: &str = "2026-10-31T23:59:59.999999Z";

/// Looks at the report of October.
fn with<T>(
    contract: &str,
    budget: Option<&Budget>,
    shared: Shared,
    look: impl FnOnce(&Monthly<'_>, &Report) -> T,
) -> T {
    let given = Given { budget, ..Given::default() };
    with_given(contract, &given, OCTOBER, shared, look)
}

/// What finance gives beside the contract.
#[derive(Default)]
pub(super) struct Given<'a> {
    pub(super) settings: Settings,
    pub(super) budget: Option<&'a Budget>,
    pub(super) comments: Option<&'a Comments>,
}

/// Looks at the report of October as of an instant of it.
pub(super) fn with_given<T>(
    contract: &str,
    given: &Given<'_>,
    as_of: &str,
    shared: Shared,
    look: impl FnOnce(&Monthly<'_>, &Report) -> T,
) -> T {
    let snapshot = snapshot();
    let at = |as_of| month_with(&snapshot, contract, given.settings.clone(), as_of);
    let (before, own) = (at(SEPTEMBER), at(as_of));
    let book = PriceBook::embedded();
    let months = [&before, &own].map(|own| MonthCost::new(&own.analysis, &own.expected));
    let side = |own: &Own| (own.expected.bill.clone(), own.analysis.tariff.clone());
    let (then, now) = (side(&before), side(&own));
    let bridge = bridge(Side { bill: &then.0, tariff: &then.1 }, Side { bill: &now.0, tariff: &now.1 });
    let diff = Diff::new(&before.analysis, &own.analysis);
    let basis = Basis::new(&own.analysis);
    let monthly = Monthly {
        analysis: &own.analysis,
        expected: &own.expected,
        book: &book,
        usage: &own.usage,
        months: &months,
        bridge: Some(&bridge),
        counted_alike: true,
        basis: &basis,
        diff: Some(&diff),
        budget: given.budget,
        comments: given.comments,
        by: By::Department,
        shared,
        reconciliations: &[],
    };
    let report = monthly.report().unwrap();
    assert_eq!(render::check::problems(&report), Vec::<String>::new());
    look(&monthly, &report)
}

pub(super) fn figure(report: &Report, id: &str) -> String {
    let value = &report.figure(id).unwrap_or_else(|| panic!("no figure `{id}`")).value;
    value.number().map_or_else(|| "unknown".to_owned(), |number| number.to_string())
}

pub(super) fn rows(report: &Report, id: &str) -> Vec<String> {
    let table = report.tables().find(|table| table.id == id).unwrap_or_else(|| panic!("no table `{id}`"));
    let cell = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Month(day) => day.format("%Y-%m").to_string(),
        Value::Day(Some(day)) => day.to_string(),
        Value::Empty => "-".to_owned(),
        other => other.number().map_or_else(|| "?".to_owned(), |number| number.to_string()),
    };
    table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn october_by_hand() {
    with(CONTRACT, None, Shared::Apart, |monthly, report| {
        // Committed 3 × 140.00; CX 2 of Cem and Eve 2 × 95.00; 250 tokens are free, and 4,250 minutes are as many.
        assert_eq!(figure(report, "effective_cost"), "610.00");
        assert_eq!((figure(report, "seats_billed"), figure(report, "people_active")), ("5".to_owned(), "4".to_owned()));
        // Dee's seat is committed and assigned, so that it is billed and within the commitment.
        assert_eq!((figure(report, "commitment_use"), figure(report, "utilization")), ("1".into(), "0.80".into()));
        assert_eq!(
            figure(report, "cost_per_active_person"),
            (monthly.expected.totals().effective.unwrap() / Decimal::from(4)).round_dp(2).to_string()
        );
    });
}

#[test]
fn the_bridge_of_october_says_who_came() {
    with(CONTRACT, None, Shared::Apart, |_, report| {
        let rows = rows(report, "bridge_lines");
        assert!(rows.iter().any(|row| row.starts_with("Genesys Cloud CX 2 1 2 95.00")), "{rows:?}");
        assert!(rows.iter().any(|row| row.starts_with("Genesys Cloud CX 3 4 3 580.00")), "{rows:?}");
    });
}

#[test]
fn months_before_the_data_come_from_the_books_and_months_to_come_from_the_contract() {
    let mut budget = Budget::default();
    for month in fiscal_months("2026-10-01".parse().unwrap(), 1) {
        budget.rows.insert((month, None), Decimal::from(600));
        if month < "2026-09-01".parse().unwrap() {
            budget.booked.insert((month, None), Decimal::from(500));
        }
    }
    with(CONTRACT, Some(&budget), Shared::Apart, |monthly, report| {
        let rows = rows(report, "plan");
        assert_eq!(rows[0], "2026-01 booked 500 - 500 600 -100 no");
        let effective = monthly.expected.totals().effective.unwrap();
        assert_eq!(
            rows[10],
            format!("2026-11 forecast - {effective} {effective} 600 {} no", effective - Decimal::from(600))
        );
        let september = monthly.months[0].costs.effective.unwrap();
        let outlook = Decimal::from(4_000) + september + effective * Decimal::from(3);
        assert_eq!(figure(report, "year_outlook"), outlook.to_string());
        assert_eq!(figure(report, "ytd_actual"), (Decimal::from(4_000) + september + effective).to_string());
    });
}

#[test]
fn without_a_month_the_sums_of_the_year_are_unknown() {
    with(CONTRACT, None, Shared::Apart, |_, report| {
        assert_eq!(
            (figure(report, "year_outlook"), figure(report, "ytd_actual")),
            ("unknown".into(), "unknown".into())
        );
    });
}

/// Bug: the budget of a part that nobody belongs to was in the month's, and in no row.
#[test]
fn a_part_that_is_planned_for_and_has_nobody_has_a_row() {
    let mut budget = Budget::default();
    let month = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    budget.rows.insert((month, Some("Nowhere".to_owned())), Decimal::from(700));
    with(CONTRACT, Some(&budget), Shared::Apart, |_, report| {
        let table = report.tables().find(|table| table.id == "showback").unwrap();
        let row = table.rows.iter().find(|row| row[0] == Value::text("Nowhere")).unwrap();
        let amount = |digits: &str| Value::amount(digits.parse().unwrap());
        assert_eq!(row[5..], [amount("0"), amount("700"), amount("-700")]);
        let totals = &table.totals.as_ref().unwrap().cells;
        assert_eq!(totals[6], amount("700"));
    });
}

#[test]
fn a_prepaid_year_is_amortized_and_what_is_beyond_is_accrued_and_taken_back() {
    let prepaid = CONTRACT.replace("start =", "subscription = \"annual-prepay\"\nstart =");
    with(&prepaid, None, Shared::Apart, |_, report| {
        let rows = rows(report, "journal");
        let amortized: Vec<&String> = rows.iter().filter(|row| row.contains("amortization")).collect();
        assert!(
            amortized.iter().any(|row| row.contains("Prepaid expenses") && row.ends_with("- 420.00 USD")),
            "{rows:?}"
        );
        assert!(rows.iter().any(|row| row.starts_with("2026-10-31 accrual Software subscriptions Care")), "{rows:?}");
        assert!(rows.iter().any(|row| row.starts_with("2026-11-01 reversal Accrued liabilities")), "{rows:?}");
    });
}

#[test]
fn the_whole_report_as_text() {
    let text = with(CONTRACT, None, Shared::Headcount, |_, report| render::text::text(report, Locale::EnUs, 120));
    insta::assert_snapshot!(text);
}

/// An organization of 30 people in numbers: base and department of each, commitment, prices, minimum, prepaid.
type Numbers = (Vec<(u8, u8)>, (u64, u64, u64), u8, u8);

fn numbers() -> impl Strategy<Value = Numbers> {
    (prop::collection::vec((0u8..4, 0u8..5), 6), (0u64..9, 1u64..30_000, 1u64..30_000), 0u8..3, 0u8..4)
}

/// The small organization with other people, shares and contract.
fn varied(base: &Analysis, book: &PriceBook, (people, (quantity, price, beyond), terms, _): &Numbers) -> Analysis {
    let more = ["", "minimum_monthly_amount = \"2000\"\n", "subscription = \"annual-prepay\"\n"][usize::from(*terms)];
    let cents = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
    let text = format!(
        "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n{more}[[line]]\nproduct = \"cx3\"\nquantity = {quantity}\n\
         unit_price = \"{}\"\noverage_price = \"{}\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"{}\"\n",
        cents(*price),
        cents(*beyond),
        cents(price / 3)
    );
    let mut own = base.clone();
    own.contract = Contract::parse(&text, "contract.toml", book).unwrap().0;
    own.tariff = Tariff::new(book, &own.contract, own.period.last_day(), std::iter::empty());
    let bases = ["cx1", "cx2", "cx3"].map(|id| own.tariff.ix(id).unwrap());
    for (user_ix, (kind, department)) in people.iter().enumerate() {
        let product = bases.get(usize::from(*kind)).copied();
        let names = ["Sales", "Care", "", "Back Office"];
        own.people.list[user_ix].department = names.get(usize::from(*department)).map(|name| (*name).to_owned());
        own.billing.shares[user_ix] = Share { named: product.into_iter().collect(), ..Share::default() };
        own.held.in_period[user_ix].base = product;
    }
    let quantities = own.counting(book).quantities(&own.billing.shares, 0);
    let rows = bases.map(|ix| crate::analysis::ProductCounts {
        billed: quantities[ix.index()],
        ix,
        ..base.products[0].clone()
    });
    own.products = rows.to_vec();
    own
}

#[test]
fn allocations_and_the_bridge_leave_nothing_over_on_1_000_pairs_of_months() {
    let book = PriceBook::embedded();
    let base = month(&snapshot(), CONTRACT, OCTOBER).analysis;
    let mut runner = TestRunner::new(ProptestConfig::with_cases(1_000));
    let checked = runner.run(&(numbers(), numbers()), |(then, now)| {
        let sides = [&then, &now].map(|numbers| {
            let own = varied(&base, &book, numbers);
            let expected = bill::expected(&own, &book).unwrap();
            (own, expected)
        });
        for (own, expected) in &sides {
            let total = expected.totals().effective.unwrap();
            let rule = [Shared::Apart, Shared::Headcount, Shared::Direct, Shared::Usage][usize::from(now.3)];
            let showback = Showback::new(own, expected, By::Department, rule, &[5, 0, 7, 1, 0, 9]).unwrap();
            prop_assert_eq!(showback.total, total);
            let sum: Decimal = showback.rows.iter().map(showback::Row::total).sum();
            prop_assert_eq!(sum + showback.nobodys, total);
            prop_assert!(showback.rows.iter().all(|row| row.total().round_dp(2) == row.total()));
            let shared: Decimal = showback.rows.iter().map(|row| row.shared).sum();
            prop_assert_eq!(shared + showback.nobodys, showback.unused + showback.common);
            let mut entries: BTreeMap<journal::Entry, (Decimal, Decimal)> = BTreeMap::new();
            for line in journal::journal(own, expected, By::Department).unwrap() {
                let entry = entries.entry(line.entry).or_default();
                *entry = (entry.0 + line.debit, entry.1 + line.credit);
            }
            prop_assert!(entries.values().all(|(debit, credit)| debit == credit), "{:?}", entries);
            let accrued = entries.get(&journal::Entry::Accrual).map_or(Decimal::ZERO, |entry| entry.0);
            prop_assert_eq!(Some(accrued), journal::overage(expected));
        }
        let [(own, bill), (new, of_new)] = &sides;
        let found =
            bridge(Side { bill: &bill.bill, tariff: &own.tariff }, Side { bill: &of_new.bill, tariff: &new.tariff });
        prop_assert_eq!(Some(found.before), bill.totals().effective);
        prop_assert_eq!(found.before + found.steps.iter().sum::<Decimal>(), found.after);
        prop_assert_eq!(Some(found.after), of_new.totals().effective);
        Ok(())
    });
    checked.unwrap();
}

/// The amount of a cell of a table.
fn amount_of(report: &Report, table: &str, row: usize, column: &str) -> Decimal {
    let table = report.tables().find(|own| own.id == table).unwrap();
    table.rows[row][table.column(column).unwrap()].number().unwrap()
}

#[test]
fn savings_are_differences_of_the_bills_that_are_shown() {
    with(CONTRACT, None, Shared::Apart, |monthly, report| {
        let lines = report.tables().find(|own| own.id == "savings_lines").unwrap();
        let total = |column| lines.totals.as_ref().unwrap().cells[lines.column(column).unwrap()].number().unwrap();
        let summed = |column| (0..lines.rows.len()).map(|row| amount_of(report, "savings_lines", row, column)).sum();
        for (column, bill) in [("bill_now", 610), ("bill_after", 570), ("bill_target", 300)] {
            assert_eq!(total(column), Decimal::from(bill), "{column}");
            assert_eq!(total(column), summed(column), "{column}");
        }
        let savings = &monthly.analysis.savings;
        assert_eq!(savings.cash_now, Some(total("bill_now") - total("bill_after")));
        assert_eq!(savings.at_renewal, Some(total("bill_after") - total("bill_target")));
    });
}

#[test]
fn seats_by_days_without_a_sign_are_worth_their_price_from_the_threshold_on() {
    let contract = CONTRACT;
    let snapshot = snapshot();
    for (idle_days, idle, worth) in [(90, 0, 0), (25, 1, 140), (24, 3, 330), (1, 4, 470)] {
        let settings = Settings { idle_days, ..Settings::default() };
        let analysis = small::analyzed_with(&snapshot, contract, settings, OCTOBER);
        let advised = analysis.decisions.recommendations.iter().filter(|own| own.code == Advice::ReclaimIdle);
        let price = advised.clone().filter_map(|own| own.contracted_delta).sum::<Decimal>();
        assert_eq!((advised.count(), price), (idle, Decimal::from(worth)), "{idle_days} days, by the advice");
    }
    with(contract, None, Shared::Apart, |_, report| {
        let seats = report.tables().find(|own| own.id == "idle_seats").unwrap();
        let days = (0..seats.rows.len()).map(|row| {
            (amount_of(report, "idle_seats", row, "days"), amount_of(report, "idle_seats", row, "price_of_all"))
        });
        assert_eq!(
            days.collect::<Vec<_>>(),
            [(25, 140), (24, 190), (1, 140)].map(|(days, all)| (days.into(), all.into()))
        );
    });
}
