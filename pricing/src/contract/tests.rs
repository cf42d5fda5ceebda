//! Contracts that read, and every mistake with its place.

use super::*;

/// The contract of the documentation, in full.
const FULL: &str = r#"[contract]
organization = "Northwind Traders"
number = "GC-2026-01"
signed = "2025-12-10"
currency = "USD"
model = "named"
subscription = "annual-monthly"
start = "2025-12-15"
end = "2026-12-14"
period_anchor_day = 15
seat_counting = "logged-in"
concurrency_reading = "exactly"
renewal_notice_days = 60
uplift_cap_percent = "5"
ramp_until = 2026-01-31

[[line]]
product = "cx3"
quantity = 400
unit_price = "148.00"
overage_price = "170.50"

[[price]]
product = "cx1-wem-addon"
unit_price = "35.00"
"#;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(text: &str) -> Result<(Contract, Vec<Notice>), Problems> {
    Contract::parse(text, "contract.toml", &PriceBook::embedded())
}

/// The only problem of a text, as it is shown.
fn problem(text: &str) -> String {
    let problems = read(text).unwrap_err();
    assert_eq!(problems.as_slice().len(), 1, "{problems}");
    problems.to_string()
}

#[test]
fn every_key_is_read() {
    let (contract, notices) = read(FULL).unwrap();
    let expected = Contract {
        organization: Some("Northwind Traders".to_owned()),
        number: Some("GC-2026-01".to_owned()),
        signed: Some(day("2025-12-10")),
        currency: Currency::USD,
        model: Model::Named,
        subscription: Subscription::AnnualMonthly,
        start: Some(day("2025-12-15")),
        end: Some(day("2026-12-14")),
        period_anchor_day: AnchorDay::new(15).unwrap(),
        seat_counting: SeatCounting::LoggedIn,
        concurrency_reading: ConcurrencyReading::Exactly,
        renewal_notice_days: Some(60),
        uplift_cap_percent: Some("5".parse().unwrap()),
        ramp_until: Some(day("2026-01-31")),
        lines: vec![Line {
            product: "cx3".to_owned(),
            quantity: 400,
            terms: PriceTerms { unit_price: Some("148.00".parse().unwrap()), ..PriceTerms::default() },
            overage_price: Some("170.50".parse().unwrap()),
            span: Span::default(),
            added: false,
            amendment: None,
        }],
        prices: vec![Price {
            product: "cx1-wem-addon".to_owned(),
            terms: PriceTerms { unit_price: Some("35.00".parse().unwrap()), ..PriceTerms::default() },
            span: Span::default(),
        }],
        ..Contract::none()
    };
    assert_eq!(contract, expected);
    assert_eq!(notices, []);
}

#[test]
fn everything_has_a_default() {
    assert_eq!(read("").unwrap(), (Contract::none(), vec![]));
    assert_eq!(read("[contract]\n").unwrap().0, Contract::none());
    assert_eq!(read(TEMPLATE).unwrap(), (Contract::none(), vec![]));
    let with_line = read("[[line]]\nproduct = \"cx3\"\nquantity = 1").unwrap().0;
    assert_eq!(with_line.subscription, Subscription::AnnualMonthly);
    let with_price = read("[[price]]\nproduct = \"cx3\"\nunit_price = \"1\"").unwrap().0;
    assert_eq!(with_price.subscription, Subscription::MonthToMonth);
}

#[test]
fn the_examples_of_the_template_read_too() {
    let is_example =
        |line: &str| line.strip_prefix("# ").is_some_and(|rest| rest.starts_with("[[") || rest.contains(" = "));
    let uncommented: Vec<&str> =
        TEMPLATE.lines().map(|line| if is_example(line) { &line[2..] } else { line }).collect();
    let (contract, notices) = read(&uncommented.join("\n")).unwrap();
    assert_eq!((contract.lines.len(), contract.prices.len(), notices), (1, 1, vec![]));
    assert_eq!(contract.end, Some(day("2026-12-14")));
    assert_eq!((contract.number.as_deref(), contract.signed), (Some("GC-2026-01"), Some(day("2025-12-10"))));
}

#[test]
fn a_mistake_is_named_with_its_place_and_the_way_out() {
    let check = |text: &str, expected: &str| assert_eq!(problem(text), expected);
    check(
        "[[line]]\nproduct = \"cx3\"\nquantity = 4\nunit_price = 148.00",
        "contract.toml:4:14: `line[1].unit_price` is the float 148.00, and a float can't hold every amount exactly\n  \
         expected: a decimal in quotes, not negative, at most 9 digits before and 6 after the point, as \"148.00\"\n  \
         hint: put it in quotes: \"148.00\"",
    );
    check(
        "[contract]\ncurency = \"USD\"",
        "contract.toml:2:1: `contract.curency` is a key that nobody reads\n  expected: one of `concurrency_reading`, \
         `currency`, `discount_percent`, `end`, `minimum_monthly_amount`, `model`, `number`, `organization`, `period_anchor_day`, \
         `ramp_billing`, `ramp_until`, `renewal_notice_days`, `seat_counting`, `signed`, `start`, `subscription`, \
         `uplift_cap_percent`, `uplift_percent`, `volume_steps`\n  hint: did you mean `currency`?",
    );
    check(
        "[contract]\nstart = \"2026-12-14\"\nend = \"2025-12-15\"",
        "contract.toml:3:7: `contract.end` is 2025-12-15, before `contract.start`, 2026-12-14\n  expected: the last day \
         of the contract, on or after its first\n  hint: exchange the two?",
    );
    check(
        "[contract]\nsigned = \"2026-01-02\"\nstart = \"2026-01-01\"",
        "contract.toml:2:10: `contract.signed` is 2026-01-02, after `contract.start`, 2026-01-01\n  expected: the day of \
         the signature, on or before the first day\n  hint: an amendment that was signed later is an [[amendment]] with \
         its `effective` day",
    );
    check(
        "[contract]\nsubscription = \"month-to-month\"\n[[line]]\nproduct = \"cx3\"\nquantity = 4",
        "contract.toml:5:12: `line[1].quantity` commits to 4 in a month-to-month contract, which has no commitment\n  \
         expected: no quantity, or 0\n  hint: use [[price]] for a price without commitment, or an annual `subscription`",
    );
    check(
        "[[line]]\nproduct = \"cx3\"\nquantity = 4\n[[line]]\nproduct = \"cloudCX3\"\nquantity = 5",
        "contract.toml:5:11: `line[2].product` is `cx3`, which `line[1].product` at contract.toml:2:11 has already\n  \
         expected: one [[line]] per product at a time\n  hint: add the quantities up in one of the two, \
         or drop one, or end the earlier one with `to`",
    );
}

#[test]
fn wrong_values_are_refused() {
    let check = |line: &str, part: &str| {
        let shown = problem(&format!("[contract]\n{line}"));
        assert!(shown.contains(part), "{line}: {shown}");
    };
    check("currency = \"EURO\"", "`contract.currency` is `EURO`");
    check("currency = 5", "is of the kind integer");
    check("model = \"name\"", "hint: did you mean `named`?");
    check("subscription = \"yearly\"", "one of `annual-prepay`, `annual-monthly`, `month-to-month`");
    check("period_anchor_day = 0", "a whole number from 1 to 31");
    check("period_anchor_day = 32", "a whole number from 1 to 31");
    check("period_anchor_day = \"15\"", "without quotes");
    check("start = \"2026-02-30\"", "no date of the calendar");
    check("start = \"15.12.2025\"", "no date of the calendar");
    check("start = 2026-01-01T00:00:00Z", "no date of the calendar");
    check("renewal_notice_days = -1", "is -1");
    check("uplift_cap_percent = \"-5\"", "which is negative");
    check("uplift_cap_percent = 5", "is a number without quotes");
    check("organization = \" \"", "is blank");
    check("number = \" \"", "is blank");
    check("number = 2026", "is of the kind integer");
    check("signed = \"in December\"", "no date of the calendar");
    let broken = read("[contract]\nmodel = \"named\"\nend = [").unwrap_err();
    assert!(broken.to_string().contains("contract.toml:3:8: is not TOML here"), "{broken}");
}

#[test]
fn wrong_amounts_are_refused() {
    let check = |amount: &str, part: &str| {
        let shown = problem(&format!("[[price]]\nproduct = \"cx3\"\nunit_price = {amount}"));
        assert!(
            shown.contains(part) && shown.contains("contract.toml:3:14: `price[1].unit_price`"),
            "{amount}: {shown}"
        );
    };
    for (amount, part) in [
        ("\"-1.00\"", "which is negative"),
        ("\"1,000.00\"", "which has a comma"),
        ("\"1.0000001\"", "too many digits"),
        ("\"1234567890\"", "too many digits"),
        ("\"1e3\"", "no decimal"),
        ("\"\"", "no decimal"),
        ("\".5\"", "no decimal"),
        ("\"5.\"", "no decimal"),
        ("\"USD 5\"", "no decimal"),
        ("1e3", "is the float 1e3"),
        ("true", "is of the kind boolean"),
        ("[\"1\"]", "is of the kind array"),
    ] {
        check(amount, part);
    }
}

#[test]
fn what_is_missing_is_named() {
    let check = |text: &str, part: &str| {
        let shown = problem(text);
        assert!(shown.contains(part), "{shown}");
    };
    check("[[line]]\nproduct = \"cx3\"", "`line[1]` has no `quantity`");
    check("[[line]]\nquantity = 3", "`line[1]` has no `product`");
    check("[[price]]\nproduct = \"cx3\"", "`price[1]` has no `unit_price`");
    check("line = 5", "tables with double brackets, as [[line]]");
    check("contract = 5", "a table, as [contract]");
    check(
        "[[price]]\nproduct = \"a\"\nunit_price = \"1\"\n[[price]]\nproduct = \"a\"\nunit_price = \"2\"",
        "has already",
    );
}

#[test]
fn all_problems_are_reported_at_once_in_order() {
    let text = "[contract]\nmodel = \"x\"\nend = \"never\"\n[[line]]\nproduct = \"cx3\"\nquantity = \"many\"\nprice = \"1\"\n[lines]";
    let problems = read(text).unwrap_err();
    let paths: Vec<&str> = problems.as_slice().iter().map(|problem| problem.place.path.as_str()).collect();
    assert_eq!(paths, ["contract.model", "contract.end", "line[1].quantity", "line[1].price", "lines"]);
    let lines: Vec<usize> = problems.as_slice().iter().map(|problem| problem.place.line).collect();
    assert_eq!(lines, [2, 3, 6, 7, 8]);
}

#[test]
fn what_is_allowed_but_odd_is_a_notice() {
    let (contract, notices) = read("[[price]]\nproduct = \"cx33\"\nunit_price = \"1\"").unwrap();
    assert_eq!(contract.prices[0].product, "cx33");
    assert_eq!(
        notices[0].to_string(),
        "contract.toml:2:11: `price[1].product` is `cx33`, which the price book does not know: it counts for the license \
         with exactly this id, else for nobody; did you mean `cx3`?"
    );
    let both = "[[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"2\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1\"";
    let notices = read(both).unwrap().1;
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("whose price is that of `line[1].product` at contract.toml:2:11"));
    let filled = "[[line]]\nproduct = \"cx3\"\nquantity = 1\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1\"";
    assert_eq!(read(filled).unwrap().1, []);
}

#[test]
fn only_month_to_month_commits_to_nothing() {
    let commits = [Subscription::AnnualPrepay, Subscription::AnnualMonthly, Subscription::MonthToMonth]
        .map(Subscription::commits);
    assert_eq!(commits, [true, true, false]);
}

#[test]
fn a_contract_is_in_force_on_both_its_ends() {
    let contract = read(FULL).unwrap().0;
    let check = |on: &str, expected: bool| assert_eq!(contract.is_in_force_on(day(on)), expected, "{on}");
    check("2025-12-14", false);
    check("2025-12-15", true);
    check("2026-12-14", true);
    check("2026-12-15", false);
    assert!(Contract::none().is_in_force_on(day("1999-01-01")));
}

#[test]
fn the_schema_has_the_keys_that_the_reader_has() {
    let schema = contract_schema();
    let schema = schema.as_value();
    let check = |text: &str, pointer: &str| {
        let mut keys: Vec<String> =
            schema.pointer(pointer).unwrap().as_object().unwrap().keys().map(|key| format!("`{key}`")).collect();
        keys.sort();
        let problems = read(text).unwrap_err();
        let unread = problems.as_slice().iter().find(|p| p.what == "is a key that nobody reads").unwrap();
        assert_eq!(unread.expected, format!("one of {}", keys.join(", ")));
    };
    check("zzzzzz = 1", "/properties");
    check("[contract]\nzzzzzz = 1", "/properties/contract/properties");
    check("[[line]]\nzzzzzz = 1", "/properties/line/items/properties");
    check("[[price]]\nzzzzzz = 1", "/properties/price/items/properties");
    check("[[price]]\n[[price.step]]\nzzzzzz = 1", "/properties/price/items/properties/step/items/properties");
    check("[[amendment]]\nzzzzzz = 1", "/properties/amendment/items/properties");
    check(
        "[[amendment]]\n[[amendment.line]]\nzzzzzz = 1",
        "/properties/amendment/items/properties/line/items/properties",
    );
    check("[[fair_use]]\nzzzzzz = 1", "/properties/fair_use/items/properties");
    check("[[exchange_rate]]\nzzzzzz = 1", "/properties/exchange_rate/items/properties");
}
