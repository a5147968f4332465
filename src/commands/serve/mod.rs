//! `vplan serve`: the workplace. The plan as its site shows it, beside everything that is found in it, always of the
//! sources as they are now.
//!
//! Three threads: the [`builder`] reads, judges and draws, one thing at a time, and is the only one that touches the
//! plans' files; the [`server`] answers from what it last made; the [`watch`] tells it that something was saved.

pub mod against;
pub mod answer;
pub mod body;
pub mod builder;
pub mod guard;
pub mod job;
pub mod journal;
pub mod opened;
pub mod page;
pub mod routes;
pub mod server;
pub mod shown;
pub mod state;
pub mod version;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use clap::Args;

use crate::commands::error::CommandError;
use crate::commands::load::Plans;
use crate::commands::serve::builder::Builder;
use crate::commands::serve::guard::Token;
use crate::commands::serve::job::Job;
use crate::commands::serve::state::Board;
use crate::commands::{Outcome, report, watch};

/// The port when nobody asks for another and it is free.
const PORT: u16 = 8025;

/// Vad som ska visas, och var.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Planer att arbeta med
    #[command(flatten)]
    pub plans: Plans,
    /// Port; förvalt är 8025, eller en ledig om den är upptagen
    #[arg(long, value_name = "N", help_heading = "Val")]
    pub port: Option<u16>,
    /// Öppnar sidan i webbläsaren
    #[arg(long, help_heading = "Val")]
    pub open: bool,
    /// Adress att svara på, så att andra datorer når arbetsplatsen; förvalt är bara den här datorn
    #[arg(long, value_name = "ADRESS", help_heading = "Val")]
    pub bind: Option<IpAddr>,
}

/// Runs the command, until somebody stops it.
///
/// # Errors
/// When there is no plan to show, or no port to show it on.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let listener = listener(arguments)?;
    let address = listener.local_addr().map_err(|error| no_port(arguments, &error))?;
    let token = Token::new().map_err(|error| CommandError::internal(format!("ingen slump att få: {error}")))?;
    let board = Arc::new(Board::default());
    let (mut builder, jobs) = Builder::new(arguments.plans.clone(), Arc::clone(&board))?;
    if let Some(bind) = arguments.bind.filter(|bind| !bind.is_loopback()) {
        report::notice(&format!(
            "varning: arbetsplatsen svarar på {bind}; den som har adressen nedan och når datorn kan läsa och ändra planen, \
             och trafiken är inte krypterad"
        ));
    }
    let shown = if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    };
    let url = format!("http://{shown}/?nyckel={token}");
    server::start(listener, server::Served { board, token, jobs: jobs.clone() })
        .map_err(|error| no_port(arguments, &error))?;
    report::say(&format!("Arbetsplatsen är öppen: {url}\nSidan följer med när en fil sparas. Avsluta med Ctrl+C."))?;
    if arguments.open {
        opened::open(&url);
    }
    let watching = watch::start(move || {
        // The builder may have ended, and then nobody is told.
        let _ = jobs.send(Job::Look);
    });
    builder.work(watching);
    Ok(Outcome::Done)
}

/// The port that is asked for; else the usual one, or any that is free.
fn listener(arguments: &Arguments) -> Result<TcpListener, CommandError> {
    let ip = arguments.bind.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let bound = match arguments.port {
        Some(port) => TcpListener::bind((ip, port)),
        None => TcpListener::bind((ip, PORT)).or_else(|_| TcpListener::bind((ip, 0))),
    };
    bound.map_err(|error| no_port(arguments, &error))
}

fn no_port(arguments: &Arguments, error: &std::io::Error) -> CommandError {
    use std::io::ErrorKind;
    let port = arguments.port.unwrap_or(PORT);
    let message = match error.kind() {
        ErrorKind::AddrInUse => format!("port {port} är upptagen av ett annat program"),
        ErrorKind::PermissionDenied => format!("port {port} får inte användas (behörighet saknas)"),
        ErrorKind::AddrNotAvailable => "datorn har inte den adress som --bind anger".to_owned(),
        _ => format!("port {port} kan inte öppnas ({})", crate::source::files::reason(error)),
    };
    CommandError::user(message).hint("utan --port väljs en ledig port")
}
