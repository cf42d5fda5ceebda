//! People: the layout of the bulk import, and the two lists of licenses that administrators' tools make.

use std::path::{Path, PathBuf};

use super::Account;
use super::style::{ExportStyle, Sheet};

/// License ids with a column of their own in the matrix.
const LICENSES: [&str; 13] = [
    "cloudCX1",
    "cloudCX2",
    "cloudCX3",
    "cloudCX4",
    "collaborate",
    "communicate",
    "copilot",
    "cxCloudSF",
    "examplePremiumAppUserLicense",
    "gc2WEMupgrade",
    "gcSTAupgrade",
    "journeyManagement",
    "wallboardUser",
];

/// The files about people.
pub(super) struct People {
    style: ExportStyle,
    import: Sheet,
    last_login: Sheet,
    matrix: Sheet,
    rows: u64,
}

impl People {
    pub(super) fn create(dir: &Path, style: ExportStyle) -> anyhow::Result<Self> {
        let import = "name,email,phone_work,extension,title,department,email_manager,location_work,roles_divisions,queues,division,skills";
        let matrix: Vec<&str> = ["Name", "Email", "Division"].into_iter().chain(LICENSES).collect();
        let last_login = ["Index", "Name", "Email", "Division", "Date Last Login", "License"];
        Ok(Self {
            style,
            import: Sheet::create(dir, "People Import.csv", style, &import.split(',').collect::<Vec<_>>())?,
            last_login: Sheet::create(dir, "Last Login by License.csv", style, &last_login)?,
            matrix: Sheet::create(dir, "License Matrix.csv", style, &matrix)?,
            rows: 0,
        })
    }

    /// Deleted people are on no list.
    pub(super) fn write(&mut self, account: &Account) -> anyhow::Result<()> {
        if account.user.state == "deleted" {
            return Ok(());
        }
        self.write_import(account)?;
        self.write_last_login(account)?;
        self.write_matrix(account)
    }

    pub(super) fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        Ok(vec![self.import.finish()?, self.last_login.finish()?, self.matrix.finish()?])
    }

    fn write_import(&mut self, account: &Account) -> anyhow::Result<()> {
        let user = &account.user;
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        self.import.row(&[
            text(&user.name),
            text(&user.email),
            String::new(),
            String::new(),
            text(&user.title),
            text(&user.department),
            text(&user.manager_email),
            String::new(),
            String::new(),
            String::new(),
            text(&user.division),
            String::new(),
        ])
    }

    /// One row per person and license; `Never` where no login is known.
    fn write_last_login(&mut self, account: &Account) -> anyhow::Result<()> {
        let [name, email, division] = head(account);
        let login = account.user.last_login_at.map_or_else(|| "Never".to_owned(), |at| self.style.moment(at));
        for license in &account.licenses {
            self.rows += 1;
            let index = self.rows.to_string();
            self.last_login.row(&[index.as_str(), name, email, division, &login, license])?;
        }
        Ok(())
    }

    fn write_matrix(&mut self, account: &Account) -> anyhow::Result<()> {
        let held = |license: &str| account.licenses.iter().any(|held| held == license);
        let cells = LICENSES.map(|license| if held(license) { "TRUE" } else { "FALSE" });
        let row: Vec<&str> = head(account).into_iter().chain(cells).collect();
        self.matrix.row(&row)
    }
}

/// Name, e-mail and division.
fn head(account: &Account) -> [&str; 3] {
    let user = &account.user;
    [&user.name, &user.email, &user.division].map(|cell| cell.as_deref().unwrap_or_default())
}
