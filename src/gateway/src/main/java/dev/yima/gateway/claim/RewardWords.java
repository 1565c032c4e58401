package dev.yima.gateway.claim;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What people are told about a reward. */
@MessageBundle("reward")
public interface RewardWords {
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
}
