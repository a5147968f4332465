//! A version of a plan: its folder committed by the git program, as the person at the computer would do it. Nothing is
//! ever sent anywhere.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::commands::serve::job::Written;
use crate::commands::serve::shown::Shown;
use crate::source::git::Repository;

/// Longest message, in characters.
const LONGEST: usize = 10_000;

/// How long git may take. A check of the repository's own may run with it.
const PATIENCE: Duration = Duration::from_mins(2);

/// What git says when it knows nobody's name, in the words of all its versions.
const NOBODY: [&str; 4] = ["tell me who you are", "empty ident", "user.email", "no email was given"];

/// Saves what lies in the plan's folder.
pub fn save(plan: &Shown, message: &str) -> Written {
    tried(plan, message).unwrap_or_else(|why| Written::Refused { why })
}

fn tried(plan: &Shown, message: &str) -> Result<Written, String> {
    let message = message.trim();
    if message.is_empty() {
        return Err("skriv vad som har ändrats, med några ord".to_owned());
    }
    if message.chars().count() > LONGEST {
        return Err(format!("beskrivningen är längre än {LONGEST} tecken"));
    }
    if plan.errors > 0 && !plan.is_draft {
        let count = if plan.errors == 1 { "ett fel".to_owned() } else { format!("{} fel", plan.errors) };
        return Err(format!("planen har {count}; bara ett utkast sparas med fel (rätta, eller skriv status: utkast)"));
    }
    let repository = Repository::discover(&plan.folder).map_err(|error| error.to_string())?;
    if let Some(what) = repository.in_progress() {
        return Err(format!("{what} pågår i git; avsluta eller avbryt det först, i git"));
    }
    if !repository.is_on_branch() {
        return Err(
            "ingen gren är utcheckad i git, så versionen skulle inte tillhöra någon (kör git switch)".to_owned()
        );
    }
    let status = git(&plan.folder, &["status", "--porcelain", "--", "."], "")?;
    if status.trim().is_empty() {
        return Err("inget i planens mapp har ändrats sedan senast sparade version".to_owned());
    }
    // New files are made known and no more, so that what somebody has put aside for another version stays aside.
    git(&plan.folder, &["add", "--intent-to-add", "--", "."], "")?;
    git(&plan.folder, &["commit", "--quiet", "--only", "--file", "-", "--", "."], message)?;
    let id = repository.last().map(|(id, _)| id).unwrap_or_default();
    Ok(Written::Done { what: format!("version {id}") })
}

/// Runs git in a folder, and gives what it wrote.
fn git(folder: &Path, arguments: &[&str], input: &str) -> Result<String, String> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Its messages are read below, and nobody is there to be asked.
    command.env("LC_ALL", "C.UTF-8").env("GIT_TERMINAL_PROMPT", "0").env("GIT_EDITOR", "true");
    let mut child = command.spawn().map_err(|_| {
        "programmet git finns inte på datorn; det behövs för att spara versioner (git-scm.com)".to_owned()
    })?;
    let out = child.stdout.take().map(reading);
    let err = child.stderr.take().map(reading);
    if let Some(mut stdin) = child.stdin.take() {
        // One who does not listen says why below.
        let _ = stdin.write_all(input.as_bytes());
    }
    let succeeded = ended(&mut child)?;
    let said = |reader: Option<std::thread::JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    let (out, err) = (said(out), said(err));
    if succeeded { Ok(out) } else { Err(reason(&err)) }
}

/// All that a stream brings, read beside everything else, so that no stream fills up.
fn reading(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits until a program has ended, but not for ever; whether it did what it should.
fn ended(child: &mut Child) -> Result<bool, String> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("git blev aldrig klart; inget är sparat".to_owned());
            }
        }
    }
}

/// Why git would not, for one who has never used it.
fn reason(said: &str) -> String {
    let low = said.to_lowercase();
    if NOBODY.iter().any(|words| low.contains(words)) {
        return "git vet inte vem du är; kör en gång: git config --global user.name \"För- och efternamn\" och \
                git config --global user.email namn@exempel.se"
            .to_owned();
    }
    if low.contains("index.lock") {
        return "ett annat program använder git just nu; försök igen om en stund".to_owned();
    }
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("git sparade inget och säger: {}", lines.join(" / "))
}
