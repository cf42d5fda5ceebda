//! The JSON Schema of `seatwise.toml`, for editors.

use schemars::{JsonSchema, Schema, schema_for};

/// The shape of `seatwise.toml`; read by editors only, the checks stand in `read`.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct SettingsFile {
    /// Lengths and thresholds.
    window: Option<Window>,
    /// Who is left alone.
    protect: Option<Protect>,
    /// What the organization does not use.
    features: Option<Features>,
    /// What may be recommended.
    offers: Option<Offers>,
    /// Needs that no evidence has to prove.
    pin: Option<Vec<Pin>>,
    /// People left alone for a while.
    exception: Option<Vec<Exception>>,
    /// Limits of seats of a division or department, which `seatwise policy check` tells.
    pool: Option<Vec<Pool>>,
    /// Seats kept when sizes for the renewal are proposed.
    renewal: Option<Renewal>,
    /// Answers of managers to the worklist.
    answers: Option<Answers>,
    /// What the monthly report needs to know of the books.
    finance: Option<Finance>,
    /// Windows and thresholds of departments or divisions; the first that matches a person holds.
    department_window: Option<Vec<DepartmentWindow>>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct DepartmentWindow {
    department: Option<String>,
    division: Option<String>,
    /// As in `[window]`, which holds where a key is not given.
    #[schemars(range(min = 1, max = 3653))]
    days: Option<u32>,
    #[schemars(range(min = 1, max = 3653))]
    idle_days: Option<u32>,
    #[schemars(range(max = 3653))]
    grace_days: Option<u32>,
    #[schemars(range(min = 1))]
    min_events: Option<u32>,
    #[schemars(range(min = 1, max = 3653))]
    min_days: Option<u32>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Window {
    /// Evidence window in days; it ends at as-of. Default 90.
    #[schemars(range(min = 1, max = 3653))]
    days: Option<u32>,
    /// Days without a sign after which a seat is idle. Default 90.
    #[schemars(range(min = 1, max = 3653))]
    idle_days: Option<u32>,
    /// Days after creation in which nothing is advised. Default 30.
    #[schemars(range(max = 3653))]
    grace_days: Option<u32>,
    /// Events that make evidence of a feature. Default 1.
    #[schemars(range(min = 1))]
    min_events: Option<u32>,
    /// Different UTC days on which they must lie. Default 1.
    #[schemars(range(min = 1, max = 3653))]
    min_days: Option<u32>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Protect {
    /// Names of roles. Default `["Master Admin"]`.
    roles: Option<Vec<String>>,
    /// User ids or e-mails.
    users: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Features {
    /// Features that nobody uses.
    not_used: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Offers {
    /// Product ids; empty = every priced one but `collaborate` and `communicate`.
    allow: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Pin {
    /// What the people need.
    feature: String,
    department: Option<String>,
    title: Option<String>,
    division: Option<String>,
    cost_center: Option<String>,
    manager_email: Option<String>,
    /// User id or e-mail.
    user: Option<String>,
    /// Name of a role held.
    role: Option<String>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Exception {
    /// User id or e-mail.
    user: String,
    /// Why.
    reason: String,
    /// Last day, inclusive, as `2027-01-31`; absent = for ever.
    until: Option<String>,
    /// `leave`, `time-off`, `on-call`, `service-account` or `other` (the default): under which guard the saving is told.
    kind: Option<String>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Pool {
    division: Option<String>,
    department: Option<String>,
    /// Id of the product.
    product: String,
    /// Most seats.
    limit: u64,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Renewal {
    /// Share kept above what is needed, in percent from 0 to 100, as `"5"`; rounded up to whole seats. Default `"0"`.
    buffer_percent: Option<String>,
    /// Seats of each product kept at least. Default 0.
    buffer_seats: Option<u64>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Answers {
    /// Days for which a `keep` holds where the answer names no last day. Default 180.
    #[schemars(range(min = 1, max = 3653))]
    cooldown_days: Option<u32>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
struct Finance {
    /// Month in which the fiscal year begins. Default 1.
    #[schemars(range(min = 1, max = 12))]
    fiscal_year_start: Option<u32>,
    /// A difference to the budget, or of a line to the month before, is material from this share of it on, in percent. Default `"5"`.
    material_percent: Option<String>,
    /// And from this amount on, in the contract's currency. Default `"25000"`.
    material_amount: Option<String>,
    /// Account that bears the cost. Default `Software subscriptions`.
    expense_account: Option<String>,
    /// Account of what is owed and not invoiced yet. Default `Accrued liabilities`.
    accrued_account: Option<String>,
    /// Account of what is paid in advance. Default `Prepaid expenses`.
    prepaid_account: Option<String>,
}

/// The JSON Schema of `seatwise.toml`.
pub fn settings_schema() -> Schema {
    schema_for!(SettingsFile)
}
