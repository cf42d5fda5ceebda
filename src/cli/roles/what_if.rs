//! What-if: `--lapse`, `--give`, `--add` read, and what comes of them as a page and as JSON.

use std::collections::BTreeMap;

use seatwise_pricing::{
    book::{PriceBook, ProductKind},
    tariff::ProductIx,
};
use serde::Serialize;

use super::find;
use crate::{
    cli::{
        lines::{WIDTH, filled, line},
        price::words::{product, usage},
    },
    error::Failure,
    overview::words::{money, rfc3339},
    roles::{
        RoleReport,
        proposals::Lowered,
        what_if::{Event, Outcome},
        words::{amount, by_entity, counted, ids, listed, people, products},
    },
};

/// Names in a sentence.
const NAMED: usize = 4;

/// Reads the options, all mistakes at once.
pub(super) fn events(
    report: &RoleReport<'_>,
    book: &PriceBook,
    lapse: &[String],
    give: &[String],
    add: &[String],
) -> Result<Vec<Event>, Failure> {
    let read = |texts: &[String], of: &dyn Fn(&str) -> Result<Event, String>| -> Vec<Result<Event, String>> {
        texts.iter().map(|text| of(text)).collect()
    };
    let mut all = read(lapse, &|text| lapsed(report, book, text));
    all.extend(read(give, &|text| given(report, text)));
    all.extend(read(add, &|text| added(report, text)));
    let errors: Vec<String> = all.iter().filter_map(|event| event.as_ref().err().cloned()).collect();
    if errors.is_empty() { Ok(all.into_iter().flatten().collect()) } else { Err(usage(&errors)) }
}

fn lapsed(report: &RoleReport<'_>, book: &PriceBook, text: &str) -> Result<Event, String> {
    let id = product("--lapse", text, book, &[])?;
    let tariff = &report.field.analysis.tariff;
    let addon = tariff.ix(&id).filter(|ix| tariff.product(*ix).kind == ProductKind::AddOn);
    addon.map(Event::Lapse).ok_or_else(|| {
        format!(
            "`--lapse {text}`: `{id}` is no add-on; only what stands beside a base can lapse\n\
             hint: as `--lapse cx2-wem-addon`; `seatwise price book` lists the products"
        )
    })
}

fn given(report: &RoleReport<'_>, text: &str) -> Result<Event, String> {
    let form =
        || format!("`--give {text}` is not of the form ROLE=GROUP\nhint: as `--give \"Quality Admin=Quality Circle\"`");
    let (role, group) = text.rsplit_once('=').ok_or_else(form)?;
    let role = find(report, role)?;
    let groups = &report.field.analysis.roles.groups;
    let is = |own: &crate::entitlement::roles::GrantingGroup| {
        own.group_id == group || own.name.as_ref().is_some_and(|name| name.to_lowercase() == group.to_lowercase())
    };
    let at = groups.iter().position(is).ok_or_else(|| {
        format!(
            "`--give {text}`: no group that brings a role is `{group}`, so nobody is known to be in it\n\
             hint: use the id as in `role_grants.via_group_id`, or the name as in `groups`"
        )
    })?;
    Ok(Event::Give(role, at as u32))
}

fn added(report: &RoleReport<'_>, text: &str) -> Result<Event, String> {
    let form =
        || format!("`--add {text}` is not of the form ROLE=PERMISSION\nhint: as `--add \"Agent=wfm:schedule:view\"`");
    let (role, permission) = text.rsplit_once('=').ok_or_else(form)?;
    let role = find(report, role)?;
    if report.field.analysis.roles.catalog.expand(permission).next().is_none() {
        return Err(format!(
            "`--add {text}`: no license definition has `{permission}`, so nobody can say which license it needs\n\
             hint: write it as `domain:entity:action`, as in `license_definitions`"
        ));
    }
    Ok(Event::Add(role, permission.to_owned()))
}

/// What happens, as a sentence without its full stop.
fn sentence(report: &RoleReport<'_>, event: &Event) -> String {
    let roles = &report.field.analysis.roles;
    let role = |number: &u32| format!("`{}`", roles.list[*number as usize].name);
    match event {
        Event::Lapse(ix) => format!("{} lapses", products(report, &[*ix])),
        Event::Give(number, group) => {
            format!("the role {} is given to the group `{}`", role(number), roles.groups[*group as usize].label())
        }
        Event::Add(number, permission) => format!("the role {} gets `{permission}`", role(number)),
    }
}

pub(super) fn page(report: &RoleReport<'_>, events: &[Event], outcome: &Outcome) -> String {
    let analysis = report.field.analysis;
    let currency = analysis.tariff.currency();
    let mut page = String::new();
    line!(page, "What if · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    for event in events {
        page.push_str(&filled("  ", "  ", &sentence(report, event), WIDTH));
    }
    line!(page, "\nRoles that will need something else");
    for own in &outcome.roles {
        let name = &analysis.roles.list[own.role as usize].name;
        let then = own.after.as_ref().map_or_else(
            || "nobody can say: its permissions do not explain its license".to_owned(),
            |after| products(report, &after.products()),
        );
        let text = format!("{name}: now {}, then {then}", products(report, &own.before.products()));
        page.push_str(&filled("  ", "    ", &text, WIDTH));
    }
    if outcome.roles.is_empty() {
        line!(page, "  none");
    }
    line!(page, "\nLicenses that change");
    for ((from, to), who) in ways(outcome) {
        let names: Vec<String> =
            who.iter().map(|user_ix| analysis.people.list[*user_ix as usize].label().to_owned()).collect();
        let text = format!(
            "{} from {} to {}: {}",
            people(who.len() as u64),
            products(report, &from),
            products(report, &to),
            listed(&names, NAMED)
        );
        page.push_str(&filled("  ", "    ", &text, WIDTH));
    }
    if outcome.people.is_empty() {
        line!(page, "  none");
    }
    if !outcome.lost.is_empty() {
        let text = format!(
            "{} no license gives then: {}.",
            counted(outcome.lost.len() as u64, "permission that", "permissions that"),
            listed(&by_entity(&outcome.lost), 2 * NAMED)
        );
        line!(page);
        page.push_str(&filled("", "", &text, WIDTH));
    }
    let bill = outcome.bill_less.map_or_else(
        || "what the bill comes to is not countable by person".to_owned(),
        |less| format!("the period's bill is lower by {} at once", money(less, currency)),
    );
    let in_tokens = |ix: &ProductIx| analysis.tariff.product(*ix).is_billed_in_tokens();
    let differ = |one: &Lowered| one.from.iter().chain(&one.to).any(|ix| in_tokens(ix) && !shared(one, *ix));
    let tokens = if outcome.people.iter().any(differ) { "; AI tokens are in no seat bill" } else { "" };
    let text = format!(
        "Less a month, in {} (below 0 = more): {} at list prices, {} at contracted prices; {bill}{tokens}.",
        currency.code(),
        amount(report, outcome.list),
        amount(report, outcome.contracted)
    );
    line!(page);
    page.push_str(&filled("", "", &text, WIDTH));
    page
}

/// Is a product on both sides of a change?
fn shared(one: &Lowered, ix: ProductIx) -> bool {
    one.from.contains(&ix) && one.to.contains(&ix)
}

type Way = (Vec<ProductIx>, Vec<ProductIx>);

/// People by what they hold now and then.
fn ways(outcome: &Outcome) -> BTreeMap<Way, Vec<u32>> {
    let mut ways: BTreeMap<Way, Vec<u32>> = BTreeMap::new();
    for one in &outcome.people {
        ways.entry((one.from.clone(), one.to.clone())).or_default().push(one.user_ix);
    }
    ways
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    as_of: String,
    snapshot: String,
    organization: Option<String>,
    currency: &'static str,
    events: Vec<String>,
    roles: Vec<RoleDocument>,
    permissions_lost: Vec<String>,
    people: Vec<PersonDocument>,
    /// Given up less what comes; below 0 = it costs more.
    list_less_monthly: String,
    contracted_less_monthly: String,
    /// Seats whose difference has no price.
    unpriced: u64,
    bill_less_monthly: Option<String>,
}

#[derive(Serialize)]
struct RoleDocument {
    role_id: String,
    name: String,
    needs: Vec<String>,
    needs_then: Option<Vec<String>>,
}

#[derive(Serialize)]
struct PersonDocument {
    user_id: String,
    email: Option<String>,
    from: Vec<String>,
    to: Vec<String>,
}

/// The document, with a newline at its end.
pub(super) fn document(report: &RoleReport<'_>, events: &[Event], outcome: &Outcome) -> Result<String, Failure> {
    let analysis = report.field.analysis;
    let currency = analysis.tariff.currency();
    let role = |own: &crate::roles::what_if::RoleNeed| RoleDocument {
        role_id: analysis.roles.list[own.role as usize].role_id.clone(),
        name: analysis.roles.list[own.role as usize].name.clone(),
        needs: ids(report, &own.before.products()),
        needs_then: own.after.as_ref().map(|after| ids(report, &after.products())),
    };
    let person = |one: &Lowered| PersonDocument {
        user_id: analysis.people.list[one.user_ix as usize].user_id.clone(),
        email: analysis.people.list[one.user_ix as usize].email.clone(),
        from: ids(report, &one.from),
        to: ids(report, &one.to),
    };
    let document = Document {
        schema: "seatwise.roles-what-if/1",
        as_of: rfc3339(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        organization: analysis.organization.clone(),
        currency: currency.code(),
        events: events.iter().map(|event| sentence(report, event)).collect(),
        roles: outcome.roles.iter().map(role).collect(),
        permissions_lost: outcome.lost.clone(),
        people: outcome.people.iter().map(person).collect(),
        list_less_monthly: money(outcome.list.known, currency),
        contracted_less_monthly: money(outcome.contracted.known, currency),
        unpriced: outcome.contracted.unpriced,
        bill_less_monthly: outcome.bill_less.map(|less| money(less, currency)),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}
