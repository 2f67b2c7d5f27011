//! Reads that are done outside of transactions and within.

use crate::{Store, Tx};

/// Where a read is done.
pub enum Reader<'a> {
    /// Outside of any transaction.
    Store(&'a Store),
    /// In this transaction, which sees what it wrote, and what it locked as it is by now.
    Tx(&'a mut Tx),
}

/// Runs one body on whichever engine the reader has.
macro_rules! with_reader {
    ($reader:expr, $db:ident => $body:expr) => {
        match $reader {
            $crate::Reader::Store(store) => $crate::db::with_pool!(store, $db => $body),
            $crate::Reader::Tx(tx) => $crate::db::with_conn!(tx, $db => $body),
        }
    };
}
pub(crate) use with_reader;

impl Store {
    /// Reads outside of any transaction.
    pub const fn read(&self) -> Reader<'_> {
        Reader::Store(self)
    }
}

impl Tx {
    /// Reads within the transaction.
    pub const fn read(&mut self) -> Reader<'_> {
        Reader::Tx(self)
    }
}
