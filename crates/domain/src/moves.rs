//! One step of a state machine: which states may follow, and what to say when one may not.
//!
//! Each machine keeps its own table (`next`); here is only the answer they share, so that every
//! refusal can name the legal steps.

/// A state that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{to:?} cannot follow {from:?}")]
pub struct Illegal<S: std::fmt::Debug + 'static> {
    /// Where it stands.
    pub from: S,
    /// Where it was to go.
    pub to: S,
    /// What may follow.
    pub legal: &'static [S],
}

/// Whether `to` is among the states that may follow `from`.
///
/// # Errors
/// [`Illegal`], with those that may.
pub fn step<S>(from: S, to: S, legal: &'static [S]) -> Result<(), Illegal<S>>
where
    S: std::fmt::Debug + Copy + PartialEq,
{
    if legal.contains(&to) { Ok(()) } else { Err(Illegal { from, to, legal }) }
}
