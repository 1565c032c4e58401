package dev.yima.codec;

/** The purpose of a printed code. The kind belongs to the lot; nothing of it is in the symbols. */
public enum CodeKind {
    /** Under the cap, seen only after buying (暗码): the one that pays a consumer. */
    ITEM_INNER,
    /** On the outside of an item (明码): verifies, never pays. */
    ITEM_OUTER,
    /** Inside a case (箱内码): binds the store that opened it to its bottles. */
    CASE_INNER,
    /** On the outside of a case (箱码): logistics. */
    CASE_OUTER,
    /** On a pallet (垛码): logistics. */
    PALLET;

    /**
     * Whether such a code can be packed into one of another kind: the kinds come from the inside out, so that an inner
     * code is in the outer one of the same thing, or in anything further out.
     */
    public boolean fitsInto(CodeKind outer) {
        return compareTo(outer) < 0;
    }

    /** Whether such a code can pay anybody: the consumer who claims it, or the store that opens its case. */
    public boolean pays() {
        return paysConsumer() || this == CASE_INNER;
    }

    /** Whether a consumer's scan of such a code can win anything. */
    public boolean paysConsumer() {
        return this == ITEM_INNER;
    }
}
