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
}
