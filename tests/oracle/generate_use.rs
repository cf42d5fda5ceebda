//! What the people of a generated organization do: activity, presence, billing rows, resources, coverage.

use chrono::Days;
use rust_decimal::Decimal;

use super::catalog::{FEATURES, WALLBOARD_CHARGE};
use super::dice::Dice;
use super::generate::Frame;
use super::org::{Activity, Billable, Coverage, Org, Presence, Resource};
use super::time::{DAY, MINUTE, Micros, day_of};

/// Fills the tables of use; each is absent in some cases.
pub fn fill(dice: &mut Dice, frame: Frame, org: &mut Org) {
    let ids: Vec<String> = org.users.iter().map(|user| user.user_id.clone()).collect();
    // Who is idle is idle in both tables.
    let idle: Vec<bool> = ids.iter().map(|_| dice.percent(30)).collect();
    let people: Vec<(String, bool)> = ids.into_iter().zip(idle).collect();
    org.activity = dice.maybe(85, |dice| activity(dice, frame, &people));
    org.presence = dice.maybe(80, |dice| presence(dice, frame, &people));
    org.billable = dice.maybe(35, |dice| billable(dice, frame, org));
    org.resources = dice.maybe(50, |dice| resources(dice, frame));
    org.coverage = dice.maybe(45, |dice| coverage(dice, frame));
}

fn activity(dice: &mut Dice, frame: Frame, people: &[(String, bool)]) -> Vec<Activity> {
    let mut rows = Vec::new();
    let midnight = frame.as_of.div_euclid(DAY) * DAY;
    for (id, is_idle) in people {
        let features: Vec<&str> = match dice.below(6) {
            0 => vec!["voice", "callback"],
            1 => vec!["voice", "chat", "email"],
            2 => vec!["chat"],
            3 => vec!["wfm_schedule", "quality_evaluated"],
            4 => (0..4).map(|_| dice.pick(&FEATURES)).collect(),
            _ => vec![dice.pick(&FEATURES), "telepathy"],
        };
        if dice.percent(15) {
            continue;
        }
        for feature in features {
            for _ in 0..dice.between(1, 4) {
                let ago = if *is_idle {
                    dice.pick(&[91, 120, 364, 364 + 20, 364 - 5, 364 + frame.days, 450])
                } else {
                    days_ago(dice, frame)
                };
                let start = midnight - ago * DAY + dice.pick(&[0, 0, 0, DAY / 3]);
                let end = start + dice.pick(&[DAY, DAY, DAY, DAY / 24, 0]);
                let events = dice.pick(&[0, 1, 1, 2, 7]);
                let duration_ms = events * 60_000;
                let feature = feature.to_owned();
                rows.push(Activity { user_id: id.clone(), start, end, feature, events, duration_ms });
            }
        }
    }
    if dice.percent(70) {
        edge_rows(dice, frame, &mut rows);
    }
    dice.shuffle(&mut rows);
    rows
}

fn days_ago(dice: &mut Dice, frame: Frame) -> i64 {
    match dice.below(4) {
        0 => dice.pick(&[0, 0, -1, 1, frame.days, frame.days - 1, frame.days + 1, 30, 31]),
        1 => dice.between(0, 30),
        _ => dice.between(0, frame.days),
    }
}

/// Intervals that begin or end at the window, at as-of and a microsecond beside; a row twice; a stranger's row.
fn edge_rows(dice: &mut Dice, frame: Frame, rows: &mut Vec<Activity>) {
    for _ in 0..6.min(rows.len()) {
        let mut row = rows[dice.below(rows.len() as u64) as usize].clone();
        let edge = dice.pick(&[frame.as_of, frame.as_of - frame.days * DAY, frame.edge]) + dice.pick(&[-1, 0, 1]);
        let length = dice.pick(&[1, MINUTE, DAY]);
        (row.start, row.end) = if dice.percent(50) { (edge, edge + length) } else { (edge - length, edge) };
        rows.push(row);
    }
    if let Some(row) = rows.first().cloned() {
        rows.push(row.clone());
        if dice.percent(50) {
            rows.push(Activity { user_id: "nobody".to_owned(), start: row.start - 3 * DAY, ..row });
        }
    }
}

fn presence(dice: &mut Dice, frame: Frame, people: &[(String, bool)]) -> Vec<Presence> {
    let mut rows = Vec::new();
    let day = frame.as_of.div_euclid(DAY) * DAY - dice.pick(&[1, 1, 2, 5]) * DAY;
    for (id, is_idle) in people {
        if dice.percent(25) {
            continue;
        }
        for _ in 0..dice.between(1, 4) {
            let start = match dice.below(5) {
                _ if *is_idle => frame.as_of - dice.pick(&[91, 90, 120, 360, 364, 390, 450, 470]) * DAY,
                0 => {
                    dice.pick(&[frame.as_of, frame.edge, frame.as_of - frame.days * DAY])
                        - dice.pick(&[0, 1, 30, 600]) * MINUTE
                }
                1 => frame.as_of - dice.between(0, 120) * DAY,
                _ => day + dice.between(0, 12) * 10 * MINUTE,
            };
            let length = dice.pick(&[0, 10, 10, 20, 30, 40, 60, 480]) * MINUTE;
            let end = if dice.percent(4) { None } else { Some(start + length) };
            rows.push(Presence { user_id: id.clone(), start, end });
        }
    }
    if dice.percent(20) {
        let start = frame.as_of - 100 * DAY;
        rows.push(Presence { user_id: "nobody".to_owned(), start, end: Some(start + MINUTE) });
    }
    dice.shuffle(&mut rows);
    rows
}

fn billable(dice: &mut Dice, frame: Frame, org: &Org) -> Vec<Billable> {
    let mut rows = Vec::new();
    let outside = dice.percent(20);
    let mut row = |dice: &mut Dice, charge: &str, entity: String| {
        let at = if outside { frame.as_of - dice.between(60, 70) * DAY } else { seen(dice, frame) };
        rows.push(Billable { charge_name: charge.to_owned(), entity, first_seen_at: at });
    };
    let charges = ["Genesys Cloud CX 3", "Genesys Cloud CX 1", "Genesys Cloud Communicate User", "Something Else"];
    for user in &org.users {
        let Some(email) = &user.email else { continue };
        for _ in 0..dice.below(3) {
            let entity = if dice.percent(30) { email.to_uppercase() } else { email.clone() };
            let charge = if dice.percent(8) { WALLBOARD_CHARGE } else { dice.pick(&charges) };
            row(dice, charge, entity);
        }
    }
    for device in 0..dice.below(4) {
        row(dice, WALLBOARD_CHARGE, format!("Board {device}"));
        row(dice, WALLBOARD_CHARGE, format!("board {device}"));
    }
    row(dice, "Genesys Cloud CX 2", "stranger@elsewhere.example".to_owned());
    rows
}

fn seen(dice: &mut Dice, frame: Frame) -> Micros {
    match dice.below(5) {
        0 => frame.as_of + dice.pick(&[-1, 0, 1]),
        1 => frame.edge + dice.pick(&[-1, 0, 1]),
        _ => frame.as_of - dice.between(0, 35) * DAY,
    }
}

const METERS: [&str; 15] = [
    "bot_voice_minutes",
    "bot_digital_sessions",
    "virtual_agent_interactions",
    "agentic_virtual_agent_interactions",
    "ai_scoring_evaluations",
    "ai_translate_translations",
    "ai_summaries",
    "messages_whatsapp",
    "messages_apple",
    "copilot_users",
    "ai_tokens",
    "AI Summary",
    "Genesys Cloud Virtual Agent",
    "AI Experience Tokens",
    "Genesys Cloud API Resource",
];

fn resources(dice: &mut Dice, frame: Frame) -> Vec<Resource> {
    let today = day_of(frame.as_of);
    let mut rows = Vec::new();
    for _ in 0..dice.between(0, 12) {
        let date = match dice.below(4) {
            0 => day_of(frame.edge),
            1 => today + Days::new(dice.below(2)),
            _ => today - Days::new(dice.below(40)),
        };
        let resource = dice.pick(&METERS).to_owned();
        let quantity = Decimal::new(dice.between(0, 400_000), dice.pick(&[0, 0, 2, 1]));
        let quantity = if resource == "copilot_users" { Decimal::from(dice.between(0, 20)) } else { quantity };
        rows.push(Resource { date, resource, quantity });
    }
    rows
}

fn coverage(dice: &mut Dice, frame: Frame) -> Vec<Coverage> {
    let mut rows = Vec::new();
    for table in ["activity", "presence"] {
        for _ in 0..dice.below(3) {
            let (from, to) = covered(dice, frame);
            rows.push(Coverage { table: table.to_owned(), feature: None, from, to });
        }
    }
    for _ in 0..dice.below(8) {
        let (from, to) = covered(dice, frame);
        let feature = Some(dice.pick(&FEATURES).to_owned());
        rows.push(Coverage { table: "activity".to_owned(), feature, from, to });
    }
    rows
}

fn covered(dice: &mut Dice, frame: Frame) -> (Micros, Micros) {
    let (from, to) = (frame.as_of - frame.days * DAY, frame.as_of);
    let (from, to) = match dice.below(8) {
        0 => (from + DAY, to - DAY),
        1 => (from + DAY + 1, to),
        2 => (from, to - DAY - 1),
        3 => (to - frame.days * DAY / 2, to),
        4 => (to - frame.days * DAY / 2 + 1, to + DAY),
        5 => (from - 900 * DAY, to + 10 * DAY),
        6 => (from - 900 * DAY, to),
        _ => (from - dice.between(1, 500) * DAY, to - dice.between(0, 100) * DAY),
    };
    (from.min(to), to.max(from))
}
