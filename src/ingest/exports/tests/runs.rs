//! What a run does with options, with files that say little, and with several of one kind.

use super::{PEOPLE, check, read};
use crate::ingest::exports::{ExportOptions, values::DateOrder};

const AMBIGUOUS: (&str, &str) =
    ("logins.csv", "Agent Id,Email,Log in,Log out\nu1,ann@northwind.example,6/7/26 07:00 AM,6/7/26 03:00 PM\n");

#[test]
fn the_option_settles_what_the_rows_leave_open() {
    for (order, day) in [(DateOrder::Mdy, "2026-06-07"), (DateOrder::Dmy, "2026-07-06")] {
        let options = ExportOptions { date_order: Some(order), ..ExportOptions::default() };
        let (rows, _) = read(&[PEOPLE, AMBIGUOUS], &options).expect("settled");
        let presence = format!("presence u1 {day}T07:00:00Z .. {day}T15:00:00Z");
        assert!(rows.contains(&presence), "{rows:?}");
    }
}

#[test]
fn the_offset_is_for_times_that_state_none() {
    let logins = "Agent Id,Log in,Log out\nu1,2026-06-23 07:00:00,2026-06-23T07:00:00Z\n";
    let options = ExportOptions { utc_offset: Some(7_200), ..ExportOptions::default() };
    let (rows, report) = read(&[PEOPLE, ("logins.csv", logins)], &options).expect("read");
    assert!(rows.contains(&"presence u1 2026-06-23T05:00:00Z .. 2026-06-23T07:00:00Z".to_owned()), "{rows:?}");
    assert_eq!(report.notes, []);
}

#[test]
fn a_header_alone_is_an_export_without_records() {
    check(
        "header-only",
        &[PEOPLE, ("b.csv", "Charge name,Entity,Timestamp\n"), ("c.csv", "Agent Id;Log in;Log out")],
        &ExportOptions::default(),
    );
}

#[test]
fn files_of_a_folder_that_are_not_read_are_named() {
    check("not-read", &[PEOPLE, ("activity.csv.gz", ""), ("readme.md", "")], &ExportOptions::default());
}

#[test]
fn an_interaction_of_several_media_types_counts_for_each() {
    let rows = "Full Export Completed,Users,Date,Media Type,Duration\n\
         YES,Ann Ash,2026-06-23T07:00:00Z,callback; Voice,60000\n\
         YES,Ann Ash,2026-06-23T08:00:00Z,voice,60000\n";
    check("interactions-several-media", &[PEOPLE, ("i.csv", rows)], &ExportOptions::default());
}

#[test]
fn interactions_that_a_performance_export_counts_are_not_counted_again() {
    let performance = "Interval Start,Interval End,Filters,Media Type,Agent Name,Agent Id,Handle\n\
         2026-06-23T00:00:00Z,2026-06-24T00:00:00Z,Media Type: voice,voice,Ann Ash,u1,1\n";
    let interactions = "Full Export Completed,Users,Date,Media Type\n\
         YES,Ann Ash,2026-06-23T07:00:00Z,voice\n\
         YES,Ann Ash,2026-06-24T07:00:00Z,voice\n\
         YES,Ann Ash,2026-06-23T07:00:00Z,chat\n";
    let (rows, _) =
        read(&[PEOPLE, ("a.csv", interactions), ("p.csv", performance)], &ExportOptions::default()).expect("read");
    let voice: Vec<&String> = rows.iter().filter(|row| row.starts_with("activity") && row.contains("voice")).collect();
    assert_eq!(voice.len(), 2, "{voice:?}");
    assert_eq!(rows.iter().filter(|row| row.starts_with("activity") && row.contains("chat")).count(), 1);
}

#[test]
fn the_same_file_in_other_order_of_rows_gives_the_same() {
    let (header, rows) = AMBIGUOUS.1.split_once('\n').expect("a header");
    let more = "u1,ann@northwind.example,6/23/26 07:00 AM,6/23/26 03:00 PM\n";
    let [one, other] = [format!("{header}\n{rows}{more}"), format!("{header}\n{more}{rows}")]
        .map(|text| read(&[(PEOPLE.0, PEOPLE.1), ("l.csv", &text)], &ExportOptions::default()).expect("read"));
    assert_eq!(one, other);
}
