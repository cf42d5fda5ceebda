//! The smallest set of role changes that saves the most.
//!
//! Roles that share no person are chosen apart. Where the ways to change the roles that hang together are few, all are
//! tried; else the search begins with every role at its best and changes one at a time until nothing gets better, then
//! drops what adds nothing. Which of the two it was is said.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, Gain, Levels};

/// Trials of one class under one choice, up to which all choices are tried.
const EXACT_TRIALS: usize = 200_000;
/// Rounds over all roles at most; each strictly improves.
const ROUNDS: usize = 20;

/// What was chosen.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The cut of each role.
    pub levels: Levels,
    /// What is won with all of them.
    pub gain: Gain,
    /// Role numbers, the one that adds the most first, and what each adds after those before it.
    pub order: Vec<(u32, Gain)>,
    /// Roles that were chosen by trying everything, and by improving step by step.
    pub tried: (usize, usize),
}

/// A set of roles that hang together, with the classes that they can help.
struct Component {
    roles: Vec<u32>,
    classes: Vec<usize>,
}

/// Chooses.
pub fn choose(field: &Field<'_>) -> Choice {
    choose_within(field, EXACT_TRIALS)
}

/// The same, never by trying everything.
#[cfg(test)]
pub(super) fn choose_step_by_step(field: &Field<'_>) -> Choice {
    choose_within(field, 0)
}

fn choose_within(field: &Field<'_>, exact_trials: usize) -> Choice {
    let mut choice = Choice { levels: vec![None; field.parts.len()], ..Choice::default() };
    for component in components(field) {
        let ways = component
            .roles
            .iter()
            .try_fold(1usize, |ways, role| ways.checked_mul(1 + field.parts[*role as usize].cuts.len()));
        let is_small =
            ways.and_then(|ways| ways.checked_mul(component.classes.len())).is_some_and(|all| all <= exact_trials);
        if is_small {
            exact(field, &component, &mut choice.levels);
            choice.tried.0 += component.roles.len();
        } else {
            step_by_step(field, &component, &mut choice.levels);
            choice.tried.1 += component.roles.len();
        }
    }
    choice.order = order(field, &mut choice.levels);
    choice.gain = choice.order.iter().map(|(_, gain)| *gain).sum();
    choice
}

/// Classes that could hold less, and the roles whose change that takes.
fn components(field: &Field<'_>) -> Vec<Component> {
    let mut parents: Vec<u32> = (0..field.parts.len() as u32).collect();
    fn root(parents: &mut [u32], mut role: u32) -> u32 {
        while parents[role as usize] != role {
            parents[role as usize] = parents[parents[role as usize] as usize];
            role = parents[role as usize];
        }
        role
    }
    let mut helped: Vec<(usize, u32)> = Vec::new();
    for (number, class) in field.classes.iter().enumerate() {
        let open = open_roles(field, number);
        if class.seats == 0 || open.is_empty() || !can_gain(field, number, &open) {
            continue;
        }
        for pair in open.windows(2) {
            let (one, other) = (root(&mut parents, pair[0]), root(&mut parents, pair[1]));
            parents[other as usize] = one;
        }
        helped.push((number, open[0]));
    }
    let mut found: BTreeMap<u32, (BTreeSet<u32>, Vec<usize>)> = BTreeMap::new();
    for (number, role) in helped {
        let entry = found.entry(root(&mut parents, role)).or_default();
        entry.0.extend(open_roles(field, number));
        entry.1.push(number);
    }
    found.into_values().map(|(roles, classes)| Component { roles: roles.into_iter().collect(), classes }).collect()
}

/// Roles of a class that it could go along in.
fn open_roles(field: &Field<'_>, class: usize) -> Vec<u32> {
    let class = &field.classes[class];
    let is_open = |role: &&u32| field.parts[**role as usize].cuts.iter().any(|cut| field.may_go(class, cut));
    class.roles.iter().filter(is_open).copied().collect()
}

/// Is there a choice at all in which the class holds less? Every combination of its few roles tells.
fn can_gain(field: &Field<'_>, number: usize, open: &[u32]) -> bool {
    const MOST: usize = 2_000;
    let class = &field.classes[number];
    let mut levels: Levels = vec![None; field.parts.len()];
    let ways: Vec<usize> = open.iter().map(|role| field.parts[*role as usize].cuts.len() + 1).collect();
    let all: usize = ways.iter().fold(1usize, |all, ways| all.saturating_mul(*ways));
    if all > MOST {
        return true;
    }
    (1..all).any(|way| {
        let mut rest = way;
        for (role, ways) in open.iter().zip(&ways) {
            levels[*role as usize] = (rest % ways).checked_sub(1).map(|level| level as u8);
            rest /= ways;
        }
        field.settle(class, &levels).gain > Gain::default()
    })
}

fn gain_of(field: &Field<'_>, classes: &[usize], levels: &Levels) -> Gain {
    classes.iter().map(|number| field.settle(&field.classes[*number], levels).gain).sum()
}

/// How many roles change and how many permissions go: of equal gains the smallest change.
fn effort(field: &Field<'_>, roles: &[u32], levels: &Levels) -> (usize, usize) {
    let cuts = || roles.iter().filter_map(|role| field.cut(*role, levels[*role as usize]));
    (cuts().count(), cuts().map(|cut| cut.permissions.len()).sum())
}

fn exact(field: &Field<'_>, component: &Component, levels: &mut Levels) {
    let mut best = (Gain::default(), (0, 0), levels.clone());
    let mut trial = levels.clone();
    // Counts through all choices like a counter with one digit per role.
    loop {
        let mut place = 0;
        while let Some(role) = component.roles.get(place) {
            let next = trial[*role as usize].map_or(0, |level| level + 1);
            if usize::from(next) < field.parts[*role as usize].cuts.len() {
                trial[*role as usize] = Some(next);
                break;
            }
            trial[*role as usize] = None;
            place += 1;
        }
        if place == component.roles.len() {
            break;
        }
        let gain = gain_of(field, &component.classes, &trial);
        let effort = effort(field, &component.roles, &trial);
        if gain > best.0 || (gain == best.0 && effort < best.1) {
            best = (gain, effort, trial.clone());
        }
    }
    *levels = best.2;
}

fn step_by_step(field: &Field<'_>, component: &Component, levels: &mut Levels) {
    let by_role = classes_by_role(field, &component.classes);
    let none = Vec::new();
    let of = |role: u32| by_role.get(&role).unwrap_or(&none);
    // Begin with the deepest cut that somebody could go along with.
    for role in &component.roles {
        let open = |level: &usize| {
            let cut = &field.parts[*role as usize].cuts[*level];
            of(*role).iter().any(|number| field.may_go(&field.classes[*number], cut))
        };
        let deepest = (0..field.parts[*role as usize].cuts.len()).rev().find(open);
        levels[*role as usize] = deepest.map(|level| level as u8);
    }
    for _ in 0..ROUNDS {
        let mut is_better = false;
        for role in &component.roles {
            let now = levels[*role as usize];
            let mut best = (gain_of(field, of(*role), levels), now);
            let ways = field.parts[*role as usize].cuts.len() as u8;
            for level in std::iter::once(None).chain((0..ways).map(Some)).filter(|level| *level != now) {
                levels[*role as usize] = level;
                let gain = gain_of(field, of(*role), levels);
                if gain > best.0 {
                    best = (gain, level);
                }
            }
            levels[*role as usize] = best.1;
            is_better |= best.1 != now;
        }
        if !is_better {
            return;
        }
    }
}

fn classes_by_role(field: &Field<'_>, classes: &[usize]) -> BTreeMap<u32, Vec<usize>> {
    let mut by_role: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for number in classes {
        for role in &field.classes[*number].roles {
            by_role.entry(*role).or_default().push(*number);
        }
    }
    by_role
}

/// Takes changes back one by one, always the one that is missed least: those that are not missed at all stay out; the
/// others, last one first, are the order in which they save the most.
fn order(field: &Field<'_>, levels: &mut Levels) -> Vec<(u32, Gain)> {
    let all: Vec<usize> = (0..field.classes.len()).collect();
    let by_role = classes_by_role(field, &all);
    let mut left: BTreeSet<u32> = (0..levels.len() as u32).filter(|role| levels[*role as usize].is_some()).collect();
    let loss = |role: u32, levels: &Levels| -> Gain {
        let own = by_role.get(&role).map_or(&[][..], Vec::as_slice);
        let with = gain_of(field, own, levels);
        let mut without = levels.clone();
        without[role as usize] = None;
        let without = gain_of(field, own, &without);
        Gain {
            contracted: with.contracted - without.contracted,
            unpriced: with.unpriced.saturating_sub(without.unpriced),
        }
    };
    let mut losses: BTreeMap<u32, Gain> = left.iter().map(|role| (*role, loss(*role, levels))).collect();
    let mut taken: Vec<(u32, Gain)> = Vec::new();
    let mut working = levels.clone();
    while let Some((role, gain)) =
        losses.iter().map(|(role, gain)| (*role, *gain)).min_by_key(|(role, gain)| (*gain, *role))
    {
        // Not missed while everything that is worth something is still there: no change at all.
        if gain == Gain::default() && taken.is_empty() {
            levels[role as usize] = None;
        } else {
            taken.push((role, gain));
        }
        working[role as usize] = None;
        left.remove(&role);
        losses.remove(&role);
        let touched: BTreeSet<u32> = by_role
            .get(&role)
            .into_iter()
            .flatten()
            .flat_map(|number| field.classes[*number].roles.iter().copied())
            .collect();
        for other in left.intersection(&touched).copied().collect::<Vec<_>>() {
            losses.insert(other, loss(other, &working));
        }
    }
    taken.reverse();
    taken
}
