#!/usr/bin/env python3
"""Reduces a whole OpenAPI document of the Genesys Cloud Platform API to what the simulator serves.

    contract/reduce.py SOURCE.json > contract/openapi.json

Kept are facts only: paths, parameters, types, enums, required fields, permissions, preview flags. Descriptions,
summaries, examples and the status codes of errors (every operation has the same) go.
"""
import json
import sys

OPERATIONS = """
POST /api/v2/analytics/agentcopilots/aggregates/query
POST /api/v2/analytics/conversations/aggregates/jobs
GET /api/v2/analytics/conversations/aggregates/jobs/{jobId}
GET /api/v2/analytics/conversations/aggregates/jobs/{jobId}/results
POST /api/v2/analytics/conversations/aggregates/query
POST /api/v2/analytics/copilots/aggregates/query
GET /api/v2/analytics/dataretention/settings
POST /api/v2/analytics/evaluations/aggregates/query
GET /api/v2/analytics/reporting/dashboards/users
POST /api/v2/analytics/summaries/aggregates/query
POST /api/v2/analytics/taskmanagement/aggregates/query
POST /api/v2/analytics/transcripts/aggregates/query
POST /api/v2/analytics/users/aggregates/jobs
GET /api/v2/analytics/users/aggregates/jobs/{jobId}
GET /api/v2/analytics/users/aggregates/jobs/{jobId}/results
POST /api/v2/analytics/users/aggregates/query
POST /api/v2/analytics/users/details/jobs
GET /api/v2/analytics/users/details/jobs/availability
GET /api/v2/analytics/users/details/jobs/{jobId}
DELETE /api/v2/analytics/users/details/jobs/{jobId}
GET /api/v2/analytics/users/details/jobs/{jobId}/results
POST /api/v2/analytics/users/details/query
GET /api/v2/assistants
GET /api/v2/assistants/queues
GET /api/v2/assistants/{assistantId}/queues
POST /api/v2/assistants/{assistantId}/queues/{queueId}/users/query
POST /api/v2/audits/query
POST /api/v2/audits/query/realtime
GET /api/v2/audits/query/realtime/servicemapping
GET /api/v2/audits/query/servicemapping
GET /api/v2/audits/query/{transactionId}
GET /api/v2/audits/query/{transactionId}/results
GET /api/v2/authorization/divisions
GET /api/v2/authorization/divisions/home
GET /api/v2/authorization/permissions
GET /api/v2/authorization/products
GET /api/v2/authorization/roles
GET /api/v2/authorization/roles/{roleId}
GET /api/v2/authorization/roles/{roleId}/subjectgrants
GET /api/v2/authorization/roles/{roleId}/users
PUT /api/v2/authorization/roles/{roleId}/users/remove
GET /api/v2/authorization/subjects/{subjectId}
POST /api/v2/authorization/subjects/{subjectId}/bulkadd
POST /api/v2/authorization/subjects/{subjectId}/bulkremove
POST /api/v2/authorization/subjects/{subjectId}/bulkreplace
POST /api/v2/authorization/subjects/{subjectId}/divisions/{divisionId}/roles/{roleId}
DELETE /api/v2/authorization/subjects/{subjectId}/divisions/{divisionId}/roles/{roleId}
GET /api/v2/billing/contracts
GET /api/v2/billing/contracts/invoices
GET /api/v2/billing/contracts/{contractId}
GET /api/v2/billing/contracts/{contractId}/billingperiods/{billingPeriodId}
GET /api/v2/billing/reports/billableusage
GET /api/v2/billing/trusteebillingoverview/{trustorOrgId}
GET /api/v2/coaching/appointments
GET /api/v2/date
GET /api/v2/flows
GET /api/v2/groups
GET /api/v2/groups/{groupId}/members
DELETE /api/v2/groups/{groupId}/members
GET /api/v2/learning/assignments
GET /api/v2/license/definitions
GET /api/v2/license/definitions/{licenseId}
POST /api/v2/license/infer
POST /api/v2/license/infer/permissions
POST /api/v2/license/organization
GET /api/v2/license/users
POST /api/v2/license/users
GET /api/v2/license/users/{userId}
GET /api/v2/oauth/clients
GET /api/v2/oauth/clients/{clientId}
GET /api/v2/organizations/limits/namespaces
GET /api/v2/organizations/limits/namespaces/{namespaceName}
GET /api/v2/organizations/me
GET /api/v2/outbound/campaigns
GET /api/v2/presence/definitions
GET /api/v2/quality/agents/activity
GET /api/v2/quality/evaluators/activity
GET /api/v2/routing/queues
GET /api/v2/routing/queues/{queueId}
GET /api/v2/routing/queues/{queueId}/members
POST /api/v2/routing/queues/{queueId}/members
DELETE /api/v2/routing/queues/{queueId}/members/{memberId}
GET /api/v2/scim/v2/users
GET /api/v2/scim/v2/users/{userId}
GET /api/v2/tokens/me
DELETE /api/v2/tokens/{userId}
POST /api/v2/usage/query
GET /api/v2/usage/query/{executionId}/results
GET /api/v2/users
GET /api/v2/users/query
POST /api/v2/users/search
GET /api/v2/users/{subjectId}/roles
PUT /api/v2/users/{subjectId}/roles
GET /api/v2/users/{userId}
PATCH /api/v2/users/{userId}
DELETE /api/v2/users/{userId}
GET /api/v2/users/{userId}/directreports
GET /api/v2/users/{userId}/queues
GET /api/v2/users/{userId}/state
PUT /api/v2/users/{userId}/state
GET /api/v2/workforcemanagement/businessunits
POST /api/v2/workforcemanagement/businessunits/{businessUnitId}/agentschedules/search
GET /api/v2/workforcemanagement/managementunits
POST /api/v2/workforcemanagement/managementunits/{managementUnitId}/agentschedules/search
GET /api/v2/workforcemanagement/managementunits/{managementUnitId}/users
"""
ALSO = ["ErrorBody"]
OPERATION_KEYS = ["operationId", "parameters", "requestBody", "responses", "x-inin-requires-permissions", "x-genesys-preview"]
PROSE = {"description", "summary", "example", "examples", "externalDocs", "title"}


def facts(node, inside_properties=False):
    """The node without prose; names of properties are no prose, whatever they are."""
    if isinstance(node, list):
        return [facts(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: facts(value, key == "properties" and not inside_properties)
        for key, value in node.items()
        if inside_properties or (key not in PROSE and (not key.startswith("x-") or key in OPERATION_KEYS))
    }


def references(node, into):
    if isinstance(node, list):
        for one in node:
            references(one, into)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            into.append(node["$ref"].rsplit("/", 1)[1])
        for value in node.values():
            references(value, into)


def operation(node):
    kept = facts({key: node[key] for key in OPERATION_KEYS if key in node})
    kept["responses"] = {status: value for status, value in kept["responses"].items() if status[0] in "23"}
    return kept


def main(source):
    with open(source, encoding="utf-8") as file:
        document = json.load(file)
    paths = {}
    for line in OPERATIONS.split("\n"):
        if line:
            method, path = line.split()
            paths.setdefault(path, {})[method.lower()] = operation(document["paths"][path][method.lower()])
    schemas, wanted = {}, list(ALSO)
    references(paths, wanted)
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = facts(document["components"]["schemas"][name])
            references(schemas[name], wanted)
    reduced = {
        "openapi": document["openapi"],
        "info": {"title": "Genesys Cloud Platform API, reduced", "version": document["info"]["version"]},
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }
    json.dump(reduced, sys.stdout, indent=None, separators=(",", ":"), ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
