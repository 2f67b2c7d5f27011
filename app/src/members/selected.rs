//! What can be done with those who are ticked, on all pages.

use domain::{Role, limits, paths};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    context::MembersContext,
    row_actions::{Bulk, UNDO_ID},
    selection::{FORM_ID, Selection},
};
use crate::{
    text::{self, members::list},
    ui::{ActionBar, Button, ButtonKind, Icon, IconName, Menu, MenuItem},
};

/// Id of the menu of roles.
const ROLES_ID: &str = "roles-of-selected";
/// The attribute that says where a button leads, with and without JavaScript.
const LEADS_TO: &str = "formaction";

/// Where the button that was pressed leads, and the role that it gives.
pub(super) fn pressed(event: &SubmitEvent) -> (Option<String>, Option<Role>) {
    let Some(button) = event.submitter() else { return (None, None) };
    let role = button.get_attribute("value").and_then(|role| role.parse().ok());
    (button.get_attribute(LEADS_TO), role)
}

/// The bar: the boxes belong to this form wherever they stand. It comes before the table for the keyboard, and docks below it for
/// the eye. A role is given at once where nobody stands in the way and nobody comes to own the organization or ceases to;
/// everything else leads to a page that says what it would mean.
#[component]
pub(super) fn Selected(shared: MembersContext) -> impl IntoView {
    let MembersContext { slug, selection, view, row_actions, .. } = shared;
    let navigate = use_navigate();
    selection.clear_on_escape();
    let count = Signal::derive(move || selection.count());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let people = selection.ids();
        let (leads_to, role) = pressed(&event);
        let slug = slug.get_value();
        let navigate = navigate.clone();
        if leads_to.is_some_and(|path| path == paths::add_many_to_project(&slug)) {
            navigate(&paths::add_people_to_project(&slug, &people), NavigateOptions::default());
        } else if let Some(role) = role {
            spawn_local(async move {
                if row_actions.give_role(slug.to_string(), people.clone(), role).await {
                    selection.clear();
                } else {
                    navigate(&paths::change_roles_of(&slug, &people, Some(role)), NavigateOptions::default());
                }
            });
        } else {
            navigate(&paths::revoke_access(&slug, &people), NavigateOptions::default());
        }
    };
    let words = Signal::derive(move || list::selected(count.get(), selection.here.get()));
    let may_give = Memo::new(move |_| {
        let view = view.read();
        !view.identity_managed && !view.wanted.is_invited()
    });
    let may_add = Memo::new(move |_| view.read().can_add_to_project);
    let too_many = Signal::derive(move || selection.is_too_many());
    let show = move || {
        view! {
            <span class="needs-script">
                <Button kind=ButtonKind::Quiet on_click=move || selection.shown.set(true) attr:aria-haspopup="dialog">
                    {list::SHOW}
                </Button>
            </span>
        }
        .into_any()
    };
    // Where scripts run, nothing stands there before somebody is ticked.
    let hint = if view.read_untracked().wanted.is_invited() { list::TICK_INVITED } else { list::TICK };
    view! {
        <Show when=move || shared.may_act.get()>
            <form
                class="selection" id=FORM_ID method="get" action=slug.with_value(paths::revoke)
                on:submit=on_submit.clone()
                // The boxes are empty once the event is over.
                on:reset=move |_| request_animation_frame(move || selection.clear_by_hand())
            >
                // With JavaScript the tab knows it.
                <input type="hidden" name=paths::RETURN_TO value=move || shared.shown_at()/>
                // Enter in a box would press the first button that sends the form: this one does nothing.
                <button type="submit" disabled=true hidden=true></button>
                <ActionBar label=list::SELECTION count words hint clear=list::CLEAR escapes=true beside=show()>
                    <All shared selection/>
                    <Show when=move || may_give.get()><GiveRole shared disabled=too_many/></Show>
                    <Show when=move || may_add.get()>
                        <Button
                            submit=true disabled=too_many
                            attr:formaction=slug.with_value(paths::add_many_to_project)
                        >
                            <span>{list::ADD_TO_PROJECT}<span aria-hidden="true">{list::ASKS}</span></span>
                        </Button>
                    </Show>
                    <Button kind=ButtonKind::Warning submit=true disabled=too_many>
                        <span>{list::REVOKE_ACCESS}<span aria-hidden="true">{list::ASKS}</span></span>
                    </Button>
                </ActionBar>
            </form>
        </Show>
    }
}

/// In the bar's place: what was done with those who were ticked, and the way back, until somebody is ticked again or something
/// else is done. It is announced with all that rows do.
#[component]
pub(super) fn BulkAnswer(shared: MembersContext) -> impl IntoView {
    let MembersContext { slug, selection, row_actions, .. } = shared;
    let done = Memo::new(move |_| row_actions.bulk.get().filter(|_| selection.count() == 0));
    move || {
        done.get().map(|Bulk { people, sentence }| {
            let undo = move || slug.with_value(|slug| row_actions.undo(slug.as_str(), &people));
            view! {
                <div class="said">
                    <div class="action-bar">
                        <Icon name=IconName::Check/>
                        <b>{sentence}</b>
                        <Button icon=IconName::Undo busy=row_actions.undone.busy() on_click=undo attr:id=UNDO_ID>
                            {list::UNDO}
                        </Button>
                    </div>
                </div>
            }
        })
    }
}

/// All that a filter finds: offered once the whole page is ticked, and there is more.
#[component]
fn All(shared: MembersContext, selection: Selection) -> impl IntoView {
    let view = shared.view;
    let more = Memo::new(move |_| {
        let view = view.read();
        let whole_page = selection.of.get() > 0 && selection.here.get() == selection.of.get();
        let is_more = whole_page && !view.wanted.is_invited() && view.found > view.shown();
        (is_more && !selection.has_all_of(&view.wanted)).then_some(view.found)
    });
    let limit = i64::try_from(limits::REVOKED_AT_ONCE).unwrap_or(i64::MAX);
    view! {
        {move || more.get().map(|found| view! {
            <span class="needs-script">
                <Button
                    kind=ButtonKind::Quiet
                    on_click=move || selection.tick_found(&view.read_untracked().wanted)
                >
                    {list::select_found(found, limit)}
                </Button>
            </span>
        })}
        {move || selection.is_too_many().then(|| view! { <span class="why">{list::too_many(limit)}</span> })}
    }
}

/// The roles to choose from, in a menu of its own.
#[component]
fn GiveRole(shared: MembersContext, disabled: Signal<bool>) -> impl IntoView {
    let slug = shared.slug;
    let assignable = Memo::new(move |_| shared.view.read().assignable.clone());
    view! {
        <Button disabled popovertarget=ROLES_ID>
            {list::CHANGE_ROLE}<Icon name=IconName::Down/>
        </Button>
        <Menu id=ROLES_ID label=list::CHANGE_ROLE>
            <For each=move || assignable.get() key=|role| *role let:role>
                <MenuItem
                    submit=true disabled attr:name="role" attr:value=role.as_str()
                    attr:formaction=slug.with_value(paths::change_roles)
                >
                    {text::role(role)}
                </MenuItem>
            </For>
        </Menu>
    }
}
