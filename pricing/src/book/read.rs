//! From the text of the files to the entries of the book, one entry at a time.
//!
//! What can be judged by looking at one entry is judged here, what needs the whole book in [`super::check`].

use rust_decimal::Decimal;

use super::check::{self, Draft, Located};
use super::read_fair_use;
use super::read_price::prices;
use super::{FreeTokens, Meter, MeterRate, PerModel, PriceBook, Product, ProductKind};
use crate::document::{Document, Field, Section};
use crate::feature::{Feature, FeatureSet};
use crate::problem::Problems;

const KINDS: [(&str, ProductKind); 6] = [
    ("base", ProductKind::Base),
    ("add-on", ProductKind::AddOn),
    ("device", ProductKind::Device),
    ("crm", ProductKind::Crm),
    ("model", ProductKind::Model),
    ("usage", ProductKind::Usage),
];

pub(super) fn read(files: &[(&str, &str)]) -> Result<PriceBook, Problems> {
    let documents: Vec<Document<'_>> = files.iter().map(|(file, text)| Document::parse(file, text)).collect();
    let mut draft = Draft::default();
    for (place, document) in documents.iter().enumerate() {
        read_document(document, place, &mut draft);
    }
    check::check(&documents, &draft);
    let problems: Vec<_> =
        documents.into_iter().filter_map(|document| document.finish().err()).flat_map(Problems::into_list).collect();
    match Problems::from_list(problems) {
        Some(problems) => Err(problems),
        None => Ok(draft.into_book()),
    }
}

fn read_document(document: &Document<'_>, place: usize, draft: &mut Draft) {
    let root = document.root();
    for section in root.sections("product") {
        let at = section.spot().clone();
        if let Some(value) = product(&section, place, draft) {
            draft.products.push(Located { value, document: place, at });
        }
        section.finish();
    }
    for section in root.sections("price") {
        for (value, at) in prices(&section, place, draft) {
            draft.prices.push(Located { value, document: place, at });
        }
        section.finish();
    }
    for section in root.sections("meter") {
        let at = section.spot().clone();
        if let Some(value) = meter(&section, place, draft) {
            draft.meters.push(Located { value, document: place, at });
        }
        section.finish();
    }
    if let Some(section) = root.section("free_tokens") {
        let at = section.spot().clone();
        if let Some(per_organization) = per_model(&section) {
            draft.free_tokens.push(Located { value: FreeTokens { per_organization }, document: place, at });
        }
        section.required("source", "an address", Section::text);
        section.finish();
    }
    read_fair_use::read(document, &root, place, draft);
    root.finish();
}

fn product(section: &Section<'_, '_>, document: usize, draft: &mut Draft) -> Option<Product> {
    let id = section.required("id", "an id, as \"cx3\"", Section::text);
    if let Some(id) = &id {
        draft.ids.push(Located { value: id.value.clone(), document, at: id.at.clone() });
    }
    let name = section.required("name", "the vendor's name", Section::text);
    let kind = section.required("kind", "a kind, as \"base\"", |section, key| section.word(key, &KINDS));
    let rank = section.integer("rank", 0, u64::from(u32::MAX));
    let is_cx = section.flag("contact_center").is_some_and(|flag| flag.value);
    rank_fits(section, kind.as_ref().map(|kind| kind.value), rank.as_ref(), is_cx);
    let mut refer = |key: &'static str| -> Vec<String> {
        let fields = section.texts(key);
        let ids = fields.iter().map(|field| field.value.clone()).collect();
        draft.references.extend(fields.into_iter().map(|f| (key, Located { value: f.value, document, at: f.at })));
        ids
    };
    let (stands_on, hidden_by) = (refer("stands_on"), refer("hidden_by"));
    let values = |fields: Vec<Field<String>>| fields.into_iter().map(|field| field.value).collect();
    let (license_ids, charge_names) = (section.texts("license_ids"), section.texts("charge_names"));
    let covers = covers(section);
    let free_units = section.integer("free_units", 0, u64::from(u32::MAX)).map_or(0, |field| field.value);
    let seat_tokens = section.section("seat_tokens").and_then(|tokens| per_model_whole(tokens));
    let brings_tokens = section.section("brings_tokens").and_then(|tokens| per_model_whole(tokens));
    let bills_hours = section.flag("bills_hours").is_some_and(|flag| flag.value);
    let note = section.text("note").map(|field| field.value);
    let source = section.required("source", "an address, or \"guide\"", Section::text);
    Some(Product {
        id: id?.value,
        name: name?.value,
        kind: kind?.value,
        rank: rank.and_then(|rank| u32::try_from(rank.value).ok()),
        is_cx,
        covers,
        stands_on,
        hidden_by,
        license_ids: values(license_ids),
        charge_names: values(charge_names),
        free_units,
        seat_tokens,
        brings_tokens,
        bills_hours,
        note,
        source: source?.value,
    })
}

fn rank_fits(section: &Section<'_, '_>, kind: Option<ProductKind>, rank: Option<&Field<u64>>, is_cx: bool) {
    match (kind, rank) {
        (Some(ProductKind::Base), None) if !section.has("rank") => {
            section.missing("rank", "a whole number, higher = more")
        }
        (Some(ProductKind::Base) | None, _) => {}
        (Some(_), Some(rank)) => {
            section.problem(&rank.at, "is a rank of something that is no base", "no `rank`", "only bases have a rank");
        }
        (Some(_), None) if is_cx => {
            let expected = "`contact_center` on bases only";
            section.problem(section.spot(), "is for the contact center but no base", expected, "drop `contact_center`");
        }
        (Some(_), None) => {}
    }
}

fn covers(section: &Section<'_, '_>) -> FeatureSet {
    let mut covers = FeatureSet::EMPTY;
    for field in section.texts("covers") {
        match field.value.parse::<Feature>() {
            Ok(feature) => {
                covers.insert(feature);
            }
            Err(error) => section.problem(&field.at, error.to_string(), "a feature of the canonical tables", ""),
        }
    }
    covers
}

fn per_model_whole(section: Section<'_, '_>) -> Option<PerModel<Decimal>> {
    let tokens = per_model(&section);
    section.finish();
    tokens
}

fn per_model(section: &Section<'_, '_>) -> Option<PerModel<Decimal>> {
    let form = "a decimal in quotes, as \"40\"";
    let named = section.required("named", form, Section::amount);
    let concurrent = section.required("concurrent", form, Section::amount);
    Some(PerModel { named: named?.value, concurrent: concurrent?.value })
}

fn meter(section: &Section<'_, '_>, document: usize, draft: &mut Draft) -> Option<Meter> {
    let id = section.required("id", "an id, as \"ai_summaries\"", Section::text);
    let unit = section.required("unit", "what is counted", Section::text);
    let units = section.required("units", "a whole number", |section, key| section.integer(key, 1, 1_000_000));
    let tokens = if section.has("tokens_per_model") {
        section.section("tokens_per_model").and_then(|tokens| per_model_whole(tokens))
    } else {
        let tokens = section.required("tokens", "a decimal in quotes, as \"1\"", Section::amount);
        tokens.map(|field| PerModel { named: field.value, concurrent: field.value })
    };
    let seat_product = section.text("seat_product").map(|field| {
        let value = field.value.clone();
        draft.references.push(("seat_product", Located { value: field.value, document, at: field.at }));
        value
    });
    let charge_names = section.texts("charge_names").into_iter().map(|field| field.value).collect();
    let source = section.required("source", "an address", Section::text);
    Some(Meter {
        id: id?.value,
        unit: unit?.value,
        rate: MeterRate { units: units?.value, tokens: tokens? },
        seat_product,
        charge_names,
        source: source?.value,
    })
}
