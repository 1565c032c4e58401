package dev.yima.gateway.scan.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.time.LocalTime;

/** Texts of the page of a scan. */
@MessageBundle("scan")
public interface ScanMessages {
    /** Verdict: genuine, nobody came before. */
    @Message("Genuine")
    String genuine();

    /** Explanation of the title before. */
    @Message("You are the first to scan this code.")
    String genuineText();

    /** Verdict: genuine, somebody came before. */
    @Message("Scanned before")
    String repeat();

    /** Explanation of the title before. */
    @Message("The code is genuine, but it was scanned before.")
    String repeatText();

    /** Advice on the title before. */
    @Message("Was it you, in another browser or on another phone, or the shop? Then all is well. If not, and"
            + " it was sealed when you got it, it may be a copy: ask the shop or the brand.")
    String repeatAdvice();

    /** Label: number of scans. */
    @Message("Scans so far")
    String scans();

    /** Label: first scan. */
    @Message("First scan")
    String firstScan();

    /** Verdict: not one of ours, or not on sale. */
    @Message("Not recognised")
    String unknown();

    /** Explanation of the title before. */
    @Message("We do not know this code.")
    String unknownText();

    /** Advice on the title before. */
    @Message("A code has 16 letters and digits. Scan it again, or compare it letter by letter. If it still is not"
            + " recognised, do not trust the product.")
    String unknownAdvice();

    /** Verdict: under investigation. */
    @Message("Stop: do not use")
    String frozen();

    /** Explanation of the title before. */
    @Message("This product is being checked. Please put it aside.")
    String frozenText();

    /** Verdict: withdrawn for good. */
    @Message("Stop: withdrawn")
    String withdrawn();

    /** Explanation of the title before. */
    @Message("This code was taken out of use. Ask the brand before you use the product.")
    String withdrawnText();

    /** Contact of the brand. */
    @Message("Please contact {brand}.")
    String contact(String brand);

    /** The packet's seal. */
    @Message("OPEN")
    String seal();

    /** Under the packet. */
    @Message("Tap to open")
    String tap();

    /** While it opens. */
    @Message("Opening…")
    String opening();

    /** Advice while the network is away. */
    @Message("No connection. Nothing is lost: tap again.")
    String offline();

    /** Advice to a browser without cookies. */
    @Message("Please allow cookies and tap again, or open this page in another browser: what you win is kept"
            + " with them. Nothing was opened.")
    String cookies();

    /** A prize. */
    @Message("Congratulations!")
    String won();

    /** Opened by this person, without a prize, or nothing was left. */
    @Message("No luck this time")
    String noLuck();

    /** Explanation of the title before. */
    @Message("The next one may be yours.")
    String noLuckText();

    /** Somebody else was faster. */
    @Message("Already opened")
    String taken();

    /** Explanation of the title before. */
    @Message("This red packet was opened by somebody else, or by you in another browser: then its reward is there.")
    String takenText();

    /** Too early. */
    @Message("Not yet")
    String notYet();

    /** A packet that stays closed for now. */
    @Message("It stays sealed for now")
    String sealed();

    /** Not at this time of the day. */
    @Message("It can be opened at other hours of the day. Your code stays valid.")
    String outsideHours();

    /** For others. */
    @Message("This packet is for people who have not opened one of this brand before. Your code stays valid for them.")
    String notNew();

    /** Enough for today. */
    @Message("You have opened as many as anyone can in a day. Your code stays valid: come back tomorrow.")
    String dayLimit();

    /** Enough for good. */
    @Message("You have opened as many as anyone can in this campaign. Your code stays valid for somebody else.")
    String personLimit();

    /** The campaign has given enough for now. */
    @Message("All packets of this hour or day are given. Your code stays valid: try again later.")
    String paced();

    /** Too late. */
    @Message("The campaign is over")
    String over();

    /** Before the product's name. */
    @Message("Product")
    String product();

    /** Before the code. */
    @Message("Code")
    String code();

    /** Before the one who answers for the campaign. */
    @Message("Organiser")
    String organiser();

    /** The link to what the campaign promises. */
    @Message("Rules and prizes")
    String rules();

    /** On the wheel. */
    @Message("Turn the wheel")
    String turn();

    /** Over friendly words. */
    @Message("You opened it")
    String opened();

    /** Below a packet that stays locked. */
    @Message("Open the packet of your next bottle in time, and this one opens with it.")
    String lockedText();

    /** Below a gift. */
    @Message("Tell us in My rewards where to send it.")
    String giftText();

    /** It is for others. */
    @Message("This packet is for invited members. Your code stays valid.")
    String notChosen();

    /** It is for other places. */
    @Message("This packet opens in other regions; the rules say where. Your code stays valid.")
    String elsewhere();

    /** Notice of an earlier packet that the claim opened, too. */
    @Message("Your earlier packet is open now, too: see My rewards.")
    String alsoOpened();

    /** Genuine; this person has opened the packet. */
    @Message("You have opened its red packet.")
    String openedByYou();

    /** Genuine; somebody looked at it, and the packet is unopened. */
    @Message("It was looked at before, perhaps by you in another browser or in the shop. Its red packet is unopened.")
    String unopenedText();

    /** Title: codes that became known to others. */
    @Message("Code out of use")
    String leaked();

    /** Explanation of the title before. */
    @Message("Codes of this batch became known to others, so they prove and pay nothing any more. This is no"
            + " recall: the product is not the reason.")
    String leakedText();

    /** Title: misprinted codes. */
    @Message("Code out of use")
    String misprinted();

    /** Explanation of the title before. */
    @Message("Codes of this batch were printed badly and are out of use. This is no recall: the product is"
            + " not the reason.")
    String misprintedText();

    /** Title: copies of the product are about. */
    @Message("Stop: may be a copy")
    String counterfeited();

    /** Explanation of the title before. */
    @Message("Copies of this product carry codes of this batch. Do not use it before the brand has looked at it.")
    String counterfeitedText();

    /** Title: stolen goods. */
    @Message("Stop: stolen goods")
    String stolen();

    /** Explanation of the title before. */
    @Message("Goods of this batch were stolen. Do not buy it. If you have bought it, please tell the brand where.")
    String stolenText();

    /** Title: a recall. */
    @Message("Stop: recalled")
    String recalled();

    /** Explanation of the title before. */
    @Message("This product is being recalled. Do not use it: take it back to where you bought it.")
    String recalledText();

    /** The brand to tell of a code that is not recognised. */
    @Message("Found it on goods of {brand}? Please report it to them.")
    String report(String brand);

    /** While the network is slow. */
    @Message("Still trying. Nothing is lost…")
    String trying();

    /** Explanation of the title before; the moment follows. */
    @Message("There is a red packet here. It can be opened from")
    String notYetText();

    /** Explanation of the title before. */
    @Message("The red packets of this product could be opened until its end.")
    String overText();

    /** The pool was empty before. */
    @Message("All packets are given")
    String empty();

    /** Explanation of the title before. */
    @Message("Every red packet of this campaign was opened before yours. Nothing was drawn.")
    String emptyText();

    /** The hours of the day. */
    @Message("Each day from {from} to {to} ({zone}).")
    String hours(LocalTime from, LocalTime to, String zone);

    /** On the wheel: nothing. */
    @Message("No prize")
    String nothing();

    /** Title: a packet that waiting does not open. */
    @Message("It is for others")
    String notForYou();
}
