package dev.yima.engine.condition;

import java.util.List;

/** The registered conditions. */
public final class ConditionTypes {
    /**
     * All of them, in the order of their lines in the text of the rules. The commitment is made over that text: add new
     * ones where rules without them keep their text, and never change the order.
     */
    public static final List<ConditionType<?>> ALL = List.of(
            Hours.TYPE,
            NewPeople.TYPE,
            Tags.TYPE,
            Regions.TYPE,
            PersonDayLimit.TYPE,
            PersonLimit.TYPE,
            CashHourLimit.TYPE,
            CashDayLimit.TYPE);

    private ConditionTypes() {}

    /** The place of a condition's line among the others. */
    static int place(Condition condition) {
        return ALL.indexOf(condition.type());
    }
}
