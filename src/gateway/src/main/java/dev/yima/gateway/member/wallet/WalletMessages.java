package dev.yima.gateway.member.wallet;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of "my rewards". */
@MessageBundle("my")
public interface WalletMessages {
    /** The title. */
    @Message("My rewards")
    String title();

    /** Over the balance. */
    @Message("My points")
    String balance();

    /** Points that wait. */
    @Message("{points} more count soon.")
    String pending(String points);

    /** Points that expire next. */
    @Message("Next to expire: {points}. To be used before")
    String expiring(String points);

    /** When nothing was won yet, the title. */
    @Message("Nothing here yet")
    String empty();

    /** When nothing was won yet, the text. */
    @Message("Scan the code on a product and open its red packet. What you win is kept here.")
    String emptyText();

    /** Label: who gets the gift. */
    @Message("Name")
    String name();

    /** Label: the number that the carrier calls. */
    @Message("Phone")
    String phone();

    /** Label: where the gift goes. */
    @Message("Address")
    String address();

    /** Sends the address. */
    @Message("Send it here")
    String sendIt();
}
