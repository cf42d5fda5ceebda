//! One `[[line]]` or `[[price]]` of a contract.

use super::entry::{Line, Price, PriceTerms, Span, Step, StepChange};
use super::read::{CURRENCY_FORM, QUANTITY_MAX};
use super::read_more::percent;
use crate::book::PriceBook;
use crate::document::{Document, Field, Section, Spot};
use crate::money::Currency;
use crate::problem::did_you_mean;

/// A `[[line]]` or `[[price]]` with the spots that later checks point at.
pub(super) struct Entry<T> {
    pub(super) value: T,
    pub(super) product_at: Spot,
    /// The line's quantity, if it stands there.
    pub(super) quantity: Option<Field<u64>>,
    /// First day, if it stands there.
    pub(super) from_at: Option<Spot>,
    /// Last day, if it stands there.
    pub(super) to_at: Option<Spot>,
    /// Currency, if it stands there.
    pub(super) currency_at: Option<Spot>,
}

/// What later checks ask of both.
pub(super) trait Dated {
    fn product(&self) -> &str;
    fn span(&self) -> Span;
    fn terms(&self) -> &PriceTerms;
}

impl Dated for Line {
    fn product(&self) -> &str {
        &self.product
    }

    fn span(&self) -> Span {
        self.span
    }

    fn terms(&self) -> &PriceTerms {
        &self.terms
    }
}

impl Dated for Price {
    fn product(&self) -> &str {
        &self.product
    }

    fn span(&self) -> Span {
        self.span
    }

    fn terms(&self) -> &PriceTerms {
        &self.terms
    }
}

/// What both kinds of entry have, with its spots.
struct Common {
    product: Option<(String, Spot)>,
    terms: PriceTerms,
    span: Span,
    from_at: Option<Spot>,
    to_at: Option<Spot>,
    currency_at: Option<Spot>,
}

pub(super) fn line(
    document: &Document<'_>,
    section: Section<'_, '_>,
    book: &PriceBook,
    monthly: bool,
) -> Option<Entry<Line>> {
    let common = common(document, &section, book);
    let quantity = if monthly && !section.has("quantity") {
        None
    } else {
        let expected = "the units committed per month, a whole number without quotes";
        section.required("quantity", expected, |section, key| section.integer(key, 0, QUANTITY_MAX))
    };
    let overage_price = section.amount("overage_price").map(|field| field.value);
    section.finish();
    let (product, product_at) = common.product?;
    let value = Line {
        product,
        quantity: quantity.as_ref().map_or(0, |field| field.value),
        terms: common.terms,
        overage_price,
        span: common.span,
        added: false,
        amendment: None,
    };
    let (from_at, to_at, currency_at) = (common.from_at, common.to_at, common.currency_at);
    Some(Entry { value, product_at, quantity, from_at, to_at, currency_at })
}

pub(super) fn price(document: &Document<'_>, section: Section<'_, '_>, book: &PriceBook) -> Option<Entry<Price>> {
    let common = common(document, &section, book);
    let others = ["discount_percent", "hourly_price", "step"];
    if !section.has("unit_price") && !others.iter().any(|key| section.has(key)) {
        section.missing("unit_price", "the price per unit and month, as \"35.00\"");
    }
    section.finish();
    let (product, product_at) = common.product?;
    let value = Price { product, terms: common.terms, span: common.span };
    let (from_at, to_at, currency_at) = (common.from_at, common.to_at, common.currency_at);
    Some(Entry { value, product_at, quantity: None, from_at, to_at, currency_at })
}

fn common(document: &Document<'_>, section: &Section<'_, '_>, book: &PriceBook) -> Common {
    let product = product(document, section, book);
    let currency = section.parsed::<Currency>("currency", CURRENCY_FORM, "");
    let terms = PriceTerms {
        unit_price: section.amount("unit_price").map(|field| field.value),
        discount_percent: percent(section, "discount_percent").map(|field| field.value),
        steps: steps(section),
        currency: currency.as_ref().map(|field| field.value),
        hourly_price: section.amount("hourly_price").map(|field| field.value),
    };
    let (from, to) = (section.date("from"), section.date("to"));
    if let (Some(from), Some(to)) = (&from, &to)
        && to.value < from.value
    {
        let what = format!("is {}, before `from`, {}", to.value, from.value);
        section.problem(&to.at, what, "a last day on or after the first", "exchange the two?");
    }
    Common {
        product,
        terms,
        span: Span { from: from.as_ref().map(|field| field.value), to: to.as_ref().map(|field| field.value) },
        from_at: from.map(|field| field.at),
        to_at: to.map(|field| field.at),
        currency_at: currency.map(|field| field.at),
    }
}

/// Discount steps, each with a higher volume than the one before.
fn steps(section: &Section<'_, '_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for own in section.sections("step") {
        let expected = "the units from which on it holds, a whole number from 1";
        let from = own.required("from_units", expected, |own, key| own.integer(key, 1, QUANTITY_MAX));
        let price = own.amount("unit_price").map(|field| field.value);
        let discount = percent(&own, "discount_percent").map(|field| field.value);
        let change = match (price, discount) {
            (Some(price), None) => Some(StepChange::UnitPrice(price)),
            (None, Some(percent)) => Some(StepChange::DiscountPercent(percent)),
            (both, _) => {
                one_of_two(&own, both.is_some());
                None
            }
        };
        if let (Some(from), Some(last)) = (&from, steps.last())
            && from.value <= last.from_units
        {
            let what = format!("is {}, not above {} of the step before", from.value, last.from_units);
            own.problem(&from.at, what, "steps by rising volume, each once", "sort them, or drop one");
        } else if let (Some(from), Some(change)) = (from, change) {
            steps.push(Step { from_units: from.value, change });
        }
        own.finish();
    }
    steps
}

/// Records that a step has both of price and discount, or neither; one that is wrong has its own problem already.
fn one_of_two(step: &Section<'_, '_>, both: bool) {
    let (price, discount) = (step.has("unit_price"), step.has("discount_percent"));
    if both || !(price || discount) {
        let what = if both { "has `unit_price` and `discount_percent`" } else { "has no price" };
        step.problem(step.spot(), what, "either `unit_price` or `discount_percent`", "");
    }
}

/// The product of an entry: a license id counts as its product, an unknown one passes through with a notice.
pub(super) fn product(document: &Document<'_>, section: &Section<'_, '_>, book: &PriceBook) -> Option<(String, Spot)> {
    let field = section.required("product", "a product id, as \"cx3\", or a license id", Section::text)?;
    if let Some(product) = book.product_of_license(&field.value) {
        return Some((product.id.clone(), field.at));
    }
    let ids = book.products().iter().map(|product| product.id.as_str());
    let near = did_you_mean(&field.value, ids).map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    let message = format!(
        "is `{}`, which the price book does not know: it counts for the license with exactly this id, else for nobody{near}",
        field.value
    );
    document.notice(&field.at, message);
    Some((field.value, field.at))
}
