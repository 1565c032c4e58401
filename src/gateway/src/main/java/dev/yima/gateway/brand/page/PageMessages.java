package dev.yima.gateway.brand.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the frame, and of the page for when things go wrong. */
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

    /** Title when nobody can answer now. */
    @Message("We are very busy")
    String busy();

    /** Text when nobody can answer now. */
    @Message("Your code is as good as before. Please try again in a moment.")
    String busyText();

    /** Title when something broke. */
    @Message("Something went wrong here")
    String broken();

    /** Text when something broke. */
    @Message("It is our fault, not yours. Please try again; no code is lost.")
    String brokenText();

    /** Title when what was sent is damaged. */
    @Message("We could not read that")
    String unread();

    /** Text when what was sent is damaged. */
    @Message("What your browser sent was damaged or cut off. Nothing was done: please fill it in again.")
    String unreadText();

    /** Title when what was sent is too long. */
    @Message("That is too long")
    String tooLong();

    /** Text when what was sent is too long. */
    @Message("Nothing was done. Please write less, and send it again.")
    String tooLongText();

    /** The button that tries again. */
    @Message("Try again")
    String again();
}
