//! `role_licenses`: the license that Genesys infers for each role, asked one role at a time.
//!
//! An inference changes only with the role's permissions or the license definitions, so it is kept in the store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::definitions;
use super::roles::{self, RoleFact};
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::snapshot::{sync_dir, write_synced};

/// Roles of one piece: a killed pull repeats no more than so many calls.
const ROLES: usize = 10;

/// What was inferred earlier, by role id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cache {
    roles: BTreeMap<String, Inferred>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Inferred {
    /// SHA-256 of the role's permissions and the license definitions.
    of: String,
    licenses: Vec<String>,
}

impl Cache {
    /// Reads the cache of an organization; one that can't be read is empty.
    pub fn read(store: &Path, organization_id: &str) -> Cache {
        let bytes = std::fs::read(cache_path(store, organization_id)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// [`ApiError::Local`] where it can't be written.
    pub fn write(&self, store: &Path, organization_id: &str) -> Result<(), ApiError> {
        let path = cache_path(store, organization_id);
        let folder = store.join("cache");
        let failed = |error: std::io::Error| ApiError::Local(format!("cannot write `{}`: {error}", path.display()));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let json = serde_json::to_vec_pretty(self).map_err(|error| ApiError::Local(error.to_string()))?;
        let beside = path.with_extension("beside");
        write_synced(&beside, &json).map_err(|error| ApiError::Local(error.to_string()))?;
        std::fs::rename(&beside, &path).map_err(failed)?;
        sync_dir(&folder).map_err(|error| ApiError::Local(error.to_string()))
    }

    fn of(&self, role: &str, hash: &str) -> Option<&[String]> {
        self.roles.get(role).filter(|inferred| inferred.of == hash).map(|inferred| inferred.licenses.as_slice())
    }

    /// Takes what the pieces of a pull inferred.
    ///
    /// # Errors
    /// A work folder that can't be read.
    pub fn learn(&mut self, context: &Context) -> Result<(), ApiError> {
        for piece in context.work.closed_pieces()?.iter().filter(|piece| piece.starts_with("role-licenses-")) {
            let Some(about) = context.work.closed(piece)? else { continue };
            let inferred: BTreeMap<String, Inferred> = about.facts()?;
            self.roles.extend(inferred);
        }
        Ok(())
    }
}

fn cache_path(store: &Path, organization_id: &str) -> PathBuf {
    let name: String =
        organization_id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    store.join("cache").join(format!("role-licenses-{name}.json"))
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let about = context.work.closed(roles::PIECE)?.filter(|about| !about.is_absent());
    let Some(about) = about else {
        let lacking = async { Ok(Harvest::lacking(Part::RoleLicenses, Part::Roles)) };
        return context.piece(Part::RoleLicenses, "role-licenses-0000", lacking).await.map(drop);
    };
    let mut facts: Vec<RoleFact> = about.facts()?;
    facts.sort_by(|a, b| a.id.cmp(&b.id));
    let definitions = context.work.closed(definitions::PIECE)?;
    let definitions: String = definitions.map(|about| about.facts()).transpose()?.unwrap_or_default();
    for (number, some) in facts.chunks(ROLES).enumerate() {
        let name = format!("role-licenses-{number:04}");
        let about = context.piece(Part::RoleLicenses, &name, infer(context, some, &definitions)).await?;
        if about.is_absent() {
            break;
        }
    }
    Ok(())
}

async fn infer(context: &Context, roles: &[RoleFact], definitions: &str) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::RoleLicenses, context.known(context.start.span));
    let mut facts: BTreeMap<String, Inferred> = BTreeMap::new();
    for role in roles {
        let of = hash(role, definitions);
        let licenses = match context.reuse.inferred().of(&role.id, &of) {
            Some(known) => known.to_vec(),
            None => context.client.send(&Request::post("/api/v2/license/infer", &[], json!([role.id]))).await?,
        };
        if licenses.is_empty() {
            harvest.push(Row::RoleLicense { role_id: &role.id, license_id: None });
        }
        for license in &licenses {
            harvest.push(Row::RoleLicense { role_id: &role.id, license_id: Some(license) });
        }
        facts.insert(role.id.clone(), Inferred { of, licenses });
    }
    harvest.set_facts(&facts)?;
    Ok(harvest)
}

fn hash(role: &RoleFact, definitions: &str) -> String {
    let digest = Sha256::digest(format!("{}\n\n{definitions}", role.permissions.join("\n")));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
