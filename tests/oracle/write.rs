//! Writes a case as a folder of CSV files beside `contract.toml` and `seatwise.toml`, as a person would hand it in.

use std::fs;
use std::path::Path;

use super::org::{Case, Contract, Org, Settings};
use super::time::{Micros, print};

/// Writes `tables/*.csv`, `contract.toml` and `seatwise.toml`; files of absent parts are not written.
pub fn write(case: &Case, dir: &Path) {
    write_tables(&case.org, &dir.join("tables"));
    if let Some(contract) = &case.contract {
        fs::write(dir.join("contract.toml"), contract_toml(contract)).expect("the folder is writable");
    }
    if let Some(settings) = &case.settings {
        fs::write(dir.join("seatwise.toml"), settings_toml(settings)).expect("the folder is writable");
    }
}

fn write_tables(org: &Org, dir: &Path) {
    fs::create_dir_all(dir).expect("the folder is writable");
    let users = org.users.iter().map(|u| {
        let times = [u.created_at, u.last_login_at, u.last_token_at].map(time);
        let [created, login, token] = times;
        let (email, name, department) = (opt(&u.email), opt(&u.name), opt(&u.department));
        let (division, manager, employee) = (opt(&u.division), opt(&u.manager_email), opt(&u.employee_id));
        vec![
            u.user_id.clone(),
            email,
            name,
            u.state.clone(),
            department,
            division,
            manager,
            employee,
            created,
            login,
            token,
        ]
    });
    let header = "user_id,email,name,state,department,division,manager_email,employee_id,created_at,last_login_at,\
                  last_token_at";
    table(dir, "users", header, users);
    let licenses = org.licenses.iter().map(|l| vec![l.user_id.clone(), l.license_id.clone(), time(l.from), time(l.to)]);
    table(dir, "licenses", "user_id,license_id,assigned_from,assigned_to", licenses);
    write_rights(org, dir);
    write_use(org, dir);
    if let Some(rows) = &org.coverage {
        let rows = rows.iter().map(|c| vec![c.table.clone(), opt(&c.feature), print(c.from), print(c.to)]);
        table(dir, "coverage", "table,feature,from,to", rows);
    }
}

fn write_rights(org: &Org, dir: &Path) {
    if let Some(rows) = &org.roles {
        let rows = rows.iter().map(|r| vec![r.role_id.clone(), r.name.clone(), r.permission.clone()]);
        table(dir, "roles", "role_id,name,permission", rows);
    }
    if let Some(rows) = &org.grants {
        let rows = rows.iter().map(|g| vec![g.user_id.clone(), g.role_id.clone(), String::new(), opt(&g.via_group)]);
        table(dir, "role_grants", "user_id,role_id,division_id,via_group_id", rows);
    }
    if let Some(rows) = &org.memberships {
        let rows = rows.iter().map(|m| vec![m.user_id.clone(), m.feature.clone(), m.via.clone()]);
        table(dir, "memberships", "user_id,feature,via", rows);
    }
    if let Some(rows) = &org.idp {
        let rows = rows.iter().map(|i| vec![i.email.clone(), i.status.clone(), time(i.changed_at)]);
        table(dir, "idp_users", "email,status,changed_at", rows);
    }
}

fn write_use(org: &Org, dir: &Path) {
    if let Some(rows) = &org.activity {
        let rows = rows.iter().map(|a| {
            let (events, duration) = (a.events.to_string(), a.duration_ms.to_string());
            vec![a.user_id.clone(), print(a.start), print(a.end), a.feature.clone(), events, duration]
        });
        table(dir, "activity", "user_id,interval_start,interval_end,feature,events,duration_ms", rows);
    }
    if let Some(rows) = &org.presence {
        let rows = rows.iter().map(|p| vec![p.user_id.clone(), print(p.start), time(p.end)]);
        table(dir, "presence", "user_id,start_at,end_at", rows);
    }
    if let Some(rows) = &org.billable {
        let rows = rows.iter().map(|b| vec![b.charge_name.clone(), b.entity.clone(), print(b.first_seen_at)]);
        table(dir, "billable_usage", "charge_name,entity,first_seen_at", rows);
    }
    if let Some(rows) = &org.resources {
        let rows = rows.iter().map(|r| vec![r.date.to_string(), r.resource.clone(), r.quantity.to_string()]);
        table(dir, "resource_usage", "date,resource,quantity", rows);
    }
}

fn table(dir: &Path, name: &str, header: &str, rows: impl Iterator<Item = Vec<String>>) {
    let mut writer = csv::Writer::from_path(dir.join(format!("{name}.csv"))).expect("the folder is writable");
    writer.write_record(header.split(',')).expect("the file is writable");
    rows.for_each(|row| writer.write_record(row).expect("as many cells as names"));
    writer.flush().expect("the file is writable");
}

fn opt(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn time(at: Option<Micros>) -> String {
    at.map(print).unwrap_or_default()
}

fn contract_toml(contract: &Contract) -> String {
    let mut text = "[contract]\n".to_owned();
    let keys = [
        ("organization", contract.organization.clone()),
        ("currency", contract.currency.clone()),
        ("model", contract.model.clone()),
        ("subscription", contract.subscription.clone()),
        ("start", contract.start.map(|day| day.to_string())),
        ("end", contract.end.map(|day| day.to_string())),
        ("seat_counting", contract.seat_counting.clone()),
        ("concurrency_reading", contract.concurrency_reading.clone()),
        ("ramp_until", contract.ramp_until.map(|day| day.to_string())),
    ];
    for (key, value) in keys {
        if let Some(value) = value {
            text += &format!("{key} = {value:?}\n");
        }
    }
    if let Some(day) = contract.period_anchor_day {
        text += &format!("period_anchor_day = {day}\n");
    }
    for line in &contract.lines {
        let (product, quantity, price) = (&line.product, line.quantity, line.unit_price);
        text += &format!("[[line]]\nproduct = {product:?}\nquantity = {quantity}\nunit_price = \"{price}\"\n");
        if let Some(price) = line.overage_price {
            text += &format!("overage_price = \"{price}\"\n");
        }
    }
    for (product, price) in &contract.prices {
        text += &format!("[[price]]\nproduct = {product:?}\nunit_price = \"{price}\"\n");
    }
    text
}

fn settings_toml(settings: &Settings) -> String {
    let Settings { days, idle_days, grace_days, min_events, min_days, .. } = settings;
    let mut text = format!(
        "[window]\ndays = {days}\nidle_days = {idle_days}\ngrace_days = {grace_days}\nmin_events = {min_events}\n\
         min_days = {min_days}\n[protect]\nroles = {:?}\nusers = {:?}\n[features]\nnot_used = {:?}\n[offers]\n\
         allow = {:?}\n",
        settings.protect_roles, settings.protect_users, settings.not_used, settings.allow
    );
    for pin in &settings.pins {
        text += &format!("[[pin]]\nfeature = {:?}\n", pin.feature);
        for (key, value) in &pin.keys {
            text += &format!("{key} = {value:?}\n");
        }
    }
    for exception in &settings.exceptions {
        text += &format!("[[exception]]\nuser = {:?}\nreason = {:?}\n", exception.user, exception.reason);
        if let Some(until) = exception.until {
            text += &format!("until = \"{until}\"\n");
        }
    }
    for window in &settings.windows {
        text += &format!("[[department_window]]\ndepartment = {:?}\n", window.department);
        let values = [
            ("days", window.days),
            ("idle_days", window.idle_days),
            ("grace_days", window.grace_days),
            ("min_events", window.min_events),
            ("min_days", window.min_days.map(|days| days as i64)),
        ];
        for (key, value) in values.iter().filter_map(|(key, value)| Some((key, (*value)?))) {
            text += &format!("{key} = {value}\n");
        }
    }
    text
}
