//! What a quote file says, and what is wrong with one.

use super::*;

fn quote(text: &str) -> Quote {
    Quote::parse(text, "quote.toml", &PriceBook::embedded()).unwrap().0
}

fn problems(text: &str) -> Vec<String> {
    let problems = Quote::parse(text, "q.toml", &PriceBook::embedded()).err().map(Problems::into_list);
    problems.unwrap_or_default().iter().map(|it| format!("{} {}", it.place.path, it.what)).collect()
}

const LINE: &str = "[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"100\"\n";

#[test]
fn the_template_reads_without_a_problem() {
    let (quote, notices) = Quote::parse(TEMPLATE, "quote.toml", &PriceBook::embedded()).unwrap();
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(quote.label(), "Genesys, three years, annual payment");
    assert_eq!((quote.term_months, quote.start().to_string()), (36, "2027-01-01".to_owned()));
    assert_eq!(quote.contract.end.map(|day| day.to_string()).as_deref(), Some("2029-12-31"));
}

#[test]
fn every_example_of_the_template_reads_as_well() {
    let uncommented = TEMPLATE.lines().map(|line| {
        let example = line.strip_prefix("# ").filter(|rest| rest.starts_with("[[") || rest.contains(" = \""));
        let numbers = line
            .strip_prefix("# ")
            .filter(|rest| ["quantity =", "month =", "from_units ="].iter().any(|key| rest.starts_with(key)));
        example.or(numbers).unwrap_or(line)
    });
    let text = uncommented.collect::<Vec<_>>().join("\n");
    let (quote, notices) = Quote::parse(&text, "quote.toml", &PriceBook::embedded())
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(
        (quote.one_offs.len(), quote.contract.lines.len(), quote.contract.exchange_rates.as_slice().len()),
        (1, 2, 1)
    );
    assert_eq!(quote.uplift_percent_per_year.to_string(), "3");
}

#[test]
fn a_term_begins_with_a_period_and_ends_with_one() {
    let check = |start: &str, months: u32, anchor: u8, end: &str| {
        let by_months =
            format!("[quote]\nvendor = \"V\"\nterm_months = {months}\n[contract]\nstart = \"{start}\"\n{LINE}");
        let read = quote(&by_months);
        let found = (read.contract.period_anchor_day.get(), read.contract.end.unwrap().to_string());
        assert_eq!(found, (anchor, end.to_owned()), "{start} {months}");
        let by_end = format!("[quote]\nvendor = \"V\"\n[contract]\nstart = \"{start}\"\nend = \"{end}\"\n{LINE}");
        assert_eq!(quote(&by_end), read);
    };
    check("2027-01-01", 12, 1, "2027-12-31");
    check("2026-12-15", 36, 15, "2029-12-14");
    check("2027-01-31", 1, 31, "2027-02-27");
    check("2027-01-31", 13, 31, "2028-02-28");
    check("2027-01-01", 120, 1, "2036-12-31");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = "[quote]\nname = \"x\"\nterm_month = 12\nuplift_percent_per_year = \"101\"\n[contract]\nstart = \"2027-01-10\"\n\
                period_anchor_day = 1\n[[one_off]]\nname = \"Setup\"\nkind = \"fees\"\namount = \"0\"\n[[line]]\nproduct = \"cx3\"\nquantity = -1\n";
    assert_eq!(
        problems(text),
        [
            "quote has no `vendor`",
            "quote.term_month is a key that nobody reads",
            "quote.uplift_percent_per_year is 101, more than everything",
            "contract says nothing about the length of the term",
            "contract.period_anchor_day is 1, and the term begins on 2027-01-10, in the middle of a period",
            "one_off[1].kind is `fees`",
            "one_off[1].amount is 0",
            "line[1].quantity is -1",
        ]
    );
}

#[test]
fn what_only_a_quote_asks_for() {
    let with = |quote: &str, contract: &str, rest: &str| {
        problems(&format!("[quote]\nvendor = \"V\"\n{quote}\n[contract]\n{contract}\n{rest}"))
    };
    let start = "start = \"2027-01-01\"";
    assert_eq!(problems(LINE), [" has no `contract`", " has no `quote`"]);
    assert_eq!(with("term_months = 12", "", LINE), ["contract has no `start`"]);
    assert_eq!(with("term_months = 0", start, LINE), ["quote.term_months is 0"]);
    assert_eq!(with("term_months = 12", start, ""), [" names no price"]);
    let discount = format!("{start}\ndiscount_percent = \"10\"");
    assert!(with("term_months = 12", &discount, "").is_empty());
    assert_eq!(
        with("term_month = 12", start, ""),
        ["quote.term_month is a key that nobody reads", "contract says nothing about the length of the term"]
    );
    let both = format!("{start}\nend = \"2028-01-31\"");
    assert_eq!(
        with("term_months = 12", &both, LINE),
        ["contract.end is 2028-01-31, but 12 months from 2027-01-01 end on 2027-12-31"]
    );
    let odd = format!("{start}\nend = \"2028-01-30\"");
    assert_eq!(
        with("", &odd, LINE),
        ["contract.end is 2028-01-30, which is not the end of a month counted from 2027-01-01"]
    );
    let ramp = format!("{start}\nramp_until = \"2027-12-31\"");
    assert_eq!(
        with("term_months = 12", &ramp, LINE),
        ["contract.ramp_until is 2027-12-31, and the term ends on 2027-12-31: nothing would ever be charged"]
    );
    let cap = format!("{start}\nuplift_cap_percent = \"3\"");
    assert_eq!(
        with("term_months = 24\nuplift_percent_per_year = \"5\"", &cap, LINE),
        ["quote.uplift_percent_per_year is 5, above `contract.uplift_cap_percent`, 3"]
    );
    assert!(with("term_months = 24\nuplift_percent_per_year = \"3\"", &cap, LINE).is_empty());
    let no_table = format!("quote = 5\n[contract]\n{start}\n{LINE}");
    assert_eq!(problems(&no_table), ["quote is of the kind integer"], "its length is no second problem");
    let late = "[[one_off]]\nname = \"Setup\"\nkind = \"fee\"\namount = \"10.005\"\nmonth = 13\n";
    assert_eq!(
        with("term_months = 12", start, &format!("{LINE}{late}")),
        ["one_off[1].amount is 10.005, finer than USD is paid", "one_off[1].month is 13"]
    );
}

#[test]
fn the_schema_has_the_keys_that_the_reader_has() {
    let schema = quote_schema();
    let keys = |pointer: &str| -> Vec<String> {
        let mut keys: Vec<String> =
            schema.as_value().pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    let read = |text: &str, path: &str| -> Vec<String> {
        let problems = Quote::parse(text, "q.toml", &PriceBook::embedded()).unwrap_err().into_list();
        let unknown = problems.iter().find(|it| it.place.path == path && it.what.contains("nobody reads")).unwrap();
        let names = unknown.expected.trim_start_matches("one of ").split(", ");
        names.map(|name| name.trim_matches('`').to_owned()).collect()
    };
    assert_eq!(keys("/properties/quote/properties"), read("[quote]\nzzz = 1", "quote.zzz"));
    assert_eq!(keys("/properties/one_off/items/properties"), read("[[one_off]]\nzzz = 1", "one_off[1].zzz"));
    assert_eq!(keys("/properties"), read("zzz = 1", "zzz"));
}
