//! Pages by number, with the faults that listings have.

use serde_json::{Map, Value, json};

use super::{Call, Result};
use crate::contract::contract;
use crate::server::answer::{Answer, Refusal};
use crate::settings::OversizedPage;

/// Size and number that a request asks for, within what is allowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) size: usize,
    pub(crate) number: usize,
}

impl Page {
    /// Reads `pageSize` and `pageNumber`.
    pub(crate) fn read(call: &Call<'_>) -> std::result::Result<Page, Refusal> {
        let number = number(call.query.get("pageNumber"), 1)?;
        Ok(Page { size: size(call, call.query.get("pageSize"), 25)?, number })
    }
}

/// A page size within what the operation allows.
pub(crate) fn size(call: &Call<'_>, asked: Option<&str>, default: usize) -> std::result::Result<usize, Refusal> {
    within(call, number(asked, default)?, call.settings.page_size_max(&call.operation.id) as usize)
}

/// The size asked for, or what the settings make of one that is too large.
pub(crate) fn within(call: &Call<'_>, asked: usize, most: usize) -> std::result::Result<usize, Refusal> {
    match call.settings.oversized_page {
        OversizedPage::Refuse if asked > most => {
            Err(Refusal::bad(format!("The page size must not be greater than {most}")))
        }
        _ => Ok(asked.min(most)),
    }
}

fn number(text: Option<&str>, default: usize) -> std::result::Result<usize, Refusal> {
    match text.map(str::parse) {
        None => Ok(default),
        Some(Ok(number)) if number > 0 => Ok(number),
        _ => Err(Refusal::new(400, "invalid.value", "pageSize and pageNumber must be positive")),
    }
}

/// A listing of people: while it is read, one of them may be away.
pub(crate) fn people(call: &Call<'_>, mut people: Vec<u32>, entity: impl Fn(u32) -> Value) -> Result {
    drift(call, &mut people, Page::read(call)?.size);
    list(call, &people, |person| entity(*person))
}

/// One person vanishes with the second request of the same listing and is back with the fourth.
///
/// A listing of one page knows no "between pages": who is away there is away for whoever asks.
pub(crate) fn drift(call: &Call<'_>, people: &mut Vec<u32>, page_size: usize) {
    if call.settings.faults.drift && people.len() > page_size.max(1) {
        let path = call.path.values().cloned().collect::<String>();
        let listing = format!("drift {} {path} {}", call.operation.id, call.query.get("state").unwrap_or_default());
        if (1..3).contains(&call.server.asked_before(&listing)) {
            people.remove(0);
        }
    }
}

/// A page of any listing.
pub(crate) fn list<T>(call: &Call<'_>, items: &[T], entity: impl Fn(&T) -> Value) -> Result {
    let page = Page::read(call)?;
    let shown = if repeats(call, page) { page.number - 1 } else { page.number };
    let start = (shown - 1).saturating_mul(page.size).min(items.len());
    let end = start.saturating_add(page.size).min(items.len());
    let entities: Vec<Value> = items[start..end].iter().map(entity).collect();
    Ok(Answer::ok(&listing(call, page, items.len(), entities)))
}

/// Does this page hold the entries of the one before it? Once per listing, for its second page.
fn repeats(call: &Call<'_>, page: Page) -> bool {
    let listing = || {
        let path = call.path.values().cloned().collect::<String>();
        format!("duplicate {} {path} {}", call.operation.id, call.query.get("state").unwrap_or_default())
    };
    call.settings.faults.duplicated_pages && page.number == 2 && call.server.asked_before(&listing()) == 0
}

/// The fields around the entries, as far as the operation's schema has them.
fn listing(call: &Call<'_>, page: Page, total: usize, entities: Vec<Value>) -> Value {
    let count = total.div_ceil(page.size);
    let mut fields = json!({"entities": entities, "pageSize": page.size, "pageNumber": page.number, "total": total,
        "pageCount": count, "selfUri": uri(call, page, page.number), "firstUri": uri(call, page, 1),
        "lastUri": uri(call, page, count.max(1))});
    if page.number < count {
        fields["nextUri"] = json!(uri(call, page, page.number + 1));
    }
    if page.number > 1 {
        fields["previousUri"] = json!(uri(call, page, page.number - 1));
    }
    known(call, fields)
}

/// Without the fields that the operation's schema does not have.
pub(crate) fn known(call: &Call<'_>, fields: Value) -> Value {
    let schema = call.operation.answers.get("200").and_then(|schema| schema["$ref"].as_str());
    let name = schema.and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let properties = &contract().schema(name)["properties"];
    match fields {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(name, _)| properties.get(name).is_some()).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// A relative address of another page of the same listing.
fn uri(call: &Call<'_>, page: Page, number: usize) -> String {
    let mut path = call.operation.template.clone();
    for (name, value) in call.path {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    let mut uri = format!("{path}?pageSize={}&pageNumber={number}", page.size);
    for (name, value) in call.query.pairs().filter(|(name, _)| *name != "pageSize" && *name != "pageNumber") {
        uri.push_str(&format!("&{name}={value}"));
    }
    uri
}

/// A listing without entries.
pub(crate) fn nothing(call: &Call<'_>) -> Result {
    list(call, &[], |(): &()| Value::Null)
}
