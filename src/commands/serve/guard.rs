//! Who is answered: a browser on this machine that was given the key, from the workplace's own pages.
//!
//! A page of somebody else's that is open in the same browser can send requests here, under a name of its own that it
//! lets lead here too. So every request is held to the host that it names, to where it comes from, and to the key.

use std::fmt::{Display, Formatter};
use std::net::SocketAddr;

use hyper::header::{COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Uri};

/// What a browser says of where a request comes from.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The key of a start: 128 bits that nobody can guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(crate::outputs::manifest::hexadecimal(&bytes)))
    }

    /// Whether a text is it, in a time that does not tell how much of it was right.
    fn is(&self, text: &str) -> bool {
        let (own, other) = (self.0.as_bytes(), text.as_bytes());
        own.len() == other.len() && own.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}

impl Display for Token {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// What is to be done with a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is answered.
    Welcome,
    /// It brings the key in its address: the browser is given it to keep, and goes on without it there.
    Keep(String),
    /// It is refused, and why.
    Refused(Refusal),
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It names another host than this machine.
    OtherHost,
    /// It comes from a page that is not the workplace's.
    OtherPage,
    /// It has not the key.
    NoKey,
    /// It asks for what this server does not do.
    NotUnderstood,
}

/// The name that the browser keeps the key by. Every port of a machine is given the same cookies.
pub fn cookie_name(port: u16) -> String {
    format!("vplan-{port}")
}

/// Judges a request that came to an address of this machine.
pub fn judge(method: &Method, uri: &Uri, headers: &HeaderMap, here: SocketAddr, token: &Token) -> Verdict {
    use Refusal::{NoKey, NotUnderstood, OtherHost, OtherPage};
    let reads = [Method::GET, Method::HEAD].contains(method);
    if uri.authority().is_some() || !(reads || method == Method::POST) {
        return Verdict::Refused(NotUnderstood);
    }
    let Some(host) = only(headers, &HOST).filter(|host| is_here(host, here)) else {
        return Verdict::Refused(OtherHost);
    };
    let same_origin = match (headers.contains_key(ORIGIN), only(headers, &ORIGIN)) {
        (false, _) => None,
        (true, origin) => Some(origin.is_some_and(|origin| origin == format!("http://{host}"))),
    };
    // What a browser says with "none" was typed or chosen by its user, and can only be an address.
    let same_site = match (headers.contains_key(&FETCH_SITE), only(headers, &FETCH_SITE)) {
        (false, _) => None,
        (true, site) => Some(site == Some("same-origin") || site == Some("none") && reads),
    };
    let said = [same_origin, same_site];
    if said.contains(&Some(false)) || !reads && !said.contains(&Some(true)) {
        return Verdict::Refused(OtherPage);
    }
    let name = cookie_name(here.port());
    if cookies(headers).any(|(own, value)| own == name && token.is(value)) {
        return Verdict::Welcome;
    }
    let query = uri.query().unwrap_or_default();
    let brought = query.split('&').any(|part| part.strip_prefix("nyckel=").is_some_and(|key| token.is(key)));
    if brought && reads {
        return Verdict::Keep(format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict"));
    }
    Verdict::Refused(NoKey)
}

/// A header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

/// Whether a host is the address that the request came to, or this machine's own name for itself.
fn is_here(host: &str, here: SocketAddr) -> bool {
    host == here.to_string() || here.ip().is_loopback() && host == format!("localhost:{}", here.port())
}

#[cfg(test)]
mod tests {
    use hyper::Method;
    use hyper::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{Refusal, Token, Verdict, judge};

    const KEY: &str = "00112233445566778899aabbccddeeff";

    fn judged(method: &Method, path: &str, headers: &[(&str, &str)]) -> Verdict {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            map.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        }
        let here = "127.0.0.1:8025".parse().expect("an address");
        judge(method, &path.parse().expect("a path"), &map, here, &Token(KEY.to_owned()))
    }

    const HOST: (&str, &str) = ("host", "127.0.0.1:8025");
    const COOKIE: (&str, &str) = ("cookie", "a=b; vplan-8025=00112233445566778899aabbccddeeff");

    #[test]
    fn the_own_page_with_the_key_is_welcome() {
        assert_eq!(judged(&Method::GET, "/", &[HOST, COOKIE]), Verdict::Welcome);
        assert_eq!(judged(&Method::GET, "/", &[("host", "localhost:8025"), COOKIE]), Verdict::Welcome);
        let own = ("origin", "http://127.0.0.1:8025");
        assert_eq!(judged(&Method::POST, "/", &[HOST, COOKIE, own]), Verdict::Welcome);
        assert_eq!(judged(&Method::POST, "/", &[HOST, COOKIE, ("sec-fetch-site", "same-origin")]), Verdict::Welcome);
        let kept = judged(&Method::GET, "/2025/?nyckel=00112233445566778899aabbccddeeff", &[HOST]);
        assert!(matches!(kept, Verdict::Keep(cookie) if cookie.starts_with("vplan-8025=0011")));
    }

    #[test]
    fn everybody_else_is_refused() {
        let refused = |method, path, headers: &[_]| match judged(method, path, headers) {
            Verdict::Refused(why) => why,
            other => panic!("{path} {headers:?}: {other:?}"),
        };
        for host in ["evil.example:8025", "127.0.0.1", "127.0.0.1:80", "localhost", "127.0.0.1:8025.evil.example", ""] {
            assert_eq!(refused(&Method::GET, "/", &[("host", host), COOKIE]), Refusal::OtherHost, "{host}");
        }
        assert_eq!(refused(&Method::GET, "/", &[COOKIE]), Refusal::OtherHost);
        assert_eq!(refused(&Method::GET, "/", &[HOST, HOST, COOKIE]), Refusal::OtherHost);
        for from in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "https://127.0.0.1:8025"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(refused(&Method::GET, "/", &[HOST, COOKIE, from]), Refusal::OtherPage, "{from:?}");
            assert_eq!(refused(&Method::POST, "/", &[HOST, COOKIE, from]), Refusal::OtherPage, "{from:?}");
        }
        // A change says where it comes from; what the user typed is an address and changes nothing.
        assert_eq!(refused(&Method::POST, "/", &[HOST, COOKIE]), Refusal::OtherPage);
        assert_eq!(refused(&Method::POST, "/", &[HOST, COOKIE, ("sec-fetch-site", "none")]), Refusal::OtherPage);
        for cookie in ["", "vplan-8025=", "vplan-8025=00", "vplan-8026=00112233445566778899aabbccddeeff"] {
            assert_eq!(refused(&Method::GET, "/", &[HOST, ("cookie", cookie)]), Refusal::NoKey, "{cookie}");
        }
        assert_eq!(refused(&Method::GET, "/?nyckel=0", &[HOST]), Refusal::NoKey);
        assert_eq!(refused(&Method::DELETE, "/", &[HOST, COOKIE]), Refusal::NotUnderstood);
        assert_eq!(refused(&Method::GET, "http://evil.example/", &[HOST, COOKIE]), Refusal::NotUnderstood);
    }
}
