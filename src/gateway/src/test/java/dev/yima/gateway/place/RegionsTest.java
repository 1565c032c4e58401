package dev.yima.gateway.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.place.Region;
import dev.yima.gateway.platform.http.ClientNetwork;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
    private static final NetworkRegions REGIONS = new NetworkRegions();

    @ParameterizedTest
    @CsvSource({
        "61.139.2.69, SICHUAN",
        "202.96.128.86, GUANGDONG",
        "221.11.1.67, SHAANXI",
        "203.80.96.10, HONG_KONG",
        "202.175.3.8, MACAO",
        "168.95.1.1, TAIWAN",
        "8.8.8.8, ABROAD",
        "::ffff:61.139.2.69, SICHUAN",
        "2409:8a62::1, SICHUAN",
        "240e:310::1, JILIN",
        "2409:8900::1, BEIJING",
        "2404:c800::1, HONG_KONG",
        "2400:49c0:c806::1, HONG_KONG",
        "2404:cc0::1, TAIWAN",
        "2001:ff8::1, MACAO",
        "2a00:1450::1, ABROAD"
    })
    void networksAreInProvinces(String address, Region region) {
        assertEquals(Optional.of(region), REGIONS.of(ClientNetwork.of(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fe80::1", "fd00::1", "2408:8000::1", "", "unix:"
            })
    void whatIsNowhereIsNotAbroad(String address) {
        assertEquals(Optional.empty(), REGIONS.of(ClientNetwork.of(address)));
    }

    @Test
    void everyProvinceHasNetworks() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Region> found = EnumSet.noneOf(Region.class);
        for (int n = 0; n < 400_000; n++) {
            int address = random.nextInt();
            String text = (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + ".1";
            REGIONS.of(ClientNetwork.of(text)).ifPresent(found::add);
        }
        assertTrue(
                found.containsAll(EnumSet.allOf(Region.class)),
                () -> "not found: " + EnumSet.complementOf(EnumSet.copyOf(found)));
    }
}
