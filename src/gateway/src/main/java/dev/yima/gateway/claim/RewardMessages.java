package dev.yima.gateway.claim;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What people are told about a reward. */
@MessageBundle("reward")
public interface RewardMessages {
    /** Money. */
    @Message("Red packet")
    String cash();

    /** Points; what follows the number. */
    @Message("points")
    String points();

    /** Won, sent, or about to arrive. */
    @Message("On its way to you")
    String onItsWay();

    /** The money is there. */
    @Message("Paid")
    String paid();

    /** The points are there. */
    @Message("In your points")
    String inPoints();

    /** Refused by the provider for good. */
    @Message("Could not be paid; it is still yours")
    String failed();

    /** Not confirmed in time. */
    @Message("Not collected in time; it is still yours")
    String expired();

    /** Somebody looks into it. */
    @Message("Being checked; it is still yours")
    String blocked();

    /** Asks for it again. */
    @Message("Send it again")
    String again();

    /** Before the code of a coupon. */
    @Message("Coupon")
    String code();

    /** A coupon that is good. */
    @Message("Show it at the store")
    String canBeRedeemed();

    /** A gift without an address. */
    @Message("Tell us where to send it")
    String asksForAddress();

    /** Until the next claim. */
    @Message("Opens with your next packet")
    String locked();

    /** Points that wait. */
    @Message("Waiting")
    String pending();

    /** Before the time from when points count. */
    @Message("Counts from")
    String countsFrom();

    /** Points that were taken back. */
    @Message("Taken back")
    String reversed();

    /** Not opened in time. */
    @Message("Not opened in time")
    String returned();

    /** A coupon that was used. */
    @Message("Redeemed")
    String redeemed();

    /** A coupon whose time is over. */
    @Message("Expired")
    String over();

    /** A gift that will be sent. */
    @Message("Will be sent")
    String addressed();

    /** A gift that was sent. */
    @Message("Sent")
    String shipped();
}
