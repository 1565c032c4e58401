package dev.yima.codec;

/** What a printed code is for. The kind belongs to the lot; nothing of it is in the symbols. */
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

    /** Whether a consumer's scan of such a code can win anything. */
    public boolean paysConsumer() {
        return this == ITEM_INNER;
    }
}
