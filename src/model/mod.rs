//! What the authors decided. Immutable; holds no total, no formatted text and nothing computed.
//!
//! Glossary (Swedish in sources and documents, English in code):
//! nämnd board · förvaltning administration · område unit · perspektiv perspective · målområde goal area ·
//! mål/målsättning goal · effektmål outcome goal · indikator indicator · styrtal measure (utfall outcome,
//! målvärde target) · uppdrag assignment · aktivitet activity · resultatbudget income statement ·
//! driftbudget operating budget · budgetram appropriation · investeringsbudget capital budget · nyckeltal
//! ratio · internkontrollplan internal-control plan · risk risk · åtgärd action · handlingsplan savings
//! plan · årsarbetare full-time equivalent · kontrollsumma control total · avstämning reconciliation ·
//! avvikelse deviation · utfall actual · prognos forecast · mnkr SEK million · tkr SEK thousand ·
//! diarienummer registry number.

pub mod counts;
pub mod decision;
pub mod followup;
pub mod formula;
pub mod function;
pub mod goals;
pub mod grammar;
pub mod kind;
pub mod notes;
pub mod organisation;
pub mod plan;
pub mod risks;
pub mod table;
pub mod template;
pub mod theme;
pub mod thing;
pub mod todo;
