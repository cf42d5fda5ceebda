//! A small organization whose numbers can be added up by hand.

use seatwise_simulator::{Organization, OrganizationBuilder, Running, Settings, Simulator, UserRecord};

/// A day in microseconds.
pub(crate) const DAY: i64 = 86_400_000_000;
const HOUR: i64 = DAY / 24;

/// First day with activity, 2026-10-01.
pub(crate) const FIRST: i64 = 20_727 * DAY;
/// "Now": 2026-10-31T00:00:00Z.
pub(crate) const NOW: i64 = FIRST + 30 * DAY;
/// October up to now, as the API writes it.
pub(crate) const OCTOBER: &str = "2026-10-01T00:00:00.000Z/2026-10-31T00:00:00.000Z";

/// 25 people `u00` to `u24`; the last three are inactive, deleted, deleted.
pub(crate) fn organization() -> Organization {
    let mut rows = OrganizationBuilder::new("Sample");
    people(&mut rows);
    access(&mut rows);
    usage(&mut rows);
    rows.build(NOW)
}

/// A running simulator of it that checks its own answers and has no limit.
pub(crate) async fn running(change: impl FnOnce(&mut Settings)) -> Running {
    let mut settings = Settings { check_answers: true, ..Settings::default() };
    settings.rate.requests = None;
    change(&mut settings);
    Simulator::start(organization(), settings).await.expect("a free port")
}

fn people(rows: &mut OrganizationBuilder) {
    for index in 0..25 {
        let state = ["active", "inactive", "deleted"][usize::from(index >= 22) + usize::from(index >= 23)];
        rows.user(UserRecord {
            user_id: format!("u{index:02}"),
            email: Some(format!("u{index:02}@example.com")),
            name: Some(format!("Person {index}")),
            state: state.into(),
            department: Some(["Care", "Sales"][index % 2].into()),
            manager_email: (index > 0).then(|| "U00@example.com".into()),
            created_at: Some(FIRST - 300 * DAY),
            last_login_at: Some(FIRST + HOUR),
            last_token_at: Some(FIRST + 2 * HOUR),
            external_id: (index % 2 == 0).then(|| format!("idp-{index}")),
            employee_id: Some(format!("E{index}")),
            division: Some("North".into()),
            ..UserRecord::default()
        });
        if index < 20 {
            rows.license(&format!("u{index:02}"), ["cloudCX1", "cloudCX2"][index % 2], None, None);
        }
        rows.license(&format!("u{index:02}"), "communicate", None, Some(FIRST));
    }
    rows.membership("u03", "wfm_schedule", Some("Unit A")).membership("u04", "wfm_schedule", Some("Unit B"));
    rows.membership("u05", "copilot", Some("Copilot queue"));
}

fn access(rows: &mut OrganizationBuilder) {
    rows.role("r-agent", Some("Agent"), Some("conversation:call:*"));
    rows.role("r-agent", Some("Agent"), Some("routing:queue:view"));
    rows.role("r-super", Some("Supervisor"), Some("conversation:message:view"));
    rows.role("r-none", Some("Nothing"), None);
    rows.license_definition("cloudCX1", Some("conversation:call:accept"));
    rows.license_definition("cloudCX1", Some("routing:queue:view"));
    rows.license_definition("cloudCX2", Some("conversation:message:view"));
    rows.role_license("r-agent", Some("cloudCX1")).role_license("r-super", Some("cloudCX2"));
    rows.role_license("r-none", None);
    for index in (0..20).step_by(2) {
        rows.role_grant(&format!("u{index:02}"), "r-agent", Some("d1"), None);
    }
    for index in (1..20).step_by(2) {
        rows.role_grant(&format!("u{index:02}"), "r-super", Some("d1"), Some("g1"));
    }
}

/// On ten days: voice of all, a part of it outbound; other media and features of some.
fn usage(rows: &mut OrganizationBuilder) {
    for day in 0..10 {
        let at = FIRST + day * DAY;
        for index in 0..20 {
            let id = format!("u{index:02}");
            rows.activity(&id, at, "voice", Some(10 + index), Some(60_000 * (10 + index)));
            rows.presence(&id, at + 8 * HOUR, Some(at + 16 * HOUR));
        }
        rows.activity("u00", at, "outbound", Some(4), Some(120_000));
        rows.activity("u01", at, "sms", Some(2), Some(5_000)).activity("u01", at, "social", Some(3), Some(7_000));
        rows.activity("u02", at, "supervision", Some(1), Some(90_000));
        rows.activity("u03", at, "wfm_schedule", Some(1), None);
        rows.activity("u05", at, "copilot", Some(7), None).activity("u06", at, "work_automation", Some(5), None);
        rows.activity("u07", at, "quality_evaluator", Some(3), None);
        rows.activity("u08", at, "quality_evaluated", Some(3), None);
        rows.activity("u09", at, "speech_analytics", Some(6), None);
        rows.activity("u10", at, "admin", Some(4), None).activity("u11", at, "wfm_planning", Some(2), None);
    }
    rows.presence("u00", FIRST + 29 * DAY + 23 * HOUR, None);
    rows.billable_usage("Genesys Cloud CX 1", "u00@example.com", FIRST + HOUR);
    rows.billable_usage("Genesys Cloud CX 1", "u02@example.com", FIRST + HOUR);
}
