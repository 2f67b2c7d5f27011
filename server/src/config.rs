//! Settings: flags, then environment. A wrong one is named in one line, and the server does not start (OP-1, OP-2).

use std::{
    fs,
    io::{self, Write},
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use app::server::Cookies;
use base64ct::{Base64UrlUnpadded, Encoding};
use clap::Args;
use ipnet::IpNet;
use mail::{Authority, Sender, SmtpUrl};
use security::ServerSecret;
use services::Clock;
use store::DatabaseUrl;
use webhook::{Secrets, WebhookUrl};

use domain::{PublicUrl, PublicUrlProblem};

use crate::{logs, worker};

/// Days for which an operator may have entries of an audit log kept: at most a century.
const AUDIT_LOG_DAYS: RangeInclusive<u32> = 1..=36_500;
/// Where the default set-up keeps its data.
const DEFAULT_DATABASE: &str = "sqlite:data/parlor.db";

/// The settings of `serve`, as they are typed. docs/SETTINGS.md tells what each is for.
#[derive(Args)]
#[expect(clippy::doc_markdown, reason = "the comments are what the command says of itself")]
pub(crate) struct Serve {
    /// Begins an empty database where there was one: without, a start that finds its secret but no data refuses.
    #[arg(
        long,
        env = "PARLOR_NEW_DATABASE",
        default_value = "false",
        default_missing_value = "true",
        num_args = 0..=1,
        require_equals = true,
        value_name = "true|false"
    )]
    new_database: String,
    /// Address and port to listen on.
    #[arg(long, env = "PARLOR_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,
    /// Base of every link, https://chat.example.com.
    #[arg(long, env = "PARLOR_PUBLIC_URL")]
    public_url: Option<String>,
    /// sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE.
    #[arg(long, env = "PARLOR_DATABASE_URL", default_value = DEFAULT_DATABASE, hide_env_values = true)]
    database_url: String,
    /// smtp://USER:PASSWORD@HOST:PORT?tls=none|opportunistic|required, or smtps://… Absent: the local mailbox.
    #[arg(long, env = "PARLOR_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// PEM file with the authority that signed the mail server's certificate, beside those the system knows.
    #[arg(long, env = "PARLOR_SMTP_CA")]
    smtp_ca: Option<PathBuf>,
    /// Whom mail is from, "Parlor <parlor@example.com>".
    #[arg(long, env = "PARLOR_MAIL_FROM")]
    mail_from: Option<String>,
    /// Key of mailed links, 32 characters or more. Absent: made once and kept beside the database.
    #[arg(long, env = "PARLOR_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// Addresses or networks of proxies whose X-Forwarded-For counts, separated by commas.
    #[arg(long, env = "PARLOR_TRUSTED_PROXIES", default_value = "")]
    trusted_proxies: String,
    /// What is logged: error, warn, info, debug, or a filter like info,services=debug.
    #[arg(long, env = "PARLOR_LOG", default_value = "info")]
    log: String,
    /// Organizations that one account may create.
    #[arg(long, env = "PARLOR_ORGANIZATIONS_PER_ACCOUNT", default_value_t = domain::limits::ORGANIZATIONS_PER_ACCOUNT.to_string())]
    organizations_per_account: String,
    /// Days for which entries of an audit log are kept. Absent: for good.
    #[arg(long, env = "PARLOR_AUDIT_LOG_DAYS")]
    audit_log_days: Option<String>,
    /// Where the operator's own billing is told of seats and plans, https://billing.example.com/parlor. Absent: nowhere.
    #[arg(long, env = "PARLOR_BILLING_WEBHOOK_URL", hide_env_values = true)]
    billing_webhook_url: Option<String>,
    /// Key by which what is told there is signed, whsec_ and base64; an old and a new one are separated by a blank.
    #[arg(long, env = "PARLOR_BILLING_WEBHOOK_SECRET", hide_env_values = true)]
    billing_webhook_secret: Option<String>,
    /// Folder with scripts, styles and fonts.
    #[arg(long, env = "PARLOR_SITE_ROOT", default_value = "target/site")]
    site_root: PathBuf,
    /// For tests: a file with the seconds by which the clock is moved. Only while listening on loopback.
    #[arg(long, env = "PARLOR_TEST_CLOCK", hide = true)]
    test_clock: Option<PathBuf>,
    /// For tests: `true` lets a request say which of its statements fails. Only while listening on loopback.
    #[arg(long, env = "PARLOR_TEST_FAULTS", default_value = "false", hide = true)]
    test_faults: String,
    /// For tests: seconds between two looks of a mail worker that nothing wakes. Only while listening on loopback.
    #[arg(long, env = "PARLOR_TEST_MAIL_ROUND", hide = true)]
    test_mail_round: Option<u64>,
}

/// The settings, understood.
pub(crate) struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Base of every link.
    pub public_url: PublicUrl,
    /// Whether the public URL is the address that is listened on: nobody set another.
    pub public_url_is_listen: bool,
    /// The database.
    pub database: DatabaseUrl,
    /// How mail leaves.
    pub mail: MailConfig,
    /// Whom mail is from.
    pub sender: Sender,
    /// Whether an empty one may be begun where there was one.
    pub new_database: bool,
    /// The key of mailed links.
    pub secret: SecretConfig,
    /// Proxies whose X-Forwarded-For counts.
    pub trusted_proxies: Arc<[IpNet]>,
    /// What is logged.
    pub log: String,
    /// Organizations that one account may create.
    pub organizations_per_account: u32,
    /// Days for which entries of an audit log are kept; none: for good.
    pub audit_log_days: Option<u32>,
    /// Where the operator's billing is told of seats and plans; none where it is not.
    pub billing_webhook: Option<WebhookConfig>,
    /// Folder with scripts, styles and fonts.
    pub site_root: PathBuf,
    /// What time it is.
    pub clock: Clock,
    /// Whether a request may say which of its statements fails.
    pub test_faults: bool,
    /// How long a worker that sends what waits, and that nothing wakes, waits between two looks.
    pub outbox_round: Duration,
}

/// Where the operator's billing is, and how what it is told is signed.
pub(crate) struct WebhookConfig {
    pub url: WebhookUrl,
    pub secrets: Secrets,
}

/// How mail leaves.
pub(crate) enum MailConfig {
    /// By this server, which that authority may have signed.
    Smtp { url: Box<SmtpUrl>, authority: Authority },
    /// Into this folder, to be read at `/dev/mailbox`.
    Mailbox(PathBuf),
}

/// The key of mailed links.
pub(crate) enum SecretConfig {
    /// The operator set it.
    Set(ServerSecret),
    /// In this file, made at the first start.
    Kept(PathBuf),
}

impl SecretConfig {
    /// The secret; made and kept where there is none yet. Do so once the database is there: that the file exists says
    /// that there was one.
    pub(crate) fn read(&self) -> Result<ServerSecret, String> {
        match self {
            Self::Set(secret) => Ok(secret.clone()),
            Self::Kept(file) => {
                let secret = kept_secret(file)
                    .map_err(|problem| format!("PARLOR_SECRET: none is set, and none can be kept: {problem}"))?;
                ServerSecret::new(&secret).map_err(|problem| format!("{}: {problem}", file.display()))
            }
        }
    }
}

impl Config {
    /// Understands the settings.
    pub(crate) fn read(typed: &Serve) -> Result<Self, String> {
        let wrong = |name: &str, problem: &dyn std::fmt::Display| format!("{name}: {problem}");
        let listen: SocketAddr = typed
            .listen
            .parse()
            .map_err(|_| wrong("PARLOR_LISTEN", &"must be an address and a port like 127.0.0.1:3000"))?;
        let loopback = listen.ip().is_loopback();
        let public_url = match &typed.public_url {
            Some(url) => url.parse().map_err(|problem: PublicUrlProblem| wrong("PARLOR_PUBLIC_URL", &problem))?,
            None if loopback && typed.smtp_url.is_none() => PublicUrl::of_address(listen),
            None => {
                return Err(wrong(
                    "PARLOR_PUBLIC_URL",
                    &"is needed once others can reach this server: every mailed link begins with it",
                ));
            }
        };
        let database: DatabaseUrl =
            typed.database_url.parse().map_err(|problem| wrong("PARLOR_DATABASE_URL", &problem))?;
        let beside = beside(&database);
        let mail = match &typed.smtp_url {
            Some(url) => {
                let url: SmtpUrl = url.parse().map_err(|problem| wrong("PARLOR_SMTP_URL", &problem))?;
                let authority = typed.smtp_ca.as_deref().map(|file| {
                    Authority::read(file)
                        .map_err(|problem| wrong("PARLOR_SMTP_CA", &format!("{}: {problem}", file.display())))
                });
                MailConfig::Smtp { url: Box::new(url), authority: authority.transpose()?.unwrap_or_default() }
            }
            None => MailConfig::Mailbox(beside.with_extension("mailbox")),
        };
        let sender = match &typed.mail_from {
            Some(sender) => sender.parse(),
            None if public_url.has_domain() => format!("Parlor <parlor@{}>", public_url.host()).parse(),
            None => "Parlor <parlor@localhost.localdomain>".parse(),
        }
        .map_err(|problem| wrong("PARLOR_MAIL_FROM", &problem))?;
        let secret = match &typed.secret {
            Some(secret) => {
                SecretConfig::Set(ServerSecret::new(secret).map_err(|problem| wrong("PARLOR_SECRET", &problem))?)
            }
            None => SecretConfig::Kept(beside.with_extension("secret")),
        };
        let new_database =
            typed.new_database.parse().map_err(|_| wrong("PARLOR_NEW_DATABASE", &"must be true or false"))?;
        let trusted_proxies = typed
            .trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|network| !network.is_empty())
            .map(|network| {
                trusted_network(network).ok_or_else(|| {
                    wrong(
                        "PARLOR_TRUSTED_PROXIES",
                        &format!("{network} is neither an address nor a network like 10.0.0.0/8"),
                    )
                })
            })
            .collect::<Result<_, _>>()?;
        let log = logs::filter(&typed.log).map_err(|problem| wrong("PARLOR_LOG", &problem))?;
        let organizations_per_account = typed
            .organizations_per_account
            .parse()
            .ok()
            .filter(|limit| *limit > 0)
            .ok_or_else(|| wrong("PARLOR_ORGANIZATIONS_PER_ACCOUNT", &"must be a number, 1 or more"))?;
        let audit_log_days = typed.audit_log_days.as_deref().map(|days| {
            days.parse()
                .ok()
                .filter(|days| AUDIT_LOG_DAYS.contains(days))
                .ok_or_else(|| wrong("PARLOR_AUDIT_LOG_DAYS", &"must be a number of days, 1 to 36500"))
        });
        let audit_log_days = audit_log_days.transpose()?;
        let billing_webhook = match (&typed.billing_webhook_url, &typed.billing_webhook_secret) {
            (None, None) => None,
            (Some(url), Some(secrets)) => Some(WebhookConfig {
                url: url.parse().map_err(|problem| wrong("PARLOR_BILLING_WEBHOOK_URL", &problem))?,
                secrets: secrets.parse().map_err(|problem| wrong("PARLOR_BILLING_WEBHOOK_SECRET", &problem))?,
            }),
            (Some(_), None) => {
                return Err(wrong("PARLOR_BILLING_WEBHOOK_SECRET", &"is needed beside PARLOR_BILLING_WEBHOOK_URL"));
            }
            (None, Some(_)) => {
                return Err(wrong("PARLOR_BILLING_WEBHOOK_URL", &"is needed beside PARLOR_BILLING_WEBHOOK_SECRET"));
            }
        };
        let clock = match &typed.test_clock {
            Some(file) if loopback => Clock::Moved(Arc::new(file.clone())),
            Some(_) => return Err(wrong("PARLOR_TEST_CLOCK", &"is for tests on loopback")),
            None => Clock::System,
        };
        let test_faults = match typed.test_faults.as_str() {
            "false" => false,
            "true" if loopback => true,
            _ => return Err(wrong("PARLOR_TEST_FAULTS", &"is for tests on loopback")),
        };
        let mail_round = match typed.test_mail_round {
            Some(seconds) if loopback => Duration::from_secs(seconds),
            Some(_) => return Err(wrong("PARLOR_TEST_MAIL_ROUND", &"is for tests on loopback")),
            None => worker::ROUND,
        };
        Ok(Self {
            listen,
            public_url,
            public_url_is_listen: typed.public_url.is_none(),
            database,
            mail,
            sender,
            new_database,
            secret,
            trusted_proxies,
            log,
            organizations_per_account,
            audit_log_days,
            billing_webhook,
            site_root: typed.site_root.clone(),
            clock,
            test_faults,
            outbox_round: mail_round,
        })
    }

    /// Takes the address that was got: with port 0 only the system knows the port (FIELD-76).
    pub(crate) fn listens_on(&mut self, address: SocketAddr) {
        self.listen = address;
        if self.public_url_is_listen {
            self.public_url = PublicUrl::of_address(address);
        }
    }

    /// Names and attributes of cookies.
    pub(crate) fn cookies(&self) -> Cookies {
        Cookies { secure: self.public_url.is_https(), port: self.public_url.port() }
    }

    /// Whether the local mailbox is shown: nobody but this machine can be meant to open this server (OP-2, CT-5).
    pub(crate) fn shows_mailbox(&self) -> bool {
        self.listen.ip().is_loopback() && self.public_url.is_loopback()
    }
}

/// A proxy's address or network. Peers are compared in their canonical form, and so IPv4 within IPv6 is IPv4.
fn trusted_network(text: &str) -> Option<IpNet> {
    let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()?;
    match network {
        IpNet::V6(mapped) if mapped.prefix_len() >= 96 => match mapped.addr().to_canonical() {
            address @ IpAddr::V4(_) => IpNet::new(address, mapped.prefix_len() - 96).ok(),
            IpAddr::V6(_) => Some(network),
        },
        _ => Some(network),
    }
}

/// The path beside which a database's companions lie: the file itself for SQLite, `data/parlor` else.
fn beside(database: &DatabaseUrl) -> &Path {
    database.file().unwrap_or(Path::new("data/parlor"))
}

/// The secret in `file`, made at the first start, readable by its owner alone.
fn kept_secret(file: &Path) -> io::Result<String> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    if !file.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        // Written whole before it gets its name: of two processes that start at once, both read the same.
        let draft = file.with_extension(format!("secret-{}", std::process::id()));
        let mut new = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        new.write_all(Base64UrlUnpadded::encode_string(&bytes).as_bytes())?;
        new.sync_all()?;
        let named = fs::hard_link(&draft, file);
        fs::remove_file(&draft)?;
        match named {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    fs::read_to_string(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-16
    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for (typed, taken) in [
            ("10.0.0.1", "10.0.0.1/32"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("::ffff:10.0.0.1", "10.0.0.1/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("2001:db8::/32", "2001:db8::/32"),
        ] {
            assert_eq!(trusted_network(typed).map(|network| network.to_string()), Some(taken.to_owned()), "{typed}");
        }
        for typed in ["10.0.0.0/33", "proxy", "10.0.0.1:80"] {
            assert_eq!(trusted_network(typed), None, "{typed}");
        }
    }

    // FIELD-31: what says that there was a database lies where that is.
    #[test]
    fn companions_lie_beside_the_database() {
        for (url, kept) in [
            ("sqlite:data/parlor.db", "data/parlor.secret"),
            ("sqlite:///tmp/x.db", "/tmp/x.secret"),
            ("sqlite:////tmp/x.db", "/tmp/x.secret"),
            ("postgres://h/d", "data/parlor.secret"),
        ] {
            let database: DatabaseUrl = url.parse().unwrap();
            assert_eq!(beside(&database).with_extension("secret"), Path::new(kept), "{url}");
        }
    }
}
