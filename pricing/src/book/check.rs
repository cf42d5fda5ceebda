//! What only the book as a whole can show: references that lead nowhere, two entries for one thing, two prices at once.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::names::folded;
use super::{Allowance, FreeTokens, Meter, PerModel, PriceBook, PriceEntry, PriceRange, Product, ProductKind};
use crate::document::{Document, Spot};
use crate::problem::did_you_mean;
use crate::rate::greatest_common_divisor;

/// Largest common multiple of the units of all meters. Units of one meter are at most as many, so their product fits.
const COMMON_MULTIPLE_MAX: u64 = 1_000_000;

/// A value with its place in one of the documents.
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) document: usize,
    pub(super) at: Spot,
}

/// A book on the way: everything that could be read, checked entry by entry.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) products: Vec<Located<Product>>,
    pub(super) prices: Vec<Located<PriceEntry>>,
    pub(super) meters: Vec<Located<Meter>>,
    pub(super) free_tokens: Vec<Located<FreeTokens>>,
    pub(super) allowances: Vec<Located<Allowance>>,
    pub(super) hours_per_seat: Vec<Located<u64>>,
    pub(super) ranges: Vec<Located<PriceRange>>,
    /// Ids of all products, also of those that have other problems.
    pub(super) ids: Vec<Located<String>>,
    /// Ids that other entries refer to, with the key that does.
    pub(super) references: Vec<(&'static str, Located<String>)>,
}

impl Draft {
    pub(super) fn into_book(self) -> PriceBook {
        let products: Vec<Product> = self.products.into_iter().map(|located| located.value).collect();
        let keys = |of: fn(&Product) -> Vec<String>| -> HashMap<String, usize> {
            let each = products.iter().enumerate();
            each.flat_map(|(place, product)| of(product).into_iter().map(move |key| (key, place))).collect()
        };
        let free = self.free_tokens.into_iter().next().map(|located| located.value);
        let none = FreeTokens { per_organization: PerModel { named: Decimal::ZERO, concurrent: Decimal::ZERO } };
        PriceBook {
            by_license: keys(license_keys),
            by_charge: keys(charge_keys),
            prices: self.prices.into_iter().map(|located| located.value).collect(),
            meters: self.meters.into_iter().map(|located| located.value).collect(),
            free_tokens: free.unwrap_or(none),
            allowances: self.allowances.into_iter().map(|located| located.value).collect(),
            // A seat by the hour brings nothing where the book does not say how much.
            hours_per_seat: self.hours_per_seat.first().map_or(u64::MAX, |located| located.value),
            ranges: self.ranges.into_iter().map(|located| located.value).collect(),
            products,
        }
    }
}

fn license_keys(product: &Product) -> Vec<String> {
    std::iter::once(&product.id).chain(&product.license_ids).cloned().collect()
}

/// Names under which a charge finds the product, each once: a name may differ from another by case or spacing only.
fn charge_keys(product: &Product) -> Vec<String> {
    let names = [&product.id, &product.name].into_iter().chain(&product.charge_names);
    let mut keys: Vec<String> = names.map(|name| folded(name)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Records everything that is wrong with the draft in its documents.
pub(super) fn check(documents: &[Document<'_>], draft: &Draft) {
    references_lead_somewhere(documents, draft);
    add_ons_stand_on_contact_center_bases(documents, draft);
    let ids = draft.ids.iter().map(|id| (id.value.clone(), id.document, &id.at));
    unique(documents, "the id", ids.collect());
    unique(documents, "the license id", of_products(draft, license_keys));
    unique(documents, "the charge name", of_products(draft, charge_keys));
    let ranks = draft.products.iter().filter_map(|p| Some((p.value.rank?.to_string(), p.document, &p.at)));
    unique(documents, "the rank", ranks.collect());
    let meters = draft.meters.iter();
    unique(documents, "the meter", meters.map(|meter| (meter.value.id.clone(), meter.document, &meter.at)).collect());
    let free = draft.free_tokens.iter().map(|free| ("free_tokens".to_owned(), free.document, &free.at));
    unique(documents, "the table", free.collect());
    let allowances = draft.allowances.iter();
    unique(documents, "the allowance", allowances.map(|a| (a.value.resource.clone(), a.document, &a.at)).collect());
    let hours = draft.hours_per_seat.iter().map(|hours| ("fair_use".to_owned(), hours.document, &hours.at));
    unique(documents, "the table", hours.collect());
    let ranges = draft.ranges.iter();
    let key = |range: &PriceRange| format!("{} in {}", range.product, range.currency);
    unique(documents, "the price range", ranges.map(|r| (key(&r.value), r.document, &r.at)).collect());
    meters_have_a_common_multiple(documents, &draft.meters);
    one_price_at_a_time(documents, &draft.prices);
}

fn of_products(draft: &Draft, keys: fn(&Product) -> Vec<String>) -> Vec<(String, usize, &Spot)> {
    let products = draft.products.iter();
    products.flat_map(|p| keys(&p.value).into_iter().map(move |key| (key, p.document, &p.at))).collect()
}

fn references_lead_somewhere(documents: &[Document<'_>], draft: &Draft) {
    for (key, reference) in &draft.references {
        let known = || draft.ids.iter().map(|id| id.value.as_str());
        if !known().any(|id| id == reference.value) {
            let hint = did_you_mean(&reference.value, known()).map(|id| format!("did you mean `{id}`?"));
            let what = format!("is `{}`, which is no product of the book", reference.value);
            let expected = format!("the id of a product in `{key}`");
            documents[reference.document].problem(&reference.at, what, expected, hint.unwrap_or_default());
        }
    }
}

fn add_ons_stand_on_contact_center_bases(documents: &[Document<'_>], draft: &Draft) {
    let find = |id: &String| draft.products.iter().map(|product| &product.value).find(|product| product.id == *id);
    for located in &draft.products {
        let product = &located.value;
        let record =
            |what: String, expected: &str| documents[located.document].problem(&located.at, what, expected, "");
        if product.kind == ProductKind::AddOn && product.stands_on.is_empty() {
            record(format!("is the add-on `{}` without a base", product.id), "`stands_on` with at least one base");
        }
        for base in product.stands_on.iter().filter_map(find).filter(|base| !base.is_cx) {
            let what = format!("says that `{}` stands on `{}`, which is no contact-center base", product.id, base.id);
            record(what, "ids of bases with `contact_center = true`");
        }
    }
}

/// Records every key that is taken already, naming the place where.
fn unique(documents: &[Document<'_>], what: &str, keys: Vec<(String, usize, &Spot)>) {
    let mut first: HashMap<String, (usize, &Spot)> = HashMap::new();
    for (key, document, at) in keys {
        match first.get(&key) {
            Some((other, other_at)) => {
                let place = documents[*other].place(other_at);
                let sentence = format!("has {what} `{key}`, which `{}` at {place} has already", place.path);
                documents[document].problem(at, sentence, format!("{what} once in the book"), "drop one of the two");
            }
            None => {
                first.insert(key, (document, at));
            }
        }
    }
}

/// Tokens are added up over the common multiple of all meters, exactly; it has to stay small for that.
fn meters_have_a_common_multiple(documents: &[Document<'_>], meters: &[Located<Meter>]) {
    let mut multiple = 1_u64;
    for meter in meters {
        let units = meter.value.rate.units;
        let next = multiple / greatest_common_divisor(multiple, units) * units;
        if next > COMMON_MULTIPLE_MAX {
            let what = format!("has {units} `units`, whose common multiple with the meters before it is {next}");
            let expected = format!("`units` with a common multiple of at most {COMMON_MULTIPLE_MAX}");
            documents[meter.document].problem(
                &meter.at,
                what,
                expected,
                "state the rate with fewer units and `tokens`",
            );
        } else {
            multiple = next;
        }
    }
}

fn one_price_at_a_time(documents: &[Document<'_>], prices: &[Located<PriceEntry>]) {
    for (place, later) in prices.iter().enumerate() {
        for earlier in prices[..place].iter().filter(|earlier| earlier.value.collides_with(&later.value)) {
            let other = documents[earlier.document].place(&earlier.at);
            let what = format!(
                "is {} for `{}` ({}, {}), while {} is valid at the same time by `{}` at {other}",
                later.value.unit_price,
                later.value.product,
                later.value.model.as_str(),
                later.value.term.as_str(),
                earlier.value.unit_price,
                other.path
            );
            let expected = "one price at a time for a product, model, term and currency";
            let hint = "end the earlier one with `valid_to`, or drop one of the two";
            documents[later.document].problem(&later.at, what, expected, hint);
        }
    }
}
