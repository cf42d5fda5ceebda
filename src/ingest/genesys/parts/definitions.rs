//! `license_definitions`: the permissions of each license that the organization can hold.

use serde::Deserialize;

use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;

/// Name of the piece.
pub(super) const PIECE: &str = "definitions";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Definition {
    id: String,
    permissions: Option<Permissions>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Permissions {
    ids: Option<Vec<String>>,
}

impl Definition {
    fn permissions(&self) -> Option<&[String]> {
        self.permissions.as_ref()?.ids.as_deref()
    }
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let client = &context.client;
        let mut all: Vec<Definition> = client.send(&Request::get("/api/v2/license/definitions", &[])).await?;
        // Entries of the list may come without permissions, which the definition by itself has.
        for definition in all.iter_mut().filter(|definition| definition.permissions().is_none()) {
            let one = Request::get("/api/v2/license/definitions/{}", &[&definition.id]);
            let whole: Definition = client.send(&one).await?;
            definition.permissions = whole.permissions;
        }
        let mut harvest = Harvest::of(Part::Definitions, context.known(context.start.span));
        for definition in &all {
            let license_id = definition.id.as_str();
            let permissions = definition.permissions().unwrap_or_default();
            if permissions.is_empty() {
                harvest.push(Row::LicenseDefinition { license_id, permission: None });
            }
            for permission in permissions {
                harvest.push(Row::LicenseDefinition { license_id, permission: Some(permission) });
            }
        }
        let mut texts: Vec<String> =
            all.iter().map(|one| format!("{} {}", one.id, one.permissions().unwrap_or_default().join(" "))).collect();
        texts.sort();
        harvest.set_facts(&texts.join("\n"))?;
        Ok(harvest)
    };
    context.piece(Part::Definitions, PIECE, fetch).await.map(drop)
}
