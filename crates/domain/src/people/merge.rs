//! Two files of one person: a merge is a row that reads follow, and undoing it takes the row out of
//! force. No child record moves, so nothing is lost either way.

use crate::{ids::PersonId, named::named};

named! {
    /// Why two files are of one person. A code, so that no name is written into a reason.
    MergeReason {
        /// Both were compared with an identity document.
        SameDocument = "same-document",
        /// One was registered with a slip in the name, date or CURP.
        Slip = "slip",
        /// The person says so.
        SaidSo = "said-so",
    }
}

/// A merge in force: reads of `absorbed` are led to `kept`. Undone merges are not passed to rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The file that stays.
    pub kept: PersonId,
    /// The file that leads to it.
    pub absorbed: PersonId,
}

/// Why two files cannot be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MergeRefused {
    /// One file, twice.
    #[error("a file cannot absorb itself")]
    SameFile,
    /// The file to absorb already leads elsewhere.
    #[error("already absorbed")]
    AlreadyAbsorbed {
        /// Where it leads.
        into: PersonId,
    },
    /// The file to keep leads elsewhere: keep that one.
    #[error("the file to keep was absorbed")]
    KeptIsAbsorbed {
        /// Where it leads.
        into: PersonId,
    },
}

/// Whether `absorbed` may lead to `kept`, given the merges in force.
///
/// # Errors
/// One of [`MergeRefused`]. Both files must stand for themselves, hence chains never close.
pub fn may_merge(kept: PersonId, absorbed: PersonId, merges: &[Merge]) -> Result<(), MergeRefused> {
    if kept == absorbed {
        return Err(MergeRefused::SameFile);
    }
    let leads = |id| merges.iter().any(|m| m.absorbed == id);
    if leads(absorbed) {
        return Err(MergeRefused::AlreadyAbsorbed { into: canonical(absorbed, merges) });
    }
    if leads(kept) {
        return Err(MergeRefused::KeptIsAbsorbed { into: canonical(kept, merges) });
    }
    Ok(())
}

/// The file in force for `id`, through any chain of merges.
///
/// ```
/// # use domain::{ids::PersonId, people::merge::{canonical, Merge}}; use uuid::Uuid;
/// let id = |n| PersonId(Uuid::from_u128(n));
/// let merges = [Merge { kept: id(2), absorbed: id(1) }, Merge { kept: id(3), absorbed: id(2) }];
/// assert_eq!(canonical(id(1), &merges), id(3));
/// assert_eq!(canonical(id(1), &merges[..1]), id(2), "the second merge was undone");
/// ```
#[must_use]
pub fn canonical(id: PersonId, merges: &[Merge]) -> PersonId {
    let mut at = id;
    // A chain is at most as long as the list: rows that close a circle cannot hang a read.
    for _ in merges {
        match merges.iter().find(|m| m.absorbed == at) {
            Some(merge) => at = merge.kept,
            None => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Merge, MergeRefused, canonical, may_merge};
    use crate::ids::PersonId;
    use uuid::Uuid;

    fn id(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    #[test]
    fn two_files_that_stand_for_themselves_can_merge() {
        assert_eq!(may_merge(id(1), id(2), &[Merge { kept: id(1), absorbed: id(3) }]), Ok(()));
    }

    #[test]
    fn a_file_cannot_absorb_itself_or_be_absorbed_twice() {
        let merges = [Merge { kept: id(1), absorbed: id(2) }, Merge { kept: id(9), absorbed: id(1) }];
        assert_eq!(may_merge(id(1), id(1), &[]), Err(MergeRefused::SameFile));
        assert_eq!(may_merge(id(3), id(2), &merges), Err(MergeRefused::AlreadyAbsorbed { into: id(9) }));
        assert_eq!(may_merge(id(2), id(4), &merges), Err(MergeRefused::KeptIsAbsorbed { into: id(9) }));
    }

    #[test]
    fn a_circle_in_damaged_data_does_not_hang() {
        let circle = [Merge { kept: id(1), absorbed: id(2) }, Merge { kept: id(2), absorbed: id(1) }];
        let _ = canonical(id(1), &circle);
    }
}
