package dev.yima.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.yima.codec.CodeKind;
import dev.yima.engine.scan.ScanDecision.Kind;
import dev.yima.engine.scan.ScanFacts.ClaimedBy;
import dev.yima.engine.scan.ScanFacts.Intent;
import org.junit.jupiter.api.Test;

class ScanRulesTest {
    @Test
    void aFreshInnerCodeIsClaimed() {
        assertEquals(
                new ScanDecision(Kind.CLAIM, Verdict.GENUINE_FIRST),
                ScanRules.decide(onSale(Intent.CLAIM, ClaimedBy.NOBODY, false)));
    }

    @Test
    void aLookNeverClaims() {
        assertEquals(
                new ScanDecision(Kind.RECORD, Verdict.GENUINE_FIRST),
                ScanRules.decide(onSale(Intent.LOOK, ClaimedBy.NOBODY, false)));
    }

    @Test
    void someoneElsesLookDoesNotTakeTheClaim() {
        assertEquals(
                new ScanDecision(Kind.CLAIM, Verdict.GENUINE_REPEAT),
                ScanRules.decide(onSale(Intent.CLAIM, ClaimedBy.NOBODY, true)));
    }

    @Test
    void aSecondPersonIsNotPaid() {
        assertEquals(
                new ScanDecision(Kind.RECORD, Verdict.GENUINE_REPEAT),
                ScanRules.decide(onSale(Intent.CLAIM, ClaimedBy.OTHER_PERSON, false)));
    }

    @Test
    void theFirstPersonIsAnsweredAgain() {
        assertEquals(
                new ScanDecision(Kind.ANSWER_AGAIN, Verdict.GENUINE_FIRST),
                ScanRules.decide(onSale(Intent.CLAIM, ClaimedBy.SAME_PERSON, false)));
        assertEquals(
                new ScanDecision(Kind.ANSWER_AGAIN, Verdict.GENUINE_FIRST),
                ScanRules.decide(onSale(Intent.LOOK, ClaimedBy.SAME_PERSON, false)));
    }

    @Test
    void onlyInnerCodesOfARunningCampaignOnSaleAreEverClaimed() {
        for (LotState lot : LotState.values()) {
            for (CodeKind kind : CodeKind.values()) {
                for (CampaignAvailability campaign : CampaignAvailability.values()) {
                    for (ClaimedBy claimedBy : ClaimedBy.values()) {
                        ScanFacts facts = new ScanFacts(lot, kind, campaign, Intent.CLAIM, claimedBy, false);
                        ScanDecision decision = ScanRules.decide(facts);
                        boolean pays = lot == LotState.ACTIVE
                                && kind == CodeKind.ITEM_INNER
                                && campaign == CampaignAvailability.RUNNING
                                && claimedBy == ClaimedBy.NOBODY;
                        assertEquals(pays, decision.kind() == Kind.CLAIM, facts.toString());
                        assertNotNull(decision.verdict());
                        assertNotEquals(Verdict.UNKNOWN, decision.verdict());
                    }
                }
            }
        }
    }

    @Test
    void theStateOfTheLotDominates() {
        assertEquals(new ScanDecision(Kind.IGNORE, Verdict.NOT_ACTIVE), ScanRules.decide(in(LotState.MINTED)));
        assertEquals(new ScanDecision(Kind.RECORD, Verdict.FROZEN), ScanRules.decide(in(LotState.FROZEN)));
        assertEquals(new ScanDecision(Kind.RECORD, Verdict.VOID), ScanRules.decide(in(LotState.VOID)));
    }

    @Test
    void theWayOfALotIsOneWay() {
        String allowed = "";
        for (LotState from : LotState.values()) {
            for (LotState to : LotState.values()) {
                allowed += from.mayBecome(to) ? from + ">" + to + " " : "";
            }
        }
        assertEquals("MINTED>ACTIVE MINTED>VOID ACTIVE>FROZEN ACTIVE>VOID FROZEN>ACTIVE FROZEN>VOID ", allowed);
    }

    private static ScanFacts in(LotState lot) {
        return new ScanFacts(
                lot, CodeKind.ITEM_INNER, CampaignAvailability.RUNNING, Intent.CLAIM, ClaimedBy.NOBODY, false);
    }

    private static ScanFacts onSale(Intent intent, ClaimedBy claimedBy, boolean seenByOther) {
        return new ScanFacts(
                LotState.ACTIVE, CodeKind.ITEM_INNER, CampaignAvailability.RUNNING, intent, claimedBy, seenByOther);
    }
}
