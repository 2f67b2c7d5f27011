//! The table of invitations, in groups: what waits for the team, what for the person, and drafts (IN-7).

use domain::{InvitationGroup, InvitationId};
use leptos::prelude::*;

use super::{
    context::MembersContext, invitation_actions::menu_button_id, invitation_row::InvitationLine, list_view::ListView,
    select_all::SelectAll,
};
use crate::{
    browser,
    text::members::{invited, list, row_actions},
    ui::{FormError, Notice, NoticeTone, Table},
};

/// A line of the table: the head of a group, or an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Line {
    Group(InvitationGroup),
    Invitation(InvitationId),
}

/// The lines of a page. A group that goes on from the page before has its head again.
fn lines(view: &ListView) -> Vec<Line> {
    let rows = |group: InvitationGroup| {
        let rows = view.invitations.iter().filter(move |row| row.standing.group() == group);
        rows.map(|row| Line::Invitation(row.id)).collect::<Vec<_>>()
    };
    let groups = InvitationGroup::ALL.into_iter().map(|group| (group, rows(group)));
    let shown = groups.filter(|(_, rows)| !rows.is_empty());
    shown.flat_map(|(group, rows)| std::iter::once(Line::Group(group)).chain(rows)).collect()
}

/// The table. An act may move its row to another group: the focus goes along.
#[component]
pub(super) fn InvitedTable(shared: MembersContext) -> impl IntoView {
    let actions = shared.invitation_actions;
    let lines = Memo::new(move |_| lines(&shared.view.read()));
    Effect::new(move |_| {
        lines.track();
        if let Some(sent) = actions.sent.get() {
            request_animation_frame(move || browser::focus_if_lost(&menu_button_id(sent.id)));
        }
    });
    let count = move |group: InvitationGroup| {
        let view = shared.view.read();
        view.groups.iter().find(|found| found.group == group).map(|found| found.count)
    };
    // What was sent may stand on another page by now.
    let sent_elsewhere = Memo::new(move |_| {
        let sent = actions.sent.get()?;
        let shown = shared.view.read().invitations.iter().any(|row| row.id == sent.id);
        (!shown).then_some(())
    });
    view! {
        <div class="members-message">
            <Show when=move || sent_elsewhere.read().is_some()>
                <Notice tone=NoticeTone::Ok still=true>{row_actions::SENT_ELSEWHERE}</Notice>
            </Show>
            <FormError error=actions.failure_elsewhere()/>
        </div>
        <Table caption=invited::CAPTION class="invited" attr:role="table">
            <thead>
                <tr role="row">
                    <SelectAll selection=shared.selection attr:role="cell"/>
                    <th scope="col" role="columnheader">{invited::ADDRESS}</th>
                    <th scope="col" role="columnheader" class="col-sent">{invited::DELIVERY}</th>
                    <th scope="col" role="columnheader" class="col-until roomy-only">{invited::GOOD_UNTIL}</th>
                    <th scope="col" role="columnheader" class="col-acts">
                        <span class="visually-hidden">{invited::NEXT_STEP}</span>
                    </th>
                    <th scope="col" role="columnheader" class="col-menu">
                        <span class="visually-hidden">{list::ACTIONS}</span>
                    </th>
                </tr>
            </thead>
            <tbody>
                <For each=move || lines.get() key=|line| *line let:line>
                    {match line {
                        Line::Group(group) => view! {
                            <tr class="group" role="row">
                                <th scope="rowgroup" role="rowheader" colspan="6">
                                    {invited::group(group)} " " <small class="num">{move || count(group)}</small>
                                </th>
                            </tr>
                        }
                        .into_any(),
                        Line::Invitation(id) => view! { <InvitationLine id shared/> }.into_any(),
                    }}
                </For>
            </tbody>
        </Table>
    }
}
