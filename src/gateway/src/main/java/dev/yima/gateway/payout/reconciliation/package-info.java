/** Compares each day's payouts with the ledger and the providers' statements; writes no payout. */
@NullMarked
package dev.yima.gateway.payout.reconciliation;

import org.jspecify.annotations.NullMarked;
