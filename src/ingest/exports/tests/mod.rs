//! Console exports: the same content in any locale gives the same rows; wrong files are refused in words that help.

mod demo;
mod identities;
mod joins;
mod junk;
mod layouts;
mod refused;
mod runs;
mod style;

use std::fs;

use tempfile::TempDir;

use super::{ExportOptions, ExportReport, read_exports};
use crate::{
    canonical::rows::{Micros, Row, RowSink},
    ingest::problem::Problems,
};

/// Who is there, with a license each: no import goes without it.
pub(super) const PEOPLE: (&str, &str) = (
    "people.csv",
    "Index,Name,Email,Division,Date Last Login,License\n\
     1,Ann Ash,ann@northwind.example,Home,2026-06-23T06:00:00Z,cloudCX3\n\
     2,Bo Birch,Bo@northwind.example,Home,Never,cloudCX1\n",
);

/// Rows as sorted lines, instants in RFC 3339, `-` for null.
#[derive(Default)]
pub(super) struct Lines(pub(super) Vec<String>);

impl RowSink for Lines {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        self.0.push(line(&row));
        Ok(())
    }
}

fn line(row: &Row<'_>) -> String {
    match row {
        Row::User(user) => {
            let known = [
                ("email", &user.email),
                ("name", &user.name),
                ("department", &user.department),
                ("title", &user.title),
                ("division", &user.division),
                ("manager", &user.manager_email),
            ];
            let known = known.iter().filter_map(|(name, text)| Some(format!(" {name}={:?}", text.as_ref()?)));
            let login = user.last_login_at.map(|at| format!(" last_login={}", stamp(at))).unwrap_or_default();
            format!("user {} {}{}{login}", user.user_id, user.state, known.collect::<String>())
        }
        Row::License { user_id, license_id, assigned_from: None, assigned_to: None } => {
            format!("license {user_id} {license_id}")
        }
        Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms } => format!(
            "activity {user_id} {} .. {} {feature} events={} ms={}",
            stamp(*interval_start),
            stamp(*interval_end),
            number(*events),
            number(*duration_ms)
        ),
        Row::Presence { user_id, start_at, end_at } => {
            format!("presence {user_id} {} .. {}", stamp(*start_at), end_at.map_or("-".to_owned(), stamp))
        }
        Row::BillableUsage { charge_name, entity, first_seen_at } => {
            format!("billable {charge_name:?} {entity} {}", stamp(*first_seen_at))
        }
        Row::ResourceUsage { date, resource, quantity } => format!("resource {date} {resource:?} {quantity}"),
        Row::IdpUser(user) => {
            let assigned = user.assigned.map(|assigned| if assigned { "yes" } else { "no" });
            let known = [
                ("name", user.name),
                ("employee", user.employee_id),
                ("id", user.external_id),
                ("assigned", assigned),
                ("source", user.source),
            ];
            let known = known.iter().filter_map(|(name, text)| Some(format!(" {name}={:?}", text.as_ref()?)));
            let at = user.changed_at.map_or("-".to_owned(), stamp);
            format!("idp {} {} {at}{}", user.email, user.status, known.collect::<String>())
        }
        Row::Coverage { table, feature, from, to } => {
            format!("coverage {table} {} {} .. {}", feature.unwrap_or("-"), stamp(*from), stamp(*to))
        }
        other => panic!("exports do not tell of {other:?}"),
    }
}

fn stamp(at: Micros) -> String {
    let at = chrono::DateTime::from_timestamp_micros(at).expect("a year of four digits");
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

fn number(value: Option<i64>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}

/// A folder with these files.
pub(super) fn folder<T: AsRef<[u8]>>(files: &[(&str, T)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        fs::write(dir.path().join(name), content).expect("written");
    }
    dir
}

/// Reads files through a folder of their own; sorted rows, and the report with names free of the folder.
pub(super) fn read<T: AsRef<[u8]>>(
    files: &[(&str, T)],
    options: &ExportOptions,
) -> Result<(Vec<String>, ExportReport), Problems> {
    let dir = folder(files);
    let mut lines = Lines::default();
    let result = read_exports(&[dir.path().to_owned()], options, &mut lines);
    let inside = format!("{}/", dir.path().display());
    let plain = |text: &mut String| *text = text.replace(&inside, "");
    match result {
        Ok(mut report) => {
            report.files.iter_mut().for_each(|(name, ..)| plain(name));
            report.notes.iter_mut().for_each(|note| plain(&mut note.subject));
            lines.0.sort();
            Ok((lines.0, report))
        }
        Err(mut problems) => {
            assert!(lines.0.is_empty(), "rows were pushed although there are problems:\n{problems}");
            problems.0.iter_mut().for_each(|problem| plain(&mut problem.file));
            Err(problems)
        }
    }
}

/// What a test compares: files with layouts and records, notes, rows.
pub(super) fn shown(rows: &[String], report: &ExportReport) -> String {
    let files = report.files.iter().map(|(name, layout, records)| format!("{name}: {layout}, {records} records"));
    let notes = report.notes.iter().map(|note| format!("note {} ({}): {}", note.code, note.subject, note.message));
    files.chain(notes).chain(rows.iter().cloned()).map(|line| line + "\n").collect()
}

/// Reads files that are sound, and compares all that comes of them with the snapshot of that name.
#[track_caller]
pub(super) fn check<T: AsRef<[u8]>>(name: &str, files: &[(&str, T)], options: &ExportOptions) -> String {
    let (rows, report) = read(files, options).unwrap_or_else(|problems| panic!("{name}:\n{problems}"));
    let text = shown(&rows, &report);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
    text
}
