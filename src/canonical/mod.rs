//! The canonical tables: their names, columns and rows, as every room after ingest knows them.
//!
//! This is the one place where table and column names stand. It reads and writes nothing.
//! The contract is written out in `docs/TABLES.md`, which is generated from [`TABLES`].

pub mod col;
pub mod rows;

/// The resource of `resource_usage` that is the most people at once of a day, as the console's concurrent-usage report has it.
/// It is kept beside the meters and is no usage.
pub const DAILY_PEAK: &str = "concurrent_users_peak";
/// Minutes at that peak; likewise.
pub const MINUTES_AT_DAILY_PEAK: &str = "concurrent_minutes_at_peak";

/// Is a resource of `resource_usage` a peak of the console's report, and no usage?
pub fn is_daily_peak(resource: &str) -> bool {
    [DAILY_PEAK, MINUTES_AT_DAILY_PEAK].contains(&resource)
}

/// A canonical table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// People, one row each.
    Users,
    /// Licenses held, one row per person and license and time.
    Licenses,
    /// Roles, one row per permission.
    Roles,
    /// Which person holds which role, directly or through a group.
    RoleGrants,
    /// Licenses of the organization, one row per permission.
    LicenseDefinitions,
    /// The license that Genesys infers for a role.
    RoleLicenses,
    /// What people did: one row per person, interval and feature.
    Activity,
    /// When people were present (primary presence other than Offline).
    Presence,
    /// Genesys' billable-usage report.
    BillableUsage,
    /// Metered resources per day.
    ResourceUsage,
    /// People as the identity provider knows them.
    IdpUsers,
    /// Memberships that need a feature, used or not.
    Memberships,
    /// The time that a table, or one feature of `activity`, really covers.
    Coverage,
    /// Groups of people.
    Groups,
    /// Queues of the routing.
    Queues,
    /// Who is a member of which queue.
    QueueMembers,
    /// What depends on a person, and would break with the person's account.
    Dependencies,
    /// What a billing period charges, as Genesys' billing says.
    BillingCharges,
    /// What billing says of contracts as a whole.
    BillingContracts,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text; an empty cell is null.
    Text,
    /// One of a closed list of words, lower case.
    Word(&'static [&'static str]),
    /// RFC 3339 with an offset in CSV, `timestamp[us, UTC]` in Parquet.
    Timestamp,
    /// A calendar date, `YYYY-MM-DD`, or `date32`.
    Date,
    /// A signed 64-bit count, never negative here.
    Count,
    /// An exact decimal, never negative here; kept as text.
    Decimal,
}

/// One column of a canonical table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in CSV and Parquet.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Must the column be there?
    pub required: bool,
    /// May a cell be empty? A column that may be absent may be empty too.
    pub nullable: bool,
    /// Meaning, unit and what an empty cell says.
    pub doc: &'static str,
}

/// One canonical table.
#[derive(Debug, Clone, Copy)]
pub struct TableSpec {
    /// Which.
    pub table: Table,
    /// File stem: `users` for `users.csv` or `users.parquet`.
    pub name: &'static str,
    /// Must the table be there?
    pub required: bool,
    /// Its columns in the order in which they are written.
    pub columns: &'static [Column],
    /// What a row is.
    pub doc: &'static str,
}

impl Table {
    /// Every table, in the order in which they are read.
    pub const ALL: [Table; 19] = [
        Table::Users,
        Table::Licenses,
        Table::Roles,
        Table::RoleGrants,
        Table::LicenseDefinitions,
        Table::RoleLicenses,
        Table::Activity,
        Table::Presence,
        Table::BillableUsage,
        Table::ResourceUsage,
        Table::IdpUsers,
        Table::Memberships,
        Table::Coverage,
        Table::Groups,
        Table::Queues,
        Table::QueueMembers,
        Table::Dependencies,
        Table::BillingCharges,
        Table::BillingContracts,
    ];

    /// Tables that only Genesys' API gives; neither console exports nor a demo organization have rows of them.
    pub const API_ONLY: [Table; 6] = [
        Table::Groups,
        Table::Queues,
        Table::QueueMembers,
        Table::Dependencies,
        Table::BillingCharges,
        Table::BillingContracts,
    ];

    /// Its columns and meaning.
    pub fn spec(self) -> &'static TableSpec {
        &TABLES[self as usize]
    }

    /// File stem, as `users`.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The table with this file stem.
    pub fn by_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }
}

/// A column that must be there and be filled in every row.
const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, required: true, nullable: false, doc }
}

/// A column that must be there; a cell may be empty.
const fn must(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, required: true, nullable: true, doc }
}

/// A column that may be absent.
const fn may(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, required: false, nullable: true, doc }
}

/// All canonical tables; `TABLES[table as usize]` is the table's.
pub const TABLES: [TableSpec; 19] = [
    TableSpec {
        table: Table::Users,
        name: "users",
        required: true,
        doc: "one row per person of the organization; a person that stands twice is an error",
        columns: &[
            key(col::USER_ID, Kind::Text, "Genesys' id of the person"),
            must(col::EMAIL, Kind::Text, "e-mail; compared without regard to case"),
            must(col::NAME, Kind::Text, "display name; never used to join unless unique"),
            key(col::STATE, Kind::Word(&["active", "inactive", "deleted"]), "state in Genesys Cloud"),
            may(col::DEPARTMENT, Kind::Text, "department; empty = unknown"),
            may(col::TITLE, Kind::Text, "job title; empty = unknown"),
            may(col::DIVISION, Kind::Text, "division; empty = unknown"),
            may(col::COST_CENTER, Kind::Text, "cost center; empty = unknown"),
            may(col::MANAGER_EMAIL, Kind::Text, "e-mail of the manager; empty = unknown"),
            may(col::EMPLOYEE_ID, Kind::Text, "employee number; empty = unknown"),
            may(col::CREATED_AT, Kind::Timestamp, "when the person was created; empty = unknown"),
            may(col::LAST_LOGIN_AT, Kind::Timestamp, "last login; empty = none known (single sign-on can hide it)"),
            may(col::LAST_TOKEN_AT, Kind::Timestamp, "last token issued; empty = none known"),
            may(col::EXTERNAL_ID, Kind::Text, "id in the identity provider; empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::Licenses,
        name: "licenses",
        required: true,
        doc: "one row per person, license and time held",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(
                col::LICENSE_ID,
                Kind::Text,
                "license id as Genesys has it, case-sensitive, or a product id of the price book",
            ),
            may(col::ASSIGNED_FROM, Kind::Timestamp, "held from, inclusive; empty = for as long as the person exists"),
            may(col::ASSIGNED_TO, Kind::Timestamp, "held to, exclusive; empty = still held"),
        ],
    },
    TableSpec {
        table: Table::Roles,
        name: "roles",
        required: false,
        doc: "one row per role and permission",
        columns: &[
            key(col::ROLE_ID, Kind::Text, "id of the role"),
            must(col::NAME, Kind::Text, "name of the role"),
            must(
                col::PERMISSION,
                Kind::Text,
                "`domain:entity:action`, `*` allowed in each part; empty = a role without permissions",
            ),
        ],
    },
    TableSpec {
        table: Table::RoleGrants,
        name: "role_grants",
        required: false,
        doc: "one row per person and role granted",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(col::ROLE_ID, Kind::Text, "which role"),
            may(col::DIVISION_ID, Kind::Text, "in which division; empty = unknown"),
            may(col::VIA_GROUP_ID, Kind::Text, "through which group; empty = direct"),
        ],
    },
    TableSpec {
        table: Table::LicenseDefinitions,
        name: "license_definitions",
        required: false,
        doc: "one row per license of the organization and permission that it grants",
        columns: &[
            key(col::LICENSE_ID, Kind::Text, "license id"),
            must(col::PERMISSION, Kind::Text, "`domain:entity:action`; empty = a license without permissions"),
        ],
    },
    TableSpec {
        table: Table::RoleLicenses,
        name: "role_licenses",
        required: false,
        doc: "the license that Genesys infers for a role, asked one role at a time",
        columns: &[
            key(col::ROLE_ID, Kind::Text, "which role"),
            must(col::LICENSE_ID, Kind::Text, "license that it needs; empty = none"),
        ],
    },
    TableSpec {
        table: Table::Activity,
        name: "activity",
        required: false,
        doc: "what people did; a row that stands twice in full is used once",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(col::INTERVAL_START, Kind::Timestamp, "start, inclusive"),
            key(col::INTERVAL_END, Kind::Timestamp, "end, exclusive"),
            key(col::FEATURE, Kind::Text, "feature; unknown values are kept and counted"),
            must(col::EVENTS, Kind::Count, "interactions connected, or the count that proves use; empty = none"),
            must(col::DURATION_MS, Kind::Count, "handle time in milliseconds; empty = none"),
        ],
    },
    TableSpec {
        table: Table::Presence,
        name: "presence",
        required: false,
        doc: "when a person's primary presence was other than Offline",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(col::START_AT, Kind::Timestamp, "start, inclusive"),
            must(col::END_AT, Kind::Timestamp, "end, exclusive; empty = still present"),
        ],
    },
    TableSpec {
        table: Table::BillableUsage,
        name: "billable_usage",
        required: false,
        doc: "who Genesys says is billed, for what",
        columns: &[
            key(col::CHARGE_NAME, Kind::Text, "charge as billing names it"),
            key(col::ENTITY, Kind::Text, "e-mail or device"),
            key(col::FIRST_SEEN_AT, Kind::Timestamp, "first billable login of the billing period"),
        ],
    },
    TableSpec {
        table: Table::ResourceUsage,
        name: "resource_usage",
        required: false,
        doc: "metered resources, one row per day and resource",
        columns: &[
            key(col::DATE, Kind::Date, "UTC day"),
            key(col::RESOURCE, Kind::Text, "meter"),
            key(col::QUANTITY, Kind::Decimal, "units in the meter's own unit"),
        ],
    },
    TableSpec {
        table: Table::IdpUsers,
        name: "idp_users",
        required: false,
        doc: "people as the identity provider knows them",
        columns: &[
            key(col::EMAIL, Kind::Text, "e-mail; compared without regard to case"),
            key(col::STATUS, Kind::Word(&["active", "suspended", "deprovisioned"]), "status there"),
            may(col::CHANGED_AT, Kind::Timestamp, "since when; empty = unknown, before everything dated"),
            may(
                col::NAME,
                Kind::Text,
                "display name; used to find a person only where nobody else has it; empty = unknown",
            ),
            may(col::EMPLOYEE_ID, Kind::Text, "employee number; empty = unknown"),
            may(
                col::EXTERNAL_ID,
                Kind::Text,
                "id at the identity provider, which Genesys keeps as `external_id` of accounts made by SCIM; empty = unknown",
            ),
            may(
                col::ASSIGNED,
                Kind::Word(&["true", "false"]),
                "is the person assigned to the Genesys Cloud app there; empty = unknown",
            ),
            may(
                col::SOURCE,
                Kind::Text,
                "which list says so, as `okta`; each is a provider of its own; empty = unnamed",
            ),
        ],
    },
    TableSpec {
        table: Table::Memberships,
        name: "memberships",
        required: false,
        doc: "memberships that need a feature, used or not",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(col::FEATURE, Kind::Text, "feature that the membership needs"),
            must(col::VIA, Kind::Text, "a WFM management unit, a Copilot queue, …"),
        ],
    },
    TableSpec {
        table: Table::Coverage,
        name: "coverage",
        required: false,
        doc: "the time that a table, or one feature of `activity`, really covers",
        columns: &[
            key(col::TABLE, Kind::Text, "name of the table"),
            may(col::FEATURE, Kind::Text, "one feature of `activity`; empty = the table as a whole"),
            key(col::FROM, Kind::Timestamp, "covered from, inclusive"),
            key(col::TO, Kind::Timestamp, "covered to, exclusive"),
        ],
    },
    TableSpec {
        table: Table::Groups,
        name: "groups",
        required: false,
        doc: "one row per group",
        columns: &[
            key(col::GROUP_ID, Kind::Text, "id of the group"),
            must(col::NAME, Kind::Text, "name of the group"),
            may(col::STATE, Kind::Text, "state of the group; empty = unknown"),
            may(col::MEMBER_COUNT, Kind::Count, "members as Genesys counts them; empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::Queues,
        name: "queues",
        required: false,
        doc: "one row per queue",
        columns: &[
            key(col::QUEUE_ID, Kind::Text, "id of the queue"),
            must(col::NAME, Kind::Text, "name of the queue"),
            may(col::DIVISION, Kind::Text, "division; empty = unknown"),
            may(
                col::MEDIA,
                Kind::Text,
                "media that the queue has settings for, sorted, separated by spaces; empty = none",
            ),
            may(col::MEMBER_COUNT, Kind::Count, "members as Genesys counts them; empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::QueueMembers,
        name: "queue_members",
        required: false,
        doc: "who is a member of which queue, directly or through a group",
        columns: &[
            key(col::QUEUE_ID, Kind::Text, "which queue"),
            key(col::USER_ID, Kind::Text, "who"),
            may(col::MEMBER_BY, Kind::Text, "`user` = directly, `group` = through a group; empty = unknown"),
            may(col::JOINED, Kind::Word(&["true", "false"]), "has the person joined the queue? empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::Dependencies,
        name: "dependencies",
        required: false,
        doc: "what depends on a person, and would break or be orphaned with the person's account",
        columns: &[
            key(col::USER_ID, Kind::Text, "who"),
            key(
                col::KIND,
                Kind::Text,
                "`oauth-client-created` `oauth-client-modified` `flow-locked` `dashboards` `direct-report` `group-owned`",
            ),
            key(col::OBJECT_ID, Kind::Text, "id of what depends on the person"),
            may(col::NAME, Kind::Text, "its name; for `dashboards` their number; empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::BillingCharges,
        name: "billing_charges",
        required: false,
        doc: "what a billing period charges; quantities in the charge's own unit, money in `currency`",
        columns: &[
            key(
                col::SOURCE,
                Kind::Text,
                "`contract` = billing contracts of the organization, `trustee` = the partner's overview",
            ),
            key(col::PERIOD_FROM, Kind::Text, "first day of the billing period, `YYYY-MM-DD`"),
            must(col::PERIOD_TO, Kind::Text, "last day of the billing period, `YYYY-MM-DD`; empty = unknown"),
            key(col::CHARGE_NAME, Kind::Text, "charge as billing names it"),
            may(col::SKU, Kind::Text, "part number; empty = unknown"),
            may(col::GROUPING, Kind::Text, "kind of row in the partner's overview; empty = none"),
            may(col::UNIT, Kind::Text, "unit of the quantities; empty = unknown"),
            may(col::PREPAID_QUANTITY, Kind::Decimal, "committed; empty = unknown"),
            may(col::FAIR_USE_QUANTITY, Kind::Decimal, "free by fair use; empty = unknown"),
            may(col::ACTUAL_QUANTITY, Kind::Decimal, "used; empty = unknown"),
            may(col::OVERAGE_QUANTITY, Kind::Decimal, "used beyond what is committed or free; empty = unknown"),
            may(col::OVERAGE_RATE, Kind::Decimal, "price of a unit of overage; empty = unknown"),
            may(col::OVERAGE_CHARGE, Kind::Decimal, "overage in money; empty = unknown"),
            may(col::CURRENCY, Kind::Text, "ISO 4217; empty = unknown"),
            may(col::PREPAID_RATE, Kind::Decimal, "price of a committed unit; empty = unknown"),
        ],
    },
    TableSpec {
        table: Table::BillingContracts,
        name: "billing_contracts",
        required: false,
        doc: "what billing says of a contract as a whole, one row per contract and source; money in `currency`",
        columns: &[
            key(
                col::SOURCE,
                Kind::Text,
                "`contract` = billing contracts of the organization, `trustee` = the partner's overview",
            ),
            must(col::CONTRACT_ID, Kind::Text, "its number; empty = unknown"),
            may(col::STARTS_ON, Kind::Text, "first day, `YYYY-MM-DD`; empty = unknown"),
            may(col::ENDS_ON, Kind::Text, "last day, `YYYY-MM-DD`; empty = unknown"),
            may(col::RAMP_UNTIL, Kind::Text, "last day of the ramp, `YYYY-MM-DD`; empty = none known"),
            may(col::AMENDED_ON, Kind::Text, "day of the last amendment, `YYYY-MM-DD`; empty = none known"),
            may(
                col::SUBSCRIPTION,
                Kind::Text,
                "type of the subscription as billing has it, as `PREPAY`; empty = unknown",
            ),
            may(col::CURRENCY, Kind::Text, "ISO 4217; empty = unknown"),
            may(col::MINIMUM_MONTHLY, Kind::Decimal, "least that a period bills; empty = none known"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_stands_at_its_own_place() {
        for table in Table::ALL {
            assert_eq!(table.spec().table, table);
            assert_eq!(Table::by_name(table.name()), Some(table));
        }
    }
}
