//! What is shown as it is written.

/// A text as it is written, with its lines, and with nothing in it that is a call.
pub fn code(text: &str) -> String {
    format!("```\n{{% raw %}}{}{{% endraw %}}\n```\n", text.trim_end())
}
