//! What there is to do for the one who reads and draws the plans.

/// Something to do.
pub enum Job {
    /// Something may have been saved.
    Look,
}
