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

/** What is counted of all goods of a dealer, and what they are judged by. */
public final class DealerCount {
    private final UUID dealer;
    private final UUID brand;
    private final String name;
    private final String state;
    private final Territory territory;
    private final DiversionRule rule;
    private final String judging;
    private final RegionCounts places;
    private final DistinctCounts crowd;
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
        this.places = RegionCounts.of(Objects.requireNonNullElseGet(row.getJsonObject("places"), JsonObject::new));
        this.crowd = new DistinctCounts(number(row, "people"), number(row, "networks"));
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

    public UUID dealer() {
        return dealer;
    }

    UUID brand() {
        return brand;
    }

    public String name() {
        return name;
    }

    public String state() {
        return state;
    }

    public Territory territory() {
        return territory;
    }

    public DiversionRule rule() {
        return rule;
    }

    /** The territory and the settings, as a text. */
    String judging() {
        return judging;
    }

    /** Whether cases were judged by another territory or other settings. */
    public boolean isStale() {
        return isStale;
    }

    public RegionCounts places() {
        return places;
    }

    public DistinctCounts crowd() {
        return crowd;
    }

    public int judged() {
        return judged;
    }

    public int flagged() {
        return flagged;
    }

    public int shipped() {
        return shipped;
    }

    public int returned() {
        return returned;
    }

    public Tally tally() {
        return new Tally(places.total(), places.outside(territory), crowd.people(), crowd.networks());
    }

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
