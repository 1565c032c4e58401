package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.DiversionRule.Tally;
import dev.yima.gateway.history.CodeRef;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** What is counted of a case while a dealer had it. */
public final class CaseCount {
    /** The standing of a case of which too little is known. */
    static final int NOT_JUDGED = Grade.values().length;

    private final CodeRef code;
    private final UUID dealer;
    private final UUID brand;
    private final RegionCounts places;
    private final DistinctCounts crowd;
    private int outside;
    private int standing;

    private CaseCount(
            CodeRef code,
            UUID dealer,
            UUID brand,
            RegionCounts places,
            DistinctCounts crowd,
            int outside,
            int standing) {
        this.code = code;
        this.dealer = dealer;
        this.brand = brand;
        this.places = places;
        this.crowd = crowd;
        this.outside = outside;
        this.standing = standing;
    }

    /** A case of which nothing is known yet. */
    public static CaseCount fresh(CodeRef code, UUID dealer, UUID brand) {
        return new CaseCount(code, dealer, brand, new RegionCounts(), new DistinctCounts(0, 0), 0, NOT_JUDGED);
    }

    static CaseCount of(Row row) {
        return new CaseCount(
                new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                row.getUUID("dealer_id"),
                row.getUUID("brand_id"),
                RegionCounts.of(row.getJsonObject("places")),
                new DistinctCounts(row.getInteger("people"), row.getInteger("networks")),
                row.getInteger("outside"),
                row.getShort("standing"));
    }

    public CodeRef code() {
        return code;
    }

    public UUID dealer() {
        return dealer;
    }

    UUID brand() {
        return brand;
    }

    public RegionCounts places() {
        return places;
    }

    public int standing() {
        return standing;
    }

    public Tally tally() {
        return new Tally(places.total(), outside, crowd.people(), crowd.networks());
    }

    public DistinctCounts crowd() {
        return crowd;
    }

    /** Judges it by what is counted by now, and tells its dealer. */
    public void judge(DealerCount owner) {
        outside = places.outside(owner.territory());
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
