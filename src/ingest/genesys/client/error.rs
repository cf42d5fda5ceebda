//! Why a request had no usable answer.

use std::fmt;

use crate::error::Failure;

/// A request without a usable answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// Not on the list of allowed operations: nothing was sent.
    Refused {
        /// Method and path.
        request: String,
    },
    /// The client id or secret is not accepted, or the token is not accepted again and again.
    Credentials(String),
    /// The server's own error.
    Status(Box<StatusError>),
    /// No complete answer, after all retries.
    Unreachable {
        /// Method and path.
        request: String,
        /// What happened last.
        cause: String,
        /// How often it was tried.
        tries: u32,
    },
    /// An answer that is not what the API describes, after all retries.
    Malformed {
        /// Method and path.
        request: String,
        /// What is wrong with it.
        cause: String,
        /// Correlation id of the last answer.
        correlation: Option<String>,
    },
    /// A list that is never the same twice, or never as long as the server says.
    Drift {
        /// Method and path.
        request: String,
        /// What did not agree.
        cause: String,
    },
    /// A job that never ended well.
    Job {
        /// Method and path.
        request: String,
        /// Its last state.
        cause: String,
    },
    /// The user asked to stop.
    Stopped,
    /// The work folder or the store failed.
    Local(String),
}

/// An error that the server stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusError {
    /// Method and path.
    pub request: String,
    /// HTTP status.
    pub status: u16,
    /// Genesys' code, as `missing.any.permissions`.
    pub code: String,
    /// Genesys' message.
    pub message: String,
    /// `ININ-Correlation-Id`, which Genesys' support asks for.
    pub correlation: Option<String>,
}

impl ApiError {
    /// The server's own error, if it is one.
    pub fn status(&self) -> Option<&StatusError> {
        match self {
            ApiError::Status(error) => Some(error),
            _ => None,
        }
    }

    /// Does a permission fail?
    pub fn is_forbidden(&self) -> bool {
        self.status().is_some_and(|error| error.status == 403)
    }

    /// Is the operation or the thing not there?
    pub fn is_not_found(&self) -> bool {
        self.status().is_some_and(|error| [404, 405, 410, 501].contains(&error.status))
    }

    /// Is the result too large to be given at once?
    pub fn is_over_limit(&self) -> bool {
        self.status().is_some_and(|error| {
            let text = format!("{} {}", error.code, error.message).to_ascii_lowercase();
            error.status == 413 || (error.status == 400 && text.contains("limit") && text.contains("result"))
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApiError::Refused { request } => {
                write!(f, "`{request}` is not on the list of requests that may be sent; nothing was sent")
            }
            ApiError::Credentials(cause) => write!(f, "Genesys Cloud does not accept the credentials: {cause}"),
            ApiError::Status(error) => error.fmt(f),
            ApiError::Unreachable { request, cause, tries } => {
                write!(f, "no answer to `{request}` after {tries} tries: {cause}")
            }
            ApiError::Malformed { request, cause, correlation } => {
                write!(f, "the answer to `{request}` can't be read: {cause}")?;
                correlated(f, correlation.as_deref())
            }
            ApiError::Drift { request, cause } => write!(f, "`{request}` gives another list every time: {cause}"),
            ApiError::Job { request, cause } => write!(f, "the job of `{request}` does not end: {cause}"),
            ApiError::Stopped => f.write_str("stopped"),
            ApiError::Local(cause) => f.write_str(cause),
        }
    }
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StatusError { request, status, code, message, correlation } = self;
        write!(f, "`{request}` was answered with {status} ({code}): {message}")?;
        correlated(f, correlation.as_deref())
    }
}

fn correlated(f: &mut fmt::Formatter<'_>, correlation: Option<&str>) -> fmt::Result {
    correlation.map_or(Ok(()), |id| write!(f, "\n  correlation id: {id}"))
}

impl std::error::Error for ApiError {}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Failure {
        let hint = match &error {
            ApiError::Refused { .. } | ApiError::Local(_) => return Failure::internal(error.to_string()),
            ApiError::Stopped => {
                return Failure::internal("stopped; the same command continues where this one was");
            }
            ApiError::Credentials(_) => {
                "check client id, secret and region (a client exists only in the region in which it was made); `seatwise login` tests them"
            }
            ApiError::Status(_) => "Genesys' support can follow the correlation id; `--without PART` leaves a part out",
            ApiError::Unreachable { .. }
            | ApiError::Malformed { .. }
            | ApiError::Drift { .. }
            | ApiError::Job { .. } => "run the same command again: it continues where this one stopped",
        };
        Failure::remote(format!("{error}\nhint: {hint}"))
    }
}
