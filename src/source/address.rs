//! Names as parts of addresses.

/// A path of a file as a relative address: what no address may hold, or what means something else in one (`#`, `?`, `%`,
/// a space, a colon), is written as its bytes (RFC 3986).
pub fn address(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn names_are_parts_of_addresses() {
        for (path, wanted) in [
            ("plan/2025/mål 1.md", "plan/2025/m%C3%A5l%201.md"),
            ("bilder/bild #1.png", "bilder/bild%20%231.png"),
            ("50%25 klart.png", "50%2525%20klart.png"),
            ("vad?.png", "vad%3F.png"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("a\"b'&c", "a%22b%27%26c"),
        ] {
            assert_eq!(address(path), wanted);
        }
    }
}
