package dev.yima.gateway.scan.page;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.scan.PacketRefusal;
import dev.yima.gateway.scan.PacketState;
import dev.yima.gateway.scan.ScanAnswer;
import dev.yima.gateway.scan.ScanResult;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Content of the page of a scan.
 *
 * @param answer the answer
 * @param packet the state of the packet
 * @param refusal the reason for which it stays closed; null when that is not known
 * @param product the name of the product, null when it has none or the code is not recognised
 * @param campaign the campaign whose packet it is, null when there is none
 * @param wheel the wheel that is turned in place of a packet, null where there is none
 * @param symbols the code as its address carries it, empty when the text is none
 * @param grouped the code as people read it, or the text as it came
 */
record ScanView(
        ScanAnswer answer,
        PacketState packet,
        @Nullable PacketRefusal refusal,
        @Nullable String product,
        @Nullable UUID campaign,
        @Nullable PrizeWheel wheel,
        String symbols,
        String grouped) {
    /** The most characters that are shown of a text that is no code. */
    private static final int SHOWN_MAX = 32;

    static ScanView of(ScanResult result, @Nullable PacketRefusal refusal, String text) {
        CachedLot lot = result.lot();
        RunningCampaign campaign = lot == null ? null : lot.campaign();
        return of(
                result.answer(),
                result.packet(),
                refusal,
                lot == null ? null : lot.product(),
                campaign == null ? null : campaign.terms().campaign(),
                PrizeWheel.of(campaign),
                text);
    }

    /** The content for a text that is no code at all. */
    static ScanView malformed(String text) {
        return of(ScanAnswer.unrecognised(Verdict.NOT_ACTIVE), PacketState.NONE, null, null, null, null, text);
    }

    /** The tone of the page: a class of the style sheet. */
    public String tone() {
        return switch (answer.verdict()) {
            case GENUINE_FIRST -> "good";
            case GENUINE_REPEAT -> "seen";
            case FROZEN, VOID -> "stop";
            case NOT_ACTIVE, UNKNOWN -> "none";
        };
    }

    private static ScanView of(
            ScanAnswer answer,
            PacketState packet,
            @Nullable PacketRefusal refusal,
            @Nullable String product,
            @Nullable UUID campaign,
            @Nullable PrizeWheel wheel,
            String text) {
        CodeReading reading = CodeReader.read(text);
        if (reading instanceof Wellformed wellformed) {
            Code code = wellformed.code();
            return new ScanView(answer, packet, refusal, product, campaign, wheel, code.text(), code.grouped());
        }
        boolean slip = reading instanceof Malformed malformed && malformed.fault() == Fault.UNUSED_LETTER;
        String shown = text.substring(0, Math.min(text.length(), SHOWN_MAX));
        String symbols = slip ? text.replaceAll("[^0-9A-Za-z]", "") : "";
        return new ScanView(answer, packet, refusal, product, campaign, wheel, symbols, shown);
    }
}
