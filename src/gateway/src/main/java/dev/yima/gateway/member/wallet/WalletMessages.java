package dev.yima.gateway.member.wallet;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the page "my rewards". */
@MessageBundle("my")
public interface WalletMessages {
    /** The title. */
    @Message("My rewards")
    String title();

    /** Label of the balance. */
    @Message("My points")
    String balance();

    /** Pending points. */
    @Message("{points} more count soon.")
    String pending(String points);

    /** Points that expire next. */
    @Message("Next to expire: {points}. To be used before")
    String expiring(String points);

    /** Title of an empty wallet. */
    @Message("Nothing here yet")
    String empty();

    /** Text of an empty wallet. */
    @Message("Scan the code on a product and open its red packet. What you win is kept here.")
    String emptyText();

    /** Label: name of the recipient. */
    @Message("Name")
    String name();

    /** Label: the number that the carrier calls. */
    @Message("Phone")
    String phone();

    /** Label: postal address. */
    @Message("Address")
    String address();

    /** Button: sends the address. */
    @Message("Send it here")
    String sendIt();

    /** Button: end the cookies of this person in all other browsers. */
    @Message("Sign out everywhere else")
    String signOut();

    /** Before the number of the parcel. */
    @Message("Parcel number")
    String tracking();

    /** Before the address of a gift. */
    @Message("It goes to")
    String goesTo();

    /** Opens the form of another address. */
    @Message("Change the address")
    String change();

    /** An address that was refused. */
    @Message("Nothing was sent yet: please give a name, a telephone number of 5 to 20 digits, and an address.")
    String wrongAddress();
}
