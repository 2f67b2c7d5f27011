//! What organizations ask of everybody in them (ST-6): a row for each policy that is on.

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationId, Policies, Policy};
use sqlx::FromRow;

use crate::{
    LastSave, Reader, Result, StoreError, Tx,
    db::{statements, with_conn},
    reader::with_reader,
};

/// Whether a member stays outside: a plain one who belongs to no project that is worked in, where members need one.
macro_rules! kept_outside {
    () => {
        "(memberships.role = 'member'
                AND EXISTS (
                    SELECT 1 FROM organization_policies AS policies
                    WHERE policies.organization_id = memberships.organization_id
                      AND policies.policy = 'members-need-project')
                AND NOT EXISTS (
                    SELECT 1 FROM project_memberships AS places
                    JOIN projects AS worked_in ON worked_in.id = places.project_id AND worked_in.archived_at IS NULL
                    WHERE places.organization_id = memberships.organization_id
                      AND places.account_id = memberships.account_id)) AS kept_outside"
    };
}
pub(crate) use kept_outside;

/// The policies of an organization, and since when and by whom those are on that are.
#[derive(Clone, Debug, Default)]
pub struct OrganizationPolicies {
    pub on: Policies,
    since: Vec<(Policy, LastSave)>,
}

impl OrganizationPolicies {
    /// Since when this one is on, and who switched it on; none where it is off.
    pub fn since(&self, policy: Policy) -> Option<&LastSave> {
        self.since.iter().find(|(on, _)| *on == policy).map(|(_, since)| since)
    }
}

#[derive(FromRow)]
struct PolicyRow {
    policy: String,
    #[sqlx(flatten)]
    since: LastSave,
}

statements! {
    ON = "
        SELECT policies.policy, COALESCE(setting.display_name, setters.name) AS by, policies.on_since AS at
        FROM organization_policies AS policies LEFT JOIN accounts AS setters ON setters.id = policies.set_by
        LEFT JOIN memberships AS setting
          ON setting.organization_id = policies.organization_id AND setting.account_id = policies.set_by
        WHERE policies.organization_id = $1";
    SWITCH_ON = "
        INSERT INTO organization_policies (organization_id, policy, on_since, set_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organization_id, policy) DO NOTHING";
    SWITCH_OFF = "DELETE FROM organization_policies WHERE organization_id = $1 AND policy = $2";
    KEPT_OUTSIDE = concat!(
        "SELECT ", kept_outside!(), " FROM memberships WHERE organization_id = $1 AND account_id = $2");
}

impl Reader<'_> {
    /// The policies of the organization.
    pub async fn policies(&mut self, organization: OrganizationId) -> Result<OrganizationPolicies> {
        let rows: Vec<PolicyRow> =
            with_reader!(self, db => sqlx::query_as(ON).bind(organization.as_uuid()).fetch_all(db).await?);
        let mut found = OrganizationPolicies::default();
        for PolicyRow { policy, since } in rows {
            let known = Policy::ALL.into_iter().find(|known| known.as_str() == policy);
            let policy = known.ok_or(StoreError::Corrupt("policy"))?;
            found.on = found.on.with(policy, true);
            found.since.push((policy, since));
        }
        Ok(found)
    }

    /// Whether the account stays outside for want of a project; not where it is no member.
    pub async fn is_kept_outside(&mut self, organization: OrganizationId, account: AccountId) -> Result<bool> {
        let found: Option<bool> = with_reader!(self, db => sqlx::query_scalar(KEPT_OUTSIDE)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?);
        Ok(found.unwrap_or_default())
    }
}

impl Tx {
    /// Switches a policy on.
    pub async fn switch_policy_on(
        &mut self,
        organization: OrganizationId,
        policy: Policy,
        now: DateTime<Utc>,
        by: AccountId,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SWITCH_ON)
            .bind(organization.as_uuid())
            .bind(policy.as_str())
            .bind(now)
            .bind(by.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Switches a policy off.
    pub async fn switch_policy_off(&mut self, organization: OrganizationId, policy: Policy) -> Result<()> {
        with_conn!(self, db => sqlx::query(SWITCH_OFF)
            .bind(organization.as_uuid())
            .bind(policy.as_str())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
