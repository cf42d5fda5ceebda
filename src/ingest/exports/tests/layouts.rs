//! Every layout in every locale: the same rows.

use super::{PEOPLE, check, read, shown, style::STYLES};
use crate::ingest::exports::ExportOptions;

/// Reads a content in every style beside `PEOPLE`; all must agree, and with the snapshot of that name.
#[track_caller]
fn every_style(name: &str, header: &str, rows: &[&str]) -> String {
    let options = ExportOptions { utc_offset: Some(0), ..ExportOptions::default() };
    let people = (PEOPLE.0, PEOPLE.1.as_bytes().to_vec());
    let first = check(name, &[people.clone(), ("export.csv", STYLES[0].sheet(header, rows))], &options);
    for style in &STYLES[1..] {
        let files = [people.clone(), ("export.csv", style.sheet(header, rows))];
        let (rows, report) = read(&files, &options).unwrap_or_else(|p| panic!("{name}, {}:\n{p}", style.name));
        assert_eq!(shown(&rows, &report), first, "{name} in the style of {}", style.name);
    }
    first
}

#[test]
fn people_import() {
    every_style(
        "people-import",
        "name|email|phone_work|extension|title|department|email_manager|location_work|roles_divisions|queues|division|skills",
        &[
            "Ann Ash|ann@northwind.example|+15550100|100|Agent|Sales;⏎\"North\", South|bo@northwind.example|Here|employee|Q1|Home|",
            "Cy Cedar|cy@northwind.example",
        ],
    );
}

#[test]
fn people_import_without_optional_columns() {
    every_style(
        "people-import-short",
        "NAME|email|Email_Manager|roles_divisions",
        &["Ann Ash|ANN@northwind.example||", "Dee|dee@northwind.example|ann@northwind.example|employee"],
    );
}

#[test]
fn last_login() {
    every_style(
        "last-login",
        "Index|Name|Email|Division|Date Last Login|License",
        &[
            "1|Ann Ash|ann@northwind.example|Home|@2026-06-23 07:00|cloudCX2",
            "2|Ann Ash|ann@northwind.example|Home|@2026-06-24 19:30|gcSTAupgrade",
            "3|Eve \"E\"⏎Elm|eve@northwind.example|Home|Never|communicate",
            "4|Fay|fay@northwind.example|Home||communicate",
        ],
    );
    every_style(
        "last-login-short",
        "Email|Name|License|Date Last Login",
        &["gus@northwind.example|Gus|cloudCX3|@2026-06-30 12:00"],
    );
}

#[test]
fn license_matrix() {
    every_style(
        "license-matrix",
        "Name|Email|Division|cloudCX1|cloudCX3|gcSTAupgrade",
        &[
            "Ann Ash|ann@northwind.example|Home|FALSE|TRUE|TRUE",
            "Cy⏎Cedar|cy@northwind.example|Home|no|Yes|",
            "Dee|dee@northwind.example||0|0|0",
        ],
    );
}

#[test]
fn agent_login() {
    every_style(
        "agent-login",
        "Agent Id|Agent Name|Email|Department|Division Name|Log in|Log out|Logged In",
        &[
            "u1|Ann Ash|ann@northwind.example|Sales⏎North|Home|@2026-06-23 07:00|@2026-06-23 15:30|~30600000",
            "u2|Bo Birch|bo@northwind.example|||@2026-06-23 22:00|@2026-06-24 06:00|",
            "u2|Bo Birch|bo@northwind.example|||@2026-06-24 22:00||",
        ],
    );
    every_style("agent-login-short", "Agent Id|Login|Logout", &["u9|@2026-06-23 07:00|@2026-06-23 15:30"]);
}

#[test]
fn agent_status_duration_details() {
    every_style(
        "agent-status-duration-details",
        "Agent Id|Agent Name|Email|Department|Division Name|Interval Start|Interval End|Logged In|On Queue|Off Queue|Training|Break|Meal|Meeting|Away|System Away|Interacting|Idle|Not Responding|Occupancy|On Queue %|Idle %|Interacting %",
        &[
            "u1|Ann Ash|ann@northwind.example|Sales|Home|@2026-06-23 00:00|@2026-06-24 00:00|~279745|~200000|~79745||||||~100000|~100000||#0.5|#0.7|#0.35|#0.35|#0.35",
            "u2|Bo Birch|bo@northwind.example|Sales⏎North|Home|@2026-06-23 00:00|@2026-06-24 00:00",
        ],
    );
}

#[test]
fn agent_status_selected_columns() {
    every_style(
        "agent-status-selected-columns",
        "Interval Start|Interval End|Interval Complete|Filters|Agent Id|Agent Name|Logged In|On Queue|Idle|Off Queue|Interacting",
        &[
            "@2026-06-23 07:00|@2026-06-23 07:30|YES||u1|Ann Ash|~1800000|~1800000|~900000||~900000",
            "@2026-06-23 07:30|@2026-06-23 08:00|NO||u1|Ann Ash|||||",
            "@2026-06-23 07:00|@2026-06-23 07:30|YES|\"a\", b;⏎c|u2|Bo Birch|~60000||||",
        ],
    );
}

#[test]
fn agent_status_summary() {
    every_style(
        "agent-status-summary",
        "Interval Start|Interval End|Agent Id|Logged In|Busy: Mentoring / Coaching|Occupancy",
        &["@2026-06-23 00:00|@2026-06-24 00:00|u1|~28800000|~60000|#0.8125"],
    );
}

#[test]
fn agents_performance_by_media_type() {
    every_style(
        "agents-performance-media-type",
        "Interval Start|Interval End|Interval Complete|Filters|Media Type|Agent Id|Agent Name|Handle|Avg Handle|Avg Talk|Avg Hold|Avg ACW|Total Handle|Total Talk|Total Hold|Total ACW",
        &[
            "@2026-06-23 00:00|@2026-06-24 00:00|YES||voice|u1|Ann Ash|3|~100000|~90000||~10000|~300745|~270000||~30000",
            "@2026-06-23 00:00|@2026-06-24 00:00|YES||Email|u1|Ann Ash|||||||||",
            "@2026-06-23 00:00|@2026-06-24 00:00|YES||message|u2|Bo⏎Birch|0||||||||",
        ],
    );
}

#[test]
fn agents_performance_filtered_to_media_types() {
    every_style(
        "agents-performance-filters",
        "Interval Start|Interval End|Interval Complete|Filters|Agent Id|Agent Name|Handle|Answered",
        &[
            "@2026-06-23 00:00|@2026-06-24 00:00|YES|Media Type: voice|u1|Ann Ash|3|2",
            "@2026-06-23 00:00|@2026-06-24 00:00|YES|Media Type: chat|u1|Ann Ash||7",
        ],
    );
}

#[test]
fn interactions() {
    every_style(
        "interactions",
        "Full Export Completed|Partial Result Timestamp|Filters|Media Type|Users|Remote|Date|End Date|Duration|Direction|ANI|DNIS|Queue|Wrap-up|Flow|Conversation ID",
        &[
            "YES|||voice|Ann Ash;Bo Birch|tel:+1555|@2026-06-23 07:00|@2026-06-23 07:05|~300745|Inbound|tel:+1555|tel:+1556|Sales|Done,⏎\"really\"||c1",
            "YES|||chat||web|@2026-06-23 08:00|@2026-06-23 08:01||Inbound|||Sales|||c2",
            "YES|||email|bo  BIRCH|b@example.com|@2026-06-24 08:00||~60000|Outbound|||Sales|||c3",
            "YES|||message|Ann Ash|b@example.com|@2026-06-24 09:00|||Outbound|||Sales|||c4",
        ],
    );
    every_style(
        "interactions-short",
        "Full Export Completed|Users|Date|Media Type|First Queue",
        &["YES|Ann Ash|@2026-06-23 07:00|voice|Sales"],
    );
}

#[test]
fn an_export_that_is_not_complete_is_noted() {
    let text = every_style(
        "interactions-partial",
        "Full Export Completed|Partial Result Timestamp|Users|Date|Media Type",
        &["NO|@2026-06-24 00:00|Ann Ash|@2026-06-23 07:00|voice"],
    );
    assert!(text.contains("note partial-export (export.csv)"), "{text}");
}

#[test]
fn billable_usage() {
    every_style(
        "billable-usage",
        "Charge name|Entity|Timestamp",
        &[
            "Genesys Cloud CX 3|ann@northwind.example|@2026-06-23 07:00",
            "Genesys Cloud,⏎CX 1|+15550100|@2026-06-02 00:01",
        ],
    );
}

#[test]
fn concurrent_usage() {
    every_style(
        "concurrent-usage",
        "Date|Peak Concurrent Users|Minutes at Peak",
        &["@2026-06-23|120|7", "@2026-06-24|0|1440", "@2026-06-25||"],
    );
}

#[test]
fn resources_usage() {
    every_style(
        "resources-usage",
        "Date|Resource|Quantity|Region⏎Name",
        &["@2026-06-23|AI tokens|#12.9|eu", "@2026-06-24|AI tokens|0|eu", "@2026-06-25|AI tokens||eu"],
    );
}

#[test]
fn user_hours() {
    every_style(
        "user-hours",
        "Date|Email|Logged In",
        &[
            "@2026-06-23|Ann@northwind.example|~28800000",
            "@2026-06-24|ann@northwind.example|",
            "@2026-06-24|nobody@northwind.example|~60000",
        ],
    );
}

#[test]
fn okta_users() {
    every_style(
        "okta-users",
        "Email|Status|Status changed|First⏎name",
        &[
            "ann@northwind.example|ACTIVE|@2026-06-23 07:00|Ann",
            "bo@northwind.example|Suspended||Bo",
            "cy@northwind.example|deprovisioned|@2026-06-24 07:00|Cy",
        ],
    );
}

#[test]
fn entra_users() {
    every_style(
        "entra-users",
        "userPrincipalName|displayName|accountEnabled|deletedDateTime",
        &[
            "ann@northwind.example|Ann,⏎Ash|True|",
            "bo@northwind.example|Bo|FALSE|",
            "cy@northwind.example|Cy|false|@2026-06-24 07:00",
        ],
    );
}

#[test]
fn dates_of_billing_are_utc_whatever_the_time_zone_of_the_exports() {
    let files = [
        PEOPLE,
        ("a.csv", "Charge name,Entity,Timestamp\nCX 3,ann@northwind.example,2026-06-23 00:30:00\n"),
        ("b.csv", "Date,Resource,Quantity\n2026-06-23,AI tokens,5\n"),
        ("c.csv", "Date,Peak Concurrent Users,Minutes at Peak\n2026-06-23,3,60\n"),
        ("d.csv", "Agent Id,Email,Log in,Log out\nu1,ann@northwind.example,2026-06-23 02:00:00,2026-06-23 03:00:00\n"),
    ];
    let east = ExportOptions { utc_offset: Some(7_200), ..ExportOptions::default() };
    check("billing-is-utc", &files, &east);
}
