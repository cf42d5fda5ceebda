//! Small organizations from a seed, dense in the corners of the rules: edges of periods and windows, ties, gaps.
//!
//! What people do is in `generate_use.rs`, what the organization agreed is in `generate_terms.rs`.

use super::dice::Dice;
use super::generate_terms::{contract, settings};
use super::generate_use::fill;
use super::org::{Case, Grant, Idp, License, Membership, Org, Role, User};
use super::time::{DAY, Micros, instant};

/// What the parts of one case have in common.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub as_of: Micros,
    /// 00:00 of some day in the weeks before as-of, often the first of the period.
    pub edge: Micros,
    pub days: i64,
}

const DAYS: [&str; 9] = [
    "2026-10-31",
    "2026-02-28",
    "2026-03-01",
    "2024-02-29",
    "2026-10-15",
    "2027-01-01",
    "2026-05-30",
    "2026-07-07",
    "2024-03-31",
];
const HOURS: [&str; 6] =
    ["00:00:00Z", "23:59:59Z", "12:34:56.500Z", "23:59:59.999999Z", "08:00:00Z", "00:00:00.000001Z"];
const DEPARTMENTS: [&str; 3] = ["Service Desk", "Sales", "Claims"];
const NAMES: [&str; 6] = ["Ada Lovelace", "ADA  lovelace", "Ａda Lovelace", "Grace Hopper", "Weiß", "WEISS"];

/// The case of a seed.
pub fn generate(seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let as_of = instant(&format!("{}T{}", dice.pick(&DAYS), dice.pick(&HOURS)));
    let days = dice.pick(&[90, 90, 30, 14]);
    let edge = as_of.div_euclid(DAY) * DAY - dice.pick(&[0, 0, 14, 15, 27, 30]) * DAY;
    let frame = Frame { as_of, edge, days };
    let mut contract = dice.maybe(85, |dice| contract(dice, frame));
    if let Some(contract) = contract.as_mut().filter(|_| seed % 6 == 5) {
        contract.model = Some("hourly-logged-in".to_owned());
    }
    let mut org = Org { users: users(&mut dice, frame), ..Org::default() };
    org.licenses = licenses(&mut dice, frame, &org.users);
    fill(&mut dice, frame, &mut org);
    rights(&mut dice, &mut org);
    directory(&mut dice, frame, &mut org);
    let settings = dice.maybe(85, |dice| settings(dice, frame, &org));
    let as_of = dice.percent(80).then_some(as_of);
    Case { seed, org, contract, settings, as_of }
}

fn users(dice: &mut Dice, frame: Frame) -> Vec<User> {
    let count = dice.between(10, 30);
    let mut users: Vec<User> = (0..count).map(|n| user(dice, frame, n)).collect();
    if dice.percent(30) {
        users[1].email = users[0].email.as_ref().map(|email| email.to_uppercase());
    }
    dice.shuffle(&mut users);
    users
}

fn user(dice: &mut Dice, frame: Frame, n: i64) -> User {
    let ago = |dice: &mut Dice| frame.as_of - moment(dice, frame.days);
    User {
        user_id: format!("u{n:02}"),
        email: dice.maybe(92, |dice| format!("{}{n}@northwind.example", dice.pick(&["u", "U"]))),
        name: dice
            .maybe(80, |dice| if dice.percent(25) { dice.pick(&NAMES).to_owned() } else { format!("Person {n}") }),
        state: dice
            .pick(&["active", "active", "active", "active", "active", "active", "active", "inactive", "deleted"])
            .to_owned(),
        department: dice.maybe(80, |dice| dice.pick(&DEPARTMENTS).to_owned()),
        division: dice.maybe(60, |dice| dice.pick(&["Home", "North"]).to_owned()),
        manager_email: dice.maybe(70, |dice| {
            dice.pick(&["boss@northwind.example", "Boss@northwind.example", "x@y.example"]).to_owned()
        }),
        employee_id: dice.maybe(60, |dice| format!("E{}", if dice.percent(15) { 1 } else { n + 10 })),
        created_at: dice.maybe(80, |dice| {
            frame.as_of - dice.pick(&[-40, -9, 5, 29, 30, 31, 60, 90, 91, 400, 500, 600, 800, 800]) * DAY
        }),
        last_login_at: dice.maybe(40, ago),
        last_token_at: dice.maybe(10, ago),
    }
}

/// How long before as-of: edges of windows and periods, and any time between.
fn moment(dice: &mut Dice, days: i64) -> Micros {
    match dice.below(5) {
        0 => dice.pick(&[0, days, 90, 30, 28, 1, 31, 364, 364 + days]) * DAY + dice.pick(&[-1, 0, 0, 1]),
        1 => dice.between(0, 30 * 24) * DAY / 24,
        2 => dice.between(0, 500) * DAY,
        _ => dice.between(0, 95) * DAY + dice.between(0, 86_399) * 1_000_000,
    }
}

const BASES: [&str; 14] = [
    "cloudCX1",
    "cloudCX2",
    "cloudCX3",
    "cloudCX3",
    "cloudCX4",
    "communicate",
    "collaborate",
    "collaboratePro",
    "cx2-digital",
    "cx3-digital",
    "cx1",
    "cx2",
    "cx3",
    "collaborateFree",
];
const EXTRAS: [&str; 18] = [
    "gc1WEMupgrade",
    "gc2WEMupgrade",
    "gc2WEMupgrade",
    "gcSTAupgrade",
    "gcSTAupgrade",
    "cx1-digital-addon",
    "cx2-digital-addon",
    "copilot",
    "copilot",
    "journeyManagement",
    "agentAssist",
    "agentAssistOmni",
    "work-automation",
    "cxCloudSF",
    "crm-zendesk",
    "wallboardUser",
    "predictiveEngagementLicense",
    "CloudCX3",
];

fn licenses(dice: &mut Dice, frame: Frame, users: &[User]) -> Vec<License> {
    let mut rows = Vec::new();
    for user in users {
        let mut ids = Vec::new();
        for chance in [92, 12, 4] {
            ids.extend(dice.maybe(chance, |dice| dice.pick(&BASES)));
        }
        for chance in [35, 20, 10] {
            ids.extend(dice.maybe(chance, |dice| dice.pick(&EXTRAS)));
        }
        for id in ids {
            let (from, to) = assignment(dice, frame);
            rows.push(License { user_id: user.user_id.clone(), license_id: id.to_owned(), from, to });
        }
    }
    if dice.percent(30) {
        rows.push(License { user_id: "nobody".to_owned(), license_id: "cloudCX3".to_owned(), from: None, to: None });
    }
    rows
}

fn assignment(dice: &mut Dice, frame: Frame) -> (Option<Micros>, Option<Micros>) {
    let at = |dice: &mut Dice| match dice.below(4) {
        0 => frame.as_of + dice.pick(&[-1, 0, 1]),
        1 => frame.edge + dice.pick(&[-1, 0, 1]),
        2 => frame.as_of - dice.between(1, 20) * DAY,
        _ => frame.as_of + dice.between(1, 20) * DAY,
    };
    let from = dice.maybe(50, |dice| if dice.percent(25) { at(dice) } else { frame.as_of - 900 * DAY });
    let to = dice.maybe(15, at);
    match (from, to) {
        (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
        other => other,
    }
}

fn rights(dice: &mut Dice, org: &mut Org) {
    if !dice.percent(60) {
        return;
    }
    let role = |id: &str, name: &str, permission: &str| Role {
        role_id: id.to_owned(),
        name: name.to_owned(),
        permission: permission.to_owned(),
    };
    org.roles = Some(vec![
        role("r1", "Master Admin", "*:*:*"),
        role("r1", "Master Admin", "routing:queue:view"),
        role("r2", "Agent", "conversation:call:accept"),
        role("r3", "master admin", "conversation:call:accept"),
    ]);
    let mut grants = Vec::new();
    for user in &org.users {
        for _ in 0..dice.below(3) {
            let role_id = dice.pick(&["r1", "r2", "r2", "r2", "r3", "r3", "r9"]).to_owned();
            let via_group = dice.maybe(40, |_| "g1".to_owned());
            grants.push(Grant { user_id: user.user_id.clone(), role_id, via_group });
        }
    }
    org.grants = Some(grants);
}

fn directory(dice: &mut Dice, frame: Frame, org: &mut Org) {
    let emails: Vec<String> = org.users.iter().filter_map(|user| user.email.clone()).collect();
    org.idp = dice.maybe(50, |dice| {
        let mut rows = Vec::new();
        for email in &emails {
            for _ in 0..dice.below(4) / 2 + dice.below(2) {
                let status = dice.pick(&["active", "active", "suspended", "deprovisioned"]).to_owned();
                let at = |dice: &mut Dice| frame.as_of - dice.pick(&[-1, 0, 1, DAY, DAY, 100 * DAY, -DAY]);
                let email = if dice.percent(30) { email.to_uppercase() } else { email.clone() };
                rows.push(Idp { email, status, changed_at: dice.maybe(80, at) });
            }
        }
        rows
    });
    let ids: Vec<String> = org.users.iter().map(|user| user.user_id.clone()).collect();
    org.memberships = dice.maybe(40, |dice| {
        let some = ids.iter().filter(|_| dice.percent(20)).cloned().collect::<Vec<_>>();
        let row = |user_id: String| Membership {
            user_id,
            feature: dice.pick(&["wfm_schedule", "copilot", "wfm_planning", "telepathy"]).to_owned(),
            via: "unit".to_owned(),
        };
        some.into_iter().map(row).collect()
    });
}
