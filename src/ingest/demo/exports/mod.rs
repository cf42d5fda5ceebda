//! The organization as the console exports it: the CSV files that an administrator can download, in any locale.
//!
//! Headers are those of real exports where they are published or seen; where not, the file says so. What a
//! console can't show (roles, definitions, coverage) is not in them. Figures are per person and day, as a console
//! gives them with daily intervals; the interactions are those of the last days only.

mod agents;
mod billing;
mod interactions;
mod people;
mod style;

use std::path::{Path, PathBuf};

use self::agents::Agents;
use self::billing::Billing;
use self::interactions::Interactions;
use self::people::People;
use super::DemoSpec;
use super::calendar::midnight;
use super::feature::{self, Feature};
use crate::canonical::rows::{Micros, Row, RowSink, UserRow};
use crate::progress::Progress;

pub use self::style::{DateStyle, DurationUnit, ExportStyle};

/// Writes the console exports of an organization to a folder, and says which files there are.
///
/// # Errors
///
/// A specification out of range; a folder or file that can't be made, with its path. No file is overwritten.
pub fn write_exports(
    spec: DemoSpec,
    dir: &Path,
    style: &ExportStyle,
    progress: &mut dyn Progress,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut exports = Exports::create(dir, *style)?;
    super::generate(spec, &mut exports, &mut std::io::sink(), progress)?;
    exports.finish()
}

/// Everything of one person that an export shows.
#[derive(Default)]
struct Account {
    user: UserRow,
    licenses: Vec<String>,
    activity: Vec<Use>,
    presence: Vec<(Micros, Micros)>,
}

/// One person's use of a feature on a day.
struct Use {
    day: i32,
    feature: Feature,
    events: i64,
    duration_ms: i64,
}

/// Takes the rows of a demo, person by person, and hands each complete person to the files.
struct Exports {
    style: ExportStyle,
    account: Option<Account>,
    people: People,
    agents: Agents,
    interactions: Interactions,
    billing: Billing,
}

impl Exports {
    fn create(dir: &Path, style: ExportStyle) -> anyhow::Result<Self> {
        Ok(Self {
            style,
            account: None,
            people: People::create(dir, style)?,
            agents: Agents::create(dir, style)?,
            interactions: Interactions::create(dir, style)?,
            billing: Billing::create(dir, style)?,
        })
    }

    /// The person is complete when the next one begins, or at the end.
    fn flush(&mut self) -> anyhow::Result<()> {
        let Some(account) = self.account.take() else { return Ok(()) };
        self.people.write(&account)?;
        self.agents.write(&account)?;
        self.interactions.write(&account)
    }

    fn finish(mut self) -> anyhow::Result<Vec<PathBuf>> {
        self.flush()?;
        let mut files = self.people.finish()?;
        files.extend(self.agents.finish()?);
        files.extend(self.interactions.finish()?);
        files.extend(self.billing.finish()?);
        Ok(files)
    }
}

impl RowSink for Exports {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        let first_day = self.style.first_day();
        match row {
            Row::User(user) => {
                self.flush()?;
                self.account = Some(Account { user, ..Account::default() });
            }
            Row::BillableUsage { charge_name, entity, first_seen_at } => {
                self.billing.write_billable(charge_name, entity, first_seen_at)?;
            }
            Row::ResourceUsage { date, resource, quantity } => self.billing.write_resource(date, resource, quantity)?,
            Row::Presence { start_at, end_at: Some(end), .. } => {
                self.billing.add_presence(start_at, end);
                if let Some(account) = self.account.as_mut().filter(|_| end > midnight(first_day)) {
                    account.presence.push((start_at.max(midnight(first_day)), end));
                }
            }
            Row::Activity { interval_start, feature, events, duration_ms, .. } => {
                let day = interval_start.div_euclid(midnight(1)) as i32;
                let feature = feature::NAMES.iter().position(|name| *name == feature).unwrap_or_default() as Feature;
                let (events, duration_ms) = (events.unwrap_or_default(), duration_ms.unwrap_or_default());
                if let Some(account) = self.account.as_mut().filter(|_| day >= first_day) {
                    account.activity.push(Use { day, feature, events, duration_ms });
                }
            }
            // License rows of nobody, and licenses that are no longer held, are not on the People page.
            Row::License { user_id, license_id, assigned_to: None, .. } => {
                if let Some(account) = self.account.as_mut().filter(|account| account.user.user_id == user_id) {
                    account.licenses.push(license_id.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }
}
