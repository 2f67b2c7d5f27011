//! What the parts of the list of members share, and those of the page of one member.

use chrono::{DateTime, Utc};
use domain::{AccountId, Namesakes, Slug, paths};
use leptos::prelude::*;

use super::{
    api::{MemberRow, details::MemberDetailsView},
    invitation_actions::InvitationActions,
    link::LinkToHandOver,
    list_view::ListView,
    row_actions::RowActions,
    selection::Selection,
};
use crate::{error::AppError, query::use_query, text};

/// What came of asking for the list: it, or why there is none.
pub(super) type Answered = Result<ListView, AppError>;

/// The list as its rows, its forms and the panel for a new member see it.
#[derive(Clone, Copy)]
pub(super) struct MembersContext {
    /// Of the organization.
    pub slug: StoredValue<Slug>,
    /// The newest answer.
    pub view: Memo<ListView>,
    /// What time it is.
    pub now: Signal<DateTime<Utc>>,
    /// Whether I may do anything about anybody: else there are no boxes and no menus.
    pub may_act: Memo<bool>,
    /// What can be done about a row.
    pub row_actions: RowActions,
    /// What can be done about an invitation's row.
    pub invitation_actions: InvitationActions,
    /// The dialog with a link to hand over.
    pub link: LinkToHandOver,
    /// Who is ticked.
    pub selection: Selection,
    /// Those on the page who are called alike.
    pub namesakes: Memo<Namesakes>,
    /// What is looked for, folded.
    pub find: Memo<String>,
    /// Whether the browser has taken over.
    pub awake: Signal<bool>,
}

impl MembersContext {
    /// The address of what is shown, which a form without JavaScript comes back to.
    pub fn shown_at(self) -> String {
        self.slug.with_value(|slug| self.view.read().wanted.path(slug))
    }

    /// Whether the list of members is shown from its beginning, and all of it.
    pub fn is_whole_list(self) -> bool {
        self.slug.with_value(|slug| self.shown_at() == paths::members(slug))
    }

    /// The address `there`, from which one comes back to what is shown: without JavaScript it says so itself, with it the tab knows.
    pub fn and_back(self, there: &str) -> String {
        let told = !self.awake.get() && !self.is_whole_list();
        if told { paths::and_return(there, &self.shown_at()) } else { there.to_owned() }
    }

    /// The row of a member, as the list has it.
    pub fn member(self, id: AccountId) -> Option<MemberRow> {
        self.view.read().members.iter().find(|row| row.id == id).cloned()
    }

    /// What a member is called, with their address where somebody on the page is called alike.
    pub fn name_of(self, row: &MemberRow) -> String {
        let shares_name = self.namesakes.read().has(&row.name);
        text::told_apart(&row.name, shares_name.then_some(row.email.as_str()))
    }
}

/// Id of the link on a member's page that opens the panel over it.
pub(super) const EDIT_ID: &str = "edit-member";

/// A member as the parts of their page see them.
#[derive(Clone, Copy)]
pub(super) struct DetailsContext {
    /// Of the organization.
    pub slug: StoredValue<Slug>,
    /// The newest answer.
    pub view: Memo<MemberDetailsView>,
    /// Asks for it anew.
    pub again: Callback<()>,
}

impl DetailsContext {
    /// Whose page it is.
    pub fn id(self) -> AccountId {
        self.view.read_untracked().member.id
    }

    /// The list that the page's own address names to come back to, without JavaScript.
    fn list(self) -> Option<String> {
        let list = use_query().get_untracked(paths::RETURN_TO)?;
        Some(self.slug.with_value(|slug| paths::list_to_come_back_to(slug, &list)))
    }

    /// The address `there`, from which one comes back to that list.
    pub fn and_back(self, there: String) -> String {
        match self.list() {
            Some(list) => paths::and_return(&there, &list),
            None => there,
        }
    }

    /// What names that list in a form, for the page that follows.
    pub fn return_field(self) -> impl IntoView {
        self.list().map(|list| view! { <input type="hidden" name=paths::RETURN_TO value=list/> })
    }
}
