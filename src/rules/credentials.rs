//! Which texts give access to something. It knows words and forms, no rule and no file.
//!
//! It says yes only where both speak for it: the name of a value, and the value. An address or the name of a bucket in a
//! Secret is nobody's key.

/// Parts of names whose values give access.
const KEYS: [&str; 14] = [
    "accesskey",
    "access_key",
    "access-key",
    "api-key",
    "api_key",
    "apikey",
    "auth",
    "credential",
    "fernet",
    "pass",
    "private",
    "pwd",
    "secret",
    "token",
];

/// Parts of names that are about access and give none.
const ABOUT: [&str; 15] = [
    "author", "bucket", "email", "enabled", "endpoint", "expir", "file", "issuer", "length", "method", "name", "path",
    "policy", "type", "url",
];

/// Words of values that wait for the real ones.
const PLACEHOLDERS: [&str; 17] = [
    "change-me",
    "change_me",
    "changeit",
    "changeme",
    "dummy",
    "example",
    "fake",
    "fill",
    "insert",
    "placeholder",
    "redacted",
    "removed",
    "replace",
    "sample",
    "todo",
    "your-",
    "your_",
];

/// Whole values that nobody uses.
const WORDS: [&str; 12] = [
    "bar", "false", "foo", "no", "none", "null", "password", "secret", "test", "token", "true", "yes",
];

/// True for a value of this name that somebody could use. A text of several lines counts by its lines.
pub(crate) fn gives_access(key: &str, value: &str) -> bool {
    let value = value.trim();
    if value.contains('\n') {
        return value.contains("PRIVATE KEY-----") || value.lines().any(line_gives_access);
    }
    is_real(value) && (is_key(key) && !is_address(value) || has_login(value) || is_random(value))
}

/// A line of somebody's settings: `password: x`, `token = x`, `IDENTIFIED BY 'x'`.
fn line_gives_access(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(['#', ';', '/']) {
        return false;
    }
    if let Some((_, value)) = line.split_once("IDENTIFIED BY ") {
        return is_real(value.trim_matches(['\'', '"', ';', ' ']));
    }
    let Some((key, value)) = line.split_once([':', '=']) else {
        return false;
    };
    let key = key.trim_matches(['"', '\'', '-', ' ', ',']);
    let value = value.trim_matches(['"', '\'', ' ', ',']);
    let is_name = key.len() <= 40 && !key.contains(' ');
    is_name && is_key(key) && is_real(value) && !is_address(value) && !value.contains(['{', '[', '(', '|', ' '])
        || has_login(line)
}

fn is_key(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    KEYS.iter().any(|part| lower.contains(part)) && !ABOUT.iter().any(|part| lower.contains(part))
}

/// True for what is neither empty nor to be filled in, and what not everybody may know.
fn is_real(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_filled_later = ["{{", "${", "$(", "<%", "{%", "%("]
        .iter()
        .any(|mark| value.contains(mark))
        || value.strip_prefix('$').is_some_and(name)
        || value.starts_with('<') && value.ends_with('>')
        || ["vault:", "ref+", "ENC[", "$ANSIBLE_VAULT"]
            .iter()
            .any(|start| value.starts_with(start))
        || PLACEHOLDERS.iter().any(|word| lower.contains(word));
    let mut letters = value.chars();
    let first = letters.next();
    let is_one_letter = letters.all(|letter| Some(letter) == first);
    let is_word = WORDS.contains(&lower.as_str()) || lower.starts_with("1234");
    let is_public = ["-----BEGIN CERTIFICATE", "-----BEGIN PUBLIC", "ssh-"]
        .iter()
        .any(|start| value.starts_with(start));
    let is_number = value.len() < 6 && value.chars().all(|c| c.is_ascii_digit());
    !(is_filled_later || is_one_letter || is_word || is_public || is_number)
}

fn is_address(value: &str) -> bool {
    value.contains("://") && !has_login(value)
}

/// `scheme://name:password@host`, with a password that is one.
fn has_login(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', ' ']).next().unwrap_or(rest);
    let login = authority.rsplit_once('@').and_then(|(login, _)| login.split_once(':'));
    login.is_some_and(|(_, password)| is_real(password))
}

/// A long text of mixed letters and digits without a structure: what machines make.
fn is_random(value: &str) -> bool {
    let has = |test: fn(&u8) -> bool| value.bytes().filter(test).count() >= 3;
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-'));
    value.len() >= 24
        && is_plain
        && value.matches(['-', '/', '_']).count() <= value.len() / 16
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::gives_access;

    #[test]
    fn what_gives_access() {
        for (key, value) in [
            ("password", "s3cr-Et"),
            ("MYSQL_PASS", "hunter2"),
            ("x", "q8Xk2mPz7LrT4vWn9YbC1dFg"),
            ("dsn", "postgres://app:hunter2@db/x"),
            ("a.yaml", "smtp:\n  auth_password: hunter2\n"),
            (
                "init.sql",
                "create user x\nidentify\nALTER USER x IDENTIFIED BY 'hunter2';\n",
            ),
            ("id_rsa", "-----BEGIN PRIVATE KEY-----\nx"),
        ] {
            assert!(gives_access(key, value), "{key} {value}");
        }
    }

    #[test]
    fn what_does_not() {
        for (key, value) in [
            ("password", ""),
            ("password", "{{ .Values.x }}"),
            ("password", "${PASSWORD}"),
            ("password", "<your password>"),
            ("password", "CHANGE_ME"),
            ("password", "xxxxxxx"),
            ("password", "$VAR"),
            ("GRAFANA_TOKEN", "secret"),
            ("secretkey", "12345e"),
            ("username", "admin"),
            ("bucket", "smaug-backups"),
            ("OldJobsToKeepCount", "5"),
            ("token_url", "https://example.org/x"),
            ("tls.crt", "-----BEGIN CERTIFICATE-----\nMIIC\n"),
            ("config.yaml", "receivers:\n- name: watchdog\ngroup_by: [token]\n"),
            ("config.yaml", "# password: x\npassword_file: /run/x\nsecret: {{ x }}\n"),
        ] {
            assert!(!gives_access(key, value), "{key} {value}");
        }
    }
}
