//! A contract, written as billing would show it, is imported as the same contract.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceBook, ProductKind, SeatModel, TOKEN_PRODUCT},
    contract::{Contract, Line, Price, PriceTerms, Span, Subscription},
    period::AnchorDay,
};
use serde_json::{Value, json};

use super::{draft, trustee};

/// A stream of choices.
struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0.next_u32() % limit
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn price(&mut self) -> Decimal {
        Decimal::new(i64::from(self.below(30_000)) + 1, 2)
    }
}

/// Products with the name that billing has for them.
fn products(book: &PriceBook, concurrent: bool) -> Vec<(String, String)> {
    let own =
        book.products().iter().filter(|product| !matches!(product.kind, ProductKind::Model | ProductKind::Unknown));
    let suffix = if concurrent { " Concurrent" } else { "" };
    let name = |product: &seatwise_pricing::book::Product| {
        let name = if product.is_cx { format!("{}{suffix}", product.name) } else { product.name.clone() };
        (product.id.clone(), name)
    };
    let named =
        own.map(name).filter(|(id, name)| book.product_of_charge(name).is_some_and(|product| product.id == *id));
    named.collect()
}

fn contract(dice: &mut Dice, book: &PriceBook) -> Contract {
    let mut contract = Contract::none();
    let day = |text: &str| text.parse().ok();
    contract.organization = Some(format!("Organization {}", dice.below(1_000)));
    contract.currency = ["USD", "EUR", "JPY"][dice.below(3) as usize].parse().unwrap();
    contract.model = if dice.chance(40) { SeatModel::Concurrent } else { SeatModel::Named };
    contract.subscription =
        [Subscription::AnnualPrepay, Subscription::AnnualMonthly, Subscription::MonthToMonth][dice.below(3) as usize];
    let anchor = 1 + dice.below(28);
    contract.period_anchor_day = AnchorDay::new(u8::try_from(anchor).unwrap()).unwrap();
    contract.start = day(&format!("2025-12-{anchor:02}"));
    contract.end = contract.start.and_then(|start| start.checked_add_days(chrono::Days::new(364)));
    contract.ramp_until = dice.chance(30).then(|| day("2026-01-31")).flatten();
    contract.minimum_monthly_amount = dice.chance(30).then(|| dice.price());
    for (id, _) in products(book, contract.model == SeatModel::Concurrent) {
        // One base that is charged as concurrent has to be there: it is what tells the model.
        if dice.chance(50) && id != "cx3" {
            continue;
        }
        if contract.subscription != Subscription::MonthToMonth && dice.chance(60) {
            contract.lines.push(Line {
                product: id,
                quantity: u64::from(dice.below(900)) + 1,
                terms: PriceTerms { unit_price: dice.chance(90).then(|| dice.price()), ..PriceTerms::default() },
                overage_price: dice.chance(80).then(|| dice.price()),
                span: Span::default(),
                added: false,
                amendment: None,
            });
        } else {
            let terms = PriceTerms { unit_price: Some(dice.price()), ..PriceTerms::default() };
            contract.prices.push(Price { product: id, terms, span: Span::default() });
        }
    }
    contract.lines.sort_by(|one, other| one.product.cmp(&other.product));
    contract.prices.sort_by(|one, other| one.product.cmp(&other.product));
    contract
}

/// The overview as the API would give it: texts, empty ones, split and repeated rows, allowances.
fn overview(dice: &mut Dice, contract: &Contract, book: &PriceBook) -> Value {
    let names = products(book, contract.model == SeatModel::Concurrent);
    let name = |id: &str| names.iter().find(|(own, _)| own == id).map(|(_, name)| name.clone()).unwrap();
    let text = |price: Option<Decimal>| price.map_or_else(String::new, |price| price.to_string());
    let row = |id: &str, name: String, quantity: String, unit: String, overage: String| {
        let part = if id == TOKEN_PRODUCT { "GC-170-NV-AITC" } else { "" };
        let grouping = if id == TOKEN_PRODUCT { "rollup" } else { "user-license" };
        json!({"name": name, "partNumber": part, "grouping": grouping, "unitOfMeasureType": "seat", "usageQuantity": "3",
            "overagePrice": overage, "prepayQuantity": quantity, "prepayPrice": unit})
    };
    let mut rows = Vec::new();
    for line in &contract.lines {
        let (unit, overage) = (text(line.terms.unit_price), text(line.overage_price));
        let quantity = line.quantity.to_string();
        if dice.chance(40) && !overage.is_empty() {
            let committed = format!("{} – Prepay", name(&line.product));
            rows.push(row(&line.product, committed, quantity, unit, String::new()));
            rows.push(row(&line.product, name(&line.product), "0".to_owned(), String::new(), overage));
        } else {
            let one = row(&line.product, name(&line.product), quantity, unit, overage);
            if dice.chance(20) {
                rows.push(one.clone());
            }
            rows.push(one);
        }
    }
    for price in &contract.prices {
        let quantity = if dice.chance(50) { "0" } else { "" };
        let overage = text(price.terms.unit_price);
        rows.push(row(&price.product, name(&price.product), quantity.to_owned(), String::new(), overage));
    }
    for place in (1..rows.len()).rev() {
        rows.swap(place, dice.below(u32::try_from(place).unwrap() + 1) as usize);
    }
    rows.push(
        json!({"name": "Genesys Cloud CX 3", "partNumber": "", "grouping": "fair-use", "unitOfMeasureType": "seat",
        "usageQuantity": "5000", "prepayQuantity": "77", "overagePrice": ""}),
    );
    let subscription = match contract.subscription {
        Subscription::AnnualPrepay => "PREPAY",
        Subscription::AnnualMonthly => "PREPAY_MONTHLY_COMMITMENT",
        Subscription::MonthToMonth => "MONTH_TO_MONTH",
    };
    let anchor = contract.period_anchor_day.get();
    json!({"organization": {"id": "o", "name": contract.organization}, "currency": contract.currency.code(),
        "subscriptionType": subscription, "enabledProducts": [], "usages": rows,
        "contractEffectiveDate": contract.start.map(|day| format!("{day}T00:00:00Z")),
        "contractEndDate": contract.end.map(|day| format!("{day}T23:59:59.999Z")),
        "rampPeriodEndDate": contract.ramp_until.map(|day| format!("{day}T23:59:59.999Z")),
        "minimumMonthlyAmount": text(contract.minimum_monthly_amount),
        "billingPeriodStartDate": format!("2026-10-{anchor:02}T00:00:00Z")})
}

#[test]
fn a_contract_as_billing_shows_it_is_imported_as_itself_and_written_and_read_back() {
    let book = PriceBook::embedded();
    let (mut lines, mut prices) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let contract = contract(&mut dice, &book);
        (lines, prices) = (lines + contract.lines.len(), prices + contract.prices.len());
        let text = overview(&mut dice, &contract, &book).to_string();
        let statement = trustee::read(&text, "overview.json").unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        let draft = draft(&statement, &book).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        assert_eq!(draft.contract, contract, "seed {seed}\n{text}");
        let (read, _) = Contract::parse(&draft.text(), "contract.toml", &book).unwrap();
        assert_eq!(read, contract, "seed {seed}\n{}", draft.text());
        let told = draft.understood.len() + draft.left_out.len();
        assert_eq!(told, statement.charges.len(), "every row is told once, seed {seed}\n{text}");
    }
    assert!(lines > 1_000 && prices > 1_000, "{lines} lines and {prices} prices");
}
