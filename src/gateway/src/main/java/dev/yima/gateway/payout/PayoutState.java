package dev.yima.gateway.payout;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a payout has come. The table {@code payout_transition} says which follows which. */
public enum PayoutState {
    /** Won; no bill was sent. */
    AWARDED,
    /** Given another bill number, since nothing is paid under the last; no bill was sent under the new one. */
    REISSUED,
    /** A bill was sent, or was about to be. */
    BILLED,
    /** The provider has it. */
    WAIT_CONFIRM,
    /** The money is there. Final. */
    PAID,
    /** Refused for good, for a reason of the person's: they can try again. */
    FAILED,
    /** Closed, since the person did not confirm it in time: they can try again. */
    EXPIRED,
    /** It was not received in time, and went back. Final. */
    RETURNED,
    /** Staff must act: refused for a reason of the brand's, or nobody knows what became of it. */
    BLOCKED;

    /** The provider's word for a bill that was not confirmed in time. */
    public static final String OVERDUE = "OVERDUE_CLOSE";

    /** WeChat Pay's reasons that lie with the person who is to be paid (商家转账, fail_reason). */
    private static final Set<String> OF_THE_PERSON = Set.of(
            "ACCOUNT_FROZEN",
            "ACCOUNT_NOT_EXIST",
            "BANK_CARD_ACCOUNT_ABNORMAL",
            "BANK_CARD_BANK_INFO_WRONG",
            "BANK_CARD_CARD_INFO_WRONG",
            "BANK_CARD_STATUS_ABNORMAL",
            "DAY_RECEIVED_COUNT_EXCEED",
            "DAY_RECEIVED_QUOTA_EXCEED",
            "ID_CARD_NOT_CORRECT",
            "NAME_NOT_CORRECT",
            "PAYEE_ACCOUNT_ABNORMAL",
            "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED",
            "REAL_NAME_CHECK_FAIL",
            "RECEIVE_ACCOUNT_NOT_CONFIGURE");

    /** What a payout becomes when a bill is refused or closed for good; whatever is not known is for staff. */
    static PayoutState after(@Nullable String reason) {
        if (OVERDUE.equals(reason)) {
            return EXPIRED;
        }
        return reason != null && OF_THE_PERSON.contains(reason) ? FAILED : BLOCKED;
    }
}
