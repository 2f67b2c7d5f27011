//! What waits for somebody of the team, and the invitations that are open; for those who manage members.

use domain::{
    DeliveryState, InvitationId, InvitationStanding, MemberFilter, MemberQuery, MemberState, Permission,
    paths::{self, SettingsTab},
};
use leptos::prelude::*;

use super::Shown;
use crate::{
    browser,
    form::{Form, PageField, PostForm},
    home::api::{OpenInvitationView, WaitingView},
    layouts::HEADING_ID,
    members::api::inviting::SendInvitation,
    text::{self, home as words, members::row_actions, settings},
    ui::{
        Avatar, AvatarSize, Button, ButtonSize, FormError, Icon, IconName, LinkButton, LocalTime, Name, Row,
        RowActions, Rows, TimeShape,
    },
};

/// The invitations that will not be answered as they are, and the members without a project.
#[component]
pub(super) fn Waiting(shown: Shown) -> impl IntoView {
    let view = shown.view;
    let waiting = Memo::new(move |_| view.read().waiting.clone());
    let some = Memo::new(move |_| !waiting.read().is_empty());
    // Invitations come first; where there is none, all that wait are members.
    let all = move || match waiting.read().first() {
        Some(WaitingView::Member { .. }) => {
            let filter = MemberFilter { state: Some(MemberState::NoProject), ..MemberFilter::default() };
            let query = MemberQuery { filter, ..MemberQuery::default() };
            shown.slug.with_value(|slug| paths::members_list(slug, &query))
        }
        Some(WaitingView::Invitation { .. }) | None => shown.slug.with_value(paths::invited),
    };
    let form = Form::<SendInvitation>::new();
    let error = form.form_error();
    let status_message = RwSignal::new(String::new());
    let sent = StoredValue::new(String::new());
    form.on_send(move |fields| {
        let invitation = fields.get("invitation");
        let email = view.with_untracked(|view| {
            view.waiting.iter().find_map(|one| match one {
                WaitingView::Invitation { id, email, .. } => (id.to_string() == invitation).then(|| email.clone()),
                WaitingView::Member { .. } => None,
            })
        });
        sent.set_value(email.unwrap_or_default());
    });
    form.on_outcome(move |_, outcome| {
        if outcome.is_ok() {
            status_message.set(row_actions::sent(&sent.get_value()));
            // Its row goes to those that are open.
            request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
        }
        shown.reload.run(());
    });
    view! {
        <p class="visually-hidden" role="status">{status_message}</p>
        <Show when=move || some.get()>
            <section class="block" aria-labelledby="waiting">
                <div class="block-head">
                    <h2 id="waiting">{words::WAITING} " " <small>{move || view.read().waiting_count}</small></h2>
                    <a class="link" href=all>{words::SEE_ALL}</a>
                </div>
                <FormError error/>
                <Rows>
                    {move || {
                        waiting.get().into_iter().map(|one| view! { <WaitingRow one shown form/> }).collect_view()
                    }}
                </Rows>
            </section>
        </Show>
    }
}

#[component]
fn WaitingRow(one: WaitingView, shown: Shown, form: Form<SendInvitation>) -> impl IntoView {
    let now = shown.view.with_untracked(|view| view.now);
    match one {
        WaitingView::Invitation { id, email, standing, at, can_send } => {
            let title_id = format!("waiting-{id}");
            let described_by = title_id.clone();
            let line = move || {
                view! { {words::waits(standing)} <LocalTime at shape=TimeShape::Relative now/> }
            };
            let sees_to_seats =
                shown.view.with_untracked(|view| view.organization.authority.may(Permission::ManageBilling));
            let act = if standing == InvitationStanding::NoSeat && sees_to_seats {
                let href = shown.slug.with_value(|slug| SettingsTab::Billing.path(slug));
                view! {
                    <LinkButton size=ButtonSize::Small href attr:aria-describedby=described_by>
                        {settings::tab(SettingsTab::Billing)}
                    </LinkButton>
                }
                .into_any()
            } else if can_send && standing != InvitationStanding::NoSeat {
                view! { <SendAgain id described_by shown form/> }.into_any()
            } else {
                let href = shown.slug.with_value(paths::invited);
                view! {
                    <LinkButton size=ButtonSize::Small href attr:aria-describedby=described_by>{words::OPEN}</LinkButton>
                }
                .into_any()
            };
            view! {
                <Row
                    title=email title_id
                    lead=move || view! { <Avatar name="" size=AvatarSize::Large pending=true/> } line
                >
                    <RowActions>{act}</RowActions>
                </Row>
            }
            .into_any()
        }
        WaitingView::Member { id, name, email, joined_at } => {
            let title_id = format!("waiting-{id}");
            let described_by = title_id.clone();
            let href = shown.slug.with_value(|slug| paths::member(slug, id));
            let lead = {
                let name = name.clone();
                move || view! { <Avatar name=name.clone() size=AvatarSize::Large/> }
            };
            let line = move || {
                view! { {words::JOINED} <LocalTime at=joined_at shape=TimeShape::Relative now/> }
            };
            view! {
                <Row title=text::told_apart(&name, email.as_deref()) title_id lead line>
                    <RowActions>
                        <LinkButton size=ButtonSize::Small href attr:aria-describedby=described_by>
                            {words::ADD_TO_PROJECT}
                        </LinkButton>
                    </RowActions>
                </Row>
            }
            .into_any()
        }
    }
}

#[component]
fn SendAgain(id: InvitationId, described_by: String, shown: Shown, form: Form<SendInvitation>) -> impl IntoView {
    let busy = form.sends("invitation", id);
    view! {
        <PostForm form>
            <PageField/>
            <input type="hidden" name="organization" value=shown.slug.with_value(ToString::to_string)/>
            <input type="hidden" name="invitation" value=id.to_string()/>
            <Button size=ButtonSize::Small submit=true busy attr:aria-describedby=described_by>
                {words::SEND_NEW_LINK}
            </Button>
        </PostForm>
    }
}

/// The invitations whose links work; while the organization is new they stand with its team.
#[component]
pub(super) fn OpenInvitations(shown: Shown) -> impl IntoView {
    let view = shown.view;
    let open = Memo::new(move |_| {
        let view = view.read();
        if view.first_steps.are_shown() { Vec::new() } else { view.open_invitations.clone() }
    });
    let some = Memo::new(move |_| !open.read().is_empty());
    view! {
        <Show when=move || some.get()>
            <section class="block" aria-labelledby="open-invitations">
                <div class="block-head">
                    <h2 id="open-invitations">
                        {words::OPEN_INVITATIONS} " " <small>{move || view.read().open_invitation_count}</small>
                    </h2>
                    <a class="link" href=shown.slug.with_value(paths::invited)>{words::SEE_ALL}</a>
                </div>
                <ul class="open-list">
                    {move || open.get().into_iter().map(|one| view! { <OpenRow one shown/> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn OpenRow(one: OpenInvitationView, shown: Shown) -> impl IntoView {
    let OpenInvitationView { email, role, delivery, expires_at, .. } = one;
    let (icon, tone) = match delivery {
        Some(DeliveryState::Queued { .. }) => (IconName::Mail, "gone"),
        _ => (IconName::Check, "sent"),
    };
    view! {
        <li>
            <span class="person">
                <Avatar name="" pending=true/>
                <span><b><Name text=email verbatim=true/></b> " " <span class="wide-only">{text::role(role)}</span></span>
            </span>
            <span class="sending" data-state=tone><Icon name=icon/><span>{words::delivery(delivery.as_ref())}</span></span>
            <span>{move || words::days_left(expires_at, shown.now.get())}</span>
        </li>
    }
}
