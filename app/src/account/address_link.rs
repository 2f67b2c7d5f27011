//! `/email/{token}`: what the mailed links about an address open (SI-8).

use domain::{AddressAccess, DeadLink, LinkPurpose, Refusal, paths};
use leptos::prelude::*;

use super::api::{self, address_link::AddressLinkView};
use crate::{
    auth::{DeadEnd, MailedLink, MailedLinkPage, NextStep},
    error::AppError,
    form::{Form, PageField, PostForm},
    layouts::Entry,
    sign_out::SignOut,
    text::{account::address_link as text, password_problem, sign_in, waiting},
    ui::{
        Button, ButtonKind, ButtonSize, Checks, DescriptionItem, DescriptionList, FieldCheck, FormError, LinkButton,
        Name, PasswordField, Sentence,
    },
};

/// The page of a link about an address.
#[component]
pub fn AddressLink() -> impl IntoView {
    view! {
        <MailedLinkPage
            ask=api::address_link::address_link
            open=|link, MailedLink { token, again }| view! { <Open link token again/> }.into_any()
            dead
        />
    }
}

fn dead(refusal: &Refusal, signed_in: bool, _: MailedLink) -> Option<DeadEnd> {
    let &Refusal::DeadLink { link, reason } = refusal else { return None };
    let (href, label) = match (link, reason) {
        _ if signed_in => (paths::LANDING, waiting::CARRY_ON),
        (LinkPurpose::UndoAddress, DeadLink::Used) => (paths::FORGOT_PASSWORD, text::TO_RESET),
        (LinkPurpose::UndoAddress, DeadLink::Expired | DeadLink::Superseded) | (_, DeadLink::Used) => {
            (paths::SIGN_IN, sign_in::SIGN_IN)
        }
        _ => (paths::ACCOUNT_SIGN_IN, text::TO_ACCOUNT),
    };
    Some(DeadEnd {
        heading: text::dead_heading(link, reason).to_owned(),
        intro: if signed_in { text::NOTHING_LEFT } else { text::dead_intro(link, reason) }.to_owned(),
        names: Vec::new(),
        next: view! { <NextStep href label/> }.into_any(),
    })
}

#[component]
fn Open(link: AddressLinkView, token: String, again: Callback<()>) -> impl IntoView {
    if let AddressAccess::WrongAccount { signed_in } = link.access.clone() {
        return view! { <WrongAccount link signed_in=signed_in.into() token again/> }.into_any();
    }
    if let AddressAccess::Taken { stopped } = link.access {
        return view! { <Taken link stopped token again/> }.into_any();
    }
    let form = Form::<api::address_link::UseAddressLink>::new();
    let done = RwSignal::new(false);
    form.on_done(move |_| done.set(true));
    // Signed in or out meanwhile, in another tab, or the address is another account's: what it takes is asked again.
    form.on_outcome(move |_, outcome| {
        if matches!(
            outcome,
            Err(AppError::Refused(
                Refusal::WrongAccount { .. } | Refusal::SignedOut | Refusal::DeadLink { reason: DeadLink::Taken, .. }
            ))
        ) {
            again.run(());
        }
    });
    (move || {
        if done.get() {
            view! { <Done link=link.clone()/> }.into_any()
        } else {
            view! { <ConfirmAddress link=link.clone() token=token.clone() form/> }.into_any()
        }
    })
    .into_any()
}

/// What the link does, and the button that does it.
#[component]
fn ConfirmAddress(
    link: AddressLinkView,
    token: String,
    form: Form<api::address_link::UseAddressLink>,
) -> impl IntoView {
    let AddressLinkView { link, email, name, account, access } = link;
    let (intro, button, does) = match link {
        LinkPurpose::UndoAddress => (text::KEEP_INTRO, text::KEEP, text::KEEP_DOES),
        _ => (text::CONFIRM_INTRO, text::CONFIRM, text::CONFIRM_DOES),
    };
    let moves = (link == LinkPurpose::NewAddress).then(|| account.clone());
    let checks = Checks::provide();
    let password = (access == AddressAccess::Password).then(|| {
        let check = FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(password_problem));
        view! {
            // For password managers; sends nothing.
            <input type="email" autocomplete="username" value=account readonly hidden/>
            <PasswordField
                name="password" label=text::PASSWORD autocomplete="current-password" required=true large=true
                error=form.field_error("password") check=check hint=|| text::PASSWORD_HINT
            />
        }
    });
    view! {
        <Entry title=text::TITLE>
            <h1><Sentence text=text::question(link, &email) names=vec![email.clone()]/></h1>
            <p class="intro">{intro}</p>
            <div class="stack">
                <FormError error=form.form_error()/>
                <DescriptionList in_card=true>
                    <DescriptionItem label=text::NAME><Name text=name/></DescriptionItem>
                    {moves.map(|account| view! { <DescriptionItem label=text::NOW><Name text=account verbatim=true/></DescriptionItem> })}
                    <DescriptionItem label=text::ADDRESS><Name text=email verbatim=true/></DescriptionItem>
                </DescriptionList>
                <PostForm form on:submit:capture=checks.on_submit()>
                    <PageField/>
                    <input type="hidden" name="token" value=token/>
                    {password}
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                        {button}
                    </Button>
                </PostForm>
                <p class="fine">{does}</p>
            </div>
        </Entry>
    }
}

/// Somebody else is signed in here: both accounts, and both ways on. The link stays open.
#[component]
fn WrongAccount(link: AddressLinkView, signed_in: String, token: String, again: Callback<()>) -> impl IntoView {
    let leaving = Form::<SignOut>::new();
    // The way back leads to this very page, so it is asked for anew.
    leaving.on_done(move |_| again.run(()));
    let stay = text::stay(&signed_in);
    view! {
        <Entry title=text::OTHER_HEADING>
            <h1>{text::OTHER_HEADING}</h1>
            <p class="intro">{text::OTHER_INTRO}</p>
            <div class="stack">
                <FormError error=leaving.form_error()/>
                <dl class="versus">
                    <div><dt>{text::MOVES}</dt><dd><Name text=link.account verbatim=true/></dd></div>
                    <div><dt>{text::SIGNED_IN}</dt><dd><Name text=signed_in.clone() verbatim=true/></dd></div>
                </dl>
                <div class="pair">
                    <PostForm form=leaving>
                        <PageField/>
                        <input type="hidden" name="return_to" value=paths::address_link(&token)/>
                        <Button
                            kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=leaving.busy()
                        >
                            {text::SWITCH}
                        </Button>
                    </PostForm>
                    <LinkButton size=ButtonSize::Large wide=true href=paths::LANDING>
                        <Sentence text=stay names=vec![signed_in.clone()]/>
                    </LinkButton>
                </div>
            </div>
        </Entry>
    }
}

/// Another account has the address: the change cannot be undone yet, but whoever made it can be shut out.
#[component]
fn Taken(link: AddressLinkView, stopped: bool, token: String, again: Callback<()>) -> impl IntoView {
    let form = Form::<api::address_link::UseAddressLink>::new();
    // Stopped, or free again meanwhile: the answer of that is the page to be shown.
    form.on_outcome(move |_, outcome| {
        if matches!(outcome, Ok(_) | Err(AppError::Refused(Refusal::DeadLink { .. }))) {
            again.run(());
        }
    });
    let AddressLinkView { email, name, account, .. } = link;
    let stop = (!stopped).then(|| {
        view! {
            <FormError error=form.form_error()/>
            <PostForm form>
                <PageField/>
                <input type="hidden" name="token" value=token/>
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                    {text::STOP}
                </Button>
            </PostForm>
            <p class="fine"><b>{text::STOP}</b> {text::STOP_DOES}</p>
        }
    });
    view! {
        <Entry title=text::TITLE>
            <h1><Sentence text=text::taken(&email) names=vec![email.clone()]/></h1>
            <p class="intro" role=stopped.then_some("status")>
                {if stopped { text::STOPPED_INTRO } else { text::TAKEN_INTRO }}
            </p>
            <div class="stack">
                <DescriptionList in_card=true>
                    <DescriptionItem label=text::NAME><Name text=name/></DescriptionItem>
                    <DescriptionItem label=text::NOW><Name text=account verbatim=true/></DescriptionItem>
                    <DescriptionItem label=text::ADDRESS><Name text=email verbatim=true/></DescriptionItem>
                </DescriptionList>
                {stop}
                <p>{text::TAKEN_NEXT}</p>
                <div class="actions">
                    <LinkButton size=ButtonSize::Large href=paths::SIGN_IN>{sign_in::SIGN_IN}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}

/// What it came to, and what comes next.
#[component]
fn Done(link: AddressLinkView) -> impl IntoView {
    let moved = link.account != link.email;
    let (intro, href, label) = match link.link {
        LinkPurpose::UndoAddress => (text::KEPT_INTRO, paths::FORGOT_PASSWORD, text::TO_RESET),
        _ => (text::CONFIRMED_INTRO, paths::ACCOUNT_SIGN_IN, text::TO_ACCOUNT),
    };
    view! {
        <Entry title=text::TITLE>
            <h1><Sentence text=text::done(link.link, &link.email, moved) names=vec![link.email]/></h1>
            <p class="intro" role="status">{intro}</p>
            <div class="stack"><NextStep href label/></div>
        </Entry>
    }
}
