package dev.yima.gateway.partnerapp;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** Texts of the pages of partners' employees. */
@MessageBundle("counter")
public interface PartnerScanMessages {
    /** The title. */
    @Message("My work")
    String title();

    /** Title of the page for somebody without a post. */
    @Message("Not for you yet")
    String stranger();

    /** Advice to somebody without a post. */
    @Message("This page is for people at dealers and stores. Open the invitation that you were given first.")
    String strangerText();

    /** Title of an invitation. */
    @Message("You are invited")
    String invited();

    /** Before the role. */
    @Message("as")
    String as();

    /** Label: the name of the employee. */
    @Message("Your name")
    String yourName();

    /** Accepts the invitation. */
    @Message("Accept")
    String accept();

    /** Advice where nobody more can work. */
    @Message("As many people as there can be work there. The brand can end the role of those who have left.")
    String tooManyEmployees();

    /** Advice on an invitation that is over. */
    @Message("It was used, taken back, or is too old. Ask for a new one.")
    String overText();

    /** A kind of code. */
    @Message("Case, inside")
    String caseInner();

    /** A kind of code. */
    @Message("Case, outside")
    String caseOuter();

    /** A kind of code. */
    @Message("Pallet")
    String pallet();

    /** A kind of code. */
    @Message("Item, outside")
    String itemOuter();

    /** A kind of code. */
    @Message("Item, inside")
    String itemInner();

    /** Label: the product. */
    @Message("Product")
    String product();

    /** Label: the code. */
    @Message("Code")
    String code();

    /** Label: contents. */
    @Message("In it")
    String inside();

    /** Number of items. */
    @Message("{count} {#if count == 1}item{#else}items{/if}")
    String items(long count);

    /** Label: location. */
    @Message("Where it is")
    String where();

    /** Location: with the brand. */
    @Message("not sent out yet")
    String notShipped();

    /** Location: on its way to the partner. */
    @Message("sent to you")
    String sentHere();

    /** Location: at the partner. */
    @Message("received by you")
    String received();

    /** Location: at the partner's dealer. */
    @Message("with your dealer")
    String withSupplier();

    /** Location: at a store of the partner. */
    @Message("with a store of yours")
    String withCustomer();

    /** Location: at another partner. */
    @Message("meant for somebody else: please tell the brand")
    String elsewhere();

    /** State of a lot that is not active. */
    @Message("Not on sale")
    String notOnSale();

    /** The employee's store opened the case. */
    @Message("Opened by your store")
    String openedByUs();

    /** Another store opened the case. */
    @Message("Opened by another store")
    String openedByOthers();

    /** Button. */
    @Message("It has arrived")
    String receive();

    /** Button. */
    @Message("Open this case")
    String open();

    /** Button. */
    @Message("I sell it")
    String stand();

    /** Button. */
    @Message("Claim my reward")
    String claim();

    /** A link. */
    @Message("Open the red packet as a guest")
    String guest();

    /** Label of a field. */
    @Message("Coupon code")
    String coupon();

    /** Label of a field. */
    @Message("For")
    String forStore();

    /** Button. */
    @Message("Redeem a coupon")
    String redeem();

    /** Label. */
    @Message("Today")
    String today();

    /** Label. */
    @Message("This month")
    String month();

    /** No earnings. */
    @Message("Nothing yet")
    String nothingYet();

    /** Number of rewards. */
    @Message("× {count}")
    String rewards(long count);

    /** Title of a list. */
    @Message("One by one")
    String latest();

    /** The link to the page of earnings. */
    @Message("My work")
    String work();

    /** Title of a list. */
    @Message("Where I work")
    String places();

    /** Title of a list of brands. */
    @Message("I also work for")
    String otherBrands();

    /** While it is sent. */
    @Message("Sending…")
    String sending();

    /** Advice while the network is away. */
    @Message("No connection. Nothing is lost, and nothing is done twice: tap again.")
    String offline();

    /** Done. */
    @Message("The case is yours")
    String saidOpened();

    /** Consequence of the act. */
    @Message("When its bottles are drunk, your store is paid.")
    String saidOpenedText();

    /** Done. */
    @Message("Received")
    String saidReceived();

    /** Done. */
    @Message("You are its guide")
    String saidStanding();

    /** Consequence of the act. */
    @Message("You are paid when it is drunk.")
    String saidStandingText();

    /** Done. */
    @Message("Earned")
    String saidEarned();

    /** Done. */
    @Message("Redeemed")
    String saidRedeemed();

    /** Price for the consumer. */
    @Message("The guest pays {amount}.")
    String pays(String amount);

    /** Fee of the store. */
    @Message("Your store earns {amount}.")
    String fee(String amount);

    /** Reason of a withheld fee. */
    @Message("It is the coupon of somebody who works at your store, so it pays no fee.")
    String feeKeptBack();

    /** A reward. */
    @Message("You have won {amount}")
    String won(String amount);

    /** A refusal, the title. */
    @Message("It was not done")
    String sorry();

    /** A refusal. */
    @Message("Another guide was first.")
    String otherGuide();

    /** A refusal. */
    @Message("Another store has opened this case. The brand can see both; ask it if the case is yours.")
    String caseOpened();

    /** A refusal. */
    @Message("Your role does not allow this.")
    String notAPartner();

    /** A refusal. */
    @Message("This is not the right code for it.")
    String wrongLevel();

    /** A refusal. */
    @Message("The code is not on sale.")
    String notOnSaleText();

    /** A refusal. */
    @Message("There is nothing for guides here.")
    String noGuideReward();

    /** A refusal. */
    @Message("Let the guest scan it first.")
    String noGuestYet();

    /** A refusal. */
    @Message("You have opened it yourself, as a guest.")
    String ownClaim();

    /** A refusal. */
    @Message("The guest counts as one of the store's own people.")
    String ownPeople();

    /** A refusal. */
    @Message("Your store has not opened the case that it is from.")
    String notYourCase();

    /** A refusal. */
    @Message("Its campaign is over.")
    String campaignOver();

    /** A refusal. */
    @Message("Nobody has sent it to you. Ask your dealer to scan it out.")
    String notSentHere();

    /** A refusal. */
    @Message("The coupon was redeemed before. Hand nothing out for it again.")
    String couponUsed();

    /** A refusal. */
    @Message("The coupon has expired.")
    String couponOver();

    /** A refusal. */
    @Message("We do not know it. Compare it letter by letter.")
    String notFound();

    /** A refusal. */
    @Message("This is not a code.")
    String malformed();

    /** A refusal. */
    @Message("Say for which store.")
    String invalid();

    /** A refusal. */
    @Message("Your name must have 1 to 40 characters, all on one line.")
    String invalidName();

    /** Label: a PIN that is chosen. */
    @Message("Choose a PIN of 6 digits")
    String choosePin();

    /** Label: the PIN of the employee. */
    @Message("Your PIN, 6 digits")
    String yourPin();

    /** Advice on the PIN. */
    @Message("You will be asked for it before money. Tell it to nobody.")
    String pinText();

    /** Title: before an act of somebody who has to confirm first. */
    @Message("Is it you?")
    String isItYou();

    /** Advice to somebody who has to confirm first. */
    @Message("Type the PIN that you chose when you joined. What you asked for is done then.")
    String isItYouText();

    /** Button. */
    @Message("Go on")
    String goOn();

    /** A refusal. */
    @Message("This is not your PIN. After five different wrong ones in an hour none is taken for an hour.")
    String wrongPin();

    /** A refusal. */
    @Message("Too many wrong PINs. Try again in an hour, or have yourself invited anew and choose another PIN.")
    String pinLocked();

    /** A refusal. */
    @Message("A PIN has 6 digits, and is not easy to guess: not 000000, 123456 or 121212.")
    String invalidPin();

    /** A role that every brand has. */
    @Message("dealer")
    String roleDealer();

    /** A role that every brand has. */
    @Message("store")
    String roleStore();

    /** A role that every brand has. */
    @Message("guide")
    String roleGuide();

    /** Title: before a case is opened. */
    @Message("Open this case?")
    String openThis();

    /** Title: before a coupon is redeemed. */
    @Message("Redeem this coupon?")
    String redeemThis();

    /** Before an act is confirmed. */
    @Message("This cannot be undone.")
    String cannotBeUndone();

    /** Link: leaves an act undone. */
    @Message("Not now")
    String notNow();

    /** The customer pays nothing. */
    @Message("The customer pays nothing.")
    String paysNothing();

    /** Title of a code without a product. */
    @Message("Goods")
    String goods();

    /** While the network is slow. */
    @Message("Still trying. Nothing is done twice…")
    String trying();

    /** Advice to a browser without cookies. */
    @Message("Please allow cookies and accept again, or open the link in another browser: who you are is kept with"
            + " them.")
    String noCookies();

    /** Button: opens a case that another store has opened, which the brand then sees. */
    @Message("It is here: tell the brand")
    String openToo();
}
