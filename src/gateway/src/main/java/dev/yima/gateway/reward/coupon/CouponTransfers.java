package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The transfers that end a coupon: one of the coupon itself, one of the fee where it has one. */
final class CouponTransfers {
    private static final String UNIT = "COUPON";

    private CouponTransfers() {}

    /**
     * The transfers of a redemption.
     *
     * @param store the store that earns the fee
     * @param feeTo the account that the fee returns to where a rule withholds it from the store
     */
    static List<Transfer> redemption(Coupon coupon, UUID store, Optional<Account> feeTo, Instant now) {
        return transfers(
                coupon,
                Reason.REDEEM,
                Account.paidOut(coupon.brand()),
                feeTo.isPresent() ? Reason.RECLAIM : Reason.FEE,
                feeTo.orElseGet(() -> Account.store(store)),
                now);
    }

    /** The transfers of an expiry; the fee returns to an account. */
    static List<Transfer> expiry(Coupon coupon, Instant now, Account feeTo) {
        return transfers(coupon, Reason.EXPIRE, Account.funding(coupon.brand()), Reason.RECLAIM, feeTo, now);
    }

    private static List<Transfer> transfers(
            Coupon coupon, Reason reason, Account couponTo, Reason feeReason, Account feeTo, Instant now) {
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(
                coupon.brand(), coupon.claim(), reason, UNIT, Account.member(coupon.member()), couponTo, 1, now));
        if (coupon.storeFee() > 0) {
            transfers.add(new Transfer(
                    coupon.brand(),
                    coupon.claim(),
                    feeReason,
                    coupon.currency(),
                    Account.reserve(coupon.campaign()),
                    feeTo,
                    coupon.storeFee(),
                    now));
        }
        return transfers;
    }
}
