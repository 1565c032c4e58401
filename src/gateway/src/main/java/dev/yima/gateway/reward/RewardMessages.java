package dev.yima.gateway.reward;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts about a reward, for its owner. */
@MessageBundle("reward")
public interface RewardMessages {
    /** Money. */
    @Message("Red packet")
    String cash();

    /** Points: the word after their number. */
    @Message("{#if count == 1}point{#else}points{/if}")
    String points(long count);

    /** Won, sent, or about to arrive. */
    @Message("On its way to you")
    String onItsWay();

    /** Money that has arrived. */
    @Message("Paid")
    String paid();

    /** Points that count. */
    @Message("In your points")
    String inPoints();

    /** Refused by the provider for a reason of the payee. */
    @Message("Could not be paid; it is still yours")
    String failed();

    /** Not confirmed in time. */
    @Message("Not collected in time; it is still yours")
    String expired();

    /** Blocked; under investigation. */
    @Message("Being checked; it is still yours")
    String blocked();

    /** Button: requests the payout again. */
    @Message("Send it again")
    String again();

    /** Label of the code of a coupon. */
    @Message("Coupon")
    String code();

    /** A coupon that can be redeemed. */
    @Message("Show it at the store")
    String canBeRedeemed();

    /** A gift without an address. */
    @Message("Tell us where to send it")
    String asksForAddress();

    /** A locked packet. */
    @Message("Opens with your next packet")
    String locked();

    /** Pending points. */
    @Message("Waiting")
    String pending();

    /** Label of the moment from which pending points count. */
    @Message("Counts from")
    String countsFrom();

    /** Points that were taken back. */
    @Message("Taken back")
    String reversed();

    /** Not opened in time. */
    @Message("Not opened in time")
    String returned();

    /** Before the end of a locked packet's time. */
    @Message("Open another packet before")
    String openBefore();

    /** Before the end of a coupon's time. */
    @Message("Can be redeemed until")
    String redeemBefore();

    /** The price of a coupon. */
    @Message("You pay {amount} at the store.")
    String pay(String amount);

    /** A coupon without a price. */
    @Message("There is nothing to pay.")
    String payNothing();

    /** The stores that take a coupon. */
    @Message("Any store that takes part redeems it: show it there. Not sure? Ask {brand}.")
    String redeemAt(String brand);

    /** Before the moment at which a payout that was not received goes back. */
    @Message("Ask for it again before")
    String askBefore();

    /** Before the end of points. */
    @Message("Use before")
    String useBefore();

    /** The number of pieces of a set that the person has. */
    @Message("{held} of {size} collected")
    String pieces(int held, int size);

    /** A piece that the person has. */
    @Message("collected")
    String held();

    /** A piece that the person lacks. */
    @Message("missing")
    String missing();

    /** A coupon that was used. */
    @Message("Redeemed")
    String redeemed();

    /** A coupon that expired. */
    @Message("Expired")
    String over();

    /** A gift that will be sent. */
    @Message("Will be sent")
    String addressed();

    /** A gift that was sent. */
    @Message("Sent")
    String shipped();

    /** Notice on what the codes of a test lot win. */
    @Message("A test code: what it wins is not paid.")
    String trial();
}
