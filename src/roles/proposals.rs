//! The choice as an administrator carries it out: take permissions out, split a role, move people, change a group's grant.

use std::collections::{BTreeMap, BTreeSet};

use seatwise_pricing::tariff::ProductIx;
use sha2::{Digest, Sha256};

use super::{
    amount::Amount,
    classes::Class,
    field::{Field, Levels, Settled},
    infer::{Need, billed},
    parts::{Cut, Traces},
    search::{self, Choice},
    why::{Stay, stays},
};
use crate::{
    analysis::effect::{Effect, OfferChange, Offers},
    entitlement::roles::wildcard_covers,
};

/// Bytes of a proposal's id: 2⁻³² · n² / 2 is the chance that two of n meet, 5 · 10⁻⁶ for 200.
const ID_BYTES: usize = 4;

/// Everything that is proposed.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// In the order in which they save the most; each counts what it adds to those before it.
    pub proposals: Vec<Proposal>,
    /// Roles for which all ways were tried, and those improved step by step.
    pub tried: (usize, usize),
    /// All together; `None` where quantities are unknown.
    pub effect: Option<Effect>,
}

/// One thing to do; several roles where only all of them together change a license.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The same as long as roles and permissions taken out are the same.
    pub id: String,
    /// What is done to which role.
    pub changes: Vec<RoleChange>,
    /// Whose license becomes less, by person number.
    pub lowered: Vec<Lowered>,
    /// List price of the differences per month, of seats that the period bills.
    pub list: Amount,
    /// The same at contracted prices.
    pub contracted: Amount,
    /// What of it is money now and what only at renewal; `None` = not countable one by one.
    pub effect: Option<Effect>,
}

/// A person whose license becomes less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowered {
    /// Person number.
    pub user_ix: u32,
    /// What is billed of what they hold.
    pub from: Vec<ProductIx>,
    /// What is billed of what they hold then.
    pub to: Vec<ProductIx>,
}

/// How a role is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Take the permissions out of the role: none of its holders needs them.
    Trim,
    /// Take the role from everybody: nothing is left in it that anybody may be using.
    Retire,
    /// Take the role from some people: none of them uses anything of it.
    Remove,
    /// Move people to a role that is there and enough.
    Move(u32),
    /// Copy the role without the permissions and move people to the copy.
    Split,
}

impl Form {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Trim => "trim-role",
            Form::Retire => "retire-role",
            Form::Remove => "remove-role",
            Form::Move(_) => "move-to-role",
            Form::Split => "split-role",
        }
    }
}

/// A group that brings the role to people who go along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChange {
    /// Group number.
    pub group: u32,
    /// People who have the role through it.
    pub people: usize,
    /// What is done.
    pub way: GroupWay,
}

/// How people who have a role through a group get to less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupWay {
    /// The group's grant changes, instead of its people one by one. Those named keep the role: they get it directly, first.
    Grant(Vec<u32>),
    /// Those named leave the group, which brings no other role: they are fewer than those who keep it.
    Leave(Vec<u32>),
}

/// What is done to one role.
#[derive(Debug, Clone)]
pub struct RoleChange {
    /// Role number.
    pub role: u32,
    /// How.
    pub form: Form,
    /// Products that the role needs no more.
    pub cut: Vec<ProductIx>,
    /// Permission numbers taken out, ascending.
    pub taken: Vec<u32>,
    /// License that the role needs now, and that the changed one will need.
    pub needs: (Need, Need),
    /// People who go along, by person number: everybody of a trimmed or retired role.
    pub go: Vec<u32>,
    /// People who keep the role as it is, and why.
    pub stay: Vec<(u32, Stay)>,
    /// Groups whose grant changes.
    pub groups: Vec<GroupChange>,
    /// People who have the role directly and go along, one by one.
    pub direct: Vec<u32>,
}

impl RoleChange {
    /// Grants and roles that somebody has to touch.
    pub fn steps(&self) -> usize {
        let per_leaver = if matches!(self.form, Form::Retire | Form::Remove) { 1 } else { 2 };
        let of_group = |group: &GroupChange| match &group.way {
            GroupWay::Grant(keep) => 1 + keep.len(),
            GroupWay::Leave(leave) => per_leaver * leave.len(),
        };
        let of_groups: usize = self.groups.iter().map(of_group).sum();
        match self.form {
            Form::Trim => 1,
            Form::Retire | Form::Remove | Form::Move(_) => of_groups + self.direct.len(),
            // The copy itself is a step too.
            Form::Split => 1 + of_groups + self.direct.len(),
        }
    }
}

/// Chooses and writes down.
pub fn plan(field: &Field<'_>, offers: Option<&Offers<'_>>) -> Plan {
    let choice = search::choose(field);
    let settled: Vec<Settled> = field.classes.iter().map(|class| field.settle(class, &choice.levels)).collect();
    let making = Making { field, choice: &choice, settled: &settled, grants: Grants::new(field) };
    let mut proposals = Vec::new();
    let mut replaced = Replaced::new();
    let mut offers_then = offers.filter(|offers| offers.is_by_person()).cloned();
    let (mut levels, mut pending): (Levels, Vec<u32>) = (vec![None; field.parts.len()], Vec::new());
    let mut effect = offers_then.as_ref().map(|_| Effect::default());
    let mut all_changes = Vec::new();
    for (role, gain) in &choice.order {
        pending.push(*role);
        if *gain == Default::default() {
            // Saves nothing before others are changed too: it belongs to the next one.
            continue;
        }
        let before = levels.clone();
        for role in &pending {
            levels[*role as usize] = choice.levels[*role as usize];
        }
        let step = step(field, &before, &levels);
        let own = offers_then.as_mut().map(|offers| offers.apply(step.offers.clone()));
        effect = effect.zip(own).map(|(all, own)| all + own);
        all_changes.extend(step.offers);
        let changes: Vec<RoleChange> = pending.drain(..).map(|role| making.change(role, &mut replaced)).collect();
        proposals.push(Proposal {
            id: id(field, &changes),
            changes,
            lowered: step.lowered,
            list: step.list,
            contracted: step.contracted,
            effect: own,
        });
    }
    let together = || offers.and_then(|offers| offers.together(&latest(all_changes)));
    Plan { proposals, tried: choice.tried, effect: effect.or_else(together) }
}

/// The last change of each person.
fn latest(changes: Vec<OfferChange>) -> Vec<OfferChange> {
    let by_person: BTreeMap<usize, OfferChange> = changes.into_iter().map(|it| (it.user_ix, it)).collect();
    by_person.into_values().collect()
}

/// What happens to people from one choice to the next.
struct Step {
    lowered: Vec<Lowered>,
    offers: Vec<OfferChange>,
    list: Amount,
    contracted: Amount,
}

fn step(field: &Field<'_>, before: &Levels, after: &Levels) -> Step {
    let tariff = &field.analysis.tariff;
    let mut step =
        Step { lowered: Vec::new(), offers: Vec::new(), list: Amount::default(), contracted: Amount::default() };
    let is_changed = |class: &&Class| class.roles.iter().any(|role| before[*role as usize] != after[*role as usize]);
    for class in field.classes.iter().filter(is_changed) {
        let (was, then) = (field.settle(class, before), field.settle(class, after));
        let sides = [&was, &then].map(|side| billed(tariff, side.base, &side.addons));
        if sides[0] == sides[1] {
            continue;
        }
        let difference = field.difference(&sides[0], &sides[1]);
        step.list.add(difference.list, class.seats);
        step.contracted.add(difference.contracted, class.seats);
        for user_ix in &class.people {
            step.lowered.push(Lowered { user_ix: *user_ix, from: sides[0].clone(), to: sides[1].clone() });
            step.offers.push(OfferChange {
                user_ix: *user_ix as usize,
                base: then.base,
                addons: then.addons.clone(),
                contracted_delta: difference.contracted,
            });
        }
    }
    step.lowered.sort_by_key(|lowered| lowered.user_ix);
    step
}

/// What roles need for classes that go along in another form than the cut: nothing, or what another role needs.
type Replaced = BTreeMap<(usize, u32), Vec<ProductIx>>;

/// How the people of each role get to less.
struct Making<'m> {
    field: &'m Field<'m>,
    choice: &'m Choice,
    settled: &'m [Settled],
    grants: Grants,
}

impl Making<'_> {
    fn change(&self, role: u32, replaced: &mut Replaced) -> RoleChange {
        let field = self.field;
        let cut = field.cut(role, self.choice.levels[role as usize]).expect("only changed roles are in the order");
        let place = |(number, class): (usize, &Class)| Some((number, class.roles.binary_search(&role).ok()?));
        let holders: Vec<(usize, usize)> = field.classes.iter().enumerate().filter_map(place).collect();
        let moves = |(number, place): &(usize, usize)| self.settled[*number].moved[*place];
        let mut change = self.blank(role, cut);
        let (mut goers, mut open): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        if holders.iter().all(moves) {
            goers.extend(holders.iter().map(|(number, _)| *number));
        } else {
            let going = |holder: &&(usize, usize)| moves(holder) && self.is_missed(holder.0, role);
            goers.extend(holders.iter().filter(going).map(|(number, _)| *number));
            change.form = self.form(role, cut, &goers, replaced);
            for holder in holders.iter().filter(|holder| goers.binary_search(&holder.0).is_err()) {
                let class = &field.classes[holder.0];
                let why = if moves(holder) { Stay::NoChange } else { stays(field, class, cut) };
                change.stay.extend(class.people.iter().map(|user_ix| (*user_ix, why)));
                if moves(holder) && self.may_go_along(role, change.form, holder.0, replaced) {
                    open.push(holder.0);
                }
            }
        }
        let people = |numbers: &[usize]| -> BTreeSet<u32> {
            numbers.iter().flat_map(|number| field.classes[*number].people.iter().copied()).collect()
        };
        change.go = people(&goers).into_iter().collect();
        if change.form != Form::Trim {
            self.grants.arrange(&mut change, &people(&open));
        }
        change.stay.sort_unstable();
        if let Some(needs) = self.needs_in(change.form) {
            replaced.extend(goers.iter().chain(&open).map(|number| ((*number, role), needs.to_vec())));
        }
        if matches!(change.form, Form::Remove | Form::Retire) {
            // All of the role goes, so all of it is what is taken.
            change.taken.clone_from(&field.parts[role as usize].placed);
            change.needs.1 = Need::default();
        }
        change
    }

    /// The change as if nobody stayed.
    fn blank(&self, role: u32, cut: &Cut) -> RoleChange {
        let parts = &self.field.parts[role as usize];
        let is_empty = cut.permissions.len() == parts.placed.len() && !parts.has_unplaced;
        let needs = |products: &[ProductIx]| Need::of(&self.field.analysis.tariff, products.iter().copied());
        RoleChange {
            role,
            form: if is_empty { Form::Retire } else { Form::Trim },
            cut: cut.products.clone(),
            taken: cut.permissions.clone(),
            needs: (needs(&parts.needs), needs(&cut.needs)),
            go: Vec::new(),
            stay: Vec::new(),
            groups: Vec::new(),
            direct: Vec::new(),
        }
    }

    /// Would a class hold more if it did not go along in this role?
    fn is_missed(&self, number: usize, role: u32) -> bool {
        let mut without = self.choice.levels.clone();
        without[role as usize] = None;
        let (with, without) = (&self.settled[number], self.field.settle(&self.field.classes[number], &without));
        (without.base, &without.addons) != (with.base, &with.addons)
    }

    /// The least work that does it: take the role away, use a role that is there, or make a copy.
    fn form(&self, role: u32, cut: &Cut, goers: &[usize], replaced: &Replaced) -> Form {
        let all = |form: Form| goers.iter().all(|number| self.may_go_along(role, form, *number, replaced));
        if all(Form::Remove) {
            return Form::Remove;
        }
        let parts = |role: u32| &self.field.parts[role as usize];
        let is_candidate = |other: &u32| {
            let lacks = |number: &u32| parts(*other).placed.binary_search(number).is_err();
            *other != role
                && parts(*other).fixed.is_none()
                && self.choice.levels[*other as usize].is_none()
                && cut.permissions.iter().all(lacks)
                && is_within(self.field, *other, role)
        };
        let others = (0..self.field.parts.len() as u32).filter(is_candidate).filter(|other| all(Form::Move(*other)));
        let fullest = others.max_by_key(|other| (parts(*other).placed.len(), std::cmp::Reverse(*other)));
        fullest.map_or(Form::Split, Form::Move)
    }

    /// What a role needs for those who go along in this form; `None` = what the cut leaves.
    fn needs_in(&self, form: Form) -> Option<&[ProductIx]> {
        match form {
            Form::Trim | Form::Retire | Form::Split => None,
            Form::Remove => Some(&[]),
            Form::Move(other) => Some(&self.field.parts[other as usize].needs),
        }
    }

    /// Can a class that loses nothing by the cut be changed in this form too, with the same license in the end?
    fn may_go_along(&self, role: u32, form: Form, number: usize, replaced: &Replaced) -> bool {
        let class = &self.field.classes[number];
        let traces = match form {
            Form::Trim | Form::Retire | Form::Split => return true,
            Form::Remove => self.field.parts[role as usize].whole.clone(),
            Form::Move(other) => missing(self.field, role, other),
        };
        let is_unused = class.standing.spared.is_none() && !traces.may_be_used_by(class.may_use);
        is_unused && self.needs_in(form).is_some_and(|needs| self.holds_the_same(number, role, needs, replaced))
    }

    /// Does a class hold what was promised when the role needs these products for it, and others what was decided before?
    fn holds_the_same(&self, number: usize, role: u32, needs: &[ProductIx], replaced: &Replaced) -> bool {
        let (class, settled) = (&self.field.classes[number], &self.settled[number]);
        let of = |(role, moved): (&u32, &bool)| -> &[ProductIx] {
            if let Some(needs) = replaced.get(&(number, *role)) {
                return needs;
            }
            match self.field.cut(*role, self.choice.levels[*role as usize]) {
                Some(cut) if *moved => &cut.needs,
                _ => &self.field.parts[*role as usize].needs,
            }
        };
        let others = class.roles.iter().zip(&settled.moved).filter(|(own, _)| **own != role).flat_map(of);
        let after = Need::of(&self.field.analysis.tariff, others.chain(needs).copied());
        let (base, addons) = self.field.follow(class, &after);
        (base, &addons) == (settled.base, &settled.addons)
    }
}

/// Has the other role nothing that this one lacks? Nobody gets a right by a saving.
fn is_within(field: &Field<'_>, other: u32, role: u32) -> bool {
    let (own, others) = (&field.analysis.roles.list[role as usize], &field.analysis.roles.list[other as usize]);
    let covered = |permission: &String| own.permissions.iter().any(|granted| wildcard_covers(granted, permission));
    others.permissions.iter().all(covered)
}

/// What shows the use of everything that a role has and the other lacks.
fn missing(field: &Field<'_>, role: u32, other: u32) -> Traces {
    let list = &field.analysis.roles.list;
    let (own, others) = (&list[role as usize], &list[other as usize]);
    let catalog = &field.analysis.roles.catalog;
    let has = |number: &u32| field.parts[other as usize].placed.binary_search(number).is_ok();
    let mut traces = Traces::default();
    for granted in &own.permissions {
        if others.permissions.iter().any(|have| wildcard_covers(have, granted)) {
            continue;
        }
        // A wildcard may hold more than the definitions know, so it is looked at as a whole.
        traces.add(granted);
        let placed = catalog.expand(granted).filter(|number| !has(number));
        placed.for_each(|number| traces.add(&catalog.get(number).permission));
    }
    traces
}

/// Who has which role in which way.
struct Grants {
    /// People by role and group, ascending.
    people: BTreeMap<(u32, Option<u32>), Vec<u32>>,
    /// Roles by group.
    brought: BTreeMap<u32, BTreeSet<u32>>,
}

impl Grants {
    fn new(field: &Field<'_>) -> Grants {
        let mut own = Grants { people: BTreeMap::new(), brought: BTreeMap::new() };
        for (user_ix, grants) in (0..).zip(&field.analysis.roles.grants) {
            for grant in grants {
                own.people.entry((grant.role, grant.group)).or_default().push(user_ix);
                if let Some(group) = grant.group {
                    own.brought.entry(group).or_default().insert(grant.role);
                }
            }
        }
        own
    }

    /// Groups that are changed, who keeps the role beside that, and who is changed one by one. `open` = people who lose
    /// nothing that they may be using, so that they can go along with their group.
    fn arrange(&self, change: &mut RoleChange, open: &BTreeSet<u32>) {
        let going: BTreeSet<u32> = change.go.iter().copied().collect();
        let direct = self.people.get(&(change.role, None)).map_or(&[][..], Vec::as_slice);
        change.direct = direct.iter().copied().filter(|user_ix| going.contains(user_ix)).collect();
        let groups = self.people.range((change.role, Some(0))..=(change.role, Some(u32::MAX)));
        for ((_, group), people) in groups {
            let Some(group) = *group else { continue };
            let leave: Vec<u32> = people.iter().copied().filter(|user_ix| going.contains(user_ix)).collect();
            if leave.is_empty() {
                continue;
            }
            let stays = |user_ix: &u32| !going.contains(user_ix) && !open.contains(user_ix);
            let has_it = |user_ix: &u32| direct.binary_search(user_ix).is_ok();
            let keep: Vec<u32> = people.iter().copied().filter(|user_ix| stays(user_ix) && !has_it(user_ix)).collect();
            let way = if self.brought[&group].len() == 1 && leave.len() < keep.len() {
                GroupWay::Leave(leave)
            } else {
                let along: BTreeSet<u32> = people.iter().copied().filter(|user_ix| open.contains(user_ix)).collect();
                change.stay.retain(|(user_ix, _)| !along.contains(user_ix));
                change.go.extend(along.iter().filter(|user_ix| !going.contains(user_ix)));
                GroupWay::Grant(keep)
            };
            change.groups.push(GroupChange { group, people: people.len(), way });
        }
        change.go.sort_unstable();
        change.go.dedup();
    }
}

fn id(field: &Field<'_>, changes: &[RoleChange]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    let mut named: Vec<(&str, &RoleChange)> =
        changes.iter().map(|it| (field.analysis.roles.list[it.role as usize].role_id.as_str(), it)).collect();
    named.sort_by_key(|(role, _)| *role);
    for (role, change) in named {
        part(role);
        change.taken.iter().for_each(|number| part(&field.analysis.roles.catalog.get(*number).permission));
    }
    hash.finalize().iter().take(ID_BYTES).map(|byte| format!("{byte:02x}")).collect()
}
