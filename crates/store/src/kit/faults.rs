//! Hooks for the fault proofs. Without the feature `faults` they are empty and vanish; a release
//! never has it. With it, the environment names what shall go wrong.

/// Ends the process here, as a power cut would, when `BUENTRATO_FAULT` names this point.
#[inline]
pub fn point(name: &str) {
    #[cfg(feature = "faults")]
    if std::env::var("BUENTRATO_FAULT").as_deref() == Ok(name) {
        std::process::abort();
    }
    #[cfg(not(feature = "faults"))]
    let _ = name;
}

/// Whether a known-bad setting is on: the positive control of a proof.
#[inline]
#[must_use]
pub fn control(name: &str) -> bool {
    #[cfg(feature = "faults")]
    return std::env::var("BUENTRATO_CONTROL").as_deref() == Ok(name);
    #[cfg(not(feature = "faults"))]
    {
        let _ = name;
        false
    }
}
