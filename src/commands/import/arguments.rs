//! The arguments of `vplan import`.

use std::path::PathBuf;

use clap::Args;

/// Exempel, efter hjälpen.
pub const EXAMPLES: &str = "Exempel:
  vplan import tabeller.xlsx                    visar vad som är ändrat i arbetsboken, och vad det gör med planen
  vplan import tabeller.xlsx --write            skriver det i planens filer
  vplan import anna.xlsx bo.xlsx plan/2025      läser in två personers ändringar
  vplan import egen.xlsx plan/2025 --sheet Budget --range A3:F28 --new budget/egen.yaml
                                                gör en ny tabell av ett eget kalkylblad";

/// Vad som ska läsas in, och om det ska skrivas.
#[derive(Debug, Args)]
pub struct Arguments {
    /// En eller flera arbetsböcker (.xlsx), och planens mapp när det finns flera planer; med --new också en CSV-fil,
    /// eller - för celler som klistras in
    #[arg(value_name = "FIL|PLAN", num_args = 1.., required = true, help_heading = "Argument")]
    pub files: Vec<PathBuf>,
    /// Skriver ändringarna i planens filer; annars visas de bara
    #[arg(long, help_heading = "Val", conflicts_with = "new")]
    pub write: bool,
    /// Tar bort rader ur planen som är borttagna i arbetsboken
    #[arg(long, help_heading = "Val", conflicts_with = "new")]
    pub delete: bool,
    /// Gör en ny tabell av ett eget kalkylblad, i den här filen i planens mapp, som budget/egen.yaml
    #[arg(long, value_name = "FIL", help_heading = "Val")]
    pub new: Option<String>,
    /// Bladet med tabellen; förvalt är arbetsbokens enda blad
    #[arg(long, value_name = "BLAD", help_heading = "Val", requires = "new")]
    pub sheet: Option<String>,
    /// Cellerna med tabellen, som A3:F28; förvalt är allt på bladet
    #[arg(long, value_name = "OMRÅDE", help_heading = "Val", requires = "new")]
    pub range: Option<String>,
    /// Beloppens enhet, som tkr eller mnkr, när bladet inte säger den
    #[arg(long, value_name = "ENHET", help_heading = "Val", requires = "new")]
    pub unit: Option<String>,
}
