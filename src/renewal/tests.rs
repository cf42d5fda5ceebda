//! The renewal of a small organization, by hand.

use rust_decimal::Decimal;
use seatwise_reports::{
    render,
    report::{Kind, Value},
};

use super::*;
use crate::{
    analysis::{commitment::Asked, history, small},
    cli::source,
    snapshot::Snapshot,
};

/// Four people on CX 3 who use nothing but voice, in three months; five seats of CX 3 are committed.
fn snapshot() -> Snapshot {
    let people = ["a", "b", "c", "d"];
    let users: String =
        people.iter().map(|id| format!("{id},{id}@x.example,{id},active,2024-01-01T00:00:00Z\n")).collect();
    let licenses: String = people.iter().map(|id| format!("{id},cloudCX3\n")).collect();
    let rows = |line: &dyn Fn(&str, u32) -> String| -> String {
        (8..=10).flat_map(|month| people.iter().map(move |id| line(id, month))).collect()
    };
    let presence = rows(&|id, month| format!("{id},2026-{month:02}-20T08:00:00Z,2026-{month:02}-20T16:00:00Z\n"));
    let activity =
        rows(&|id, month| format!("{id},2026-{month:02}-20T00:00:00Z,2026-{month:02}-21T00:00:00Z,voice,9,600000\n"));
    let coverage = "table,feature,from,to\npresence,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n\
        activity,,2026-08-01T00:00:00Z,2026-11-01T00:00:00Z\n";
    small::staged(&[
        ("users.csv", &format!("user_id,email,name,state,created_at\n{users}")),
        ("licenses.csv", &format!("user_id,license_id\n{licenses}")),
        ("presence.csv", &format!("user_id,start_at,end_at\n{presence}")),
        ("activity.csv", &format!("user_id,interval_start,interval_end,feature,events,duration_ms\n{activity}")),
        ("coverage.csv", coverage),
    ])
}

/// Looks at the renewal of them.
fn with<T>(contract: &str, terms: &Terms, look: impl FnOnce(&Renewal<'_>) -> T) -> T {
    let snapshot = snapshot();
    let settings = crate::settings::Settings::default();
    let analysis = small::analyzed_with(&snapshot, contract, settings, "2026-10-31T23:59:59.999999Z");
    let book = PriceBook::embedded();
    let scan = |table| source::scan(&snapshot, table);
    let within = |table, span| source::scan_within(&snapshot, table, span);
    let history = history::read(&analysis, &scan, &within, &book, 24).unwrap();
    let found = SeatCommitments::new(&analysis, &history, &Asked::default()).unwrap();
    let comparison = Comparison::new(&analysis, &history, &book, &[], &[]).unwrap();
    let roles = crate::roles::report(&analysis, &book);
    let whole = Whole::of(&analysis);
    let renewal = Renewal {
        analysis: &analysis,
        whole: &whole,
        history: &history,
        found: &found,
        comparison: &comparison,
        tokens: None,
        roles: &roles,
        book: &book,
        terms,
    };
    look(&renewal)
}

const CONTRACT: &str = "[contract]\norganization = \"Small & Co\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nrenewal_notice_days = 30\n\
    [[line]]\nproduct = \"cx3\"\nquantity = 5\nunit_price = \"100.00\"\noverage_price = \"120.00\"\n";

fn terms(months: u32) -> Terms {
    Terms {
        renewal: "2027-01-01".parse().unwrap(),
        months,
        uplift_percent: Decimal::TEN,
        cap_percent: Decimal::from(3),
        growth_percent: Decimal::from(50),
    }
}

fn figure(report: &Report, id: &str) -> String {
    report.figure(id).and_then(|own| own.value.number()).map_or("unknown".to_owned(), |number| number.to_string())
}

#[test]
fn keep_pays_for_five_and_right_size_for_four_of_the_cheapest_that_is_enough() {
    with(CONTRACT, &terms(12), |renewal| {
        let report = renewal.report();
        assert_eq!(render::check::problems(&report), Vec::<String>::new());
        // 5 × 100.00 × 1.1 × 12; four of CX 1 at the list price of 75.00, month-to-month; six with growth of 50 %.
        assert_eq!(figure(&report, "keep_term"), "6600.00");
        assert_eq!(figure(&report, "right_size_term"), "3960.00");
        assert_eq!(figure(&report, "growth_term"), "5940.00");
        assert_eq!(figure(&report, "right_size_saves"), "2640.00");
        let cap = report.tables().find(|table| table.id == "asks").unwrap();
        let row = cap.rows.iter().find(|row| row[1] == Value::text("Cap on the uplift")).unwrap();
        // 300.00 × (1.10 − 1.03) × 12.
        assert_eq!(row[2], Value::amount("252.00".parse().unwrap()));
    });
}

/// Nobody is billed yet on October 10, and the same four are needed as in September: right-size once left in what is idle,
/// more of it on each day of the period.
#[test]
fn right_size_does_not_depend_on_the_day_within_the_period() {
    let (snapshot, book) = (snapshot(), PriceBook::embedded());
    let contract = CONTRACT.replace("[contract]", "[contract]\nseat_counting = \"logged-in\"");
    let at = |as_of: &str| small::analyzed_with(&snapshot, &contract, crate::settings::Settings::default(), as_of);
    let (september, running) = (at("2026-09-30T23:59:59.999999Z"), at("2026-10-10T12:00:00Z"));
    let counts = |whole: &Whole, id: &str| whole.counts(id).map(|own| (own.billed, own.needed));
    let whole = Whole::before(&september, &running, &book);
    assert_eq!(counts(&whole, "cx3"), Some((Some(4), Some(0))), "CX 1 is enough for all of them");
    assert_eq!(counts(&whole, "cx1"), Some((Some(0), Some(4))));
    assert_eq!(whole.period, september.period);
    assert_eq!(counts(&Whole::of(&running), "cx3"), Some((Some(0), Some(0))), "October has billed nobody yet");
}

/// Today five of CX 3 are paid, 500.00; four would do, 400.00. The right quantities are none of CX 3, and of CX 1 none either,
/// since nobody offers a commitment for less than the list price: with CX 3 still in use four of it are overage, 480.00.
#[test]
fn the_first_page_says_what_the_right_quantities_cost_if_nothing_else_is_changed() {
    with(CONTRACT, &terms(12), |renewal| {
        let page = render::text::text(&renewal.report(), seatwise_reports::locale::Locale::EnUs, 400);
        assert!(page.contains("the cheapest commitments save $100.00 a month"), "{page}");
        assert!(page.contains("would cost $20.00 a month less than today's commitments"), "{page}");
    });
}

#[test]
fn later_years_compound_and_a_part_of_a_year_counts_its_months() {
    with(CONTRACT, &terms(30), |renewal| {
        let cases = Cases::new(renewal);
        let years = cases.keep.years(renewal.terms, Decimal::TEN, renewal.analysis.tariff.currency());
        let texts: Vec<String> = years.iter().map(ToString::to_string).collect();
        // 500.00 × 1.1, × 1.21 and × 1.331 for six months.
        assert_eq!(texts, ["6600.00", "7260.00", "3993.00"]);
    });
}

#[test]
fn cases_years_and_prices_follow_from_each_other() {
    with(CONTRACT, &terms(30), |renewal| {
        let report = renewal.report();
        let table = |id: &str| report.tables().find(|own| own.id == id).unwrap();
        let number = |id: &str, row: usize, column: &str| {
            let table = table(id);
            table.rows[row][table.column(column).unwrap()].number().unwrap()
        };
        let months: Vec<Decimal> = (1..4).map(|row| number("years", row, "months")).collect();
        assert_eq!(months, [12, 12, 6].map(Decimal::from));
        for (case, name) in ["Keep", "Right-size", "Growth"].into_iter().enumerate() {
            let lines = table("case_lines").rows.iter().enumerate().filter(|(_, row)| row[0] == Value::text(name));
            let monthly: Decimal = lines.map(|(row, _)| number("case_lines", row, "monthly")).sum();
            assert_eq!(number("cases", case, "monthly"), monthly, "{name}");
            for (year, column) in ["year_1", "year_2", "year_3"].into_iter().enumerate() {
                let factor = number("years", year + 1, "factor");
                assert_eq!(
                    number("cases", case, column),
                    (monthly * factor * months[year]).round_dp(2),
                    "{name}, {column}"
                );
            }
        }
        let row = |product: &str| {
            let prices = table("offer_prices");
            prices.rows.iter().position(|row| row[0] == Value::text(product)).unwrap()
        };
        // 100.00 is 35.48 % off 155.00; what goes beyond is agreed.
        let cx3 = row("Genesys Cloud CX 3");
        assert_eq!(number("offer_prices", cx3, "discount").round_dp(4), Decimal::new(3548, 4));
        assert_eq!(number("offer_prices", cx3, "overage_price"), Decimal::from(120));
    });
}

#[test]
fn the_calendar_has_the_notice_of_the_contract_and_says_what_is_past() {
    let day = |text: &str| text.parse().unwrap();
    let list = calendar::calendar(day("2027-01-01"), Some(30), day("2026-10-31"));
    let texts: Vec<(String, bool)> = list.iter().map(|own| (own.day.to_string(), own.is_past)).collect();
    let expected = [
        ("2026-09-03", true),
        ("2026-10-03", true),
        ("2026-11-02", false),
        ("2026-11-17", false),
        ("2026-12-02", false),
        ("2027-01-01", false),
    ];
    assert_eq!(texts, expected.map(|(day, is_past)| (day.to_owned(), is_past)));
}

#[test]
fn the_page_for_the_vendor_holds_no_amount_no_price_and_no_person() {
    with(CONTRACT, &terms(36), |renewal| {
        let facts = renewal.facts();
        assert_eq!(render::check::problems(&facts), Vec::<String>::new());
        let is_money = |kind: Option<Kind>| matches!(kind, Some(Kind::Amount | Kind::Price));
        assert!(facts.figures().all(|own| !is_money(own.value.kind())));
        assert!(facts.tables().all(|table| table.columns.iter().all(|own| !is_money(Some(own.kind)))));
        let document = render::json::document(&facts);
        for word in ["x.example", "100.00", "120.00", "right", "walk", "target"] {
            assert!(!document.contains(word), "{word}");
        }
    });
}

#[test]
fn asks_are_ranked_and_none_is_worth_less_than_nothing() {
    with(CONTRACT, &terms(36), |renewal| {
        let list = levers::levers(renewal, &Cases::new(renewal));
        let known: Vec<Decimal> = list.iter().filter_map(|own| own.value).collect();
        assert!(
            known.is_sorted_by(|one, next| one >= next) && known.iter().all(|own| *own >= Decimal::ZERO),
            "{list:?}"
        );
        let first_unknown = list.iter().position(|own| own.value.is_none()).unwrap();
        assert!(list[first_unknown..].iter().all(|own| own.value.is_none()));
    });
}
