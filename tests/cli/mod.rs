//! The binary from outside, in a sealed environment: no variables but ours, a home of its own, a fixed width.

mod admin;
mod backtest;
mod bill;
mod commitment;
mod concurrency;
mod contract;
mod diff;
mod drift;
mod extremes;
mod focus;
mod offers;
mod policy;
mod price;
mod reconcile;
mod report;
mod roles;
mod run;
mod store;
mod tokens;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A folder of its own, and the program started in it.
pub(super) struct Sandbox(TempDir);

/// What a run gave.
pub(super) struct Output {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Sandbox {
    pub(super) fn new() -> Sandbox {
        Sandbox(TempDir::new().unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs seatwise in the folder; its path is `DIR` in the output.
    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        let output = Command::new(env!("CARGO_BIN_EXE_seatwise"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .envs([("HOME", self.0.path()), ("COLUMNS", Path::new("100")), ("TMPDIR", self.0.path())])
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.0.path().display().to_string(), "DIR");
        Output { code: output.status.code().unwrap(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Four people, one of each sort, as canonical tables.
    pub(super) fn small_tables(&self) {
        self.write(
            "tables/users.csv",
            "user_id,email,name,state,department,manager_email,created_at,last_login_at\n\
             u1,ann@x.example,Ann,active,Sales,dee@x.example,2025-01-01T00:00:00Z,2026-10-30T08:00:00Z\n\
             u2,bob@x.example,\"=HYPERLINK(\"\"http://x\"\",\"\"Bob\"\")\",active,Sales,,2025-01-01T00:00:00Z,2026-01-30T08:00:00Z\n\
             u3,cem@x.example,<script>alert(1)</script>,inactive,,,2025-01-01T00:00:00Z,\n\
             u4,dee@x.example,+Dee,active,,,2025-01-01T00:00:00Z,\n",
        );
        self.write("tables/licenses.csv", "user_id,license_id\nu1,cloudCX3\nu2,cloudCX2\nu3,cloudCX1\nu4,cloudCX1\n");
        self.write(
            "tables/activity.csv",
            "user_id,interval_start,interval_end,feature,events,duration_ms\n\
             u1,2026-10-29T00:00:00Z,2026-10-30T00:00:00Z,voice,12,60000\n\
             u1,2026-10-30T00:00:00Z,2026-10-31T00:00:00Z,voice,3,9000\n",
        );
        self.write(
            "tables/presence.csv",
            "user_id,start_at,end_at\nu1,2026-10-30T08:00:00Z,2026-10-30T12:00:00Z\nu2,2026-01-30T08:00:00Z,2026-01-30T12:00:00Z\n",
        );
        self.write(
            "tables/coverage.csv",
            "table,feature,from,to\nactivity,,2026-01-01T00:00:00Z,2026-10-31T00:00:00Z\n\
             presence,,2026-01-01T00:00:00Z,2026-10-31T00:00:00Z\n",
        );
        self.write("tables/roles.csv", "role_id,name,permission\nr1,Planner,wfm:schedule:edit\n");
        self.write("tables/role_grants.csv", "user_id,role_id\nu1,r1\n");
        self.write(
            "tables/license_definitions.csv",
            "license_id,permission\ncloudCX1,voice:call:answer\ncloudCX3,wfm:schedule:edit\n",
        );
        self.write(
            "contract.toml",
            "[contract]\norganization = \"Small Org\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nsubscription = \"annual-monthly\"\n\
             [[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n",
        );
    }
}

/// The whole output as one snapshot.
pub(super) fn whole(output: &Output) -> String {
    format!("exit code {}\n--- stdout\n{}--- stderr\n{}", output.code, output.stdout, output.stderr)
}
