//! What is asked before an organization is left, handed over or deleted (OR-7): a dialog, and a page of the same words
//! for browsers without JavaScript.

use domain::{Slug, paths, same_text};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{components::Redirect, hooks::use_params_map};

use super::{
    api::MembershipView,
    page::{AccountPage, on_done},
    shell::{MyAccount, use_account},
};
use crate::{
    form::{Form, PageField},
    notices::use_redirect,
    organizations::api::leaving::{DeleteOrganization, LeaveOrganization, TransferOrganization},
    text::account::{self as text, organizations},
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

    /// The word in addresses.
    const fn word(self) -> &'static str {
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

    /// Whether it makes sense.
    const fn fits(self, mine: &MembershipView) -> bool {
        match self {
            Self::Leave => true,
            Self::Transfer => mine.can_transfer,
            Self::Delete => mine.can_delete,
        }
    }
}

/// What is asked, and of which organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipRequest {
    slug: Slug,
    action: OwnershipAction,
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
    Page(MyAccount),
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

/// The dialog; one a page, opened by any [`OwnershipActionButton`].
#[component]
pub fn ConfirmDialog(
    /// Whose organizations.
    account: MyAccount,
    /// What it shows.
    requested: RwSignal<Option<OwnershipRequest>>,
    /// Hears what was done.
    message: RwSignal<Option<String>>,
) -> impl IntoView {
    move || {
        let OwnershipRequest { slug, action } = requested.get()?;
        let mine = account.organization(&slug)?;
        let open = RwSignal::new(true);
        let done = Callback::new(move |(sentence, _)| {
            open.set(false);
            message.set(Some(sentence));
            account.reload();
        });
        Some(view! { <Confirm mine action surface=Surface::Dialog { open, requested } done/> })
    }
}

/// The page, for browsers without JavaScript.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let params = use_params_map();
    let requested = Memo::new(move |_| {
        let params = params.read();
        let slug = params.get("slug")?.parse().ok()?;
        let word = params.get("action")?;
        OwnershipAction::ALL
            .into_iter()
            .find(|action| action.word() == word)
            .map(|action| OwnershipRequest { slug, action })
    });
    let redirect = use_redirect();
    use_account().map(|account| {
        let done = Callback::new(move |(_, next): (String, String)| {
            account.reload();
            redirect(&next);
        });
        move || {
            let open = requested
                .get()
                .and_then(|OwnershipRequest { slug, action }| Some((account.organization(&slug)?, action)));
            match open.filter(|(mine, action)| action.fits(mine)) {
                Some((mine, action)) => view! { <Confirm mine action surface=Surface::Page(account) done/> }.into_any(),
                // Left or deleted meanwhile, or never mine: the list tells.
                None => view! { <Redirect path=paths::ACCOUNT_ORGANIZATIONS/> }.into_any(),
            }
        }
    })
}

/// Hears the sentence that says what was done, and where a page goes next.
type Done = Callback<(String, String)>;

#[component]
fn Confirm(mine: MembershipView, action: OwnershipAction, surface: Surface, done: Done) -> impl IntoView {
    match action {
        OwnershipAction::Leave if mine.only_owner => view! { <LastOwner mine surface done/> }.into_any(),
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
                    <Button on_click=move || open.set(false)>{text::CANCEL}</Button>
                    {button.run()}
                }
            };
            view! { <Dialog id=DIALOG_ID title open on_close=move || requested.set(None) footer>{children()}</Dialog> }
                .into_any()
        }
        Surface::Page(account) => view! {
            <AccountPage account heading=title prose=true>
                <div class="stack">{children()}</div>
                <div class="actions after">
                    {button.run()}
                    <LinkButton href=paths::ACCOUNT_ORGANIZATIONS>{text::CANCEL}</LinkButton>
                </div>
            </AccountPage>
        }
        .into_any(),
    }
}

#[component]
fn Leave(mine: MembershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<LeaveOrganization>::new();
    let busy = form.busy();
    let left = organizations::left(&mine.name);
    on_done(&form, move || done.run((left.clone(), paths::ACCOUNT_ORGANIZATIONS.to_owned())));
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=LEAVE_ID>{organizations::LEAVE_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=organizations::leave(&mine.name) button>
            <p>{organizations::LEAVE_TEXT}</p>
            <ActionForm action=form.action attr:id=LEAVE_ID attr:class="stack">
                <PageField/>
                <input type="hidden" name="organization" value=mine.slug.to_string()/>
                <FormError error=form.form_error()/>
            </ActionForm>
        </Frame>
    }
}

#[component]
fn Transfer(mine: MembershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<TransferOrganization>::new();
    let busy = form.busy();
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=TRANSFER_ID>{organizations::TRANSFER_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=organizations::transfer(&mine.name) button>
            <p>{organizations::TRANSFER_TEXT}</p>
            <TransferForm mine form done/>
        </Frame>
    }
}

#[component]
fn Delete(mine: MembershipView, surface: Surface, done: Done) -> impl IntoView {
    let form = Form::<DeleteOrganization>::new();
    let busy = form.busy();
    let button = move || {
        view! {
            <Button kind=ButtonKind::Danger submit=true busy attr:form=DELETE_ID>{organizations::DELETE_NOW}</Button>
        }
    };
    view! {
        <Frame surface title=organizations::delete(&mine.name) button>
            <p>{organizations::DELETE_TEXT}</p>
            <DeleteForm mine form done/>
        </Frame>
    }
}

/// The last owner cannot just leave: somebody else owns it then, or nobody has it.
#[component]
fn LastOwner(mine: MembershipView, surface: Surface, done: Done) -> impl IntoView {
    let transfer = Form::<TransferOrganization>::new();
    let delete = Form::<DeleteOrganization>::new();
    let alone = mine.ownership_candidates.is_empty();
    let ownership_candidates = (!alone).then(|| {
        let (mine, busy) = (mine.clone(), transfer.busy());
        view! {
            <div class="alternative">
                <h3>{organizations::TRANSFER_HEADING}</h3>
                <p>{organizations::TRANSFER_TEXT}</p>
                <TransferForm mine form=transfer done/>
                <div class="actions">
                    <Button submit=true busy attr:form=TRANSFER_ID>{organizations::TRANSFER_NOW}</Button>
                </div>
            </div>
        }
    });
    let busy = delete.busy();
    view! {
        <Frame surface title=organizations::leave(&mine.name) button=|| ()>
            <p>{if alone { organizations::ALONE } else { organizations::LAST_OWNER }}</p>
            {ownership_candidates}
            <div class="alternative">
                <h3>{if alone { organizations::DELETE_HEADING } else { organizations::OR_DELETE_HEADING }}</h3>
                <p>{organizations::DELETE_TEXT}</p>
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
fn TransferForm(mine: MembershipView, form: Form<TransferOrganization>, done: Done) -> impl IntoView {
    let transferred = organizations::transferred(&mine.name);
    on_done(&form, move || done.run((transferred.clone(), paths::ACCOUNT_ORGANIZATIONS.to_owned())));
    let nobody = (String::new(), organizations::CHOOSE_ONE.to_owned());
    let ownership_candidates = mine
        .ownership_candidates
        .into_iter()
        .map(|candidate| (candidate.id.to_string(), format!("{} · {}", isolated(&candidate.name), candidate.email)));
    let options: Vec<_> = std::iter::once(nobody).chain(ownership_candidates).collect();
    view! {
        <ActionForm action=form.action attr:id=TRANSFER_ID attr:class="stack">
            <PageField/>
            <input type="hidden" name="organization" value=mine.slug.to_string()/>
            <FormError error=form.form_error()/>
            <Select
                name="member" label=organizations::NEW_OWNER options
                value=form.typed("member") error=form.field_error("member")
            />
        </ActionForm>
    }
}

/// Its name, typed; its button stands elsewhere.
#[component]
fn DeleteForm(mine: MembershipView, form: Form<DeleteOrganization>, done: Done) -> impl IntoView {
    let deleted = organizations::deleted(&mine.name);
    on_done(&form, move || done.run((deleted.clone(), paths::ACCOUNT_ORGANIZATIONS.to_owned())));
    let checks = Checks::provide();
    let MembershipView { slug, name, .. } = mine;
    let wanted = name.clone();
    let check = FieldCheck::new(move |(typed,): (String,)| {
        (!same_text(&typed, &wanted)).then(|| text::TYPE_THE_NAME.to_owned())
    });
    view! {
        <ActionForm action=form.action attr:id=DELETE_ID attr:class="stack" on:submit:capture=checks.on_submit()>
            <PageField/>
            <input type="hidden" name="organization" value=slug.to_string()/>
            <FormError error=form.form_error()/>
            <p class="wrap">{organizations::TYPE_BEFORE} <b><Name text=name/></b></p>
            <Field
                name="name" id="organization-name" label=organizations::NAME autocomplete="off" required=true
                value=form.typed("name") error=form.field_error("name") check=check
            />
        </ActionForm>
    }
}
