//! A demo organization written as exports and read again is the same organization.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ExportOptions, read_exports};
use crate::{
    canonical::rows::{DAY, Micros, Row, RowSink},
    ingest::demo::{DateStyle, DemoSpec, DurationUnit, ExportStyle, Size, generate, write_exports},
    progress::Silent,
};

/// Media types of interactions; what else people do, no export shows.
const MEDIA: [&str; 5] = ["voice", "callback", "chat", "email", "message"];

#[derive(Default)]
struct Kept {
    /// E-mail in lower case by user id.
    emails: BTreeMap<String, String>,
    deleted: BTreeSet<String>,
    licenses: BTreeSet<(String, String)>,
    /// Person, UTC day, feature: interactions, milliseconds, rows.
    activity: BTreeMap<(String, Micros, String), (i64, i64, i64)>,
    presence: Vec<(String, Micros, Micros)>,
}

impl RowSink for Kept {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        match row {
            Row::User(user) => {
                let email = user.email.expect("everybody has one").to_lowercase();
                if user.state == "deleted" {
                    self.deleted.insert(user.user_id.clone());
                }
                self.emails.insert(user.user_id, email);
            }
            Row::License { user_id, license_id, assigned_to: None, .. } => {
                self.licenses.insert((user_id.to_owned(), license_id.to_owned()));
            }
            Row::Activity { user_id, interval_start, feature, events, duration_ms, .. } => {
                let feature = if ["sms", "social"].contains(&feature) { "message" } else { feature };
                if MEDIA.contains(&feature) {
                    let key = (user_id.to_owned(), interval_start.div_euclid(DAY), feature.to_owned());
                    let sum = self.activity.entry(key).or_default();
                    *sum = (sum.0 + events.unwrap_or_default(), sum.1 + duration_ms.unwrap_or_default(), sum.2 + 1);
                }
            }
            Row::Presence { user_id, start_at, end_at } => {
                self.presence.push((user_id.to_owned(), start_at, end_at.expect("nobody is still there")));
            }
            _ => {}
        }
        Ok(())
    }
}

impl Kept {
    /// Licenses by e-mail, of people who exist.
    fn licenses(&self) -> BTreeSet<(&str, &str)> {
        let held = self.licenses.iter().filter(|(user, _)| !self.deleted.contains(user));
        held.filter_map(|(user, license)| Some((&**self.emails.get(user)?, &**license))).collect()
    }

    fn presence(&self, first_day: i64, to: Micros) -> Vec<(&str, Micros, Micros)> {
        let from = first_day * DAY;
        let shown = self.presence.iter().filter(|(_, _, end)| *end > from);
        let mut shown: Vec<_> =
            shown.map(|(user, start, end)| (&**user, (*start).max(from) / to * to, end / to * to)).collect();
        shown.sort_unstable();
        shown
    }
}

#[track_caller]
fn round_trip(style: ExportStyle) {
    let spec = DemoSpec::new(Size::Custom { people: 60, months: 3 }, 1);
    let mut truth = Kept::default();
    generate(spec, &mut truth, &mut std::io::sink(), &mut Silent).expect("made");
    let dir = tempfile::tempdir().expect("a folder");
    write_exports(spec, dir.path(), &style, &mut Silent).expect("written");
    let mut read = Kept::default();
    let options = ExportOptions { utc_offset: Some(0), ..ExportOptions::default() };
    let report = read_exports(&[dir.path().to_owned()], &options, &mut read).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(report.files.len(), 11);
    assert!(report.notes.iter().all(|note| note.code != "unmatched-row"), "{:?}", report.notes);

    let living = |kept: &Kept| -> BTreeSet<String> {
        let living = kept.emails.iter().filter(|(user, _)| !truth.deleted.contains(*user));
        living.map(|(_, email)| email.clone()).collect()
    };
    assert_eq!(living(&read), living(&truth));
    let gone: BTreeSet<&str> = truth.deleted.iter().map(|user| &*truth.emails[user]).collect();
    assert_eq!(read.licenses(), truth.licenses());
    assert!(read.licenses().iter().all(|(email, _)| !gone.contains(email)));

    let first_day = truth.activity.keys().map(|(_, day, _)| *day).max().expect("activity") + 1 - i64::from(style.days);
    let mut expected = truth.activity.clone();
    expected.retain(|(_, day, _), _| *day >= first_day);
    assert_eq!(read.activity.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (key, (events, millis, rows)) in &expected {
        let (read_events, read_millis, _) = read.activity[key];
        assert_eq!(read_events, *events, "{key:?}");
        let lost = if style.durations == DurationUnit::Clock { 1_000 } else { 1 };
        assert!((0..lost).contains(&(millis - read_millis)), "{key:?}: {millis} ms of {rows} rows, {read_millis} read");
    }
    // Shown to the minute, or to the second; those of before the first day only where they reach into it.
    let to = if style.dates == DateStyle::Iso { 1_000_000 } else { 60_000_000 };
    assert_eq!(read.presence(first_day, to), truth.presence(first_day, to));
}

#[test]
fn united_states_in_milliseconds() {
    round_trip(ExportStyle { days: 40, interaction_days: 2, ..ExportStyle::default() });
}

#[test]
fn iso_in_clock_durations() {
    round_trip(ExportStyle {
        dates: DateStyle::Iso,
        durations: DurationUnit::Clock,
        days: 40,
        interaction_days: 2,
        ..ExportStyle::default()
    });
}

#[test]
fn germany_in_clock_durations_with_mark_and_crlf() {
    round_trip(ExportStyle {
        dates: DateStyle::Germany,
        durations: DurationUnit::Clock,
        byte_order_mark: true,
        crlf: true,
        days: 40,
        interaction_days: 2,
    });
}
