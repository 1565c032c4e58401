package dev.yima.gateway.platform.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The settings of this service. Each is also an environment variable: {@code yima.public-url} is YIMA_PUBLIC_URL. */
@ConfigMapping(prefix = "yima")
public interface YimaConfig {
    /** The folder of the embedded servers' data and of the first key. */
    @WithDefault("${user.home}/.yima")
    Path home();

    /**
     * {@code auto}: embedded servers replace a missing URL, but for Redis where the public URL is https; {@code on}:
     * also there; {@code off}: they are never started.
     */
    @WithDefault("auto")
    String embedded();

    /** The work of a start beside serving. */
    @WithDefault("all")
    Setup setup();

    /**
     * The Kubernetes Secret, in the namespace of this pod, into which the first owner's key is written under {@code
     * owner.key}; without it that is a file in home.
     */
    Optional<String> ownerKeySecret();

    /** PostgreSQL, as {@code postgresql://user:password@host:port/db}. */
    Optional<String> databaseUrl();

    /** PostgreSQL as the role that owns the tables, which migrates; by default that of {@code database-url}. */
    Optional<String> migrationUrl();

    /** Redis, as {@code redis://host:port}; several nodes of a cluster are separated by commas. */
    Optional<String> redisUrl();

    /** The key-encryption key, 32 bytes in base64. Empty only with the embedded server: a file in home then. */
    Optional<String> kek();

    /** Earlier key-encryption keys, which still open what they sealed, separated by commas. */
    Optional<List<String>> kekPrevious();

    /**
     * The keys of visitors' cookies, 32 bytes in base64 each, separated by commas: the first signs, all are accepted.
     * {@code stored} is the one that lies sealed in the database.
     */
    @WithDefault("stored")
    List<String> cookieKey();

    /** Makes a demo brand at start: product, campaign, lot and a printable sheet. */
    @WithDefault("false")
    boolean demo();

    /** Scheme, host and port that codes are printed with when their brand has no host of its own. */
    Optional<String> publicUrl();

    /**
     * The proxies whose forwarded headers are believed: at most 64 networks in CIDR notation or addresses, separated by
     * commas. None by default.
     */
    Optional<String> trustedProxies();

    /** The name server that is asked for the proofs of hosts, as {@code address:port}; empty for the machine's own. */
    Optional<String> nameServer();

    /** Limits of requests. */
    Limits limits();

    /** Limits of money for brands that have none of their own. */
    Money money();

    /** The people who work at dealers and stores. */
    Partners partners();

    /** The payout worker. */
    Payout payout();

    /** The worker of expiries. */
    ExpirySettings reclaim();

    /** The worker that counts scans by dealer. */
    Diversion diversion();

    /** The worker that checks and seals the ledger. */
    LedgerCheck ledgerCheck();

    /** The time and the number that things are kept for. */
    Retention retention();

    /**
     * Limits of money for brands that have none of their own, in minor units of their currency. An owner may set up to
     * these, founders any.
     */
    interface Money {
        /** The most that the prizes of one campaign are worth. */
        @WithDefault("10000000000")
        @Min(0) long campaignMax();

        /** The most that the prizes of all campaigns are worth that a brand publishes in a day. */
        @WithDefault("20000000000")
        @Min(0) long publishedPerDay();

        /** The most that is sent out for payment for a brand in a day; the rest waits for the next day. */
        @WithDefault("1000000000")
        @Min(0) long paidOutPerDay();
    }

    /** The people who work at dealers and stores. */
    interface Partners {
        /** The time for which a PIN that was given lets a browser on a network act for money; a day at most. */
        @WithDefault("PT12H")
        @DurationMin(seconds = 1)
        @DurationMax(days = 1)
        Duration confirmedFor();
    }

    /** Limits of requests. */
    interface Limits {
        /** Scans that one person may make in a minute. */
        @WithDefault("120")
        int personScansPerMinute();

        /** Codes not recognised that one network may try in a minute; beyond, a wrong code is answered 429. */
        @WithDefault("300")
        int networkGuessesPerMinute();

        /**
         * Scans that claim nothing, from one network in a minute, that have a row each; beyond, they are answered and
         * only counted.
         */
        @WithDefault("6000")
        int networkLooksPerMinute();

        /** The same of the codes of one lot. */
        @WithDefault("60000")
        int lotLooksPerMinute();

        /** Staff calls of one key in a second, up to a minute's at once; one that writes counts four. Beyond: 429. */
        @WithDefault("50")
        @Min(1) int staffCallsPerSecond();

        /** The same of all keys of one brand together. */
        @WithDefault("200")
        @Min(1) int brandCallsPerSecond();

        /** Lots that one brand may make in 24 hours: all brands of a deployment share 1,048,576 numbers. */
        @WithDefault("2000")
        @Min(1) int brandLotsPerDay();

        /** Scans that may wait for their batch; beyond, the answer is 503. */
        @WithDefault("8192")
        int queueMax();

        /** The time in which a request's body must arrive; beyond, the answer is 408. */
        @WithDefault("PT10S")
        Duration bodyWithin();

        /**
         * The longest time that a scan or an employee waits for a read of the database, or for an answer to be kept;
         * beyond, it goes on without where it can, and the answer is 503 where it cannot.
         */
        @WithDefault("PT1S")
        @DurationMin(millis = 1)
        Duration readWithin();

        /** The window in which the same person's scans of the same code count as one. */
        @WithDefault("PT10M")
        Duration sameScanWindow();

        /** The time for which a request with an Idempotency-Key gets the first answer again. */
        @WithDefault("P7D")
        Duration answersKept();

        /** The longest time that lots and campaigns are cached; a freeze takes hold within it. */
        @WithDefault("PT4S")
        Duration catalogueAgeMax();
    }

    /** The time and the number that things are kept for. */
    interface Retention {
        /** The scans of one code that have a row each; beyond, those that claim nothing are only counted. */
        @WithDefault("1000")
        @Min(200) int scansPerCode();

        /** The time after which the address of a gift is erased, from its shipment on. */
        @WithDefault("P90D")
        @DurationMin
        Duration giftAddresses();

        /** The time after which the position that a person offered with a scan is erased. */
        @WithDefault("P90D")
        @DurationMin
        Duration positions();
    }

    /** The worker of expiries. */
    interface ExpirySettings {
        /** The longest pause between two looks for packets and coupons that expired, and for points that are due. */
        @WithDefault("PT10S")
        Duration every();

        /** The most rows of a campaign that expire in one transaction, while its claims wait. */
        @WithDefault("500")
        int rowsMax();
    }

    /** The worker that checks and seals the ledger. */
    interface LedgerCheck {
        /** The pause between two looks for a full check that was asked for, or a seal that is due. */
        @WithDefault("PT5S")
        Duration every();
    }

    /** The worker that counts scans by dealer. */
    interface Diversion {
        /** The longest pause between two rounds of counting. */
        @WithDefault("PT2S")
        Duration every();

        /** The age at which scans and movements are first read; those stored later are found 15 s after their time. */
        @WithDefault("PT3S")
        @DurationMin
        @DurationMax(seconds = 15)
        Duration after();
    }

    /** The payout worker. */
    interface Payout {
        /** The id of the provider that pays for brands which chose none. */
        @WithDefault("sandbox")
        String provider();

        /** The pause between two polls of the outbox. */
        @WithDefault("PT0.25S")
        Duration pollEvery();

        /** The most orders of a provider that are in flight at a time; of one brand at most half of them. */
        @WithDefault("64")
        @Min(2) int billsMax();

        /** The time in which the provider must answer a request; beyond, the outcome counts as unknown. */
        @WithDefault("PT5S")
        Duration answerWithin();

        /** The pause before an unknown or unfinished order is queried again; doubles with each attempt. */
        @WithDefault("PT1S")
        Duration retryAfter();

        /** The longest pause between two attempts. */
        @WithDefault("PT10M")
        Duration retryAfterMax();

        /** The pause of a brand's orders when its balance at the provider is too low, before one is tried again. */
        @WithDefault("PT10M")
        Duration pauseFor();

        /** The time after which the sandbox pays an order that it accepted. */
        @WithDefault("PT1S")
        Duration sandboxPaysAfter();

        /** The time after which the sandbox, by its own clock, closes an order that the person has not confirmed. */
        @WithDefault("PT24H")
        Duration sandboxExpiresAfter();

        /** The time of day in China from which the provider's statement of the day before is available. */
        @WithDefault("10:00")
        LocalTime statementAt();

        /** The longest pause between two looks for statements to take in, and for days to reconcile. */
        @WithDefault("PT10M")
        Duration reconcileEvery();

        /** The sandbox's treatment of its next orders, one word each; after them it accepts. */
        Optional<List<SandboxScript>> sandboxScript();
    }

    /** The sandbox provider's treatment of an order. */
    enum SandboxScript {
        /** Accepts, and pays a moment later. */
        ACCEPT,
        /** Refuses for good, for a reason on the person's side. */
        FAIL,
        /** Accepts, and refuses for a reason on the person's side when it should pay. */
        FAIL_LATER,
        /** Refuses for good, for a reason on the brand's side. */
        REJECT,
        /** Accepts, and refuses for a reason on the brand's side when it should pay. */
        REJECT_LATER,
        /** Accepts, and closes the order a day later, since the person did not confirm it. */
        EXPIRE,
        /** Closes the order at once, and the answer is lost. */
        EXPIRE_UNHEARD,
        /** Accepts the order, but the answer is lost. */
        TIMEOUT,
        /** The order never arrives. */
        LOST,
        /** The order never arrives, and the connection stays open without an answer. */
        STALL,
        /** Is overloaded, and accepts nothing. */
        BUSY,
        /** Has too low a balance of the brand, and accepts nothing. */
        NOT_ENOUGH,
        /** Answers with an unknown code. */
        UNKNOWN,
        /** Pays, and reports it twice. */
        TWICE
    }
}
