//! The findings: what a reader must know before relying on the figures, or should look at.
//!
//! Each function below makes the findings of one code; `collect` runs them all. Recommendations are made in `advice`.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use seatwise_pricing::{book::ProductKind, feature::Feature, tariff::ProductIx};

use super::{
    advice::Decisions,
    code::{Finding, Remark},
    context::{Context, IdpStatus, Unmatched},
    guard::Kept,
    needs,
};
use crate::usage::spans::instant;

/// Recoverable share of the contracted cost that organizations usually show, percent, inclusive.
///
/// Outside this band the input is more often incomplete than the organization unusual (vendors of seat management
/// report 12 to 40 %, see `docs/DECISIONS.md`).
const PLAUSIBLE_PERCENT: (u32, u32) = (5, 45);

/// Names listed in one finding at most; the rest is counted.
const NAMED: usize = 5;

/// Findings made while the input was read: code, subject, message.
pub type Notes = Vec<(Remark, String, String)>;

/// Everything that the findings are made of.
pub struct Material<'a> {
    /// The facts.
    pub context: &'a Context<'a>,
    /// What was decided.
    pub decisions: &'a Decisions,
    /// Rows that belong to nobody, by table.
    pub unmatched: &'a Unmatched,
    /// What ingest, contract and settings had to say.
    pub notes: &'a Notes,
    /// Contracted price of all that is held.
    pub contracted_held: Decimal,
}

/// All findings, by code and subject.
pub fn collect(material: &Material<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |code: Remark, subject: String, message: String| findings.push(Finding { code, subject, message });
    for (code, subject, message) in material.notes {
        say(*code, subject.clone(), message.clone());
    }
    ambiguous(material, &mut say);
    billing_differences(material, &mut say);
    copilot_queues(material, &mut say);
    coverage(material, &mut say);
    contract(material, &mut say);
    identity(material, &mut say);
    licenses(material, &mut say);
    organization(material, &mut say);
    plausibility(material, &mut say);
    protected(material, &mut say);
    roles(material, &mut say);
    settings(material, &mut say);
    unmatched(material, &mut say);
    findings.sort();
    findings.dedup();
    findings
}

/// Takes code, subject and message.
type Say<'s> = dyn FnMut(Remark, String, String) + 's;

fn ambiguous(material: &Material<'_>, say: &mut Say<'_>) {
    let people = material.context.people;
    for (email, owners) in people.shared_emails() {
        let ids = owners.iter().map(|ix| people.list[*ix].user_id.clone());
        let message = format!(
            "{} have this e-mail: rows by e-mail are not used for them, both count by `seat_counting`, \
             settings apply to both; give each account an e-mail of its own",
            listed(ids.collect())
        );
        say(Remark::AmbiguousPerson, email.to_owned(), message);
    }
}

fn billing_differences(material: &Material<'_>, say: &mut Say<'_>) {
    let Context { people, tariff, billing, .. } = material.context;
    for difference in &billing.differences {
        let Some(ix) = difference.user_ix else { continue };
        let held = difference.held.map_or("no base license", |held| tariff.product(held).id.as_str());
        let message = format!(
            "billing names `{}`, the highest base held in the period is {held}: the seat is counted as held; \
             ask for the charge to be checked, or the license history in the input is incomplete",
            difference.charge_name
        );
        say(Remark::ReconcileDifference, people.list[ix].label().to_owned(), message);
    }
}

fn copilot_queues(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    for (ix, memberships) in context.memberships.iter().enumerate() {
        let held = context.held.now[ix].offer();
        let seated = context.covers(&held).contains(Feature::Copilot);
        let queue = memberships.iter().find(|membership| membership.feature == Feature::Copilot);
        if let (Some(membership), false) = (queue, seated) {
            let via = membership.via.as_deref().unwrap_or("a Copilot queue");
            let message = format!(
                "is a member of `{via}` without a Copilot seat: interactions are processed all the same; \
                 give the seat or take the person out of the queue"
            );
            say(Remark::CopilotQueueWithoutSeat, context.people.list[ix].label().to_owned(), message);
        }
    }
}

fn coverage(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    let unknown = |feature: &Feature| !needs::known_within(context, context.spans.window).contains(*feature);
    let mut holders: BTreeMap<Feature, u64> = BTreeMap::new();
    for holding in &context.held.now {
        for feature in context.covers(&holding.offer()).iter() {
            *holders.entry(feature).or_default() += 1;
        }
    }
    for (feature, people) in holders.into_iter().filter(|(feature, _)| unknown(feature)) {
        let message = if context.settings.not_used.contains(feature) {
            format!(
                "no data on its use in the window; taken as not used because `features.not_used` says so; {people} people hold it"
            )
        } else {
            format!(
                "no data on its use in the window, so it is kept for the {people} people who hold it; \
                 give data, or name it in `features.not_used` if the organization does not use it"
            )
        };
        say(Remark::NoCoverage, feature.as_str().to_owned(), message);
    }
    for table in &context.coverage.absent {
        let message = format!(
            "`coverage` states a time for it, but there is no table `{table}`: taken as unknown; give the table, with its header alone if nobody did anything"
        );
        say(Remark::NoCoverage, table.clone(), message);
    }
    for (feature, rows) in &context.activity.unknown_features {
        let message =
            format!("{rows} groups of activity rows name this feature, which nobody knows: it needs no product");
        say(Remark::UnmatchedRow, format!("activity: feature `{feature}`"), message);
    }
}

fn contract(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    if context.tariff.outside_contract() {
        let date = |date: Option<chrono::NaiveDate>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        let message = format!(
            "as-of {} is outside {} to {}: no commitment holds, every seat is priced as overage; give the contract that is in force",
            instant(context.spans.as_of).date_naive(),
            date(context.contract.start),
            date(context.contract.end)
        );
        say(Remark::OutsideContract, "contract".to_owned(), message);
    }
    let mut assigned: BTreeMap<ProductIx, u64> = BTreeMap::new();
    for holding in &context.held.now {
        for ix in holding.base.iter().chain(&holding.addons).chain(&holding.fixed) {
            *assigned.entry(*ix).or_default() += 1;
        }
    }
    for (ix, people) in assigned {
        let id = context.tariff.product(ix).id.as_str();
        let committed = context.tariff.product(ix).committed;
        let billed = context.billing.quantities[ix.index()];
        if context.tariff.product(ix).contracted.is_none() {
            let message = format!(
                "{people} seats have no price: they are in no total; add a `[[price]]` for `{id}` to the contract"
            );
            say(Remark::UnpricedProduct, id.to_owned(), message);
        }
        if let Some(billed) = billed
            && committed > 0
            && billed <= committed
            && people > committed
        {
            let message = format!(
                "{people} seats are assigned, {committed} committed, {billed} billed so far in this period: \
                 {} would bill as overage once they are used",
                people - committed
            );
            say(Remark::OverageAhead, id.to_owned(), message);
        }
        if context.tariff.product(ix).list_stands_in {
            let message = "month-to-month prices are not published: the annual list price stands in; \
                           add a `[[price]]` from your contract"
                .to_owned();
            say(Remark::UnpricedProduct, format!("{id} month-to-month"), message);
        }
    }
}

fn identity(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    for (ix, status) in context.idp.iter().enumerate() {
        if *status == Some(IdpStatus::Suspended) && !context.held.now[ix].is_empty() {
            let message = "is suspended in the identity provider and licensed here: ask whether the person comes back";
            say(Remark::IdpDrift, context.people.list[ix].label().to_owned(), message.to_owned());
        }
    }
}

fn licenses(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    let mut unknown: BTreeMap<&str, u64> = BTreeMap::new();
    for holding in &context.held.now {
        for ix in holding.fixed.iter().filter(|ix| context.tariff.product(**ix).kind == ProductKind::Unknown) {
            *unknown.entry(context.tariff.product(*ix).id.as_str()).or_default() += 1;
        }
    }
    for (license, people) in unknown {
        let message = format!(
            "{people} people hold this license, which the price book does not know: it is never offered nor dropped; \
             add a `[[price]]` for it if it costs money"
        );
        say(Remark::UnknownLicense, license.to_owned(), message);
    }
}

fn organization(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    let licensed: Vec<_> = context
        .people
        .list
        .iter()
        .enumerate()
        .filter(|(ix, _)| !context.held.now[*ix].is_empty())
        .map(|(_, p)| p)
        .collect();
    if licensed.is_empty() {
        return;
    }
    let without: Vec<_> = licensed.iter().filter(|person| person.cost_center.is_none()).collect();
    if !without.is_empty() {
        let message = format!(
            "{} of {} licensed people have no cost center: their cost can't be charged to anybody; e.g. {}",
            without.len(),
            licensed.len(),
            listed(without.iter().map(|person| person.label().to_owned()).collect())
        );
        say(Remark::MissingCostCenter, "users".to_owned(), message);
    }
    let divisions: BTreeSet<&str> = licensed.iter().filter_map(|person| person.division.as_deref()).collect();
    if divisions.len() == 1 && divisions.contains("Home") {
        let message =
            format!("all {} licensed people are in the Home division: cost can't be shown by division", licensed.len());
        say(Remark::HomeDivisionOnly, "users".to_owned(), message);
    }
}

fn plausibility(material: &Material<'_>, say: &mut Say<'_>) {
    let held = material.contracted_held;
    if held.is_zero() {
        return;
    }
    let deltas = material.decisions.recommendations.iter().filter_map(|advice| advice.contracted_delta);
    let recoverable: Decimal = deltas.filter(|delta| delta.is_sign_positive()).sum();
    let percent = recoverable * Decimal::ONE_HUNDRED;
    let (low, high) = PLAUSIBLE_PERCENT;
    if percent < held * Decimal::from(low) || percent > held * Decimal::from(high) {
        let share = (percent / held).round_dp(1).normalize();
        let message = format!(
            "{share} % of the price of all seats looks recoverable; most organizations are between {low} and {high} %: \
             check that the input is complete (coverage, licenses, states) before you act"
        );
        say(Remark::ImplausibleResult, "recommendations".to_owned(), message);
    }
}

fn protected(material: &Material<'_>, say: &mut Say<'_>) {
    for Kept { user_ix, why, saving, .. } in &material.decisions.kept {
        let code = material.context.tariff.currency().code();
        let saving = match saving {
            None => "saving forgone: an unknown amount".to_owned(),
            Some(cost) if cost.is_sign_negative() => {
                format!("an upgrade for {} {code} a month at contracted prices was not advised", -cost)
            }
            Some(saving) => format!("saving forgone: {saving} {code} a month at contracted prices"),
        };
        let message = format!("kept ({why}); {saving}");
        say(Remark::ProtectedKept, material.context.people.list[*user_ix].label().to_owned(), message);
    }
    for ix in &material.decisions.uncovered {
        let person = material.context.people.list[*ix].label().to_owned();
        let message = "needs a feature that no priced product which may be recommended covers: \
                       give the price of the add-on in the contract, or name it in `offers.allow`";
        say(Remark::UnpricedProduct, person, message.to_owned());
    }
}

fn roles(material: &Material<'_>, say: &mut Say<'_>) {
    let Context { roles, held, tariff, .. } = material.context;
    let mut exceeding: BTreeMap<(String, ProductIx), u64> = BTreeMap::new();
    for (ix, holding) in held.now.iter().enumerate() {
        let Some(base) = holding.base else { continue };
        for role in roles.of(ix) {
            for needed in role.needs.keys() {
                let is_base = tariff.product(*needed).kind == ProductKind::Base;
                if is_base && tariff.product(*needed).rank > tariff.product(base).rank {
                    *exceeding.entry((role.name.clone(), *needed)).or_default() += 1;
                }
            }
        }
    }
    for ((role, needed), people) in exceeding {
        let message = format!(
            "needs {} but {people} of its holders have a lower license: the license is the ceiling then; \
             either the role or the license is wrong",
            tariff.product(needed).id.as_str()
        );
        say(Remark::RoleExceedsLicense, role, message);
    }
}

fn settings(material: &Material<'_>, say: &mut Say<'_>) {
    let context = material.context;
    let today = instant(context.spans.as_of).date_naive();
    let known = |user: &str| !context.people.named(user).is_empty();
    for exception in &context.settings.exceptions {
        let subject = format!("exception for {}", exception.user);
        if !known(&exception.user) {
            say(Remark::StaleException, subject, "names nobody in the input: delete it or mend the name".to_owned());
        } else if let Some(until) = exception.until.filter(|until| *until < today) {
            say(Remark::StaleException, subject, format!("ended on {until}: delete it or give a new date"));
        }
    }
    for user in context.settings.protect_users.iter().filter(|user| !known(user)) {
        let message = "names nobody in the input: delete it or mend the name".to_owned();
        say(Remark::StaleException, format!("protect.users {user}"), message);
    }
    for (number, pin) in context.settings.pins.iter().enumerate() {
        let matched = context
            .people
            .list
            .iter()
            .enumerate()
            .any(|(ix, person)| needs::matches(pin, context.people, context.roles, ix, person));
        if !matched {
            let message = "matches nobody in the input: delete it or mend its keys".to_owned();
            say(Remark::StaleException, format!("pin[{}] of {}", number + 1, pin.feature.as_str()), message);
        }
    }
    for feature in context.settings.not_used.iter() {
        let users = (0..context.people.len()).filter(|ix| needs::evidence(context, *ix).contains(feature)).count();
        if users > 0 {
            let message =
                format!("{users} people used it in the window: evidence beats the setting; take it out of the list");
            say(Remark::StaleException, format!("features.not_used {}", feature.as_str()), message);
        }
    }
}

fn unmatched(material: &Material<'_>, say: &mut Say<'_>) {
    for (table, entries) in material.unmatched {
        let rows: u64 = entries.values().sum();
        if rows > 0 {
            let message = format!(
                "{rows} rows belong to nobody in `users` and are in no number: {}",
                listed(entries.keys().cloned().collect())
            );
            say(Remark::UnmatchedRow, table.clone(), message);
        }
    }
}

/// The first few, and how many more.
fn listed(mut names: Vec<String>) -> String {
    names.sort_unstable();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let named = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}
