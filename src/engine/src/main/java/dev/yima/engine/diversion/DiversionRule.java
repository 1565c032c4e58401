package dev.yima.engine.diversion;

import java.util.Locale;
import java.util.Optional;

/**
 * The rule by which scans outside of a dealer's territory say that goods were diverted (窜货). Never one scan: a case
 * or a dealer is judged once enough scans by enough people on enough networks are located, and its score is what the
 * share of those
 * outside is at least, by {@link Wilson}.
 *
 * @param caseScansMin located scans from which on a case is judged
 * @param casePeopleMin people, and networks, from which on it is judged
 * @param dealerScansMin located scans from which on all goods of a dealer are judged together
 * @param dealerPeopleMin people, and networks, from which on they are
 * @param notice the score from which on somebody should look
 * @param alert the score from which on somebody should act
 * @param suspend the score from which on it is proposed to suspend the dealer
 */
public record DiversionRule(
        int caseScansMin,
        int casePeopleMin,
        int dealerScansMin,
        int dealerPeopleMin,
        double notice,
        double alert,
        double suspend) {
    /** The rule of a brand that has set none. */
    public static final DiversionRule DEFAULT = new DiversionRule(5, 3, 30, 20, 0.2, 0.4, 0.6);

    /** The number of flagged cases of a dealer from which on their share counts. */
    public static final int FLAGGED_MIN = 3;
    /** The lower bound of the share of flagged cases from which on a dealer gets a notice. */
    public static final double FLAGGED_NOTICE = 0.02;
    /** The same for an alert. */
    public static final double FLAGGED_ALERT = 0.05;

    /** Severities, the worst first. */
    public enum Grade {
        /** It is proposed to suspend the dealer; a person decides. */
        SUSPEND,
        /** Somebody should act. */
        ALERT,
        /** Somebody should look. */
        NOTICE,
        /** Nothing out of the ordinary. */
        NONE;

        /** The worse of two. */
        public Grade or(Grade other) {
            return compareTo(other) < 0 ? this : other;
        }

        /** Whether it is worth a look. */
        public boolean isFlagged() {
            return this != NONE;
        }
    }

    /**
     * The counts of a case or a dealer.
     *
     * @param scans located scans; each code counts once, where it was scanned first
     * @param outside those of them that were outside of the territory
     * @param people the number of people who made them
     * @param networks on how many networks they were made, each network once a day: people cost nothing, networks do
     */
    public record Tally(int scans, int outside, int people, int networks) {
        /** The lower bound of the share of those outside. */
        public double score() {
            return Wilson.lowerBound(outside, scans);
        }
    }

    private static boolean isEnough(Tally tally, int scansMin, int peopleMin) {
        return tally.scans() >= scansMin && tally.people() >= peopleMin && tally.networks() >= peopleMin;
    }

    /** The grade of a case; empty while too little is known of it. */
    public Optional<Grade> ofCase(Tally tally) {
        return isEnough(tally, caseScansMin, casePeopleMin) ? Optional.of(grade(tally.score())) : Optional.empty();
    }

    /** The grade of all goods of a dealer together; empty while too little is known of them. */
    public Optional<Grade> ofGoods(Tally tally) {
        return isEnough(tally, dealerScansMin, dealerPeopleMin) ? Optional.of(grade(tally.score())) : Optional.empty();
    }

    /**
     * The grade of a dealer: the worse of that of all goods together and that of the share of flagged cases. So whoever
     * diverts one case of ten is seen although nine of ten scans are where they should be.
     *
     * @param goods all goods together
     * @param judged the number of cases that were judged
     * @param flagged the number of them that are flagged
     */
    public Grade ofDealer(Tally goods, int judged, int flagged) {
        return ofGoods(goods).orElse(Grade.NONE).or(ofShare(judged, flagged));
    }

    private static Grade ofShare(int judged, int flagged) {
        double share = Wilson.lowerBound(flagged, judged);
        if (flagged < FLAGGED_MIN || share < FLAGGED_NOTICE) {
            return Grade.NONE;
        }
        return share < FLAGGED_ALERT ? Grade.NOTICE : Grade.ALERT;
    }

    private Grade grade(double score) {
        if (score >= suspend) {
            return Grade.SUSPEND;
        }
        if (score >= alert) {
            return Grade.ALERT;
        }
        return score >= notice ? Grade.NOTICE : Grade.NONE;
    }

    /** The rule about a case, and what became of it, in words. */
    public String explainCase(Tally tally) {
        String facts = String.format(
                Locale.ROOT,
                "%d of %d located scans by %d people on %d networks were outside of the dealer's territory. ",
                tally.outside(),
                tally.scans(),
                tally.people(),
                tally.networks());
        return ofCase(tally)
                .map(grade -> facts + scored(tally) + thresholds() + ": " + grade + ".")
                .orElse(facts
                        + String.format(
                                Locale.ROOT,
                                "A case is judged from %d scans by %d people on %d networks on: not judged.",
                                caseScansMin,
                                casePeopleMin,
                                casePeopleMin));
    }

    /** The rule about a dealer, and what became of it, in words. */
    public String explainDealer(Tally goods, int judged, int flagged) {
        String all = String.format(
                Locale.ROOT,
                "All goods: %d of %d located scans by %d people on %d networks were outside of the territory. %s",
                goods.outside(),
                goods.scans(),
                goods.people(),
                goods.networks(),
                ofGoods(goods)
                        .map(grade -> scored(goods) + thresholds() + ": " + grade + ". ")
                        .orElse(String.format(
                                Locale.ROOT,
                                "They are judged from %d scans by %d people on %d networks on: not judged. ",
                                dealerScansMin,
                                dealerPeopleMin,
                                dealerPeopleMin)));
        return all
                + String.format(
                        Locale.ROOT,
                        "Cases: %d of %d judged are flagged, at least %.4f of all (Wilson, 95 %%). From %d flagged"
                                + " cases on, NOTICE from %s and ALERT from %s on: %s. The worse of both holds: %s.",
                        flagged,
                        judged,
                        Wilson.lowerBound(flagged, judged),
                        FLAGGED_MIN,
                        FLAGGED_NOTICE,
                        FLAGGED_ALERT,
                        ofShare(judged, flagged),
                        ofDealer(goods, judged, flagged));
    }

    private static String scored(Tally tally) {
        return String.format(Locale.ROOT, "That is a share of at least %.4f (Wilson, 95 %%). ", tally.score());
    }

    private String thresholds() {
        return "NOTICE from " + notice + ", ALERT from " + alert + ", SUSPEND from " + suspend + " on";
    }
}
