//! `queues` and `queue_members` → who has joined which queue.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::people::{People, texts};
use crate::canonical::col;

/// Members by queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueMembers {
    /// Ids of the queues with a name; several queues can share one.
    by_name: BTreeMap<String, Vec<String>>,
    /// Queue id → person number → has the person joined? `None` = not known.
    members: BTreeMap<String, BTreeMap<usize, Option<bool>>>,
}

impl QueueMembers {
    /// Reads both tables; what is absent or belongs to nobody known says nothing.
    ///
    /// # Errors
    /// Whatever polars reports while reading the files.
    pub fn read(queues: Option<LazyFrame>, members: Option<LazyFrame>, people: &People) -> PolarsResult<QueueMembers> {
        let mut read = QueueMembers::default();
        if let Some(table) = queues {
            let frame = table.collect()?;
            for (id, name) in texts(&frame, col::QUEUE_ID)?.into_iter().zip(texts(&frame, col::NAME)?) {
                if let (Some(id), Some(name)) = (id, name) {
                    read.by_name.entry(name).or_default().push(id);
                }
            }
        }
        if let Some(table) = members {
            let frame = table.collect()?;
            let rows = texts(&frame, col::QUEUE_ID)?.into_iter().zip(texts(&frame, col::USER_ID)?);
            for ((queue, user), joined) in rows.zip(texts(&frame, col::JOINED)?) {
                let (Some(queue), Some(user)) = (queue, user) else { continue };
                let Some(user_ix) = people.find(&user) else { continue };
                let joined = joined.map(|joined| joined == "true");
                let known = read.members.entry(queue).or_default().entry(user_ix).or_default();
                // Directly and through a group: joined is joined.
                *known = (*known).max(joined);
            }
        }
        Ok(read)
    }

    /// Has a person joined a queue, given by name or id? `None` = not known. Of several queues of a name any counts.
    pub fn has_joined(&self, queue: &str, user_ix: usize) -> Option<bool> {
        let id = queue.to_owned();
        let ids = self.by_name.get(queue).into_iter().flatten().chain(std::iter::once(&id));
        ids.filter_map(|id| *self.members.get(id)?.get(&user_ix)?).max()
    }
}
