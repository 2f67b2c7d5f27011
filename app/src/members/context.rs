//! What the parts of the list of members share, and those of the page of one member.

use chrono::{DateTime, Utc};
use domain::{AccountId, Namesakes, Slug};
use leptos::prelude::*;

use super::{
    api::details::MemberDetailsView, invitation_actions::InvitationActions, link::LinkToHandOver, list_view::ListView,
    row_actions::RowActions, selection::Selection,
};
use crate::error::AppError;

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
}

impl MembersContext {
    /// The address of what is shown, which a form without JavaScript comes back to.
    pub fn shown_at(self) -> String {
        self.slug.with_value(|slug| self.view.read().wanted.path(slug))
    }
}

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
}
