//! The menu of the members' rows. There is one, which stands for the row whose button opened it: with one in each row, menus that
//! nobody opens would be two thirds of the page.

use domain::{AccountId, Role, paths};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    api::MemberRow,
    context::MembersContext,
    row_actions::{MENU_ID, actions_id, focus_soon},
    selected::pressed,
};
use crate::{
    browser,
    form::PostForm,
    text::{
        self,
        members::{list, row_actions},
    },
    ui::{ButtonSize, IconButton, IconName, Menu, MenuItem, MenuLine, MenuLink},
};

/// Id of the form by which a row's button leads to the page of the member, where all that the menu offers can be done without
/// JavaScript. A button whose form is there sends it and opens no menu.
const TO_MEMBER_FORM: &str = "to-member";

/// The button at the end of a row.
#[component]
pub(super) fn MenuButton(
    /// Whose row it is.
    id: AccountId,
    /// Who that is.
    name: String,
    shared: MembersContext,
) -> impl IntoView {
    let menu_of = shared.row_actions.menu_of;
    // The click that follows opens what its button's attribute names. One button alone has it: the others would be said to be
    // expanded, too.
    let choose = move || {
        let before = menu_of.get_untracked();
        if before != Some(id) {
            // Open for another row, it would be closed by this click, not opened anew.
            browser::close_popover(MENU_ID);
            if let Some(before) = before {
                set_target(before, None);
            }
            menu_of.set(Some(id));
        }
        set_target(id, Some(MENU_ID));
    };
    view! {
        <IconButton
            icon=IconName::More size=ButtonSize::Small label=list::actions_for(&name) on_click=choose submit=true
            attr:form=TO_MEMBER_FORM attr:formaction=shared.slug.with_value(|slug| paths::member(slug, id))
            attr:id=actions_id(&id.to_string())
        />
    }
}

/// Has the button of a row open what `menu` names, or nothing.
fn set_target(id: AccountId, menu: Option<&str>) {
    let Some(button) = document().get_element_by_id(&actions_id(&id.to_string())) else { return };
    // The name is a good one, so it does not fail.
    let _ = match menu {
        Some(menu) => button.set_attribute("popovertarget", menu),
        None => button.remove_attribute("popovertarget"),
    };
}

/// The menu, and what its buttons do without JavaScript.
#[component]
pub(super) fn RowMenu(shared: MembersContext) -> impl IntoView {
    let menu_of = shared.row_actions.menu_of;
    let name = Memo::new(move |before: Option<&String>| {
        let row = menu_of.get().and_then(|id| shared.member(id));
        // A menu that closes keeps its name until it is closed.
        row.map_or_else(|| before.cloned().unwrap_or_default(), |row| shared.name_of(&row))
    });
    view! {
        <Show when=move || !shared.awake.get()>
            <form id=TO_MEMBER_FORM method="get">
                <Show when=move || !shared.is_whole_list()>
                    <input type="hidden" name=paths::RETURN_TO value=shared.shown_at()/>
                </Show>
            </form>
        </Show>
        <Menu id=MENU_ID label=Signal::derive(move || list::actions_for(&name.read()))>
            // By its row, so that nothing of what was hidden for one is for another.
            <For each=move || menu_of.get() key=|id| *id let:id><Acts id name shared/></For>
        </Menu>
    }
}

/// What I may do about a member: another role first, no access last.
#[component]
fn Acts(id: AccountId, name: Memo<String>, shared: MembersContext) -> impl IntoView {
    let row = Memo::new(move |_| shared.member(id));
    let may = Memo::new(move |_| row.read().as_ref().is_some_and(MemberRow::is_manageable));
    // The menu goes with its row, and who was in it goes on beside that.
    let place = move || shared.view.with(|view| view.members.iter().position(|row| row.id == id));
    Effect::new(move |before: Option<Option<usize>>| {
        let now = place();
        if may.get() || !browser::is_popover_open(MENU_ID) {
            return now.or(before.flatten());
        }
        browser::close_popover(MENU_ID);
        let gone = now.is_none().then(|| before.flatten()).flatten();
        if let Some(gone) = gone {
            shared.row_actions.announced.set(row_actions::gone(&name.get_untracked()));
            let beside = shared.view.with_untracked(|view| {
                let rows = || view.members.iter().filter(|row| row.is_manageable());
                let rest = view.members.get(gone..).unwrap_or_default();
                rest.iter().find(|row| row.is_manageable()).or_else(|| rows().next_back()).map(|row| row.id)
            });
            if let Some(beside) = beside {
                focus_soon(actions_id(&beside.to_string()));
            }
        }
        now
    });
    let Some(MemberRow { role, .. }) = row.get_untracked() else { return ().into_any() };
    let role = Memo::new(move |_| row.read().as_ref().map_or(role, |row| row.role));
    let slug = shared.slug.get_value();
    let (edit, details) = (paths::edit_member(&slug, id), paths::member(&slug, id));
    let id = id.to_string();
    let revoke = paths::revoke_access(&slug, &id);
    let (member, same_member, slug) = (id.clone(), id.clone(), slug.to_string());
    let same_slug = slug.clone();
    let busy = shared.row_actions.role.sends("member", &id);
    let sending = shared.row_actions.reset.sends("member", &id);
    let can = move |what: fn(&MemberRow) -> bool| Memo::new(move |_| row.read().as_ref().is_some_and(what));
    let can_change_role = can(|row| row.can_change_role);
    let (can_edit, can_add) = (can(|row| row.can_edit), can(|row| row.can_add_to_project));
    let (can_send_reset, can_revoke) = (can(|row| row.can_send_reset), can(|row| row.can_revoke));
    let managed = Memo::new(move |_| shared.view.read().identity_managed);
    let roles = Memo::new(move |_| {
        // What somebody is can be kept, whether or not I may give it.
        let (now, view) = (role.get(), shared.view.read());
        Role::ALL.into_iter().filter(|role| *role == now || view.assignable.contains(role)).collect::<Vec<_>>()
    });
    let (navigate, make_owner) =
        (use_navigate(), paths::change_roles_of(&shared.slug.get_value(), &id, Some(Role::Owner)));
    // As for several: who comes to own the organization is looked at first.
    let ask_first = move |event: SubmitEvent| {
        if let (_, Some(Role::Owner)) = pressed(&event)
            && role.get_untracked() != Role::Owner
        {
            event.prevent_default();
            event.stop_propagation();
            browser::close_popover(MENU_ID);
            navigate(&make_owner, NavigateOptions::default());
        }
    };
    view! {
        <PostForm form=shared.row_actions.role attr:hidden=move || !can_change_role.get() on:submit:capture=ask_first>
            <input type="hidden" name="organization" value=slug/>
            <input type="hidden" name="member" value=member/>
            <div role="group" aria-label=move || row_actions::role_of(&name.read())>
                <p class="menu-head" aria-hidden="true">{list::ROLE}</p>
                <For each=move || roles.get() key=|role| *role let:one>
                    <MenuItem
                        submit=true disabled=Signal::derive(move || busy.get() || !can_change_role.get()) chosen=Signal::derive(move || role.get() == one)
                        attr:name="role" attr:value=one.as_str()
                    >
                        {text::role(one)}
                    </MenuItem>
                </For>
            </div>
        </PostForm>
        <Show when=move || managed.get()><p class="menu-note">{row_actions::MANAGED_ELSEWHERE}</p></Show>
        <MenuLine/>
        <Show when=move || can_edit.get()>
            <MenuLink icon=IconName::Edit href=edit.clone()>{row_actions::EDIT_MEMBER}</MenuLink>
        </Show>
        <Show when=move || can_add.get()>
            <MenuLink icon=IconName::Project href=details.clone()>{row_actions::ADD_TO_PROJECT}</MenuLink>
        </Show>
        <PostForm form=shared.row_actions.reset attr:hidden=move || !can_send_reset.get()>
            <input type="hidden" name="organization" value=same_slug/>
            <input type="hidden" name="member" value=same_member/>
            <MenuItem
                submit=true icon=IconName::Key disabled=Signal::derive(move || sending.get() || !can_send_reset.get())
            >
                {row_actions::SEND_RESET}
            </MenuItem>
        </PostForm>
        <Show when=move || can_revoke.get()>
            <MenuLine/>
            <MenuLink icon=IconName::Person danger=true href=revoke.clone()>
                <span>{list::REVOKE_ACCESS}<span aria-hidden="true">{list::ASKS}</span></span>
            </MenuLink>
        </Show>
    }
    .into_any()
}
