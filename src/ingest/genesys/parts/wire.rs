//! Small shapes that many answers share.

use serde::Deserialize;

/// Something that is only named.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Ref {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
}

/// A list without pages, or one whose pages are of no interest.
#[derive(Debug, Deserialize)]
pub(super) struct Listing<T> {
    #[serde(default = "Option::default")]
    pub(super) entities: Option<Vec<T>>,
}

impl<T> Listing<T> {
    pub(super) fn into_entities(self) -> Vec<T> {
        self.entities.unwrap_or_default()
    }
}

/// The id, where there is one.
pub(super) fn id(reference: &Option<Ref>) -> Option<&str> {
    reference.as_ref().and_then(|reference| reference.id.as_deref())
}
