//! What requests can change: people, grants, licenses held, members of groups and queues.

use std::collections::{BTreeMap, BTreeSet};

/// A person, as the directory knows them now.
#[derive(Debug, Clone)]
pub(crate) struct User {
    /// Is the person in the table `users`? Others are known by rows of other tables only.
    pub(crate) listed: bool,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) state: Standing,
    pub(crate) department: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) employee_id: Option<String>,
    pub(crate) manager: Option<u32>,
    pub(crate) division: Option<usize>,
    pub(crate) created_at: Option<i64>,
    pub(crate) last_login_at: Option<i64>,
    pub(crate) last_token_at: Option<i64>,
    pub(crate) external_id: Option<String>,
    pub(crate) version: i64,
    pub(crate) reason: Option<String>,
    pub(crate) changed_at: Option<i64>,
}

/// A person's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Active,
    Inactive,
    Deleted,
}

impl Standing {
    /// The state of this name; `None` for any other word.
    pub(crate) fn by_name(name: &str) -> Option<Standing> {
        match name {
            "active" => Some(Standing::Active),
            "inactive" => Some(Standing::Inactive),
            "deleted" => Some(Standing::Deleted),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Standing::Active => "active",
            Standing::Inactive => "inactive",
            Standing::Deleted => "deleted",
        }
    }
}

/// A role that a person or a group holds in a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grant {
    pub(crate) role: u32,
    pub(crate) division: usize,
}

/// A group; its members have its grants.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) members: BTreeSet<u32>,
    pub(crate) grants: BTreeSet<Grant>,
    pub(crate) version: i64,
}

/// A queue and its people.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) members: BTreeSet<u32>,
    /// Does the assistant work in it?
    pub(crate) copilot: bool,
}

/// All of it, under one lock.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) users: Vec<User>,
    /// Direct grants of each person.
    pub(crate) grants: Vec<BTreeSet<Grant>>,
    /// What inactive people had.
    pub(crate) laid_aside: BTreeMap<u32, BTreeSet<Grant>>,
    /// Licenses held now, by their numbers.
    pub(crate) held: Vec<BTreeSet<u32>>,
    pub(crate) groups: Vec<Group>,
    pub(crate) queues: Vec<Queue>,
}

impl State {
    /// The roles that count for licenses: those of an active person.
    pub(crate) fn working_roles(&self, user: u32) -> BTreeSet<u32> {
        match self.users[user as usize].state {
            Standing::Active => self.roles(user),
            Standing::Inactive | Standing::Deleted => BTreeSet::new(),
        }
    }

    /// The roles of a person, direct and by group.
    pub(crate) fn roles(&self, user: u32) -> BTreeSet<u32> {
        let direct = self.grants[user as usize].iter();
        let by_group = self.groups.iter().filter(|group| group.members.contains(&user)).flat_map(|group| &group.grants);
        direct.chain(by_group).map(|grant| grant.role).collect()
    }
}
