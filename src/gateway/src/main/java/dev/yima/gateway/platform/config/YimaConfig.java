package dev.yima.gateway.platform.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
    /** Where the embedded servers keep their data, and the first key is written. */
    @WithDefault("${user.home}/.yima")
    Path home();

    /** {@code auto}: the embedded servers stand in for a URL that is missing; {@code off}: they are never started. */
    @WithDefault("auto")
    String embedded();

    /** PostgreSQL, as {@code postgresql://user:password@host:port/db}. */
    Optional<String> databaseUrl();

    /** Redis, as {@code redis://host:port}; several nodes of a cluster are separated by commas. */
    Optional<String> redisUrl();

    /** The key-encryption key, 32 bytes in base64. Without it, and only beside the embedded server, a file in home. */
    Optional<String> kek();

    /** Makes a demo brand at start: product, campaign, lot and a printable sheet. */
    @WithDefault("false")
    boolean demo();

    /** Scheme, host and port that codes are printed with when their brand has no host of its own. */
    Optional<String> publicUrl();

    /** Limits of the public door. */
    Limits limits();

    /** The payout worker. */
    Payout payout();

    /** What goes back, or changes, when its time is over. */
    Reclaim reclaim();

    /** The worker that counts scans by dealer. */
    Diversion diversion();

    /** Limits of the public door. */
    interface Limits {
        /** Scans that one person may make in a minute. */
        @WithDefault("120")
        int personScansPerMinute();

        /** Codes not recognised that one network may try in a minute; beyond, a wrong code is answered 429. */
        @WithDefault("300")
        int networkGuessesPerMinute();

        /** Scans that may wait for their batch; beyond, the answer is 503. */
        @WithDefault("8192")
        int queueMax();

        /** How long a request's body may take to arrive; beyond, the answer is 408. */
        @WithDefault("PT10S")
        Duration bodyWithin();

        /** How long the same person's scans of the same code count as one. */
        @WithDefault("PT10M")
        Duration sameScanWindow();

        /** How long the first answer to a request with an Idempotency-Key is given again. */
        @WithDefault("P7D")
        Duration answersKept();

        /** How long lots and campaigns may be remembered; a freeze takes hold within this time. */
        @WithDefault("PT4S")
        Duration catalogueAgeMax();
    }

    /** What goes back, or changes, when its time is over. */
    interface Reclaim {
        /** How often it is looked for what was not opened or redeemed in time, and for points that are due. */
        @WithDefault("PT10S")
        Duration every();

        /** How many packets, coupons and points of a campaign change in one transaction, while its claims wait. */
        @WithDefault("500")
        int rowsMax();
    }

    /** The worker that counts scans by dealer. */
    interface Diversion {
        /** How often it is looked for scans and movements. */
        @WithDefault("PT2S")
        Duration every();

        /** How old they are when they are first looked for; whatever is stored later is found 15 s after its time. */
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

        /** How often the outbox is looked at. */
        @WithDefault("PT0.25S")
        Duration pollEvery();

        /** Bills that are carried at a time. */
        @WithDefault("64")
        int billsMax();

        /** How long the provider may take to answer before the outcome counts as unknown. */
        @WithDefault("PT5S")
        Duration answerWithin();

        /** How long until an unknown or unfinished bill is asked about again; doubles with each attempt. */
        @WithDefault("PT1S")
        Duration retryAfter();

        /** The longest pause between two attempts. */
        @WithDefault("PT10M")
        Duration retryAfterMax();

        /** How long a brand's bills wait when its money at the provider is used up, before one is tried again. */
        @WithDefault("PT10M")
        Duration pauseFor();

        /** How long the sandbox takes to pay what it accepted. */
        @WithDefault("PT1S")
        Duration sandboxPaysAfter();

        /** How long the sandbox waits for a person to confirm a bill, by its own clock, before it closes it. */
        @WithDefault("PT24H")
        Duration sandboxExpiresAfter();

        /** When the provider's statement of the day before can be had, by the calendar of China. */
        @WithDefault("10:00")
        LocalTime statementAt();

        /** How often it is looked whether a day is to be reconciled. */
        @WithDefault("PT10M")
        Duration reconcileEvery();

        /** What the sandbox does with its next bills, one word each; when they are used up it accepts. */
        Optional<List<SandboxScript>> sandboxScript();
    }

    /** How the sandbox provider treats a bill. */
    enum SandboxScript {
        /** Accepts, and pays a moment later. */
        ACCEPT,
        /** Refuses for good, for a reason of the person's. */
        FAIL,
        /** Accepts, and refuses for a reason of the person's when it should pay. */
        FAIL_LATER,
        /** Refuses for good, for a reason of the brand's. */
        REJECT,
        /** Accepts, and refuses for a reason of the brand's when it should pay. */
        REJECT_LATER,
        /** Accepts, and closes the bill a day later, since the person did not confirm it. */
        EXPIRE,
        /** Closes the bill at once, and the answer is lost. */
        EXPIRE_UNHEARD,
        /** Takes the bill, but the answer is lost. */
        TIMEOUT,
        /** The bill never arrives. */
        LOST,
        /** The bill never arrives, and nobody says so. */
        STALL,
        /** Has too much to do, and takes nothing. */
        BUSY,
        /** Has not enough of the brand's money, and takes nothing. */
        NOT_ENOUGH,
        /** Answers something that nobody knows. */
        UNKNOWN,
        /** Pays, and says so twice. */
        TWICE
    }
}
