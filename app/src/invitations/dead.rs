//! An invitation that cannot be accepted any more: what happened, and what to do next (IN-4).

use domain::{DeadInvitation, OrganizationName, Refusal, paths};
use leptos::prelude::*;

use super::api;
use crate::{
    auth::{DeadEnd, MailedLink, NextStep},
    error::AppError,
    form::{Form, PageField, PostForm},
    text::invitations::dead,
    ui::{Button, ButtonKind, ButtonSize, FormError},
};

/// What is shown in its place.
pub(super) fn dead(refusal: &Refusal, _: bool, mailed: MailedLink) -> Option<DeadEnd> {
    let Refusal::DeadInvitation { reason, organization, slug } = refusal else { return None };
    let reason = *reason;
    let name = organization.as_ref().map(OrganizationName::as_str);
    let names: Vec<String> = name.map(str::to_owned).into_iter().collect();
    let next = match reason {
        DeadInvitation::Expired | DeadInvitation::Unbacked | DeadInvitation::IdentityManaged => {
            let MailedLink { token, again } = mailed;
            view! { <AskForNewOne token again/> }.into_any()
        }
        DeadInvitation::UsedByYou | DeadInvitation::Member => {
            let href = slug.as_ref().map_or_else(|| paths::LANDING.to_owned(), paths::organization);
            view! { <NextStep href label=dead::open(name) names=names.clone()/> }.into_any()
        }
        DeadInvitation::Used => view! { <NextStep href=paths::SIGN_IN label=dead::SIGN_IN/> }.into_any(),
        _ => view! { <NextStep href=paths::LANDING label=dead::HOME/> }.into_any(),
    };
    Some(DeadEnd { heading: dead::heading(reason, name), intro: dead::intro(reason, name), names, next })
}

/// *Ask for a new one*: the inviting team sees it in its list.
#[component]
fn AskForNewOne(token: String, again: Callback<()>) -> impl IntoView {
    let form = Form::<api::AskForInvitation>::new();
    form.on_outcome(move |_, outcome| {
        if matches!(outcome, Ok(_) | Err(AppError::Refused(Refusal::DeadInvitation { .. }))) {
            again.run(());
        }
    });
    view! {
        <PostForm form>
            <PageField/>
            <input type="hidden" name="token" value=token/>
            <FormError error=form.form_error()/>
            <div class="actions">
                <Button kind=ButtonKind::Primary size=ButtonSize::Large submit=true busy=form.busy()>{dead::ASK}</Button>
            </div>
        </PostForm>
    }
}
