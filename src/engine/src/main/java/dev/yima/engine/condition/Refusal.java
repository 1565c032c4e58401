package dev.yima.engine.condition;

/** Refusals of a claim under the lock of its pool. Of several that hold, the first in this order is told. */
public enum Refusal {
    /** The campaign is for people who are new to the brand, and this one is not. */
    NOT_NEW,
    /** The campaign is for people whom the brand has chosen, and this one is none of them. */
    NOT_CHOSEN,
    /** The person has had all that a person can have. */
    PERSON_LIMIT,
    /** The person has had all that a person can have in a day. */
    DAY_LIMIT,
    /** The campaign has given all that it gives in this hour or day. */
    PACED
}
