//! `licenses`: who holds which license now.

use serde::Deserialize;

use super::wire::Ref;
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

const PAGE: u32 = 500;

/// The SDK names the person by `id`; live organizations were seen with `user` too.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct UserLicenses {
    id: Option<String>,
    user: Option<Ref>,
    licenses: Option<Vec<String>>,
}

impl UserLicenses {
    fn user_id(&self) -> Option<&str> {
        super::wire::id(&self.user).or(self.id.as_deref())
    }
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let list = Request::get("/api/v2/license/users", &[]);
        let key = |entry: &UserLicenses| entry.user_id().unwrap_or_default().to_owned();
        let entries = page::numbered(&context.client, &list, PAGE, key).await?;
        let mut harvest = Harvest::of(Part::Licenses, context.known(context.start.span));
        for entry in &entries {
            let Some(user_id) = entry.user_id() else { continue };
            for license_id in entry.licenses.iter().flatten() {
                harvest.push(Row::License { user_id, license_id, assigned_from: None, assigned_to: None });
            }
        }
        Ok(harvest)
    };
    context.piece(Part::Licenses, "licenses", fetch).await.map(drop)
}
