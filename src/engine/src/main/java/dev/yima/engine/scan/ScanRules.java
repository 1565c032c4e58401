package dev.yima.engine.scan;

import dev.yima.engine.scan.ScanDecision.Kind;
import dev.yima.engine.scan.ScanFacts.ClaimedBy;
import dev.yima.engine.scan.ScanFacts.Intent;

/** Decides what a scan of a genuine code means. Total and pure. */
public final class ScanRules {
    private ScanRules() {}

    /** The decision for a set of facts; the state of the lot dominates everything else. */
    public static ScanDecision decide(ScanFacts facts) {
        return switch (facts.lot()) {
            case MINTED -> new ScanDecision(Kind.IGNORE, Verdict.NOT_ACTIVE);
            case FROZEN -> new ScanDecision(Kind.RECORD, Verdict.FROZEN);
            case VOID -> new ScanDecision(Kind.RECORD, Verdict.VOID);
            case ACTIVE -> new ScanDecision(kindOnSale(facts), verdictOnSale(facts));
        };
    }

    private static Kind kindOnSale(ScanFacts facts) {
        if (!facts.kind().paysConsumer()) {
            return Kind.RECORD;
        }
        return switch (facts.claimedBy()) {
            case SAME_PERSON -> Kind.ANSWER_AGAIN;
            case OTHER_PERSON -> Kind.RECORD;
            case NOBODY ->
                facts.intent() == Intent.CLAIM && facts.campaign() == CampaignAvailability.RUNNING
                        ? Kind.CLAIM
                        : Kind.RECORD;
        };
    }

    private static Verdict verdictOnSale(ScanFacts facts) {
        boolean others = facts.seenByOther() || facts.claimedBy() == ClaimedBy.OTHER_PERSON;
        return others ? Verdict.GENUINE_REPEAT : Verdict.GENUINE_FIRST;
    }
}
