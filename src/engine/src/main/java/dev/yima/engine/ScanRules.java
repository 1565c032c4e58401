package dev.yima.engine;

import dev.yima.engine.Decision.Kind;
import dev.yima.engine.ScanFacts.ClaimedBy;
import dev.yima.engine.ScanFacts.Intent;

/** Decides what a scan of a genuine code means. Total and pure. */
public final class ScanRules {
    private ScanRules() {}

    /** The decision for a set of facts; the state of the lot dominates everything else. */
    public static Decision decide(ScanFacts facts) {
        return switch (facts.lot()) {
            case MINTED -> new Decision(Kind.IGNORE, Verdict.NOT_ACTIVE);
            case FROZEN -> new Decision(Kind.RECORD, Verdict.FROZEN);
            case VOID -> new Decision(Kind.RECORD, Verdict.VOID);
            case ACTIVE -> new Decision(kindOnSale(facts), verdictOnSale(facts));
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
                facts.intent() == Intent.CLAIM && facts.campaign() == CampaignStanding.RUNNING
                        ? Kind.CLAIM
                        : Kind.RECORD;
        };
    }

    private static Verdict verdictOnSale(ScanFacts facts) {
        boolean others = facts.seenByOther() || facts.claimedBy() == ClaimedBy.OTHER_PERSON;
        return others ? Verdict.GENUINE_REPEAT : Verdict.GENUINE_FIRST;
    }
}
