//! Files: canonical CSV, console exports in every style, contract and settings.

use std::fs;
use std::path::Path;

use super::*;
use crate::canonical::Table;

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn records(text: &str, delimiter: u8) -> Vec<csv::StringRecord> {
    let text = text.trim_start_matches('\u{feff}');
    let reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.into_records().collect::<Result<_, _>>().unwrap()
}

fn tables(seed: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut sink = CsvSink::create(dir.path()).unwrap();
    generate(DemoSpec::new(TINY, seed), &mut sink, &mut std::io::sink(), &mut Silent).unwrap();
    sink.finish().unwrap();
    dir
}

#[test]
fn canonical_files_are_the_same_bytes_again() {
    let (first, second) = (tables(1), tables(1));
    let has_rows = |table: &Table| !Table::API_ONLY.contains(table);
    for table in Table::ALL.into_iter().filter(has_rows) {
        let name = format!("{}.csv", table.name());
        let text = read(first.path(), &name);
        assert_eq!(text, read(second.path(), &name));
        let header: Vec<&str> = table.spec().columns.iter().map(|column| column.name).collect();
        assert_eq!(text.lines().next(), Some(header.join(",").as_str()));
        assert!(text.lines().count() > 1, "{name} is empty");
    }
    let presence = read(first.path(), "presence.csv");
    let row = records(&presence, b',').swap_remove(1);
    assert!(row.iter().skip(1).all(|cell| chrono::DateTime::parse_from_rfc3339(cell).is_ok()), "{row:?}");
}

#[test]
fn a_folder_with_tables_is_not_written_over() {
    let dir = tables(1);
    let error = CsvSink::create(dir.path()).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with("can't make `") && error.contains("users.csv"), "{error}");
}

#[track_caller]
fn exported(style: ExportStyle) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let files = write_exports(DemoSpec::new(TINY, 1), dir.path(), &style, &mut Silent).unwrap();
    assert_eq!(files.len(), 11);
    assert!(files.iter().all(|file| file.is_file()));
    dir
}

#[test]
fn an_american_console_writes_short_dates_and_milliseconds() {
    let dir = exported(ExportStyle::default());
    let rows = records(&read(dir.path(), "Agent Status Summary 2026-11-01.csv"), b',');
    assert_eq!(&rows[0][6], "Logged In");
    assert!(rows[1..].iter().all(|row| row[0].ends_with("/26 12:00 AM")), "{:?}", rows[1]);
    assert!(rows[1..].iter().all(|row| row[6].parse::<i64>().unwrap() > 60_000), "{:?}", rows[1]);
}

#[test]
fn a_german_console_writes_semicolons_clock_times_and_a_mark() {
    let style = ExportStyle {
        dates: DateStyle::Germany,
        durations: DurationUnit::Clock,
        byte_order_mark: true,
        crlf: true,
        ..ExportStyle::default()
    };
    let dir = exported(style);
    let text = read(dir.path(), "Agent Status Duration Details 2026-11-01.csv");
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    let rows = records(&text, b';');
    assert_eq!(rows[0].len(), 23);
    let row = &rows[1];
    assert!(row[5].ends_with(".2026 00:00") && row[7].len() == 8 && row[20].contains(','), "{row:?}");
}

#[test]
fn an_iso_console_writes_the_logins_of_all_presence() {
    let dir = exported(ExportStyle { dates: DateStyle::Iso, ..ExportStyle::default() });
    let logins = records(&read(dir.path(), "Agent Log In - Log Out Details 2026-11-01.csv"), b',');
    let (rows, _) = kept(TINY, 1);
    assert_eq!(logins.len() - 1, rows.presence.len());
    let total: i64 = logins[1..].iter().map(|row| row[7].parse::<i64>().unwrap()).sum();
    assert_eq!(total, rows.presence.iter().map(|row| (row.2 - row.1) / 1_000).sum::<i64>());
}

#[test]
fn people_with_odd_names_are_in_the_lists_as_they_are() {
    let dir = exported(ExportStyle::default());
    let people = records(&read(dir.path(), "People Import.csv"), b',');
    assert!(people.iter().any(|row| &row[0] == r#"=HYPERLINK("http://x","Eva")"#));
    let logins = records(&read(dir.path(), "Last Login by License.csv"), b',');
    assert!(logins.iter().any(|row| &row[4] == "Never"));
    let matrix = records(&read(dir.path(), "License Matrix.csv"), b',');
    let held = matrix[1..].iter().flat_map(|row| row.iter().skip(3)).filter(|cell| *cell == "TRUE").count();
    assert_eq!(held, logins.len() - 1);
}

#[test]
fn performance_counts_the_interactions_of_the_activity() {
    let dir = exported(ExportStyle::default());
    let rows = records(&read(dir.path(), "Agent Performance Summary 2026-11-01.csv"), b',');
    let voice = rows.iter().filter(|row| &row[4] == "voice").map(|row| row[7].parse::<i64>().unwrap_or_default());
    let (kept, _) = kept(TINY, 1);
    assert_eq!(voice.sum::<i64>(), kept.activity.iter().filter(|row| row.3 == "voice").map(|row| row.4).sum::<i64>());
}

#[test]
fn nobody_peaks_above_the_number_of_people() {
    let dir = exported(ExportStyle::default());
    let rows = records(&read(dir.path(), "Concurrent Usage.csv"), b',');
    assert_eq!(rows.len(), 93);
    let peaks: Vec<u32> = rows[1..].iter().map(|row| row[1].parse().unwrap()).collect();
    assert!(peaks.iter().all(|peak| *peak < 60) && peaks.iter().any(|peak| *peak > 5), "{peaks:?}");
}

#[test]
fn contract_and_settings_are_toml_with_lines_prices_and_exceptions() {
    let spec = DemoSpec::new(TINY, 1);
    let contract: toml::Value = toml::from_str(&contract_toml(spec).unwrap()).unwrap();
    assert_eq!(contract["contract"]["period_anchor_day"].as_integer(), Some(15));
    let lines = contract["line"].as_array().unwrap();
    assert_eq!(lines.len(), 6);
    assert!(lines.iter().all(|line| line["quantity"].as_integer() > Some(0)));
    assert_eq!(contract["price"].as_array().unwrap().len(), 3);
    let settings: toml::Value = toml::from_str(&seatwise_toml(spec).unwrap()).unwrap();
    assert!(!settings["exception"].as_array().unwrap().is_empty());
}

#[test]
fn a_folder_has_tables_truth_contract_and_settings() {
    let dir = tempfile::tempdir().unwrap();
    let facts = write_folder(DemoSpec::new(TINY, 1), dir.path(), &mut Silent).unwrap();
    let users = records(&read(dir.path(), "tables/users.csv"), b',');
    assert_eq!(users.len() as u64 - 1, facts.people);
    let presence = records(&read(dir.path(), "tables/presence.csv"), b',');
    assert_eq!(presence.len() as u64 - 1, facts.presence_rows);
    let truth: serde_json::Value = serde_json::from_str(&read(dir.path(), "truth.json")).unwrap();
    assert_eq!(truth["people"].as_array().unwrap().len() as u64, facts.people);
    assert_eq!(read(dir.path(), "contract.toml"), contract_toml(DemoSpec::new(TINY, 1)).unwrap());
    assert_eq!(read(dir.path(), "seatwise.toml"), seatwise_toml(DemoSpec::new(TINY, 1)).unwrap());
    let again = write_folder(DemoSpec::new(TINY, 1), dir.path(), &mut Silent).unwrap_err().to_string();
    assert!(again.contains("choose an empty folder"), "{again}");
}

#[test]
fn a_wrong_specification_leaves_no_folder() {
    let dir = tempfile::tempdir().unwrap();
    let spec = DemoSpec::new(Size::Custom { people: 0, months: 3 }, 1);
    write_folder(spec, &dir.path().join("demo"), &mut Silent).unwrap_err();
    assert!(!dir.path().join("demo").exists());
}
