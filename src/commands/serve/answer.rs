//! Answers, with the rules that every browser is told to keep.

use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Response, StatusCode};

use crate::commands::serve::body::Content;
use crate::commands::serve::page;

/// An answer.
pub type Answer = Response<Content>;

/// Nothing but what this server sends, and in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Media types by the end of a name.
const TYPES: [(&str, &str); 13] = [
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", "text/html; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
];

/// An answer with a file's bytes.
pub fn file(name: &str, bytes: impl Into<Bytes>) -> Answer {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let kind = TYPES.iter().find(|(own, _)| *own == ending).map_or("application/octet-stream", |(_, kind)| kind);
    answer(StatusCode::OK, kind, Content::Whole(Some(bytes.into())))
}

/// An answer with data for the page's script.
pub fn data(status: StatusCode, json: impl Into<Bytes>) -> Answer {
    answer(status, "application/json; charset=utf-8", Content::Whole(Some(json.into())))
}

/// An answer with news as they come.
pub fn news(news: tokio::sync::mpsc::Receiver<Bytes>) -> Answer {
    answer(StatusCode::OK, "text/event-stream; charset=utf-8", Content::News(news))
}

/// An answer that is a page with a message.
pub fn message(status: StatusCode, title: &str, text: &str) -> Answer {
    let page = page::message(title, text);
    let mut answer = answer(status, "text/html; charset=utf-8", Content::Whole(Some(page.into())));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    answer
}

/// An answer that says of which moment it is, so that a page can put together what is of the same.
pub fn numbered(mut answer: Answer, number: u64) -> Answer {
    answer.headers_mut().insert(HeaderName::from_static("vplan-nummer"), HeaderValue::from(number));
    answer
}

/// What is not there.
pub fn missing() -> Answer {
    message(StatusCode::NOT_FOUND, "Sidan finns inte", "Det finns inget på den adressen i planen.")
}

/// An answer that leads to another path of this server, with a cookie to keep.
pub fn onward(path: &str, cookie: Option<&str>) -> Answer {
    let mut answer = answer(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Content::Whole(None));
    if let Ok(path) = HeaderValue::from_str(path) {
        answer.headers_mut().insert(LOCATION, path);
    }
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    answer
}

fn answer(status: StatusCode, kind: &'static str, content: Content) -> Answer {
    let mut answer = Response::new(content);
    *answer.status_mut() = status;
    let same = HeaderValue::from_static("same-origin");
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-opener-policy"), same.clone()),
        (HeaderName::from_static("cross-origin-resource-policy"), same),
    ];
    answer.headers_mut().extend(headers);
    answer
}
