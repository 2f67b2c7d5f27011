//! Me and my organizations, kept true while a page is open (OR-4, SU-15).

use chrono::{DateTime, Utc};
use domain::{Refusal, paths};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use send_wrapper::SendWrapper;

use super::{
    api::{self, MyOrganizationsView, OrganizationView, pending::PendingView},
    namesakes::Namesakes,
};
use crate::{drafts, error::AppError, live, location, pointer, reach, ui::clock};

/// What a page shows of me. Where nothing changed nothing is told, so nothing moves.
#[derive(Clone, Copy)]
pub struct MyOrganizations {
    view: RwSignal<MyOrganizationsView>,
    /// Told after every look, whether or not anything about me had changed.
    looked: RwSignal<()>,
}

impl MyOrganizations {
    /// Begins with what came with the page, and asks again whenever the server says that something changed.
    pub fn keep(view: MyOrganizationsView) -> Self {
        drafts::belong_to(&view.drafts, &view.email);
        live::belong_to(&view.drafts);
        let mine = Self { view: RwSignal::new(view), looked: RwSignal::new(()) };
        let (navigate, location) = (SendWrapper::new(use_navigate()), use_location());
        live::on_change(move || {
            let (navigate, location) = (navigate.clone(), location.clone());
            let path = location.pathname.get_untracked();
            async move {
                match mine.refresh().await {
                    // Signed out elsewhere: nothing here is shown any longer. Signed out here, this page is on its way out.
                    Err(AppError::Refused(Refusal::SignedOut)) => {
                        if location.pathname.try_get_untracked().as_ref() == Some(&path) {
                            let back = location::here_untracked(&location);
                            navigate(&paths::sign_in_and_return(&back), NavigateOptions::default());
                        }
                    }
                    // What is shown is as old as it was, and nothing else would come either.
                    Err(AppError::Unreachable) => {}
                    // The same after any other error, and the next change asks again.
                    _ => _ = mine.looked.try_set(()),
                }
            }
        });
        mine
    }

    /// Runs `callback` when something may have changed, once it is known what that means for me.
    pub fn on_look(self, callback: impl Fn() + 'static) {
        Effect::new(move |before: Option<()>| {
            self.looked.track();
            if before.is_some() {
                callback();
            }
        });
    }

    /// Asks again, which is no use of the session; what is shown stays until the answer is there.
    pub async fn refresh(self) -> Result<(), AppError> {
        let fresh = api::my_organizations(true).await?;
        reach::found();
        clock::heard(fresh.now);
        if !live::is_own(&fresh.drafts) {
            return Err(AppError::Unreachable);
        }
        pointer::released().await;
        // The page may be gone by now.
        if self.view.try_with_untracked(|view| *view != fresh) == Some(true) {
            self.view.try_set(fresh);
        }
        Ok(())
    }

    /// My name and address.
    pub fn person(self) -> Memo<(String, String)> {
        Memo::new(move |_| self.view.with(|view| (view.name.clone(), view.email.clone())))
    }

    /// What time it is, to the minute.
    pub fn now(self) -> Memo<DateTime<Utc>> {
        Memo::new(move |_| self.view.read().now)
    }

    /// Which of my organizations, and of those that I am invited into, are called alike.
    pub fn namesakes(self) -> Memo<Namesakes> {
        Memo::new(move |_| {
            self.view.with(|view| {
                let mine = view.organizations.iter().map(|mine| (mine.name.as_str(), &mine.slug));
                let invited = view.invitations.iter().map(|pending| (pending.organization.as_str(), &pending.slug));
                Namesakes::among(mine.chain(invited))
            })
        })
    }

    /// My organizations, last opened first.
    pub fn organizations(self) -> Memo<Vec<OrganizationView>> {
        Memo::new(move |_| self.view.with(|view| view.organizations.clone()))
    }

    /// Invitations for me, the newest first.
    pub fn invitations(self) -> Memo<Vec<PendingView>> {
        Memo::new(move |_| self.view.with(|view| view.invitations.clone()))
    }

    /// One was declined: it is gone before the server is asked again.
    pub fn forget_invitation(self, id: &str) {
        self.view.update(|view| view.invitations.retain(|invitation| invitation.id.to_string() != id));
    }
}
