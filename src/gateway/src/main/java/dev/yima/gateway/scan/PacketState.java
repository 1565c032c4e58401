package dev.yima.gateway.scan;

import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.ScanFacts;

/** State of the red packet of a code, for the person who scans it. */
public enum PacketState {
    /** There is none: the code pays nobody, or its lot has no campaign or is not on sale. */
    NONE,
    /** Its campaign has not begun. */
    NOT_YET,
    /** It can be opened, but not at this time of the day. */
    OUTSIDE_HOURS,
    /** It can be opened, but not from where this person is. */
    ELSEWHERE,
    /** It can be opened. */
    SEALED,
    /** This person opened it; with or without luck. */
    MINE,
    /** Another person opened it. */
    TAKEN,
    /** The campaign's pool was empty before anybody opened it. */
    EMPTY,
    /** The campaign was over before anybody opened it. */
    OVER;

    /** The state before this scan changes anything. */
    static PacketState of(ScanFacts facts) {
        if (facts.lot() != LotState.ACTIVE || !facts.kind().paysConsumer()) {
            return NONE;
        }
        return switch (facts.claimedBy()) {
            case SAME_PERSON -> MINE;
            case OTHER_PERSON -> TAKEN;
            case NOBODY ->
                switch (facts.campaign()) {
                    case NONE -> NONE;
                    case NOT_STARTED -> NOT_YET;
                    case OUTSIDE_HOURS -> OUTSIDE_HOURS;
                    case ELSEWHERE -> ELSEWHERE;
                    case RUNNING -> SEALED;
                    case EXHAUSTED -> EMPTY;
                    case ENDED -> OVER;
                };
        };
    }
}
