//! The local mailbox: where mails go while no SMTP is set (OP-2, CT-5). One JSON file a mail, in one folder.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tracing::Span;

use crate::outgoing::{Accepted, Outgoing, SendError};
use crate::words;

/// How many mails are kept; beyond, the oldest goes.
const KEPT: usize = 500;

/// How many hexadecimal digits an id has.
const ID_LENGTH: usize = 32;

/// A folder of mails that survives a restart. Cheap to clone; the clones share the folder.
#[derive(Debug, Clone)]
pub struct Mailbox(Arc<Folder>);

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Held while the folder changes.
    writing: Mutex<()>,
}

/// One mail in the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name in the mailbox: 32 hexadecimal digits made of its Message-ID.
    pub id: String,
    /// The address it went to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML page.
    pub html: String,
    /// When it was handed over.
    pub sent_at: DateTime<Utc>,
}

impl Mailbox {
    /// Opens the mailbox in `path`, and makes the folder where there is none.
    pub async fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = Arc::new(Folder { path: path.into(), writing: Mutex::default() });
        let opened = Self(folder);
        opened.with(|folder| make_private_folder(&folder.path)).await?;
        Ok(opened)
    }

    /// Takes away what writes that were cut off left behind. For the process that alone writes mails: what another one is
    /// writing looks the same.
    pub async fn forget_unfinished(&self) -> io::Result<()> {
        self.with(Folder::forget_unfinished).await
    }

    /// Keeps a mail. One with the same Message-ID gives way to it.
    pub async fn keep(&self, outgoing: &Outgoing) -> Result<Accepted, SendError> {
        let kept = Kept {
            id: id_of(&outgoing.bare_message_id()),
            to: outgoing.to.clone(),
            subject: words::one_line(&outgoing.subject),
            text: outgoing.text.clone(),
            html: outgoing.html.clone(),
            sent_at: outgoing.handed_over_at,
        };
        let written = self.with(move |folder| folder.write(&kept)).await;
        written.map_err(|error| {
            SendError::Temporary(words::reply(&format!("The local mailbox can't be written: {error}")))
        })?;
        Ok(Accepted::new("Kept in the local mailbox.", None))
    }

    /// The newest mails, at most `limit`, newest first.
    pub async fn list(&self, limit: usize) -> io::Result<Vec<Kept>> {
        self.with(move |folder| {
            let mut names = folder.names()?;
            names.reverse();
            Ok(names.iter().filter_map(|name| folder.read(name)).take(limit).collect())
        })
        .await
    }

    /// The mail of that id, if there is one.
    pub async fn find(&self, id: &str) -> io::Result<Option<Kept>> {
        let id = id.to_owned();
        self.with(move |folder| {
            let names = folder.names()?;
            Ok(names.iter().rev().find(|name| name.id() == id).and_then(|name| folder.read(name)))
        })
        .await
    }

    /// Does `work` on a thread that may wait for the disk.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let (folder, span) = (Arc::clone(&self.0), Span::current());
        tokio::task::spawn_blocking(move || span.in_scope(|| work(&folder))).await.map_err(io::Error::other)?
    }
}

impl Folder {
    fn forget_unfinished(&self) -> io::Result<()> {
        let _writing = self.writing();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "tmp") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn write(&self, kept: &Kept) -> io::Result<()> {
        let name = Name::new(kept.sent_at, &kept.id);
        let bytes = serde_json::to_vec_pretty(kept)?;
        let _writing = self.writing();
        let unfinished = self.path.join(format!("{}.tmp", kept.id));
        let mut file = create_private_file(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, self.path.join(&name.0))?;
        let (replaced, others): (Vec<Name>, Vec<Name>) =
            self.names()?.into_iter().partition(|other| other.id() == kept.id && *other != name);
        let surplus = others.iter().take(others.len().saturating_sub(KEPT));
        for gone in replaced.iter().chain(surplus) {
            match fs::remove_file(self.path.join(&gone.0)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// The names of the mails, oldest first. Other files are not ours to touch.
    fn names(&self) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            names.extend(entry?.file_name().to_str().and_then(Name::parse));
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The mail of that name; nothing when it is gone meanwhile or cannot be read.
    fn read(&self, name: &Name) -> Option<Kept> {
        let bytes = fs::read(self.path.join(&name.0)).ok()?;
        serde_json::from_slice(&bytes)
            .inspect_err(|_| tracing::warn!(file = name.0, "a file of the local mailbox can't be read"))
            .ok()
    }

    fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of a mail's file, `<when>-<id>.json`: sorted by name is sorted by time.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name(String);

impl Name {
    fn new(sent_at: DateTime<Utc>, id: &str) -> Self {
        Self(format!("{}-{id}.json", sent_at.format("%Y%m%dT%H%M%S%6fZ")))
    }

    fn parse(name: &str) -> Option<Self> {
        let (when, id) = name.strip_suffix(".json")?.rsplit_once('-')?;
        let ours = when.ends_with('Z') && id.len() == ID_LENGTH && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        ours.then(|| Self(name.to_owned()))
    }

    fn id(&self) -> &str {
        let stem = self.0.strip_suffix(".json").unwrap_or_default();
        stem.rsplit_once('-').map_or("", |(_, id)| id)
    }
}

/// An id made of digits alone, whatever the Message-ID is made of.
fn id_of(message_id: &str) -> String {
    let digest = Sha256::digest(message_id);
    digest.first_chunk().map_or_else(String::new, |half| format!("{:0ID_LENGTH$x}", u128::from_be_bytes(*half)))
}

/// The mails hold links that let their reader in, so the folder is its owner's alone.
fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn create_private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
