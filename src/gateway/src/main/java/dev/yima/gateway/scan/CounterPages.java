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
                                ? page(counter, said, null, locale)
                                : page(met(counter, item), said, item, locale)));
    }

    /** The page without a code in hand. */
    Uni<WebPage> home(Counter counter, Uni<Said> asked, Locale locale) {
        return said(asked).flatMap(said -> page(counter, said, null, locale));
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
        UUID brand = counter.person().brand();
        if (brand == null) {
            return stranger(locale);
        }
        return Uni.combine()
                .all()
                .unis(
                        workplace.self(counter),
                        brands.find(brand),
                        item == null
                                ? Uni.createFrom().item(Optional.<GoodsView>empty())
                                : workplace.goods(item).map(Optional::of))
                .asTuple()
                .flatMap(found -> {
                    CounterView view = new CounterView(
                            found.getItem1(), said, found.getItem3().orElse(null), symbols(item));
                    int status = said.note() == null || said.note().good() ? 200 : 409;
                    return pages.page(status, locale, found.getItem2(), shell -> Templates.counter(shell, view));
                })
                .onFailure(failure ->
                        Note.of(failure).filter(Note.NOT_A_PARTNER::equals).isPresent())
                .recoverWithUni(() -> stranger(locale));
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
