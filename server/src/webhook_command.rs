//! `parlor admin webhook …`: what is on its way to the operator's billing (ST-3).

use chrono::SecondsFormat;
use clap::{Args, Subcommand};
use services::{Services, WebhookBacklog, WebhookRetry};

use crate::config::Serve;

/// What is done about the webhook.
#[derive(Subcommand)]
pub(crate) enum WebhookCommand {
    /// How many events wait, how many are parked, and what stands in the way.
    Show(Box<Webhook>),
    /// Has a server that runs try all events at once that wait or are parked; those whose turn comes within 30 seconds keep it.
    Retry(Box<Webhook>),
}

#[derive(Args)]
pub(crate) struct Webhook {
    #[command(flatten)]
    settings: Serve,
}

/// What is done about the webhook, understood.
#[derive(Clone, Copy)]
pub(crate) enum WebhookTask {
    Show,
    Retry,
}

impl WebhookCommand {
    pub(crate) fn settings(&self) -> &Serve {
        match self {
            Self::Show(webhook) | Self::Retry(webhook) => &webhook.settings,
        }
    }

    pub(crate) const fn task(&self) -> WebhookTask {
        match self {
            Self::Show(_) => WebhookTask::Show,
            Self::Retry(_) => WebhookTask::Retry,
        }
    }
}

impl WebhookTask {
    /// Does it, and tells on standard output what is so then.
    pub(crate) async fn run(self, services: &Services) -> Result<(), String> {
        match self {
            Self::Show => {
                let backlog = services.webhook_backlog().await.map_err(|problem| problem.to_string())?;
                if let Some(endpoint) = &services.billing_webhook {
                    say!("events are sent to {}", endpoint.url());
                } else {
                    say!("no webhook is set, so nothing is sent; see PARLOR_BILLING_WEBHOOK_URL");
                }
                say!("{}", told(&backlog));
            }
            Self::Retry => {
                let retried = services.retry_webhook().await.map_err(|problem| problem.to_string())?;
                say!("{}", told_of_retry(&retried));
            }
        }
        Ok(())
    }
}

/// How many are tried at once, and how many need not be told.
fn told_of_retry(retried: &WebhookRetry) -> String {
    let WebhookRetry { retried, soon } = retried;
    let soon = if *soon > 0 { format!(", {soon} within 30 seconds as it is their turn") } else { String::new() };
    format!("{retried} events are tried again{soon}")
}

/// How many there are, in one line; another one for what stands in the way.
fn told(backlog: &WebhookBacklog) -> String {
    let WebhookBacklog { waiting, parked, oldest, problem } = backlog;
    let oldest = oldest
        .map_or_else(String::new, |at| format!(", the oldest from {}", at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    let problem = problem.as_ref().map_or_else(String::new, |problem| format!("\nlast problem: {problem}"));
    format!("{waiting} wait, {parked} are parked{oldest}{problem}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-3
    #[test]
    fn st_3_what_is_tried_anyway_is_told() {
        assert_eq!(told_of_retry(&WebhookRetry { retried: 2, soon: 0 }), "2 events are tried again");
        let soon = "0 events are tried again, 1 within 30 seconds as it is their turn";
        assert_eq!(told_of_retry(&WebhookRetry { retried: 0, soon: 1 }), soon);
    }

    // ST-3
    #[test]
    fn st_3_the_backlog_is_told_in_lines() {
        assert_eq!(told(&WebhookBacklog::default()), "0 wait, 0 are parked");
        let backlog = WebhookBacklog {
            waiting: 3,
            parked: 1,
            oldest: Some(chrono::DateTime::UNIX_EPOCH),
            problem: Some("the receiver answered 500 Internal Server Error".into()),
        };
        let lines = "3 wait, 1 are parked, the oldest from 1970-01-01T00:00:00Z\n\
                     last problem: the receiver answered 500 Internal Server Error";
        assert_eq!(told(&backlog), lines);
    }
}
