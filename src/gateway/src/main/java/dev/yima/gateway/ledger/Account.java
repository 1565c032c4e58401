package dev.yima.gateway.ledger;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An account: one side of transfers.
 *
 * @param owner a brand, a campaign or a member, as the kind says
 * @param kind the purpose of the account
 */
public record Account(UUID owner, Kind kind) {
    /** Purposes of accounts, in the order in which their rows are locked. */
    @Schema(name = "AccountKind")
    public enum Kind {
        /** Of a campaign: value that it can still give. Never below zero. */
        POOL,
        /** Of a brand: the outside world that money and points come from; below zero by what was put in. */
        FUNDING,
        /** Of a campaign: reserved value: locked packets, pending points, fees of coupons. Never below zero. */
        RESERVE,
        /** Of a member: points to spend, or money won and not yet paid out. Never below zero. */
        MEMBER,
        /** Of a staff key, or of a partner: its earnings. Never below zero. */
        STORE,
        /** Of a brand: value that has left: paid out, redeemed or sent. */
        PAID_OUT,
        /** Of a brand: points that nobody used in time. */
        EXPIRED
    }

    /** The account of a campaign's pool. */
    public static Account pool(UUID campaign) {
        return new Account(campaign, Kind.POOL);
    }

    /** The account of a campaign's reserve. */
    public static Account reserve(UUID campaign) {
        return new Account(campaign, Kind.RESERVE);
    }

    /** The account of a store: a staff key, or a partner. */
    public static Account store(UUID key) {
        return new Account(key, Kind.STORE);
    }

    /** The account that a brand's money and points come from. */
    public static Account funding(UUID brand) {
        return new Account(brand, Kind.FUNDING);
    }

    /** The account of a member. */
    public static Account member(UUID member) {
        return new Account(member, Kind.MEMBER);
    }

    /** The account of the points that nobody used in time. */
    public static Account expired(UUID brand) {
        return new Account(brand, Kind.EXPIRED);
    }

    /** The account of value that has left a brand. */
    public static Account paidOut(UUID brand) {
        return new Account(brand, Kind.PAID_OUT);
    }
}
