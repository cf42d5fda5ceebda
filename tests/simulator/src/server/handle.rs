//! One request from the socket to the answer: contract, faults, token, limit, permissions, operation, log.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, header};
use serde_json::Value;

use super::answer::{Answer, Refusal};
use super::token::{Window, bad_credentials};
use super::{LoggedRequest, Server, oauth};
use crate::contract::{Operation, Query, Side, check, check_body, check_query, contract};
use crate::faults::Fault;
use crate::operations::{self, Call};
use crate::organization::id_of;
use crate::settings::Settings;

const BODY_LIMIT: usize = 16 << 20;

/// What came in.
struct Incoming {
    number: u64,
    method: String,
    path: String,
    query: String,
    authorization: Option<String>,
    body: Vec<u8>,
    instant: Instant,
}

/// What goes out, and how.
struct Outgoing {
    operation: String,
    client: Option<String>,
    result: Result<Answer, Refusal>,
    window: Option<Window>,
    fault: Option<Fault>,
}

/// Serves one request.
pub(super) async fn request(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let instant = Instant::now();
    let number = server.next_number();
    let (head, body) = request.into_parts();
    let incoming = Incoming {
        number,
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned),
        body: to_bytes(body, BODY_LIMIT).await.map(Vec::from).unwrap_or_default(),
        instant,
    };
    let settings = server.settings();
    if !settings.latency.is_zero() {
        tokio::time::sleep(settings.latency).await;
    }
    let worker = Arc::clone(&server);
    let shared = Arc::clone(&settings);
    let served = tokio::task::spawn_blocking(move || serve(&worker, &shared, incoming)).await;
    let Ok((outgoing, correlation)) = served else {
        return Response::builder().status(500).body(Body::empty()).unwrap_or_default();
    };
    if outgoing.fault == Some(Fault::Silence) {
        tokio::time::sleep(settings.faults.silence).await;
    }
    respond(outgoing, &correlation, &settings)
}

fn serve(server: &Server, settings: &Settings, incoming: Incoming) -> (Outgoing, String) {
    let correlation = id_of("request", &incoming.number.to_string());
    let body: Option<Value> = match incoming.path.as_str() {
        "/oauth/token" => None,
        _ => serde_json::from_slice(&incoming.body).ok(),
    };
    let outgoing = outgoing(server, settings, &incoming, body.as_ref());
    let query = if incoming.query.is_empty() { String::new() } else { format!("?{}", incoming.query) };
    let status = match (&outgoing.fault, &outgoing.result) {
        (Some(Fault::Silence), _) => 0,
        (_, Ok(answer)) => answer.status,
        (_, Err(refusal)) => refusal.status,
    };
    server.log(LoggedRequest {
        number: incoming.number,
        method: incoming.method,
        operation: outgoing.operation.clone(),
        path_and_query: incoming.path + &query,
        body,
        status,
        client: outgoing.client.clone(),
        instant: incoming.instant,
        correlation_id: correlation.clone(),
    });
    (outgoing, correlation)
}

fn outgoing(server: &Server, settings: &Settings, incoming: &Incoming, body: Option<&Value>) -> Outgoing {
    let mut out = Outgoing {
        operation: incoming.path.clone(),
        client: None,
        result: Err(Refusal::missing("resource")),
        window: None,
        fault: fault(server, settings, incoming),
    };
    if incoming.path == "/oauth/token" && incoming.method == "POST" {
        let form = String::from_utf8_lossy(&incoming.body);
        let (answer, client) = oauth::token(server, incoming.authorization.as_deref(), &form);
        (out.result, out.client) = (Ok(answer), client);
        out.fault = None;
        return out;
    }
    let Some((operation, path)) = contract().route(&incoming.method, &incoming.path) else {
        server.violation(format!("{} {}: no such operation", incoming.method, incoming.path));
        return out;
    };
    out.operation = operation.template.clone();
    let token = incoming.authorization.as_deref().and_then(|value| value.split_once(' '));
    let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, token)| token);
    out.result = admit(server, settings, &mut out, token)
        .and_then(|client| allow(settings, operation, &client).map(|()| client))
        .and_then(|client| {
            let query = Query::read(&incoming.query);
            let wrong = check_request(operation, &query, body, &incoming.body);
            if !wrong.is_empty() {
                server.violation(format!("{} {}: {}", operation.method, operation.template, wrong.join("; ")));
                return Err(Refusal::bad(format!("Invalid request: {}", wrong.join("; "))));
            }
            let body = body.unwrap_or(&Value::Null);
            run(Call { server, settings, operation, path: &path, query: &query, body, client: &client })
        });
    out
}

/// The fault of this request, unless the same one failed often enough already.
fn fault(server: &Server, settings: &Settings, incoming: &Incoming) -> Option<Fault> {
    let fault = settings.faults.of_request(incoming.number)?;
    let same = format!("fault {} {} {} {:?}", incoming.method, incoming.path, incoming.query, incoming.body);
    (server.asked_before(&same) < settings.faults.attempts).then_some(fault)
}

/// Token and rate limit; faults that look like one of them.
fn admit(server: &Server, settings: &Settings, out: &mut Outgoing, token: &str) -> Result<String, Refusal> {
    if token.is_empty() {
        return Err(Refusal::new(401, "authentication.required", "No authentication bearer token specified"));
    }
    let client = server.tokens().client(settings, token)?;
    out.client = Some(client.clone());
    out.window = server.tokens().count(&settings.rate, token);
    if let Some(window) = out.window.filter(|window| window.count > window.allowed) {
        return Err(Refusal::too_many(settings.rate.retry_after.then_some(window.reset)));
    }
    match out.fault {
        Some(Fault::Server(status)) => Err(Refusal::server(status)),
        Some(Fault::RateLimited) => Err(Refusal::too_many(settings.faults.retry_after)),
        Some(Fault::Unauthorized) => {
            server.tokens().revoke(token);
            Err(bad_credentials())
        }
        _ => Ok(client),
    }
}

fn allow(settings: &Settings, operation: &Operation, client: &str) -> Result<(), Refusal> {
    let Some(client) = settings.clients.iter().find(|known| known.id == client) else {
        return Err(bad_credentials());
    };
    let mut held = operation.permissions.iter().map(|permission| client.permissions.hold(permission));
    let list = operation.permissions.join(", ");
    let head = "Unable to perform the requested action. You must have";
    match operation.needs_all {
        true if !held.all(|held| held) => {
            let message = format!("{head} all of the following permissions assigned: [{list}]");
            Err(Refusal::new(403, "missing.permissions", message))
        }
        false if !operation.permissions.is_empty() && !held.any(|held| held) => {
            let message = format!("{head} at least one of the following permissions assigned: [{list}]");
            Err(Refusal::new(403, "missing.any.permissions", message))
        }
        _ => Ok(()),
    }
}

fn check_request(operation: &Operation, query: &Query, body: Option<&Value>, raw: &[u8]) -> Vec<String> {
    if !raw.is_empty() && body.is_none() {
        return vec!["body: not JSON".to_owned()];
    }
    let mut wrong = check_query(operation, query);
    wrong.extend(check_body(operation, body));
    wrong
}

fn run(call: Call<'_>) -> Result<Answer, Refusal> {
    if call.operation.preview && !call.settings.preview {
        return Err(Refusal::missing("resource"));
    }
    let answer = operations::answer(&call)?;
    if call.settings.check_answers {
        for wrong in check_answer(call.operation, &answer) {
            let operation = call.operation;
            call.server.violation(format!("answer of {} {}: {wrong}", operation.method, operation.template));
        }
    }
    Ok(answer)
}

fn check_answer(operation: &Operation, answer: &Answer) -> Vec<String> {
    match operation.answers.get(&answer.status.to_string()) {
        None => vec![format!("status {} is not in the document", answer.status)],
        Some(Value::Null) if answer.body.is_empty() => Vec::new(),
        Some(Value::Null) => vec!["a body where the document has none".to_owned()],
        Some(schema) => match serde_json::from_str(&answer.body) {
            Ok(value) => check(Side::Answer, schema, &value),
            Err(error) => vec![format!("not JSON: {error}")],
        },
    }
}

fn respond(out: Outgoing, correlation: &str, settings: &Settings) -> Response<Body> {
    let (status, mut body, retry_after) = match out.result {
        Ok(answer) => (answer.status, answer.body, None),
        Err(refusal) => (refusal.status, refusal.body(correlation), refusal.retry_after),
    };
    let mut response = Response::builder().status(status).header("ININ-Correlation-Id", correlation);
    if let Some(seconds) = retry_after {
        response = response.header(header::RETRY_AFTER, seconds);
    }
    if let Some(window) = out.window.filter(|_| settings.rate.headers) {
        response = response
            .header("inin-ratelimit-count", window.count)
            .header("inin-ratelimit-allowed", window.allowed)
            .header("inin-ratelimit-reset", window.reset);
    }
    if !body.is_empty() {
        response = response.header(header::CONTENT_TYPE, "application/json");
    }
    match out.fault {
        Some(Fault::Cut | Fault::Silence) => {
            response = response.header(header::CONTENT_LENGTH, body.len() + 1_000).header(header::CONNECTION, "close");
            body.truncate(half(&body));
        }
        Some(Fault::Malformed) => body.truncate(half(&body)),
        _ => {}
    }
    response.body(Body::from(body)).unwrap_or_default()
}

/// About the middle of a text, between two characters.
fn half(text: &str) -> usize {
    (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
