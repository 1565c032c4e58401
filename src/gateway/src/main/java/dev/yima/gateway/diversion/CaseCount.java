package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.DiversionRule.Tally;
import dev.yima.gateway.history.CodeRef;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** The counts of a case while a dealer held it. */
public final class CaseCount {
    /** The standing of a case with too few scans for a grade. */
    static final int NOT_JUDGED = Grade.values().length;

    private final CodeRef code;
    private final UUID dealer;
    private final UUID brand;
    private final RegionCounts regions;
    private final DistinctCounts distinct;
    private int outside;
    private int standing;

    private CaseCount(
            CodeRef code,
            UUID dealer,
            UUID brand,
            RegionCounts regions,
            DistinctCounts distinct,
            int outside,
            int standing) {
        this.code = code;
        this.dealer = dealer;
        this.brand = brand;
        this.regions = regions;
        this.distinct = distinct;
        this.outside = outside;
        this.standing = standing;
    }

    /** A case without scans. */
    public static CaseCount fresh(CodeRef code, UUID dealer, UUID brand) {
        return new CaseCount(code, dealer, brand, new RegionCounts(), new DistinctCounts(0, 0), 0, NOT_JUDGED);
    }

    static CaseCount of(Row row) {
        return new CaseCount(
                CodeRef.of(row),
                row.getUUID("dealer_id"),
                row.getUUID("brand_id"),
                RegionCounts.of(row.getJsonObject("places")),
                new DistinctCounts(row.getInteger("people"), row.getInteger("networks")),
                row.getInteger("outside"),
                row.getShort("standing"));
    }

    /** The code of the case. */
    public CodeRef code() {
        return code;
    }

    /** The dealer who held it. */
    public UUID dealer() {
        return dealer;
    }

    UUID brand() {
        return brand;
    }

    /** Scans by region. */
    public RegionCounts regions() {
        return regions;
    }

    /** The ordinal of its grade, the worst first; one more than the last where it has none. */
    public int standing() {
        return standing;
    }

    /** The numbers that the rule judges. */
    public Tally tally() {
        return new Tally(regions.total(), outside, distinct.people(), distinct.networks());
    }

    /** Distinct people and networks. */
    public DistinctCounts distinct() {
        return distinct;
    }

    /** Judges the case by its counts, and moves the numbers of graded cases of its dealer. */
    public void judge(DealerCount owner) {
        outside = regions.outside(owner.territory());
        int before = standing;
        standing = owner.rule().ofCase(tally()).map(Grade::ordinal).orElse(NOT_JUDGED);
        owner.move(grade(before), grade(standing));
    }

    /** The grade of a standing; empty where nothing was judged. */
    public static Optional<Grade> grade(int standing) {
        return standing == NOT_JUDGED ? Optional.empty() : Optional.of(Grade.values()[standing]);
    }

    /** The rule and its numbers, in words. */
    public String explain(DiversionRule rule) {
        return rule.explainCase(tally());
    }
}
