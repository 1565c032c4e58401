package dev.yima.gateway.diversion.evidence;

import dev.yima.codec.Code;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.Territory;
import dev.yima.gateway.diversion.RegionCounts;
import dev.yima.gateway.diversion.decision.DealerView;
import dev.yima.gateway.diversion.evidence.Evidence.Judgement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The evidence of a case as a PDF. Building it blocks: only on worker threads. */
final class EvidencePdf {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double TITLE = 16;
    private static final double HEADING = 11;
    private static final double BODY = 8.5;
    private static final double TABLE = 7;
    private static final double GAP = 10;
    private static final String WIDEST_SYMBOL = "W";
    /** The width of a column of codes: one of the widest symbols fits, so none is ever cut. */
    private static final double CODE =
            Code.SYMBOLS * PdfDocument.width(WIDEST_SYMBOL, PdfFonts.LATIN) * TABLE + PdfDocument.columnGap(TABLE);

    private static final double[] ROUTE = PdfDocument.columns(76, 46, CODE, 133, 65);
    private static final double[] REGIONS = PdfDocument.columns(60, 100, 60);
    private static final double[] PACKS = PdfDocument.columns(CODE + 15, 100);
    private static final double[] SCANS = PdfDocument.columns(69, CODE, 49, 50, 26.8, 37.5, 48.5);

    private final Evidence evidence;
    private final ZoneId zone;
    private final PdfDocument pdf;

    private EvidencePdf(Evidence evidence) {
        this.evidence = evidence;
        this.zone = ZoneId.of(evidence.timeZone());
        this.pdf = new PdfDocument("Yima   " + evidence.code() + "   " + moment(evidence.at()) + " " + zone);
    }

    /** The document. */
    static byte[] of(Evidence evidence) {
        EvidencePdf made = new EvidencePdf(evidence);
        made.head();
        evidence.judgements().forEach(made::judgement);
        made.route();
        made.scans();
        return made.pdf.bytes();
    }

    private void head() {
        pdf.paragraph("Evidence of a case  窜货证据", TITLE, PdfFonts.BOLD);
        pdf.skip(4);
        pdf.paragraph(evidence.brand() + "   " + evidence.kind() + " " + evidence.code(), HEADING, PdfFonts.LATIN);
        pdf.paragraph(
                "Put together  生成时间 " + moment(evidence.at()) + " " + zone + ". All times are of " + zone
                        + ". Of people and networks eight characters of a pseudonym are shown; a network has a new one"
                        + " each day.",
                BODY,
                PdfFonts.LATIN);
    }

    private void judgement(Judgement one) {
        Grade grade = one.grade();
        heading("Dealer  经销商: " + one.dealer());
        pdf.paragraph("Id  编号: " + one.dealerId(), BODY, PdfFonts.LATIN);
        pdf.paragraph("Territory  授权区域: " + territory(one.territory()), BODY, PdfFonts.LATIN);
        pdf.paragraph("Grade  等级: " + (grade == null ? "not judged" : grade), BODY, PdfFonts.BOLD);
        pdf.paragraph("Rule  规则: " + one.rule(), BODY, PdfFonts.LATIN);
        pdf.paragraph(
                "A grade accuses nobody. Where less is known of a place than the territory says, it counts as inside.",
                BODY,
                PdfFonts.LATIN);
        RegionCounts counts = new RegionCounts();
        one.regions().forEach(region -> counts.add(region.region(), region.scans()));
        SketchMap.draw(pdf, new Territory(one.territory()), counts);
        table(REGIONS, List.of("Code 代码", "Region 地区", "Scans 扫码", ""));
        one.regions()
                .forEach(place -> row(
                        REGIONS,
                        place.region(),
                        place.name(),
                        Integer.toString(place.scans()),
                        place.isOutside() ? "outside 区域外" : "inside 区域内"));
    }

    private void route() {
        heading("Route  流向");
        table(ROUTE, List.of("Time 时间", "Event 事件", "Code 码", "Partner 单位", "Order 单号", "Device 设备"));
        evidence.route()
                .movements()
                .forEach(step -> row(
                        ROUTE,
                        moment(step.at()),
                        step.kind().name(),
                        step.code(),
                        step.partner().name(),
                        step.orderNo() == null ? "" : step.orderNo(),
                        step.device()));
        heading("Packed in  上级关联");
        table(PACKS, List.of("Code 码", "Kind 类型", "Since 关联时间"));
        evidence.route()
                .packs()
                .forEach(pack -> row(PACKS, pack.code(), pack.kind().name(), moment(pack.since())));
        if (evidence.route().packs().isEmpty()) {
            row(PACKS, "nothing 无", "", "");
        }
    }

    private void scans() {
        heading("Scans  扫码记录");
        table(SCANS, List.of("Time 时间", "Code 码", "Kind 类型", "Region 地区", "", "Person 人", "Network 网络", "In 所在包装"));
        evidence.scans()
                .forEach(scan -> row(
                        SCANS,
                        moment(scan.at()),
                        scan.code(),
                        scan.kind().name(),
                        scan.regionName(),
                        scan.isOutside() ? "outside" : "inside",
                        scan.person(),
                        scan.network() == null ? "" : scan.network(),
                        scan.packs().stream()
                                .map(pack -> pack.code())
                                .reduce((inner, outer) -> inner)
                                .orElse("")));
        if (evidence.scansLeftOut() > 0) {
            pdf.paragraph("and " + evidence.scansLeftOut() + " more", TABLE, PdfFonts.LATIN);
        }
    }

    private void heading(String text) {
        pdf.need(4 * HEADING);
        pdf.skip(GAP);
        pdf.paragraph(text, HEADING, PdfFonts.BOLD);
        pdf.rule();
    }

    private void table(double[] columns, List<String> names) {
        pdf.row(columns, names, TABLE, PdfFonts.BOLD);
    }

    private void row(double[] columns, String... cells) {
        pdf.row(columns, List.of(cells), TABLE, PdfFonts.LATIN);
    }

    private static String territory(List<String> codes) {
        return codes.isEmpty()
                ? "everywhere 不限"
                : codes.stream()
                        .map(code -> code.endsWith("0000") ? code + " " + DealerView.name(code) : code)
                        .collect(Collectors.joining(", "));
    }

    private String moment(Instant at) {
        return MOMENT.format(at.atZone(zone));
    }
}
