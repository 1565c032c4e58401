package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.DiversionRule.Tally;
import dev.yima.engine.diversion.Territory;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The counts of all goods of a dealer, with the territory and the rule by which they are judged. */
public final class DealerCount {
    private final UUID dealer;
    private final UUID brand;
    private final String name;
    private final String state;
    private final Territory territory;
    private final DiversionRule rule;
    private final String judging;
    private final RegionCounts regions;
    private final DistinctCounts distinct;
    private final boolean isStale;
    private int judged;
    private int flagged;
    private int shipped;
    private int returned;

    private DealerCount(Row row) {
        boolean isKnown = row.getString("judged_by") != null;
        this.dealer = row.getUUID("id");
        this.brand = row.getUUID("brand_id");
        this.name = row.getString("name");
        this.state = row.getString("state");
        this.territory = new Territory(List.of(row.getArrayOfStrings("territory")));
        this.rule = DiversionSettingsRepository.rule(row);
        this.judging = row.getString("judging");
        this.regions = RegionCounts.of(Objects.requireNonNullElseGet(row.getJsonObject("places"), JsonObject::new));
        this.distinct = new DistinctCounts(number(row, "people"), number(row, "networks"));
        this.isStale = isKnown && !row.getString("judged_by").equals(judging);
        this.judged = number(row, "cases_judged");
        this.flagged = number(row, "cases_flagged");
        this.shipped = number(row, "cases_shipped");
        this.returned = number(row, "cases_returned");
    }

    /** From a row of {@link DiversionCountRepository#DEALER}. */
    static DealerCount of(Row row) {
        return new DealerCount(row);
    }

    private static int number(Row row, String column) {
        return Objects.requireNonNullElse(row.getInteger(column), 0);
    }

    /** The dealer. */
    public UUID dealer() {
        return dealer;
    }

    UUID brand() {
        return brand;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its state as a partner. */
    public String state() {
        return state;
    }

    /** Its territory. */
    public Territory territory() {
        return territory;
    }

    /** The rule of its brand. */
    public DiversionRule rule() {
        return rule;
    }

    /** The territory and the settings, as a text. */
    String judging() {
        return judging;
    }

    /** Whether the cases were judged by an earlier territory or earlier settings. */
    public boolean isStale() {
        return isStale;
    }

    /** Scans by region. */
    public RegionCounts regions() {
        return regions;
    }

    /** Distinct people and networks. */
    public DistinctCounts distinct() {
        return distinct;
    }

    /** The number of its cases that have a grade. */
    public int judged() {
        return judged;
    }

    /** The number of its cases whose grade is flagged. */
    public int flagged() {
        return flagged;
    }

    /** The number of cases shipped to it. */
    public int shipped() {
        return shipped;
    }

    /** The number of cases it returned. */
    public int returned() {
        return returned;
    }

    /** The numbers that the rule judges. */
    public Tally tally() {
        return new Tally(regions.total(), regions.outside(territory), distinct.people(), distinct.networks());
    }

    /** The grade of all its goods. */
    public Grade grade() {
        return rule.ofDealer(tally(), judged, flagged);
    }

    /** The rule and its numbers, in words. */
    public String explain() {
        return rule.explainDealer(tally(), judged, flagged);
    }

    /** Counts cases that went to the dealer, or came back. */
    public void ship(int cases, boolean isReturn) {
        shipped += isReturn ? 0 : cases;
        returned += isReturn ? cases : 0;
    }

    /** Counts a case whose grade changes. */
    void move(Optional<Grade> from, Optional<Grade> to) {
        judged += (to.isPresent() ? 1 : 0) - (from.isPresent() ? 1 : 0);
        flagged += (to.filter(Grade::isFlagged).isPresent() ? 1 : 0)
                - (from.filter(Grade::isFlagged).isPresent() ? 1 : 0);
    }
}
