//! The bill of a term, held against plain loops over months in whole numbers; places and reasons.

use proptest::prelude::*;

use super::*;
use crate::book::SeatModel;
use crate::money::{Currency, ExchangeRates};

fn quote(text: &str) -> Quote {
    Quote::parse(text, "quote.toml", &PriceBook::embedded()).unwrap_or_else(|problems| panic!("{problems}\n{text}")).0
}

fn seats(id: &str, model: SeatModel, units: [u64; 3], growth: &str) -> DemandRow {
    DemandRow {
        item: DemandItem::Product { id: id.to_owned(), model },
        units: units.map(Decimal::from),
        growth_percent: growth.parse().unwrap(),
    }
}

fn bill(text: &str, demand: &[DemandRow], level: Level) -> TermBill {
    term_bill(&PriceBook::embedded(), &quote(text), demand, level).unwrap()
}

const TWO_YEARS: &str = "[quote]\nvendor = \"V\"\nterm_months = 24\nuplift_percent_per_year = \"10\"\n\
    [contract]\nstart = \"2027-01-01\"\n[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"100\"\noverage_price = \"120\"\n\
    [[one_off]]\nname = \"Setup\"\nkind = \"fee\"\namount = \"500\"\n[[one_off]]\nname = \"Credit\"\nkind = \"credit\"\namount = \"80.50\"\nmonth = 13\n";

/// Year 1: 12 × 10 × 100 = 12,000; at 12 seats 12 × 2 × 120 = 2,880 more. Year 2: × 1.1.
#[test]
fn a_term_is_the_sum_of_its_months_with_uplift_and_one_off_amounts() {
    let demand = [seats("cx3", SeatModel::Named, [8, 12, 15], "0")];
    let expected = bill(TWO_YEARS, &demand, Level::Expected);
    assert_eq!(expected.total.unwrap().to_string(), "31667.50", "14,880 + 16,368 + 500 − 80.50");
    assert_eq!(expected.overage_cost.unwrap().to_string(), "6048.00", "2,880 + 3,168");
    assert_eq!(expected.wasted_cost.unwrap().to_string(), "0.00");
    assert_eq!(
        (expected.seat_months, expected.effective_seat_price.unwrap().to_string()),
        (Some(288), "109.96".to_owned())
    );
    assert_eq!(expected.first_invoice.unwrap().to_string(), "1740.00", "1,000 + 240 + 500");
    let low = bill(TWO_YEARS, &demand, Level::Low);
    assert_eq!(
        (low.total.unwrap().to_string(), low.wasted_cost.unwrap().to_string()),
        ("25619.50".to_owned(), "5040.00".to_owned()),
        "2 of 10 unused: 2,400 + 2,640"
    );
    assert_eq!(low.lines[0].unused.to_string(), "48");
}

#[test]
fn a_prepaid_term_bills_what_it_costs_and_its_year_is_the_year_of_prices() {
    let text = TWO_YEARS.replace("start =", "subscription = \"annual-prepay\"\nramp_until = \"2027-02-28\"\nstart =");
    let found = bill(&text, &[seats("cx3", SeatModel::Named, [1, 10, 20], "0")], Level::Expected);
    let line = &found.lines[0];
    assert_eq!(line.effective, line.billed, "the uplift comes with the second prepaid year, 14 months after the start");
    assert_eq!(line.effective.unwrap().to_string(), "23000.00", "12 × 1,000 + 10 × 1,100");
    assert_eq!(found.first_invoice.unwrap().to_string(), "500.00", "the ramp charges no seat");
}

#[test]
fn demand_that_the_quote_counts_in_another_way_is_asked_for_and_unknown_prices_stay_unknown() {
    let text = TWO_YEARS.replace("start =", "model = \"concurrent\"\nstart =");
    let book = PriceBook::embedded();
    let named =
        [seats("cx3", SeatModel::Named, [8, 12, 15], "0"), seats("communicate", SeatModel::Named, [1, 1, 1], "0")];
    let error = term_bill(&book, &quote(&text), &named, Level::Low).unwrap_err();
    let error: Vec<String> = error.iter().map(ToString::to_string).collect();
    assert_eq!(error, ["the quote counts `cx3` by the model `concurrent`, and no demand says how many that are"]);
    let both = [named[0].clone(), named[1].clone(), seats("cx3", SeatModel::Concurrent, [5, 6, 7], "0")];
    let found = term_bill(&book, &quote(&text), &both, Level::High).unwrap();
    assert_eq!((found.total, found.unpriced.join(" ")), (None, "communicate".to_owned()));
    assert_eq!(found.total_known.to_string(), "25619.50");
}

#[test]
fn committed_tokens_are_paid_without_any_use_and_free_ones_come_first() {
    let text = "[quote]\nvendor = \"V\"\nterm_months = 12\n[contract]\nstart = \"2027-01-01\"\n\
                [[line]]\nproduct = \"ai-tokens\"\nquantity = 100\nunit_price = \"0.90\"\noverage_price = \"1.20\"\n";
    let none = bill(text, &[], Level::Low);
    assert_eq!(
        (none.total.unwrap().to_string(), none.wasted_cost.unwrap().to_string()),
        ("1080.00".to_owned(), "1080.00".to_owned())
    );
    let row = |units: u64| DemandRow {
        item: DemandItem::Resource("ai_tokens".to_owned()),
        units: [Decimal::from(units); 3],
        growth_percent: Decimal::ZERO,
    };
    let some = bill(text, &[row(400)], Level::Low);
    assert_eq!(some.total.unwrap().to_string(), "1800.00", "12 × (90 + 50 × 1.20)");
    let half = bill(text, &[row(300)], Level::Low);
    assert_eq!(
        (half.total.unwrap().to_string(), half.wasted_cost.unwrap().to_string()),
        ("1080.00".to_owned(), "540.00".to_owned())
    );
}

#[test]
fn tokens_are_billed_where_they_are_used_or_committed_to() {
    let cx3 = seats("cx3", SeatModel::Named, [8, 12, 15], "0");
    let ids = |bill: &TermBill| bill.lines.iter().map(|line| line.id.clone()).collect::<Vec<_>>().join(" ");
    let without = bill(TWO_YEARS, std::slice::from_ref(&cx3), Level::Low);
    assert_eq!(ids(&without), "cx3");
    let francs = TWO_YEARS.replace("start =", "currency = \"CHF\"\nstart =");
    let without_price = bill(&francs, std::slice::from_ref(&cx3), Level::Low);
    assert_eq!(without_price.total, without.total, "a token has no list price in francs, and none is asked for");
    let tokens = DemandRow {
        item: DemandItem::Resource("ai_tokens".to_owned()),
        units: [Decimal::from(400); 3],
        growth_percent: Decimal::ZERO,
    };
    let with = bill(TWO_YEARS, &[cx3, tokens], Level::Low);
    assert_eq!(ids(&with), "cx3 ai-tokens");
    let more = with.total.unwrap() - without.total.unwrap();
    assert_eq!(more.to_string(), "3600.00", "24 × (400 − 250) × 1.00");
}

fn offer(text: &str, demand: &[DemandRow]) -> Offer {
    let quote = quote(text);
    let bills = Level::ALL.map(|level| term_bill(&PriceBook::embedded(), &quote, demand, level).unwrap());
    Offer { quote, bills }
}

#[test]
fn offers_are_ranked_per_month_and_every_line_says_why() {
    let one = |vendor: &str, months: u32, price: &str, extra: &str| {
        format!(
            "[quote]\nvendor = \"{vendor}\"\nterm_months = {months}\n[contract]\nstart = \"2027-01-01\"\n{extra}[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"{price}\"\n"
        )
    };
    let demand = [seats("cx3", SeatModel::Named, [5, 10, 20], "0"), seats("journey", SeatModel::Named, [2, 2, 2], "0")];
    let rate = "[[exchange_rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"1.1\"\nsince = \"2026-01-01\"\n";
    let euro = "currency = \"EUR\"\n[[price]]\nproduct = \"journey\"\nunit_price = \"20\"\n";
    let offers = [
        offer(&one("A", 12, "100", ""), &demand),
        offer(&one("B", 24, "99", ""), &demand),
        offer(&one("C", 12, "90", &format!("{euro}{rate}")), &demand),
        offer(&one("D", 12, "1", euro), &demand),
        offer(&one("E", 12, "100", ""), &demand),
    ];
    let places = rank(&offers, Level::Expected, Currency::USD, &ExchangeRates::default());
    let ranks: Vec<_> = places.iter().map(|place| place.rank.clone()).collect();
    let eur = "EUR".parse().unwrap();
    assert_eq!(ranks, [Ok(3), Ok(2), Ok(1), Err(NotRanked::NoRate(eur)), Ok(3)]);
    assert_eq!(places[2].total.unwrap().to_string(), "12408.00", "12 × (900 + 40) × 1.1");
    let per_month = [0, 1, 2].map(|place| places[place].per_month.unwrap().to_string());
    assert_eq!(
        per_month,
        ["1060.00", "1050.00", "1034.00"],
        "journey costs 2 × 30 more where it has no price of its own"
    );
    let months = why(&offers, (2, 0), Level::Expected, Currency::USD, &ExchangeRates::default()).unwrap();
    let shown: Vec<String> = months.reasons.iter().map(|it| format!("{} {}", it.id, it.saving())).collect();
    assert_eq!((months.months, shown), (12, vec!["cx3 120.00".to_owned(), "journey 192.00".to_owned()]));
    assert_eq!(months.saving(), places[0].total.unwrap() - places[2].total.unwrap());
    let longer = why(&offers, (1, 0), Level::Expected, Currency::USD, &ExchangeRates::default()).unwrap();
    assert_eq!((longer.months, longer.saving().to_string()), (1, "10.00".to_owned()));
    assert!(why(&offers, (3, 0), Level::Expected, Currency::USD, &ExchangeRates::default()).is_none());
}

#[test]
fn what_no_offer_has_a_price_of_is_left_out_and_what_one_lacks_costs_it_the_place() {
    let one = |vendor: &str, extra: &str| {
        format!(
            "[quote]\nvendor = \"{vendor}\"\nterm_months = 12\n[contract]\nstart = \"2027-01-01\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"100\"\n{extra}"
        )
    };
    let demand = ["cx3", "communicate", "crm-zendesk"].map(|id| seats(id, SeatModel::Named, [1, 2, 3], "0"));
    let more = "[[price]]\nproduct = \"communicate\"\nunit_price = \"20\"\n";
    let offers = [offer(&one("A", ""), &demand), offer(&one("B", more), &demand)];
    assert_eq!(left_out(&offers, Level::Expected), ["crm-zendesk"]);
    let places = rank(&offers, Level::Expected, Currency::USD, &ExchangeRates::default());
    let ranks: Vec<_> = places.iter().map(|place| place.rank.clone()).collect();
    assert_eq!(ranks, [Err(NotRanked::Unpriced(vec!["communicate".to_owned()])), Ok(1)]);
    assert_eq!(places[1].total.unwrap().to_string(), "2880.00", "12 × 2 × 120");
    assert_eq!(offers[1].bill(Level::Expected).total, None, "the offer itself has no known total");
}

/// Millionths of a price after so many years of uplift, half up each year.
fn raised(price: i128, percent: i128, years: u32) -> i128 {
    (0..years).fold(price, |price, _| (price * (100 + percent) * 2 + 100) / 200)
}

proptest! {
    /// Months one by one in whole numbers: millionths of a price, cents of an amount.
    #[test]
    fn a_term_agrees_with_plain_loops(
        months in 1_u32..=60, committed in 0_i128..500, used in 0_i128..600, growth in -30_i128..=30,
        price in 1_i128..300_000_000, overage in 1_i128..300_000_000, uplift in 0_i128..=20, ramp in 0_u32..5,
        fee in 1_i128..1_000_000, fee_month in 1_u32..=60, minimum in 0_i128..3_000_000, prepaid in any::<bool>(),
    ) {
        let ramp = ramp.min(months - 1);
        let fee_month = fee_month.min(months);
        let amount = |millionths: i128| format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        let first = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let ramp_text = match ramp {
            0 => String::new(),
            ramp => format!("ramp_until = \"{}\"\n", first.checked_add_months(chrono::Months::new(ramp)).unwrap().pred_opt().unwrap()),
        };
        let minimum_text = if minimum == 0 { String::new() } else { format!("minimum_monthly_amount = \"{}\"\n", amount(minimum * 10_000)) };
        let text = format!(
            "[quote]\nvendor = \"V\"\nterm_months = {months}\nuplift_percent_per_year = \"{uplift}\"\n[contract]\nstart = \"2027-01-01\"\n\
             subscription = \"{}\"\n{ramp_text}{minimum_text}[[line]]\nproduct = \"cx3\"\nquantity = {committed}\nunit_price = \"{}\"\noverage_price = \"{}\"\n\
             [[one_off]]\nname = \"Setup\"\nkind = \"fee\"\namount = \"{}\"\nmonth = {fee_month}\n",
            if prepaid { "annual-prepay" } else { "annual-monthly" }, amount(price), amount(overage), amount(fee * 10_000),
        );
        let (mut total, mut beyond_cost, mut wasted, mut seat_months) = (fee, 0, 0, 0);
        let mut seats_of_year = vec![used * 1_000_000];
        for _ in 0..5 {
            let last = *seats_of_year.last().unwrap();
            seats_of_year.push((last * (100 + growth) * 2 + 100) / 200);
        }
        let cents = |units: i128, price: i128| (units * price + 5_000) / 10_000;
        for month in 0..months {
            let seats = (seats_of_year[(month / 12) as usize] + 500_000) / 1_000_000;
            seat_months += seats;
            if month < ramp {
                continue;
            }
            let year = (month - ramp) / 12;
            let commitment = cents(committed, raised(price, uplift, year));
            let beyond = cents((seats - committed).max(0), raised(overage, uplift, year));
            total += (commitment + beyond).max(minimum);
            // What is missing to the minimum goes beyond every commitment.
            beyond_cost += beyond + (minimum - commitment - beyond).max(0);
            let unused = (committed - seats).max(0);
            wasted += if committed == 0 { 0 } else { (commitment * unused * 2 + committed) / (2 * committed) };
        }
        let demand = [seats("cx3", SeatModel::Named, [0, u64::try_from(used).unwrap(), 600], &growth.to_string())];
        let found = bill(&text, &demand, Level::Expected);
        let in_cents = |amount: Option<Decimal>| (amount.unwrap() * Decimal::ONE_HUNDRED).normalize().to_string();
        prop_assert_eq!(in_cents(found.total), total.to_string(), "total of\n{}", text);
        prop_assert_eq!(in_cents(found.overage_cost), beyond_cost.to_string(), "overage of\n{}", text);
        prop_assert_eq!(in_cents(found.wasted_cost), wasted.to_string(), "waste of\n{}", text);
        prop_assert_eq!(found.seat_months, u64::try_from(seat_months).ok());
        let billed: Option<Decimal> = found.lines.iter().map(|line| line.billed).sum();
        let effective: Option<Decimal> = found.lines.iter().map(|line| line.effective).sum();
        prop_assert_eq!(billed, effective, "a prepaid term bills what it costs\n{}", text);
    }
}
