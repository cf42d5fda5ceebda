//! The permissions that nobody may have who is billed by time on interactions. The list is data, `disqualifying.toml` beside
//! this file, with its source and the day of its revision.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
    sync::OnceLock,
};

use chrono::NaiveDate;
use serde::Deserialize;

use super::roles::wildcard_covers;

/// Genesys' list at one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disqualifying {
    /// Address of the list.
    pub source: String,
    /// Day of the revision.
    pub as_of: NaiveDate,
    /// The permissions as listed, in order.
    permissions: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    as_of: String,
    permissions: usize,
    domain: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Disqualifying {
    /// The built-in list.
    ///
    /// # Panics
    /// Never: a test reads the list.
    pub fn embedded() -> &'static Disqualifying {
        static LIST: OnceLock<Disqualifying> = OnceLock::new();
        LIST.get_or_init(|| include_str!("disqualifying.toml").parse().expect("the built-in list is read by a test"))
    }

    /// How many permissions are listed.
    pub fn len(&self) -> usize {
        self.permissions.len()
    }

    /// Is nothing listed?
    pub fn is_empty(&self) -> bool {
        self.permissions.is_empty()
    }

    /// The listed permissions that granted ones stand for, which may hold wildcards; in order, each once.
    pub fn among(&self, granted: &[String]) -> Vec<&str> {
        let mut among: BTreeSet<&str> = BTreeSet::new();
        for granted in granted {
            if granted.contains('*') {
                let stood_for = |listed: &&str| wildcard_covers(granted, listed);
                among.extend(self.permissions.iter().map(String::as_str).filter(stood_for));
            } else {
                among.extend(self.permissions.get(granted).map(String::as_str));
            }
        }
        among.into_iter().collect()
    }
}

impl FromStr for Disqualifying {
    type Err = String;

    fn from_str(text: &str) -> Result<Disqualifying, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let as_of = file.as_of.parse().map_err(|_| format!("as_of: `{}` is no day as 2026-03-18", file.as_of))?;
        let entities = file.domain.iter().flat_map(|(domain, entities)| entities.iter().map(move |it| (domain, it)));
        let permissions: BTreeSet<String> = entities
            .flat_map(|(domain, (entity, actions))| actions.iter().map(move |it| format!("{domain}:{entity}:{it}")))
            .collect();
        if permissions.len() != file.permissions {
            return Err(format!("permissions: says {}, but {} are listed", file.permissions, permissions.len()));
        }
        Ok(Disqualifying { source: file.source, as_of, permissions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(granted: &[&str]) -> Vec<String> {
        let granted: Vec<String> = granted.iter().map(|permission| (*permission).to_owned()).collect();
        Disqualifying::embedded().among(&granted).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn the_list_has_as_many_permissions_as_genesys_says() {
        let list = Disqualifying::embedded();
        assert_eq!((list.len(), list.as_of.to_string()), (323, "2026-03-18".to_owned()));
        let short = "source = \"x\"\nas_of = \"2026-03-18\"\npermissions = 2\n[domain.wfm]\nagent = [\"view\"]\n";
        assert_eq!(short.parse::<Disqualifying>(), Err("permissions: says 2, but 1 are listed".to_owned()));
    }

    #[test]
    fn a_permission_is_listed_itself_or_stood_for_by_a_wildcard() {
        assert_eq!(among(&["wfm:schedule:view", "conversation:call:accept"]), ["wfm:schedule:view"]);
        assert_eq!(
            among(&["conversation:call:*"]),
            ["conversation:call:barge", "conversation:call:coach", "conversation:call:monitor"]
        );
        assert_eq!(among(&["*:*:*"]).len(), 323);
        assert_eq!(among(&["routing:queue:view", "billing:user:hourlyInteracting"]), [""; 0]);
        assert_eq!(among(&["wfm:intraday:*", "wfm:intraday:view"]), ["wfm:intraday:*", "wfm:intraday:view"]);
    }
}
