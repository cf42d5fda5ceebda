//! Text → [`Settings`], with every problem at its place.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceBook, ProductKind},
    document::{Document, Section},
    feature::{Feature, FeatureSet},
    problem::{Notice, Problems, did_you_mean},
};

use super::{Buffer, DepartmentWindow, Exception, ExceptionKind, Pin, Pool, Settings, finance};

/// Longest window that makes sense: ten years.
const DAYS_MAX: u64 = 3_653;
const EVENTS_MAX: u64 = 1_000_000_000;
/// Most seats that a pool or a buffer can have.
const SEATS_MAX: u64 = 1_000_000_000;

pub(super) fn read(text: &str, file: &str, book: &PriceBook) -> Result<(Settings, Vec<Notice>), Problems> {
    let document = Document::parse(file, text);
    let root = document.root();
    let mut settings = Settings::default();
    window(&root, &mut settings);
    if let Some(protect) = root.section("protect") {
        if protect.has("roles") {
            settings.protect_roles = values(&protect, "roles");
        }
        settings.protect_users = values(&protect, "users");
        protect.finish();
    }
    if let Some(features) = root.section("features") {
        settings.not_used = features_of(&features, "not_used");
        features.finish();
    }
    if let Some(offers) = root.section("offers") {
        settings.allow = allowed(&offers, book);
        offers.finish();
    }
    settings.pins = root.sections("pin").into_iter().filter_map(pin).collect();
    settings.exceptions = root.sections("exception").into_iter().filter_map(exception).collect();
    settings.pools = root.sections("pool").into_iter().filter_map(|section| pool(section, book)).collect();
    settings.department_windows =
        root.sections("department_window").into_iter().filter_map(department_window).collect();
    if let Some(renewal) = root.section("renewal") {
        settings.buffer = buffer(&renewal);
        renewal.finish();
    }
    if let Some(books) = root.section("finance") {
        settings.finance = finance::read(&books);
        books.finish();
    }
    if let Some(answers) = root.section("answers") {
        if let Some(field) = answers.integer("cooldown_days", 1, DAYS_MAX) {
            settings.cooldown_days = u32::try_from(field.value).unwrap_or(settings.cooldown_days);
        }
        answers.finish();
    }
    root.finish();
    document.finish().map(|notices| (settings, notices))
}

fn window(root: &Section<'_, '_>, settings: &mut Settings) {
    let Some(window) = root.section("window") else { return };
    let days = |key, min, default: u32| {
        window.integer(key, min, DAYS_MAX).and_then(|field| u32::try_from(field.value).ok()).unwrap_or(default)
    };
    settings.window_days = days("days", 1, settings.window_days);
    settings.idle_days = days("idle_days", 1, settings.idle_days);
    settings.grace_days = days("grace_days", 0, settings.grace_days);
    settings.min_days = days("min_days", 1, settings.min_days);
    if let Some(field) = window.integer("min_events", 1, EVENTS_MAX) {
        settings.min_events = i64::try_from(field.value).unwrap_or(i64::MAX);
    }
    window.finish();
}

fn department_window(section: Section<'_, '_>) -> Option<DepartmentWindow> {
    let text = |key| section.text(key).map(|field| field.value);
    let days = |key, min| section.integer(key, min, DAYS_MAX).and_then(|field| u32::try_from(field.value).ok());
    let window = DepartmentWindow {
        department: text("department"),
        division: text("division"),
        window_days: days("days", 1),
        idle_days: days("idle_days", 1),
        grace_days: days("grace_days", 0),
        min_events: section.integer("min_events", 1, EVENTS_MAX).and_then(|field| i64::try_from(field.value).ok()),
        min_days: days("min_days", 1),
    };
    if !section.has("department") && !section.has("division") {
        section.problem(
            section.spot(),
            "names no part of the organization",
            "`department` or `division`, or both",
            "what holds for everybody stands in `[window]`",
        );
    }
    let keys = ["days", "idle_days", "grace_days", "min_events", "min_days"];
    if !keys.iter().any(|key| section.has(key)) {
        section.problem(
            section.spot(),
            "sets nothing",
            "at least one of `days`, `idle_days`, `grace_days`, `min_events`, `min_days`",
            "delete the section if the department has no window of its own",
        );
    }
    section.finish();
    Some(window)
}

fn buffer(renewal: &Section<'_, '_>) -> Buffer {
    let percent = renewal.amount("buffer_percent").filter(|field| {
        let is_share = field.value <= Decimal::ONE_HUNDRED;
        if !is_share {
            let what = format!("is `{}`", field.value);
            renewal.problem(&field.at, what, "percent from 0 to 100 in quotes", "as `buffer_percent = \"5\"`");
        }
        is_share
    });
    let seats = renewal.integer("buffer_seats", 0, SEATS_MAX);
    Buffer {
        percent: percent.map(|field| field.value).unwrap_or_default(),
        seats: seats.map(|field| field.value).unwrap_or_default(),
    }
}

fn values(section: &Section<'_, '_>, key: &'static str) -> Vec<String> {
    section.texts(key).into_iter().map(|field| field.value).collect()
}

fn features_of(section: &Section<'_, '_>, key: &'static str) -> FeatureSet {
    let mut features = FeatureSet::EMPTY;
    for field in section.texts(key) {
        match field.value.parse::<Feature>() {
            Ok(feature) => {
                features.insert(feature);
            }
            Err(_) => section.problem(
                &field.at,
                format!("names `{}`, which is no feature", field.value),
                feature_names(),
                suggestion(&field.value),
            ),
        }
    }
    features
}

fn feature_names() -> String {
    let names: Vec<String> = Feature::ALL.iter().map(|feature| format!("`{}`", feature.as_str())).collect();
    format!("one of {}", names.join(", "))
}

fn suggestion(text: &str) -> String {
    let near = did_you_mean(text, Feature::ALL.iter().map(|feature| feature.as_str()));
    near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default()
}

fn allowed(offers: &Section<'_, '_>, book: &PriceBook) -> Vec<String> {
    let mut allow = Vec::new();
    for field in offers.texts("allow") {
        match book.product_of_license(&field.value) {
            Some(product) if matches!(product.kind, ProductKind::Base | ProductKind::AddOn) => {
                allow.push(product.id.clone());
            }
            Some(product) => offers.problem(
                &field.at,
                format!("names `{}`, which is never recommended", product.id),
                "a base product or an add-on",
                "leave it out: what people hold of it stays as it is",
            ),
            None => {
                let near = did_you_mean(&field.value, book.products().iter().map(|product| product.id.as_str()));
                offers.problem(
                    &field.at,
                    format!("names `{}`, which the price book does not know", field.value),
                    "the id of a base product or an add-on of the price book",
                    near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default(),
                );
            }
        }
    }
    allow
}

fn pin(section: Section<'_, '_>) -> Option<Pin> {
    let text = |key| section.text(key).map(|field| field.value);
    let feature = section.parsed::<Feature>("feature", &feature_names(), "");
    if !section.has("feature") {
        section.missing("feature", &feature_names());
    }
    let keys = ["department", "title", "division", "cost_center", "manager_email", "user", "role"];
    if !keys.iter().any(|key| section.has(key)) {
        section.problem(
            section.spot(),
            "says nobody's name",
            "at least one of `department`, `title`, `division`, `cost_center`, `manager_email`, `user`, `role`",
            "a pin holds for the people who match every key that it gives",
        );
    }
    let pin = Pin {
        feature: feature.map_or(Feature::Voice, |field| field.value),
        department: text("department"),
        title: text("title"),
        division: text("division"),
        cost_center: text("cost_center"),
        manager_email: text("manager_email"),
        user: text("user"),
        role: text("role"),
    };
    section.finish();
    Some(pin)
}

fn exception(section: Section<'_, '_>) -> Option<Exception> {
    let user = section.text("user");
    let reason = section.text("reason");
    let until = section.date("until").map(|field| field.value);
    let kind = section.text("kind").map(|field| match ExceptionKind::named(&field.value) {
        Some(kind) => kind,
        None => {
            let words: Vec<String> = ExceptionKind::ALL.iter().map(|kind| format!("`{}`", kind.as_str())).collect();
            let near = did_you_mean(&field.value, ExceptionKind::ALL.iter().map(|kind| kind.as_str()));
            section.problem(
                &field.at,
                format!("is of the kind `{}`, which is none", field.value),
                format!("one of {}", words.join(", ")),
                near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default(),
            );
            ExceptionKind::Other
        }
    });
    if !section.has("user") {
        section.missing("user", "a user id or an e-mail in quotes");
    }
    if !section.has("reason") {
        section.missing("reason", "a few words in quotes that an auditor understands");
    }
    section.finish();
    Some(Exception { user: user?.value, reason: reason?.value, until, kind: kind.unwrap_or_default() })
}

fn pool(section: Section<'_, '_>, book: &PriceBook) -> Option<Pool> {
    let text = |key| section.text(key).map(|field| field.value);
    let (division, department) = (text("division"), text("department"));
    if division.is_none() && department.is_none() {
        section.problem(
            section.spot(),
            "names no part of the organization",
            "`division` or `department`, or both",
            "a pool holds for the people who match every key that it gives",
        );
    }
    let product = section.text("product");
    if !section.has("product") {
        section.missing("product", "the id of a product of the price book in quotes");
    }
    let product = product.and_then(|field| match book.product_of_license(&field.value) {
        Some(product) => Some(product.id.clone()),
        None => {
            let near = did_you_mean(&field.value, book.products().iter().map(|product| product.id.as_str()));
            section.problem(
                &field.at,
                format!("names `{}`, which the price book does not know", field.value),
                "the id of a product of the price book",
                near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default(),
            );
            None
        }
    });
    let limit = section.integer("limit", 0, SEATS_MAX).map(|field| field.value);
    if !section.has("limit") {
        section.missing("limit", "a whole number of seats");
    }
    section.finish();
    Some(Pool { division, department, product: product?, limit: limit? })
}
