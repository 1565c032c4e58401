package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers are found by id. */
class PayoutProvidersTest {
    @Test
    void anUnknownIdIsNamedBesideTheKnownOnes() {
        PayoutProviders providers = new PayoutProviders(List.of(new InMemoryProvider()), InMemoryProvider.ID);
        assertEquals(InMemoryProvider.ID, providers.get(InMemoryProvider.ID).id());
        assertEquals(
                "payout provider must be one of [in-memory]: nobody",
                assertThrows(IllegalArgumentException.class, () -> providers.get("nobody"))
                        .getMessage());
    }

    @Test
    void twoProvidersOfOneIdDoNotStart() {
        List<InMemoryProvider> twins = List.of(new InMemoryProvider(), new InMemoryProvider());
        assertEquals(
                "two payout providers have one id: in-memory",
                assertThrows(IllegalStateException.class, () -> new PayoutProviders(List.copyOf(twins), "in-memory"))
                        .getMessage());
    }

    @Test
    void aDefaultThatIsNotThereDoesNotStart() {
        assertEquals(
                "yima.payout.provider must be one of [in-memory]: nobody",
                assertThrows(
                                IllegalStateException.class,
                                () -> new PayoutProviders(List.of(new InMemoryProvider()), "nobody"))
                        .getMessage());
    }
}
