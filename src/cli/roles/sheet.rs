//! CSV: one row per role and license that it alone keeps; of one role, one row per holder.

use seatwise_reports::csv::guarded;

use crate::{
    error::Failure,
    overview::words::money,
    roles::{Amount, RoleReport, holders, what_if::Outcome, words::ids},
};

pub(super) fn roles(report: &RoleReport<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let analysis = report.field.analysis;
    let currency = analysis.tariff.currency();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "role_id",
        "name",
        "needs",
        "holders",
        "kept_at",
        "kept",
        "used",
        "needed",
        "unknown",
        "spared",
        "open",
        "unbilled",
        "list_monthly",
        "contracted_monthly",
        "open_list_monthly",
        "open_contracted_monthly",
        "unpriced_seats",
        "together",
        "trap",
        "currency",
    ])
    .map_err(failed)?;
    let text = |amount: Amount| money(amount.known, currency);
    for row in &report.roles {
        let role = &analysis.roles.list[row.role as usize];
        let needs = ids(report, &report.field.parts[row.role as usize].needs).join("+");
        let keeps: Vec<_> =
            row.keeps.iter().map(|keeps| (ids(report, &keeps.products).join("+"), keeps.kept)).collect();
        // A role that keeps nobody has a row too.
        let keeps = if keeps.is_empty() { vec![Default::default()] } else { keeps };
        for (kept_at, kept) in keeps {
            let counts = [kept.people(), kept.used, kept.needed, kept.unknown, kept.spared, kept.open, kept.unbilled];
            let amounts = [kept.list, kept.contracted, kept.open_list, kept.open_contracted];
            let mut record =
                vec![guarded(&role.role_id), guarded(&role.name), needs.clone(), row.holders.to_string(), kept_at];
            record.extend(counts.iter().map(ToString::to_string));
            record.extend(amounts.into_iter().map(text));
            record.push(kept.contracted.unpriced.to_string());
            record.push(row.together.to_string());
            record.push(row.trap.map(|trap| trap.brings).unwrap_or_default().to_owned());
            record.push(currency.code().to_owned());
            csv.write_record(record).map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

/// Columns of the holders.
const HOLDER: [&str; 12] = [
    "user_id",
    "email",
    "name",
    "direct",
    "groups",
    "verdict",
    "held",
    "without_role",
    "use",
    "proposal",
    "goes_along",
    "keeps_because",
];

pub(super) fn holders(report: &RoleReport<'_>, role: u32) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let analysis = report.field.analysis;
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HOLDER).map_err(failed)?;
    for holder in holders::holders(report, role) {
        let person = &analysis.people.list[holder.user_ix as usize];
        let groups: Vec<&str> =
            holder.groups.iter().map(|group| analysis.roles.groups[*group as usize].group_id.as_str()).collect();
        let (proposal, goes, why) = match &holder.proposed {
            Some((id, Ok(()))) => (id.clone(), "true", ""),
            Some((id, Err(why))) => (id.clone(), "false", why.as_str()),
            None => (String::new(), "", ""),
        };
        let record = [
            guarded(&person.user_id),
            guarded(person.email.as_deref().unwrap_or_default()),
            guarded(person.name.as_deref().unwrap_or_default()),
            holder.is_direct.to_string(),
            guarded(&groups.join(" ")),
            holder.verdict.as_str().to_owned(),
            ids(report, &holder.held).join("+"),
            ids(report, &holder.without).join("+"),
            holder.use_of_difference.map(|it| it.as_str()).unwrap_or_default().to_owned(),
            proposal,
            goes.to_owned(),
            why.to_owned(),
        ];
        csv.write_record(record).map_err(failed)?;
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

/// One row per person whose license changes in a what-if.
pub(super) fn changed(report: &RoleReport<'_>, outcome: &Outcome) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["user_id", "email", "from", "to"]).map_err(failed)?;
    for one in &outcome.people {
        let person = &report.field.analysis.people.list[one.user_ix as usize];
        let email = guarded(person.email.as_deref().unwrap_or_default());
        let sides = [&one.from, &one.to].map(|side| ids(report, side).join("+"));
        let [from, to] = sides;
        csv.write_record([guarded(&person.user_id), email, from, to]).map_err(failed)?;
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
