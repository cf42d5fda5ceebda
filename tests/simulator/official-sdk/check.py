"""Writes a small folder of canonical tables, serves it, reads it by the official SDK, compares totals.

    check.py SIMULATOR WORK_FOLDER
"""
import csv
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta

import PureCloudPlatformClientV2 as genesys
from PureCloudPlatformClientV2.rest import ApiException

FIRST = date(2026, 10, 1)
DAYS = 30
AS_OF = "2026-10-31T00:00:00Z"
INTERVAL = "2026-10-01T00:00:00.000Z/2026-10-31T00:00:00.000Z"
PEOPLE = 240
ROLES = 30


def tables():
    """Every table as a header and rows; all by plain rules, so that totals can be had from the rows alone."""
    people = [f"00000000-0000-4000-a000-{index:012d}" for index in range(PEOPLE)]
    states = ["deleted" if index % 40 == 7 else "inactive" if index % 20 == 3 else "active" for index in range(PEOPLE)]
    days = [FIRST + timedelta(days=day) for day in range(DAYS)]
    activity, presence = [], []
    for index, person in enumerate(people):
        for number, day in enumerate(days):
            if states[index] != "active" or (index + number) % 3 == 0:
                continue
            start, end = f"{day}T00:00:00Z", f"{day + timedelta(days=1)}T00:00:00Z"
            for feature in ("voice", "email", "sms")[: 1 + index % 3]:
                events = 1 + (index * 7 + number) % 30
                activity.append([person, start, end, feature, events, events * 61_000])
            presence.append([person, f"{day}T08:00:{index % 60:02d}Z", f"{day}T16:00:00Z"])
    return {
        "users": ("user_id email name state", [
            [person, f"p{index}@example.com", f"Person {index}", states[index]] for index, person in enumerate(people)]),
        "licenses": ("user_id license_id", [
            [person, "cloudCX1" if index % 2 else "cloudCX2"] for index, person in enumerate(people) if index % 5]),
        "roles": ("role_id name permission", [
            [f"role-{role}", f"Role {role}", f"routing:queue:{action}"] for role in range(ROLES) for action in ("view", "edit")]),
        "role_grants": ("user_id role_id division_id via_group_id", [
            [person, f"role-{index % ROLES}", "d1", "" if index % 2 else "g1"] for index, person in enumerate(people)]),
        "license_definitions": ("license_id permission", [
            ["cloudCX1", "routing:queue:view"], ["cloudCX2", "routing:queue:edit"]]),
        "activity": ("user_id interval_start interval_end feature events duration_ms", activity),
        "presence": ("user_id start_at end_at", presence),
    }


def write(folder, contents):
    folder.mkdir()
    for name, (header, rows) in contents.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header.split()] + rows)


def pages(read, **arguments):
    """Every entity of a listing by page number."""
    entities, number = [], 1
    while True:
        page = read(page_size=100, page_number=number, **arguments)
        entities += page.entities
        if number >= page.page_count:
            assert page.total == len(entities), (page.total, len(entities))
            return entities
        number += 1


def equal(what, read, expected):
    if read != expected:
        sys.exit(f"{what}: the SDK read {read}, the tables hold {expected}")
    print(f"{what}: {read}")


def check_people(client, contents):
    users = genesys.UsersApi(client)
    held = Counter(row[3] for row in contents["users"][1])
    for state in ("active", "inactive", "deleted"):
        read = pages(users.get_users, state=state, expand=["employerInfo", "groups"])
        equal(f"{state} users", len({user.id for user in read}), held[state])
    licenses = Counter()
    for user in pages(genesys.LicenseApi(client).get_license_users):
        licenses.update(user.licenses)
    equal("licenses", dict(licenses), dict(Counter(row[1] for row in contents["licenses"][1])))


def check_roles(client, contents):
    authorization = genesys.AuthorizationApi(client)
    roles = pages(authorization.get_authorization_roles)
    actions = sum(len(policy.action_set) for role in roles for policy in role.permission_policies)
    equal("roles", (len(roles), actions), (ROLES, len(contents["roles"][1])))
    subjects = [one for role in roles for one in pages(authorization.get_authorization_role_subjectgrants, role_id=role.id)]
    direct = sum(one.type == "PC_USER" for one in subjects)
    equal("direct grants", direct, sum(not row[3] for row in contents["role_grants"][1]))


def check_conversations(client, contents):
    body = genesys.ConversationAggregationQuery()
    body.interval, body.granularity = INTERVAL, "P1D"
    body.group_by, body.metrics = ["userId", "mediaType", "messageType"], ["nConnected", "tHandle"]
    answer = genesys.AnalyticsApi(client).post_analytics_conversations_aggregates_query(body)
    counts, times = Counter(), 0
    for result in answer.results:
        for bucket in result.data:
            for metric in bucket.metrics:
                if metric.metric == "nConnected":
                    counts[result.group["mediaType"]] += metric.stats.count
                else:
                    times += int(metric.stats.sum)
    expected = Counter()
    for _, _, _, feature, events, _ in contents["activity"][1]:
        expected["message" if feature == "sms" else feature] += events
    equal("connected", dict(counts), dict(expected))
    equal("handle time", times, sum(row[5] for row in contents["activity"][1]))


def check_presence(client, contents):
    analytics = genesys.AnalyticsApi(client)
    body = genesys.AsyncUserDetailsQuery()
    body.interval = INTERVAL
    job = analytics.post_analytics_users_details_jobs(body).job_id
    while analytics.get_analytics_users_details_job(job).state != "FULFILLED":
        time.sleep(0.05)
    present, cursor = timedelta(), None
    while True:
        page = analytics.get_analytics_users_details_job_results(job, page_size=50, **({"cursor": cursor} if cursor else {}))
        for user in page.user_details:
            for record in user.primary_presence:
                if record.system_presence != "OFFLINE":
                    present += record.end_time - record.start_time
        cursor = page.cursor
        if not cursor:
            break
    expected = sum((datetime.fromisoformat(row[2][:-1]) - datetime.fromisoformat(row[1][:-1])
                    for row in contents["presence"][1]), timedelta())
    equal("time present", present, expected)


def main(simulator, work):
    contents = tables()
    write(work / "tables", contents)
    secret = secrets.token_hex(16)
    server = subprocess.Popen(
        [simulator, "--tables", work / "tables", "--as-of", AS_OF, "--limit", "0", "--client-id", "sdk", "--check-answers"],
        env={**os.environ, "SEATWISE_SIMULATOR_SECRET": secret}, stdout=subprocess.PIPE, text=True)
    try:
        client = genesys.api_client.ApiClient(server.stdout.readline().strip())
        try:
            client.get_client_credentials_token("sdk", "wrong")
            sys.exit("a wrong secret was taken")
        except ApiException as error:
            equal("status for a wrong secret", error.status, 400)
        client.get_client_credentials_token("sdk", secret)
        for check in (check_people, check_roles, check_conversations, check_presence):
            check(client, contents)
    finally:
        server.send_signal(signal.SIGINT)
        counts, _ = server.communicate(timeout=20)
    if server.returncode != 0:
        sys.exit(f"the simulator ended with {server.returncode}")
    print(f"{sum(int(line.split()[0]) for line in counts.splitlines())} requests, all as the OpenAPI document says")


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
