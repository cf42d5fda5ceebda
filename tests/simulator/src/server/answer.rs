//! What an operation answers: JSON, or a refusal in the form of Genesys' `ErrorBody`.

use serde_json::{Value, json};

/// A good answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// JSON text; empty for none.
    pub(crate) body: String,
}

impl Answer {
    /// 200 with a value.
    pub(crate) fn ok(value: &Value) -> Answer {
        Answer::with(200, value)
    }

    /// Another status with a value.
    pub(crate) fn with(status: u16, value: &Value) -> Answer {
        Answer { status, body: value.to_string() }
    }

    /// 200 with JSON text that is ready.
    pub(crate) fn text(body: String) -> Answer {
        Answer { status: 200, body }
    }

    /// A status without a body.
    pub(crate) fn empty(status: u16) -> Answer {
        Answer { status, body: String::new() }
    }
}

/// A refusal.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Value of `Retry-After`, in seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into(), retry_after: None }
    }

    /// 400 `bad.request`.
    pub(crate) fn bad(message: impl Into<String>) -> Refusal {
        Refusal::new(400, "bad.request", message)
    }

    /// 404 `not.found`.
    pub(crate) fn missing(what: &str) -> Refusal {
        Refusal::new(404, "not.found", format!("The requested {what} was not found"))
    }

    /// 429, with or without the time to wait.
    pub(crate) fn too_many(retry_after: Option<u64>) -> Refusal {
        let wait = retry_after.unwrap_or(1);
        let message = format!("Rate limit exceeded the maximum. Retry the request in [{wait}] seconds");
        Refusal { retry_after, ..Refusal::new(429, "too.many.requests.retry.after", message) }
    }

    /// A fault of the server itself.
    pub(crate) fn server(status: u16) -> Refusal {
        let (code, message) = match status {
            503 => ("service.unavailable", "The service is temporarily unavailable"),
            504 => ("request.timeout", "The request timed out"),
            _ => ("internal.server.error", "The server encountered an unexpected condition"),
        };
        Refusal::new(status, code, message)
    }

    /// Its `ErrorBody`.
    pub(crate) fn body(&self, correlation: &str) -> String {
        json!({"message": self.message, "code": self.code, "status": self.status, "contextId": correlation,
               "details": [], "errors": []})
        .to_string()
    }
}
