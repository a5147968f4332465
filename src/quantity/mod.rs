//! What is measured, and when: amounts, units, dates, periods. How they are written in Swedish is [`crate::swedish`].

pub mod amount;
pub mod date;
pub mod period;
pub mod ratios;
pub mod unit;
