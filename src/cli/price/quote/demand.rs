//! What the command line says about demand, growth and currencies: all mistakes at once.

use clap::ValueEnum;
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceBook, SeatModel},
    compare::BillingModel,
    money::{Currency, ExchangeRate, ExchangeRates},
    quote::{DemandItem, DemandRow, NotCounted, QuoteError},
};

use super::QuoteArgs;
use crate::{
    cli::price::{
        compare::Model,
        words::{self, amount},
    },
    error::Failure,
};

const DEMAND_FORM: &str = "hint: as `--demand cx3=380,400,450` for low, expected and high, or `--demand cx3=400`";

/// What was asked for.
pub(super) struct Asked {
    pub(super) demand: Vec<DemandRow>,
    /// Percent a year by id; without an id of everything.
    pub(super) growth: Vec<(Option<String>, Decimal)>,
    pub(super) currency: Currency,
    pub(super) rates: ExchangeRates,
}

impl Asked {
    pub(super) fn read(
        args: &QuoteArgs,
        book: &PriceBook,
        known: &[String],
        first: Currency,
    ) -> Result<Asked, Failure> {
        let mut errors: Vec<String> = Vec::new();
        let mut demand: Vec<DemandRow> = Vec::new();
        for text in &args.demand {
            match row(text, book, known) {
                Ok(row) if demand.iter().any(|other| other.item == row.item) => errors
                    .push(format!("`--demand {text}`: {} stands there already\nhint: drop one of the two", row.item)),
                Ok(row) => demand.push(row),
                Err(error) => errors.push(error),
            }
        }
        let mut taken = |result: Result<(), String>| errors.extend(result.err());
        let mut growth = Vec::new();
        for text in &args.growth {
            taken(growth_of(text, book, known).map(|own| growth.push(own)));
        }
        let mut currency = first;
        if let Some(code) = &args.currency {
            taken(
                code.parse()
                    .map(|own| currency = own)
                    .map_err(|error| format!("`--currency {code}`: {error}\nhint: as `--currency EUR`")),
            );
        }
        let mut rates = Vec::new();
        for text in &args.rate {
            taken(rate(text).map(|rate| rates.push(rate)));
        }
        if errors.is_empty() {
            Ok(Asked { demand, growth, currency, rates: ExchangeRates::new(rates) })
        } else {
            Err(words::usage(&errors))
        }
    }
}

/// `[MODEL:]ID=UNITS` or `=LOW,EXPECTED,HIGH`.
fn row(text: &str, book: &PriceBook, known: &[String]) -> Result<DemandRow, String> {
    let Some((id, units)) = text.split_once('=') else {
        return Err(format!("`--demand {text}` names no units\n{DEMAND_FORM}"));
    };
    let item = item(text, id, book, known)?;
    let whole = matches!(item, DemandItem::Product { .. });
    let read = |text: &str| amount(text.trim()).filter(|units| !whole || units.fract().is_zero());
    let read: Vec<Option<Decimal>> = units.split(',').map(read).collect();
    let levels = match read.as_slice() {
        [Some(one)] => Some([*one; 3]),
        [Some(low), Some(expected), Some(high)] => Some([*low, *expected, *high]),
        _ => None,
    };
    let form = if whole { "whole numbers" } else { "decimals" };
    let Some(levels) = levels else {
        return Err(format!("`--demand {text}`: `{units}` is not one or three {form}\n{DEMAND_FORM}"));
    };
    if !levels.is_sorted() {
        return Err(format!("`--demand {text}`: low, expected and high do not rise\n{DEMAND_FORM}"));
    }
    Ok(DemandRow { item, units: levels, growth_percent: Decimal::ZERO })
}

fn item(text: &str, id: &str, book: &PriceBook, known: &[String]) -> Result<DemandItem, String> {
    if let Some((model, product)) = id.split_once(':') {
        let seat_model = match Model::from_str(model, false).map(BillingModel::from) {
            Ok(BillingModel::Named) => SeatModel::Named,
            Ok(BillingModel::Concurrent) => SeatModel::Concurrent,
            Ok(BillingModel::HourlyLoggedIn) => SeatModel::HourlyLoggedIn,
            _ => {
                return Err(format!(
                    "`--demand {text}`: `{model}` is no model of a quote\nhint: `named`, `concurrent` or `hourly-logged-in`"
                ));
            }
        };
        let id = words::product("--demand", product, book, known)?;
        return Ok(DemandItem::Product { id, model: seat_model });
    }
    match words::resource(id, book) {
        Some(resource) => Ok(DemandItem::Resource(resource)),
        None => {
            let id = words::product("--demand", id, book, known)?;
            Ok(DemandItem::Product { id, model: SeatModel::Named })
        }
    }
}

fn growth_of(text: &str, book: &PriceBook, known: &[String]) -> Result<(Option<String>, Decimal), String> {
    let (id, percent) = match text.split_once('=') {
        Some((id, percent)) => (Some(id), percent),
        None => (None, text),
    };
    let (sign, digits) = match percent.strip_prefix('-') {
        Some(rest) => (Decimal::NEGATIVE_ONE, rest),
        None => (Decimal::ONE, percent.strip_prefix('+').unwrap_or(percent)),
    };
    let value = amount(digits).map(|value| value * sign).filter(|value| value.abs() <= Decimal::ONE_HUNDRED);
    let Some(value) = value else {
        return Err(format!(
            "`--growth {text}`: `{percent}` is no percentage from -100 to 100\nhint: as `--growth 5` or `--growth cx3=-2.5`"
        ));
    };
    let id = match id {
        Some(id) => Some(match words::resource(id, book) {
            Some(resource) => resource,
            None => words::product("--growth", id, book, known)?,
        }),
        None => None,
    };
    Ok((id, value))
}

fn rate(text: &str) -> Result<ExchangeRate, String> {
    let form = "hint: as `--rate EUR:USD=1.0842`, so many USD for one EUR";
    let parts = text.split_once(':').and_then(|(from, rest)| Some((from, rest.split_once('=')?)));
    let wrong = |what: String| format!("`--rate {text}`: {what}\n{form}");
    let Some((from, (to, rate))) = parts else { return Err(wrong("is not of the form FROM:TO=RATE".to_owned())) };
    let currency = |code: &str| code.parse::<Currency>().map_err(|error| wrong(error.to_string()));
    let (from, to) = (currency(from)?, currency(to)?);
    let rate =
        amount(rate).filter(|rate| !rate.is_zero()).ok_or_else(|| wrong(format!("`{rate}` is no rate above 0")))?;
    if from == to {
        return Err(wrong("both are the same currency".to_owned()));
    }
    // It holds from the first day of the calendar: whoever names one rate means it for every quote.
    Ok(ExchangeRate { from, to, rate, since: chrono::NaiveDate::MIN })
}

/// Sets growth: of everything, then of single things.
pub(super) fn grow(rows: &mut [DemandRow], growth: &[(Option<String>, Decimal)]) -> Result<(), Failure> {
    let mut errors = Vec::new();
    for (id, percent) in
        growth.iter().filter(|(id, _)| id.is_none()).chain(growth.iter().filter(|(id, _)| id.is_some()))
    {
        let mut found = false;
        for row in rows.iter_mut() {
            let own = match &row.item {
                DemandItem::Product { id, .. } | DemandItem::Resource(id) => id,
            };
            if id.as_ref().is_none_or(|id| id == own) {
                row.growth_percent = *percent;
                found = true;
            }
        }
        if let Some(id) = id.as_ref().filter(|_| !found) {
            errors.push(format!(
                "`--growth {id}={percent}`: there is no demand for `{id}`\nhint: name it with `--demand`"
            ));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(words::usage(&errors)) }
}

/// The way out of a demand that a quote can't count.
pub(super) fn way_out(error: &QuoteError) -> String {
    match error {
        QuoteError::Demand(NotCounted::OtherModel { product, model }) => {
            format!("\nhint: name it, as `--demand {model}:{product}=LOW,EXPECTED,HIGH`")
        }
        QuoteError::Demand(NotCounted::TooLarge { .. }) => "\nhint: name a smaller growth".to_owned(),
        QuoteError::Bill(_) => String::new(),
    }
}
