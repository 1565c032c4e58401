package dev.yima.gateway.partnerapp;

import dev.yima.gateway.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notice on the page of a partner's employee: the outcome of the act that was asked for. */
enum ActionNotice {
    /** The case was opened for their store. */
    OPENED,
    /** The goods were received. */
    RECEIVED,
    /** The employee is the promoter. */
    STANDING,
    /** A reward was earned. */
    EARNED,
    /** The coupon was redeemed. */
    REDEEMED,
    /** Another promoter was first. */
    OTHER_GUIDE,
    /** Another store opened the case first. */
    CASE_OPENED,
    /** No post permits it. */
    NOT_A_PARTNER,
    /** The kind of code does not permit it. */
    WRONG_LEVEL,
    /** The lot is not active. */
    NOT_ON_SALE,
    /** The campaign has no reward for promoters. */
    NO_GUIDE_REWARD,
    /** No consumer has claimed yet. */
    NO_GUEST_YET,
    /** The employee claimed as a consumer. */
    OWN_CLAIM,
    /** The consumer is one of the store's own people. */
    OWN_PEOPLE,
    /** Their store has not opened the case. */
    NOT_YOUR_CASE,
    /** The campaign is over. */
    CAMPAIGN_OVER,
    /** The goods were not sent to their partner. */
    NOT_SENT_HERE,
    /** The coupon was redeemed elsewhere. */
    COUPON_USED,
    /** The coupon has expired. */
    COUPON_OVER,
    /** There is no such code or coupon. */
    NOT_FOUND,
    /** The text is no code. */
    MALFORMED_CODE,
    /** A field is invalid, or the store must be named. */
    INVALID_FIELD,
    /** The name is invalid. */
    INVALID_NAME,
    /** The PIN is malformed, or easy to guess. */
    INVALID_PIN,
    /** The employee is to give their PIN first. */
    CONFIRMATION_NEEDED,
    /** The PIN is wrong. */
    WRONG_PIN,
    /** Too many PINs were wrong. */
    PIN_LOCKED,
    /** The browser keeps no cookies, so nobody would have joined. */
    NO_COOKIES,
    /** As many as can work there. */
    TOO_MANY_EMPLOYEES,
    /** The invitation was used or withdrawn, or has expired. */
    INVITATION_OVER;

    /** The notice of a refusal; empty for any other failure. */
    static Optional<ActionNotice> of(Throwable failure) {
        if (!(failure instanceof Problem problem)) {
            return Optional.empty();
        }
        return switch (problem.type()) {
            case OTHER_GUIDE -> Optional.of(OTHER_GUIDE);
            case CASE_OPENED -> Optional.of(CASE_OPENED);
            case NOT_A_PARTNER -> Optional.of(NOT_A_PARTNER);
            case WRONG_LEVEL -> Optional.of(WRONG_LEVEL);
            case NOT_ON_SALE -> Optional.of(NOT_ON_SALE);
            case NO_GUIDE_REWARD -> Optional.of(NO_GUIDE_REWARD);
            case NO_GUEST_YET -> Optional.of(NO_GUEST_YET);
            case OWN_CLAIM -> Optional.of(OWN_CLAIM);
            case OWN_PEOPLE -> Optional.of(OWN_PEOPLE);
            case NOT_YOUR_CASE -> Optional.of(NOT_YOUR_CASE);
            case CAMPAIGN_OVER -> Optional.of(CAMPAIGN_OVER);
            case NOT_SENT_HERE -> Optional.of(NOT_SENT_HERE);
            case COUPON_USED -> Optional.of(COUPON_USED);
            case COUPON_OVER -> Optional.of(COUPON_OVER);
            case NOT_FOUND -> Optional.of(NOT_FOUND);
            case MALFORMED_CODE -> Optional.of(MALFORMED_CODE);
            case INVALID_FIELD -> Optional.of(invalid(problem.field()));
            case CONFIRMATION_NEEDED -> Optional.of(CONFIRMATION_NEEDED);
            case WRONG_PIN -> Optional.of(WRONG_PIN);
            case PIN_LOCKED -> Optional.of(PIN_LOCKED);
            case TOO_MANY_EMPLOYEES -> Optional.of(TOO_MANY_EMPLOYEES);
            case INVITATION_OVER -> Optional.of(INVITATION_OVER);
            default -> Optional.empty();
        };
    }

    private static ActionNotice invalid(@Nullable String field) {
        return "name".equals(field) ? INVALID_NAME : "pin".equals(field) ? INVALID_PIN : INVALID_FIELD;
    }

    /** Whether the act is done as soon as the PIN is given. */
    boolean asksForPin() {
        return this == CONFIRMATION_NEEDED || this == WRONG_PIN || this == INVALID_PIN;
    }

    /** Whether the act was done. */
    public boolean good() {
        return switch (this) {
            case OPENED, RECEIVED, STANDING, EARNED, REDEEMED -> true;
            default -> false;
        };
    }
}
