//! Roles and grants of a folder of tables, and what becomes of them when a proposal is carried out as it is written.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

/// A row of `role_grants`.
#[derive(Debug, Clone, PartialEq)]
struct Grant {
    user: String,
    role: String,
    division: String,
    group: String,
}

/// The tables that proposals change, and the definitions that wildcards stand for.
#[derive(Debug, Clone)]
pub(super) struct Rights {
    /// Role, name, permission.
    roles: Vec<[String; 3]>,
    grants: Vec<Grant>,
    /// Role, license: what is known of roles as they were.
    inferred: Vec<[String; 2]>,
    permissions: BTreeSet<String>,
}

fn rows<const N: usize>(folder: &Path, table: &str) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.unwrap();
        std::array::from_fn(|column| row[column].to_owned())
    };
    reader.records().map(row).collect()
}

fn write<const N: usize>(folder: &Path, table: &str, header: [&str; N], rows: impl Iterator<Item = [String; N]>) {
    let mut writer = csv::Writer::from_path(folder.join(format!("{table}.csv"))).unwrap();
    writer.write_record(header).unwrap();
    rows.for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

fn texts(value: &Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

impl Rights {
    pub(super) fn read(folder: &Path) -> Rights {
        let grant = |[user, role, division, group]: [String; 4]| Grant { user, role, division, group };
        Rights {
            roles: rows(folder, "roles"),
            grants: rows(folder, "role_grants").into_iter().map(grant).collect(),
            inferred: rows(folder, "role_licenses"),
            permissions: rows::<2>(folder, "license_definitions")
                .into_iter()
                .map(|[_, permission]| permission)
                .collect(),
        }
    }

    /// Writes the changed tables, and beside them those that stay.
    pub(super) fn write(&self, from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for table in ["users", "licenses", "license_definitions"] {
            fs::copy(from.join(format!("{table}.csv")), to.join(format!("{table}.csv"))).unwrap();
        }
        write(to, "roles", ["role_id", "name", "permission"], self.roles.iter().cloned());
        write(to, "role_licenses", ["role_id", "license_id"], self.inferred.iter().cloned());
        let grants = self.grants.iter().cloned().map(|grant| [grant.user, grant.role, grant.division, grant.group]);
        write(to, "role_grants", ["user_id", "role_id", "division_id", "via_group_id"], grants);
    }

    /// Everybody who has a role.
    pub(super) fn people(&self) -> BTreeSet<String> {
        self.grants.iter().map(|grant| grant.user.clone()).collect()
    }

    pub(super) fn roles_of(&self, person: &str) -> BTreeSet<String> {
        self.grants.iter().filter(|grant| grant.user == person).map(|grant| grant.role.clone()).collect()
    }

    pub(super) fn carry_out(&mut self, change: &Value) {
        let role = change["role_id"].as_str().unwrap().to_owned();
        let instead = match change["form"].as_str().unwrap() {
            "trim-role" => return self.trim(&role, &role, &texts(&change["taken"])),
            "retire-role" | "remove-role" => None,
            "move-to-role" => Some(change["to_role_id"].as_str().unwrap().to_owned()),
            "split-role" => {
                let copy = format!("{role}-less");
                self.trim(&role, &copy, &texts(&change["taken"]));
                Some(copy)
            }
            form => panic!("a form that nobody knows: {form}"),
        };
        for group in change["groups"].as_array().unwrap() {
            let id = group["group_id"].as_str().unwrap();
            match group["way"].as_str().unwrap() {
                "grant" => {
                    for person in texts(&group["keep"]) {
                        let own = self.grants.iter().find(|it| it.user == person && it.role == role && it.group == id);
                        let direct = Grant { group: String::new(), ..own.unwrap().clone() };
                        self.grants.push(direct);
                    }
                    self.replace(&role, instead.as_deref(), id, |_| true);
                }
                "leave" => {
                    let leave = texts(&group["leave"]);
                    let others = self.grants.iter().find(|it| it.group == id && it.role != role);
                    assert_eq!(others, None, "who leaves a group loses what else it brings");
                    self.replace(&role, instead.as_deref(), id, |person| leave.contains(person));
                    // They have the other role by themselves now.
                    let own = |it: &&mut Grant| it.group == id && leave.contains(it.user.as_str());
                    self.grants.iter_mut().filter(own).for_each(|it| it.group = String::new());
                }
                way => panic!("a way that nobody knows: {way}"),
            }
        }
        let direct = texts(&change["direct"]);
        self.replace(&role, instead.as_deref(), "", |person| direct.contains(person));
    }

    /// Another role in the grants of these people that came through a group (empty = directly), or none.
    fn replace(&mut self, role: &str, instead: Option<&str>, group: &str, is: impl Fn(&str) -> bool) {
        let is = |grant: &Grant| grant.role == role && grant.group == group && is(&grant.user);
        match instead {
            Some(other) => {
                self.grants.iter_mut().filter(|grant| is(grant)).for_each(|grant| grant.role = other.to_owned());
            }
            None => self.grants.retain(|grant| !is(grant)),
        }
    }

    /// The role, or a copy, without permissions; a wildcard becomes what the definitions have of it. What was inferred for
    /// the role as it was is no longer known.
    fn trim(&mut self, role: &str, into: &str, taken: &BTreeSet<&str>) {
        let own: Vec<[String; 3]> = self.roles.iter().filter(|row| row[0] == role).cloned().collect();
        let mut left = BTreeSet::new();
        for [_, _, granted] in &own {
            let covers = |one: &&String| granted.split(':').zip(one.split(':')).all(|(a, b)| a == "*" || a == b);
            let stands_for: Vec<&String> = self.permissions.iter().filter(covers).collect();
            if stands_for.is_empty() {
                left.insert(granted.clone());
            }
            left.extend(stands_for.into_iter().filter(|one| !taken.contains(one.as_str())).cloned());
        }
        if into == role {
            self.roles.retain(|row| row[0] != role);
            self.inferred.retain(|row| row[0] != role);
        }
        let left = if left.is_empty() { BTreeSet::from([String::new()]) } else { left };
        self.roles.extend(left.into_iter().map(|permission| [into.to_owned(), into.to_owned(), permission]));
    }
}
