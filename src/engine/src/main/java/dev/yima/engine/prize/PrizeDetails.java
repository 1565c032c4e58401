package dev.yima.engine.prize;

/**
 * Details of a prize beside its amount.
 *
 * @param title its title, up to {@link #TITLE_MAX} characters on one line; required for coupons, gifts and
 *     pieces
 * @param validDays of a coupon: how many days it can be redeemed, 1 to {@link #DAYS_MAX}. Of cash that is not
 *     locked: how many days the person has to receive it, before it goes back; 0 for as long as they like
 * @param price of a coupon: what the person pays at the store, in minor units (一元换购 is 100 fen); 0 for nothing
 * @param storeFee of a coupon: what the store earns by redeeming it, in minor units; 0 for nothing
 * @param lockedDays of cash or points: how many days the person's next claim of the campaign can open it, 1 to
 *     {@link #DAYS_MAX}; 0 for a prize that is open from the first
 * @param points of points that are not locked: when they count
 */
public record PrizeDetails(String title, int validDays, long price, long storeFee, int lockedDays, PointsTerms points) {
    /** No details. */
    public static final PrizeDetails NONE = titled("");

    /** The longest title. */
    public static final int TITLE_MAX = 60;

    /** The longest that a coupon is valid or a packet locked. */
    public static final int DAYS_MAX = 1_096;

    /**
     * Makes details.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public PrizeDetails {
        if (title.length() > TITLE_MAX
                || !title.equals(title.strip())
                || title.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be one line of at most " + TITLE_MAX + " characters: title");
        }
        TextLimits.mustBeWithin("validDays", validDays, DAYS_MAX);
        TextLimits.mustBeWithin("lockedDays", lockedDays, DAYS_MAX);
        TextLimits.mustBeWithin("price", price, Prize.AMOUNT_MAX);
        TextLimits.mustBeWithin("storeFee", storeFee, Prize.AMOUNT_MAX);
    }

    /** A title and nothing else. */
    public static PrizeDetails titled(String title) {
        return new PrizeDetails(title, 0, 0, 0, 0, PointsTerms.NONE);
    }

    /** Whether the prize stays closed until the person claims again. */
    public boolean locks() {
        return lockedDays > 0;
    }

    /** Fails where something is said that has no meaning for a kind, or something is missing. */
    void mustSuit(PrizeKind kind) {
        boolean coupon = kind == PrizeKind.COUPON;
        if (title.isEmpty() && (coupon || kind == PrizeKind.GIFT || kind == PrizeKind.PIECE)) {
            throw new IllegalArgumentException("must be given for " + kind + ": title");
        }
        if (!title.isEmpty() && kind.isAmount()) {
            throw new IllegalArgumentException("must not be given for " + kind + ": title");
        }
        if (coupon && validDays == 0) {
            throw new IllegalArgumentException("must be given for COUPON: validDays");
        }
        if (validDays > 0 && !coupon && (kind != PrizeKind.CASH || locks())) {
            throw new IllegalArgumentException("must be given for COUPON, and CASH that is not locked: validDays");
        }
        if (!coupon && (price > 0 || storeFee > 0)) {
            throw new IllegalArgumentException("must be given for COUPON only: price, storeFee");
        }
        if (locks() && !kind.isAmount()) {
            throw new IllegalArgumentException("must be given for CASH and POINTS only: lockedDays");
        }
        if (points.matter() && (kind != PrizeKind.POINTS || locks())) {
            throw new IllegalArgumentException(
                    "must be given for POINTS that are not locked: pendingDays, validMonths");
        }
    }
}
