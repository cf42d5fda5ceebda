//! Small organizations as text, analyzed in process; and what becomes of their grants when proposals are carried out.

use std::{collections::BTreeMap, fs};

use seatwise_pricing::{book::PriceBook, contract::Contract};

use crate::{
    analysis::{Analysis, input::Input, run},
    canonical::Table,
    entitlement::roles::Catalog,
    findings::remarks::Notes,
    ingest::tables,
    roles::{Form, Plan, RoleChange, proposals::GroupWay},
    settings::Settings,
    snapshot::{Cancel, Snapshot, TemporaryMeta},
};

/// A grant by names: person, role, group.
pub(super) type NamedGrant = (String, String, Option<String>);

/// Rows of the tables, a line each, without headers.
#[derive(Debug, Clone, Default)]
pub(super) struct Org {
    /// `user,license`; everybody here is somebody.
    pub(super) licenses: Vec<(String, String)>,
    /// `role,permission`.
    pub(super) roles: Vec<(String, String)>,
    pub(super) grants: Vec<NamedGrant>,
    /// `license,permission`.
    pub(super) definitions: Vec<(String, String)>,
    /// `role,license`.
    pub(super) inferred: Vec<(String, String)>,
    /// `user,feature`, one event each on the last day.
    pub(super) used: Vec<(String, String)>,
    /// `user,feature`.
    pub(super) memberships: Vec<(String, String)>,
    /// Features of `activity` that nothing is known of.
    pub(super) uncovered: Vec<String>,
    pub(super) contract: String,
    pub(super) settings: String,
    /// People created the day before as-of.
    pub(super) new: Vec<String>,
}

/// Reads `a,b` lines.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (one, other) = line.split_once(',').expect("two columns");
        (one.trim().to_owned(), other.trim().to_owned())
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(pair).collect()
}

/// Reads `person,role` or `person,role,group` lines.
pub(super) fn grants(text: &str) -> Vec<NamedGrant> {
    let grant = |line: &str| {
        let cells: Vec<String> = line.split(',').map(|cell| cell.trim().to_owned()).collect();
        (cells[0].clone(), cells[1].clone(), cells.get(2).cloned())
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(grant).collect()
}

const FEATURES: &str = "voice callback chat email message sms social outbound wfm_schedule wfm_planning quality_evaluator \
                        quality_evaluated speech_analytics copilot supervision journey work_automation admin";

impl Org {
    /// The whole analysis, as of the end of October 2026.
    pub(super) fn analyze(&self) -> Analysis {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, header: &str, lines: Vec<String>| {
            let text = format!("{header}\n{}\n", lines.join("\n"));
            fs::write(dir.path().join(format!("{name}.csv")), text).expect("written");
        };
        let two = |rows: &[(String, String)]| rows.iter().map(|(a, b)| format!("{a},{b}")).collect::<Vec<_>>();
        let mut users: Vec<&String> =
            self.licenses.iter().map(|(user, _)| user).chain(self.grants.iter().map(|it| &it.0)).collect();
        users.sort();
        users.dedup();
        let user = |user: &&String| {
            let created = if self.new.contains(user) { "2026-10-30" } else { "2024-01-01" };
            format!("{user},{user}@x.example,{user},active,{created}T00:00:00Z,2026-10-30T08:00:00Z")
        };
        write("users", "user_id,email,name,state,created_at,last_login_at", users.iter().map(user).collect());
        write("licenses", "user_id,license_id", two(&self.licenses));
        let names = self.roles.iter().map(|(role, permission)| format!("{role},{role},{permission}"));
        write("roles", "role_id,name,permission", names.collect());
        let grants =
            self.grants.iter().map(|(user, role, group)| format!("{user},{role},{}", group.as_deref().unwrap_or("")));
        write("role_grants", "user_id,role_id,via_group_id", grants.collect());
        write("license_definitions", "license_id,permission", two(&self.definitions));
        if !self.inferred.is_empty() {
            write("role_licenses", "role_id,license_id", two(&self.inferred));
        }
        let day = "2026-10-30T00:00:00Z,2026-10-31T00:00:00Z";
        let used = self.used.iter().map(|(user, feature)| format!("{user},{day},{feature},3,60000"));
        write("activity", "user_id,interval_start,interval_end,feature,events,duration_ms", used.collect());
        let memberships = self.memberships.iter().map(|(user, feature)| format!("{user},{feature},somewhere"));
        write("memberships", "user_id,feature,via", memberships.collect());
        let covered = FEATURES.split_whitespace().filter(|feature| !self.uncovered.iter().any(|it| it == feature));
        let covered = covered.map(|feature| format!("activity,{feature},2026-01-01T00:00:00Z,2026-11-01T00:00:00Z"));
        write("coverage", "table,feature,from,to", covered.collect());
        let book = PriceBook::embedded();
        let contract = match self.contract.as_str() {
            "" => Contract::none(),
            text => Contract::parse(text, "contract.toml", &book).expect("a contract").0,
        };
        let settings = Settings::parse(&self.settings, "seatwise.toml", &book).expect("settings").0;
        let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
            tables::stage(dir.path(), stage).map_err(|problems| anyhow::anyhow!("{problems}"))?;
            Ok::<_, anyhow::Error>(TemporaryMeta { source: "tables".to_owned(), ..TemporaryMeta::default() })
        })
        .expect("tables");
        let scan =
            |table: Table| snapshot.scan(table).map_err(|error| polars::prelude::polars_err!(ComputeError: "{error}"));
        run::run(Input {
            scan: &scan,
            snapshot: "s".to_owned(),
            organization: None,
            book: &book,
            contract,
            settings,
            as_of: "2026-10-31T23:59:59Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a time").timestamp_micros(),
            notes: Notes::new(),
        })
        .expect("an analysis")
    }
}

/// Roles and grants by name, before and after proposals are carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rights {
    /// Permissions of each role.
    pub(super) roles: BTreeMap<String, Vec<String>>,
    pub(super) grants: Vec<NamedGrant>,
}

impl Rights {
    pub(super) fn of(org: &Org) -> Rights {
        let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (role, permission) in &org.roles {
            roles.entry(role.clone()).or_default().push(permission.clone());
        }
        Rights { roles, grants: org.grants.clone() }
    }

    /// Roles that a person has.
    pub(super) fn roles_of(&self, user: &str) -> Vec<&str> {
        let mut roles: Vec<&str> =
            self.grants.iter().filter(|grant| grant.0 == user).map(|grant| grant.1.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    /// Does exactly what the proposals say, as an administrator would, in their order.
    pub(super) fn carry_out(&mut self, analysis: &Analysis, plan: &Plan) {
        for change in plan.proposals.iter().flat_map(|proposal| &proposal.changes) {
            self.change(analysis, change);
        }
    }

    fn change(&mut self, analysis: &Analysis, change: &RoleChange) {
        let name = |role: u32| analysis.roles.list[role as usize].name.clone();
        let user = |user_ix: &u32| analysis.people.list[*user_ix as usize].user_id.clone();
        let role = name(change.role);
        let left = without(&analysis.roles.catalog, &self.roles[&role], &change.taken);
        let instead = match change.form {
            Form::Trim => {
                self.roles.insert(role, left);
                return;
            }
            Form::Retire | Form::Remove => None,
            Form::Move(other) => Some(name(other)),
            Form::Split => {
                let copy = format!("{role} (less)");
                self.roles.insert(copy.clone(), left);
                Some(copy)
            }
        };
        let replace = |grants: &mut Vec<NamedGrant>, is: &dyn Fn(&NamedGrant) -> bool, direct: bool| {
            let found: Vec<NamedGrant> = grants.iter().filter(|grant| is(grant)).cloned().collect();
            grants.retain(|grant| !is(grant));
            if let Some(instead) = &instead {
                grants.extend(
                    found
                        .into_iter()
                        .map(|(user, _, group)| (user, instead.clone(), if direct { None } else { group })),
                );
            }
        };
        for group in &change.groups {
            let group_id = analysis.roles.groups[group.group as usize].group_id.clone();
            match &group.way {
                GroupWay::Grant(keep) => {
                    replace(&mut self.grants, &|grant| grant.1 == role && grant.2.as_ref() == Some(&group_id), false);
                    self.grants.extend(keep.iter().map(|user_ix| (user(user_ix), role.clone(), None)));
                }
                GroupWay::Leave(leave) => {
                    let leave: Vec<String> = leave.iter().map(user).collect();
                    let is = |grant: &NamedGrant| grant.2.as_ref() == Some(&group_id) && leave.contains(&grant.0);
                    replace(&mut self.grants, &is, true);
                }
            }
        }
        let direct: Vec<String> = change.direct.iter().map(user).collect();
        replace(&mut self.grants, &|grant| grant.1 == role && grant.2.is_none() && direct.contains(&grant.0), true);
    }
}

/// A role's permissions without those taken out; a wildcard becomes what it stands for.
fn without(catalog: &Catalog, permissions: &[String], taken: &[u32]) -> Vec<String> {
    let mut left = Vec::new();
    for granted in permissions {
        let mut stands_for = catalog.expand(granted).peekable();
        if stands_for.peek().is_none() {
            left.push(granted.clone());
        }
        let stays = stands_for.filter(|number| !taken.contains(number));
        left.extend(stays.map(|number| catalog.get(number).permission.clone()));
    }
    left
}
