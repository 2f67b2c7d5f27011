//! Transactions of use cases: what is changed, recorded, mailed and logged in one comes true with its commit, and not
//! before.
//!
//! The locks of a transaction are taken in one order: accounts by their ids, the organization, the link or the invitation, and
//! last what billing was told. What gave the right to write is read again under them.

use std::{
    collections::BTreeSet,
    fmt::Display,
    mem,
    ops::{Deref, DerefMut},
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AccountId, AuditEntryId, Authority, EmailAddress, OrganizationId, Permission, ProjectPermission, Refusal, Role,
    audit::AuditEvent,
};
use mail::Message;
use store::{Account, Member, NewAuditEntry, Organization, Project, Tx};

use crate::{
    Caller, ClientInfo, OrganizationContext, RequestContext, Result, Services, Session,
    audit::Subject,
    caller::kept_outside_refusal,
    namesakes::ProjectNames,
    security_events::{Line, SecurityEvent},
};

/// A transaction on behalf of whoever is on the other end of a request. Its commit tells open tabs what changed, wakes a
/// worker where mail was written, and logs the security events.
pub(crate) struct Transaction<'a> {
    services: &'a Services,
    client: &'a ClientInfo,
    tx: Tx,
    events: Vec<Line>,
    /// The keys of its mails about changes, which count once it is true.
    told: Vec<String>,
    /// When the entries of the audit log were written, and what the id of the last one was made of.
    entries: Option<(DateTime<Utc>, [u8; 10])>,
    /// The organizations of which the operator's billing is told before the commit, where it is told anything.
    pub to_recount: BTreeSet<OrganizationId>,
}

/// A transaction of a member in an organization, which is locked: of changes at once each sees what the one before it left
/// (RAC-2).
pub(crate) struct OrganizationTx<'a> {
    tx: Transaction<'a>,
    pub context: &'a OrganizationContext,
    /// The caller, as the organization has them by now.
    pub me: Member,
    /// The organization, as it is by now.
    pub organization: Organization,
    /// What its projects are called, once that was asked for.
    project_names: Option<ProjectNames>,
}

impl Services {
    pub(crate) async fn begin<'a>(&'a self, client: &'a ClientInfo) -> Result<Transaction<'a>> {
        let tx = self.store.begin().await?;
        let to_recount = BTreeSet::new();
        Ok(Transaction { services: self, client, tx, events: Vec::new(), told: Vec::new(), entries: None, to_recount })
    }

    /// For whoever is signed in, if their session still is one: the account, as it is by now.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when the session ended meanwhile, for whatever reason.
    pub(crate) async fn begin_as<'a>(&'a self, caller: &'a Caller) -> Result<(Transaction<'a>, Account)> {
        let mut tx = self.begin(&caller.client).await?;
        let account = self.lock_session(&mut tx, caller).await?;
        Ok((tx, account))
    }

    /// The same for whoever gave their password just now, if it still is the one.
    ///
    /// # Errors
    /// Also [`Refusal::BadCredentials`].
    pub(crate) async fn begin_with_password<'a>(
        &'a self,
        caller: &'a Caller,
        hash: &str,
    ) -> Result<(Transaction<'a>, Account)> {
        let (tx, account) = self.begin_as(caller).await?;
        if account.password_hash.as_deref() == Some(hash) {
            Ok((tx, account))
        } else {
            Err(Refusal::BadCredentials.into())
        }
    }

    /// Holds the account of the session, if it still is one.
    pub(crate) async fn lock_session(&self, tx: &mut Tx, session: &Session) -> Result<Account> {
        let account = tx.lock_signed_in(session.account_id, session.digest.as_bytes()).await?;
        Ok(account.ok_or(Refusal::SignedOut)?)
    }

    /// Holds the caller's account, then the organization, and reads again what the caller is in it.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] when the session ended meanwhile; [`Refusal::NotFound`] when the organization is deleted, or
    /// the caller is not in it any more; [`Refusal::KeptOutside`] when the caller is kept outside for want of a project.
    pub(crate) async fn begin_in<'a>(&'a self, context: &'a OrganizationContext) -> Result<OrganizationTx<'a>> {
        self.begin_in_with(context, &[]).await
    }

    /// [`Self::begin_in`] that holds these accounts too: what is written of them into the organization is as it is by now.
    ///
    /// # Errors
    /// Those of [`Self::begin_in`].
    pub(crate) async fn begin_in_with<'a>(
        &'a self,
        context: &'a OrganizationContext,
        others: &[AccountId],
    ) -> Result<OrganizationTx<'a>> {
        let mut tx = self.begin_in_holding(context, others).await?;
        let (id, me) = (tx.organization_id(), tx.me.account_id);
        // Nobody else ever is.
        if tx.me.role() == Role::Member && tx.read().is_kept_outside(id, me).await? {
            let organization = tx.organization.name.clone();
            return Err(kept_outside_refusal(&mut tx.read(), id, organization).await);
        }
        Ok(tx)
    }

    /// [`Self::begin_in`] for what a member may do who is kept outside (ST-6).
    ///
    /// # Errors
    /// Those of [`Self::begin_in`], but for [`Refusal::KeptOutside`].
    pub(crate) async fn begin_in_from_outside<'a>(
        &'a self,
        context: &'a OrganizationContext,
    ) -> Result<OrganizationTx<'a>> {
        self.begin_in_holding(context, &[]).await
    }

    async fn begin_in_holding<'a>(
        &'a self,
        context: &'a OrganizationContext,
        others: &[AccountId],
    ) -> Result<OrganizationTx<'a>> {
        let (mut tx, caller) = (self.begin(&context.caller.client).await?, context.caller.account_id);
        // The caller in their place among them: two who hold each other would wait for ever.
        for account in others.iter().copied().chain([caller]).collect::<BTreeSet<_>>() {
            if account == caller {
                self.lock_session(&mut tx, &context.caller).await?;
            } else {
                tx.lock_account(account).await?;
            }
        }
        let id = context.organization.id;
        let organization = tx.lock_organization(id).await?.ok_or(Refusal::NotFound)?;
        let me = tx.read().member(id, caller).await?.ok_or(Refusal::NotFound)?;
        Ok(OrganizationTx { tx, context, me, organization, project_names: None })
    }
}

impl RequestContext {
    pub(crate) async fn begin(&self) -> Result<Transaction<'_>> {
        self.services.begin(&self.client).await
    }
}

impl<'a> Transaction<'a> {
    pub(crate) const fn services(&self) -> &'a Services {
        self.services
    }

    /// Writes an entry of the organization's audit log (ST-4), and tells open tabs that the organization changed. `actor`:
    /// none for somebody who needed no account for it.
    pub(crate) async fn record_for(
        &mut self,
        organization: OrganizationId,
        actor: Option<AccountId>,
        subject: Subject<'_>,
        event: &AuditEvent,
    ) -> Result<()> {
        self.insert_entries(organization, actor, &[(subject, event)], &self.client.address_text()).await
    }

    /// The same without telling who it was or from where: they are gone with it (PRV-4).
    pub(crate) async fn record_of_nobody(&mut self, organization: OrganizationId, event: &AuditEvent) -> Result<()> {
        self.insert_entries(organization, None, &[(Subject::None, event)], "").await
    }

    async fn insert_entries(
        &mut self,
        organization_id: OrganizationId,
        actor_id: Option<AccountId>,
        done: &[(Subject<'_>, &AuditEvent)],
        client: &str,
    ) -> Result<()> {
        let mut entries = Vec::with_capacity(done.len());
        for (subject, event) in done {
            let (at, random) = self.next_entry()?;
            let (subject_id, subject) = match *subject {
                Subject::None => (None, None),
                Subject::Account(id) => (Some(id), None),
                Subject::Address(address) => (None, Some(address)),
            };
            let id = AuditEntryId::new(at, random);
            entries.push(NewAuditEntry { id, organization_id, actor_id, subject_id, subject, event, client, at });
        }
        self.tx.insert_entries(&entries).await?;
        self.tx.changed(store::Change::Organization(organization_id));
        self.recount(organization_id);
        Ok(())
    }

    /// The time of the next entry, and what its id is made of. All entries of a transaction bear the time of the first, so that
    /// what was done at once is known as such; their ids keep them in order.
    fn next_entry(&mut self) -> Result<(DateTime<Utc>, [u8; 10])> {
        let next = match self.entries {
            None => (self.services.now(), self.services.rng.bytes()?),
            Some((at, mut random)) => {
                for byte in random.iter_mut().rev() {
                    *byte = byte.wrapping_add(1);
                    if *byte != 0 {
                        break;
                    }
                }
                (at, random)
            }
        };
        self.entries = Some(next);
        Ok(next)
    }

    /// Holds every organization that the account is in, in the order in which all take them: what they show of the account is
    /// about to change, and whoever looks at one hears of it. The account is locked.
    pub(crate) async fn lock_organizations_of(&mut self, account: AccountId) -> Result<Vec<OrganizationId>> {
        let organizations = self.tx.organizations_of(account).await?;
        for id in &organizations {
            self.tx.lock_organization(*id).await?;
            self.tx.changed(store::Change::Organization(*id));
        }
        Ok(organizations)
    }

    /// Mails something that needs no link.
    pub(crate) async fn send(&mut self, recipient: &EmailAddress, message: &Message) -> Result<()> {
        self.send_all(&[(recipient, message)]).await
    }

    /// The same to many at once.
    pub(crate) async fn send_all(&mut self, notices: &[(&EmailAddress, &Message)]) -> Result<()> {
        self.services.write_notices(&mut self.tx, notices).await
    }

    /// Logs a security event once it is true.
    pub(crate) fn log<'e>(&mut self, event: impl Into<Option<SecurityEvent<'e>>>) {
        self.events.extend(event.into().map(|event| event.line(self.client)));
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        for organization in mem::take(&mut self.to_recount) {
            self.tell_billing(organization).await?;
        }
        self.tx.commit().await?;
        for event in self.events {
            event.log();
        }
        let now = self.services.now();
        for key in self.told {
            self.services.throttles.changes.take(&key, now).ok();
        }
        Ok(())
    }
}

impl Deref for Transaction<'_> {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl<'a> OrganizationTx<'a> {
    /// `tx` holds the organization of the context, and read `me` since.
    pub(crate) fn new(tx: Transaction<'a>, context: &'a OrganizationContext, me: Member) -> Self {
        Self { tx, context, me, organization: context.organization.clone(), project_names: None }
    }

    pub(crate) const fn organization_id(&self) -> OrganizationId {
        self.context.organization.id
    }

    /// What the projects of the organization are called: read once, however many are mailed about them.
    pub(crate) async fn project_names(&mut self) -> Result<&ProjectNames> {
        let names = match self.project_names.take() {
            Some(names) => names,
            None => ProjectNames::read(&mut self.tx.read(), self.context.organization.id).await?,
        };
        Ok(self.project_names.insert(names))
    }

    /// What the caller may do by now.
    pub(crate) const fn authority(&self) -> &Authority {
        &self.me.authority
    }

    /// Refuses a caller who lacks the permission.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], with the names of some who can grant it (TR-8).
    pub(crate) async fn require(&mut self, permission: Permission) -> Result<()> {
        self.require_nothing(Some(permission).filter(|permission| !self.authority().may(*permission))).await
    }

    /// Refuses a caller who lacks `lacking`, where that is something. The names are read by this transaction's connection:
    /// many refusals at once do not wait for each other.
    ///
    /// # Errors
    /// As [`Self::require`].
    pub(crate) async fn require_nothing(&mut self, lacking: Option<Permission>) -> Result<()> {
        let Some(permission) = lacking else { return Ok(()) };
        let granted_by = self.tx.read().providers(self.context.organization.id, permission).await?;
        Err(Refusal::Forbidden { permission, granted_by }.into())
    }

    /// Refuses a caller who may not give all this to somebody who comes in.
    ///
    /// # Errors
    /// As [`Self::require`]; [`Refusal::IdentityManaged`] for more than to be a member, where an identity provider says what
    /// people are.
    pub(crate) async fn require_to_give(&mut self, given: &Authority) -> Result<()> {
        self.require_nothing(self.authority().lacks_to_give(given)).await?;
        if given.is_plain() { Ok(()) } else { self.refuse_if_identity_managed() }
    }

    /// Refuses a caller who lacks the permission in this project.
    ///
    /// # Errors
    /// [`Refusal::ForbiddenInProject`], with the names of some who can grant it (TR-8).
    pub(crate) async fn require_in(&mut self, project: &Project, permission: ProjectPermission) -> Result<()> {
        if self.authority().may_in(project.id, permission) {
            return Ok(());
        }
        let granted_by = self.tx.read().providers_in(self.context.organization.id, project.id).await?;
        Err(Refusal::ForbiddenInProject { project: project.name.clone(), permission, granted_by }.into())
    }

    /// Refuses to change roles, grants and projects of people where they come from an identity provider (ST-5).
    ///
    /// # Errors
    /// [`Refusal::IdentityManaged`].
    pub(crate) fn refuse_if_identity_managed(&self) -> Result<()> {
        if self.organization.identity_managed {
            return Err(Refusal::IdentityManaged { organization: self.organization.name.clone() }.into());
        }
        Ok(())
    }

    /// Writes what the caller did into the audit log.
    pub(crate) async fn record(&mut self, subject: Subject<'_>, event: AuditEvent) -> Result<()> {
        self.record_all(&[(subject, &event)]).await
    }

    /// The same of many things that were done at once, in this order.
    pub(crate) async fn record_all(&mut self, done: &[(Subject<'_>, &AuditEvent)]) -> Result<()> {
        let (organization, client) = (self.organization_id(), self.context.caller.client.address_text());
        self.tx.insert_entries(organization, Some(self.me.account_id), done, &client).await
    }

    /// Whether `whom` is mailed this kind of change, of which there may have been too many: whoever flips a role forth and back
    /// fills no mailbox with it. The change itself happens, and is in the audit log.
    pub(crate) fn may_tell(&mut self, whom: impl Display, kind: &str) -> bool {
        let organization = self.organization_id();
        let key = format!("{organization} {whom} {kind}");
        if self.services.throttles.changes.wait(&key, self.services.now()) > TimeDelta::zero() {
            tracing::info!(%organization, kind, "a change is not mailed: there were too many");
            return false;
        }
        self.tx.told.push(key);
        true
    }

    pub(crate) async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }
}

impl<'a> Deref for OrganizationTx<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        &self.tx
    }
}

impl DerefMut for OrganizationTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tx
    }
}
