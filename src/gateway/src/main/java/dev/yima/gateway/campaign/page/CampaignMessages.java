package dev.yima.gateway.campaign.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of a campaign's public page. */
@MessageBundle("campaign")
public interface CampaignMessages {
    /** Label of who answers for it. */
    @Message("Organiser")
    String organiser();

    /** Label of how to reach them. */
    @Message("Contact")
    String contact();

    /** Stands in where the brand has no contact. */
    @Message("Not given")
    String noContact();

    /** Label of the period. */
    @Message("Period")
    String period();

    /** In place of the last day of an open end. */
    @Message("until all packets are opened, or the organiser ends it")
    String openEnd();

    /** Over the prizes. */
    @Message("What can be won")
    String prizes();

    /** Column of the numbers. */
    @Message("Among {claims} packets")
    String among(String claims);

    /** The line of packets without a prize. */
    @Message("Nothing")
    String blank();

    /** Over the conditions. */
    @Message("Conditions")
    String conditions();

    /** The first condition. */
    @Message("Each genuine code opens one packet, once: for the first person who asks.")
    String onePacket();

    /** The second condition. */
    @Message("Whoever opens it has the prize at once: money is paid out, points are added to their account.")
    String atOnce();

    /** The second condition, where a prize is locked or waits. */
    @Message("Whoever opens it has won the prize. Where the prize says that it waits or is locked, it comes later; all"
            + " else at once: money is paid out, points are added to their account.")
    String mostAtOnce();

    /** The third condition. */
    @Message("Taking part costs nothing beyond the product. Looking at a code does not open its packet.")
    String noCost();

    /** Odds and numbers of a prize. */
    @Message("{odds} of packets, while there are any: {count}")
    String odds(String odds, String count);

    /** Condition: hours of the day. */
    @Message("Packets can be opened from {from} to {to} each day ({zone}).")
    String hours(String from, String to, String zone);

    /** Condition: new people. */
    @Message("It is for people who have not taken part in anything of this brand before.")
    String newPeople();

    /** Condition: claims of a person in a day. */
    @Message("One person can open {count} in a day ({zone}).")
    String perPersonDay(int count, String zone);

    /** Condition: claims of a person. */
    @Message("One person can open {count} in all.")
    String perPerson(int count);

    /** Condition: cash in an hour. */
    @Message("At most {amount} is given in an hour; what does not fit can be opened later.")
    String cashPerHour(String amount);

    /** Condition: cash in a day. */
    @Message("At most {amount} is given in a day ({zone}); what does not fit can be opened later.")
    String cashPerDay(String amount, String zone);

    /** Over the proof. */
    @Message("How to check the draw")
    String check();

    /** Explains the commitment. */
    @Message("The order of the prizes was fixed before the first packet was opened. This number binds order and rules.")
    String committed();

    /** Label of the commitment. */
    @Message("Commitment")
    String commitment();

    /** Before the end. */
    @Message("The seed is published here when the campaign has ended. Then anyone can recompute every draw.")
    String seedLater();

    /** After the end. */
    @Message("The campaign has ended and the seed is published: anyone can recompute every draw.")
    String seedNow();

    /** Label of the seed. */
    @Message("Seed")
    String seed();

    /** Label of the export. */
    @Message("All draws, as a table")
    String draws();

    /** A bonus: the last piece. */
    @Message("For whoever has one of every piece; the set is handed in.")
    String forSet();

    /** A bonus: a claim of a person. */
    @Message("For the packet number {n} of a person, if it would be empty.")
    String nth(int n);

    /** The same in a day. */
    @Message("For the packet number {n} of a person in a day ({zone}), if it would be empty.")
    String nthOfDay(int n, String zone);

    /** The same in a week. */
    @Message("For the packet number {n} of a person in a week ({zone}), if it would be empty.")
    String nthOfWeek(int n, String zone);

    /** The same in a month. */
    @Message("For the packet number {n} of a person in a month ({zone}), if it would be empty.")
    String nthOfMonth(int n, String zone);

    /** A prize that stays locked. */
    @Message("Opens with the same person’s next packet within {days} days, otherwise it goes back.")
    String locked(int days);

    /** A coupon. */
    @Message("Can be redeemed for {days} days.")
    String valid(int days);

    /** The days within which cash can be received. */
    @Message("To be received within {days} days; afterwards it goes back.")
    String receive(int days);

    /** Points that wait. */
    @Message("Days until they count: {days}.")
    String pending(int days);

    /** Points that stop to count. */
    @Message("Months that they count: {months}, to the end of the last day ({zone}).")
    String validMonths(int months, String zone);

    /** The price of a coupon. */
    @Message("{amount} is paid at the store.")
    String price(String amount);

    /** Condition: regions. */
    @Message("For scans in: {places}. Told by the network; whoever cannot be placed takes part.")
    String regions(String places);

    /** Condition: tags. */
    @Message("It is for members whom the organiser has invited.")
    String chosenPeople();

    /** Condition: points on days. */
    @Message("Points count {factor} times on: {days} ({zone}).")
    String multiplied(int factor, String days, String zone);
}
