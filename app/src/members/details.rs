//! `/o/{slug}/members/{account}`: one member in full, with the panel to edit them over it (TR-6, TR-11, PR-2).

mod access;
mod history;
mod projects;
mod saved;

use chrono::{DateTime, Utc};
use domain::{
    Availability, Refusal, Slug,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_params_map},
};

use self::{access::Access, history::History, projects::Projects, saved::Saved};
use super::{
    api::details::{self as api, MemberDetailsView},
    context::{DetailsContext, EDIT_ID},
    edit_member::EditMember,
};
use crate::{
    answers::blocking_resource,
    error::AppError,
    form::{Form, PageField, PostForm},
    last_list::use_last_list,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    live::{Answer, Live, Team},
    notices::use_notices,
    organizations::{keep_true, use_current, use_organization_at},
    settings::SettingsTabs,
    text::{
        self,
        members::{self, details as words, list},
    },
    ui::{
        Avatar, AvatarSize, Badge, BadgeTone, Button, ButtonKind, DescriptionItem, DescriptionList, DocumentTitle,
        FormError, Icon, IconName, LinkButton, LocalTime, Name, Notice, NoticeTone, Presence, Sentence, Skeleton,
        SkeletonWidth, TimeShape, isolated, suspended,
    },
};

/// What came of asking for the member: them, or why there is nobody to show.
type Answered = Result<MemberDetailsView, AppError>;

impl Answer for MemberDetailsView {
    fn given_at(&self) -> Option<DateTime<Utc>> {
        Some(self.now)
    }
}

/// The page. Each member has their own data and their own place for them.
#[component]
pub fn MemberDetails() -> impl IntoView {
    let slug = use_organization_at(paths::members);
    let params = use_params_map();
    let member = Memo::new(move |_| params.read().get("member").unwrap_or_default());
    view! {
        <SettingsTabs here=SettingsTab::Members/>
        <div class="page member-page">
            {move || {
                let member = member.get();
                slug.get().map(|slug| view! { <Data slug member/> })
            }}
        </div>
        <Outlet/>
    }
}

#[component]
fn Data(slug: Slug, member: String) -> impl IntoView {
    let data = {
        let (slug, member) = (slug.clone(), member.clone());
        blocking_resource(|| (), move |()| ask(slug.clone(), member.clone(), false))
    };
    view! {
        <Suspense fallback=Loading>
            {suspended(move || {
                let (slug, member) = (slug.clone(), member.clone());
                async move {
                    let answer = data.await;
                    view! { <LiveDetails slug member answer/> }
                }
            })}
        </Suspense>
    }
}

async fn ask(slug: Slug, member: String, quiet: bool) -> Answered {
    api::member_details(slug.to_string(), member, quiet).await
}

/// That they are gone, or not for me to see any more, is an answer, too.
async fn ask_again(slug: Slug, member: String) -> Result<Answered, AppError> {
    match ask(slug, member, true).await {
        Err(error @ AppError::Refused(Refusal::Forbidden { .. } | Refusal::NotFound)) => Ok(Err(error)),
        answer => answer.map(Ok),
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="members-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}

#[component]
fn LiveDetails(slug: Slug, member: String, answer: Answered) -> impl IntoView {
    let live = {
        let slug = slug.clone();
        Live::new(answer, move || ask_again(slug.clone(), member.clone()))
    };
    let again = keep_true(live);
    let answer = live.view();
    let error = Memo::new(move |_| answer.with(|answer| answer.as_ref().err().cloned()));
    move || match error.get() {
        // Somebody who was here a moment ago is no wrong address: the list says who is.
        Some(AppError::Refused(Refusal::NotFound)) => view! { <Gone slug=slug.clone()/> }.into_any(),
        Some(error) => view! { <InlineError error again/> }.into_any(),
        None => view! { <Page slug=slug.clone() answer again/> }.into_any(),
    }
}

/// Nobody of this id is in the organization, or nobody any more.
#[component]
fn Gone(slug: Slug) -> impl IntoView {
    crate::server::set_status(AppError::Refused(Refusal::NotFound).status());
    view! {
        <DocumentTitle text=words::GONE/>
        <Crumb slug=slug/>
        <div class="page-head">
            <h1 id=HEADING_ID tabindex="-1">{words::GONE}</h1>
            <p>{words::GONE_INTRO}</p>
        </div>
    }
}

/// The way back to the list, as it was.
#[component]
pub(super) fn Crumb(slug: Slug) -> impl IntoView {
    let back = use_last_list(&slug);
    view! { <a class="crumb" href=move || back.get()><Icon name=IconName::Left/>{members::TITLE}</a> }
}

#[component]
fn Page(slug: Slug, answer: ReadSignal<Answered>, again: Callback<()>) -> impl IntoView {
    focus_heading_after_navigation();
    let Ok(first) = answer.get_untracked() else { return ().into_any() };
    let view = Memo::new(move |before: Option<&MemberDetailsView>| {
        answer.get().unwrap_or_else(|_| before.unwrap_or(&first).clone())
    });
    let context = DetailsContext { slug: StoredValue::new(slug.clone()), view, again };
    let current = use_current();
    let organization = move || current.get().map_or_else(String::new, |current| current.name);
    let name = Memo::new(move |_| view.read().member.name.clone());
    let location = use_location();
    // Whether the panel is open is part of the address, so that Back closes it.
    let editing = Memo::new(move |_| location.pathname.read().ends_with("/edit"));
    let can_edit = Memo::new(move |_| view.read().can_edit);
    let managed = Memo::new(move |_| view.read().identity_managed);
    view! {
        <DocumentTitle text=move || format!("{} · {}", isolated(&name.get()), isolated(&organization()))/>
        <Crumb slug=slug/>
        <Head context/>
        <Show when=move || managed.get()>
            <Notice tone=NoticeTone::Plain icon=IconName::Info still=true>
                <Sentence
                    text=move || words::identity_managed(&organization())
                    names=Signal::derive(move || vec![organization()])
                />
            </Notice>
        </Show>
        <div class="details">
            <div>
                <Projects context/>
                <Access context/>
                <History context/>
            </div>
            <About context/>
        </div>
        <Show when=move || editing.get() && can_edit.get()><EditMember context/></Show>
    }
    .into_any()
}

/// What they are by now.
fn availability(context: DetailsContext) -> Signal<Availability> {
    let view = context.view;
    Team::of_page().availability(context.id(), move || view.try_with(|view| (view.member.availability, view.now)))
}

/// Who it is, and what can be done about them.
#[component]
fn Head(context: DetailsContext) -> impl IntoView {
    let DetailsContext { slug, view, .. } = context;
    let name = Memo::new(move |_| view.read().member.name.clone());
    let state = availability(context);
    let email = view.read_untracked().member.email.clone();
    let (id, me) = (context.id(), view.read_untracked().member.me);
    let reset = Form::<api::SendPasswordReset>::new();
    let (busy, error) = (reset.busy(), reset.form_error());
    let (notices, outcome) = (use_notices(), reset.outcome());
    reset.on_send(move |_| notices.end_all());
    reset.on_done(move |_| context.again.run(()));
    // What came of the last try.
    let told = Memo::new(move |_| {
        outcome
            .with(|outcome| outcome.as_ref().map(Result::is_ok))
            .unwrap_or_else(|| notices.get(paths::RESET_SENT).is_some())
    });
    let can = move |what: fn(&MemberDetailsView) -> bool| Memo::new(move |_| what(&view.read()));
    let (can_reset, can_edit) = (can(|view| view.can_send_reset), can(|view| view.can_edit));
    let can_revoke = can(|view| view.member.can_revoke);
    let contact = can(|view| view.member.support_contact);
    let edit = context.and_back(slug.with_value(|slug| paths::edit_member(slug, id)));
    let revoke = context.and_back(slug.with_value(|slug| paths::revoke_access(slug, &id.to_string())));
    view! {
        <header class="profile">
            {move || view! { <Avatar name=name.get() size=AvatarSize::ExtraLarge presence=state/> }}
            <div>
                <h1 id=HEADING_ID tabindex="-1">
                    <Name text=move || name.get()/> {me.then(|| view! { " " <span class="quiet">{list::YOU}</span> })}
                </h1>
                <p><Name text=email verbatim=true/></p>
                <Show when=move || contact.get()><Badge tone=BadgeTone::Accent>{list::SUPPORT_CONTACT}</Badge></Show>
            </div>
            <div class="actions">
                <Show when=move || can_reset.get()>
                    <PostForm form=reset>
                        <PageField/>
                        <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
                        <input type="hidden" name="member" value=id.to_string()/>
                        {context.return_field()}
                        <Button icon=IconName::Key submit=true busy>{words::SEND_RESET}</Button>
                    </PostForm>
                </Show>
                <Show when=move || can_edit.get()>
                    <LinkButton
                        icon=IconName::Edit href=edit.clone()
                        attr:id=EDIT_ID attr:data-noscroll="true"
                    >
                        {words::EDIT}
                    </LinkButton>
                </Show>
                <Show when=move || can_revoke.get()>
                    <LinkButton
                        kind=ButtonKind::Warning
                        href=revoke.clone()
                    >
                        {words::REVOKE}
                    </LinkButton>
                </Show>
            </div>
        </header>
        <div role="status">
            <Show when=move || told.get()>
                <Notice tone=NoticeTone::Ok icon=IconName::Check still=true>{words::RESET_SENT}</Notice>
            </Show>
        </div>
        <FormError error/>
        <Saved context go_on=EDIT_ID/>
    }
}

/// Role, times, and the address with why it is fixed.
#[component]
fn About(context: DetailsContext) -> impl IntoView {
    let view = context.view;
    let MemberDetailsView { member, account_name, .. } = view.get_untracked();
    let (joined_at, email, me) = (member.joined_at, member.email, member.me);
    let now = view.read_untracked().now;
    let state = availability(context);
    let is_active = Memo::new(move |_| state.get().is_active());
    let role = Memo::new(move |_| view.read().member.role);
    let since = Memo::new(move |_| view.read().role_since);
    let opened_at = Memo::new(move |_| view.read().member.opened_at);
    let invited_by = Memo::new(move |_| view.read().invited_by.clone());
    let first_name = text::first_name(&account_name).to_owned();
    let other_name = Memo::new(move |_| {
        let view = view.read();
        (view.member.name != view.account_name).then(|| view.account_name.clone())
    });
    view! {
        <aside class="member-about" aria-label=words::about(&member.name)>
            <DescriptionList>
                <DescriptionItem label=list::ROLE>
                    {move || text::role(role.get())}
                    <span class="quiet">
                        {move || since.get().map(|at| view! { {words::SINCE} " " <LocalTime at shape=TimeShape::Date now/> })}
                    </span>
                </DescriptionItem>
                <DescriptionItem label=words::NOW>
                    <Presence state/> {move || text::availability(state.get())}
                    <Show when=move || !is_active.get()>
                        <span class="quiet">
                            {move || match opened_at.get() {
                                Some(at) => view! {
                                    {list::LAST_ACTIVE} " " <LocalTime at shape=TimeShape::Relative now/>
                                }
                                .into_any(),
                                None => words::NEVER.into_any(),
                            }}
                        </span>
                    </Show>
                </DescriptionItem>
                <DescriptionItem label=list::JOINED>
                    <LocalTime at=joined_at shape=TimeShape::Date now/>
                    {move || {
                        let by = invited_by.get()?;
                        let text = words::invited_by(&by);
                        Some(view! { <span class="quiet"><Sentence text names=vec![by]/></span> })
                    }}
                </DescriptionItem>
                {move || other_name.get().map(|name| view! {
                    <DescriptionItem label=words::ACCOUNT_NAME><Name text=name/></DescriptionItem>
                })}
                <DescriptionItem label=words::EMAIL><Name text=email verbatim=true/></DescriptionItem>
            </DescriptionList>
            <Notice tone=NoticeTone::Plain icon=IconName::Lock still=true>
                {if me {
                    view! {
                        <span>{words::MY_EMAIL} " " <a class="link" href=paths::ACCOUNT_SIGN_IN>{words::YOUR_ACCOUNT}</a> "."</span>
                    }
                    .into_any()
                } else {
                    let text = words::email_is_fixed(&first_name);
                    view! { <Sentence text names=vec![first_name]/> }.into_any()
                }}
            </Notice>
        </aside>
    }
}
