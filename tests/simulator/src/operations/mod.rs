//! What each operation answers, one file per subject.

mod aggregates;
mod audits;
mod billing;
mod conversations;
mod copilot;
mod directory;
mod family;
mod grants;
mod groups;
mod licenses;
mod metrics;
mod organization;
mod page;
mod presence;
mod queues;
mod roles;
mod scim;
mod standing;
mod user_details;
mod users;
mod workforce;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::contract::{Operation, Query};
use crate::organization::Organization;
use crate::server::Server;
use crate::server::answer::{Answer, Refusal};
use crate::settings::Settings;

/// One request that was admitted and is what the document says.
pub(crate) struct Call<'a> {
    pub(crate) server: &'a Server,
    pub(crate) settings: &'a Settings,
    pub(crate) operation: &'a Operation,
    pub(crate) path: &'a BTreeMap<String, String>,
    pub(crate) query: &'a Query,
    pub(crate) body: &'a Value,
    pub(crate) client: &'a str,
}

type Result = std::result::Result<Answer, Refusal>;

impl<'a> Call<'a> {
    /// A value of the path.
    pub(crate) fn path(&self, name: &str) -> &'a str {
        self.path.get(name).map_or("", String::as_str)
    }

    pub(crate) fn organization(&self) -> &'a Organization {
        &self.server.organization
    }

    /// Does the answer to this question lack something, by the fault of lost rows? The ask counts.
    pub(crate) fn loses_rows(&self, question: &str) -> bool {
        let faults = &self.settings.faults;
        let asked = || self.server.asked_before(&format!("lost {} {question}", self.operation.id));
        faults.lost_rows && asked() < faults.attempts
    }

    /// Seldom-changing text of the body.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.body[name].as_str()
    }
}

/// The answer of the operation.
pub(crate) fn answer(call: &Call<'_>) -> Result {
    match handler(&call.operation.id) {
        Some(handler) => handler(call),
        None => Err(Refusal::new(500, "internal.server.error", "The simulator has no such operation")),
    }
}

/// The function behind an operation id.
fn handler(id: &str) -> Option<fn(&Call<'_>) -> Result> {
    Some(match id {
        "getDate" => organization::date,
        "getOrganizationsMe" => organization::me,
        "getOrganizationsLimitsNamespaces" => organization::namespaces,
        "getOrganizationsLimitsNamespace" => organization::limits,
        "getTokensMe" => organization::token,
        "deleteToken" => organization::delete_tokens,
        "getOauthClients" => organization::clients,
        "getOauthClient" => organization::client,
        "getFlows" => organization::flows,
        "getAnalyticsReportingDashboardsUsers" => organization::dashboards,
        "getAnalyticsDataretentionSettings" => organization::retention,
        "getPresenceDefinitions0" => organization::presence_definitions,
        "getCoachingAppointments" | "getLearningAssignments" | "getOutboundCampaigns" => page::nothing,
        "getQualityAgentsActivity" => organization::agents_activity,
        "getQualityEvaluatorsActivity" => organization::evaluators_activity,
        "postUsageQuery" => organization::usage,
        "getUsageQueryExecutionIdResults" => organization::usage_results,
        "getUsers" => users::list,
        "getUsersQuery" => users::query,
        "postUsersSearch" => directory::search,
        "getUser" => users::one,
        "getUserDirectreports" => directory::direct_reports,
        "getUserQueues" => queues::of_user,
        "patchUser" => standing::patch,
        "deleteUser" => standing::delete,
        "getUserState" => standing::get,
        "putUserState" => standing::put,
        "getScimV2Users" => scim::list,
        "getScimV2User" => scim::one,
        "getLicenseDefinitions" => licenses::definitions,
        "getLicenseDefinition" => licenses::definition,
        "getLicenseUsers" => licenses::users,
        "postLicenseUsers" => licenses::of_users,
        "getLicenseUser" => licenses::of_user,
        "postLicenseInfer" => licenses::infer,
        "postLicenseInferPermissions" => licenses::infer_permissions,
        "postLicenseOrganization" => licenses::assign,
        "getAuthorizationRoles" => roles::list,
        "getAuthorizationRole" => roles::one,
        "getAuthorizationRoleSubjectgrants" => roles::subject_grants,
        "getAuthorizationRoleUsers" => roles::users,
        "putAuthorizationRoleUsersRemove" => grants::remove_users,
        "getAuthorizationDivisions" => roles::divisions,
        "getAuthorizationDivisionsHome" => roles::home,
        "getAuthorizationPermissions" => roles::permissions,
        "getAuthorizationProducts" => roles::products,
        "getAuthorizationSubject" => grants::subject,
        "postAuthorizationSubjectBulkadd" => grants::bulk_add,
        "postAuthorizationSubjectBulkremove" => grants::bulk_remove,
        "postAuthorizationSubjectBulkreplace" => grants::bulk_replace,
        "postAuthorizationSubjectDivisionRole" => grants::add_one,
        "deleteAuthorizationSubjectDivisionRole" => grants::remove_one,
        "getUserRoles" => grants::user_roles,
        "putUserRoles" => grants::put_user_roles,
        "getGroups" => groups::list,
        "getGroupMembers" => groups::members,
        "deleteGroupMembers" => groups::remove,
        "getRoutingQueues" => queues::list,
        "getRoutingQueue" => queues::one,
        "getRoutingQueueMembers" => queues::members,
        "postRoutingQueueMembers" => queues::change,
        "deleteRoutingQueueMember" => queues::remove,
        "getAssistants" => copilot::assistants,
        "getAssistantsQueues" => copilot::all_queues,
        "getAssistantQueues" => copilot::queues,
        "postAssistantQueueUsersQuery" => copilot::users,
        "getWorkforcemanagementBusinessunits" => workforce::business_units,
        "getWorkforcemanagementManagementunits" => workforce::management_units,
        "getWorkforcemanagementManagementunitUsers" => workforce::people,
        "postWorkforcemanagementBusinessunitAgentschedulesSearch" => workforce::schedules_of_business,
        "postWorkforcemanagementManagementunitAgentschedulesSearch" => workforce::schedules_of_unit,
        "getBillingReportsBillableusage" => billing::usage,
        "getBillingContracts" => billing::contracts,
        "getBillingContract" => billing::contract,
        "getBillingContractBillingperiod" => billing::period,
        "getBillingContractsInvoices" => billing::invoices,
        "getBillingTrusteebillingoverviewTrustorOrgId" => billing::trustee,
        "postAuditsQuery" => audits::submit,
        "getAuditsQueryTransactionId" => audits::poll,
        "getAuditsQueryTransactionIdResults" => audits::results,
        "postAuditsQueryRealtime" => audits::realtime,
        "getAuditsQueryServicemapping" | "getAuditsQueryRealtimeServicemapping" => audits::services,
        "postAnalyticsConversationsAggregatesQuery" => conversations::query,
        "postAnalyticsConversationsAggregatesJobs" => conversations::submit,
        "getAnalyticsConversationsAggregatesJob" => conversations::poll,
        "getAnalyticsConversationsAggregatesJobResults" => conversations::results,
        "postAnalyticsEvaluationsAggregatesQuery" => aggregates::evaluations,
        "postAnalyticsTranscriptsAggregatesQuery" => aggregates::transcripts,
        "postAnalyticsAgentcopilotsAggregatesQuery" => aggregates::copilots,
        "postAnalyticsTaskmanagementAggregatesQuery" => aggregates::tasks,
        "postAnalyticsSummariesAggregatesQuery" | "postAnalyticsCopilotsAggregatesQuery" => aggregates::nothing,
        "postAnalyticsUsersAggregatesQuery" => presence::query,
        "postAnalyticsUsersAggregatesJobs" => presence::submit,
        "getAnalyticsUsersAggregatesJob" => presence::poll,
        "getAnalyticsUsersAggregatesJobResults" => presence::results,
        "postAnalyticsUsersDetailsJobs" => user_details::submit,
        "getAnalyticsUsersDetailsJobsAvailability" => user_details::availability,
        "getAnalyticsUsersDetailsJob" => user_details::poll,
        "deleteAnalyticsUsersDetailsJob" => user_details::cancel,
        "getAnalyticsUsersDetailsJobResults" => user_details::results,
        "postAnalyticsUsersDetailsQuery" => user_details::query,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_document_has_an_answer() {
        let missing: Vec<_> = crate::contract::contract()
            .operations
            .iter()
            .filter(|operation| operation.id != "postOauthToken" && handler(&operation.id).is_none())
            .map(|operation| &operation.id)
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
