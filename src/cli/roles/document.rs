//! The roles as JSON, schema `seatwise.roles/1`: money as decimal strings, unknown is null or counted beside it as `unpriced`.
//! With a role named, `roles`, `permissions` and `proposals` are those of the role, and `holders` names everybody who has it.

use std::collections::BTreeMap;

use seatwise_pricing::tariff::ProductIx;
use serde::Serialize;

use crate::{
    analysis::effect::Effect,
    cli::document::head::Head,
    error::Failure,
    overview::words::money,
    roles::{
        Amount, Form, Holder, Kept, PermissionImpact, Proposal, RoleChange, RoleImpact, RoleReport,
        features::only_looks, holders::holders, proposals::GroupWay, words::ids,
    },
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    roles: Vec<RoleDocument>,
    permissions: Vec<PermissionDocument>,
    proposals: Vec<ProposalDocument>,
    /// All proposals together; of one role too.
    plan: PlanDocument,
    #[serde(skip_serializing_if = "Option::is_none")]
    holders: Option<Vec<HolderDocument>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RoleDocument {
    role_id: String,
    name: String,
    needs: Vec<String>,
    derived: bool,
    holders: u64,
    direct: u64,
    groups: Vec<GroupDocument>,
    trap: Option<TrapDocument>,
    /// Why no proposal changes it; null = one may.
    fixed: Option<&'static str>,
    /// Its permissions by the product that they need.
    pins: Vec<PinDocument>,
    keeps: Vec<KeepsDocument>,
    together: u64,
    ceiling: u64,
    open_effect: Option<EffectDocument>,
}

#[derive(Serialize)]
struct GroupDocument {
    group_id: String,
    people: u64,
}

#[derive(Serialize)]
struct TrapDocument {
    brings: &'static str,
    source: &'static str,
}

#[derive(Serialize)]
struct PinDocument {
    product: String,
    permissions: usize,
    /// Features that show the use of one; null = nothing tells of the use of some.
    shown_by: Option<Vec<&'static str>>,
}

#[derive(Serialize)]
struct KeepsDocument {
    products: Vec<String>,
    #[serde(flatten)]
    kept: KeptDocument,
}

#[derive(Serialize)]
struct KeptDocument {
    people: u64,
    used: u64,
    needed: u64,
    unknown: u64,
    spared: u64,
    open: u64,
    unbilled: u64,
    list_monthly: AmountDocument,
    contracted_monthly: AmountDocument,
    open_list_monthly: AmountDocument,
    open_contracted_monthly: AmountDocument,
    then: Vec<ThenDocument>,
}

/// What has a price, and how many seats have none.
#[derive(Serialize)]
struct AmountDocument {
    known: String,
    unpriced: u64,
}

#[derive(Serialize)]
struct ThenDocument {
    products: Vec<String>,
    people: u64,
}

#[derive(Serialize)]
struct EffectDocument {
    now_monthly: String,
    at_renewal_monthly: String,
}

#[derive(Serialize)]
struct PermissionDocument {
    permission: String,
    product: String,
    roles: Vec<String>,
    #[serde(flatten)]
    kept: KeptDocument,
}

#[derive(Serialize)]
struct ProposalDocument {
    id: String,
    changes: Vec<ChangeDocument>,
    list_monthly: AmountDocument,
    contracted_monthly: AmountDocument,
    effect: Option<EffectDocument>,
    lowered: Vec<LoweredDocument>,
}

#[derive(Serialize)]
struct ChangeDocument {
    form: &'static str,
    role_id: String,
    name: String,
    to_role_id: Option<String>,
    cut: Vec<String>,
    needs: Vec<String>,
    needs_then: Vec<String>,
    taken: Vec<String>,
    /// Of them those that only let people look, which leaves no trace of its own.
    only_look: usize,
    steps: usize,
    go: Vec<String>,
    direct: Vec<String>,
    groups: Vec<GroupChangeDocument>,
    stay: Vec<StayDocument>,
}

#[derive(Serialize)]
struct GroupChangeDocument {
    group_id: String,
    people: usize,
    /// `grant`: the group's grant changes; `leave`: people leave the group.
    way: &'static str,
    /// Who gets the role directly, before the group's grant changes.
    keep: Vec<String>,
    /// Who leaves the group.
    leave: Vec<String>,
}

#[derive(Serialize)]
struct StayDocument {
    user_id: String,
    why: &'static str,
    feature: Option<&'static str>,
}

#[derive(Serialize)]
struct LoweredDocument {
    user_id: String,
    email: Option<String>,
    from: Vec<String>,
    to: Vec<String>,
}

#[derive(Serialize)]
struct PlanDocument {
    proposals: usize,
    people: usize,
    contracted_monthly: AmountDocument,
    list_monthly: AmountDocument,
    effect: Option<EffectDocument>,
    /// Roles for which every way was tried, and those improved step by step.
    roles_exact: usize,
    roles_greedy: usize,
}

#[derive(Serialize)]
struct HolderDocument {
    user_id: String,
    email: Option<String>,
    direct: bool,
    groups: Vec<String>,
    verdict: &'static str,
    held: Vec<String>,
    without_role: Vec<String>,
    #[serde(rename = "use")]
    use_of_difference: Option<&'static str>,
    proposal: Option<String>,
    goes_along: Option<bool>,
    keeps_because: Option<&'static str>,
}

/// The document, with a newline at its end.
pub(super) fn render(report: &RoleReport<'_>, role: Option<u32>) -> Result<String, Failure> {
    let analysis = report.field.analysis;
    let is_wanted = |own: u32| role.is_none_or(|role| role == own);
    let roles = report.roles.iter().filter(|row| is_wanted(row.role));
    let permissions = report.permissions.iter().filter(|row| row.roles.iter().any(|own| is_wanted(*own)));
    let proposals = report.plan.proposals.iter().filter(|it| it.changes.iter().any(|change| is_wanted(change.role)));
    let document = Document {
        head: Head::of("seatwise.roles/1", analysis),
        roles: roles.map(|row| role_document(report, row)).collect(),
        permissions: permissions.map(|row| permission(report, row)).collect(),
        proposals: proposals.map(|it| proposal(report, it)).collect(),
        plan: plan(report),
        holders: role.map(|role| holders(report, role).iter().map(|it| holder(report, it)).collect()),
        notes: report.notes.clone(),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn role_document(report: &RoleReport<'_>, row: &RoleImpact) -> RoleDocument {
    let analysis = report.field.analysis;
    let (own, parts) = (&analysis.roles.list[row.role as usize], &report.field.parts[row.role as usize]);
    let pins = parts.pinned.iter().map(|(ix, pinned)| PinDocument {
        product: analysis.tariff.product(*ix).id.clone(),
        permissions: pinned.permissions.len(),
        shown_by: (!pinned.traces.is_untold)
            .then(|| pinned.traces.features.iter().map(|feature| feature.as_str()).collect()),
    });
    RoleDocument {
        role_id: own.role_id.clone(),
        name: own.name.clone(),
        needs: ids(report, &parts.needs),
        derived: own.derived,
        holders: row.holders,
        direct: row.direct,
        groups: row
            .groups
            .iter()
            .map(|(group, people)| GroupDocument { group_id: group_id(report, *group), people: *people })
            .collect(),
        trap: row.trap.map(|trap| TrapDocument { brings: trap.brings, source: trap.source }),
        fixed: parts.fixed.map(|fixed| fixed.as_str()),
        pins: pins.collect(),
        keeps: row
            .keeps
            .iter()
            .map(|keeps| KeepsDocument {
                products: ids(report, &keeps.products),
                kept: kept(report, &keeps.kept, &keeps.then),
            })
            .collect(),
        together: row.together,
        ceiling: row.ceiling,
        open_effect: row.open_effect.map(|it| effect(report, it)),
    }
}

fn permission(report: &RoleReport<'_>, row: &PermissionImpact) -> PermissionDocument {
    PermissionDocument {
        permission: row.permission.clone(),
        product: report.field.analysis.tariff.product(row.product).id.clone(),
        roles: row.roles.iter().map(|role| role_id(report, *role)).collect(),
        kept: kept(report, &row.kept, &row.then),
    }
}

fn kept(report: &RoleReport<'_>, kept: &Kept, then: &BTreeMap<Vec<ProductIx>, u64>) -> KeptDocument {
    KeptDocument {
        people: kept.people(),
        used: kept.used,
        needed: kept.needed,
        unknown: kept.unknown,
        spared: kept.spared,
        open: kept.open,
        unbilled: kept.unbilled,
        list_monthly: amount(report, kept.list),
        contracted_monthly: amount(report, kept.contracted),
        open_list_monthly: amount(report, kept.open_list),
        open_contracted_monthly: amount(report, kept.open_contracted),
        then: then
            .iter()
            .map(|(products, people)| ThenDocument { products: ids(report, products), people: *people })
            .collect(),
    }
}

fn proposal(report: &RoleReport<'_>, own: &Proposal) -> ProposalDocument {
    let lowered = own.lowered.iter().map(|one| LoweredDocument {
        user_id: user_id(report, one.user_ix),
        email: report.field.analysis.people.list[one.user_ix as usize].email.clone(),
        from: ids(report, &one.from),
        to: ids(report, &one.to),
    });
    ProposalDocument {
        id: own.id.clone(),
        changes: own.changes.iter().map(|it| change(report, it)).collect(),
        list_monthly: amount(report, own.list),
        contracted_monthly: amount(report, own.contracted),
        effect: own.effect.map(|it| effect(report, it)),
        lowered: lowered.collect(),
    }
}

fn change(report: &RoleReport<'_>, own: &RoleChange) -> ChangeDocument {
    let catalog = &report.field.analysis.roles.catalog;
    let taken: Vec<String> = own.taken.iter().map(|number| catalog.get(*number).permission.clone()).collect();
    let users = |list: &[u32]| list.iter().map(|user_ix| user_id(report, *user_ix)).collect::<Vec<_>>();
    ChangeDocument {
        form: own.form.as_str(),
        role_id: role_id(report, own.role),
        name: report.field.analysis.roles.list[own.role as usize].name.clone(),
        to_role_id: if let Form::Move(other) = own.form { Some(role_id(report, other)) } else { None },
        cut: ids(report, &own.cut),
        needs: ids(report, &own.needs.0.products()),
        needs_then: ids(report, &own.needs.1.products()),
        only_look: taken.iter().filter(|permission| only_looks(permission)).count(),
        taken,
        steps: own.steps(),
        go: users(&own.go),
        direct: users(&own.direct),
        groups: own
            .groups
            .iter()
            .map(|it| {
                let (way, keep, leave) = match &it.way {
                    GroupWay::Grant(keep) => ("grant", &keep[..], &[][..]),
                    GroupWay::Leave(leave) => ("leave", &[][..], &leave[..]),
                };
                let group_id = group_id(report, it.group);
                GroupChangeDocument { group_id, people: it.people, way, keep: users(keep), leave: users(leave) }
            })
            .collect(),
        stay: own
            .stay
            .iter()
            .map(|(user_ix, why)| StayDocument {
                user_id: user_id(report, *user_ix),
                why: why.as_str(),
                feature: why.feature().map(|feature| feature.as_str()),
            })
            .collect(),
    }
}

fn plan(report: &RoleReport<'_>) -> PlanDocument {
    let own = &report.plan;
    let mut people: Vec<u32> =
        own.proposals.iter().flat_map(|proposal| proposal.lowered.iter().map(|one| one.user_ix)).collect();
    people.sort_unstable();
    people.dedup();
    PlanDocument {
        proposals: own.proposals.len(),
        people: people.len(),
        contracted_monthly: amount(report, own.proposals.iter().map(|it| it.contracted).sum()),
        list_monthly: amount(report, own.proposals.iter().map(|it| it.list).sum()),
        effect: own.effect.map(|it| effect(report, it)),
        roles_exact: own.tried.0,
        roles_greedy: own.tried.1,
    }
}

fn holder(report: &RoleReport<'_>, own: &Holder) -> HolderDocument {
    HolderDocument {
        user_id: user_id(report, own.user_ix),
        email: report.field.analysis.people.list[own.user_ix as usize].email.clone(),
        direct: own.is_direct,
        groups: own.groups.iter().map(|group| group_id(report, *group)).collect(),
        verdict: own.verdict.as_str(),
        held: ids(report, &own.held),
        without_role: ids(report, &own.without),
        use_of_difference: own.use_of_difference.map(|it| it.as_str()),
        proposal: own.proposed.as_ref().map(|(id, _)| id.clone()),
        goes_along: own.proposed.as_ref().map(|(_, goes)| goes.is_ok()),
        keeps_because: own.proposed.as_ref().and_then(|(_, goes)| goes.err()).map(|why| why.as_str()),
    }
}

fn user_id(report: &RoleReport<'_>, user_ix: u32) -> String {
    report.field.analysis.people.list[user_ix as usize].user_id.clone()
}

fn role_id(report: &RoleReport<'_>, role: u32) -> String {
    report.field.analysis.roles.list[role as usize].role_id.clone()
}

fn group_id(report: &RoleReport<'_>, group: u32) -> String {
    report.field.analysis.roles.groups[group as usize].group_id.clone()
}

fn amount(report: &RoleReport<'_>, amount: Amount) -> AmountDocument {
    let known = money(amount.known, report.field.analysis.tariff.currency());
    AmountDocument { known, unpriced: amount.unpriced }
}

fn effect(report: &RoleReport<'_>, effect: Effect) -> EffectDocument {
    let currency = report.field.analysis.tariff.currency();
    EffectDocument { now_monthly: money(effect.now, currency), at_renewal_monthly: money(effect.at_renewal, currency) }
}
