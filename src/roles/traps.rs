//! Roles and permissions that are known to bring a license by surprise.

use crate::entitlement::roles::wildcard_covers;

/// A published trap.
#[derive(Debug, PartialEq, Eq)]
pub struct Trap {
    /// Names of the roles as delivered; a copy is known by the name that it begins with.
    roles: &'static [&'static str],
    /// Permissions that bring the license, whatever the role is called.
    permissions: &'static [&'static str],
    /// What it brings, as a phrase after the role's name.
    pub brings: &'static str,
    /// Where Genesys says so.
    pub source: &'static str,
}

#[rustfmt::skip]
const TRAPS: &[Trap] = &[
    Trap {
        roles: &["Master Admin", "Performance Management Admin", "Quality Admin", "Quality Evaluator"],
        permissions: &[],
        brings: "brings the WEM add-on as soon as the organization has it",
        source: "https://help.genesys.cloud/365251",
    },
    Trap {
        roles: &["Agent Copilot Agent"],
        permissions: &["assistants:copilot:view"],
        brings: "brings a Copilot seat, also by all permissions of `assistants`",
        source: "https://help.mypurecloud.com/?p=342309",
    },
    Trap {
        roles: &[],
        permissions: &["billing:user:staUpgrade"],
        brings: "brings the Speech and Text Analytics add-on on CX 1 and CX 2",
        source: "https://help.genesys.cloud/365251",
    },
    Trap {
        roles: &["Hourly Interacting User"],
        permissions: &["billing:user:hourlyInteracting"],
        brings: "bills its holders by interaction time instead of a seat",
        source: "https://help.mypurecloud.com/articles/genesys-cloud-user-hour-pricing",
    },
];

/// The trap that a role is, by its name, by that of its origin, or by a permission; the first that fits.
pub fn trap_of(name: &str, permissions: &[String]) -> Option<&'static Trap> {
    let is_named = |trap: &Trap| trap.roles.iter().any(|role| is_copy(name, role));
    let has = |trap: &Trap| {
        let grants = |wanted: &&str| permissions.iter().any(|granted| wildcard_covers(granted, wanted));
        trap.permissions.iter().any(grants)
    };
    TRAPS.iter().find(|trap| is_named(trap) || has(trap))
}

/// The role itself, or a copy, which is named after it: `Quality Admin - copy`, `Quality Admin (2)`.
fn is_copy(name: &str, origin: &str) -> bool {
    match name.strip_prefix(origin) {
        Some(rest) => rest.is_empty() || rest.trim_start().starts_with(['-', '(', '_']) || rest.starts_with(' '),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brings(name: &str, permissions: &[&str]) -> Option<&'static str> {
        let permissions: Vec<String> = permissions.iter().map(|text| (*text).to_owned()).collect();
        trap_of(name, &permissions).map(|trap| trap.brings)
    }

    #[test]
    fn traps_are_known_by_name_by_origin_and_by_permission() {
        assert!(brings("Quality Admin", &[]).is_some());
        assert!(brings("Quality Admin - Sales (2)", &[]).is_some());
        assert!(brings("Quality Administrators", &[]).is_none());
        assert!(brings("Helpers", &["assistants:*:*"]).is_some_and(|text| text.contains("Copilot")));
        assert!(brings("Helpers", &["assistants:knowledge:view"]).is_none());
        assert!(brings("Topic Editor", &["billing:user:staUpgrade"]).is_some_and(|text| text.contains("Speech")));
        assert!(brings("Voice Agent", &["conversation:call:*"]).is_none());
    }
}
