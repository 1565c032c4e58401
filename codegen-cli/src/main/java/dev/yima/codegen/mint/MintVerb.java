package dev.yima.codegen.mint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.codec.Pack;
import dev.yima.codegen.folder.HostOption;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.OrderFolder;
import dev.yima.codegen.folder.PrintedUrl;
import dev.yima.codegen.mint.OrderPlan.OrderRequest;
import dev.yima.codegen.mint.OrderPlan.PackRef;
import dev.yima.codegen.server.CampaignText;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codegen mint}: a new lot and its codes. */
@Command(
        name = "mint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Make an order of codes and write them.",
        description = {
            "Asks the server for a lot and its key, makes the codes on this machine, and writes codes.csv"
                    + " (serial,code,url) and manifest.json. The folder is complete when it has a manifest.",
            "An order of more than " + LotCodec.SIZE_MAX + " codes is split over several lots under one order number,"
                    + " each in a folder of its own; order.json is written last.",
            "A run that was interrupted goes on when it is asked for the same in the same folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen mint --kind ITEM_INNER --size 100000 --expect-host q.example.com --out summer",
            "  codegen mint --kind ITEM_INNER --size 40000000 --shard-rows 1000000 --out monday",
            "  codegen mint --kind ITEM_INNER --size 480000 --pack 24,40 --out sets",
            "  codegen mint --kind CASE_OUTER --size 4000 --label \"autumn, cases\" --out cases -o json"
        })
public final class MintVerb implements Callable<Integer> {
    private static final int LABEL_LENGTH_MAX = 200;
    private static final Pattern PACK = Pattern.compile("(?<size>[1-9][0-9]{0,5})(:(?<kind>"
            + Arrays.stream(CodeKind.values()).map(Enum::name).collect(Collectors.joining("|")) + "))?");

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "What the codes are for: ${COMPLETION-CANDIDATES}.")
    private CodeKind kind = CodeKind.ITEM_INNER;

    @Option(
            names = "--size",
            required = true,
            paramLabel = "COUNT",
            description = "How many codes, 1 to " + OrderPlan.SIZE_MAX + ".")
    private long size;

    @Option(
            names = "--shard-rows",
            paramLabel = "ROWS",
            description = "Rows of a file: codes-0001.csv and so on, at most " + Manifest.FILES_MAX
                    + " for a lot (default: one file, codes.csv).")
    private @Nullable Integer shardRows;

    @Option(names = "--product", paramLabel = "ID", description = "Bind the lot to a product; can be done later.")
    private @Nullable String productId;

    @Option(names = "--campaign", paramLabel = "ID", description = "Bind the lot to a campaign; can be done later.")
    private @Nullable String campaignId;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "What staff call the lot, at most " + LABEL_LENGTH_MAX + " characters.")
    private @Nullable String label;

    @Option(
            names = "--pack",
            paramLabel = "COUNT[:KIND]",
            split = ",",
            description = "Mint the codes of packs, too: --pack 24,40 makes a case for every 24 codes and a pallet for"
                    + " every 40 cases, at most 4 levels, each of a kind further out. Code s is in pack s / 24 (default"
                    + " kinds: CASE_OUTER, then PALLET).")
    private List<String> packs = List.of();

    @Option(
            names = "--test",
            description =
                    "Make test lots: marked as such, for a campaign of their own, and what they win is paid by the"
                            + " sandbox alone. Needed above " + Minting.UNREACHABLE_MAX
                            + " codes whose address no phone of a"
                            + " buyer opens.")
    private boolean test;

    @Mixin
    private final HostOption host = new HostOption();

    @Mixin
    private final RecipientOptions recipients = new RecipientOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to fill; must not exist, be empty, or hold this order unfinished. Only its owner"
                    + " can open it.")
    private Path out = Path.of("");

    /** Makes the verb with the surroundings of the command. */
    public MintVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        OrderRequest asked = asked();
        List<CopyPlan> copies = recipients.copies();
        StaffApi server = connection.connect();
        if (host.isGiven() || size > Minting.UNREACHABLE_MAX) {
            String urlBase = server.urlBase();
            host.require(urlBase, "the server");
            Minting.requireReachable(urlBase, asked);
        }
        if (asked.recipients().isEmpty()
                && !server.handoverPolicy().path("plainCopies").asBoolean(true)) {
            throw CommandFailed.refused(
                    "the brand forbids plain files of codes: give --recipient or --passphrase-file");
        }
        warn(server);
        try (OrderFolder folder = OrderFolder.open(out)) {
            OrderPlan plan = folder.journal()
                    .map(journal -> OrderPlan.resumed(journal, asked))
                    .orElseGet(() -> OrderPlan.of(asked, new SecureRandom()));
            print(plan.number(), new Minting(terminal, server, folder, host, copies, plan).mint());
        }
        return 0;
    }

    /** Says what is allowed, and is most likely not meant. */
    private void warn(StaffApi server) {
        recipients.sharedKeys().forEach(terminal::warn);
        if (campaignId != null) {
            JsonNode campaign = server.campaign(campaignId);
            CampaignText.shortage(campaign, size).ifPresent(terminal::warn);
            if (campaign.path("state").asText("").equals(CampaignText.ENDED)) {
                terminal.warn("nobody will win by the " + CampaignText.tell(campaign));
            }
        }
    }

    private OrderRequest asked() {
        require(size >= 1 && size <= OrderPlan.SIZE_MAX, "must be 1 to " + OrderPlan.SIZE_MAX + ": --size=" + size);
        GivenOptions.mustBeId("--product", "product", productId);
        GivenOptions.mustBeId("--campaign", "campaign", campaignId);
        require(campaignId == null || kind.pays(), "must be codes of a kind that pays, for --campaign: --kind=" + kind);
        if (label != null) {
            boolean shown =
                    label.codePoints().noneMatch(character -> SafeText.isObeyed(character) || character == '\uFFFD');
            require(
                    shown && !label.isBlank() && label.length() <= LABEL_LENGTH_MAX,
                    "must be 1 to " + LABEL_LENGTH_MAX + " printable characters: --label=" + label);
        }
        return new OrderRequest(
                kind,
                size,
                shardRows(),
                productId,
                campaignId,
                label,
                recipients.refs(),
                recipients.honeys(),
                recipients.mixed(),
                packs(),
                test);
    }

    private List<PackRef> packs() {
        require(
                packs.size() < Pack.LEVELS_MAX,
                "must be at most " + (Pack.LEVELS_MAX - 1) + " levels: --pack=" + packs);
        require(packs.isEmpty() || !recipients.mixed(), "must not be mixed when there are packs: --honey-mixed");
        List<PackRef> refs = new ArrayList<>();
        CodeKind inside = kind;
        for (String pack : packs) {
            Matcher matcher = PACK.matcher(pack);
            boolean good = matcher.matches() && Integer.parseInt(matcher.group("size")) <= Pack.SIZE_MAX;
            require(good, "must be 1 to " + Pack.SIZE_MAX + ", and a kind: --pack=" + pack);
            String kindName = matcher.group("kind");
            CodeKind usual = inside.fitsInto(CodeKind.CASE_OUTER) ? CodeKind.CASE_OUTER : CodeKind.PALLET;
            CodeKind packKind = kindName == null ? usual : CodeKind.valueOf(kindName);
            require(
                    inside.fitsInto(packKind),
                    "must be of a kind further out than " + inside + ": --pack=" + matcher.group("size") + ":"
                            + packKind);
            refs.add(new PackRef(Integer.parseInt(matcher.group("size")), packKind));
            inside = packKind;
        }
        return List.copyOf(refs);
    }

    private int shardRows() {
        if (shardRows == null) {
            return 0;
        }
        // Honey codes that are mixed in lie in the files; marked ones are rows at the ends of those that there are.
        long extra = recipients.mixed()
                ? (long) recipients.honeys() * recipients.refs().size()
                : 0;
        long lotSize = Math.min(size + extra, LotCodec.SIZE_MAX);
        long least = Math.max(1, (lotSize + Manifest.FILES_MAX - 1) / Manifest.FILES_MAX);
        require(
                shardRows >= least,
                "must be at least " + least + ", or a lot has more than " + Manifest.FILES_MAX + " files: --shard-rows="
                        + shardRows);
        return shardRows;
    }

    private void print(String order, Map<String, Manifest> minted) {
        String urlBase = minted.values().iterator().next().urlBase();
        PrintedUrl.doubt(urlBase).ifPresent(doubt -> terminal.warn("the codes open " + urlBase + ", which " + doubt));
        if (minted.size() > 1) {
            printOrder(order, minted);
            return;
        }
        Manifest manifest = minted.values().iterator().next();
        Path codes = out.resolve(manifest.entries().get(0).name());
        Path manifestFile = out.resolve(Manifest.NAME);
        ObjectNode json = manifest.json();
        json.put("state", "MINTED").put("codes", codes.toString()).put("manifest", manifestFile.toString());
        int more = manifest.entries().size() - 1;
        String text = "opens     " + urlBase + "\nlot       " + manifest.lot() + ": " + Count.of(size, "code") + " "
                + manifest.kind()
                + (test ? " for tests" : "") + ", not active yet\ncodes     " + codes
                + (more == 0 ? "" : " and " + Count.of(more, "more file"))
                + "\nmanifest  " + manifestFile
                + "\nnext      codegen print " + out + recipients.opener()
                + " --format pdf --out SHEETS; codegen activate " + manifest.lot();
        output.print(text, json);
    }

    private void printOrder(String order, Map<String, Manifest> minted) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("order", order)
                .put("size", size)
                .put("kind", kind.name())
                .put("urlBase", minted.values().iterator().next().urlBase())
                .put("test", test)
                .put("state", "MINTED");
        ArrayNode folders = json.putArray("folders");
        StringBuilder text = new StringBuilder(
                "opens     " + minted.values().iterator().next().urlBase() + "\norder     " + order + ": "
                        + Count.of(size, "code") + " " + kind + (test ? " for tests" : "") + ", not active yet");
        minted.forEach((name, manifest) -> {
            String recipient = manifest.copy().recipient();
            folders.addObject()
                    .put("lot", manifest.lot().text())
                    .put("size", manifest.size())
                    .put("recipient", recipient)
                    .put("kind", manifest.kind())
                    .put("folder", out.resolve(name).toString());
            text.append("\nlot       ").append(manifest.lot()).append(" ").append(manifest.kind());
            text.append(" in ").append(out.resolve(name));
            text.append(recipient.isEmpty() ? "" : " for " + recipient);
        });
        output.print(
                text.append("\nnext      codegen print FOLDER")
                        .append(recipients.opener())
                        .append(" --format pdf --out SHEETS; codegen activate --order ")
                        .append(order),
                json);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw CommandFailed.usage(rule);
        }
    }
}
