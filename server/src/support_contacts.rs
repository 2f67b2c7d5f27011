//! `parlor admin support-contact …`: whom the operator names as support contacts (CH-4).

use clap::{Args, Subcommand};
use domain::{EmailAddress, Refusal, Slug};
use services::{ServiceError, Services, organizations::SupportContactNotSet};

use crate::config::Serve;

/// What is done about support contacts.
#[derive(Subcommand)]
pub(crate) enum SupportContactCommand {
    /// The support contacts of an organization, a line each.
    List(Box<Listed>),
    /// Makes a member a support contact.
    Add(Box<Named>),
    /// Takes a member off the support contacts.
    Remove(Box<Named>),
}

#[derive(Args)]
pub(crate) struct Listed {
    /// Its place in addresses: harbour-finch in /o/harbour-finch.
    slug: String,
    #[command(flatten)]
    settings: Serve,
}

#[derive(Args)]
pub(crate) struct Named {
    /// Its place in addresses: harbour-finch in /o/harbour-finch.
    slug: String,
    /// The address that the member signs in with.
    email: String,
    #[command(flatten)]
    settings: Serve,
}

/// What is done about support contacts, understood.
pub(crate) enum SupportContactTask {
    List(Slug),
    Set { slug: Slug, email: EmailAddress, named: bool },
}

impl Named {
    fn task(&self, named: bool) -> Result<SupportContactTask, String> {
        let email = self.email.parse().map_err(|_| format!("{:?} is no email address", self.email))?;
        Ok(SupportContactTask::Set { slug: slug(&self.slug)?, email, named })
    }
}

impl SupportContactCommand {
    pub(crate) fn settings(&self) -> &Serve {
        match self {
            Self::List(listed) => &listed.settings,
            Self::Add(named) | Self::Remove(named) => &named.settings,
        }
    }

    /// Understands what was typed; what is wrong with it stands in one line.
    pub(crate) fn read(&self) -> Result<SupportContactTask, String> {
        match self {
            Self::List(listed) => Ok(SupportContactTask::List(slug(&listed.slug)?)),
            Self::Add(named) => named.task(true),
            Self::Remove(named) => named.task(false),
        }
    }
}

impl SupportContactTask {
    /// Does it, and tells on standard output who is one then.
    pub(crate) async fn run(self, services: &Services) -> Result<(), String> {
        let slug = match self {
            Self::List(slug) => slug,
            Self::Set { slug, email, named } => {
                match services.set_support_contact(&slug, &email, named).await {
                    Ok(()) => {}
                    Err(SupportContactNotSet::Failed(problem)) => return Err(failed(&slug, &problem)),
                    Err(problem @ SupportContactNotSet::NoMember) => return Err(format!("{slug}: {problem}")),
                }
                slug
            }
        };
        let contacts = services.support_contacts(&slug).await.map_err(|problem| failed(&slug, &problem))?;
        if contacts.is_empty() {
            say!("{slug}: no support contact");
        }
        for contact in contacts {
            say!("{slug}\t{}\t{}", contact.email, contact.name);
        }
        Ok(())
    }
}

fn slug(typed: &str) -> Result<Slug, String> {
    typed.parse().map_err(|_| format!("{typed:?} is no organization's place in an address"))
}

fn failed(slug: &Slug, problem: &ServiceError) -> String {
    match problem {
        ServiceError::Refused(Refusal::NotFound) => format!("{slug}: no organization has this address"),
        problem => format!("{slug}: {problem}"),
    }
}
