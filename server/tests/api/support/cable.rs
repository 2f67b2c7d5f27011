//! What stands between a server and its database: a connection may die without either end hearing of it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// Passes on what a server and PostgreSQL say to each other.
pub struct Cable {
    /// Where the server finds the database.
    pub database: String,
    mute: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<()>,
}

impl Cable {
    /// A cable to this database.
    pub async fn to(database: &str) -> Self {
        let (before, rest) = database.split_once('@').expect("a user");
        let (host, name) = rest.split_once('/').expect("a name");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mute = Arc::new(AtomicBool::new(false));
        let (host, muted) = (host.to_owned(), Arc::clone(&mute));
        let task = tokio::spawn(async move {
            // Cut with the cable.
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(&host).await else { continue };
                connections.spawn(pass(client, server, Arc::clone(&muted)));
            }
        });
        Self { database: format!("{before}@{address}/{name}"), mute, task }
    }

    /// What the database tells those who listen now comes through no more, and nobody is told so. Who listens anew hears.
    pub fn mute_listeners(&self) {
        self.mute.store(true, Ordering::SeqCst);
    }

    /// Stops the database, as its server sees it.
    pub fn cut(&self) {
        self.task.abort();
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut client: TcpStream, mut server: TcpStream, mute: Arc<AtomicBool>) {
    let (mut asked, mut answered) = ([0; 8192], [0; 8192]);
    let mut listens = false;
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Some(bytes) = read.ok().filter(|read| *read > 0).map(|read| &asked[..read]) else { return };
                if bytes.windows(6).any(|word| word == b"LISTEN") {
                    listens = true;
                    mute.store(false, Ordering::SeqCst);
                }
                if server.write_all(bytes).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Some(bytes) = read.ok().filter(|read| *read > 0).map(|read| &answered[..read]) else { return };
                if !(listens && mute.load(Ordering::SeqCst)) && client.write_all(bytes).await.is_err() {
                    return;
                }
            }
        }
    }
}
