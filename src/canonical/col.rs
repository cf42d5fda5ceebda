//! Column names, once.

macro_rules! columns {
    ($($constant:ident = $name:literal;)*) => {
        $(#[doc = concat!("`", $name, "`")] pub const $constant: &str = $name;)*
    };
}

columns! {
    USER_ID = "user_id";
    EMAIL = "email";
    NAME = "name";
    STATE = "state";
    DEPARTMENT = "department";
    TITLE = "title";
    DIVISION = "division";
    COST_CENTER = "cost_center";
    MANAGER_EMAIL = "manager_email";
    EMPLOYEE_ID = "employee_id";
    CREATED_AT = "created_at";
    LAST_LOGIN_AT = "last_login_at";
    LAST_TOKEN_AT = "last_token_at";
    EXTERNAL_ID = "external_id";
    LICENSE_ID = "license_id";
    ASSIGNED_FROM = "assigned_from";
    ASSIGNED_TO = "assigned_to";
    ROLE_ID = "role_id";
    PERMISSION = "permission";
    DIVISION_ID = "division_id";
    VIA_GROUP_ID = "via_group_id";
    INTERVAL_START = "interval_start";
    INTERVAL_END = "interval_end";
    FEATURE = "feature";
    EVENTS = "events";
    DURATION_MS = "duration_ms";
    START_AT = "start_at";
    END_AT = "end_at";
    CHARGE_NAME = "charge_name";
    ENTITY = "entity";
    FIRST_SEEN_AT = "first_seen_at";
    DATE = "date";
    RESOURCE = "resource";
    QUANTITY = "quantity";
    STATUS = "status";
    CHANGED_AT = "changed_at";
    ASSIGNED = "assigned";
    VIA = "via";
    TABLE = "table";
    FROM = "from";
    TO = "to";
    GROUP_ID = "group_id";
    MEMBER_COUNT = "member_count";
    QUEUE_ID = "queue_id";
    MEDIA = "media";
    MEMBER_BY = "member_by";
    JOINED = "joined";
    KIND = "kind";
    OBJECT_ID = "object_id";
    SOURCE = "source";
    PERIOD_FROM = "period_from";
    PERIOD_TO = "period_to";
    SKU = "sku";
    GROUPING = "grouping";
    UNIT = "unit";
    PREPAID_QUANTITY = "prepaid_quantity";
    PREPAID_RATE = "prepaid_rate";
    FAIR_USE_QUANTITY = "fair_use_quantity";
    ACTUAL_QUANTITY = "actual_quantity";
    OVERAGE_QUANTITY = "overage_quantity";
    OVERAGE_RATE = "overage_rate";
    OVERAGE_CHARGE = "overage_charge";
    CURRENCY = "currency";
    CONTRACT_ID = "contract_id";
    STARTS_ON = "starts_on";
    ENDS_ON = "ends_on";
    RAMP_UNTIL = "ramp_until";
    AMENDED_ON = "amended_on";
    SUBSCRIPTION = "subscription";
    MINIMUM_MONTHLY = "minimum_monthly";
    // Beside the contract's columns, in snapshots only:
    USER_IX = "user_ix";
}
