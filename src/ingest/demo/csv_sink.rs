//! A folder of canonical tables as CSV: one file per table, the columns of the contract, written as rows come.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::stamp;
use crate::canonical::Table;
use crate::canonical::rows::{Micros, Row, RowSink, UserRow};

/// Writes rows to `<table>.csv` files of one folder; every table has its file, with a header, even without rows.
///
/// Call [`CsvSink::finish`] at the end: what is only dropped may lack its last rows.
pub struct CsvSink {
    /// `files[table as usize]` is the table's.
    files: Vec<TableFile>,
    cell: Vec<u8>,
}

struct TableFile {
    path: PathBuf,
    writer: csv::Writer<BufWriter<File>>,
    rows: u64,
}

/// A cell of a row before it is text.
enum Cell<'a> {
    Text(&'a str),
    Maybe(Option<&'a str>),
    At(Option<Micros>),
    Count(Option<i64>),
}

impl CsvSink {
    /// Makes the folder where it is missing, and the files with their headers.
    ///
    /// # Errors
    ///
    /// A folder or file that can't be made, with its path; a file that is there already is not overwritten.
    pub fn create(dir: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(dir).with_context(|| format!("can't make the folder `{}`", dir.display()))?;
        let files = tables().map(|table| TableFile::create(dir, table)).collect::<anyhow::Result<_>>()?;
        Ok(Self { files, cell: Vec::with_capacity(64) })
    }

    /// Writes what is left and says how many rows each table has.
    ///
    /// # Errors
    ///
    /// A file that can't be written to its end, with its path.
    pub fn finish(mut self) -> anyhow::Result<Vec<(Table, u64)>> {
        let mut counts = Vec::new();
        for (table, file) in tables().zip(&mut self.files) {
            file.writer.flush().with_context(|| format!("can't write `{}`", file.path.display()))?;
            counts.push((table, file.rows));
        }
        Ok(counts)
    }

    fn write(&mut self, table: Table, cells: &[Cell<'_>]) -> anyhow::Result<()> {
        let file = &mut self.files[table as usize];
        file.rows += 1;
        write_cells(&mut file.writer, cells, &mut self.cell)
            .with_context(|| format!("can't write `{}`", file.path.display()))
    }

    fn write_user(&mut self, user: &UserRow) -> anyhow::Result<()> {
        use Cell::*;
        self.write(
            Table::Users,
            &[
                Text(&user.user_id),
                Maybe(user.email.as_deref()),
                Maybe(user.name.as_deref()),
                Text(&user.state),
                Maybe(user.department.as_deref()),
                Maybe(user.title.as_deref()),
                Maybe(user.division.as_deref()),
                Maybe(user.cost_center.as_deref()),
                Maybe(user.manager_email.as_deref()),
                Maybe(user.employee_id.as_deref()),
                At(user.created_at),
                At(user.last_login_at),
                At(user.last_token_at),
                Maybe(user.external_id.as_deref()),
            ],
        )
    }
}

/// The tables of a demo organization, in the order of their files. Invariant: those that it has none of come last.
fn tables() -> impl Iterator<Item = Table> {
    Table::ALL.into_iter().filter(|table| !Table::API_ONLY.contains(table))
}

impl RowSink for CsvSink {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        use Cell::*;
        match row {
            Row::User(ref user) => self.write_user(user),
            Row::License { user_id, license_id, assigned_from, assigned_to } => {
                self.write(Table::Licenses, &[Text(user_id), Text(license_id), At(assigned_from), At(assigned_to)])
            }
            Row::Role { role_id, name, permission } => {
                self.write(Table::Roles, &[Text(role_id), Maybe(name), Maybe(permission)])
            }
            Row::RoleGrant { user_id, role_id, division_id, via_group_id } => {
                self.write(Table::RoleGrants, &[Text(user_id), Text(role_id), Maybe(division_id), Maybe(via_group_id)])
            }
            Row::LicenseDefinition { license_id, permission } => {
                self.write(Table::LicenseDefinitions, &[Text(license_id), Maybe(permission)])
            }
            Row::RoleLicense { role_id, license_id } => {
                self.write(Table::RoleLicenses, &[Text(role_id), Maybe(license_id)])
            }
            Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms } => self.write(
                Table::Activity,
                &[
                    Text(user_id),
                    At(Some(interval_start)),
                    At(Some(interval_end)),
                    Text(feature),
                    Count(events),
                    Count(duration_ms),
                ],
            ),
            Row::Presence { user_id, start_at, end_at } => {
                self.write(Table::Presence, &[Text(user_id), At(Some(start_at)), At(end_at)])
            }
            Row::BillableUsage { charge_name, entity, first_seen_at } => {
                self.write(Table::BillableUsage, &[Text(charge_name), Text(entity), At(Some(first_seen_at))])
            }
            Row::ResourceUsage { date, resource, quantity } => {
                let (date, quantity) = (date.to_string(), quantity.normalize().to_string());
                self.write(Table::ResourceUsage, &[Text(&date), Text(resource), Text(&quantity)])
            }
            Row::IdpUser(user) => {
                let assigned = user.assigned.map(|assigned| if assigned { "true" } else { "false" });
                self.write(
                    Table::IdpUsers,
                    &[
                        Text(user.email),
                        Text(user.status),
                        At(user.changed_at),
                        Maybe(user.name),
                        Maybe(user.employee_id),
                        Maybe(user.external_id),
                        Maybe(assigned),
                        Maybe(user.source),
                    ],
                )
            }
            Row::Membership { user_id, feature, via } => {
                self.write(Table::Memberships, &[Text(user_id), Text(feature), Maybe(via)])
            }
            Row::Coverage { table, feature, from, to } => {
                self.write(Table::Coverage, &[Text(table), Maybe(feature), At(Some(from)), At(Some(to))])
            }
            Row::Group { .. }
            | Row::Queue { .. }
            | Row::QueueMember { .. }
            | Row::Dependency { .. }
            | Row::BillingCharge(_)
            | Row::BillingContract(_) => anyhow::bail!("a demo organization has no rows of `{}`", row.table().name()),
        }
    }
}

impl TableFile {
    fn create(dir: &Path, table: Table) -> anyhow::Result<Self> {
        let path = dir.join(format!("{}.csv", table.name()));
        let file = File::create_new(&path).with_context(|| {
            format!("can't make `{}`: choose an empty folder that can be written to", path.display())
        })?;
        let mut writer = csv::Writer::from_writer(BufWriter::with_capacity(1 << 16, file));
        let header = table.spec().columns.iter().map(|column| column.name);
        writer.write_record(header).with_context(|| format!("can't write `{}`", path.display()))?;
        Ok(Self { path, writer, rows: 0 })
    }
}

fn write_cells(writer: &mut csv::Writer<impl Write>, cells: &[Cell<'_>], buffer: &mut Vec<u8>) -> csv::Result<()> {
    for cell in cells {
        buffer.clear();
        match cell {
            Cell::Text(text) => buffer.extend_from_slice(text.as_bytes()),
            Cell::Maybe(text) => buffer.extend_from_slice(text.unwrap_or_default().as_bytes()),
            Cell::At(at) => {
                if let Some(at) = at {
                    stamp::rfc3339(*at, buffer);
                }
            }
            Cell::Count(count) => {
                if let Some(count) = count {
                    write!(buffer, "{count}")?;
                }
            }
        }
        writer.write_field(&buffer)?;
    }
    writer.write_record(None::<&[u8]>)
}
