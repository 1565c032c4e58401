package dev.yima.gateway.problem;

import java.util.Locale;

/** The types of problems. {@code docs/reference/problems.md} explains each; a test compares the two. */
public enum ProblemType {
    /** The body is not JSON, is cut off, or has a field that is not known. */
    MALFORMED_BODY(400, "The body cannot be read"),
    /** A field, parameter or header breaks its rule. */
    INVALID_FIELD(400, "A field is not valid"),
    /** The text is not a code at all. */
    MALFORMED_CODE(400, "This is not a code"),
    /** No key, or one that was never issued or was revoked. */
    UNAUTHENTICATED(401, "A staff key is needed"),
    /** The role of the key does not allow this. */
    FORBIDDEN(403, "This key may not do that"),
    /** A page of another site sent the request. */
    CROSS_SITE(403, "Another site sent this"),
    /** There is no such thing, or it belongs to another brand. */
    NOT_FOUND(404, "Not found"),
    /** The address exists, the method does not. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** None of the media types that were asked for can be given. */
    NOT_ACCEPTABLE(406, "No acceptable representation"),
    /** The body did not arrive in time. */
    BODY_TOO_SLOW(408, "The body came too slowly"),
    /** The thing is in a state in which this cannot be done. */
    WRONG_STATE(409, "The state does not allow it"),
    /** A campaign that runs may change only to the advantage of those who take part. */
    WORSENS_PROMISE(409, "This would worsen what was promised"),
    /** Another store has redeemed the coupon. */
    COUPON_USED(409, "The coupon was redeemed before"),
    /** The coupon can no longer be redeemed. */
    COUPON_OVER(409, "The coupon has expired"),
    /** The code is packed into another one already. */
    PACKED_ELSEWHERE(409, "Packed into another code"),
    /** A code of this kind does not go there. */
    WRONG_LEVEL(409, "The kinds do not fit"),
    /** The member has fewer points than are to be taken. */
    POINTS_NOT_ENOUGH(409, "Not enough points"),
    /** The prizes are worth more than a limit of the brand. */
    ABOVE_LIMIT(409, "Above a limit of the brand"),
    /** The payout provider of the brand does not pay in its currency. */
    CURRENCY_NOT_PAID(409, "Nobody pays in this currency"),
    /** Another brand has this host already. */
    HOST_TAKEN(409, "The host is taken"),
    /** The same Idempotency-Key came with another request. */
    KEY_REUSED(409, "The Idempotency-Key was used for another request"),
    /** The first request with the Idempotency-Key is being carried out, or its end is not known. */
    KEY_PENDING(409, "The first request with this Idempotency-Key has no answer yet"),
    /** The brand wants its codes encrypted, and this copy is not. */
    PLAIN_COPY(409, "This brand's codes must be encrypted"),
    /** The invitation was accepted by somebody else, taken back, or has expired. */
    INVITATION_OVER(409, "The invitation is over"),
    /** As many invitations of a partner as there can be are open. */
    TOO_MANY_INVITATIONS(409, "Too many open invitations"),
    /** As many people as there can be work at the partner, or the person works at as many. */
    TOO_MANY_EMPLOYEES(409, "Too many people work there"),
    /** The payee has retried the payout as often as they can. */
    TOO_MANY_RETRIES(409, "Asked for too often"),
    /** The role of the invitation permits more than that of the inviting employee. */
    ROLE_ABOVE_YOURS(403, "The role may do more than yours"),
    /** Another store has opened the case. */
    CASE_OPENED(409, "Another store has opened this case"),
    /** The person is no employee of a partner, or has no role with this permission. */
    NOT_A_PARTNER(403, "Your role does not allow this"),
    /** The employee has not given their PIN of late from this browser and network. */
    CONFIRMATION_NEEDED(403, "Your PIN is needed"),
    /** The PIN is not the employee's. */
    WRONG_PIN(403, "The PIN is wrong"),
    /** Too many wrong PINs were tried, so that none is looked at for a while. */
    PIN_LOCKED(403, "Too many wrong PINs"),
    /** The lot is not active, or the code was frozen or withdrawn. */
    NOT_ON_SALE(409, "The code is not on sale"),
    /** The code has no campaign, or one without a reward for promoters. */
    NO_GUIDE_REWARD(409, "Its campaign has nothing for guides"),
    /** No consumer has claimed the code, and a promoter can only follow one. */
    NO_GUEST_YET(409, "No guest has claimed it yet"),
    /** The promoter has claimed the code as a consumer. */
    OWN_CLAIM(409, "You have claimed it yourself"),
    /** A rule of the brand withheld the reward when the consumer claimed. */
    OWN_PEOPLE(409, "The guest counts as one of the store's own people"),
    /** The code is of a case that nobody opened, or that another store opened. */
    NOT_YOUR_CASE(409, "Your store has not opened its case"),
    /** Another promoter has claimed the code. */
    OTHER_GUIDE(409, "Another guide has it"),
    /** The campaign has ended, was stopped, or has no rewards left. */
    CAMPAIGN_OVER(409, "The campaign is over"),
    /** No movement sent the goods to a partner at which the person works. */
    NOT_SENT_HERE(409, "It was not sent to you"),
    /** A range of serials overlaps one that is bound to something already. */
    RANGE_TAKEN(409, "Some of these codes are bound already"),
    /** The body is larger than is read. */
    BODY_TOO_LARGE(413, "The body is too large"),
    /** Path and query are longer than is read. */
    ADDRESS_TOO_LONG(414, "The address is too long"),
    /** The body's media type is not understood. */
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    /** The key or its brand made more calls than its quota allows. */
    TOO_MANY_CALLS(429, "Too many calls"),
    /** The person made more scans than a minute allows. */
    TOO_MANY_SCANS(429, "Too many scans"),
    /** Too many codes that do not exist were tried from this network. */
    TOO_MANY_GUESSES(429, "Too many unknown codes"),
    /** The headers are larger than is read. */
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    /** A fault of the service; nothing was changed, or the same request shows the change. */
    INTERNAL(500, "Something went wrong here"),
    /** More requests are waiting than can be served in time. */
    OVERLOADED(503, "Too busy"),
    /** The database cannot be reached. A claim was not made, or is there when the same person asks again. */
    UNAVAILABLE(503, "Not available at the moment");

    private static final String BASE = "https://yima.dev/problems/";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The fixed title. */
    public String title() {
        return title;
    }

    /** The last part of the type's address: the heading in the reference. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The URI of the type (RFC 9457). */
    public String uri() {
        return BASE + slug();
    }
}
