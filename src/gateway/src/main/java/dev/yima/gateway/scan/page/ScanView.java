package dev.yima.gateway.scan.page;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.Claims.SetProgress;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.scan.PacketRefusal;
import dev.yima.gateway.scan.PacketState;
import dev.yima.gateway.scan.ScanAnswer;
import dev.yima.gateway.scan.ScanResult;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Content of the page of a scan.
 *
 * @param answer the answer
 * @param packet the state of the packet
 * @param refusal the reason for which it stays closed; null when that is not known
 * @param product the name of the product, null when it has none or the code is not recognised
 * @param running the campaign whose packet it is, null when there is none
 * @param set the set of which the reward is a piece; null when it is none
 * @param test whether it is a code of a test lot
 * @param withoutCookies whether the packet was to be opened by a browser that keeps no cookies
 * @param text the code, as it was typed or scanned
 */
record ScanView(
        ScanAnswer answer,
        PacketState packet,
        @Nullable PacketRefusal refusal,
        @Nullable String product,
        @Nullable RunningCampaign running,
        @Nullable SetProgress set,
        boolean test,
        boolean withoutCookies,
        String text) {
    /** The most characters that are shown of a text that is no code. */
    private static final int SHOWN_MAX = 32;

    private static final int AMOUNT_LONG = 7;
    private static final int AMOUNT_LONGER = 9;
    private static final int AMOUNT_LONGEST = 12;

    /** The first thing that the page says. */
    enum Heading {
        /** Genuine, and nobody scanned it before. */
        FIRST,
        /** Genuine, and this person has opened its packet, whoever looked at it before. */
        MINE,
        /** Genuine; somebody, or this person in another browser, looked at it, and its packet is unopened. */
        UNOPENED,
        /** Scanned before, and there is no packet that would tell by whom. */
        REPEATED,
        /** Scanned before, and its packet is another's. */
        TAKEN,
        /** Frozen or void. */
        STOPPED,
        /** Not recognised. */
        UNKNOWN
    }

    static ScanView of(ScanResult result, @Nullable PacketRefusal refusal, @Nullable SetProgress set, String text) {
        CachedLot lot = result.lot();
        return new ScanView(
                result.answer(),
                result.packet(),
                refusal,
                lot == null ? null : lot.product(),
                lot == null ? null : lot.campaign(),
                set,
                lot != null && lot.test(),
                false,
                text);
    }

    /** The content for a text that is no code at all. */
    static ScanView malformed(String text) {
        return new ScanView(
                ScanAnswer.unrecognised(Verdict.NOT_ACTIVE),
                PacketState.NONE,
                null,
                null,
                null,
                null,
                false,
                false,
                text);
    }

    /** The same for a browser that keeps no cookies, and wants to open the packet. */
    ScanView refusedWithoutCookies() {
        return new ScanView(answer, packet, refusal, product, running, set, test, true, text);
    }

    /** The first thing that the page says. */
    public Heading heading() {
        return switch (answer.verdict()) {
            case GENUINE_FIRST -> packet == PacketState.MINE ? Heading.MINE : Heading.FIRST;
            case GENUINE_REPEAT ->
                switch (packet) {
                    case MINE -> Heading.MINE;
                    case SEALED, NOT_YET, OUTSIDE_HOURS, ELSEWHERE -> Heading.UNOPENED;
                    case TAKEN -> Heading.TAKEN;
                    case NONE, EMPTY, OVER -> Heading.REPEATED;
                };
            case FROZEN, VOID -> Heading.STOPPED;
            case NOT_ACTIVE, UNKNOWN -> Heading.UNKNOWN;
        };
    }

    /** The tone of the page: a class of the style sheet. */
    public String tone() {
        return switch (heading()) {
            case FIRST, MINE, UNOPENED -> "good";
            case REPEATED, TAKEN -> "seen";
            case STOPPED -> isAboutTheCode(answer.stopReason()) ? "seen" : "stop";
            case UNKNOWN -> "none";
        };
    }

    /** Whether a stop says something of the code alone, and nothing of the product. */
    private static boolean isAboutTheCode(@Nullable StopReason reason) {
        return reason == StopReason.LEAKED || reason == StopReason.MISPRINTED;
    }

    /** Whether others scanned it before, or this person in another browser. */
    public boolean scannedByOthers() {
        return answer.verdict() == Verdict.GENUINE_REPEAT;
    }

    /** The reason for which the packet is closed to everybody; null when it is not. */
    public @Nullable PacketRefusal whyClosed() {
        return PacketRefusal.of(packet);
    }

    /** The campaign whose packet it is; null when there is none. */
    public @Nullable UUID campaign() {
        return running == null ? null : running.terms().campaign();
    }

    /** The beginning of the campaign; null for none. */
    public @Nullable Instant begins() {
        return running == null
                ? null
                : running.terms().rules().period().startsAt().orElse(null);
    }

    /** The hours of the day in which the packet can be opened; null for all. */
    public @Nullable Hours hours() {
        return Optional.ofNullable(running)
                .flatMap(campaign -> campaign.terms().rules().conditions().get(Hours.class))
                .orElse(null);
    }

    /** The time zone of the hours; empty without a campaign. */
    public String zone() {
        return running == null
                ? ""
                : running.terms().rules().conditions().zone().getId();
    }

    /** The wheel that is turned in place of a packet; null where there is none. */
    public @Nullable PrizeWheel wheel() {
        return PrizeWheel.of(running);
    }

    /** The size of the reward's text: a class of the style sheet. */
    public String amountSize(Locale locale) {
        if (answer.reward() == null) {
            return "";
        }
        if (answer.reward().title() != null) {
            return "words";
        }
        int length = answer.reward().amountIn(locale).length();
        if (length >= AMOUNT_LONGEST) {
            return "longest";
        }
        return length >= AMOUNT_LONGER ? "longer" : length >= AMOUNT_LONG ? "long" : "";
    }

    /** The code as its address carries it; empty when the text is none. */
    public String symbols() {
        CodeReading reading = CodeReader.read(text);
        if (reading instanceof Wellformed wellformed) {
            return wellformed.code().text();
        }
        return reading instanceof Malformed malformed && malformed.fault() == Fault.UNUSED_LETTER
                ? text.replaceAll("[^0-9A-Za-z]", "")
                : "";
    }

    /** The code as people read it, or the text as it came. */
    public String grouped() {
        if (CodeReader.read(text) instanceof Wellformed wellformed) {
            Code code = wellformed.code();
            return code.grouped();
        }
        return text.substring(0, Math.min(text.length(), SHOWN_MAX));
    }
}
