package dev.yima.codegen.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no phone can open is not printed without a word. */
class PrintedUrlTest {
    @Test
    void aPublicAddressOverHttpsIsWithoutDoubt() {
        for (String good : List.of(
                "https://q.example.com",
                "HTTPS://Q.EXAMPLE.COM",
                "https://q.example.com:8443",
                "https://172.15.0.1",
                "https://100.128.0.1",
                "https://[2001:db8::1]")) {
            assertEquals(Optional.empty(), PrintedUrl.doubt(good), good);
        }
    }

    @Test
    void whatOnlyOneMachineOrNetworkReachesIsNamed() {
        for (String own : List.of(
                "http://localhost:8080",
                "HTTP://LOCALHOST:8080",
                "https://yima.localhost",
                "https://127.0.0.1",
                "https://[::1]:8443")) {
            assertTrue(PrintedUrl.doubt(own).orElse("").startsWith("is this machine's own"), own);
        }
        for (String near : List.of(
                "https://10.1.2.3",
                "https://192.168.1.20:8080",
                "https://172.16.0.1",
                "https://172.31.255.254",
                "https://169.254.1.1",
                "https://100.64.0.1",
                "https://[fd00::1]",
                "https://[fe80::1]",
                "https://yima.local",
                "https://yima")) {
            assertTrue(PrintedUrl.doubt(near).orElse("").startsWith("is reached from its own network"), near);
        }
        assertTrue(PrintedUrl.doubt("http://q.example.com").orElse("").startsWith("is plain http"));
    }
}
