package dev.yima.gateway.partnerapp;

import dev.yima.gateway.problem.Problem;
import java.util.Optional;

/** What the page of a partner's people says about what was just asked for. */
enum ActionNotice {
    /** The case is theirs. */
    OPENED,
    /** The goods have arrived. */
    RECEIVED,
    /** They are the guide. */
    STANDING,
    /** They have earned something. */
    EARNED,
    /** The coupon is used. */
    REDEEMED,
    /** Another guide was first. */
    OTHER_GUIDE,
    /** Another store was first. */
    CASE_OPENED,
    /** They may not. */
    NOT_A_PARTNER,
    /** It is not for this kind of code. */
    WRONG_LEVEL,
    /** Not yet, not any more, or stopped. */
    NOT_ON_SALE,
    /** Nothing to earn. */
    NO_GUIDE_REWARD,
    /** The guest comes first. */
    NO_GUEST_YET,
    /** They were the guest. */
    OWN_CLAIM,
    /** The guest was one of them. */
    OWN_PEOPLE,
    /** The case is not theirs. */
    NOT_YOUR_CASE,
    /** Too late. */
    CAMPAIGN_OVER,
    /** Nobody sent it. */
    NOT_SENT_HERE,
    /** The coupon was redeemed elsewhere. */
    COUPON_USED,
    /** The coupon is too old. */
    COUPON_OVER,
    /** There is no such code or coupon. */
    NOT_FOUND,
    /** The text is no code. */
    MALFORMED_CODE,
    /** They work at several stores. */
    INVALID_FIELD,
    /** The name is none that somebody can be called by. */
    INVALID_NAME,
    /** The invitation was used, taken back, or is too old. */
    INVITATION_OVER;

    /** What to say about a refusal; empty for what is no answer but an accident. */
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
            case INVALID_FIELD -> Optional.of("name".equals(problem.field()) ? INVALID_NAME : INVALID_FIELD);
            case INVITATION_OVER -> Optional.of(INVITATION_OVER);
            default -> Optional.empty();
        };
    }

    /** Whether it is what the person wanted. */
    public boolean good() {
        return switch (this) {
            case OPENED, RECEIVED, STANDING, EARNED, REDEEMED -> true;
            default -> false;
        };
    }
}
