//! Connections: so many at a time, none of them for ever unless it listens for news.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use hyper::body::{Body, Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::de::DeserializeOwned;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::{sleep, timeout};

use crate::commands::serve::answer::{self, Answer};
use crate::commands::serve::body::Content;
use crate::commands::serve::guard::{Refusal, Token, Verdict, judge};
use crate::commands::serve::job::{Change, Comparing, Job, Save, Written};
use crate::commands::serve::routes::{self, Asked};
use crate::commands::serve::state::Board;

/// Most connections at a time; more wait until one is done.
const MOST: usize = 512;

/// Most connections that listen for news.
const LISTENERS: usize = 64;

/// How long the head of a request may take to come, the first or another.
const HEAD: Duration = Duration::from_secs(10);

/// How long a connection may last that does not listen for news.
const WHOLE: Duration = Duration::from_mins(1);

/// How often something is sent to one that listens, so that it is known to be there.
const PULSE: Duration = Duration::from_secs(15);

/// Most bytes of a change.
const LARGEST: usize = 256 * 1024;

/// Why there is no answer any more.
const ENDING: &str = "vplan serve avslutas";

/// What is served.
pub struct Served {
    /// What is shown.
    pub board: Arc<Board>,
    /// The key.
    pub token: Token,
    /// To the one who changes it.
    pub jobs: Sender<Job>,
}

/// Begins to serve, in a thread of its own.
///
/// # Errors
/// When the system gives no thread or no way to wait for connections.
pub fn start(listener: TcpListener, served: Served) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let serve = move || runtime.block_on(accept(listener, Arc::new(served)));
    std::thread::Builder::new().name("server".to_owned()).spawn(serve)?;
    Ok(())
}

async fn accept(listener: tokio::net::TcpListener, served: Arc<Served>) {
    let (room, listeners) = (Arc::new(Semaphore::new(MOST)), Arc::new(Semaphore::new(LISTENERS)));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // No file is free for another connection, most likely: one will be.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(here) = stream.local_addr() else { continue };
        let (served, listeners) = (Arc::clone(&served), Arc::clone(&listeners));
        tokio::spawn(async move {
            let listens = Arc::new(AtomicBool::new(false));
            let own = Arc::clone(&listens);
            let service = service_fn(move |request| {
                let (served, listeners, own) = (Arc::clone(&served), Arc::clone(&listeners), Arc::clone(&own));
                async move { Ok::<_, Infallible>(reply(request, here, &served, &listeners, &own).await) }
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
            let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
            if timeout(WHOLE, &mut connection).await.is_err() && listens.load(Ordering::Relaxed) {
                let _ = connection.await;
            }
            drop(permit);
        });
    }
}

async fn reply(
    request: Request<Incoming>,
    here: SocketAddr,
    served: &Served,
    listeners: &Arc<Semaphore>,
    listens: &AtomicBool,
) -> Answer {
    let (method, uri) = (request.method(), request.uri());
    match judge(method, uri, request.headers(), here, &served.token) {
        Verdict::Refused(refusal) => return refused(refusal),
        Verdict::Keep(cookie) => return answer::onward(onward(uri.path()), Some(&cookie)),
        Verdict::Welcome => {}
    }
    let head = *method == Method::HEAD;
    let mut answer = match (routes::asked(uri.path()), method.clone()) {
        (Asked::News, Method::GET) => news(served, listeners, listens),
        (Asked::Write(plan), Method::POST) => match sent::<Change>(request).await {
            Ok(change) => ask(served, |reply| Job::Write(Change { plan, ..change }, reply)).await,
            Err(answer) => return *answer,
        },
        (Asked::Save(plan), Method::POST) => match sent::<Save>(request).await {
            Ok(save) => ask(served, |reply| Job::Save(Save { plan, ..save }, reply)).await,
            Err(answer) => return *answer,
        },
        (Asked::Step(step), Method::POST) => ask(served, |reply| Job::Step(step, reply)).await,
        (_, Method::POST) => refused(Refusal::NotUnderstood),
        (Asked::Changes(asked), _) => compare(served, asked, None).await,
        (Asked::Marked(asked, file), _) => compare(served, asked, Some(&file)).await,
        (asked, _) => routes::answer(&asked, &served.board.now()),
    };
    if head {
        *answer.body_mut() = Content::Whole(None);
    }
    answer
}

/// Has something done, and waits for how that went.
async fn ask(served: &Served, job: impl FnOnce(oneshot::Sender<Written>) -> Job) -> Answer {
    let (sender, receiver) = oneshot::channel();
    let sent = served.jobs.send(job(sender)).is_ok();
    let written = if sent { receiver.await.ok() } else { None };
    let written = written.unwrap_or_else(|| Written::Refused { why: ENDING.to_owned() });
    let status = match written {
        Written::Done { .. } => StatusCode::OK,
        Written::Conflict { .. } => StatusCode::CONFLICT,
        Written::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    };
    answer::data(status, serde_json::to_string(&written).unwrap_or_default())
}

/// Has something compared, and shows what came of it.
async fn compare(served: &Served, asked: Comparing, file: Option<&str>) -> Answer {
    let (sender, receiver) = oneshot::channel();
    let sent = served.jobs.send(Job::Compare(asked, sender)).is_ok();
    let changes = if sent { receiver.await.ok() } else { None };
    let changes = changes.unwrap_or_else(|| Err(ENDING.to_owned()));
    routes::compared(changes.as_deref().map_err(String::as_str), file)
}

/// What a request brings. It says that it is JSON, which no form of another page can.
async fn sent<T: DeserializeOwned>(request: Request<Incoming>) -> Result<T, Box<Answer>> {
    let wrong = |status, text| Err(Box::new(answer::message(status, "Det går inte", text)));
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return wrong(StatusCode::UNSUPPORTED_MEDIA_TYPE, "En ändring skickas som application/json.");
    }
    let Ok(bytes) = timeout(HEAD, whole(request.into_body())).await else {
        return wrong(StatusCode::REQUEST_TIMEOUT, "Ändringen kom inte fram i tid.");
    };
    let Some(bytes) = bytes else {
        return wrong(StatusCode::PAYLOAD_TOO_LARGE, "Ändringen är för stor.");
    };
    serde_json::from_slice(&bytes).or_else(|_| wrong(StatusCode::BAD_REQUEST, "Ändringen kan inte läsas."))
}

/// All that a request brings; nothing when that is too much, or ends before its end.
async fn whole(mut body: Incoming) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        bytes.extend(frame.ok()?.into_data().ok()?);
        (bytes.len() <= LARGEST).then_some(())?;
    }
    Some(bytes)
}

/// Where a browser goes on without the key: a path of this server, and never what could be read as another's name.
fn onward(path: &str) -> &str {
    if path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') { path } else { "/" }
}

fn refused(refusal: Refusal) -> Answer {
    let (status, text) = match refusal {
        Refusal::OtherHost => (StatusCode::MISDIRECTED_REQUEST, "Arbetsplatsen svarar bara på sin egen adress."),
        Refusal::OtherPage => (StatusCode::FORBIDDEN, "Begäran kommer från en annan webbplats."),
        Refusal::NoKey => {
            (StatusCode::FORBIDDEN, "Öppna adressen som vplan serve skrev när den startade; där finns nyckeln hit.")
        }
        Refusal::NotUnderstood => (StatusCode::METHOD_NOT_ALLOWED, "Det kan arbetsplatsen inte göra."),
    };
    answer::message(status, "Arbetsplatsen är låst", text)
}

/// News of every change from now on.
fn news(served: &Served, listeners: &Arc<Semaphore>, listens: &AtomicBool) -> Answer {
    let Ok(permit) = Arc::clone(listeners).try_acquire_owned() else {
        let text = "För många fönster är öppna; stäng några av dem.";
        return answer::message(StatusCode::SERVICE_UNAVAILABLE, "För många fönster", text);
    };
    listens.store(true, Ordering::Relaxed);
    let (sender, receiver) = mpsc::channel(2);
    let mut bell = served.board.listen();
    tokio::spawn(async move {
        let _permit = permit;
        loop {
            let number = *bell.borrow_and_update();
            if sender.send(Bytes::from(format!("retry: 1000\ndata: {number}\n\n"))).await.is_err() {
                return;
            }
            // Quiet is broken now and then, so that one who has gone is found out.
            while let Err(_quiet) = timeout(PULSE, bell.changed()).await {
                if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                    return;
                }
            }
        }
    });
    answer::news(receiver)
}
