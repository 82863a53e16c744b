//! First passwords, made by the program and shown once; passphrases, read from a file or the terminal, never from an argument.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::Context as _;

/// Letters and digits that are not mistaken for one another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";

/// A password of 16 such letters: 80 bits.
pub(crate) fn password() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok().context("the system gave no random bytes")?;
    let letter = |byte: u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('x', char::from);
    Ok(bytes.into_iter().map(letter).collect())
}

/// The passphrase in the first line of a file.
pub(crate) fn passphrase_in(path: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let passphrase = text.lines().next().unwrap_or_default().to_owned();
    anyhow::ensure!(
        !passphrase.is_empty(),
        "{}: the first line, which is the passphrase, is empty / 首行应为口令，现为空",
        path.display()
    );
    Ok(passphrase)
}

/// Asks for a passphrase on the terminal; `anew`: twice, because one that was mistyped opens nothing.
pub(crate) fn ask_passphrase(anew: bool) -> anyhow::Result<String> {
    anyhow::ensure!(
        std::io::stdin().is_terminal(),
        "there is no terminal to ask for the passphrase on; give it with --passphrase-file / 没有终端可供输入口令，请用 --passphrase-file"
    );
    let ask = |what: &str| rpassword::prompt_password(what).context("the passphrase could not be read");
    let passphrase = ask("口令 passphrase: ")?;
    anyhow::ensure!(!passphrase.is_empty(), "the passphrase is empty / 口令为空");
    anyhow::ensure!(
        !anew || ask("再次输入 once more: ")? == passphrase,
        "the two passphrases differ; nothing was done / 两次输入的口令不同，未作任何改动"
    );
    Ok(passphrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_passwords_differ() {
        let (one, two) = (password().unwrap(), password().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 16);
    }
}
