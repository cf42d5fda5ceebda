//! The overview of small organizations: the whole report, figures that follow from cells, unknown, hours, names that may
//! not be told; and the summary on a terminal.

use std::path::PathBuf;

use rust_decimal::Decimal;
use seatwise_pricing::contract::Model;
use seatwise_reports::{
    format::counted,
    locale::Locale,
    render::{Style, check, csv, html, json, text, xlsx},
    report::{FigureSource, Part, Report, Value},
};

use super::{
    facts::{DepartmentRow, Overview},
    names::{Names, Pseudonyms},
    summary::summary,
    *,
};
use crate::analysis::{Analysis, small};

const AS_OF: &str = "2026-10-31T23:59:59.999999Z";
const CONTRACT: &str = "[contract]\norganization = \"Small & <Org>\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                        [[line]]\nproduct = \"cx3\"\nquantity = 2\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n\
                        [[price]]\nproduct = \"cx2\"\nunit_price = \"95.00\"\n[[price]]\nproduct = \"cx1\"\nunit_price = \"62.50\"\n";
/// Ann is over-tiered by a role, Bob idle for long, Cem deactivated, Dee never came, Eve holds what nobody has a price for,
/// Finn is what he should be and has no name.
const USERS: &str = "user_id,email,name,state,department,division,cost_center,manager_email,created_at,last_login_at\n\
    ann,ann@x.example,Ann,active,Sales,EMEA,0042,dee@x.example,2025-01-01T00:00:00Z,2026-10-30T08:00:00Z\n\
    bob,bob@x.example,\"=HYPERLINK(\"\"x\"\")\",active,Sales,EMEA,,,2025-01-01T00:00:00Z,2026-01-30T08:00:00Z\n\
    cem,cem@x.example,<b>Cem</b>,inactive,-5+3,,,,2025-01-01T00:00:00Z,\n\
    dee,dee@x.example,Dee,active,,,,,2025-01-01T00:00:00Z,\n\
    eve,eve@x.example,Eve,active,Sales,,,gone@x.example,2025-01-01T00:00:00Z,2026-10-29T08:00:00Z\n\
    finn,finn@x.example,,active,Care,,,,2025-01-01T00:00:00Z,2026-10-30T08:00:00Z\n";
const PRESENCE: &str = "user_id,start_at,end_at\nann,2026-10-30T08:00:00Z,2026-10-30T12:00:00Z\n\
                        finn,2026-10-29T08:00:00Z,2026-10-29T16:00:00Z\n";

fn tables(presence: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("users.csv", USERS),
        (
            "licenses.csv",
            "user_id,license_id\nann,cloudCX3\nbob,cloudCX3\ncem,cloudCX2\ndee,cloudCX3\neve,cloudCX1\neve,house-license\n\
             finn,cloudCX3\n",
        ),
        (
            "activity.csv",
            "user_id,interval_start,interval_end,feature,events,duration_ms\n\
             ann,2026-10-29T00:00:00Z,2026-10-30T00:00:00Z,voice,12,60000\n\
             finn,2026-10-29T00:00:00Z,2026-10-30T00:00:00Z,wfm_planning,12,60000\n\
             eve,2026-10-28T00:00:00Z,2026-10-29T00:00:00Z,voice,2,9000\n",
        ),
        ("presence.csv", presence),
        (
            "coverage.csv",
            "table,feature,from,to\nactivity,,2026-01-01T00:00:00Z,2026-11-01T00:00:00Z\n\
             presence,,2026-01-01T00:00:00Z,2026-11-01T00:00:00Z\n",
        ),
        ("roles.csv", "role_id,name,permission\nr1,Planner,wfm:schedule:edit\n"),
        ("role_grants.csv", "user_id,role_id\nann,r1\nfinn,r1\n"),
        ("license_definitions.csv", "license_id,permission\ncloudCX1,voice:call:answer\ncloudCX3,wfm:schedule:edit\n"),
    ]
}

fn analyzed() -> Analysis {
    small::analyzed(&tables(PRESENCE), CONTRACT, "", AS_OF)
}

fn facts(analysis: &Analysis) -> Overview {
    overview(analysis, &Names::new(&analysis.people, None))
}

fn of(analysis: &Analysis) -> Report {
    report(analysis, &facts(analysis), &Names::new(&analysis.people, None))
}

/// Is a report sound, and is every format of it made?
fn sound(report: &Report) {
    assert_eq!(check::problems(report), Vec::<String>::new());
    let page = html::page(report, &Style::default()).unwrap();
    assert!(page.ends_with("</html>") && !page.contains("<b>Cem"));
    assert_eq!(&xlsx::workbook(report, &Style::default()).unwrap()[..2], b"PK");
}

fn screen(report: &Report) -> String {
    text::text(report, Locale::EnUs, 180)
}

#[test]
fn the_whole_report() {
    let report = of(&analyzed());
    sound(&report);
    insta::assert_snapshot!(screen(&report));
}

#[test]
fn the_files_that_others_read() {
    let files = csv::files(&of(&analyzed()));
    for name in ["seats.csv", "recommendations.csv", "products.csv", "findings.csv", "figures.csv"] {
        let (_, bytes) = files.iter().find(|(own, _)| own == name).unwrap();
        insta::assert_snapshot!(name, String::from_utf8(bytes.clone()).unwrap());
    }
}

/// What a source gives, added up here once more.
fn given(report: &Report, source: FigureSource) -> Option<Decimal> {
    let FigureSource::Is(part) = source else { panic!("the overview has no other sources") };
    let find = |id: &str| report.tables().find(|table| table.id == id).unwrap();
    match part {
        Part::Total { table, column } => {
            let table = find(table);
            let at = table.column(column).unwrap();
            let rows = table.rows.iter().filter_map(|row| row[at].number()).sum::<Decimal>();
            let total = table.totals.as_ref().unwrap().cells[at].number();
            assert!(total.is_none_or(|total| total == rows), "{} {column}: {total:?}, rows {rows}", table.id);
            total
        }
        Part::Rows { table, column, from, to } => {
            let table = find(table);
            let at = table.column(column).unwrap();
            table.rows[from..to].iter().map(|row| row[at].number()).sum()
        }
        Part::RowCount(table) => Some(find(table).rows.len().into()),
        Part::Figure(_) => panic!("the overview has no such source"),
    }
}

#[test]
fn figures_are_what_their_cells_give() {
    let report = of(&analyzed());
    let with_source: Vec<&str> =
        report.figures().filter(|figure| figure.source.is_some()).map(|figure| figure.id).collect();
    assert_eq!(
        with_source.join(" "),
        "assigned billed licensed_people to_give_back over_tiered list_monthly contracted_monthly overage_monthly target"
    );
    for figure in report.figures() {
        if let Some(source) = figure.source {
            assert_eq!(given(&report, source), figure.value.number(), "{}", figure.id);
        }
    }
}

#[test]
fn the_steps_lead_from_todays_bill_to_the_target_and_exposure_is_none_of_them() {
    let report = of(&analyzed());
    let amount = |id: &str| report.figure(id).unwrap().value.number().unwrap();
    assert_eq!(amount("bill_today") - amount("cash_now") - amount("at_renewal"), amount("target"));
    let steps = report.tables().find(|table| table.id == "steps").unwrap();
    assert_eq!(steps.rows.len(), 3, "exposure is no step");
    assert!(amount("exposure") > Decimal::ZERO, "so that the test tells something");
}

#[test]
fn without_presence_what_is_unknown_is_said_so() {
    let files: Vec<_> = tables("").into_iter().filter(|(name, _)| *name != "presence.csv").collect();
    let contract = CONTRACT.replace("[contract]\n", "[contract]\nmodel = \"concurrent\"\n");
    let report = of(&small::analyzed(&files, &contract, "", AS_OF));
    sound(&report);
    for id in ["billed", "bill_today", "cash_now", "at_renewal", "target"] {
        assert!(report.figure(id).unwrap().value.is_unknown(), "{id}");
    }
    let screen = screen(&report);
    assert!(screen.contains("Savings are unknown: no presence data, or a price is missing"), "{screen}");
    assert!(screen.contains("unknown  no presence data, or a price is missing; a month"), "{screen}");
}

#[test]
fn nobody_and_nothing() {
    let heads: Vec<(&str, &str)> =
        tables(PRESENCE).into_iter().map(|(name, text)| (name, text.split_inclusive('\n').next().unwrap())).collect();
    let report = of(&small::analyzed(&heads, "", "", AS_OF));
    sound(&report);
    let screen = screen(&report);
    for said in ["Nothing to change: every seat", "No seats are assigned", "No department holds a license"] {
        assert!(screen.contains(said), "{said} in {screen}");
    }
}

/// An organization that is billed by the hour: no number of hours is shown as one of seats.
#[test]
fn hours_are_not_called_seats() {
    let mut analysis = analyzed();
    let mut facts = facts(&analysis);
    let row = facts.products.iter_mut().find(|row| row.base).unwrap();
    (row.unit, row.billed, row.committed) = ("hours".to_owned(), Some(12_345), 10_000);
    (facts.seats.billed_hours, facts.seats.billed) = (Some(12_345), Some(0));
    analysis.contract.model = Model::HourlyLoggedIn;
    assert!(summary(&facts, 100, &[]).contains("12,345 hours billed;"));
    let report = report(&analysis, &facts, &Names::new(&analysis.people, None));
    assert_eq!(report.figure("billed_hours").unwrap().value, Value::count(12_345));
    let screen = screen(&report);
    for said in ["Hours billed", "no number of seats", "prices per hour", "Billed by"] {
        assert!(screen.contains(said), "{said} in {screen}");
    }
    facts.seats.billed = Some(7);
    assert!(summary(&facts, 100, &[]).contains("12,345 hours and 7 seats billed;"));
}

#[test]
fn under_pseudonyms_no_file_and_no_screen_names_anybody() {
    let analysis = analyzed();
    let key = Pseudonyms::new(b"0123456789abcdef").unwrap();
    let names = Names::new(&analysis.people, Some(&key));
    let facts = overview(&analysis, &names);
    let report = report(&analysis, &facts, &names);
    sound(&report);
    let all = json::document(&report) + &summary(&facts, 100, &[]) + &screen(&report);
    for person in &analysis.people.list {
        let known = [person.name.as_deref(), person.email.as_deref(), person.manager_email.as_deref()];
        for name in known.into_iter().flatten().filter(|name| name.len() > 3 || *name == "Ann") {
            assert!(!all.contains(&format!("{name}\"")) && !all.contains(&format!(" {name} ")), "{name} in {all}");
        }
        assert!(!all.contains(&format!("\"{}\"", person.user_id)), "{}", person.user_id);
    }
    assert!(!all.contains("@x.example"), "{all}");
    assert!(all.contains(&names.person(0)), "the pseudonym stands in its place");
}

#[test]
fn departments_that_find_no_bar_are_one() {
    let analysis = analyzed();
    let mut facts = facts(&analysis);
    facts.departments = (0..300)
        .map(|at| DepartmentRow {
            department: Some(format!("{at:03}")),
            people: 1,
            contracted_monthly: Decimal::new(1000 - at, 2),
            recoverable_monthly: Decimal::new(1, 2),
            unpriced_seats: 0,
        })
        .collect();
    let report = report(&analysis, &facts, &Names::new(&analysis.people, None));
    sound(&report);
    let bars = csv::files(&report).into_iter().find(|(name, _)| name == "chart-cost_by_department.csv").unwrap();
    let bars = String::from_utf8(bars.1).unwrap();
    // 10.00 − 0.15 down to 10.00 − 2.99 in steps of a cent: 285 × (9.85 + 7.01) ÷ 2.
    assert!(bars.ends_with("285 others,2402.55,2.85,0,USD\n"), "{bars}");
    assert_eq!(bars.lines().count(), 1 + 15 + 1);
}

/// The same people again and again, with a recommendation each.
fn many(count: usize) -> Overview {
    let mut facts = facts(&analyzed());
    let rows = facts.recommendations.clone();
    facts.recommendations = rows.into_iter().cycle().take(count).collect();
    facts
}

#[test]
fn the_summary_keeps_to_24_lines_and_the_width_it_is_given() {
    let long: Vec<PathBuf> = (0..60).map(|at| format!("/a/very/long/folder/file-{at}.csv").into()).collect();
    for width in [60, 80, 100] {
        let screen = summary(&many(400), width, &long);
        assert!(screen.lines().count() <= 24, "{} lines", screen.lines().count());
        let widest = screen.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{widest} columns of {width}");
    }
}

#[test]
fn the_summary_says_where_the_files_are() {
    let files = ["out/overview.html", "out/seats.csv", "out/charts/a.svg", "out/charts/b.svg"].map(PathBuf::from);
    let screen = summary(&facts(&analyzed()), 80, &files);
    assert!(screen.ends_with("Files in out\n  overview.html  seats.csv  charts/ (2)\n"), "{screen}");
    let many: Vec<PathBuf> = (0..17).map(|at| format!("out/{at}.csv").into()).chain(files).collect();
    let screen = summary(&facts(&analyzed()), 80, &many);
    assert!(screen.ends_with("Files in out\n  *.csv (18)  overview.html  charts/ (2)\n"), "{screen}");
}

#[test]
fn products_without_a_price_that_find_no_room_are_counted() {
    let files = ["out/overview.html", "out/seats.csv"].map(PathBuf::from);
    let mut facts = many(400);
    for unpriced in [1, 2, 10, 1000] {
        facts.costs.unpriced = (0..unpriced).map(|number| (format!("add-on-{number}"), 2)).collect();
        let screen = summary(&facts, 80, &files);
        assert!(screen.lines().count() < 24, "the prompt has no line:\n{screen}");
        let named = screen.matches("add-on-").count();
        let left = unpriced - named;
        assert!(named >= unpriced.min(2) && screen.contains("price unknown"), "{screen}");
        let rest = format!("{left} more products ({}", counted(2 * left as u64, "seat"));
        assert!(left == 0 || screen.contains(&rest), "{screen}");
    }
}

#[test]
fn a_control_character_in_a_name_does_not_move_the_cursor() {
    let mut facts = facts(&analyzed());
    facts.organization = "a\u{1b}[2Jb\nc".to_owned();
    let screen = summary(&facts, 100, &[]);
    assert!(screen.starts_with("a [2Jb c · snapshot "), "{screen}");
}
