//! Statements that write as many rows as there are.

/// Writes all of `$rows` by one statement that begins with `$begin` and ends with `$end`, or nothing where there are none. Its
/// text hangs on how many they are, so that it is kept compiled for one alone. SQLite takes 32,766 values at once.
macro_rules! insert_rows {
    ($tx:expr, $begin:expr, $rows:expr, |$row:ident, $one:pat_param| $values:expr, $end:literal) => {
        if !$rows.is_empty() {
            $crate::db::with_conn!($tx, db => {
                let mut query = sqlx::QueryBuilder::new(sqlx::SqlSafeStr::into_sql_str($begin).as_str());
                query.push_values($rows, |mut $row, $one| _ = $values).push($end);
                query.build().persistent($rows.len() == 1).execute(db).await.map(drop)?
            });
        }
    };
}
pub(crate) use insert_rows;
