package dev.yima.gateway.scan;

import dev.yima.engine.rules.ClaimDecision;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reason for which an existing packet was not opened. */
@Schema(name = "Refusal")
public enum PacketRefusal {
    /** It can be opened at other hours of the day. */
    OUTSIDE_HOURS,
    /** It can be opened in other regions. */
    ELSEWHERE,
    /** It is for people who are new to the brand. */
    NOT_NEW,
    /** It is for people whom the brand has chosen. */
    NOT_CHOSEN,
    /** This person has opened as many as a person can in a day. */
    DAY_LIMIT,
    /** This person has opened as many as a person can. */
    PERSON_LIMIT,
    /** The campaign has given all that it gives in this hour or day. */
    PACED,
    /** All packets of the campaign were opened before this one. */
    EMPTY,
    /** The campaign has not begun. */
    NOT_YET,
    /** The campaign is over. */
    OVER;

    /** The reason for which a packet is closed to everybody; null for one that is not, and for one that was opened. */
    public static @Nullable PacketRefusal of(PacketState packet) {
        return switch (packet) {
            case NONE, SEALED, MINE, TAKEN -> null;
            case NOT_YET -> NOT_YET;
            case OUTSIDE_HOURS -> OUTSIDE_HOURS;
            case ELSEWHERE -> ELSEWHERE;
            case EMPTY -> EMPTY;
            case OVER -> OVER;
        };
    }

    /** The reason as the person is told it; null for a decision that did not refuse. */
    static @Nullable PacketRefusal of(ClaimDecision.@Nullable Kind decision) {
        if (decision == null) {
            return null;
        }
        return switch (decision) {
            case TAKEN, CLOSED -> null;
            case NOT_NEW -> NOT_NEW;
            case NOT_CHOSEN -> NOT_CHOSEN;
            case DAY_LIMIT -> DAY_LIMIT;
            case PERSON_LIMIT -> PERSON_LIMIT;
            case PACED -> PACED;
        };
    }
}
