//! Pointers of Git LFS: the few lines that lie in a file's place until the file itself is fetched.

use std::str::from_utf8;

use crate::diagnostic::Diagnostic;

/// How every pointer begins.
const VERSION: &str = "version https://git-lfs.github.com/spec/v1\n";

/// No pointer is longer.
const LONGEST: usize = 1024;

/// The id of the file that a pointer stands for. Nothing for what is no pointer.
pub(super) fn target(bytes: &[u8]) -> Option<&str> {
    let text = from_utf8(bytes.get(..bytes.len().min(LONGEST))?).ok()?.strip_prefix(VERSION)?;
    let id = text.lines().find_map(|line| line.strip_prefix("oid sha256:"))?;
    (bytes.len() <= LONGEST && id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// A file of which only the pointer is here.
pub(super) fn not_fetched(path: &str) -> Diagnostic {
    Diagnostic::error(
        "fil-kan-inte-läsas",
        format!("filen \"{path}\" finns i Git LFS och är inte hämtad; här finns bara pekaren till den"),
    )
    .hint("hämta den med git lfs fetch --all och git lfs checkout")
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn a_pointer_names_its_file_and_nothing_else_is_one() {
        let id = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
        let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{id}\nsize 12345\n");
        assert_eq!(target(pointer.as_bytes()), Some(id));
        let long = format!("{pointer}{}", "x".repeat(2000));
        for text in [pointer.replace("sha256:4", "sha256:x"), pointer.replace("spec/v1", "spec/v9"), long] {
            assert_eq!(target(text.as_bytes()), None, "{text}");
        }
        assert_eq!(target(b""), None);
    }
}
