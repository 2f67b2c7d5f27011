//! `parlor admin plan …`: what the operator says about plans and limits (ST-3).

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use domain::{Limit, Plan, PlanName, Refusal, Slug, Subscription, SubscriptionStatus};
use services::{
    ServiceError, Services,
    billing::{ListedSubscription, PlanChange, PlanNotSet, PlanUse, Setting},
};

use crate::config::Serve;

/// What is done about plans.
#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    /// All organizations with their plans, a line each.
    List(Box<Listed>),
    /// The plan of an organization, and what of it is used.
    Show(Box<Shown>),
    /// Gives an organization a plan, or changes something about it. What is not said stays as it is.
    Set(Box<Changed>),
    /// What new organizations begin with. Without options: says what that is.
    Default(Box<Begun>),
}

#[derive(Args)]
pub(crate) struct Listed {
    #[command(flatten)]
    settings: Serve,
}

#[derive(Args)]
pub(crate) struct Shown {
    /// Its place in addresses: harbour-finch in /o/harbour-finch.
    slug: String,
    #[command(flatten)]
    settings: Serve,
}

#[derive(Args)]
pub(crate) struct Changed {
    /// Its place in addresses: harbour-finch in /o/harbour-finch.
    slug: String,
    #[command(flatten)]
    typed: Typed,
    /// Its last day, 2027-01-31, or none. Afterwards everything goes on as before, and the organization is told.
    #[arg(long, value_name = "DATE|none")]
    until: Option<String>,
    /// How it stands: trial, active, past-due or cancelled. It is told, and limits nothing.
    #[arg(long)]
    status: Option<String>,
    #[command(flatten)]
    settings: Serve,
}

#[derive(Args)]
pub(crate) struct Begun {
    #[command(flatten)]
    typed: Typed,
    /// New organizations begin without a plan, and nothing is limited.
    #[arg(long, conflicts_with_all = ["plan", "seats", "projects"])]
    clear: bool,
    #[command(flatten)]
    settings: Serve,
}

/// A plan as it is typed.
#[derive(Args)]
struct Typed {
    /// What the plan is called.
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Seats for members and open invitations, or none for as many as wanted.
    #[arg(long, allow_negative_numbers = true, value_name = "N|none")]
    seats: Option<String>,
    /// Projects that are worked in, or none for as many as wanted.
    #[arg(long, allow_negative_numbers = true, value_name = "N|none")]
    projects: Option<String>,
}

/// A date as it is typed, or none.
struct Day(NaiveDate);

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let problem = "must be a day like 2027-01-31, or none";
        // No sign and no blank, which the calendar's own reader would take.
        let plain = typed.len() == 10 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day: Option<NaiveDate> = typed.parse().ok().filter(|_| plain);
        // A year that nobody means.
        day.filter(|day| (2000..=9999).contains(&day.year())).map(Self).ok_or(problem)
    }
}

impl Typed {
    fn change(&self) -> Result<PlanChange, String> {
        let name = self.plan.as_deref().map(|typed| {
            PlanName::from_str(typed).map_err(|problem| format!("--plan: {typed:?} is no name: {problem}"))
        });
        Ok(PlanChange {
            name: name.transpose()?,
            seats: or_none::<Limit>("--seats", self.seats.as_deref())?,
            projects: or_none::<Limit>("--projects", self.projects.as_deref())?,
            ..PlanChange::default()
        })
    }

    const fn is_empty(&self) -> bool {
        self.plan.is_none() && self.seats.is_none() && self.projects.is_none()
    }
}

/// A value, or `none`.
fn or_none<T: FromStr<Err: fmt::Display>>(option: &str, typed: Option<&str>) -> Result<Setting<Option<T>>, String> {
    match typed {
        None => Ok(Setting::Kept),
        Some("none") => Ok(Setting::Set(None)),
        Some(typed) => match typed.parse() {
            Ok(value) => Ok(Setting::Set(Some(value))),
            Err(problem) => Err(format!("{option}: {typed:?} {problem}")),
        },
    }
}

impl Changed {
    fn change(&self) -> Result<PlanChange, String> {
        if self.typed.is_empty() && self.until.is_none() && self.status.is_none() {
            return Err("say what to set: --plan, --seats, --projects, --until or --status".into());
        }
        let status = self.status.as_deref().map(|typed| {
            SubscriptionStatus::from_str(typed).map_err(|problem| format!("--status: {typed:?} {problem}"))
        });
        let ends_on = match or_none::<Day>("--until", self.until.as_deref())? {
            Setting::Kept => Setting::Kept,
            Setting::Set(day) => Setting::Set(day.map(|Day(day)| day)),
        };
        let status = status.transpose()?.map_or(Setting::Kept, Setting::Set);
        Ok(PlanChange { status, ends_on, ..self.typed.change()? })
    }
}

/// What is done about plans, understood.
pub(crate) enum PlanTask {
    List,
    Show(Slug),
    Set(Slug, PlanChange),
    ShowDefault,
    SetDefault(PlanChange),
    ClearDefault,
}

impl PlanCommand {
    pub(crate) fn settings(&self) -> &Serve {
        match self {
            Self::List(listed) => &listed.settings,
            Self::Show(shown) => &shown.settings,
            Self::Set(changed) => &changed.settings,
            Self::Default(begun) => &begun.settings,
        }
    }

    /// Understands what was typed; what is wrong with it stands in one line.
    pub(crate) fn read(&self) -> Result<PlanTask, String> {
        Ok(match self {
            Self::List(_) => PlanTask::List,
            Self::Show(shown) => PlanTask::Show(slug(&shown.slug)?),
            Self::Set(changed) => PlanTask::Set(slug(&changed.slug)?, changed.change()?),
            Self::Default(begun) if begun.clear => PlanTask::ClearDefault,
            Self::Default(begun) if begun.typed.is_empty() => PlanTask::ShowDefault,
            Self::Default(begun) => PlanTask::SetDefault(begun.typed.change()?),
        })
    }
}

impl PlanTask {
    /// Does it, and tells on standard output what is so then.
    pub(crate) async fn run(self, services: &Services) -> Result<(), String> {
        let of_new = |problem: &dyn fmt::Display| format!("new organizations: {problem}");
        match self {
            Self::List => {
                say!("slug\tplan\tseats\tprojects\tstatus\tuntil");
                services.each_plan(|listed| say!("{}", row(listed))).await.map_err(|problem| problem.to_string())?;
            }
            Self::Show(slug) => {
                let (subscription, used) = services.plan_of(&slug).await.map_err(|problem| failed(&slug, &problem))?;
                say!("{}", told(&slug, subscription.as_ref(), &used));
            }
            Self::Set(slug, change) => match services.set_plan(&slug, change).await {
                Ok((subscription, used)) => say!("{}", told(&slug, Some(&subscription), &used)),
                Err(PlanNotSet::Failed(problem)) => return Err(failed(&slug, &problem)),
                Err(problem @ PlanNotSet::NoName) => return Err(format!("{slug} {problem}")),
            },
            Self::ShowDefault => {
                let plan = services.default_plan().await.map_err(|problem| of_new(&problem))?;
                say!("{}", begins(plan.as_ref()));
            }
            Self::SetDefault(change) => {
                let plan = services.set_default_plan(change).await.map_err(|problem| of_new(&problem))?;
                say!("{}", begins(Some(&plan)));
            }
            Self::ClearDefault => {
                services.clear_default_plan().await.map_err(|problem| of_new(&problem))?;
                say!("{}", begins(None));
            }
        }
        Ok(())
    }
}

/// What new organizations begin with.
fn begins(plan: Option<&Plan>) -> String {
    match plan {
        Some(Plan { name, seats, projects }) => {
            format!("new organizations: {name}, seats {}, projects {}", included(*seats), included(*projects))
        }
        None => "new organizations: no plan, nothing is limited".into(),
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

fn included(limit: Option<Limit>) -> String {
    limit.map_or_else(|| "none".into(), |limit| limit.to_string())
}

fn of(taken: u32, included: Option<Limit>) -> String {
    included.map_or_else(|| taken.to_string(), |included| format!("{taken}/{included}"))
}

fn until(subscription: &Subscription) -> String {
    subscription.ends_on.map_or_else(|| "none".into(), |last| last.to_string())
}

/// A line of the list, its parts a tab apart.
fn row(listed: &ListedSubscription) -> String {
    let ListedSubscription { slug, subscription, used } = listed;
    let (seats, projects) =
        (of(used.seats.taken(), used.seats.included), of(used.projects.active, used.projects.included));
    match subscription {
        Some(found) => {
            format!("{slug}\t{}\t{seats}\t{projects}\t{}\t{}", found.plan.name, found.status.as_str(), until(found))
        }
        None => format!("{slug}\t-\t{seats}\t{projects}\t-\t-"),
    }
}

/// "1 member", "2 members"
fn counted(count: u32, one: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {one}{end}")
}

/// What is so, in one line; another one where more is used than there is.
fn told(slug: &Slug, subscription: Option<&Subscription>, used: &PlanUse) -> String {
    let counted = format!(
        "seats {} ({}, {}), projects {}",
        of(used.seats.taken(), used.seats.included),
        counted(used.seats.members, "member"),
        counted(used.seats.invited, "open invitation"),
        of(used.projects.active, used.projects.included)
    );
    let Some(found) = subscription else { return format!("{slug}: no plan, nothing is limited; {counted}") };
    let line = format!("{slug}: {}, {}, until {}; {counted}", found.plan.name, found.status.as_str(), until(found));
    let over = |taken: u32, included: Option<Limit>| included.is_some_and(|included| taken > included.get());
    if over(used.seats.taken(), used.seats.included) || over(used.projects.active, used.projects.included) {
        format!("{line}\nmore is used than that: nothing is removed, and nothing can be added until there is room")
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-3: what does not exist is named.
    #[test]
    fn st_3_bad_values_are_named_in_one_line() {
        let change = |seats: &str, until: &str, status: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let typed = Typed { plan: None, seats: some(seats), projects: None };
            let status =
                some(status).map(|status| SubscriptionStatus::from_str(&status).map_err(|problem| problem.to_string()));
            typed
                .change()
                .and_then(|change| {
                    let until = some(until);
                    or_none::<Day>("--until", until.as_deref()).map(|_| change)
                })
                .and_then(|change| status.transpose().map(|_| change))
                .err()
        };
        assert_eq!(change("5", "2028-02-29", "active"), None);
        assert_eq!(change("none", "none", ""), None);
        for (seats, until, status, said) in [
            ("0", "", "", "--seats: \"0\" must be a number from 1 to 1000000"),
            ("five", "", "", "--seats: \"five\" must be a number from 1 to 1000000"),
            ("5", "2026-02-29", "", "--until: \"2026-02-29\" must be a day like 2027-01-31, or none"),
            ("5", "31.1.2027", "", "--until: \"31.1.2027\" must be a day like 2027-01-31, or none"),
            ("5", "+2027-1-31", "", "--until: \"+2027-1-31\" must be a day like 2027-01-31, or none"),
            ("5", "", "on", "must be trial, active, past-due or cancelled"),
        ] {
            assert_eq!(change(seats, until, status).as_deref(), Some(said));
        }
    }
}
