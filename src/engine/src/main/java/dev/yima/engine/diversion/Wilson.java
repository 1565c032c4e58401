package dev.yima.engine.diversion;

/**
 * The lower bound of a share, as far as so many observations can tell: the lower end of the score interval of E. B.
 * Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American Statistical
 * Association 22 (1927), 209–212.
 */
public final class Wilson {
    /** The two-sided 95 % point of the normal distribution. */
    static final double Z = 1.959964;

    private Wilson() {}

    /**
     * The lower bound at 95 %; 0 for no observations.
     *
     * @param hits the observations that are counted
     * @param observations all of them
     * @throws IllegalArgumentException when there are more hits than observations, or fewer than none
     */
    public static double lowerBound(long hits, long observations) {
        if (hits < 0 || hits > observations) {
            throw new IllegalArgumentException(
                    "must be 0 to observations: hits=" + hits + ", observations=" + observations);
        }
        if (hits == 0) {
            return 0;
        }
        double n = observations;
        double share = hits / n;
        double centre = share + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return (centre - spread) / (1 + Z * Z / n);
    }
}
