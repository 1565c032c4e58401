package dev.yima.gateway.scan;

import dev.yima.gateway.brand.BrandStore;
import dev.yima.gateway.brand.Pages;
import dev.yima.gateway.brand.Shell;
import dev.yima.gateway.brand.WebPage;
import dev.yima.gateway.partner.Invitations.Offer;
import dev.yima.gateway.scan.CounterView.Said;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the pages of those who work at dealers and stores. */
@ApplicationScoped
class CounterPages {
    /** How long the page of a code waits to learn whether it is for somebody who sells it. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(1);

    private final CounterFlow flow;
    private final Workplace workplace;
    private final BrandStore brands;
    private final Pages pages;

    CounterPages(CounterFlow flow, Workplace workplace, BrandStore brands, Pages pages) {
        this.flow = flow;
        this.workplace = workplace;
        this.brands = brands;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance counter(Shell shell, CounterView view);

        static native TemplateInstance stranger(Shell shell);

        static native TemplateInstance join(Shell shell, @Nullable Offer offer, @Nullable Note note, String token);
    }

    /** The page of a code for whoever sells it; empty for everybody else, and while that cannot be told. */
    Uni<Optional<WebPage>> ifTheySellIt(Counter counter, String code, Locale locale) {
        if (!counter.person().known()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return flow.read(counter, code)
                .flatMap(item -> page(met(counter, item), Said.NOTHING, item, locale))
                .map(Optional::of)
                .ifNoItem()
                .after(KNOWN_WITHIN)
                .recoverWithItem(Optional::empty)
                .onFailure()
                .recoverWithItem(Optional::empty);
    }

    /** The page after something was asked for with a code. */
    Uni<WebPage> after(Counter counter, String code, Uni<Said> asked, Locale locale) {
        return said(asked)
                .flatMap(said -> flow.read(counter, code)
                        .onFailure(failure -> Note.of(failure).isPresent())
                        .recoverWithNull()
                        .flatMap(item -> item == null
                                ? home(counter, null, there -> Uni.createFrom().item(said), locale)
                                : page(met(counter, item), said, item, locale)));
    }

    /**
     * The page without a code in hand.
     *
     * @param brand where the person works; null for wherever they do
     * @param asked does what was asked for, there
     */
    Uni<WebPage> home(Counter counter, @Nullable UUID brand, Function<Counter, Uni<Said>> asked, Locale locale) {
        return workplace
                .at(counter, brand)
                .flatMap(there -> said(Uni.createFrom().deferred(() -> asked.apply(there)))
                        .flatMap(said -> page(there, said, null, locale)))
                .onFailure(CounterPages::isStrangers)
                .recoverWithUni(() -> stranger(locale));
    }

    /** The page of an invitation; without its form when that would be of no use any more. */
    Uni<WebPage> invitation(Optional<Offer> offer, @Nullable Note note, String token, Locale locale) {
        if (offer.isEmpty()) {
            return pages.page(404, locale, null, shell -> Templates.join(shell, null, Note.INVITATION_OVER, token));
        }
        Offer shown = note == Note.INVITATION_OVER ? null : offer.get();
        int status = note == null ? 200 : note == Note.INVALID_NAME ? 400 : 409;
        return brands.find(offer.get().brand())
                .flatMap(
                        brand -> pages.page(status, locale, brand, shell -> Templates.join(shell, shown, note, token)));
    }

    private static Uni<Said> said(Uni<Said> asked) {
        return asked.onFailure(failure -> Note.of(failure).isPresent())
                .recoverWithItem(failure -> Said.of(Note.of(failure).orElseThrow()));
    }

    private Uni<WebPage> page(Counter counter, Said said, CounterFlow.@Nullable Item item, Locale locale) {
        Uni<Optional<GoodsView>> goods = item == null
                ? Uni.createFrom().item(Optional.empty())
                : workplace.goods(item).map(Optional::of);
        return workplace
                .self(counter)
                .flatMap(self -> Uni.combine()
                        .all()
                        .unis(brands.find(self.brandId()), goods)
                        .asTuple()
                        .flatMap(found -> {
                            CounterView view =
                                    new CounterView(self, said, found.getItem2().orElse(null), symbols(item));
                            int status = said.note() == null || said.note().good() ? 200 : 409;
                            return pages.page(
                                    status, locale, found.getItem1(), shell -> Templates.counter(shell, view));
                        }))
                .onFailure(CounterPages::isStrangers)
                .recoverWithUni(() -> stranger(locale));
    }

    private static boolean isStrangers(Throwable failure) {
        return Note.of(failure).filter(Note.NOT_A_PARTNER::equals).isPresent();
    }

    private Uni<WebPage> stranger(Locale locale) {
        return pages.page(403, locale, null, Templates::stranger);
    }

    private static String symbols(CounterFlow.@Nullable Item item) {
        return item == null ? "" : item.lot().codec().code(item.code().serial()).text();
    }

    /** A code says which brand it is about, whichever they met last. */
    private static Counter met(Counter counter, CounterFlow.Item item) {
        return counter.meets(item.lot().brand().id());
    }
}
