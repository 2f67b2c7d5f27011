//! What is asked before an organization is left, handed over or deleted (OR-7): a dialog, and the same on a page for browsers
//! without JavaScript.

mod effects;

use domain::{Slug, paths, same_text};
use leptos::{prelude::*, task::spawn_local};

use self::effects::{DeleteEffects, LeaveEffects, TransferEffects};
use super::api::leaving::{DeleteOrganization, LeaveOrganization, OwnershipView, TransferOrganization, ownership};
use crate::{
    error::AppError,
    form::{Form, PageField, PostForm},
    text::{
        self,
        account::{self as account_text, organizations},
        ownership as words,
    },
    ui::{Button, ButtonKind, Checks, Dialog, Field, FieldCheck, FormError, LinkButton, Name, Select, isolated},
};

const DIALOG_ID: &str = "confirm";
const LEAVE_ID: &str = "leave";
const TRANSFER_ID: &str = "transfer";
const DELETE_ID: &str = "delete";

/// What ends somebody's part in an organization, or the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnershipAction {
    /// Whether to leave; of the last owner, who comes after.
    Leave,
    /// Who will own it.
    Transfer,
    /// Whether to delete it.
    Delete,
}

impl OwnershipAction {
    const ALL: [Self; 3] = [Self::Leave, Self::Transfer, Self::Delete];

    /// The action of this word in an address.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Transfer => "transfer",
            Self::Delete => "delete",
        }
    }

    /// The button that opens the dialog.
    const fn button(self) -> &'static str {
        match self {
            Self::Leave => organizations::LEAVE,
            Self::Transfer => organizations::TRANSFER,
            Self::Delete => organizations::DELETE,
        }
    }

    /// The question.
    pub fn question(self, organization: &str) -> String {
        match self {
            Self::Leave => organizations::leave(organization),
            Self::Transfer => organizations::transfer(organization),
            Self::Delete => organizations::delete(organization),
        }
    }

    /// Whether it makes sense.
    pub const fn fits(self, mine: &OwnershipView) -> bool {
        match self {
            Self::Leave => true,
            Self::Transfer => mine.can_transfer && !mine.candidates.is_empty(),
            Self::Delete => mine.contents.is_some(),
        }
    }
}

/// What is asked, and of which organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipRequest {
    slug: Slug,
    action: OwnershipAction,
}

/// Leaving, handing over or deleting an organization, once it is done.
#[derive(Clone, Debug)]
pub struct OwnershipDone {
    /// The sentence that says so.
    pub sentence: String,
    /// Where a page goes then.
    pub next: String,
    /// Whether I am in the organization still.
    pub inside: bool,
}

/// Where it is confirmed.
#[derive(Clone, Copy)]
enum Surface {
    /// In a dialog.
    Dialog {
        /// Whether it is open.
        open: RwSignal<bool>,
        /// Nothing any more, once it is closed.
        requested: RwSignal<Option<OwnershipRequest>>,
    },
    /// On a page of its own.
    Page,
}

/// Opens the dialog, or without JavaScript its page.
#[component]
pub fn OwnershipActionButton(
    /// Of which organization.
    slug: Slug,
    /// What it is called.
    name: String,
    /// What to ask.
    action: OwnershipAction,
    /// What the dialog shows.
    requested: RwSignal<Option<OwnershipRequest>>,
) -> impl IntoView {
    let page = paths::ownership_action(&slug, action.word());
    let request = OwnershipRequest { slug, action };
    view! {
        <form
            method="get" action=page
            on:submit=move |event| {
                event.prevent_default();
                requested.set(Some(request.clone()));
            }
        >
            <Button kind=ButtonKind::Warning submit=true aria_label=organizations::of(action.button(), &name)>
                {action.button()}
            </Button>
        </form>
    }
}

/// The dialog; one a page, opened by any [`OwnershipActionButton`]. What it says is asked for when it is opened, so that its
/// numbers and dates are those of now.
#[component]
pub fn OwnershipDialog(
    /// What it asks.
    requested: RwSignal<Option<OwnershipRequest>>,
    /// Hears what was done.
    on_done: Callback<OwnershipDone>,
) -> impl IntoView {
    let answer = RwSignal::new(None::<(OwnershipRequest, Result<OwnershipView, AppError>)>);
    Effect::new(move || match requested.get() {
        Some(request) => spawn_local(async move {
            let found = ownership(request.slug.to_string()).await;
            if requested.try_get_untracked().flatten().as_ref() == Some(&request) {
                answer.try_set(Some((request, found)));
            }
        }),
        None => answer.set(None),
    });
    move || {
        let (OwnershipRequest { action, .. }, found) = answer.get()?;
        let open = RwSignal::new(true);
        let surface = Surface::Dialog { open, requested };
        let done = Callback::new(move |done| {
            open.set(false);
            on_done.run(done);
        });
        Some(match found {
            Ok(mine) => view! { <Confirm mine action surface done/> }.into_any(),
            Err(error) => {
                let close =
                    move || view! { <Button on_click=move || open.set(false)>{words::CLOSE}</Button> }.into_any();
                view! {
                    <Dialog
                        id=DIALOG_ID title=Signal::stored(words::NOT_NOW.to_owned()) open
                        on_close=move || requested.set(None) footer=close
                    >
                        <p>{text::error(&error)}</p>
                    </Dialog>
                }
                .into_any()
            }
        })
    }
}

/// The same without a dialog, for browsers without JavaScript.
#[component]
pub fn OwnershipQuestion(
    /// My part in the organization.
    mine: OwnershipView,
    /// What is asked.
    action: OwnershipAction,
    /// Hears what was done.
    on_done: Callback<OwnershipDone>,
) -> impl IntoView {
    view! { <Confirm mine action surface=Surface::Page done=on_done/> }
}

/// Hears what was done.
type Done = Callback<OwnershipDone>;

#[component]
fn Confirm(mine: OwnershipView, action: OwnershipAction, surface: Surface, done: Done) -> impl IntoView {
    match action {
        OwnershipAction::Leave if mine.only_owner() => view! { <LastOwner mine surface done/> }.into_any(),
        OwnershipAction::Leave => view! { <Leave mine surface done/> }.into_any(),
        OwnershipAction::Transfer => view! { <Transfer mine surface done/> }.into_any(),
        OwnershipAction::Delete => view! { <Delete mine surface done/> }.into_any(),
    }
}

/// What stands around it, here or there.
#[component]
fn Frame(
    surface: Surface,
    title: String,
    /// The button that does it.
    #[prop(into)]
    button: ViewFn,
    children: Children,
) -> impl IntoView {
    match surface {
        Surface::Dialog { open, requested } => {
            let footer = move || {
                view! {
                    <Button on_click=move || open.set(false)>{account_text::CANCEL}</Button>
                    {button.run()}
                }
            };
            view! { <Dialog id=DIALOG_ID title open on_close=move || requested.set(None) footer>{children()}</Dialog> }
                .into_any()
        }
        Surface::Page => view! {
            <div class="stack">{children()}</div>
            <div class="actions after">
                <LinkButton href=paths::ACCOUNT_ORGANIZATIONS>{account_text::CANCEL}</LinkButton>
                {button.run()}
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Leave(mine: OwnershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<LeaveOrganization>::new();
    let busy = form.busy();
    let (left, next) = (organizations::left(&mine.name), paths::ACCOUNT_ORGANIZATIONS.to_owned());
    form.on_done(move |_| {
        done.run(OwnershipDone { sentence: left.clone(), next: next.clone(), inside: false });
    });
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=LEAVE_ID>{organizations::LEAVE_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=OwnershipAction::Leave.question(&mine.name) button>
            <LeaveEffects owners=mine.owners/>
            <PostForm form attr:id=LEAVE_ID attr:class="stack">
                <PageField/>
                <input type="hidden" name="organization" value=mine.slug.to_string()/>
                <FormError error=form.form_error()/>
            </PostForm>
        </Frame>
    }
}

#[component]
fn Transfer(mine: OwnershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<TransferOrganization>::new();
    let busy = form.busy();
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=TRANSFER_ID>{organizations::TRANSFER_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=OwnershipAction::Transfer.question(&mine.name) button>
            <TransferEffects/>
            <TransferForm mine form done/>
        </Frame>
    }
}

#[component]
fn Delete(mine: OwnershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<DeleteOrganization>::new();
    let busy = form.busy();
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=DELETE_ID>{organizations::DELETE_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=OwnershipAction::Delete.question(&mine.name) button>
            <DeleteEffects mine=mine.clone()/>
            <DeleteForm mine form done/>
        </Frame>
    }
}

/// The last owner cannot just leave: somebody else owns it then, or nobody has it.
#[component]
fn LastOwner(mine: OwnershipView, surface: Surface, done: Done) -> impl IntoView {
    let transfer = Form::<TransferOrganization>::new();
    let delete = Form::<DeleteOrganization>::new();
    let alone = mine.candidates.is_empty();
    let candidates = (!alone).then(|| {
        let (mine, busy) = (mine.clone(), transfer.busy());
        view! {
            <div class="alternative">
                <h3>{organizations::TRANSFER_HEADING}</h3>
                <TransferEffects/>
                <TransferForm mine form=transfer done/>
                <div class="actions">
                    <Button submit=true busy attr:form=TRANSFER_ID>{organizations::TRANSFER_NOW}</Button>
                </div>
            </div>
        }
    });
    let busy = delete.busy();
    view! {
        <Frame surface title=OwnershipAction::Leave.question(&mine.name) button=|| ()>
            <p>{if alone { organizations::ALONE } else { organizations::LAST_OWNER }}</p>
            {candidates}
            <div class="alternative">
                <h3>{if alone { organizations::DELETE_HEADING } else { organizations::OR_DELETE_HEADING }}</h3>
                <DeleteEffects mine=mine.clone()/>
                <DeleteForm mine form=delete done/>
                <div class="actions">
                    <Button kind=ButtonKind::Danger submit=true busy attr:form=DELETE_ID>
                        {organizations::DELETE_NOW}
                    </Button>
                </div>
            </div>
        </Frame>
    }
}

/// Who will own it; its button stands elsewhere.
#[component]
fn TransferForm(mine: OwnershipView, form: Form<TransferOrganization>, done: Done) -> impl IntoView {
    let (transferred, next) = (organizations::transferred(&mine.name), paths::ACCOUNT_ORGANIZATIONS.to_owned());
    form.on_done(move |_| {
        done.run(OwnershipDone { sentence: transferred.clone(), next: next.clone(), inside: true });
    });
    let nobody = (String::new(), organizations::CHOOSE_ONE.to_owned());
    let candidates = mine
        .candidates
        .into_iter()
        .map(|candidate| (candidate.id.to_string(), format!("{} · {}", isolated(&candidate.name), candidate.email)));
    let options: Vec<_> = std::iter::once(nobody).chain(candidates).collect();
    view! {
        <PostForm form attr:id=TRANSFER_ID attr:class="stack">
            <PageField/>
            <input type="hidden" name="organization" value=mine.slug.to_string()/>
            <FormError error=form.form_error()/>
            <Select
                name="member" label=organizations::NEW_OWNER options
                value=form.typed("member") error=form.field_error("member")
            />
        </PostForm>
    }
}

/// Its name, typed; its button stands elsewhere.
#[component]
fn DeleteForm(mine: OwnershipView, form: Form<DeleteOrganization>, done: Done) -> impl IntoView {
    let (deleted, next) = (organizations::deleted(&mine.name), paths::organization(&mine.slug));
    form.on_done(move |_| {
        done.run(OwnershipDone { sentence: deleted.clone(), next: next.clone(), inside: false });
    });
    let checks = Checks::provide();
    let OwnershipView { slug, name, .. } = mine;
    let wanted = name.clone();
    let check = FieldCheck::new(move |(typed,): (String,)| {
        (!same_text(&typed, &wanted)).then(|| account_text::TYPE_THE_NAME.to_owned())
    });
    view! {
        <PostForm form attr:id=DELETE_ID attr:class="stack" on:submit:capture=checks.on_submit()>
            <PageField/>
            <input type="hidden" name="organization" value=slug.to_string()/>
            <FormError error=form.form_error()/>
            <p class="wrap">{organizations::TYPE_BEFORE} <b><Name text=name/></b></p>
            <Field
                name="name" id="organization-name" label=organizations::NAME autocomplete="off" required=true
                value=form.typed("name") error=form.field_error("name") check=check
            />
        </PostForm>
    }
}
