package dev.yima.gateway.brand.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The messages of the page frame and of the error page. */
@MessageBundle("page")
public interface PageMessages {
    /** The link to what a person won. */
    @Message("My rewards")
    String myRewards();

    /** Title when a limit was reached. */
    @Message("One moment, please")
    String tooFast();

    /** Text when a limit was reached. */
    @Message("Too many codes were tried from here. Nothing is lost: please try again in {seconds} s.")
    String tooFastText(long seconds);

    /** Title when the service is not available. */
    @Message("We are very busy")
    String busy();

    /** Text when the service is not available. */
    @Message("Your code is as good as before. Please try again in a moment.")
    String busyText();

    /** Title of an internal error. */
    @Message("Something went wrong here")
    String broken();

    /** Text of an internal error. */
    @Message("It is our fault, not yours. Please try again; no code is lost.")
    String brokenText();

    /** Title when the request cannot be read. */
    @Message("We could not read that")
    String unread();

    /** Text when the request cannot be read. */
    @Message("What your browser sent was damaged or cut off. Nothing was done: please fill it in again.")
    String unreadText();

    /** Title when the request is too large. */
    @Message("That is too long")
    String tooLong();

    /** Text when the request is too large. */
    @Message("Nothing was done. Please write less, and send it again.")
    String tooLongText();

    /** The button that tries again. */
    @Message("Try again")
    String again();

    /** Title of an address at which there is nothing. */
    @Message("There is no such page")
    String notFound();

    /** Text of an address at which there is nothing. */
    @Message("The address may be cut off or mistyped. Scan the code on the product again, or type it here.")
    String notFoundText();

    /** Title of the page without a code. */
    @Message("Scan the code on the product")
    String home();

    /** Text of the page without a code. */
    @Message("It tells whether the product is genuine. You can type the code here, too.")
    String homeText();

    /** Label of the field for a code. */
    @Message("The 16 letters and digits beside the QR code")
    String typeCode();

    /** Button: checks the code that was typed. */
    @Message("Check it")
    String check();

    /** The link to the same page in the other language. */
    @Message("中文")
    String otherLanguage();
}
