//! The drift as JSON, schema `seatwise.drift/1`, and as CSV: counts are numbers, amounts decimal strings, unknown is null.

use rust_decimal::Decimal;
use seatwise_reports::csv::guarded;
use serde::Serialize;

use super::Page;
use crate::{
    canonical::rows::Micros,
    cli::document::head::Head,
    drift::{Ambiguity, Category, Drift, DriftRow, Found, Identity, Key},
    error::Failure,
    findings::context::IdpStatus,
    overview::words::{money, rfc3339},
    roles::Amount,
    usage::signs::Source,
};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    lists: Vec<ListDocument<'a>>,
    accounts: AccountsDocument,
    categories: Vec<CategoryDocument>,
    /// Gone people whom `analyze` misses because it joins by e-mail alone.
    departed_beyond_email: u64,
    rows: Vec<RowDocument<'a>>,
    ambiguous: Vec<AmbiguousDocument<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct ListDocument<'a> {
    source: Option<&'a str>,
    people: u64,
    active: u64,
    suspended: u64,
    deprovisioned: u64,
    unknown_status: u64,
    matched: MatchedDocument,
    ambiguous: u64,
    without_account: u64,
}

#[derive(Serialize)]
struct MatchedDocument {
    external_id: u64,
    email: u64,
    earlier_email: u64,
    employee_id: u64,
    name: u64,
}

#[derive(Serialize)]
struct AccountsDocument {
    people: u64,
    active: u64,
    managed: u64,
    listed: u64,
    in_doubt: u64,
}

#[derive(Serialize)]
struct CategoryDocument {
    category: &'static str,
    people: u64,
    seats: u64,
    list_monthly: AmountDocument,
    contracted_monthly: AmountDocument,
}

/// What is known of a sum, and the people of whom it is not.
#[derive(Serialize)]
struct AmountDocument {
    known: String,
    unknown_people: u64,
}

#[derive(Serialize)]
struct RowDocument<'a> {
    category: &'static str,
    user_id: Option<&'a str>,
    email: Option<&'a str>,
    name: Option<&'a str>,
    state: Option<&'static str>,
    managed: bool,
    oddity: Option<&'static str>,
    matched_by: Option<&'static str>,
    there: Option<IdentityDocument<'a>>,
    held: Vec<&'a str>,
    list_monthly: Option<String>,
    contracted_monthly: Option<String>,
    last_sign: Option<SignDocument>,
    sign_after_departure: Option<SignDocument>,
    recommendation: Option<&'static str>,
    not_advised_because: Option<String>,
    remarks: &'a [String],
    way_out: &'a str,
}

#[derive(Serialize)]
struct SignDocument {
    at: String,
    source: &'static str,
}

#[derive(Serialize)]
struct IdentityDocument<'a> {
    source: Option<&'a str>,
    external_id: Option<&'a str>,
    email: &'a str,
    name: Option<&'a str>,
    employee_id: Option<&'a str>,
    status: Option<&'static str>,
    since: Option<String>,
    assigned: Option<bool>,
}

#[derive(Serialize)]
struct AmbiguousDocument<'a> {
    key: &'static str,
    denied_by: Option<&'static str>,
    user_ids: Vec<&'a str>,
    there: Vec<IdentityDocument<'a>>,
}

/// The document, with a newline at its end.
pub(super) fn render(page: &Page<'_>) -> Result<String, Failure> {
    let drift = page.drift;
    let analysis = drift.analysis;
    let document = Document {
        head: Head::of("seatwise.drift/1", analysis),
        lists: lists(drift).into_iter().map(list).collect(),
        accounts: accounts(drift),
        categories: drift
            .totals
            .iter()
            .map(|(category, total)| CategoryDocument {
                category: category.as_str(),
                people: total.people,
                seats: total.seats,
                list_monthly: amount(drift, total.list),
                contracted_monthly: amount(drift, total.contracted),
            })
            .collect(),
        departed_beyond_email: drift.departed_beyond_email(),
        rows: drift.rows.iter().map(|own| row(drift, own)).collect(),
        ambiguous: drift.matching.ambiguous.iter().map(|own| ambiguous(drift, own)).collect(),
        notes: &drift.notes,
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

/// One list, counted.
#[derive(Debug, Default)]
pub(super) struct Counted<'a> {
    pub(super) source: Option<&'a str>,
    pub(super) people: u64,
    /// Active, suspended, deprovisioned, unknown.
    pub(super) by_status: [u64; 4],
    /// By key, in the order of [`Key::ALL`].
    pub(super) matched: [u64; 5],
    pub(super) ambiguous: u64,
    pub(super) without_account: u64,
}

/// Every list; people are ordered by list.
pub(super) fn lists<'a>(drift: &'a Drift<'_>) -> Vec<Counted<'a>> {
    let mut lists: Vec<Counted<'a>> = Vec::new();
    for (identity, found) in drift.identities.iter().zip(&drift.matching.of_identity) {
        let source = identity.source.as_deref();
        if lists.last().is_none_or(|list| list.source != source) {
            lists.push(Counted { source, ..Counted::default() });
        }
        let Some(list) = lists.last_mut() else { continue };
        list.people += 1;
        list.by_status[match identity.status {
            Some(IdpStatus::Active) => 0,
            Some(IdpStatus::Suspended) => 1,
            Some(IdpStatus::Deprovisioned) => 2,
            None => 3,
        }] += 1;
        match found {
            Found::One(_, key) => list.matched[*key as usize] += 1,
            Found::Ambiguous => list.ambiguous += 1,
            Found::Nobody => list.without_account += 1,
        }
    }
    lists
}

fn list(own: Counted<'_>) -> ListDocument<'_> {
    let [active, suspended, deprovisioned, unknown_status] = own.by_status;
    let of = |key: Key| own.matched[key as usize];
    ListDocument {
        source: own.source,
        people: own.people,
        active,
        suspended,
        deprovisioned,
        unknown_status,
        matched: MatchedDocument {
            external_id: of(Key::ExternalId),
            email: of(Key::Email),
            earlier_email: of(Key::EarlierEmail),
            employee_id: of(Key::EmployeeId),
            name: of(Key::Name),
        },
        ambiguous: own.ambiguous,
        without_account: own.without_account,
    }
}

fn accounts(drift: &Drift<'_>) -> AccountsDocument {
    let people = &drift.analysis.people.list;
    let count = |is: &dyn Fn(usize) -> bool| (0..people.len()).filter(|ix| is(*ix)).count() as u64;
    AccountsDocument {
        people: people.len() as u64,
        active: count(&|ix| people[ix].state == crate::usage::people::State::Active),
        managed: count(&|ix| drift.is_managed(ix)),
        listed: count(&|ix| !drift.matching.of_account[ix].is_empty()),
        in_doubt: count(&|ix| drift.matching.in_doubt[ix]),
    }
}

fn amount(drift: &Drift<'_>, own: Amount) -> AmountDocument {
    AmountDocument { known: money(own.known, drift.analysis.tariff.currency()), unknown_people: own.unpriced }
}

fn row<'a>(drift: &'a Drift<'_>, own: &'a DriftRow) -> RowDocument<'a> {
    let analysis = drift.analysis;
    let person = own.user_ix.map(|ix| &analysis.people.list[ix]);
    let cents = |amount: Option<Decimal>| amount.map(|amount| money(amount, analysis.tariff.currency()));
    let sign = |sign: Option<(Micros, Source)>| {
        sign.map(|(at, source)| SignDocument { at: rfc3339(at), source: source.as_str() })
    };
    RowDocument {
        category: own.category.as_str(),
        user_id: person.map(|person| person.user_id.as_str()),
        email: person.and_then(|person| person.email.as_deref()),
        name: person.and_then(|person| person.name.as_deref()),
        state: person.map(|person| person.state.as_str()),
        managed: own.user_ix.is_some_and(|ix| drift.is_managed(ix)),
        oddity: own.oddity.map(|oddity| oddity.as_str()),
        matched_by: own.key.map(Key::as_str),
        there: own.identity.map(|number| identity(&drift.identities[number])),
        held: own.held.iter().map(|ix| analysis.tariff.product(*ix).id.as_str()).collect(),
        list_monthly: cents(own.price.and_then(|price| price.list)),
        contracted_monthly: cents(own.price.and_then(|price| price.contracted)),
        last_sign: sign(own.last_sign),
        sign_after_departure: sign(own.sign_after),
        recommendation: own.advice.map(|advice| advice.as_str()),
        not_advised_because: own.why_not.as_ref().map(|why| why.text()),
        remarks: &own.remarks,
        way_out: &own.way_out,
    }
}

fn identity(own: &Identity) -> IdentityDocument<'_> {
    IdentityDocument {
        source: own.source.as_deref(),
        external_id: own.external_id.as_deref(),
        email: &own.email,
        name: own.name.as_deref(),
        employee_id: own.employee_id.as_deref(),
        status: own.status.map(IdpStatus::as_str),
        since: own.since.map(rfc3339),
        assigned: own.assigned,
    }
}

fn ambiguous<'a>(drift: &'a Drift<'_>, own: &Ambiguity) -> AmbiguousDocument<'a> {
    AmbiguousDocument {
        key: own.key.as_str(),
        denied_by: own.denied_by.map(Key::as_str),
        user_ids: own.accounts.iter().map(|ix| drift.analysis.people.list[*ix].user_id.as_str()).collect(),
        there: own.identities.iter().map(|number| identity(&drift.identities[*number])).collect(),
    }
}

/// Columns of the CSV.
const COLUMNS: [&str; 22] = [
    "category",
    "user_id",
    "email",
    "name",
    "state",
    "managed",
    "oddity",
    "matched_by",
    "source_there",
    "external_id_there",
    "email_there",
    "status_there",
    "since",
    "held",
    "list_monthly",
    "contracted_monthly",
    "currency",
    "last_sign_at",
    "sign_after_departure_at",
    "recommendation",
    "remarks",
    "way_out",
];

/// A row per person and category. A cell that a spreadsheet would take for a formula is made text.
pub(super) fn csv(page: &Page<'_>) -> Result<Vec<u8>, Failure> {
    let internal = |error: csv::Error| Failure::internal(error.to_string());
    let drift = page.drift;
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS).map_err(internal)?;
    for own in &drift.rows {
        let shown = row(drift, own);
        let there = shown.there.as_ref();
        let remarks: Vec<String> = shown.remarks.iter().cloned().chain(shown.not_advised_because).collect();
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let at = |sign: &Option<SignDocument>| sign.as_ref().map(|sign| sign.at.clone()).unwrap_or_default();
        let cells = [
            shown.category.to_owned(),
            text(shown.user_id),
            text(shown.email),
            text(shown.name),
            text(shown.state),
            shown.managed.to_string(),
            text(shown.oddity),
            text(shown.matched_by),
            text(there.and_then(|there| there.source)),
            text(there.and_then(|there| there.external_id)),
            text(there.map(|there| there.email)),
            text(there.and_then(|there| there.status)),
            there.and_then(|there| there.since.clone()).unwrap_or_default(),
            shown.held.join("+"),
            shown.list_monthly.unwrap_or_default(),
            shown.contracted_monthly.unwrap_or_default(),
            drift.analysis.tariff.currency().code().to_owned(),
            at(&shown.last_sign),
            at(&shown.sign_after_departure),
            text(shown.recommendation),
            remarks.join("; "),
            shown.way_out.to_owned(),
        ];
        rows.write_record(cells.map(|cell| guarded(&cell))).map_err(internal)?;
    }
    rows.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

/// How many rows a category has.
pub(super) fn people_of(drift: &Drift<'_>, category: Category) -> u64 {
    drift.totals.get(&category).map_or(0, |total| total.people)
}
