package dev.yima.engine.scan;

/** Reason for which codes are frozen or void. It decides what whoever holds the item is told, and nothing else. */
public enum StopReason {
    /** The codes became known to others: they prove nothing any more. It says nothing against the product. */
    LEAKED,
    /** The codes were printed badly. It says nothing against the product. */
    MISPRINTED,
    /** Copies of the product carry the codes. */
    COUNTERFEITED,
    /** The goods were stolen. */
    STOLEN,
    /** The product is recalled: nobody should use it. */
    RECALLED
}
