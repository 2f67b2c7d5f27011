//! Debian's packages: installed for the whole machine when root may, or fetched into a scratch folder by anybody.
//!
//! Mirrors are read from the machine's own sources, never named: a closed machine knows the one that it reaches.

use std::io::{IsTerminal, stdin};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::cmd::{Cmd, which};
use crate::error::{Context, Error, Result};
use crate::files;

/// Installs packages for the whole machine.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if which("apt-get", &[]).is_none() {
        return Err(Error::new(format!("please install what Debian calls: {list}")));
    }
    let install = || {
        let options = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends"];
        as_root(&list)?.args(options).args(packages).quiet()
    };
    // The lists may be missing or old: only then are they worth fetching.
    if install().is_ok() {
        return Ok(());
    }
    as_root(&list)?.args(["apt-get", "update"]).quiet()?;
    install()
}

/// Writes a file that only root may write.
pub(super) fn write_as_root(path: &Path, content: &str) -> Result<()> {
    let script = "mkdir -p \"$(dirname \"$2\")\" && printf %s \"$1\" > \"$2\"";
    as_root("root's rights")?.args(["sh", "-c", script, "sh", content]).arg(path).quiet()
}

/// `env`, as root: sudo passes no variables on, but `env` sets them.
fn as_root(wanted: &str) -> Result<Cmd> {
    let uid = std::fs::metadata("/proc/self").map(|me| me.uid()).context("/proc/self")?;
    if uid == 0 {
        return Ok(Cmd::new("env"));
    }
    if which("sudo", &[]).is_none() {
        return Err(Error::new(format!("as root, please run: apt-get install {wanted}")));
    }
    // Where nobody can type a password, sudo must not ask for one.
    let sudo = Cmd::new("sudo");
    Ok(if stdin().is_terminal() { sudo.arg("env") } else { sudo.args(["-n", "env"]) })
}

/// One repository that the machine's apt knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// What stands in brackets in the one-line form: who signed it, whether it is trusted without.
    options: String,
    uri: String,
    suite: String,
}

impl Source {
    /// The same mirror's other suite.
    pub(super) fn suite(&self, suite: &str) -> String {
        let options = if self.options.is_empty() { String::new() } else { format!("[{}] ", self.options) };
        format!("deb {options}{} {suite} main\n", self.uri)
    }
}

/// The mirrors of Debian's main archive, each once.
pub(super) fn mirrors() -> Result<Vec<Source>> {
    let mut all = Vec::new();
    let folder = files::list(Path::new("/etc/apt/sources.list.d"))?;
    for path in [PathBuf::from("/etc/apt/sources.list")].iter().chain(&folder).filter(|path| path.is_file()) {
        match path.extension().and_then(|name| name.to_str()) {
            Some("list") => all.extend(one_line_form(&files::read_text(path)?)),
            Some("sources") => all.extend(stanza_form(&files::read_text(path)?)),
            _ => {}
        }
    }
    let release = files::read_text(Path::new("/etc/os-release"))?;
    let codename = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).unwrap_or_default();
    // A plain suite is a release or an alias like `stable`; this machine's own release first.
    all.retain(|source| !source.suite.contains(['-', '/']));
    all.sort_by_key(|source| source.suite != codename);
    let mut mirrors: Vec<Source> = Vec::new();
    for source in all {
        if mirrors.iter().all(|known| known.uri != source.uri) {
            mirrors.push(source);
        }
    }
    Ok(mirrors)
}

/// `deb [options] uri suite components…`
fn one_line_form(text: &str) -> Vec<Source> {
    let entry = |line: &str| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let (options, rest) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']')?,
            None => ("", rest),
        };
        let mut words = rest.split_whitespace();
        let (uri, suite) = (words.next()?, words.next()?);
        words.any(|component| component == "main").then(|| Source {
            options: options.trim().into(),
            uri: uri.into(),
            suite: suite.into(),
        })
    };
    text.lines().filter_map(entry).collect()
}

/// Stanzas of `Key: value` with several suites each.
fn stanza_form(text: &str) -> Vec<Source> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let mut found = Vec::new();
    for stanza in lines.split(|line| line.trim().is_empty()) {
        let value = |key: &str| {
            let of = |line: &&str| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case(key).then(|| value.trim().to_owned())
            };
            stanza.iter().find_map(of).unwrap_or_default()
        };
        let has = |key: &str, word: &str| value(key).split_whitespace().any(|one| one == word);
        if !has("Types", "deb") || !has("Components", "main") || has("Enabled", "no") {
            continue;
        }
        // A key written into the stanza itself cannot be said in one line; apt then looks into its own key rings.
        let signed =
            Some(value("Signed-By")).filter(|path| path.starts_with('/')).map(|path| format!("signed-by={path}"));
        let trusted = has("Trusted", "yes").then(|| "trusted=yes".to_owned());
        let options = signed.into_iter().chain(trusted).collect::<Vec<_>>().join(" ");
        for uri in value("URIs").split_whitespace() {
            for suite in value("Suites").split_whitespace() {
                found.push(Source { options: options.clone(), uri: uri.into(), suite: suite.into() });
            }
        }
    }
    found
}

/// An apt of our own in a folder: needs no root and leaves the machine's lists alone.
pub(super) struct Scratch {
    dir: PathBuf,
    options: Vec<String>,
}

impl Scratch {
    /// With these sources, or with the machine's own.
    pub(super) fn new(dir: PathBuf, sources: Option<&str>) -> Result<Self> {
        files::create_dir(&dir.join("lists/partial"))?;
        files::create_dir(&dir.join("cache/archives/partial"))?;
        let at = |name: &str| dir.join(name).display().to_string();
        let mut options = vec![format!("Dir::State::Lists={}", at("lists")), format!("Dir::Cache={}", at("cache"))];
        if let Some(sources) = sources {
            files::write(&dir.join("sources.list"), sources)?;
            options.push(format!("Dir::Etc::SourceList={}", at("sources.list")));
            options.push("Dir::Etc::SourceParts=/dev/null".into());
        }
        Ok(Self { dir, options })
    }

    fn apt(&self) -> Cmd {
        let options = self.options.iter().flat_map(|option| ["-o", option]);
        Cmd::new("apt-get").args(options).dir(&self.dir)
    }

    pub(super) fn update(&self) -> Result<()> {
        self.apt().arg("update").quiet()
    }

    /// What would come along on a machine with these packages installed.
    pub(super) fn needed_for(&self, packages: &[&str]) -> Result<Vec<String>> {
        let plan = self.apt().args(["install", "--simulate", "--no-install-recommends"]).args(packages).read()?;
        let name = |line: &str| line.strip_prefix("Inst ")?.split(' ').next().map(str::to_owned);
        Ok(plan.lines().filter_map(name).collect())
    }

    /// Fetches package files; gives their paths.
    pub(super) fn download<S: AsRef<str>>(&self, packages: &[S]) -> Result<Vec<PathBuf>> {
        self.apt().arg("download").args(packages.iter().map(AsRef::as_ref)).quiet()?;
        let all = files::list(&self.dir)?;
        Ok(all.into_iter().filter(|path| path.extension().is_some_and(|name| name == "deb")).collect())
    }
}

/// Unpacks the part of a package file that matches the pattern, without installing it.
pub(super) fn unpack(package: &Path, pattern: &str, into: &Path) -> Result<()> {
    files::create_dir(into)?;
    let mut open = Cmd::new("dpkg-deb").arg("--fsys-tarfile").arg(package).into_inner();
    let mut open = open.stdout(Stdio::piped()).spawn().context("dpkg-deb")?;
    let tar = open.stdout.take().context("dpkg-deb has no output")?;
    let mut unpack = Cmd::new("tar").args(["-x", "--wildcards", "-C"]).arg(into).arg(pattern).into_inner();
    let unpacked = unpack.stdin(tar).status().context("tar")?;
    let opened = open.wait().context("dpkg-deb")?;
    if opened.success() && unpacked.success() {
        return Ok(());
    }
    Err(Error::new(format!("{} could not be unpacked", package.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_apt_sources_are_read() {
        let list = "# a comment\ndeb-src http://a/debian bookworm main\ndeb [signed-by=/k.gpg] http://a/debian bookworm main contrib\n";
        let stanza = "Types: deb\n# old\nURIs: http://a/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\
                      Signed-By: /k.gpg\n\nTypes: deb-src\nURIs: http://b\nSuites: x\nComponents: main\n";
        let expected =
            Source { options: "signed-by=/k.gpg".into(), uri: "http://a/debian".into(), suite: "bookworm".into() };
        assert_eq!(one_line_form(list), std::slice::from_ref(&expected));
        let stanzas = stanza_form(stanza);
        assert_eq!(stanzas.len(), 2);
        assert_eq!(stanzas.first(), Some(&expected));
        assert_eq!(expected.suite("next"), "deb [signed-by=/k.gpg] http://a/debian next main\n");
    }
}
