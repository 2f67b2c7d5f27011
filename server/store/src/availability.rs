//! What members chose to be (TR-9). Who has a tab open is not stored.

use domain::{AccountId, Availability, OrganizationId};
use sqlx::FromRow;

use crate::{
    Reader, Result, Tx,
    db::{statements, with_conn},
    reader::with_reader,
};

statements! {
    CHOSEN = "
        SELECT memberships.availability FROM memberships
        JOIN organizations ON organizations.id = memberships.organization_id AND organizations.deleted_at IS NULL
        WHERE memberships.organization_id = $1 AND memberships.account_id = $2";
    CHOOSE = "
        UPDATE memberships SET availability = $3
        WHERE organization_id = $1 AND account_id = $2 AND availability <> $3";
    CHOOSE_EVERYWHERE = "UPDATE memberships SET availability = $2 WHERE account_id = $1 AND availability <> $2";
}

#[derive(FromRow)]
struct Chosen {
    #[sqlx(try_from = "String")]
    availability: Availability,
}

impl Reader<'_> {
    /// What the member chose to be; none for who is not in it, and for an organization that is deleted.
    pub async fn chosen_availability(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
    ) -> Result<Option<Availability>> {
        let chosen: Option<Chosen> = with_reader!(self, db => sqlx::query_as(CHOSEN)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?);
        Ok(chosen.map(|chosen| chosen.availability))
    }
}

impl Tx {
    /// Notes what the member chose to be. False: they had chosen it already.
    pub async fn choose_availability(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        availability: Availability,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(CHOOSE)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(availability.as_str())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Notes what the account chose to be in all of its organizations. False: it had chosen that in all of them.
    pub async fn choose_availability_everywhere(
        &mut self,
        account: AccountId,
        availability: Availability,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(CHOOSE_EVERYWHERE)
            .bind(account.as_uuid())
            .bind(availability.as_str())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done > 0)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Authority, Availability, Role};

    use crate::{
        Store,
        fixtures::{NOW, account, join, organization},
        statements::stores,
    };

    async fn chosen(store: &Store, organization: domain::OrganizationId, account: domain::AccountId) -> Availability {
        store.read().chosen_availability(organization, account).await.unwrap().unwrap()
    }

    // TR-9: each membership has its own; what was chosen is there again with a membership that is brought back.
    #[tokio::test]
    async fn tr_9_what_was_chosen_stays_chosen() {
        for store in stores().await {
            let (owner, leo) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Leo Marchetti").await);
            let (here, there) = (organization(&store, 1, owner).await, organization(&store, 2, owner).await);
            join(&store, here, leo, &Authority::of_role(Role::Member)).await;
            assert_eq!(chosen(&store, here, leo).await, Availability::Online);
            assert_eq!(store.read().chosen_availability(there, leo).await.unwrap(), None);

            let mut tx = store.begin().await.unwrap();
            assert!(tx.choose_availability(here, leo, Availability::Busy).await.unwrap());
            assert!(!tx.choose_availability(here, leo, Availability::Busy).await.unwrap());
            assert!(!tx.choose_availability(there, leo, Availability::Busy).await.unwrap());
            assert!(tx.choose_availability(here, owner, Availability::Away).await.unwrap());
            tx.commit().await.unwrap();
            assert_eq!(chosen(&store, here, leo).await, Availability::Busy);
            assert_eq!(chosen(&store, there, owner).await, Availability::Online);

            let mut tx = store.begin().await.unwrap();
            assert!(tx.choose_availability_everywhere(owner, Availability::Away).await.unwrap());
            assert!(!tx.choose_availability_everywhere(owner, Availability::Away).await.unwrap());
            tx.remove_member(here, leo, NOW, owner).await.unwrap();
            assert_eq!(tx.read().chosen_availability(here, leo).await.unwrap(), None);
            tx.restore_member(here, leo).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(chosen(&store, there, owner).await, Availability::Away);
            assert_eq!(chosen(&store, here, leo).await, Availability::Busy);
            let mine = store.memberships(leo, NOW).await.unwrap();
            assert_eq!(mine.iter().map(|mine| mine.availability).collect::<Vec<_>>(), [Availability::Busy]);
        }
    }
}
