package dev.yima.gateway.payout.sandbox;

import dev.yima.payout.spi.RefusalCause;
import java.util.Set;

/** Reasons for refusals. The sandbox uses the words of WeChat Pay's transfers to users (商家转账, fail_reason). */
final class SandboxReasons {
    /** The payee's account is frozen. */
    static final String ACCOUNT_FROZEN = "ACCOUNT_FROZEN";
    /** The brand may not use this kind of transfer. */
    static final String SCENE_UNAVAILABLE = "TRANSFER_SCENE_UNAVAILABLE";
    /** The payee did not confirm in time. */
    static final String OVERDUE_CLOSE = "OVERDUE_CLOSE";

    private static final Set<String> OF_THE_PAYEE = Set.of(
            ACCOUNT_FROZEN,
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

    private SandboxReasons() {}

    /** The party that a reason lies with. */
    static RefusalCause cause(String reason) {
        if (OF_THE_PAYEE.contains(reason)) {
            return RefusalCause.PAYEE;
        }
        return switch (reason) {
            case OVERDUE_CLOSE -> RefusalCause.NOT_CONFIRMED;
            case SCENE_UNAVAILABLE -> RefusalCause.PAYER;
            default -> RefusalCause.UNKNOWN;
        };
    }
}
