//! `/invitations/{token}`: what the link of an invitation opens (IN-2 to IN-5).

use domain::{InvitationAccess, Refusal, paths};
use leptos::prelude::*;

use super::{
    api::{self, InvitationView, InvitedTo},
    dead::dead,
};
use crate::{
    auth::{MailedLink, MailedLinkPage, Meter, check_name, check_password, own_words},
    error::AppError,
    form::{Form, PageField, PostForm},
    layouts::Entry,
    sign_out::{SignOutButton, sign_out_form},
    text::{
        self,
        invitations::{self as words, copied, no_seat, wrong_account},
    },
    ui::{
        Button, ButtonKind, ButtonSize, Checks, Field, FieldCheck, FormError, LinkButton, Name, Notice, NoticeTone,
        PasswordField, Sentence, SubmitLink, Tile, TileSize, use_now,
    },
};

/// What a form took that was refused as only a form that takes something else can be; what is asked instead says so.
#[derive(Clone, Copy)]
struct Outdated(StoredValue<Option<InvitationAccess>>);

/// Whether a form that takes what this access needs cannot be refused so: by now another access is needed.
fn is_outdated(access: &InvitationAccess, refusal: &Refusal) -> bool {
    match access {
        InvitationAccess::New => matches!(refusal, Refusal::BadCredentials),
        InvitationAccess::SignIn => refusal.of_field("name").is_some(),
        _ => matches!(refusal, Refusal::BadCredentials | Refusal::Fields { .. }),
    }
}

/// The page of an invitation.
#[component]
pub fn Invitation() -> impl IntoView {
    provide_context(Outdated(StoredValue::new(None)));
    view! {
        <MailedLinkPage
            ask=api::view_invitation
            open=|invitation, MailedLink { token, again }| view! { <Open invitation token again/> }.into_any()
            dead
        />
    }
}

#[component]
fn Open(invitation: InvitationView, token: String, again: Callback<()>) -> impl IntoView {
    match invitation.access.clone() {
        InvitationAccess::WrongAccount { signed_in } => {
            view! { <WrongAccount invitation signed_in=signed_in.into() token again/> }.into_any()
        }
        InvitationAccess::Copied => view! { <Copied invitation token/> }.into_any(),
        InvitationAccess::New | InvitationAccess::SignIn | InvitationAccess::Accept => {
            view! { <AcceptOrDecline invitation token again/> }.into_any()
        }
    }
}

/// Whose invitation it is, who invites, and what the role lets one do.
#[component]
fn Head(invitation: InvitationView) -> impl IntoView {
    let InvitationView { organization, address, color, inviter, role, projects, .. } = invitation;
    let names: Vec<String> = projects.iter().map(|project| project.name.clone()).collect();
    let projects: Vec<_> = projects
        .into_iter()
        .map(|InvitedTo { name, slug, role }| (text::told_apart(&name, slug.as_ref()), role))
        .collect();
    let into = (!projects.is_empty()).then(|| words::into_projects(&projects));
    view! {
        <Tile name=organization.clone() color size=TileSize::ExtraLarge/>
        <h1><Sentence text=words::join(&organization) names=vec![organization]/></h1>
        {address.map(|address| view! { <p class="fine"><Name text=address verbatim=true/></p> })}
        <p class="intro">
            <b><Name text=inviter.unwrap_or_else(|| words::SOMEBODY.to_owned())/></b>
            {words::INVITES_YOU_AS}
            <b>{words::as_role(role)}</b>
            {words::youll(role)}
        </p>
        {into.map(|text| view! { <p class="intro"><Sentence text names/></p> })}
    }
}

/// *Accept* or *Decline*; whoever is new or signed out gives what that takes on the access.
#[component]
fn AcceptOrDecline(invitation: InvitationView, token: String, again: Callback<()>) -> impl IntoView {
    let accepting = Form::<api::AcceptInvitation>::new();
    accepting.follow();
    let declining = Form::<api::DeclineInvitation>::new();
    let access = StoredValue::new(invitation.access.clone());
    let outdated = use_context::<Outdated>();
    let before = outdated.and_then(|Outdated(before)| before.try_update_value(Option::take).flatten());
    let why = before.filter(|before| *before != invitation.access).and_then(|_| words::asked_anew(&invitation.access));
    // What ended meanwhile, or ends by this, has a page of its own; and what is outdated is asked for anew.
    accepting.on_outcome(move |_, outcome| {
        let Err(AppError::Refused(refusal)) = outcome else { return };
        let is_outdated = access.with_value(|access| is_outdated(access, &refusal));
        if is_outdated && let Some(Outdated(before)) = outdated {
            before.set_value(Some(access.get_value()));
        }
        if is_outdated || matches!(refusal, Refusal::DeadInvitation { .. } | Refusal::WrongAccount { .. }) {
            again.run(());
        }
    });
    let (error, form_error) = (accepting.error(), accepting.form_error());
    // Said of a form that is about to go, it would be wrong.
    let form_error = Signal::derive(move || {
        let is_outdated = |refusal: &Refusal| access.with_value(|access| is_outdated(access, refusal));
        let fits = !matches!(&*error.read(), Some(AppError::Refused(refusal)) if is_outdated(refusal));
        form_error.get().filter(|_| fits)
    });
    declining.on_outcome(move |_, outcome| {
        if matches!(outcome, Ok(_) | Err(AppError::Refused(Refusal::DeadInvitation { .. }))) {
            again.run(());
        }
    });
    let checks = Checks::provide();
    let same_token = token.clone();
    let (expires_at, now) = (invitation.expires_at, use_now(invitation.now));
    let good_for = move || words::good_for(expires_at, now.get());
    let fields = match invitation.access {
        InvitationAccess::New => view! { <AsNew form=accepting invitation=invitation.clone()/> }.into_any(),
        InvitationAccess::SignIn => view! { <AsKnown form=accepting invitation=invitation.clone()/> }.into_any(),
        _ => ().into_any(),
    };
    // What was typed for a seat that is gone meanwhile stays.
    let no_seat = invitation.no_seat && accepting.error().read_untracked().is_none();
    let told = invitation.team_told;
    let organization = invitation.organization.clone();
    let aside = {
        let (access, email) = (invitation.access.clone(), invitation.email.clone());
        let path = paths::sign_in_and_return(&paths::invitation(&token));
        move || match access {
            InvitationAccess::New => view! {
                <span>{words::HAVE_ACCOUNT} <a class="link" href=path>{text::sign_in::SIGN_IN}</a></span>
            }
            .into_any(),
            InvitationAccess::Accept => view! {
                <span class="who"><span class="wide-only"><Name text=email/> " · "</span><SignOutButton/></span>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <Entry title=words::join(&invitation.organization) aside>
            <Head invitation/>
            <div class="stack">
                {why.map(|why| view! { <Notice tone=NoticeTone::Warn>{why}</Notice> })}
                <FormError error=declining.form_error()/>
                {if no_seat {
                    view! { <NoSeat organization told token/> }.into_any()
                } else {
                    view! {
                        <PostForm form=accepting on:submit:capture=checks.on_submit()>
                            <PageField/>
                            <input type="hidden" name="token" value=token/>
                            <FormError error=form_error/>
                            {fields}
                            <Button
                                kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true
                                busy=accepting.busy()
                            >
                                {words::ACCEPT}
                            </Button>
                        </PostForm>
                    }
                    .into_any()
                }}
                <div class="actions fine">
                    <span class="grow">{good_for}</span>
                    <PostForm form=declining>
                        <PageField/>
                        <input type="hidden" name="token" value=same_token/>
                        <SubmitLink busy=declining.busy() quiet=true>{words::DECLINE}</SubmitLink>
                    </PostForm>
                </div>
            </div>
        </Entry>
    }
}

/// In the form's place, while no seat is free (ST-3).
#[component]
fn NoSeat(organization: String, told: bool, token: String) -> impl IntoView {
    let form = Form::<api::AskForInvitation>::new();
    let outcome = form.outcome();
    let told = Memo::new(move |_| told || matches!(*outcome.read(), Some(Ok(_))));
    let (busy, error) = (form.busy(), form.form_error());
    let token = StoredValue::new(token);
    view! {
        <Notice tone=NoticeTone::Warn still=true>
            <Sentence text=no_seat::intro(&organization) names=vec![organization]/>
        </Notice>
        <div role="status">{move || told.get().then_some(no_seat::TOLD)}</div>
        <Show when=move || !told.get()>
            <PostForm form>
                <PageField/>
                <input type="hidden" name="token" value=token.get_value()/>
                <FormError error/>
                <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy>{no_seat::TELL}</Button>
            </PostForm>
        </Show>
    }
}

/// The address it is for; it cannot be another.
#[component]
fn Address(email: String, hint: &'static str) -> impl IntoView {
    view! {
        <Field
            name="email" label=words::EMAIL kind="email" autocomplete="username" large=true verbatim=true readonly=true
            value=email hint=move || hint
        />
    }
}

/// New to Parlor: a name and a password make the account (IN-2).
#[component]
fn AsNew(form: Form<api::AcceptInvitation>, invitation: InvitationView) -> impl IntoView {
    let InvitationView { email, inviter, organization, .. } = invitation;
    let (name, set_name) = signal(form.typed("name"));
    let known = StoredValue::new((email.clone(), [organization]));
    let own = move |name: &str| known.with_value(|(email, organizations)| own_words(email, name, organizations));
    let meter = Meter::new(move || own(&name.read()));
    let check_password = FieldCheck::new(move |(typed,)| check_password(typed, &own(&name.read_untracked())));
    view! {
        <Address email hint=words::EMAIL_HINT/>
        <Field
            name="name" label=words::NAME autocomplete="name" required=true large=true autofocus=true
            value=form.typed("name") error=form.field_error("name") on_input=move |typed| set_name.set(typed)
            check=|typed: String| check_name(&typed)
        />
        <PasswordField
            name="password" label=words::PASSWORD autocomplete="new-password" required=true large=true
            error=form.field_error("password") hint=move || words::password_hint(inviter.as_deref())
            score=meter.score() sentence=meter.sentence() check=check_password
            on_input=meter.on_input()
        />
    }
}

/// Has an account, signed out: its password is all it takes (IN-3).
#[component]
fn AsKnown(form: Form<api::AcceptInvitation>, invitation: InvitationView) -> impl IntoView {
    let check_password = FieldCheck::new(|(typed,)| domain::Password::attempt(typed).err().map(text::password_problem));
    view! {
        <Address email=invitation.email hint=words::EMAIL_HAS_ACCOUNT/>
        <PasswordField
            name="password" label=words::PASSWORD autocomplete="current-password" required=true large=true autofocus=true
            error=form.field_error("password") check=check_password
            aside=|| view! { <a class="link" href=paths::FORGOT_PASSWORD>{words::FORGOT_PASSWORD}</a> }
        />
    }
}

/// Signed in as somebody else: both addresses, and both ways on. The invitation stays open (IN-3).
#[component]
fn WrongAccount(invitation: InvitationView, signed_in: String, token: String, again: Callback<()>) -> impl IntoView {
    let InvitationView { organization, color, inviter, email, expires_at, now, .. } = invitation;
    let leaving = sign_out_form();
    // The way back leads to this very page, so it is asked for anew.
    leaving.on_done(move |_| again.run(()));
    let stay = wrong_account::stay(&signed_in);
    let now = use_now(now);
    let other_address = {
        let (inviter, signed_in) = (inviter.clone(), signed_in.clone());
        move || wrong_account::other_address(inviter.as_deref(), &signed_in, expires_at, now.get())
    };
    let names: Vec<String> = inviter.into_iter().chain([signed_in.clone()]).collect();
    view! {
        <Entry title=wrong_account::HEADING>
            <Tile name=organization.clone() color size=TileSize::ExtraLarge/>
            <h1>{wrong_account::HEADING}</h1>
            <p class="intro"><Sentence text=wrong_account::intro(&organization) names=vec![organization]/></p>
            <div class="stack">
                <FormError error=leaving.form_error()/>
                <dl class="versus">
                    <div><dt>{wrong_account::INVITED}</dt><dd><Name text=email verbatim=true/></dd></div>
                    <div><dt>{wrong_account::SIGNED_IN}</dt><dd><Name text=signed_in.clone() verbatim=true/></dd></div>
                </dl>
                <div class="pair">
                    <PostForm form=leaving>
                        <PageField/>
                        <input type="hidden" name="return_to" value=paths::invitation(&token)/>
                        <Button
                            kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=leaving.busy()
                        >
                            {wrong_account::SWITCH}
                        </Button>
                    </PostForm>
                    <LinkButton size=ButtonSize::Large wide=true href=paths::LANDING>
                        <Sentence text=stay names=vec![signed_in.clone()]/>
                    </LinkButton>
                </div>
                <p class="fine"><Sentence text=other_address names/></p>
            </div>
        </Entry>
    }
}

/// Handed over by other means than a mail: the link proves no mailbox, so the address is proven first (IN-5, IN-7).
#[component]
fn Copied(invitation: InvitationView, token: String) -> impl IntoView {
    let email = invitation.email.clone();
    let title = words::join(&invitation.organization);
    view! {
        <Entry title>
            <Head invitation/>
            <div class="stack">
                <p>{copied::INTRO} <b><Name text=email verbatim=true/></b> {copied::INTRO_REST}</p>
                <div class="pair">
                    <LinkButton
                        kind=ButtonKind::Primary size=ButtonSize::Large wide=true
                        href=paths::sign_in_and_return(&paths::invitation(&token))
                    >
                        {copied::SIGN_IN}
                    </LinkButton>
                    <LinkButton size=ButtonSize::Large wide=true href=paths::SIGN_UP>{copied::SIGN_UP}</LinkButton>
                </div>
                <p class="fine">{copied::WAITS}</p>
            </div>
        </Entry>
    }
}
