/** Reconciliation of a day's payouts: provider's statement, payout orders and ledger. */
@NullMarked
package dev.yima.gateway.payout.reconciliation;

import org.jspecify.annotations.NullMarked;
