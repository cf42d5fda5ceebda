//! Agents per day: status durations, status summary, logins and logouts, performance per media type.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::calendar::midnight;
use super::super::feature::{CALLBACK, CHAT, EMAIL, Feature, MESSAGE, SMS, SOCIAL, VOICE};
use super::Account;
use super::style::{ExportStyle, Sheet};
use crate::canonical::rows::DAY;

/// The files about agents.
pub(super) struct Agents {
    style: ExportStyle,
    durations: Sheet,
    summary: Sheet,
    logins: Sheet,
    performance: Sheet,
}

/// One agent on one day; all in milliseconds.
#[derive(Default)]
struct Day {
    logged_in: i64,
    interacting: i64,
    /// Interactions and their handle time, by media type.
    media: BTreeMap<&'static str, (i64, i64)>,
}

impl Agents {
    pub(super) fn create(dir: &Path, style: ExportStyle) -> anyhow::Result<Self> {
        let durations = "Agent Id,Agent Name,Email,Department,Division Name,Interval Start,Interval End,Logged In,On Queue,Off Queue,Training,Break,Meal,Meeting,Away,System Away,Interacting,Idle,Not Responding,Occupancy,On Queue %,Idle %,Interacting %";
        let summary = "Interval Start,Interval End,Interval Complete,Filters,Agent Id,Agent Name,Logged In,On Queue,Idle,Off Queue,Interacting";
        // The words of this header are documented, their order is not.
        let logins = "Agent Id,Agent Name,Email,Department,Division Name,Log in,Log out,Logged In";
        let performance = "Interval Start,Interval End,Interval Complete,Filters,Media Type,Agent Id,Agent Name,Handle,Avg Handle,Avg Talk,Avg Hold,Avg ACW,Total Handle,Total Talk,Total Hold,Total ACW";
        let sheet = |name, header: &str| Sheet::create(dir, name, style, &header.split(',').collect::<Vec<_>>());
        Ok(Self {
            style,
            durations: sheet("Agent Status Duration Details 2026-11-01.csv", durations)?,
            summary: sheet("Agent Status Summary 2026-11-01.csv", summary)?,
            logins: sheet("Agent Log In - Log Out Details 2026-11-01.csv", logins)?,
            performance: sheet("Agent Performance Summary 2026-11-01.csv", performance)?,
        })
    }

    pub(super) fn write(&mut self, account: &Account) -> anyhow::Result<()> {
        for (day, of_day) in days(account, self.style.first_day()) {
            if of_day.logged_in > 0 {
                self.write_status(account, day, &of_day)?;
            }
            self.write_performance(account, day, &of_day)?;
        }
        self.write_logins(account)
    }

    pub(super) fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        Ok(vec![self.durations.finish()?, self.summary.finish()?, self.logins.finish()?, self.performance.finish()?])
    }

    fn write_status(&mut self, account: &Account, day: i32, of_day: &Day) -> anyhow::Result<()> {
        let style = self.style;
        let interacting = of_day.interacting.min(of_day.logged_in);
        // Four fifths of the time are on queue, and all interactions are.
        let on_queue = interacting.max(of_day.logged_in / 5 * 4);
        let (off_queue, idle) = (of_day.logged_in - on_queue, on_queue - interacting);
        let (training, pause, meal, meeting) = (off_queue / 10, off_queue / 5, off_queue / 4, off_queue / 5);
        let away = off_queue - training - pause - meal - meeting;
        let times =
            [of_day.logged_in, on_queue, off_queue, training, pause, meal, meeting, away, 0, interacting, idle, 0];
        let mut row = head(account).map(str::to_owned).to_vec();
        row.extend([style.moment(midnight(day)), style.moment(midnight(day + 1))]);
        row.extend(times.map(|time| style.duration(time)));
        row.push(style.ratio(interacting, on_queue));
        row.extend([on_queue, idle, interacting].map(|part| style.ratio(part, of_day.logged_in)));
        self.durations.row(&row)?;
        let mut row = interval(style, day).to_vec();
        row.extend(head(account)[..2].iter().map(|cell| (*cell).to_owned()));
        row.extend([of_day.logged_in, on_queue, idle, off_queue, interacting].map(|time| style.duration(time)));
        self.summary.row(&row)
    }

    fn write_performance(&mut self, account: &Account, day: i32, of_day: &Day) -> anyhow::Result<()> {
        let style = self.style;
        for (media, (handled, total)) in &of_day.media {
            let (hold, after_work) = (total / 20, total / 10);
            let parts = [*total, total - hold - after_work, hold, after_work];
            let mut row = interval(style, day).to_vec();
            row.push((*media).to_owned());
            row.extend(head(account)[..2].iter().map(|cell| (*cell).to_owned()));
            row.push(if *handled == 0 { String::new() } else { handled.to_string() });
            row.extend(parts.map(|part| style.duration(part.checked_div(*handled).unwrap_or_default())));
            row.extend(parts.map(|part| style.duration(part)));
            self.performance.row(&row)?;
        }
        Ok(())
    }

    fn write_logins(&mut self, account: &Account) -> anyhow::Result<()> {
        for (from, to) in &account.presence {
            let mut row = head(account).map(str::to_owned).to_vec();
            row.extend([self.style.moment(*from), self.style.moment(*to), self.style.duration((to - from) / 1_000)]);
            self.logins.row(&row)?;
        }
        Ok(())
    }
}

/// A person's days with presence or interactions, in order.
fn days(account: &Account, first: i32) -> BTreeMap<i32, Day> {
    let mut days: BTreeMap<i32, Day> = BTreeMap::new();
    for (from, to) in &account.presence {
        // An interval over midnight belongs to two days.
        for day in from.div_euclid(DAY) as i32..=(to - 1).div_euclid(DAY) as i32 {
            let (start, end) = ((*from).max(midnight(day)), (*to).min(midnight(day + 1)));
            days.entry(day).or_default().logged_in += (end - start) / 1_000;
        }
    }
    for usage in account.activity.iter().filter(|usage| usage.day >= first) {
        let Some(media) = media_type(usage.feature) else { continue };
        let of_day = days.entry(usage.day).or_default();
        of_day.interacting += usage.duration_ms;
        let (handled, total) = of_day.media.entry(media).or_default();
        *handled += usage.events;
        *total += usage.duration_ms;
    }
    days
}

/// The media type that the console shows for a feature; `None` = the feature has no interactions.
pub(super) fn media_type(feature: Feature) -> Option<&'static str> {
    match feature {
        VOICE => Some("voice"),
        CALLBACK => Some("callback"),
        CHAT => Some("chat"),
        EMAIL => Some("email"),
        MESSAGE | SMS | SOCIAL => Some("message"),
        _ => None,
    }
}

/// Interval Start, Interval End, Interval Complete, Filters.
fn interval(style: ExportStyle, day: i32) -> [String; 4] {
    [style.moment(midnight(day)), style.moment(midnight(day + 1)), "YES".to_owned(), String::new()]
}

/// Id, name, e-mail, department, division.
fn head(account: &Account) -> [&str; 5] {
    let user = &account.user;
    let [name, email, department, division] =
        [&user.name, &user.email, &user.department, &user.division].map(|cell| cell.as_deref().unwrap_or_default());
    [&user.user_id, name, email, department, division]
}
