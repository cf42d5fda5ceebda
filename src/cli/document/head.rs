//! How every JSON document about one analysis begins.

use serde::Serialize;

use crate::{analysis::Analysis, overview::words::rfc3339};

/// The first fields, in order; flattened into the document.
#[derive(Debug, Serialize)]
pub struct Head {
    /// Name and version of the document's shape.
    schema: &'static str,
    as_of: String,
    snapshot: String,
    organization: Option<String>,
    /// ISO 4217 code of every amount.
    currency: &'static str,
}

impl Head {
    /// The head of a document of this schema.
    pub fn of(schema: &'static str, analysis: &Analysis) -> Head {
        Head {
            schema,
            as_of: rfc3339(analysis.as_of),
            snapshot: analysis.snapshot.clone(),
            organization: analysis.organization.clone(),
            currency: analysis.tariff.currency().code(),
        }
    }
}
