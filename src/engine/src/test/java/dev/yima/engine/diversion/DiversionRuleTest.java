package dev.yima.engine.diversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.DiversionRule.Tally;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiversionRuleTest {
    private static final DiversionRule RULE = DiversionRule.DEFAULT;
    private static final int CASES = 300;
    private static final int BOTTLES = 24;
    private static final double SCANNED = 0.3;

    @Test
    void oneScanIsNeverEnough() {
        assertEquals(Optional.empty(), RULE.ofCase(new Tally(1, 1, 1, 1)));
        assertEquals(Optional.empty(), RULE.ofCase(new Tally(4, 4, 4, 4)), "too few scans");
        assertEquals(Optional.empty(), RULE.ofCase(new Tally(9, 9, 2, 2)), "too few people");
        assertEquals(Optional.empty(), RULE.ofCase(new Tally(9, 9, 9, 2)), "too few networks");
        assertEquals(Optional.empty(), RULE.ofGoods(new Tally(29, 29, 29, 29)));
        assertEquals(Optional.empty(), RULE.ofGoods(new Tally(30, 30, 30, 19)));
        assertEquals(Optional.empty(), RULE.ofGoods(new Tally(30, 30, 19, 19)));
    }

    @Test
    void aCaseThatWasDivertedWholeIsFlaggedAndStraysAreNot() {
        assertEquals(Optional.of(Grade.ALERT), RULE.ofCase(new Tally(5, 5, 3, 3)), "0.5655");
        assertEquals(Optional.of(Grade.SUSPEND), RULE.ofCase(new Tally(7, 7, 7, 7)), "0.6457");
        assertEquals(Optional.of(Grade.NONE), RULE.ofCase(new Tally(7, 2, 7, 7)), "0.0822");
        assertEquals(Optional.of(Grade.NOTICE), RULE.ofCase(new Tally(5, 3, 5, 5)), "0.2307");
    }

    @Test
    void gradesBeginAtTheirThresholds() {
        double score = new Tally(10, 7, 10, 10).score();
        for (Grade grade : Grade.values()) {
            double suspend = grade == Grade.SUSPEND ? score : Math.nextUp(score);
            double alert = grade.compareTo(Grade.ALERT) <= 0 ? score : Math.nextUp(score);
            double notice = grade.compareTo(Grade.NOTICE) <= 0 ? score : Math.nextUp(score);
            DiversionRule rule = new DiversionRule(5, 3, 10, 3, notice, alert, suspend);
            assertEquals(Optional.of(grade), rule.ofCase(new Tally(10, 7, 10, 10)));
            assertEquals(Optional.of(grade), rule.ofGoods(new Tally(10, 7, 10, 10)));
        }
    }

    @Test
    void aDealerHasTheWorseOfBothGrades() {
        Tally fine = new Tally(1_000, 0, 900, 900);
        assertEquals(Grade.NONE, RULE.ofDealer(fine, 100, 2), "two cases are not enough");
        assertEquals(Grade.NOTICE, RULE.ofDealer(fine, 60, 4), "0.0262");
        assertEquals(Grade.ALERT, RULE.ofDealer(fine, 100, 10), "0.0552");
        assertEquals(Grade.NONE, RULE.ofDealer(fine, 1_000, 20), "0.0130");
        assertEquals(Grade.SUSPEND, RULE.ofDealer(new Tally(100, 80, 90, 90), 100, 10));
    }

    @Test
    void theRuleIsToldWithItsNumbers() {
        assertEquals(
                "7 of 7 located scans by 6 people on 6 networks were outside of the dealer's territory."
                        + " That is a share of at least 0.6457 (Wilson, 95 %)."
                        + " NOTICE from 0.2, ALERT from 0.4, SUSPEND from 0.6 on: SUSPEND.",
                RULE.explainCase(new Tally(7, 7, 6, 6)));
        assertTrue(RULE.explainCase(new Tally(4, 4, 4, 4))
                .endsWith("from 5 scans by 3 people on 3 networks on: not judged."));
        String dealer = RULE.explainDealer(new Tally(20, 1, 20, 20), 100, 10);
        assertTrue(dealer.contains("from 30 scans by 20 people on 20 networks on: not judged."), dealer);
        assertTrue(dealer.contains("10 of 100 judged are flagged, at least 0.0552"), dealer);
        assertTrue(dealer.endsWith("The worse of both holds: ALERT."), dealer);
    }

    /** A month of two dealers, again and again: 300 cases, 3 of 10 bottles scanned. */
    @Test
    void whoDivertsATenthIsSeenAndWhoHasStraysIsNot() {
        SplittableRandom random = new SplittableRandom(20_261_125);
        for (int month = 0; month < 200; month++) {
            Grade diverts = month(random, 0.1, 0.02);
            assertTrue(diverts.isFlagged(), "a tenth of the cases in another province");
            Grade strays = month(random, 0, 0.02);
            assertEquals(Grade.NONE, strays, "2 of 100 bottles are drunk elsewhere");
        }
        int unlucky = 0;
        for (int month = 0; month < 200; month++) {
            unlucky += month(random, 0.02, 0).isFlagged() ? 1 : 0;
        }
        assertTrue(unlucky <= 12, "2 of 100 cases moved house; months in which the dealer was flagged: " + unlucky);
    }

    private static Grade month(SplittableRandom random, double casesDiverted, double bottlesAstray) {
        int scans = 0;
        int outside = 0;
        int judged = 0;
        int flagged = 0;
        for (int box = 0; box < CASES; box++) {
            double elsewhere = random.nextDouble() < casesDiverted ? 1 : bottlesAstray;
            int seen = 0;
            int out = 0;
            for (int bottle = 0; bottle < BOTTLES; bottle++) {
                if (random.nextDouble() < SCANNED) {
                    seen++;
                    out += random.nextDouble() < elsewhere ? 1 : 0;
                }
            }
            Optional<Grade> grade = RULE.ofCase(new Tally(seen, out, seen, seen));
            judged += grade.isPresent() ? 1 : 0;
            flagged += grade.filter(Grade::isFlagged).isPresent() ? 1 : 0;
            scans += seen;
            outside += out;
        }
        return RULE.ofDealer(new Tally(scans, outside, scans, scans), judged, flagged);
    }
}
