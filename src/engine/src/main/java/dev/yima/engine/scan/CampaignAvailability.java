package dev.yima.engine.scan;

/** Standings of a campaign at the moment of a scan. */
public enum CampaignAvailability {
    /** The lot has no campaign, or it is not published. */
    NONE,
    /** Published, but its period has not begun. */
    NOT_STARTED,
    /** Within its period, but outside the hours of the day in which claims are taken. */
    OUTSIDE_HOURS,
    /** Claims are taken, but not from where this one comes. */
    ELSEWHERE,
    /** Claims are taken. */
    RUNNING,
    /** Every position of its pool is taken. */
    EXHAUSTED,
    /** Its period is over, or staff ended it. */
    ENDED
}
