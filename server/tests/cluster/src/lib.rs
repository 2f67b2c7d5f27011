//! A PostgreSQL cluster of the tests' own, in a temporary folder, on a free port. It ends with the test process.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on fails"
)]

use std::{
    env, fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

/// The cluster.
pub struct Cluster {
    port: u16,
    /// Its files.
    pub data: PathBuf,
    /// Its stdin is the test process's hand: when that lets go, the shell stops the cluster.
    _shell: Child,
}

/// The one cluster of this test process.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start)
}

impl Cluster {
    fn start() -> Self {
        let programs = programs();
        let place = env::temp_dir().join(format!("parlor-postgres-{}", std::process::id()));
        fs::create_dir_all(&place).unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o777)).unwrap();
        let data = place.join("cluster");
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        // PostgreSQL does not run as root.
        let root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
        let user = if root { "runuser -u postgres -- " } else { "" };
        let (bin, place, folder) = (programs.display(), place.display(), data.display());
        // Hundreds of databases for a few seconds each: looking whether to tidy one of them would begin several times a
        // second.
        let script = format!(
            "set -e; trap '' INT; cd /
             {user}{bin}/initdb -D {folder} -U parlor -A trust --no-sync -E UTF8 --locale=C >/dev/null
             {user}{bin}/postgres -D {folder} -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
                -c fsync=off -c autovacuum=off -c max_connections=400 -c logging_collector=off >{folder}.log 2>&1 &
             server=$!; cat >/dev/null; {user}{bin}/pg_ctl -D {folder} -m immediate stop >/dev/null
             wait $server || true; rm -rf {place}",
        );
        let mut shell =
            Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_mins(1);
        let ready = || {
            let check = Command::new(programs.join("pg_isready"))
                .args(["-h", "127.0.0.1", "-p", &port.to_string()])
                .stdout(Stdio::null())
                .status();
            check.is_ok_and(|status| status.success())
        };
        while !ready() {
            assert!(shell.try_wait().unwrap().is_none(), "PostgreSQL did not start");
            assert!(Instant::now() < deadline, "PostgreSQL took over a minute to start");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { port, data, _shell: shell }
    }

    /// A new, empty database.
    pub fn database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("story_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let made = Command::new(programs().join("createdb"))
            .env("PGCONNECT_TIMEOUT", "20")
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "parlor", &name])
            .status()
            .unwrap();
        assert!(made.success());
        format!("postgres://parlor@127.0.0.1:{}/{name}", self.port)
    }
}

/// Where the server programs are: on the PATH, or where Debian puts them.
fn programs() -> PathBuf {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    debian
        .chain(env::split_paths(&path))
        .find(|folder| has(folder, "initdb") && has(folder, "postgres"))
        .expect("PostgreSQL's server programs are missing: `cargo xtask test` installs them")
}

fn has(folder: &Path, program: &str) -> bool {
    folder.join(program).exists()
}
