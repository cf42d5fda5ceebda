//! How the server behaves. The default is a well-behaved one, as Genesys documents it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::faults::Faults;

/// What the server allows, and how it behaves where the documentation leaves it open.
#[derive(Debug, Clone)]
pub struct Settings {
    /// OAuth clients that may ask for a token.
    pub clients: Vec<Client>,
    /// How long a token lives.
    pub token: TokenLife,
    /// Requests per window and token.
    pub rate: RateLimit,
    /// Largest pages by operation id (`getUsers`); operations that are not named have the documented maximum.
    pub page_size_max: BTreeMap<String, u64>,
    /// What happens to a page size over the maximum.
    pub oversized_page: OversizedPage,
    /// Group × interval cells of a synchronous aggregate.
    pub result_limit: usize,
    /// Asynchronous jobs and audit queries.
    pub jobs: Jobs,
    /// Are preview operations there, or 404?
    pub preview: bool,
    /// Every answer waits so long.
    pub latency: Duration,
    /// Does `license/users` name people without a license?
    pub list_unlicensed: bool,
    /// Does `state=any` name deleted people?
    pub any_lists_deleted: bool,
    /// `GET /users` refuses pages beyond so many people.
    pub users_cap: u64,
    /// `billableusage` is `InProgress` for the first so many asks of an interval.
    pub billing_in_progress: u32,
    /// Is the client in a partner's organization (trustee billing overview)?
    pub trustee: bool,
    /// Do people get their direct roles back with `inactive` → `active`? The documentation says both.
    pub roles_return: bool,
    /// Status of `/oauth/token` for wrong credentials: 400 or 401.
    pub wrong_credentials: u16,
    /// Do licenses follow changes of roles?
    pub licenses_follow_roles: bool,
    /// Check every answer against the OpenAPI document too; what is wrong is in `Running::violations`.
    pub check_answers: bool,
    /// What goes wrong on purpose.
    pub faults: Faults,
    /// Port on 127.0.0.1; 0 is any free one.
    pub port: u16,
}

/// An OAuth client of the grant `client_credentials`.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// What it may do.
    pub permissions: Permissions,
}

/// Permissions of a client.
#[derive(Debug, Clone)]
pub enum Permissions {
    /// All.
    All,
    /// Exactly these, as `domain:entity:action`.
    Only(Vec<String>),
    /// All but these.
    AllBut(Vec<String>),
}

/// How long a token lives.
#[derive(Debug, Clone, Copy)]
pub struct TokenLife {
    /// `expires_in` of the answer.
    pub seconds: u64,
    /// It is refused after so many requests, if there is a number.
    pub requests: Option<u64>,
}

/// A fixed window per token that starts with its first request; 429s count, `/oauth/token` does not.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    /// Requests per window; none for no limit.
    pub requests: Option<u64>,
    /// Length of the window: a minute of the real API may last 200 ms in a test.
    pub window: Duration,
    /// Length of the second in which `Retry-After` and `inin-ratelimit-reset` count.
    pub second: Duration,
    /// Send `inin-ratelimit-count`, `-allowed` and `-reset`?
    pub headers: bool,
    /// Send `Retry-After` with 429?
    pub retry_after: bool,
}

/// What happens to a page size over the maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OversizedPage {
    /// The page is as large as allowed.
    Clamp,
    /// 400 that names the maximum.
    Refuse,
}

/// Life of asynchronous jobs.
#[derive(Debug, Clone, Copy)]
pub struct Jobs {
    /// Polls that see `QUEUED` or `PENDING` before `FULFILLED`.
    pub polls: u32,
    /// Result pages after which the job is `EXPIRED`, if there is a number.
    pub result_pages: Option<u32>,
    /// Largest (and default) page of results.
    pub page_size: u64,
    /// Are the jobs of aggregates there, or 404?
    pub aggregates: bool,
    /// The data of jobs of user details ends so long before now (`dataAvailabilityDate`).
    pub details_lag: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            clients: vec![Client {
                id: "5ea75ea7-0000-4000-a000-000000000001".into(),
                secret: "simulated-secret".into(),
                permissions: Permissions::All,
            }],
            token: TokenLife { seconds: 86_400, requests: None },
            rate: RateLimit {
                requests: Some(300),
                window: Duration::from_secs(60),
                second: Duration::from_secs(1),
                headers: true,
                retry_after: true,
            },
            page_size_max: BTreeMap::new(),
            oversized_page: OversizedPage::Clamp,
            result_limit: 30_000,
            jobs: Jobs {
                polls: 1,
                result_pages: None,
                page_size: 1_000,
                aggregates: true,
                details_lag: Duration::ZERO,
            },
            preview: true,
            latency: Duration::ZERO,
            list_unlicensed: false,
            any_lists_deleted: false,
            users_cap: 10_000,
            billing_in_progress: 1,
            trustee: false,
            roles_return: false,
            wrong_credentials: 400,
            licenses_follow_roles: true,
            check_answers: false,
            faults: Faults::none(),
            port: 0,
        }
    }
}

impl Settings {
    /// The largest page of an operation.
    pub(crate) fn page_size_max(&self, operation: &str) -> u64 {
        self.page_size_max.get(operation).copied().unwrap_or(match operation {
            "getUsers" | "getUsersQuery" | "getAuthorizationRoles" | "getGroups" | "getAuthorizationDivisions" => 500,
            "getAuditsQueryTransactionIdResults" => 500,
            "getAuthorizationRoleSubjectgrants" | "getAuthorizationPermissions" => 500,
            "getBillingContracts" => 10,
            _ => 100,
        })
    }
}

impl Permissions {
    /// Is this one among them?
    pub(crate) fn hold(&self, permission: &str) -> bool {
        match self {
            Permissions::All => true,
            Permissions::Only(list) => list.iter().any(|own| own == permission),
            Permissions::AllBut(list) => list.iter().all(|own| own != permission),
        }
    }
}
