//! `/verify/{token}`: what the mailed link opens (SU-7, SU-8, SU-14).

use domain::{DeadLink, Refusal, SignUpOrigin, paths};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::{self, confirm::LinkView},
    mailed_link::{DeadEnd, MailedLink, MailedLinkPage, NextStep},
    other_tab,
};
use crate::{
    form::{Form, PageField, PostForm},
    layouts::Entry,
    text::{self, confirm, dead_link},
    ui::{Button, ButtonKind, ButtonSize, DescriptionItem, DescriptionList, FormError, LocalTime, Name, TimeShape},
};

/// The page of a verification link.
#[component]
pub fn Confirm() -> impl IntoView {
    view! {
        <MailedLinkPage
            ask=api::confirm::verification_link
            open=|link, MailedLink { token, .. }| view! { <Open link token/> }.into_any()
            dead
        />
    }
}

fn dead(refusal: &Refusal, signed_in: bool, _: MailedLink) -> Option<DeadEnd> {
    let &Refusal::DeadLink { reason, .. } = refusal else { return None };
    let (href, label) = match reason {
        _ if signed_in => (paths::LANDING, text::waiting::CARRY_ON),
        DeadLink::Unknown | DeadLink::Rejected => (paths::SIGN_UP, text::sign_up::SUBMIT),
        _ => (paths::SIGN_IN, text::sign_in::SIGN_IN),
    };
    Some(DeadEnd {
        heading: dead_link::heading(reason).to_owned(),
        intro: if signed_in { dead_link::SIGNED_IN } else { dead_link::intro(reason) }.to_owned(),
        names: Vec::new(),
        next: view! { <NextStep href label/> }.into_any(),
    })
}

/// What became of an open link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nobody decided yet.
    Open,
    /// Confirmed; a waiting tab of this browser goes on.
    OtherTab,
    /// Confirmed; another browser goes on.
    OtherBrowser,
    /// Confirmed; no browser waits for it any more.
    NobodyWaits,
    /// The claim is deleted.
    Removed,
}

#[component]
fn Open(link: LinkView, token: String) -> impl IntoView {
    let confirming = Form::<api::confirm::Confirm>::new();
    let rejecting = Form::<api::confirm::Reject>::new();
    let outcome = RwSignal::new(Outcome::Open);
    let navigate = use_navigate();
    confirming.on_answer(move |view| {
        if view.own {
            let navigate = navigate.clone();
            spawn_local(async move {
                if other_tab::somebody_waits().await {
                    outcome.try_set(Outcome::OtherTab);
                } else {
                    navigate(paths::VERIFY, NavigateOptions::default());
                }
            });
        } else if view.waits {
            outcome.set(Outcome::OtherBrowser);
        } else {
            outcome.set(Outcome::NobodyWaits);
        }
    });
    rejecting.on_done(move |_| outcome.set(Outcome::Removed));
    // In the browser that signed up nobody need click: with JavaScript the page confirms by itself.
    let own = link.origin == SignUpOrigin::Own;
    let itself = token.clone();
    Effect::new(move || {
        if own {
            confirming.send(&[("token", &itself)]);
        }
    });
    move || {
        match outcome.get() {
        Outcome::Open if link.origin == SignUpOrigin::Rival => {
            view! { <Rival link=link.clone() token=token.clone() rejecting/> }.into_any()
        }
        Outcome::Open => {
            view! { <ConfirmOrReject link=link.clone() token=token.clone() confirming rejecting/> }
                .into_any()
        }
        Outcome::OtherTab => view! {
            <Entry title=confirm::DONE>
                <h1>{confirm::DONE}</h1>
                <p class="intro" role="status">{confirm::OTHER_TAB}</p>
                <div class="stack"><p class="fine"><a class="link" href=paths::VERIFY>{confirm::CARRY_ON_HERE}</a></p></div>
            </Entry>
        }.into_any(),
        Outcome::OtherBrowser => view! {
            <Entry title=confirm::DONE>
                <h1>{confirm::DONE}</h1>
                <p class="intro" role="status">{confirm::OTHER_BROWSER}</p>
                <div class="stack"><p class="fine"><a class="link" href=paths::SIGN_IN>{confirm::SIGN_IN_HERE}</a></p></div>
            </Entry>
        }.into_any(),
        Outcome::NobodyWaits => view! {
            <Entry title=confirm::DONE>
                <h1>{confirm::DONE}</h1>
                <p class="intro" role="status">{confirm::NOBODY_WAITS}</p>
                <div class="stack"><NextStep href=paths::SIGN_IN label=confirm::SIGN_IN/></div>
            </Entry>
        }.into_any(),
        Outcome::Removed => view! {
            <Entry title=confirm::REMOVED>
                <h1>{confirm::REMOVED}</h1>
                <p class="intro" role="status">{confirm::REMOVED_INTRO}</p>
            </Entry>
        }.into_any(),
    }
    }
}

/// Who, what, when, and two buttons.
#[component]
fn ConfirmOrReject(
    link: LinkView,
    token: String,
    confirming: Form<api::confirm::Confirm>,
    rejecting: Form<api::confirm::Reject>,
) -> impl IntoView {
    let own = link.origin == SignUpOrigin::Own;
    let (heading, intro) =
        if own { (confirm::OWN_HEADING, confirm::OWN_INTRO) } else { (confirm::HEADING, confirm::INTRO) };
    let same_token = token.clone();
    view! {
        <Entry title=confirm::TITLE>
            <h1>{heading}</h1>
            <p class="intro">{intro}</p>
            <div class="stack">
                <FormError error=confirming.form_error()/>
                <FormError error=rejecting.form_error()/>
                <SignUpDetails link/>
                <div class="pair pair-side">
                    <PostForm form=confirming>
                        <PageField/>
                        <input type="hidden" name="token" value=token/>
                        <Button kind=ButtonKind::Primary size=ButtonSize::Large submit=true busy=confirming.busy()>
                            {confirm::CONFIRM}
                        </Button>
                    </PostForm>
                    {(!own).then(|| view! {
                        <PostForm form=rejecting>
                            <PageField/>
                            <input type="hidden" name="token" value=same_token/>
                            <Button size=ButtonSize::Large submit=true busy=rejecting.busy()>{confirm::NOT_ME}</Button>
                        </PostForm>
                    })}
                </div>
                {(!own).then(|| view! {
                    <p class="fine"><b>{confirm::CONFIRM}</b> {confirm::CONFIRM_DOES}</p>
                    <p class="fine"><b>{confirm::NOT_ME}</b> {confirm::NOT_ME_DOES}</p>
                })}
            </div>
        </Entry>
    }
}

/// Whose sign-up it is, and since when.
#[component]
fn SignUpDetails(link: LinkView) -> impl IntoView {
    view! {
        <DescriptionList in_card=true>
            <DescriptionItem label=confirm::ADDRESS><Name text=link.email verbatim=true/></DescriptionItem>
            <DescriptionItem label=confirm::NAME><Name text=link.name/></DescriptionItem>
            <DescriptionItem label=confirm::STARTED>
                <LocalTime at=link.started_at shape=TimeShape::Weekday now=link.now/> ", "
                <LocalTime at=link.started_at shape=TimeShape::Relative now=link.now/>
            </DescriptionItem>
        </DescriptionList>
    }
}

/// In a browser with a sign-up of its own for the address: nobody confirms a stranger's by habit.
#[component]
fn Rival(link: LinkView, token: String, rejecting: Form<api::confirm::Reject>) -> impl IntoView {
    let restarting = Form::<api::confirm::Restart>::new();
    restarting.follow();
    let same_token = token.clone();
    view! {
        <Entry title=confirm::RIVAL_HEADING>
            <h1>{confirm::RIVAL_HEADING}</h1>
            <p class="intro">{confirm::RIVAL_INTRO}</p>
            <div class="stack">
                <FormError error=restarting.form_error()/>
                <FormError error=rejecting.form_error()/>
                <SignUpDetails link/>
                <div class="pair pair-side">
                    <PostForm form=restarting>
                        <PageField/>
                        <input type="hidden" name="token" value=token/>
                        <Button kind=ButtonKind::Primary size=ButtonSize::Large submit=true busy=restarting.busy()>
                            {confirm::GO_ON}
                        </Button>
                    </PostForm>
                    <PostForm form=rejecting>
                        <PageField/>
                        <input type="hidden" name="token" value=same_token/>
                        <Button size=ButtonSize::Large submit=true busy=rejecting.busy()>{confirm::NOT_ME}</Button>
                    </PostForm>
                </div>
                <p class="fine"><b>{confirm::GO_ON}</b> {confirm::GO_ON_DOES}</p>
                <p class="fine"><b>{confirm::NOT_ME}</b> {confirm::NOT_ME_RIVAL}</p>
            </div>
        </Entry>
    }
}
